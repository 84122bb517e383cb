"""Sample pages of a site: how many are looked at, and which of a group of addresses first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from crawler.capture.fetch import FetchedPage
from crawler.extract.page.page_links import plain_address
from crawler.extract.sample_look import PageLook

MAX_PAGES = 70  # sample pages in all: at a delay of 0 within a minute
MAX_MIXED = 60  # more of them, of groups whose pages are of several kinds
MAX_TRIES = 2 * (MAX_PAGES + MAX_MIXED)  # pages asked for: a sitemap may name thousands that are not there
MAX_BYTES = 64 * 1024 * 1024  # of sample pages in all, which are held at once; real ones have 20 MB
# Sample pages of a group by its number of addresses: one page of 718 must not decide for all of them.
SAMPLES = ((100, 7), (30, 5), (6, 4), (3, 3), (2, 2), (1, 1))
LIKELY = 0.5  # probability of a product, from which it tells of its list and of those beside it
MAX_SINGLES = 45  # sample pages of groups of one address: they lead on, but say little


@dataclass
class SamplePage:
    """One page that was looked at: its answer, what it says, the probability of each kind once all are known.

    `is_elsewhere`: only the menu or the news lead to it, which lead to no products, and it states nothing that these state.
    """

    answer: FetchedPage
    look: PageLook
    kinds: dict[str, float] = field(default_factory=dict)
    is_elsewhere: bool = False

    @cached_property
    def leads(self) -> frozenset[str]:
        """The addresses that its links lead to, as groups have them."""
        return frozenset(map(plain_address, self.look.links))


def likely_products(pages: Mapping[str, SamplePage]) -> set[str]:
    """The pages that are likely products by now."""
    return {url for url, page in pages.items() if page.kinds["product"] >= LIKELY}


def spread(urls: Sequence[str]) -> Iterator[str]:
    """All of `urls`, each far from those before it: the first, the last, the middle, the quarters. Neighbours are much alike."""
    last, parts = len(urls) - 1, 1
    order = dict.fromkeys([0, last] if urls else [])
    yield from (urls[i] for i in order)
    while parts < last:
        parts *= 2
        for i in (n * last // parts for n in range(1, parts, 2)):
            if i not in order:
                order[i] = None
                yield urls[i]
