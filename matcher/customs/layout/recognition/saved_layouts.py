"""Mappings that a person corrected: kept in the case, and used for every table with the same header."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

from crawler.case.clock import now
from matcher.customs.layout.header_rows import headers
from matcher.customs.layout.recognition.recognise import Layout, apply_mapping, recognise, signature_of


def layout_for(
    db: Database | None, head: list[list[str]], header: list[str] | None, given: Mapping[str, Any] | None
) -> Layout:
    """The layout for a table's first rows: the one given, else the one remembered for its header, else recognised."""
    if given is not None:
        fields = {key: value for key, value in given.items() if key != "name"}
        return apply_mapping(head, header, fields, str(given.get("name", "given")))
    for columns in [header] if header is not None else [candidate.columns for candidate in headers(head)]:
        row = (
            db
            and db.execute(
                "SELECT name, mapping FROM customs_layouts WHERE signature = ?", [signature_of(columns)]
            ).fetchone()
        )
        if row:
            return apply_mapping(head, header, json.loads(row[1]), row[0])
    return recognise(head, header)


def remember_layout(db: Database, given: Mapping[str, Any]) -> None:
    """Keep a mapping for tables whose header is that of the newest import that used it."""
    name = str(given.get("name", "given"))
    row = db.execute(
        "SELECT signature FROM customs_files WHERE layout = ? ORDER BY imported_at DESC, rowid DESC LIMIT 1",
        [name],
    ).fetchone()
    if row:
        fields = json.dumps({key: value for key, value in given.items() if key != "name"}, ensure_ascii=False)
        with db.conn:
            db.conn.execute(
                "INSERT OR REPLACE INTO customs_layouts VALUES (?, ?, ?, ?)", [row[0], name, fields, now()]
            )
