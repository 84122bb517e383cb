"""Letters beyond ASCII that languages of Latin letters write, and how well a text is written in those of one of them.

A text read by the wrong code page has letters that no language has together: "poliéster teńido" is neither Polish nor Slovak.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable

# By ISO 639 codes, after the exemplar characters of the Unicode CLDR. Bosnian and Serbian are as hr, Norwegian as da, Azerbaijani as tr.
ALPHABETS = {
    language: frozenset(letters + letters.upper())
    for language, letters in {
        "sq": "çë",
        "hr": "čćđšž",
        "ca": "àçèéíïòóúü",
        "cs": "áčďéěíňóřšťúůýž",
        "da": "åæøéòóôâ",
        "nl": "áäéëíïóöúü",
        "et": "äõöüšž",
        "fi": "äåöšž",
        "fr": "àâæçéèêëîïôœùûüÿ",
        "de": "äöüß",
        "hu": "áéíóöőúüű",
        "is": "áæðéíóöþúý",
        "ga": "áéíóú",
        "it": "àèéìíîòóùú",
        "lv": "āčēģīķļņšūž",
        "lt": "ąčęėįšųūž",
        "mt": "àċèġħìòùż",
        "pl": "ąćęłńóśźż",
        "pt": "áâãàçéêíóôõúü",
        "ro": "ăâîşţșț",
        "sk": "áäčďéíĺľňóôŕšťúýž",
        "sl": "čšž",
        "es": "áéíñóúü",
        "sv": "äåéö",
        "tr": "âçəğıîöşüûİ",
    }.items()
}
FIRST_OF_OTHERS = "\u0370"  # Greek; from here on letters are no Latin ones, but for a few of Vietnamese
LEAST_WORDS = 8  # of fewer the names of two firms would be a large share
_SIGNS = re.compile(r"[\W\d_ªº]+")


def written_in_one_language(differing: Iterable[str], alike: Iterable[str]) -> float:
    """How well words, some of which another reading reads otherwise and some alike, are in the letters of one language, 0 to 1.

    The share of those that differ times the share of those that are alike, in the language for which this is most: a language
    that has the letters in doubt must be that of the rest. Of words of Latin letters; 1 for a text with hardly any.
    """
    parts = [_letters(differing), _letters(alike)]
    if sum(part.total() for part in parts) < LEAST_WORDS:
        return 1.0
    return max(math.prod(_share(part, alphabet) for part in parts) for alphabet in ALPHABETS.values())


def _letters(words: Iterable[str]) -> Counter[frozenset[str]]:
    """Letters beyond ASCII of each distinct word that has some, with how many have these."""
    distinct = {part for word in words for part in _SIGNS.split(word)}
    latin = (word for word in distinct if not word.isascii() and max(word) < FIRST_OF_OTHERS)
    return Counter(frozenset(c for c in word if c > "\x7f") for word in latin)


def _share(words: Counter[frozenset[str]], alphabet: frozenset[str]) -> float:
    return (
        sum(count for letters, count in words.items() if letters <= alphabet) / words.total()
        if words
        else 1.0
    )
