"""What is said of other pages: lines with the text of a link or in one of several alike cards, tables that list pages, all in cards
below a heading that leads on."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.extract.page.element_text import Element, element_text
from crawler.extract.page.emphasis import HEADINGS
from crawler.extract.page.layout import Layout
from crawler.extract.page.lines import BULLETS, Line
from crawler.extract.product.listing import entry_groups, is_grid

LEAST = 3  # alike elements, of which each may hold a group of others
LEAST_ROWS = 2  # that lead to other pages
MOST_ROWS = 400
MOST_SAID = 0.75  # of what all cards say that one of them may say


def is_of_others(layout: Layout, line: Line, label: str) -> bool:
    """Whether a line is another page's: its text or label is that of a link, or it is in one of several alike cards."""
    if {label, line.text.lstrip(BULLETS + " ")} & layout.document.texts_of_links:
        return True
    if "cards" not in layout.memo:
        groups = entry_groups(layout.document, layout)
        cards_alike = [_without_text_of_page(g.elements) for g in groups if not is_grid(g.elements, layout)]
        parts = _parts_of_page([g.elements for g in groups])
        layout.memo["cards"] = {e for elements in cards_alike for e in elements if e not in parts}
    cards: set[Element] = layout.memo["cards"]
    return bool(cards) and any(e in cards for e in (line.block, *line.block.iterancestors()))


def in_headed_cards(layout: Layout) -> set[Element]:
    """The elements in alike cards each of which has a heading that leads to another page: entries of a list with some of their
    pages' properties."""
    if "headed cards" not in layout.memo:
        found: set[Element] = set()
        for group in entry_groups(layout.document, layout):
            if all(_leads_on_by_heading(layout, card) for card in group.elements):
                for card in group.elements:
                    found.update(card.iter() if card not in found else ())
        layout.memo["headed cards"] = found
    inside: set[Element] = layout.memo["headed cards"]
    return inside


def _leads_on_by_heading(layout: Layout, card: Element) -> bool:
    heading = next(card.iter(*HEADINGS), None)
    return heading is not None and heading is not layout.heading and layout.leads_on(heading)


def lists_pages(layout: Layout, table: Element) -> bool:
    """Whether a table lists other pages, with what is said of each: each row, but the head, leads to a page of its own, by its
    first cell of two or by a picture and a text."""
    if table.find(".//table") is not None:  # a table for layout
        return False
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.findall(".//tr")[:MOST_ROWS]]
    if rows and all(len(cells) == len(("name", "said")) for cells in rows):
        first = [cells[0] for cells in rows]
        linked = [cell for cell in first if layout.leads_on(cell)]
        return len(linked) >= LEAST_ROWS and linked in (first, first[1:])
    pages = [_one_page(layout, cells) for cells in rows]
    body = pages if pages and pages[0] else pages[1:]
    return len(body) >= LEAST and all(body) and len(set(body)) == len(body)


def _one_page(layout: Layout, cells: Sequence[Element]) -> str:
    """The one other page to which both a picture and a text of a row lead; empty where there is none."""
    links = [(cell, set(layout.document.links_at(cell)) - {layout.document.url}) for cell in cells]
    pages = set[str]().union(*(to for _, to in links))
    pictured = any(to and cell.find(".//img") is not None and not element_text(cell) for cell, to in links)
    named = any(to and element_text(cell) for cell, to in links)
    return next(iter(pages)) if len(pages) == 1 and pictured and named else ""


def _without_text_of_page(elements: Sequence[Element]) -> list[Element]:
    """Alike elements but the one that holds most of what they say: a row of a table for layout with the page's own text."""
    sizes = [len(element_text(element)) for element in elements]
    return [e for e, size in zip(elements, sizes, strict=True) if size <= MOST_SAID * sum(sizes)]


def _parts_of_page(groups: Sequence[Sequence[Element]]) -> set[Element]:
    """The elements of groups one of whose elements holds a whole other group: cells of a layout, one of them with the menu."""
    group_of = {element: number for number, elements in enumerate(groups) for element in elements}
    found: set[int] = set()
    for elements in groups:
        holders: list[set[Element]] = []
        if len(elements) >= LEAST:
            holders = [{e for e in element.iterancestors() if e in group_of} for element in elements]
        found |= {group_of[e] for e in set.intersection(*holders)} if holders else set()
    return {element for element, number in group_of.items() if number in found}
