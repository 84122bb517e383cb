"""Columns of figures in which cells are no figures: none vanishes, and nothing is read as another number."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from matcher.customs.ingest.store import import_file
from matcher.customs.trade.formats.tables.layout import SAMPLE
from matcher.customs.trade.formats.texts.facts import Refused
from matcher.customs.trade.formats.texts.figures import figure_of, is_bound, is_remark

Values = dict[tuple[str, int], float]


def put(db: Database, tmp_path: Path, text: str) -> tuple[Values, str, list[str]]:
    """(code, year) -> value, the note, and the reasons of rejects."""
    path = tmp_path / "table.csv"
    path.write_text(text + "\n", encoding="utf-8")
    (table,) = import_file(db, path).tables
    assert table.kind == "statistics"
    values = {
        (code, start // 12): value
        for code, start, value in db.execute("SELECT hs, start, value FROM customs_statistics").fetchall()
    }
    return values, table.note, [row[0] for row in db.execute("SELECT reason FROM customs_rejects").fetchall()]


@pytest.mark.parametrize(
    ("cells", "noted"),
    [
        (("20", "n/a (1)", "conf.", "n/a (1)"), "n/a (1)"),
        (("20", "confidential", "see the notes", "suppressed"), "confidential"),
        (("20", "<1", "~5", ">1000"), "<1"),
        (("20", "5-10", "ca. 12", "up to 7"), "5-10"),
        (("20", "(5)", "12?", "약 5"), "(5)"),
    ],
)
def test_a_column_with_few_figures_does_not_vanish(
    db: Database, tmp_path: Path, cells: tuple[str, ...], noted: str
) -> None:
    codes = ("8501", "9013", "8517", "8504")
    rows = "\n".join(
        f"{code},China,{at}0,{cell}" for at, (code, cell) in enumerate(zip(codes, cells, strict=True), 1)
    )
    values, note, rejects = put(db, tmp_path, f'"Exports of Georgia, USD"\nHS code,Country,2021,2022\n{rows}')
    assert values == {(code, 2021): at * 10 for at, code in enumerate(codes, 1)} | {("8501", 2022): 20}
    assert noted in note
    assert not rejects


def test_flags_behind_figures_are_none_of_them(db: Database, tmp_path: Path) -> None:
    rows = "8501;China;1 234 (r);5*\n9013;China;10 [1];7 (2)\n8517;China;20 p;8"
    values, _, rejects = put(db, tmp_path, f"Exports of Georgia, USD\nHS code;Country;2021;2022\n{rows}")
    assert (values["8501", 2021], values["9013", 2021], values["9013", 2022]) == (1234, 10, 7)
    assert not rejects


def test_a_cell_of_words_and_numbers_is_a_reject(db: Database, tmp_path: Path) -> None:
    rows = "8501;China;10 1;5\n9013;China;10;7\n8517;China;20;5 (rev. in March)"
    values, _, rejects = put(db, tmp_path, f"Exports of Georgia, USD\nHS code;Country;2021;2022\n{rows}")
    assert rejects == ["not a number: 10 1", "not a number: 5 (rev. in March)"]
    assert {code for code, _ in values} == {"9013"}


def test_the_first_row_may_have_remarks_alone(db: Database, tmp_path: Path) -> None:
    values, note, _ = put(db, tmp_path, """"Exports of Georgia, USD"
Product: 850132 Motors
Country,2021,2022
China,conf.,<1
Japan,30,40""")  # fmt: skip
    assert values == {("850132", 2021): 30, ("850132", 2022): 40}
    assert "conf." in note
    assert "<1" in note


def test_a_column_whose_first_figure_is_far_below_stops_the_import(db: Database, tmp_path: Path) -> None:
    rows = "\n".join(
        f"{code},China,10,{'7' if code == 8501 + SAMPLE else ''}" for code in range(8501, 8502 + SAMPLE)
    )
    with pytest.raises(Refused, match="'2022' has its first figure in row"):
        put(db, tmp_path, f'"Exports of Georgia, USD"\nHS code,Country,2021,2022\n{rows}')


def test_a_text_with_numbers_is_named(db: Database, tmp_path: Path) -> None:
    rows = "\n".join(f"{code},{text},10,20" for code, text in (
        (8501, "motors"), (8504, "coils"), (8517, "phones"), (9013, "sights"), (9015, "levels"), (8536, "8536")))  # fmt: skip
    values, note, _ = put(
        db, tmp_path, f'"Exports of Georgia, USD"\nHS code,Goods exported,2021,2022\n{rows}'
    )
    assert values["8536", 2021] == 10
    assert "taken for texts" in note


@pytest.mark.parametrize(
    "cell", ["<1", "≤ 0.5", "~5", "5–10", "5 - 10", "12+", "около 5", "mehr als 5", "約5", "between 5 and 10"]
)
def test_bounds_and_guesses(cell: str) -> None:
    assert is_bound(cell)
    assert figure_of(cell) is None


@pytest.mark.parametrize("cell", ["5", "-5", "1 234", "12 34 567", "2021-05-31", "10 mln", "850132", "5 kg"])
def test_what_is_no_bound(cell: str) -> None:
    assert not is_bound(cell)


@pytest.mark.parametrize(
    ("cell", "remark"), [("n/a (1)", True), ("conf.", True), ("данные скрыты", True), ("10 mln", False), ("тыс. долл. США", False)]
)  # fmt: skip
def test_remarks_are_no_units(cell: str, remark: bool) -> None:
    assert is_remark(cell) == remark
