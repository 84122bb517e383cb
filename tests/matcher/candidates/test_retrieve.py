"""Which items a goods record is compared with."""

from __future__ import annotations

import numpy as np

from matcher.attributes.taxonomy import shipped
from matcher.candidates.makers.maker_index import MakerMentions
from matcher.candidates.makers.maker_mentions import MakerMention
from matcher.candidates.retrieve import Catalog, choose
from matcher.records.documents import GoodsDocument, ItemDocument, Page

NOBODY = MakerMentions({}, {}, MakerMention())


def item(name: str) -> ItemDocument:
    return ItemDocument(
        f"i-{name}", "mill", (), (), (Page("en", name, "", "", {}),), None, "", "", "", shipped()
    )


def record(text: str) -> GoodsDocument:
    return GoodsDocument("g", text, "", "", "", "", {}, "", (), (), (), "", "", None, shipped())


def test_a_kind_that_is_named_in_passing_rules_no_item_out() -> None:
    catalog = Catalog([item("Battery 12 V"), item("Orlex")], shipped())
    texts = np.array([0.1, 0.0], dtype=np.float32)
    for text, chosen in (("Цоколь с ножами", 0), ("Ножи складные", 1)):
        goods = record(text)
        assert goods.kinds == ("knife",)
        assert choose(catalog, goods, texts, {}, NOBODY, keep=1) == [chosen], text
