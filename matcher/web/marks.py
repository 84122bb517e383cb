"""Which words of the customs line and of the catalog item agree: for the eye, not for the score."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from matcher.review.sheet.cells import showable
from matcher.text.transliteration import transliterate

TOKEN = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+|㎡", re.UNICODE)
JOINED = 4  # tokens that may form one code: HD - BV 205 N
CODE_LETTERS = 4  # a shorter code (Q7, A4) agrees by chance
TIMES = re.compile(r"\s?[*xXхХ×]\s?")
WORD_LETTERS = 4
FIRST_CHINESE = "\u2e80"  # two characters are a word there
SHOWN_CHARACTERS = 20_000
# Words that agree everywhere and mean nothing.
COMMON = frozenset(
    [
        "with",
        "from",
        "that",
        "this",
        "and",
        "for",
        "the",
        "dlya",
        "made",
        "type",
        "model",
        "article",
        "brand",
        "marka",
    ]
)
# Units in other scripts, by their transliteration.
UNITS = {
    "sm": "cm",
    "vt": "w",
    "mach": "mah",
    "gongjin": "kg",
    "qianke": "kg",
    "ke": "g",
    "haomi": "mm",
    "limi": "cm",
    "mi": "m",
    "pingfangmi": "m2",
    "gr": "g",
}
KNOWN_UNITS = frozenset(["kg", "g", "mm", "cm", "m", "m2", "l", "ml", "w", "v", "mah"])


@dataclass(frozen=True)
class Segment:
    """A piece of text; `kind` says how it agrees with the other side: code, number, word, or "" for not."""

    text: str
    kind: str = ""


@dataclass(frozen=True)
class _Key:
    start: int
    end: int
    kind: str
    key: str


Marked = list[list[Segment]]  # for each text its segments


def mark(left: Sequence[str], right: Sequence[str]) -> tuple[Marked, Marked]:
    """The texts of both sides cut into segments, those that agree with any text of the other side marked."""
    lefts = [showable(text)[:SHOWN_CHARACTERS] for text in left]
    rights = [showable(text)[:SHOWN_CHARACTERS] for text in right]
    left_keys = [[*_keys(text)] for text in lefts]
    right_keys = [[*_keys(text)] for text in rights]
    common = {key.key for keys in left_keys for key in keys} & {
        key.key for keys in right_keys for key in keys
    }
    return (
        [_cut(text, keys, common) for text, keys in zip(lefts, left_keys, strict=True)],
        [_cut(text, keys, common) for text, keys in zip(rights, right_keys, strict=True)],
    )


def _keys(text: str) -> Iterator[_Key]:
    tokens = [*TOKEN.finditer(text)]
    plain = [_latin(token.group()) for token in tokens]
    for place, token in enumerate(tokens):
        word = plain[place]
        if word[:1].isdigit():
            unit, end = _unit(plain, tokens, place)
            if unit:
                yield _Key(token.start(), tokens[end].end(), "number", f"{_number(word)} {unit}")
        elif (len(word) >= WORD_LETTERS and word not in COMMON) or (
            len(token.group()) >= 2 and token.group()[0] >= FIRST_CHINESE
        ):
            yield _Key(token.start(), token.end(), "word", word)
        joined = word
        if token.start() and text[token.start() - 1].isalnum():
            continue
        for last in range(place + 1, min(place + JOINED, len(tokens))):
            gap = text[tokens[last - 1].end() : tokens[last].start()]
            if len(gap) > 1 or (gap and gap not in " -./_"):
                break
            joined += plain[last]
            code = re.sub(r"\W", "", joined)
            if len(code) >= CODE_LETTERS and _is_code(code):
                yield _Key(token.start(), tokens[last].end(), "code", code)


@lru_cache(maxsize=8192)
def _latin(word: str) -> str:
    return "m2" if word == "㎡" else transliterate(word).replace(" ", "")


def _number(word: str) -> str:
    whole, _, fraction = word.replace(",", ".").partition(".")
    fraction = fraction.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{fraction}" if fraction else "")


def _unit(plain: Sequence[str], tokens: Sequence[re.Match[str]], place: int) -> tuple[str, int]:
    """The unit of the number at `place`, and the last token of both; 250 in 250x300 mm has the unit of 300."""
    string = tokens[place].string
    following = place + 1
    while following < len(plain) and not plain[following][:1].isdigit() and plain[following] in ("x", "h"):
        following += 1
    if following < len(plain) and plain[following][:1].isdigit():
        if TIMES.fullmatch(string[tokens[place].end() : tokens[following].start()]):
            return _unit(plain, tokens, following)[0], place
        return "", place
    if place + 1 >= len(plain) or tokens[place + 1].start() - tokens[place].end() > 1:
        return "", place
    unit = UNITS.get(plain[place + 1], plain[place + 1])
    follows = place + 2 < len(plain) and tokens[place + 2].start() == tokens[place + 1].end()
    if unit == "m" and follows and plain[place + 2] == "2":
        return "m2", place + 2
    return (unit, place + 1) if unit in KNOWN_UNITS else ("", place)


def _is_code(word: str) -> bool:
    return word[0].isalpha() and sum(c.isdigit() for c in word) >= 2


def _cut(text: str, keys: Sequence[_Key], common: set[str]) -> list[Segment]:
    rank = {"code": 0, "number": 1, "word": 2}
    chosen: list[_Key] = []
    for key in sorted(keys, key=lambda k: (rank[k.kind], k.start - k.end, k.start)):
        if key.key in common and all(key.end <= other.start or key.start >= other.end for other in chosen):
            chosen.append(key)
    segments, at = [], 0
    for key in sorted(chosen, key=lambda k: k.start):
        if key.start > at:
            segments.append(Segment(text[at : key.start]))
        segments.append(Segment(text[key.start : key.end], key.kind))
        at = key.end
    if at < len(text) or not segments:
        segments.append(Segment(text[at:]))
    return segments
