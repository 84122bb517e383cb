"""Two columns whose headers both seem to name a field: the sender before the seller, unit 1 before unit 2, no office of entry."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from matcher.customs.layout.column_values import profile
from matcher.customs.layout.field_evidence import IMPOSSIBLE, evidence
from matcher.customs.layout.recognition.recognise import recognise
from tests.matcher.customs.layout.test_row_relations import declared

HEADERS = {
    "declaration": "Declaration no",
    "date": "Declaration date",
    "line_no": "Item no",
    "hs": "HS code",
    "description": "Description of goods",
    "importer": "Importer",
    "origin": "Country of origin",
    "quantity": "Quantity",
    "unit": "Unit",
    "value": "Invoice value",
    "currency": "Currency",
}
SELLERS = ("BLUE FINCH TOOLS FZE", "GREEN MOLE TRADING LLC", "BROWN NEWT GMBH")


def read(extra: Mapping[str, str], headers: Mapping[str, str] | None = None) -> dict[str, str]:
    """The header of each field, in a table of declarations with the columns `extra`: header -> what of a line it holds.

    `headers`: field -> its header, "" for none."""
    named = {**HEADERS, **(headers or {})}
    lines = declared()
    for line in lines:
        number = sum(map(ord, line["declaration"]))
        line["seller"] = SELLERS[number % 3]
        line["second_quantity"], line["second_unit"] = f"{float(line['net_kg']):.1f}", "KG"
        line["entry"] = ("PORT OF ODD", "PORT OF EVEN")[number % 2]
        line["clearance"] = ("NAV Záhony", "NAV Röszke", "NAV Budapest")[number % 3]
        dollars = float(line["value_usd"])
        line["home"], line["cif"] = f"{dollars * 83.2:.2f}", f"{dollars * 1.06 + number % 50:.2f}"
        line["landed"] = f"{dollars * (81 + number % 7) * (1.01 + len(line['date']) % 3 / 50):.2f}"
        line["kpp"] = f"7707{number % 90000 + 10000:05d}"
        line["odd_code"] = f"{(number * 7919) % 10_000:04d}{(number * 104_729) % 1_000_000:06d}"
        line["odd"] = f"{dollars * (2 + number % 9) / 100:.2f}"
        day, month = map(int, line["date"].split(".")[:2])
        line["earlier"] = f"{day % 28 + 1:02d}.{max(1, month - number % 3):02d}.2023"
        line["later"] = "28.12.2023" if number % 2 else "27.12.2023"
    columns = {**{header: field for field, header in named.items() if header}, **extra}
    layout = recognise([list(columns), *([line[field] for field in columns.values()] for line in lines)])
    asked = {question.field for question in layout.questions}
    return {name: list(columns)[places[0]] for name, places in layout.mapping.items() if name not in asked}


@pytest.mark.parametrize(
    ("sender", "seller"), [("Odosielateľ/vývozca", "Predávajúci"), ("Esportatore", "3/24 Venditore")]
)
def test_a_sender_is_the_exporter_before_a_seller(sender: str, seller: str) -> None:
    assert read({seller: "seller", sender: "exporter"})["exporter"] == sender
    assert read({seller: "seller"})["exporter"] == seller, "the only one"


def test_the_first_of_numbered_units_is_the_unit_and_a_second_quantity_none() -> None:
    found = read(
        {"MIK2": "second_quantity", "OLCUBR2": "second_unit"}, {"quantity": "GCZW", "unit": "OLCUBR1"}
    )
    assert found["unit"] == "OLCUBR1"
    assert found.get("quantity") in (None, "GCZW")


def test_an_office_of_entry_is_not_read_as_the_office_beside_it() -> None:
    found = read({"Belépési vámhivatal (kikötő)": "entry", "Vámhivatal": "clearance"})
    assert found.get("office") in (None, "Vámhivatal")


def test_the_number_of_an_importers_registration_is_no_declaration() -> None:
    found = read({"Импортлогчийн регистр": "importer_code"}, {"declaration": "Zq1x"})
    assert found.get("declaration") in (None, "Zq1x")


def test_the_day_of_a_liquidation_or_a_licence_is_not_that_of_the_declaration() -> None:
    for header in ("DATA_LIQUIDACAO", "FORM M DATE"):
        found = read({header: "later"}, {"date": "DATA_REGISTO_DU"})
        assert found.get("date") in (None, "DATA_REGISTO_DU")


def test_a_summary_is_no_sum() -> None:
    found = read({}, {"line_no": "Entry Summary Line Number", "value": "Line Invoice Amount (foreign)"})
    assert found.get("value") in (None, "Line Invoice Amount (foreign)")


def test_a_value_in_the_currency_of_the_country_is_not_the_invoices() -> None:
    found = read({"FOB Value (INR)": "home"}, {"value": "Item Value (in FC)"})
    assert (found["value"], found["customs_value"]) == ("Item Value (in FC)", "FOB Value (INR)")


@pytest.mark.parametrize(
    "header",
    ["Statistische waarde (PLN)", "Valor estadístico MXN", "Customs box, Kč", "Statistical value, TRY"],
)
def test_a_value_in_the_currency_of_the_country_with_freight_is_the_customs_value(header: str) -> None:
    """Its rates are those of days: no factor is the same for all lines of a currency."""
    found = read({header: "landed"})
    assert found["value"] == "Invoice value"
    assert found.get("customs_value") == header


@pytest.mark.parametrize(
    ("fob", "cif"),
    [("TOTAL FOB (USD)", "TOTAL CIF (USD)"), ("FOB (USD)", "CIF (USD)"), ("US$ FOB", "US$ CIF")],
)
def test_of_dollars_with_and_without_freight_the_value_is_without(fob: str, cif: str) -> None:
    found = read({cif: "cif"}, {"value": "", "currency": "", "value_usd": fob})
    assert (found["value"], found["value_usd"]) == (fob, fob)


def test_another_number_of_the_taxpayer_is_not_his_tax_number() -> None:
    found = read({"G8_POLUCH_KPP": "kpp"}, {"importer_code": "G8_POLUCH_INN"})
    assert found.get("importer_code") in (None, "G8_POLUCH_INN")


def test_a_value_in_the_countrys_money_that_is_quantity_times_a_unit_rate_is_the_value() -> None:
    lines = declared()
    for number, line in enumerate(lines):
        count = 2 + number % 17
        price = round(1.5 + (number * 37) % 400 / 7, 2)
        line["quantity"], line["rate"], line["money"] = str(count), f"{price:.2f}", "USD"
        line["home"] = f"{count * price * 83.2:.2f}"

    def asked_of(value: str) -> set[str]:
        columns = {**HEADERS, "value": "FOB VALUE INR", "currency": "INV CURRENCY"}
        fields = {**{header: field for field, header in columns.items()}, "UNIT RATE": "rate"}
        fields |= {"FOB VALUE INR": value, "INV CURRENCY": "money"}
        layout = recognise([list(fields), *([line[field] for field in fields.values()] for line in lines)])
        assert [*fields][layout.mapping["value"][0]] == "FOB VALUE INR"
        return {question.field for question in layout.questions}

    assert "value" not in asked_of("home")


def test_dollars_at_a_rate_for_each_currency_are_the_values_before_dollars_with_freight() -> None:
    found = read(
        {"CIF u$d": "cif", "FOB u$d": "value_usd"}, {"value": "Monto en divisa", "currency": "Divisa"}
    )
    assert (found["value"], found["value_usd"]) == ("Monto en divisa", "FOB u$d")


def test_an_amount_that_is_no_fixed_part_of_the_dollars_is_not_the_value() -> None:
    found = read(
        {"Line surcharges amount": "odd", "Line goods value amount (USD)": "value_usd"},
        {"value": "", "currency": ""},
    )
    assert (found["value"], found["value_usd"]) == ("Line goods value amount (USD)",) * 2


@pytest.mark.parametrize("dates", [("DT_PRB", "DT_OFR"), ("Date A", "Date B"), ("Released", "Zq")])
def test_the_date_that_stands_in_the_number_of_each_declaration_is_its_date(dates: tuple[str, str]) -> None:
    found = read({dates[0]: "earlier"}, {"date": dates[1], "declaration": "NOM_GTD"})
    assert found["date"] == dates[1]


@pytest.mark.parametrize("header", ["Tariff code", "СЭҚ ТН коды", "G33"])
def test_a_column_called_a_tariff_code_is_the_hs_code_though_many_codes_do_not_exist(header: str) -> None:
    assert read({header: "odd_code"}, {"hs": ""})["hs"] == header
    assert read({header: "odd_code", "HS code (8 digits)": "hs"}, {"hs": ""})["hs"] == "HS code (8 digits)"
    assert "hs" not in read({"Registration code": "odd_code"}, {"hs": ""})
    assert "hs" not in read({"Former tariff code": "odd_code"}, {"hs": ""})


def test_units_by_their_numbers_are_no_quantity() -> None:
    units = profile(["796", "166", "796", "778", "006", "796", "166", "778"] * 4)
    amounts = profile(["796", "160", "796", "45", "18", "12", "1000", "7"] * 4)
    assert evidence("quantity", units) == evidence("net_kg", units) == IMPOSSIBLE
    assert evidence("quantity", amounts) > 0
    assert evidence("unit_number", units) > 0


def test_models_of_declarations_are_no_models_of_goods() -> None:
    for values in (["IM 4", "IM 7", "EX 1"], ["IM4", "EX3"], ["ИМ 40", "ЭК 10"]):
        assert evidence("model", profile(values * 5)) == IMPOSSIBLE
    assert evidence("model", profile(["IMX 4", "EX 1", "TR 90"] * 5)) > IMPOSSIBLE


def test_marks_of_packages_are_no_trademarks() -> None:
    for values in (
        ["NORTA 1-687", "N/M", "NORTA 1-12"],
        ["CTN NO. 1/40", "CTN NO. 1/UP"],
        ["n/m", "NM", "HARBIN C/N 1~9"],
    ):
        assert evidence("trademark", profile(values * 5)) == IMPOSSIBLE
    for values in (["NORTA", "N/M", "BRAND ONE", "ZEFIR"], ["WD-40", "A 11-20", "LINE 21-5"], ["3M", "4711"]):
        assert evidence("trademark", profile(values * 5)) > IMPOSSIBLE
