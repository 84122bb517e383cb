"""`box31 review`: sheets out, decisions in."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.case.console import counted, listing_options, say, show
from crawler.case.errors import PARTLY
from crawler.case.lazy_group import LazyGroup
from matcher.commands.cli import open_case

if TYPE_CHECKING:
    from crawler.case.case import Case
    from matcher.review.pair_filter import PairFilter
    from matcher.review.sheet.columns import ExportOptions
    from matcher.review.sheet.importing import FileResult
    from matcher.review.sheet.rows import Finding
    from matcher.web.server import Place

SHOWN_FINDINGS = 40  # lines printed of each kind for people; --csv and --json print all
FINDING_COLUMNS = ("file", "sheet", "row", "kind", "pair_id", "message")


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
def review() -> None:
    """Sheets for reviewers, their decisions, and the same work in a browser."""


@review.command(epilog="Example: box31 review export --format xlsx --sample top --limit 200 --reviewer ann")
@click.option(
    "-o", "output", type=click.Path(path_type=Path), help="The file to write (default: in reviews/)."
)
@click.option(
    "--format", "form", type=click.Choice(["csv", "xlsx"]), help="csv, or xlsx (default: by the file's name)."
)
@click.option(
    "--sample",
    type=click.Choice(["top", "uncertain", "audit", "next", "disputed"]),
    default="top",
    show_default=True,
    help="Which pairs: most likely, most uncertain, at random for calibration, half and two quarters of these, or"
    " where reviewers differ.",
)
@click.option(
    "--limit", type=click.IntRange(min=1), help="At most so many pairs (default: all; 200 of a sample)."
)
@click.option("--reviewer", default="", help="Fills the column; leaves out what this reviewer has decided.")
@click.option(
    "--group",
    type=click.Choice(["importer", "item", "line"]),
    help="Put rows of one importer, item or line together.",
)
@click.option("--state", "states", multiple=True, help="Pairs in this state (default: proposed and stale).")
@click.option("--site", default="", metavar="NAME", help="Only pairs with an item of this site.")
@click.option("--importer", default="", metavar="WORDS", help="Only with a line of an importer so named.")
@click.option(
    "--file", default="", metavar="NAME", help="Only with a line of this customs file (name or id)."
)
@click.option("--hs", default="", metavar="DIGITS", help="Only with a line whose HS code begins so.")
@click.option("--text", default="", metavar="WORDS", help="Only where the declared text holds these words.")
@click.option(
    "--from", "low", type=click.FloatRange(0, 1), metavar="P", help="Only from this confidence upward."
)
@click.option("--to", "high", type=click.FloatRange(0, 1), metavar="P", help="Only up to this confidence.")
@click.option("--blind", is_flag=True, help="Without the confidence, in an order that does not reveal it.")
@click.option("--redact", is_flag=True, help="Without the names of natural persons.")
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the random draw of `audit`.")
@click.option("--split", "among", metavar="NAMES", help="A sheet for each of these reviewers: Ann,Bob.")
@click.option("--overlap", metavar="SHARE", help="Share of the pairs that each of them gets, such as 15%.")
@click.option(
    "--statements",
    is_flag=True,
    help="Statements of posts as well: a second worksheet; as CSV a file of statements only.",
)
@click.pass_context
def export(
    context: click.Context,
    /,
    output: Path | None,
    form: str | None,
    among: str | None,
    overlap: str | None,
    **options: Any,
) -> None:
    """Write a sheet of pairs to be decided, or one for each of several reviewers."""
    from crawler.case.errors import UsageProblem
    from crawler.catalog.record_marks import count_left_out, in_words
    from matcher.review.decisions import review_database
    from matcher.review.pair_filter import PairFilter
    from matcher.review.sheet.columns import ExportOptions
    from matcher.review.sheet.export import export_sheet
    from matcher.review.sheet.split_export import names_of
    from matcher.schema.terms import PairState

    if unknown := [state for state in options["states"] if state not in [*PairState]]:
        raise UsageProblem(f"--state {unknown[0]}: no such state; states: {', '.join(PairState)}")
    named_form = output.suffix.lower().lstrip(".") if output else ""
    form = form or (named_form if named_form in ("csv", "xlsx") else "csv")
    if overlap is not None and among is None:
        raise UsageProblem("--overlap: is of the sheets of --split; name the reviewers")
    if among is not None and options["reviewer"]:
        raise UsageProblem("--reviewer: the names of --split fill that column; leave one of the two out")
    asked = PairFilter(**{one.name: options.pop(one.name) for one in fields(PairFilter)})
    if options["blind"] and asked.by_confidence:
        raise UsageProblem("--from and --to: tell what --blind hides; leave one of them out")
    case = open_case(context)
    _check_filter(case, asked)
    options["asked"] = asked
    if among is not None:
        _export_split(case, output, form, ExportOptions(split=names_of(among), **options), overlap)
        return
    with case.lock():
        db = review_database(case)
        done = export_sheet(case, db, output, format=form, options=ExportOptions(**options))
    click.echo(done.path)
    say(f"{done.rows:,} pairs to decide in {done.path}; {done.left:,} more wait")
    if options["statements"]:
        say(f"{counted(done.statements, 'statement')} of posts to decide in it")
    for line in in_words(count_left_out(db), "item"):
        say(line)
    if done.rows or done.statements:
        say("write accept, reject or unsure in the column decision, then: box31 review import FILE")


def _check_filter(case: Case, asked: PairFilter) -> None:
    """Raises UsageProblem where a site or file is none of the case's: a sheet without rows would not say so."""
    from crawler.case.errors import UsageProblem
    from crawler.catalog.listings import check_sites

    db = case.database()
    check_sites(case, db, (asked.site,) if asked.site else ())
    if asked.file:
        known = [tuple(row) for row in db.execute("SELECT name, file_id FROM customs_files ORDER BY name")]
        if not any(asked.file in row for row in known):
            names = ", ".join(dict.fromkeys(name for name, _ in known[:20])) or "none"
            raise UsageProblem(f"--file {asked.file}: no such file in the case; files: {names}")


def _export_split(
    case: Case, output: Path | None, form: str, options: ExportOptions, overlap: str | None
) -> None:
    """Write the sheets of several reviewers and say which is whose."""
    from dataclasses import replace

    from matcher.review.decisions import review_database
    from matcher.review.sheet.split_export import share_of, split_sheets

    options = replace(options, overlap=share_of(overlap or "0"))
    with case.lock():
        done = split_sheets(case, review_database(case), output, format=form, options=options)
    for name, export in done:
        click.echo(export.path)
        say(f"{name}: {export.rows:,} pairs to decide in {export.path}")
    say("when they are back: box31 review import FILE...; how the reviewers agree: box31 review status")


@review.command(epilog="Example: box31 review check sheet.xlsx")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--reviewer", default="", help="Reviewer for rows without one.")
@listing_options
@click.pass_context
def check(
    context: click.Context, files: tuple[Path, ...], reviewer: str, as_json: bool, as_csv: bool
) -> None:
    """Say what `import` would do with FILES; change nothing."""
    take(context, files, reviewer, as_json, as_csv, dry_run=True)


@review.command("import", epilog="Example: box31 review import sheet.xlsx other.csv")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--reviewer", default="", help="Reviewer for rows without one.")
@listing_options
@click.pass_context
def import_(
    context: click.Context, files: tuple[Path, ...], reviewer: str, as_json: bool, as_csv: bool
) -> None:
    """Read the decisions of FILES (.xlsx .ods .csv .tsv). Importing a file twice changes nothing."""
    take(context, files, reviewer, as_json, as_csv, dry_run=False)


def take(
    context: click.Context,
    files: tuple[Path, ...],
    reviewer: str,
    as_json: bool,
    as_csv: bool,
    *,
    dry_run: bool,
) -> None:
    """Check or import, and say what came of it; exits 3 where a row or file had a problem."""
    from contextlib import nullcontext

    from crawler.case.given_files import check_given
    from matcher.review.decisions import review_database
    from matcher.review.sheet.importing import import_sheets

    case = open_case(context)
    for path in files:
        check_given(path)
    with nullcontext() if dry_run else case.lock():
        result = import_sheets(case, review_database(case), files, reviewer=reviewer, dry_run=dry_run)
    if as_json or as_csv:
        show(map(vars, result.findings), FINDING_COLUMNS, as_json=as_json, as_csv=as_csv)
    else:
        _say_findings(result.findings)
    for outcome in result.files:
        _say_outcome(outcome, dry_run)
    for (before, after), count in sorted(result.changes.items()):
        say(f"{count:,} pairs {'would go' if dry_run else 'went'} from {before} to {after}")
    settled = sum(count for (_, after), count in result.changes.items() if after in ("accepted", "rejected"))
    if settled and not dry_run:
        say(f"{settled:,} more settled pairs to learn from: box31 calibrate; progress: box31 review status")
    if result.problems:
        sys.exit(PARTLY)


def _say_findings(findings: Sequence[Finding]) -> None:
    """The first findings of each kind in each file, and how many more there are."""
    counts: Counter[tuple[str, str]] = Counter()
    for finding in findings:
        kind = finding.file, finding.kind
        counts[kind] += 1
        if counts[kind] <= SHOWN_FINDINGS:
            say(str(finding))
    for (file, name), count in counts.items():
        if count > SHOWN_FINDINGS:
            say(f"{file}: {count - SHOWN_FINDINGS:,} more rows: {name} (all with --csv)")


def _say_outcome(outcome: FileResult, dry_run: bool) -> None:
    counts = outcome.counts
    if not counts:
        return
    say(
        f"{outcome.file}: {counts['rows']:,} rows: {counts['accept']:,} accept, {counts['reject']:,} reject,"
        f" {counts['unsure']:,} unsure, {counts['blank']:,} blank, {counts['problems']:,} problems;"
        f" {counts['new']:,} decisions {'would be ' if dry_run else ''}new"
        + ("" if dry_run else f" (import {outcome.import_id})")
    )
    if "statements" in counts:
        new = "would be new" if dry_run else "new"
        say(f"{outcome.file}: {counted(counts['statements'], 'decision')} on statements {new}")
    if counts.get("unnamed"):
        say(f"{outcome.file}: {counts['unnamed']:,} rows name no reviewer; give --reviewer NAME")


@review.command(epilog="Example: box31 review status")
@listing_options
@click.pass_context
def status(context: click.Context, as_json: bool, as_csv: bool) -> None:
    """Review status: states, reviewers, their agreement, imports, the next calibration step."""
    from matcher.review.decisions import review_database
    from matcher.review.progress import STATUS_COLUMNS, status_rows

    db = review_database(open_case(context))
    show(status_rows(db), STATUS_COLUMNS, as_json=as_json, as_csv=as_csv)


@review.command(epilog="Example: box31 review conflicts --csv")
@listing_options
@click.pass_context
def conflicts(context: click.Context, as_json: bool, as_csv: bool) -> None:
    """Pairs on which reviewers differ: who said what, and where. The adjudicator's decision settles them."""
    from matcher.review.decisions import review_database
    from matcher.review.progress import CONFLICT_COLUMNS, conflict_rows

    case = open_case(context)
    show(conflict_rows(review_database(case)), CONFLICT_COLUMNS, as_json=as_json, as_csv=as_csv)
    if not case.config["review"]["adjudicator"]:
        say(
            "nobody settles disputes: name review.adjudicator in box31.toml; reviewers with conflicting answers are asked"
            " again in a new sheet (review export --sample disputed)"
        )


@review.command(epilog="Example: box31 review undo r-0123456789ab")
@click.argument("import_id", metavar="IMPORT")
@click.pass_context
def undo(context: click.Context, import_id: str) -> None:
    """Take back an import: its decisions no longer count. Nothing is deleted; import the file again to redo."""
    from matcher.review.decisions import review_database, undo_import

    case = open_case(context)
    with case.lock():
        count = undo_import(review_database(case), import_id)
    say(f"{import_id} undone: {count:,} decisions no longer count")


@review.command(epilog="Example: box31 review serve --reviewer ann --invite bob")
@click.option("--reviewer", required=True, help="Your name: recorded with every decision.")
@click.option(
    "--invite", "invited", multiple=True, metavar="NAME", help="Another reviewer, with a link of their own."
)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Default: a free one.")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address of this machine that others can reach."
)
@click.option("--certificate", type=click.Path(path_type=Path), help="TLS certificate for --host, PEM.")
@click.option("--key", type=click.Path(path_type=Path), help="The certificate's key, PEM.")
@click.option(
    "--unencrypted", is_flag=True, help="On another --host without TLS: whoever is on the network can read."
)
@click.option("--blind", is_flag=True, help="Without confidence and others' decisions, in random order.")
@click.pass_context
def serve(
    context: click.Context, /, reviewer: str, invited: tuple[str, ...], blind: bool, **place: Any
) -> None:
    """Decide in a browser: one pair a page, keys A, R, U. On this machine only, but with --host. Ends with Ctrl-C."""
    from crawler.case.errors import UsageProblem
    from matcher.review.decisions import review_database
    from matcher.review.reviewers import reviewer_key
    from matcher.web.team import serve_team

    names = [" ".join(name.split()) for name in (reviewer, *invited)]
    if not all(names):
        raise UsageProblem("--reviewer: give a name; it is recorded with every decision")
    if len({reviewer_key(name) for name in names}) < len(names):
        raise UsageProblem("--invite: that name is taken; each reviewer needs a name of their own")
    listens = _place(**place)
    case = open_case(context)

    def started(addresses: dict[str, str]) -> None:
        for name, address in addresses.items():
            click.echo(address if len(addresses) == 1 else f"{name}\t{address}")
        whose = (
            "each address is one person's: give it to nobody else"
            if invited
            else "open this address in a browser"
        )
        say(f"{whose}; {'on this machine; ' if listens.is_local else ''}Ctrl-C ends it")

    try:
        serve_team(case, review_database(case), names, listens, blind=blind, started=started)
    except KeyboardInterrupt:  # the way to end it
        say("ended; progress: box31 review status")


def _place(host: str, port: int, certificate: Path | None, key: Path | None, unencrypted: bool) -> Place:
    """Where to serve. Raises UsageProblem for another address without TLS or the word for going without."""
    from crawler.case.errors import UsageProblem
    from matcher.web.server import Place

    if (certificate is None) != (key is None):
        raise UsageProblem("--certificate and --key: give both")
    for option, path in (("--certificate", certificate), ("--key", key)):
        if path is not None and not path.is_file():
            raise UsageProblem(f"{option} {path}: no such file")
    place = Place(host.strip("[]"), port, certificate, key)
    if place.host in ("0.0.0.0", "::", ""):  # noqa: S104 - refused
        raise UsageProblem(
            f"--host {host}: name the one address that the others open; links to it are checked"
        )
    if not place.is_local and certificate is None and not unencrypted:
        raise UsageProblem(
            f"--host {host}: links and evidence would go over the network unencrypted; give --certificate and --key, or"
            " say --unencrypted"
        )
    return place
