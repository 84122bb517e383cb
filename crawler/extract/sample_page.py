"""One sample page of a site, read for `site add`: first by itself, then knowing what the site's pages share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from crawler.extract.page.crumbs import addresses_above
from crawler.extract.page.document import Document
from crawler.extract.page.element_text import Element, clean, element_text, letters_of, short_text
from crawler.extract.page.emphasis import HEADINGS, emphasis
from crawler.extract.page.firm_names import names_of_firms
from crawler.extract.page.gallery import image_addresses, subject_images
from crawler.extract.page.heading_text import text_of_heading
from crawler.extract.page.layout import Layout
from crawler.extract.page.learnt.page_type import is_static_page, section_in_crumbs, section_of
from crawler.extract.page.near_heading import heading_text
from crawler.extract.page.page_links import (
    alternates,
    frames_of,
    further_pages,
    is_front_page,
    links_of,
    plain_address,
)
from crawler.extract.page.picture_names import picture_name
from crawler.extract.page.placeholders import placeholder_in
from crawler.extract.page.structured_data import names_of_products, read_structured
from crawler.extract.page_records import measure_page
from crawler.extract.product.codes.code_of_page import is_filed_under_heading
from crawler.extract.product.codes.forms.model_labels import states_model
from crawler.extract.product.comparisons import compares_goods
from crawler.extract.product.description import description_shown
from crawler.extract.product.goods_sections import has_goods_below_headings
from crawler.extract.product.goods_tables import heads_of_tables, lists_goods
from crawler.extract.product.listing import EntryGroup, entry_groups, is_grid, is_side_box
from crawler.extract.product.specs.page_specs import read_specs
from crawler.extract.sample_look import EntryBox, PageLook, PageMeasures, SampleEntry
from crawler.extract.words.dates import find_dates
from crawler.extract.words.vocabulary import alternatives, by_word
from crawler.models import PageType
from crawler.profile.urls import host_of

MAX_HEADINGS = 60  # of one page, that are compared with those of others
MAX_SUBMENUS = 500  # links below others in the menus of one page
MAX_HEADING = 200  # characters of a heading
MAX_DATED = 400  # characters of a list's entry in which a date is looked for
MAX_PARAGRAPH = 400  # characters of a paragraph that many pages may share
WORD_FIELDS = frozenset(("text", "tel", "email"))  # types of fields that a visitor writes in
LEAST_FIELDS = 3  # of them: a login has two
MOST_ABOVE = 2  # elements above an entry that may be its row
_ANNOUNCES = re.compile(
    rf"^\W*(?:{alternatives('announcements_begin')})(?!\w)|(?:{alternatives('announcements_end')})\W*$", re.I
)
_YEAR = re.compile(r"(?:19|20)\d{2}")


def look_at(document: Document, layout: Layout) -> PageLook:
    """What a page says before it is known what the site's pages share."""
    structured = read_structured(document)
    return PageLook(
        links=tuple(links_of(document)),
        further=further_pages(document),
        title=document.title,
        heading=text_of_heading(layout.heading) if layout.heading is not None else None,
        headings=tuple(dict.fromkeys(_headings(layout)))[:MAX_HEADINGS],
        paragraphs=tuple(p for p in description_shown(document, layout) if len(p) <= MAX_PARAGRAPH),
        feeds=tuple(_feeds(document)),
        mirrors=_mirrors(document),
        pictures=tuple(sorted(image_addresses(document))),
        picture_hosts=tuple(sorted(_picture_hosts(layout))),
        boxes=tuple(_box(group) for group in entry_groups(document, layout)),
        firms=tuple(names_of_firms(document, structured)),
        submenus=frozenset(islice(_submenus(document), MAX_SUBMENUS)),
        above=addresses_above(layout),
        frames=tuple(frames_of(document)),
        marked=tuple(dict.fromkeys(names_of_products(structured)))[:MAX_HEADINGS],
        placeholder=placeholder_in(document),
        language=document.language,
    )


def measure(document: Document, layout: Layout, at: str) -> PageMeasures:
    """The measures of a page whose `document.shared` is known; side boxes are left out. `at` (ISO 8601) is when it was fetched."""
    layout.reconsider()
    for group in entry_groups(document, layout):
        if is_side_box(group, document) and not is_grid(group.elements, layout):
            layout.mark_related(group.elements)
    features = measure_page(document, layout, read_structured(document), at)
    specs = read_specs(layout)
    section = section_of(document, layout)
    return PageMeasures(
        features,
        section,
        is_static_page(document),
        states_model(specs) or (section == PageType.PRODUCT and is_filed_under_heading(layout)),
        len(specs),
        frozenset(letters_of(label) for label, _, _ in specs),
        section_in_crumbs(layout),
        lists_goods(layout) or compares_goods(layout) or has_goods_below_headings(layout),
        _asks(layout),
        tuple(heads_of_tables(layout)),
        section_of(document, layout, crumbed=False),
        _ANNOUNCES.search(heading_text(layout)) is not None,
    )


def _asks(layout: Layout) -> bool:
    """Whether a form of the page's own has several fields for words: a search has one."""
    return any(
        sum(field.get("type", "text").lower() in WORD_FIELDS for field in form.iter("input", "textarea"))
        >= LEAST_FIELDS
        for form in layout.nodes
        if form.tag == "form"
    )


def _headings(layout: Layout) -> Iterator[str]:
    """Texts of the headings without a link to another page than the front page, og:title, and the text of the page's pictures;
    on a page without an h1 also of what may stand for one."""
    document = layout.document
    old = not any(element.tag == "h1" for element in layout.nodes)
    for element in layout.nodes:
        if (element.tag in HEADINGS or (old and emphasis(element) is not None)) and not _leads_on(
            document, element
        ):
            text = text_of_heading(element)
            if len(text) <= MAX_HEADING and any(map(str.isalpha, text)):
                yield text
    if named := document.meta.get("og:title"):
        yield named
    if pictured := picture_name(layout):
        yield pictured


def _leads_on(document: Document, heading: Element) -> bool:
    links = (link for link in document.links_at(heading) if not is_front_page(link))
    return any(plain_address(link) != plain_address(document.url) for link in links)


def _feeds(document: Document) -> Iterator[str]:
    for element in document.tree.iter("link"):
        kind = element.get("type") or ""
        link = document.link(element.get("href")) if "rss" in kind or "atom" in kind else None
        if link:
            yield link


def _mirrors(document: Document) -> dict[str, str]:
    """The page in other languages: hreflang, or a link that bears a language's name."""
    names = by_word("language_names")
    own = plain_address(document.url)
    found = dict(alternates(document, document.language))
    for element in document.tree.iter("a"):
        code = names.get(clean(element.text_content()).lower())
        link = document.link(element.get("href"))
        if code and code != document.language and link and plain_address(link) != own:
            found.setdefault(code, link)
    return found


def _submenus(document: Document) -> Iterator[tuple[str, str]]:
    """(head, address below it): <li><a>Goods</a><ul><li><a>Pumps</a>. A head that leads nowhere is "#" with its text."""
    for item in document.tree.iter("li"):
        head = item.find("a[@href]")
        if head is None:
            continue
        for below in item.iterchildren("ul", "ol"):
            for one in below.iterfind("li/a[@href]"):
                if link := document.link(one.get("href")):
                    yield _head_of_menu(document, head), plain_address(link)


def _head_of_menu(document: Document, head: Element) -> str:
    href = (head.get("href") or "").strip()
    link = None if href.startswith(("#", "javascript:")) else document.link(href)
    return plain_address(link) if link else "#" + element_text(head)


def _picture_hosts(layout: Layout) -> set[str]:
    document = layout.document
    hosts = {host_of(image.url) for image in subject_images(layout)}
    for image in document.tree.iter("img"):
        source = document.link(image.get("data-src") or image.get("src"))
        parent = image.getparent()
        if source and parent is not None and parent.tag == "a":
            hosts.add(host_of(source))
    return {host for host in hosts if host}


def _box(group: EntryGroup) -> EntryBox:
    return EntryBox(
        group.place,
        tuple(
            SampleEntry(r.url, r.name, r.price, r.images[0].url if r.images else None) for r in group.records
        ),
        all(map(_is_dated, _rows(group.elements))),
    )


def _rows(elements: Sequence[Element]) -> list[Element]:
    """Each entry of a list with what stands beside it alone: the row of its cell, the paragraph of its link."""
    rows = list(elements)
    for _ in range(MOST_ABOVE):
        above = [row.getparent() for row in rows]
        counts = Counter(above)
        rows = [
            up if up is not None and counts[up] == 1 else row for up, row in zip(above, rows, strict=True)
        ]
    return rows


def _is_dated(row: Element) -> bool:
    """Whether the row of an entry has a date, outside of its links."""
    beside = short_text(row, MAX_DATED) or ""
    for link in row.iter("a") if _YEAR.search(beside) else ():
        beside = beside.replace(element_text(link), "", 1)
    return _YEAR.search(beside) is not None and bool(find_dates(beside))
