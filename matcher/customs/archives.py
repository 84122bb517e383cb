"""Files inside files: what a given path holds, with bombs refused before they are unpacked."""

from __future__ import annotations

import gzip
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from crawler.errors import Box31Error, UsageProblem

UNPACKED_LIMIT = 32 * 1024**3  # bytes an archive may hold: a national customs year is about 20 GB of CSV
RATIO_LIMIT = 120  # text of this kind shrinks 5 to 25 times; a bomb 1000 times
RATIO_FLOOR = 32 * 1024**2  # bytes below which no ratio is a danger
MEMBER_LIMIT = 10_000

TABLE_SUFFIXES = frozenset(
    (
        ".csv",
        ".tsv",
        ".txt",
        ".tab",
        ".psv",
        ".xlsx",
        ".xlsm",
        ".xls",
        ".ods",
        ".parquet",
        ".jsonl",
        ".ndjson",
        ".xml",
    )
)
PACKED_SUFFIXES = frozenset((".gz", ".zip"))


@dataclass(frozen=True)
class Source:
    """One table file: `path` to read it from, `name` to call it by (archive/member for a packed one)."""

    path: Path
    name: str


@contextmanager
def sources(path: Path) -> Iterator[Iterator[Source]]:
    """The table files that `path` holds: itself, the files of a folder, the members of a .zip, the file in a .gz.

    Packed files are unpacked one at a time into a temporary folder. Raises UsageProblem where `path` does not
    exist or holds no table, Box31Error for an archive that is broken or would unpack to more than its limits.
    """
    if not path.exists():
        raise UsageProblem(f"{path}: no such file; check the name")
    with tempfile.TemporaryDirectory(prefix="box31-") as folder:
        yield _sources(path, Path(folder))


def _sources(path: Path, scratch: Path) -> Iterator[Source]:
    if path.is_dir():
        found = sorted(
            p for p in path.rglob("*") if p.is_file() and _suffix(p) and not p.name.startswith((".", "~$"))
        )
        if not found:
            raise UsageProblem(f"{path}: no customs table in this folder (looked for {_known()})")
        for file in found:
            for source in _sources(file, scratch):
                relative = file.relative_to(path).parent / source.name
                yield Source(source.path, relative.as_posix())
        return
    with path.open("rb") as handle:
        magic = handle.read(4)
    if magic[:2] == b"\x1f\x8b":
        yield Source(_gunzip(path, scratch), path.name)
    elif path.suffix.lower() == ".gz":
        raise Box31Error(f"{path}: called .gz but not gzip data; check the file")
    elif path.suffix.lower() == ".zip":
        yield from _unzip(path, scratch)
    else:
        yield Source(path, path.name)


def _suffix(path: Path) -> bool:
    return path.suffix.lower() in TABLE_SUFFIXES | PACKED_SUFFIXES


def _known() -> str:
    return ", ".join(sorted(TABLE_SUFFIXES | PACKED_SUFFIXES))


def check_zip(path: Path) -> zipfile.ZipFile:
    """Open the zip archive (or workbook) `path`. Raises Box31Error where it is none or its sizes are a bomb's."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Box31Error(f"{path}: damaged or no archive at all ({error}); get the file again") from error
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries), path.stat().st_size // 2)
    if len(entries) > MEMBER_LIMIT:
        raise Box31Error(f"{path}: {len(entries):,} members, more than {MEMBER_LIMIT:,}; refused")
    if unpacked > UNPACKED_LIMIT or (unpacked > RATIO_FLOOR and unpacked / packed > RATIO_LIMIT):
        raise Box31Error(
            f"{path}: {packed:,} bytes that unpack to {unpacked:,}: refused as an archive bomb; "
            "unpack it yourself if you trust it"
        )
    return archive


def check_members(path: Path, archive: zipfile.ZipFile) -> None:
    """Read every member once and drop it: sizes in the directory may lie, and other readers trust them.

    Raises Box31Error where a member is damaged or larger than it says.
    """
    for member in archive.infolist():
        try:
            with archive.open(member) as handle:
                while handle.read(1 << 20):
                    pass
        except (
            zipfile.BadZipFile,
            NotImplementedError,
            EOFError,
            OSError,
            RuntimeError,
            zlib.error,
        ) as error:
            raise Box31Error(f"{path}: {member.filename} is damaged ({error}); get the file again") from error


def _unzip(path: Path, scratch: Path) -> Iterator[Source]:
    with check_zip(path) as archive:
        members = [
            m
            for m in archive.infolist()
            if not m.is_dir() and Path(m.filename).suffix.lower() in TABLE_SUFFIXES
        ]
        if not members:
            raise UsageProblem(f"{path}: no customs table in this archive (looked for {_known()})")
        for number, member in enumerate(members):
            if member.flag_bits & 1:
                raise Box31Error(f"{path}: {member.filename} is encrypted; unpack it yourself first")
            target = scratch / f"{number}{Path(member.filename).suffix.lower()}"
            try:
                with archive.open(member) as packed, target.open("wb") as out:
                    shutil.copyfileobj(packed, out, 1 << 20)
            except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, zlib.error) as error:
                raise Box31Error(f"{path}: {member.filename} cannot be unpacked ({error})") from error
            yield Source(target, f"{path.name}/{_member_name(member)}")
            target.unlink()


def _member_name(member: zipfile.ZipInfo) -> str:
    """The member's name; old archivers wrote Cyrillic names as cp866 and did not say so."""
    if not member.flag_bits & 0x800 and not member.filename.isascii():
        try:
            return member.filename.encode("cp437").decode("cp866")
        except UnicodeError:
            pass  # it was another encoding: the name is shown as zipfile reads it
    return member.filename


def _gunzip(path: Path, scratch: Path) -> Path:
    inner = Path(path.name).stem if path.suffix.lower() == ".gz" else path.name
    target = scratch / f"gz{Path(inner).suffix.lower() or '.csv'}"
    packed = path.stat().st_size
    try:
        with gzip.open(path) as handle, target.open("wb") as out:
            _copy(path, handle, out, packed)
    except (gzip.BadGzipFile, EOFError, OSError, zlib.error) as error:
        raise Box31Error(f"{path}: cannot be unpacked ({error}); get the file again") from error
    return target


def _copy(path: Path, handle: gzip.GzipFile, out: IO[bytes], packed: int) -> None:
    unpacked = 0
    while block := handle.read(1 << 20):
        unpacked += len(block)
        if unpacked > UNPACKED_LIMIT or (unpacked > RATIO_FLOOR and unpacked / packed > RATIO_LIMIT):
            raise Box31Error(
                f"{path}: {packed:,} bytes that unpack to more than {unpacked:,}: refused as a bomb"
            )
        out.write(block)
