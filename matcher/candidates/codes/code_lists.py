"""Codes of a record that are listed: each with its number of pieces, or joined by "and"."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from matcher.candidates.codes.code_hits import CodeHit

REACH = 60  # characters behind a code in which its number of pieces is looked for
_PIECES = r"(?:шт|штук[аи]?|ед|пар[аи]?|компл\w{0,6}|pcs|pces?|pieces|pairs|sets?|units?|nos|ea|adet|stk|stück|cái|chiếc|bộ|đôi|台|件|只|个|套|双)"
# The number of pieces of what was named, before the next sign that parts phrases: "QX-20 with lid -12 pcs", "QX-20 (40 pcs)"
_COUNTED = re.compile(rf"[^,;:.]{{0,40}}?(?:,\s?)?(?<![\d.])\d{{1,7}}\s?{_PIECES}(?![^\W\d_])", re.IGNORECASE)
# The same joined to a code by a hyphen: QX-200-50 ШТ
_COUNT_JOINED = re.compile(rf"[-–]\d{{1,6}}\s?{_PIECES}(?![^\W\d_])", re.IGNORECASE)
_AND = r"(?:и|та|й|і|and|und|et|y|e|ve|và|va|dan|или|або|or|oder|&|\+)"
_JOINED = re.compile(rf"\s{{0,2}}(?:{_AND}(?=\s)|[和及与])|\s?&", re.IGNORECASE)
_LABEL = r"(?:(?:model|mod|type|art|мод|модел[ьи]|арт|тип|ký hiệu)\W{0,2})?"
_JOINS = re.compile(rf"(?:(?<=\s){_AND}\s{{1,2}}|&\s?|[和及与]){_LABEL}[\"'«“]?$", re.IGNORECASE)

# Between two codes that are meant alike
_BETWEEN = re.compile(rf"\s*(?:[,;/、，；]|(?<=\s){_AND}(?=\s)|[和及与])\s*", re.IGNORECASE)


def with_uses_of_lists(hits: dict[int, CodeHit], text: str) -> dict[int, CodeHit]:
    """The hits, of which each that follows another's code in a list is what that is, where nothing else is said of it: lid for
    QX 20 i, QX 35 i."""
    placed = sorted((hit.span, item) for item, hit in hits.items() if hit.span is not None)
    out = dict(hits)
    for ((_, end), before), ((start, _), item) in pairwise(placed):
        use = out[before].use
        if (
            use in ("fits", "unclear")
            and not out[item].use
            and _BETWEEN.fullmatch(text, end, max(start, end))
        ):
            out[item] = replace(out[item], use=use)
    return out


def counts_behind(text: str, end: int) -> bool:
    """Whether what a hyphen joins to a code that ends here is a number of pieces: QX-200-50 ШТ."""
    return _COUNT_JOINED.match(text, end) is not None


def is_listed(text: str, start: int, end: int) -> bool:
    """Whether a count of pieces or a word for "and" beside the code at `start` to `end` tells it from other codes of the text."""
    after = text[end : end + REACH]
    return (
        _COUNTED.match(after) is not None
        or _JOINED.match(after.lstrip("\"'»”")) is not None
        or _JOINS.search(text[max(0, start - REACH // 3) : start]) is not None
    )
