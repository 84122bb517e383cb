"""`box31 customs`: files in, rejects out, texts parsed."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.case.console import counted, listing_options, say, show, write_text
from crawler.case.errors import PARTLY, Box31Error
from crawler.case.lazy_group import LazyGroup

if TYPE_CHECKING:
    from sqlite_utils import Database

LAYOUT_BYTES = 1024 * 1024  # of a layout file


@click.group(
    cls=LazyGroup,
    lazy={
        "traders": (
            "matcher.commands.trade.traders:traders",
            "Firms that are new after a date, or have other goods.",
        )
    },
    epilog="Example: box31 -C mycase customs import declarations.csv",
)
def customs() -> None:
    """Import customs files; list files and rejects; parse goods texts."""


@customs.command("import", epilog="Example: box31 -C mycase customs import exports/2023.xlsx")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--layout",
    "layout_file",
    metavar="YAML",
    help="A mapping written by `customs preview`; remembered for its header.",
)
@click.option(
    "--flow", type=click.Choice(["export", "import"]), help="Direction of statistics that do not say it."
)
@click.option(
    "--scale",
    type=click.FloatRange(min=0, min_open=True),
    help="Units in one of a statistics file's values: 1000 for thousands.",
)
@click.option(
    "--currency",
    metavar="CODE",
    help="Currency of statistics that do not say it, by its ISO 4217 code, such as USD.",
)
@click.option("--reporter", metavar="COUNTRY", help="Whose statistics these are, where they do not say it.")
@click.option(
    "--decimal", type=click.Choice([".", ","]), help="Decimal sign of statistics that may be read either way."
)
@click.option(
    "--encoding",
    metavar="NAME",
    help="Encoding of text files, such as windows-1254, where their bytes do not tell it.",
)
@click.option(
    "--yes",
    is_flag=True,
    help="Where a column or the encoding is not sure, take the likeliest; recorded as a guess.",
)
@click.option(
    "--replace",
    is_flag=True,
    help="Read a file that is in the case again, by the mapping given or recognised now; what changed is listed.",
)
@click.option(
    "--cells",
    type=click.Choice(["sqlite", "parquet"]),
    default="sqlite",
    show_default=True,
    help="Where the verbatim cells of lines are kept; Parquet takes a fraction of the room, for millions of lines.",
)
@click.option("--again", is_flag=True, help="Import a file although it was forgotten.")
@click.option("--processes", type=click.IntRange(1), help="Processes for large files (default: one a core).")
@click.pass_context
def import_command(
    context: click.Context, /, files: tuple[str, ...], layout_file: str | None, **options: Any
) -> None:
    """Import customs FILEs: CSV, XLSX, XLS, ODS, Parquet, JSON lines, XML, .gz, .zip, or folders of them.

    Exits 3 where rows could not be read (`box31 customs rejects` names them) or stand in another order of columns, or
    where a column or the encoding is not sure: the likeliest are shown. Without a sure description or HS code nothing of
    the file is imported, else the field that is not sure stays empty until you answer.
    """
    from matcher.commands.cli import open_case
    from matcher.customs.layout.recognition.saved_layouts import remember_layout
    from matcher.customs.trade.formats.texts.facts import Stated
    from matcher.customs.values.currencies import stated_code
    from matcher.schema.tables import matcher_migrations

    options["currency"] = stated_code(options["currency"]) if options["currency"] else None
    stated = Stated(
        **{name: options.pop(name) for name in ("flow", "scale", "currency", "reporter", "decimal")}
    )
    case = open_case(context)
    given = _read_layout(layout_file) if layout_file else None
    with case.lock():
        db = case.database(matcher_migrations)
        codes = [_import(db, file, len(files), given, stated=stated, **options) for file in files]
        if given is not None:
            remember_layout(db, given)
    failed = [code for code in codes if code not in (0, PARTLY)]
    if failed and len(failed) == len(files):
        sys.exit(failed[0])
    if any(codes):
        sys.exit(PARTLY)


def _import(db: Database, file: str, many: int, given: Mapping[str, Any] | None, **options: Any) -> int:
    """Import one of `many` files and print the result; returns its exit code. Raises Box31Error for the only one."""
    from matcher.customs.ingest.store import import_file

    try:
        result = import_file(db, file, given, **options)
    except Box31Error as error:
        if many == 1:
            raise
        say(f"box31: {error.message}")
        return error.exit_code
    for table in result.tables:
        _report(table, db)
    unsure = any(
        table.reordered or table.asks or table.state in ("failed", "asked") for table in result.tables
    )
    return PARTLY if result.rejects or unsure else 0


def _report(table: Any, db: Any) -> None:
    from matcher.customs.layout.recognition.recognise import fields_unsure

    if table.state == "already":
        say(f"{table.name}: nothing to do, {'; '.join(filter(None, (table.note, table.asks)))}")
    elif table.state == "asked":
        say(f"{table.name}: not imported: {table.note}")
    elif table.state in ("skipped", "failed", "held"):
        say(f"{table.name}: not imported: {table.note.removeprefix(f'{table.name}: ')}")
    else:
        from matcher.customs.ingest.reject_summary import reject_summary

        summary = reject_summary(db, table.file_id, table.rows_in)
        if summary and "could not be read" in summary[0]:
            say(f"{table.name}: {summary.pop(0)}")
        parts = [
            counted(table.lines, "line")
            if table.kind == "declarations"
            else counted(table.lines, "row of statistics", "rows of statistics")
        ]
        parts += [counted(table.rejects, "reject")] if table.rejects else []
        parts += [f"{table.blank:,} blank", f"{table.headers:,} header"]
        extra = []
        extra += [f"{table.known:,} known already"] if table.known else []
        extra += [f"{counted(table.replaced, 'earlier line')} replaced"] if table.replaced else []
        extra += [f"{counted(table.doubtful, 'line')} kept with a doubt"] if table.doubtful else []
        say(
            f"{table.name}: {counted(table.rows_in, 'row')} = "
            + " + ".join(parts)
            + (f" ({', '.join(extra)})" if extra else "")
        )
        if table.asks:
            say(f"  imported without {fields_unsure(table.layout)}: {table.asks}")
        if table.note:
            say(f"  {table.note}")
        for said in summary:
            say(f"  {said}")
        if table.rejects or table.doubtful:
            say(f"  see: box31 customs rejects {table.name}")


def _read_layout(path: str) -> dict[str, str | list[str]]:
    import yaml

    from crawler.case.errors import UsageProblem
    from crawler.profile.plain_yaml import read_yaml_file

    if not Path(path).exists():
        raise UsageProblem(
            f"{path}: no such layout file; write one with `box31 customs preview FILE -o {path}`"
        )
    try:
        given = read_yaml_file(Path(path), LAYOUT_BYTES)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise UsageProblem(f"{path}: not valid YAML: {' '.join(str(error).split())[:200]}") from error
    fields = given.get("fields") if isinstance(given, dict) else None
    if not isinstance(fields, dict) or not all(isinstance(v, str | list) for v in fields.values()):
        raise UsageProblem(
            f"{path}: needs `fields:` with a column's header for each field, as `customs preview -o` writes it"
        )
    return {**fields, "name": str(given.get("name") or Path(path).stem)}


@customs.command("preview", epilog="Example: box31 customs preview exports/2023.xlsx -o layout.yaml")
@click.argument("file", metavar="FILE")
@click.option(
    "-o",
    "--output",
    metavar="YAML",
    help="Write the mapping here, to be corrected and given to import --layout.",
)
@click.option(
    "--encoding",
    metavar="NAME",
    help="Encoding of text files, such as windows-1254, where their bytes do not tell it.",
)
@listing_options
@click.pass_context
def preview_command(
    context: click.Context, file: str, output: str | None, encoding: str | None, as_json: bool, as_csv: bool
) -> None:
    """How the columns of FILE would be read: each field, its column, three sample values; and what is left over."""
    from crawler.case.case import CONFIG_NAME
    from matcher.customs.ingest.preview import PREVIEW_COLUMNS, layout_yaml, preview

    in_case = (Path(context.find_root().obj) / CONFIG_NAME).is_file()
    tables = preview(Path(file), _database(context) if in_case else None, encoding)
    show((row for table in tables for row in table.rows), PREVIEW_COLUMNS, as_json=as_json, as_csv=as_csv)
    for table in tables:
        say(table.summary)
    if output:
        name, layout = next((table.name, table.layout) for table in tables if table.layout)
        write_text(Path(output), layout_yaml(name, layout))
        say(f"wrote {output}; correct it and import with --layout {output}")


@customs.command("files", epilog="Example: box31 -C mycase customs files --csv")
@listing_options
@click.pass_context
def files_command(context: click.Context, as_json: bool, as_csv: bool) -> None:
    """The imported files with counts of their rows: rows_in = headers + lines + rejects + blank."""
    from matcher.customs.ingest.file_listing import FILE_COLUMNS, files

    show(files(_database(context)), FILE_COLUMNS, as_json=as_json, as_csv=as_csv)


@customs.command("rejects", epilog="Example: box31 -C mycase customs rejects 2023.csv --csv")
@click.argument("file", required=False, metavar="[FILE]")
@click.option("--redact", is_flag=True, help="Leave out cells that may be personal data.")
@listing_options
@click.pass_context
def rejects_command(
    context: click.Context, file: str | None, redact: bool, as_json: bool, as_csv: bool
) -> None:
    """Rows that could not be read (kept: no), and lines kept although something in them cannot be right (kept: yes)."""
    from matcher.customs.ingest.file_listing import REJECT_COLUMNS, rejects

    rows = rejects(_database(context), file, redact=redact)
    show(rows, REJECT_COLUMNS, as_json=as_json, as_csv=as_csv)


@customs.command(
    "lines", epilog="Example: box31 -C mycase customs lines --hs 8525 --from 2023-01 --text тепловизор"
)
@click.option("--file", metavar="FILE", help="Only lines of this file.")
@click.option("--hs", metavar="CODE", help="Codes that begin so.")
@click.option("--from", "start", metavar="DATE", help="From this year, month or day.")
@click.option("--to", "end", metavar="DATE", help="To the end of this year, month or day.")
@click.option("--importer", metavar="NAME", help="Importers whose name holds this.")
@click.option("--text", metavar="WORDS", help="Descriptions that hold this.")
@click.option("--redact", is_flag=True, help="Leave out names of natural persons.")
@listing_options
@click.pass_context
def lines_command(
    context: click.Context, /, redact: bool, as_json: bool, as_csv: bool, **wanted: str | None
) -> None:
    """The case's customs lines, filtered, with their number and sums."""
    from matcher.customs.ingest.line_listing import LISTED_COLUMNS, LineFilter, line_sums, lines, unit_sums
    from matcher.customs.values.exchange_rates import RATES
    from matcher.customs.values.personal_data import redact as without_persons

    db, chosen = _database(context), LineFilter(**wanted)
    found = lines(db, chosen)
    show(without_persons(found) if redact else found, LISTED_COLUMNS, as_json=as_json, as_csv=as_csv)
    sums = line_sums(db, chosen)
    said = counted(sums.lines, "line")
    if sums.lines_with_value_usd:
        said += f"; {sums.value_usd:,.2f} USD in the {sums.lines_with_value_usd:,} that state it"
    if sums.lines_invoiced:
        said += f"; besides, {sums.invoiced_usd:,.2f} USD of invoices in {sums.lines_invoiced:,} that do not"
    if sums.lines_converted:
        said += f"; besides, {sums.converted_usd:,.2f} USD converted by {RATES} in {sums.lines_converted:,} in other currencies"
    if sums.lines_without_rate:
        said += f"; {sums.lines_without_rate:,} in currencies or on days without a rate"
    if sums.lines_with_value_doubt:
        said += f"; {sums.lines_with_value_doubt:,} with two values that cannot be of the same goods (value_doubt)"
    if sums.lines_with_net_kg:
        said += f"; {sums.net_kg:,.2f} kg net in the {sums.lines_with_net_kg:,} that state it"
    for one in unit_sums(db, chosen):
        quantity = f"{one.quantity:,.3f}".rstrip("0").rstrip(".")
        said += f"; {quantity} {one.unit or 'without a unit'} in {counted(one.lines, 'line')}"
    say(said)


@customs.command(
    "forget", epilog='Example: box31 -C mycase customs forget 2023.csv --reason "court order of 2 May"'
)
@click.argument("file", metavar="FILE")
@click.option("--reason", required=True, help="Why; it stays on record.")
@click.pass_context
def forget_command(context: click.Context, file: str, reason: str) -> None:
    """Remove FILE's lines from the case; its name, the time and the reason stay on record."""
    from matcher.commands.cli import open_case
    from matcher.customs.ingest.forget import forget
    from matcher.schema.tables import matcher_migrations
    from matcher.search.index import remove_index

    case = open_case(context)
    with case.lock():
        remove_index(case.root)
        result = forget(case.database(matcher_migrations), file, reason)
    say(
        f"{result.name}: {result.lines:,} lines forgotten; "
        f"{result.goods:,} goods records that no other line declares were removed with them"
    )
    if result.pairs:
        say(f"  {result.pairs:,} pairs and {result.decisions:,} decisions on them were removed")


@customs.command("parse", epilog="Example: box31 customs parse texts.txt")
@click.argument("file", required=False, metavar="[FILE]")
@click.option(
    "--brief", is_flag=True, help="Leave out ratings, dimensions and materials: several times as fast."
)
@click.option("--processes", type=click.IntRange(1), help="Processes (default: one a core for large inputs).")
def parse_command(file: str | None, brief: bool, processes: int | None) -> None:
    """Parse goods texts, one a line or JSON lines with "text" (and maker, trademark, model, article), to JSON lines."""
    from matcher.customs.goods.parse_stream import parse_stream

    parse_stream(file, processes, brief=brief)


def _database(context: click.Context) -> Any:
    from matcher.commands.cli import open_case
    from matcher.schema.tables import matcher_migrations

    return open_case(context).database(matcher_migrations)
