"""How fast and in how much memory customs lines come in, beside two plain loaders of the same file.

    python benchmarks/ingest.py [--rows 1000000] [--distinct 0.5] [--only box31] [--cells parquet] [--before CHECKOUT] [--json]

Writes a CSV of invented lines (26 columns, windows-1251, `;`, as a dump of the Russian declarations has them; half
of the descriptions distinct unless --distinct says otherwise), then, each in a process of its own: `box31 customs
import` with all its parsing, `sqlite-utils insert` of the file, pandas.read_csv + to_sql (left out where pandas is not
installed: it is not a dependency of Box31). --before names a checkout of an older release: its `customs import` reads
the same file in the same environment. Prints seconds by the clock and of the processor (which say more where
other work shares the machine), rows a second and the largest sum of proportional resident memory of the process and
its children.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import json
import os
import random
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from processes import watched

HEADER = (
    *(
        "Номер декларации (ND)",
        "Дата (G072)",
        "Направление (G011)",
        "Отправитель (G022)",
        "ИНН получателя (G081)",
    ),
    *(
        "Получатель (G082)",
        "Адрес получателя (G083)",
        "Страна отправления (G15)",
        "Страна происхождения (G16)",
    ),
    *(
        "Страна назначения (G17)",
        "Условия поставки (G20)",
        "Валюта (G221)",
        "Номер товара (G32)",
        "Код ТНВЭД (G33)",
    ),
    *("Описание и характеристика товара (G31_1)", "Фирма изготовитель (G31_11)", "Товарный знак (G31_12)"),
    *(
        "Количество (G31_7)",
        "Ед. изм. (G31_71)",
        "Код ед. изм. (G31_72)",
        "Вес брутто, кг (G35)",
        "Вес нетто, кг (G38)",
    ),
    *("Фактурная стоимость (G42)", "Таможенная стоимость, руб (G45)", "Статистическая стоимость, USD (G46)"),
    "Код таможенного поста (G07)",
)
KINDS = (
    "НАСОС ЦЕНТРОБЕЖНЫЙ ДЛЯ ЧИСТОЙ ВОДЫ|8413702100", "КРАН ШАРОВОЙ ЛАТУННЫЙ|8481808199", "ШЛЕМ ЗАЩИТНЫЙ|6506108000",
    "ПОДШИПНИК ШАРИКОВЫЙ РАДИАЛЬНЫЙ|8482109008", "ЖИЛЕТ УТЕПЛЕННЫЙ МУЖСКОЙ, ВЕРХ 100% ПОЛИЭСТЕР|6211333100",
    "ПЛАСТИНА КЕРАМИЧЕСКАЯ ИЗ КАРБИДА КРЕМНИЯ|6914900000", "КАБЕЛЬ СИЛОВОЙ МЕДНЫЙ|8544499101",
    "ФАНЕРА КЛЕЕНАЯ БЕРЕЗОВАЯ|4412330000",
    "ТЕПЛОВИЗОР ОХОТНИЧИЙ|8525891900", "КРЕСЛО ОФИСНОЕ НА КОЛЕСАХ|9401300000", "ПРИЦЕЛ ОПТИЧЕСКИЙ|9013100000",
)  # fmt: skip
PARTS = (
    *("ДЛЯ ПРОМЫШЛЕННОГО ИСПОЛЬЗОВАНИЯ", "В КАРТОННЫХ КОРОБКАХ", "НЕ ВОЕННОГО НАЗНАЧЕНИЯ"),
    *("ЦВЕТ ЧЕРНЫЙ", "НОВЫЙ", "НА ПАЛЛЕТАХ"),
)
FIRMS = (
    "RED WREN MACHINERY CO., LTD",
    "GREY OTTER BEARING CO LTD",
    "STONE FERN ARMOR CO., LTD",
    "ОТСУТСТВУЕТ",
    "SILVER HARE TRADE FZE",
)


def write_file(path: Path, rows: int, distinct: float) -> None:
    """Write `rows` invented lines to `path`, a share `distinct` of them with a description of their own."""
    rng = random.Random(31)
    common = [_goods(rng, n) for n in range(500)]
    with path.open("w", encoding="cp1251", newline="") as handle:
        writer = csv.writer(handle, delimiter=";")
        writer.writerow(HEADER)
        for i in range(rows):
            hs, text, firm = _goods(rng, 500 + i) if rng.random() < distinct else rng.choice(common)
            writer.writerow(
                (
                    *(
                        f"10999010/{i // 90000 + 10:02d}0123/{3000000 + i // 3:07d}",
                        f"{i % 28 + 1:02d}.{i % 12 + 1:02d}.2023",
                    ),
                    *("ИМ", firm, f"99{i % 70000000:08d}", f'ООО "ПОЛУЧАТЕЛЬ {i % 4000}"'),
                    *(
                        f"РОССИЯ, Г. БУЯНОВ, УЛ. ДУБОВАЯ, Д. {i % 99}",
                        "КИТАЙ",
                        "КИТАЙ",
                        "РОССИЯ",
                        "EXW",
                        "CNY",
                    ),
                    *(str(i % 3 + 1), hs, text, firm, firm.split()[0], str(i % 900 + 1), "ШТ", "796"),
                    *(
                        f"{i % 5000 + 1},25",
                        f"{i % 4900 + 1},10",
                        f"{i % 90000 + 100},50",
                        f"{i % 900000 + 100},00",
                    ),
                    *(f"{i % 9000 + 10},75", "10999010"),
                )
            )


def _goods(rng: random.Random, n: int) -> tuple[str, str, str]:
    """Code, text and maker of the n-th invented goods."""
    kind, hs = rng.choice(KINDS).split("|")
    firm = rng.choice(FIRMS)
    size = f"{kind} {n % 977 + 10} ММ, {rng.choice(PARTS)}"
    if rng.random() < 0.6:
        return hs, f"{size}, {rng.choice(PARTS)}, ПАРТИЯ {n}", firm
    tail = (
        f"Изготовитель: {firm}; Тов.знак: {firm.split()[0]}; Модель: RW-{n % 5003}; "
        f"Артикул: ОТСУТСТВУЕТ; Кол-во: {n % 900 + 1} ШТ"
    )
    return hs, f"{size} {n}._[=1=] : {tail}", firm


def measured(command: list[str]) -> dict[str, Any]:
    """Run `command`; its seconds and the peak of the memory of it and its children, in MB."""
    try:
        run = watched(command)
    except SystemExit as error:
        return {"failed": str(error)[-300:]}
    return {
        "seconds": round(run.seconds, 1),
        "cpu_seconds": round(run.cpu_seconds, 1),
        "peak_mb": round(run.peak_mb),
    }


PANDAS = """
import sqlite3, sys
import pandas
frame = pandas.read_csv(sys.argv[1], sep=";", encoding="cp1251", dtype=str)
frame.to_sql("lines", sqlite3.connect(sys.argv[2]), index=False)
"""


def start_of(checkout: Path) -> list[str]:
    """The words that run the `box31` of a checkout, whose entry point its pyproject.toml names, with this interpreter."""
    project = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    module, function = project["scripts"]["box31"].split(":")
    call = f"import sys; sys.path.insert(0, {str(checkout.resolve())!r}); from {module} import {function}; {function}()"
    return [sys.executable, "-P", "-c", call]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--data", type=Path, help="not used: the file is invented")
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--distinct", type=float, default=0.5)
    options.add_argument("--only", choices=("box31", "sqlite-utils", "pandas"))
    options.add_argument("--before", type=Path, metavar="CHECKOUT", help="import with this release too")
    options.add_argument("--cells", choices=("sqlite", "parquet"), default="sqlite", help="of box31")
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    tools = Path(sys.executable).parent
    report: dict[str, Any] = {"rows": given.rows, "distinct": given.distinct, "cores": os.cpu_count()}
    with tempfile.TemporaryDirectory(prefix="box31-ingest-") as folder:
        base = Path(folder)
        file = base / "lines.csv"
        write_file(file, given.rows, given.distinct)
        report["file_mb"] = round(file.stat().st_size / 1e6)
        subprocess.run([tools / "box31", "init", base / "case"], check=True, capture_output=True)
        runs = {
            "box31": [
                tools / "box31",
                "-C",
                base / "case",
                "customs",
                "import",
                "--cells",
                given.cells,
                file,
            ],
            "sqlite-utils": [
                *(tools / "sqlite-utils", "insert", base / "plain.db", "lines", file),
                *("--csv", "--delimiter", ";", "--encoding", "cp1251", "--no-detect-types"),
            ],
            "pandas": [sys.executable, "-c", PANDAS, file, base / "pandas.db"],
        }
        if given.before:
            before = start_of(given.before)
            subprocess.run([*before, "init", base / "before"], check=True, capture_output=True)
            runs["before"] = [*before, "-C", base / "before", "customs", "import", file]
        for name, command in runs.items():
            if name == "pandas" and not importlib.util.find_spec("pandas"):
                report[name] = "not installed"
            elif given.only in (None, name) or name == "before":
                report[name] = measured([str(part) for part in command])
                if "seconds" in report[name]:
                    report[name]["rows_a_second"] = round(given.rows / report[name]["seconds"])
        database = base / "case" / "box31.db"
        report["database_mb"] = round(database.stat().st_size / 1e6) if database.exists() else None
        kept = (path.stat().st_size for path in (base / "case").glob("cells/*"))
        report["cells_mb"] = round(sum(kept) / 1e6)
    if given.json:
        print(json.dumps(report))
        return
    for key, value in report.items():
        print(f"{key}: {value}")


if __name__ == "__main__":
    main()
