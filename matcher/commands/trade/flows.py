"""`box31 flows`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.case.console import counted, listing_options, say, show, write_text

if TYPE_CHECKING:
    from sqlite_utils import Database

    from matcher.customs.trade.flows import FlowRow
    from matcher.customs.trade.question import Question

Rows = Sequence[Mapping[str, object]]
Chart = Callable[[Sequence[Mapping[str, Any]]], str]


@dataclass(frozen=True)
class FlowOptions:
    """What was asked for; `unfolded`: the rows behind the sums."""

    codes: tuple[str, ...]
    period: str
    start: str | None
    end: str | None
    countries: tuple[str, ...]
    against: str | None
    share: str | None
    mirror: bool
    via: str | None
    unfolded: bool
    chart: Path | None
    flow: str | None
    source: str | None

    @property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Groups of goods codes that are summed together."""
        return tuple(tuple(re.split(r"[+,]", code.replace(" ", ""))) for code in self.codes)

    @property
    def comparisons(self) -> list[str]:
        """The options given of which each makes another table."""
        return [f"--{name}" for name in ("against", "share", "mirror", "via") if getattr(self, name)]


@dataclass(frozen=True)
class Answer:
    """The rows of a table, its columns, the function that draws it, and the notes below it."""

    rows: Rows
    columns: tuple[str, ...]
    draw: Chart | None = None
    notes: Sequence[str] = ()


@click.command(
    epilog="Examples: box31 -C mycase flows --hs 8806 --against Russia:Ukraine   "
    "box31 -C mycase flows --hs 6909+6914 --country Russia --country Ukraine --chart ceramics.svg   "
    "box31 -C mycase flows --hs 8806 --by month --share Russia   "
    "box31 -C mycase flows --hs 8471 --mirror   box31 -C mycase flows --hs 8542 --via 2022-03"
)
@click.option(
    "--hs",
    "codes",
    multiple=True,
    metavar="CODE",
    help="Beginning of a code; 6909+6914 sums both; may be repeated.",
)
@click.option(
    "--by", "period", type=click.Choice(["year", "quarter", "month"]), default="year", show_default=True
)
@click.option("--from", "start", metavar="YYYY[-MM]", help="First year or month.")
@click.option("--to", "end", metavar="YYYY[-MM]", help="Last year or month.")
@click.option(
    "--country",
    "countries",
    multiple=True,
    metavar="NAME",
    help="Only flows with this country; may be repeated.",
)
@click.option("--against", metavar="A:B", help="Compare country A with country B: how many times as much.")
@click.option("--share", metavar="NAME", help="One country's share of the value with all countries.")
@click.option(
    "--mirror",
    is_flag=True,
    help="What one side publishes as exports beside the other's imports; their ratio.",
)
@click.option(
    "--via",
    metavar="YYYY-MM",
    help="Shares of KZ, KG, AE, TR, HK, AM, GE, RS before this month and from it on.",
)
@click.option(
    "--rows", "unfolded", is_flag=True, help="The rows or lines behind the sums, with file and row."
)
@click.option(
    "--chart", type=click.Path(path_type=Path, dir_okay=False), help="Also draw it, as an SVG file."
)
@click.option(
    "--flow",
    type=click.Choice(["export", "import", "domestic export", "re-export", "re-import", "declared"]),
    help="Only this direction.",
)
@click.option(
    "--source",
    type=click.Choice(["statistics", "lines"]),
    help="Published statistics or the case's own customs lines (default: statistics where there are any).",
)
@listing_options
@click.pass_context
def flows(context: click.Context, /, as_json: bool, as_csv: bool, **options: Any) -> None:
    """Sums by goods code, period and country pair, with the change on a year before; or one country against another,
    its share, both sides' figures, or the shares of transit countries.

    "no data" means that no row says anything: it is not zero.
    """
    from matcher.commands.cli import open_case
    from matcher.schema.tables import matcher_migrations

    given = FlowOptions(**options)
    _check(given)
    db = open_case(context).database(matcher_migrations)
    question = _question(db, given)
    answer = _answer(db, question, given)
    show(answer.rows, answer.columns, as_json=as_json, as_csv=as_csv)
    for note in answer.notes:
        say(note)
    if given.unfolded:
        return
    for note in (*_of_editions(db, question, answer), *_of_undated(db, question)):
        say(note)
    if not answer.rows:
        say(f"no rows of {question.source} answer this; import a file with `box31 customs import`")
    elif given.chart is not None and answer.draw is not None:
        write_text(given.chart, answer.draw(answer.rows))
        say(f"drawn in {given.chart}")


def _check(given: FlowOptions) -> None:
    from crawler.case.errors import UsageProblem
    from matcher.customs.trade.question import check_goods_code, check_month

    for code in (code for group in given.groups for code in group):
        check_goods_code(code)
    for name, value in (("--from", given.start), ("--to", given.end)):
        if value:
            check_month(name, value)
    if given.via and not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", given.via):
        raise UsageProblem(f"--via {given.via}: give the month from which to compare (2022-03)")
    if len(given.comparisons) > 1:
        raise UsageProblem(f"give {' or '.join(given.comparisons)}, one of them")
    if given.chart and (given.mirror or given.via):
        raise UsageProblem(
            f"--chart does not draw {given.comparisons[0]}; --csv is for charts of other programs"
        )
    if given.mirror and (given.flow or given.source == "lines"):
        raise UsageProblem(
            "--mirror is of published exports and imports; leave out --flow and --source lines"
        )
    if given.against and not all(given.against.partition(":")):
        raise UsageProblem(f"--against {given.against}: give two countries, such as Russia:Ukraine")


def _question(db: Database, given: FlowOptions) -> Question:
    """The question; without --source, of published statistics where the case has any."""
    from matcher.customs.trade.question import Question

    source = given.source
    if source is None:
        published = db.execute("SELECT 1 FROM customs_statistics LIMIT 1").fetchone()
        source = "statistics" if published or given.mirror else "lines"
    return Question(source, given.groups, given.period, given.start, given.end, given.countries, given.flow)


def _answer(db: Database, question: Question, given: FlowOptions) -> Answer:
    from matcher.charts import flows as flow_charts
    from matcher.customs.trade import flows as sums
    from matcher.customs.trade import mirror, shares, transit

    if given.unfolded:
        return _unfolded(db, question, given)
    if given.mirror:
        both = list(mirror.mirror(db, question))
        return Answer(both, mirror.MIRROR_COLUMNS, notes=[mirror.VALUATION] if both else [])
    if given.via:
        from matcher.parties.parties import firm_ids

        known = firm_ids(db) if question.source == "lines" else None
        compared = transit.via(db, question, given.via, known)
        return Answer(compared.rows, transit.VIA_COLUMNS, notes=compared.notes)
    if given.share:
        found = list(shares.shares(db, question, given.share))
        return Answer(found, shares.SHARE_COLUMNS, flow_charts.share_chart, shares.without_others(found))
    if given.against:
        a, _, b = given.against.partition(":")
        return Answer(list(sums.against(db, question, a, b)), sums.AGAINST_COLUMNS, flow_charts.against_chart)
    rows = list(sums.flows(db, question))
    return Answer(rows, sums.FLOW_COLUMNS, flow_charts.flows_chart, _of_money(rows))


def _of_money(rows: Sequence[FlowRow]) -> list[str]:
    """Notes on values that are not stated in US dollars."""
    from matcher.customs.values.exchange_rates import RATES, USD

    others = [row for row in rows if row["value"] is not None and row["value_usd"] is None]
    known = [row for row in others if row["converted_usd"] is not None]
    invoiced = sum(row["rows"] for row in known if (row["currency"] or "").startswith(USD))
    converted = sum(row["rows"] for row in known) - invoiced
    missing = [row for row in others if row["converted_usd"] is None]
    notes = []
    if invoiced:
        notes.append(
            f"converted_usd: {counted(invoiced, 'row')} with an invoice in USD and no other value in it"
        )
    if converted:
        notes.append(f"converted_usd: {counted(converted, 'row')} in other currencies, by {RATES}")
    if missing:
        names = ", ".join(sorted({row["currency"] or "?" for row in missing}))
        notes.append(
            f"not converted, no rate: {counted(sum(row['rows'] for row in missing), 'row')} ({names})"
        )
    return notes


def _of_editions(db: Database, question: Question, answer: Answer) -> list[str]:
    """Which of the codes do not exist in some of the years, and where their goods are then."""
    from matcher.customs.trade.entries import years_of
    from matcher.customs.values.hs_editions import edition_notes

    years = years_of(db, question)
    groups = question.codes or (tuple(sorted({str(row["hs"]) for row in answer.rows})),)
    found = [note for group in groups for note in edition_notes(group, *years)] if years else []
    return list(dict.fromkeys(found))


def _of_undated(db: Database, question: Question) -> list[str]:
    from matcher.customs.trade.entries import undated_lines

    undated = undated_lines(db, question) if question.source == "lines" else 0
    return [f"left out, without a date: {counted(undated, 'line')}"] if undated else []


def _unfolded(db: Database, question: Question, given: FlowOptions) -> Answer:
    """The rows of statistics, or the lines, that the answer adds up."""
    from crawler.case.errors import UsageProblem
    from matcher.customs.trade import transit, unfold

    if given.against or given.share or given.chart:
        raise UsageProblem("--rows lists what is added up; leave out --against, --share and --chart")
    rows_of = transit.with_totals(question) if given.via else question
    return Answer(list(unfold.unfold(db, rows_of)), unfold.ROW_COLUMNS)
