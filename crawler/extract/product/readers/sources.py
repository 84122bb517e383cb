"""Readers of any field from one source: markup, meta elements, labels."""

from __future__ import annotations

from collections.abc import Callable

from crawler.extract.page.structured_data import first_text
from crawler.extract.product.readers.product_page import Found, ProductPage, Reader, Value
from crawler.extract.words.labels import stated


def value_of(text: str | None, source: str) -> Value | None:
    """A Value, None without a text."""
    return Value(text, source) if text else None


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
