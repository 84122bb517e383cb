"""The words beside a number that say what was measured: thickness, lens, takeoff weight, ..."""

from __future__ import annotations

import re

from matcher.text.prefix_regex import PrefixedRegex, beginning
from matcher.text.word_files import word_file

LABELS: tuple[tuple[str, str], ...] = tuple(
    (name, pattern) for name, pattern in word_file(__package__, "quantities.yaml")["labels"]
)
_LABEL = PrefixedRegex(
    "|".join(f"(?P<{name}>{pattern})" for name, pattern in LABELS),
    (beginning(part) for _, pattern in LABELS for part in pattern.split("|")),
)
_REACH = 26  # characters before a number in which its label is
_AFTER = 14  # characters after it
_STOP = re.compile(r"[,;|\n]|\.\s")
_NUMBER_NEXT = re.compile(r"\W{0,3}\d")


def label_of(text: str, start: int, end: int) -> str:
    """What the number at [start, end) of `text` (lower case) measures, by the words before it, else after; or empty."""
    before = text[max(0, start - _REACH) : start]
    if stops := list(_STOP.finditer(before)):
        before = before[stops[-1].end() :]
    if labels := list(_LABEL.finditer(before)):
        return _canonical(labels)
    after = _STOP.split(text[end : end + _AFTER], maxsplit=1)[0]
    after = after.lstrip(" -")
    found = _LABEL.pattern.match(after)
    named_next = found and _NUMBER_NEXT.match(after, found.end())  # the label of the number after it
    return str(found.lastgroup) if found and not named_next else ""


def _canonical(found: list[re.Match[str]]) -> str:
    names = [str(match.lastgroup) for match in found]
    if "takeoff" in names or "payload" in names:
        return "takeoff" if "takeoff" in names else "payload"
    return names[-1] if names[-1] != "peak" or len(names) == 1 else names[-2]
