"""The published rows, or customs lines, behind a sum, each with its file and row, so that a person can open the file and see it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TypedDict

from sqlite_utils import Database

from crawler.case.typed_rows import columns_of
from matcher.customs.trade.entries import lines_behind
from matcher.customs.trade.periods import period_of_token
from matcher.customs.trade.published import published
from matcher.customs.trade.question import Question, country_code
from matcher.customs.values.countries import alpha3


class PublishedRow(TypedDict):
    """A row of statistics, or a customs line, behind a sum: what it states, in which file and row, its cells verbatim."""

    hs: str
    flow: str
    reporter: str
    partner: str
    period: str
    code: str
    value: float | None
    currency: str | None
    divided_by: str | None
    file: str
    row: int
    raw: str


ROW_COLUMNS = columns_of(PublishedRow)
# The cells of a row are stored with the first of its figures.
_RAW = (
    "coalesce((SELECT raw FROM customs_statistics r WHERE (r.file_id, r.row) = (s.file_id, s.row) "
    "AND raw != '' ORDER BY part LIMIT 1), '')"
)


def unfold(db: Database, question: Question) -> Iterator[PublishedRow]:
    """Every row of statistics that the answer to `question` adds up, in the order of the answer; or every line.

    The reporter of a line is its country of destination, its partner the one it was sent from.
    """
    wanted = {country_code(name) for name in question.countries}
    if question.source == "lines":
        yield from _lines(db, question, wanted)
        return
    for part in published(db, question):
        if wanted and not wanted & {part.reporter, part.partner}:
            continue
        for file_id, row in part.sum.rows:
            for code, value, currency, dims, raw, name in db.execute(
                f"SELECT s.hs, s.value, s.currency, s.dims, {_RAW}, f.name FROM customs_statistics s "  # noqa: S608 - from this module
                "JOIN customs_files f USING (file_id) WHERE s.file_id = ? AND s.row = ? AND s.flow = ? "
                "AND (s.start, s.end) = (?, ?)",
                [file_id, row, part.flow, *part.months],
            ):
                yield {
                    "hs": part.code,
                    "flow": part.flow,
                    "reporter": part.reporter,
                    "partner": part.partner,
                    "period": part.token,
                    "code": code,
                    "value": value,
                    "currency": currency,
                    "divided_by": ", ".join(f"{k}: {v}" for k, v in json.loads(dims)) or None,
                    "file": name,
                    "row": row,
                    "raw": raw,
                }


def _lines(db: Database, question: Question, wanted: set[str]) -> Iterator[PublishedRow]:
    for line in lines_behind(db, question):
        ends = [alpha3(name) or name for name in (line.destination, line.origin)]
        if wanted and not wanted & set(ends):
            continue
        for group in question.groups_of(line.code):
            yield {
                "hs": group,
                "flow": "declared",
                "reporter": ends[0],
                "partner": ends[1],
                "period": period_of_token(line.month, question.period),
                "code": line.code,
                "value": line.value,
                "currency": line.currency if line.value is not None else None,
                "divided_by": None,
                "file": line.file,
                "row": line.row,
                "raw": line.raw,
            }
