"""Digits of other scripts as those of ASCII: ২০২২-২৩ -> 2022-23."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from matcher.sheets.tables.about import About, about_of

_OTHER_DIGIT = re.compile(r"[^\D0-9]")


def ascii_digits(row: Sequence[str]) -> Sequence[str]:
    """The cells of a row with decimal digits of every script as 0 to 9."""
    if all(map(str.isascii, row)):
        return row
    return [_OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), cell) for cell in row]


def ascii_about(about: About) -> About:
    """What a document says beside its rows, with such digits in all of its texts."""
    found = about_of(_plain(about.plain()))
    return found if found is not None else about


def _plain(given: Any) -> Any:
    if isinstance(given, str):
        return ascii_digits((given,))[0]
    if isinstance(given, dict):
        return {key: _plain(value) for key, value in given.items()}
    return [_plain(one) for one in given] if isinstance(given, list | tuple) else given
