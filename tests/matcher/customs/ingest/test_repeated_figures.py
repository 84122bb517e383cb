"""Figures that a file repeats, contradicts or corrects, against a plain reckoning of the same rows."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from sqlite_utils import Database

from matcher.customs.ingest.store import import_file
from matcher.customs.trade.formats.texts.facts import Refused, Stated
from matcher.customs.trade.question import Question
from matcher.customs.trade.unfold import unfold

HEAD = "period,reporterISO,flowDesc,partnerISO,cmdCode,netWgt,primaryValue"
Row = tuple[str, str, str, str, str]  # period, partner, code, net weight, value; the last two may be empty


def put(db: Database, path: Path, rows: list[Row]) -> tuple[int, str]:
    lines = [
        f"{period},CHN,Export,{partner},{code},{net},{value}" for period, partner, code, net, value in rows
    ]
    path.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    (table,) = import_file(db, path).tables
    return table.known or 0, table.note


def generated(rng: random.Random, count: int) -> list[Row]:
    return [
        (
            rng.choice(("202301", "202302")), rng.choice(("RUS", "KAZ", "ARM")), rng.choice(("880621", "850132")),
            "5", rng.choice(("", "700", "700", "700", "700", "700", "700", "300")),
        )
        for _ in range(count)
    ]  # fmt: skip


def key_of(row: Row) -> tuple[str, ...]:
    """What a figure is of; one without a value has no currency."""
    period, partner, code, _, value = row
    return period, partner, code, "USD" if value else ""


def contradicting(rows: list[Row]) -> tuple[int, int] | None:
    """The lines of the first row that a later one contradicts, and of the first that does."""
    for i, row in enumerate(rows):
        for j, other in enumerate(rows[i + 1 :], i + 1):
            if key_of(row) == key_of(other) and row != other:
                return i + 2, j + 2
    return None


@pytest.mark.parametrize("seed", range(12))
def test_what_is_dropped_refused_known_and_corrected(db: Database, tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    before: list[Row] = []
    for turn in range(6):
        rows, path = generated(rng, rng.randint(2, 9)), tmp_path / f"{turn}.csv"
        if clash := contradicting(rows):
            with pytest.raises(Refused, match=f"rows {clash[0]} and {clash[1]} give"):
                put(db, path, rows)
            continue
        distinct = list(dict.fromkeys(rows))
        known = sum(row in before for row in distinct)
        corrected = sum(
            row not in before and key_of(row) in set(map(key_of, before)) for row in distinct
        )  # fmt: skip
        said, note = put(db, path, rows)
        assert said == known
        assert (f"{corrected} figures correct" in note) is bool(corrected)
        stored = db.execute(
            "SELECT row FROM customs_statistics s JOIN customs_files f USING (file_id) WHERE f.name = ? ORDER BY row",
            [path.name],
        ).fetchall()
        assert [row for (row,) in stored] == [rows.index(row) + 2 for row in distinct]
        before += distinct


def test_the_cells_of_a_row_are_shown_with_each_figure_that_is_left_of_it(
    db: Database, tmp_path: Path
) -> None:
    head = "Период;Страна;Код ТН ВЭД;Экспорт, долл. США;Импорт, долл. США\n"
    rows = ("2021;Китай;8501320000;10;", "2021;Китай;8501320000;10;20", "2021;Япония;8501320000;7;8")
    path = tmp_path / "both.csv"
    path.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    import_file(db, path, stated=Stated(reporter="RUS"))
    shown = [(row["flow"], row["value"], json.loads(row["raw"])) for row in unfold(db, Question())]
    assert sorted(shown) == [
        ("export", 7, rows[2].split(";")), ("export", 10, rows[0].split(";")),
        ("import", 8, rows[2].split(";")), ("import", 20, rows[1].split(";")),
    ]  # fmt: skip
