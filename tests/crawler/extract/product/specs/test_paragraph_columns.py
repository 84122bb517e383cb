"""Labels and values that a builder of sites sets as paragraphs: by turns, or all labels in one and all values in the next."""

from __future__ import annotations

import pytest

from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.product.specs.page_specs import read_specs
from tests.support.growth import grows_linearly

OAR = {"Blad": "gran", "Längd": "240 cm", "Vikt": "1,9 kg", "Klass": "B"}


def specs(body: str) -> dict[str, str]:
    page = f"<html><body><h1>Åra</h1><p>Av gran.</p>{body}</body></html>"
    found = read_specs(Layout(read_document(page.encode(), "https://mill.example/p/1", {})))
    return {label: value for label, value, _ in found}


def by_turns(rows: dict[str, str], mark: str = "b") -> str:
    """Each in elements of their own, with classes of their own."""
    texts = (text for label, value in rows.items() for text in (f"<{mark}>{label}</{mark}>", value))
    return "".join(
        f"<div class=c{letter}x><p>{text}</p></div>" for letter, text in zip("abcdefgh", texts, strict=False)
    )


def columns(rows: dict[str, str]) -> str:
    return f"<div><p>{'<br>'.join(rows)}</p></div><div><p>{'<br>'.join(rows.values())}</p></div>"


def test_bold_labels_and_values_by_turns_stand_among_other_paragraphs() -> None:
    page = f"<section><div><h2>Data</h2></div>{by_turns(OAR)}<div><a href=/>Hem</a></div></section>"
    assert specs(page) == OAR
    assert specs(f"<section><p>Ny</p>{by_turns(OAR, mark='span')}</section>") == {}


@pytest.mark.parametrize(
    "rows",
    [
        {"Lätt": "Av gran.", "Stark": "Limmad i lager.", "Vacker": "Med sju lager lack."},
        dict(list(OAR.items())[:2]),
        {f"<a href=/{n}.htm>Åra {n}</a>": f"{n}0 kr" for n in "123"},
    ],
)
def test_sentences_and_links_below_bold_words_are_no_properties(rows: dict[str, str]) -> None:
    assert specs(f"<section>{by_turns(rows)}</section>") == {}


def test_a_paragraph_of_labels_stands_before_one_of_as_many_values() -> None:
    assert specs(columns(OAR)) == OAR


@pytest.mark.parametrize(
    "rows",
    [
        {"Lätt": "Av gran.", "Stark": "I lager.", "Vacker": "Lackad 7 gånger."},
        {"Oslo": "Bergen", "Malmö": "Lund", "Vasa": "Åbo"},
        {"Åra 1": "240 cm", "Åra 2": "260 cm", "Åra 3": "280 cm"},
        dict(list(OAR.items())[:2]),
    ],
)
def test_paragraphs_of_sentences_places_or_numbered_names_are_no_columns(rows: dict[str, str]) -> None:
    assert specs(columns(rows)) == {}


def test_long_pages_are_read_in_linear_time() -> None:
    assert grows_linearly(lambda n: specs(by_turns(OAR) * n), 60)
    assert grows_linearly(lambda n: specs(columns(OAR) * n), 60)
    assert grows_linearly(lambda n: specs("<div><p>1</p>" * 5 * n), 20)
