"""The one clock: times as the case's tables write them, UTC in ISO 8601, and back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal


def utc_now() -> datetime:
    """The present time."""
    return datetime.now(UTC)


def now(precision: Literal["seconds", "microseconds"] = "seconds") -> str:
    """The present time as text, such as 2026-01-31T12:00:00Z."""
    return text(utc_now(), precision)


def text(moment: datetime, precision: Literal["seconds", "microseconds"] = "seconds") -> str:
    """A time as text, such as 2026-01-31T12:00:00Z."""
    return moment.astimezone(UTC).isoformat(timespec=precision).replace("+00:00", "Z")


def minute(moment: datetime) -> str:
    """A time for people, such as 2026-01-31 12:00 UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")


def parse(written: str) -> datetime:
    """A time as the database keeps it (ISO 8601), in UTC; without an offset it is UTC already."""
    moment = datetime.fromisoformat(written)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
