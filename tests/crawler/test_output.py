"""Data goes to stdout in the shape asked for; nothing scraped can steer the terminal."""

from __future__ import annotations

import csv
import io
import json

import pytest

from crawler.output import show

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


def test_no_rows_is_said_and_still_gives_a_csv_header(capsys: pytest.CaptureFixture[str]) -> None:
    show([], ["a"])
    assert capsys.readouterr().err == "nothing to show\n"
    show([], ["a", "b"], as_csv=True)
    assert capsys.readouterr().out == "a,b\n"
