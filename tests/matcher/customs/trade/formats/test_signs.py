"""Statistics in a layout that is not understood are not taken for declarations, and declarations are not refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from matcher.customs.ingest.store import import_file
from matcher.customs.trade.formats.registry import statistics_layout
from matcher.customs.trade.formats.tables.signs import why_statistics
from matcher.customs.trade.formats.texts.facts import Refused, Stated

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


def monthly(header: str, texts: list[str], codes: tuple[str, ...]) -> list[list[str]]:
    """Rows with a month and no parties; `texts` in the column called `header`."""
    head = ["Period", "Flow", "HS code", header, "Partner", "Value, USD"]
    return [
        head,
        *(
            [
                "2023-05",
                "Import",
                codes[n % len(codes)],
                text,
                ("China", "Japan", "Poland")[n % 3],
                str(40 + n),
            ]
            for n, text in enumerate(texts)
        ),
    ]


@pytest.mark.parametrize("rows", [5, 9, 40])
@pytest.mark.parametrize("codes", [("850132",), ("850132", "901310")])
def test_a_few_rows_that_describe_goods_of_one_code_apart_are_declarations(
    rows: int, codes: tuple[str, ...]
) -> None:
    table = monthly("Description", [f"electric motor of batch {n}" for n in range(rows)], codes)
    assert statistics_layout(table, None) is None
    assert why_statistics(table, None) is None


@pytest.mark.parametrize("header", ["Text", "Description"])
def test_where_a_few_texts_of_one_code_may_divide_figures_it_is_asked(
    db: Database, tmp_path: Path, header: str
) -> None:
    texts = ["electric motor", "motor of a pump", "sights", "cameras", "telephones", "turbines"]
    rows = monthly(header, texts, ("850132", "850132", "901310", "852580", "851713", "840734"))
    path = tmp_path / "few.csv"
    path.write_text("\n".join(";".join(row) for row in rows) + "\n", encoding="utf-8")
    with pytest.raises(Refused, match=f"column '{header}' has several texts.*--layout"):
        import_file(db, path, stated=Stated(reporter="GEO"))


@pytest.mark.parametrize(
    ("header", "texts"),
    [
        ("Region", ["Southern region", "Northern region", "Western region"] * 2),
        ("Description", ["electric motors", "turbines"] * 3),
        ("Trade", ["general trade", "processing trade"] * 3),
    ],
)
def test_divisions_and_one_text_for_each_code_are_statistics(header: str, texts: list[str]) -> None:
    codes = ("850132", "840734") if header == "Description" else ("850132", "850132", "840734", "840734")
    layout = statistics_layout(monthly(header, texts, codes), None)
    assert layout is not None
    assert layout.found.unsure is None  # type: ignore[attr-defined]


TITLED = "Imports of Georgia in 2023\n\nHS code;Description;Value, thousand USD\n"


@pytest.mark.parametrize("count", [2, 5, 60])
def test_a_title_and_one_row_for_each_code_are_statistics(db: Database, tmp_path: Path, count: int) -> None:
    path = tmp_path / "titled.csv"
    rows = [f"{8401 + n % 60};goods of kind {n};{n + 1}" for n in range(count)]
    path.write_text(TITLED + "\n".join(rows) + "\n", encoding="utf-8")
    (table,) = import_file(db, path).tables
    assert table.kind == "statistics"
    stored = db.execute("SELECT sum(value), min(reporter), max(flow) FROM customs_statistics").fetchone()
    assert stored == (1000 * count * (count + 1) / 2, "GEO", "import")


def test_a_title_above_several_rows_of_one_code_says_nothing() -> None:
    rows = [["Imports of Georgia in 2023"], ["HS code", "Description", "Value, USD"], *(["8501", f"motor {n}", "5"] for n in range(4))]  # fmt: skip
    assert why_statistics(rows, None) is None


def test_codes_and_partners_below_a_title_that_says_the_rest() -> None:
    """A quarter of the countries have names that are not known, and the codes are too few to be told by their rows."""
    said = ("Azərbaycan Respublikasının Dövlət Gömrük Komitəsi", "İdxal (yanvar-dekabr 2024-cü il)")
    titles = [[text, "", "", ""] for text in said]
    header = ["№", "XİF MN kodu", "Ölkə", "Statistik dəyər, min ABŞ dolları"]
    places = ("Türkiyə", "Gürcüstan", "Çin", "Yeni Torpaq")
    rows = [[f"{n}", f"85013{n}0000", place, f"{n}1,5"] for n in (1, 2) for place in places]
    assert "codes and of partners" in (why_statistics([*titles, header, *rows, rows[0]], None) or "")
    assert why_statistics([header, *rows], None) is None
