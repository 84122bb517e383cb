"""The network of canonical firms, and addresses of several firms, from lines of a file."""

from __future__ import annotations

import re

from sqlite_utils import Database

from matcher.charts.network import network_file
from matcher.customs.ingest.store import import_file
from matcher.parties.network import address_rows, tie_rows
from matcher.parties.parties import Parties
from tests.support.customs_files import WriteCsv

HEADER = ("DECLARATION_NO", "LINE_NO", "IMP_DATE", "HS_CODE", "PRODUCT_DESCRIPTION", "IMPORTER_NAME", "IMPORTER_ADDRESS",
          "SUPPLIER_NAME", "ORIGIN_COUNTRY", "DESTINATION_COUNTRY", "TOTAL_VALUE_USD")  # fmt: skip
LINES = [
    ("2023-01-02", 'ООО "СИЛУАН-ЭКИП"', "г. Москва, ул. Лесная, д. 5", "RED WREN CO., LTD", "100"),
    ("2023-02-03", "SILUAN-EKIP LLC", "г. Москва, ул. Лесная, д. 5", "Red Wren Co Ltd", "150"),
    (
        "2023-03-04",
        "ООО ЖАР-ПТИЦА ТРЕЙД",
        "Г. МОСКВА УЛ ЛЕСНАЯ Д 5",
        "<script>alert(1)</script> CO LTD",
        "50",
    ),
    ("2023-03-05", "ТОО АЛТЫН БУКА", "Алматы, пр. Абая, 10", "RED WREN CO., LTD", "25"),
]


def firms(db: Database, write_csv: WriteCsv) -> Parties:
    rows = [
        (f"10999010/010123/{n:07}", "1", day, "6506101000", f"ТОВАР {n}", importer, address, exporter, "CN", "RU", value)
        for n, (day, importer, address, exporter, value) in enumerate(LINES)
    ]  # fmt: skip
    import_file(db, write_csv(rows, header=HEADER))
    return Parties(db)


def test_spellings_of_one_firm_are_one_tie_with_its_lines_value_and_days(
    db: Database, write_csv: WriteCsv
) -> None:
    parties = firms(db, write_csv)
    ties = tie_rows(db, parties)
    assert len(ties) == 3
    first = ties[0]
    assert (first["lines"], first["value_usd"], first["importer_names"]) == (2, 250, 2)
    assert (first["first_date"], first["last_date"]) == ("2023-01-02", "2023-02-03")
    wren = parties.find("RED WREN")
    assert sum(tie["lines"] for tie in tie_rows(db, parties, around=wren)) == 3


def test_the_picture_draws_each_tie_by_its_value_and_shows_hostile_names_as_text(
    db: Database, write_csv: WriteCsv
) -> None:
    drawn = network_file(tie_rows(db, firms(db, write_csv))) or ""
    widths = [float(width) for width in re.findall(r'stroke-width="([\d.]+)"><title>', drawn)]
    assert widths == [12.0, 2.4, 1.2]
    assert "<script" not in drawn
    assert network_file([]) is None


def test_an_address_of_two_firms_is_found_whatever_its_letters_and_signs(
    db: Database, write_csv: WriteCsv
) -> None:
    (shared,) = address_rows(db, firms(db, write_csv))
    assert shared["firms"] == 2
    assert "ЖАР-ПТИЦА" in shared["names"]
    assert shared["lines"] == 3
