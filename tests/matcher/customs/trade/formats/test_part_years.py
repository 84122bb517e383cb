"""Parts of a year in headings, titles and rows: read as their months, or the import stops and says where; never the whole year."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlite_utils import Database

from matcher.customs.ingest.store import import_file
from matcher.customs.trade.formats.texts.facts import Refused, Stated
from matcher.customs.trade.formats.texts.headings import heading_of

STATED = Stated(flow="export", reporter="Georgia", currency="USD", scale=1)
ROWS = "8501;China;{0}\n9013;China;{0}\n8517;Japan;{0}\n"


def months(
    db: Database, tmp_path: Path, heading: str, title: str = "Trade, USD", cells: str = "10"
) -> set[str]:
    """The months of the figures of a table with this title and heading: 2023-01/2023-06."""
    path = tmp_path / "t.csv"
    path.write_text(f"{title}\nHS code;Country;{heading}\n{ROWS.format(cells)}", encoding="utf-8")
    import_file(db, path, stated=STATED)
    spans = db.execute("SELECT DISTINCT start, end FROM customs_statistics").fetchall()
    return {f"{a // 12}-{a % 12 + 1:02}/{b // 12}-{b % 12 + 1:02}" for a, b in spans}


@pytest.mark.parametrize(
    ("heading", "last"),
    [
        *[(text, 9) for text in ("Q1-Q3 2023", "1-3 кв. 2023", "I-III kwartał 2023", "1.-3. Quartal 2023", "2023年前三季度")],
        *[(text, 6) for text in ("Q1 & Q2 2023", "Q1+Q2 2023", "I-VI 2023", "I–VI.2023", "first half 2023", "1st half 2023")],
        *[(text, 6) for text in ("1H 2023", "H1/2023", "2023年上半年", "1er semestre 2023", "primer semestre de 2023", "1. Halbjahr 2023")],
        *[(text, 6) for text in ("I półrocze 2023", "І півріччя 2023", "1-е полугодие 2023", "2023 상반기", "YTD Jun 2023")],
        *[(text, 6) for text in ("June 2023, cumulative", "01-06.2023", "2023.01-2023.06", "Jan 2023 - Jun 2023")],
        *[(text, 9) for text in ("9 months of 2023", "9M 2023", "9 мес. 2023", "За 9 месяцев 2023", "2023年1-9月", "ilk 9 ay 2023")],
        *[(text, 9) for text in ("9 miesięcy 2023", "9 місяців 2023 року", "primeros 9 meses de 2023", "9 premiers mois 2023")],
        *[(text, 3) for text in ("First quarter 2023", "I кв. 2023", "1º trimestre 2023", "1. çeyrek 2023", "2023年第一季度")],
        *[(text, 3) for text in ("I trim. 2023", "Trim. I 2023", "1er trim 2023", "2023K1", "1Q23", "1T23", "1T2023")],
        *[(text, 6) for text in ("1S23", "1H2023")],
    ],
)  # fmt: skip
def test_a_part_of_a_year_is_its_months(db: Database, tmp_path: Path, heading: str, last: int) -> None:
    assert months(db, tmp_path, heading) == {f"2023-01/2023-{last:02}"}


@pytest.mark.parametrize(
    "heading",
    [
        *("2023 (until June)", "as of June 2023", "до июня 2023", "through June 2023", "Jan 2023 to date", "YTD 2023"),
        *("FY2022", "1T 2023", "S1 2023", "I-IV 2023", "1Q23 1Q22", "3 months ended June 2023", "half year 2023"),
        *("Q1 and Q3 2023", "2023年九月", "bis Juni 2023", "hasta junio 2023", "1 i 3 kwartał 2023", "first nine months 2023"),
        *("2023-I", "I-2023", "2023 – II", "2023 (I)", "2023. I", "2023I", "2023T1", "2023-S2"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_no_year(db: Database, tmp_path: Path, heading: str) -> None:
    try:
        assert months(db, tmp_path, heading) == set()
        reasons = " ".join(row[0] for row in db.execute("SELECT reason FROM customs_rejects").fetchall())
    except Refused as refused:
        reasons = str(refused)
    assert heading in reasons


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("January-June", 6),
        ("January-June 2022-2023", 6),
        ("Январь-сентябрь 2023 года", 9),
        ("first half of each year", 6),
        ("Q1", 3),
        ("Data of 17 March 2024", 12),
        ("March 2024", 12),  # when it was published
        ("Figures may be revised", 12),
        ("Source: customs, since January 2021", 12),
        ("Updated: June 2024. Next update July 2024", 12),
        ("2022 and 2023 (January to December)", 12),
        ("Half-finished goods, 2023", 12),
        ("until June of each year, 2023", None),
        ("June 2023", None),
        ("Exports in June", None),
        ("2023, 5 months to May", None),
    ],
)
def test_a_part_in_the_title_is_of_each_year_below(
    db: Database, tmp_path: Path, title: str, expected: int | None
) -> None:
    if expected is None:
        with pytest.raises(Refused, match="titles name a part of a year"):
            months(db, tmp_path, "2022;2023", title, "10;20")
        return
    assert months(db, tmp_path, "2022;2023", title, "10;20") == {
        f"{year}-01/{year}-{expected:02}" for year in (2022, 2023)
    }


@pytest.mark.parametrize("heading", ["Year;Value USD", "Year;Export USD"])
def test_a_part_in_the_title_above_rows_of_years(db: Database, tmp_path: Path, heading: str) -> None:
    try:
        got = months(db, tmp_path, heading, "January-June", "2023;10")
    except Refused as refused:
        assert re.search("part of a year", str(refused))  # noqa: PT017 - either is right
    else:
        assert got == {"2023-01/2023-06"}


def test_a_part_said_below_the_figures_stops_the_import(db: Database, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="January-June 2023"):
        months(db, tmp_path, "2022;2023", cells="10;20\n* January-June 2023 only;;;")


def test_sums_go_to_the_last_month_beside_them(db: Database, tmp_path: Path) -> None:
    got = months(db, tmp_path, "Jan 2023;Feb 2023;Cumulative 2023", cells="1;2;3")
    assert got == {"2023-01/2023-01", "2023-02/2023-02", "2023-01/2023-02"}


@pytest.mark.parametrize(
    "text",
    [
        "2023 value",
        "Motors of 75 kW 2023",
        "кабели до 110 кВ 2023",
        "2023 год",
        "площадь, кв. м 2023",
        "quantity in m2 2023",
    ],
)
def test_other_words_are_no_part_of_a_year(text: str) -> None:
    heading = heading_of(text)
    assert heading.span is None or (heading.span.first, heading.span.last) == (1, 12)
    assert heading.unread == ("до" in text.split())  # "до 110 кВ": what it is up to is not asked


@pytest.mark.parametrize(
    ("title", "heading", "cells"),
    [
        ("YTD 2023", "Value USD", "1"),
        ("Cumulative, June 2023", "Value USD", "1"),
        ("2023", "Month;Value USD", "I;1"),
    ],
)
def test_a_year_or_month_that_is_not_that_of_the_rows(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, title: str, heading: str, cells: str
) -> None:
    rows = "".join(f"{code};{place};{{0}}\n" for code in (8501, 9013, 8517) for place in ("World", "China"))
    monkeypatch.setitem(globals(), "ROWS", rows)
    with pytest.raises(Refused, match="is not understood"):
        months(db, tmp_path, heading, title, cells)
