"""One row of a customs table -> one customs line with its goods, or the reason why it cannot be read.

Pure and without a database, so that it can run in several processes; what is the same for many rows (the normal form
of a description, its parsing) is worked out once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from matcher.customs.goods.grouping import goods_identity, goods_row
from matcher.customs.layout.header_rows import is_numbering
from matcher.customs.layout.recognise import Layout
from matcher.customs.values.cells import day, is_nothing, number, stated
from matcher.customs.values.hs_codes import hs_code, looks_like_hs
from matcher.customs.values.units import unit_code
from matcher.sheets.tables import Text
from matcher.text.normal_forms import normal_form
from matcher.text.plain_words import plain

# The columns of customs_lines that a row gives, in the order of `Batch.lines`.
LINE_COLUMNS = (
    *(
        "row",
        "goods_id",
        "declaration",
        "line_no",
        "record_id",
        "date",
        "hs",
        "hs6",
        "description",
        "translation",
    ),
    *("maker", "trademark", "model", "article", "importer", "importer_code", "exporter"),
    *("origin", "departure", "destination", "quantity", "unit", "unit_code", "gross_kg", "net_kg"),
    *("value", "currency", "value_usd", "problem", "raw"),
)

REMEMBERED = 50_000  # goods a process keeps in mind as sent: about 5 MB

EMPTY_CODES = ("null", "none", "nan", "-")  # what programs write where there is no code or date

_TOTAL = re.compile(
    r"(?:grand |sub)?-?total\b|итого|всего|подитог|разом|усього|合计|总计|小计|tổng(?: cộng)?|suma\b|записей|"
    r"records? ?:",
    re.IGNORECASE,
)
_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass
class Batch:
    """What became of the rows of one block. `goods` are those not sent before by this process."""

    lines: list[tuple[Any, ...]] = field(default_factory=list)
    goods: list[tuple[Any, ...]] = field(default_factory=list)
    rejects: list[tuple[int, str, str]] = field(default_factory=list)
    headers: int = 0
    blank: int = 0
    rows: int = 0


class LineReader:
    """Reads the rows of one table by its layout. `ragged` tables leave out empty cells at a row's end."""

    def __init__(
        self, layout: Layout, *, text: Text | None, encoding: str = "", ragged: bool = False
    ) -> None:
        self.layout = layout
        self.text = text
        self.encoding = encoding
        self.ragged = ragged
        self.width = len(layout.columns)
        self._at = {name: places[0] for name, places in layout.mapping.items()}
        self._description = layout.mapping.get("description", ())
        self._header = [plain(column) for column in layout.columns]
        self._currency = layout.currency_of_value()
        self._seen: dict[str, None] = {}

    def read(self, first: int, records: Sequence[Any]) -> Batch:
        """The batch that the records from row number `first` make."""
        batch = Batch()
        rows = self.text.rows(records) if self.text else records
        for offset, cells in enumerate(rows):
            self._row(first + offset, cells, batch)
        batch.rows = len(rows)
        return batch

    def _row(self, row: int, cells: list[str], batch: Batch) -> None:
        if row <= self.layout.header_row:
            if any(cell.strip() for cell in cells):
                batch.headers += 1
            else:
                batch.blank += 1
            return
        if not any(cells) or not any(cell.strip() for cell in cells):
            batch.blank += 1
            return
        if (cells[0] == self.layout.columns[0] and self._is_header(cells)) or (
            row == self.layout.header_row + 1 and is_numbering(cells)
        ):
            batch.headers += 1
            return
        outcome = self._line(row, cells, batch)
        if isinstance(outcome, str):
            # bytes of another encoding become JSON escapes: nothing is lost, and it can be stored
            batch.rejects.append((row, outcome, _raw(cells).encode("utf-8", "backslashreplace").decode()))
        else:
            batch.lines.append(outcome)

    def _is_header(self, cells: Sequence[str]) -> bool:
        same = sum(plain(cell) == known for cell, known in zip(cells, self._header, strict=False))
        return same > 0.8 * len(self._header)

    def _line(self, row: int, cells: list[str], batch: Batch) -> tuple[Any, ...] | str:
        """The line's values in the order of LINE_COLUMNS, or the reason why the row is none."""
        raw = _raw(cells)
        try:
            raw.encode()
        except UnicodeEncodeError:  # reading keeps bytes of another encoding as surrogates
            return f"bytes that are not {self.encoding}"
        if len(cells) != self.width and (problem := self._wrong_width(cells)):
            return problem
        if len(cells) < self.width:
            cells = cells + [""] * (self.width - len(cells))
        get = self._cell
        description = self._join(cells)
        if is_nothing(description):
            if _TOTAL.match(next(cell for cell in cells if cell.strip()).strip()):
                return "a total, not a line"
            if self._description:
                return "no description" if self._plausible(cells) else f"no description{self._shift(cells)}"
            description = ""
        problems = []
        code = None
        hs = get(cells, "hs").strip() or None
        if hs is not None and hs.casefold() not in EMPTY_CODES:
            code = hs_code(hs)
            if code is None and (shift := self._shift(cells)):
                return f"HS code is not a number: {_shown(hs)}{shift}"
            if code is None or code.problem:
                problems.append(
                    code.problem if code and code.problem else f"HS code is not a number: {_shown(hs)}"
                )
        date = get(cells, "date").strip()
        when = None
        if date and date.casefold() not in EMPTY_CODES:
            when = day(date, self.layout.month_first)
            if when is None:
                return f"date is none that exists: {_shown(date)}{self._shift(cells)}"
        amounts: dict[str, float | None] = {}
        for name in ("quantity", "gross_kg", "net_kg", "value", "value_usd"):
            cell = get(cells, name)
            amount = number(cell, self.layout.decimal.get(name)) if cell else None
            if amount is None and not is_nothing(cell):
                if name == "quantity":
                    return f"quantity is not a number: {_shown(cell)}{self._shift(cells)}"
                problems.append(f"{name} is not a number: {_shown(cell)}")
            if amount is not None and amount < 0:
                if name == "quantity":
                    return f"quantity is negative: {_shown(str(cell))}"
                problems.append(f"{name} is negative: {_shown(str(cell))}")
            amounts[name] = amount
        if (
            description == ""
            and amounts["quantity"] is None
            and amounts["value"] is None
            and amounts["value_usd"] is None
        ):
            return "neither a description nor an amount"
        names = tuple(stated(get(cells, name)) for name in ("maker", "trademark", "model", "article"))
        goods_id = self._goods(description, names, batch)
        unit = stated(get(cells, "unit"))
        return (
            row,
            goods_id,
            stated(get(cells, "declaration")),
            stated(get(cells, "line_no")),
            stated(get(cells, "record_id")),
            when,
            hs,
            code.hs6 if code else None,
            description,
            stated(get(cells, "translation")),
            *names,
            stated(get(cells, "importer")),
            stated(get(cells, "importer_code")),
            stated(get(cells, "exporter")),
            stated(get(cells, "origin")),
            stated(get(cells, "departure")),
            stated(get(cells, "destination")),
            amounts["quantity"],
            unit,
            unit_code(unit, get(cells, "unit_number")),
            amounts["gross_kg"],
            amounts["net_kg"],
            amounts["value"],
            self._currency or stated(get(cells, "currency")),
            amounts["value_usd"],
            "; ".join(problems) or None,
            raw,
        )

    def _cell(self, cells: Sequence[str], name: str) -> str:
        at = self._at.get(name)
        return "" if at is None else cells[at]

    def _join(self, cells: Sequence[str]) -> str:
        parts = [cells[i] for i in self._description]
        if len(parts) == 1:
            return parts[0]
        text = ""
        for part in parts:
            if part.strip():
                glue = "" if not text or len(text) % 250 == 0 else " "
                text += glue + part
        return text

    def _wrong_width(self, cells: Sequence[str]) -> str | None:
        if len(cells) > self.width:
            if not any(cell.strip() for cell in cells[self.width :]):
                return None
            return f"{len(cells)} cells, the header has {self.width}"
        if self.ragged and len(cells) > max(self._at.values(), default=0):
            return None
        return f"{len(cells)} cells, the header has {self.width}"

    def _plausible(self, cells: Sequence[str]) -> bool:
        hs = self._cell(cells, "hs")
        return not hs.strip() or hs_code(hs) is not None

    def _shift(self, cells: Sequence[str]) -> str:
        """Words for a row whose values stand one column off, seen by where its HS code is."""
        at = self._at.get("hs")
        if at is None or looks_like_hs(cells[at]):
            return ""
        if at + 1 < len(cells) and looks_like_hs(cells[at + 1]):
            return " (its values stand one column to the right)"
        if at > 0 and looks_like_hs(cells[at - 1]):
            return " (its values stand one column to the left)"
        return ""

    def _goods(self, description: str, names: tuple[str | None, ...], batch: Batch) -> str:
        normal = normal_form(description)
        goods_id = goods_identity(normal, names)
        if goods_id not in self._seen:
            if len(self._seen) >= REMEMBERED:
                self._seen.clear()
            self._seen[goods_id] = None
            batch.goods.append(goods_row(goods_id, description, normal, names))
        return goods_id


def _raw(cells: Sequence[str]) -> str:
    return _as_json(cells)


def _shown(cell: str) -> str:
    cell = " ".join(cell.split())
    return cell if len(cell) <= 40 else cell[:39] + "…"
