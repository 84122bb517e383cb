"""The published rows behind a sum, each with its file and row, so that a person can open the file and see it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TypedDict

from sqlite_utils import Database

from crawler.case.typed_rows import columns_of
from matcher.customs.trade.published import published
from matcher.customs.trade.question import Question, country_code


class PublishedRow(TypedDict):
    """A row of statistics behind a sum: what it states, in which file and row, its cells verbatim."""

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


def unfold(db: Database, question: Question) -> Iterator[PublishedRow]:
    """Every row of statistics that the answer to `question` adds up, in the order of the answer."""
    wanted = {country_code(name) for name in question.countries}
    for part in published(db, question):
        if wanted and not wanted & {part.reporter, part.partner}:
            continue
        for file_id, row in part.sum.rows:
            for code, value, currency, dims, raw, name in db.execute(
                "SELECT s.hs, s.value, s.currency, s.dims, s.raw, f.name FROM customs_statistics s "
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
