"""Invented cases of benchmarks/worlds: the splits share no words, and the labels follow from what the files say."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.worlds.case import digest_of, read_csv, read_products, store_items
from benchmarks.worlds.codes import names
from benchmarks.worlds.facts import Fact, Product, Rules, true_pairs
from benchmarks.worlds.generate import write_world
from benchmarks.worlds.negatives import NEGATIVES
from benchmarks.worlds.shared_words import kind_texts, shared
from benchmarks.worlds.vocabulary import load
from benchmarks.worlds.world import draw_world
from crawler.case.case import Case
from matcher.attributes.extract import extract
from matcher.attributes.taxonomy import shipped

WORLDS = [("training", 0), ("training", 8), ("evaluation", 3)]
# Everyday kinds so wide that any list of goods has them: "food" is in the name of a food mixer.
RECOGNISED = 0.05


@pytest.fixture(scope="module", params=WORLDS, ids=lambda world: f"{world[0]}-{world[1]}")
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world")
    write_world(draw_world(*request.param), folder)
    return folder


def test_the_two_splits_share_nothing_that_names_goods_firms_or_styles() -> None:
    assert not {name: texts for name, texts in shared(load("training"), load("evaluation")).items() if texts}


def test_there_are_kinds_and_grammars_enough() -> None:
    both = load("training"), load("evaluation")
    assert sum(len(f.kinds) for v in both for f in v.fields.values()) >= 120
    assert sum(len(v.fields) for v in both) >= 25
    assert sum(len(v.codes.grammars) for v in both) >= 20


def test_the_list_of_the_product_knows_hardly_any_kind_of_the_evaluation_split() -> None:
    taxonomy = shipped()
    texts = sorted(set(kind_texts(load("evaluation"))))
    known = [text for text in texts if extract(text, taxonomy).kinds]
    assert len(known) <= RECOGNISED * len(texts), f"{len(known)} of {len(texts)} are recognised"


def test_a_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_world(draw_world("training", 5), tmp_path / name)
    assert digest_of(tmp_path / "one") == digest_of(tmp_path / "two")


def test_every_label_is_of_a_row_and_of_a_product(world: Path) -> None:
    rows = cells(world)
    skus = {product["sku"] for product in read_products(world)}
    for name in ("gold.csv", "gold_negatives.csv", "line_facts.csv"):
        assert all((row["file"], int(row["row"])) in rows for row in read_csv(world / name))
    gold = read_csv(world / "gold.csv")
    assert {row["product_sku"] for row in gold} <= skus
    true = {(row["file"], row["row"]) for row in gold}
    negative = {(row["file"], row["row"]) for row in read_csv(world / "gold_negatives.csv")}
    assert not true & negative
    assert {row["level"] for row in gold} == {"model", "maker", "description"}


def test_every_product_is_an_item_of_its_own(world: Path, tmp_path: Path) -> None:
    store_items(Case.create(tmp_path / "case", contact="test@box31.example"), world)
    products = world / "products.jsonl"
    shown = products.read_text(encoding="utf-8").splitlines()
    merged = tmp_path / "merged"
    merged.mkdir()
    addressed = [
        json.dumps(json.loads(row) | {"url": f"http://one.example/product/L#{n}"})
        for n, row in enumerate(shown)
    ]
    makers = {json.loads(row)["truth"]["maker"] for row in shown}
    (merged / products.name).write_text("\n".join(addressed), encoding="utf-8")
    with pytest.raises(SystemExit, match=f"{len(shown)} products became {len(makers)} items"):
        store_items(Case.create(tmp_path / "other", contact="test@box31.example"), merged)


def test_facts_are_in_the_cells(world: Path) -> None:
    rows = cells(world)
    stated = 0
    for row in read_csv(world / "line_facts.csv"):
        for fact in json.loads(row["facts_json"]):
            if "column" in fact:
                text = rows[row["file"], int(row["row"])][fact["column"]]
                assert text[fact.get("start", 0) : fact["end"]] == fact["text"] != ""
                stated += 1
    assert stated > 1000


def test_gold_is_what_the_rules_give_for_the_facts(world: Path) -> None:
    """Derived again from the files: the labels need nothing that is not written down."""
    split = (
        "evaluation"
        if {p["truth"]["field"] for p in read_products(world)} <= set(load("evaluation").fields)
        else "training"
    )
    products = [product_of(row) for row in read_products(world)]
    rules = draw_world(split, 0).rules
    gold: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for row in read_csv(world / "gold.csv"):
        gold.setdefault((row["file"], row["row"]), set()).add((row["product_sku"], row["level"]))
    origins = {
        maker["maker"]: maker["country"]
        for maker in json.loads((world / "makers.json").read_text(encoding="utf-8"))
    }
    products = [replace(p, country=origins[p.maker]) for p in products]
    for row in read_csv(world / "line_facts.csv"):
        pairs = true_pairs([fact_of(stated) for stated in json.loads(row["facts_json"])], products, rules)
        assert {(p.product.sku, p.level) for p in pairs} == gold.get((row["file"], row["row"]), set())


def test_a_world_is_as_large_as_a_case(world: Path) -> None:
    lines = read_csv(world / "line_facts.csv")
    true = [row for row in lines if row["label"] == "true"]
    assert 600 <= len(lines) <= 1600
    assert 60 <= len(true) <= 160
    assert 15 <= len(read_products(world)) <= 60
    assert len({row["why"] for row in read_csv(world / "gold_negatives.csv")} & set(NEGATIVES)) >= 8


def test_a_code_names_its_variants_and_nothing_that_is_near() -> None:
    assert names("hd bv-205", "HD-BV205")
    assert names("НD-ВV205", "HD-BV205-M")
    assert not names("HD-BV205", "HD-BV205N")
    assert not names("HD-BV205-M", "HD-BV205")
    assert not names("HD", "HD-BV205")


def a_product(**changes: object) -> Product:
    base = Product(
        "ours",
        "CN",
        "f",
        "k",
        "AB-1",
        "AB",
        {"bore": 20.0, "cage": "brass"},
        {"bore": 20.0, "cage": "brass", "rows": "single"},
        "en",
        "",
        "",
        "",
        "",
        {},
        "",
        "AB-1",
    )
    return replace(base, **changes)  # type: ignore[arg-type]


KIND = Fact("kind", "name", ("f.k",))
ORIGIN = Fact("origin", "", "CN")


def test_a_contradiction_or_another_maker_makes_a_pair_false() -> None:
    code = Fact("code", "model", "AB-1")
    told = [KIND, ORIGIN, code, Fact("attribute", "bore", 20.0)]
    assert [p.level for p in true_pairs(told, [a_product()], Rules())] == ["model"]
    assert not true_pairs([*told, Fact("attribute", "cage", "steel")], [a_product()], Rules())
    assert not true_pairs([*told, Fact("not", "cage", "brass")], [a_product()], Rules())
    assert true_pairs([*told, Fact("attribute", "rows", "double")], [a_product()], Rules()), (
        "the page does not say"
    )
    assert not true_pairs([*told, Fact("attribute", "handle", "wood")], [a_product()], Rules()), (
        "it has no handle"
    )
    assert not true_pairs([*told, Fact("maker", "latin", "other")], [a_product()], Rules())
    assert true_pairs([*told, Fact("maker", "latin", "ours", "ours")], [a_product()], Rules())


def test_a_description_needs_two_counted_attributes_and_the_origin() -> None:
    told = [KIND, ORIGIN, Fact("attribute", "bore", 20.0), Fact("attribute", "cage", "brass")]
    assert [p.level for p in true_pairs(told, [a_product()], Rules())] == ["description"]
    assert not true_pairs(told[:3], [a_product()], Rules())
    assert not true_pairs([KIND, Fact("origin", "", "DE"), *told[2:]], [a_product()], Rules())
    assert not true_pairs(told, [a_product()], Rules(soft=frozenset({("f", "cage")})))


def cells(folder: Path) -> dict[tuple[str, int], dict[str, str]]:
    out = {}
    for path in (folder / "customs").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as handle:
            for number, row in enumerate(csv.DictReader(handle)):
                out[path.name, number + 2] = row
    return out


def product_of(row: dict[str, object]) -> Product:
    truth = row["truth"]
    assert isinstance(truth, dict)
    return a_product(
        maker=truth["maker"], field=truth["field"], kind=truth["kind"].split(".")[1], code=row["sku"], sku=row["sku"],
        stated=truth["stated"], all=dict.fromkeys(truth["attributes"], ""),
    )  # fmt: skip


def fact_of(stated: dict[str, object]) -> Fact:
    value = stated.get("value", "")
    return Fact(
        stated["about"],  # type: ignore[arg-type]
        str(stated.get("key", "")),
        tuple(value) if isinstance(value, list) else value,  # type: ignore[arg-type]
        str(stated.get("site", "")),
    )
