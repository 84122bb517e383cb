"""Every pair that the product compares in a world, with features, labels, what the readers found, and baselines."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.comparer import Comparer
from matcher.attributes.taxonomy import Taxonomy, shipped
from matcher.features import PairFacts
from matcher.features.pair_facts import ALIKE_FIRM
from matcher.schema.tables import matcher_migrations

from .case import build, read_csv, read_products
from .codes import normal

Key = tuple[str, int]  # of a line: file, row
Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
NOT_IMPORTED = -1


def code_read(pair: PairFacts) -> bool:
    """Whether the product recognised the item's code as the goods' own."""
    return pair.own_code is not None


def maker_read(pair: PairFacts) -> bool:
    """Whether the product recognised the item's maker or mark in the line."""
    return bool(pair.naming.where) or pair.firm_alike >= ALIKE_FIRM


def maker_mistaken(pair: PairFacts) -> bool:
    """Whether the product counts the line as naming another maker."""
    return pair.other_maker


def kind_read(pair: PairFacts) -> bool:
    """Whether the product found that goods and item are of one kind: by its list, or as the best of the catalog's kinds."""
    return pair.kind > 0 or pair.own.kind.margin > 0 or pair.own.kind.taught_margin > 0


@dataclass
class Readings:
    """What was recognised in the true pairs of one world: (what, how it was written) -> found or not, one a pair."""

    found: dict[tuple[str, str], list[bool]]

    def share(self, what: str, how: str | None = None) -> float | None:
        values = [v for (w, h), vs in self.found.items() if w == what and how in (None, h) for v in vs]
        return float(np.mean(values)) if values else None


@dataclass
class ComparedWorld:
    """The pairs of a world. `line_of`, `pair_of`: one row for each line and item, as several lines share a goods record.

    `baselines`: scores of all lines (in the order of `lines`) against all items. `group`: lines of one phrasing and
    product share a fold.
    """

    name: str
    features: Floats
    goods: Ints
    items: Ints
    lines: list[Key]
    line_of: Ints
    pair_of: Ints
    truth: NDArray[np.bool_]
    pair_truth: NDArray[np.bool_]
    total: int
    gold: dict[int, set[int]]
    level: dict[int, str]
    language: list[str]
    negative: dict[int, str]
    group: list[str]
    held: float
    readings: Readings
    baselines: dict[str, Floats]


def compared_world(split: str, seed: int, work: Path, taxonomy: Taxonomy | None = None) -> ComparedWorld:
    """Build the case of a world and compare every goods record with its candidates, as a match run does."""
    taxonomy = taxonomy or shipped()
    folder, case = build(split, seed, work)
    db = case.database(matcher_migrations)
    comparer = Comparer.of(db, work / "vectors", taxonomy)
    items, documents = comparer.items, comparer.goods
    chunks = list(comparer.chunks())
    goods, of = np.concatenate([c.goods for c in chunks]), np.concatenate([c.items for c in chunks])
    facts = [pair for chunk in chunks for pair in chunk.facts]
    number = {document.goods_id: n for n, document in enumerate(documents)}
    keys: list[Key] = []
    goods_of: list[int] = []
    query = "SELECT f.name, l.row, l.goods_id FROM current_lines l JOIN customs_files f USING (file_id) ORDER BY 1, 2"
    for name, row, goods_id in db.execute(query).fetchall():
        keys.append((name, row))
        goods_of.append(number[goods_id])
    place = {key: n for n, key in enumerate(keys)}
    stated = {(r["file"], int(r["row"])): r for r in read_csv(folder / "line_facts.csv")}
    for key in sorted(set(stated) - set(place)):  # the product does not import it: its pairs are never found
        print(f"{split} {seed}: {key[0]}:{key[1]} was not imported", file=sys.stderr)
        place[key] = len(keys)
        keys.append(key)
        goods_of.append(NOT_IMPORTED)
    by_code = {code: n for n, item in enumerate(items) for code in item.codes}
    gold: dict[int, set[int]] = defaultdict(set)
    level: dict[int, str] = {}
    for row in read_csv(folder / "gold.csv"):
        line = place[row["file"], int(row["row"])]
        gold[line].add(by_code[row["product_sku"]])
        level[line] = row["level"]
    negative = {place[r["file"], int(r["row"])]: r["why"] for r in read_csv(folder / "gold_negatives.csv")}
    lines_of: dict[int, list[int]] = defaultdict(list)
    for line, g in enumerate(goods_of):
        lines_of[g].append(line)
    pair_of = np.array([p for p, g in enumerate(goods.tolist()) for _ in lines_of[g]], dtype=np.intp)
    line_of = np.array([line for g in goods.tolist() for line in lines_of[g]], dtype=np.intp)
    truth = np.array(
        [
            item in gold.get(line, ())
            for line, item in zip(line_of.tolist(), of[pair_of].tolist(), strict=True)
        ],
        dtype=bool,
    )
    pair_truth = np.zeros(len(goods), dtype=bool)
    pair_truth[pair_of[truth]] = True
    total = sum(map(len, gold.values()))
    group = [
        stated[key]["phrasing_id"] + " " + ",".join(map(str, sorted(gold.get(n, ()))))
        for n, key in enumerate(keys)
    ]
    return ComparedWorld(
        f"{split} {seed}", np.concatenate([c.features for c in chunks]), goods, of, keys, line_of, pair_of, truth, pair_truth,
        total, dict(gold), level, [stated[key]["lang"] for key in keys], negative, group, float(truth.sum() / total),
        readings(facts, pair_of[truth], line_of[truth], [stated[key] for key in keys]),
        baselines(comparer, np.array(goods_of), folder, keys),
    )  # fmt: skip


def readings(facts: list[PairFacts], pairs: Ints, lines: Ints, stated: list[dict[str, str]]) -> Readings:
    """What the product's readers recognise in the true pairs among the candidates."""
    found: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for pair, line in zip(pairs.tolist(), lines.tolist(), strict=True):
        said = json.loads(stated[line]["facts_json"])
        fact = facts[pair]
        code = next((s for s in said if s["about"] == "code" and s["key"] == "model"), None)
        if code is not None:
            found["code", written_as(code["text"], code["value"])].append(code_read(fact))
        makers = [s for s in said if s["about"] == "maker"]
        if makers:
            how = "mark" if any(s["key"] == "mark" for s in makers) else makers[0]["key"]
            found["maker", how].append(maker_read(fact))
        found["other maker", "named" if makers else "nobody named"].append(maker_mistaken(fact))
        found["kind", next((s["key"] for s in said if s["about"] == "kind"), "none")].append(kind_read(fact))
    return Readings(dict(found))


def written_as(text: str, code: str) -> str:
    """How a code was written: as it is, with other separators, or in Cyrillic."""
    if text.upper() == code.upper():
        return "as it is"
    return "respaced" if text.isascii() else ("look-alikes" if normal(text) == normal(code) else "by ear")


def baselines(comparer: Comparer, goods_of: Ints, folder: Path, keys: list[Key]) -> dict[str, Floats]:
    """Word TF-IDF, character TF-IDF, and the encoder's cosine centred with CSLS: each line against each item."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    cells = {
        (path.name, n + 2): row
        for path in (folder / "customs").glob("*.csv")
        for n, row in enumerate(read_csv(path))
    }
    columns = ("PRODUCT_DESCRIPTION", "PRODUCT_DESCRIPTION_EN", "MANUFACTURER", "TRADEMARK")
    texts = [" ".join(cells[key].get(column, "") for column in columns) for key in keys]
    products = {p["sku"]: p for p in read_products(folder)}
    pages = []
    for item in comparer.items:
        p = products[item.codes[0]]
        specs = " ".join(f"{k} {v}" for k, v in p["specs"].items())
        pages.append(f"{p['name']} {p['brand']} {p['model']} {p['category']} {p['description']} {specs}")
    out: dict[str, Floats] = {}
    for name, options in (
        ("word TF-IDF", {"token_pattern": r"(?u)\b\w+\b"}),
        ("char TF-IDF", {"analyzer": "char_wb", "ngram_range": (3, 5)}),
    ):
        vectorizer: Any = TfidfVectorizer(sublinear_tf=True, dtype=np.float32, **options)
        vectorizer.fit(texts + pages)
        out[name] = (vectorizer.transform(texts) @ vectorizer.transform(pages).T).toarray()
    csls = comparer.context.similarity.rows(comparer.vectors)[goods_of]
    csls[goods_of == NOT_IMPORTED] = csls.min()
    out["e5 centred + CSLS"] = csls
    return out
