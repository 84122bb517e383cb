"""No cell of a CSV becomes a formula, whatever delimiter a spreadsheet assumes; no text moves a terminal's cursor."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.case.csv_output import (
    machine_cell,
    people_cell,
    without_guard,
    write_for_machines,
    write_for_people,
)
from crawler.case.safe_text import json_line, visible_controls

LIVE = ("=1+1", "@SUM(A1)", "+1+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "\uff1d1+1", '=HYPERLINK("x")')


def cells_under(text: str, delimiter: str) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(text), delimiter=delimiter) for cell in row]


@pytest.mark.parametrize("live", LIVE)
@pytest.mark.parametrize(
    "before", ["", " ", '"', "size;", "size; ", 'size;"', "a\tb\t", "a|", "a\n", "a\r", "x;'; "]
)
@pytest.mark.parametrize("write", [write_for_machines, write_for_people])
def test_no_cell_is_a_formula_under_any_delimiter(live: str, before: str, write: object) -> None:
    out = io.StringIO()
    write(out, ["a", "b", "c"], [["x", f"{before}{live};y", "z"], [f"{before}{live}", "=2", "="]])  # type: ignore[operator]
    for delimiter in ",;\t|":
        for cell in cells_under(out.getvalue(), delimiter):
            assert not cell.lstrip(" \"'\u00a0").startswith(("=", "@", "\uff1d")) or "'" in cell[:3], cell


@pytest.mark.parametrize(
    "text",
    [
        "+69.0 %",
        "-61.0 %",
        "-12.5",
        "+7",
        "- blue\n- red",
        "a; b; c",
        "8806; 8807",
        "size; -5 C",
        "2 x 3 = 6",
        "a@b.example",
    ],
)
def test_what_is_no_formula_stays_verbatim_for_machines(text: str) -> None:
    assert machine_cell(text) == text


@given(st.text())
def test_what_was_guarded_for_people_is_read_back(text: str) -> None:
    if people_cell(text) == "'" + text:
        assert without_guard(people_cell(text)) == text


@given(st.text(st.characters()))
def test_json_gives_every_text_back_and_holds_no_control(text: str) -> None:
    line = json_line({"text": text})
    assert json.loads(line) == {"text": text}
    assert visible_controls(line) == line


def test_controls_are_visible_escapes() -> None:
    shown = visible_controls("a\x1b[2Jb\x9bc\u202ed\r\ne\tf\u2066")
    assert shown == "a⟨U+001B⟩[2Jb⟨U+009B⟩c⟨U+202E⟩d\ne\tf⟨U+2066⟩"
