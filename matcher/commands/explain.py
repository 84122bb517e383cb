"""`box31 explain`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.case.console import listing_options, show
from crawler.case.errors import UsageProblem
from crawler.case.typed_rows import columns_of, read_rows, stored_list
from matcher.commands.cli import open_case
from matcher.scoring.confidence_text import LEVELS, stands_on

if TYPE_CHECKING:
    from sqlite_utils import Database

    from matcher.features.explain import Reason


@dataclass(frozen=True)
class ScoredPair:
    """A pair as stored; terms, sentences and reasons are JSON lists."""

    pair_id: str
    item_id: str
    goods_id: str
    level: str
    log_odds: float
    confidence: float
    confidence_basis: str
    confidence_low: float
    confidence_high: float
    terms: str
    sentences: str
    reasons: str
    counter_reasons: str


@click.command(epilog="Example: box31 -C demo-case explain p-0123456789abcdef")
@click.argument("pair", metavar="PAIR")
@listing_options
@click.pass_context
def explain(context: click.Context, pair: str, as_json: bool, as_csv: bool) -> None:
    """Every term of the score of PAIR (its id, or the beginning of it), and the words behind it."""
    from matcher.features.explain import Step, waterfall
    from matcher.review.decisions import review_database

    case = open_case(context)
    db = review_database(case)
    sql = "SELECT * FROM pairs WHERE pair_id GLOB ? || '*' LIMIT 2"
    found = list(read_rows(db, ScoredPair, sql, [_prefix(pair)]))
    if len(found) != 1:
        many = "more than one pair begins so" if found else "no such pair"
        raise UsageProblem(f"{pair}: {many}; `box31 pairs` lists them")
    row = found[0]
    terms = waterfall([(name, value, log_odds) for name, value, log_odds in stored_list(row.terms)])
    if as_json or as_csv:
        show(map(vars, terms), columns_of(Step), as_json=as_json, as_csv=as_csv)
        return
    for line in _story(db, case.root, row):
        _print(line)
    _print()
    width = max(abs(term.log_odds) for term in terms) or 1.0
    for term in (term for term in terms if term.log_odds):
        bar = ("+" if term.log_odds > 0 else "-") * max(1, round(20 * abs(term.log_odds) / width))
        _print(f"{term.log_odds:+7.2f}  {term.sum:+7.2f}  {bar:20}  {term.words} ({term.term})")
    _print()
    _print(
        f"log-odds {row.log_odds:+.2f}: confidence {row.confidence:.4f} "
        f"({stands_on(row.confidence_basis, row.confidence_low, row.confidence_high)})"
    )
    _print(f"level {row.level}: {LEVELS.get(row.level, '')}")


def _prefix(pair: str) -> str:
    """The typed id without characters that GLOB would read as signs."""
    return "".join(c for c in pair.lower() if c.isalnum() or c == "-") or "?none"


def _story(db: Database, root: Path, row: ScoredPair) -> Iterator[str]:
    from matcher.attributes.taxonomy import of_case
    from matcher.features.explain import reweighed, strongest
    from matcher.records.load import load_goods, load_items

    taxonomy = of_case(root)
    goods = next((g for g in load_goods(db, taxonomy, [row.goods_id])), None)
    item = next((i for i in load_items(db, taxonomy, [row.item_id])), None)
    yield f"pair      {row.pair_id} ({row.level})"
    yield f"item      {item.name if item else row.item_id}"
    for line in item.pictured if item else ():
        yield f"{'':10}{line} (read by OCR in its pictures; no page states it)"
    yield f"goods     {goods.text if goods else row.goods_id}"
    declared = (
        {name: getattr(goods, name) for name in ("maker", "trademark", "model", "article")} if goods else {}
    )
    yield from (f"{name:10}{said}" for name, said in declared.items() if said)
    stored = reweighed(stored_list(row.sentences), stored_list(row.terms))
    for title, sentences, reasons in zip(
        ("for", "against"), (row.reasons, row.counter_reasons), strongest(stored), strict=True
    ):
        for reason in reasons:
            yield f"{title:10}{reason.sentence}"
            yield from _carried(reason, goods.text if goods else "")
        if not stored:  # a pair of an older version
            yield from (f"{title:10}{sentence}" for sentence in stored_list(sentences))


def _carried(reason: Reason, text: str) -> Iterator[str]:
    """The words of both sides that carry a reason."""
    if here := ", ".join(f'"{text[start:end]}" at {start}-{end}' for start, end in reason.goods_spans):
        yield f"{'':12}goods: {here}"
    if there := ", ".join(f'"{word}"' for word in reason.item_words):
        yield f"{'':12}page: {there}"


def _print(line: str = "") -> None:
    """Print one line without control characters: its words come from pages, customs files and the case."""
    click.echo("".join(c if c.isprintable() else " " for c in line))
