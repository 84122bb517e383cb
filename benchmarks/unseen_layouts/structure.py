"""What stands around and inside a table: titles, groups, second headers, totals, legends, merged and empty cells."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from unseen_layouts.vocabulary import HALVES, words
from unseen_layouts.writing import Sheet


@dataclass
class Table:
    """A table in the making: columns (header, field), body rows, what stands above and below, ranges to merge."""

    columns: list[tuple[str, str]]
    body: list[list[Any]]
    above: list[list[Any]] = field(default_factory=list)
    heads: list[list[Any]] = field(default_factory=list)
    below: list[list[Any]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    @property
    def rows(self) -> list[list[Any]]:
        """All rows, of one width."""
        every = [*self.above, *self.heads, *self.body, *self.below]
        width = max(map(len, every))
        return [[*row, *[""] * (width - len(row))] for row in every]

    def place(self, name: str) -> int | None:
        """The column of a field."""
        return next((i for i, (_, f) in enumerate(self.columns) if f == name), None)


def in_language(key: str, language: str) -> Any:
    """An entry of `more.yaml` in the language, English where it has none."""
    given = words("more")[key]
    return given.get(language, given.get("en"))


def said(key: str, language: str, half: str) -> Any:
    """A word of `more.yaml` in the language, of this half where each has its own."""
    found = in_language(key, language)
    return found[HALVES.index(half)] if isinstance(found, list) else found


def around(table: Table, parts: Sequence[str], language: str, half: str) -> None:
    """Titles above; a row of units or of column numbers under the header; totals and notes below."""
    width = len(table.columns)
    if "titles" in parts or "merged titles" in parts:
        titles = in_language("titles", language)
        table.above = [[titles[0]], [titles[1]], []]
        if "merged titles" in parts:
            table.merged += [(0, 0, 0, width - 1), (1, 0, 1, width - 1)]
    if "column numbers" in parts:
        table.heads.append([str(i + 1) for i in range(width)])
    if "units row" in parts:
        units = {
            "gross_kg": "(kg)",
            "net_kg": "(kg)",
            "date": "(dd.mm)",
            "description": "(text)",
            "hs": "(code)",
        }
        table.heads.append([units.get(f, "") for _, f in table.columns])
    if "totals" in parts:
        row: list[Any] = [""] * width
        row[0] = said("totals", language, half)
        for name in ("gross_kg", "net_kg", "value_usd"):
            if (at := table.place(name)) is not None and at:
                row[at] = "123456.78"
        table.below.append(row)
    if "notes" in parts:
        table.below += [[], [said("notes", language, half)]]


def group(table: Table, language: str, half: str, *, merge: bool) -> None:
    """A header in two rows: the parties' columns under the names of their groups."""
    receiver, sender, name, code, place = words("more")["groups"][language][HALVES.index(half)]
    under = {
        "importer": (receiver, name), "importer_code": (receiver, code), "importer_address": (receiver, place),
        "exporter": (sender, name), "exporter_address": (sender, place),
    }  # fmt: skip
    top, bottom = [], []
    for header, fieldname in table.columns:
        above, below = under.get(fieldname, (header, ""))
        top.append("" if above in under.values() or (top and above in top and fieldname in under) else above)
        bottom.append(below)
    table.heads = [top, bottom]
    if merge:
        first = len(table.above)
        for start in ("importer", "exporter"):
            at = table.place(start)
            span = [i for i, (_, f) in enumerate(table.columns) if f.startswith(start)]
            if at is not None and len(span) > 1 and span == list(range(span[0], span[-1] + 1)):
                table.merged.append((first, span[0], first, span[-1]))


def empty_columns(table: Table) -> None:
    """A column without header or cells first, and one in the middle."""
    for at in (0, len(table.columns) // 2):
        table.columns.insert(at, ("", "-"))
        for row in [*table.heads, *table.body]:
            row.insert(at, "")


def interspersed(table: Table, parts: Sequence[str]) -> None:
    """Blank rows, and the header again at the top of each page."""
    out: list[list[Any]] = []
    for n, row in enumerate(table.body):
        if "blank rows" in parts and n % 17 == 16:
            out.append([""] * len(row))
        if "page headers" in parts and n and n % 25 == 0:
            out.append(list(table.heads[0]))
        out.append(row)
    table.body = out


def merge_declarations(table: Table) -> None:
    """Cells of the declaration's number are merged over its lines: only the first one holds it."""
    at = table.place("declaration")
    if at is None:
        return
    first = len(table.above) + len(table.heads)
    start = 0
    for n in range(1, len(table.body) + 1):
        if n == len(table.body) or table.body[n][at] != table.body[start][at]:
            if n - start > 1:
                table.merged.append((first + start, at, first + n - 1, at))
                for row in table.body[start + 1 : n]:
                    row[at] = ""
            start = n


def legend(table: Table, name: str = "Legend") -> Sheet:
    """A sheet that explains columns."""
    return Sheet(
        name, [["Column", "Meaning"], *[[h, f"see box {i + 1}"] for i, (h, _) in enumerate(table.columns)]]
    )


def pivot(table: Table, name: str = "Pivot") -> Sheet:
    """A sheet of sums by importer, as spreadsheets make them."""
    at = table.place("importer") or 0
    sums: dict[str, int] = {}
    for row in table.body:
        sums[str(row[at])] = sums.get(str(row[at]), 0) + 1
    return Sheet(
        name,
        [
            ["Row labels", "Count of lines"],
            *[[k, v] for k, v in sums.items()],
            ["Grand total", sum(sums.values())],
        ],
    )


def notes_sheet(language: str, half: str) -> Sheet:
    """A sheet of words only."""
    return Sheet("Info", [[said("notes", language, half)], ["v. 1.3"], ["2024-02-01"]])


def shuffled(columns: list[tuple[str, str]], rng: random.Random) -> list[int]:
    """Another order of the columns that moves every one of the first ones."""
    order = list(range(len(columns)))
    while order[:3] == [0, 1, 2] or order == list(range(len(columns))):
        rng.shuffle(order)
    return order
