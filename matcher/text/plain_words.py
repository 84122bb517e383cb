"""Headers and names as plain words: lower case, apart, without punctuation."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

DOT_ABOVE = "\u0307"  # what is left of the Turkish capital İ in lower case
_ACCENTED = re.compile("[À-ɏ\u0300-\u036fḀ-ỿ]+")
_CAMEL = re.compile(r"(?<=[a-zа-я])(?=[A-ZА-Я])")
# Vowel signs of Indic scripts, Thai, Lao, Burmese, Khmer and Arabic belong to their words, though Python counts them as no letters.
_NOT_WORD = re.compile(r"[^\w%\u064b-\u0652\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+|_+")


def plain(text: str) -> str:
    """`text` in lower case with single spaces between words: "PRODUCT_DESCRIPTION" -> "product description"."""
    words = _NOT_WORD.sub(" ", _CAMEL.sub(" ", text)).strip().casefold().replace(DOT_ABOVE, "")
    return " ".join(words.split())


@lru_cache(maxsize=1 << 14)
def without_accents(text: str) -> str:
    """`text` with Latin letters bare: ünvanı -> unvani, đơn -> don. Other scripts stay."""
    bare = "".join(
        c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c) or c > "\u036f"
    )
    return unicodedata.normalize("NFC", bare).translate(str.maketrans("đıłøßŋə", "dilosna"))


def bare_letters(text: str) -> str:
    """`text` in small letters, Latin ones without accents; signs and blanks stay."""
    small = text.lower()
    return small if small.isascii() else _ACCENTED.sub(lambda letters: without_accents(letters[0]), small)
