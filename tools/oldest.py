"""Constraints for the oldest versions that pyproject.toml allows, for `make oldest`: prints one line a dependency."""

from __future__ import annotations

import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
EXTRAS = ("pdf", "timestamp", "browser", "schedule")


def oldest() -> list[str]:
    """`name==lower bound` of each dependency of the core and the extras that have one."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    given = [*project["dependencies"]]
    for extra in EXTRAS:
        given += project["optional-dependencies"].get(extra, [])
    found = []
    for line in given:
        requirement = Requirement(line)
        bounds = [one.version for one in requirement.specifier if one.operator in (">=", "==")]
        found += [f"{requirement.name}=={bound}" for bound in bounds[:1]]
    return sorted(dict.fromkeys(found))


if __name__ == "__main__":
    print("\n".join(oldest()))
