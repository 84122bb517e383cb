"""A fresh case database, and small customs files written as a test needs them: fixtures for customs and sheets."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.case.case import Case
from matcher.schema.tables import matcher_migrations

HEADER = (
    *(
        "DECLARATION_NUMBER",
        "ITEM_NUMBER",
        "IMP_DATE",
        "HS_CODE",
        "PRODUCT_DESCRIPTION",
        "IMPORTER_NAME",
        "SUPPLIER_NAME",
    ),
    *("QUANTITY", "UNIT", "TOTAL_VALUE_USD", "MANUFACTURER", "BRAND"),
)
DATA = Path(os.environ.get("BOX31_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))


def row(number: int = 1, **changed: str) -> list[str]:
    """A well-formed row under HEADER; `changed` gives cells by their header."""
    cells = dict(
        zip(
            HEADER,
            (
                *(
                    f"10999010/010123/{3000000 + number}",
                    "1",
                    "2023-01-31",
                    "6506108000",
                    f"ШЛЕМ ЗАЩИТНЫЙ {number}",
                ),
                *("ООО ПОЛУЧАТЕЛЬ", "RED WREN CO., LTD", "10", "ШТ", "250.5", "", ""),
            ),
            strict=True,
        )
    )
    return list({**cells, **changed}.values())


WriteCsv = Callable[..., Path]


@pytest.fixture
def write_csv(tmp_path: Path) -> WriteCsv:
    """write_csv(rows, name=..., encoding=..., delimiter=..., header=...) -> path."""

    def write(
        rows: Iterable[Sequence[str]],
        name: str = "lines.csv",
        encoding: str = "utf-8",
        delimiter: str = ",",
        header: Sequence[str] | None = HEADER,
    ) -> Path:
        path = tmp_path / name
        with path.open("w", encoding=encoding, newline="") as handle:
            writer = csv.writer(handle, delimiter=delimiter)
            if header is not None:
                writer.writerow(header)
            writer.writerows(rows)
        return path

    return write


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case.create(tmp_path / "case")


@pytest.fixture
def db(case: Case) -> Database:
    return case.database(matcher_migrations)


@pytest.fixture
def aurora() -> Path:
    path = DATA / "case-aurora"
    if not path.is_dir():
        pytest.skip(f"the development data is not there ({path}); set BOX31_DATA to its folder")
    return path
