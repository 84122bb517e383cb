"""The likeliest code of a page on which no rule finds one: a model weighs all that speaks for each candidate."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from crawler.extract.page.element_text import letters_of
from crawler.extract.page.layout import Layout
from crawler.extract.page.learnt.boosted_trees import Floats, load_trees
from crawler.extract.product.codes.forms.code_lists import codes_alike
from crawler.extract.product.codes.likely.candidates import Candidate, code_candidates
from crawler.extract.product.codes.likely.likeness import PageOfCodes

MODEL = "product_code"  # of crawler/extract/page/learnt/models, fitted by tools/fit_code_model.py
LIKELY = 0.6  # least probability of a code that is taken
# What has the form of a standard, size or measure is none, nor a property's value, nor what stands behind the name of another
# thing; nor what the product's name holds, which the rules for names did not take
NEVER = frozenset((
    "not_code", "numbered_word", "size", "measure", "value_of_property", "other_thing_before", "behind_preposition",
    "in_name", "in_heading",
))  # fmt: skip


def likely_codes(layout: Layout, name: str, specs: Sequence[tuple[str, str, str]]) -> tuple[str, ...]:
    """The likeliest code of the product called `name`, with those of its family that are likely too; none below LIKELY.

    `specs` are the specifications shown (label, value, source).
    """
    key = f"likely codes of {name}"
    if key not in layout.memo:
        candidates = possible_candidates(layout, name, specs)
        shares = _shares(candidates) if candidates else np.zeros(0)
        layout.memo[key] = chosen(candidates, shares)
    codes: tuple[str, ...] = layout.memo[key]
    return codes


def chosen(candidates: Sequence[Candidate], shares: Floats) -> tuple[str, ...]:
    """The likely candidates, the likeliest first: one, or a family of codes that begin alike; none of any others."""
    likely: dict[str, str] = {}  # by letters and digits
    for at in np.argsort(-shares, kind="stable"):
        if shares[at] >= LIKELY:
            likely.setdefault(letters_of(candidates[at].text), candidates[at].text)
    codes = tuple(likely.values())
    return codes if len(codes) == 1 else codes_alike(codes)


def _shares(candidates: Sequence[Candidate]) -> Floats:
    model = load_trees(MODEL)
    shares: Floats = 1 / (1 + np.exp(-model.scores(feature_rows(candidates, model.names))[:, 0]))
    return shares


def possible_candidates(layout: Layout, name: str, specs: Sequence[tuple[str, str, str]]) -> list[Candidate]:
    """The candidates that may be the code: of those that links name, what the page shows itself too."""
    return [
        one
        for one in weighed_candidates(layout, name, specs)
        if not any(map(one.features.get, NEVER)) and ("shown" not in one.features or one.features["own"])
    ]


def weighed_candidates(layout: Layout, name: str, specs: Sequence[tuple[str, str, str]]) -> list[Candidate]:
    """The candidates of a page with all their features."""
    candidates = code_candidates(layout, name)
    page = PageOfCodes(layout, name, specs, candidates)
    for one in candidates:
        one.note(**page.evidence(one.text))
    return candidates


def feature_rows(candidates: Sequence[Candidate], names: Sequence[str]) -> Floats:
    """A row of numbers for each candidate, in the order of the features' names."""
    return np.array([[one.features.get(name, 0.0) for name in names] for one in candidates], dtype=np.float64)
