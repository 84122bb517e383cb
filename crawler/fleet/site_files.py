"""The files of a site's finished runs, copied from one case to another: checked by their hashes, whole or not at all."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sqlite_utils import Database

from crawler.archive import manifest
from crawler.archive.durable import sync_folder, write_beside
from crawler.archive.manifest import Seal
from crawler.archive.verify import read_manifest
from crawler.case.errors import Box31Error
from crawler.case.hashing import sha256_of

PIECE = 1 << 20


@dataclass(frozen=True)
class CopiedFile:
    """A file that was copied beside its place, under another name."""

    beside: Path
    place: Path
    length: int


def copy_files(source: Database, source_folder: Path, target: Database, folder: Path) -> list[CopiedFile]:
    """Copy what `folder` does not have of the site's files; `put_in_place` gives them their names.

    Both are the site's archive folders. Raises Box31Error where a file is missing, is a link, or has another hash than
    its manifest or row says.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sealed = manifest.of_site(target, folder.name)
    copied = []
    try:
        for seal in manifest.of_site(source, source_folder.name).values():
            for name, sha256 in _files_of(source, source_folder, seal):
                place = folder / name
                if not place.exists():
                    copied.append(_copy(source_folder / name, place, sha256))
                elif seal.run_id not in sealed and sha256_of(place) != sha256:
                    raise Box31Error(f"{place}: in the way, with other bytes; move it away")
    except BaseException:
        discard(copied)
        raise
    return copied


def put_in_place(copied: list[CopiedFile]) -> None:
    """Give copied files their names, all in one moment."""
    for one in copied:
        one.beside.replace(one.place)
    for folder in {one.place.parent for one in copied}:
        sync_folder(folder)


def discard(copied: list[CopiedFile]) -> None:
    """Delete copied files, also where they have their names already."""
    for one in copied:
        one.beside.unlink(missing_ok=True)
        one.place.unlink(missing_ok=True)


def _files_of(source: Database, folder: Path, seal: Seal) -> Iterator[tuple[str, str]]:
    """Name and SHA-256 of each file of a run: manifest, what it names, time stamps."""
    path = folder / seal.manifest
    try:
        with _opened(_plain(folder, seal.manifest, seal.run_id)) as handle:
            data = handle.read(manifest.LARGEST)
        entries, _ = read_manifest(data)
    except ValueError as error:
        raise Box31Error(f"{path}: not a manifest: {error}") from error
    yield seal.manifest, seal.sha256
    for name, (_, sha256) in entries.items():
        yield _plain(folder, name, seal.run_id).name, sha256
    for file, sha256 in source.execute(
        "SELECT file, sha256 FROM timestamps WHERE run_id = ? ORDER BY file", [seal.run_id]
    ).fetchall():
        yield _plain(folder, file, seal.run_id).name, sha256


def _plain(folder: Path, name: str, run_id: str) -> Path:
    """The path of a file of a run. Raises Box31Error where its name leads elsewhere."""
    if not name.startswith(run_id) or "/" in name or "\\" in name or "\0" in name or not run_id:
        raise Box31Error(f"{folder}: {name[:80]!r} is no name of a file of run {run_id[:80]!r}")
    return folder / name


def _opened(path: Path) -> BinaryIO:
    try:
        return os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb")
    except OSError as error:
        raise Box31Error(f"{path}: cannot be read: {error.strerror}; is the shard copied whole?") from error


def _copy(source: Path, place: Path, sha256: str) -> CopiedFile:
    digest, length = hashlib.sha256(), 0

    def pieces() -> Iterator[bytes]:
        nonlocal length
        with _opened(source) as handle:
            while piece := handle.read(PIECE):
                digest.update(piece)
                length += len(piece)
                yield piece
        if digest.hexdigest() != sha256:
            raise Box31Error(f"{source}: its sha256 is not what its manifest says; it was changed")

    return CopiedFile(write_beside(place, pieces()), place, length)
