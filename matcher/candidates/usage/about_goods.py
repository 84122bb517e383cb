"""Goods that bear a code of what they are about: catalogues and manuals of a machine, its empty boxes, labels and moulds.

They are named where a description begins, or right behind the code; what is packed in boxes or comes with a manual is named
before these. A maker that sells such things calls an item by their words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from matcher.text.plain_words import bare_letters
from matcher.text.prefix_regex import letter_tree
from matcher.text.word_files import word_file

LONGEST_OPENING = 120  # characters in which what names the goods begins
LONGEST_BEHIND = 40  # characters behind a code that may name goods about it
_HAN = "\u3400-\u9fff"
# What stands before goods are named: a class of goods, the number of a line or an article, "new goods".
_LEAD = re.compile(
    r"(?:[^,.;:]{0,40}:|\W{0,3}\([^()]{0,12}\)|\W{0,3}\w{0,10}#&|\W{0,3}\d{1,2}[).]|[^,.;:]{0,14}\.(?=\s))?\s{0,3}"
)
_MOST_LEADS = 3
# Adjectives that may stand before a word: рекламные печатные каталоги, printed colour catalogues.
_ADJECTIVES = r"(?:[а-яіїєґ-]{3,}(?:[ыиіо]й|[ыиі]е|ая|яя|ое|ее|і)\s{1,2}){0,2}"


def _phrases(words: str) -> list[str]:
    return [phrase.strip() for phrase in words.split(",")]


def _any_of(phrases: Iterable[str]) -> str:
    """A pattern of any of the phrases, each with its ending."""
    stems = letter_tree(phrase[:-1] for phrase in phrases if phrase.endswith("*"))
    whole = letter_tree(phrase for phrase in phrases if not phrase.endswith("*"))
    return rf"(?:{stems}\w*|{whole})(?!\w)" if stems else rf"(?:{whole})(?!\w)"


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What begins a description, what stands right behind a code, and what an item is called that is such goods."""
    words = {name: _phrases(found) for name, found in word_file(__package__, "about_words.yaml").items()}
    first, last, behind, han = (words[name] for name in ("first", "last", "behind", "han"))
    following = rf"(?=\W*$|\W{{0,3}}(?:{'|'.join(words['following'])})(?!\w)|\W{{1,3}}\S*\d|[^\w\s]|\s\W)"
    # An English name may have two words before it, none of which says of what or for what it is.
    before = r"(?:(?!for\b|of\b|with\b)[a-z]{2,}\s){0,2}"
    opening = rf"\W{{0,3}}(?:{_ADJECTIVES}{_any_of(first)}|{before}{_any_of(last)}{following}|[{_HAN}]{{0,8}}?(?:{'|'.join(han)})(?![{_HAN}]))"
    after = (
        rf"(?:[\s\"'»”-]{{1,3}}{_any_of(behind)}\s?(?:$|[,;)]|\.(?:\s|$))"
        rf"|[{_HAN}\s]{{0,6}}(?:{'|'.join(han)})(?![{_HAN}]))"
    )
    called = rf"(?<!\w)(?:{_any_of([*first, *last, *behind])})|{'|'.join(han)}"
    return re.compile(opening), re.compile(after), re.compile(called)


@lru_cache(maxsize=1 << 14)
def _end_of_opening(text: str) -> int:
    """Where the words end by which a description begins, if they name goods about others; -1 where they do not."""
    opening, _, _ = _patterns()
    form = bare_letters(text[:LONGEST_OPENING])
    at = 0
    for _ in range(_MOST_LEADS):
        if found := opening.match(form, at):
            return found.end()
        lead = _LEAD.match(form, at)
        if lead is None or lead.end() == at:
            break
        at = lead.end()
    found = opening.match(form, at)
    return found.end() if found else -1


def opens_about(text: str) -> bool:
    """Whether a description begins with what names goods about others."""
    return _end_of_opening(text) > 0


def is_about(text: str, start: int, end: int) -> bool:
    """Whether the goods are about what has the code at `start` to `end` of a description."""
    if 0 < _end_of_opening(text) <= start:
        return True
    return _patterns()[1].match(bare_letters(text[end : end + LONGEST_BEHIND])) is not None


def names_about(text: str) -> bool:
    """Whether an item's name or category has a word for such goods."""
    return _patterns()[2].search(bare_letters(text)) is not None
