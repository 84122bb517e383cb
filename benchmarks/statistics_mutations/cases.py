"""What a case of statistics is: files, how they are imported, questions, and the only right answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

HAND_MADE = Path(__file__).resolve().parent.parent.parent / "tests" / "support" / "statistics"
WORLD = "World"


@dataclass(frozen=True)
class Row:
    """A row of `flows`: value in whole units of the case's currency, a quantity for each unit that the file counts in.

    `quantities` are alternatives: of pieces and kilograms of the same goods either may be shown.
    """

    flow: str
    source: str
    target: str
    period: str
    value: float
    quantities: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """Options of `flows`, and the answers of which one must be given; `rest` by period: world total less partners."""

    ask: tuple[str, ...]
    answers: tuple[tuple[Row, ...], ...]
    rest: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """Files imported in this order into a fresh case; `must_refuse`: no figure at all may come of them."""

    name: str
    family: str
    files: tuple[tuple[str, bytes], ...]
    questions: tuple[Question, ...]
    options: tuple[str, ...] = ()
    currency: str = "USD"
    must_refuse: bool = False


def question(ask: str, *rows: Sequence[Any], rest: Mapping[str, float] | None = None) -> Question:
    """A question with one right answer; `ask` as it is typed, rows as in truth.yaml."""
    return Question(tuple(ask.split()), (tuple(Row(*row) for row in rows),), rest or {})


def hand_made() -> list[Case]:
    """The files of tests/support/statistics with the totals counted by hand."""
    out = []
    given = yaml.safe_load((HAND_MADE / "truth.yaml").read_text(encoding="utf-8"))
    for name, truth in given.items():
        questions = tuple(
            Question(
                tuple(asked["ask"]),
                tuple(tuple(Row(*row) for row in answer) for answer in asked["answers"]),
                asked.get("rest") or {},
            )
            for asked in truth["questions"]
        )
        files = ((name, (HAND_MADE / name).read_bytes()),)
        options = tuple(truth.get("import") or ())
        out.append(Case(name, "hand-made", files, questions, options, truth.get("currency", "USD")))
    return out
