"""`box31 reply`."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import click

from crawler.case.console import listing_options, say, show
from crawler.case.lazy_group import LazyGroup

_file = click.option(
    "--file",
    "file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The letter, kept byte for byte.",
)
_text = click.option("--text", help="The words, where there is no file.")
_day = click.option("--day", required=True, metavar="DATE", help="The day of the letter or call.")
_by = click.option("--by", "by", required=True, metavar="NAME", help="Who records it.")
_channel = click.option("--channel", default="", help="E-mail, letter, telephone ...")
_note = click.option("--note", default="", help="A remark.")


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    epilog='Example: box31 -C mycase reply ask "Shandong Hengdun" --day 2026-11-02 --by Ann --file letter.eml',
)
@listing_options
@click.pass_context
def reply(context: click.Context, as_json: bool, as_csv: bool) -> None:
    """Right of reply: who was asked, when, and what they answered, each letter with its hash."""
    if context.invoked_subcommand is not None:
        return
    from matcher.commands.cli import open_case
    from matcher.review.decisions import review_database
    from matcher.review.replies import REPLY_COLUMNS, reply_rows

    show(reply_rows(review_database(open_case(context))), REPLY_COLUMNS, as_json=as_json, as_csv=as_csv)


@reply.command(
    "ask", epilog="Example: box31 reply ask Maker --day 2026-11-02 --by Ann --file a.eml --about p-1f..."
)
@click.argument("who")
@_day
@_by
@_file
@_text
@click.option(
    "--about",
    multiple=True,
    metavar="ID",
    help="A pair, item, post or site it is about; may be repeated (default: the whole case).",
)
@_channel
@_note
@click.pass_context
def ask_command(context: click.Context, /, **given: Any) -> None:
    """Record that WHO was asked."""
    from matcher.commands.cli import open_case
    from matcher.review.decisions import review_database
    from matcher.review.replies import Event, ask

    content, suffix = _letter(given["file"], given["text"])
    event = Event(
        "asked", _date(given["day"]), _name("WHO", given["who"]), _name("--by", given["by"]), content, suffix,
        given["channel"], given["note"], given["about"],
    )  # fmt: skip
    case = open_case(context)
    with case.lock():
        request_id = ask(case, review_database(case), event)
    click.echo(request_id)
    say(f"{given['who']} was asked on {event.day}; an answer: box31 reply answer {request_id} --day DATE ...")


@reply.command(
    "answer", epilog="Example: box31 reply answer q-3f... --day 2026-11-09 --by Ann --file answer.eml"
)
@click.argument("request_id", metavar="REQUEST")
@_day
@_by
@_file
@_text
@click.option("--none", "is_none", is_flag=True, help="No answer came by this day.")
@click.option("--who", default="", help="Who answered (default: who was asked).")
@_channel
@_note
@click.pass_context
def answer_command(context: click.Context, /, request_id: str, is_none: bool, **given: Any) -> None:
    """Record an answer to REQUEST, or that none came."""
    from crawler.case.errors import UsageProblem
    from matcher.commands.cli import open_case
    from matcher.review.decisions import review_database
    from matcher.review.replies import Event, answer, reply_rows

    if is_none and (given["file"] or given["text"]):
        raise UsageProblem("--none: give no --file and no --text")
    content, suffix = (None, "") if is_none else _letter(given["file"], given["text"])
    case = open_case(context)
    with case.lock():
        db = review_database(case)
        asked = next((row["who"] for row in reply_rows(db) if row["request_id"] == request_id), "")
        event = Event(
            "no answer" if is_none else "answered", _date(given["day"]), given["who"].strip() or asked,
            _name("--by", given["by"]), content, suffix, given["channel"], given["note"],
        )  # fmt: skip
        answer(case, db, request_id, event)
    say(f"{request_id}: {event.kind}, {event.day}")


def _letter(file: Path | None, text: str | None) -> tuple[bytes, str]:
    """The bytes of a letter and the ending of its name. Raises UsageProblem unless one of both is given."""
    from crawler.case.errors import UsageProblem
    from crawler.case.given_files import given_bytes
    from matcher.review.replies import MOST_BYTES

    if (file is None) == (not text):
        raise UsageProblem("give --file FILE or --text WORDS, one of them")
    if file is None:
        return str(text).encode(), ".txt"
    content = given_bytes(file, MOST_BYTES)
    ending = re.fullmatch(r"\.[a-z0-9]{1,5}", file.suffix.lower())
    return content, ending[0] if ending else ".bin"


def _date(text: str) -> str:
    from crawler.case.errors import UsageProblem

    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise UsageProblem(f"--day {text}: give a day, such as 2026-11-02") from error


def _name(option: str, text: str) -> str:
    from crawler.case.errors import UsageProblem

    if not text.strip():
        raise UsageProblem(f"{option}: give a name")
    return " ".join(text.split())
