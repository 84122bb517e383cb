"""What the encoder is given of a description: what tells about the goods, and no names under a label, packing or empty labels.

Declarations end in labels: "ИЗГОТОВИТЕЛЬ: ...; ТОВ.ЗНАК: ОТСУТСТВУЕТ; МОДЕЛЬ: ОТСУТСТВУЕТ". Makers and codes are compared by
themselves; in the vector of a text they only make texts alike that are of other goods, and are two fifths of the tokens of such
declarations.
"""

from __future__ import annotations

import re

from matcher.records.nothing_stated import is_nothing
from matcher.text.legal_forms import split_legal_form

LONGEST_FORM = 12  # characters of what is left of a firm's name: ", LTD"
_PART = re.compile(r"[^;,]*(?:[;,]|$)")
_LOOSE_SIGNS = re.compile(r" ?([;,.])(?: ?[;,.])+")  # what is left between parts that are gone


def encoded_text(described: str) -> str:
    """What is encoded of the text that describes the goods (matcher.attributes.extract.described); may be empty."""
    kept = "".join(part for part in _PART.findall(described) if not _says_nothing(part))
    return _LOOSE_SIGNS.sub(r"\1", " ".join(kept.split())).strip(" ;,")


def _says_nothing(part: str) -> bool:
    """Whether a part is a label that states nothing, or the legal form of a firm."""
    label, colon, value = part.partition(":")
    if colon:
        return bool(label.strip()) and is_nothing(value.strip(" ;,."))
    word = part.strip(" ;,.")
    return 0 < len(word) <= LONGEST_FORM and split_legal_form(f"x {word}").core == "x"
