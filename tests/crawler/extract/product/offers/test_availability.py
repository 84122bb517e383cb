"""Availability that a page shows without markup: classes, labels, buttons."""

from __future__ import annotations

from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.product.offers.availability import availability_shown


def shown(inside: str) -> tuple[str | None, str]:
    page = f"<html><body><h1>Vest</h1>{inside}</body></html>".encode()
    return availability_shown(Layout(read_document(page, "http://maker.example/p/1", {})), "", has_price=True)


def test_a_class_out_of_stock_is_read() -> None:
    assert shown('<div class="product out-of-stock"><b>120 €</b></div>') == ("OutOfStock", "class")
    assert shown('<div class="stock-line sold-out"></div>') == ("OutOfStock", "class")


def test_the_class_of_one_size_in_a_list_of_sizes_is_not_the_products() -> None:
    sizes = '<ul><li class="size">S</li><li><span class="size out-of-stock">M</span></li></ul>'
    assert shown(sizes) == ("InStock", "price")


def test_a_place_kept_for_the_notice_is_no_notice() -> None:
    assert shown('<div class="dp-out-of-stock-feature"> </div>') == ("InStock", "price")
