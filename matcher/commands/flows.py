"""`box31 flows`."""

from __future__ import annotations

import re
from pathlib import Path

import click

from crawler.case.console import listing_options, say, show


@click.command(
    epilog="Examples: box31 -C mycase flows --hs 8806 --against Russia:Ukraine   "
    "box31 -C mycase flows --hs 6909+6914 --country Russia --country Ukraine --chart ceramics.svg   "
    "box31 -C mycase flows --hs 8806 --by month --share Russia"
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
    "--rows", "unfolded", is_flag=True, help="The rows of statistics behind the sums, with file and row."
)
@click.option(
    "--chart", type=click.Path(path_type=Path, dir_okay=False), help="Also draw it, as an SVG file."
)
@click.option(
    "--flow",
    type=click.Choice(["export", "import", "re-export", "re-import", "declared"]),
    help="Only this direction.",
)
@click.option(
    "--source",
    type=click.Choice(["statistics", "lines"]),
    help="Published statistics or the case's own customs lines (default: statistics where there are any).",
)
@listing_options
@click.pass_context
def flows(
    context: click.Context,
    codes: tuple[str, ...],
    period: str,
    start: str | None,
    end: str | None,
    countries: tuple[str, ...],
    against: str | None,
    share: str | None,
    unfolded: bool,
    chart: Path | None,
    flow: str | None,
    source: str | None,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Sums by goods code, period and country pair, with the change on a year before; or one country against another,
    or its share.

    "no data" means that no row says anything: it is not zero.
    """
    from crawler.case.errors import UsageProblem
    from matcher.charts import flows as flow_charts
    from matcher.commands.cli import open_case
    from matcher.customs.trade import flows as sums
    from matcher.customs.trade import shares
    from matcher.customs.trade.question import Question
    from matcher.schema.tables import matcher_migrations

    groups = tuple(tuple(re.split(r"[+,]", code.replace(" ", ""))) for code in codes)
    for code in (code for group in groups for code in group):
        if not re.fullmatch(r"\d{2,12}", code):
            raise UsageProblem(f"--hs {code}: a goods code has 2 to 12 digits")
    for name, value in (("--from", start), ("--to", end)):
        if value and not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2]))?", value):
            raise UsageProblem(f"{name} {value}: give a year (2023) or a month (2023-04)")
    db = open_case(context).database(matcher_migrations)
    if source is None:
        source = (
            "statistics" if db.execute("SELECT 1 FROM customs_statistics LIMIT 1").fetchone() else "lines"
        )
    question = Question(source, groups, period, start, end, countries, flow)
    if against and share:
        raise UsageProblem("give --against or --share, one of the two")
    columns: tuple[str, ...] = sums.FLOW_COLUMNS
    draw = flow_charts.flows_chart
    if unfolded:
        from matcher.customs.trade import unfold

        if source == "lines" or against or share or chart:
            raise UsageProblem("--rows is for sums of statistics; leave out --against, --share and --chart")
        show(list(unfold.unfold(db, question)), unfold.ROW_COLUMNS, as_json=as_json, as_csv=as_csv)
        return
    if share:
        rows = list(shares.shares(db, question, share))
        columns, draw = shares.SHARE_COLUMNS, flow_charts.share_chart
    elif against:
        a, found, b = against.partition(":")
        if not found or not a or not b:
            raise UsageProblem(f"--against {against}: give two countries, such as Russia:Ukraine")
        rows = list(sums.against(db, question, a, b))
        columns, draw = sums.AGAINST_COLUMNS, flow_charts.against_chart
    else:
        rows = list(sums.flows(db, question))
    show(rows, columns, as_json=as_json, as_csv=as_csv)
    if not rows:
        say(f"no rows of {source} answer this; import a file with `box31 customs import`")
    elif chart is not None:
        try:
            chart.write_text(draw(rows), encoding="utf-8")
        except OSError as error:
            raise UsageProblem(f"{chart}: cannot be written: {error.strerror}") from error
        say(f"drawn in {chart}")
