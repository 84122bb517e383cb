"""Several goods on one page, each below a heading of its own: accessories that have no pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from crawler.extract.page.element_text import Element, clean
from crawler.extract.page.emphasis import HEADINGS
from crawler.extract.page.heading_text import text_of_heading
from crawler.extract.page.layout import Layout
from crawler.extract.page.near_heading import heading_text
from crawler.extract.product.codes.names.codes_in_names import model_code
from crawler.extract.product.names.name_likeness import long_words
from crawler.extract.product.offers.prices import find_prices

LEAST = 3  # goods of a page
MOST = 200  # headings of one rank that are looked at
LONGEST = 400  # characters of a text in which a price is looked for
STEM = 2  # letters by which the codes of different goods differ


def has_goods_below_headings(layout: Layout) -> bool:
    """Whether all headings of a page but its own, which has no code, and those of the site's frame are of one rank and name different goods, none of them another
    page's: each with a price below it and none above them all, or each with a code that begins otherwise."""
    own = [e for e in layout.subject(*HEADINGS[1:]) if e is not layout.heading]
    named = [(e, text_of_heading(e)) for e in own]
    headings = [e for e, name in named if not layout.document.is_shared_heading(name)]
    names = [name for _, name in named if not layout.document.is_shared_heading(name)]
    if not LEAST <= len(headings) <= MOST or len({e.tag for e in headings}) > 1:
        return False
    if _code_in(heading_text(layout)) or not _are_different(names) or any(map(layout.leads_on, headings)):
        return False
    stems = {_code_in(name)[:STEM] for name in names}
    if "" not in stems and len(stems) == len(names):
        return all(" " in name for name in names)
    if not all(map(long_words, names)):
        return False
    above, *below = _priced(layout, headings)
    return not above and all(below)


def _are_different(names: Sequence[str]) -> bool:
    """Whether texts name different things: no word is in half of them, as those of one thing's models have."""
    words = [long_words(name) for name in names]
    counts = Counter(word for some in words for word in some)
    return len(set(names)) == len(names) and 2 * max(counts.values(), default=0) < len(names)


def _code_in(name: str) -> str:
    """The letters of the code in a name, empty where it has none."""
    found = model_code(name, None, None)
    return "".join(filter(str.isalpha, found[0])).casefold() if found else ""


def _priced(layout: Layout, headings: Sequence[Element]) -> list[bool]:
    """Whether a price stands between the page's heading and the first of these, and below each of them."""
    starts = {layout.order[e] for e in headings}
    found = [False]
    for i, text in _texts(layout):
        if i in starts:
            found.append(False)
        elif text and not found[-1]:
            found[-1] = bool(find_prices(text))
    return found


def _texts(layout: Layout) -> Iterator[tuple[int, str]]:
    """The elements of the page's subject by their number, each with its own text before its children and behind them."""
    for i, element in enumerate(layout.nodes):
        if not layout.flags[i]:
            text = " ".join(filter(None, (element.text, *(child.tail for child in element))))
            yield i, clean(text) if len(text) <= LONGEST else ""
