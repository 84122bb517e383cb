"""Columns that the words of the importer do not name, found by the meaning of their headers; and what speaks against it."""

from __future__ import annotations

import random
from datetime import date, timedelta

import numpy as np
import pytest

from matcher.customs.layout.assignment import Assignment, assign
from matcher.customs.layout.columns import columns_of
from matcher.customs.layout.learnt.agreement import Weighed, shipped_agreement
from matcher.customs.layout.learnt.column_model import HEADER, shipped
from matcher.customs.layout.learnt.date_model import shipped_dates
from matcher.customs.layout.learnt.table_model import Told, shipped_tables
from matcher.customs.layout.questions import SURE
from matcher.customs.layout.recognition.doubts import doubted
from matcher.customs.layout.recognition.learnt_columns import _is_out_of_order, features, with_learnt
from matcher.customs.layout.recognition.recognise import recognise
from matcher.customs.layout.rows.column_relations import relations_of
from matcher.customs.layout.rows.relations import with_row_relations
from matcher.customs.layout.vocabulary import FIELDS
from tests.support.lookalike_tables import lookalike_table

ROWS = 60
GOODS = (
    "bearing 6204 2RS C3",
    "pump for drinking water 2.2 kW",
    "helmet of aramid size L",
    "camera module with lens",
)


def table(headers: dict[str, str]) -> list[list[str]]:
    """Invented declarations with these headers: kind of column -> header."""
    rng = random.Random(3)
    rows = [list(headers.values())]
    for n in range(ROWS):
        day, number = date(2023, 2, 1) + timedelta(days=n), rng.randint(3, 900)
        made = {
            "description": f"{rng.choice(GOODS)} {n}", "hs": rng.choice(("848210", "841370", "650610")),
            "date": f"{day}", "later": f"{day + timedelta(days=rng.randint(1, 9))}", "importer": rng.choice(("Kitezh LLC", "Stonefern LLC")),
            "exporter": rng.choice(("Red Wren Co., Ltd", "Hengdun Co., Ltd")), "quantity": f"{number}", "unit": "pcs",
            "net_kg": f"{number * 1.25:.2f}", "value": f"{number * 48.5:.2f}", "currency": rng.choice(("CNY", "EUR")),
            "origin": rng.choice(("CN", "TR")), "freight": f"{number * 1.7:.2f}",
        }  # fmt: skip
        rows.append([made[kind] for kind in headers])
    return rows


def read(headers: dict[str, str]) -> dict[str, str]:
    """Field -> kind of the column that is read as it."""
    kinds = list(headers)
    return {name: kinds[places[0]] for name, places in recognise(table(headers)).mapping.items()}


def test_the_model_has_weights_for_each_class_and_each_feature() -> None:
    model = shipped()
    columns = columns_of(["HS code", ""], [["848210", "x"]] * ROWS)
    rows = features(columns.read_as, columns.profiles)
    assert rows.shape == (2, model.hidden.shape[1])
    assert model.hidden.shape[0] == len(model.hidden_offsets) == model.weights.shape[1]
    assert model.weights.shape[0] == len(model.classes) == len(model.offsets)
    assert not rows[1, :HEADER].any()
    told = shipped_tables().told(rows, relations_of(columns)).together
    assert set(told.fields) == set(FIELDS) & set(model.classes)
    assert sum(shares[0] for shares in told.fields.values()) <= 1 + 1e-9


def test_what_the_model_finds_does_not_depend_on_the_other_columns() -> None:
    rows = table({"description": "Opis robe", "hs": "Tarifna oznaka", "origin": "Zemlja porijekla"})
    whole = columns_of(rows[0], rows[1:])
    alone = columns_of(rows[0][:1], [row[:1] for row in rows[1:]])
    assert np.array_equal(
        features(whole.read_as, whole.profiles)[0], features(alone.read_as, alone.profiles)[0]
    )


def test_an_agreement_rises_with_what_both_say() -> None:
    agreement = shipped_agreement()
    assert len(agreement.mapped) == len(agreement.new) == len(Weighed._fields) + 1
    sure, likely = Weighed._fields.index("sure"), Weighed._fields.index("likely")
    assert agreement.mapped[sure] > 0 < agreement.mapped[likely]
    assert agreement.new[likely] > 0 > agreement.new[Weighed._fields.index("mapped_elsewhere")]


@pytest.mark.parametrize(
    "header", ["Merchandise as the trader words it", "What was shipped, in the seller's words"]
)
def test_a_header_in_other_words_is_found_by_its_meaning(header: str) -> None:
    headers = {
        "hs": "HS code",
        "description": header,
        "importer": "Importer",
        "exporter": "Exporter",
        "date": "Date",
    }
    assert read(headers)["description"] == "description"


def test_what_rules_read_by_values_alone_is_in_doubt_where_the_header_means_something_else() -> None:
    rows = table({"hs": "HS code", "description": "Goods", "later": "Goods left the warehouse on"})
    columns = columns_of(rows[0], rows[1:])
    rules = with_row_relations(columns, assign(columns))
    both = with_learnt(columns, rules)
    assert rules.confidence["date"] == 1.0
    assert both.confidence["date"] < SURE
    assert "date" in {question.field for question in recognise(rows).questions}


def test_freight_is_no_value() -> None:
    found = read(
        {"hs": "HS code", "description": "Goods", "freight": "Paid to the haulier", "quantity": "Quantity"}
    )
    assert "freight" not in found.values()


def test_of_tables_in_invented_words_nothing_is_read_that_several_columns_may_be() -> None:
    for seed in range(8):
        invented = lookalike_table(seed)
        columns = columns_of(invented.headers, invented.rows)
        rules = with_row_relations(columns, assign(columns))
        learnt = with_learnt(columns, rules).mapping
        assert learnt.keys() <= rules.mapping.keys() | {"value", "declaration"}
        assert not invented.wrong({name: learnt[name] for name in learnt.keys() - rules.mapping.keys()})


def test_what_known_spellings_name_stays() -> None:
    headers = {
        "date": "IMP_DATE", "hs": "HS_CODE", "description": "PRODUCT_DESCRIPTION", "importer": "IMPORTER_NAME",
        "exporter": "SUPPLIER_NAME", "quantity": "QUANTITY", "value": "TOTAL_VALUE",
    }  # fmt: skip
    rows = table(headers)
    columns = columns_of(rows[0], rows[1:])
    rules = with_row_relations(columns, assign(columns))
    assert with_learnt(columns, rules) == rules
    assert min(rules.confidence.values()) >= SURE


@pytest.mark.parametrize(("header", "asked"), [("Date of release", False), ("Contract date", True)])
def test_an_only_date_near_that_of_the_declaration_stands_for_it(header: str, asked: bool) -> None:
    layout = recognise(table({"hs": "HS code", "description": "Goods", "later": header}))
    assert layout.mapping["date"] == (2,)
    assert ("date" in {question.field for question in layout.questions}) == asked


@pytest.mark.parametrize("reverse", [False, True])
def test_of_several_columns_of_dates_that_of_the_declaration_is_read(reverse: bool) -> None:
    headers = {
        "hs": "HS code",
        "description": "Goods",
        "later": "Cargo left the terminal on",
        "date": "Declaration lodged on",
    }
    if reverse:
        headers = dict(reversed(headers.items()))
    layout = recognise(table(headers))
    assert layout.mapping["date"] == (list(headers).index("date"),)
    assert layout.confidence["date"] >= SURE


def test_dates_that_headers_do_not_tell_apart_are_asked_about() -> None:
    layout = recognise(
        table({"hs": "HS code", "description": "Goods", "later": "Day no. 1", "date": "Day no. 2"})
    )
    asked = next(question for question in layout.questions if question.field == "date")
    assert {candidate.header for candidate in asked.candidates} == {"Day no. 1", "Day no. 2"}


@pytest.mark.parametrize(("days", "asked"), [(3, False), (-3, True)])
def test_a_release_before_the_date_of_the_declaration_puts_that_in_doubt(days: int, asked: bool) -> None:
    """The date is that of the receipt in a warehouse, then."""
    rows = table({"hs": "HS code", "description": "Goods", "date": "Accepted on"})
    released = [
        f"{date.fromisoformat(row[2]) + timedelta(days=days * (n % 4 > 0))}" for n, row in enumerate(rows[1:])
    ]
    layout = recognise(
        [[*rows[0], "Date of release"], *map(lambda row, day: [*row, day], rows[1:], released)]
    )
    assert layout.mapping["date"] == (2,)
    assert ("date" in {question.field for question in layout.questions}) == asked


@pytest.mark.parametrize(("lodged", "in_doubt"), [(-1, True), (0, False), (2, False)])
def test_an_earlier_day_that_the_model_takes_for_the_date_too_puts_the_later_one_in_doubt(
    lodged: int, in_doubt: bool
) -> None:
    days = [date(2024, 3, 1) + timedelta(days=n) for n in range(20)]
    columns = columns_of(["Day A", "Day B"], [[f"{day}", f"{day + timedelta(days=lodged)}"] for day in days])
    told = Told({}, ("date", "date"), np.array([0.97, 0.47]))
    assert _is_out_of_order(columns, 0, 1, told) == in_doubt


def test_the_dates_of_a_table_are_weighed_against_each_other() -> None:
    headers = ["Invoice date", "Registration date of the declaration", "Date of release"]
    shares = shipped_dates().of_declaration(headers)
    assert shares.sum() == pytest.approx(1)
    assert shares.argmax() == 1
    alone = shipped_dates().of_declaration(headers[:1])
    assert alone.tolist() == [1.0]


def exported(headers: dict[str, str]) -> dict[str, str]:
    """As `read`, of exports of one firm, with what else a declaration has: kind of column -> header; field -> kind."""
    offices, codes = (
        ("DE004851", "DE002304"),
        {"848210": "Ball bearings", "841370": "Centrifugal pumps", "650610": "Safety headgear"},
    )
    rows = []
    for n, row in enumerate(
        table({"hs": "", "description": "", "date": "", "importer": "", "quantity": "", "value": ""})[1:]
    ):
        line = dict(zip(("hs", "description", "date", "importer", "quantity", "value"), row, strict=True))
        line |= {"tariff": codes[row[0]], "declaration": f"E {2732 + n // 3}", "office": offices[n % 2]}
        line |= {"broker": ("0547B", "0573U", "0028J")[n % 3], "currency": ("CNY", "EUR")[n % 2]}
        rows.append([line[kind] for kind in headers])
    kinds, layout = list(headers), recognise([list(headers.values()), *rows])
    asked = {question.field for question in layout.questions}
    return {name: kinds[places[0]] for name, places in layout.mapping.items() if name not in asked}


def test_the_official_text_of_the_code_is_not_the_description_though_it_goes_with_the_code() -> None:
    found = exported(
        {
            "date": "Date of declaration",
            "hs": "HS code",
            "tariff": "Tariff text",
            "description": "Goods as the trader words it",
            "importer": "Importer",
            "quantity": "Quantity",
            "value": "Invoice value",
            "currency": "Currency",
        }
    )
    assert found.get("description") in (None, "description")


def test_numbers_of_a_form_that_no_rule_knows_are_read_where_the_header_is_plain() -> None:
    found = exported(
        {
            "declaration": "Numéro de déclaration",
            "date": "Date de déclaration",
            "hs": "Position tarifaire",
            "description": "Désignation des marchandises",
            "importer": "Importateur",
            "office": "Bureau de douane",
            "broker": "Code agrément du transitaire",
            "quantity": "Quantité",
            "value": "Valeur facture",
            "currency": "Monnaie",
        }
    )
    assert (found["declaration"], found["declarant_code"]) == ("declaration", "broker")


@pytest.mark.parametrize(("beside", "sure"), [("Colis", 0.98), ("Code tarifaire", 0.7)])
def test_a_code_that_may_be_of_another_tariff_is_the_hs_code_where_it_is_the_only_one(
    beside: str, sure: float
) -> None:
    rows = [[("848210", "841370", "650610")[n % 3], f"84{n % 3 + 10}.00", f"{n + 2}"] for n in range(30)]
    columns = columns_of(["SH 6", beside, "Qté"], rows)
    likely = np.array([0.3, 0.1, 0.0])
    told = Told({"hs": likely}, ("~another_hs", "~packages", "quantity"), np.array([0.7, 0.6, 0.9]))
    rules = Assignment({"hs": (0,)}, {"hs": 0.98})
    assert doubted({"hs": 0}, {"hs": 0.7}, told, columns, rules)["hs"] == sure


def test_a_header_that_plainly_names_a_field_is_believed_where_the_model_takes_it_for_that_too_however_likely() -> (
    None
):
    columns = columns_of(["Colný úrad", "Režim"], [["SK5230", "40 00"], ["SK5700", "42 00"]] * 12)
    rules = assign(columns)
    assert rules.mapping["office"] == (0,)
    for likeliest, sure in (("office", rules.confidence["office"]), ("~port", 0.6)):
        told = Told({"office": np.array([0.35, 0.1])}, (likeliest, "~procedure"), np.array([0.35, 0.9]))
        assert doubted({"office": 0}, {"office": 0.6}, told, columns, rules)["office"] == sure


@pytest.mark.parametrize(
    "header",
    [
        "Cikkszám",
        "Art.-Nr.",
        "Obj. č.",
        "Kat. číslo",
        "Tuotenro",
        "Stok Kodu",
        "Cod. articolo",
    ],
)
def test_numbers_of_articles_are_named_so_in_many_languages(header: str) -> None:
    assert "article" in columns_of([header], [["QV-4471"]] * 8).readings[0].evidence
