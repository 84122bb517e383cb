"""What a heading names that tells of the launch of a product: "New: Tripod seat", "Tripod seat now available"."""

from __future__ import annotations

import re

from crawler.extract.words.vocabulary import alternatives

_BEGINS = re.compile(
    rf"[\[【〔(（]?\s?(?:{alternatives('launches_begin')})\s?(?:[\]】〕)）]\s?[:：]?|[:：!！|]|\s[–—-]\s)\s*(?P<name>\S.*)",
    re.I,
)
_ENDS = re.compile(
    rf"(?P<name>\S.*?)(?:(?<=\w)\s|(?<=[^\x00-\u2fff]))\s?(?:{alternatives('launches_end')})[!！.。]?", re.I
)
_ALONE = re.compile(rf"(?:{alternatives('launches_begin')}|{alternatives('launches_end')})\W*", re.I)


def launched_name(heading: str) -> str | None:
    """The name in the heading of a launch, without the words for it; None for any other heading."""
    text = heading.strip()
    if _ALONE.fullmatch(text):
        return None
    for form in (_BEGINS, _ENDS):
        match = form.fullmatch(text)
        if match is not None and any(map(str.isalpha, match["name"])):
            return match["name"].strip()
    return None


def without_launch(name: str) -> str:
    """A name without the words of a launch before or behind it."""
    return launched_name(name) or name
