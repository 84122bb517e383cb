"""Which text of a page is the description of its product."""

from __future__ import annotations

import pytest

from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.product.description import description_shown

LONG = "Réducteur à vis sans fin pour convoyeurs, carter en fonte, rapport 1:40."


def shown(body: str) -> list[str]:
    page = f"<html><head><title>R 40</title></head><body>{body}</body></html>"
    document = read_document(page.encode(), "https://maker.example/r-40.html", {})
    return description_shown(document, Layout(document))


@pytest.mark.parametrize(
    "body",
    [
        # a table around the heading lays out the page
        f"<table><tr><td>Accueil</td><td><h1>R 40</h1><p>{LONG}</p></td></tr></table>",
        # the heading stands in another table
        f"<table><tr><td><h1>R 40</h1></td></tr></table><table><tr><td><img src=a.jpg></td><td>{LONG}</td></tr></table>",
        # no heading: a cell of many lines lays out the page
        f"<table><tr><td>Accueil<br>Contact</td><td>R 40<br>Réducteur<br>Réf. 12<br>Prix<br>Stock<p>{LONG}</td></tr></table>",
        # a form around the whole page, as ASP.NET writes it
        f"<form id=aspnetForm><h1>R 40</h1><p>{LONG}</p></form>",
        # the text beside the picture, name and price after it
        f"<div class=row><div><p>{LONG}</p></div><div><h1>R 40</h1><p>Prix 20 €</p></div></div>",
    ],
)
def test_text_in_tables_and_forms_that_lay_out_the_page_is_read(body: str) -> None:
    assert LONG in shown(body)


def test_cells_of_data_and_questions_of_forms_are_no_description() -> None:
    cell = "une valeur de plusieurs mots dans un tableau"
    body = (
        f"<h1>R 40</h1><p>{LONG}</p><table><tr><td>Usage</td><td>{cell}</td></tr></table>"
        "<form><p>Laissez-nous votre adresse et nous vous rappelons.</p></form>"
    )
    assert shown(body) == [LONG]


def test_the_line_below_the_heading_and_short_sentences_say_what_the_goods_are() -> None:
    body = "<h1>R 40</h1><div>Réducteur planétaire</div><p>Carter en fonte.</p><p>Voir la fiche</p>"
    assert shown(body) == ["Réducteur planétaire", "Carter en fonte."]
    assert shown("<font size=5>R 40</font><br>Réducteur planétaire<br>Voir la fiche") == [
        "Réducteur planétaire"
    ]


def test_items_of_a_list_without_links_and_labels_say_what_the_goods_have() -> None:
    body = "<h1>R 40</h1><p>Réducteur planétaire</p><ul><li>24 dents, trempées<li>230 V, 480 W<li>Masse 62 kg</ul>"
    assert shown(body) == ["Réducteur planétaire", "24 dents, trempées", "230 V, 480 W", "Masse 62 kg"]


@pytest.mark.parametrize(
    "items",
    [
        "<li><a href=r50.html>R 50</a><li><a href=r60.html>R 60</a>",  # other pages
        "<li>Poids : 12 kg<li>Rapport : 1:40",  # properties
        "<li>Imprimer",  # alone
    ],
)
def test_lists_of_links_and_of_properties_are_no_description(items: str) -> None:
    assert shown(f"<h1>R 40</h1><p>{LONG}</p><ul>{items}</ul>") == [LONG]
