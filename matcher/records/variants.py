"""Codes of the models that one page sells, from its specifications: a row for each ("ZT-5: 5 t"), or a list of them under "Model"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from crawler.extract.product.codes.code_forms import is_code
from crawler.extract.product.codes.code_lists import family
from crawler.extract.product.codes.model_labels import BETWEEN, MODEL_FIELDS, lists_models
from crawler.extract.words.labels import field_of

LEAST = 4  # letters and digits of a code
_BETWEEN = re.compile(r"\s+/\s+|\s*[;,、，；]\s*")


def variant_codes(specs: Mapping[str, str]) -> tuple[str, ...]:
    """The codes of a family that the specifications of a page name, as written; empty where they name no family.

    They are labels of specifications themselves, or several values under a label of models; all begin alike.
    """
    return family(code for code in _candidates(specs) if sum(map(str.isalnum, code)) >= LEAST)


def _candidates(specs: Mapping[str, str]) -> Iterator[str]:
    for label, value in specs.items():
        if is_code(label) and " " not in label:
            yield label
        elif field_of(label) in MODEL_FIELDS and len(parts := _BETWEEN.split(value)) > 1:
            yield from parts
        elif lists_models(label, value):
            yield from value.split(BETWEEN)
