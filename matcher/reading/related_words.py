"""Words as a related language spells them: Ukrainian and Kazakh goods words that a Russian dictionary may have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, product

from matcher.reading.word_stems import kazakh_shorter

RELATED = {"uk": "ru", "kk": "ru"}  # languages and the one that lends them its dictionaries
LEAST = 5  # letters: short words are alike by chance
_MOST = 48  # spellings of a word that are tried
_LETTERS = {"і": "иео", "и": "ыи", "е": "еэ", "є": "е", "ї": "и", "ґ": "г", "'": "ъ", "’": "ъ"}
_BEGINNINGS = (("від", "от"), ("роз", "раз"), ("рос", "рас"))
_ENDINGS = (("ння", "ние"), ("ття", "тие"), ("ість", "ость"), ("ій", "ий"))
_RUSSIAN_ENDINGS = ("", "ь", "а", "ьный", "ный")
_KAZAKH_LETTER = re.compile("[әғқңөұүһі]")


def related_spellings(word: str, language: str) -> Iterator[str]:
    """How Russian may spell a word of `language`, the likeliest first; none for short words."""
    if len(word) < LEAST or " " in word:
        return
    if language == "uk":
        yield from _of_ukrainian(word)
    elif language == "kk":
        yield from _of_kazakh(word)


def _of_ukrainian(word: str) -> Iterator[str]:
    for there, here in _BEGINNINGS:
        word = here + word.removeprefix(there) if word.startswith(there) else word
    ending = ""
    for there, here in _ENDINGS:
        if word.endswith(there):
            word, ending = word.removesuffix(there), here
            break
    options = [_LETTERS.get(letter, letter) for letter in word]
    yield from ("".join(letters) + ending for letters in islice(product(*options), _MOST))


def _of_kazakh(word: str) -> Iterator[str]:
    """The word, then what is left without its endings, as far as it has no letter of Kazakh only, with Russian endings."""
    for shorter in (word, *kazakh_shorter(word)):
        if len(shorter) >= LEAST - 1 and not _KAZAKH_LETTER.search(shorter):
            yield from (f"{shorter}{ending}" for ending in _RUSSIAN_ENDINGS)
