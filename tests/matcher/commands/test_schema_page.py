"""docs/schema.md is what the migrations make; the views for readers agree with the tables; Datasette serves them."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.support.dossier_case import story
from tools.schema_page import schema_page

DATASETTE = Path(os.environ.get("BOX31_DATASETTE", ROOT / ".venv-datasette" / "bin" / "datasette"))


def test_the_page_is_up_to_date() -> None:
    written = (ROOT / "docs" / "schema.md").read_text(encoding="utf-8")
    assert written == schema_page(), "run: python -m tools.schema_page > docs/schema.md"


def test_every_view_for_readers_has_a_purpose_and_columns() -> None:
    sections = re.split(r"^### ", schema_page(), flags=re.MULTILINE)
    readable = [section for section in sections if section.startswith("readable_")]
    assert len(readable) >= 9
    for section in readable:
        _, purpose, columns = section.strip().split("\n\n")[:3]
        assert purpose.endswith(".")
        assert columns.startswith("`")


def test_every_table_has_a_description() -> None:
    tables = schema_page().partition("## Tables\n\n")[2].splitlines()
    assert len(tables) > 50
    assert all(re.fullmatch(r"- `\w+`: \S.+", line) for line in tables)


def test_views_for_readers_agree_with_the_tables(tmp_path: Path) -> None:
    import sqlite3

    case = story(tmp_path / "case")
    db = sqlite3.connect(case.database_path)
    for view, table in (
        ("readable_items", "items"),
        ("readable_posts", "posts"),
        ("readable_pairs", "pairs"),
        ("readable_lines", "customs_lines"),
        ("readable_captures", "captures"),
        ("readable_decisions", "decisions"),
    ):
        assert (
            db.execute(f"SELECT count(*) FROM {view}").fetchone()
            == db.execute(f"SELECT count(*) FROM {table}").fetchone()
        )
    mixed = "SELECT lines, quantity, unit FROM readable_pairs WHERE goods LIKE 'ШЛЕМ%'"
    assert set(db.execute(mixed)) == {(7, None, None)}, "a sum across units"
    assert db.execute("SELECT sum(lines) FROM readable_importers").fetchone() == (29,)


def test_datasette_serves_the_views(tmp_path: Path) -> None:
    if not DATASETTE.exists():
        pytest.skip(f"{DATASETTE} is not there; `make datasette` installs it")
    case = story(tmp_path / "case")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [DATASETTE, "serve", "--port", str(port), case.database_path],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for view, rows in (("readable_pairs", 6), ("readable_pair_lines", 44), ("readable_importers", 5)):
            got = json.loads(_answer(f"http://127.0.0.1:{port}/box31/{view}.json?_shape=array"))
            assert len(got) == rows
        page = _answer(f"http://127.0.0.1:{port}/box31/readable_pairs")
        assert "防弹头盔 HD-HF03" in page
    finally:
        server.terminate()
        server.wait(10)


def _answer(url: str) -> str:
    deadline = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(url) as response:
                return str(response.read().decode("utf-8"))
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
