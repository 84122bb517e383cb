"""The captures behind the pairs: their WARC records copied byte for byte, and their pictures.

A `.warc.gz` is one gzip member for each record, so a record can be cut out and put into a smaller WARC without
changing a byte of it. A part begins with the warcinfo record of its source.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.archive.capture_reader import UNREADABLE, block_of
from crawler.capture.content_coding import decoded
from crawler.capture.exchange import entity_of, split_headers
from matcher.text.display import file_word

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.case.case import Case

RECORD_BYTES = 256 * 1024 * 1024  # a larger record is no response the crawler would have kept
FIRST_RECORD_BYTES = 64 * 1024  # a warcinfo record has about 1 kB
PICTURE_BYTES = 8 * 1024 * 1024  # larger pictures stay in the WARC part only
PICTURE_PIXELS = (
    40_000_000  # about what a browser shows without trouble; a picture bomb has thousands of millions
)
_HEAD_END = re.compile(rb"\r?\n\r?\n")
PICTURE_SUFFIXES = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp"}


@dataclass(frozen=True)
class Capture:
    """One response, where its bytes lie in the case and, once copied, in the dossier."""

    capture_id: str
    site: str
    url: str
    captured_at: str
    kind: str
    status: int | None
    mime: str
    payload_sha256: str
    payload_length: int | None
    ip: str
    certificate_sha256: str
    revisit_of: str
    run_id: str
    warc_file: str
    warc_offset: int
    warc_length: int
    records_sha256: str


@dataclass(frozen=True)
class Copied:
    """Where a capture's record lies in the dossier: file below the bag's data/, offset and length in bytes."""

    file: str
    offset: int
    length: int


@dataclass(frozen=True)
class Picture:
    """A picture that the dossier shows: file below data/, its size in pixels, what the page calls it."""

    file: str
    width: int
    height: int
    sha256: str
    alt: str
    url: str
    capture_id: str


@dataclass
class Collected:
    """What was copied, and in words what could not be."""

    copied: dict[str, Copied] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


CAPTURES = """
SELECT capture_id, site, url, captured_at, kind, status, coalesce(mime, ''), coalesce(payload_sha256, ''),
  payload_length, coalesce(ip, ''), coalesce(certificate_sha256, ''), coalesce(revisit_of, ''), run_id,
  warc_file, warc_offset, warc_length, coalesce(records_sha256, '')
FROM captures WHERE capture_id IN (SELECT value FROM json_each(?))
"""


def read_captures(db: Database, capture_ids: Iterable[str]) -> dict[str, Capture]:
    """The captures by id, with those that their revisits refer to."""
    found: dict[str, Capture] = {}
    wanted = {capture_id for capture_id in capture_ids if capture_id}
    while wanted:
        for row in db.execute(CAPTURES, [json.dumps(sorted(wanted))]):
            found[row[0]] = Capture(*row)
        wanted = {capture.revisit_of for capture in found.values() if capture.revisit_of} - found.keys()
        wanted = {
            one
            for one in wanted
            if db.execute("SELECT 1 FROM captures WHERE capture_id = ?", [one]).fetchone()
        }
    return found


def copy_records(
    case: Case,
    captures: Sequence[Capture],
    data: Path,
    *,
    requests: bool = True,
    use: Callable[[Capture, bytes], None] | None = None,
) -> Collected:
    """Copy the captures' WARC records into data/captures/; hand each decoded payload to `use`.

    `requests`: also copy the warcinfo record and each request, which name the researcher's contact address.
    A record that is missing, damaged or not the one the database describes is reported, not copied.
    """
    collected = Collected()
    by_file: dict[tuple[str, str], list[Capture]] = defaultdict(list)
    for capture in captures:
        by_file[capture.site, capture.warc_file].append(capture)
    for number, ((site, warc_file), wanted) in enumerate(sorted(by_file.items()), 1):
        source = case.archive(site) / warc_file
        name = f"captures/{number:03d}-{file_word(Path(warc_file).name.removesuffix('.warc.gz'))}.warc.gz"
        try:
            handle = source.open("rb")
        except OSError as error:
            collected.problems.append(f"archive/{site}/{warc_file}: not copied: {error.strerror}")
            continue
        with handle:
            _copy_file(
                handle, sorted(wanted, key=lambda c: c.warc_offset), data, name, collected, requests, use
            )
    return collected


def _copy_file(
    handle: Any,
    wanted: Sequence[Capture],
    data: Path,
    name: str,
    collected: Collected,
    requests: bool,
    use: Callable[[Capture, bytes], None] | None,
) -> None:
    target = data / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as out:
        if (
            requests
            and (first := _member(handle.read(FIRST_RECORD_BYTES)))
            and block_of(first)[0] == "warcinfo"
        ):
            out.write(first)
        for capture in wanted:
            place = f"archive/{capture.site}/{capture.warc_file}:{capture.warc_offset}"
            handle.seek(capture.warc_offset)
            records = handle.read(min(capture.warc_length, RECORD_BYTES))
            try:
                content = _checked(records, capture)
            except ValueError as error:
                collected.problems.append(f"{place} ({capture.url}): not copied: {error}")
                continue
            if not requests:
                records = _member(records) or records
            collected.copied[capture.capture_id] = Copied(name, out.tell(), len(records))
            out.write(records)
            if use is not None:
                use(capture, content)
    if not target.stat().st_size:
        target.unlink()


def _checked(records: bytes, capture: Capture) -> bytes:
    """The capture's decoded content, empty for a revisit. Raises ValueError where these are not its records."""
    if capture.records_sha256 and hashlib.sha256(records).hexdigest() != capture.records_sha256:
        raise ValueError("its bytes have changed since it was archived")
    try:
        kind, block = block_of(records)
    except UNREADABLE as error:
        raise ValueError(f"damaged: {error}") from error
    if kind != "response":
        if kind not in ("revisit", "resource", "metadata"):
            raise ValueError("no capture lies there")
        return block if kind == "resource" else b""
    end = _HEAD_END.search(block)
    headers = split_headers(block[: end.end()] if end else block)
    payload = entity_of(headers, block[end.end() :] if end else b"")
    if capture.payload_sha256 and hashlib.sha256(payload).hexdigest() != capture.payload_sha256:
        raise ValueError("its content is not the one the database describes")
    coding = b", ".join(value for name, value in headers if name.lower() == b"content-encoding").decode(
        "latin-1"
    )
    return decoded(payload, coding, RECORD_BYTES)


def _member(data: bytes) -> bytes | None:
    """The first gzip member of `data`, verbatim; None where there is none or it is not whole."""
    inflater = zlib.decompressobj(16 + zlib.MAX_WBITS)
    rest = data
    try:
        while rest and not inflater.eof:
            inflater.decompress(rest, 1 << 20)
            rest = inflater.unconsumed_tail
    except zlib.error:
        return None
    return data[: len(data) - len(inflater.unused_data)] if inflater.eof else None


def save_picture(payload: bytes, data: Path) -> tuple[str, int, int] | None:
    """Write a picture to data/pictures/ under its sha256; None where it is none that a page may show.

    Bytes are kept as they came, so that the file's hash is the capture's. Gives file, width and height.
    """
    import warnings

    from PIL import Image

    if len(payload) > PICTURE_BYTES:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(payload), formats=list(PICTURE_SUFFIXES)) as image:
                kind, (width, height) = image.format, image.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    if kind not in PICTURE_SUFFIXES or not 0 < width * height <= PICTURE_PIXELS:
        return None
    name = f"pictures/{hashlib.sha256(payload).hexdigest()}.{PICTURE_SUFFIXES[kind]}"
    path = data / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(payload)
    return name, width, height
