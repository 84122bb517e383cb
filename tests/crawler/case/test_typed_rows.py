"""Rows of a query as dataclasses and typed dicts: columns by name, whatever their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

import pytest
from sqlite_utils import Database

from crawler.case.typed_rows import columns_of, read_rows


@dataclass(frozen=True)
class Line:
    row: int
    text: str | None


@dataclass(frozen=True)
class Placed(Line):
    file: str


Trade = TypedDict("Trade", {"from": str, "to": str})


@pytest.fixture
def db() -> Database:
    db = Database(memory=True)
    db.execute("CREATE TABLE lines (file, text, row)")
    db.execute("INSERT INTO lines VALUES ('a.csv', NULL, 7)")
    return db


def test_fields_are_read_by_name_and_other_columns_left_out(db: Database) -> None:
    assert list(read_rows(db, Line, "SELECT * FROM lines")) == [Line(7, None)]
    assert list(read_rows(db, Placed, "SELECT * FROM lines WHERE row = ?", [7])) == [Placed(7, None, "a.csv")]
    assert list(read_rows(db, Placed, "SELECT * FROM lines WHERE row = :n", {"n": 8})) == []


def test_a_field_without_a_column_is_an_error(db: Database) -> None:
    with pytest.raises(KeyError, match="text"):
        list(read_rows(db, Line, "SELECT row FROM lines"))


def test_a_typed_dict_may_have_keys_that_are_no_names(db: Database) -> None:
    sql = """SELECT 'RUS' AS "to", 'CHN' AS "from" """
    assert list(read_rows(db, Trade, sql)) == [{"from": "CHN", "to": "RUS"}]
    assert columns_of(Trade) == ("from", "to")
    assert columns_of(Placed) == ("row", "text", "file")
