"""What the pages of one site share: side boxes, pictures and parts of titles that say nothing of a single page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crawler.extract.page.document import element_text
from crawler.extract.page.gallery import image_addresses
from crawler.extract.page.layout import Layout
from crawler.extract.product.listing import entry_groups

MIN_PAGES = 4  # sample pages from which something can be called shared
SHARED_ENTRIES = (
    0.12  # of all sample pages that must show an entry at the same place; a list and its pages are fewer
)
SHARED_IMAGES = 0.2  # of all sample pages that must show a picture
SHARED_TITLES = 0.4  # of different titles that must hold a part
MIN_PART = 3  # characters of a shared part of a title; shorter ones are words
TITLE_SEPARATOR = r"\s+[|–—»·:/\-]\s+|\s*[|_–—»·]\s*|\s*-\s+|\s+-\s*"


@dataclass(frozen=True)
class SiteFrame:
    """(place, address) of entries that many pages show, pictures that many show, parts that many titles share."""

    entries: frozenset[tuple[str, str]] = frozenset()
    images: tuple[str, ...] = ()
    title_parts: tuple[str, ...] = ()


def frame_of(layouts: Sequence[Layout]) -> SiteFrame:
    """What the sample pages of a site share; empty where there are too few of them."""
    if len(layouts) < MIN_PAGES:
        return SiteFrame()
    entries: Counter[tuple[str, str]] = Counter()
    images: Counter[str] = Counter()
    of_entries: set[str] = set()  # of products in lists: also where many pages show them
    for layout in layouts:
        groups = entry_groups(layout.document, layout)
        entries.update({(group.place, record.url) for group in groups for record in group.records})
        images.update(image_addresses(layout.document))
        of_entries |= {image.url for group in groups for record in group.records for image in record.images}
    return SiteFrame(
        frozenset(e for e, n in entries.items() if n >= max(4, SHARED_ENTRIES * len(layouts))),
        tuple(
            sorted(
                u
                for u, n in images.items()
                if u not in of_entries and n >= max(4, SHARED_IMAGES * len(layouts))
            )
        )[:100],
        tuple(shared_title_parts({la.document.title: _heading(la) for la in layouts if la.document.title})),
    )


def _heading(layout: Layout) -> str:
    return element_text(layout.heading) if layout.heading is not None else ""


def shared_title_parts(titles: Mapping[str, str]) -> list[str]:
    """Parts that many different titles share, the longest first: the site's name, a slogan.

    `titles` maps each title to its page's heading. Words without a separator that the heading has too ("Twin winch" of
    "Twin winch A1") are of the name, and not the site's.
    """
    if len(titles) < MIN_PAGES:
        return []
    counts: Counter[str] = Counter()
    for title, heading in titles.items():
        words = title.split()
        ends = {" ".join(words[i:]) for i in range(1, len(words))}
        ends |= {" ".join(words[:i]) for i in range(1, len(words))}
        counts.update({p.strip() for p in re.split(TITLE_SEPARATOR, title)} - {title.strip()})
        counts.update(end for end in ends if end not in heading)
    least = max(3, SHARED_TITLES * len(titles))
    found = [p for p, n in counts.items() if n >= least and len(p) >= MIN_PART]
    found.sort(key=len, reverse=True)
    return [p for i, p in enumerate(found) if not any(p in longer for longer in found[:i])][:8]
