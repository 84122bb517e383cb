"""Codes of a record that are listed: each with its number of pieces, or joined by "and"."""

from __future__ import annotations

import re

REACH = 60  # characters behind a code in which its number of pieces is looked for
_PIECES = r"(?:шт|штук[аи]?|ед|пар[аи]?|компл\w{0,6}|pcs|pces?|pieces|pairs|sets?|units?|nos|ea|adet|stk|stück|cái|chiếc|bộ|đôi|台|件|只|个|套|双)"
# The number of pieces of what was named, before the next sign that parts phrases: "QX-20 with lid -12 pcs", "QX-20 (40 pcs)"
_COUNTED = re.compile(rf"[^,;:.]{{0,40}}?(?:,\s?)?(?<![\d.])\d{{1,7}}\s?{_PIECES}(?![^\W\d_])", re.IGNORECASE)
_AND = r"(?:и|та|й|і|and|und|et|y|e|ve|và|va|dan|или|або|or|oder|&|\+)"
_JOINED = re.compile(rf"\s{{0,2}}(?:{_AND}(?=\s)|[和及与])|\s?&", re.IGNORECASE)
_LABEL = r"(?:(?:model|mod|type|art|мод|модел[ьи]|арт|тип|ký hiệu)\W{0,2})?"
_JOINS = re.compile(rf"(?:(?<=\s){_AND}\s{{1,2}}|&\s?|[和及与]){_LABEL}[\"'«“]?$", re.IGNORECASE)


def is_listed(text: str, start: int, end: int) -> bool:
    """Whether a count of pieces or a word for "and" beside the code at `start` to `end` tells it from other codes of the text."""
    after = text[end : end + REACH]
    return (
        _COUNTED.match(after) is not None
        or _JOINED.match(after.lstrip("\"'»”")) is not None
        or _JOINS.search(text[max(0, start - REACH // 3) : start]) is not None
    )
