"""Lines whose invoice and value in US dollars cannot be of the same goods: counted when a file is imported, and
asked about where it is nearly all of them.

The doubt is not stored on the line: it rests on exchange rates that a later package may have for more days, and a line is
what its cells say.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from crawler.case.console import counted
from matcher.customs.layout.questions import how_to_answer
from matcher.customs.layout.recognition.recognise import Layout
from matcher.customs.values.exchange_rates import usd_rate, value_doubt

NEARLY_ALL = 0.9  # share of the lines with a doubt, from which a column is another amount: no cell is wrong
LEAST_LINES = 12  # with a doubt, from which they tell this


@dataclass(frozen=True)
class ValueDoubts:
    """How many lines of a file have such values, and what the doubt is, with the first row that has it."""

    lines: int = 0
    said: str = ""

    def notes(self) -> list[str]:
        """A note on them: none, or how many differ, and the first."""
        return [f"{counted(self.lines, 'line')} with {self.said}"] if self.lines else []


def value_doubts(db: Database, file_id: str) -> ValueDoubts:
    """The lines of a file whose two values cannot be of the same goods."""
    db.conn.create_function("value_doubt", 4, value_doubt, deterministic=True)
    lines, first = db.execute(
        "SELECT count(*), min(row) FROM customs_lines "
        "WHERE file_id = ? AND value_doubt(value, currency, value_usd, date) IS NOT NULL",
        [file_id],
    ).fetchone()
    if not lines:
        return ValueDoubts()
    (doubt,) = db.execute(
        "SELECT value_doubt(value, currency, value_usd, date) FROM customs_lines WHERE file_id = ? AND row = ?",
        [file_id, first],
    ).fetchone()
    said = f"two values that cannot be of the same goods; first in row {first:,}: {doubt}"
    return ValueDoubts(lines, said)


def value_question(doubts: ValueDoubts, db: Database, file_id: str, name: str, layout: Layout) -> str:
    """What to ask of a table (`name`) nearly all of whose lines have such values, before it is imported: one of the columns is not
    what the `layout` says, or they are of other sums; "" where there is no such doubt."""
    if doubts.lines < LEAST_LINES:
        return ""
    db.conn.create_function("usd_rate", 2, usd_rate, deterministic=True)
    (compared,) = db.execute(
        "SELECT count(*) FROM customs_lines WHERE file_id = ? AND value > 0 AND value_usd > 0 "
        "AND usd_rate(currency, date) IS NOT NULL",
        [file_id],
    ).fetchone()
    if doubts.lines < NEARLY_ALL * compared:
        return ""
    columns = [
        f"    {field}: {' + '.join(layout.header_of(field))}" for field in ("value", "value_usd", "currency")
    ]
    reason = f"{doubts.lines:,} of {compared:,} lines with {doubts.said}; one of these columns is another:"
    return "\n".join((reason, *columns, how_to_answer(name)))
