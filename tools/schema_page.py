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

The database is one SQLite file, `box31.db`. Open it read-only while Box31 runs, and start with the views `readable_...`.

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
decisions and imports are append-only. `sqlite3 mycase/box31.db .schema` explains the columns of each table.
"""


# Tables whose first line in the schema does not say what they hold, or not plainly and briefly.
WHAT = {
    "runs": "crawls of a site",
    "captures": "what was fetched, and where its bytes are",
    "frontier": "addresses that a run has found, and their state",
    "items": "products",
    "item_versions": "what a page (in one language) of an item said; new row only on change",
    "item_urls": "addresses of an item: its pages and their language mirrors",
    "item_sightings": "captures that an item was read from",
    "posts": "news posts",
    "post_versions": "what a post said; new row only on change",
    "images": "distinct pictures",
    "image_uses": "which item or post version shows which picture",
    "due_runs": "crawls of due sites, started or skipped",
    "run_records": "figures of a run, counted at its end",
    "certificates": "certificates that servers showed, leaf or issuer",
    "alarm_events": "alarms raised and ended",
    "seals": "manifests as they were written",
    "timestamps": "RFC 3161 tokens over manifests",
    "catalogues": "distinct PDFs that were read",
    "catalogue_pages": "the text of each page of a PDF",
    "item_pages": "which item is on which page of a PDF",
    "ledger": "links, one for each transaction that changed a table",
    "ledger_files": "versions of box31.toml and profiles",
    "ledger_sums": "sums of the hashes of each table's rows, as in the newest link",
    "ledger_stamps": "RFC 3161 tokens over links of the ledger",
    "reader_languages": "review.languages of box31.toml, in order of preference",
    "record_marks": "who hid or showed an item or post; the newest counts",
    "image_readings": "which picture was read for what, and by which reader",
    "image_exif": "what a picture's file states; anybody can write it",
    "image_texts": "lines of text that a model read in a picture",
    "customs_files": "files, sheets and members of archives",
    "customs_lines": "lines of customs files; read the view current_lines",
    "goods": "goods records of customs lines",
    "customs_cells": "Parquet files with the cells of lines whose `raw` is empty",
    "customs_known": "rows that an earlier export holds word for word",
    "customs_layouts": "mappings given by hand, by header signature",
    "customs_forgotten": "what was removed on purpose, and why",
    "match_runs": "runs of `box31 match`",
    "review_exports": "sheets written",
    "review_imports": "sheets read",
    "review_settings": "settings of box31.toml on which states of pairs depend",
    "decisions": "who decided what on which pair",
    "match_covered": "records that a scorer has compared with all of the other side",
    "decision_sources": "files and rows that a decision is from",
    "pair_scores": "every score that a run gave",
    "calibrations": "weights and maps fitted to decisions; the newest counts",
    "customs_statistics": "published figures, totals and parts",
    "party_decisions": "decisions on whether two names are one firm",
    "lists": "imported editions of lists",
    "case_identity": "the random number that tells the case from others",
    "statement_decisions": "who decided what on which statement of a post",
    "replies": "questions, answers, and notes that none came",
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
