"""Whether text files without a mark are read with the letters they were written with, and whether doubts are said.

    python benchmarks/code_pages.py [--lines 2,10,100] [--each] [--json]

Tables of invented lines in 22 languages (code_pages/texts.yaml), each in the code pages that programs write for it, in
small letters and in capitals. Every file is imported into an empty database, and its descriptions and importers are
compared with what was written.

- right: all letters as written, no question.
- asked: nothing imported, since descriptions may be read in two ways; "offered": the question names the right one.
- said: imported with a doubt about other columns than the description.
- silent: other letters than were written, and no message says so.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from sqlite_utils import Database

from crawler.case.database import open_database
from crawler.case.errors import Box31Error
from matcher.customs.ingest.file_record import TableResult
from matcher.customs.ingest.store import import_file
from matcher.schema.tables import matcher_migrations

TEXTS = Path(__file__).parent / "code_pages" / "texts.yaml"
HEADER = ("HS_CODE", "DATE", "PRODUCT_DESCRIPTION", "IMPORTER_NAME", "QUANTITY", "UNIT", "TOTAL_VALUE_USD")
SEED = 1927


@dataclass(frozen=True)
class Written:
    """A file's text: its language, code page, number of lines, whether in capitals, and its rows."""

    language: str
    page: str
    lines: int
    capitals: bool
    rows: list[list[str]]

    @property
    def data(self) -> bytes:
        out = io.StringIO()
        csv.writer(out, delimiter=";", lineterminator="\r\n").writerows([list(HEADER), *self.rows])
        return out.getvalue().encode(self.page)


def files(sizes: list[int]) -> Iterator[Written]:
    """Every language in every page, size and case."""
    texts: dict[str, Any] = yaml.safe_load(TEXTS.read_text(encoding="utf-8"))
    for language, given in texts.items():
        for page in given["pages"]:
            for lines in sizes:
                for capitals in (False, True):
                    rng = random.Random(f"{SEED}-{language}-{lines}")
                    rows = [_row(given, rng, capitals) for _ in range(lines)]
                    if not str(rows).isascii():
                        yield Written(language, page, lines, capitals, rows)


def _row(given: dict[str, Any], rng: random.Random, capitals: bool) -> list[str]:
    goods = f"{rng.choice(given['goods'])}, {rng.choice(given['remarks'])}, {rng.choice('ABC')}{rng.randint(10, 99)}"
    value = rng.randint(500, 90_000) / 100
    return [
        *(rng.choice(("7318156990", "9403401000", "6205200000")), f"2023-0{rng.randint(1, 9)}-1{rng.randint(0, 9)}"),
        *(goods.upper() if capitals else goods, rng.choice(given["firms"])),
        *(str(rng.randint(2, 400)), "PCE", f"{value:.2f}"),
    ]  # fmt: skip


def outcome(written: Written, folder: Path) -> str:
    """What the importer makes of a file."""
    path = folder / "lines.csv"
    path.write_bytes(written.data)
    shutil.copy(folder / "empty.db", folder / "box31.db")
    db = open_database(folder / "box31.db", matcher_migrations)
    try:
        return _judged(written, db, import_file(db, path).tables[0])
    except Box31Error:
        return "refused"
    finally:
        db.conn.close()


def _judged(written: Written, db: Database, table: TableResult) -> str:
    if table.state == "asked":
        right = written.data.decode(written.page)
        offered = filter(_is_page, table.note.split())
        return (
            "asked, offered"
            if any(written.data.decode(page, "replace") == right for page in offered)
            else "asked"
        )
    got = db.execute("SELECT description, importer FROM customs_lines ORDER BY row").fetchall()
    if got == [(row[2], row[3]) for row in written.rows]:
        return "right"
    return "said" if "its text is likely" in table.note else "silent"


def _is_page(word: str) -> bool:
    try:
        "".encode(word)
    except LookupError:
        return False
    return True


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--data", type=Path, help="not used: the files are invented")
    options.add_argument("--lines", default="2,10,100", help="lines of the files")
    options.add_argument("--each", action="store_true", help="print every file that is not right")
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    counts: dict[int, Counter[str]] = {}
    with tempfile.TemporaryDirectory(prefix="box31-pages-") as folder:
        open_database(Path(folder) / "empty.db", matcher_migrations).conn.close()
        for written in files([int(size) for size in given.lines.split(",")]):
            what = outcome(written, Path(folder))
            counts.setdefault(written.lines, Counter())[what] += 1
            if given.each and what != "right":
                print(
                    written.language,
                    written.page,
                    written.lines,
                    "capitals" if written.capitals else "",
                    what,
                )
    if given.json:
        print(json.dumps(counts))
        return
    for lines, found in counts.items():
        print(
            f"{lines} lines: {sum(found.values())} files; "
            + ", ".join(f"{k} {v}" for k, v in found.most_common())
        )


if __name__ == "__main__":
    main()
