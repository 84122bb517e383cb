"""Mutations of small real files, reader by reader: whatever the bytes, a reader answers or refuses in one line.

Each mutation is made from its reader, the seed and its number alone, so that one can be made again.
"""

from __future__ import annotations

import gzip
import io
import json
import random
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count as counting
from pathlib import Path

from crawler.archive.verify import verify_site
from crawler.case.errors import Box31Error
from crawler.extract.feed import feed_links
from crawler.extract.pdf.read import read_pdf
from crawler.extract.sitemap import read_sitemap
from crawler.extract.worker.page_reading import read_page
from matcher.customs.ingest.rows.parallel import batches
from matcher.customs.layout.header_rows import HEADER_ROWS
from matcher.customs.layout.recognition.recognise import SAMPLE_ROWS, recognise
from matcher.lists.entries import Entry
from matcher.lists.formats import NAMES as FORMS
from matcher.lists.formats import read_list
from matcher.review.sheet.reading import read_sheet, returned_file
from matcher.sheets.reader import open_table
from tests.crawler.extract.pdf.test_read import pdf, text
from tests.hostile.files import (
    GOOD,
    RECORDS,
    XLS,
    declaration,
    json_lines,
    numbered,
    ods,
    ods_rows,
    parquet,
    xlsx,
)
from tests.hostile.sitemaps import HEAD, URLSET
from tests.matcher.lists.test_lists import CSL, FTM
from tests.matcher.lists.test_official import EU_CSV, EU_XML, UA, UK_OFSI
from tests.support.case import add_site, crawl, make_case
from tests.support.catalogue import Catalogue
from tests.support.server import serving
from tests.support.spreadsheets import as_text, as_xlsx

NOTABLE = (b"\x00", b"\xff", b'"', b"<", b">", b"&", b"\r", b"\n", b";", b"\xef\xbb\xbf", b"\xff\xfe", b"PK\x03\x04", b"]]>", b"<!DOCTYPE a [", b"-1", b"9" * 30)  # fmt: skip
FEED = (
    HEAD + b'<rss version="2.0"><channel><item><title>News</title><link>http://a.example/news/1</link>'
    b"<pubDate>Tue, 09 May 2023 10:00:00 GMT</pubDate></item></channel></rss>"
)
PAGE = (
    """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Helmet HD-1 | Maker</title>
<link rel="canonical" href="/product/1"><script type="application/ld+json">{"@context":"https://schema.org","@type":"Product",
"name":"Helmet HD-1","sku":"HD-1","offers":{"@type":"Offer","price":"120.50","priceCurrency":"USD","availability":"https://schema.org/InStock"}}
</script></head><body><nav><a href="/">Home</a></nav><h1>Helmet HD-1</h1><img src="/1.jpg"><table><tr><th>Weight</th><td>1,5 kg</td></tr></table>
<p>"""
    + "A ballistic helmet of level IIIA. " * 20
    + "</p><a href='/product/2'>Next</a></body></html>"
)
SHEET = [["pair_id", "decision", "row_signature", "reviewer", "note", "customs_text", "item_name"]] + [
    [f"p-abc{n:05}", "accept", f"s-{n}", "Анна", "заметка; «да»", f"ШЛЕМ ЗАЩИТНЫЙ {n}", "Helmet"]
    for n in range(20)
]


@dataclass(frozen=True)
class Target:
    """A reader: the files that are mutated, and what is done with each. `slow` ones start a process for each file."""

    seeds: Callable[[], list[bytes]]
    read: Callable[[bytes], None]
    slow: bool = False


def fuzz(
    name: str, *, seconds: float = 600.0, runs: int | None = None, seed: int = 1
) -> tuple[int, list[str]]:
    """Mutate for `seconds`, or `runs` times; the number of mutations, and what went wrong with which."""
    with target(name) as chosen:
        seeds = chosen.seeds()
        ends = time.monotonic() + seconds
        faults: list[str] = []
        done = 0
        for number in range(runs) if runs is not None else counting():
            if runs is None and time.monotonic() > ends:
                break
            data = mutated(seeds, random.Random(f"{name} {seed} {number}"))
            done += 1
            try:
                chosen.read(data)
            except Box31Error as error:
                if "\n" in error.message:
                    faults.append(
                        f"{name}, seed {seed}, mutation {number}: more than one line: {error.message[:200]!r}"
                    )
            except Exception:
                faults.append(f"{name}, seed {seed}, mutation {number}: {traceback.format_exc()[-600:]}")
    return done, faults


def mutated(seeds: list[bytes], choice: random.Random) -> bytes:
    """One of `seeds` with one to eight changes; half of the archives among them are changed inside and packed again."""
    data = choice.choice(seeds)
    if data.startswith(b"PK") and choice.random() < 0.5:
        return _repacked(data, choice)
    for _ in range(choice.randint(1, 8)):
        data = _changed(data, seeds, choice)
    return data


def _changed(data: bytes, seeds: list[bytes], choice: random.Random) -> bytes:
    at = choice.randint(0, len(data))
    length = choice.choice((1, 2, 4, 16, choice.randint(1, max(1, len(data)))))
    other = choice.choice(seeds)
    start = choice.randint(0, len(other))
    piece = choice.choice(
        (
            b"",
            bytes([choice.randrange(256)]),
            choice.choice(NOTABLE),
            choice.randbytes(length % 64),
            data[at : at + length] * choice.choice((2, 3, 50)),
            other[start : start + length],
            choice.choice((0, 1, 2**31 - 1, 2**32 - 1)).to_bytes(4, "little"),
        )
    )
    kept = at + choice.choice((0, len(piece), length))
    if choice.random() < 0.05:
        return data[:at]
    return data[:at] + piece + data[kept:]


def _repacked(data: bytes, choice: random.Random) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        names = source.namelist()
        chosen = choice.choice(names)
        for name in names:
            content = source.read(name)
            if name == chosen:
                for _ in range(choice.randint(1, 8)):
                    content = _changed(content, [content], choice)
            packed.writestr(name, content)
    return out.getvalue()


# Readers


def read_customs(data: bytes, suffix: str) -> None:
    """Read as an import does; each row must become something."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"mutated{suffix}"
        path.write_bytes(data)
        for table in open_table(path).tables:
            head = table.head(HEADER_ROWS + SAMPLE_ROWS)
            rows = 0
            for batch in batches(table, recognise(head, table.header), head, 1):
                assert batch.rows == batch.headers + len(batch.lines) + len(batch.rejects) + batch.blank
                rows += batch.rows
            assert rows == sum(len(block.records) for block in table.blocks())


def customs(suffix: str, *seeds: Callable[[Path], None], slow: bool = True) -> Target:
    def made() -> list[bytes]:
        with tempfile.TemporaryDirectory() as folder:
            out = []
            for write in seeds:
                write(Path(folder) / f"seed{suffix}")
                out.append((Path(folder) / f"seed{suffix}").read_bytes())
            return out

    return Target(made, lambda data: read_customs(data, suffix), slow)


def read_html(data: bytes) -> None:
    reading = read_page(
        data, "http://a.example/product/1", {"Content-Type": "text/html"}, captured_at="2023-05-09T00:00:00Z"
    )
    assert reading.trace is None, reading.trace


def good_parquet() -> object:
    import pyarrow

    return pyarrow.table({name: [cells[n] for cells in GOOD[1:]] for n, name in enumerate(GOOD[0])})


def texts(rows: list[list[str]]) -> list[Callable[[Path], None]]:
    encoded = [
        as_text(rows, mark, kind)
        for mark, kind in ((",", "utf-8"), (";", "cp1251"), ("\t", "utf-16"), (",", "gb18030"))
    ]
    return [lambda path, data=data: path.write_bytes(data) for data in encoded]  # type: ignore[misc]


def read_review(data: bytes) -> None:
    with returned_file(data) as file:
        read_sheet(file, lambda ids: {})


def read_catalogue(data: bytes) -> None:
    """Whatever a PDF makes of its reader is named in one line."""
    problem = read_pdf(data, seconds=30).problem
    assert problem is None or ("\n" not in problem and problem.strip()), problem


def read_entries(data: bytes) -> None:
    form, entries = read_list("list", data, None)
    assert form in FORMS
    assert all(isinstance(entry, Entry) for entry in entries)


def catalogues() -> list[bytes]:
    lines = "".join(
        f"50 {y} m 250 {y} l S 50 200 m {x} 260 l S\n" for x, y in ((50, 200), (150, 230), (250, 260))
    )
    return [
        pdf(text(50, 300, "Vest HD-BV205") + lines, text(55, 240, "Weight 2.9 kg")),
        pdf(text(50, 300, "Helmet")),
    ]


TARGETS: dict[str, Target] = {
    "csv": customs(".csv", *texts(GOOD * 4), slow=False),
    "jsonl": customs(".jsonl", lambda path: void(path, json_lines(RECORDS).encode()), slow=False),
    "xlsx": customs(".xlsx", xlsx(numbered(GOOD), "<si><t>a</t></si>"), lambda path: void(path, as_xlsx(GOOD))),
    "xls": customs(".xls", lambda path: void(path, XLS.read_bytes())),
    "ods": customs(".ods", ods(ods_rows(GOOD)), lambda path: void(path, XLS.with_suffix(".ods").read_bytes())),
    "parquet": customs(".parquet", parquet(good_parquet), parquet(good_parquet, compression="zstd", use_dictionary=False)),
    "xml": customs(".xml", lambda path: void(path, declaration(3).encode())),
    "html": Target(lambda: [PAGE.encode(), PAGE.encode("utf-16")], read_html),
    "sitemap": Target(
        lambda: [_SITEMAP, gzip.compress(_SITEMAP), b"http://a.example/1\nhttp://a.example/2\n"],
        lambda data: void(read_sitemap(data)),
    ),
    "feed": Target(lambda: [FEED, FEED.replace(b"rss", b"feed")], lambda data: void(feed_links(data))),
    "review sheet": Target(lambda: [as_text(SHEET, mark, kind) for mark, kind in ((",", "utf-8-sig"), (";", "cp1251"), ("\t", "utf-16"))], read_review),
    "pdf": Target(catalogues, read_catalogue, slow=True),
    "list": Target(
        lambda: [one.encode() for one in (FTM, CSL, EU_XML, EU_CSV, UK_OFSI, json.dumps(UA), "name;inn\nGrey Otter;7707083893\n")],
        read_entries,
    ),
    "review workbook": Target(lambda: [as_xlsx(SHEET)], read_review, slow=True),
}  # fmt: skip
NAMES = (*TARGETS, "warc")
_SITEMAP = HEAD + URLSET + b"".join(
    b"<url><loc>http://a.example/product/%d</loc><lastmod>2023-05-09</lastmod></url>" % n for n in range(20)
) + b"</urlset>"  # fmt: skip


def void(path: object, data: bytes = b"") -> None:
    """Write `data` where it is a path; readers give nothing."""
    if isinstance(path, Path):
        path.write_bytes(data)


@contextmanager
def target(name: str) -> Iterator[Target]:
    """The reader called `name`; that of WARC files checks the archive of a crawled site."""
    if name != "warc":
        yield TARGETS[name]
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Catalogue(2, 1, image_bytes=200, words=10)) as server,
    ):
        case = make_case(Path(folder) / "case", server.host)
        add_site(case, "site", [server.base + "/"], products=["/product/"])
        crawl(case)
        (path, *_) = case.archive("site").glob("*.warc.gz")
        whole = path.read_bytes()

        with closing(case.database()) as db:

            def verify(data: bytes) -> None:
                path.write_bytes(data)
                faults = [*verify_site(db, case.archive("site"))]
                assert faults or data == whole, "a changed archive verifies"

            yield Target(lambda: [whole], verify)
