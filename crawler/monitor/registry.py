"""The registry of monitors: a function with `@monitor`, and a threshold of the same name in profile/thresholds.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crawler.monitor.check import Check
from crawler.profile.thresholds import THRESHOLDS


@dataclass(frozen=True)
class Monitor:
    """One monitor. After an alarm of an `unreliable` one, the absence of an item from the run says nothing."""

    name: str
    check: Check
    unreliable: bool


# By name, in the order of the files; where a run got no page, the first monitor that finds something is the last.
MONITORS: dict[str, Monitor] = {}


def monitor(*, unreliable: bool = False) -> Callable[[Check], Check]:
    """Register a check as the monitor of its function's name."""

    def register(check: Check) -> Check:
        name = check.__name__
        if name not in THRESHOLDS:
            raise LookupError(f"monitor {name}: add its threshold to crawler/profile/thresholds.py")
        MONITORS[name] = Monitor(name, check, unreliable)
        return check

    return register
