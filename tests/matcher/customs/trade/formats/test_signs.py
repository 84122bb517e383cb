"""Statistics in a layout that is not understood are not taken for declarations, and declarations are not refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from matcher.customs.ingest.store import import_file
from matcher.customs.trade.formats.facts import Refused
from matcher.customs.trade.formats.signs import why_statistics

PERSIAN = [["کد", "شرح", "کشور", "وزن", "ارزش"]] + [
    [code, text, country, str(100 + n), str(9000 + n)]
    for n, (code, text, country) in enumerate(
        (code, text, country)
        for code, text in (("85013200", "موتور"), ("90131000", "دوربین"), ("85171300", "تلفن"))
        for country in ("عراق", "ترکیه", "چین")
    )
]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([["Tovar", "Country", "2021", "2022"], ["Motors", "China", "10", "20"], ["Sights", "China", "30", "40"]], "periods"),
        ([["Goods", "Land", "Ausfuhr", "Einfuhr"], ["Motoren", "Polen", "10", "20"], ["Optik", "China", "30", "40"]], "directions"),
        ([["Description", "Origin", "Value"], ["Motors", "Total", "30"], ["Motors", "China", "10"], ["Motors", "Japan", "20"],
          ["Sights", "Total", "7"], ["Sights", "China", "7"]], "rows of totals"),
        (PERSIAN, "a row for each of 3 codes and 3 countries"),
    ],
)  # fmt: skip
def test_what_looks_like_statistics(rows: list[list[str]], why: str) -> None:
    found = why_statistics(rows, None)
    assert found is not None
    assert why in found


@pytest.mark.parametrize(
    "rows",
    [
        [["Date", "HS", "Goods", "Origin", "Qty", "Value"], ["2024-03-01", "8501", "motor", "China", "1", "20"], ["2024-03-02", "9013", "sight", "China", "3", "40"]],
        [["Importer", "Goods", "Import duty", "Export price"], ["North LLC", "motor AC 5 kW", "10", "20"], ["South LLC", "sight", "30", "40"]],
        [["HS", "Goods", "Country", "Value"], *([("8501", "9013", "8517")[n % 3], f"goods of batch QX-{n}", ("China", "Japan", "Poland")[n // 3 % 3], str(n)] for n in range(27))],
    ],
)  # fmt: skip
def test_declarations_do_not(rows: list[list[str]]) -> None:
    assert why_statistics(rows, None) is None


def test_nothing_of_it_is_imported_and_the_message_says_what_to_do(db: Database, tmp_path: Path) -> None:
    path = tmp_path / "amar.csv"
    path.write_text("\n".join(",".join(row) for row in PERSIAN) + "\n", encoding="utf-8")
    with pytest.raises(Refused, match=r"looks like published statistics.*--layout"):
        import_file(db, path)
    assert db.execute("SELECT count(*) FROM customs_lines").fetchone()[0] == 0
