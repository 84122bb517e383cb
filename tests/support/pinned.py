"""Versions that constraints.txt states."""

from __future__ import annotations

import re
from pathlib import Path

CONSTRAINTS = Path(__file__).resolve().parents[2] / "constraints.txt"


def pinned(package: str) -> str:
    """The version of `package` that files made from its data were made with."""
    found = re.search(rf"^{re.escape(package)}==(\S+)$", CONSTRAINTS.read_text(encoding="utf-8"), re.M)
    assert found, f"{package} is not in {CONSTRAINTS.name}"
    return found[1]
