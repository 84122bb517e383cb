"""The case's customs lines, filtered: `customs lines`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypedDict

from sqlite_utils import Database

from crawler.case.typed_rows import columns_of, read_rows
from matcher.customs.values.exchange_rates import usd_rate, value_doubt
from matcher.customs.values.hs_codes import HS_BEGINS_SQL, bare_digits
from matcher.customs.values.units import BASE_UNIT_SQL, UNIT_FACTOR_SQL, UNIT_NAMES
from matcher.text.normal_forms import normal_form


class ListedLine(TypedDict):
    """A customs line as it is listed."""

    customs_file: str
    row: int
    date: str | None
    hs: str | None
    description: str
    importer: str | None
    exporter: str | None
    origin: str | None
    departure: str | None
    destination: str | None
    quantity: float | None
    unit: str | None
    gross_kg: float | None
    net_kg: float | None
    value: float | None
    currency: str | None
    value_usd: float | None
    declaration: str | None
    line_no: str | None
    problem: str | None
    converted_usd: float | None  # the invoice at the day's rate, where no value in US dollars is stated
    value_doubt: str | None  # why value and value_usd cannot be of the same goods


LISTED_COLUMNS = columns_of(ListedLine)


@dataclass(frozen=True)
class LineSums:
    """How many lines there are and what they add up to, each sum with the number of lines that state it."""

    lines: int
    value_usd: float
    lines_with_value_usd: int
    net_kg: float
    lines_with_net_kg: int
    invoiced_usd: float  # of lines whose invoice is in US dollars and that state no other value in them
    lines_invoiced: int
    converted_usd: float  # of lines with an invoice in another currency and no value in US dollars
    lines_converted: int
    lines_without_rate: int
    lines_with_value_doubt: int


@dataclass(frozen=True)
class UnitSum:
    """What the lines of one unit add up to; `unit` in words, "" where the lines state none."""

    unit: str
    quantity: float
    lines: int


@dataclass(frozen=True)
class LineFilter:
    """Which lines: of a file, with codes that begin so, from and to a date (ISO, inclusive), of an importer, with words."""

    file: str | None = None
    hs: str | None = None
    start: str | None = None
    end: str | None = None
    importer: str | None = None
    text: str | None = None


_CONVERTED = "iif(l.value_usd IS NULL, l.value * usd_rate(l.currency, l.date), NULL)"

_INVOICED = (
    f"iif(usd_rate(l.currency, NULL) = 1, {_CONVERTED}, NULL)"  # no other currency has a rate without a date
)
_FOREIGN = f"iif(usd_rate(l.currency, NULL) IS NULL, {_CONVERTED}, NULL)"

_DOUBT = "value_doubt(l.value, l.currency, l.value_usd, l.date)"


def lines(db: Database, wanted: LineFilter) -> Iterator[ListedLine]:
    """The current lines that fit, in the order of files and rows. Letter case and look-alike letters do not matter."""
    where, values = _conditions(db, wanted)
    return read_rows(
        db,
        ListedLine,
        f"""SELECT f.name AS customs_file, l.row, {", ".join(f"l.{c}" for c in LISTED_COLUMNS[2:-2])},
              round({_CONVERTED}, 2) AS converted_usd, {_DOUBT} AS value_doubt
            FROM current_lines l JOIN customs_files f USING (file_id) WHERE {where}
            ORDER BY f.imported_at, f.rowid, l.row""",  # noqa: S608 - names from this module
        values,
    )


def line_sums(db: Database, wanted: LineFilter) -> LineSums:
    """How many lines fit and what they add up to: value in USD and net weight, each with the lines that state it."""
    where, values = _conditions(db, wanted)
    return next(
        read_rows(
            db,
            LineSums,
            f"""SELECT count(*) AS lines, total(value_usd) AS value_usd, count(value_usd) AS lines_with_value_usd,
                  total(net_kg) AS net_kg, count(net_kg) AS lines_with_net_kg, total({_INVOICED}) AS invoiced_usd,
                  count({_INVOICED}) AS lines_invoiced, total({_FOREIGN}) AS converted_usd,
                  count({_FOREIGN}) AS lines_converted,
                  count(iif(value_usd IS NULL AND {_CONVERTED} IS NULL, value, NULL)) AS lines_without_rate,
                  count({_DOUBT}) AS lines_with_value_doubt
                FROM current_lines l JOIN customs_files f USING (file_id) WHERE {where}""",  # noqa: S608 - fixed text
            values,
        )
    )


def unit_sums(db: Database, wanted: LineFilter) -> list[UnitSum]:
    """The quantities of the lines that fit, by unit (thousands of pieces as pieces), the unit of most lines first."""
    where, values = _conditions(db, wanted)
    sql = f"""SELECT {BASE_UNIT_SQL} AS unit, total(quantity * {UNIT_FACTOR_SQL}) AS quantity, count(*) AS lines
              FROM current_lines l JOIN customs_files f USING (file_id)
              WHERE {where} AND quantity IS NOT NULL GROUP BY 1 ORDER BY 3 DESC, 1"""  # noqa: S608 - fixed text
    return [
        UnitSum(UNIT_NAMES.get(one.unit, one.unit), one.quantity, one.lines)
        for one in read_rows(db, UnitSum, sql, values)
    ]


def _conditions(db: Database, wanted: LineFilter) -> tuple[str, dict[str, str]]:
    db.conn.create_function("normal_form", 1, lambda text: normal_form(text or ""), deterministic=True)
    db.conn.create_function("usd_rate", 2, usd_rate, deterministic=True)
    db.conn.create_function("value_doubt", 4, value_doubt, deterministic=True)
    tests = {
        "file": "(f.name = :file OR f.file_id = :file)",
        "hs": HS_BEGINS_SQL,
        "start": "l.date >= :start",
        "end": "substr(l.date, 1, length(:end)) <= :end",
        "importer": "instr(normal_form(l.importer), :importer) > 0",
        "text": "instr(normal_form(l.description), :text) > 0",
    }
    values = {
        **{name: getattr(wanted, name) for name in ("file", "start", "end")},
        "hs": bare_digits(wanted.hs) if wanted.hs else None,
        "importer": normal_form(wanted.importer) if wanted.importer else None,
        "text": normal_form(wanted.text) if wanted.text else None,
    }
    used = {name: value for name, value in values.items() if value is not None}
    return " AND ".join(tests[name] for name in used) or "1", used
