"""The page docs/schema.md, made from the migrations: `python -m tools.schema_page > docs/schema.md`."""

from __future__ import annotations

import re
import sqlite3
import sys
import tempfile
from pathlib import Path

from crawler.case.database import open_database
from matcher.schema.tables import matcher_migrations

HEAD = """\
# The database

<!-- Made by `python -m tools.schema_page`: do not edit. -->

A case is one SQLite file, `box31.db`. Open it read-only while Box31 runs, and start with the views `readable_...`.

```text
sqlite3 -readonly mycase/box31.db "SELECT confidence, level, item_name, goods FROM readable_pairs LIMIT 3"
```

[Datasette](https://datasette.io) shows it in the browser:

```text
make datasette
box31 -C mycase export datasette -o metadata.json
.venv-datasette/bin/datasette --immutable mycase/box31.db --metadata metadata.json --open
```

Codes and ids are text; times are UTC, ISO 8601; text from pages and files is verbatim. Captures, item versions,
decisions and imports are append-only, and what is current is a view. `sqlite3 mycase/box31.db .schema` explains the
columns of each table and lists the views that the program uses.
"""


# Tables whose first line in the schema does not say what they hold, or not plainly.
WHAT = {
    "runs": "one row for each crawl of a site",
    "captures": "what was fetched, and where its bytes are",
    "frontier": "every address a run has found, and its state",
    "due_runs": "each time that the crawl of a due site was started or skipped",
    "items": "one row for each product",
    "posts": "one row for each news post",
    "post_versions": "what a post said; new row only on change",
    "alarm_events": "alarms raised and ended",
    "catalogue_pages": "the text of each page of a PDF",
    "item_pages": "which item is on which page of a PDF",
    "goods": "distinct goods records of customs lines",
    "match_runs": "one row for each `box31 match`",
    "review_exports": "one row for each sheet written",
    "review_imports": "one row for each sheet read",
    "review_settings": "one row: the settings of box31.toml that the states of pairs depend on",
    "decisions": "who decided what on which pair",
}


def schema_page() -> str:
    """The page as Markdown, from a database made by all migrations."""
    with tempfile.TemporaryDirectory() as folder:
        db = open_database(Path(folder) / "schema.db", matcher_migrations)
        try:
            return _page(db.conn)
        finally:
            db.conn.close()


def _page(connection: sqlite3.Connection) -> str:
    objects = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'"
        " AND name NOT LIKE '\\_%' ESCAPE '\\' ORDER BY rowid"
    ).fetchall()
    readable = [one for one in objects if one[1].startswith("readable_")]
    tables = [one for one in objects if one[0] == "table"]
    parts = [HEAD]
    parts.append("## Views for readers\n")
    parts.extend(_section(connection, name, sql) for _, name, sql in readable)
    parts.append("## Tables\n")
    parts.extend(f"- `{name}`: {WHAT.get(name) or _comment(_first_line(sql))}" for _, name, sql in tables)
    return "\n".join([*parts, ""])


def _section(connection: sqlite3.Connection, name: str, sql: str) -> str:
    lines = [f"### {name}\n"]
    if comment := _comment(_first_line(sql)):
        lines.append(f"{comment[0].upper()}{comment[1:]}.\n")
    columns = [row[0] for row in connection.execute("SELECT name FROM pragma_table_info(?)", [name])]
    lines.append(f"{', '.join(f'`{column}`' for column in columns)}\n")
    return "\n".join(lines)


def _first_line(sql: str) -> str:
    return sql.split("\n", 1)[0]


def _comment(line: str) -> str:
    found = re.search(r"--\s*(.+)$", line)
    return found[1].strip().rstrip(".") if found else ""


if __name__ == "__main__":
    sys.stdout.write(schema_page())
