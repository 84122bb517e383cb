"""Reasons in words: every term has its sentence, and the words that it quotes stand where it says."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from sqlite_utils import Database

from crawler.case.case import Case
from matcher.attributes.taxonomy import shipped
from matcher.commands.cli import box31
from matcher.embedding.encoder import Encoder
from matcher.features import FEATURES, NAMES, PairFacts, values
from matcher.features.explain import TOPICS, Reason, all_reasons, kept, reweighed, strongest
from matcher.features.word_places import place
from matcher.match.compare import Context, GoodsChunk, PageVectors
from matcher.records.documents import GoodsDocument
from matcher.records.load import load_goods, load_items
from matcher.review.decisions import review_database
from tests.support.matching_case import add_goods, add_item

PAGE = "Drone Motor Falcon 2207 KV1950, shaft 5 mm"


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """A case of two motors of one maker, of which the codes are not those that goods name."""
    case = Case.create(tmp_path / "case", name="case", contact="test@box31.example")
    with closing(review_database(case)) as db:
        add_item(db, "i-1", PAGE, "ZK-1", "Weight: 33 g")
        add_item(db, "i-2", "Drone Motor Kestrel 2306 KV2400", "ZK-2", "Weight: 31 g")
    return case.root


def compared(
    root: Path, text: str, item: str = "i-1", encoder: Encoder | None = None, **columns: str
) -> PairFacts:
    """The facts of one goods and an item, without the likeness of whole texts."""
    with closing(review_database(Case.open(root))) as db:
        add_goods(db, "g-1", text, columns.get("maker", ""), "850131")
        items, (goods,) = load_items(db, shipped()), load_goods(db, shipped(), ["g-1"])
    nothing = np.zeros((1, 4), dtype=np.float32)
    pages = np.zeros((len(items), 4), dtype=np.float32)
    context = Context(items, PageVectors(pages, np.arange(len(items))), [goods], nothing, shipped(), encoder)
    found = context.compare(GoodsChunk([goods], context.signals([goods], nothing)))
    return next(facts for facts in found.facts if facts.item.item_id == item)


def said(pair: PairFacts, only: Sequence[str] = NAMES) -> tuple[list[Reason], list[Reason]]:
    """The reasons where every feature of `only` weighs ten."""
    terms = [
        (feature.name, value, feature.sign * 10 * value)
        for feature, value in zip(FEATURES, values(pair), strict=True)
        if feature.name in only
    ]
    return strongest(all_reasons(pair, terms))


def quotes(goods: GoodsDocument, reason: Reason) -> list[str]:
    return [goods.clean[start:end] for start, end in reason.goods_spans]


def test_every_term_has_words() -> None:
    """But those that say only how much is said."""
    assert set(TOPICS) == {feature.name for feature in FEATURES if feature.group != "context"}


def test_words_in_common_are_quoted_with_their_places(world: Path) -> None:
    pair = compared(world, "ЭЛЕКТРОДВИГАТЕЛЬ FALCON ДЛЯ БПЛА, KV1950")
    (words,), _ = said(pair, ["names_alike"])
    assert words.sentence == '"falcon", "kv1950" stand in both texts'
    assert quotes(pair.goods, words) == ["FALCON", "KV1950"]
    assert words.item_words == ("Falcon", "KV1950")


def test_a_word_that_the_other_side_lacks_is_named(world: Path) -> None:
    pair = compared(world, "DRONE MOTOR PEREGRINE ZAKALKA ZK 1")
    _, (missing,) = said(pair, ["rarest_item_word_missing"])
    assert missing.sentence == "\"falcon\" of the item's name is not in the goods' text"
    assert (missing.goods_spans, missing.item_words) == ((), ("Falcon",))
    _, (unheard,) = said(pair, ["rarest_goods_word_missing"])
    assert unheard.sentence == '"peregrine" in the goods\' opening is not on the page'
    assert quotes(pair.goods, unheard) == ["PEREGRINE"]


def test_signs_are_quoted_as_they_are_written(world: Path) -> None:
    pair = compared(world, "МОТОР KV-1950 ДЛЯ БПЛА")
    (sign,), _ = said(pair, ["shared_identifier", "any_shared_identifier"])
    assert sign.sentence == '"KV1950" is in both texts'
    assert (quotes(pair.goods, sign), sign.item_words) == (["KV-1950"], ("KV1950",))


def test_other_signs_are_set_beside_each_other(world: Path) -> None:
    pair = compared(world, "МОТОР KV1750 ДЛЯ БПЛА")
    _, (other,) = said(pair, ["identifiers_differ"])
    assert other.sentence == 'the goods name "KV1750", the item "KV1950"'
    (near,), _ = said(pair, ["similar_identifier"])
    assert near.sentence == f"{other.sentence}, much alike"


def test_numbers_of_names_are_for_and_against(world: Path) -> None:
    pair = compared(world, "МОТОР 2207 5 30")
    (common,), (other,) = said(pair, ["numbers_common", "item_numbers_missing", "goods_numbers_missing"])
    assert common.sentence == '"2207", "5" of the item\'s name are in the goods\' text'
    assert quotes(pair.goods, common) == ["2207", "5"]
    assert other.sentence == '"30" of the goods\' opening is not in the other text'
    assert quotes(pair.goods, other) == ["30"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("МОТОР, МОДУЛЬ 50X50X8 ММ", "size 50x50x8 mm is stated, the page has 44x33x5 mm"),
        ("МОТОР, ДАЛЬНОСТЬ 1800 М", "range 1800 m is stated, the page has 900 m"),
        ("МОТОР С ДАЛЬНОМЕРОМ", "rangefinder is stated, the page has none"),
        ("МОТОР БЕЗ ПОДОГРЕВА", "no heating is stated, the page has one"),
    ],
)
def test_contradictions_are_worded_as_people_word_them(tmp_path: Path, text: str, sentence: str) -> None:
    case = Case.create(tmp_path / "case", name="case", contact="test@box31.example")
    with closing(review_database(case)) as db:
        specs = "Size: 44x33x5 mm; Range: 900 m; Laser rangefinder: No; Heating: Yes"
        add_item(db, "i-1", "Motor", "ZK-1", specs)
    _, against = said(compared(case.root, text), [name for name in NAMES if name.startswith("contradict")])
    assert sentence in [reason.sentence for reason in against]


def test_what_the_page_denies_is_no_contradiction_of_its_denial(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case", name="case", contact="test@box31.example")
    with closing(review_database(case)) as db:
        add_item(db, "i-1", "Thermal Riflescope", "ZK-1", "Laser rangefinder: No; Heating: нет")
    pair = compared(case.root, "ПРИЦЕЛ ТЕПЛОВИЗИОННЫЙ БЕЗ ДАЛЬНОМЕРА")
    assert pair.comparison.contradict == ()
    assert [mine.group for mine, _ in pair.comparison.agree] == ["rangefinder_part"]


@pytest.mark.parametrize(
    ("item", "sentence", "side"),
    [
        ("i-1", "no other item of the catalogs is as near in name, spelling", 0),
        ("i-2", "ZK-1 is nearer in name, spelling", 1),
    ],
)
def test_rivals(world: Path, item: str, sentence: str, side: int) -> None:
    pair = compared(world, "FALCON 2207 MOTOR", item)
    found = said(pair, [name for name in NAMES if name.endswith(("_margin", "_deficit"))])
    assert [reason.sentence for reason in found[side]] == [sentence]
    assert found[1 - side] == []


def test_sides_of_a_size_agree_with_a_size_of_two_numbers_and_are_named_once(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case", name="case", contact="test@box31.example")
    with closing(review_database(case)) as db:
        add_item(db, "i-1", "Ceramic tile Falcon", "ZK-1", "Size: 170 x 240 mm")
        add_item(db, "i-2", "Ceramic tile Kestrel", "ZK-2", "Size: 190 x 260 mm")
    pair = compared(case.root, "ПЛИТА КЕРАМИЧЕСКАЯ 170*240*18ММ", encoder=Encoder("bundled", tmp_path))
    assert (pair.own.properties.numbers.agree, pair.own.properties.numbers.doubtful) == (2, 1)
    (agreed,), _ = said(pair, ["measures_agree"])
    assert agreed.sentence == "170*240*18ММ agrees with the page"


def test_terms_of_one_topic_are_one_reason_of_their_sum(world: Path) -> None:
    pair = compared(world, "МОТОР ZK-1")
    terms = [("code_exact", 1.0, 3.0), ("code_read", 1.0, -0.5), ("level_model", 1.0, 0.25)]
    ((code,), against) = strongest(all_reasons(pair, terms))
    assert (code.weight, against) == (2.75, [])


def test_what_weighs_nothing_yet_is_kept_for_other_weights(world: Path) -> None:
    """A calibration may make much of what the prior did not ask for."""
    pair = compared(world, "DRONE MOTOR KESTREL")
    before = [("rarest_item_word_missing", 1.0, 0.0), ("kind_same", 1.0, 2.0)]
    stored = kept(all_reasons(pair, before), pair.goods.text)
    assert [r.sentence for side in strongest(reweighed(stored, before)) for r in side] == [
        "the same kind of goods: motor"
    ]
    after = [("rarest_item_word_missing", 1.0, -3.0), ("kind_same", 1.0, 2.0)]
    (kind,), (missing,) = strongest(reweighed(stored, after))
    assert "of the item's name is not in the goods' text" in missing.sentence
    assert (missing.weight, kind.weight) == (-3.0, 2.0)


def test_places_are_those_of_the_text_as_declared(world: Path) -> None:
    """Page markers cut words; what was read without them stands where it is written with them."""
    pair = compared(world, "МОТОР_[=1=] ДЛЯ БПЛА FAL_[=2.1=]CON, KV1950")
    (words,), _ = said(pair, ["names_alike"])
    ((_, _, sentence, spans, _),) = kept([words], pair.goods.text)
    assert sentence.startswith('"falcon", "kv1950"')
    assert [pair.goods.text[start:end] for start, end in spans] == ["FAL_[=2.1=]CON", "KV1950"]


def test_at_most_three_each_the_strongest_first(world: Path) -> None:
    pair = compared(world, "DRONE MOTOR FALCON 2207 KV1950 5 MM 99 KV1750", maker="STONE TURTLE")
    for found in said(pair):
        assert len(found) == 3
        assert [abs(reason.weight) for reason in found] == sorted(
            (abs(reason.weight) for reason in found), reverse=True
        )


@pytest.mark.parametrize(
    ("text", "word", "there"),
    [
        ("motors, MOTOR", "motor", "MOTOR"),
        ("МОТОР KV-1950", "KV1950", "KV-1950"),
        ("МОТОР 12345", "2345", None),
        ("ШЛЕМ ЁЖ", "еж", "ЁЖ"),
        ("motor" * 200 + " falcon", "falcon", None),
        ("", "falcon", None),
    ],
)
def test_where_a_word_stands(text: str, word: str, there: str | None) -> None:
    span = place(text, word)
    assert (text[slice(*span)] if span else None) == there


def test_explain_shows_the_words_of_both_sides(world: Path) -> None:
    with closing(review_database(Case.open(world))) as db:
        add_goods(db, "g-1", "#&DRONE MOTOR FALCON 2207 KV1950, ZK-1, 33 Г", "ZAKALKA", "850131")
        add_goods(db, "g-2", "DRONE MOTOR KESTREL", "", "850131")
    run = CliRunner().invoke(box31, ["-C", str(world), "match"])
    assert run.exit_code == 0, run.output
    with closing(review_database(Case.open(world))) as db:
        row = next(db.query("SELECT * FROM pairs WHERE item_id = 'i-1' AND goods_id = 'g-1'"))
        _every_span_is_of_its_text(db)
    shown = CliRunner().invoke(box31, ["-C", str(world), "explain", row["pair_id"]]).output
    assert 'goods: "ZK-1" at 34-38' in shown
    assert "page: " in shown


def test_what_the_world_wrote_sends_no_signs_to_the_terminal(world: Path) -> None:
    with closing(review_database(Case.open(world))) as db:
        add_item(db, "i-3", "Drone Motor\x1b[31m Merlin", "ZK-3", "Weight: 33 g")
        add_goods(db, "g-1", "DRONE MOTOR MERLIN\x1b]0;gone\x07", "STONE\x1b[2J\u202eTURTLE", "850131")
    assert CliRunner().invoke(box31, ["-C", str(world), "match", "--min-confidence", "0"]).exit_code == 0
    with closing(review_database(Case.open(world))) as db:
        pairs = [row[0] for row in db.execute("SELECT pair_id FROM pairs").fetchall()]
    shown = "".join(CliRunner().invoke(box31, ["-C", str(world), "explain", pair]).output for pair in pairs)
    assert "whether that is this maker is not known" in shown
    assert "Merlin" in shown
    assert all(c.isprintable() or c == "\n" for c in shown)


def test_a_received_case_sends_no_signs_to_the_terminal(world: Path) -> None:
    with closing(review_database(Case.open(world))) as db:
        add_goods(db, "g-1", "DRONE MOTOR FALCON 2207 KV1950, ZK-1", "ZAKALKA", "850131")
    assert CliRunner().invoke(box31, ["-C", str(world), "match"]).exit_code == 0
    with closing(review_database(Case.open(world))) as db:
        pair, terms = next(iter(db.execute("SELECT pair_id, terms FROM pairs").fetchall()))
        named = [["merlin\x1b[2J\u202e", value, 1.0] for _, value, _ in json.loads(terms)[:1]]
        with db.conn:
            db.execute("UPDATE pairs SET terms = ? WHERE pair_id = ?", [json.dumps(named), pair])
    shown = CliRunner().invoke(box31, ["-C", str(world), "explain", pair]).output
    assert "merlin" in shown
    assert all(c.isprintable() or c == "\n" for c in shown)


def _every_span_is_of_its_text(db: Database) -> None:
    rows = list(db.query("SELECT p.*, g.text FROM pairs p JOIN goods g USING (goods_id)"))
    assert len(rows) >= 2
    for row in rows:
        stored = json.loads(row["sentences"])
        said = json.loads(row["reasons"]) + json.loads(row["counter_reasons"])
        assert set(said) <= {sentence for _, _, sentence, _, _ in stored}
        for _, _, _, places, words in stored:
            assert all(0 <= start < end <= len(row["text"]) for start, end in places)
            assert all(words)


def test_an_item_loses_to_another_that_is_all_but_certain(world: Path) -> None:
    pair = compared(world, "Drone Motor Kestrel 2306 KV2400, model ZK-2, weight 31 g", maker="HENGDUN")
    assert pair.rivals.outdone > 0
    _, against = said(pair, ["outdone"])
    assert [reason.sentence for reason in against] == ["ZK-2 is likelier still"]


def test_the_page_of_a_series_does_not_lose_to_its_member(world: Path) -> None:
    with closing(review_database(Case.open(world))) as db:
        add_item(db, "i-3", "Drone Motor series Quorl", "QUORL", "Bell: alloy")
        add_item(db, "i-4", "Drone Motor Quorl-15", "QUORL-15", "Weight: 44 g")
        add_item(db, "i-5", "Drone Motor Quorl-25", "QUORL-25", "Weight: 52 g")
    text = "Drone Motor Quorl-15, weight 44 g"
    series = compared(world, text, "i-3", maker="ZAKALKA")
    assert series.own_code is not None
    assert series.own_code.member
    assert series.rivals.outdone == 0
    with closing(review_database(Case.open(world))) as db, db.conn:
        db.execute("DELETE FROM customs_lines")
        db.execute("DELETE FROM goods")
    assert compared(world, text, "i-5", maker="ZAKALKA").rivals.outdone > 0


@pytest.mark.parametrize(
    ("text", "value"), [("Combat helmet ZK-1", 1), ("Spinning piece ZK-1, for a combat helmet", 0)]
)
def test_another_kind_counts_against_a_named_code_only_where_the_goods_are_of_it(
    world: Path, text: str, value: int
) -> None:
    pair = compared(world, text)
    assert pair.kind == -value
    assert values(pair)[NAMES.index("kind_other_code")] == value
