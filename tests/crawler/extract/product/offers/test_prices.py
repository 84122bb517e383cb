"""Amounts as people write them."""

from __future__ import annotations

import pytest

from crawler.extract.product.offers.prices import currency_of, decimal, find_prices, machine_amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234", "1234"),
        ("12.500", "12500"),
        ("0.500", "0.500"),
        ("1,234,567", "1234567"),
        ("99", "99"),
        ("1'299.00", "1299.00"),
        ("", None),
        ("1-2", None),
    ],
)
def test_separators_are_understood(text: str, amount: str | None) -> None:
    assert decimal(text) == amount


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("US $ 88 - 120 / piece", "88", "USD"),
        ("€ 17,10", "17.10", "EUR"),
        ("12 500 руб.", "12500", "RUB"),
        ("45 000 тг", "45000", "KZT"),
        ("¥1,299", "1299", "CNY"),
        ("1299元", "1299", "CNY"),
        ("2 390 грн", "2390", "UAH"),
        ("R$ 689,99", "689.99", "BRL"),
        ("1.099,-€", "1099", "EUR"),
    ],
)
def test_a_price_has_its_currency_before_or_after(text: str, amount: str, currency: str) -> None:
    found = find_prices(text)[0]
    assert (found.amount, currency_of(found.currency)) == (amount, currency)


def test_a_number_without_a_sign_is_a_price_only_where_asked() -> None:
    assert find_prices("16.90") == []
    assert find_prices("16.90", bare=True)[0].amount == "16.90"


def test_the_country_decides_a_shared_sign() -> None:
    assert currency_of("$", country="ca") == "CAD"
    assert currency_of("$") == "USD"
    assert currency_of("Rs", country="pk") == "PKR"


def test_amounts_in_markup_keep_their_decimal_point() -> None:
    assert machine_amount("1299.000") == "1299.000"
    assert machine_amount("$1,299.00") == "1299.00"
    assert machine_amount("on request") is None


@pytest.mark.parametrize(
    "text",
    [
        *("GOST 34286-2017 Br5", "600 ft", "RS485", "DIN 933", "500 kN", "Range: 2000 ft (600 m)"),
        *("Detector NORVEX X-COP 3100", "Wall mount Korda TL0 black"),
    ],
)
def test_units_standards_and_classes_are_no_prices_where_nothing_says_so(text: str) -> None:
    assert find_prices(text) == []


def test_a_sign_that_is_a_unit_elsewhere_is_money_where_it_is_used() -> None:
    assert find_prices("12 990 Ft", country="hu")[0].amount == "12990"
    assert find_prices("12 990 Ft", language="hu")[0].amount == "12990"
    assert find_prices("Rs 500", bare=True)[0].amount == "500"
    assert find_prices("Br5, US $ 39 - 55 / piece")[0].amount == "39"
