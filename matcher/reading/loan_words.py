"""Loan words read by sound: an English word of the wording of goods that a word of another language sounds like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

LEAST_KEY = 7  # letters of a key, each run of vowels counting as one: shorter words are alike by chance
LEAST_LIKENESS = 0.88  # of the letters of both words as they sound; set on training and development worlds of benchmarks/reading.py
_WORD = re.compile(r"(?<![A-Za-z])[a-z]{5,}(?![A-Za-z])")  # no names
_VOWELS = re.compile("[aeiouy]+")
_TWICE = re.compile(r"(.)\1+")
_LETTERS = {
    **dict(zip("абвгдезийклмнопрстуфхцыэіғқәөүұңһ", "abvgdeziiklmnoprstufhsieigkaouunh", strict=True)),
    **{
        "ё": "o",
        "ж": "j",
        "ч": "ch",
        "ш": "sh",
        "щ": "sh",
        "ю": "iu",
        "я": "ia",
        "є": "ie",
        "ї": "i",
        "ґ": "g",
    },
    **{
        "ş": "sh",
        "ç": "ch",
        "ğ": "g",
        "ö": "o",
        "ü": "u",
        "ı": "i",
        "c": "j",
        "w": "v",
        "ь": "",
        "ъ": "",
        "'": "",
    },
}
_ENGLISH = (
    *((re.compile("ph"), "f"), (re.compile("th"), "t"), (re.compile("qu"), "kv"), (re.compile("x"), "ks")),
    *((re.compile("ck"), "k"), (re.compile("ch(?=[aeiouymnr])"), "h"), (re.compile("c(?=[eiy])"), "s")),
    *((re.compile("c(?!h)"), "k"), (re.compile("w"), "v"), (re.compile("e$"), "")),
)


class LoanWords:
    """English words by how they sound."""

    def __init__(self, english: Iterable[str]) -> None:
        self._by_sound: dict[str, list[tuple[str, str]]] = {}
        for word in sorted({word for text in english for word in _WORD.findall(text)}):
            for spelt in set(_as_sounding(word)):
                self._by_sound.setdefault(_key(spelt), []).append((spelt, word))

    def sounding_like(self, word: str) -> str:
        """The English word that a word in small letters, without its endings, sounds like; "" where none does."""
        latin = _simple("".join(_LETTERS.get(letter, letter) for letter in word))
        key = _key(latin)
        if len(key) < LEAST_KEY:
            return ""
        known = self._by_sound.get(key, ())
        likeness, best = max(
            ((SequenceMatcher(None, latin, spelt).ratio(), word) for spelt, word in known), default=(0.0, "")
        )
        return best if likeness >= LEAST_LIKENESS else ""


def _as_sounding(word: str) -> Iterator[str]:
    """A word as others spell it: its h as h, g or nothing, its g before e and i also as j."""
    for pattern, letters in _ENGLISH:
        word = pattern.sub(letters, word)
    for spelt in (word, word.replace("h", "g"), word.replace("h", ""), re.sub("g(?=[eiy])", "j", word)):
        yield _simple(spelt)


def _simple(latin: str) -> str:
    """Doubled letters once, z as s, y as i."""
    return _TWICE.sub(r"\1", latin.replace("z", "s").replace("y", "i"))


def _key(latin: str) -> str:
    """The consonants of a simple spelling, with one sign for each run of vowels."""
    return _VOWELS.sub("-", latin)
