"""A case with pairs, filled by plain SQL into the real schema: quick, and independent of crawl and match."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from pathlib import Path

from crawler.case.case import Case
from matcher.review.decisions import review_database

MAKERS = (
    (
        "hengdun",
        "Shandong Hengdun",
        "HENGDUN",
        "Бронежилет HD-{n} с противоосколочной защитой, полиэтилен СВМПЭ",
    ),
    ("norvex", "Norvex Optronics", "NORVEX", "Прилад тепловізійний NVX-{n} для спостереження"),
    ("tianlu", "天路防护有限公司", "天路", "防弹头盔 TL-{n} 高分子聚乙烯，黑色"),
)
HOSTILE = (
    '=HYPERLINK("http://evil.example","click")',
    "+7 495 000-00-00",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd",
    "12345678901234567890",
    "0640699000",
    "10E5",
    "line one\nline two\r\nline three",
    "right\u200fto\u202eleft\u202c end",
    "x" * 32_000,
    "<script>document.title='owned'</script>",
    "' OR 1=1 --",
    'tab\there ; semicolon , comma | bar "quote"',
    "\t=1+1",
    "_x0041_ nul\x00 bell\x07",
    "＝1+1 full width",
)
IMPORTERS = ("ООО СИЛУАН-ЭКИП", "ТОВ КОЛОБОК", "АО Жар-Птица", "Кот & Сыновья; ООО")


def make_case(
    root: Path, pairs: int = 30, *, adjudicator: str = "", hostile: bool = False, items: int | None = None
) -> Case:
    """A case with `pairs` pairs of several makers; `hostile`: the first goods have dangerous texts."""
    case = Case.create(root, name=root.name, contact="desk@news.example")
    if adjudicator:
        toml = root / "box31.toml"
        text = toml.read_text(encoding="utf-8").replace(
            '# adjudicator = "" ', f'adjudicator = "{adjudicator}" '
        )
        toml.write_text(text, encoding="utf-8")
        case = Case.open(root)
    db = review_database(case)
    fill(db.conn, pairs, items or max(3, pairs // 10), HOSTILE if hostile else ())
    db.close()
    return case


def fill(conn: sqlite3.Connection, pairs: int, items: int, hostile: tuple[str, ...]) -> None:
    """Write items, goods, lines and pairs. Pair n: item n % items, goods n // 2, confidence falling with n."""
    time = "2026-11-20T10:00:00Z"
    with conn:
        conn.execute("INSERT INTO runs (run_id, site, started) VALUES ('run-1', 'hengdun', ?)", [time])
        conn.execute(
            "INSERT INTO match_runs (match_id, started, model, weights) VALUES (1, ?, 'bundled', 'w')", [time]
        )
        conn.execute(
            "INSERT INTO customs_files (file_id, sha256, name, kind, layout, signature, columns, mapping, personal,"
            " imported_at, rows_in, headers, lines, rejects, blank)"
            " VALUES ('f-1', 'aa', 'ru_imports_2023.csv', 'declarations', 'fts', 's', '[]', '{}', '[]',"
            " ?, ?, 1, ?, 0, 0)",
            [time, pairs * 2 + 1, pairs * 2],
        )
        for n in range(items):
            site, maker, brand, _ = MAKERS[n % len(MAKERS)]
            name = f"Ballistic article {brand}-{n:03d}"
            if hostile and n < len(hostile):
                name = hostile[n].replace("\x00", "")
            url = f"http://www.{site}.example/products/{n}.html"
            if hostile and n == 1:
                url = "javascript:alert(document.domain)"
            conn.execute("INSERT INTO items VALUES (?, ?, ?, ?, ?)", [f"i-{n:06x}", site, url, url, time])
            conn.execute(
                "INSERT INTO captures (capture_id, run_id, site, url, captured_at, kind, status, mime, payload_sha256,"
                " payload_length, warc_file, warc_offset, warc_length)"
                " VALUES (?, 'run-1', ?, ?, ?, 'page', 200, 'text/html', ?, 10, 'run-1.warc.gz', ?, 500)",
                [f"c-{n}", site, url, time, hashlib.sha256(str(n).encode()).hexdigest(), n * 500],
            )
            conn.execute(
                "INSERT INTO item_versions (item_id, capture_id, seen_at, extractor, fields_sha256, url, language,"
                " name, model, sku, brand, category, description, specs) VALUES (?, ?, ?, '1', ?, ?, 'en', ?, ?, ?, ?,"
                " 'Body armour > Vests', 'Protects against fragments.', ?)",
                [
                    *(
                        f"i-{n:06x}",
                        f"c-{n}",
                        time,
                        str(n),
                        url,
                        name,
                        f"{brand[:2]}-{n:03d}",
                        f"0{n:05d}",
                        maker,
                    ),
                    json.dumps(
                        {"Material": "UHMWPE", "Weight": f"{n + 1}.5 kg", "Area": "0.28 m²"},
                        ensure_ascii=False,
                    ),
                ],
            )
        for n in range(-(-pairs // 2)):
            _, maker, brand, text = MAKERS[n % len(MAKERS)]
            text = hostile[n].replace("\x00", "") if n < len(hostile) else text.format(n=f"{n:03d}")
            conn.execute(
                "INSERT INTO goods (goods_id, text, normal, maker, trademark, model, article)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                [f"g-{n:06x}", text, text.lower(), maker, brand, f"{brand[:2]}-{n:03d}", None],
            )
            for k in range(2):
                conn.execute(
                    "INSERT INTO customs_lines (file_id, row, goods_id, declaration, line_no, date, hs, description,"
                    " importer, exporter, origin, destination, quantity, unit, raw)"
                    " VALUES ('f-1', ?, ?, ?, ?, ?, '0640699000', ?, ?, 'Hengdun Trading', 'CN', 'RU', ?, 'шт', '[]')",
                    [
                        *(n * 2 + k + 2, f"g-{n:06x}", "10702070/010123/3000001", str(k + 1)),
                        *(f"2023-0{1 + n % 9}-1{k}", text, IMPORTERS[n % len(IMPORTERS)], 100.0 * (k + 1)),
                    ],
                )
        conn.executemany(
            "INSERT INTO pairs (pair_id, item_id, goods_id, match_id, level, log_odds, confidence, confidence_basis,"
            " confidence_low, confidence_high, terms, reasons, counter_reasons, signature)"
            " VALUES (?, ?, ?, 1, ?, 0.5, ?, 'prior', 0.1, 0.95, ?, ?, ?, ?)",
            (
                (
                    *(
                        pair_id(n),
                        f"i-{n % items:06x}",
                        f"g-{n // 2:06x}",
                        ("model", "maker", "description")[n % 3],
                    ),
                    *(round(1 - (n + 0.5) / pairs, 6), json.dumps([["maker named", 1.0, 0.5]])),
                    json.dumps([f"the maker is named ({n})", "kind of goods agrees", "СВМПЭ = UHMWPE"]),
                    *(
                        json.dumps(["the weight differs: 3 kg and 2.5 kg"]),
                        hashlib.sha256(f"v1 {n}".encode()).hexdigest()[:16],
                    ),
                )
                for n in range(pairs)
            ),
        )


def pair_id(n: int) -> str:
    """The id of pair n, as the matcher would make one."""
    return "p-" + hashlib.sha256(f"pair {n}".encode()).hexdigest()[:16]
