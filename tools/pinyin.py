"""What Box31 ships of pypinyin, whose import takes a fifth of a second and 60 MB: syllables, and how words of headers sound.

python -m tools.pinyin syllables > matcher/text/pinyin_syllables.txt
python -m tools.pinyin headers > matcher/customs/layout/header_pinyin.csv
"""

from __future__ import annotations

import csv
import re
import sys
import textwrap
import unicodedata

from pypinyin import lazy_pinyin
from pypinyin.constants import PINYIN_DICT

from matcher.customs.layout.header_concepts import concepts_known


def syllables() -> list[str]:
    """Each syllable without tone, of two letters or more, that has a vowel; the longest first."""
    spelt = {reading for readings in set(PINYIN_DICT.values()) for reading in readings.split(",")}
    plain = {
        "".join(c for c in unicodedata.normalize("NFD", reading) if "a" <= c <= "z") for reading in spelt
    }
    return sorted((s for s in plain if len(s) > 1 and re.search("[aeiou]", s)), key=lambda s: (-len(s), s))


def header_words() -> dict[str, str]:
    """Each Chinese word of concepts.yaml and its pinyin without tones, written together."""
    words = sorted({word for concept in concepts_known() for word in concept.han})
    return {word: "".join(lazy_pinyin(word)) for word in words}


def main() -> None:
    if sys.argv[1:] == ["syllables"]:
        print(textwrap.fill(" ".join(syllables()), 110))
    elif sys.argv[1:] == ["headers"]:
        rows = csv.writer(sys.stdout, lineterminator="\n")
        rows.writerow(("word", "pinyin"))
        rows.writerows(header_words().items())
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
