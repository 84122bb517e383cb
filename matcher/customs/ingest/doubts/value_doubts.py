"""Lines whose invoice and value in US dollars cannot be of the same goods: counted when a file is imported.

The doubt is not stored on the line: it rests on exchange rates that a later package may have for more days, and a line is
what its cells say.
"""

from __future__ import annotations

from sqlite_utils import Database

from crawler.case.console import counted
from matcher.customs.values.exchange_rates import value_doubt


def value_doubts(db: Database, file_id: str) -> list[str]:
    """A note on the values of the file's lines: none, or how many differ, and the first."""
    db.conn.create_function("value_doubt", 4, value_doubt, deterministic=True)
    count, first = db.execute(
        "SELECT count(*), min(row) FROM customs_lines "
        "WHERE file_id = ? AND value_doubt(value, currency, value_usd, date) IS NOT NULL",
        [file_id],
    ).fetchone()
    if not count:
        return []
    (doubt,) = db.execute(
        "SELECT value_doubt(value, currency, value_usd, date) FROM customs_lines WHERE file_id = ? AND row = ?",
        [file_id, first],
    ).fetchone()
    return [
        f"{counted(count, 'line')} with two values that cannot be of the same goods; first in row {first:,}: {doubt}"
    ]
