"""The commands `schedule show`, `schedule print` and `schedule run`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.archive import runs
from crawler.case import clock
from crawler.case.case import Case
from crawler.case.console import listing_options, say, show
from crawler.case.errors import PARTLY, UsageProblem
from crawler.case.lazy_group import LazyGroup

if TYPE_CHECKING:
    from crawler.profile.profile import SiteProfile

SHOW_COLUMNS = ("site", "every", "timezone", "next", "next_local", "state", "last_started", "last_skipped")


@click.group(cls=LazyGroup)
def schedule() -> None:
    """When sites are crawled by themselves: `every: 7d` or `every: 0 3 * * 1` in a site's profile."""


@schedule.command("show", epilog="Example: box31 schedule show")
@listing_options
@click.pass_context
def show_schedule(context: click.Context, as_json: bool, as_csv: bool) -> None:
    """The next run of every site. Exits 3 where a profile is wrong."""
    from crawler.scheduler.run_due import read_profiles

    case = Case.open(context.find_root().obj)
    profiles, problems = read_profiles(case)
    rows = list(schedule_rows(case, profiles, clock.utc_now()))
    show(rows, SHOW_COLUMNS, as_json=as_json, as_csv=as_csv)
    for problem in problems:
        say(problem.message)
    if problems:
        sys.exit(PARTLY)


def schedule_rows(case: Case, profiles: Iterable[SiteProfile], now: datetime) -> Iterator[dict[str, Any]]:
    """A row for each site: when it is next due (UTC and local), and its state: due, waiting, running, to be resumed,
    or by hand."""
    from crawler.scheduler.run_due import next_run, schedule_of

    db = case.database()
    for profile in profiles:
        schedule = schedule_of(profile)
        newest = runs.of_site(db, profile.name, limit=1)
        skipped = db.execute(
            "SELECT max(at) FROM due_runs WHERE site = ? AND outcome = 'skipped'", [profile.name]
        ).fetchone()[0]
        row = {"site": profile.name, "every": profile.every, "timezone": profile.timezone or "UTC"}
        row |= {"last_started": newest[0].started if newest else None, "last_skipped": skipped}
        if schedule is None:
            yield row | {"state": "by hand"}
            continue
        due = next_run(db, schedule, now)
        state = "due" if due.is_due(now) else "waiting"
        if due.resumes:
            state = "running" if case.is_crawled(profile.name) else "to be resumed"
        elif due.never_crawled:
            state = f"{state}, never crawled"
        yield row | {
            "next": clock.text(due.at),
            "next_local": due.at.astimezone(schedule.zone).strftime("%a %Y-%m-%d %H:%M"),
            "state": state,
        }


@schedule.command(
    "print", epilog="Example: box31 -C aurora schedule print --systemd -o ~/.config/systemd/user"
)
@click.option("--cron", "kind", flag_value="cron", help="A line for crontab -e.")
@click.option("--systemd", "kind", flag_value="systemd", help="A service and a timer.")
@click.option("--github", "kind", flag_value="github", help="A workflow for GitHub Actions.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write the files into this folder.",
)
@click.pass_context
def print_schedule(context: click.Context, kind: str | None, output: Path | None) -> None:
    """Ready-to-use text that makes this machine (or GitHub) crawl what is due, once an hour."""
    from crawler.scheduler import cron_and_systemd as texts

    if kind is None:
        raise UsageProblem("say which text you want: --cron, --systemd or --github")
    case = Case.open(context.find_root().obj)
    root = case.root.resolve()
    program = str(program_path())
    if kind == "cron":
        try:
            files = {"box31.crontab": texts.cron_text(program, root)}
        except ValueError as error:
            raise UsageProblem(str(error)) from error
    elif kind == "systemd":
        files = texts.systemd_texts(program, root)
    else:
        files = {"box31.yml": texts.github_text(texts.repository_path(root), texts.minute_of(root))}
    for name, text in files.items():
        if output is None:
            click.echo(f"# file: {name}\n{text}" if len(files) > 1 else text, nl=len(files) > 1)
            continue
        output.mkdir(parents=True, exist_ok=True)
        (output / name).write_text(text, encoding="utf-8")
        say(f"written: {output / name}")


def program_path() -> Path:
    """The `box31` program that is running, or the one beside this Python."""
    called = Path(sys.argv[0])
    if called.name.startswith("box31") and called.is_file():
        return called.resolve()
    return Path(sys.executable).parent / "box31"


@schedule.command("run", epilog="Example: box31 -C aurora schedule run")
@click.option(
    "--look-every",
    default="5m",
    show_default=True,
    metavar="TIME",
    help="How often to look for what is due, such as 5m or 1h.",
)
@click.option("--at-once", type=click.IntRange(1, 32), help="How many sites are crawled at once.")
@click.pass_context
def run_schedule(context: click.Context, look_every: str, at_once: int | None) -> None:
    """Stay in the foreground and crawl what is due, for people without cron. Ends with Ctrl-C."""
    from crawler.profile.schedule import parse_duration
    from crawler.scheduler.scheduler_daemon import run_in_foreground

    case = Case.open(context.find_root().obj)
    try:
        interval = parse_duration(look_every)
    except ValueError as error:
        raise UsageProblem(f"--look-every: {error}") from error
    run_in_foreground(case, interval, at_once)
