"""What a line states, what a product page states, and when the two are a true pair: the rules of the labels.

Three levels, checked in this order; a line has one level.

1. model: the line names a code. It is true for the product with this code and for its variants (the code goes on after
   a separator), if the kind fits and no stated fact contradicts.
2. maker: no code, but the maker or its mark is named; the kind fits and no stated fact contradicts.
3. description: nobody named, the country of origin is the maker's; the kind fits, at least two counted attributes
   agree and none contradicts.

Another maker, or goods that are a part of the kind or something else, are never true. An attribute that the page does
not give neither agrees nor contradicts; one that goods of the kind do not have contradicts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from .codes import names

Value = float | str
OURS, OTHER = "ours", "other"


@dataclass(frozen=True)
class Product:
    """One item of the catalog. `stated`: the attributes its page gives."""

    maker: str
    country: str
    field: str
    kind: str
    code: str
    family: str
    stated: dict[str, Value]
    all: dict[str, Value]
    language: str
    name: str
    brand: str
    category: str
    description: str
    specs: dict[str, str]
    url: str
    sku: str


@dataclass(frozen=True)
class Fact:
    """Something a line states.

    about: kind, code, maker, attribute, not (an attribute value it denies), origin.
    key: the attribute; for kinds the class of the word; for makers how the name is written.
    value: the kinds it may be, the code meant, `ours` or `other`, the value.
    """

    about: Literal["kind", "code", "maker", "attribute", "not", "origin"]
    key: str
    value: Value | tuple[str, ...]
    site: str = ""
    text: str = ""
    column: str = ""
    start: int = -1
    end: int = -1


@dataclass(frozen=True)
class Rules:
    """Tolerances and softness of the attributes of every field: (field, attribute) -> value."""

    tolerance: dict[tuple[str, str], float] = field(default_factory=dict)
    soft: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class TruePair:
    product: Product
    level: Literal["model", "maker", "description"]
    agrees: str


def agree(stated: Value, value: Value, tolerance: float) -> bool:
    """Whether a stated value is the product's: numbers within the tolerance, relative."""
    if isinstance(stated, str) or isinstance(value, str):
        return stated == value
    return abs(stated - value) <= tolerance * max(abs(value), abs(stated)) + 1e-9


def compare(facts: list[Fact], product: Product, rules: Rules) -> tuple[set[str], set[str], set[str]]:
    """Attributes that agree and count, that agree and are soft, and that contradict."""
    good: set[str] = set()
    soft: set[str] = set()
    bad: set[str] = set()
    for fact in facts:
        if fact.about == "attribute" and fact.key not in product.all:
            bad.add(fact.key)
        if fact.about not in ("attribute", "not") or fact.key not in product.stated:
            continue
        assert not isinstance(fact.value, tuple)
        place = (product.field, fact.key)
        same = agree(fact.value, product.stated[fact.key], rules.tolerance.get(place, 0))
        if fact.about == "not":
            if same:
                bad.add(fact.key)
        elif same:
            (soft if place in rules.soft else good).add(fact.key)
        else:
            bad.add(fact.key)
    return good - bad, soft - bad, bad


def true_pairs(facts: list[Fact], products: list[Product], rules: Rules) -> list[TruePair]:
    """Every product the line is true for."""
    kinds: set[str] = set()
    for fact in facts:
        if fact.about == "kind":
            assert isinstance(fact.value, tuple)
            kinds |= set(fact.value)
    makers = [fact for fact in facts if fact.about == "maker"]
    ours = {fact.site for fact in makers if fact.value == OURS}
    if not kinds or (makers and not ours):
        return []
    codes = [str(fact.value) for fact in facts if fact.about == "code"]
    origins = {fact.value for fact in facts if fact.about == "origin"}
    found = []
    for product in products:
        if f"{product.field}.{product.kind}" not in kinds or (ours and product.maker not in ours):
            continue
        good, soft, bad = compare(facts, product, rules)
        if bad:
            continue
        words = "+".join(sorted(good | soft))
        said = f"; agree {words}" if words else ""
        if codes:
            if any(names(code, product.code) for code in codes):
                found.append(TruePair(product, "model", f"model {codes[0]}{said}"))
        elif ours:
            found.append(TruePair(product, "maker", f"maker named{said}"))
        elif len(good) >= 2 and product.country in origins:
            found.append(TruePair(product, "description", f"agree {words}"))
    return found
