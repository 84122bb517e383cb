"""The value is what quantity and unit price multiply to, and the tax number is that of the party whose columns surround it."""

from __future__ import annotations

import random

import pytest

from matcher.customs.layout.assignment import assign
from matcher.customs.layout.columns import columns_of
from matcher.customs.layout.header_scales import scale_of_header
from matcher.customs.layout.questions import SURE
from matcher.customs.layout.recognition.recognise import Layout, recognise
from matcher.customs.layout.rows.relations import with_row_relations
from tests.matcher.customs.layout.test_row_relations import RATES, declared


def table(columns: dict[str, str]) -> Layout:
    """The layout of declarations with these columns: header -> what of a line it holds."""
    lines = declared()
    for number, line in enumerate(lines):
        count, price = 2 + number % 17, round(1.5 + (number * 37) % 400 / 7, 2)
        dollars = count * price
        line |= {"quantity": str(count), "price": f"{price:.2f}", "value": f"{dollars:.2f}"}
        line["value_usd"] = line["value"]
        line["home"] = f"{dollars * (1.02 + number % 7 / 50) * 280.1:.2f}"
        line["converted"] = f"{dollars * 280.1:.2f}"
        line["with_unit"] = f"{count}.00 SQM"
        line["coded"] = f"{line['hs']} {line['description']}"
        line["japanese"] = f"{line['hs'][:4]}.{line['hs'][4:6]}-{100 + number % 9}"
        line["argentine"] = f"{line['hs'][:4]}.{line['hs'][4:6]}.00.{100 + number % 9}N"
        line["exporter_number"] = f"{sum(map(ord, line['exporter'])) * 7_919_333 % 10**10:010d}"
        line["its_buyer"] = f"{line['exporter'].split()[0].title()} Import Trading LLC"
        line["street"] = f"{sum(map(ord, line['exporter'])) % 90 + 10} HILL ROAD"
    return recognise([list(columns), *([line[field] for field in columns.values()] for line in lines)])


def read(columns: dict[str, str]) -> dict[str, str]:
    """The header of each field."""
    layout = table(columns)
    return {name: [*columns][places[0]] for name, places in layout.mapping.items()}


BASE = {
    "Declaration no": "declaration",
    "Date": "date",
    "HS code": "hs",
    "Description of goods": "description",
}


def test_dollars_that_a_unit_price_gives_are_the_value_before_an_amount_in_the_countrys_money() -> None:
    found = read(
        {
            **BASE,
            "Qty": "quantity",
            "Unit price USD": "price",
            "Declared value USD": "value_usd",
            "Import value PKR": "home",
        }
    )
    assert (found["value"], found["value_usd"], found["customs_value"]) == (
        "Declared value USD",
        "Declared value USD",
        "Import value PKR",
    )


def test_dollars_are_the_value_beside_it_in_the_money_of_the_customs_value() -> None:
    names = {
        "Importe factura LKR": "converted",
        "Customs value LKR": "home",
        "Invoice value USD": "value_usd",
    }
    found = read({**BASE, "Qty": "quantity", **names})
    assert found["value"] == found["value_usd"] == "Invoice value USD"
    assert found["customs_value"] == "Customs value LKR"
    names = {"Invoice value EUR": "value", "Customs value LKR": "home", "Statistical value USD": "value_usd"}
    assert read({**BASE, "Qty": "quantity", **names})["value"] == "Invoice value EUR"


def test_a_column_called_a_price_whose_product_with_a_quantity_is_called_a_price_too_is_no_value() -> None:
    found = read({**BASE, "Mn.": "quantity", "J. cena": "price", "Fakt. cena": "value", "Měna": "currency"})
    assert (found["value"], found["quantity"]) == ("Fakt. cena", "Mn.")


def test_a_unit_that_states_quantities_too_is_the_quantity() -> None:
    found = read({**BASE, "Qty & unit": "with_unit", "Invoice value": "value", "Currency": "currency"})
    assert found["quantity"] == "Qty & unit"
    assert "unit" not in found


def test_a_value_in_whole_numbers_that_the_dollars_prove_is_not_asked_about() -> None:
    lines = declared()
    for number, line in enumerate(lines):
        line["value"] = str(200 * (number % 19 + 1))
        line["value_usd"] = f"{int(line['value']) * RATES[line['currency']]:.0f}"
    columns = {
        **BASE,
        "Miktar": "quantity",
        "Ölçü Birimi": "unit",
        "Fatura Bedeli": "value",
        "Döviz": "currency",
        "FOB USD": "value_usd",
    }
    layout = recognise([list(columns), *([line[field] for field in columns.values()] for line in lines)])
    assert [*columns][layout.mapping["value"][0]] == "Fatura Bedeli"
    assert "value" not in {question.field for question in layout.questions}


@pytest.mark.parametrize("written", ["japanese", "argentine"])
def test_national_codes_of_odd_lengths_are_hs_codes(written: str) -> None:
    assert (
        read({**{h: f for h, f in BASE.items() if f != "hs"}, "Zq": written, "Qty": "quantity"})["hs"] == "Zq"
    )


def test_a_code_before_the_description_in_one_cell_is_the_hs_code() -> None:
    layout = table({"No": "declaration", "Date": "date", "Код и наименование": "coded", "Кол-во": "quantity"})
    assert layout.mapping["hs"] == layout.mapping["description"] == (2,)


@pytest.mark.parametrize(
    "columns",
    [
        # before the exporter's columns
        {
            "IEC": "exporter_number",
            "Exporter name": "exporter",
            "Exporter address": "street",
            "Consignee": "its_buyer",
        },
        # between them
        {
            "Exporter name": "exporter",
            "IEC": "importer_code",
            "Exporter address": "street",
            "Consignee": "importer",
        },
    ],
    ids=["before", "between"],
)
def test_a_tax_number_beside_the_exporters_columns_is_the_exporters(columns: dict[str, str]) -> None:
    found = read({**BASE, **columns})
    assert found["exporter_code"] == "IEC"
    assert "importer_code" not in found


@pytest.mark.parametrize(
    ("header", "scale"),
    [
        ("Վիճակագրական արժեք, հազ. ԱՄՆ դոլար", 1000), ("金额(千美元)", 1000), ("มูลค่า (พันบาท)", 1000), ("Hodnota v tis. Kč", 1000),
        ("Value (US$ '000)", 1000), ("ค่า CIF (ล้านบาท)", 1_000_000), ("Üdmine, ezer Ft", 1000), ("数量(千克)", 1), ("Total min", 1), ("千叶县", 1),
        ("Statistik qiymat (ming AQSh doll.)", 1000), ("Kıymet (bin TL)", 1000), ("Valor mil USD", 1000), ("Dəyər, min manat", 1000),
        ("Min. max", 1), ("BIN of the importer", 1), ("min sum", 1),
    ],
)  # fmt: skip
def test_scales_of_headers_in_many_languages(header: str, scale: int) -> None:
    assert scale_of_header("value", header) == scale


@pytest.mark.parametrize("taxed", [True, False])
def test_a_price_that_a_tax_is_a_share_of_is_that_of_the_line(taxed: bool) -> None:
    rng = random.Random(4)
    rows = []
    for n in range(60):
        currency, price = rng.choice(list(RATES)), round(rng.uniform(40, 90_000), 2)
        tax = price * RATES[currency] * 310 * 0.2 * rng.uniform(1.0, 1.03) if taxed else rng.uniform(5, 9e6)
        goods = f"BLUE LANTERN WITH A HANDLE OF STEEL, LOT {n}"
        rows.append(
            ["94054231", goods, str(rng.randint(1, 900)), "PCE", f"{price:.2f}", currency, f"{tax:.0f}"]
        )
    headers = ["HS code", "Description of goods", "Quantity", "Unit", "Price by contract", "Currency", "VAT"]
    columns = columns_of(headers, rows)
    assert (with_row_relations(columns, assign(columns)).confidence["value"] >= SURE) is taxed


@pytest.mark.parametrize(("home", "proved"), [("converted", True), ("home", False)])
def test_dollars_of_the_customs_value_are_proved_by_it_at_one_rate(home: str, proved: bool) -> None:
    headers = {**BASE, "Qty": "quantity", "Гаалийн үнэ (төг)": home, "Гаалийн үнэ ($)": "value_usd"}
    lines = declared()
    for number, line in enumerate(lines):
        dollars = (2 + number % 17) * round(1.5 + (number * 37) % 400 / 7, 2)
        line |= {"quantity": str(2 + number % 17), "value_usd": f"{dollars:.2f}"}
        line["converted"] = f"{dollars * 3389.6:.2f}"
        line["home"] = f"{dollars * (1.02 + number % 7 / 20) * 3389.6:.2f}"
    columns = columns_of([*headers], [[line[field] for field in headers.values()] for line in lines])
    found = with_row_relations(columns, assign(columns))
    assert found.mapping["value_usd"] == (6,)
    assert ("value_usd" in found.proved) == proved


@pytest.mark.parametrize(
    "header", ["Peso neto (gramos)", "น้ำหนักสุทธิ (กรัม)", "משקל נטו (גרם)", "Нетто (г)", "중량 (그램)"]
)
def test_a_weight_in_grams_by_its_header_in_any_language(header: str) -> None:
    assert scale_of_header("net_kg", header) == 0.001


@pytest.mark.parametrize("header", ["Netto-Preis", "Stückpr."])
def test_a_price_called_net_is_no_weight(header: str) -> None:
    found = read(BASE | {"Menge": "quantity", header: "price", "Warenwert": "value", "Währung": "currency"})
    assert "net_kg" not in found
    assert found["value"] == "Warenwert"
