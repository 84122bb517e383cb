"""Which words of two texts agree, so that a page can mark them on both sides: for the eye, not for the score.

Codes agree whatever their script, case, hyphens and look-alike letters (Latin H in a Cyrillic code); numbers agree
with their unit; words agree by their sound in Latin letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from matcher.text.normal_forms import code_form
from matcher.text.transliteration import transliterate
from matcher.text.word_files import word_file

TOKEN = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+|㎡", re.UNICODE)
HAN_RUN = re.compile("[\u3400-\u9fff]{3,1000}")  # a longer run has no punctuation: no text for reading
HAN_WORD = 8  # characters of the longest Chinese word that is looked for inside a run of them
JOINED = 4  # tokens that may form one code: HD - BV 205 N
CODE_LETTERS = 4  # a shorter code (Q7, A4) agrees by chance
TIMES = re.compile(r"\s?[*xXхХ×]\s?")
CACHED_KEYS = 200_000  # keys of texts that are remembered: many pairs share an item or a goods record
DIMENSIONS = 12  # tokens of 250 x 300 x 10 mm; a longer row of numbers is no measure
WORD_LETTERS = 4
FIRST_CHINESE = "\u2e80"  # two characters are a word there


@dataclass(frozen=True)
class Segment:
    """A piece of text; `kind` says how it agrees with the other side: code, number, word, or "" for not."""

    text: str
    kind: str = ""


class _Key(NamedTuple):
    start: int
    end: int
    kind: str
    key: str


Marked = list[list[Segment]]  # for each text its segments


def highlight(left: Sequence[str], right: Sequence[str]) -> tuple[Marked, Marked]:
    """The texts of both sides cut into segments, those that agree with any text of the other side marked."""
    common = shared_keys(left, right)
    return [segments(text, common) for text in left], [segments(text, common) for text in right]


def shared_keys(left: Sequence[str], right: Sequence[str]) -> frozenset[str]:
    """The keys of words, codes and numbers that both groups of texts hold."""
    sides = [{key.key for text in side for key in _KEYS.of(text)} for side in (left, right)]
    return frozenset(sides[0] & sides[1])


def segments(text: str, keys: frozenset[str]) -> list[Segment]:
    """`text` cut into segments, in order, those under one of `keys` marked; joined they are `text`."""
    rank = {"code": 0, "number": 1, "word": 2}
    chosen: list[_Key] = []
    taken = bytearray(len(text))
    for key in sorted(
        (key for key in _KEYS.of(text) if key.key in keys),
        key=lambda k: (rank[k.kind], k.start - k.end, k.start),
    ):
        if taken.find(1, key.start, key.end) < 0:
            taken[key.start : key.end] = b"\1" * (key.end - key.start)
            chosen.append(key)
    parts, at = [], 0
    for key in sorted(chosen, key=lambda k: k.start):
        if key.start > at:
            parts.append(Segment(text[at : key.start]))
        parts.append(Segment(text[key.start : key.end], key.kind))
        at = key.end
    if at < len(text) or not parts:
        parts.append(Segment(text[at:]))
    return parts


@dataclass(frozen=True)
class _Words:
    common: frozenset[str]
    units: dict[str, str]
    known_units: frozenset[str]


@cache
def _words() -> _Words:
    given = word_file(__package__, "highlight.yaml")
    return _Words(frozenset(given["common"].split()), given["units"], frozenset(given["known_units"].split()))


class _KeyCache:
    """The keys of texts, remembered until they are CACHED_KEYS."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[_Key, ...]] = {}
        self._count = 0

    def of(self, text: str) -> tuple[_Key, ...]:
        found = self._found.get(text)
        if found is None:
            found = tuple(_keys(text))
            if self._count > CACHED_KEYS:
                self._found.clear()
                self._count = 0
            self._found[text] = found
            self._count += len(found) + 1
        return found


_KEYS = _KeyCache()


def _keys(text: str) -> Iterator[_Key]:
    tokens = [*TOKEN.finditer(text)]
    plain = [_latin(token.group()) for token in tokens]
    common = _words().common
    for place, token in enumerate(tokens):
        word = plain[place]
        if word[:1].isdigit():
            unit, end = _unit(plain, tokens, place)
            if unit:
                yield _Key(token.start(), tokens[end].end(), "number", f"{_number(word)} {unit}")
        elif (len(word) >= WORD_LETTERS and word not in common) or (
            len(token.group()) >= 2 and token.group()[0] >= FIRST_CHINESE
        ):
            yield _Key(token.start(), token.end(), "word", word)
            if HAN_RUN.fullmatch(token.group()):
                yield from _chinese_words(token)
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
                looked = code_form(text[token.start() : tokens[last].end()])  # НD with a Cyrillic Н is HD
                yield _Key(token.start(), tokens[last].end(), "code", f"code {looked}")


def _chinese_words(run: re.Match[str]) -> Iterator[_Key]:
    """Every piece of a run of Chinese characters, which has no blanks between its words."""
    text, start = run.group(), run.start()
    for size in range(min(HAN_WORD, len(text)), 1, -1):
        for place in range(len(text) - size + 1):
            yield _Key(start + place, start + place + size, "word", text[place : place + size])


@lru_cache(maxsize=8192)
def _latin(word: str) -> str:
    return "m2" if word == "㎡" else transliterate(word).replace(" ", "")


def _number(word: str) -> str:
    whole, _, fraction = word.replace(",", ".").partition(".")
    fraction = fraction.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{fraction}" if fraction else "")


def _unit(plain: Sequence[str], tokens: Sequence[re.Match[str]], place: int) -> tuple[str, int]:
    """The unit of the number at `place`, and the last token of both; 250 in 250x300 mm has the unit of 300."""
    at = place
    while True:
        following = at + 1
        while following < len(plain) and plain[following] in ("x", "h"):
            following += 1
        if following >= len(plain) or not plain[following][:1].isdigit():
            break
        if not TIMES.fullmatch(tokens[at].string[tokens[at].end() : tokens[following].start()]):
            return "", place
        at = following
        if at - place > DIMENSIONS:
            return "", place
    if at + 1 >= len(plain) or tokens[at + 1].start() - tokens[at].end() > 1:
        return "", place
    words = _words()
    unit, end = words.units.get(plain[at + 1], plain[at + 1]), at + 1
    follows = at + 2 < len(plain) and tokens[at + 2].start() == tokens[at + 1].end()
    if unit == "m" and follows and plain[at + 2] == "2":
        unit, end = "m2", at + 2
    if unit not in words.known_units:
        return "", place
    return unit, end if at == place else place


def _is_code(word: str) -> bool:
    return word[0].isalpha() and sum(c.isdigit() for c in word) >= 2
