"""A dossier as a BagIt bag: made whole or not at all, and checked."""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crawler.case.errors import Box31Error, UsageProblem
from crawler.case.hashing import sha256_of

MANIFEST = "manifest-sha256.txt"


@contextmanager
def bag(target: Path, info: dict[str, str]) -> Iterator[Path]:
    """A folder to fill; when the block ends it becomes the bag `target`, its files below data/.

    Nothing is left behind where the block fails. Raises UsageProblem where `target` exists.
    """
    import bagit

    if target.exists():
        raise UsageProblem(f"{target}: exists already; choose another name with --output, or remove it")
    target.parent.mkdir(parents=True, exist_ok=True)
    building = target.parent / f".{target.name}.building"
    if building.exists():
        shutil.rmtree(building)
    building.mkdir()
    quiet = logging.getLogger("bagit")
    level = quiet.level
    try:
        yield building
        quiet.setLevel(logging.ERROR)
        # bagit changes into the folder while it works, hence the absolute path.
        bagit.make_bag(str(building.absolute()), bag_info=info, checksums=["sha256"])
        os.replace(building, target)
    finally:
        quiet.setLevel(level)
        if building.exists():
            shutil.rmtree(building)


def add_tag_file(target: Path, name: str, content: bytes) -> None:
    """Add a file beside the manifest, such as a time-stamp token for it, and list it in the tag manifest."""
    (target / name).write_bytes(content)
    tags = target / "tagmanifest-sha256.txt"
    lines = tags.read_text(encoding="utf-8").splitlines()
    lines.append(f"{hashlib.sha256(content).hexdigest()} {name}")
    tags.write_text("\n".join(sorted(lines, key=lambda line: line.split(" ", 1)[1])) + "\n", encoding="utf-8")


def manifest_sha256(target: Path) -> str:
    """The hash that fixes the whole dossier: that of its manifest."""
    return sha256_of(target / MANIFEST)


def problems(target: Path) -> list[str]:
    """What is wrong with the bag at `target`, one sentence for each file; empty where it is intact.

    bagit stops at the first difference in the number of bytes; here every file is looked at and named.
    """
    import bagit

    logging.getLogger("bagit").setLevel(logging.CRITICAL)
    try:
        opened = bagit.Bag(str(target))
        listed = {path: digests.get("sha256") for path, digests in opened.entries.items()}
        found = set(opened.payload_files())
    except (bagit.BagError, OSError, ValueError) as error:
        return [f"not a bag: {error}"]
    said = [_file_problem(target, path, digest) for path, digest in sorted(listed.items())]
    said += [f"{path}: not in the manifest" for path in sorted(found - listed.keys())]
    return [one for one in said if one]


def _file_problem(target: Path, path: str, digest: str | None) -> str:
    file = target / path
    if not file.resolve().is_relative_to(target.resolve()):
        return f"{path}: leads out of the bag"
    if not file.is_file():
        return f"{path}: missing"
    return "" if sha256_of(file) == digest else f"{path}: changed since the bag was made"


def payload_bytes(target: Path) -> int:
    """How many bytes lie below data/. Raises Box31Error where it is no bag."""
    if not (target / MANIFEST).is_file():
        raise Box31Error(f"{target}: not a dossier ({MANIFEST} is missing)")
    return sum(path.stat().st_size for path in (target / "data").rglob("*") if path.is_file())
