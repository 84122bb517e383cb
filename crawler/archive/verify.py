"""Everything in an archive re-read and re-checked: records, digests, indexes, chain, manifests, tokens."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from crawler.archive import captures, runs
from crawler.archive import manifest as manifest_file
from crawler.archive.captures import Capture
from crawler.archive.cdxj import index_line, index_name
from crawler.archive.hash_chain import START, chain_file, chain_line, link
from crawler.archive.manifest import FORMAT, Seal
from crawler.archive.warc import files_of
from crawler.capture.content_coding import TooLarge, Undecodable, decoded
from crawler.case.hashing import sha256_of
from crawler.case.typed_rows import read_rows

WARCINFO_BYTES = 1 << 24  # more is no warcinfo record
READ_AT_LEAST = 1_000_000  # bytes of a chain, beyond what is expected, before it is taken for a bomb


@dataclass(frozen=True)
class Fault:
    """Something in the archive that is not as it was written: file, where in it, and what is wrong."""

    site: str
    file: str
    where: str
    problem: str


def verify_site(db: Database, folder: Path) -> Iterator[Fault]:
    """Check one site's archive against itself and the database; yields a Fault for each thing that is wrong.

    Nothing is written. Order: chain (database), then run by run its WARC files, index, chain file, manifest, tokens.
    """
    site = folder.name
    yield from _chain(db, site)
    yield from _unchained(db, site)
    seals = manifest_file.of_site(db, site)
    previous: Seal | None = None
    known: set[str] = {"crawl.log"}
    for run in reversed(runs.of_site(db, site)):
        run_id = run.run_id
        rows = list(captures.of_run(db, run_id))
        files = {row.warc_file for row in rows} | {path.name for path in files_of(folder, run_id)}
        known |= files
        for file in sorted(files):
            yield from _warc(
                folder / file, site, [row for row in rows if row.warc_file == file], run.finished
            )
        if run.finished is None:  # killed, perhaps while its manifest was written: it will be resumed
            known |= {path.name for path in folder.glob(f"{run_id}*")}
            continue
        seal = seals.get(run_id)
        if seal is None:
            yield Fault(site, f"{run_id}.manifest.json", "", "the run has ended but was never sealed")
            continue
        for file in sorted(files):
            known.add(index_name(file))
            yield from _index(folder / index_name(file), site, [row for row in rows if row.warc_file == file])
        chain = chain_file(folder, run_id)
        yield from _chain_file(chain, site, rows)
        known |= {chain.name, seal.manifest}
        yield from _manifest(folder, seal, files, previous)
        tokens = list(
            read_rows(db, Stamp, "SELECT * FROM timestamps WHERE run_id = ? ORDER BY file", [run_id])
        )
        known |= {token.file for token in tokens}
        yield from _tokens(folder, seal, tokens)
        previous = seal
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_file() and path.name not in known and path.suffix not in (".wacz", ".part"):
            yield Fault(site, path.name, "", "not part of any run in the database")


def _chain(db: Database, site: str) -> Iterator[Fault]:
    head, seq = START, 0
    for row in captures.of_chain(db, site):
        where = f"capture {row.capture_id} ({row.url})"
        if row.seq != seq + 1:
            yield Fault(site, "box31.db", where, f"link {seq + 1} of the chain is missing")
        elif link(head, row) != row.chain:
            yield Fault(
                site, "box31.db", where, f"link {row.seq} of the chain does not fit what the database says"
            )
        head, seq = row.chain or "", row.seq or 0


def _unchained(db: Database, site: str) -> Iterator[Fault]:
    """Captures that neither the chain nor a run of the site accounts for."""
    rows = db.execute(
        "SELECT c.capture_id, c.url, r.site FROM captures c LEFT JOIN runs r ON r.run_id = c.run_id"
        " WHERE c.site = ? AND (r.site IS NOT c.site OR (c.seq IS NULL AND r.finished IS NOT NULL))",
        [site],
    ).fetchall()
    for capture_id, url, owner in rows:
        problem = "not in the site's chain" if owner == site else "of no run of the site"
        yield Fault(site, "box31.db", f"capture {capture_id} ({url})", problem)


def _warc(path: Path, site: str, rows: list[Capture], finished: str | None) -> Iterator[Fault]:
    """Every capture's bytes, then every record's digests, then what no capture accounts for."""
    if not path.is_file():
        yield Fault(site, path.name, "", "the file is missing")
        return
    end, size = 0, path.stat().st_size
    with path.open("rb") as handle:
        for row in rows:
            where = f"offset {row.warc_offset}, capture {row.capture_id} ({row.url})"
            if row.warc_offset < 0 or not 0 <= row.warc_length <= size - row.warc_offset:
                yield Fault(site, path.name, where, "its records lie beyond the file")
                continue
            handle.seek(row.warc_offset)
            data = handle.read(row.warc_length)
            if hashlib.sha256(data).hexdigest() != row.records_sha256:
                yield Fault(site, path.name, where, "the records are not the bytes that were archived")
            else:
                yield from (Fault(site, path.name, where, problem) for problem in _record_problems(data, row))
            end = max(end, row.warc_offset + row.warc_length)
        first = min((row.warc_offset for row in rows), default=0)
        handle.seek(0)
        if rows or finished is not None:  # a file just begun may hold half a record, and is written again
            problems = _record_problems(handle.read(max(0, min(first, size, WARCINFO_BYTES))), None)
            yield from (Fault(site, path.name, "offset 0, warcinfo", problem) for problem in problems)
    if size > end and finished is not None:
        yield Fault(site, path.name, f"offset {end}", f"{size - end} bytes after the last capture")


def _record_problems(data: bytes, row: Capture | None) -> list[str]:
    """What is wrong with the records in `data`, by their own digests and by the capture's row."""
    warnings = io.StringIO()  # warcio prints them
    with redirect_stderr(warnings):
        problems = list(_checked_records(data, row))
    return problems + (["a record does not end where its Content-Length says"] if warnings.getvalue() else [])


def _checked_records(data: bytes, row: Capture | None) -> Iterator[str]:
    kinds: list[str] = []
    try:
        for record in ArchiveIterator(io.BytesIO(data), no_record_parse=True):
            headers = record.rec_headers
            block = record.raw_stream.read()
            kinds.append(record.rec_type or "a record without WARC-Type")
            if str(len(block)) != headers.get_header("Content-Length"):
                yield f"{record.rec_type}: shorter than its Content-Length"
            if not _digest_fits(headers.get_header("WARC-Block-Digest"), block):
                yield f"{record.rec_type}: the block's digest does not fit"
            payload = block.partition(b"\r\n\r\n")[2] if record.rec_type == "response" else block
            stated = headers.get_header("WARC-Payload-Digest")
            if record.rec_type in ("response", "resource") and b"\r\n\r\n" in block + b"\r\n\r\n" and stated:
                if not _digest_fits(stated, payload):
                    yield f"{record.rec_type}: the payload's digest does not fit"
                if row is not None and stated != f"sha256:{row.wire_sha256}":
                    yield f"{record.rec_type}: the payload's digest is not the capture's"
            if row is not None and len(kinds) == 1:
                for name, value in _stated(row).items():
                    if headers.get_header(name) != value:
                        yield f"{record.rec_type}: {name} is not what the database says"
                certificates = headers.get_header("Box31-Certificates-SHA256")
                if (certificates or "").split(",")[0] != (row.certificate_sha256 or ""):
                    yield f"{record.rec_type}: the certificate is not what the database says"
    except (ArchiveLoadFailed, ValueError, EOFError, OSError) as error:
        yield f"not a readable record: {error}"
    if row is None and kinds != ["warcinfo"]:
        yield f"expected one warcinfo record, found {', '.join(kinds) or 'none'}"


def _stated(row: Capture) -> dict[str, str | None]:
    """What the headers of a capture's record must say, by its row."""
    original = row.revisit_of
    return {
        "WARC-Record-ID": f"<urn:uuid:{row.capture_id}>",
        "WARC-Target-URI": row.url,
        "WARC-Date": row.captured_at,
        "WARC-IP-Address": row.ip,
        "WARC-Refers-To": f"<urn:uuid:{original}>" if original else None,
    }


def _digest_fits(stated: str | None, data: bytes) -> bool:
    """Whether a labelled digest (hex or base32, as different writers have it) is that of `data`."""
    if not stated or not stated.startswith("sha256:"):
        return False
    value, found = stated.removeprefix("sha256:"), hashlib.sha256(data)
    if value == found.hexdigest():
        return True
    with suppress(ValueError):
        return base64.b32decode(value) == found.digest()
    return False


def _index(path: Path, site: str, rows: list[Capture]) -> Iterator[Fault]:
    expected = {index_line(row): row for row in rows if row.payload_sha256 is not None}
    yield from _lines(path, site, expected, "the index")


def _chain_file(path: Path, site: str, rows: list[Capture]) -> Iterator[Fault]:
    yield from _lines(path, site, {chain_line(row): row for row in rows}, "the chain")


def _lines(path: Path, site: str, expected: Mapping[str, Capture], what: str) -> Iterator[Fault]:
    """Each line must be one that the captures give, and none be missing."""
    if not path.is_file():
        yield Fault(site, path.name, "", "the file is missing")
        return
    most = READ_AT_LEAST + 4 * sum(map(len, expected))
    if path.stat().st_size > most:
        yield Fault(site, path.name, "", f"{what} has more than {most} bytes, and should have fewer")
        return
    data = path.read_bytes()
    if path.suffix == ".gz":
        try:
            data = decoded(data, "gzip", most)
        except (TooLarge, Undecodable) as error:
            yield Fault(site, path.name, "", f"{what} cannot be read: {error}")
            return
    found = data.decode("utf-8", "backslashreplace").splitlines(keepends=True)
    for number, line in enumerate(found, 1):
        if line not in expected:
            yield Fault(
                site, path.name, f"line {number}", f"{what} says what no capture does: {line[:80].strip()}"
            )
    for line in expected.keys() - set(found):
        row = expected[line]
        yield Fault(site, path.name, f"capture {row.capture_id} ({row.url})", f"missing from {what}")


def _manifest(folder: Path, seal: Seal, files: set[str], previous: Seal | None) -> Iterator[Fault]:
    site, path = folder.name, folder / seal.manifest
    if not path.is_file():
        yield Fault(site, path.name, "", "the manifest is missing")
        return
    if path.stat().st_size > manifest_file.LARGEST:
        yield Fault(site, path.name, "", f"more than {manifest_file.LARGEST >> 20} MB are no manifest")
        return
    if sha256_of(path) != seal.sha256:
        yield Fault(site, path.name, "", "the manifest is not the one that was sealed")
    try:
        entries, before = read_manifest(path.read_bytes())
    except ValueError as error:
        yield Fault(site, path.name, "", f"not a manifest of this format: {error}")
        return
    for missing in sorted(files - entries.keys()):
        yield Fault(site, path.name, missing, "a file of the run that the manifest does not name")
    for name, (size, sha256) in entries.items():
        file = folder / name
        if not file.is_file():
            yield Fault(site, name, "", f"named by {path.name} but missing")
        elif file.stat().st_size != size or sha256_of(file) != sha256:
            yield Fault(site, name, "", f"its sha256 or size is not what {path.name} says")
    if previous is not None and before != previous.sha256:
        yield Fault(site, path.name, "previous", f"does not refer to {previous.manifest} as it was sealed")


def read_manifest(data: bytes) -> tuple[dict[str, tuple[int, str]], str | None]:
    """Size and SHA-256 of each file that a manifest names, and the SHA-256 of the manifest before it.

    Raises ValueError where it is no manifest of this format.
    """
    try:
        manifest = json.loads(data)
        if manifest["format"] != FORMAT:
            raise ValueError(f"format {str(manifest['format'])[:40]!r}")
        entries = {}
        for entry in manifest["files"]:
            name = str(entry["name"])
            if not name or "/" in name or "\0" in name:
                raise ValueError(f"file name {name[:40]!r}")
            entries[name] = (int(entry["bytes"]), str(entry["sha256"]))
        before = manifest["previous"]
        return entries, None if before is None else str(before["sha256"])
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"{type(error).__name__}: {error}") from error


@dataclass(frozen=True)
class Stamp:
    """A time stamp that was received: its file, hash, and the time it states."""

    file: str
    sha256: str
    stamped_at: str


def _tokens(folder: Path, seal: Seal, tokens: list[Stamp]) -> Iterator[Fault]:
    from crawler.archive.timestamp import token_problem, token_time

    for token in tokens:
        path = folder / token.file
        if not path.is_file():
            yield Fault(folder.name, path.name, "", "the time stamp is missing")
            continue
        if sha256_of(path) != token.sha256:
            yield Fault(folder.name, path.name, "", "the time stamp is not the one that was received")
        manifest = folder / seal.manifest
        problem = token_problem(
            path.read_bytes(), manifest.read_bytes() if manifest.is_file() else b"", folder.parent
        )
        if not problem and token_time(path.read_bytes()) != token.stamped_at:
            problem = f"the time stamp says another time than the database ({token.stamped_at})"
        if problem:
            yield Fault(folder.name, path.name, "", f"{problem} ({seal.manifest})")
