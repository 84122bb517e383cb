"""Dates of other calendars, scripts and languages: read right, or not at all."""

from __future__ import annotations

from datetime import date, timedelta
from importlib.metadata import version

import pytest
from sqlite_utils import Database

from matcher.customs.ingest.store import import_file
from matcher.customs.values.calendars import gregorian
from matcher.customs.values.cells import day, number
from matcher.customs.values.hs_codes import hs_code
from matcher.text.month_names import month_names as shipped
from tests.support.customs_files import WriteCsv
from tests.support.pinned import pinned
from tools.month_names import month_names


@pytest.mark.parametrize(
    ("cell", "iso"),
    [
        # Iranian days beside Gregorian ones as the calendars of both give them
        *(("1402/05/12", "2023-08-03"), ("۱۴۰۲/۰۵/۱۲", "2023-08-03"), ("12.05.1402", "2023-08-03")),
        *(("1403/01/01", "2024-03-20"), ("1404-01-01", "2025-03-21"), ("1399/12/30", "2021-03-20")),
        *(("1398/12/30", None), ("1402/07/31", None), ("1402-05", None)),
        # a full stop, the word for the year or a time behind it
        *(("14.08.2023.", "2023-08-14"), ("14. 8. 2023.", "2023-08-14"), ("2023.02.14.", "2023-02-14")),
        *(("14.8.2023. g.", "2023-08-14"), ("02.02.2023 г.", "2023-02-02"), ("15.04.2023 р.", "2023-04-15")),
        *(("05-APR-23 12.00.00.000000 AM", "2023-04-05"), ("20230405 10:22:33", "2023-04-05")),
        # a time written together with the day, which longer numbers of papers are not
        *(("20230405102233", "2023-04-05"), ("20230405102233Z", "2023-04-05"), ("20231305102233", None)),
        *(("16702018313566", None), ("202304051022", None), ("202304051022334", None)),
        *(("5-Apr-2023 3:45PM", "2023-04-05"), ("12 10.50", None), ("45012 10:30", None), ("12.500", None)),
        # days first without signs
        *(("12012023", "2023-01-12"), ("31022023", None), ("40102926", None), ("61091000", None)),
        *(
            ("20122024", "2024-12-20"),
            ("19032011", "2011-03-19"),
            ("5042023", "2023-04-05"),
            ("5132023", None),
        ),
        # years of the Buddhist era
        *(("12/05/2566", "2023-05-12"), ("2566-05-12", "2023-05-12"), ("05-2566", "2023-05")),
        # eras of Japan and years of Taiwan, from 2011 on of three digits; full width
        *(("令和5年5月12日", "2023-05-12"), ("R05/05/12", "2023-05-12"), ("令和元年5月1日", "2019-05-01")),
        *(("112/05/12", "2023-05-12"), ("民國112年5月12日", "2023-05-12"), ("12年5月12日", None)),
        *(("２０２３／０５／１２", "2023-05-12"), ("150-10-20", None)),
        # two digits whose century is not sure are none: 66 may be the Thai 2566
        *(("12.05.98", "1998-05-12"), ("12.05.23", "2023-05-12"), ("12/05/66", None), ("12-May-66", None)),
        # years of no calendar that a file of today has, and of Nepal's, which has days that others have not
        *(("2081-02-02", None), ("२०८०/११/३२", None), ("2069-12-31", "2069-12-31")),
        *(("1202-01-01", None), ("1444/05/12", None), ("0001-01-01", None), ("01.02.3023", None)),
        *(("2023. 5. 12.", "2023-05-12"), ("2023년 5월 12일", "2023-05-12"), ("2023년 5월", "2023-05")),
        *(("12 tháng 5 năm 2023", "2023-05-12"), ("ngày 5 tháng 12, năm 2023", "2023-12-05")),
        *(("12-Mei-2023", "2023-05-12"), ("3 kwi 2023", "2023-04-03"), ("5 août 2023", "2023-08-05")),
        *(("4 Machi 2023", "2023-03-04"), ("17 júní 2022", "2022-06-17"), ("9 shkurt 2023", "2023-02-09")),
        ("4 listopad 2023", None),  # November in Polish, October in Croatian
    ],
)
def test_a_date_is_read_in_its_calendar_or_not_at_all(cell: str, iso: str | None) -> None:
    assert day(cell) == iso


def test_every_day_of_iranian_years_follows_the_one_before() -> None:
    expected = date(1991, 3, 21)
    for year in range(1370, 1421):
        for month in range(1, 13):
            for number_of_day in range(1, 32):
                found = gregorian(year, month, number_of_day)
                if found is not None:
                    assert found == expected
                    expected += timedelta(days=1)
    assert expected == date(2042, 3, 21)


def test_the_shipped_names_of_months_are_those_of_the_library() -> None:
    if version("babel") != pinned("babel"):
        pytest.skip("another Babel, which has another release of CLDR")
    assert shipped() == month_names(), "python -m tools.month_names > month_names.csv"


def test_numbers_and_codes_in_digits_of_another_script_are_read() -> None:
    assert (number("١٬٢٣٤٫٥"), number("۱۲۳۴")) == (1234.5, 1234)
    assert (number("１，２３４．５"), number("12,34,567.50"), number("1’234.50")) == (
        1234.5,
        1234567.5,
        1234.5,
    )
    code = hs_code("۸۴۸۲۱۰۰۰")
    assert code is not None
    assert (code.hs6, code.problem) == ("848210", None)


def test_a_file_in_persian_digits_keeps_its_text_and_is_read(db: Database, write_csv: WriteCsv) -> None:
    rows = [["۸۴۸۲۱۰۰۰", f"بلبرینگ شیار عمیق {n}", "۱۴۰۲/۰۵/۱۲", "۱۲۰", "عدد"] for n in range(12)]
    path = write_csv(rows, header=("کد تعرفه", "شرح کالا", "تاریخ", "تعداد", "واحد"))
    import_file(db, path)
    line = db.execute("SELECT hs, hs6, date, quantity, unit_code FROM customs_lines LIMIT 1").fetchone()
    assert line == ("۸۴۸۲۱۰۰۰", "848210", "2023-08-03", 120, "H87")
