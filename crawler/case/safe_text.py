"""Text that the world wrote, made safe to print: control and direction characters become visible escapes."""

from __future__ import annotations

import json
import re
from typing import Any

# C0 but the line feed and the tab, DEL and C1, marks, embeddings, overrides and isolates of direction, line and
# paragraph separators, surrogates and non-characters: they move a cursor, hide text, or reorder what follows them.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)

_LINE_ENDS = re.compile("[\n\r]")


def _written_out(found: re.Match[str]) -> str:
    return f"⟨U+{ord(found.group()):04X}⟩"


def one_line(text: str) -> str:
    """The text with its line ends written out, as ⟨U+000A⟩: what follows one would be a line of its own."""
    return _LINE_ENDS.sub(_written_out, text)


def visible_controls(text: str) -> str:
    """The text with every control and direction character written out, as ⟨U+202E⟩; line ends as a line feed."""
    if text.isprintable() or not _CONTROLS.search(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub(_written_out, text)


def bytes_written_out(text: str) -> str:
    """The text of a cell with bytes that are no text (read as lone surrogates) written out: \\xff."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def json_line(value: Any) -> str:
    """`value` as one line of JSON: readable, and with control and direction characters as JSON escapes.

    A parser gives back every text as it was; a terminal obeys none of it.
    """
    text = json.dumps(value, ensure_ascii=False)
    return _CONTROLS.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
