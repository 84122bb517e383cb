"""The page that readers of fields look at, and the value that they give."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from crawler.extract.page.document import Document
from crawler.extract.page.emphasis import emphasis
from crawler.extract.page.layout import Layout
from crawler.extract.page.near_heading import heading_text
from crawler.extract.page.structured_data import MarkedObject, Structured, first_text
from crawler.extract.product.offers.marked_offer import Offer, offer_of
from crawler.extract.product.offers.prices import Price, find_prices
from crawler.extract.product.offers.shown_price import price_shown
from crawler.extract.product.readers.markup import main_object
from crawler.extract.product.specs.page_specs import read_specs
from crawler.extract.words.labels import field_of


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
        return heading_text(self.layout) or None

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

    @property
    def is_named_in_markup(self) -> bool:
        return bool(first_text(self.marked.get("name"), "name"))

    @property
    def og_is_product(self) -> bool:
        meta = self.document.meta
        return meta.get("og:type", "").endswith("product") or any(k.startswith("product:") for k in meta)


Reader = Callable[[ProductPage, Found], Value | None]
