"""Selectors from examples: where the pages of several products show a field that no rule reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from crawler.discover.by_example.value_places import Place, places_of
from crawler.extract.page.document import Document
from crawler.extract.page.element_text import letters_of
from crawler.extract.page.emphasis import HEADINGS
from crawler.extract.page.gallery import is_picture, is_same_file
from crawler.extract.page.page_links import is_tracker, plain_address
from crawler.extract.product.codes.forms.code_values import identifier
from crawler.extract.product.codes.forms.machine_numbers import is_article_number
from crawler.extract.product.names.name_likeness import is_similar
from crawler.extract.product.offers.prices import find_prices
from crawler.extract.selectors import apply_selectors, rows_of
from crawler.extract.words.labels import field_of
from crawler.models import CatalogItem

# Words in the classes, ids and labels of a value; where one of _FORMER is among them, an amount is not the price.
_NAMED: Mapping[str, re.Pattern[str]] = {
    "name": re.compile(r"name|title|headline|subject", re.I),
    "price": re.compile(r"price|cost|amount|цена|preis|prix|precio|价", re.I),
    "sku": re.compile(
        r"sku|arti[ck]|\bart\b|code|\bref\b|reference|part|model|catalog|арт|код|型号|货号|编号", re.I
    ),
    "images": re.compile(r"photo|image|img|picture|gallery|zoom|shot|main", re.I),
}
_FORMER = re.compile(r"old|was|former|strike|crossed|list-?price|delivery|shipping|старая", re.I)
MAX_NAME, MAX_AMOUNT_TEXT = 200, 40  # characters
MIN_ROWS = 2  # of a specification
MIN_SHARED_LABELS = 0.5  # of the labels of an example that the others must have
CONFIRMED, NAMED, TITLED, IN_HEADING = 3.0, 1.0, 1.0, 1.0  # scores of the signs that a value is the field's


@dataclass(frozen=True, eq=False)
class ExamplePage:
    """A product page that the user named, as read, and what lists show for it: names, pictures and prices (decimal)."""

    document: Document
    item: CatalogItem
    listed_names: frozenset[str] = frozenset()
    listed_images: frozenset[str] = frozenset()
    listed_prices: frozenset[str] = frozenset()

    @cached_property
    def places(self) -> dict[str, Place]:
        return places_of(self.document)


@dataclass(frozen=True)
class DerivedSelector:
    """A selector (CSS) for a field, and what it gives on each example."""

    field: str
    css: str
    values: tuple[str, ...]


def derive_selectors(pages: Sequence[ExamplePage]) -> list[DerivedSelector]:
    """A selector for each field that no example gives, or for which all give the same value.

    A place counts where every example has it, and its value is confirmed: by what lists say of the example, or by
    differing between examples and by the names of its element. Where two places are equally likely there is none.
    """
    found = []
    for field in ("name", "price", "sku", "images", "specs"):
        if pages and _is_missing(field, pages) and (derived := _derived(field, pages)) is not None:
            found.append(derived)
    return found


def _is_missing(field: str, pages: Sequence[ExamplePage]) -> bool:
    values = [getattr(page.item, field) for page in pages]
    if not any(values):
        return True
    if field == "images":
        values = [images[0].url if images else "" for images in values]
    return field in ("name", "images") and len(values) > 1 and len(set(values)) == 1


def _derived(field: str, pages: Sequence[ExamplePage]) -> DerivedSelector | None:
    """The likeliest place, checked by reading the examples with it."""
    scored: dict[float, list[str]] = {}
    for css in pages[0].places:
        if all(css in page.places for page in pages):
            score = _score(field, css, pages)
            if score > 0:
                scored.setdefault(round(score, 2), []).append(css)
    for score in sorted(scored, reverse=True):
        read = {css: values for css in scored[score] if (values := _values(field, css, pages))}
        if not read:
            continue
        if len(set(read.values())) > 1 and field in ("price", "sku"):
            return None  # several numbers are as likely
        if field == "name":  # the element of the name, not one around it
            read = {css: values for css, values in read.items() if values == min(read.values(), key=_length)}
        css = next(css for css in pages[0].places if css in read)
        return DerivedSelector(field, css, read[css])
    return None


def _values(field: str, css: str, pages: Sequence[ExamplePage]) -> tuple[str, ...]:
    """What the selector gives on each example, in words; none where it fails on one."""
    values = []
    for page in pages:
        value = getattr(apply_selectors(page.document, CatalogItem(page.item.url), {field: css}), field)
        if not value:
            return ()
        if field == "specs":
            values.append("; ".join(f"{label}: {text}" for label, text in list(value.items())[:3]))
            continue
        text = value[0].url if field == "images" else str(value)
        if text != _VALUE_OF[field](page, page.places[css]):
            return ()  # the selector finds another element first
        values.append(text)
    return tuple(values)


def _length(values: Sequence[str]) -> int:
    return sum(map(len, values))


def _score(field: str, css: str, pages: Sequence[ExamplePage]) -> float:
    """How likely this place has the value of the field; 0 where it does not."""
    if field == "specs":
        return _score_specs([rows_of(page.places[css].elements) for page in pages])
    value_of = _VALUE_OF[field]
    values = [value_of(page, page.places[css]) for page in pages]
    if not all(values):
        return 0.0
    listed = [_is_listed(field, value, page) for value, page in zip(values, pages, strict=True)]
    if False in listed:
        return 0.0  # a list says otherwise
    differ = len(set(values)) == len(values) > 1 or (field == "price" and len(set(values)) > 1)
    places = [page.places[css] for page in pages]
    signs = NAMED * bool(_NAMED[field].search(places[0].names)) + _sign(field, values, places, pages)
    if True not in listed and not (differ and (signs or field == "images")):
        return 0.0
    return signs + CONFIRMED * sum(said is True for said in listed) / len(pages) + 0.5 * differ


def _sign(
    field: str, values: Sequence[str | None], places: Sequence[Place], pages: Sequence[ExamplePage]
) -> float:
    """The score of further signs: a name in a heading or in the title, an amount with a currency."""
    if field == "name":
        titled = all(v in (p.document.title or "") for v, p in zip(values, pages, strict=True) if v)
        return IN_HEADING * (places[0].elements[0].tag in HEADINGS) + TITLED * titled
    if field == "price":
        return NAMED * all(find_prices(place.text) for place in places)
    return 0.0


def _score_specs(rows: Sequence[Mapping[str, str]]) -> float:
    """The number of rows of a place that has the same labels on all examples, and not the same values."""
    first = rows[0]
    if len(rows) < 2 or min(map(len, rows)) < MIN_ROWS or all(other == first for other in rows[1:]):
        return 0.0
    if any(len(set(other) & set(first)) < MIN_SHARED_LABELS * len(other) for other in rows[1:]):
        return 0.0
    return float(min(map(len, rows)))


def _is_listed(field: str, value: str | None, page: ExamplePage) -> bool | None:
    """Whether lists say the same of the example; None where they say nothing."""
    if field == "name" and page.listed_names:
        if any(letters_of(value or "") == letters_of(name) for name in page.listed_names):
            return True
        return None if any(is_similar(value or "", name) for name in page.listed_names) else False
    if field == "price" and page.listed_prices:
        return value in page.listed_prices
    if field == "images" and page.listed_images:
        return any(is_same_file(value or "", image) for image in page.listed_images) or None
    return None


def _name(page: ExamplePage, place: Place) -> str | None:
    text = place.text
    return text if 2 <= len(text) <= MAX_NAME and re.search(r"[^\W\d_]{2}", text) else None


def _price(page: ExamplePage, place: Place) -> str | None:
    if len(place.text) > MAX_AMOUNT_TEXT or _FORMER.search(place.names):
        return None
    prices = find_prices(place.text, bare=True)
    return prices[0].amount if len(prices) == 1 else None


def _sku(page: ExamplePage, place: Place) -> str | None:
    code = identifier(place.text)
    if not code or " " in code or not re.search(r"\d", code) or field_of(code):
        return None
    address = urlsplit(page.document.url)
    if code in f"{address.path}?{address.query}" and code.isdigit():
        return None  # the number of the page
    return code if is_article_number(code, page.document) else None


def _image(page: ExamplePage, place: Place) -> str | None:
    own = plain_address(page.document.url)
    if not place.addresses or not (place.elements[0].tag == "img" or all(map(is_picture, place.addresses))):
        return None
    address = place.addresses[0]
    if address in page.document.shared.images or is_tracker(address):
        return None
    return address if all(link == own for link in _links_around(page, place)) else None


def _links_around(page: ExamplePage, place: Place) -> Iterator[str]:
    """Where links around a picture lead, but for those to pictures."""
    for anchor in place.elements[0].iterancestors("a"):
        link = page.document.link(anchor.get("href"))
        if link and not is_picture(link):
            yield plain_address(link)


_VALUE_OF: Mapping[str, Callable[[ExamplePage, Place], str | None]] = {
    "name": _name,
    "price": _price,
    "sku": _sku,
    "images": _image,
}
