"""What two names state beside their own words: the terms of kinds of business, places, legal form, initials and numbers.

One place for each term: `matcher.parties.comparison` sums them for a pair, `matcher.lists.near_names` bounds a score by them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Protocol

Words = frozenset[str]
Terms = Mapping[str, float]

# Legal forms that are never one firm's at a time, and those that translators mix up.
APART = frozenset(
    frozenset(pair) for pair in (("llc", "jsc"), ("llc", "sole"), ("jsc", "sole"), ("limited", "sole"), ("corp", "sole"), ("private", "llc"),
                                 ("private", "jsc"), ("private", "sole"), ("state", "llc"), ("state", "sole"), ("state", "jsc"),
                                 ("corp", "llc"))
)  # fmt: skip
# Forms that translators write for one another: Ltd for ООО, Inc for АО.
ALIKE = frozenset(
    (frozenset(("limited", "llc")), frozenset(("limited", "private")), frozenset(("corp", "jsc")))
)


# Few combinations make up most pairs. What is returned is shared: nobody changes it.
_remembered = lru_cache(maxsize=1 << 15)


class Stated(Protocol):
    """What a name states beside its own words; a NameParts is one."""

    @property
    def kinds(self) -> Words: ...
    @property
    def places(self) -> Words: ...
    @property
    def form(self) -> str: ...
    @property
    def letters(self) -> tuple[str, ...]: ...
    @property
    def numbers(self) -> Words: ...


@_remembered
def kind_terms(a: Words, b: Words) -> Terms:
    """Kinds of business."""
    return {
        "kinds equal": float(bool(a) and a == b),
        "kinds differ": float(bool(a - b) and bool(b - a)),
        "kind missing": float(bool(a) != bool(b)),
        "kind added": float(bool(a) and bool(b) and a != b and (a < b or b < a)),
    }


@_remembered
def place_terms(a: Words, b: Words) -> Terms:
    """Places."""
    return {
        "places equal": float(bool(a & b)),
        "places differ": float(bool(a) and bool(b) and not a & b),
        "place missing": float(bool(a) != bool(b)),
    }


@_remembered
def form_terms(a: str, b: str) -> Terms:
    """Legal forms."""
    return {
        "forms equal": float(bool(a) and a == b),
        "forms alike": float(frozenset((a, b)) in ALIKE),
        "forms differ": float(frozenset((a, b)) in APART),
        "form missing": float(not a or not b),
    }


@_remembered
def letter_terms(a: tuple[str, ...], b: tuple[str, ...]) -> Terms:
    """Initials and other single letters."""
    return {"letters differ": float(any(mine != other for mine, other in zip(a, b, strict=False)))}


@_remembered
def number_terms(a: Words, b: Words) -> Terms:
    """Numbers in the name."""
    return {"numbers differ": float(a != b)}


# By the property of a name that the terms are about.
TERMS: Mapping[str, Callable[[Any, Any], Terms]] = {
    "kinds": kind_terms,
    "places": place_terms,
    "form": form_terms,
    "letters": letter_terms,
    "numbers": number_terms,
}


def stated_terms(a: Stated, b: Stated) -> Terms:
    """All of them."""
    return {
        **kind_terms(a.kinds, b.kinds),
        **place_terms(a.places, b.places),
        **form_terms(a.form, b.form),
        **letter_terms(a.letters, b.letters),
        **number_terms(a.numbers, b.numbers),
    }


def nothing_differs(a: Stated, b: Stated) -> bool:
    """Whether two names state the same beside their own words, and no legal forms that exclude each other."""
    same = (a.kinds, a.places, a.letters, a.numbers) == (b.kinds, b.places, b.letters, b.numbers)
    return same and frozenset((a.form, b.form)) not in APART
