"""Properties below pictures."""

from __future__ import annotations

import pytest

from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.product.specs.page_specs import read_specs
from tests.support.growth import filled, grows_linearly


def specs(*captions: str) -> dict[str, str]:
    figures = "".join(
        f"<figure><img src={at}.jpg><figcaption>{text}</figcaption></figure>"
        for at, text in enumerate(captions)
    )
    page = f"<html><body><main><h1>Eichenleiter</h1><p>Für Obst.</p>{figures}</main></body></html>"
    document = read_document(page.encode(), "https://leiter.example/l/7.html", {})
    return {label: value for label, value, _ in read_specs(Layout(document))}


def test_captions_side_by_side_are_properties() -> None:
    assert specs("Länge : 41 cm", "Holz : Eiche") == {"Länge": "41 cm", "Holz": "Eiche"}


@pytest.mark.parametrize(
    "captions",
    [
        ("Obstgarten: die Ernte",),
        ("Bild 1: Der Kopf", "Bild 2: Der Fuß"),
        ("Ausführung: rot", "Ausführung: blau"),
        ("Tritt: Eiche", "Die Leiter im Garten"),
    ],
)
def test_captions_of_what_is_pictured_are_none(captions: tuple[str, ...]) -> None:
    assert specs(*captions) == {}


@pytest.mark.parametrize("piece", [":", "a: ", "a "])
def test_long_captions_are_read_in_linear_time(piece: str) -> None:
    assert grows_linearly(lambda n: specs(filled(piece, n), "Holz: Eiche"), 2_000)


def blocks(*texts: str) -> dict[str, str]:
    inside = "".join(f'<div><img src={at}.gif><p class="c">{text}</p></div>' for at, text in enumerate(texts))
    page = f"<html><body><h1>Obstleiter</h1>{inside}</body></html>"
    document = read_document(page.encode(), "https://leiter.example/l/7.html", {})
    return {label: value for label, value, _ in read_specs(Layout(document))}


def test_a_bold_label_above_its_value_in_blocks_of_one_class_is_a_property() -> None:
    read = blocks("<strong>Holmlänge</strong><br>41 cm", "<strong>Sprossenabstand</strong><br>28 cm, rund")
    assert read == {"Holmlänge": "41 cm", "Sprossenabstand": "28 cm, rund"}


@pytest.mark.parametrize(
    "texts",
    [
        ("<b>Leicht</b><br>Man trägt sie allein", "<b>Fest</b><br>Sie steht auf jedem Boden"),
        ("<b>Holmlänge</b><br>41 cm", "Eine Leiter<b>gut</b><br>2 cm"),
        ("<b>Holmlänge</b><br>41 cm",),
    ],
)
def test_praise_in_blocks_and_one_block_alone_are_none(texts: tuple[str, ...]) -> None:
    assert blocks(*texts) == {}
