"""Which article number (SKU) a product has."""

from __future__ import annotations

import string
from itertools import pairwise

from crawler.extract.page.element_text import letters_of
from crawler.extract.product.codes.code_of_page import name_as_number
from crawler.extract.product.codes.forms.code_values import identifier
from crawler.extract.product.codes.forms.machine_numbers import is_article_number
from crawler.extract.product.codes.forms.model_labels import BETWEEN
from crawler.extract.product.codes.names.codes_in_addresses import (
    code_in_address,
    id_in_address,
    is_shown_apart,
    longer_code_shown,
    shown_in_groups,
)
from crawler.extract.product.codes.names.codes_in_names import is_bare_code, model_code
from crawler.extract.product.codes.shown.article_numbers import article_numbers
from crawler.extract.product.codes.shown.codes_near_heading import code_beside, sku_shown
from crawler.extract.product.readers.product_page import Found, ProductPage, Value
from crawler.extract.product.readers.sources import marked, meta, value_of
from crawler.extract.words.vocabulary import common_words


def sku_marked(page: ProductPage, found: Found) -> Value | None:
    """The markup's SKU, unless it is the number of the page or of a feed of advertisements."""
    value = marked("sku", "productID", "productId", clean_by=identifier)(page, found) or _sku_of_offer(
        page, found
    )
    return value if value and is_article_number(value.text, page.document) else None


def sku_by_class(page: ProductPage, found: Found) -> Value | None:
    return value_of(sku_shown(page.layout), "class")


def sku_of_meta(page: ProductPage, found: Found) -> Value | None:
    value = meta("product:retailer_item_id", clean_by=identifier)(page, found)
    return value if value and is_article_number(value.text, page.document) else None


def _sku_of_offer(page: ProductPage, found: Found) -> Value | None:
    return value_of(page.offer.sku, page.marked.source)


def sku_in_address(page: ProductPage, found: Found) -> Value | None:
    """The number that the address ends in, where the page of a shop shows it, or any page as a number of its own or in groups.

    One behind a small word of the name is another's: "Plug compatible with 40120 sockets".
    """
    number = id_in_address(page.document.url)
    if number is None or ("name" in found and _is_anothers(number, found["name"].text)):
        return None
    text = page.document.text
    if "price" in found and number in text:
        return Value(number, "url")
    digits = number.lstrip(string.ascii_letters)
    if is_shown_apart(digits, text):
        return Value(digits, "url")
    return value_of(shown_in_groups(digits, text), "url")


def _is_anothers(number: str, name: str) -> bool:
    """Whether a name has a number behind a small word: with, for, für."""
    words = name.casefold().split()
    return any(word == number.casefold() and before in common_words() for before, word in pairwise(words))


def sku_specified(page: ProductPage, found: Found) -> Value | None:
    """A specification under whatever label ("Symbol: U-412") that is a code and stands at an end of the address's last part.

    The thread T38 of the page qt64-t38.html, which shows QT64-T38, is none.
    """
    url = page.document.url
    for _, value, where in page.shown_specs:
        if (
            is_bare_code(value)
            and code_in_address(value, url)
            and not longer_code_shown(value, url, page.document.text)
        ):
            return Value(value, where)
    return None


def sku_is_name(page: ProductPage, found: Found) -> Value | None:
    """The page's name, where it stands whole behind the label of an article number."""
    return value_of(name_as_number(page.layout), "text")


def sku_beside_name(page: ProductPage, found: Found) -> Value | None:
    """A code alone beside the heading that goes on where the code in the name ends: QV-20-08-I beside "QV-20 level sensor"."""
    code = code_beside(page.layout)
    own = model_code(found["name"].text, None, None) if code and "name" in found else None
    goes_on = (
        own
        and letters_of(code).startswith(letters_of(own[0]))
        and len(letters_of(code)) > len(letters_of(own[0]))
    )
    return value_of(code, "heading") if goes_on else None


def sku_in_text(page: ProductPage, found: Found) -> Value | None:
    """The first number behind a label without a colon: "Art. No. VF16-5M"; none where a table has it as one of several models."""
    number = next(iter(article_numbers(page.layout)), None)
    tables = (value.split(BETWEEN) for _, value, where in page.shown_specs if where == "table")
    return None if any(number in codes and len(codes) > 1 for codes in tables) else value_of(number, "text")
