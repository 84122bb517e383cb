"""Values in dollars that the rows contradict."""

from __future__ import annotations

import random

import pytest

from matcher.customs.layout.recognition.recognise import Layout, recognise

ROWS = 40
HEADER = ("G31", "G33", "G22", "G42", "G46", "G38")
GOODS = {
    "8482101000": "Kuličkové ložisko 6204 2RS, krytované",
    "8413702100": "Čerpadlo ponorné do vrtu 1,1 kW",
    "6506108000": "Přilba ochranná pracovní, žlutá",
    "8708999790": "Silentblok zadní nápravy vozidla",
}


def box_46(rates: dict[str, float]) -> Layout:
    """What is read of declarations whose box 46 is the invoice, and some freight, at these rates."""
    random.seed(11)
    rows = []
    for _ in range(ROWS):
        code, currency = random.choice(list(GOODS)), random.choice(list(rates))
        value = round(random.uniform(40, 9000), 2)
        other = round(value * rates[currency] * random.uniform(1.0, 1.12), 2)
        rows.append((GOODS[code], code, currency, f"{value}", f"{other}", f"{random.uniform(3, 700):.2f}"))
    return recognise([HEADER, *rows])


@pytest.mark.parametrize("rates", [{"EUR": 25.1, "USD": 23.3}, {"USD": 32.4}, {"CNY": 3.3, "EUR": 25.1}])
def test_dollars_at_rates_of_another_currency_are_the_customs_value(rates: dict[str, float]) -> None:
    found = box_46(rates)
    assert "value_usd" not in found.mapping
    assert (found.mapping["value"], found.mapping["customs_value"]) == ((3,), (4,))


@pytest.mark.parametrize("rates", [{"EUR": 1.08, "USD": 1.0}, {"USD": 1.0}, {"CNY": 0.139, "RUB": 0.011}])
def test_dollars_at_their_own_rates_stay(rates: dict[str, float]) -> None:
    assert box_46(rates).mapping["value_usd"] == (4,)


def test_dollars_at_rates_of_no_known_currency_stay() -> None:
    assert box_46({"THB": 1.2, "VND": 1.1}).mapping["value_usd"] == (4,)
