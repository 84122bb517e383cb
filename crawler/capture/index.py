"""CDXJ: a sorted index beside each WARC file, for replay programs."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlite_utils import Database


def write_index(db: Database, folder: Path, file: str) -> Path:
    """Write the index of one WARC file of the site in `folder`, from the captures in it; returns its path."""
    path = folder / index_name(file)
    replace_file(path, "".join(sorted(_lines(db, folder.name, file))).encode("utf-8"))
    return path


def index_name(file: str) -> str:
    """The index of a WARC file: x.warc.gz has x.cdxj."""
    return file.removesuffix(".warc.gz") + ".cdxj"


def replace_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    beside = path.with_name(path.name + ".part")
    with beside.open("wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())
    beside.replace(path)


def _lines(db: Database, site: str, file: str) -> Iterator[str]:
    rows = db.query(
        "SELECT * FROM captures WHERE site = ? AND warc_file = ? AND payload_sha256 IS NOT NULL ORDER BY warc_offset",
        [site, file],
    )
    for row in rows:
        yield index_line(row)


def index_line(row: dict[str, Any]) -> str:
    """The line of one capture: key, time, and a JSON object of strings."""
    facts = {
        "url": row["url"],
        "mime": "warc/revisit" if row["revisit_of"] else row["mime"] or "unk",
        "status": "" if row["status"] is None else str(row["status"]),
        "digest": f"sha256:{row['wire_sha256']}",
        "length": str(row["record_length"]),
        "offset": str(row["warc_offset"]),
        "filename": row["warc_file"],
    }
    if row["kind"] == "rendered":
        facts["status"] = "200"
    moment = re.sub(r"\D", "", row["captured_at"])[:14]
    return f"{surt(row['url'])} {moment} {json.dumps(facts, ensure_ascii=False)}\n"


def surt(url: str) -> str:
    """The sort key of an address: host reversed, path and sorted query in lower case."""
    parts = urlsplit(url)
    host = ",".join(reversed((parts.hostname or "").removeprefix("www.").split(".")))
    if re.fullmatch(r"[\d,]+", host):
        host = parts.hostname or ""
    port = (
        f":{parts.port}"
        if parts.port and (parts.scheme, parts.port) not in (("http", 80), ("https", 443))
        else ""
    )
    query = "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    path = parts.path.rstrip("/") or "/"
    return f"{host}{port}){path}{'?' + query if query else ''}".lower()
