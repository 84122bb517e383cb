"""One run beside the runs before it: what monitors look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

from crawler.monitor.run_metrics import RunRecord
from crawler.profile.thresholds import Expectation, Thresholds

WINDOW = 5  # good runs that a run is compared with
FEW = 3  # differences of fewer items, posts or errors than this are chance
Finding = tuple[str, str, str]  # what was seen, what was expected, what to do next


@dataclass(frozen=True)
class RunUnderCheck:
    """One run that is checked; `good` are the complete runs before it, newest first, at most WINDOW."""

    run: RunRecord
    good: tuple[RunRecord, ...]
    history: tuple[RunRecord, ...]
    thresholds: Thresholds
    expectation: Expectation

    def usual(self, measure: Callable[[RunRecord], float]) -> float | None:
        return median(measure(r) for r in self.good) if self.good else None


Check = Callable[[RunUnderCheck], Iterator[Finding]]
