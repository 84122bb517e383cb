"""Columns whose headers say nothing are told by what stands together in the rows; what cannot be told stays unread."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from matcher.customs.layout.assignment import Assignment
from matcher.customs.layout.columns import columns_of
from matcher.customs.layout.header_scales import scale_of_header
from matcher.customs.layout.recognition.recognise import Layout, recognise
from matcher.customs.layout.rows.parties import parties_of_known
from matcher.customs.layout.rows.relations import with_row_relations
from matcher.customs.layout.rows.row_relations import is_gross_over_net, is_product, starts_of_declarations
from matcher.customs.values.cells import decimal_sign, number

FIRMS = [('ООО "КИТЕЖ"', "7707083893"), ('АО "БУЯН"', "7736050003"), ("ООО ЛУКОМОРЬЕ", "7702070139")]
PARTNERS = ["NINGBO RED WREN CO., LTD", "GREY OTTER GMBH", "STONE FERN LLC"]
RATES = {"USD": 1.0, "CNY": 0.141, "EUR": 1.08}
FIELDS = (
    *(
        "declaration",
        "line_no",
        "date",
        "hs",
        "description",
        "importer",
        "importer_code",
        "exporter",
        "origin",
    ),
    *("quantity", "unit", "gross_kg", "net_kg", "value", "currency", "value_usd"),
)


def declared(count: int = 40, seed: int = 5) -> list[dict[str, str]]:
    """Invented lines of declarations; the origin differs between the lines of one declaration, as in box 34."""
    rng = random.Random(seed)
    out: list[dict[str, str]] = []
    while len(out) < count:
        day, month = rng.randint(1, 28), rng.randint(1, 12)
        firm, code = rng.choice(FIRMS)
        partner, currency = rng.choice(PARTNERS), rng.choice(list(RATES))
        number_ = f"10702070/{day:02d}{month:02d}23/{rng.randint(1, 999999):07d}"
        for line in range(1, rng.randint(2, 5)):
            quantity, net = rng.randint(2, 3000), rng.uniform(0.2, 40)
            weight = quantity * net / 10
            value = round(quantity * rng.uniform(3, 9), 2)
            out.append(
                {
                    "declaration": number_,
                    "line_no": str(line),
                    "date": f"{day:02d}.{month:02d}.2023",
                    "hs": rng.choice(("6506108000", "8482109008", "8413702100")),
                    "description": f"ШЛЕМ ЗАЩИТНЫЙ ПЛАСТИКОВЫЙ ДЛЯ РАБОТ НА ВЫСОТЕ, ПАРТИЯ {len(out)}",
                    "importer": firm,
                    "importer_code": code,
                    "exporter": partner,
                    "origin": rng.choice(("КИТАЙ", "ТУРЦИЯ", "ИТАЛИЯ")),
                    "quantity": str(quantity),
                    "unit": rng.choice(("ШТ", "ПАР")),
                    "net_kg": f"{weight:.2f}",
                    "gross_kg": f"{weight * rng.uniform(1.02, 1.15) + 0.3:.2f}",
                    "value": f"{value:.2f}",
                    "currency": currency,
                    "value_usd": f"{value * RATES[currency]:.2f}",
                    "packages": str(rng.randint(1, 60)),
                    "price": f"{value / quantity:.4f}",
                    "contract": f"{rng.randint(1, 40)}/{rng.randint(18, 23)}-K",
                    "duty": f"{value * rng.choice((0.05, 0.1)):.2f}",
                }
            )
    return out


def read(fields: Sequence[str], named: dict[str, str] | None = None, seed: int = 5) -> dict[str, str]:
    """Recognise a table of `fields` under headers that say nothing (or `named`): field of the importer -> true field."""
    order = list(fields)
    random.Random(seed).shuffle(order)
    headers = [(named or {}).get(field, f"Zq{n}x") for n, field in enumerate(order)]
    layout = recognise([headers, *([line[field] for field in order] for line in declared(seed=seed))])
    return {name: order[places[0]] for name, places in layout.mapping.items()}


def wrong(found: dict[str, str]) -> dict[str, str]:
    return {name: field for name, field in found.items() if name != field}


@pytest.mark.parametrize("seed", range(6))
def test_all_columns_of_declarations_are_told_without_a_word_of_their_headers(seed: int) -> None:
    found = read(FIELDS, seed=seed)
    assert not wrong(found)
    assert set(FIELDS) - found.keys() <= {"exporter"}


@pytest.mark.parametrize("seed", range(6))
def test_other_amounts_are_not_taken_for_those_that_are_missing(seed: int) -> None:
    others = ("packages", "duty", "contract")
    without = [
        field for field in FIELDS if field not in ("quantity", "gross_kg", "net_kg", "value", "value_usd")
    ]
    assert not wrong(read([*without, *others], seed=seed))


def test_a_price_times_a_quantity_is_the_value_and_the_price_is_no_field() -> None:
    found = read(("hs", "description", "quantity", "price", "value", "packages"))
    assert not wrong(found)
    assert (found["quantity"], found["value"]) == ("quantity", "value")


def test_a_small_price_with_two_decimals_gives_the_value_of_many_pieces() -> None:
    quantities = [float(18_000 + n * 431) for n in range(20)]
    exact = [1.004 + n * 0.0137 for n in range(20)]
    prices = [round(price, 2) for price in exact]
    values = [round(q * price, 2) for q, price in zip(quantities, exact, strict=True)]
    assert is_product(quantities, prices, values)
    assert not is_product(quantities, prices, [value * 1.02 for value in values])


def test_a_price_of_one_piece_is_not_the_value_of_the_line() -> None:
    named = {"price": "Price", "quantity": "Quantity", "hs": "HS code", "description": "Goods"}
    assert "value" not in read(("hs", "description", "quantity", "price"), named)


def test_amounts_with_fractions_are_no_quantity_of_pieces() -> None:
    named = {"value": "Jumlah tagihan", "unit": "Unit", "hs": "HS code", "description": "Goods"}
    found = read(("hs", "description", "unit", "value", "origin"), named)
    assert "quantity" not in found


def test_a_letter_that_begins_a_header_is_no_unit_of_weight() -> None:
    scales = {
        header: scale_of_header("net_kg", header) for header in ("Т. без оп.", "Вес, т", "Вес (т)", "Вес т")
    }
    assert list(scales.values()) == [1, 1000, 1000, 1000]


@pytest.mark.parametrize(
    ("header", "scale"),
    [
        ("Peso neto (g)", 0.001), ("Масса, г", 0.001), ("净重(克)", 0.001), ("Net Wt [LBS]", 0.45359237), ("毛重(千克)", 1),
        ("wt_net_g", 0.001), ("wt_net_kg", 1), ("Gr. totală (kg)", 1), ("Вес (гр. 38)", 1), ("WEIGHT (G)", 1), ("WT_G", 1), ("Gr. Wt", 1),
    ],
)  # fmt: skip
def test_small_units_of_weight_are_those_that_a_header_states_alone(header: str, scale: float) -> None:
    assert scale_of_header("gross_kg", header) == scale
    assert scale_of_header("value", header) == 1


def test_weights_of_which_one_is_hundreds_of_times_the_other_are_left_unread() -> None:
    rows = [
        [f"{730890 + n % 3}", f"steel bolts M{n}", f"{n + 0.5:.2f}", f"{(n + 0.5) * 950:.0f}"]
        for n in range(2, 40)
    ]
    found = recognise([["HS code", "Description of goods", "Gross weight", "Net weight"], *rows])
    assert not {"gross_kg", "net_kg"} & found.mapping.keys()
    assert {2, 3} <= {column.column for column in found.unread}


@pytest.mark.parametrize(
    ("written", "unit", "gross"),
    [("{:.0f}", "g", 1050), ("{:.2f}", "g", 1.05), ("{:.3f}", "kg", 1.05)],
    ids=["grams", "kilograms, gross", "kilograms"],
)
def test_grams_beside_kilograms_are_read_where_both_agree(written: str, unit: str, gross: float) -> None:
    rows = [
        [f"{730890 + n % 3}", f"steel bolts M{n}", f"{n + 0.5:.2f}", written.format((n + 0.5) * gross)]
        for n in range(2, 40)
    ]
    layout = recognise([["HS code", "Goods description", "Net weight (kg)", f"Gross weight ({unit})"], *rows])
    contrary = unit == "g" and gross < 2
    assert ("gross_kg" in layout.mapping) != contrary
    assert layout.scales().get("gross_kg", 1) == (0.001 if unit == "g" and not contrary else 1)


def test_a_party_that_differs_within_declarations_is_none() -> None:
    lines = declared()
    rows = [
        [f["declaration"], f["line_no"], f["hs"], f["description"], f"BRAND{n % 7}"]
        for n, f in enumerate(lines)
    ]
    layout = recognise([["Zq1", "Zq2", "HS code", "Description", "Sold under"], *rows])
    assert "exporter" not in layout.mapping


def test_a_date_that_stands_in_the_first_line_of_each_declaration_does_not_differ_within_it() -> None:
    rows = [["No", "Data", "Item", "HS code", "Goods"]]
    for n in range(8):
        for item in (1, 2, 3):
            once = [f"24ITQUT10031{n}7R2", f"{n + 10}/01/2024"] if item == 1 else ["", ""]
            rows.append(
                [
                    *once,
                    str(item),
                    ("85171300", "09012100", "39012090")[item - 1],
                    f"goods no. {item}, lot {n}",
                ]
            )
    layout = recognise(rows)
    assert (layout.mapping["date"], layout.questions) == ((1,), ())


def test_places_of_goods_are_no_quantity() -> None:
    named = {"packages": "Число грузовых мест", "hs": "Код ТН ВЭД", "description": "Наименование товара"}
    assert "quantity" not in read(("hs", "description", "packages", "origin"), named)


def test_columns_that_cannot_be_told_apart_stay_unread_and_are_named() -> None:
    layout = _two_countries()
    assert not {"origin", "departure", "destination"} & layout.mapping.keys()
    assert {"Zq3", "Zq4"} <= {column.header for column in layout.unread}
    assert any("КИТАЙ" in column.samples for column in layout.unread)


def _two_countries() -> Layout:
    rng = random.Random(1)
    rows = [
        ["6506108000", f"ШЛЕМ ЗАЩИТНЫЙ ДЛЯ РАБОТ {n}", *rng.choices(("КИТАЙ", "ТУРЦИЯ"), k=2)]
        for n in range(30)
    ]
    return recognise([["HS code", "Description", "Zq3", "Zq4"], *rows])


def test_of_a_value_in_two_currencies_neither_is_taken_by_elimination() -> None:
    lines = declared()
    rows = [
        [
            f["hs"],
            f["description"],
            f["quantity"],
            f["unit"],
            f["currency"],
            f["value"],
            f"{float(f['value']) * 82.1:.2f}",
        ]
        for f in lines
    ]
    layout = recognise([["Zq1", "Zq2", "Zq3", "Zq4", "Zq5", "Zq6", "Zq7"], *rows])
    assert {"quantity", "unit", "currency"} <= layout.mapping.keys()
    assert "value" not in layout.mapping


def test_a_column_called_value_that_is_another_in_dollars_is_the_value_in_dollars() -> None:
    named = {
        "value": "Sum",
        "value_usd": "Value",
        "currency": "Currency",
        "unit": "Unit",
        "quantity": "Quantity",
    }
    found = read(("hs", "description", "quantity", "unit", "currency", "value", "value_usd"), named)
    assert (found["value"], found["value_usd"]) == ("value", "value_usd")


def test_a_column_of_few_short_words_one_of_them_a_known_unit_is_one_of_units() -> None:
    rows = [
        [
            "6506108000",
            f"ШЛЕМ ЗАЩИТНЫЙ ДЛЯ РАБОТ НА ВЫСОТЕ {n}",
            ("kipande", "kipande", "kg")[n % 3],
            str(n * 7),
        ]
        for n in range(1, 40)
    ]
    layout = recognise([["Zq1", "Zq2", "Zq3", "Zq4"], *rows])
    assert layout.mapping["unit"] == (2,)
    colours = [[*row[:2], ("red", "blue", "green")[n % 3], row[3]] for n, row in enumerate(rows)]
    assert "unit" not in recognise([["Zq1", "Zq2", "Zq3", "Zq4"], *colours]).mapping


@pytest.mark.parametrize("written", ["{}", "({})", "[{}]", "{}.", "{}.0", "{0}={0}x1"])
@pytest.mark.parametrize("first", [0, 1])
def test_a_row_of_column_numbers_under_the_header_is_no_sample(written: str, first: int) -> None:
    fields = [field for field in FIELDS if field != "gross_kg"]
    table = [[line[field] for field in fields] for line in declared()]
    headers = [f"Zq{n}x" for n in range(len(fields))]
    numbers = [written.format(n) for n in range(first, len(fields) + first)]
    with_numbers, without = (recognise([headers, *above, *table]) for above in ([numbers], []))
    assert with_numbers.mapping == without.mapping
    assert "declaration" in without.mapping


def test_numbers_of_lines_begin_again_with_each_declaration() -> None:
    assert starts_of_declarations([1, 2, 3, 1, 2, 1, 1, 2, 1, 2, 3, 4]) == [0, 3, 5, 6, 8]
    assert starts_of_declarations([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]) == []
    assert starts_of_declarations([2, 5, 1, 9, 4, 1, 7, 3, 2, 6, 8, 1]) == []


def test_a_fixed_factor_is_not_gross_over_net() -> None:
    net = [float(n) for n in range(3, 40)]
    assert is_gross_over_net([n * 1.05 + 0.4 for n in net], net)
    assert not is_gross_over_net([n * 1.2 for n in net], net)
    assert not is_gross_over_net(net, [n * 1.05 + 0.4 for n in net])


def test_a_date_is_no_number() -> None:
    assert number("03.05.2023") is None
    assert number("8501.32.22.00") is None
    assert number("1.234.567,89") == 1234567.89
    assert number("1,23,456.00") == 123456.0


@pytest.mark.parametrize("seed", range(4))
def test_a_value_that_is_another_column_in_dollars_is_the_value_in_dollars(seed: int) -> None:
    named = {"value_usd": "Сумма по статистике", "hs": "Код ТН ВЭД", "description": "Наименование товара"}
    fields = ("hs", "description", "currency", "value", "value_usd", "quantity")
    found = read(fields, named, seed)
    assert not wrong(found)
    assert (found["value"], found["value_usd"]) == ("value", "value_usd")


def test_a_dollar_sign_in_a_header_is_its_currency() -> None:
    layout = recognise(
        [["HS code", "Description", "Amount, $"], *[["6506108000", f"HELMET {n}", "5.5"] for n in range(9)]]
    )
    assert layout.mapping["value_usd"] == (2,)


def test_the_decimal_sign_of_cells_with_units_is_that_of_their_numbers() -> None:
    assert decimal_sign(["3,054 тыс. шт.", "12,5 тыс. шт."]) == ","
    assert decimal_sign(["0.528 thousand pcs.", "7 kgs"]) == "."


@pytest.mark.parametrize(
    ("of_heading", "details", "described"),
    [
        (False, "规格型号", (1, 2)),
        (True, "规格型号", (1, 2)),
        (True, "商品描述", (2,)),
        (False, "商品描述", (1, 2)),
    ],
)
def test_a_name_and_its_details_are_one_description_unless_the_name_is_the_headings(
    of_heading: bool, details: str, described: tuple[int, ...]
) -> None:
    """A specification says nothing without the name of what it specifies, whosever name that is."""
    codes = ["8413702100", "8481808190", "8501520000"]
    kinds = ["离心泵", "球阀", "三相电动机"]
    sold = ["离心泵", "潜水泵", "化工泵", "球阀", "闸阀", "止回阀", "电动机", "变频电机"]
    rows = [
        [
            codes[n % 3],
            kinds[n % 3] if of_heading else sold[n * 5 % 8],
            f"材质不锈钢|流量{n * 7 + 11}立方/小时|型号QV-{n}",
            f"{n + 3}",
        ]
        for n in range(48)
    ]
    layout = recognise([["商品编码", "商品名称", details, "数量"], *rows])
    assert layout.mapping["description"] == described


GOODS_OF_CODES = {
    "8413702100": ["Pumpa za vodu, kućište od livenog gvožđa", "Pumpa potapajuća za bunare"],
    "8481808190": ["Ventil kuglasti od mesinga", "Ventil zaporni sa prirubnicom"],
    "8501520000": ["Motor električni trofazni 4 kW", "Motor električni trofazni 11 kW"],
}


@pytest.mark.parametrize("with_text_of_code", [False, True])
def test_the_text_that_stands_beside_one_code_wherever_it_is_repeated_is_of_the_goods(
    with_text_of_code: bool,
) -> None:
    """Unknown words for its header, and firms' names of several words without a legal form beside it."""
    codes = list(GOODS_OF_CODES)
    rows = []
    for n in range(36):
        code = codes[n * 7 % 5 % 3]
        text = GOODS_OF_CODES[code][n % 2]
        firm = ("Sava Trgovina Beograd", "Sava Trgovina Novi Sad", "Gora Aparati Pazar")[n % 3]
        rows.append([f"{code} {text.split()[0]}" if with_text_of_code else code, firm, text, f"{n + 3}"])
    layout = recognise([["ТН ВЭД", "Xq", "Zv", "Кол-во"], *rows])
    assert layout.mapping["hs"] == (0,)
    assert layout.mapping["description"] == (2,)
    assert not layout.questions


@pytest.mark.parametrize("header", ["Model", "Artikelnummer", "Modelo"])
def test_texts_that_tell_the_code_are_of_the_goods_though_they_are_called_models(header: str) -> None:
    """Numbers in the texts, as a form that asks for the model has them, and no other column of goods."""
    codes = list(GOODS_OF_CODES)
    rows = [
        [codes[n % 3], f"{GOODS_OF_CODES[codes[n % 3]][n % 2].split(',')[0]} {n % 4}mm", f"{n + 3}"]
        for n in range(36)
    ]
    layout = recognise([["HS code", header, "Quantity"], *rows])
    assert layout.mapping["description"] == (1,)
    assert not layout.mapping.keys() & {"model", "article"}


def test_codes_of_models_are_no_description_though_each_has_one_code() -> None:
    codes = list(GOODS_OF_CODES)
    rows = [[codes[n % 3], f"QX {n % 3}{n % 2} B{n % 2}", f"{n + 3}"] for n in range(36)]
    assert "description" not in recognise([["HS code", "Model", "Quantity"], *rows]).mapping


def test_goods_with_one_text_for_each_code_are_not_given_up_for_names_of_firms() -> None:
    """Firms' names are longer and differ within a code, as texts of goods would beside the tariff's own text."""
    codes = list(GOODS_OF_CODES)
    firms = ("Shenzhen Grey Heron Machinery Co., Ltd.", "Karaca Demir Makina Sanayi ve Ticaret A.S.")
    rows = [
        [codes[n * 7 % 5 % 3], GOODS_OF_CODES[codes[n * 7 % 5 % 3]][0], firms[n * 5 % 7 % 2], f"{n + 3}"]
        for n in range(40)
    ]
    layout = recognise([["Tarifen kod", "Opisanie na stokata", "Qxz", "Kolichestvo"], *rows])
    assert layout.mapping["description"] == (1,)


def test_codes_that_have_lost_their_zero_are_told_by_the_others_of_their_column() -> None:
    codes = ["9012100", "84137021", "7031019", "85015200", "4031000", "9024000"]
    texts = ["Kafa przena", "Pumpa za vodu", "Crni luk", "Motor trofazni", "Jogurt", "Caj u kesicama"]
    rows = [[f"{40 + n % 3}", codes[n * 5 % 6], texts[n * 5 % 6], f"{n + 3}"] for n in range(36)]
    layout = recognise([["Rezim", "Tarifni broj", "Opis robe", "Kolicina"], *rows])
    assert layout.mapping["hs"] == (1,)
    assert layout.hs_digits == 8
    assert not layout.questions


def test_a_column_called_article_whose_values_are_names_of_goods_is_the_description() -> None:
    codes = list(GOODS_OF_CODES)
    rows = [
        [codes[n % 3], f"G-{61801 + n * 37}", GOODS_OF_CODES[codes[n % 3]][n % 2], f"{n + 3}"]
        for n in range(30)
    ]
    layout = recognise([["Cód. TARIC", "Cód. artículo", "Artículo", "Cant."], *rows])
    assert layout.mapping["description"] == (2,)
    assert "article" not in layout.mapping or layout.mapping["article"] == (1,)


def test_of_several_numbers_like_codes_the_one_that_texts_tell_is_the_code() -> None:
    """Accounts of suppliers and days such as 12012023 are as long as codes and lie in existing chapters."""
    goods = [(code, text) for code, texts in GOODS_OF_CODES.items() for text in texts]
    goods.append(("8482102000", "Kuglični ležaj jednoredni zatvoren"))
    rows = [
        [
            f"{11 + n // 4:02}012023",
            f"401{n * 7 % 5}2926",
            goods[n * 3 % 7][0][:8],
            goods[n * 3 % 7][1],
            f"{n + 3}",
        ]
        for n in range(56)
    ]
    layout = recognise([["DATP", "CPTF", "NMC", "LBD", "QTE"], *rows])
    assert (layout.mapping["hs"], layout.mapping["description"]) == ((2,), (3,))
    assert not any(question.stops for question in layout.questions)


def test_numbers_of_declarations_are_no_days_of_a_spreadsheet_beside_a_column_of_dates() -> None:
    rows = [
        [f"{34844 + n * 13}", f"2023-01-{n % 28 + 1:02}", "8413702100", f"مضخة مياه طراز QV-{n}", f"{n + 3}"]
        for n in range(40)
    ]
    layout = recognise(
        [["رقم البيان الجمركي", "تاريخ البيان", "البند التعريفي", "وصف البضاعة", "الكمية"], *rows]
    )
    assert layout.mapping["date"] == (1,)


def test_a_value_beside_one_at_home_with_freight_in_it_is_no_tax_of_that() -> None:
    """Within a month a currency's rate hardly changes: the invoice is always some three hundredths of the customs value."""
    rng = random.Random(4)
    rows = []
    for n in range(40):
        amount = round(rng.uniform(300, 90_000), 2)
        at_home = round(amount * rng.uniform(1.02, 1.11) * (33.2 + n * 0.02), 2)
        rows.append(
            ["8413702100", f"Centrifugal pump QV-{n}", f"{rng.randint(2, 900)}", f"{amount}", f"{at_home}"]
        )
    layout = recognise(
        [
            ["البند التعريفي", "وصف البضاعة", "الكمية", "قيمة الفاتورة", "القيمة للأغراض الجمركية (جنيه)"],
            *rows,
        ]
    )
    assert (layout.mapping["value"], layout.mapping["customs_value"]) == ((3,), (4,))


def of_two_offices(count: int = 40) -> list[dict[str, str]]:
    """The lines of `declared` with declarations of two offices numbered through, and firms that pay for owners of goods."""
    offices, owners = ("10702070", "10228010"), ("ООО ГРУЗ", "ООО ТАРА", "АО КЛАДЬ", "ООО ТЮК")
    out, counter = [], 0
    for at, line in enumerate(declared(count)):
        counter += line["line_no"] == "1"
        office = offices[counter % 2]
        number_ = office + line["declaration"][8:]
        more = {"office": office, "declaration": number_, "counter": str(counter), "owner": owners[at % 4]}
        out.append(line | more | {"address": f"улица без номера {line['importer_code'][-1]}"})
    return out


def read_two(named: dict[str, str]) -> dict[str, str]:
    """Recognise that table under these headers: field of the importer -> column."""
    columns = list(named)
    rows = [[line[name] for name in columns] for line in of_two_offices()]
    layout = recognise([list(named.values()), *rows])
    return {name: columns[places[0]] for name, places in layout.mapping.items()}


NAMED = {
    "counter": "№ п/п",
    "declaration": "Номер декларации",
    "date": "Дата декларации",
    "line_no": "Номер",
    "hs": "Код ТН ВЭД",
    "description": "Описание товара",
    "quantity": "Количество",
    "unit": "Единица",
}


def test_numbers_of_declarations_that_are_counted_through_are_no_numbers_of_lines() -> None:
    assert read_two(NAMED)["line_no"] == "line_no"


@pytest.mark.parametrize("header", ["Пост", "Kod posta", "Zq1x"])
def test_codes_that_are_part_of_each_declarations_number_are_of_its_office(header: str) -> None:
    assert read_two(NAMED | {"office": header})["office"] == "office"


def test_of_two_columns_called_the_importer_the_one_with_the_tax_numbers_is_it() -> None:
    firms = {"importer_code": "ИНН", "importer": "Импортер наименование", "owner": "Импортер"}
    found = read_two(NAMED | firms)
    assert (found["importer_code"], found["importer"]) == ("importer_code", "importer")


def test_a_column_called_address_that_goes_with_the_importer_is_its_address() -> None:
    firms = {"importer_code": "ИНН", "importer": "Импортер", "address": "Адрес", "exporter": "Экспортер"}
    assert read_two(NAMED | firms)["importer_address"] == "address"


@pytest.mark.parametrize("header", ["Box 41", "Supplementary"])
def test_amounts_beside_the_unit_that_are_the_net_weight_in_kilograms_are_the_quantity(header: str) -> None:
    rng = random.Random(2)
    rows = []
    for n in range(40):
        net, weighed = round(rng.uniform(3, 900), 2), n % 2
        amount = f"{net}" if weighed else f"{rng.randint(1, 99)}"
        goods = f"GREEN VALVE OF BRASS FOR WATER PIPES, LOT {n}"
        rows.append(["84818011", goods, amount, "kg" if weighed else "pcs", f"{net}", f"{net + 1.5:.2f}"])
    headers = ["HS code", "Description of goods", header, "Unit", "Net weight, kg", "Gross weight, kg"]
    assert recognise([headers, *rows]).mapping["quantity"] == (2,)


def test_a_firm_that_is_left_when_the_model_has_spoken_may_be_a_carrier() -> None:
    headers = ["Номер декларации", "ИНН", "Импортер", "Zq1x"]
    rows = [
        [line[name] for name in ("declaration", "importer_code", "importer", "exporter")]
        for line in of_two_offices()
    ]
    known: dict[str, tuple[int, ...]] = {"declaration": (0,), "importer_code": (1,)}
    read_last = parties_of_known(columns_of(headers, rows), Assignment(known, dict.fromkeys(known, 0.97)))
    assert read_last.mapping == known | {"importer": (2,)}


def test_that_the_tax_numbers_go_with_one_of_two_columns_called_the_importer_proves_it() -> None:
    headers = ["Номер декларации", "Получатель", "Импортер", "ИНН"]
    names = ("declaration", "owner", "importer", "importer_code")
    rows = [[line[name] for name in names] for line in of_two_offices()]
    seen = columns_of(headers, rows)
    known: dict[str, tuple[int, ...]] = {"declaration": (0,), "importer": (2,), "importer_code": (3,)}
    found = with_row_relations(seen, Assignment(known, dict.fromkeys(known, 0.97)))
    assert {"importer", "importer_code"} <= found.proved
    alone = columns_of(["Номер декларации", "Zq1x", "Импортер", "ИНН"], rows)
    assert "importer" not in with_row_relations(alone, Assignment(known, dict.fromkeys(known, 0.97))).proved


def test_a_name_that_is_one_for_each_declaration_is_no_part_of_the_description() -> None:
    rows = [
        [line[name] for name in ("declaration", "line_no", "hs", "broker", "description")]
        for line in (
            one | {"broker": ("ОРЛОВ ПЁТР", "ЛЕВИН ИВАН", "КРАВЕЦ АННА")[len(one["importer"]) % 3]}
            for one in declared(60)
        )
    ]
    headers = ["Номер декларации", "Номер товара", "Код ТН ВЭД", "Наименование", "Описание товара"]
    assert recognise([headers, *rows]).mapping["description"] == (4,)


@pytest.mark.parametrize("sign", [";", "|"])
def test_properties_with_their_labels_are_the_description_together_with_the_name(sign: str) -> None:
    goods = {"8413702100": "Pompe centrifuge", "8481808190": "Vanne à bille", "8501520000": "Moteur triphasé"}
    rows = [
        [
            code,
            goods[code],
            f"marque: Quell{n % 7}{sign} modèle: QV-{n * 7}{sign} usage: {('revente', 'propre')[n % 2]}",
            f"{n + 3}",
        ]
        for n in range(48)
        for code in [list(goods)[n % 3]]
    ]
    layout = recognise(
        [["Code SH", "Nom de la marchandise", "Désignation des marchandises", "Quantité"], *rows]
    )
    assert layout.mapping["description"] == (1, 2)


@pytest.mark.parametrize("header", ["Posten", "Zq1x"])
def test_codes_of_few_digits_before_the_stroke_of_each_number_are_of_its_office(header: str) -> None:
    rows = [
        [line["declaration"], line["date"], line["hs"], line["description"], line["office"]]
        for at, line in enumerate(of_two_offices())
        for line in [line | {"office": line["office"][4:]}]
        for line in [line | {"declaration": f"{line['office']}/I/{line['declaration'][-7:]}"}]
    ]
    layout = recognise([["Номер декларации", "Дата", "Код ТН ВЭД", "Описание товара", header], *rows])
    assert layout.mapping["office"] == (4,)


@pytest.mark.parametrize("owned", [0.6, 0.0])
def test_the_firm_with_the_tax_numbers_is_the_importer_beside_one_that_receives_some_of_the_goods(
    owned: float,
) -> None:
    warehouses = ("СКЛАД ЗАПАД ООО", "СКЛАД ВОСТОК ООО")
    rows = [
        [
            line["declaration"],
            line["importer"] if at % 10 < owned * 10 else warehouses[at % 2],
            line["importer"],
            line["importer_code"],
        ]
        for at, line in enumerate(of_two_offices())
    ]
    seen = columns_of(["Номер декларации", "Получатель", "Zq1x", "Zq2x"], rows)
    known: dict[str, tuple[int, ...]] = {"declaration": (0,), "importer": (1,)}
    found = with_row_relations(seen, Assignment(known, dict.fromkeys(known, 0.97)))
    assert found.mapping["importer"] == ((2,) if owned else (1,))


@pytest.mark.parametrize("header", ["Amt", "Zq1x"])
def test_letters_that_each_declarations_number_begins_with_are_of_its_office(header: str) -> None:
    letters = ("KA", "MO", "TE")
    rows = [
        [number_, line["date"], line["hs"], line["description"], number_[:2]]
        for line in of_two_offices()
        for number_ in [f"{letters[int(line['counter']) % 3]}/24/{line['declaration'][-7:]}"]
    ]
    layout = recognise([["Номер декларации", "Дата", "Код ТН ВЭД", "Описание товара", header], *rows])
    assert layout.mapping["office"] == (4,)


def test_an_office_that_the_numbers_prove_is_read_beside_another_one() -> None:
    header = [
        "Номер декларации",
        "Дата",
        "Код ТН ВЭД",
        "Описание товара",
        "Abgangszollstelle",
        "Ausgangszollstelle",
    ]
    rows = [
        [line["declaration"], line["date"], line["hs"], line["description"], line["office"], exit_]
        for at, line in enumerate(of_two_offices())
        for exit_ in [("LT003000", "FI561200", "EE01000E")[int(line["counter"]) % 3]]
    ]
    assert recognise([header, *rows]).mapping["office"] == (4,)
