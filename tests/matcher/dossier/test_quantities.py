"""Quantities of a report: units of one kind are one sum, others stand beside each other."""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database

from matcher.customs.values.units import unit_code
from matcher.dossier.chosen.figures import QUANTITIES


def sums(lines: Sequence[tuple[float, str]]) -> list[tuple[str, float, int]]:
    db = Database(memory=True)
    db.execute("CREATE TABLE chosen_lines (line_id INTEGER, quantity REAL, unit TEXT, unit_code TEXT)")
    db.execute("CREATE TABLE figure_rows (figure TEXT, key TEXT, line_id INTEGER)")
    for number, (quantity, unit) in enumerate(lines):
        db.execute("INSERT INTO chosen_lines VALUES (?, ?, ?, ?)", [number, quantity, unit, unit_code(unit)])
        db.execute("INSERT INTO figure_rows VALUES ('all', '', ?)", [number])
    return [(unit, total, count) for _, unit, total, count in db.execute(QUANTITIES, ["all"])]


def test_thousands_of_pieces_are_pieces() -> None:
    assert sums([(20, "ШТ"), (40, "ТЫС. ШТ"), (2, "дана")]) == [("pieces", 40_022, 3)]


def test_a_word_that_all_lines_have_is_kept() -> None:
    assert sums([(20, "ШТ"), (2, "ШТ")]) == [("ШТ", 22, 2)]


def test_without_a_line_in_the_base_unit_its_name_is_ours() -> None:
    assert sums([(40, "ТЫС. ШТ"), (1, "тыс.шт")]) == [("pieces", 41_000, 2)]


def test_tonnes_are_kilograms_and_pieces_stay_pieces() -> None:
    assert sorted(sums([(2, "т"), (5, "кг"), (3, "шт"), (7, "мест"), (1, "")])) == [
        ("", 1, 1), ("kg", 2005, 2), ("мест", 7, 1), ("шт", 3, 1),
    ]  # fmt: skip
