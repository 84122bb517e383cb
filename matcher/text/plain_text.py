"""Text without what is invisible, for comparing what people typed."""

from __future__ import annotations

import unicodedata


def plain(text: str) -> str:
    """The text with compatibility forms folded (NFKC) and format characters removed."""
    if text.isascii():
        return text
    folded = unicodedata.normalize("NFKC", text)
    return "".join(c for c in folded if unicodedata.category(c) != "Cf")
