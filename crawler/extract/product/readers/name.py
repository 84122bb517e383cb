"""Which name a product has: that of the markup, of the heading, of a line called a title, or of the title."""

from __future__ import annotations

from crawler.extract.page.document import without_parts
from crawler.extract.page.element_text import letters_of, short_text
from crawler.extract.page.emphasis import CALLED_TITLE, MAX_EMPHASIS, emphasis
from crawler.extract.product.codes.forms.codes_of_words import code_of_words
from crawler.extract.product.codes.names.codes_in_names import is_bare_code, model_code, without_code
from crawler.extract.product.names.data_sheets import head_of_sheet, is_title_of_sheet, is_word_for_sheet
from crawler.extract.product.names.launches import without_launch
from crawler.extract.product.names.name_likeness import (
    ends_in_code,
    goes_on,
    have_word_in_common,
    is_similar,
)
from crawler.extract.product.names.name_texts import title_name, without_label, without_offer, without_section
from crawler.extract.product.readers.product_page import Found, ProductPage, Value
from crawler.extract.product.readers.sources import marked, meta, value_of

_CALLED = ("div", "span", "p", "td", "b", "strong", "font")  # elements that may be called a title


def name_best(page: ProductPage, found: Found) -> Value | None:
    """The markup's name; the heading in its place where the two differ and the title holds the heading.

    Templates repeat the site's name in the markup; the page's heading is what a visitor reads.
    """
    parts = page.document.shared.title_parts
    value = marked("name")(page, found) or (meta("og:title")(page, found) if page.og_is_product else None)
    if value is not None and page.document.is_shared_heading(value.text):
        value = None
    if value is not None:
        value = Value(without_parts(value.text, parts) or value.text, value.source)
    title = (page.document.title or "").lower()
    if page.heading and (
        value is None
        or (not is_similar(value.text, page.heading) and page.heading.lower() in title)
        or (page.heading_is_h1 and goes_on(value.text, page.heading))
    ):
        heading = without_section(without_parts(page.heading, parts) or page.heading, page.document)
        heading = without_code(without_offer(without_launch(without_label(heading))))
        own = page.document.own_title or ""
        bare = is_bare_code(heading) or code_of_words(heading)
        if (bare and goes_on(heading, own)) or ends_in_code(own, heading):
            return Value(own, "title")  # the heading is the code alone, the title says what it is
        return Value(heading, "heading")
    return value


def name_called_title(page: ProductPage, found: Found) -> Value | None:
    """The one line called a title that has a model's code, where the page has no heading and shows its title nowhere.

    Titles written for search engines say what visitors look for. A word of the title must be in the line.
    """
    document, layout = page.document, page.layout
    own = document.own_title
    if page.heading is not None or not own or page.is_named_in_markup:
        return None
    if letters_of(own) in letters_of(document.text):
        return None
    lines = {
        text
        for element in layout.subject(*_CALLED)
        if emphasis(element) == CALLED_TITLE
        and (text := short_text(element, MAX_EMPHASIS))
        and model_code(text, None, None)
        and not layout.leads_on(element)
    }
    named = [text for text in lines if have_word_in_common(own, text)]
    return Value(named[0], "heading") if len(lines) == len(named) == 1 else None


def name_of_data_sheet(page: ProductPage, found: Found) -> Value | None:
    """The line at the head of a data sheet without a heading, whose title says of what it is one."""
    own = page.document.own_title
    headed = page.heading is not None and not is_word_for_sheet(page.heading)
    if headed or page.is_named_in_markup or own is None or not is_title_of_sheet(own):
        return None
    return value_of(head_of_sheet(page.layout), "heading")


def name_of_title(page: ProductPage, found: Found) -> Value | None:
    return value_of(title_name(page.document), "title")
