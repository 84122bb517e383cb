"""Codes of the models that one page sells: a table with a row for each ("ZT-5: 5 t", "ZT-10: 10 t"), or a list of them under "Model"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from crawler.extract.product.labels import field_of
from matcher.text.normal_forms import code_form

MOST = 40  # of one page
LEAST = 4  # letters and digits of a code
STEM = 2  # letters and digits that the codes of a family begin with
_CODE = re.compile(r"(?=\D*\d)(?=[^A-ZА-Я]*[A-ZА-Я])[A-ZА-Я\d]+(?:[-./ ][A-ZА-Я\d]+){0,4}")
_BETWEEN = re.compile(r"\s+/\s+|\s*[;,、，；]\s*")
_LABELS = ("model", "sku", "mpn")


def variant_codes(specs: Mapping[str, str]) -> tuple[str, ...]:
    """The codes of a family that the specifications of a page name, as written; empty where they name no family.

    They are labels of specifications themselves, or several values under a label of models; all begin alike.
    """
    found = list(dict.fromkeys(_candidates(specs)))[:MOST]
    stems = {code_form(code)[:STEM] for code in found}
    return tuple(found) if len(found) > 1 and len(stems) == 1 else ()


def _candidates(specs: Mapping[str, str]) -> Iterator[str]:
    for label, value in specs.items():
        if _is_code(label) and " " not in label:
            yield label
        elif field_of(label) in _LABELS and len(parts := _BETWEEN.split(value)) > 1:
            yield from filter(_is_code, parts)


def _is_code(text: str) -> bool:
    return _CODE.fullmatch(text) is not None and len(code_form(text)) >= LEAST
