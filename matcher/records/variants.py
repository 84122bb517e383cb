"""Codes of the models that one page sells, from its specifications: a row for each ("ZT-5: 5 t"), or a list of them under "Model":
codes, article numbers ("27.110.1 / 27.110.2") or names with a number ("Orlo 20 / Orlo 35")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from crawler.extract.product.codes.code_forms import is_code
from crawler.extract.product.codes.code_lists import codes_alike, family
from crawler.extract.product.codes.model_labels import BETWEEN, MODEL_FIELDS, lists_models
from crawler.extract.words.labels import field_of

LEAST = 4  # letters and digits of a code
_NUMBER = re.compile(r"(?=(?:\D*\d){5})\d+(?:[-./ ]\d+){1,4}|\d{6,12}")
_NAMED = re.compile(r"[^\W\d_]{4,} \d{1,4}(?:[ -]?[A-Z\d]{1,4})?")
_BETWEEN = re.compile(r"\s+/\s+|\s*[;,、，；]\s*")


def variant_codes(specs: Mapping[str, str]) -> tuple[str, ...]:
    """The codes of a family that the specifications of a page name, as written; empty where they name no family.

    They are labels of specifications themselves, or several values under a label of models; all begin alike.
    """
    codes = family(code for code in _candidates(specs) if sum(map(str.isalnum, code)) >= LEAST)
    return tuple(dict.fromkeys((*codes, *_numbers_and_names(specs))))


def _numbers_and_names(specs: Mapping[str, str]) -> Iterator[str]:
    """Article numbers without letters, or names of one word with numbers, that a label of models lists; all begin alike."""
    for label, value in specs.items():
        parts = _BETWEEN.split(value) if field_of(label) in MODEL_FIELDS else []
        if len(parts) > 1 and any(all(map(form.fullmatch, parts)) for form in (_NUMBER, _NAMED)):
            yield from codes_alike(list(dict.fromkeys(parts)))


def _candidates(specs: Mapping[str, str]) -> Iterator[str]:
    for label, value in specs.items():
        if is_code(label) and " " not in label:
            yield label
        elif field_of(label) in MODEL_FIELDS and len(parts := _BETWEEN.split(value)) > 1:
            yield from parts
        elif lists_models(label, value):
            yield from value.split(BETWEEN)
