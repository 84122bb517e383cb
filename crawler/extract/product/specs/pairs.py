"""Two texts as label and value: which of them is the label, and what no value is."""

from __future__ import annotations

import re

from crawler.extract.product.codes.forms.code_forms import is_code
from crawler.extract.words.labels import field_of

USUAL = 80  # characters of a value; longer ones are sentences or paragraphs
# Behind a label: a telephone number, hours of opening, a date
NO_VALUE = re.compile(r"\+\d|.*\(\d{3,5}\)|\d{1,2}[:.]\d\d ?[-–—]|\d{4}-\d\d-\d\d|\d\d?[./]\d\d?[./]\d\d")
MAX_MARKED_LABEL = 80  # characters of a label with the colons after it
# A label, a colon and a value, on one line or several
LABEL_AND_VALUE = re.compile(r"([^:：\n]{1,60}?)\s*[:：]\s*(.{1,400})", re.S)


def label_first(rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Rows of two texts as label and value: turned round where the value stands first, as in a large number above its name.

    That is where the second texts are labels that are known, or hardly one of them has a digit and most of the first have one.
    """
    known = [sum(field_of(text) is not None for text in column) for column in zip(*rows, strict=True)]
    digits = [sum(any(map(str.isdigit, text)) for text in column) for column in zip(*rows, strict=True)]
    if (
        rows
        and 2 * sum(is_code(first) for first, _ in rows) < len(rows)
        and (known[1] > known[0] or (known == [0, 0] and 4 * digits[1] < len(rows) < 2 * digits[0]))
    ):
        return [(second, first) for first, second in rows]
    return rows


def are_measured(rows: list[tuple[str, str]]) -> bool:
    """Whether half of the values have a digit: a dash divides sentences too."""
    return 2 * sum(any(map(str.isdigit, value)) for _, value in rows) >= len(rows)
