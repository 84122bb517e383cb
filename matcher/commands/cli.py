"""The `box31` command: every room's commands, imported only when called."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

import click

from crawler.case.case import CONFIG_NAME, RECEIVED, Case, is_received
from crawler.case.console import say
from crawler.case.errors import CORRECTABLE, INTERRUPTED, Box31Error, problem_of
from crawler.case.lazy_group import LazyGroup
from crawler.case.safe_text import visible_controls
from crawler.commands.cli import CRAWLER_COMMANDS

COMMANDS: dict[str, tuple[str, str]] = {
    "demo": (
        "matcher.commands.demo:demo",
        "The whole job, offline, on a fictional maker and invented customs lines.",
    ),
    "init": ("matcher.commands.case:init", "A new case."),
    "doctor": ("matcher.commands.case:doctor", "Check this machine and this case."),
    "open": ("matcher.commands.case:open_pages", "The case in a browser: search, look, import, decide."),
    "status": ("matcher.commands.status:status", "Sites, last runs, what waits for review."),
    **CRAWLER_COMMANDS,
    "posts": ("matcher.commands.posts:posts", "News posts: list, search, text, pictures, statements."),
    "customs": (
        "matcher.commands.customs:customs",
        "Import customs files; list files, rejects; parse goods.",
    ),
    "search": ("matcher.commands.search:search", "Search customs lines, items, posts and pictures."),
    "parties": (
        "matcher.commands.firms.parties:parties",
        "Firms across scripts and spellings; merge and split.",
    ),
    "lists": (
        "matcher.commands.firms.lists:lists",
        "Screen firms and goods codes against lists that you bring.",
    ),
    "totals": ("matcher.commands.trade.totals:totals", "Cross-tables of lines: all, accepted, likely."),
    "flows": ("matcher.commands.trade.flows:flows", "Sums by HS code, country and month; comparisons."),
    "match": ("matcher.commands.match:match", "Propose pairs of catalog items and goods records."),
    "pairs": ("matcher.commands.match:pairs", "Proposed and reviewed pairs."),
    "orders": (
        "matcher.commands.orders:orders",
        "Announced orders, and the customs lines that may belong to them.",
    ),
    "calibrate": (
        "matcher.commands.match:calibrate",
        "Refit confidence from decisions; reliability table and chart.",
    ),
    "train": ("matcher.commands.train:train", "Fine-tune the encoder on the decisions (extra `train`)."),
    "explain": ("matcher.commands.explain:explain", "Every term of a pair's score."),
    "eval": ("matcher.commands.eval:evaluate", "Measure pairs against labelled ones."),
    "dictionary": (
        "matcher.commands.dictionary:dictionary",
        "Bilingual dictionaries for reading texts; add, list, remove.",
    ),
    "review": (
        "matcher.commands.review:review",
        "Review pairs: export and import sheets, decide in a browser.",
    ),
    "reply": ("matcher.commands.firms.reply:reply", "Right of reply: who was asked, and what they answered."),
    "dossier": (
        "matcher.commands.dossier:dossier",
        "A folder with the evidence that another person can verify.",
    ),
    "export": ("matcher.commands.export:export", "The case as FollowTheMoney, JSON lines or CSV."),
    "verify": ("matcher.commands.verify:verify", "Re-check everything in the case."),
    "completion": ("matcher.commands.completion:completion", "The completion script for your shell."),
}


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="Example: box31 demo mycase",
)
@click.option(
    "-C", "case_folder", default=".", metavar="CASE", help="The case folder (default: this folder)."
)
@click.option(
    "--received",
    is_flag=True,
    help="Somebody sent this case: only read it, and run nothing that came with it.",
)
@click.version_option(package_name="box31", prog_name="box31")
@click.pass_context
def box31(context: click.Context, case_folder: str, received: bool) -> None:
    """Box31 archives what manufacturers publish and shows which customs lines describe the same goods."""
    context.obj = case_folder
    if received:
        os.environ[RECEIVED] = "1"  # the processes that a command starts see it too
    _say_what_is_set_aside(Path(case_folder))


def _say_what_is_set_aside(folder: Path) -> None:
    if (folder / CONFIG_NAME).is_file() and is_received(folder):
        with suppress(Box31Error):  # which the command itself will meet
            for setting in Case.open(folder).set_aside:
                say(f"{folder}: received case; not used: {setting}")


def main() -> None:
    """Run `box31`; whatever a user can correct becomes one line on stderr and an exit code."""
    # The processes of a pool take no module from the current folder either.
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        code = box31.main(standalone_mode=False)
    except click.ClickException as error:
        vars(error)["message"] = visible_controls(error.message)  # it may name a file as the world named it
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        say("box31: stopped; what was finished is kept")
        sys.exit(INTERRUPTED)
    except CORRECTABLE as error:
        problem = problem_of(error)
        say(f"box31: {problem.message}")
        sys.exit(problem.exit_code)
    sys.exit(code if isinstance(code, int) else 0)  # click gives the code of --help and the like


def open_case(context: click.Context) -> Case:
    """The case a command works on (option -C)."""
    return Case.open(context.find_root().obj)
