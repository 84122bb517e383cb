"""What Box31 is made of: every package that it installs, with version, licence and hash; an SBOM on request.

    python tools/audit.py [--sbom FILE]

Reads the installed environment, asks no network. Exits 1 where a package that is needed at run time is under GPL or
AGPL, has no licence that is stated, or is not pinned in constraints.txt. LGPL is allowed: it is used, not changed.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
EXTRAS = ("", "browser", "ftm", "pdf", "schedule", "timestamp", "train")  # of run time; dev is none
STRONG = re.compile(r"\b(?:A?GPL)(?:[ -]?v?[23]|\b)|affero|general public", re.IGNORECASE)
WEAK = re.compile(
    r"\bL?GPL\b.*\bLGPL|\bLGPL|lesser|library or lesser|linking.exception|classpath", re.IGNORECASE
)
ENVIRONMENT = frozenset(("pip", "setuptools"))  # come with the environment
BY_INDEX = frozenset(("torch",))  # its build is chosen by the index that the user names: CPU or GPU


@dataclass(frozen=True)
class Package:
    """An installed package; `record_sha256` is of its RECORD, which lists the hash of each of its files."""

    name: str
    version: str
    licence: str
    record_sha256: str
    needed_by: str


def packages(root: str = "box31") -> Iterator[Package]:
    """Everything that `root` and its run-time extras need, each once, by name."""
    seen: dict[str, Package] = {}
    waiting = [(name, root) for extra in EXTRAS for name in _requirements(distribution(root), extra)]
    while waiting:
        name, parent = waiting.pop()
        key = canonical(name)
        if key in seen:
            continue
        try:
            found = distribution(name)
        except PackageNotFoundError:  # for another system, or an extra that is not installed
            continue
        seen[key] = Package(key, found.version, licence_of(found), _record_hash(found), parent)
        waiting += [(other, key) for other in _requirements(found, "")]
    yield from (seen[key] for key in sorted(seen))


def canonical(name: str) -> str:
    """A package's name as indexes write it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _requirements(found: Distribution, extra: str) -> list[str]:
    given = [Requirement(line) for line in found.requires or []]
    wanted = [one for one in given if one.marker is None or one.marker.evaluate({"extra": extra})]
    if extra:  # what the package needs without it is asked for by itself
        wanted = [one for one in wanted if one.marker and not one.marker.evaluate({"extra": ""})]
    return [one.name for one in wanted]


def licence_of(found: Distribution) -> str:
    """What the package says of its licence: the expression, else its classifiers, else the first words of the text."""
    given = found.metadata
    if expression := given.get("License-Expression"):
        return str(expression)
    classifiers = [
        c.rsplit("::", 1)[-1].strip() for c in given.get_all("Classifier") or [] if "License ::" in c
    ]
    stated = [c for c in classifiers if c != "OSI Approved"]
    return (
        "; ".join(stated)
        or _first_words(str(given.get("License") or ""))
        or _first_words(_licence_file(found))
    )


def _first_words(text: str) -> str:
    return " ".join(text.split())[:80]


def _licence_file(found: Distribution) -> str:
    """The text of the first licence file that lies beside the package's metadata."""
    paths = [path for path in found.files or [] if "licen" in path.name.lower() and "dist-info" in str(path)]
    return paths[0].read_binary().decode("utf-8", "replace") if paths else ""


def _record_hash(found: Distribution) -> str:
    text = found.read_text("RECORD")
    return sha256(text.encode()).hexdigest() if text else ""


def pins() -> Mapping[str, str]:
    """The versions of constraints.txt."""
    found = {}
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        name, equals, version = line.split("#")[0].strip().partition("==")
        if equals:
            found[canonical(name.split("[")[0])] = version.split(";")[0].strip()
    return found


def problems(found: list[Package]) -> Iterator[str]:
    """One sentence for each package that should not be there as it is."""
    pinned = pins()
    for one in found:
        if STRONG.search(one.licence) and not WEAK.search(one.licence):
            yield f"{one.name} {one.version}: licence {one.licence} (needed by {one.needed_by})"
        if not one.licence:
            yield f"{one.name} {one.version}: states no licence (needed by {one.needed_by})"
        if one.name not in pinned.keys() | ENVIRONMENT | BY_INDEX:
            yield f"{one.name} {one.version}: not pinned in constraints.txt (needed by {one.needed_by})"


def sbom(found: list[Package]) -> dict[str, object]:
    """CycloneDX 1.5, as far as the installed environment knows it."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "name": "box31", "version": distribution("box31").version}
        },
        "components": [
            {
                "type": "library",
                "name": one.name,
                "version": one.version,
                "purl": f"pkg:pypi/{one.name}@{one.version}",
                "licenses": [{"license": {"name": one.licence}}],
                "properties": [{"name": "box31:record-sha256", "value": one.record_sha256}],
            }
            for one in found
        ],
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sbom", type=Path, help="write a CycloneDX file")
    given = parser.parse_args()
    found = list(packages())
    for one in found:
        print(f"{one.name:34} {one.version:16} {one.licence[:60]}")
    if given.sbom:
        given.sbom.write_text(json.dumps(sbom(found), indent=1) + "\n", encoding="utf-8")
    wrong = list(problems(found))
    for problem in wrong:
        print(problem, file=sys.stderr)
    print(f"{len(found)} packages, {len(wrong)} problems")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
