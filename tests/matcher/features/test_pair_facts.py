"""When a code that the goods name counts as theirs, and how sure it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matcher.attributes.agreement import compare_statements
from matcher.attributes.taxonomy import shipped
from matcher.candidates.code_hits import CodeHit
from matcher.candidates.code_use import Use
from matcher.candidates.lessons import Lesson
from matcher.candidates.maker_mentions import MakerMention
from matcher.features.pair_facts import OwnFacts, PairFacts
from matcher.records.documents import GoodsDocument, ItemDocument, Page
from matcher.schema.terms import Level
from matcher.similarity.kind_fit import KindFit


def pair(hit: CodeHit, maker: str = "", use: float = 0.0) -> PairFacts:
    """A grinder and goods that name its code so, of which what they are for fits grinders by `use` better than they do."""
    taxonomy = shipped()
    item = ItemDocument(
        "i-1", "mill", ("QX 90L-4",), (), (Page("en", "Grinder", "", "", {}),), None, "", "", "", taxonomy
    )
    goods = GoodsDocument(
        "g-1", "goods", "", "", "", "", {}, "", (), (), (), "", "", None, taxonomy
    )  # their words do not matter
    return PairFacts(
        goods=goods, item=item, hit=hit, naming=MakerMention("text" if maker else "", maker), elsewhere="", unknown="",
        kind=0.0, kinds=("", ""), comparison=compare_statements(goods.statements, item.statements, taxonomy),
        cosine=0.0, ngram=0.0, overlap=0.0, rare=0.0, item_hs=(), home="", own=OwnFacts(kind=KindFit(use=use)),
    )  # fmt: skip


HIT = CodeHit("QX 90L-4", "90L-4", exact=True, short=True, read=False, use="", span=None)


@pytest.mark.parametrize(
    ("use", "fit", "own"),
    [
        ("", 0.3, True),
        ("unclear", 0.0, True),
        ("unclear", 0.3, False),
        ("fits", 0.0, False),
        ("none", 0.0, False),
    ],
)
def test_a_code_after_for_is_what_the_goods_are_for_where_this_is_called_the_item(
    use: Use, fit: float, own: bool
) -> None:
    facts = pair(replace(HIT, use=use), use=fit)
    assert (facts.own_code is not None) is own
    assert facts.fits is not own


@pytest.mark.parametrize(
    ("use", "fit", "unclear"),
    [
        ("unclear", KindFit(), True),
        ("unclear", KindFit(meaning=-0.1, taught=0.1), True),
        ("unclear", KindFit(meaning=0.1, taught=0.2), True),
        ("unclear", KindFit(meaning=-0.3, taught=0.4), False),
        ("", KindFit(), False),
    ],
)
def test_a_code_after_for_is_unclear_unless_the_goods_are_called_as_goods_of_the_kind_are(
    use: Use, fit: KindFit, unclear: bool
) -> None:
    facts = pair(replace(HIT, use=use))
    assert replace(facts, own=replace(facts.own, kind=fit)).code_unclear is unclear


def test_the_end_of_what_may_be_anothers_code_needs_the_maker() -> None:
    assert pair(HIT).level == Level.MODEL
    assert pair(replace(HIT, prefixed=True)).level == Level.DESCRIPTION
    assert pair(replace(HIT, prefixed=True, short=False)).level == Level.DESCRIPTION
    assert pair(replace(HIT, prefixed=True), maker="Qixo").level == Level.MODEL


def test_goods_that_are_only_like_those_of_the_maker_are_another_makers_though_a_common_code_is_named() -> (
    None
):
    facts = replace(pair(replace(HIT, short=False)), naming=MakerMention("", "Qixo", denied=True))
    assert facts.other_maker
    assert facts.level == Level.DESCRIPTION


def test_a_whole_code_yields_to_another_mark_only_under_a_heading_that_is_foreign_to_the_maker() -> None:
    whole = pair(replace(HIT, short=False))
    for foreign in (False, True):
        own = replace(whole.own, mark_other="Sonoquill", lesson=Lesson(foreign=foreign))
        facts = replace(whole, own=own)
        assert facts.other_maker is foreign
        assert (facts.level == Level.MODEL) is not foreign
