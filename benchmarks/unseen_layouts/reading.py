"""What the importer made of a file, read from the case's database: the only place that knows the tables' names."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Fields that a line holds in columns of its own; all others are known by the mapping alone.
LINE_FIELDS = (
    *("description", "hs", "date", "declaration", "line_no", "maker", "trademark", "model", "importer"),
    *("importer_code", "exporter", "origin", "departure", "destination", "quantity", "unit"),
    *("gross_kg", "net_kg", "value", "currency", "value_usd"),
)


@dataclass(frozen=True)
class Imported:
    """Lines (field -> value, and the raw cells), mappings (field -> headers) and counts of one import."""

    lines: list[dict[str, Any]]
    mappings: list[dict[str, list[str]]]
    rows_in: int
    rejects: int
    balanced: bool  # rows in = headers + lines + rejects + blank, for every table


def read_case(case: Path) -> Imported:
    """All lines, mappings and counts of the case in `case`."""
    db = sqlite3.connect(f"file:{case / 'box31.db'}?mode=ro", uri=True)
    db.row_factory = sqlite3.Row
    try:
        files = [dict(r) for r in db.execute("SELECT * FROM customs_files WHERE kind = 'declarations'")]
        lines = [dict(r) for r in db.execute("SELECT * FROM current_lines")]
    finally:
        db.close()
    for line in lines:
        line["raw"] = [str(c) for c in json.loads(line["raw"])]
    mappings = [
        {f: [h] if isinstance(h, str) else list(h) for f, h in json.loads(file["mapping"]).items()}
        for file in files
    ]
    return Imported(
        lines,
        mappings,
        sum(f["rows_in"] for f in files),
        sum(f["rejects"] for f in files),
        all(f["rows_in"] == f["headers"] + f["lines"] + f["rejects"] + f["blank"] for f in files),
    )
