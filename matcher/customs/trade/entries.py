"""The sums of which flows are made: by month, group of codes and country pair, from statistics or from customs lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlite_utils import Database

from matcher.customs.trade.periods import month_number, period_of_token
from matcher.customs.trade.published import published
from matcher.customs.trade.question import Question
from matcher.customs.trade.selection import Sum
from matcher.customs.values.countries import alpha3
from matcher.customs.values.currencies import currency_code
from matcher.customs.values.units import BASE_UNIT_SQL, UNIT_FACTOR_SQL

INVOICE_USD = "USD (invoice)"  # of lines that state no other value in US dollars
Entry = tuple[str, str, str, str, str, str, Sum]  # month, period, code group, flow, from, to, sum


def entries(db: Database, question: Question) -> Iterator[Entry]:
    """The entries of the question's source within its limits, but for its countries."""
    return _of_lines(db, question) if question.source == "lines" else _of_statistics(db, question)


@dataclass(frozen=True)
class Dated:
    """A sum of one trade with its first and last month; `reporter` is who publishes it, for lines where they were declared."""

    first: int
    last: int
    code: str
    flow: str
    origin: str
    destination: str
    reporter: str
    sum: Sum


def dated(db: Database, question: Question) -> Iterator[Dated]:
    """The entries of the question's source as `entries` gives them, by first and last month."""
    if question.source == "lines":
        for month, _, code, flow, origin, destination, part in _of_lines(
            db, replace(question, period="month")
        ):
            number = month_number(month, 1)
            yield Dated(number, number, code, flow, origin, destination, destination, part)
        return
    for f in published(db, question):
        ends = (f.partner, f.reporter) if f.flow.endswith("import") else (f.reporter, f.partner)
        yield Dated(*f.months, f.code, f.flow, *ends, f.reporter, f.sum)


def years_of(db: Database, question: Question) -> tuple[int, int] | None:
    """The first and last year of the question, and of its source where the question leaves them open; None without rows."""
    table = (
        "(SELECT CAST(substr(date, 1, 4) AS INTEGER) AS first, CAST(substr(date, 1, 4) AS INTEGER) AS last FROM current_lines)"
        if question.source == "lines"
        else "(SELECT start / 12 AS first, end / 12 AS last FROM customs_statistics)"
    )
    first, last = db.execute(f"SELECT min(first), max(last) FROM {table}").fetchone()  # noqa: S608 - fixed text
    if first is None:
        return None
    return int(question.start[:4]) if question.start else first, int(
        question.end[:4]
    ) if question.end else last


def _of_statistics(db: Database, question: Question) -> Iterator[Entry]:
    for figure in published(db, question):
        origin, destination = figure.reporter, figure.partner
        if figure.flow.endswith("import"):
            origin, destination = destination, origin
        period = period_of_token(figure.token, question.period)
        yield figure.token, period, figure.code, figure.flow, origin, destination, figure.sum


def _of_lines(db: Database, question: Question) -> Iterator[Entry]:
    for month, hs, flow, origin, destination, currency, value, quantity, unit, rows in _monthly_lines(
        db, question
    ):
        known = quantity is not None
        part = Sum(
            {} if value is None else {currency: value},
            {unit or "": quantity} if known else {},
            {unit or "": 1} if known else {},
            int(known),
            count=rows,
        )
        for code in question.groups_of(hs):
            yield (
                month,
                period_of_token(month, question.period),
                code,
                flow,
                alpha3(origin) or origin,
                alpha3(destination) or destination,
                part,
            )


def _monthly_lines(db: Database, question: Question) -> Iterator[tuple[Any, ...]]:
    """(month, hs, flow, from, to, currency, value, quantity, unit, rows): sums of the lines by month within the limits."""
    where, values = _line_limits(db, question)
    yield from db.execute(
        f"""SELECT month, hs, flow, origin, destination, currency, sum(value), sum(quantity), unit, count(*)
            FROM ({_DATED_LINES}) WHERE {where} GROUP BY 1, 2, 3, 4, 5, 6, unit""",  # noqa: S608 - values are bound
        values,
    )


@dataclass(frozen=True)
class LineBehind:
    """A customs line behind a sum; `code` is empty where it has none, or words in its place."""

    month: str
    code: str
    origin: str
    destination: str
    value: float | None
    currency: str
    file: str
    row: int
    raw: str


def lines_behind(db: Database, question: Question) -> Iterator[LineBehind]:
    """The lines of which `entries` makes sums, in the order of the case; their countries are left to the caller."""
    where, values = _line_limits(db, question)
    for row in db.execute(
        f"""SELECT month, hs, origin, destination, value, currency, f.name, l.row, raw
            FROM ({_DATED_LINES}) l JOIN customs_files f USING (file_id) WHERE {where} ORDER BY line_id""",  # noqa: S608
        values,
    ):
        yield LineBehind(*row)


def importers_behind(db: Database, question: Question) -> Iterator[tuple[str, str, str, str, str, str]]:
    """(month, code group, from, to, importer, tax number or "") of the lines behind a sum, each once."""
    where, values = _line_limits(db, question)
    for month, hs, origin, destination, importer, number in db.execute(
        f"""SELECT DISTINCT d.month, d.hs, d.origin, d.destination, l.importer, coalesce(l.importer_code, '')
            FROM (SELECT * FROM ({_DATED_LINES}) WHERE {where}) d JOIN customs_lines l USING (line_id)
            WHERE trim(coalesce(l.importer, '')) <> ''""",  # noqa: S608 - values are bound
        values,
    ):
        ends = alpha3(origin) or origin, alpha3(destination) or destination
        yield from ((month, code, *ends, importer, number) for code in question.groups_of(hs))


def undated_lines(db: Database, question: Question) -> int:
    """How many lines with the codes asked for are in no sum, for want of a date."""
    limit, values = question.code_limit("hs")
    sql = f"SELECT count(*) FROM current_lines WHERE date IS NULL AND {limit}"  # noqa: S608 - values are bound
    return int(db.execute(sql, values).fetchone()[0])


# `hs` is empty where a line has no code, or words in its place. The value is the one stated in US dollars; of lines without
# it, the invoice in its own currency, which is never added to the other, even in US dollars.
_DATED_LINES = f"""
SELECT line_id, file_id, row, raw, substr(date, 1, 7) AS month, iif(hs GLOB '[0-9][0-9]*', hs, '') AS hs,
  'declared' AS flow, coalesce(departure, origin, '?') AS origin, coalesce(destination, '?') AS destination,
  CASE WHEN value_usd IS NOT NULL OR value IS NULL THEN 'USD' WHEN currency_code(currency) = 'USD' THEN '{INVOICE_USD}'
    ELSE coalesce(currency_code(currency), currency, '?') END AS currency, coalesce(value_usd, value) AS value,
  quantity * {UNIT_FACTOR_SQL} AS quantity, {BASE_UNIT_SQL} AS unit
FROM current_lines WHERE date IS NOT NULL
"""  # noqa: S608 - fixed text


def _line_limits(db: Database, question: Question) -> tuple[str, dict[str, str]]:
    """The SQL condition of the question on the dated lines, and the values that it binds."""
    db.conn.create_function("currency_code", 1, currency_code, deterministic=True)
    limit, values = question.code_limit("hs")
    where = [limit]
    if question.start:
        where.append("month >= :start")
        values["start"] = question.start
    if question.end:
        where.append("substr(month, 1, :end_length) <= :end")
        values["end"], values["end_length"] = question.end, str(len(question.end))
    if question.flow:
        where.append("flow = :flow")
        values["flow"] = question.flow
    return " AND ".join(where), values
