"""A case with a catalog and customs goods by plain SQL, and a small world of makers whose true pairs are known."""

from __future__ import annotations

import json
from pathlib import Path

from sqlite_utils import Database

from crawler.case.case import Case
from matcher.review.decisions import review_database


def add_item(db: Database, item_id: str, name: str, model: str, specs: str, brand: str = "ZAKALKA") -> None:
    url = f"http://zakalka.example/{item_id}"
    fields = dict(part.split(": ", 1) for part in specs.split("; "))
    with db.conn:
        db.execute(
            "INSERT OR IGNORE INTO runs (run_id, site, started) VALUES ('run', 'zakalka', '2024-01-01')"
        )
        db.execute("INSERT INTO items VALUES (?, 'zakalka', ?, ?, '2024-01-01')", [item_id, url, url])
        db.execute(
            "INSERT INTO captures (capture_id, run_id, site, url, captured_at, kind, warc_file, warc_offset,"
            " warc_length)"
            " VALUES (?, 'run', 'zakalka', ?, '2024-01-01', 'page', 'run.warc.gz', 0, 1)",
            [f"c-{item_id}", url],
        )
        db.execute(
            "INSERT INTO item_versions (item_id, capture_id, seen_at, extractor, fields_sha256, url, language, name,"
            " model, brand, description, specs) VALUES (?, ?, '2024-01-01', '1', ?, ?, 'en', ?, ?, ?, ?, ?)",
            [item_id, f"c-{item_id}", name, url, name, model, brand, name, json.dumps(fields)],
        )


def add_goods(db: Database, goods_id: str, text: str, maker: str, hs6: str) -> None:
    with db.conn:
        db.execute(
            "INSERT OR IGNORE INTO customs_files (file_id, sha256, name, kind, layout, signature, columns, mapping,"
            " personal, imported_at, rows_in, headers, lines, rejects, blank) VALUES ('f-1', '0', 'lines.csv', 'declarations',"
            " 'headers', 's', '[]', '{}', '[]', '2024-01-01', 0, 0, 0, 0, 0)"
        )
        db.execute(
            "INSERT INTO goods (goods_id, text, normal, maker) VALUES (?, ?, ?, ?)",
            [goods_id, text, goods_id, maker or None],
        )
        (row,) = db.execute("SELECT count(*) + 2 FROM customs_lines").fetchone()
        db.execute(
            "INSERT INTO customs_lines (file_id, row, goods_id, hs, hs6, description, origin, raw)"
            " VALUES ('f-1', ?, ?, ?, ?, ?, 'CHINA', '[]')",
            [row, goods_id, hs6, hs6, text],
        )


# Kind in Russian and English, stated properties in Russian and English: what the invented makers sell.
SOLD = (
    ("БРОНЕЖИЛЕТ", "Ballistic Vest", "NIJ IIIA, ВЕС {n},5 КГ", "Level: NIJ IIIA; Weight: {n}.5 kg"),
    (
        "ПРИЦЕЛ ТЕПЛОВИЗИОННЫЙ",
        "Thermal Riflescope",
        "640X512, ОБЪЕКТИВ {n}5 ММ",
        "Sensor: 640x512; Lens: {n}5 mm",
    ),
    (
        "ШЛЕМ БАЛЛИСТИЧЕСКИЙ",
        "Ballistic Helmet",
        "NIJ IIIA, ВЕС 1,{n} КГ",
        "Level: NIJ IIIA; Weight: 1.{n} kg",
    ),
    ("РАДИОСТАНЦИЯ НОСИМАЯ", "Handheld Radio", "МОЩНОСТЬ {n} ВТ", "Power: {n} W"),
)
MAKERS = ("ZAKALKA", "VORTREX", "TIANSHAN")


def small_world(root: Path) -> tuple[Case, dict[str, str]]:
    """A case of 24 items and 96 goods, and for each goods the item it truly is ("" for none).

    Of each item: a line with its code and maker, one with its maker and properties, one with properties alone,
    and one of another maker with the same properties, which is none of the catalog's.
    """
    case = Case.create(root, name=root.name, contact="test@box31.example")
    db = review_database(case)
    truth: dict[str, str] = {}
    for number in range(24):
        russian, english, stated, specs = SOLD[number % len(SOLD)]
        maker = MAKERS[number % len(MAKERS)]
        size, item, code = number // 4 + 2, f"i-{number:02}", f"{maker[:2]}-{english[0]}{number * 7 + 100}"
        add_item(db, item, f"{english} {code}", code, specs.format(n=size), brand=maker)
        words = f"{russian}, {stated.format(n=size)}"
        for goods, text, firm, true in (
            (f"g-{number:02}-model", f"{words}, МОДЕЛЬ {code}", f"{maker} CO LTD", item),
            (f"g-{number:02}-maker", words, maker, item),
            (f"g-{number:02}-words", f"{words}, АРТ {number}", "", item),
            (f"g-{number:02}-other", f"{words}, НОВЫЙ", "STONE TURTLE CO", ""),
        ):
            add_goods(db, goods, text, firm, "901310" if "ПРИЦЕЛ" in russian else "650610")
            truth[goods] = true
    db.close()
    return case, truth
