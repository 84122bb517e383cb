"""The rows of `box31 totals`, and the lines behind each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from crawler.case.typed_rows import columns_of
from matcher.totals.lines import (
    Chance,
    Division,
    Period,
    cells,
    chances,
    counted,
    expressions,
    files,
    namer,
    stated_texts,
)

LINE_COLUMNS = (
    *("customs_file", "row", "declaration", "line_no", "date", "hs_code", "description", "value_usd", "accepted"),
    *("confidence", "confidence_low", "confidence_high"),
)  # fmt: skip
Row = dict[str, object]


@dataclass
class _Sums:
    lines: int = 0
    value_usd: float = 0.0
    valued: int = 0
    accepted_lines: int = 0
    accepted_value_usd: float = 0.0
    likely_lines: float = 0.0
    likely_lines_low: float = 0.0
    likely_lines_high: float = 0.0
    likely_value_usd: float = 0.0
    likely_value_low: float = 0.0
    likely_value_high: float = 0.0

    def add(self, lines: int, value: float, valued: int, chance: Chance) -> None:
        self.lines += lines
        self.value_usd += value
        self.valued += valued
        if chance.is_accepted:
            self.accepted_lines += lines
            self.accepted_value_usd += value
        self.likely_lines += chance.confidence * lines
        self.likely_lines_low += chance.low * lines
        self.likely_lines_high += chance.high * lines
        self.likely_value_usd += chance.confidence * value
        self.likely_value_low += chance.low * value
        self.likely_value_high += chance.high * value


SUM_COLUMNS = columns_of(_Sums)


def totals(db: Database, by: Sequence[Division], period: Period) -> list[Row]:
    """One row for each cell: the divisions, then SUM_COLUMNS; the largest value first.

    `likely_...` is the expected number or value: each line by the confidence of its goods' best pair, accepted ones as 1.
    Low and high add up the ends of the intervals, as if all pairs erred in one direction: wider than for independent ones.
    """
    sums: dict[tuple[str, ...], _Sums] = defaultdict(_Sums)
    for one in counted(db, by, period):
        sums[one.cell].add(one.lines, one.value_usd, one.valued, one.chance)
    rows = []
    for cell, total in sorted(sums.items(), key=lambda item: (-item[1].value_usd, -item[1].lines, item[0])):
        row: Row = dict(zip(by, cell, strict=True))
        shown = {
            name: round(value, 2) if isinstance(value, float) else value
            for name, value in vars(total).items()
        }
        if not total.valued:  # no line states a value: there is no sum, rather than one of zero
            shown |= {name: None for name in shown if "value_" in name}
        rows.append(row | shown)
    return rows


def lines_behind(db: Database, by: Sequence[Division], period: Period) -> Iterator[Row]:
    """The lines behind the sums: the divisions, then LINE_COLUMNS. A line is repeated for each cell it is counted in."""
    chance_of, name = chances(db, by), namer(db, by)
    limit, values = period.condition()
    for file in files(db):
        parts = ", ".join(f"{text}, {number}" for text, number in expressions(file, by))
        sql = f"""SELECT l.goods_id, l.row, l.declaration, l.line_no, l.date, l.hs, l.description,
                    l.value_usd{", " if parts else ""}{parts}
                  FROM current_lines l JOIN goods g USING (goods_id) WHERE l.file_id = :file AND {limit} ORDER BY l.row"""  # noqa: S608
        for goods_id, *own in db.conn.execute(sql, {**values, "file": file.file_id}):
            stated = stated_texts(own[7:], by, name)
            for cell, chance in cells(stated, by, chance_of.get(goods_id, {})):
                facts = (file.name, *own[:7], chance.is_accepted, chance.confidence, chance.low, chance.high)
                yield {**dict(zip(by, cell, strict=True)), **dict(zip(LINE_COLUMNS, facts, strict=True))}


def undated(db: Database, period: Period) -> int:
    """Lines without a date, which no period holds; 0 where none is asked for."""
    if not (period.start or period.end):
        return 0
    (count,) = db.execute("SELECT count(*) FROM current_lines WHERE date IS NULL").fetchone()
    return int(count)
