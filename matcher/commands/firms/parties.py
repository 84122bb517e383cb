"""`box31 parties`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from crawler.case.console import counted, listing_options, say, show
from crawler.case.lazy_group import LazyGroup

if TYPE_CHECKING:
    from sqlite_utils import Database

    from matcher.parties.decisions import Word
    from matcher.parties.parties import Parties
    from matcher.parties.spellings import Role

least_option = click.option(
    "--min-confidence",
    "least",
    type=click.FloatRange(0, 1),
    help="Probability from which two names are joined (default: 0.8).",
)
redact_option = click.option(
    "--redact", is_flag=True, help="Leave out names and tax numbers of natural persons."
)


@click.group(
    cls=LazyGroup,
    lazy={
        "network": (
            "matcher.commands.firms.network:network",
            "The network of firms: importers with exporters or makers, as a table and a picture.",
        ),
        "addresses": ("matcher.commands.firms.network:addresses", "Addresses that several firms share."),
    },
    invoke_without_command=True,
    epilog="Examples: box31 -C mycase parties --role importer   box31 -C mycase parties show 7707083893",
)
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice(["importer", "exporter", "maker", "declarant", "site"]),
    help="Only this role; may be repeated.",
)
@click.option("--name", default="", metavar="WORDS", help="Only firms with a name that holds this.")
@least_option
@redact_option
@listing_options
@click.pass_context
def parties(
    context: click.Context, /, roles: tuple[Role, ...], name: str, least: float | None, **options: bool
) -> None:
    """Firms across scripts, legal forms and spellings, in each role with their sums, first and last date.

    Equal tax numbers with right check digits join names, names alone join by probability, and decisions (merge, split)
    come before both.
    """
    if context.invoked_subcommand:
        return
    from matcher.parties.listing import PARTY_COLUMNS, Chosen, party_rows

    found = _parties(_database(context), least)
    rows = party_rows(found, Chosen(roles, name, options["redact"]))
    show(rows, PARTY_COLUMNS, as_json=options["as_json"], as_csv=options["as_csv"])
    say(
        f"{counted(len(found.firms), 'firm')} of {counted(len(found.of), 'name')}; "
        "joined names are proposals until somebody decides"
    )
    for note in found.notes:
        say(note)


@parties.command("show", epilog="Example: box31 -C mycase parties show 7707083893")
@click.argument("party", metavar="PARTY")
@least_option
@redact_option
@listing_options
@click.pass_context
def show_command(context: click.Context, /, party: str, least: float | None, **options: bool) -> None:
    """The names of PARTY (an id, a tax number, or a name) and why they are joined."""
    from matcher.parties.listing import NAME_COLUMNS, name_rows

    found = _parties(_database(context), least)
    rows = name_rows(found, found.find(party), redacted=options["redact"])
    show(rows, NAME_COLUMNS, as_json=options["as_json"], as_csv=options["as_csv"])


@parties.command("proposals", epilog="Example: box31 -C mycase parties proposals --from 0.5")
@click.option(
    "--from",
    "lowest",
    type=click.FloatRange(0, 1),
    default=0.3,
    show_default=True,
    help="Lowest probability shown.",
)
@least_option
@redact_option
@listing_options
@click.pass_context
def proposals_command(context: click.Context, /, lowest: float, least: float | None, **options: bool) -> None:
    """Firms that may be one and are not joined, the most likely first."""
    from matcher.parties.listing import PROPOSAL_COLUMNS, proposal_rows

    rows = proposal_rows(_parties(_database(context), least), lowest, redacted=options["redact"])
    show(rows, PROPOSAL_COLUMNS, as_json=options["as_json"], as_csv=options["as_csv"])


@parties.command(
    "merge", epilog='Example: box31 -C mycase parties merge n-3f... n-9a... --reviewer Ann --note "register"'
)
@click.argument("first")
@click.argument("second")
@click.option("--reviewer", required=True, help="Who decides.")
@click.option("--note", default="", help="Why.")
@click.pass_context
def merge_command(context: click.Context, first: str, second: str, reviewer: str, note: str) -> None:
    """Decide that two names (ids, tax numbers or names) are of one firm."""
    _decide(context, "same", (first, second), reviewer, note)


@parties.command(
    "split", epilog='Example: box31 -C mycase parties split n-3f... --reviewer Ann --note "another INN"'
)
@click.argument("spelling")
@click.option(
    "--from", "other", help="The name it is not one with (default: its firm's most frequent other name)."
)
@click.option("--reviewer", required=True, help="Who decides.")
@click.option("--note", default="", help="Why.")
@click.pass_context
def split_command(context: click.Context, spelling: str, other: str | None, reviewer: str, note: str) -> None:
    """Decide that a name is not of the firm it was joined to."""
    _decide(context, "different", (spelling, other), reviewer, note)


@parties.command("decisions", epilog="Example: box31 -C mycase parties decisions --csv")
@listing_options
@click.pass_context
def decisions_command(context: click.Context, as_json: bool, as_csv: bool) -> None:
    """All decisions on firms, with who made them and when; undone ones say so."""
    from matcher.parties.listing import DECISION_COLUMNS, decision_rows

    db = _database(context)
    show(decision_rows(db, _parties(db, None)), DECISION_COLUMNS, as_json=as_json, as_csv=as_csv)


@parties.command("undo", epilog="Example: box31 -C mycase parties undo 3")
@click.argument("decision", type=int)
@click.pass_context
def undo_command(context: click.Context, decision: int) -> None:
    """Take back DECISION (its number in `parties decisions`); it stays on record."""
    from matcher.commands.cli import open_case
    from matcher.parties.decisions import undo
    from matcher.review.decisions import review_database

    case = open_case(context)
    with case.lock():
        undone = undo(review_database(case), decision)
    say(f"decision {decision} ({undone.decision}) of {undone.reviewer} counts no more")


def _decide(
    context: click.Context, word: Word, names: tuple[str, str | None], reviewer: str, note: str
) -> None:
    from crawler.case.errors import UsageProblem
    from matcher.commands.cli import open_case
    from matcher.parties.decisions import Reviewer, decide
    from matcher.review.decisions import review_database
    from matcher.review.reviewers import reviewer_key

    if not reviewer.strip():
        raise UsageProblem("--reviewer: give the name of who decides")
    case = open_case(context)
    with case.lock():
        db = review_database(case)
        found = _parties(db, None)
        first = found.spelling(names[0])
        if names[1] is not None:
            second = found.spelling(names[1])
        else:
            others = [s for s in found.of[first.spelling_id].spellings if s is not first]
            if not others:
                raise UsageProblem(f"{names[0]}: the only name of its firm; give --from NAME")
            second = others[0]
        ids = (first.spelling_id, second.spelling_id)
        decision = decide(db, ids, word, Reviewer(reviewer, reviewer_key(reviewer)), note)
        after = _parties(db, None)
    together = after.of[ids[0]] is after.of[ids[1]]
    said = "are one firm" if word == "same" else "are two firms"
    say(f"decision {decision}: {first.name} ({ids[0]}) and {second.name} ({ids[1]}) {said}")
    for line in after.notes if together != (word == "same") else ():
        say(line)


def _parties(db: Database, least: float | None) -> Parties:
    from matcher.parties.clusters import DEFAULT
    from matcher.parties.parties import Parties

    return Parties(db, DEFAULT if least is None else least)


def _database(context: click.Context) -> Database:
    from matcher.commands.cli import open_case
    from matcher.review.decisions import review_database

    return review_database(open_case(context))
