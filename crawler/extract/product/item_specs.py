"""The specifications of an item: the markup's properties, then what the page shows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from crawler.extract.page.structured_data import first_text, listed
from crawler.extract.product.codes.forms.code_forms import is_code
from crawler.extract.product.codes.forms.code_lists import several_models
from crawler.extract.product.codes.forms.model_labels import (
    BETWEEN,
    MODEL_FIELDS,
    MODELS_LABEL,
    states_model,
)
from crawler.extract.product.codes.likely.likely_code import likely_codes
from crawler.extract.product.readers.markup import with_unit
from crawler.extract.product.readers.product_page import ProductPage
from crawler.extract.words.labels import field_of

_GROUPS = re.compile(r"\d{2,6}(?:[./-]\d{2,6}){1,4}")  # an article number of digits: 41.210.07


def read_item_specs(page: ProductPage, fields: Mapping[str, str]) -> tuple[dict[str, str], str | None]:
    """(label -> value, source): the markup's properties, then what tables, lists and lines of the page say; and where neither
    these nor the item's fields have a code, those of a family that are likely ones."""
    specs: dict[str, str] = {}
    for entry in listed(page.marked.get("additionalProperty")):
        if isinstance(entry, dict):
            label, value = first_text(entry.get("name")), first_text(entry.get("value"), "name")
            if label and value:
                specs.setdefault(label, with_unit(value, entry))
    sources = [page.marked.source] if specs else [source for _, _, source in page.shown_specs]
    for at, (label, value, where) in enumerate(page.shown_specs):
        field = field_of(label)
        known = field not in (None, "price") and not several_models(value)
        if where != "text" or not known or _is_code_among_lines(page.shown_specs, at):
            specs.setdefault(label, value)
    if not fields.keys() & set(MODEL_FIELDS) and not states_model(page.shown_specs):
        family = likely_codes(page.layout, fields.get("name", ""), page.shown_specs)
        if len(family) > 1:
            specs.setdefault(MODELS_LABEL, BETWEEN.join(family))
    return specs, max(sources, key=sources.count) if sources else None


def _is_code_among_lines(specs: Sequence[tuple[str, str, str]], at: int) -> bool:
    """Whether a line gives the code of a model beside a line that gives a property: in a list of them, and not below a price."""
    label, value, _ = specs[at]
    beside = (*specs[max(at - 1, 0) : at], *specs[at + 1 : at + 2])
    return (
        field_of(label) in MODEL_FIELDS
        and (is_code(value) or _GROUPS.fullmatch(value) is not None)
        and any(where == "text" and field_of(other) is None for other, _, where in beside)
    )
