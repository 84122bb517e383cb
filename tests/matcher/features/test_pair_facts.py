"""When a code that the goods name counts as theirs, and how sure it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matcher.attributes.agreement import compare_kinds, compare_statements
from matcher.attributes.taxonomy import shipped
from matcher.candidates.codes.code_hits import CodeHit
from matcher.candidates.lessons import Lesson
from matcher.candidates.makers.maker_mentions import MakerMention
from matcher.candidates.usage.code_use import Use
from matcher.features.identifiers import identifiers_differ
from matcher.features.names import code_for, code_unknown
from matcher.features.pair_facts import SURE_HEADING, OwnFacts, PairFacts
from matcher.features.stated_measures import measures_agree, measures_agree_unnamed
from matcher.records.documents import GoodsDocument, ItemDocument, Page
from matcher.schema.terms import Level
from matcher.similarity.kind_fit import KindFit
from matcher.similarity.number_fit import NumberFit
from matcher.similarity.property_fit import PropertyFit
from matcher.similarity.shared_words import Rarity, Wording, Wordings


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


def test_the_end_of_what_may_be_anothers_code_needs_the_maker() -> None:
    assert pair(HIT).level == Level.MODEL
    assert pair(replace(HIT, prefixed=True)).level == Level.DESCRIPTION
    assert pair(replace(HIT, prefixed=True, short=False)).level == Level.DESCRIPTION
    assert pair(replace(HIT, prefixed=True), maker="Qixo").level == Level.MODEL
    other = replace(pair(replace(HIT, prefixed=True)), unknown="VX-90L-4")
    assert (code_unknown(other), other.fits) == (1.0, False)
    assert code_unknown(replace(pair(replace(HIT, prefixed=True), maker="Qixo"), unknown="VX-90L-4")) == 0.0


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


@pytest.mark.parametrize(
    ("lesson", "hs", "use"),
    [
        (Lesson(), "846693", "unclear"),  # nothing is known of how such goods are declared
        (Lesson(heading=1.0), "846019", "unclear"),  # parts are often declared with the code of the machine
        (Lesson(heading_other=True), "846693", "fits"),  # parts and accessories of machine tools
        (Lesson(heading_other=True), "940320", "unclear"),
        (Lesson(heading=SURE_HEADING), "846693", ""),  # such goods are themselves declared as parts
    ],
)
def test_the_hs_code_tells_whether_a_code_after_for_is_the_goods_own(
    lesson: Lesson, hs: str, use: Use
) -> None:
    facts = pair(replace(HIT, short=False, use="unclear"))
    facts = replace(facts, goods=replace(facts.goods, hs6=(hs,)), own=replace(facts.own, lesson=lesson))
    assert facts.use == use
    assert code_for(facts) == float(use == "unclear")
    assert facts.fits is (use == "fits")


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("Electric motor for drone QX 90L-4", ""),
        ("Electric motor for QX 90L-4", "unclear"),
        ("Electric motor for motor drive QX 90L-4", "unclear"),
        ("Cover for electric motor QX 90L-4", "unclear"),
    ],
)
def test_a_code_is_that_of_goods_of_its_kind_that_are_for_goods_of_another(text: str, use: Use) -> None:
    facts = pair(replace(HIT, short=False, use="unclear"))
    item = replace(facts.item, pages=(Page("en", "Electric motor", "", "", {}),))
    goods = replace(facts.goods, text=text)
    kind = compare_kinds(goods.kinds, item.kinds)[0]
    assert replace(facts, item=item, goods=goods, kind=kind).use == use


def test_numbers_in_common_say_nothing_where_the_goods_are_for_the_item() -> None:
    numbers = PropertyFit(NumberFit(agree=2))
    cases: tuple[tuple[Use, int], ...] = (("", 2), ("unclear", 2), ("fits", 0))
    for use, agree in cases:
        facts = pair(replace(HIT, use=use))
        assert measures_agree(replace(facts, own=replace(facts.own, properties=numbers))) == agree


def test_a_code_in_another_spelling_is_no_other_sign() -> None:
    differ = Wordings(Wording("QX 90L-4", "", Rarity(())), Wording("КХ-90Л4", "", Rarity(())))
    facts = replace(pair(replace(HIT, use="unclear")), wordings=differ)
    assert identifiers_differ(facts) == 1.0
    facts = replace(facts, goods=replace(facts.goods, hs6=("846693",)))
    own = replace(facts.own, lesson=Lesson(heading=1.0))
    assert identifiers_differ(replace(facts, own=own)) == 0.0


def test_numbers_count_as_those_of_nobodys_goods_only_where_no_other_maker_is_named() -> None:
    nobody = replace(pair(HIT), hit=None)
    agreeing = replace(nobody, own=OwnFacts(properties=PropertyFit(numbers=NumberFit(agree=2))))
    other = replace(agreeing, naming=MakerMention(other="Bezet"))
    marked = replace(agreeing, own=replace(agreeing.own, mark_other="BEZET"))
    assert [measures_agree_unnamed(facts) for facts in (agreeing, other, marked)] == [2, 0, 0]


def test_a_code_behind_another_makers_mark_is_stated() -> None:
    goods = replace(pair(HIT).goods, text="BEZET BZ-40 GRINDER")
    facts = replace(pair(HIT), hit=None, goods=goods, naming=MakerMention(other="Bezet Tools Ltd"))
    assert facts.unknown_code == "BZ-40"
    assert replace(facts, naming=MakerMention("text", "Bezet")).unknown_code == ""


@pytest.mark.parametrize(
    ("mark", "firm", "other"),
    [
        ("BEZET", "Bezet Tools Ltd", True),
        ("BEZET", "Jinan Bezet Machinery", True),
        ("BEZET", "BEZET", False),  # perhaps the maker's name in another script, twice
        ("BEZET", "Ombrafel Trading", False),
        ("", "Bezet Tools Ltd", False),
    ],
)
def test_a_whole_code_is_anothers_where_the_stated_mark_is_that_of_the_stated_firm(
    mark: str, firm: str, other: bool
) -> None:
    facts = pair(replace(HIT, short=False))
    goods = replace(facts.goods, maker=firm, trademark=mark)
    facts = replace(facts, goods=goods, naming=MakerMention(other=firm), own=OwnFacts(mark_other=mark))
    assert facts.other_maker is other
    assert facts.unclear_maker is not other
