"""The word lists of words.yaml and languages.yaml, folded as the headers and titles are that they are compared with.

words.yaml comes first in rank. languages.yaml has a block for each language; each of its lists is one text with commas, which loads
several times faster than a list of YAML.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any

from matcher.text.plain_words import plain
from matcher.text.word_files import word_file

_SIGNS = {
    "$": " dollars ",
    "€": " eur ",
    "₹": " inr ",
    "₴": " uah ",
    "₽": " rub ",
    "£": " gbp ",
    "₺": " try ",
}
# Letters that Unicode takes for letters of their own, which people write without their stroke; Arabic letters as Persian has them.
BARE_LETTERS = dict(zip("ıłđøəيىك", "ildoeییک", strict=True))
_BARE = str.maketrans(BARE_LETTERS)
_APART = str.maketrans(
    dict.fromkeys("\u02bb\u02bc\u2018\u2019`\u00b4", "'") | {"\u0640": ""}
)  # apostrophes; the stroke that lengthens Arabic words
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]")
# Thai and Lao have one sign for am, which NFKD takes apart.
_AM = (("\u0e4d\u0e32", "\u0e33"), ("\u0ecd\u0eb2", "\u0eb3"))
# Scripts without blanks between words, and Korean, which glues words: Thai, Lao, Burmese, Khmer, Japanese, Chinese.
_NO_BLANKS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_GLUED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_KOREAN = re.compile("[\uac00-\ud7af]")
# What belongs to a word: letters and, in Indian scripts, their vowel signs, which Python counts as no letters.
_LETTER = r"[\w\u0900-\u0dff]"
_BEGIN, _END = rf"(?<!{_LETTER})", rf"(?!{_LETTER})"
_OF_ONE_SIGN = r"(?<![^\W천백십만억])"  # 원 behind 백만, not in 회원


def fold(text: str) -> str:
    """`text` in lower case, single spaces, no accents or punctuation; signs of currencies as their codes."""
    for sign, code in _SIGNS.items():
        text = text.replace(sign, code)
    if text.isascii():
        return plain(text)
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.translate(_APART)))
    for apart, one in _AM:
        bare = bare.replace(apart, one)
    return plain(unicodedata.normalize("NFC", bare)).translate(_BARE)


@cache
def languages() -> dict[str, dict[str, Any]]:
    """Language of languages.yaml -> section -> its words as written, or name -> words, the best first."""
    blocks: dict[str, dict[str, Any]] = word_file(__package__, "languages.yaml")
    return {
        language: {
            section: {str(name): _words(block, text) for name, text in given.items()}
            if isinstance(given, dict)
            else _words(block, given)
            for section, given in block.items()
            if section != "prefixes"
        }
        for language, block in blocks.items()
    }


def _words(block: dict[str, Any], text: object) -> list[str]:
    """The words of a text with commas, each also behind the letters that the language glues to words (Arabic, Hebrew)."""
    listed = [word.strip() for word in str(text).split(",") if word.strip()]
    prefixes = [prefix.strip() for prefix in block.get("prefixes", "").split(",") if prefix.strip()]
    return listed + [prefix + word for prefix in prefixes for word in listed]


@cache
def _named_lists(section: str) -> dict[str, list[tuple[int, str]]]:
    """Of a section with lists: its name -> (rank, word) as written, the best first; words of a language rank behind those of words.yaml."""
    given = word_file(__package__, "words.yaml").get(section, {})
    found = defaultdict(list, {str(name): list(enumerate(map(str, words))) for name, words in given.items()})
    first = {name: len(words) for name, words in found.items()}
    for block in languages().values():
        for name, words in block.get(section, {}).items():
            found[name] += enumerate(words, first.get(name, 0))
    return dict(found)


@cache
def _one_list(section: str) -> list[str]:
    """The words of a section that is one list, as written."""
    words = [str(word) for word in word_file(__package__, "words.yaml").get(section, ())]
    return words + [word for block in languages().values() for word in block.get(section, ())]


@cache
def word_lists(section: str) -> dict[str, dict[str, int]]:
    """Of a section with lists: its name -> word -> the place of the word in the list."""
    return {
        name: {fold(word): rank for rank, word in reversed(words)}
        for name, words in _named_lists(section).items()
    }


@cache
def word_list(section: str) -> frozenset[str]:
    """The words of a section that is one list."""
    return frozenset(map(fold, _one_list(section)))


@cache
def pattern(section: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """An expression that finds the words of a section in a folded text, and word -> the name of its list."""
    names = {word: name for name, words in word_lists(section).items() for word in words}
    return _any_whole(sorted(names, key=len, reverse=True)), names


def is_cjk(word: str) -> bool:
    """Whether a text has Chinese signs."""
    return any("\u4e00" <= c <= "\u9fff" for c in word)


def glues_words(text: str) -> bool:
    """Whether `text` has signs of Thai, Lao, Burmese or Khmer, which write a number and what it counts as one: ล้านบาท."""
    return not text.isascii() and bool(_GLUED.search(text))


def has_no_blanks(text: str) -> bool:
    """Whether `text` has signs of a script that writes no blanks between words (Chinese, Japanese, Thai, Khmer), or of Korean."""
    return not text.isascii() and bool(_NO_BLANKS.search(text))


def by_kind(section: str) -> dict[str, list[str]]:
    """Kind -> words of a section as they are written, in lower case."""
    return {kind: [word.lower() for _, word in words] for kind, words in _named_lists(section).items()}


def word_lists_as_written(section: str) -> dict[str, list[str]]:
    """Of a section with lists: its name -> its words as they are written."""
    return {name: [word for _, word in words] for name, words in _named_lists(section).items()}


def as_written(section: str) -> list[str]:
    """The words of a section as they are written."""
    return list(_one_list(section))


def _any(words: Iterable[str], end: str) -> re.Pattern[str]:
    """An expression that finds one of some words: those between blanks share their beginning and `end`."""
    apart: list[str] = []
    anywhere: list[str] = []
    for word in filter(None, words):
        (anywhere if has_no_blanks(word) else apart).append(word)
    parts = [rf"{_BEGIN}(?:{'|'.join(map(re.escape, apart))}){end}"] if apart else []
    parts += [_of_signs(word, at_end=bool(end)) for word in anywhere]
    return re.compile("|".join(parts) or r"(?!)")


def _of_signs(word: str, *, at_end: bool) -> str:
    """An expression for a word of a script without blanks, which may stand anywhere; for one sign of Korean, at the end of numerals."""
    if len(word) == 1 and _KOREAN.match(word):
        return _OF_ONE_SIGN + word + (r"(?!\w)" if at_end else "")
    return re.escape(word)


def _any_whole(words: Iterable[str]) -> re.Pattern[str]:
    """An expression that finds one of some words of their own; of scripts without blanks anywhere."""
    return _any(words, _END)


def _any_stem(words: Iterable[str]) -> re.Pattern[str]:
    """An expression that finds the beginning of one of some words; of scripts without blanks one anywhere."""
    return _any(words, "")


@cache
def whole_words(section: str) -> re.Pattern[str]:
    """An expression that finds the words of a section that is one list, the longest first."""
    return _any_whole(sorted(word_list(section), key=len, reverse=True))


@cache
def whole_words_of(section: str) -> dict[str, re.Pattern[str]]:
    """Of a section with lists: its name -> an expression that finds one of its words."""
    return {name: _any_whole(words) for name, words in word_lists(section).items()}


@cache
def stems(section: str) -> re.Pattern[str]:
    """An expression that finds the beginnings of words that a section lists."""
    return _any_stem(word_list(section))


@cache
def stems_of(section: str) -> dict[str, re.Pattern[str]]:
    """Of a section with lists: its name -> an expression that finds the beginning of one of its words of three letters or more.

    A word with = behind it is found whole: износ is "export" in Bulgarian, and износостойкий is "that wears well" in Russian.
    """
    found = {}
    for name, words in _named_lists(section).items():
        whole = {fold(word) for _, word in words if word.endswith("=")}
        begun = {fold(word) for _, word in words} - whole
        parts = [_any_stem(sorted(word for word in begun if len(word) > 2 or has_no_blanks(word)))]
        parts += [_any_whole(sorted(whole))] if whole else []
        found[name] = re.compile("|".join(part.pattern for part in parts))
    return found
