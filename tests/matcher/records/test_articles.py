"""Descriptions that list several articles."""

from __future__ import annotations

import pytest

from matcher.attributes.taxonomy import shipped
from matcher.records.articles import articles
from matcher.records.documents import GoodsDocument


def goods(text: str, model: str = "", **parsed: object) -> GoodsDocument:
    return GoodsDocument(
        "g-1", text, "", "", model, "", parsed, "", ("848180",), (), (), "", "", None, shipped()
    )


def test_each_article_is_where_it_was_with_the_codes_that_it_names() -> None:
    text = "1) клапан обратный QV 20, ПВДФ - 5 шт; 2) насос мембранный TX-40, 90 л/мин"
    valve, pump = articles(goods(text, model="QV 20", article=["TX-40"]))
    assert (valve.clean.index("клапан"), pump.clean.index("насос")) == (
        text.index("клапан"),
        text.index("насос"),
    )
    assert "насос" not in valve.clean
    assert "клапан" not in pump.clean
    assert (valve.codes, pump.codes) == (("QV 20",), ("TX-40",))


@pytest.mark.parametrize(
    "text",
    [
        "1) клапан обратный QV 20, 5 шт; 2) 40 мест",
        "1. Клапан обратный, DN 20, PN 1.6. Всего 2 шт",
        "клапан обратный (1), насос мембранный",
        "PLATE NIJ 0101.06 LEVEL 3) ceramic, 2) steel",
        "",
    ],
)
def test_descriptions_of_one_article(text: str) -> None:
    assert articles(goods(text)) == ()
