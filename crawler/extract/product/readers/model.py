"""Which model code a product has: in its name, or where the page names no article number, beside it, above it or in its text."""

from __future__ import annotations

import re
from functools import wraps

from crawler.extract.page.element_text import letters_of
from crawler.extract.product.codes.code_of_page import filed_code, filed_in_name
from crawler.extract.product.codes.files.code_of_file import code_of_file
from crawler.extract.product.codes.files.code_of_folder import code_of_folder
from crawler.extract.product.codes.files.code_of_sheet import code_of_sheet
from crawler.extract.product.codes.files.pictured_code import captioned_code, pictured_code
from crawler.extract.product.codes.forms.code_forms import is_marked_code
from crawler.extract.product.codes.forms.code_values import one_model
from crawler.extract.product.codes.forms.codes_of_words import code_of_words
from crawler.extract.product.codes.forms.model_labels import states_model
from crawler.extract.product.codes.likely.likely_code import likely_codes
from crawler.extract.product.codes.names.codes_in_addresses import code_of_slug
from crawler.extract.product.codes.names.codes_in_names import model_code
from crawler.extract.product.codes.shown.codes_near_heading import code_beside, code_of_crumbs
from crawler.extract.product.codes.shown.named_models import model_named
from crawler.extract.product.codes.shown.vouched_codes import vouched_code
from crawler.extract.product.readers.product_page import Found, ProductPage, Reader, Value
from crawler.extract.product.readers.sources import labelled, value_of
from crawler.extract.words.alphabets import CAPITALS
from crawler.extract.words.labels import field_of

_labelled = labelled("model", one_model)
_CODED = re.compile(rf"\d|[{CAPITALS}]{{2}}")


def _where_no_number(reader: Reader) -> Reader:
    """A reader of a code, for pages that name no article number and no part number."""

    @wraps(reader)
    def read(page: ProductPage, found: Found) -> Value | None:
        return None if "sku" in found or "mpn" in found else reader(page, found)

    return read


def _name_in(found: Found) -> str:
    return found["name"].text if "name" in found else ""


def model_labelled(page: ProductPage, found: Found) -> Value | None:
    """What stands behind a word for a model, unless it describes a kind, as of 型式 "square, fixed side", and the name has a code."""
    value = _labelled(page, found)
    if value is None or _CODED.search(value.text) or model_code(_name_in(found), None, None) is None:
        return value
    return None


def model_filed(page: ProductPage, found: Found) -> Value | None:
    """The code that the page is filed or titled under and shows by itself, unless that is its article number."""
    code = filed_code(page.layout)
    known = {letters_of(found[name].text) for name in ("sku", "mpn") if name in found}
    return value_of(code if letters_of(code) not in known else None, "title")


def model_filed_in_name(page: ProductPage, found: Found) -> Value | None:
    """The code of several words in the name that the page is filed or titled under."""
    return value_of(filed_in_name(page.layout, found["name"].text) if "name" in found else None, "name")


def model_in_name(page: ProductPage, found: Found) -> Value | None:
    """A code in the name; else in the page's own part of the title, where that is the name and a code. A name of nothing but
    capitals is read as the title has it, where small letters tell words from codes."""
    texts = {name: found[name].text for name in ("name", "mpn", "sku") if name in found}
    name, mpn, sku = (texts.get(key) for key in ("name", "mpn", "sku"))
    if name and name.isupper():
        name = _as_titled(name, page.document.title or "")
    heading = page.heading or ""  # the name, and perhaps a code in brackets that was taken off it
    if code := model_code(name or "", mpn, sku) or (
        model_code(heading, mpn, sku) if name and name in heading else None
    ):
        return Value(*code)
    rest = (page.document.own_title or "").partition(name)[2] if name else ""
    code = model_code(f"{name} {rest}", None, None) if len(rest.split()) == 1 else None
    return Value(code[0], "title") if code else None


def _as_titled(name: str, title: str) -> str:
    """A name of capitals in the letters of the title that begins with it; Turkish writes İ or I for i."""
    begun = title[: len(name)]
    return begun if begun.upper().replace("İ", "I") == name.replace("İ", "I") else name


def model_is_name(page: ProductPage, found: Found) -> Value | None:
    """The name, or the heading that it begins with or that a picture names, where that is nothing but a code, QV-LS 7; unless it
    is the article number."""
    name = _name_in(found)
    known = {letters_of(found[field].text) for field in ("sku", "mpn") if field in found}
    headed = "name" in found and found["name"].source == "picture"
    heading = page.heading if page.heading and (headed or name.startswith(page.heading)) else name
    code = code_of_words(heading) or (heading if headed and is_marked_code(heading) else None)
    return value_of(code if letters_of(heading) not in known else None, "name")


@_where_no_number
def model_beside_name(page: ProductPage, found: Found) -> Value | None:
    """A code alone beside the heading or below the picture; not the value of a property."""
    code = code_beside(page.layout)
    properties = {value for label, value, _ in page.shown_specs if field_of(label) is None}
    return value_of(code, "heading") if code not in properties else None


@_where_no_number
def model_captioned(page: ProductPage, found: Found) -> Value | None:
    """The code behind the name in a picture's caption."""
    return value_of(captioned_code(page.layout, _name_in(found)) if "name" in found else None, "picture")


@_where_no_number
def model_of_crumbs(page: ProductPage, found: Found) -> Value | None:
    """The code that the path to the page ends in."""
    return value_of(code_of_crumbs(page.layout), "breadcrumb")


@_where_no_number
def model_in_text(page: ProductPage, found: Found) -> Value | None:
    """The one code behind a word for a model in the page's sentences."""
    return value_of(model_named(page.layout), "text")


@_where_no_number
def model_vouched_for(page: ProductPage, found: Found) -> Value | None:
    """The one code of the page's sentences that the address, a picture's file or the name vouches for."""
    name = found.get("name")
    return value_of(vouched_code(page.layout, name.text), "text") if name is not None else None


@_where_no_number
def model_pictured(page: ProductPage, found: Found) -> Value | None:
    """The code in the text of the page's picture that its file or the name vouches for."""
    name = found.get("name")
    return value_of(pictured_code(page.layout, name.text), "picture") if name is not None else None


@_where_no_number
def model_of_sheet(page: ProductPage, found: Found) -> Value | None:
    """The code of the data sheet that the page links to."""
    return value_of(code_of_sheet(page.layout), "document")


@_where_no_number
def model_likely(page: ProductPage, found: Found) -> Value | None:
    """The text that is most likely the code, of all that have the form of one; None where several are a family."""
    codes = likely_codes(page.layout, _name_in(found), page.shown_specs)
    return value_of(codes[0] if len(codes) == 1 else None, "likely")


@_where_no_number
def model_of_slug(page: ProductPage, found: Found) -> Value | None:
    """The code that only the address has, at its end or before the number of the page."""
    name = found.get("name")
    if name is None:
        return None
    code = code_of_slug(page.document.url, name.text) or code_of_folder(page.layout, name.text)
    return value_of(code, "url")


@_where_no_number
def model_of_file(page: ProductPage, found: Found) -> Value | None:
    """The code that only the file of the picture is called, where the page states no model at all."""
    if states_model(page.shown_specs):
        return None
    return value_of(code_of_file(page.layout, _name_in(found)), "picture")
