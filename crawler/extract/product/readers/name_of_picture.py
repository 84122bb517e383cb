"""A product's name by its picture, where heading and title say nothing of the page."""

from __future__ import annotations

import re

from crawler.extract.page.element_text import letters_of
from crawler.extract.page.picture_names import picture_name
from crawler.extract.page.shared_parts import TITLE_SEPARATOR
from crawler.extract.product.codes.forms.code_forms import is_marked_code
from crawler.extract.product.codes.names.codes_in_names import is_bare_code
from crawler.extract.product.names.name_likeness import (
    adds_code,
    goes_on,
    is_apart,
    is_similar,
    long_words,
    spaced_code,
)
from crawler.extract.product.names.numbered_names import divided_name
from crawler.extract.product.names.section_words import is_word_for_products, names_nothing
from crawler.extract.product.readers.name_beside_number import is_stated
from crawler.extract.product.readers.product_page import Found, ProductPage, Value
from crawler.extract.words.vocabulary import pattern

_VIEW = pattern("views")
LEAST_STEM = 4  # letters that two words begin with, of which one may be a plural


def name_of_picture(page: ProductPage, found: Found) -> Value | None:
    """The text of the page's picture, where heading and title say nothing of this page or but its code, or the title says the same
    and the heading something of a section or else, or where it begins with the title or the title with it and there is no heading,
    or one that is the text of a link. An article number in it that the page states elsewhere is left out."""
    name = picture_name(page.layout)
    if name is None or is_word_for_products(name) or page.is_named_in_markup:
        return None
    value = _is_titled_by_code(page) or _is_headed_by_code(page, name) or _by_picture(page, name)
    return Value(_without_number(page, name), "picture") if value else None


def _by_picture(page: ProductPage, name: str) -> bool:
    """Whether the text of the page's picture names the page better than heading and title do."""
    document, heading = page.document, page.heading
    if heading is None:
        own = document.own_title
        unsaid = own is None or document.title_is_anothers or is_word_for_products(own)
        first, *more = re.split(TITLE_SEPARATOR, own or "", maxsplit=1)
        begun = bool(more) and letters_of(name) == letters_of(first)
        more_said = adds_code(name, own or "") or _says_more(name, own or "")
        return unsaid or begun or more_said or _is_named_in_text(page, name, own or "")
    if is_similar(heading, name):
        return False
    if document.names_another(heading) and goes_on(name, document.title or ""):
        return True
    same = letters_of(document.name_in_title) == letters_of(name)
    label = heading in document.shared.headings or is_word_for_products(heading)
    label = label or (document.own_title is None and page.heading_is_line)
    apart = is_apart(heading, name)
    return (
        label
        or (same and (page.layout.names_section(heading) or apart))
        or (apart and names_nothing(document, page.structured, heading))
    )


def _says_more(name: str, title: str) -> bool:
    """Whether a picture's text begins with the title and goes on in words that name no view and no number: "Stool of ash"."""
    more = name[len(title) :].casefold().split() if goes_on(title, name) else []
    return bool(more) and not any(_VIEW.fullmatch(word) or any(map(str.isdigit, word)) for word in more)


def _is_named_in_text(page: ProductPage, name: str, title: str) -> bool:
    """Whether the page's text has the code that a picture's text ends in, and the title has none and a word of it: "Loom LX 40"
    on the page "Table looms", which says what the LX 40 does."""
    code = spaced_code(name)
    shared = {word[:LEAST_STEM] for word in long_words(name)} & {
        word[:LEAST_STEM] for word in long_words(title)
    }
    return (
        code != ""
        and bool(shared)
        and not any(map(str.isdigit, title))
        and re.search(rf"(?<!\w){re.escape(code)}(?!\w)", page.document.text) is not None
    )


def _is_titled_by_code(page: ProductPage) -> bool:
    """Whether the heading is a section's and the page's own title is a code and nothing else."""
    own = page.document.own_title or ""
    return page.heading is not None and page.document.names_another(page.heading) and is_marked_code(own)


def _is_headed_by_code(page: ProductPage, name: str) -> bool:
    """Whether heading and title are one code and nothing else, and the picture's text is several words without a number."""
    heading, own = page.heading or "", page.document.own_title or ""
    return (
        (is_marked_code(heading) or is_bare_code(heading))
        and letters_of(own) in ("", letters_of(heading))
        and len(name.split()) > 1
        and not any(map(str.isdigit, name))
    )


def _without_number(page: ProductPage, name: str) -> str:
    """A name without the article number that the page states elsewhere: before it, or of digits behind it."""
    begun = divided_name(name)
    if begun is not None and is_stated(page, begun.number):
        return begun.name
    rest, _, last = name.rpartition(" ")
    coded = any(map(str.isalpha, last)) or not any(map(str.isdigit, last))
    return rest if rest and not coded and is_stated(page, last) else name
