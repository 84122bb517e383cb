"""This moment, as the case's tables write it: UTC, ISO 8601."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal


def now(precision: Literal["seconds", "microseconds"] = "seconds") -> str:
    """The present time, such as 2026-01-31T12:00:00Z."""
    return datetime.now(UTC).isoformat(timespec=precision).replace("+00:00", "Z")
