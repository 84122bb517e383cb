"""Crawling against bare Scrapy, memory over a long crawl, the bomb, and crawls killed at random moments.

    python benchmarks/crawl.py speed        pages per second and memory, Box31 and bare Scrapy in turns, same site
    python benchmarks/crawl.py memory       memory at 1,000 pages and at the end of --pages
    python benchmarks/crawl.py bomb         memory of a crawl that meets a gzip of 900 MB of noughts
    python benchmarks/crawl.py kills        kill -9 at --kills random moments, then compare with an uninterrupted crawl
    python benchmarks/crawl.py second       growth of the archive by a second crawl of an unchanged site

Sites are invented and served on loopback by a process of their own, without delays, at the same concurrency (one
request at a time). "bare, reading" is a Scrapy spider that reads each page with the same extraction but writes nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.real_pages import product_pages  # noqa: E402
from tests.crawler.crawl.test_frontier import PROFILE, faults, what_was_found  # noqa: E402
from tests.support.case import add_site, make_case, rows  # noqa: E402
from tests.support.catalogue import Catalogue  # noqa: E402
from tests.support.server import Answer, Request, page, response, serving  # noqa: E402

BARE = """
import sys, scrapy
from urllib.parse import urljoin
class Bare(scrapy.Spider):
    name = "bare"
    custom_settings = {{
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1, "DOWNLOAD_DELAY": 0, "LOG_LEVEL": "ERROR", "ROBOTSTXT_OBEY": True,
        "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False,
    }}
    start_urls = ["{base}/"]
    reading = {reading}
    def parse(self, response):
        if not isinstance(response, scrapy.http.HtmlResponse):
            return
        if self.reading:
            from crawler.extract.worker.page_reading import read_page
            headers = {{k.decode(): v[0].decode("latin-1") for k, v in response.headers.items()}}
            read_page(response.body, response.url, headers, captured_at="2026-01-01T00:00:00Z")
        for link in response.css("a::attr(href), img::attr(src)").getall():
            yield response.follow(link)
from scrapy.crawler import AsyncCrawlerProcess
process = AsyncCrawlerProcess({{}})
process.crawl(Bare)
process.start()
"""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["speed", "memory", "bomb", "kills", "second"])
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=31, help="For `kills`: of the random moments.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--data", default="../shared/data", help="For `second`: holds real product pages.")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    result = {"speed": speed, "memory": memory, "bomb": bombed, "kills": kills, "second": second}[given.what](
        given
    )
    if given.json:
        print(json.dumps(result))
    else:
        for name, value in result.items():
            print(f"{name:32} {value:.3f}" if isinstance(value, float) else f"{name:32} {value}")


def speed(given: argparse.Namespace) -> dict[str, Any]:
    """Pages and pictures per second of each, the median of the rounds, and the share Box31 keeps."""
    site = Catalogue(given.pages, given.pages // 20, image_bytes=20_000, words=300)
    answers = site.pages + site.products
    times: dict[str, list[float]] = {"box31": [], "bare": [], "bare, reading": []}
    processor: dict[str, list[float]] = {name: [] for name in times}
    memory: dict[str, float] = {}
    with running(site) as base, tempfile.TemporaryDirectory() as folder:
        for number in range(given.rounds):
            for name in times:
                command = (
                    box31_command(Path(folder) / f"{number}", base)
                    if name == "box31"
                    else bare_command(base, "reading" in name)
                )
                seconds, used, memory[name] = measured(command)
                times[name].append(seconds)
                processor[name].append(used)
    middle = {name: sorted(values)[len(values) // 2] for name, values in times.items()}
    spent = {name: sorted(values)[len(values) // 2] for name, values in processor.items()}
    result: dict[str, Any] = {"answers": answers}
    result |= {f"{name}: answers per second": answers / seconds for name, seconds in middle.items()}
    result |= {f"{name}: memory, MB": value for name, value in memory.items()}
    result["share of bare Scrapy"] = middle["bare"] / middle["box31"]
    result["share of bare Scrapy, reading"] = middle["bare, reading"] / middle["box31"]
    # Of the processor: what the clock would say on a machine that nothing else uses.
    result["share of bare Scrapy, processor"] = spent["bare"] / spent["box31"]
    result["share of bare Scrapy, reading, processor"] = spent["bare, reading"] / spent["box31"]
    return result


def memory(given: argparse.Namespace) -> dict[str, Any]:
    """Resident memory of the crawl and of its reading process, at 1,000 pages and later."""
    site = Catalogue(given.pages, 0, image_bytes=300, words=60)
    at: dict[int, tuple[float, float]] = {}
    with running(site) as base, tempfile.TemporaryDirectory() as folder:
        command = box31_command(Path(folder) / "case", base)
        started = time.monotonic()
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        while process.poll() is None:
            time.sleep(0.5)
            try:
                done = rows_of(
                    Path(folder) / "case", "SELECT count(*) AS n FROM captures WHERE kind = 'page'"
                )
                reading = sum(map(resident, children_of(process.pid)))
                if reading:  # it ends before the crawl does
                    at[done] = resident(process.pid), reading
            except (OSError, ValueError):
                continue
        seconds = time.monotonic() - started
    last = max(at)
    marks = [mark for mark in (1_000, 2_000, 5_000, 10_000, 15_000) if mark < last] + [last]
    nearest = {mark: min(at, key=lambda pages: abs(pages - mark)) for mark in marks}
    result: dict[str, Any] = {"pages": last, "answers per second": 2 * last / seconds}
    for mark, pages in nearest.items():
        result[f"MB at {mark} pages, crawl"], result[f"MB at {mark} pages, reading process"] = at[pages]
    result["growth"] = sum(at[last]) / sum(at[nearest[marks[0]]])
    return result


def bombed(given: argparse.Namespace) -> dict[str, Any]:
    """Largest memory of a crawl with the bomb, and without; its reading process included."""
    from tests.support.wire import bomb

    packed = bomb(900_000_000)

    def route(request: Request) -> Answer:
        if request.path == "/bomb":
            return response(200, packed, "Content-Encoding: gzip")
        return (
            response(200, page("/bomb" if request.path == "/armed" else "/x"))
            if request.path in ("/armed", "/safe")
            else None
        )

    with tempfile.TemporaryDirectory() as folder, serving(route) as server:
        _, safe = timed(box31_command(Path(folder) / "safe", f"{server.base}/safe"))
        _, armed = timed(box31_command(Path(folder) / "armed", f"{server.base}/armed"))
        refusals = "SELECT count(*) AS n FROM captures WHERE error LIKE 'decodes to more than%'"
        said = rows_of(Path(folder) / "armed", refusals)
    return {"MB without the bomb": safe, "MB with the bomb": armed, "recorded refusals": said}


def kills(given: argparse.Namespace) -> dict[str, Any]:
    """Crawls of one site killed at random moments until done; each compared with an uninterrupted one.

    One in ten moments lies before the first answer, the others in a third of the crawl from there on, so that each
    crawl is killed several times and some are killed while their run is being sealed.
    """
    chance = random.Random(given.seed)
    site = Catalogue(given.pages - given.pages // 10, given.pages // 10, image_bytes=600)
    verified = same = crawls = 0
    moments: Counter[str] = Counter()
    wrong: list[str] = []
    with running(site) as base, tempfile.TemporaryDirectory() as folder:
        whole = case_for(Path(folder) / "whole", base)
        whole.database().close()
        begun, seconds = begun_and_done(whole)
        expected = what_was_found(whole)
        while moments.total() < given.kills:
            crawls += 1
            case = case_for(Path(folder) / f"killed-{crawls}", base)
            case.database().close()
            while True:
                process = subprocess.Popen(site_command(case.root), stderr=subprocess.DEVNULL)
                try:
                    process.wait(moment(chance, begun, seconds) if moments.total() < given.kills else None)
                    break
                except subprocess.TimeoutExpired:
                    os.kill(process.pid, signal.SIGKILL)
                    process.wait()
                moments[moment_of(case)] += 1
                found = faults(case)
                verified += not found
                wrong += [f"{fault.file}, {fault.where}: {fault.problem}" for fault in found]
                if rows(case, "SELECT 1 FROM runs WHERE finished IS NOT NULL"):
                    break  # sealed: another crawl would be a second run
            ended = what_was_found(case)
            wrong += [f"{name} of crawl {crawls}" for name in expected if ended[name] != expected[name]]
            wrong += [f"{f.file}, {f.where}: {f.problem}, at the end of crawl {crawls}" for f in faults(case)]
            same += ended == expected and not faults(case)
    return {
        "seconds without a kill": seconds,
        "seconds until the first capture": begun,
        "kills": moments.total(),
        **{f"kills {moment}": number for moment, number in moments.items()},
        "verify passed after a kill": verified,
        "crawls": crawls,
        "same as uninterrupted": same,
        "what was wrong": "; ".join(wrong) or "nothing",
    }


def begun_and_done(case: Any) -> tuple[float, float]:
    """Seconds until the first capture of an uninterrupted crawl, and until its end."""
    started = time.monotonic()
    process = subprocess.Popen(site_command(case.root))
    while not process.poll() and not rows(case, "SELECT 1 FROM captures LIMIT 1"):
        time.sleep(0.01)
    begun = time.monotonic() - started
    assert process.wait() == 0
    return begun, time.monotonic() - started


def moment(chance: random.Random, begun: float, seconds: float) -> float:
    """Seconds after which a crawl is killed."""
    early = chance.random() < 0.1
    return chance.uniform(0, begun) if early else begun + chance.uniform(0, (seconds - begun) / 3)


def moment_of(case: Any) -> str:
    """Where in its work a crawl was killed."""
    (row,) = rows(
        case,
        "SELECT (SELECT count(*) FROM captures) AS captures,"
        " (SELECT count(*) FROM frontier WHERE state IN ('pending', 'fetching')) AS left_over",
    )
    if not row["captures"]:
        return "before the first capture"
    if rows(case, "SELECT 1 FROM runs WHERE finished IS NOT NULL"):
        return "after the run was sealed"
    return "in the crawl" if row["left_over"] else "when all had been asked for"


def second(given: argparse.Namespace) -> dict[str, Any]:
    """What a second crawl of an unchanged site adds to the folder of its archive, the log apart.

    First an invented site with a picture of 60 kB for each page of 27 kB (makers' pages are larger and show more
    pictures), then the real product pages of `--data`, served without any pictures.
    """
    site = Catalogue(given.pages, given.pages // 20, image_bytes=60_000, words=2000)
    result = {"page, bytes": len(site.body("/product/0")[0] or b"")}
    result |= {"picture, bytes": len(site.body("/image/0.png")[0] or b"")}
    with running(site) as base:
        result |= crawled_twice(base)
    saved = product_pages(Path(given.data) / "web" / "wcxb")
    if saved:
        sizes = sorted(map(len, saved.values()))
        result |= {"real pages": len(sizes), "real page, median bytes": sizes[len(sizes) // 2]}
        with running(SavedPages(saved)) as base:
            found = crawled_twice(base, follow=False)  # their links lead to what was not saved
            result |= {f"real pages: {name}": value for name, value in found.items()}
    return result


def crawled_twice(base: str, **profile: Any) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        case = case_for(Path(folder) / "case", base, **profile)
        grown: list[dict[str, int]] = []
        for _ in range(2):
            subprocess.run(site_command(case.root), check=True)
            sizes = {"WARC": 0, "index": 0, "chain": 0, "manifest": 0}
            for path in case.archive("site").iterdir():
                ends = {".warc.gz": "WARC", ".cdxj": "index", ".jsonl.gz": "chain", ".json": "manifest"}
                for end, name in ends.items():
                    sizes[name] += path.stat().st_size if path.name.endswith(end) else 0
            grown.append(sizes)
        last = rows(case, "SELECT run_id FROM runs ORDER BY rowid DESC LIMIT 1")[0]["run_id"]
        captures = rows(case, "SELECT revisit_of FROM captures WHERE run_id = ? AND kind != 'robots'", last)
    added = {name: grown[1][name] - grown[0][name] for name in grown[0]}
    return {
        "answers of the second crawl": len(captures),
        "share unchanged": sum(row["revisit_of"] is not None for row in captures) / len(captures),
        "growth of the WARC files": added["WARC"] / grown[0]["WARC"],
        "growth with index, chain, manifest": sum(added.values()) / sum(grown[0].values()),
        **{f"added an answer, bytes: {name}": added[name] / len(captures) for name in added},
    }


class SavedPages:
    """The route of a site of saved pages, each with an ETag, linked from its front page.

    What else they name (pictures, other pages) was not saved: their base address is put on a host that is not asked.
    """

    def __init__(self, pages: dict[str, bytes]) -> None:
        elsewhere = b'<base href="https://elsewhere.example/">'
        self._pages = {"/": page(*pages, title="Maker")}
        self._pages |= {path: elsewhere + data for path, data in pages.items()}

    def body(self, path: str) -> tuple[bytes | None, str]:
        return self._pages.get(path), "text/html"

    def __call__(self, request: Request) -> Answer:
        body, kind = self.body(request.path)
        if body is None:
            return response(404, b"not here")
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if request.header("if-none-match") == tag:
            return f"HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\n\r\n".encode("ascii")
        return response(200, body, f"ETag: {tag}", kind=kind)


@contextmanager
def running(site: Catalogue | SavedPages) -> Iterator[str]:
    """Serve a catalogue in a process of its own, so that it does not share this one's interpreter lock."""
    mine, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=_serve, args=(site, theirs), daemon=True)
    process.start()
    try:
        yield str(mine.recv())
    finally:
        process.terminate()
        process.join()


def _serve(site: Catalogue | SavedPages, pipe: Any) -> None:
    made: dict[str, tuple[bytes | None, str]] = {}
    plain, site.body = site.body, lambda path: made.setdefault(path, plain(path))  # type: ignore[method-assign]
    with serving(site) as server:
        pipe.send(server.base)
        while True:
            time.sleep(60)
            server.asked.clear()
            server.sent.clear()


def case_for(folder: Path, base: str, **profile: Any) -> Any:
    host = base.split("//")[1].split("/")[0]
    case = make_case(folder, host)
    add_site(case, "site", [base if base.count("/") > 2 else f"{base}/"], **PROFILE, **profile)
    return case


def site_command(root: Path) -> list[str]:
    return [sys.executable, "-m", "crawler.spiders.worker_process", str(root), "site"]


def box31_command(folder: Path, base: str) -> list[str]:
    return site_command(case_for(folder, base).root)


def bare_command(base: str, reading: bool) -> list[str]:
    return [sys.executable, "-c", BARE.format(base=base, reading=reading)]


def timed(command: list[str]) -> tuple[float, float]:
    """Seconds and largest resident memory (MB) of a command."""
    seconds, _, memory = measured(command)
    return seconds, memory


def measured(command: list[str]) -> tuple[float, float, float]:
    """Seconds by the clock and of the processor, and largest resident memory (MB) of a command and its children.

    The memory is read from the system while it runs: what `wait4` says may be this process's own, from before exec.
    """
    started = time.monotonic()
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    peak: dict[int, float] = {}
    while True:
        ended, status, usage = os.wait4(process.pid, os.WNOHANG)
        if ended:
            break
        with suppress(OSError, ValueError):
            for pid in (process.pid, *children_of(process.pid)):
                peak[pid] = resident(pid, "VmHWM")
        time.sleep(0.02)
    assert status == 0, command
    return time.monotonic() - started, usage.ru_utime + usage.ru_stime, sum(peak.values())


def resident(pid: int, which: str = "VmRSS") -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(which):
            return int(line.split()[1]) / 1024
    raise ValueError("ended")


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def rows_of(folder: Path, sql: str) -> int:
    import sqlite3

    with closing(sqlite3.connect(folder / "box31.db")) as connection:
        try:
            return int(connection.execute(sql).fetchone()[0])
        except sqlite3.OperationalError as error:
            raise ValueError(str(error)) from error


if __name__ == "__main__":
    main()
