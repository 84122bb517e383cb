"""A folder of tables for analysts, and what Datasette is told."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pyarrow import parquet

from crawler.case.case import Case
from matcher.commands.cli import box31


def run(root: Path, *words: str) -> Result:
    return CliRunner().invoke(box31, ["-C", str(root), "export", *words])


@pytest.fixture
def root(story_case: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(story_case, tmp_path / "case"))


def test_parquet_holds_every_row_with_its_type(root: Path, tmp_path: Path) -> None:
    done = run(root, "folder", str(tmp_path / "out"))
    assert done.exit_code == 0, done.output
    with closing(sqlite3.connect(Case.open(root).database_path)) as db:
        lines = db.execute("SELECT hs, quantity, description FROM readable_lines ORDER BY line_id").fetchall()
    table = parquet.read_table(tmp_path / "out" / "lines.parquet")
    assert table.schema.field("quantity").type == "double"
    assert table.schema.field("hs").type == "string"
    found = zip(*(table[name].to_pylist() for name in ("hs", "quantity", "description")), strict=True)
    assert list(found) == lines
    pairs = parquet.read_table(tmp_path / "out" / "pairs.parquet")
    assert set(pairs["item_id"].to_pylist()) <= set(
        parquet.read_table(tmp_path / "out" / "items.parquet")["item_id"].to_pylist()
    )
    assert f"lines.parquet: {len(lines):,} rows" in (tmp_path / "out" / "README.txt").read_text(
        encoding="utf-8"
    )


def test_csv_redacted(root: Path, tmp_path: Path) -> None:
    assert run(root, "folder", str(tmp_path / "out"), "--format", "csv", "--redact").exit_code == 0
    with (tmp_path / "out" / "decisions.csv").open(encoding="utf-8", newline="") as handle:
        reviewers = {row["reviewer"] for row in csv.DictReader(handle)}
    assert reviewers == {"[redacted]"}
    assert run(root, "folder", str(tmp_path / "red"), "--redact").exit_code == 0


def test_a_folder_with_something_in_it_is_left_alone(root: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    done = run(root, "folder", str(tmp_path / "out"))
    assert "is not empty" in str(done.exception)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_datasette_is_told_of_views_that_exist_and_of_queries_that_run(root: Path, tmp_path: Path) -> None:
    assert run(root, "datasette", "-o", str(tmp_path / "metadata.json")).exit_code == 0
    told = json.loads((tmp_path / "metadata.json").read_text(encoding="utf-8"))["databases"]["box31"]
    with closing(sqlite3.connect(Case.open(root).database_path)) as db:
        for name, said in told["tables"].items():
            columns = {column for (column,) in db.execute("SELECT name FROM pragma_table_info(?)", [name])}
            assert columns
            assert set(said.get("facets", ())) <= columns
            assert said.get("hidden", False) != name.startswith("readable_")
        readable = db.execute("SELECT name FROM sqlite_master WHERE name LIKE 'readable%'").fetchall()
        assert {name for (name,) in readable} <= told["tables"].keys()
        for query in told["queries"].values():
            assert db.execute(query["sql"], {"words": "ШЛЕМ"}).fetchall()
