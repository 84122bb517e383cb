"""How often a statement read by a rule is right, as measured on invented posts whose truth is known."""

from __future__ import annotations

from matcher.statements.model import Statement
from matcher.statements.phrases import words_of


def confidence(statement: Statement) -> float:
    """The share of right statements of this event and rule among invented posts (words/priors.yaml)."""
    table = words_of("priors")["shares"]
    of_event = table.get(statement.event, table["any"])
    return float(of_event.get(statement.rule, table["any"][statement.rule]))


def basis() -> str:
    """What the confidence is based on."""
    return str(words_of("priors")["basis"])
