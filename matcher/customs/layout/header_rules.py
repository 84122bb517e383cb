"""Which fields the concepts of a header mean, by the rules of header_rules.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from matcher.customs.layout.header_concepts import ABBREVIATED, STRONG, said
from matcher.text.plain_words import plain
from matcher.text.word_files import word_file

ONLY = "only"


@dataclass(frozen=True)
class Rule:
    """A field, with the concepts that a header must have to mean it and those it must not have."""

    field: str
    need: frozenset[str]
    deny: frozenset[str]
    only: bool  # the header has no other word


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of header_rules.yaml, best first."""
    rows: Iterable[list[Any]] = word_file(__package__, "header_rules.yaml")
    return tuple(
        Rule(field, frozenset(need.split()) - {ONLY}, frozenset(deny.split()), ONLY in need.split())
        for field, need, deny in rows
    )


def fields_by_concept(words: str) -> Iterator[tuple[str, int, float]]:
    """The fields that the words of a plain header may mean: (field, number of the rule, strength from 0 to 1)."""
    found, parts, whole = said(plain(words))
    if not found:
        return
    strong = {name for name, strength in found.items() if strength >= STRONG} - parts
    seen: set[str] = set()
    for number, rule in enumerate(rules()):
        if rule.field in seen or (rule.only and not whole):
            continue
        if rule.need <= found.keys() and not rule.deny & strong:
            seen.add(rule.field)
            least = min(found[name] for name in rule.need)
            # an abbreviation that may speak against the field leaves it a guess
            against = max((found[name] for name in (rule.deny & found.keys()) - parts), default=0.0)
            yield rule.field, number, min(least, ABBREVIATED) if against >= ABBREVIATED else least
