"""CDXJ: a sorted index beside each WARC file, for replay programs."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

from sqlite_utils import Database

from crawler.archive import captures
from crawler.archive.captures import Capture
from crawler.archive.durable import replace_file

_SESSION = re.compile(
    r"(?:^|(?<=&))(?:(?:jsessionid|phpsessid|sid)=[0-9a-z]{32}|aspsessionid[a-z]{8}=[a-z]{24}|cfid=[^&]+&cftoken=[^&]+)(?:&|$)"
)


def write_index(db: Database, folder: Path, file: str) -> Path:
    """Write the index of one WARC file of the site in `folder`, from the captures in it; returns its path."""
    path = folder / index_name(file)
    with sorted_lines(captures.in_file(db, folder.name, file)) as lines:
        replace_file(path, (line.encode("utf-8") for line in lines))
    return path


def index_name(file: str) -> str:
    """The index of a WARC file: x.warc.gz has x.cdxj."""
    return file.removesuffix(".warc.gz") + ".cdxj"


@contextmanager
def sorted_lines(indexed: Iterable[Capture]) -> Iterator[Iterator[str]]:
    """The index lines of captures in order, each once; an index may be larger than memory."""
    with closing(sqlite3.connect("")) as sorting:  # a temporary file
        sorting.execute("CREATE TABLE lines (line TEXT PRIMARY KEY) WITHOUT ROWID")
        sorting.executemany("INSERT OR IGNORE INTO lines VALUES (?)", ((index_line(one),) for one in indexed))
        yield (line for (line,) in sorting.execute("SELECT line FROM lines ORDER BY line"))


def index_line(capture: Capture) -> str:
    """The line of one capture: key, time, and a JSON object of strings."""
    facts = {
        "url": capture.url,
        "mime": "warc/revisit" if capture.revisit_of else capture.mime or "unk",
        "status": "" if capture.status is None else str(capture.status),
        "digest": f"sha256:{capture.wire_sha256}",
        "length": str(capture.record_length),
        "offset": str(capture.warc_offset),
        "filename": capture.warc_file,
    }
    if capture.kind == "rendered":
        facts["status"] = "200"
    moment = re.sub(r"\D", "", capture.captured_at)[:14]
    return f"{surt(capture.url)} {moment} {json.dumps(facts, ensure_ascii=False)}\n"


def surt(url: str) -> str:
    """The key an address is sorted and looked up by: host reversed, path and sorted query, all in lower case.

    Replay programs compute it by themselves, so it must come out as theirs: www and session ids go, escapes are as
    few as can be, empty and dotted path segments are resolved. Checked against pywb by benchmarks/replay.py.
    """
    if url.startswith("urn:"):
        return _escaped(url).lower()
    parts = urlsplit(url)
    host = parts.hostname or ""
    if ":" not in host:
        with suppress(UnicodeError):
            host = host.encode("idna").decode("ascii")
        host = ",".join(reversed(re.sub(r"^www\d*\.", "", host.rstrip(".")).split(".")))
    own_port = parts.port and (parts.scheme, parts.port) not in (("http", 80), ("https", 443))
    port = f":{parts.port}" if own_port else ""
    segments: list[str] = []
    for segment in _escaped(parts.path).split("/"):
        if segment == "..":
            del segments[-1:]
        elif segment not in ("", "."):
            segments.append(segment)
    query = _SESSION.sub("", _escaped(parts.query).lower()).strip("&")
    query = "&".join(sorted(query.split("&")))
    return f"{host}{port})/{'/'.join(segments)}{'?' + query if query else ''}".lower()


def _escaped(text: str) -> str:
    """`text` with every escape undone, then only what must be escaped again."""
    data, before = text.encode("utf-8"), b""
    while data != before:
        before, data = data, unquote_to_bytes(data)
    return "".join(chr(b) if 0x20 < b < 0x7F and b not in b"%#" else f"%{b:02x}" for b in data)
