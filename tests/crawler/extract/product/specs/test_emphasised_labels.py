"""Words that a sentence emphasises, and the measures behind them."""

from __future__ import annotations

import pytest

from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.product.specs.page_specs import read_specs
from tests.support.growth import filled, grows_linearly


def layout(text: str) -> Layout:
    page = f"<html><body><h1>Havu floor loom</h1><p>{text}</p></body></html>"
    return Layout(read_document(page.encode(), "https://loom.example/p/1", {}))


def specs(text: str) -> dict[str, str]:
    return {label: value for label, value, _ in read_specs(layout(text))}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("We build it of oak. The <b>heddle gap</b> is 26 1/4 inches, the rest is yours.", {"heddle gap": "26 1/4 inches"}),
        ("The whole thing has a <b>heft</b> of 5 lb. 2 oz and folds.", {"heft": "5 lb. 2 oz"}),
        ("Am Webstuhl beträgt der <strong>Kettabstand</strong> 34 mm, und er bleibt.", {"Kettabstand": "34 mm"}),
        ("Hier reicht das <em>Tempospektrum</em> von 200 bis 650 mm; mehr geht nicht.", {"Tempospektrum": "200 bis 650 mm"}),
        ("All of it is <b>solid oak</b> and 3 people carry it.", {}),
        ("It comes with the <b>KX 40</b> of 12 kg.", {}),
        ("We deliver <b>free of charge</b>, from Monday on.", {}),
    ],
)  # fmt: skip
def test_a_measure_right_behind_emphasised_words_is_theirs(text: str, read: dict[str, str]) -> None:
    assert specs(text) == read


def test_long_sentences_are_read_in_linear_time() -> None:
    assert grows_linearly(lambda size: read_specs(layout(filled("is <b>gap</b> of the ", size))), 4_000)
