"""The page docs/schema.md, made from the migrations: `python -m tools.schema_page > docs/schema.md`."""

from __future__ import annotations

import re
import sqlite3
import sys
import tempfile
from pathlib import Path

from crawler.case.database import open_database
from matcher.schema.tables import matcher_migrations

_ADDED = re.compile(r"(\w+)\s+[A-Z]+\s+/\*(.*?)\*/", re.DOTALL)

HEAD = """\
# The database

<!-- Made by `python -m tools.schema_page`; a test compares it with the migrations. Do not edit. -->

A case is one SQLite file, `box31.db`. Any tool that reads SQLite can open it; open it read-only while Box31 runs.
Start with the views whose names begin with `readable_`: they have one row for each thing and names beside the ids.

```text
sqlite3 -readonly mycase/box31.db "SELECT confidence, level, item_name, goods FROM readable_pairs LIMIT 3"
```

[Datasette](https://datasette.io) shows it in the browser. It lives in an environment of its own:

```text
make datasette
.venv-datasette/bin/datasette --immutable mycase/box31.db --open
```

Rules that hold for every table: codes and ids are text; times are UTC, ISO 8601; text that the world wrote is verbatim;
captures, item versions, decisions and imports are only ever added to, and what is current is a view.
"""


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
    views = [one for one in objects if one[0] == "view" and one not in readable]
    tables = [one for one in objects if one[0] == "table"]
    parts = [HEAD]
    for title, group in (
        ("Views for readers", readable),
        ("Tables", tables),
        ("Views the program uses", views),
    ):
        parts.append(f"## {title}\n")
        parts.extend(_section(connection, *one) for one in group)
    return "\n".join(parts)


def _section(connection: sqlite3.Connection, kind: str, name: str, sql: str) -> str:
    lines = [f"### {name}\n"]
    if comment := _comment(sql.split("\n", 1)[0]):
        lines.append(f"{comment[0].upper()}{comment[1:]}.\n")
    columns = connection.execute("SELECT name, type, pk FROM pragma_table_info(?)", [name]).fetchall()
    if kind == "view":
        lines.append(f"Columns: {', '.join(f'`{column}`' for column, _, _ in columns)}.\n")
        return "\n".join(lines)
    notes = _column_notes(sql, [column for column, _, _ in columns])
    targets = {
        row[0]: f"{row[1]}.{row[2]}"
        for row in connection.execute('SELECT "from", "table", "to" FROM pragma_foreign_key_list(?)', [name])
    }
    lines += ["| column | type | what it holds |", "|---|---|---|"]
    for column, type_name, key in columns:
        words = [notes.get(column, "")]
        words += ["key" if key else "", f"see `{targets[column]}`" if column in targets else ""]
        note = "; ".join(word for word in words if word).replace("|", "\\|").replace("<", "&lt;")
        lines.append(f"| `{column}` | {type_name} | {note} |")
    return "\n".join([*lines, ""])


def _comment(line: str) -> str:
    found = re.search(r"--\s*(.+)$", line)
    return found[1].strip().rstrip(".") if found else ""


def _column_notes(sql: str, columns: list[str]) -> dict[str, str]:
    """The comment at the end of each column's line; it holds for every column on the line.

    A column that a later migration added has its own, between /* and */.
    """
    added = {name: " ".join(note.split()) for name, note in _ADDED.findall(sql)}
    sql = _ADDED.sub("", sql)
    notes: dict[str, str] = {}
    for line in sql.split("\n")[1:]:
        comment = _comment(line)
        declared = line.split("--")[0]
        for column in columns:
            if comment and re.search(rf"(?:^|,)\s*{re.escape(column)}\s+[A-Z]", declared):
                notes[column] = comment
    return notes | added


if __name__ == "__main__":
    sys.stdout.write(schema_page())
