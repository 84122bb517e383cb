"""Columns of JSON that somebody edited: every listing says so in a line; none raises, none shows something else."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.hostile.outputs import printed

# (table, column): commands that read it; `runs` in shards.py
READ: dict[tuple[str, str], tuple[str, ...]] = {
    ("item_versions", "specs"): ("items --csv", "explain {pair}"),
    ("item_versions", "documents"): ("changes --csv",),
    ("customs_files", "mapping"): ("dossier {pair} -o {out}",),
    ("goods", "parsed"): ("explain {pair}",),
    ("pairs", "terms"): ("explain {pair}",),
    ("pairs", "reasons"): ("pairs --csv", "export jsonl"),
    ("pairs", "sentences"): ("explain {pair}",),
}


@pytest.mark.parametrize(("table", "column"), READ, ids=[".".join(place) for place in READ])
def test_an_edited_value_is_told_in_a_line(case: Path, tmp_path: Path, table: str, column: str) -> None:
    with closing(sqlite3.connect(case / "box31.db")) as connection:
        (pair,) = connection.execute("SELECT pair_id FROM pairs ORDER BY confidence DESC LIMIT 1").fetchone()
        connection.execute(f"UPDATE {table} SET {column} = '[' || char(10)")
        connection.commit()
    for words in READ[table, column]:
        code, _, said = printed(case, words.format(pair=pair, out=tmp_path / "out"))
        assert code == 1, (words, said)
        assert "box31.db: '[\\n' is not what Box31 wrote there; `box31 verify` says" in said
        assert said.strip().count("\n") == 0
