"""Countries in Hebrew by their sound: foreign names are written with more or fewer vowels, and some consonants in two ways."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

LEAST_CONSONANTS = 3  # of a key: shorter ones are of many names

_HEBREW = re.compile("[\u05d0-\u05ea][\u05d0-\u05ea \"'-]*")
# V as a double vav or a bet, t as a tav or a tet, k as a kaf or a qof: שוודיה and שבדיה, תורכיה and טורקיה.
_CONSONANTS = (("וו", "ב"), ("ת", "ט"), ("כ", "ק"))
_VOWELS = re.compile("(?<=\\w)[אוי]")


def hebrew_key(name: str) -> str:
    """The consonants of a Hebrew name; empty where it is none or has too few of them."""
    if not _HEBREW.fullmatch(name):
        return ""
    for one, other in _CONSONANTS:
        name = name.replace(one, other)
    key = _VOWELS.sub("", name)
    return key if len(key) >= LEAST_CONSONANTS else ""


def hebrew_names(names: Mapping[str, str]) -> dict[str, str]:
    """The keys of Hebrew names -> code, those of one country only."""
    codes: dict[str, set[str]] = defaultdict(set)
    for name, code in names.items():
        if key := hebrew_key(name):
            codes[key].add(code)
    return {key: found.pop() for key, found in codes.items() if len(found) == 1}
