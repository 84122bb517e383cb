"""The fields of a catalog item: for each field its readers, in order of trust; the first that finds a value gives it.

To add a reader write a function of `ProductPage` and the fields read before it in the field's file of `readers`, and put it at
its place in FIELD_READERS.
"""

from __future__ import annotations

from crawler.extract.page.element_text import clean
from crawler.extract.product.codes.forms.code_values import article_code, identifier, one_model
from crawler.extract.product.readers.article_number import (
    sku_beside_name,
    sku_by_class,
    sku_in_address,
    sku_in_text,
    sku_is_name,
    sku_marked,
    sku_of_meta,
    sku_specified,
)
from crawler.extract.product.readers.brand import brand_by_class, brand_name
from crawler.extract.product.readers.category import category_path
from crawler.extract.product.readers.model import (
    model_beside_name,
    model_captioned,
    model_filed,
    model_filed_in_name,
    model_in_name,
    model_in_text,
    model_is_name,
    model_labelled,
    model_likely,
    model_of_crumbs,
    model_of_file,
    model_of_sheet,
    model_of_slug,
    model_pictured,
    model_vouched_for,
)
from crawler.extract.product.readers.name import (
    name_best,
    name_called_title,
    name_of_data_sheet,
    name_of_title,
)
from crawler.extract.product.readers.name_beside_number import name_beside_its_number
from crawler.extract.product.readers.name_of_picture import name_of_picture
from crawler.extract.product.readers.offer import (
    availability_marked,
    availability_of_meta,
    availability_on_page,
    currency_of_meta,
    currency_of_offer,
    currency_of_price,
    price_labelled,
    price_of_meta,
    price_of_offer,
    price_on_page,
    price_reduced,
)
from crawler.extract.product.readers.product_page import Found, ProductPage, Reader, Value
from crawler.extract.product.readers.sources import labelled, marked, meta, value_of
from crawler.extract.words.labels import stated


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


def _description_of_og(page: ProductPage, found: Found) -> Value | None:
    return value_of(page.document.meta.get("og:description"), "og") if page.og_is_product else None


# The order of the fields is the order of reading: a reader may use the fields above its own.
FIELD_READERS: dict[str, tuple[Reader, ...]] = {
    "name": (
        name_beside_its_number,
        name_of_picture,
        name_called_title,
        name_of_data_sheet,
        name_best,
        labelled("name"),
        name_of_title,
    ),
    "price": (price_reduced, price_of_offer, price_of_meta, price_on_page, price_labelled),
    "currency": (
        currency_of_offer,
        currency_of_meta,
        currency_of_price,
    ),
    "sku": (
        sku_is_name,
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
        labelled("mpn", one_model),
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
        model_labelled,
        model_filed,
        model_filed_in_name,
        model_in_name,
        model_is_name,
        model_of_crumbs,
        model_beside_name,
        model_captioned,
        model_in_text,
        model_vouched_for,
        model_pictured,
        model_of_sheet,
        model_likely,
        model_of_slug,
        model_of_file,
    ),
    "category": (marked("category"), category_path, labelled("category")),
    "availability": (
        availability_marked,
        availability_of_meta,
        availability_on_page,
    ),
    "description": (
        marked("description"),
        _description_of_og,
    ),
}
