"""Files inside files: what a given path holds, with bombs refused before they are unpacked."""

from __future__ import annotations

import gzip
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from crawler.case.child_process import temporary_folder
from crawler.case.errors import Box31Error, UsageProblem

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
OTHER_ARCHIVES = (
    ".zip",
    ".gz",
    ".7z",
    ".rar",
    ".tar",
    ".tgz",
    ".bz2",
    ".xz",
    ".zst",
)  # or an archive in an archive


@dataclass(frozen=True)
class Source:
    """One table file: `path` to read it from, `name` to call it by (archive/member for a packed one)."""

    path: Path
    name: str


@dataclass(frozen=True)
class Unread:
    """What is in a folder or archive and is not read: a file that cannot be, or (`aside`) those of other kinds."""

    name: str
    error: Box31Error
    aside: bool = False


Found = Source | Unread


@contextmanager
def sources(path: Path) -> Iterator[Iterator[Found]]:
    """The table files that `path` holds: itself, the files of a folder, the members of a .zip, the file in a .gz.

    Packed files are unpacked one at a time into a temporary folder. Raises UsageProblem where `path` does not
    exist or holds no table, Box31Error for an archive that is broken or would unpack to more than its limits; inside
    a folder such a file is `Unread`, and does not stop the others.
    """
    if not path.exists():
        raise UsageProblem(f"{path}: no such file; check the name")
    with temporary_folder() as folder:
        yield _sources(path, Path(folder))


def _sources(path: Path, scratch: Path) -> Iterator[Found]:
    if path.is_dir():
        yield from _folder(path, scratch)
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


def _folder(path: Path, scratch: Path) -> Iterator[Found]:
    files = sorted(p for p in path.rglob("*") if p.is_file() and not _hidden(p.name))
    if not any(map(_suffix, files)):
        raise UsageProblem(f"{path}: no customs table in this folder (looked for {_known()})")
    for file in filter(_suffix, files):
        inside = file.relative_to(path)
        try:
            for found in _sources(file, scratch):
                yield replace(found, name=(inside.parent / found.name).as_posix())
        except Box31Error as error:
            yield Unread(inside.as_posix(), error)
    yield from _aside(path.name, [p.relative_to(path).as_posix() for p in files if not _suffix(p)])


def _aside(name: str, others: list[str], inside: str = "") -> Iterator[Unread]:
    """The files of other kinds, so that nobody takes them for imported; archives among them may hold tables."""
    packed = [other for other in others if other.lower().endswith(OTHER_ARCHIVES)]
    for other in packed:
        yield Unread(
            inside + other, Box31Error("an archive that is not opened here; unpack it yourself first")
        )
    if rest := [other for other in others if other not in packed]:
        named = ", ".join(rest[:5]) + (", ..." if len(rest) > 5 else "")
        yield Unread(name, UsageProblem(f"{len(rest):,} of other kinds were left aside: {named}"), aside=True)


def _hidden(name: str) -> bool:
    """What systems leave behind: .DS_Store, ._twin of a file, ~$lock of an open workbook."""
    return name.rsplit("/", 1)[-1].startswith((".", "~$"))


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


def _unzip(path: Path, scratch: Path) -> Iterator[Found]:
    with check_zip(path) as archive:
        entries = [m for m in archive.infolist() if not (m.is_dir() or _hidden(m.filename))]
        members = [m for m in entries if Path(m.filename).suffix.lower() in TABLE_SUFFIXES]
        if not members:
            raise UsageProblem(f"{path}: no customs table in this archive (looked for {_known()})")
        for number, member in enumerate(members):
            name = f"{path.name}/{_member_name(member)}"
            target = scratch / f"{number}{Path(member.filename).suffix.lower()}"
            try:
                _unpack(archive, member, name, target)
            except Box31Error as error:
                yield Unread(name, error)
            else:
                yield Source(target, name)
            target.unlink(missing_ok=True)
        yield from _aside(path.name, [_member_name(m) for m in entries if m not in members], f"{path.name}/")


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, target: Path) -> None:
    if member.flag_bits & 1:
        raise Box31Error(f"{name}: encrypted; unpack it yourself first")
    try:
        with archive.open(member) as packed, target.open("wb") as out:
            shutil.copyfileobj(packed, out, 1 << 20)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, zlib.error) as error:
        raise Box31Error(f"{name}: cannot be unpacked ({error})") from error


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
