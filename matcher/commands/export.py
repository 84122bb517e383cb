"""`box31 export`: the case for other programs, a command for each format of matcher/export/."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click

from crawler.case.console import say
from crawler.case.errors import PARTLY, Box31Error, UsageProblem
from crawler.case.safe_text import json_line
from matcher.export.registry import Exported, Format, Request, formats
from matcher.schema.terms import PairState

STATES = (*PairState, "all")


@click.group()
def export() -> None:
    """Pairs, lines, items, posts, decisions and captures as FollowTheMoney, JSON lines or CSV."""


def _command(known: Format) -> click.Command:
    """The command of a format: KIND where it has kinds, --state, --redact, --output, --dropped where it drops."""
    file = click.Path(path_type=Path, dir_okay=False)
    states = [state.value if isinstance(state, PairState) else state for state in STATES]
    parameters: list[click.Parameter] = []
    if known.kinds:
        parameters.append(
            click.Argument(["kind"], type=click.Choice(known.kinds), default=known.kinds[0], required=False)
        )
    parameters.append(
        click.Option(
            ["--state"],
            type=click.Choice(states),
            default=known.state or "all",
            show_default=bool(known.state),
            help="Only pairs in this state.",
        )
    )
    if known.drops:
        parameters.append(click.Option(["--dropped"], type=file, help="Write dropped values as JSON lines."))
    parameters.append(click.Option(["--redact"], is_flag=True, help="Leave out personal fields, and say so."))
    parameters.append(click.Option(["-o", "--output"], type=file, help="Where to write (default: stdout)."))

    @click.pass_context
    def run(
        context: click.Context,
        state: str,
        redact: bool,
        output: Path | None,
        kind: str = "",
        dropped: Path | None = None,
    ) -> None:
        from matcher.commands.cli import open_case
        from matcher.review.decisions import review_database

        if state != "all" and known.kinds and kind not in known.states:
            raise UsageProblem(f"--state is for {' and '.join(sorted(known.states))}, not for {kind}")
        case = open_case(context)
        asked = Request(case, review_database(case), kind, "" if state == "all" else state, redact)
        with _opened(output) as out:
            done = known.writer(asked, out)
        _report(done, dropped)

    return click.Command(
        known.name,
        callback=run,
        params=parameters,
        help=inspect.getdoc(known.writer),
        epilog=f"Example: {known.example}",
    )


def _report(done: Exported, dropped: Path | None) -> None:
    if dropped is not None:
        lines = [json_line(row) + "\n" for row in done.dropped]
        dropped.write_text("".join(lines), encoding="utf-8")
    for note in done.notes:
        say(note)
    for problem in done.problems[:10]:
        say(problem)
    if done.problems:
        raise Box31Error(f"{len(done.problems)} captures could not be read; `box31 verify` says more", PARTLY)


@contextmanager
def _opened(output: Path | None) -> Iterator[IO[str]]:
    if output is None:
        yield sys.stdout
        return
    new = not output.exists()
    try:
        with output.open("w", encoding="utf-8", newline="") as handle:
            yield handle
    except Box31Error:
        if new:
            output.unlink(missing_ok=True)
        raise
    except OSError as error:
        raise UsageProblem(f"{output}: cannot be written: {error.strerror}") from error


for _known in formats().values():
    export.add_command(_command(_known))


@export.command(epilog="Example: box31 export folder analysis --format parquet")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--format", "form", type=click.Choice(["parquet", "csv"]), default="parquet", show_default=True)
@click.option("--redact", is_flag=True, help="Leave out personal fields, and say so.")
@click.pass_context
def folder(context: click.Context, folder: Path, form: str, redact: bool) -> None:
    """Every table for readers as a file of FOLDER (new or empty)."""
    from matcher.commands.cli import open_case
    from matcher.export.tables_folder import write_folder
    from matcher.review.decisions import review_database

    case = open_case(context)
    counts = write_folder(review_database(case), case.name, folder, form=form, redacted=redact)
    for kind, count in counts.items():
        say(f"{kind}: {count:,} rows")
    click.echo(folder)
