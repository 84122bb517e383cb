"""The words and numbers of a name by what they sound like, in any script, and whether they stand together in a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from crawler.extract.words.vocabulary import pattern
from matcher.text.normal_forms import code_form
from matcher.text.transliteration import name_key, transliterate

TOKEN = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)?(?:[/-]\d+(?:[.,]\d+)?)?")  # 50/2 and 50-2 are one number
_JOINED = re.compile(r"[ \-–'’\"«»„“”]{0,2}")  # what may stand between the parts of a name
_GOES_ON = re.compile(
    r"[-/.,]\d|\s?[x×хХ]\s?\d|[°%]"
)  # after a number: it is a part of another one, or a size
_WORD_GOES_ON = re.compile(r"-[^\W\d_]{2}")
_LETTER_BEHIND = re.compile(r"[A-Z](?![^\W_])")
ROMAN = re.compile(r"[IVX]{1,4}")
_NOT_CODE = pattern("not_model_codes")


@dataclass(frozen=True)
class Token:
    """A word or number of a name: what it sounds like, as it is written, and its place."""

    key: str
    written: str
    start: int
    end: int


def name_keys(text: str) -> tuple[str, ...]:
    """What the words and numbers of a name sound like."""
    return tuple(token.key for token in tokens_of(text))


def spoken_keys(name: str) -> tuple[str, ...]:
    """The keys of a name with its single Cyrillic letters as they sound, as others write them: V for «Sopka В», which looks like B."""
    return tuple(
        (transliterate(token.written)[:1].upper() or token.key)
        if len(token.written) == 1 and not token.written.isascii()
        else token.key
        for token in tokens_of(name)
    )


def tokens_of(text: str) -> list[Token]:
    """The words and numbers of a text; a letter beside a digit is a word of its own: F2."""
    return [
        Token(key, match[0], *match.span()) for match in TOKEN.finditer(text) if (key := key_of(match[0]))
    ]


@lru_cache(maxsize=1 << 15)
def key_of(written: str) -> str:
    """A number as it is read, of two with a stroke, a numeral or a letter as it looks, else as it sounds, a word as it sounds."""
    if written[0].isdigit():
        return written.replace(",", ".").replace("-", "/").lstrip("0") or "0"
    form = code_form(written)
    if ROMAN.fullmatch(form) or (len(form) == 1 and form.isascii()):
        return form
    if len(written) == 1 and (latin := transliterate(written))[:1].isascii():
        return latin[:1].upper()
    return name_key(written)


def stand_together(text: str, part: Sequence[Token]) -> bool:
    """Whether tokens stand beside each other, and no number or word goes on after them: edge-cut is no Edge."""
    end = part[-1].end
    gaps = (text[left.end : right.start] for left, right in pairwise(part))
    if not all(map(_JOINED.fullmatch, gaps)):
        return False
    if not text[end - 1].isdigit():
        return len(part) == 1 or _WORD_GOES_ON.match(text, end) is None
    return not (_GOES_ON.match(text, end) or _has_letter_behind(text, part[-1]))


def _has_letter_behind(text: str, number: Token) -> bool:
    """Whether a letter that is no unit is glued to a number, which makes another model of it: KOR 650R."""
    letter = _LETTER_BEHIND.match(text, number.end)
    return letter is not None and not _NOT_CODE.fullmatch(text[number.start : letter.end()])
