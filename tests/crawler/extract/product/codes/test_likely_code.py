"""The likeliest code of a page, where no rule finds one."""

from __future__ import annotations

import numpy as np
import pytest

from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.product.codes.likely.candidates import Candidate, code_candidates
from crawler.extract.product.codes.likely.likely_code import chosen, likely_codes, weighed_candidates
from tests.support.growth import grows_linearly


def layout(body: str, address: str = "p/7.html", head: str = "") -> Layout:
    page = f"<html><head>{head}</head><body><main>{body}</main></body></html>".encode()
    return Layout(read_document(page, f"https://mill.example/{address}", {}))


def codes(body: str, name: str) -> tuple[str, ...]:
    return likely_codes(layout(f"<h1>{name}</h1>{body}"), name, [])


@pytest.mark.parametrize(
    ("name", "body", "found"),
    [
        (
            "Gozdna sekira Bukev 700",
            "<p>Sekira BK-700 je narejena iz kovanega jekla, za vejo do 8 cm.</p>",
            "BK-700",
        ),
        (
            "Мотопомпа Ручей 80",
            "<p>Мотопомпа РЧ-80.02 качает чистую воду, для дачи и сада.</p><p>Вес 24 кг</p>",
            "РЧ-80.02",
        ),
        ("Hand winch", "<p>Winch with a steel hook for loads of 500 kg, tested to EN 14492-1.</p>", ""),
        ("Felt", "<p>Felt of wool, 3 mm.</p>", ""),
    ],
)
def test_a_code_that_sentences_name_in_their_own_way(name: str, body: str, found: str) -> None:
    assert codes(body, name) == tuple(found.split())


def test_all_that_has_the_form_of_a_code_is_a_candidate_once_with_all_its_places() -> None:
    page = layout(
        "<h1>Winch</h1><p>The QV-20 pulls 500 kg.</p><ul><li>QV-20</li><li>QV-32</li></ul>"
        '<img src="/p/qv-40.jpg" alt="Winch QV-40 W"><p>Order 21 725 or 05.02.114-01.</p>',
        "p/winch-qx-9.html",
    )
    found = {one.text: one.features for one in weighed_candidates(page, "Winch", [])}
    assert {"QV-20", "QV-32", "QV-40", "21 725", "05.02.114-01", "QX-9"} <= found.keys()
    assert found["QV-20"]["in_sentence"] == found["QV-20"]["entry"] == found["QV-20"]["alone"] == 1
    assert found["QV-20"]["count"] == 2
    assert found["QV-40"]["pictured"] == found["QX-9"]["only_in_address"] == 1
    assert found["QV-32"]["others_of_stem"] == 2


def test_an_address_has_a_cyrillic_code_in_latin_letters() -> None:
    page = layout("<h1>Лебёдка</h1><p>Лебёдка ЛБ-20 тянет 500 кг.</p>", "p/lebyodka-lb-20.html")
    found = {one.text: one.features for one in weighed_candidates(page, "Лебёдка", [])}
    assert found["ЛБ-20"]["ends_address"] == 1


def test_codes_of_links_to_other_pages_are_told_apart() -> None:
    page = layout('<h1>Winch</h1><p>See <a href="/p/8.html">QV-32</a>, not QV-20.</p>')
    found = {one.text: one.features for one in code_candidates(page, "Winch")}
    assert found["QV-32"]["in_link"] == 1
    assert found["QV-20"]["in_link"] == 0


@pytest.mark.parametrize("piece", ["<p>The QV-20 pulls 500 kg.</p>", "<p>" + "12 " * 300 + "</p>"])
def test_a_page_of_many_codes_is_read_in_time(piece: str) -> None:
    def read(size: int) -> None:
        likely_codes(layout("<h1>W</h1>" + piece * size), "W", [])

    assert grows_linearly(read, 50)


def test_several_likely_codes_are_a_family_or_none() -> None:
    found = [Candidate("QV-20"), Candidate("QV-32"), Candidate("TX-9")]
    assert chosen(found, np.array([0.7, 0.9, 0.1])) == ("QV-32", "QV-20")
    assert chosen(found, np.array([0.7, 0.1, 0.9])) == ()
    assert chosen([*found[:2], Candidate("QV 32")], np.array([0.8, 0.9, 0.7])) == ("QV-32", "QV-20")
    assert chosen(found, np.array([0.7, 0.1, 0.1])) == ("QV-20",)
    assert chosen(found, np.array([0.1, 0.1, 0.1])) == ()
