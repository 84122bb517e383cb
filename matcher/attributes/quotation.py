"""The sign behind a number that stands for inches, and where it ends a quotation instead."""

from __future__ import annotations

import re

INCHES = ('"', "″", "''")
LONGEST_QUOTATION = 80  # characters of a name in quotes
_QUOTE = re.compile(r"''|[\"“”„«‟″]")


def closes_quotation(text: str, at: int) -> bool:
    """Whether the sign of inches that begins at `at` ends what another quote began: "FERRO 35" is no 35 inches, 5" x 7" is."""
    before = list(_QUOTE.finditer(text, max(0, at - LONGEST_QUOTATION), at))
    if not before:
        return False
    start, end = before[-1].span()
    return not text[max(0, start - 1) : start].isalnum() and text[end].isalnum()
