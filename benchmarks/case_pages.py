"""How quick the pages of `box31 open` are with 1,000,000 customs lines, 200,000 pairs and 5,000 items.

Runs the real command on a made-up case (no data needed; --data is taken as every benchmark takes it). Each page is
asked for until its values are there (`first`: how long that takes after the start), then --times times. Goal: every
page under 300 ms, a decision with the page that follows under 100 ms.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import json
import re
import subprocess
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from matcher.review.decisions import review_database  # noqa: E402 - found from the project's root
from tests.support.review_case import make_case, pair_id  # noqa: E402

GOAL = 0.3
KINDS = ("ЖИЛЕТ ЗАЩИТНЫЙ", "КАМЕРА ТЕПЛОВИЗИОННАЯ", "ШЛЕМ ПУЛЕСТОЙКИЙ", "ПЛИТА КЕРАМИЧЕСКАЯ", "НАСОС ВОДЯНОЙ")
PAGES = (
    *(
        "",
        "lines",
        "lines?year=2022",
        "lines?heading=8525&origin=CN",
        "lines?hs=8525&from=2022-03&to=2022-09",
    ),
    *("lines?q=тепловизионная", "lines?q=NVX-4711", "lines?pairs=accepted", "lines?after=700000", "lines/1"),
    *("items", "items?q=HENGDUN", "items/i-000000", "posts", "pairs", "pairs?state=proposed&level=model"),
    *(
        "pairs?after=150000",
        "confidence",
        "parties",
        "parties?q=силуан",
        "totals?by1=importer",
        "totals?by1=month",
    ),
    *(
        "flows",
        "runs",
        "runs/run-1",
        "captures/c-0",
        "search?q=NVX-4711",
        "search?q=тепловизионная",
        "import",
    ),
    *("changes", f"review/pair/{pair_id(5)}?view=all", "review/list"),
)


def firm(number: int) -> str:
    """An invented name; names of different numbers are not alike, as those of a real case are not."""
    digest = hashlib.sha256(str(number).encode()).digest()
    return "".join(
        "бвгдклмнпрст"[one % 12] + "аеиоуы"[one // 12 % 6] for one in digest[: 4 + number % 3]
    ).upper()


def fill(root: Path, lines: int, pairs: int, items: int) -> None:
    """A case with so many lines, in three files, of a third as many goods records and 2,000 firms."""
    case = make_case(root, pairs, items=items)
    db = review_database(case)
    goods = lines // 3
    conn = db.conn
    with conn:
        for place in range(3):
            conn.execute(
                "INSERT INTO customs_files (file_id, sha256, name, kind, layout, signature, columns, mapping, personal,"
                " imported_at, rows_in, headers, lines, rejects, blank) VALUES (?, ?, ?, 'declarations', 'headers', 's',"
                " '[]', '{}', '[]', '2026-11-20T10:00:00Z', ?, 1, ?, 0, 0)",
                [f"f-large{place}", f"{place}", f"imports_{2021 + place}.csv", lines // 3 + 1, lines // 3],
            )
        conn.executemany(
            "INSERT INTO goods (goods_id, text, normal, maker, trademark, model, article) VALUES (?, ?, ?, ?, ?, ?, NULL)",
            (
                (f"g-large{n}", text, text.lower(), firm(n % 500), firm(n % 900), f"NVX-{n}")
                for n in range(goods)
                for text in [f"{KINDS[n % len(KINDS)]} NVX-{n}, АРТ. {n * 7}"]
            ),
        )
        conn.executemany(
            "INSERT INTO customs_lines (file_id, row, goods_id, declaration, line_no, date, hs, hs6, description,"
            " importer, exporter, origin, destination, quantity, unit, net_kg, value_usd, raw)"
            " VALUES (?, ?, ?, ?, '1', ?, ?, ?, ?, ?, ?, ?, ?, ?, 'шт', ?, ?, '[]')",
            (
                (
                    *(f"f-large{n % 3}", n // 3 + 2, f"g-large{n % goods}", f"10702070/{n // 10}"),
                    *(f"{2021 + n % 3}-{1 + n // 7 % 12:02d}-{1 + n // 84 % 28:02d}", hs + "1900", hs),
                    f"{KINDS[n % goods % len(KINDS)]} NVX-{n % goods}, АРТ. {n % goods * 7}",
                    *(f"ООО {firm(n * 31 % 1500)}", f"{firm(n * 17 % 500)} LLC"),
                    *(("CN", "TR", "HK", "AE")[n % 4], ("RU", "KZ", "KG")[n % 3]),
                    *(float(n % 100 + 1), n % 50 + 0.5, float(n % 1000) if n % 9 else None),
                )
                for n in range(lines)
                for hs in [f"{8400 + n % 97:04d}{n % 90 + 10}"]
            ),
        )
    conn.execute("ANALYZE")
    db.close()


class Browser:
    """One connection to the server, as a browser keeps one."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.root = parts.path
        self.connection = http.client.HTTPConnection(str(parts.hostname), int(parts.port or 0), timeout=600)

    def get(self, path: str) -> tuple[int, str, float]:
        """Status, text and seconds of a page; the first redirect is followed."""
        start = time.monotonic()
        where, _, query = path.partition("?")
        quoted = f"{self.root}{where}" + (f"?{urllib.parse.quote(query, safe='=&')}" if query else "")
        self.connection.request("GET", quoted)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        return answer.status, text, time.monotonic() - start

    def ready(self, path: str) -> float:
        """Seconds until a page's values are there."""
        start = time.monotonic()
        while self.get(path)[0] == 202:
            time.sleep(0.1)
        return time.monotonic() - start


def measured(address: str, times: int) -> tuple[dict[str, dict[str, float]], float]:
    """Seconds of each page, and the slowest answer while values were being worked out."""
    browser = Browser(address)
    figures = {}
    slowest = 0.0
    for page in PAGES:
        slowest = max(slowest, browser.get(page)[2])
        first = browser.ready(page)
        answers = [browser.get(page) for _ in range(times)]
        if any(status != 200 for status, _, _ in answers):
            sys.exit(f"{page}: HTTP {answers[0][0]}")
        spent = sorted(seconds for _, _, seconds in answers)
        figures[page] = {
            "first": round(first, 2),
            "median": round(spent[times // 2], 3),
            "worst": round(spent[-1], 3),
        }
    return figures, slowest


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default="../shared/data", help="not needed here")
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--pairs", type=int, default=200_000)
    parser.add_argument("--items", type=int, default=5_000)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--case", help="keep the case here, and take it where it is there already")
    parser.add_argument("--json", action="store_true")
    words = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(words.case or Path(folder) / "case")
        if not (root / "box31.db").exists():
            fill(root, words.lines, words.pairs, words.items)
        program = "from matcher.commands.cli import main; main()"
        command = [sys.executable, "-c", program, "-C", str(root), "open", "--reviewer", "Ann"]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            assert server.stdout is not None
            figures, slowest = measured(server.stdout.readline().strip(), words.times)
            memory = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{server.pid}/status").read_text())
        finally:
            server.terminate()
            server.wait()
    megabytes = int(memory[1]) // 1024 if memory else 0
    if words.json:
        print(json.dumps({"pages": figures, "megabytes": megabytes, "slowest": slowest}))
        return
    for page, seconds in figures.items():
        mark = "" if seconds["worst"] <= GOAL else "  above the goal"
        print(
            f"{page or '(overview)':44} {seconds['median']:6.3f} {seconds['worst']:6.3f}  first {seconds['first']:6.2f}{mark}"
        )
    print(
        f"slowest answer while values were worked out: {slowest:.2f} s; memory of the server {megabytes} MB"
    )


if __name__ == "__main__":
    main()
