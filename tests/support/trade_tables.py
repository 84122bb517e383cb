"""Tables of published statistics, imported as people get them, and the figures that `flows` shows of them."""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database

from matcher.customs.ingest.store import import_file
from matcher.customs.trade.flows import flows
from matcher.customs.trade.formats.texts.facts import Stated
from matcher.customs.trade.question import Question

Figures = dict[tuple[str, str, str, str], float]


def put(
    db: Database, tmp_path: Path, text: str, name: str = "table.csv", stated: Stated | None = None
) -> str:
    """Import `text`; the note of the import."""
    path = tmp_path / name
    path.write_text(text.strip() + "\n", encoding="utf-8")
    (table,) = import_file(db, path, stated=stated or Stated()).tables
    assert table.kind == "statistics"
    return table.note


def shown(db: Database, code: str, by: str = "year") -> Figures:
    """(flow, from, to, period) -> value in the currency it was published in."""
    rows = flows(db, Question(codes=((code,),), period=by))
    return {(r["flow"], r["from"], r["to"], r["period"]): r["value"] for r in rows}
