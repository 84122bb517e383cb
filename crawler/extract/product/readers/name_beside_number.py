"""A product's name beside its article number, where heading and title are both, another page's or nothing."""

from __future__ import annotations

from crawler.extract.page.element_text import letters_of
from crawler.extract.page.picture_names import picture_name
from crawler.extract.product.codes.shown.article_numbers import article_numbers, labelled_number
from crawler.extract.product.codes.shown.codes_near_heading import code_of_crumbs
from crawler.extract.product.names.numbered_names import Numbered, divided_name, name_beside_number
from crawler.extract.product.readers.product_page import Found, ProductPage, Value


def name_beside_its_number(page: ProductPage, found: Found) -> Value | None:
    """The name beside the page's one article number, where heading and title are number and name, another page's or nothing.

    Both stay together in a heading proper: "QV-20 Tripod seat" in an h1 is a name.
    """
    if page.is_named_in_markup or page.heading_is_h1:
        return None
    said = [text for text in (page.heading, page.document.own_title) if text]
    begun = next(filter(None, map(divided_name, said)), None)
    if begun is not None and begun.labelled:
        return Value(begun.name, "heading" if page.heading else "title")
    shown = name_beside_number(page.layout)
    alone = labelled_number(page.heading or "")  # the heading is number and label, and nothing else
    if shown is not None and (
        not said
        or (begun is not None and _is_its_name(page, begun, shown))
        or (alone is not None and alone[0] == shown.number)
    ):
        return Value(shown.name, "text")
    if begun is not None and is_stated(page, begun.number) and picture_name(page.layout) == begun.name:
        return Value(begun.name, "picture")
    return None


def is_stated(page: ProductPage, number: str) -> bool:
    """Whether a label states a number, or the path to the page ends in it."""
    stated_one = page.labelled.get("sku")
    numbers = [*article_numbers(page.layout), code_of_crumbs(page.layout) or ""]
    return letters_of(number) in map(letters_of, [*numbers, stated_one.text if stated_one else ""])


def _is_its_name(page: ProductPage, begun: Numbered, shown: Numbered) -> bool:
    """Whether the name beside the page's number is the heading's, or the title alone names another number."""
    if letters_of(begun.number) == letters_of(shown.number):
        return letters_of(begun.name) == letters_of(shown.name)
    return page.heading is None and shown.labelled
