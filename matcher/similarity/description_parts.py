"""The parts of a description, between its commas, colons and brackets."""

from __future__ import annotations

import re
from functools import lru_cache

from matcher.attributes.extract import described
from matcher.text.normal_forms import embedding_form

SHORT_SIGN = 4  # letters
LONGEST = 70  # characters of a phrase
GRADE = r"[a-z]{1,2}\d{1,2}(?:-\d{1,3})?|\d{1,2}[a-z]{1,2}|\d{1,2}⁄\d{1,2}"  # a pattern: e27, h7, 1⁄2
BREAK = re.compile(r"[,;:()\[\]{}|\n/、，；。：（）•=的]|\.(?:\s|$)|\s[-–—]\s")
COUNTED = re.compile(r"^\s*\d{1,3}\s?[-.)]\s*(?=\D)")  # the number of a position before its goods: "1-", "2)"
_TOKEN = re.compile(r"\S+")
NUMERIC = re.compile(r"\d")
HAN = re.compile("[\u3400-\u9fff]")
_SIGNS_IN_HAN = re.compile(
    r"[a-z\d][\w./+⁄-]*", re.IGNORECASE | re.ASCII
)  # a code between words without blanks
_GRADE = re.compile(GRADE)
_FRACTION = re.compile(r"(?<![\d/.,])(\d{1,2})/(\d{1,2})(?![\d/.,])")  # of an inch, which no break divides
LETTERS = re.compile(r"[^\W\d_]{2,}")


def _short_sign(match: re.Match[str]) -> str:
    """A short word of letters or a grade between Chinese words stays: PNP输出, E27灯头; anything else is a code or a brand."""
    short = match[0].isalpha() and len(match[0]) <= SHORT_SIGN
    return f" {match[0]} " if short or _GRADE.fullmatch(match[0].lower()) else " "


def is_grade(phrase: str) -> bool:
    """Whether a phrase is a short sign with digits and nothing else: e27, h7, 1⁄2."""
    return _GRADE.fullmatch(phrase) is not None


def parts_of(text: str, grades: bool = False) -> list[str]:
    """The parts of a description between commas, colons, brackets; words with digits are left out.

    With `grades` short ones stay: B5 mounting, E27, 1/2 (as 1⁄2).
    """
    out: list[str] = []
    for part in BREAK.split(_FRACTION.sub("\\1⁄\\2", COUNTED.sub("", text[:1_200]))):
        words = [
            word
            for token in _TOKEN.findall(part)
            for word in (_SIGNS_IN_HAN.sub(_short_sign, token).split() if HAN.search(token) else [token])
            if not NUMERIC.search(word) or (grades and _GRADE.fullmatch(word))
        ]
        if all(map(NUMERIC.search, words)):
            out.extend(words if len(words) == 1 else ())
            continue
        phrase = " ".join(words)[:LONGEST].strip(" -–.\"'«»")
        if LETTERS.search(phrase):
            out.append(phrase)
    return out


@lru_cache(maxsize=64)  # head, phrases and denials of a description are asked for one after another
def described_form(text: str) -> str:
    """What describes the goods, in the form for the encoder."""
    return embedding_form(described(text))
