"""Names of other alphabets as people write them in Latin letters: Китай is KITAY, Kitai or Kitaj.

There are several systems for each language, and writers mix them. All spellings of a sound are one letter of a key, by which a
name that is known in its own letters is found.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from matcher.text.plain_words import without_accents
from matcher.text.transliteration import LATIN_OF_CYRILLIC

LEAST_LETTERS, MOST_LETTERS = 4, 40  # of a name in Latin letters

# Greek, Cyrillic, Armenian, Georgian
_ALPHABETS = re.compile(r"[\u0370-\u052f\u0531-\u0587\u10d0-\u10ff .-]+")
_LATIN = re.compile(r"[a-z\u00df-\u024f .-]+")
# What one letter of an alphabet is written as in one language or another.
_VARIANTS = (("г", "h"), ("ъ", "a"), ("ъ", "u"), ("щ", "sht"))
_HUSHERS = str.maketrans({"ž": "zh", "š": "sh", "č": "ch", "ć": "ch", "đ": "dj"})
_ONE_SOUND = (
    *((re.compile(spelt), sound) for spelt, sound in (("kh", "h"), ("ts|tz", "c"), ("gh", "g"), ("ph", "f"))),
    *((re.compile(spelt), sound) for spelt, sound in (("ou|ow|oy(?![aeiou])", "u"), ("w", "v"), ("q", "k"))),
    *((re.compile(spelt), sound) for spelt, sound in (("zh|[yj]", "i"), ("i+", "i"), ("i(?=e)", ""))),
)  # fmt: skip


def romanised_key(names: str) -> str:
    """One key of each of the names, which stand in lines, in whichever system they are written in Latin letters."""
    key = without_accents(names.translate(_HUSHERS)).replace("'", "").replace("-", " ")
    for spelt, sound in _ONE_SOUND:
        key = spelt.sub(sound, key)
    return key


def romanised_names(names: Mapping[str, str], least: int) -> dict[str, str]:
    """The code of each name of another alphabet (plain name -> code) by its key in Latin letters, of which it has `least` or more;
    a key of two codes has none."""
    from anyascii import anyascii

    own = [name for name in names if not name.isascii() and _ALPHABETS.fullmatch(name)]
    codes = defaultdict(set)
    for letter, latin in (("", ""), *_VARIANTS):
        written = [name for name in own if letter in name]
        spelt = "\n".join(written).replace(letter, latin) if letter else "\n".join(written)
        in_latin = anyascii(spelt.translate(LATIN_OF_CYRILLIC)).replace("'", "")
        for name, key in zip(written, romanised_key(in_latin).split("\n"), strict=True):
            if len(key) >= least:
                codes[key].add(names[name])
    return {key: found.pop() for key, found in codes.items() if len(found) == 1}


def may_be_romanised(name: str) -> bool:
    """Whether a plain name is of Latin letters and as long as such names are."""
    return LEAST_LETTERS <= len(name) <= MOST_LETTERS and _LATIN.fullmatch(name) is not None
