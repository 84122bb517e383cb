"""Digits of other scripts as those of ASCII: ২০২২-২৩ -> 2022-23."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_OTHER_DIGIT = re.compile(r"[^\D0-9]")


def ascii_digits(row: Sequence[str]) -> Sequence[str]:
    """The cells of a row with decimal digits of every script as 0 to 9."""
    if all(map(str.isascii, row)):
        return row
    return [_OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), cell) for cell in row]
