"""`box31 export`: the case for other programs."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click

from crawler.case.console import say
from crawler.case.errors import PARTLY, Box31Error, UsageProblem
from crawler.case.lazy_group import LazyGroup
from matcher.export.rows import KINDS, WITH_STATE

STATES = ("accepted", "rejected", "unsure", "disputed", "stale", "proposed", "all")

_output = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write (default: stdout).",
)
_redact = click.option("--redact", is_flag=True, help="Leave out personal fields, and say so.")


@click.group(cls=LazyGroup)
def export() -> None:
    """Pairs, lines, items, posts, decisions and captures as FollowTheMoney, JSON lines or CSV."""


@export.command(epilog="Example: box31 export jsonl pairs --state accepted -o pairs.jsonl")
@click.argument("kind", type=click.Choice(list(KINDS)), default="pairs")
@click.option("--state", type=click.Choice(STATES), default="all", help="Pairs in this state alone.")
@_redact
@_output
@click.pass_context
def jsonl(context: click.Context, kind: str, state: str, redact: bool, output: Path | None) -> None:
    """KIND as JSON lines, text verbatim."""
    _rows(context, kind, state, redact, output, as_csv=False)


@export.command(epilog="Example: box31 export csv pair-lines --state accepted -o lines.csv")
@click.argument("kind", type=click.Choice(list(KINDS)), default="pairs")
@click.option("--state", type=click.Choice(STATES), default="all", help="Pairs in this state alone.")
@_redact
@_output
@click.pass_context
def csv(context: click.Context, kind: str, state: str, redact: bool, output: Path | None) -> None:
    """KIND as CSV that spreadsheets open safely.

    Text that a spreadsheet would take for a formula or round as a number has an apostrophe before it; JSON lines
    hold it verbatim.
    """
    _rows(context, kind, state, redact, output, as_csv=True)


@export.command(epilog="Example: box31 export ftm -o case.ftm.json")
@click.option(
    "--state",
    type=click.Choice(STATES),
    default="accepted",
    show_default=True,
    help="Pairs in this state alone.",
)
@click.option(
    "--dropped", type=click.Path(path_type=Path, dir_okay=False), help="Write dropped values as JSON lines."
)
@_redact
@_output
@click.pass_context
def ftm(context: click.Context, state: str, dropped: Path | None, redact: bool, output: Path | None) -> None:
    """Accepted pairs as FollowTheMoney entities, one JSON object a line.

    A value that FollowTheMoney would drop is reported and kept in words. Needs: pip install 'box31[ftm]'.
    """
    from matcher.commands.cli import open_case
    from matcher.export.followthemoney import FtmExport
    from matcher.review.decisions import review_database

    try:
        import followthemoney  # noqa: F401 - said here in one line rather than by a traceback later
    except ImportError as error:
        raise UsageProblem("export ftm needs followthemoney: pip install 'box31[ftm]'") from error
    case = open_case(context)
    maker = FtmExport(case, review_database(case), redacted=redact)
    counts: Counter[str] = Counter()
    with _opened(output) as out:
        for entity in maker.entities(None if state == "all" else state):
            counts[entity["schema"]] += 1
            out.write(json.dumps(entity, ensure_ascii=False) + "\n")
    say(", ".join(f"{count} {schema}" for schema, count in sorted(counts.items())) or "no pair in this state")
    if dropped is not None:
        lines = [json.dumps(vars(one), ensure_ascii=False) + "\n" for one in maker.dropped]
        dropped.write_text("".join(lines), encoding="utf-8")
    for (schema, name), count in Counter((one.schema, one.property) for one in maker.dropped).most_common():
        example = next(one.value for one in maker.dropped if (one.schema, one.property) == (schema, name))
        say(f"not valid for {schema}.{name}, kept in words: {count} values, such as {example[:60]!r}")
    for what, count in maker.left_out.items():
        say(f"left out: {count} {what}")
    if maker.problems:
        for problem in maker.problems[:10]:
            say(problem)
        raise Box31Error(
            f"{len(maker.problems)} captures could not be read; `box31 verify` says more", PARTLY
        )


def _rows(
    context: click.Context, kind: str, state: str, redact: bool, output: Path | None, *, as_csv: bool
) -> None:
    from matcher.commands.cli import open_case
    from matcher.export import rows as exports
    from matcher.review.decisions import review_database

    if state != "all" and kind not in WITH_STATE:
        raise UsageProblem(f"--state is for {' and '.join(sorted(WITH_STATE))}, not for {kind}")
    db = review_database(open_case(context))
    found = exports.rows(db, kind, state=None if state == "all" else state, redacted=redact)
    with _opened(output) as out:
        if as_csv:
            count = exports.write_csv(out, exports.columns_of(db, kind), found)
        else:
            count = exports.write_jsonl(out, found)
    say(f"{count} {kind}" + (", personal fields replaced by [redacted]" if redact else ""))


@contextmanager
def _opened(output: Path | None) -> Iterator[IO[str]]:
    if output is None:
        yield sys.stdout
        return
    try:
        with output.open("w", encoding="utf-8", newline="") as handle:
            yield handle
    except OSError as error:
        raise UsageProblem(f"{output}: cannot be written: {error.strerror}") from error
