"""Chinese names in Latin letters as syllables: a character each, so that another syllable is another name."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from matcher.text.transliteration import pinyin_list, pinyin_syllables, sound
from matcher.text.word_files import table_rows

Syllables = tuple[str, ...]


@lru_cache(maxsize=1 << 16)
def chinese_syllables(word: str) -> Syllables:
    """The syllables of a lower-case Latin word, in pinyin or the Palladius system; () where it is not made of them alone.

    Long syllables come first. Those that either system writes alike have one name.
    """
    known = _known()
    return tuple(known[piece] for piece in _pieces(word, frozenset(known))) if _name().fullmatch(word) else ()


@lru_cache(maxsize=1 << 16)
def pinyin_of(word: str) -> Syllables:
    """The syllables of a lower-case Latin word in pinyin, as written; () where it is not made of them alone."""
    return _pieces(word, _pinyin()) if pinyin_syllables(word) else ()


def _pieces(word: str, known: frozenset[str]) -> Syllables:
    """A word taken apart into known pieces; () where it does not consist of them."""
    # For each place, the length of the longest piece there after which the rest can be read, too.
    lengths = [0] * len(word) + [-1]
    for at in range(len(word) - 1, -1, -1):
        for length in range(min(_longest(), len(word) - at), 0, -1):
            if word[at : at + length] in known and lengths[at + length]:
                lengths[at] = length
                break
    if not lengths[0]:
        return ()
    found: list[str] = []
    at = 0
    while at < len(word):
        found.append(word[at : at + lengths[at]])
        at += lengths[at]
    return tuple(found)


# What a Chinese name has and few Russian words that can be read as one: loto, foto, nano are not luo tuo, fo tuo, na nuo.
_MARK = re.compile(r"нь|чж|цз|юй|ся|сю|цю|жу|жо|жэ|[аэо]о|[эаую]й|[эаоуияю]н(?![эаоуияюы])")


@lru_cache(maxsize=1 << 16)
def palladius_in_pinyin(word: str) -> str:
    """A lower-case Cyrillic word that is a Chinese name in the Palladius system, in pinyin; "" for another word."""
    known = _palladius()
    if not _MARK.search(word):
        return ""
    return "".join(known[piece] for piece in _pieces(word, frozenset(known)))


@lru_cache(maxsize=1 << 16)
def name_sound(word: str) -> str:
    """The sound key of a Latin word (`matcher.text.transliteration.sound`); of a Chinese one syllable by syllable, since
    what is heard at the end of one depends on the next where they are read together."""
    return "".join(map(_syllable_sound, chinese_syllables(word))) or sound(word)


@cache
def _syllable_sound(syllable: str) -> str:
    return sound(syllable)


@cache
def _known() -> dict[str, str]:
    """Each way of writing a syllable, and the syllable's name (tools/pinyin.py)."""
    return {row["written"]: row["syllable"] for row in table_rows(__package__, "chinese_syllables.csv")}


@cache
def _pinyin() -> frozenset[str]:
    return frozenset(pinyin_list())


@cache
def _palladius() -> dict[str, str]:
    return {row["cyrillic"]: row["pinyin"] for row in table_rows(__package__, "palladius.csv")}


@cache
def _longest() -> int:
    return max(map(len, _known()))


@cache
def _name() -> re.Pattern[str]:
    """Two or more syllables."""
    return re.compile(f"(?:{'|'.join(sorted(_known(), key=lambda one: (-len(one), one)))}){{2,}}")
