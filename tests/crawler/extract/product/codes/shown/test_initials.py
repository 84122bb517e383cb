"""Codes that begin with the initials of the product's name."""

from __future__ import annotations

import pytest

from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.product.codes.shown.initials import initialed_codes, owned_codes, shortened_codes
from tests.support.growth import filled, grows_linearly


def layout_of(body: str) -> Layout:
    page = f"<html><body><main>{body}</main></body></html>".encode()
    return Layout(read_document(page, "https://mill.example/seat.html", {}))


@pytest.mark.parametrize(
    ("name", "text", "codes"),
    [
        ("Tripod Seat", "Turned legs. TS-120 seats are made of oak.", {"TS-120"}),
        ("Folding Garden Chair", "Drawings of FGC 7.5 and its feet", {"FGC 7.5"}),
        ("Stolička z dubu", "Naše SD-40 je z dubu.", {"SD-40"}),
        ("Табурет складной", "Модельный ряд начинает ТС-12.", {"ТС-12"}),
        ("Tripod Seat with back", "TS-120 is another.", set()),  # two of four words
        ("Air Crane", "Runs from AC-220 V or AC220V.", set()),
        ("Epoxy Net", "Tested to EN 388 and EN-388.", set()),
        ("Tripod Seat", "Goes with <a href=/back.html>the back TS-9B</a>.", set()),
        ("Tripod Seat", "TS-120 or TS-130", {"TS-120", "TS-130"}),
    ],
)
def test_a_code_begins_with_the_initials_of_the_name(name: str, text: str, codes: set[str]) -> None:
    assert initialed_codes(layout_of(f"<h1>{name}</h1><p>{text}</p>"), name) == codes


@pytest.mark.parametrize(
    ("name", "text", "codes"),
    [
        ("Jakkara Koivula 90", "KV 90 - kirkas lakka", {"KV 90"}),
        ("Табурет Дубок 120", "Дубок 120 (ДБК-120) из дуба.", {"ДБК-120"}),
        ("Jakkara Koivula 90", "KV 80, LV 90, VK 90 ja KÄ 90.", set()),
        ("Jakkara Koivula 90", "KV 90 kg kestää hyvin.", set()),
        ("Jakkara Koivula 90", "Koivula 90, KOIVULA 90.", set()),
        ("Jakkara Koivula 90", "Katso myös <a href=/kv.html>KV 90</a>.", set()),
    ],
)
def test_a_code_shortens_a_word_of_the_name_and_has_its_number(name: str, text: str, codes: set[str]) -> None:
    assert shortened_codes(layout_of(f"<h1>{name}</h1><p>{text}</p>"), name) == codes


@pytest.mark.parametrize(
    ("name", "text", "codes"),
    [
        ("Low Tripod Seat", "Of oak. OTS-120 seats are turned.", {"OTS-120"}),
        ("Tripod Seat of oak", "Our OTS-120/4 is for workshops.", {"OTS-120/4"}),
        ("Low Tripod Seat", "Goes with the OTB-9 back and the ATS-9.", set()),
        ("Low Tripod Seat", "Goes with <a href=/o.html>the OTS-9</a>.", set()),
        ("Taburet DPI z dębu", "Do warsztatu. Typ ODPI.", {"ODPI"}),
        ("Low Tripod Seat", "Of oak. Type designation: OTS.", {"OTS"}),
        ("Low Tripod Seat", "OTS is a standard. Tested by OTS.", set()),  # nothing calls it a model
        ("Low Tripod Seat", "Type: OAK. Type: OTB.", set()),
    ],
)
def test_a_code_begins_with_the_firms_initial_and_those_of_the_name(
    name: str, text: str, codes: set[str]
) -> None:
    assert owned_codes(layout_of(f"<h1>{name}</h1><p>{text}</p>"), name, {"oakmill"}) == codes


@pytest.mark.parametrize("piece", ["TS", "TS-1.", "TS ", "T"])
def test_texts_of_initials_are_read_in_linear_time(piece: str) -> None:
    def page(size: int) -> Layout:
        return layout_of(f"<p>{filled(piece, size)}</p>" * 20)

    owners = {"oakmill", "ashmill"}
    assert grows_linearly(lambda n: initialed_codes(page(n), "Tripod Seat of Oak"), 230)
    assert grows_linearly(lambda n: shortened_codes(page(n), "Tripod 1 " * 50), 230)
    assert grows_linearly(lambda n: owned_codes(page(n), "Tripod Seat " * 50, owners), 230)
