"""What a profile says about monitoring: how much is tolerated, and what a good run has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

from crawler.profile.schedule import parse_duration


@dataclass(frozen=True)
class Thresholds:
    """What is tolerated before a monitor speaks; None switches it off.

    Shares are 0 to 1. Defaults: chosen so that the simulated years of tests/crawler/profile/test_year.py raise every
    planted incident at the next run and nothing else. `nothing_new` True means: half a year, three times the longest
    silence so far and twelve times the usual one, and only where there was news before; a duration is taken as given.
    """

    failed: bool | None = True
    stopped_early: bool | None = True
    zero_items: bool | None = True
    item_count: float | None = 0.3
    post_count: float | None = 0.5
    field_coverage: float | None = 0.3
    error_share: float | None = 0.2
    same_page: float | None = 0.5
    host: bool | None = True
    certificate: bool | None = True
    robots: bool | None = True
    nothing_new: timedelta | bool | None = True
    overdue: bool | None = True
    unfinished: bool | None = True
    assertions: bool | None = True

    @classmethod
    def parse(cls, monitors: Mapping[str, Any]) -> Thresholds:
        """Thresholds from a profile's `monitors`: a share, a duration, or false to switch one off.

        Raises ValueError naming the key that is unknown or has a value of the wrong kind.
        """
        defaults = THRESHOLDS
        given: dict[str, Any] = {}
        for key, value in monitors.items():
            if key not in defaults:
                raise ValueError(f"monitors: no monitor is called {key!r}; known: {', '.join(defaults)}")
            if value is False or value is None:
                given[key] = None
            elif value is True:
                given[key] = defaults[key]
            elif key == "nothing_new" and isinstance(value, str):
                given[key] = parse_duration(value)
            elif isinstance(defaults[key], float) and isinstance(value, int | float) and 0 < value <= 1:
                given[key] = float(value)
            else:
                wanted = "a share between 0 and 1" if isinstance(defaults[key], float) else "true"
                wanted = "a duration such as 60d" if key == "nothing_new" else wanted
                raise ValueError(f"monitors: {key} takes {wanted} or false, not {value!r}")
        return cls(**given)


# Names of all monitors, with the default of each.
THRESHOLDS = {field.name: field.default for field in fields(Thresholds)}


@dataclass(frozen=True)
class Expectation:
    """What the profile itself promises: the least items and posts of a run, the least share (0 to 1) of items that
    have a field, words that the start page holds, and whether finding nothing is normal."""

    allow_empty: bool = False
    min_items: int | None = None
    min_posts: int | None = None
    coverage: tuple[tuple[str, float], ...] = ()
    phrase: str | None = None
