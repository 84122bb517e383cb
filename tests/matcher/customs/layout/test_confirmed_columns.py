"""Columns that the model finds likeliest and that the rows confirm: weights, the only amount left, the importer's numbers."""

from __future__ import annotations

import random

import numpy as np
import pytest

from matcher.customs.layout.assignment import Assignment, columns_of
from matcher.customs.layout.learnt.table_model import Told
from matcher.customs.layout.recognition.confirmed import confirmed
from matcher.customs.layout.recognition.recognise import recognise
from matcher.customs.layout.rows.column_relations import relations_of
from matcher.customs.layout.rows.parties import parties_of_known

ROWS = 60
RNG = random.Random(7)
NET = [round(RNG.uniform(5, 900), 2) for _ in range(ROWS)]
GROSS = [round(net * RNG.uniform(1.03, 1.1), 2) for net in NET]
PRICES = [round(RNG.uniform(2, 90), 2) for _ in range(ROWS)]
QUANTITIES = [RNG.randint(2, 900) for _ in range(ROWS)]
FIRMS = {"Stonefern LLC": "480179622", "Kitezh LLC": "513580678", "Red Wren Co": "390117455"}
IMPORTERS = [RNG.choice(list(FIRMS)) for _ in range(ROWS)]


def weighed(likeliest: tuple[str, str], read: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """What is read of a net and a gross weight, in this order, which the model takes for these and words for `read`."""
    columns = columns_of(["a", "b"], [[f"{net}", f"{gross}"] for net, gross in zip(NET, GROSS, strict=True)])
    told = Told({}, likeliest, np.array([0.7, 0.6]))
    assignment = Assignment(read, dict.fromkeys(read, 0.96))
    return confirmed(columns, assignment, told, relations_of(columns)).mapping


def test_weights_that_model_and_rows_agree_on_are_read_against_an_abbreviation() -> None:
    both = {"gross_kg": (1,), "net_kg": (0,)}
    assert weighed(("net_kg", "gross_kg"), {}) == both
    assert weighed(("net_kg", "gross_kg"), {"gross_kg": (0,)}) == both


@pytest.mark.parametrize("likeliest", [("gross_kg", "net_kg"), ("net_kg", "~freight")])
def test_weights_that_the_rows_do_not_confirm_stay(likeliest: tuple[str, str]) -> None:
    assert weighed(likeliest, {}) == {}


def test_a_column_that_is_surely_another_field_is_no_weight() -> None:
    assert weighed(("net_kg", "gross_kg"), {"value": (1,)}) == {"value": (1,)}


def headerless(amounts: list[float]) -> dict[str, tuple[int, ...]]:
    """What is read of lines without a header, whose last column these amounts are."""
    goods = {
        "848210": "bearing 6204 2RS C3",
        "841370": "pump for drinking water",
        "650610": "helmet of aramid",
    }
    currencies, units = ("USD", "EUR", "CNY"), ("pcs", "kg", "set")
    rows = []
    for n, amount in enumerate(amounts):
        hs = RNG.choice(list(goods))
        rows.append(
            [
                hs,
                f"{goods[hs]} type {n}",
                str(QUANTITIES[n]),
                units[n % 3],
                currencies[n % 3],
                f"{amount:.2f}",
            ]
        )
    return dict(recognise(rows).mapping)


def test_the_only_amount_beside_currencies_that_grows_with_the_goods_is_the_value() -> None:
    values = [q * price for q, price in zip(QUANTITIES, PRICES, strict=True)]
    assert headerless(values)["value"] == (5,)


def test_a_price_alone_is_no_value() -> None:
    assert "value" not in headerless(PRICES)


def with_numbers(numbers: dict[str, str]) -> dict[str, tuple[int, ...]]:
    """What is read beside importers that are known by now, with these numbers."""
    columns = columns_of(["x", "y"], [[firm, numbers[firm]] for firm in IMPORTERS])
    return parties_of_known(columns, Assignment({"importer": (0,)}, {"importer": 0.95})).mapping


def test_numbers_that_go_with_the_importer_are_its_own_but_telephones_are_not() -> None:
    assert with_numbers(FIRMS)["importer_code"] == (1,)
    assert "importer_code" not in with_numbers({firm: f"+7 {number}" for firm, number in FIRMS.items()})
