"""What the sample pages of a site share: side boxes, pictures, headings, paragraphs and parts of titles.

It describes none of them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

from crawler.extract.page.document import without_parts
from crawler.extract.page.element_text import letters_of
from crawler.extract.page.firm_names import firms_in
from crawler.extract.page.shared_parts import (
    TITLE_SEPARATOR,
    SharedParts,
    names_page,
    title_beginnings,
    title_ends,
)
from crawler.extract.sample_look import PageLook
from crawler.extract.words.alphabets import HAN

MIN_PAGES = 4  # sample pages from which something can be called shared
SHARED_ENTRIES = (
    0.12  # of all sample pages that must show an entry at the same place; a list and its pages are fewer
)
SHARED_IMAGES = 0.2  # of all sample pages that must show a picture
SHARED_TITLES = 0.4  # of different titles that must hold a part
SHARED_FIRMS = 0.15  # of all sample pages that must name a firm: a language's are a part of them
MAX_FIRMS = 8  # names of the owner
MIN_OF_SITE = 3  # titles that must hold a name of the site's owner or a part of the front page's title
MIN_PART = 3  # characters of a shared part of a title; shorter ones are words
MIN_HEADINGS = 3  # pages with different titles that must show a heading
MIN_ALIKE = 3  # pages that bear a title which none of them shows as a heading
LEAST_ALIKE = 2  # the same where one of them does, or the owner's name is a part of it
MAX_SHARED = 100  # headings and pictures that a profile names
_HAN_ONLY = re.compile(rf"[{HAN}]+")


def frame_of(looks: Sequence[PageLook]) -> SharedParts:
    """What the sample pages of a site share, the front page first; nothing where there are too few of them."""
    if len(looks) < MIN_PAGES:
        return SharedParts()
    entries: Counter[tuple[str, str]] = Counter()
    images: Counter[str] = Counter()
    paragraphs: Counter[str] = Counter()
    of_entries: set[str] = set()  # of products in lists: also where many pages show them
    for look in looks:
        entries.update(look.placed_addresses())
        images.update(look.pictures)
        paragraphs.update(set(look.paragraphs))
        of_entries |= {entry.image for entry in look.entries() if entry.image}
    often = {u for u, n in images.items() if n >= max(4, SHARED_IMAGES * len(looks))}
    titles = {look.title: look.heading or "" for look in looks if look.title}
    front = re.split(TITLE_SEPARATOR, looks[0].title or "")
    parts = shared_title_parts(titles, {*front, looks[0].title}, names_of_owner(looks))
    parts = list(dict.fromkeys([*_whole_titles(looks, front), *parts]))
    return SharedParts(
        title_parts=tuple(parts),
        titles=frozenset(repeated_titles(looks, parts)),
        headings=frozenset(shared_headings(looks, parts)),
        paragraphs=frozenset(p for p, n in paragraphs.most_common(MAX_SHARED) if n >= _many(looks)),
        products=frozenset(_copied_products(looks, parts)),
        images=frozenset(sorted(often - of_entries)[:MAX_SHARED]),
        entries=frozenset(e for e, n in entries.items() if n >= max(4, SHARED_ENTRIES * len(looks))),
    )


def _copied_products(looks: Sequence[PageLook], title_parts: Sequence[str]) -> list[str]:
    """Names of products in the markup of pages with different titles: a shop's list has many, a copied script the same one."""
    titled: dict[str, set[str]] = defaultdict(set)
    for look in looks:
        if len(look.marked) == 1:
            titled[look.marked[0]].add(without_parts(look.title, title_parts) or "")
    return sorted(name for name, titles in titled.items() if len(titles) >= _many(looks))[:MAX_SHARED]


def repeated_titles(looks: Sequence[PageLook], title_parts: Sequence[str]) -> list[str]:
    """Whole titles of pages called otherwise: the title of a page that has it as a heading, left in others that were made of
    it, wherever the site's name stands in it; or one of several pages that none of them has as a heading, of two where a part of
    it is the owner's name or they are versions for the printer: each has as a heading the title of another page."""
    counts: Counter[str] = Counter()
    named: Counter[str] = Counter()
    titles: dict[str, set[str]] = defaultdict(set)
    for look in looks:
        own = without_parts(look.title, title_parts)
        if look.title and own:
            counts[own] += 1
            named[own] += any(own in h or _is_piece(h, own) for h in look.headings)
            titles[own].add(look.title)
    owners = names_of_owner(looks)
    versions: dict[str, list[set[str]]] = defaultdict(list)
    for look in looks:
        own = without_parts(look.title, title_parts)
        if own and counts[own] > named[own] == 0:
            versions[own].append(counts.keys() & set(look.headings))
    found: list[tuple[int, str]] = []
    for own, n in counts.items():
        of_owner = any(begins_owner(part, owners) for part in re.split(TITLE_SEPARATOR, own))
        few = named[own] or of_owner or _are_of_different_pages(versions[own])
        if n > named[own] and n >= (LEAST_ALIKE if few else MIN_ALIKE):
            found.extend((-n, title) for title in titles[own])
    return [title for _, title in sorted(found)][:MAX_SHARED]


def _are_of_different_pages(titles: Sequence[set[str]]) -> bool:
    """Whether each of these pages has titles of other pages as headings, and each others than the rest: no section's name."""
    return bool(titles) and all(titles) and len(set().union(*titles)) == sum(map(len, titles))


def _is_piece(heading: str, title: str) -> bool:
    """Whether a title is a heading and more: "Loom T-40" of "T-40"."""
    return len(heading) >= MIN_PART and heading in title


def names_of_owner(looks: Sequence[PageLook]) -> list[str]:
    """Names of firms and marks that many pages show, the most frequent first: the site's owner, in each language."""
    counts = Counter(name for look in looks for name in look.firms)
    least = max(MIN_PAGES, SHARED_FIRMS * len(looks))
    return [name for name, n in counts.most_common() if n >= least and any(map(str.isalpha, name))][
        :MAX_FIRMS
    ]


def _whole_titles(looks: Sequence[PageLook], front: Collection[str]) -> list[str]:
    """Titles that are the site's name and nothing of the page: many pages have them as they are, or some of which no heading
    says the same, or two of which the first page is one or whose firm's name begins so; or one that many pages have as a
    heading, or that is a firm's or a part of the front page's, `front`, and no heading's."""
    counts = Counter(look.title for look in looks if look.title)
    unsaid: Counter[str] = Counter()
    for look in looks:
        if look.title:
            unsaid[look.title] += -1 if any(names_page(look.title, h) for h in look.headings) else 1
    heads = Counter(letters for look in looks for letters in set(map(letters_of, look.headings)))
    firms = {look.title for look in looks if look.title and _begins_firm(look)}
    several = {title for title, n in counts.items() if n > 1 and (title == looks[0].title or title in firms)}
    several |= {title for title in counts if heads[letters_of(title)] >= _many(looks)}
    owners, headed = names_of_owner(looks), {look.title for look in looks[1:] if look.headings}
    return [
        t
        for t, n in counts.items()
        if n >= _many(looks)
        or unsaid[t] >= MIN_PAGES
        or t in several
        or (unsaid[t] > 0 and (_is_whole_firm(t, owners) or (t in front and t in headed)))
    ]


def _begins_firm(look: PageLook) -> bool:
    """Whether the title is a firm's name on the page, or all of it but its legal form."""
    title = (look.title or "").casefold()
    return len(title) >= MIN_PART and any(firm.casefold().startswith(title) for firm in look.firms)


def _is_whole_firm(title: str, owners: Collection[str]) -> bool:
    """Whether a title is a firm's name with its legal form, or the owner's, or whole words at the beginning of that."""
    if firms_in(title) == [title]:
        return True
    begun = re.compile(rf"{re.escape(title)}(?!\w)", re.I)
    return len(title) >= MIN_PART and any(map(begun.match, owners))


def begins_owner(part: str, owners: Collection[str]) -> bool:
    """Whether a part of a title is the owner's name or begins it: whole words, or Chinese characters before the firm's trade."""
    in_han = len(part) >= MIN_PART and _HAN_ONLY.fullmatch(part) is not None
    return _is_whole_firm(part, owners) or (in_han and any(owner.startswith(part) for owner in owners))


def _many(looks: Sequence[PageLook]) -> float:
    """Of so many pages a title, a heading or a paragraph says nothing of one."""
    return max(MIN_PAGES, SHARED_TITLES * len(looks))


def shared_headings(looks: Sequence[PageLook], title_parts: Sequence[str]) -> list[str]:
    """Headings of pages whose titles differ, or of pages whose title says nothing of them, the most frequent first.

    A page whose own title holds the heading does not count: it is that page's name. Nor does a list that has it as the name of
    an entry, unless many pages do: that is the name of the page that the entry leads to.
    """
    titled: dict[str, set[str]] = defaultdict(set)
    untitled: Counter[str] = Counter()
    often = Counter(heading for look in looks for heading in set(look.headings))
    for look in looks:
        own = without_parts(look.title, title_parts)
        names = {entry.name for entry in look.entries()}
        for heading in look.headings:
            if heading in names and often[heading] < _many(looks):
                continue
            if own is None:
                untitled[heading] += 1
            elif not names_page(own, heading):
                titled[heading].add(own)
    counts = {h: len(titled[h]) for h in titled if len(titled[h]) >= MIN_HEADINGS}
    counts |= {h: n for h, n in untitled.items() if n >= _many(looks)}
    return sorted(counts, key=lambda heading: (-counts[heading], heading))[:MAX_SHARED]


def shared_title_parts(
    titles: Mapping[str, str], of_site: Collection[str | None] = (), owners: Collection[str] = ()
) -> list[str]:
    """Parts that many different titles share, the longest first: the site's name, a slogan.

    A separator divides a part from the rest: words that many names begin with ("Twin winch") are none. `titles` maps each
    title to its page's heading; a beginning or end that the heading has too is of the name, unless most pages have that heading.
    What is `of_site`, a part of the front page's title, or begins the name of one of the `owners` need not be in so many.
    """
    if len(titles) < MIN_PAGES:
        return []
    counts: Counter[str] = Counter()
    headings = Counter(titles.values())
    for title, heading in titles.items():
        heading = "" if 2 * headings[heading] > len(titles) else heading
        pieces = {p.strip() for p in re.split(TITLE_SEPARATOR, title)} - {title.strip()}
        sides = {*title_ends(title), *title_beginnings(title)}
        counts.update(pieces | {side for side in sides if side not in heading})
    least = max(3, SHARED_TITLES * len(titles))
    found = [
        p
        for p, n in counts.items()
        if len(p) >= MIN_PART
        and (n >= least or (n >= MIN_OF_SITE and (p in of_site or begins_owner(p, owners))))
    ]
    found.sort(key=len, reverse=True)
    return [
        p
        for i, p in enumerate(found)
        if not any(p in longer and counts[p] <= counts[longer] for longer in found[:i])
    ][:8]
