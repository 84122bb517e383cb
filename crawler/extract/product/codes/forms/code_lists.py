"""Several codes: texts that list them, and families, whose codes begin alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from crawler.extract.product.codes.forms.code_forms import is_code, is_marked_code, is_numbered_size

MOST = 40  # models of a page
STEM = 2  # letters and digits that the codes of a family begin with
LEAST_FORMS = 3  # in brackets, of a family that has nothing but letters in common
_DECIMAL = re.compile(r"(?<=\d),(?=\d)")  # in a code: WK-5,5
_LETTER = re.compile(r"[^\W\d_]-\d+")  # a letter and a number that a hyphen divides: no size is written so
AND = "and|und|et|y|e|i|a|en|og|och|и|та|і|ve|và|dan|or|oder|ou|o|или|或|和|及"
# The comma of ПН-3,5 divides no codes
BETWEEN_CODES = re.compile(
    rf"\s*(?:(?<![А-Я]-\d)(?<![А-Я]-\d\d),|,(?!\d)|[;、，；/])\s*|\s+(?:{AND})\s+|(?<=\w)[和及](?=\w)"
)


def is_listed_code(cell: str) -> bool:
    """Whether an entry of a list or table is a code, also one with a decimal comma: WK-5,5."""
    return is_code(_DECIMAL.sub(".", cell, count=1))


def several_models(text: str) -> bool:
    """Whether a text lists the codes of several models: "QV-20 / QV-32", "QV-20, QV-32 and QV-40"."""
    codes = [code.strip() for code in BETWEEN_CODES.split(text.rstrip(" .;。；"))]
    return len(codes) > 1 and all(map(is_listed_code, codes))


def family(codes: Iterable[str]) -> tuple[str, ...]:
    """The codes among texts, where they are at least two that begin alike; else none."""
    return codes_alike([code for code in dict.fromkeys(codes) if is_code(code)])


def are_family(texts: Sequence[str]) -> bool:
    """Whether all texts, two at least, are different codes that begin alike; no texts are such a family too."""
    return len(family(texts)) == len(texts)


def stem_of(code: str) -> str:
    """The letters and digits that the codes of a family begin with."""
    return "".join(filter(str.isalnum, code))[:STEM]


def codes_alike(codes: Sequence[str]) -> tuple[str, ...]:
    """Codes that are at least two and begin alike; else none."""
    found = codes[:MOST]
    stems = {"".join(filter(str.isalnum, code)).casefold()[:STEM] for code in found}
    return tuple(found) if len(found) > 1 and len(stems) == 1 else ()


def have_one_form(texts: Sequence[str]) -> bool:
    """Whether all texts, two at least, are different codes that differ in their numbers only and are no sizes: Q-25, Q-50."""
    forms = {re.sub(r"\d+", "0", text) for text in texts}
    codes = all(is_code(text) and (_LETTER.fullmatch(text) or not is_numbered_size(text)) for text in texts)
    return codes and len(forms) == 1 and len(set(texts)) == len(texts) > 1


def forms_of_one(codes: Iterable[str]) -> tuple[str, ...]:
    """The codes among texts that differ in their last part only: QV-20-R, QV-20-L; not RS-232, RS-485, which name no model.

    Where the first part is letters alone there must be three: QV-1, QV-2, QV-3.
    """
    stems = {code: re.split(r"[-/.](?=[^-/.]*$)", code)[0] for code in codes if is_code(code)}
    if len(set(stems.values())) != 1:
        return ()
    certain = is_code(*set(stems.values())) or (len(stems) >= LEAST_FORMS and all(map(is_marked_code, stems)))
    return codes_alike([*stems]) if certain else ()
