"""Columns that the model finds likeliest and that the rows confirm: weights, the only amount left, the importer's numbers."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import pytest

from matcher.customs.layout.assignment import Assignment
from matcher.customs.layout.columns import columns_of
from matcher.customs.layout.learnt.table_model import Told
from matcher.customs.layout.recognition.confirmed import confirmed
from matcher.customs.layout.recognition.doubts import doubted
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
    none = dict.fromkeys(("value", "value_usd", "customs_value"), np.zeros(2))
    told = Told(none, likeliest, np.array([0.7, 0.6]))
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


def told_of(**shares: dict[int, float]) -> Told:
    """What a model says of ten columns: class -> column -> share; other classes have none."""
    found = {name: np.array([of.get(place, 0.0) for place in range(10)]) for name, of in shares.items()}
    fields = {
        name: found.get(name, np.zeros(10))
        for name in ("value", "value_usd", "customs_value", "departure", "origin", "office", "date", "hs")
    }
    names = [*found]
    table = np.stack([found[name] for name in names])
    likeliest = tuple(names[best].replace("other_", "~", 1) for best in table.argmax(axis=0))
    return Told(fields, likeliest, table.max(axis=0))


def lines_of_bills() -> list[list[str]]:
    """Lines of a manifest: bill, days of loading and arrival, ship, origin, country they are sent from, value, value at home."""
    rng, rows = random.Random(3), []
    for n in range(ROWS):
        origin, day = rng.choice(("CN", "VN", "IT", "DE")), n % 9 + 1
        sent = origin if n % 4 else "AE"
        value, currency = rng.uniform(50, 9000), rng.choice(("USD", "EUR"))
        home = value * {"USD": 130, "EUR": 141}[currency] * rng.uniform(1.02, 1.12)
        days = (f"2023-04-0{day}", f"2023-05-1{day}")
        money = (currency, f"{value:.2f}", f"{home:.2f}")
        rows.append([f"QXZU{n // 2:07d}", *days, "MV BRENT", origin, sent, *money])
    return rows


def confirmed_of(told: Told, **known: int) -> dict[str, tuple[int, ...]]:
    """What is confirmed of `lines_of_bills`, of which these fields are known; that of the date is in doubt."""
    columns = columns_of([*"abcdefghi"], lines_of_bills())
    sure = dict.fromkeys(known, 0.97) | ({"date": 0.6} if "date" in known else {})
    assignment = Assignment({name: (place,) for name, place in known.items()}, sure)
    return confirmed(columns, assignment, told, relations_of(columns)).mapping


def test_a_manifest_is_numbered_by_its_bills_and_dated_by_their_arrival() -> None:
    bills = {"other_transport_document": {0: 0.9}, "other_vessel": {3: 0.9}, "date": {1: 0.3, 2: 0.6}}
    assert confirmed_of(told_of(**bills), date=2)["declaration"] == (0,)
    assert "declaration" not in confirmed_of(told_of(**{**bills, "other_vessel": {}}), date=2)
    assert confirmed_of(told_of(**bills), declaration=8, date=2)["declaration"] == (8,)


def test_the_country_that_most_goods_are_sent_from_and_made_in_is_that_of_departure() -> None:
    likely = told_of(departure={5: 0.6}, origin={4: 0.9, 5: 0.3})
    assert confirmed_of(likely, origin=4)["departure"] == (5,)
    assert "departure" not in confirmed_of(told_of(departure={5: 0.6}), origin=4)


def test_the_value_at_home_with_the_freight_of_each_line_is_the_customs_value() -> None:
    likely = told_of(customs_value={8: 0.4}, value_usd={8: 0.5})
    known = {"value": 7, "value_usd": 3, "currency": 6, "origin": 4}
    assert confirmed_of(likely, **known)["customs_value"] == (8,)
    assert "customs_value" not in confirmed_of(told_of(customs_value={8: 0.2}, value={8: 0.1}), **known)


@pytest.mark.parametrize(("invoiced", "sure"), [(0.9, 0.3), (0.5, 0.97)])
def test_a_known_spelling_is_in_doubt_where_the_model_is_sure_of_another_value_and_of_the_values_column(
    invoiced: float, sure: float
) -> None:
    rows = [[f"{net * 3:.2f}", f"{net * (400 + n * 7 % 900):.2f}"] for n, net in enumerate(NET)]
    columns = columns_of(["Zq1x", "CIF value"], rows)
    assert "value" in columns.readings[1].sure
    told = told_of(value={0: invoiced}, customs_value={1: 0.9})
    assignment = Assignment({"value": (1,)}, {"value": 0.97})
    assert doubted({"value": 1}, {"value": 0.3}, told, columns, assignment) == {"value": sure}


def lines_with_offices(number: str, offices: Sequence[str]) -> list[list[str]]:
    """Lines of declarations, whose numbers have this form, with one of three offices each, and an amount that is another in each."""
    return [
        [number.format(n), f"{line}", offices[n * 7 % 5 % 3], f"{n * 17.31 + line:.2f}"]
        for n in range(20)
        for line in range(1, n % 3 + 2)
    ]


@pytest.mark.parametrize("share", [0.9, 0.7])
def test_few_names_one_for_each_declaration_that_the_model_takes_for_offices_are_the_office(
    share: float,
) -> None:
    rows = lines_with_offices("2023-{:06d}", ("Puerto Alto", "Paso Hondo", "Muelle Norte"))
    columns = columns_of(["a", "b", "Office", "Customs duty"], rows)
    known: dict[str, tuple[int, ...]] = {"declaration": (0,), "line_no": (1,)}
    assignment = Assignment(known, dict.fromkeys(known, 0.97))
    told = told_of(office={2: share})
    found = confirmed(columns, assignment, told, relations_of(columns)).mapping
    assert ("office" in found) == (share > 0.8)


@pytest.mark.parametrize("share", [0.6, 0.4])
def test_codes_that_their_header_alone_calls_those_of_offices_are_the_office_where_the_model_thinks_so_too(
    share: float,
) -> None:
    rows = lines_with_offices("{:06d}", ("070100", "040300", "B10"))
    columns = columns_of(["Nomor daftar", "Nomor urut", "Kode kantor", "Jumlah"], rows)
    known: dict[str, tuple[int, ...]] = {"declaration": (0,), "line_no": (1,)}
    told = told_of(office={2: share}, date={2: 0.45})
    found = confirmed(columns, Assignment(known, dict.fromkeys(known, 0.97)), told, relations_of(columns))
    assert ("office" in found.mapping) == (share > 0.5)


@pytest.mark.parametrize(("share", "found"), [(0.4, True), (0.2, False)])
def test_codes_whose_header_speaks_of_an_office_are_it_where_nothing_else_is_likelier(
    share: float, found: bool
) -> None:
    rows = lines_with_offices("{:06d}", ("0301", "0707", "0912"))
    headers = ("Nomor daftar", "Nomor urut", "Kantor", "Jumlah")
    read = confirmed_lines(rows, told_of(office={2: share}), "declaration", "line_no", headers=headers)
    assert ("office" in read) == found


@pytest.mark.parametrize(
    ("of_one", "share", "header"),
    [(True, 0.5, "e"), (True, 0.1, "e"), (False, 0.5, "e"), (True, 0.5, "pais adquisicion")],
)
def test_the_only_country_that_is_one_for_each_declaration_is_that_of_departure(
    of_one: bool, share: float, header: str
) -> None:
    """Beside the country of origin and one of a preference, which are others in each line; and where no header says purchase."""
    rng, rows = random.Random(5), []
    for n in range(24):
        sent = rng.choice(("DE", "TR", "CN"))
        for line in range(1, 4):
            origin = rng.choice(("CN", "VN", "IT"))
            departure = sent if of_one else rng.choice(("DE", "TR", "CN"))
            rows.append([f"QV{n:05d}", f"{line}", origin, origin, departure])
    columns = columns_of(["declaracion", "item", "pais origen", "d", header], rows)
    known: dict[str, tuple[int, ...]] = {"declaration": (0,), "line_no": (1,), "origin": (2,)}
    told = told_of(origin={2: 0.9, 3: 0.5}, departure={3: 0.3, 4: share}, office={4: 0.2})
    found = confirmed(columns, Assignment(known, dict.fromkeys(known, 0.97)), told, relations_of(columns))
    assert found.mapping.get("departure") == ((4,) if of_one and share == 0.5 and header == "e" else None)


def test_a_header_that_may_say_so_supports_the_country_of_departure() -> None:
    rng, rows = random.Random(5), []
    for n in range(24):
        sent = rng.choice(("DE", "TR", "CN"))
        rows += [[f"QV{n:05d}", f"{line}", rng.choice(("CN", "VN", "IT")), sent] for line in range(1, 4)]
    for header, place in (("Nos. valsts", (3,)), ("Zq1x", None)):
        columns = columns_of(["MRN", "Prece", "Izcelsmes valsts", header], rows)
        known: dict[str, tuple[int, ...]] = {"declaration": (0,), "line_no": (1,), "origin": (2,)}
        told = told_of(origin={2: 0.7, 3: 0.17}, departure={3: 0.35}, office={3: 0.1})
        sure = Assignment(known, dict.fromkeys(known, 0.97))
        assert confirmed(columns, sure, told, relations_of(columns)).mapping.get("departure") == place


@pytest.mark.parametrize(
    ("marks", "share", "found"),
    [
        (("QUELL", "RED WREN", "Stonefern"), 0.99, "trademark"),
        (("QUELL", "RED WREN", "Stonefern"), 0.6, "mark"),
        (("08X18H10", "12X18H9T", "AISI 304"), 0.99, "mark"),
    ],
)
def test_a_mark_of_names_is_the_trademark_of_a_file_without_another(
    marks: tuple[str, ...], share: float, found: str
) -> None:
    rows = [[f"QV{n // 2:05d}", marks[n % 3]] for n in range(24)]
    columns = columns_of(["Number", "Марка"], rows)
    told = told_of(trademark={1: share}, office={1: 0.1})
    read = confirmed(columns, Assignment({"mark": (1,)}, {"mark": 0.99}), told, relations_of(columns))
    assert read.mapping == {found: (1,)}


def at_home(headers: tuple[str, str], told: Told, read: int | None = None) -> dict[str, tuple[int, ...]]:
    """What is confirmed of a value, its currency and two amounts of it in the currency of the country, under these headers."""
    rng, rows = random.Random(6), []
    for n in range(ROWS):
        value, currency = rng.uniform(50, 9000), ("USD", "EUR")[n % 2]
        home = value * {"USD": 35.5, "EUR": 38.2}[currency]
        costs = home * rng.uniform(1.02, 1.12)
        rows.append([f"{value:.2f}", currency, f"{home:.2f}", f"{costs:.2f}"])
    columns = columns_of(["Amount", "Currency", *headers], rows)
    known: dict[str, tuple[int, ...]] = {"value": (0,), "currency": (1,)}
    if read is not None:
        known["customs_value"] = (read,)
    return confirmed(
        columns, Assignment(known, dict.fromkeys(known, 0.97)), told, relations_of(columns)
    ).mapping


@pytest.mark.parametrize(
    ("headers", "place"),
    [
        (("FOB baht", "CIF baht"), 3),
        (("Statistical value", "Zq1x"), 3),
        (("Zq1x", "Statistical value"), 2),
        (("Decl. Value", "Assd. Value"), 3),
        (("Zq1x", "Zq2x"), None),
    ],
)
def test_of_two_values_at_home_the_customs_value_is_told_by_what_the_other_is_called(
    headers: tuple[str, str], place: int | None
) -> None:
    found = at_home(headers, told_of(value={0: 0.9}, customs_value={2: 0.7, 3: 0.6}))
    assert found.get("customs_value") == (None if place is None else (place,))


@pytest.mark.parametrize(("sure", "place"), [(0.95, 3), (0.6, 2)])
def test_a_base_that_is_surely_of_the_customs_is_the_customs_value_before_one_of_the_statistics(
    sure: float, place: int
) -> None:
    told = told_of(value={0: 0.9}, other_other_value={2: 0.5}, customs_value={3: sure})
    assert at_home(("Statistical value", "Zq1x"), told, read=2)["customs_value"] == (place,)


@pytest.mark.parametrize("taken_for", ["other_other_value", "other_vat"])
@pytest.mark.parametrize("freight", [1.06, 1.0])
def test_a_value_with_costs_at_a_stated_rate_is_the_customs_value(taken_for: str, freight: float) -> None:
    """Without costs it may be the value as it was booked."""
    rng, rows = random.Random(9), []
    for n in range(ROWS):
        value, rate = rng.uniform(50, 9000), 905.25 + n % 5
        rows.append([f"{value:.2f}", "USD", f"{rate:.2f}", f"{value * rate * freight:.2f}"])
    columns = columns_of(["Amount", "Currency", "Zq1x", "Zq2x"], rows)
    known: dict[str, tuple[int, ...]] = {"value": (0,), "currency": (1,)}
    told = told_of(value={0: 0.9}, **{taken_for: {3: 0.6}})
    found = confirmed(columns, Assignment(known, dict.fromkeys(known, 0.97)), told, relations_of(columns))
    right = taken_for == "other_other_value" and freight > 1
    assert found.mapping.get("customs_value") == ((3,) if right else None)


def confirmed_lines(
    rows: list[list[str]], told: Told, *known: str, headers: tuple[str, ...] = ()
) -> dict[str, tuple[int, ...]]:
    """What is confirmed of rows whose first columns are surely these fields."""
    columns = columns_of(headers or [f"Zq{n}x" for n in range(len(rows[0]))], rows)
    mapping = {name: (place,) for place, name in enumerate(known)}
    sure = Assignment(mapping, dict.fromkeys(known, 0.97))
    return confirmed(columns, sure, told, relations_of(columns)).mapping


def sold(of_exporter: bool) -> list[list[str]]:
    """Exporters, countries of origin, and countries that are each exporter's own, or any."""
    rng, home = random.Random(2), {"RED WREN LTD": "TR", "QUIET RIVER CO": "CN", "STONE OWL LLC": "DE"}
    names = [rng.choice(list(home)) for _ in range(ROWS)]
    return [
        [name, rng.choice(("CN", "VN", "IT")), home[name] if of_exporter else rng.choice(("CN", "TR"))]
        for name in names
    ]


@pytest.mark.parametrize(
    ("header", "of_exporter", "found"),
    [("Zq1x", True, True), ("Zq1x", False, False), ("Страна изготовителя", True, False)],
)
def test_the_only_country_that_is_each_exporters_own_is_that_of_departure(
    header: str, of_exporter: bool, found: bool
) -> None:
    headers = ("Отправитель", "Страна происхождения", header)
    read = confirmed_lines(
        sold(of_exporter), told_of(departure={2: 0.1}), "exporter", "origin", headers=headers
    )
    assert ("departure" in read) == found


@pytest.mark.parametrize(("share", "days", "found"), [(0.9, 3, True), (0.6, 3, False), (0.9, 1, False)])
def test_numbers_that_the_model_takes_for_declarations_are_those_where_each_is_of_one_day(
    share: float, days: int, found: bool
) -> None:
    rows = [[f"2023-03-{n // days + 1:02d}", f"QV{n // 3 + 48100}"] for n in range(28)]
    assert ("declaration" in confirmed_lines(rows, told_of(declaration={1: share}), "date")) == found


def test_numbers_under_a_word_for_seals_are_no_declarations_whatever_the_model_thinks() -> None:
    rows = [[f"2023-03-{n // 3 + 1:02d}", f"QV{n // 3 + 48100}"] for n in range(28)]
    for header, found in (("Sigiliu", False), ("Numar", True)):
        read = confirmed_lines(rows, told_of(declaration={1: 0.9}), "date", headers=("Data", header))
        assert ("declaration" in read) == found


def test_numbers_that_go_with_exporters_alone_are_theirs_whatever_the_model_thinks_of_their_header() -> None:
    columns = columns_of(["Firm", "Tax number"], [[firm, FIRMS[firm]] for firm in IMPORTERS])
    told = told_of(importer_code={1: 0.98}, exporter={0: 0.9})
    read = {"exporter_code": (1,)}
    proved = Assignment(read, {"exporter_code": 0.97}, proved=frozenset(read))
    assert doubted({"exporter_code": 1}, {"exporter_code": 0.1}, told, columns, proved) == {
        "exporter_code": 0.97
    }


@pytest.mark.parametrize(("share", "found"), [(0.85, True), (0.7, False)])
def test_of_two_firms_the_model_takes_one_for_each_party_one_of_them_rather_surely(
    share: float, found: bool
) -> None:
    partners = {"Stonefern LLC": "Quiet River", "Kitezh LLC": "Grey Otter", "Red Wren Co": "Owl and Sons"}
    rows = [["x", firm, partners[firm]] for firm in IMPORTERS]
    read = confirmed_lines(rows, told_of(exporter={1: share}, importer={2: 0.55}), "line_no")
    assert ({"exporter": (1,), "importer": (2,)}.items() <= read.items()) == found


@pytest.mark.parametrize(("header", "sure"), [("Foreign partner", False), ("Foreign seller", True)])
def test_a_partner_abroad_is_the_party_that_the_model_takes_it_for(header: str, sure: bool) -> None:
    columns = columns_of(["Goods", header], [["pumps", firm] for firm in IMPORTERS])
    told = told_of(importer={1: 0.6})
    read = Assignment({"exporter": (1,)}, {"exporter": 0.96})
    assert (doubted({"exporter": 1}, {"exporter": 0.3}, told, columns, read)["exporter"] > 0.9) == sure


@pytest.mark.parametrize(
    ("header", "known", "sure"),
    [("Foreign partner", "Exporter", True), ("Foreign partner", "Firm", False)],
)
def test_a_partner_abroad_is_the_importer_beside_a_firm_that_is_called_the_exporter(
    header: str, known: str, sure: bool
) -> None:
    columns = columns_of([known, header], [["Grey Otter", firm] for firm in IMPORTERS])
    told = told_of(exporter={1: 0.9})
    read = Assignment({"exporter": (0,), "importer": (1,)}, {"exporter": 0.96, "importer": 0.96})
    together = {"exporter": 0.9, "importer": 0.2}
    found = doubted({"exporter": 0, "importer": 1}, together, told, columns, read)
    assert (found["importer"] > 0.9) == sure


@pytest.mark.parametrize(
    ("header", "share", "found"), [("Firma", 0.9, True), ("Firma", 0.7, False), ("Nakliyeci", 0.9, False)]
)
def test_beside_a_named_buyer_the_firm_that_the_model_takes_for_the_seller_is_the_exporter(
    header: str, share: float, found: bool
) -> None:
    sellers = ("Bozkurt Tarım", "Kardelen Gıda", "Yayla Makina")
    rows = [[firm, sellers[n % 3]] for n, firm in enumerate(IMPORTERS)]
    read = confirmed_lines(rows, told_of(exporter={1: share}), "importer", headers=("Alıcı", header))
    assert ("exporter" in read) == found


@pytest.mark.parametrize(
    ("header", "of_importer", "found"),
    [("Дзяржава прызначэння", True, True), ("Дзяржава прызначэння", False, False), ("Zq1x", True, False)],
)
def test_the_only_country_that_is_called_so_and_is_each_importers_own_is_the_destination(
    header: str, of_importer: bool, found: bool
) -> None:
    home = {"Stonefern LLC": "JP", "Kitezh LLC": "CN", "Red Wren Co": "DE"}
    rows = []
    for number in range(30):
        importer, sent = IMPORTERS[number], ("JP", "CN", "DE")[number * 7 % 5 % 3]
        country = home[importer] if of_importer else sent
        rows += [
            [f"{4100 + number}", f"{line}", importer, ("Bor", "Luh")[number % 2], country] for line in (1, 2)
        ]
    known = ("declaration", "line_no", "importer", "exporter")
    headers = ("Нумар", "Паз.", "Пакупнік", "Экспарцёр", header)
    read = confirmed_lines(rows, told_of(origin={4: 0.7}), *known, headers=headers)
    assert ("destination" in read) == found


@pytest.mark.parametrize("name", ["trademark", "model"])
@pytest.mark.parametrize(
    ("within", "share", "found"), [(True, 0.85, True), (True, 0.6, False), (False, 0.85, False)]
)
def test_names_that_stand_in_the_descriptions_are_trademarks_or_models_where_the_model_thinks_so(
    name: str, within: bool, share: float, found: bool
) -> None:
    marks = ("OWLET", "KITEZH", "WRENCO", "STONEF")
    rows = [[f"hand drill {marks[n % 4] if within else 'of steel'} {n} V", marks[n % 4]] for n in range(24)]
    assert (name in confirmed_lines(rows, told_of(**{name: {1: share}}), "description")) == found


@pytest.mark.parametrize(("header", "sure"), [("NIP", True), ("Zq1x", False)])
def test_a_number_of_a_firm_that_looks_like_a_code_of_goods_is_believed_where_another_column_has_these(
    header: str, sure: bool
) -> None:
    rows = [[f"84137021{n % 90 + 10}", ("3004551120", "8408113340")[n % 2]] for n in range(40)]
    columns = columns_of(["HS code", header], rows)
    read = Assignment({"hs": (0,), "importer_code": (1,)}, {"hs": 0.97, "importer_code": 0.96})
    told = told_of(hs={0: 0.98, 1: 0.9})
    found = doubted({"hs": 0, "importer_code": 1}, {"hs": 0.9, "importer_code": 0.2}, told, columns, read)
    assert (found["importer_code"] > 0.9) == sure


@pytest.mark.parametrize(("share", "sure"), [(0.4, True), (0.9, False)])
def test_a_maker_in_other_letters_is_believed_where_the_model_takes_it_for_nothing_much(
    share: float, sure: bool
) -> None:
    columns = columns_of(["Tovar", "Izgotov"], [["pumps", firm] for firm in IMPORTERS])
    read = Assignment({"maker": (1,)}, {"maker": 0.96})
    told = told_of(other_port={1: share})
    assert (doubted({"maker": 1}, {"maker": 0.3}, told, columns, read)["maker"] > 0.9) == sure


@pytest.mark.parametrize(
    ("home", "found"),
    [
        ({"USD": 1.0, "EUR": 1.0}, ((0,), None)),  # in the money of each row
        ({"USD": 91.0, "EUR": 99.0}, ((2,), (0,))),  # in roubles
        ({"USD": 0.92, "EUR": 1.0}, ((2,), (0,))),  # in euros
    ],
)
def test_beside_dollars_the_only_amount_in_the_money_of_the_rows_is_the_value(
    home: dict[str, float], found: tuple[tuple[int, ...], tuple[int, ...] | None]
) -> None:
    rng, rows = random.Random(11), []
    for n in range(ROWS):
        amount, currency = rng.uniform(50, 9000), ("USD", "EUR")[n % 2]
        dollars = amount * {"USD": 1.0, "EUR": 1.09}[currency] * rng.uniform(1.01, 1.03)
        rows.append([f"{amount * home[currency]:.2f}", currency, f"{dollars:.2f}"])
    columns = columns_of(["zqv", "zqc", "zqd"], rows)
    known = {"currency": (1,), "value_usd": (2,)}
    told = told_of(customs_value={0: 0.9}, value_usd={2: 0.9})
    assignment = Assignment(known, dict.fromkeys(known, 0.97))
    read = confirmed(columns, assignment, told, relations_of(columns)).mapping
    assert (read["value"], read.get("customs_value")) == found
