"""What a check found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

COLUMNS = ["area", "check", "subject", "checked", "problem", "not_recomputed"]
NAMED_ROWS = 20  # broken rows of one check that are named; all are counted


@dataclass(frozen=True)
class Finding:
    """What one check looked at: how many things, what is wrong, and what could not be recomputed and why."""

    area: str
    check: str
    subject: str
    checked: int
    problem: str = ""
    not_recomputed: str = ""


@dataclass(frozen=True)
class Check:
    """One check of an area, over the rows of `subject`."""

    area: str
    name: str
    subject: str

    def findings(
        self, checked: int, wrong: Sequence[tuple[object, str]], not_recomputed: str = ""
    ) -> Iterator[Finding]:
        """A finding for each of the first wrong rows (name, problem), one for the others, or one that all are right."""
        for name, problem in wrong[:NAMED_ROWS]:
            yield Finding(self.area, self.name, f"{self.subject} {name}".strip(), 1, problem)
        if len(wrong) > NAMED_ROWS:
            more = f"{len(wrong) - NAMED_ROWS} more rows"
            yield Finding(self.area, self.name, self.subject, len(wrong), more)
        if not wrong or not_recomputed:
            yield Finding(self.area, self.name, self.subject, checked, not_recomputed=not_recomputed)
