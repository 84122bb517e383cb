"""Lines whose invoice and value in US dollars cannot be of the same goods: counted when a file is imported, and
asked about where it is nearly all of them.

The doubt is not stored on the line: it rests on exchange rates that a later package may have for more days, and a line is
what its cells say.
"""

from __future__ import annotations

from sqlite_utils import Database

from crawler.case.console import counted
from matcher.customs.layout.questions import how_to_answer
from matcher.customs.layout.recognition.recognise import Layout
from matcher.customs.values.exchange_rates import usd_rate, value_doubt

NEARLY_ALL, LEAST_LINES = (
    0.9,
    12,
)  # lines with a doubt from which a column is another amount: no cell is wrong


def value_doubts(db: Database, file_id: str) -> list[str]:
    """A note on the values of the file's lines: none, or how many differ, and the first."""
    count, first = _doubtful(db, file_id)
    if not count:
        return []
    return [f"{counted(count, 'line')} with {_said(db, file_id, first)}"]


def value_question(db: Database, file_id: str, name: str, layout: Layout) -> str:
    """What to ask of a table (`name`) nearly all of whose lines have such values, before it is imported: one of the columns is not what
    the `layout` says, or they are of other sums; "" where there is no such doubt."""
    count, first = _doubtful(db, file_id)
    if count < LEAST_LINES:
        return ""
    db.conn.create_function("usd_rate", 2, usd_rate, deterministic=True)
    (compared,) = db.execute(
        "SELECT count(*) FROM customs_lines WHERE file_id = ? AND value > 0 AND value_usd > 0 "
        "AND usd_rate(currency, date) IS NOT NULL",
        [file_id],
    ).fetchone()
    if count < NEARLY_ALL * compared:
        return ""
    columns = [
        f"    {field}: {' + '.join(layout.header_of(field))}" for field in ("value", "value_usd", "currency")
    ]
    reason = (
        f"{count:,} of {compared:,} lines with {_said(db, file_id, first)}; one of these columns is another:"
    )
    return "\n".join((reason, *columns, how_to_answer(name)))


def _doubtful(db: Database, file_id: str) -> tuple[int, int]:
    """How many lines of a file have a doubt, and the row of the first."""
    db.conn.create_function("value_doubt", 4, value_doubt, deterministic=True)
    count, first = db.execute(
        "SELECT count(*), min(row) FROM customs_lines "
        "WHERE file_id = ? AND value_doubt(value, currency, value_usd, date) IS NOT NULL",
        [file_id],
    ).fetchone()
    return count, first


def _said(db: Database, file_id: str, first: int) -> str:
    """What the doubt is, with the `first` row that has it."""
    (doubt,) = db.execute(
        "SELECT value_doubt(value, currency, value_usd, date) FROM customs_lines WHERE file_id = ? AND row = ?",
        [file_id, first],
    ).fetchone()
    return f"two values that cannot be of the same goods; first in row {first:,}: {doubt}"
