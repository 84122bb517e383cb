"""Whether what goods are for fits an item's kind better than the goods do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from matcher.attributes.taxonomy import shipped
from matcher.embedding.encoder import Encoder
from matcher.features.pair_facts import SURE_USE
from matcher.records.documents import ItemDocument, Page
from matcher.similarity.kind_clusters import catalog_kinds
from matcher.similarity.kind_fit import KindSpace
from matcher.similarity.phrase_space import PhraseSpace

ITEM = ItemDocument(
    "i", "mill", ("QX-13",), (), (Page("zh", "车轴", "", "", {}),), None, "", "", "", shipped()
)
HEADS = (
    "насос центробежный", "клапан обратный", "кабель силовой", "лампа светодиодная", "стул деревянный", "краска белая",
    "фильтр масляный", "датчик давления",
)  # fmt: skip
TAUGHT = {0: [("g-1", "ось прицепа"), ("g-2", "ось полуприцепа в сборе")]}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("vectors")


def use(
    folder: Path, head: str, said: str, taught: Mapping[int, Sequence[tuple[str, str]]], goods: str
) -> float:
    kinds = catalog_kinds([ITEM])
    words = [text for own in kinds.words for text in own]
    phrases = PhraseSpace(Encoder("bundled", folder), [*HEADS, *words])
    space = KindSpace([ITEM], kinds, phrases, HEADS, taught)
    return space.fits([(head,)], [goods], [(said,)]).of(0, 0).use


def test_what_other_declarations_call_the_kind_tells_what_goods_are_for(folder: Path) -> None:
    assert use(folder, "барабан тормозной", "оси прицепа", TAUGHT, "g-3") >= SURE_USE
    assert use(folder, "барабан тормозной", "оси прицепа", {}, "g-3") < SURE_USE
    assert use(folder, "ось", "прицепа", TAUGHT, "g-3") < SURE_USE


def test_a_declaration_does_not_teach_itself(folder: Path) -> None:
    taught = {0: [("g-1", "оси прицепа")]}
    assert use(folder, "барабан тормозной", "оси прицепа", taught, "g-2") >= SURE_USE
    assert use(folder, "барабан тормозной", "оси прицепа", taught, "g-1") < SURE_USE
