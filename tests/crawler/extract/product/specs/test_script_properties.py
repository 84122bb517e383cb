"""Properties that a page draws by script from data in it."""

from __future__ import annotations

import json

import pytest

from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.product.specs.page_specs import read_specs
from tests.support.growth import filled, grows_linearly

HEADING = "Pompe à vis PV-40"


def specs(script: str, kind: str = "", shown: str = "") -> dict[str, str]:
    page = f'<html><body><h1>{HEADING}</h1>{shown}<script type="{kind}">{script}</script></body></html>'
    found = read_specs(Layout(read_document(page.encode(), "https://pompes.example/p/1", {})))
    return {label: value for label, value, _ in found}


SPECS = {"Débit": "40 l/min", "Poids": "12 kg"}


@pytest.mark.parametrize(
    ("name", "stated"),
    [
        ({"code": "PV-40"}, {"spec": SPECS}),
        (
            {"title": HEADING},
            {"technicalData": [{"label": label, "value": value} for label, value in SPECS.items()]},
        ),
        ({"title": HEADING}, {"caractéristiques": [[label, value] for label, value in SPECS.items()]}),
    ],
)
def test_the_object_of_the_pages_name_or_code_is_read(
    name: dict[str, str], stated: dict[str, object]
) -> None:
    data = json.dumps({"page": {"menu": ["Accueil"], "item": {**name, **stated}}})
    assert specs(f"var state = {data}; draw(state);") == SPECS
    assert specs(data, "application/json") == SPECS
    assert specs(f"window.__STATE__={data}") == SPECS


def test_codes_of_the_object_are_those_of_the_page() -> None:
    data = json.dumps({"title": HEADING, "sku": "PV-0040", "spec": SPECS})
    assert specs(f"let p = {data};") == {"SKU": "PV-0040", **SPECS}


def test_models_that_an_object_lists_are_those_of_the_page() -> None:
    data = json.dumps({"code": "PV-40", "spec": SPECS, "option": ["PV-40-A1", "PV-40-B2"]})
    assert [*specs(f"let p = {data};").values()] == ["PV-40-A1 / PV-40-B2", *SPECS.values()]


@pytest.mark.parametrize(
    "script",
    [
        f"var p = {json.dumps({'code': 'PV-41', 'spec': SPECS})};",  # of another
        f"var p = {json.dumps([{'code': 'PV-40', 'spec': SPECS}, {'code': 'PV-40', 'spec': {'Débit': '1', 'Bar': '2'}}])};",
        f"var p = {json.dumps({'code': 'PV-40', 'settings': {'lang': 'fr', 'theme': 'dark'}})};",
        "var p = {code: 'PV-40', spec: {'Débit': '40 l/min'}};",  # no JSON
        "",
    ],
)
def test_data_of_others_and_of_the_program_are_no_properties(script: str) -> None:
    assert specs(script) == {}


def test_what_the_page_shows_is_read_alone_unless_it_is_but_a_code() -> None:
    script = f"var p = {json.dumps({'code': 'PV-40', 'spec': SPECS})};"
    assert specs(script, shown="<p>Modèle : PV-40</p>") == {"Modèle": "PV-40", **SPECS}
    table = "<table><tr><th>Corps</th><td>inox</td></tr><tr><th>Bar</th><td>8</td></tr></table>"
    assert specs(f"var p = {json.dumps({'code': 'PV-40', 'spec': SPECS})};", shown=table) == {
        "Corps": "inox",
        "Bar": "8",
    }


@pytest.mark.parametrize("piece", ['a={"b":', "a=[", "{[", '"a" = ', "aaaa", 'x={"k":"', "a=  "])
def test_hostile_scripts_take_linear_time(piece: str) -> None:
    assert grows_linearly(lambda size: specs(filled(piece, size)), 20_000)
