"""One row of a customs table -> one customs line with its goods, or the reason why it cannot be read.

Pure and without a database, so that it can run in several processes; what is the same for many rows (the normal form
of a description, its parsing) is worked out once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from matcher.customs.goods.grouping import goods_identity, goods_row
from matcher.customs.ingest.rows.displaced import Displacement
from matcher.customs.layout.header_rows import is_numbering, is_units
from matcher.customs.layout.recognition.recognise import Layout
from matcher.customs.layout.vocabulary import OTHER_ORDER
from matcher.customs.values.cells import day, is_nothing, number, stated
from matcher.customs.values.currencies import currency_beside
from matcher.customs.values.hs_codes import HsCode, code_before_text, hs_code, stated_code
from matcher.customs.values.quantities import quantity
from matcher.customs.values.units import KILOGRAMS, unit_code
from matcher.sheets.tables.blocks import Text
from matcher.sheets.text.records import TELLING_WIDTH
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

MAX_SEEN_GOODS = 50_000  # goods records that a process remembers as sent: about 5 MB
AMOUNTS = ("quantity", "gross_kg", "net_kg", "value", "value_usd")
WEIGHTS = ("gross_kg", "net_kg")
# Fields that are the text of a cell, in the order in which a line takes them: names of the goods first.
TEXTS = (
    *("maker", "trademark", "model", "article", "declaration", "line_no", "record_id", "translation"),
    *("importer", "importer_code", "exporter", "origin", "departure", "unit", "currency", "destination"),
)

LEAST_WIDTH = 6  # columns of a table in which a row of a few amounts is a total

NO_DATE = "date is none that exists"  # in the doubt about a line
EMPTY_CODES = ("null", "none", "nan", "-")  # what programs write where there is no code or date

_DIGITS = re.compile(r"\d+")
_TOTAL = re.compile(
    r"(?:grand |sub)?-?total\b|итого|всего|подитог|разом|усього|合计|总计|小计|tổng(?: cộng)?|suma\b|записей|"
    r"records? ?:",
    re.IGNORECASE,
)
_as_json_text = json.encoder.encode_basestring  # what JSONEncoder calls for each text


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
        self._texts = [self._at.get(name) for name in TEXTS]
        self._amount_places = [
            (name, self._at[name], layout.decimal.get(name)) for name in AMOUNTS if name in self._at
        ]
        self._description = layout.mapping.get("description", ())
        self._code_before_text = bool(self._description) and self._description == layout.mapping.get("hs")
        called = {_DIGITS.sub("", plain(layout.columns[place])).strip() for place in self._description}
        self._between = " " if len(called) < 2 else "; "  # parts of one text, or a name and details
        self._order = layout.order
        header = layout.order.header if layout.order else layout.columns
        self._first_header = header[0] if header else ""
        self._header = [plain(column) for column in header]
        self._displacement = Displacement(layout)
        self._currency = layout.currency_of_value()
        self._scales = {name: scale for name, scale in layout.scales().items() if scale != 1}
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
        if (cells[0] == self._first_header and self._is_header(cells)) or (
            row <= self.layout.header_row + 2 and (is_numbering(cells) or is_units(cells))
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
            return (
                f"bytes that are not {self.encoding}"
                if self.encoding
                else "characters that are none (lone surrogates)"
            )
        if len(cells) != self.width and (problem := self._wrong_width(cells)):
            return problem
        if len(cells) < self.width:
            cells = cells + [""] * (self.width - len(cells))
        description = self._join(cells)
        if is_nothing(description):
            return self._no_description(cells)
        if self._is_sum(cells):
            return "a total, not a line: nothing but amounts"
        if self._order and self._order.shapes and self._order.shapes.fit(cells) == self._order.refused:
            return self._displacement.reason(cells) if self._order.refused else OTHER_ORDER
        problems: list[str] = []
        hs, code = self._hs(cells, problems)
        when = self._date(cells, problems)
        amounts, units = self._amounts(cells, problems)
        if problems and self._displacement.displaced(cells):
            return self._displacement.reason(cells)
        if self.text and self.width < TELLING_WIDTH and (more := sum(cell.count("\n") for cell in cells)):
            problems.append(
                f"goes on over {more:,} more lines of the file: stray quotes may have joined rows"
            )
        if self._order and self._order.doubt:
            problems.append(self._order.doubt)
        texts = [None if at is None else stated(cells[at]) for at in self._texts]
        names = tuple(texts[:4])
        unit = texts[13] or units.get("quantity")
        return (
            row,
            self._goods(description, names, batch),
            *texts[4:7],
            when,
            hs,
            code.hs6 if code else None,
            description,
            texts[7],
            *names,
            *texts[8:13],
            texts[15],
            amounts["quantity"],
            unit,
            unit_code(unit, self._cell(cells, "unit_number")),
            amounts["gross_kg"],
            amounts["net_kg"],
            amounts["value"],
            self._currency or texts[14] or self._currency_beside_value(cells),
            amounts["value_usd"],
            "; ".join(problems) or None,
            raw,
        )

    def _currency_beside_value(self, cells: Sequence[str]) -> str | None:
        """The currency in the cell of the value, of a file that states it nowhere else."""
        return None if "currency" in self._at else currency_beside(self._cell(cells, "value"))

    def _is_sum(self, cells: Sequence[str]) -> bool:
        """True for a row of a word and amounts, with neither a code, a date nor a declaration: the total of a column."""
        if self.width < LEAST_WIDTH or "hs" not in self._at or self._cell(cells, "hs").strip():
            return False
        others = [cell for place, cell in enumerate(cells) if cell.strip() and place not in self._description]
        return (
            0 < len(others) <= len(cells) / 3
            and not any(
                self._cell(cells, name).strip() for name in ("date", "declaration", "unit", "importer")
            )
            and all(number(cell) is not None for cell in others)
        )

    def _no_description(self, cells: Sequence[str]) -> str:
        """The reason why a row without a description is no line."""
        stated_cells = [cell.strip() for cell in cells if cell.strip()]
        if _TOTAL.match(stated_cells[0]):
            return "a total, not a line"
        if len(stated_cells) == 1 and len(cells) > 2 and not stated_cells[0].isdigit():
            return f"a note, not a line: {_shown(stated_cells[0])}"
        if self._displacement.displaced(cells):
            return self._displacement.reason(cells)
        return (
            "no description" if self._plausible(cells) else f"no description{self._displacement.shift(cells)}"
        )

    def _hs(self, cells: Sequence[str], problems: list[str]) -> tuple[str | None, HsCode | None]:
        """The declared HS code and what it is; a doubt where it can be none."""
        cell = self._cell(cells, "hs")
        hs = code_before_text(cell) if self._code_before_text else stated_code(cell)
        if hs is None or hs.casefold() in EMPTY_CODES:
            return hs, None
        code = hs_code(hs, self.layout.hs_digits)
        if code is None:
            problems.append(f"HS code is not a number: {_shown(hs)}")
        elif code.problem:
            problems.append(code.problem)
        return hs, code

    def _date(self, cells: Sequence[str], problems: list[str]) -> str | None:
        date = self._cell(cells, "date").strip()
        if not date or date.casefold() in EMPTY_CODES:
            return None
        when = day(date, self.layout.month_first)
        if when is None:
            problems.append(f"{NO_DATE}: {_shown(date)}")
        return when

    def _amounts(
        self, cells: Sequence[str], problems: list[str]
    ) -> tuple[dict[str, float | None], dict[str, str]]:
        """The amounts by field, scaled as cell and header say, and the units that cells name."""
        amounts: dict[str, float | None] = dict.fromkeys(AMOUNTS)
        units: dict[str, str] = {}
        for name, at, decimal in self._amount_places:
            cell = cells[at]
            amount, unit = amount_in(name, cell, decimal, self._scales.get(name, 1))
            if unit:
                units[name] = unit
            if amount is None:
                if not is_nothing(cell):
                    problems.append(f"{name} is not a number: {_shown(cell)}")
            elif amount < 0:
                problems.append(f"{name} is negative: {_shown(str(cell))}")
            amounts[name] = amount
        return amounts, units

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
                glue = "" if not text or len(text) % 250 == 0 else self._between
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

    def _goods(self, description: str, names: tuple[str | None, ...], batch: Batch) -> str:
        normal = normal_form(description)
        goods_id = goods_identity(normal, names)
        if goods_id not in self._seen:
            if len(self._seen) >= MAX_SEEN_GOODS:
                self._seen.clear()
            self._seen[goods_id] = None
            batch.goods.append(goods_row(goods_id, description, normal, names))
        return goods_id


def amount_in(name: str, cell: str, decimal: str | None, scale: float = 1) -> tuple[float | None, str | None]:
    """The amount that a cell states for the field `name`, times the scale of its header, and the unit that it names.

    Weights are in kilograms; a cell's own unit of mass goes before that of the header. None where the cell states no finite number; a negative one is not scaled.
    """
    amount, unit = (number(cell, decimal) if cell else None), None
    if amount is None and not is_nothing(cell) and (found := quantity(cell, decimal)):
        amount, unit = found.value, found.unit or None
        if name in WEIGHTS and (factor := KILOGRAMS.get(unit_code(found.unit) or "")):
            amount, scale = amount * factor, 1
    if amount is None or not isfinite(amount):
        return None, unit
    return (round(amount * scale, 6) if scale != 1 and amount >= 0 else amount), unit


def _raw(cells: Sequence[str]) -> str:
    """The cells as a JSON list; for nothing but texts this is twice as fast as an encoder."""
    return f"[{','.join(map(_as_json_text, cells))}]"


def _shown(cell: str) -> str:
    cell = " ".join(cell.split())
    return cell if len(cell) <= 40 else cell[:39] + "…"
