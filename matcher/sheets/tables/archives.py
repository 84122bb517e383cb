"""Files inside files: what a given path holds, with bombs refused before they are unpacked."""

from __future__ import annotations

import gzip
import lzma
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from crawler.case.child_process import temporary_folder
from crawler.case.errors import Box31Error, UsageProblem
from matcher.sheets.tables.bombs import BombCounter

MEMBER_LIMIT = 10_000
_END_WITHIN = 22 + 0xFFFF  # bytes: the record at the end of a zip archive, and its comment
DIRECTORY_LIMIT = MEMBER_LIMIT * 1024  # bytes of a zip archive's directory, all of which is read at once

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
        ".html",
        ".htm",
        ".xml",
    )
)
PACKED_SUFFIXES = frozenset((".gz", ".zip"))
# Archives that are not unpacked: other kinds, and any inside an archive.
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
)


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
    if not path.is_file():
        raise UsageProblem(f"{path}: a pipe or a device, not a file; save what it gives to a file first")
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
    files, links, special = _inside(path)
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
    for others, what in (
        (links, "symbolic links were not followed"),
        (special, "pipes or devices were not read"),
    ):
        if others:
            named = _named([p.relative_to(path).as_posix() for p in others])
            yield Unread(path.name, UsageProblem(f"{len(others):,} {what}: {named}"), aside=True)


def _inside(path: Path) -> tuple[list[Path], list[Path], list[Path]]:
    """What the folder and its folders hold, sorted: files, symbolic links, and what is neither (pipes, devices)."""
    files: list[Path] = []
    links: list[Path] = []
    special: list[Path] = []
    for folder, folders, names in os.walk(path):
        for name in (*folders, *names):
            if _hidden(name):
                continue
            mode = (found := Path(folder, name)).lstat().st_mode
            if stat.S_ISLNK(mode):
                links.append(found)
            elif stat.S_ISREG(mode):
                files.append(found)
            elif not stat.S_ISDIR(mode):
                special.append(found)
    return sorted(files), sorted(links), sorted(special)


def _named(names: list[str]) -> str:
    return ", ".join(names[:5]) + (", ..." if len(names) > 5 else "")


def _aside(name: str, others: list[str], inside: str = "") -> Iterator[Unread]:
    """The files of other kinds, so that nobody takes them for imported; archives among them may hold tables."""
    packed = [other for other in others if other.lower().endswith(OTHER_ARCHIVES)]
    for other in packed:
        yield Unread(
            inside + other, Box31Error("an archive that is not opened here; unpack it yourself first")
        )
    if rest := [other for other in others if other not in packed]:
        yield Unread(
            name, UsageProblem(f"{len(rest):,} of other kinds were left aside: {_named(rest)}"), aside=True
        )


def _hidden(name: str) -> bool:
    """What systems leave behind: .DS_Store, ._twin of a file, ~$lock of an open workbook."""
    return name.rsplit("/", 1)[-1].startswith((".", "~$"))


def _suffix(path: Path) -> bool:
    return path.suffix.lower() in TABLE_SUFFIXES | PACKED_SUFFIXES


def _known() -> str:
    return ", ".join(sorted(TABLE_SUFFIXES | PACKED_SUFFIXES))


def check_zip(path: Path, name: str | None = None) -> zipfile.ZipFile:
    """Open the zip archive (or workbook) `path`. Raises Box31Error where it is none or its sizes are a bomb's."""
    name = name or str(path)
    if (size := _directory_size(path)) > DIRECTORY_LIMIT:
        raise Box31Error(
            f"{name}: a list of members of {size:,} bytes, more than {DIRECTORY_LIMIT:,}; refused"
        )
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, struct.error) as error:
        raise Box31Error(f"{name}: damaged or no archive at all ({error}); get the file again") from error
    entries = archive.infolist()
    if len(entries) > MEMBER_LIMIT:
        raise Box31Error(f"{name}: {len(entries):,} members, more than {MEMBER_LIMIT:,}; refused")
    # The whole file's size: members that overlap may add up to any size they claim.
    BombCounter(name, path.stat().st_size).add(sum(entry.file_size for entry in entries))
    return archive


def _directory_size(path: Path) -> int:
    """Bytes of the zip directory, by the record at the file's end; 0 where there is none."""
    with path.open("rb") as handle:
        handle.seek(max(0, path.stat().st_size - _END_WITHIN))
        tail = handle.read(_END_WITHIN)
    at = tail.rfind(b"PK\x05\x06")
    return int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0


def unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    """The member's bytes in pieces. Raises Box31Error where it is encrypted or damaged; `name` is for the message."""
    if member.flag_bits & 1:
        raise Box31Error(f"{name}: encrypted; unpack it yourself first")
    try:
        with archive.open(member) as handle:
            while piece := handle.read(1 << 20):
                yield piece
    except (
        *(zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError),
        *(zlib.error, lzma.LZMAError, struct.error),
    ) as error:
        raise Box31Error(f"{name}: cannot be unpacked ({error}); get the file again") from error


def _unzip(path: Path, scratch: Path) -> Iterator[Found]:
    with check_zip(path) as archive:
        bomb = BombCounter(path.name, path.stat().st_size)
        entries = [m for m in archive.infolist() if not (m.is_dir() or _hidden(m.filename))]
        members = [m for m in entries if Path(m.filename).suffix.lower() in TABLE_SUFFIXES]
        if not members:
            raise UsageProblem(f"{path}: no customs table in this archive (looked for {_known()})")
        for number, member in enumerate(members):
            name = f"{path.name}/{_member_name(member)}"
            target = scratch / f"{number}{Path(member.filename).suffix.lower()}"
            try:
                _unpack(unpacked(archive, member, name), target, bomb)
            except Box31Error as error:
                yield Unread(name, error)
            else:
                yield Source(target, name)
            target.unlink(missing_ok=True)
        yield from _aside(path.name, [_member_name(m) for m in entries if m not in members], f"{path.name}/")


def _unpack(pieces: Iterable[bytes], target: Path, bomb: BombCounter) -> None:
    with target.open("wb") as out:
        for piece in pieces:
            bomb.add(len(piece))
            out.write(piece)


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
    try:
        with gzip.open(path) as handle:
            pieces = iter(partial(handle.read, 1 << 20), b"")
            _unpack(pieces, target, BombCounter(str(path), path.stat().st_size))
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise Box31Error(f"{path}: cannot be unpacked ({error}); get the file again") from error
    return target
