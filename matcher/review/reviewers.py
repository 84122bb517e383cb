"""Reviewers: one key for every way in which a person writes the name."""

from __future__ import annotations

from functools import lru_cache

from matcher.text.plain_text import plain


@lru_cache(maxsize=1024)
def reviewer_key(name: str) -> str:
    """The same for every spelling of one name: case, width and blanks do not matter."""
    return " ".join(plain(name).casefold().split())
