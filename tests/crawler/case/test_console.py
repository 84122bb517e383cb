"""Data goes to stdout in the shape asked for; nothing scraped can steer the terminal."""

from __future__ import annotations

import csv
import io
import json

import pytest

from crawler.case.console import show

ROWS = [{"a": "1,2", "b": None}, {"a": 'say "x"\ny', "b": ["я", 2]}]


def test_csv_reads_back(capsys: pytest.CaptureFixture[str]) -> None:
    show(ROWS, ["a", "b"], as_csv=True)
    assert list(csv.reader(io.StringIO(capsys.readouterr().out))) == [
        ["a", "b"],
        ["1,2", ""],
        ['say "x"\ny', '["я", 2]'],
    ]


def test_json_lines_read_back(capsys: pytest.CaptureFixture[str]) -> None:
    show(ROWS, ["a", "b"], as_json=True)
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == ROWS


def test_a_table_shows_control_and_bidi_characters_as_escapes(capsys: pytest.CaptureFixture[str]) -> None:
    show([{"a": "\x1b[31mred\u202etxt.exe"}], ["a"])
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert r"\x1b[31mred\u202etxt.exe" in out


def test_a_table_is_cut_for_people_and_csv_never(capsys: pytest.CaptureFixture[str]) -> None:
    show([{"a": "x" * 500}], ["a"])
    assert max(map(len, capsys.readouterr().out.splitlines())) == 60
    show([{"a": "x" * 500}], ["a"], as_csv=True)
    assert "x" * 500 in capsys.readouterr().out


def test_columns_stand_under_each_other_whatever_the_script(capsys: pytest.CaptureFixture[str]) -> None:
    show([{"a": "防弹衣", "b": "x"}, {"a": "vest", "b": "x"}, {"a": "й" * 4, "b": "x"}], ["a", "b"])
    assert capsys.readouterr().out.splitlines() == [
        "a       b",
        "防弹衣  x",
        "vest    x",
        "йййй    x",
    ]


def test_a_cell_of_megabytes_is_cut_to_its_width(capsys: pytest.CaptureFixture[str]) -> None:
    show([{"a": "防" * 5_000_000}], ["a"])
    assert capsys.readouterr().out.splitlines()[1] == "防" * 29 + "…"


def test_no_rows_is_said_and_still_gives_a_csv_header(capsys: pytest.CaptureFixture[str]) -> None:
    show([], ["a"])
    assert capsys.readouterr().err == "nothing to show\n"
    show([], ["a", "b"], as_csv=True)
    assert capsys.readouterr().out == "a,b\n"


def test_a_table_shows_times_to_the_second_and_csv_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"at": "2026-11-25T10:28:36.609229Z"}]
    show(rows, ["at"])
    assert capsys.readouterr().out.splitlines()[1] == "2026-11-25T10:28:36Z"
    show(rows, ["at"], as_csv=True)
    assert capsys.readouterr().out.splitlines()[1] == "2026-11-25T10:28:36.609229Z"


def test_a_table_shows_amounts_readable_and_numbers_under_each_other(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows: list[dict[str, object]] = [
        {"usd": 104400000.0, "year": 2023, "share": 0.9999, "from": "CHN"},
        {"usd": 42015.42, "year": 2022, "share": None, "from": "KAZ"},
    ]
    columns = ["usd", "year", "share", "from"]
    show(rows, columns)
    assert capsys.readouterr().out.splitlines() == [
        "        usd  year   share  from",
        "104,400,000  2023  0.9999  CHN",
        "  42,015.42  2022          KAZ",
    ]
    show(rows, columns, as_csv=True)
    assert capsys.readouterr().out.splitlines()[1] == "104400000.0,2023,0.9999,CHN"
