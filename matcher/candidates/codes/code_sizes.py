"""Sizes and variants that go on behind a code: KN-910-46 "width 46 cm", KN-20-XL, KN-63/3P, KN-3015-2000 of a page with "1500 / 2000 W"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.extract.product.codes.forms.code_forms import UNIT_BEHIND
from matcher.candidates.codes.code_entries import MOST_KEPT
from matcher.records.documents import ItemDocument
from matcher.remembered import Remembered

LEAST_MEASURED = 3  # digits of a number behind a code that is a variant where the page has it with a unit
_SUFFIX = re.compile(r"[-/._]([^\W_]{1,4})(?![^\W_]|[-/._][^\W_])")
# A number with a unit, or with P for poles or pins
_MEASURE = re.compile(r"(\d{1,3})(?:[VAWPL]|[KM]?[VW]|HZ|[MC]?M|KG|PH)")
# How pages write them otherwise
_UNITS = {
    "V": "V(?:AC|DC)?|В|伏", "A": "A|А|安", "W": "W|Вт|瓦", "KW": "kW|кВт|千瓦", "P": r"P|poles?|pins?|полюс\w*|极|芯",
    "HZ": "Hz|Гц", "L": "L|л|升", "M": "m|м|米", "MM": "mm|мм|毫米", "CM": "cm|см|厘米", "KG": "kg|кг|公斤",
}  # fmt: skip
_GARMENT_SIZE = re.compile(r"\d?X{0,4}[SL]|M", re.IGNORECASE)


class SizesBehindCodes:
    """Which items' pages state what follows a code."""

    def __init__(self, items: Sequence[ItemDocument]) -> None:
        self._items = items
        self._stated = Remembered(self._items_stating, MOST_KEPT)
        self._measured = Remembered(self._items_measuring, MOST_KEPT)
        self._with_unit = Remembered(self._items_with_unit, MOST_KEPT)

    def items_of(self, text: str, end: int) -> frozenset[int]:
        """The items whose pages state what follows a code at `end` as a size; a number must stand in the text once more, or have
        a unit there (KVX-3015-2000 of a page with "1000 / 1500 / 2000 W")."""
        suffix = _SUFFIX.match(text, end)
        if suffix is None:
            return frozenset()
        size = suffix[1].lstrip("0").upper()
        if size.isdigit():
            if len(re.findall(rf"(?<!\d){size}(?!\d)", text)) < 2:
                return self._measured[size] if len(size) >= LEAST_MEASURED else frozenset()
        elif _MEASURE.fullmatch(size):
            # QX-63/3P of a page with "1P, 2P, 3P", QX-63-24V of one with "12, 24 V"
            return self._stated[size] | self._with_unit[size]
        elif not _GARMENT_SIZE.fullmatch(size):
            return frozenset()
        return self._stated[size]

    def _items_measuring(self, number: str) -> frozenset[int]:
        """The items whose pages have this number with a unit, perhaps among others: 2000 of "1000 / 1500 / 2000 W"."""
        written = re.compile(rf"(?<![\d.,]){number}(?!\d)(?:\s?[/,;]\s?\d{{1,6}}(?!\d)){{0,5}}")
        texts = enumerate(item.text for item in self._items)
        return frozenset(
            number_of_item
            for number_of_item, text in texts
            if any(UNIT_BEHIND.match(text, match.end()) for match in written.finditer(text))
        )

    def _items_with_unit(self, size: str) -> frozenset[int]:
        """The items whose pages have this number with this unit, perhaps among others: 24V of "12 / 24 V"."""
        number, unit = re.findall(r"\d+|\D+", size)
        behind = _UNITS.get(unit, re.escape(unit))
        written = re.compile(
            rf"(?<![\d.,]){number}(?!\d)(?:\s?[/,;、]\s?\d{{1,6}}(?!\d)){{0,9}}\s?(?:{behind})(?![A-Za-zА-Яа-я0-9])",
            re.IGNORECASE,
        )
        return frozenset(number for number, item in enumerate(self._items) if written.search(item.text))

    def _items_stating(self, size: str) -> frozenset[int]:
        """The items whose pages have this word or number."""
        word = re.compile(rf"(?<![^\W_]){re.escape(size)}(?![^\W_])", re.IGNORECASE)
        return frozenset(number for number, item in enumerate(self._items) if word.search(item.text))
