"""Numbers that measure nothing of the goods: of pieces, papers and years, and the weight of all that is sent together.

The words are those of measure_words.yaml, where each list says what it is of.
"""

from __future__ import annotations

import re
from functools import cache

from matcher.text.month_names import month_names
from matcher.text.word_files import word_file

NEAR_YEARS = frozenset(map(str, range(1990, 2040)))
YEARS = ("г", "р", "ж", "y")  # what follows a year; the first is also the gram
# Behind a year: г.в., г. выпуска
_MADE_THEN = re.compile(r"\.в(?!\w)|\.?\s?(?:в\.|выпуск|випуск|изготовлени|виготовленн)")
_LABEL_WORD = re.compile(r"[\s.]+")  # what parts the words of a label: сер.номер
_OF_CONSIGNMENTS = ("weights", "with_or_without", "consignments")


@cache
def words_listed(name: str) -> frozenset[str]:
    """The words of a list of measure_words.yaml: pieces, numbers."""
    return frozenset(word_file(__package__, "measure_words.yaml")[name].split())


def piece_words() -> frozenset[str]:
    """Words for pieces of goods: шт, pcs, 件."""
    return words_listed("pieces")


def numbers_nothing(label: str) -> bool:
    """Whether a label is that of a quantity, a model or a document; 数量, but not "number of pins"."""
    numbers, words = words_listed("numbers"), _LABEL_WORD.split(label)
    if words[-1] in numbers:
        return True
    return words[0] in numbers and (words[0] not in words_listed("counting") or words[-1] in piece_words())


def is_of_papers(label: str) -> bool:
    """Whether a label is that of a paper, a date or a single piece: contract, made in March, serial number."""
    return not _papers().isdisjoint(_LABEL_WORD.split(label))


@cache
def _papers() -> frozenset[str]:
    return words_listed("papers").union(month_names())


def may_be_year(number: str, unit: str) -> bool:
    """Whether a number and what follows it are written as a year: 2023 г."""
    return unit.rstrip(".") in YEARS and number.isdigit() and len(number) == 4 and number[:2] in ("19", "20")


def is_said_to_be_year(number: str, before: str, text: str, end: int) -> bool:
    """Whether a number that may be a year is one by what stands beside it: "№72 от 2022г", 2023г.в. Of years near ours, one that
    is no round number is one by itself, as a number of grams is round.

    `before`: the words before it; `end`: where it ends in the text, with what follows it.
    """
    return (
        (number in NEAR_YEARS and not number.endswith("0"))
        or _MADE_THEN.match(text, end) is not None
        or is_of_papers(before)
    )


def is_of_consignment(label: str) -> bool:
    """Whether a label is that of the weight of all that is sent together: "вес без подд"."""
    words = _LABEL_WORD.split(label)
    return not any(words_listed(name).isdisjoint(words) for name in _OF_CONSIGNMENTS)
