"""`box31 match`, `pairs`, `calibrate`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.case.console import counted, listing_options, say, show, write_text
from crawler.case.typed_rows import stored_list
from matcher.commands.cli import open_case
from matcher.schema.terms import PairState

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.case.case import Case
    from matcher.match.engines import Engine
    from matcher.match.run import MatchResult

PAIR_COLUMNS = (
    "pair_id", "confidence", "confidence_basis", "confidence_low", "confidence_high", "level", "state", "site", "sku",
    "item_name", "item_url", "goods", "maker", "lines", "quantity", "unit", "first_date", "last_date", "reasons",
    "counter_reasons", "model",
)  # fmt: skip
LINE_COLUMNS = (
    "pair_id", "confidence", "confidence_basis", "level", "state", "site", "sku", "item_name", "item_url",
    "customs_file",
    "row", "declaration", "line_no", "date", "hs", "description", "importer", "exporter", "maker", "origin",
    "destination",
    "quantity", "unit", "value_usd", "reasons",
)  # fmt: skip
SHORT = ("pair_id", "confidence", "level", "state", "item_name", "goods", "lines", "reasons")
SHORT_LINES = (
    "pair_id",
    "confidence",
    "level",
    "state",
    "item_name",
    "customs_file",
    "row",
    "date",
    "description",
)


@click.command(epilog="Example: box31 -C demo-case match")
@click.option("--model", metavar="NAME", help="`bundled`, or the name or folder of any SentenceTransformer.")
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    metavar="P",
    help="Propose pairs from this confidence on.",
)
@click.option(
    "--limit-per-item", type=click.IntRange(min=1), metavar="K", help="At most K pairs an item, best first."
)
@click.option(
    "--target-precision", type=click.FloatRange(0.5, 0.999), metavar="P",
    help="Say from which confidence on at least this share is true, as far as decisions allow.",
)  # fmt: skip
@click.option(
    "--engine", type=click.Choice(["embedded", "ray"]), default="embedded", show_default=True,
    help="Processes of this machine, or Ray (extra `ray`); the pairs are the same.",
)  # fmt: skip
@click.option(
    "--address", metavar="HOST:PORT", help="The head of a Ray cluster (default: Ray on this machine)."
)
@click.option(
    "--workers", type=click.IntRange(min=1), metavar="N", help="Processes that compare (default: one a core)."
)
@click.option("--json", "as_json", is_flag=True, help="Print the counts as one JSON object.")
@click.pass_context
def match(
    context: click.Context,
    model: str | None,
    min_confidence: float | None,
    limit_per_item: int | None,
    target_precision: float | None,
    engine: str,
    address: str | None,
    workers: int | None,
    as_json: bool,
) -> None:
    """Propose pairs of catalog items and customs goods records; what was compared before is not compared again."""
    from crawler.case.patience import Patience
    from crawler.catalog.record_marks import count_left_out, in_words
    from matcher.match.guarantee import guarantee
    from matcher.match.run import MatchOptions, run_match
    from matcher.review.decisions import review_database

    if address and engine != "ray":
        raise click.UsageError("--address goes with --engine ray")
    case = open_case(context)
    with case.lock(), _engine(engine, address, workers) as chosen:
        db = review_database(case)
        _learn_maker_names(case, db)
        options = MatchOptions(
            model=model,
            min_confidence=min_confidence,
            limit_per_item=limit_per_item,
            engine=chosen,
            say=say,
            progress=(patience := Patience("texts encoded")),
        )
        result = run_match(case, db, options)
        patience.close()
    for line in in_words(count_left_out(db), "item"):
        say(line)
    say(_in_words(result))
    counts = {"match_id": result.match_id, **result.counts}
    if target_precision is not None:
        promised = guarantee(db, target_precision)
        say(promised.said)
        counts["promise"] = asdict(promised)
    if as_json:
        click.echo(json.dumps(counts))


def _learn_maker_names(case: Case, db: Database) -> None:
    """Keep what profiles, decisions and accepted pairs say of the makers' names; a profile that is wrong is named."""
    from crawler.scheduler.run_due import read_profiles
    from matcher.parties.maker_names import known_maker_names
    from matcher.records.maker_names import replace_maker_names

    profiles, problems = read_profiles(case)
    for problem in problems:
        say(f"{problem}: its maker_names are not read")
    replace_maker_names(db, known_maker_names(db, profiles))


def _in_words(result: MatchResult) -> str:
    """What a run did."""
    if not result.items:
        return "nothing to match: no catalog items (run `box31 crawl`)"
    if not result.goods:
        return "nothing to match: no customs lines (run `box31 customs import`)"
    if not result.compared:
        return f"nothing new: all {result.items} items and {result.goods} goods records were compared before"
    levels = ", ".join(f"{level} {count}" for level, count in sorted(result.levels.items())) or "none"
    return (
        f"{result.compared} pairs compared, {result.kept} kept ({levels}), {result.likely} of them likely;"
        f" confidence: {result.basis}; {result.encoded} new texts encoded"
    )


@contextmanager
def _engine(name: str, address: str | None, workers: int | None) -> Iterator[Engine]:
    """The engine of this name; Ray's processes end with it."""
    from matcher.match.engines import Forked

    if name != "ray":
        yield Forked(workers) if workers else Forked()
        return
    from matcher.match.ray_engine import ray_engine

    with ray_engine(address, workers) as engine:
        yield engine


@click.command(epilog="Example: box31 -C demo-case pairs --state proposed")
@click.option(
    "--state", type=click.Choice([state.value for state in PairState]), help="Only pairs in this state."
)
@click.option("--lines", "by_line", is_flag=True, help="One row for each customs line of each pair.")
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    metavar="P",
    help="Only from this confidence on (default: decided pairs, and others from the case's min_confidence on).",
)
@click.option("--site", help="Only pairs of this site's items.")
@click.option("--redact", is_flag=True, help="Leave out personal fields of the lines.")
@listing_options
@click.pass_context
def pairs(
    context: click.Context,
    state: str | None,
    by_line: bool,
    min_confidence: float | None,
    site: str | None,
    redact: bool,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Proposed and reviewed pairs, most confident first."""
    from crawler.catalog.listings import check_sites
    from matcher.customs.values.personal_data import redact as without_persons
    from matcher.review.decisions import review_database

    case = open_case(context)
    given = min_confidence is not None
    least = min_confidence if min_confidence is not None else float(case.config["match"]["min_confidence"])
    db = review_database(case)
    check_sites(case, db, [site] if site else [])
    rows = pair_rows(db, by_line=by_line, state=state, least=least, site=site, decided=not given)
    full: tuple[str, ...] = LINE_COLUMNS if by_line else PAIR_COLUMNS
    short: tuple[str, ...] = SHORT_LINES if by_line else SHORT
    columns = full if as_json or as_csv else short
    show(without_persons(rows) if redact else rows, columns, as_json=as_json, as_csv=as_csv)
    (hidden,) = db.execute(
        "SELECT count(*) FROM pairs p JOIN items i USING (item_id)"
        " WHERE p.item_id IN (SELECT owner_id FROM left_out) AND (:site IS NULL OR i.site = :site)",
        {"site": site},
    ).fetchone()
    if hidden:
        say(
            f"{counted(hidden, 'pair')} of items that are left out not shown; `box31 items hidden` lists those"
        )
    if not given and state in (None, "proposed"):
        (below,) = db.execute(
            "SELECT count(*) FROM readable_pairs WHERE confidence < :least AND state = 'proposed'"
            " AND (:site IS NULL OR site = :site)",
            {"least": least, "site": site},
        ).fetchone()
        if below:
            say(f"{counted(below, 'pair')} below {least:g} not shown; --min-confidence 0 shows all")


def pair_rows(
    db: Database,
    *,
    by_line: bool = False,
    state: str | None = None,
    least: float = 0.0,
    site: str | None = None,
    decided: bool = True,
) -> Iterator[dict[str, Any]]:
    """Rows of `pairs`, or of `pairs --lines`, of at least `least` confidence; `decided` ones whatever theirs."""
    view, order = ("readable_pair_lines", ", date, customs_file, row") if by_line else ("readable_pairs", "")
    for row in db.query(
        f"SELECT * FROM {view} WHERE (:state IS NULL OR state = :state) AND (:site IS NULL OR site = :site)"  # noqa: S608 - one of two views
        f" AND (confidence >= :least OR (:decided AND state != 'proposed'))"
        f" ORDER BY confidence DESC, pair_id{order}",
        {"state": state, "site": site, "least": least, "decided": decided},
    ):
        for key in ("reasons", "counter_reasons"):
            if row.get(key):
                row[key] = "; ".join(stored_list(row[key]))
        yield row


@click.command(epilog="Example: box31 -C demo-case calibrate")
@click.option("--chart", type=click.Path(path_type=Path), help="Where to write the reliability chart (SVG).")
@listing_options
@click.pass_context
def calibrate(context: click.Context, chart: Path | None, as_json: bool, as_csv: bool) -> None:
    """Refit weights and confidence to the decisions; print stated against observed, and write the chart."""
    from crawler.case.locks import refuse_link
    from matcher.charts.reliability import reliability_chart
    from matcher.match.rescore import refit_case
    from matcher.review.decisions import labelled_pairs, review_database

    case = open_case(context)
    path = chart or case.root / "reliability.svg"
    if chart is None:
        refuse_link(path)
    with case.lock():
        db = review_database(case)
        report = refit_case(db, {row["pair_id"]: row["label"] for row in labelled_pairs(db)})
        say(report.sentence())
        rows = report.table()
        if rows:
            write_text(path, reliability_chart(report.bins()))
            say(f"chart: {path}")
    columns = ("low", "high", "count", "stated", "observed")
    if rows or as_json or as_csv:
        show(rows, columns, as_json=as_json, as_csv=as_csv)
