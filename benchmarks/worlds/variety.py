"""What some makers, files and lines do and others do not: units in labels, sizes, numbers of papers, goods without their HS code."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

from .facts import Product
from .split_models import Variety

_WITH_UNIT = re.compile(r"(?P<value>\d+(?:\.\d+)?) (?P<unit>\S+)")
UNIT_IN_LABEL = ("{label} ({unit})", "{label}, {unit}", "{label} [{unit}]", "{label}/{unit}")
SIZE = ("x", "*", "×", " x ", "х")  # the last is Cyrillic
LOOSE = 0.5  # of the lines of a world with loose HS codes

HsHabit = Literal["as it is", "none", "loose"]


def with_units_in_labels(
    rng: random.Random, variety: Variety, products: Sequence[Product]
) -> tuple[Product, ...]:
    """The products, of some makers with the units of their tables in the labels."""
    form = {
        maker: rng.choice(UNIT_IN_LABEL)
        for maker in dict.fromkeys(p.maker for p in products)
        if rng.random() < variety.unit_in_label
    }
    return tuple(
        replace(p, specs=dict(_labelled(form[p.maker], *spec) for spec in p.specs.items()))
        if p.maker in form
        else p
        for p in products
    )


def _labelled(form: str, label: str, text: str) -> tuple[str, str]:
    found = _WITH_UNIT.fullmatch(text)
    return (form.format(label=label, unit=found["unit"]), found["value"]) if found else (label, text)


def hs_habit(rng: random.Random, variety: Variety) -> HsHabit:
    """How the files of a world state HS codes."""
    drawn = rng.random()
    if drawn < variety.without_hs:
        return "none"
    return "loose" if drawn < variety.without_hs + variety.loose_hs else "as it is"


def hs_stated(rng: random.Random, habit: HsHabit, hs: str, others: Sequence[str]) -> str:
    """The HS code of a line as its file states it. `others`: codes of other lines."""
    if habit == "none":
        return ""
    return rng.choice(others) if habit == "loose" and rng.random() < LOOSE else hs


def is_said(rng: random.Random, share: float) -> bool:
    """Whether it is done; draws nothing where it never is, so that the lines of such a split stay as they were."""
    return share > 0 and rng.random() < share


def size_of(rng: random.Random, numbers: Iterable[str], unit: str) -> str:
    """Numbers of one unit as a size: 30x42 mm."""
    return rng.choice(SIZE).join(numbers) + rng.choice(("", " ")) + unit


def paper(rng: random.Random, phrase: str) -> str:
    """The number of a paper; `{n}` and `{date}` of the phrase are drawn."""
    date = f"{rng.randint(1, 28):02}.{rng.randint(1, 12):02}.{rng.randint(2019, 2025)}"
    return phrase.format(n=rng.randint(100, 999_999), date=date)
