"""The fields of a catalog item: for each field its readers, in order of trust; the first that finds a value gives it.

To add a reader write a function of `ProductPage` and the fields read before it, and put it at its place in FIELD_READERS.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from crawler.extract.page.document import Document, clean, element_text, letters_of, short_text, without_parts
from crawler.extract.page.firm_names import names_of_firms
from crawler.extract.page.layout import CALLED_TITLE, MAX_EMPHASIS, Layout, emphasis
from crawler.extract.page.picture_names import picture_name
from crawler.extract.page.shared_parts import TITLE_SEPARATOR
from crawler.extract.page.structured_data import MarkedObject, Structured, first_text, listed
from crawler.extract.page.vocabulary import pattern, vocabulary
from crawler.extract.product.codes.article_numbers import article_numbers, labelled_number
from crawler.extract.product.codes.code_forms import is_code
from crawler.extract.product.codes.code_lists import several_models
from crawler.extract.product.codes.code_values import article_code, identifier, one_model
from crawler.extract.product.codes.codes_in_addresses import code_in_address, id_in_address, is_shown_apart
from crawler.extract.product.codes.codes_in_names import is_bare_code, model_code, without_code
from crawler.extract.product.codes.codes_near_heading import code_beside, code_of_crumbs, sku_shown
from crawler.extract.product.codes.machine_numbers import is_article_number
from crawler.extract.product.codes.model_labels import MODEL_FIELDS
from crawler.extract.product.codes.named_models import model_named
from crawler.extract.product.codes.vouched_codes import vouched_code
from crawler.extract.product.labels import field_of, stated
from crawler.extract.product.markup import main_object, state_of_all, with_unit
from crawler.extract.product.names import (
    brand_name,
    brand_shown,
    breadcrumb,
    is_similar,
    title_name,
    without_label,
    without_section,
)
from crawler.extract.product.numbered_names import Numbered, divided_name, name_beside_number
from crawler.extract.product.offers import (
    Offer,
    availability_shown,
    country_of,
    offer_of,
    price_shown,
    reduced_price,
)
from crawler.extract.product.prices import Price, currency_of, find_prices, machine_amount
from crawler.extract.product.specs.page_specs import read_specs

_CALLED = ("div", "span", "p", "td", "b", "strong", "font")  # elements that may be called a title
_SECTION = pattern("product_sections")
_EDITORS_NUMBER = re.compile(r"[\s#№.-]{1,3}\d{1,4}$")
_WORD_WITH_FIGURE = re.compile(r"(?<!\S)(?=[^\W\d_]{1,8}[-/.]?\d)\S+")  # QV-20, but neither 20 nor "photo 20"


@dataclass(frozen=True)
class Value:
    """A field's text and where it was read: json-ld, microdata, og, heading, table, list, text, class, url ..."""

    text: str
    source: str


Found = Mapping[str, Value]  # fields read before, by name


@dataclass(frozen=True, eq=False)
class ProductPage:
    """A page with what several readers need of it."""

    document: Document
    layout: Layout
    structured: Structured

    @cached_property
    def heading(self) -> str | None:
        return element_text(self.layout.heading) if self.layout.heading is not None else None

    @property
    def heading_is_h1(self) -> bool:
        return self.layout.heading is not None and self.layout.heading.tag == "h1"

    @property
    def heading_is_line(self) -> bool:
        """Whether what stands for a heading is but a bold line, or a small heading."""
        heading = self.layout.heading
        return heading is not None and heading.tag not in ("h1", "h2") and emphasis(heading) not in (0, 1)

    @cached_property
    def marked(self) -> MarkedObject:
        """The product object that the page is about; an empty one where there is none."""
        found = main_object(self.structured, self.document.url, self.heading or self.document.title)
        return found or MarkedObject()

    @cached_property
    def offer(self) -> Offer:
        return offer_of(self.marked)

    @cached_property
    def shown_specs(self) -> list[tuple[str, str, str]]:
        return read_specs(self.layout)

    @cached_property
    def labelled(self) -> dict[str, Value]:
        """Field -> the value that a label in a table or line gives it."""
        found: dict[str, Value] = {}
        for label, value, where in self.shown_specs:
            field = field_of(label)
            if field:
                found.setdefault(field, Value(value, where))
        return found

    @cached_property
    def shown_price(self) -> Price | None:
        return price_shown(self.layout)

    @cached_property
    def labelled_price(self) -> tuple[Price, str] | None:
        """The first price under a price's label, and where that is."""
        value = self.labelled.get("price")
        prices = find_prices(value.text, bare=True) if value else []
        return (prices[0], value.source) if value and prices else None

    def is_section(self, text: str) -> bool:
        """Whether a text is that of links to other pages only, or a word for goods in general."""
        return self.document.names_another(text) or _SECTION.fullmatch(text) is not None

    @property
    def og_is_product(self) -> bool:
        meta = self.document.meta
        return meta.get("og:type", "").endswith("product") or any(k.startswith("product:") for k in meta)


Reader = Callable[[ProductPage, Found], Value | None]


def read_fields(page: ProductPage) -> dict[str, Value]:
    """The value of every text field that some reader finds, in the order of FIELD_READERS."""
    found: dict[str, Value] = {}
    for name, readers in FIELD_READERS.items():
        for reader in readers:
            value = reader(page, found)
            if value is None:
                continue
            text = clean(value.text)
            if text and stated(text):
                found[name] = Value(text, value.source)
                break
    return found


def value_of(text: str | None, source: str) -> Value | None:
    """A Value, None without a text."""
    return Value(text, source) if text else None


# --- readers ---------------------------------------------------------------------------------------------------------


def marked(*keys: str, clean_by: Callable[[str | None], str | None] = lambda text: text) -> Reader:
    """The first of `keys` that the product object in the markup gives, through `clean_by`."""

    def read(page: ProductPage, found: Found) -> Value | None:
        texts = (clean_by(first_text(page.marked.get(key), "name", "sku")) for key in keys)
        return value_of(next((t for t in texts if t and stated(t)), None), page.marked.source)

    return read


def meta(*names: str, clean_by: Callable[[str | None], str | None] = lambda text: text) -> Reader:
    """The first of the meta elements `names`, through `clean_by`."""

    def read(page: ProductPage, found: Found) -> Value | None:
        texts = (clean_by(page.document.meta.get(name)) for name in names)
        return value_of(next((t for t in texts if t), None), "og")

    return read


def labelled(name: str, clean_by: Callable[[str | None], str | None] = lambda text: text) -> Reader:
    """What a label of this field says in a table, a list or a line."""

    def read(page: ProductPage, found: Found) -> Value | None:
        value = page.labelled.get(name)
        return value_of(clean_by(value.text), value.source) if value else None

    return read


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
        or (page.heading_is_h1 and _goes_on(value.text, page.heading))
    ):
        heading = without_section(without_parts(page.heading, parts) or page.heading, page.document)
        heading = without_code(without_label(heading))
        own = page.document.own_title or ""
        if (is_bare_code(heading) and _goes_on(heading, own)) or _ends_in_code(own, heading):
            return Value(own, "title")  # the heading is the code alone, the title says what it is
        return Value(heading, "heading")
    return value


def name_of_picture(page: ProductPage, found: Found) -> Value | None:
    """The text of the page's picture, where heading and title say nothing of this page, or the title says the same and the
    heading something of a section or else. An article number in it that the page states elsewhere is left out."""
    name = picture_name(page.layout)
    if name is None or first_text(page.marked.get("name"), "name"):
        return None
    value = _by_picture(page, name)
    return Value(_without_number(page, name), "picture") if value else None


def _by_picture(page: ProductPage, name: str) -> bool:
    """Whether the text of the page's picture names the page better than heading and title do."""
    document, heading = page.document, page.heading
    if heading is None:
        own = document.own_title
        unsaid = own is None or document.title_is_anothers or _is_word_for_products(own)
        return unsaid or _adds_code(name, own or "")
    if is_similar(heading, name):
        return False
    same = letters_of(document.name_in_title) == letters_of(name)
    label = heading in document.shared.headings or _is_word_for_products(heading)
    label = label or (document.own_title is None and page.heading_is_line)
    apart = _is_apart(heading, name)
    return (
        label
        or (same and (page.layout.names_section(heading) or apart))
        or (apart and _names_nothing(page, heading))
    )


def _without_number(page: ProductPage, name: str) -> str:
    """A name without the article number that the page states elsewhere: before it, or of digits behind it."""
    begun = divided_name(name)
    if begun is not None and _is_stated(page, begun.number):
        return begun.name
    rest, _, last = name.rpartition(" ")
    coded = any(map(str.isalpha, last)) or not any(map(str.isdigit, last))
    return rest if rest and not coded and _is_stated(page, last) else name


def name_beside_its_number(page: ProductPage, found: Found) -> Value | None:
    """The name beside the page's one article number, where heading and title are number and name, another page's or nothing.

    Both stay together in a heading proper: "QV-20 Tripod seat" in an h1 is a name.
    """
    if first_text(page.marked.get("name"), "name") or page.heading_is_h1:
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
    if begun is not None and _is_stated(page, begun.number) and picture_name(page.layout) == begun.name:
        return Value(begun.name, "picture")
    return None


def _is_stated(page: ProductPage, number: str) -> bool:
    """Whether a label states a number, or the path to the page ends in it."""
    stated_one = page.labelled.get("sku")
    numbers = [*article_numbers(page.layout), code_of_crumbs(page.layout) or ""]
    return letters_of(number) in map(letters_of, [*numbers, stated_one.text if stated_one else ""])


def _is_its_name(page: ProductPage, begun: Numbered, shown: Numbered) -> bool:
    """Whether the name beside the page's number is the heading's, or the title alone names another number."""
    if letters_of(begun.number) == letters_of(shown.number):
        return letters_of(begun.name) == letters_of(shown.name)
    return page.heading is None and shown.labelled


def _names_nothing(page: ProductPage, heading: str) -> bool:
    """Whether a heading is a section's, and the title is one's too, or the firm's."""
    if not page.is_section(heading):
        return False
    own = page.document.name_in_title
    if own is None or page.document.title_is_anothers:
        return True
    firms = [name.casefold().split() for name in names_of_firms(page.document, page.structured)]
    parts = [part.strip() for part in re.split(TITLE_SEPARATOR, own) if part.strip()]
    return all(
        page.is_section(part) or any(_begins(firm, part.casefold().split()) for firm in firms)
        for part in parts
    )


def _begins(words: Sequence[str], first: Sequence[str]) -> bool:
    """Whether words begin with others."""
    return list(words[: len(first)]) == list(first)


def _is_word_for_products(text: str) -> bool:
    """Whether a heading or title is but a word for products, perhaps numbered by the editor: "Products", "Product 8"."""
    return _SECTION.fullmatch(_EDITORS_NUMBER.sub("", text)) is not None


def _adds_code(name: str, title: str) -> bool:
    """Whether a picture's text holds the title and a code that the title has not: "Pump" and "Pump QV-20"."""
    return letters_of(title) in letters_of(name) and len(_WORD_WITH_FIGURE.findall(name)) > len(
        _WORD_WITH_FIGURE.findall(title)
    )


def _is_apart(heading: str, name: str) -> bool:
    """Whether a heading has no word of the name and no digit, though it is in the same script: a slogan."""
    words = [set(re.findall(r"[^\W\d_]{2,}", text.casefold())) for text in (heading, name)]
    latin = [any("a" <= letter <= "z" for letter in text.casefold()) for text in (heading, name)]
    return words[0].isdisjoint(words[1]) and latin[0] == latin[1] and not any(map(str.isdigit, heading))


def _goes_on(name: str, heading: str) -> bool:
    """Whether the heading is the name and more after it: the size or type of this one of several."""
    more = heading[len(name) :]
    return heading.lower().startswith(name.lower()) and bool(more) and not more[0].isalnum()


def name_called_title(page: ProductPage, found: Found) -> Value | None:
    """The one line called a title that has a model's code, where the page has no heading and shows its title nowhere.

    Titles written for search engines say what visitors look for. A word of the title must be in the line.
    """
    document, layout = page.document, page.layout
    own = document.own_title
    if page.heading is not None or not own or first_text(page.marked.get("name"), "name"):
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
    named = [text for text in lines if _long_words(own) & _long_words(text)]
    return Value(named[0], "heading") if len(lines) == len(named) == 1 else None


def _long_words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{4,}", text.casefold()))


def _ends_in_code(title: str, heading: str) -> bool:
    """Whether a heading is the code of a model and nothing else, and the title says what it is before it: "Seat QV 20"."""
    said = title.removesuffix(" " + heading)
    return said != title and is_code(heading) and not any(map(str.isdigit, said))


def name_of_title(page: ProductPage, found: Found) -> Value | None:
    return value_of(title_name(page.document), "title")


def sku_marked(page: ProductPage, found: Found) -> Value | None:
    """The markup's SKU, unless it is the number of the page or of a feed of advertisements."""
    value = marked("sku", "productID", "productId", clean_by=identifier)(page, found) or sku_of_offer(
        page, found
    )
    return value if value and is_article_number(value.text, page.document) else None


def sku_by_class(page: ProductPage, found: Found) -> Value | None:
    return value_of(sku_shown(page.layout), "class")


def sku_of_meta(page: ProductPage, found: Found) -> Value | None:
    value = meta("product:retailer_item_id", clean_by=identifier)(page, found)
    return value if value and is_article_number(value.text, page.document) else None


def sku_of_offer(page: ProductPage, found: Found) -> Value | None:
    return value_of(page.offer.sku, page.marked.source)


def sku_in_address(page: ProductPage, found: Found) -> Value | None:
    """The number that the address ends in, where the page of a shop shows it, or any page as a number of its own."""
    number = id_in_address(page.document.url)
    if number is None:
        return None
    text = page.document.text
    if "price" in found and number in text:
        return Value(number, "url")
    digits = number.lstrip(string.ascii_letters)
    return Value(digits, "url") if is_shown_apart(digits, text) else None


def sku_specified(page: ProductPage, found: Found) -> Value | None:
    """A specification under whatever label ("Symbol: U-412") that is a code and stands at an end of the address's last part."""
    for _, value, where in page.shown_specs:
        if is_bare_code(value) and code_in_address(value, page.document.url):
            return Value(value, where)
    return None


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
    """The first number behind a label without a colon: "Art. No. VF16-5M"."""
    return value_of(next(iter(article_numbers(page.layout)), None), "text")


def model_in_name(page: ProductPage, found: Found) -> Value | None:
    """A code in the name; else in the page's own part of the title, where that is the name and a code."""
    texts = {name: found[name].text for name in ("name", "mpn", "sku") if name in found}
    name, mpn, sku = (texts.get(key) for key in ("name", "mpn", "sku"))
    heading = page.heading or ""  # the name, and perhaps a code in brackets that was taken off it
    if code := model_code(name or "", mpn, sku) or (
        model_code(heading, mpn, sku) if name and name in heading else None
    ):
        return Value(*code)
    rest = (page.document.own_title or "").partition(name)[2] if name else ""
    code = model_code(f"{name} {rest}", None, None) if len(rest.split()) == 1 else None
    return Value(code[0], "title") if code else None


def model_beside_name(page: ProductPage, found: Found) -> Value | None:
    """A code alone beside the heading or below the picture, where the page names no other; not the value of a property."""
    if "sku" in found or "mpn" in found:
        return None
    code = code_beside(page.layout)
    properties = {value for label, value, _ in page.shown_specs if field_of(label) is None}
    return value_of(code, "heading") if code not in properties else None


def model_of_crumbs(page: ProductPage, found: Found) -> Value | None:
    """The code that the path to the page ends in, where the page names no other."""
    if "sku" in found or "mpn" in found:
        return None
    return value_of(code_of_crumbs(page.layout), "breadcrumb")


def model_in_text(page: ProductPage, found: Found) -> Value | None:
    """The one code behind a word for a model in the page's sentences, where the page names no other."""
    if "sku" in found or "mpn" in found:
        return None
    return value_of(model_named(page.layout), "text")


def model_vouched_for(page: ProductPage, found: Found) -> Value | None:
    """The one code of the page's sentences that the address, a picture's file or the name vouches for, where there is no other."""
    if "sku" in found or "mpn" in found or "name" not in found:
        return None
    return value_of(vouched_code(page.layout, found["name"].text), "text")


def brand_by_class(page: ProductPage, found: Found) -> Value | None:
    return value_of(brand_shown(page.layout), "class")


def category_path(page: ProductPage, found: Found) -> Value | None:
    name = found["name"].text if "name" in found else None
    return value_of(breadcrumb(page.document, page.layout, page.structured, name), "breadcrumb")


def price_reduced(page: ProductPage, found: Found) -> Value | None:
    """The lower price that the page shows in place of the markup's."""
    value = price_of_offer(page, found) or price_of_meta(page, found)
    return value_of(reduced_price(page.layout, value.text), "text") if value else None


def price_of_offer(page: ProductPage, found: Found) -> Value | None:
    return value_of(page.offer.price, page.marked.source)


def price_of_meta(page: ProductPage, found: Found) -> Value | None:
    return meta(
        *("product:price:amount", "og:price:amount", "product:sale_price:amount"), clean_by=_meta_amount
    )(page, found)


def price_on_page(page: ProductPage, found: Found) -> Value | None:
    return value_of(page.shown_price.amount, "text") if page.shown_price else None


def price_labelled(page: ProductPage, found: Found) -> Value | None:
    if page.labelled_price is None:
        return None
    price, source = page.labelled_price
    return Value(price.amount, source)


def currency_of_price(page: ProductPage, found: Found) -> Value | None:
    """The currency written beside the price that was read from the page."""
    if "price" not in found or found["price"].source in ("json-ld", "microdata", "og"):
        return None
    if page.shown_price is not None:
        return value_of(page.shown_price.currency, "text")
    if page.labelled_price is None:
        return None
    price, source = page.labelled_price
    return value_of(currency_of(price.currency, country=country_of(page.document)), source)


def availability_marked(page: ProductPage, found: Found) -> Value | None:
    state = state_of_all(page.structured, page.marked) or page.offer.availability
    return value_of(state, page.marked.source)


def availability_on_page(page: ProductPage, found: Found) -> Value | None:
    value = page.labelled.get("availability")
    state, source = availability_shown(page.layout, value.text if value else "", "price" in found)
    return value_of(state, source)


def _meta_amount(text: str | None) -> str | None:
    """An amount in a meta element, which is written for machines: nothing but digits and separators."""
    digits = (text or "").replace(".", "").replace(",", "")
    return machine_amount(text) if text and digits.isdigit() else None


def _og_state(text: str | None) -> str | None:
    state: str | None = vocabulary()["og_availability"].get((text or "").lower())
    return state


def _upper(text: str | None) -> str | None:
    return text.upper() if text else None


# The order of the fields is the order of reading: a reader may use the fields above its own.
FIELD_READERS: dict[str, tuple[Reader, ...]] = {
    "name": (
        name_beside_its_number,
        name_of_picture,
        name_called_title,
        name_best,
        labelled("name"),
        name_of_title,
    ),
    "price": (price_reduced, price_of_offer, price_of_meta, price_on_page, price_labelled),
    "currency": (
        lambda page, found: value_of(page.offer.currency, page.marked.source),
        meta("product:price:currency", "og:price:currency", clean_by=_upper),
        currency_of_price,
    ),
    "sku": (
        sku_by_class,
        sku_marked,
        labelled("sku", article_code),
        sku_of_meta,
        sku_specified,
        sku_beside_name,
        sku_in_text,
        sku_in_address,
    ),
    "mpn": (
        marked("mpn", clean_by=identifier),
        meta("product:mfr_part_no"),
        labelled("mpn", identifier),
    ),
    "gtin": (
        marked("gtin13", "gtin", "gtin14", "gtin12", "gtin8", "isbn"),
        meta("product:ean", "product:upc"),
        labelled("gtin", identifier),
    ),
    "brand": (
        marked("brand", "manufacturer", clean_by=brand_name),
        meta("product:brand", "og:brand"),
        labelled("brand", brand_name),
        brand_by_class,
    ),
    "model": (
        marked("model", clean_by=identifier),
        labelled("model", one_model),
        model_in_name,
        model_of_crumbs,
        model_beside_name,
        model_in_text,
        model_vouched_for,
    ),
    "category": (marked("category"), category_path, labelled("category")),
    "availability": (
        availability_marked,
        meta("product:availability", "og:availability", clean_by=_og_state),
        availability_on_page,
    ),
    "description": (
        marked("description"),
        lambda page, found: (
            value_of(page.document.meta.get("og:description"), "og") if page.og_is_product else None
        ),
    ),
}


def read_item_specs(page: ProductPage) -> tuple[dict[str, str], str | None]:
    """(label -> value, source): the markup's properties, then what tables, lists and lines of the page say."""
    specs: dict[str, str] = {}
    for entry in listed(page.marked.get("additionalProperty")):
        if isinstance(entry, dict):
            label, value = first_text(entry.get("name")), first_text(entry.get("value"), "name")
            if label and value:
                specs.setdefault(label, with_unit(value, entry))
    sources = [page.marked.source] if specs else [source for _, _, source in page.shown_specs]
    for at, (label, value, where) in enumerate(page.shown_specs):
        field = field_of(label)
        known = field not in (None, "price") and not several_models(value)
        if where != "text" or not known or _is_code_among_lines(page.shown_specs, at):
            specs.setdefault(label, value)
    return specs, max(sources, key=sources.count) if sources else None


def _is_code_among_lines(specs: Sequence[tuple[str, str, str]], at: int) -> bool:
    """Whether a line gives the code of a model beside a line that gives a property: in a list of them, and not below a price."""
    label, value, _ = specs[at]
    beside = (*specs[max(at - 1, 0) : at], *specs[at + 1 : at + 2])
    return (
        field_of(label) in MODEL_FIELDS
        and is_code(value)
        and any(where == "text" and field_of(other) is None for other, _, where in beside)
    )
