"""What Box31 ships of pypinyin, whose import takes a fifth of a second and 60 MB: syllables, and how words of headers sound.

python -m tools.pinyin syllables > matcher/text/pinyin_syllables.txt
python -m tools.pinyin chinese > matcher/text/chinese_syllables.csv
python -m tools.pinyin headers > matcher/customs/layout/words/header_pinyin.csv
"""

from __future__ import annotations

import csv
import re
import sys
import textwrap
import unicodedata

from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PINYIN_DICT
from pypinyin.style import convert

from matcher.customs.layout.words.dictionary import concepts_known
from matcher.text.transliteration import transliterate


def syllables() -> list[str]:
    """Each syllable without tone, of two letters or more, that has a vowel; the longest first."""
    spelt = {reading for readings in set(PINYIN_DICT.values()) for reading in readings.split(",")}
    plain = {
        "".join(c for c in unicodedata.normalize("NFD", reading) if "a" <= c <= "z") for reading in spelt
    }
    plain |= {s.replace("u", "v", 1) for s in ("lu", "lue", "nu", "nue")}  # ü as it is typed
    return sorted((s for s in plain if len(s) > 1 and re.search("[aeiouv]", s)), key=lambda s: (-len(s), s))


def chinese() -> dict[str, str]:
    """Each syllable in pinyin, and in the Palladius system in Latin letters (`transliterate`), with one name for all
    syllables that these systems write alike: xi and si, zhan and rang, zhong and zhun.
    """
    found = {syllable: re.sub("ng$", "n", re.sub("ong$", "un", syllable)) for syllable in syllables()}
    for syllable in syllables():
        written = in_cyrillic(syllable)
        latin = transliterate(f"1{written}").removeprefix(
            "1"
        )  # a word of its own may be the name of a letter
        own, known = found[syllable], found.setdefault(latin, found[syllable])
        found = {piece: known if named == own else named for piece, named in found.items()}
    return {piece: named for piece, named in sorted(found.items()) if len(piece) > 1}


def in_cyrillic(syllable: str) -> str:
    """A syllable in the Palladius system."""
    return re.sub(r"\d", "", convert(f"{syllable}1", Style.CYRILLIC, True))


def palladius() -> dict[str, str]:
    """Each syllable in the Palladius system, as Russian writes Chinese names, and in pinyin."""
    return {in_cyrillic(s): s for s in (*reversed(syllables()), "a", "e", "o") if s != "lo"}


def header_words() -> dict[str, str]:
    """Each Chinese word of concepts.yaml and its pinyin without tones, written together."""
    words = sorted({word for concept in concepts_known() for word in concept.han})
    return {word: "".join(lazy_pinyin(word)) for word in words}


def _write(head: tuple[str, str], found: dict[str, str]) -> None:
    rows = csv.writer(sys.stdout, lineterminator="\n")
    rows.writerow(head)
    rows.writerows(found.items())


def main() -> None:
    if sys.argv[1:] == ["syllables"]:
        print(textwrap.fill(" ".join(syllables()), 110))
    elif sys.argv[1:] == ["chinese"]:
        _write(("written", "syllable"), chinese())
    elif sys.argv[1:] == ["palladius"]:
        _write(("cyrillic", "pinyin"), palladius())
    elif sys.argv[1:] == ["headers"]:
        _write(("word", "pinyin"), header_words())
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
