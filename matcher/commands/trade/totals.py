"""`box31 totals`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from crawler.case.console import counted, listing_options, say, show, write_text


@click.command(
    epilog="Examples: box31 -C mycase totals --by importer,month   "
    "box31 -C mycase totals --by site,destination --from 2022-03 --chart totals.svg"
)
@click.option("--by", required=True, metavar="A,B[,C]", help="One to three of: maker, site, kind (category), item, importer,"
              " exporter, origin, departure, destination, hs (four digits), month.")  # fmt: skip
@click.option("--from", "start", metavar="DATE", help="From this year, month or day.")
@click.option("--to", "end", metavar="DATE", help="To the end of this year, month or day.")
@click.option(
    "--split", metavar="DATE", help="Each sum apart before this year, month or day, and from it on."
)
@click.option("--rows", "unfolded", is_flag=True, help="The lines behind the sums, with file, row and cell.")
@click.option("--redact", is_flag=True, help="Leave out names of natural persons.")
@click.option(
    "--chart", type=click.Path(path_type=Path, dir_okay=False), help="Also draw it, as an SVG file."
)
@listing_options
@click.pass_context
def totals(context: click.Context, /, by: str, as_json: bool, as_csv: bool, **options: Any) -> None:
    """Sums of customs lines by one to three dimensions: all lines, those of accepted pairs, and the expected part of all.

    Firms are summed under their canonical name (`box31 parties`). "?": the line does not say it, or its goods have no
    pair. A line counts once in each cell; goods that fit several items are in the cell of each.
    """
    from crawler.case.errors import UsageProblem
    from matcher.commands.cli import open_case
    from matcher.customs.trade.question import check_date
    from matcher.review.decisions import review_database
    from matcher.totals import table
    from matcher.totals.lines import BEFORE_AFTER, OF_ITEMS, Period

    divisions = _divisions(by)
    if options["chart"] and options["unfolded"]:
        raise UsageProblem("--chart draws sums: leave out --rows")
    period = Period(options["start"], options["end"], options["split"])
    if period.split:
        divisions.append(BEFORE_AFTER)
    for option, date in (("--from", period.start), ("--to", period.end), ("--split", period.split)):
        if date:
            check_date(option, date)
    db = review_database(open_case(context))
    if options["unfolded"]:
        rows, columns = list(table.lines_behind(db, divisions, period)), (*divisions, *table.LINE_COLUMNS)
    else:
        rows, columns = table.totals(db, divisions, period), (*divisions, *table.SUM_COLUMNS)
    if options["redact"]:
        rows = [_without_persons(row) for row in rows]
    show(rows, columns, as_json=as_json, as_csv=as_csv)
    if not options["unfolded"]:
        say(counted(len(rows), "cell"))
    if left := table.undated(db, period):
        say(f"left out, without a date: {counted(left, 'line')}")
    if OF_ITEMS & set(divisions):
        say(
            "goods that fit several items count in the cell of each: do not add up cells of site, kind or item"
        )
    if options["chart"] and rows:
        from matcher.charts.totals import totals_chart

        write_text(options["chart"], totals_chart(rows, divisions))
        say(f"drawn in {options['chart']}")


def _divisions(by: str) -> list[Any]:
    from crawler.case.errors import UsageProblem
    from matcher.totals.lines import DIVISIONS

    named = [part.strip() for part in by.split(",")]
    wrong = [part for part in named if part not in DIVISIONS]
    if wrong or len(set(named)) != len(named) or len(named) > 3:
        raise UsageProblem(f"--by {by}: give one to three different ones of {', '.join(DIVISIONS)}")
    return named


def _without_persons(row: dict[str, object]) -> dict[str, object]:
    from matcher.customs.values.personal_data import REDACTED, is_person

    firms = ("importer", "exporter", "maker")
    return {k: REDACTED if k in firms and is_person(str(v)) else v for k, v in row.items()}
