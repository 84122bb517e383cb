"""The hash chain of a site: each capture's link holds the hash of the link before it; and its file."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from crawler.archive.captures import Capture

START = "0" * 64
# What a link vouches for, in this order. Changing any of it changes the link and all after it.
LINKED = (
    "seq",
    "capture_id",
    "run_id",
    "url",
    "captured_at",
    "kind",
    "status",
    "payload_sha256",
    "payload_length",
    "warc_file",
    "warc_offset",
    "warc_length",
    "record_length",
    "records_sha256",
    "revisit_of",
    "error",
)


def link(previous: str, capture: Capture) -> str:
    """The link of `capture`: SHA-256 of the link before, a line feed, and its facts as a JSON list.

    The JSON is compact (no blanks after comma), UTF-8, not escaped beyond what JSON needs.
    """
    facts = json.dumps([getattr(capture, name) for name in LINKED], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{facts}".encode()).hexdigest()


def chain_line(capture: Capture) -> str:
    """One link as a JSON line: what it vouches for, and its hash."""
    facts = {name: getattr(capture, name) for name in (*LINKED, "chain")}
    return json.dumps(facts, ensure_ascii=False) + "\n"


def chain_file(folder: Path, run_id: str) -> Path:
    """Where the links of a run lie: gzip, or plain in archives of the first days."""
    plain = folder / f"{run_id}.chain.jsonl"
    packed = folder / f"{run_id}.chain.jsonl.gz"
    return plain if plain.is_file() and not packed.is_file() else packed


def packed_chain(captures: Iterable[Capture]) -> Iterator[bytes]:
    """The file of a run's links, gzip, in pieces; the same for the same links, whenever it is written."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    for capture in captures:
        yield packer.compress(chain_line(capture).encode("utf-8"))
    yield packer.flush()
