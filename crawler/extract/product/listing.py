"""A list of products: its entries, from markup or by finding the record that repeats."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from crawler.extract.page.crumbs import links_of_path
from crawler.extract.page.document import Document
from crawler.extract.page.element_text import Element, clean, element_text, short_text
from crawler.extract.page.emphasis import HEADINGS
from crawler.extract.page.gallery import background_address, image_address
from crawler.extract.page.layout import Layout
from crawler.extract.page.page_links import plain_address
from crawler.extract.page.structured_data import (
    LIST_TYPES,
    PRODUCT_TYPES,
    MarkedObject,
    Structured,
    first_text,
    listed,
)
from crawler.extract.product.codes.names.codes_in_names import model_code
from crawler.extract.product.offers.country import country_of
from crawler.extract.product.offers.marked_offer import offer_of
from crawler.extract.product.offers.prices import currency_of, find_prices
from crawler.extract.words.vocabulary import pattern
from crawler.models import CatalogItem, ImageLink

MAX_ENTRIES = 500
MIN_ENTRIES = 2
MAX_ENTRY_TEXT = 599  # characters of an entry in which a price is looked for
GRID = 0.5  # of a page's text that one of alike elements must hold for them to be the page's grid, and no entries
SIDE_BOX = 0.7  # of a group's entries that must recur on other pages for it to be a box of the site
_NO_NAME = pattern("read_more", r"(?:{}\W{0,3}|\d+|[<>«»]+)")
_MORE_OF = pattern("read_more", r"^{}\s?(?:[:：…]|\.\.\.)\s*(?=\S)")  # "Read more: Tripod seat"
_LEADERS = re.compile(r"\s?(?<!\.)\.{4,}\s?\d{1,4}$")  # of a table of contents: "Tripod seat ........ 12"
_ENTRY_TAGS = frozenset(("li", "div", "article", "td", "section", "a", "tr", "dl", "figure"))


def read_listing(document: Document, layout: Layout, structured: Structured) -> tuple[CatalogItem, ...]:
    """The entries of a list page, each with the address it links to; the richer of markup and repeated records."""
    if "entries" not in layout.memo:
        layout.memo["entries"] = _read_listing(document, layout, structured)
    found: tuple[CatalogItem, ...] = layout.memo["entries"]
    return found


def _read_listing(document: Document, layout: Layout, structured: Structured) -> tuple[CatalogItem, ...]:
    marked = _marked(document, structured)
    shown = _repeated_records(document, layout)
    by_url = {item.url: item for item in marked}
    if len(marked) >= MIN_ENTRIES and len(marked) >= 0.5 * len(shown):
        return tuple(marked[:MAX_ENTRIES])
    return tuple(by_url.get(item.url, item) for item in shown[:MAX_ENTRIES])


def _marked(document: Document, structured: Structured) -> list[CatalogItem]:
    items: dict[str, CatalogItem] = {}
    for product in structured.of_types(PRODUCT_TYPES):
        link = document.link(
            first_text(product.get("url"), "@id") or first_text(_first_offer(product).get("url")) or ""
        )
        name = first_text(product.get("name"))
        if not link or not name or plain_address(link) == plain_address(document.url):
            continue
        offer = offer_of(product)
        images = [document.link(first_text(i, "url", "contentUrl")) for i in listed(product.get("image"))[:5]]
        items.setdefault(
            plain_address(link),
            CatalogItem(
                url=plain_address(link),
                name=name,
                sku=first_text(product.get("sku")),
                brand=first_text(product.get("brand"), "name"),
                price=offer.price,
                currency=offer.currency,
                availability=offer.availability,
                images=tuple(ImageLink(i) for i in images if i),
                language=document.language,
                sources={"name": product.source, **({"price": product.source} if offer.price else {})},
            ),
        )
    for entry_list in structured.of_types(LIST_TYPES):
        for entry in listed(entry_list.get("itemListElement")):
            if not isinstance(entry, dict):
                continue
            inner = entry.get("item")
            target: dict[str, object] = inner if isinstance(inner, dict) else entry
            link = document.link(first_text(entry.get("url")) or first_text(target.get("url"), "@id") or "")
            name = first_text(target.get("name")) or first_text(entry.get("name"))
            if link and name:
                items.setdefault(
                    plain_address(link),
                    CatalogItem(
                        url=plain_address(link),
                        name=name,
                        language=document.language,
                        sources={"name": entry_list.source},
                    ),
                )
    return list(items.values())


def _first_offer(product: MarkedObject) -> dict[str, object]:
    return next((o for o in listed(product.get("offers")) if isinstance(o, dict)), {})


@dataclass(frozen=True)
class EntryGroup:
    """Alike elements of a page that each link to a page of their own: their records, how rich they are, and where.

    `place` (tags and classes) is the same for the same box of another page.
    """

    place: str
    richness: float
    records: tuple[CatalogItem, ...]
    elements: tuple[Element, ...] = ()


def _repeated_records(document: Document, layout: Layout) -> list[CatalogItem]:
    """The entries of the richest group of alike elements that is no side box of the site.

    Where these are known, the rows and columns of the page itself are no entries either; where not, they may be fewer
    than those of a menu.
    """
    shared = document.shared.entries
    groups = [g for g in entry_groups(document, layout) if not is_side_box(g, document)]
    if shared:
        groups = [g for g in groups if not is_grid(g.elements, layout)]
    best = max(groups, key=lambda g: g.richness, default=None)
    return list(best.records) if best is not None else []


def is_side_box(group: EntryGroup, document: Document) -> bool:
    """Whether most entries of a group stand at the same place of many pages, or lead up to folders of the page: crumbs."""
    shared = document.shared.entries
    known = sum(
        (group.place, record.url) in shared or _leads_up(record.url, document.url) for record in group.records
    )
    return known >= SIDE_BOX * len(group.records)


def _leads_up(url: str, page: str) -> bool:
    """Whether an address is that of a folder in which a page lies."""
    folder = re.sub(r"(?<=/)index\.\w+$", "", url)
    return folder.endswith("/") and page.startswith(folder) and page != folder


def is_grid(elements: Sequence[Element], layout: Layout) -> bool:
    """Whether elements are rows or columns of the page: one holds most of its text, or alone a heading such as the page's, but
    for those that many pages share."""
    if max(layout.lengths[layout.order[element]] for element in elements) > GRID * layout.lengths[0]:
        return True
    heading = layout.heading
    if heading is None or not any(element in elements for element in (heading, *heading.iterancestors())):
        return False
    looks = () if heading.tag in HEADINGS else heading.items()  # <font size=5> among many <font size=2>
    return sum(_has_heading(element, heading.tag, looks, layout) for element in elements) == 1


def _has_heading(element: Element, tag: str, looks: Collection[object], layout: Layout) -> bool:
    """Whether an element holds a heading of this tag and these attributes; one proper must be no other pages' too."""
    proper = tag in HEADINGS
    return any(
        {*looks} <= {*e.items()} and not (proper and layout.document.is_shared(clean(e.text_content())))
        for e in element.iter(tag)
    )


def entry_groups(document: Document, layout: Layout) -> list[EntryGroup]:
    """Groups of alike elements that each link to a page of their own and show a name.

    Alike: the same tag and first class under the same parent, or under parents that are alike in turn (rows of
    a grid). Groups with pictures or prices are richer than plain lists of links.
    """
    if "groups" not in layout.memo:
        layout.memo["groups"] = list(_entry_groups(document, layout))
    found: list[EntryGroup] = layout.memo["groups"]
    return found


def _entry_groups(document: Document, layout: Layout) -> Iterator[EntryGroup]:
    groups: dict[tuple[str, Element], list[Element]] = defaultdict(list)
    above = links_of_path(layout)
    for i, element in enumerate(layout.nodes):
        if layout.flags[i] or element.tag not in _ENTRY_TAGS or element in above:
            continue
        if element.tag != "a" and element.find(".//a[@href]") is None:
            continue
        parent = element.getparent()
        grand = parent.getparent() if parent is not None else None
        place = " ".join(f"{e.tag}.{_class_key(e)}" for e in (element, parent, grand) if e is not None)
        groups[(place, grand)].append(element)
    for (place, _), members in groups.items():
        if len(members) < MIN_ENTRIES or len(members) > 5 * MAX_ENTRIES:
            continue
        records: dict[str, CatalogItem] = {}
        richness = 0.0
        for element in members[: 2 * MAX_ENTRIES]:
            record = _record(document, element)
            if record is None or record.url in records:
                continue
            records[record.url] = record
            name = record.name or ""
            bare = not record.images and not record.price and short_text(element, len(name)) == name
            richness += (
                (0.3 if bare else 1.0)
                + 2.0 * bool(record.images)
                + 2.0 * bool(record.price)
                + min(len(name), 60) / 60
            )
        if len(records) >= MIN_ENTRIES and len(records) >= 0.5 * len(members):
            yield EntryGroup(place, richness, tuple(records.values()), tuple(members))


def _class_key(element: Element | None) -> str:
    if element is None:
        return ""
    return _without_numbers(element.get("class") or "")


@lru_cache(maxsize=1 << 12)
def _without_numbers(classes: str) -> str:
    """The first class, without its digits."""
    names = classes.split()
    return re.sub(r"\d+", "", names[0]) if names else ""


def _record(document: Document, element: Element) -> CatalogItem | None:
    anchors = [element] if element.tag == "a" else list(element.iter("a"))[:20]
    found = [(a, document.link(a.get("href"))) for a in anchors]
    links = [(a, plain_address(link)) for a, link in found if link]
    links = [(a, link) for a, link in links if link != plain_address(document.url)]
    if not links:
        return None
    titled = [(a, link, _anchor_text(a)) for a, link in links]
    heading = next(
        (h for h in element.iter("h1", "h2", "h3", "h4", "h5", "h6") if clean(h.text_content())), None
    )
    named = [t for t in titled if t[2]]
    if heading is not None:
        name = element_text(heading)
        link = next(
            (link for a, link, _ in titled if heading in a.iter() or a in heading.iter()), links[0][1]
        )
    elif named:
        _, link, name = max(named, key=lambda t: (len(t[2]) > 2) * min(len(t[2]), 100))
    else:
        return None
    name = _MORE_OF.sub("", name)
    if not name or len(name) > 300 or _NO_NAME.fullmatch(name):
        return None
    name = _LEADERS.sub("", name) or name
    text = short_text(element, MAX_ENTRY_TEXT)
    country = country_of(document)
    prices = find_prices(text, country=country, language=document.language) if text else []
    if prices and heading is None:  # the link's text holds the price too
        stated = [p for p in find_prices(name, country=country, language=document.language) if p.start > 0]
        name = name[: stated[0].start].strip() if stated else name
    picture = _picture(document, element)
    code = model_code(name, None, None)
    sources = {"name": "record"}
    if prices:
        sources["price"] = "text"
    return CatalogItem(
        url=link,
        name=name,
        model=code[0] if code else None,
        price=prices[0].amount if prices else None,
        currency=currency_of(prices[0].currency, country=country) if prices else None,
        images=(picture,) if picture is not None else (),
        language=document.language,
        sources=sources,
    )


def _picture(document: Document, entry: Element) -> ImageLink | None:
    """The first picture of an entry: an img, else the background of an element."""
    image = next(entry.iter("img"), None)
    if image is not None and (address := image_address(document, image)):
        return ImageLink(address, clean(image.get("alt")))
    backgrounds = (background_address(document, e) for e in entry.iter("div", "a", "span", "figure", "i"))
    address = next(filter(None, backgrounds), None)
    return ImageLink(address, "") if address else None


def _anchor_text(anchor: Element) -> str:
    text = element_text(anchor)
    if text:
        return text
    title = clean(anchor.get("title"))
    if title:
        return title
    image = anchor.find(".//img")
    return clean(image.get("alt")) if image is not None else ""
