"""Columns of tables without a header: firms of declarations of imports, quantities, values and numbers are told by their rows."""

from __future__ import annotations

import random

import numpy as np
import pytest

from matcher.customs.layout.columns import columns_of
from matcher.customs.layout.learnt.table_model import Told
from matcher.customs.layout.recognition.nameless import (
    _net_beside_quantity,
    _quantity_and_net,
    _value_at_official_rates,
    _value_with_costs,
)
from matcher.customs.layout.recognition.recognise import recognise
from matcher.customs.layout.rows.row_columns import RowColumns

FIRMS = {
    "PL5260001246": "BIALY KRUK SP. Z O.O.",
    "PL7010023466": "ZIELONA SOWA S.A.",
    "PL6790187650": "CZARNY LIS SP. J.",
}
SELLERS = ("QUIET RIVER TRADING CO LTD", "GOLDEN FERN INDUSTRIES PVT LTD", "STONE OWL LLC")
BROKERS = ("AGENCJA CELNA ORZEL", "ODPRAWA SP. Z O.O.")
GOODS = {
    "8413702100": "POMPA ODSRODKOWA DO WODY",
    "8482101000": "LOZYSKO KULKOWE STALOWE",
    "6506101000": "KASK OCHRONNY Z TWORZYWA",
    "0901210000": "KAWA PALONA ZIARNISTA",
}
RATES = {"EUR": 4.32, "USD": 3.98, "CNY": 0.56}
COLUMNS = (
    *("declaration", "line_no", "date", "procedure", "broker", "importer_code", "importer", "exporter", "hs"),
    *("description", "gross_kg", "net_kg", "quantity", "unit", "value", "currency", "home"),
)


def lines(procedures: tuple[str, ...], count: int = 90, seed: int = 3) -> list[dict[str, str]]:
    """Lines of declarations of one country, values also in its currency with some freight in them."""
    rng = random.Random(seed)
    out: list[dict[str, str]] = []
    number = 4210
    while len(out) < count:
        number += rng.randint(1, 40)
        code = rng.choice(list(FIRMS))
        stated = {
            "declaration": f"24PL3010{number:08d}{rng.randint(10, 99)}R{rng.randint(0, 9)}",
            "date": f"2024-03-{1 + len(out) // 4:02d}",
            "procedure": rng.choice(procedures),
            "broker": rng.choice(BROKERS),
            "importer_code": code,
            "importer": FIRMS[code],
            "exporter": rng.choice(SELLERS),
            "currency": rng.choice(list(RATES)),
        }
        for line in range(1, rng.randint(2, 5)):
            hs, weighed = rng.choice(list(GOODS)), rng.random() < 0.4
            net = round(rng.uniform(20, 9000), 3)
            value = round(net * rng.uniform(2, 9), 2)
            out.append(
                stated
                | {
                    "line_no": str(line),
                    "hs": hs,
                    "description": f"{GOODS[hs]} TYP {rng.choice('ABCDEF')}{rng.randint(10, 99)}",
                    "net_kg": f"{net:.3f}",
                    "gross_kg": f"{net * rng.uniform(1.02, 1.1):.3f}",
                    "quantity": f"{net:g}" if weighed else str(rng.randint(1, 4000)),
                    "unit": "KGM" if weighed else "PCE",
                    "value": f"{value:.2f}",
                    "home": f"{value * RATES[stated['currency']] * rng.uniform(1.0, 1.04):.2f}",
                }
            )
    return out


def read(procedures: tuple[str, ...]) -> dict[str, str]:
    """Field -> the column that it is read from."""
    return read_columns(COLUMNS, lines(procedures))


def read_columns(columns: tuple[str, ...], rows: list[dict[str, str]]) -> dict[str, str]:
    layout = recognise([[line[name] for name in columns] for line in rows])
    assert layout.header_row == 0
    return {name: columns[places[0]] for name, places in layout.mapping.items()}


def wrong(found: dict[str, str]) -> dict[str, str]:
    """The fields that are read from another column; the declarant is the broker."""
    right = {"declarant": "broker"}
    return {
        name: field
        for name, field in found.items()
        if right.get(name, name) != field and name != "customs_value"
    }


def test_firms_of_imports_quantity_and_value_are_told_without_a_header() -> None:
    found = read(("4000", "4200", "5100"))
    assert wrong(found) == {}
    assert {"importer", "importer_code", "exporter", "quantity", "value", "declaration"} <= found.keys()


@pytest.mark.parametrize("procedures", [("1000", "1040"), ("K1", "K2")])
def test_where_procedures_are_not_of_imports_neither_firm_is_read(procedures: tuple[str, ...]) -> None:
    assert not read(procedures).keys() & {"importer", "exporter"}


def test_procedures_of_one_digit_are_of_imports_too() -> None:
    assert {"importer", "importer_code", "exporter"} <= read(("IM4", "IM5", "IM7")).keys()


WITHOUT_LINES = (
    *("declaration", "date", "importer_code", "importer", "exporter", "broker", "hs", "description"),
    *(
        "origin",
        "departure",
        "quantity",
        "unit",
        "net_kg",
        "gross_kg",
        "value",
        "currency",
        "insurance",
        "home",
    ),
)


def without_lines(home_goods: bool = False) -> list[dict[str, str]]:
    """The same lines without their numbers and procedures, with countries; `home_goods` come from the country of the firms."""
    rng = random.Random(8)
    sent: dict[str, str] = {}
    out = []
    for line in lines(("4000",)):
        departure = sent.setdefault(line["declaration"], rng.choice(("Chiny", "Turcja", "Indie")))
        origin = rng.choice(("Chiny", "Turcja", "Wietnam", *(["Polska"] * home_goods)))
        more = {"origin": origin, "departure": departure, "insurance": f"{float(line['value']) * 0.004:.2f}"}
        out.append(line | more | {"importer_code": line["importer_code"].removeprefix("PL")})
    return out


def test_firms_whose_tax_numbers_are_of_no_country_that_goods_come_from_are_importers() -> None:
    found = read_columns(WITHOUT_LINES, without_lines())
    assert wrong(found) == {}
    assert {"declaration", "importer", "importer_code", "exporter", "origin"} <= found.keys()
    assert {"quantity", "net_kg", "gross_kg", "value"} <= found.keys()


def test_where_goods_come_from_the_country_of_the_tax_numbers_firms_stay_unread() -> None:
    assert not read_columns(WITHOUT_LINES, without_lines(home_goods=True)).keys() & {"importer", "exporter"}


def goods(texts: dict[str, str], own: bool) -> list[dict[str, str]]:
    """Lines whose texts are one for each code, or different in each line."""
    return [
        line
        | {
            "description": f"{texts[line['hs']]} {chr(97 + n % 26)}{chr(97 + n // 26)}"
            if own
            else texts[line["hs"]]
        }
        for n, line in enumerate(lines(("4000", "4200")))
    ]


@pytest.mark.parametrize("own", [False, True])
def test_short_texts_of_goods_in_a_language_that_no_model_knows_are_the_description(own: bool) -> None:
    """Three words a line are less free text than addresses; but they tell the code, or differ within declarations."""
    texts = {
        "8413702100": "Ujis sukne siurbli", "8482101000": "Guoli rutuli plien",
        "6506101000": "Salma apsaug", "0901210000": "Kava skrudin pupel",
    }  # fmt: skip
    found = read_columns(COLUMNS, goods(texts, own))
    assert found["description"] == "description"


def test_the_customs_value_is_the_value_at_rates_that_a_column_states() -> None:
    """In whole forints, at the rate of the day, with freight: no factor is the same for a currency."""
    rng = random.Random(4)
    daily: dict[str, float] = {}
    rows = []
    for line in lines(("4000", "4200")):
        rate = daily.setdefault(line["declaration"], RATES[line["currency"]] * rng.uniform(70, 110))
        home = round(float(line["value"]) * rate * rng.uniform(1.0, 1.08))
        rows.append(line | {"rate": f"{rate:.4f}", "home": f"{home}"})
    found = read_columns((*COLUMNS[:-1], "rate", "home"), rows)
    assert (found["value"], found["customs_value"]) == ("value", "home")


CHILEAN = {"76086428-5": "PUERTO CLARO", "96573710-3": "LOS ALERCES", "77215640-5": "TRES NIDOS"}


def test_firms_of_a_country_are_told_by_the_form_of_its_tax_numbers() -> None:
    """No procedures show imports, and the model is not asked: the goods come from elsewhere."""
    rng = random.Random(11)
    rows = []
    for line in lines(("K1", "K2")):
        code = list(CHILEAN)[list(FIRMS).index(line["importer_code"])]
        rows.append(
            line
            | {
                "importer_code": code,
                "importer": CHILEAN[code],
                "origin": rng.choice(("CHINA", "INDIA", "BRASIL")),
            }
        )
    found = read_columns((*COLUMNS, "origin"), rows)
    assert (found["importer_code"], found["importer"]) == ("importer_code", "importer")


def of_amounts(factor: dict[str, float]) -> dict[str, str]:
    """What is read of nameless lines with two weights and two values, of which one is the other times the `factor` of its currency."""
    rng = random.Random(13)
    rows = []
    for n in range(60):
        currency = rng.choice(list(factor))
        net, value = rng.uniform(3, 900), rng.uniform(40, 9000)
        gross = net * rng.uniform(1.04, 1.12)
        other = value * factor[currency] * (1 if len(factor) > 1 else rng.uniform(1.01, 1.04))
        goods, hs = [
            ("ball bearing 6204 2RS, shielded", "8482101000"),
            ("pump for water 1.1 kW", "8413702100"),
        ][n % 2]
        amounts = [f"{amount:.2f}" for amount in (net, gross, value, other)]
        rows.append([goods, hs, f"{rng.randint(2, 90)}", ("pcs", "set")[n % 2], currency, *amounts])
    names = ("goods", "hs", "quantity", "code", "currency", "net", "gross", "value", "other")
    return {field: names[places[0]] for field, places in recognise(rows).mapping.items()}


def test_a_gross_weight_is_no_value_in_dollars_where_all_invoices_are_in_euros() -> None:
    found = of_amounts({"EUR": 1.0})
    assert found.get("value") != "net"
    assert "value_usd" not in found
    found = of_amounts({"EUR": 1.08, "USD": 1.0})
    assert (found["value"], found["value_usd"]) == ("value", "other")


@pytest.mark.parametrize(
    ("codes", "read_as"), [(("NO", "KG", "L", "ST"), None), (("NO", "CN", "IT"), "code")]
)
def test_units_that_are_codes_of_countries_too_are_no_origin(
    codes: tuple[str, ...], read_as: str | None
) -> None:
    rows = [line | {"code": codes[n * 7 % 5 % len(codes)]} for n, line in enumerate(lines(("4000", "4200")))]
    assert read_columns((*COLUMNS, "code"), rows).get("origin") == read_as


@pytest.mark.parametrize(("currency", "off"), [(False, 0.0), (True, 0.0), (False, 40.0)])
def test_the_value_with_its_freight_and_insurance_makes_up_the_customs_value(
    currency: bool, off: float
) -> None:
    """In one currency: where rows name theirs, such a sum is in that and no customs value."""
    rng, rows = random.Random(3), []
    for n in range(30):
        value, freight = round(rng.uniform(900, 40_000), 2), round(rng.uniform(40, 900), 2)
        insurance = round(value * 0.0032, 2)
        total = value + freight + insurance + off
        rows.append([f"{cost:.2f}" for cost in (value, freight, insurance, total)] + [("USD", "EUR")[n % 2]])
    columns = columns_of([""] * 5, rows, named=False)
    under_way = RowColumns(columns, {}, {})
    if currency:
        under_way.decide("currency", 4, 0.97)
    fields = dict.fromkeys(("value", "customs_value"), np.zeros(5))
    likeliest = ("value", "~freight", "~insurance", "value", "currency")
    _value_with_costs(under_way, Told(fields, likeliest, np.full(5, 0.35)))
    found = {"value": (0,), "customs_value": (3,)} if not (currency or off) else {}
    assert {name: places for name, places in under_way.mapping.items() if name != "currency"} == found


def from_abroad(origins: tuple[str, ...]) -> list[dict[str, str]]:
    """Lines without procedures, of firms with short numbers; each seller sends from its own country what is made in these."""
    rng = random.Random(5)
    codes = {code: f"PL{n}92150{n}" for n, code in enumerate(FIRMS, 3)}
    home = dict(zip(SELLERS, ("CN", "IN", "US"), strict=True))
    return [
        line
        | {"importer_code": codes[line["importer_code"]], "departure": home[line["exporter"]]}
        | {"declaration": line["declaration"][:18]}
        | {"origin": rng.choice(origins), "office": ("PL301010", "PL442010")[len(line["importer"]) % 2]}
        for line in lines(("K1",))
    ]


WITH_COUNTRIES = (
    *(
        "declaration",
        "date",
        "office",
        "exporter",
        "importer_code",
        "importer",
        "line_no",
        "hs",
        "description",
    ),
    *("origin", "departure", "gross_kg", "net_kg", "quantity", "unit", "value", "currency", "home"),
)


def test_goods_made_in_several_countries_show_imports_and_sellers_where_they_are_sent_from() -> None:
    found = read_columns(WITH_COUNTRIES, from_abroad(("CN", "IN", "US", "VN")))
    assert wrong(found) == {}
    assert {"importer", "importer_code", "exporter", "departure", "office"} <= found.keys()


def test_where_most_goods_are_of_one_country_neither_firm_is_read() -> None:
    found = read_columns(WITH_COUNTRIES, from_abroad(("BR", "BR", "BR", "CN", "VN")))
    assert not found.keys() & {"importer", "exporter"}


def measured(net_first: bool, alike: bool = True) -> RowColumns:
    """Lines with an amount on both sides of the unit: in kilograms the quantity is the net weight, where `alike`."""
    rng = random.Random(8)
    rows = []
    for n in range(40):
        net = round(rng.uniform(3, 900), 2)
        weighed = n % 3 > 0
        quantity = f"{net if alike else net + 2}" if weighed else f"{rng.randint(1, 99)}"
        before, after = (f"{net}", quantity) if net_first else (quantity, f"{net}")
        rows.append([before, "KGM" if weighed else "PCE", after])
    columns = columns_of(["column 1", "column 2", "column 3"], rows, named=False)
    return RowColumns(columns, {"unit": (1,)}, {"unit": 0.97})


@pytest.mark.parametrize("net_first", [False, True])
def test_of_two_amounts_that_are_one_in_kilograms_the_whole_one_of_pieces_is_the_quantity(
    net_first: bool,
) -> None:
    columns = measured(net_first)
    _quantity_and_net(columns)
    places = {"quantity": (0,), "net_kg": (2,)} if not net_first else {"quantity": (2,), "net_kg": (0,)}
    assert columns.mapping == {"unit": (1,)} | places


def test_amounts_that_differ_in_kilograms_are_not_told_so() -> None:
    columns = measured(net_first=False, alike=False)
    _quantity_and_net(columns)
    assert columns.mapping == {"unit": (1,)}


@pytest.mark.parametrize(
    ("alike", "likeliest", "found"),
    [(True, "net_kg", True), (False, "net_kg", False), (True, "gross_kg", False)],
)
def test_beside_a_known_quantity_the_amount_that_is_the_same_in_kilograms_is_the_net_weight(
    alike: bool, likeliest: str, found: bool
) -> None:
    columns = measured(net_first=False, alike=alike)
    columns.decide("quantity", 0, 0.97)
    told = Told({}, ("quantity", "unit", likeliest), np.array([0.9, 0.9, 0.6]))
    _net_beside_quantity(columns, told)
    assert (columns.mapping.get("net_kg") == (2,)) == found


@pytest.mark.parametrize(
    ("home", "found"), [({"EUR": 1.9558, "USD": 1.80}, True), ({"EUR": 3.1, "USD": 2.2}, False)]
)
def test_an_amount_that_another_is_at_home_at_the_rates_of_the_day_is_the_value(
    home: dict[str, float], found: bool
) -> None:
    """1 euro was 1.9558 leva, and 1 dollar about 1.80 in March 2024."""
    rng, rows = random.Random(4), []
    for n in range(30):
        value, currency = rng.uniform(80, 9000), ("EUR", "USD")[n * 7 % 5 % 2]
        at_home = value * home[currency] * rng.uniform(1.02, 1.08)
        rows.append([f"{n % 20 + 1:02d}.03.2024", f"{value:.2f}", currency, f"{at_home:.2f}"])
    columns = RowColumns(
        columns_of([f"column {n}" for n in range(1, 5)], rows, named=False),
        {"date": (0,), "currency": (2,)},
        {"date": 0.97, "currency": 0.97},
    )
    told = Told({}, ("date", "value", "currency", "value"), np.array([0.9, 0.5, 0.9, 0.3]))
    _value_at_official_rates(columns, told)
    assert (columns.mapping.get("value") == (1,)) == found


def test_a_price_for_a_kilogram_does_not_make_the_weight_a_quantity() -> None:
    rows = []
    for number, line in enumerate(lines(("4000",))):
        net = float(line["net_kg"]) if number % 3 else float(round(float(line["net_kg"])))
        quantity = f"{net:.2f}" if line["unit"] == "KGM" else f"{line['quantity']}.00"
        usd = float(line["value"]) * 1.09
        rows.append(
            line
            | {"quantity": quantity, "net_kg": f"{net:.3f}", "usd": f"{usd:.2f}", "price": f"{usd / net:.3f}"}
            | {"gross_kg": f"{net * (1.03 + number % 7 / 100):.3f}", "currency": "EUR"}
        )
    order = ("quantity", "unit", "gross_kg", "net_kg", "currency", "value", "usd", "price")
    found = read_columns((*(name for name in COLUMNS if name not in {*order, "home"}), *order), rows)
    assert (found["quantity"], found["net_kg"]) == ("quantity", "net_kg")


def test_packages_are_no_quantity_where_an_amount_stands_beside_the_unit() -> None:
    rng = random.Random(5)
    rows = [
        line
        | {
            "packages": str(1 + int(float(line["net_kg"]) / 25)),
            "unit": rng.choice(("MTR", "PCE", "PR")),
            "quantity": f"{rng.choice((3, 40, 500, 6000)) * rng.randint(1, 9)}.000",
        }
        for line in lines(("4000",))
    ]
    order = ("packages", "gross_kg", "net_kg", "quantity", "unit", "currency", "value")
    found = read_columns((*(name for name in COLUMNS if name not in {*order, "home"}), *order), rows)
    assert found.get("quantity") in (None, "quantity")
