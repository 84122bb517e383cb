"""The pair's page: what was scored is marked, chips lead to their words, candidates are decided together."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from crawler.case.case import Case
from matcher.match.run import run_match
from matcher.reading.reader import Reader
from matcher.reading.terms import LANGUAGES
from matcher.review.decisions import review_database, state_of
from matcher.review.evidence import EvidenceReader
from matcher.review.quoted import quoted_words
from matcher.text.pieces import Layer, Piece, occurrences, pieces
from matcher.web.pages import PairWords, pair_page
from tests.matcher.web.test_review_pages import ask, served
from tests.support.matching_case import add_goods, add_item
from tests.support.review_case import make_case, pair_id


@pytest.fixture(scope="module")
def matched_case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    case = Case.create(tmp_path_factory.mktemp("matched") / "case", name="case", contact="a@b.example")
    db = review_database(case)
    for number, size in enumerate(("2.5", "3.5", "4.5")):
        code = f"ZK-V{number + 3}10"
        add_item(db, f"i-{number}", f"Ballistic Vest {code}", code, f"Level: NIJ IIIA; Weight: {size} kg")
        text = f"БРОНЕЖИЛЕТ, NIJ IIIA, ВЕС {size.replace('.', ',')} КГ"
        add_goods(db, f"g-{number}-model", f"{text}, МОДЕЛЬ {code}", "ZAKALKA CO LTD", "621143")
        add_goods(db, f"g-{number}-maker", f"1. {text} _[=1=] ЧЕРНЫЙ", "ZAKALKA", "621143")
    with case.lock():
        run_match(case, db)
    return case


def test_pieces_joined_are_the_text_and_layers_overlap() -> None:
    found = pieces(
        "helmet of aramid", [Layer(0, 6, "word", "t-0"), Layer(3, 9, "quoted"), Layer(10, 99, "read", "t-10")]
    )
    assert "".join(piece.text for piece in found) == "helmet of aramid"
    assert found[0] == Piece("hel", ("word",), "t-0")
    assert found[1] == Piece("met", ("word", "quoted"))
    assert found[-1] == Piece("aramid", ("read",), "t-10")


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("OD", "Products HD-OD od", ["OD", "od"]),
        ("bullet", "Bulletproof", ["Bullet"]),
        ("防弹", "军用防弹衣", ["防弹"]),
        ("", "anything", []),
    ],
)
def test_quoted_words_are_found_whole_where_they_stand_whole(word: str, text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in occurrences([word], text)] == found


def page_of(case: Case, pair: str, languages: Sequence[str] = ("en",)) -> PairWords:
    db = review_database(case)
    evidence = EvidenceReader(db).one(pair)
    assert evidence is not None
    return pair_page(db, evidence, "ann", False, Reader.of_case(case.root, languages))


def item_texts(words: PairWords) -> list[list[Piece]]:
    labelled = [parts for _, parts in (*words.facts, *words.specs)]
    return [words.name, words.description, *labelled]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_quoted_span_is_visible_and_marked(matched_case: Case, language: str) -> None:
    db = review_database(matched_case)
    ids = [pair for (pair,) in db.execute("SELECT pair_id FROM pairs ORDER BY pair_id")]
    spans = words_quoted = 0
    for pair in ids:
        quoted, words = quoted_words(db, pair), page_of(matched_case, pair, (language,))
        marked = _marked_places(words.text)
        for start, end in quoted.goods:
            spans += 1
            assert set(range(start, end)) <= set(marked), (pair, words.evidence.goods.text[start:end])
        shown = [
            "".join(piece.text for piece in parts if "quoted" in piece.kinds).lower()
            for parts in item_texts(words)
        ]
        for word in quoted.item:
            words_quoted += 1
            assert word in words.elsewhere or any(word.strip().lower() in text for text in shown), (
                pair,
                word,
            )
    assert spans > 5
    assert words_quoted > 10


def _marked_places(parts: Sequence[Piece]) -> list[int]:
    places, at = [], 0
    for piece in parts:
        if "quoted" in piece.kinds:
            places += range(at, at + len(piece.text))
        at += len(piece.text)
    return places


def test_each_chip_with_an_anchor_leads_to_its_words(matched_case: Case) -> None:
    db = review_database(matched_case)
    (pair,) = db.execute("SELECT pair_id FROM pairs ORDER BY confidence DESC LIMIT 1").fetchone()
    words = page_of(matched_case, pair)
    anchors = {piece.anchor for parts in (words.text, *item_texts(words)) for piece in parts if piece.anchor}
    wanted = {
        one.anchor for shown in (words.read_goods, words.read_item) for one in shown.chips if one.anchor
    }
    assert wanted
    assert wanted <= anchors


def test_a_russian_reader_sees_russian_words(matched_case: Case) -> None:
    db = review_database(matched_case)
    (pair,) = db.execute("SELECT pair_id FROM pairs ORDER BY confidence DESC LIMIT 1").fetchone()
    chips = [one.chip.words for one in page_of(matched_case, pair, ("ru",)).read_item.chips]
    assert any(re.search("[а-я]", words) for words in chips)


def press(case: Case, pick: str, *, changed: bool = False) -> int:
    """Press a button among the candidates on the page of pair 0; gives the status."""
    with served(case, "--reviewer", "ann") as address:
        path = f"{urlsplit(address).path}pair/{pair_id(0)}"
        _, page, _ = ask(address, path)
        token = re.search(r'name="form_token" value="(\w+)"', page)
        shown = re.search(r'name="shown" value="([^"]+)"', page)
        assert token is not None
        assert shown is not None
        said = shown[1].replace("=", "=x", 1) if changed else shown[1]
        body = f"pick={pick}&form_token={token[1]}&shown={quote(said)}"
        return ask(address, f"{path}/together", method="POST", body=body)[0]


def rivals(tmp_path: Path) -> Case:
    """Pairs 0, 1 and 2 are of one goods record."""
    case = make_case(tmp_path / "case", 6)
    db = review_database(case)
    with db.conn:
        db.execute(
            "UPDATE pairs SET goods_id = 'g-000000', item_id = 'i-000002' WHERE pair_id = ?", [pair_id(2)]
        )
    return case


def test_the_right_one_is_picked_and_its_rivals_are_rejected(tmp_path: Path) -> None:
    case = rivals(tmp_path)
    assert press(case, pair_id(1)) == 303
    db = review_database(case)
    assert [state_of(db, pair_id(n)) for n in range(4)] == ["rejected", "accepted", "rejected", "proposed"]


def test_the_rest_of_a_line_is_rejected_and_the_shown_pair_stays_open(tmp_path: Path) -> None:
    case = rivals(tmp_path)
    assert press(case, "rest") == 303
    db = review_database(case)
    assert [state_of(db, pair_id(n)) for n in range(4)] == ["proposed", "rejected", "rejected", "proposed"]


@pytest.mark.parametrize(("pick", "changed"), [("rest", True), ("p-other", False), ("", False)])
def test_what_the_page_did_not_show_is_not_decided(tmp_path: Path, pick: str, changed: bool) -> None:
    case = rivals(tmp_path)
    assert press(case, pick, changed=changed) == 409
    assert review_database(case).execute("SELECT count(*) FROM decisions").fetchone() == (0,)


def test_one_press_is_undone_as_one(tmp_path: Path) -> None:
    case = rivals(tmp_path)
    with served(case, "--reviewer", "ann") as address:
        root = urlsplit(address).path
        _, page, _ = ask(address, f"{root}pair/{pair_id(0)}")
        values = dict(re.findall(r'name="(form_token|shown)" value="([^"]+)"', page))
        body = f"pick=rest&form_token={values['form_token']}&shown={quote(values['shown'])}"
        assert ask(address, f"{root}pair/{pair_id(0)}/together", method="POST", body=body)[0] == 303
        assert ask(address, f"{root}undo", method="POST", body=f"form_token={values['form_token']}")[0] == 303
    db = review_database(case)
    assert {state_of(db, pair_id(n)) for n in range(3)} == {"proposed"}
    assert db.execute("SELECT count(*) FROM decisions").fetchone() == (2,), "the undone ones are kept"


def test_the_waterfall_adds_up_and_is_not_shown_to_the_blind(tmp_path: Path) -> None:
    case = make_case(tmp_path / "case", 2)
    terms = json.dumps([["base", 1.0, -1.5], ["maker named", 1.0, 2.0]])
    db = review_database(case)
    with db.conn:
        db.execute("UPDATE pairs SET terms = ?", [terms])
    for words, charts in (((), 1), (("--blind",), 0)):
        with served(case, "--reviewer", "ann", *words) as address:
            _, page, _ = ask(address, f"{urlsplit(address).path}pair/{pair_id(0)}")
        assert page.count('class="waterfall"') == charts
        assert ("+0.50" in page) == bool(charts)
