"""What many pages of a site show, and what is therefore no name, text or picture of a single page."""

from __future__ import annotations

import re
from dataclasses import dataclass

TITLE_SEPARATOR = r"\s+[|–—»·:/\-]\s+|\s*[|｜_–—»·]\s*|\s*-\s+|\s+-\s*"
PATH_SEPARATOR = r"[>›»→]"  # between the sections above a page and its name
PATH_BEGINS = (
    rf"{{}}\s*(?:{PATH_SEPARATOR}|->)"  # of a pattern, with the words for the front page in place of {}
)
SEPARATORS = "|｜_–—»›→·•:：/,-<>~"  # signs between the parts of a title


@dataclass(frozen=True)
class SharedParts:
    """What many pages of a site show: parts of titles, headings, paragraphs, pictures; (place, address) of its side boxes' entries;
    names of products in markup that was copied from one page to others.

    `titles` are whole titles that several pages bear, of which a page that does not show it is not called so.
    """

    title_parts: tuple[str, ...] = ()
    titles: frozenset[str] = frozenset()
    headings: frozenset[str] = frozenset()
    paragraphs: frozenset[str] = frozenset()
    images: frozenset[str] = frozenset()
    products: frozenset[str] = frozenset()
    entries: frozenset[tuple[str, str]] = frozenset()


def names_page(title: str | None, text: str) -> bool:
    """Whether a page's own title is `text`, or holds it as a piece of a longer part: "Twin winch" of "Twin winch A10"."""
    if not title:
        return False
    return title == text or any(
        text in part and part.strip() != text for part in re.split(TITLE_SEPARATOR, title)
    )


def title_ends(title: str) -> list[str]:
    """What stands behind each separator of a title up to its end; a hyphen between two letters or figures is one too."""
    return [title[at + 1 :].strip() for at, sign in enumerate(title) if sign in SEPARATORS]


def title_beginnings(title: str) -> list[str]:
    """What stands before each separator of a title that a blank follows."""
    return [
        title[:at].strip()
        for at, sign in enumerate(title[:-1])
        if sign in SEPARATORS and title[at + 1] == " "
    ]
