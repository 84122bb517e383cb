"""Rows whose cells are not what their columns say: they stand under other headers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from matcher.customs.layout.recognition.recognise import Layout
from matcher.customs.layout.vocabulary import OTHER_ORDER
from matcher.customs.values.cells import day, is_nothing
from matcher.customs.values.hs_codes import hs_code, looks_like_hs
from matcher.customs.values.quantities import quantity

LONGEST_CURRENCY = 30  # letters of a currency's name
DISPLACED = 3  # fields of a row that are something else, from which its columns stand in another order

# What the cells of a field look like.
_SHAPES: dict[str, Callable[[str], bool]] = {
    **dict.fromkeys(("description", "importer", "exporter"), lambda cell: any(map(str.isalpha, cell))),
    "hs": lambda cell: hs_code(cell) is not None,
    "date": lambda cell: day(cell) is not None,
    **dict.fromkeys(("quantity", "net_kg", "value", "value_usd"), lambda cell: quantity(cell) is not None),
    "line_no": lambda cell: cell.strip().isdigit(),
    "unit": lambda cell: any(map(str.isalpha, cell)) or cell.strip().isdigit(),
    "currency": lambda cell: len(cell.strip()) < LONGEST_CURRENCY,
}


class Displacement:
    """Tells whether rows of a table stand in another order of columns than its layout says. Rows are as wide as it."""

    def __init__(self, layout: Layout) -> None:
        self._columns = layout.columns
        self._hs = layout.mapping["hs"][0] if "hs" in layout.mapping else None
        self._places = [
            (name, layout.mapping[name][0]) for name in _SHAPES if name in layout.mapping
        ]  # without the tests, so that it goes to other processes

    def displaced(self, cells: Sequence[str]) -> bool:
        """True where DISPLACED fields hold something else, or two of them and an HS code is elsewhere."""
        wrong = 0
        for name, at in self._places:
            cell = cells[at]
            wrong += bool(cell.strip()) and not is_nothing(cell) and not _SHAPES[name](cell)
        return wrong >= DISPLACED or (wrong == DISPLACED - 1 and bool(self._where_hs_is(cells)))

    def reason(self, cells: Sequence[str]) -> str:
        """Why a displaced row cannot be read."""
        where = self._where_hs_is(cells)
        shift = self.shift(cells) or (f" (its HS code stands under {where})" if where else "")
        return f"{OTHER_ORDER}{shift}"

    def shift(self, cells: Sequence[str]) -> str:
        """Words for a row whose values stand one column off, seen by where its HS code is."""
        at = self._hs
        if at is None or looks_like_hs(cells[at]):
            return ""
        if at + 1 < len(cells) and looks_like_hs(cells[at + 1]):
            return " (its values stand one column to the right)"
        if at > 0 and looks_like_hs(cells[at - 1]):
            return " (its values stand one column to the left)"
        return ""

    def _where_hs_is(self, cells: Sequence[str]) -> str:
        """The header under which the row's HS code is, where that is not its own column; else empty."""
        for place, cell in enumerate(cells[: len(self._columns)]):
            if (
                place != self._hs
                and len(cell.strip()) in (6, 8, 10)
                and cell.strip().isdigit()
                and looks_like_hs(cell)
            ):
                return self._columns[place] or f"column {place + 1}"
        return ""
