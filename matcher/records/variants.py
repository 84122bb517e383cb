"""Codes of the models that one page sells, from its specifications: a row for each ("ZT-5: 5 t"), or a list of them under "Model":
codes, article numbers ("27.110.1 / 27.110.2") or names with a number ("Orlo 20 / Orlo 35")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from crawler.extract.product.codes.forms.code_forms import is_code
from crawler.extract.product.codes.forms.code_lists import codes_alike, family
from crawler.extract.product.codes.forms.model_labels import BETWEEN, MODEL_FIELDS, lists_models
from crawler.extract.words.alphabets import HAN
from crawler.extract.words.labels import field_of

# JHC2-1810 (1 NO), JHC2-1810（1常开）; KN-10(S) is a code
_REMARK = re.compile(rf"\s{{1,3}}[（(][^()（）]{{1,30}}[)）]$|（[^()（）]{{0,20}}[{HAN}][^()（）]{{0,20}}）$")
LEAST = 4  # letters and digits of a code
_NUMBER = re.compile(r"(?=(?:\D*\d){5})\d+(?:[-./ ]\d+){1,4}|\d{6,12}")
_NAMED = re.compile(r"[^\W\d_]{4,} (?:\d{1,4}(?:[ -]?[A-Z\d]{1,4})?|[^\W\d_]{1,12})")
_BETWEEN = re.compile(r"\s+/\s+|\s*[;,、，；]\s*")


def variant_codes(specs: Mapping[str, str]) -> tuple[str, ...]:
    """The codes of a family that the specifications of a page name, as written; empty where they name no family.

    They are labels of specifications themselves, or several values under a label of models; all begin alike.
    """
    codes = family(code for code in _candidates(specs) if sum(map(str.isalnum, code)) >= LEAST)
    return tuple(dict.fromkeys((*codes, *_numbers_and_names(specs))))


def _numbers_and_names(specs: Mapping[str, str]) -> Iterator[str]:
    """Article numbers without letters that a label of models lists, or names that begin with one word, two at least with a number:
    Orlo 20, Orlo 35 SX, Orlo Mini; all begin alike."""
    for label, value in specs.items():
        parts = list(dict.fromkeys(_BETWEEN.split(value))) if field_of(label) in MODEL_FIELDS else []
        if len(parts) > 1 and (all(map(_NUMBER.fullmatch, parts)) or _are_names(parts)):
            yield from codes_alike(parts)


def _are_names(parts: Sequence[str]) -> bool:
    """Whether texts are names of one word each and what tells them apart."""
    words = {part.split()[0] for part in parts if _NAMED.fullmatch(part)}
    return (
        len(words) == 1
        and sum(any(map(str.isdigit, part)) for part in parts) > 1
        and all(map(_NAMED.fullmatch, parts))
    )


def _candidates(specs: Mapping[str, str]) -> Iterator[str]:
    for label, value in specs.items():
        if is_code(label) and " " not in label:
            yield label
        elif field_of(label) in MODEL_FIELDS and len(parts := _BETWEEN.split(value)) > 1:
            yield from (_REMARK.sub("", part) for part in parts)
        elif lists_models(label, value):
            yield from value.split(BETWEEN)
