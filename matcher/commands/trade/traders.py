"""`box31 customs traders`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from crawler.case.console import listing_options, say, show

if TYPE_CHECKING:
    from matcher.customs.trade.traders import Trader


@click.command(epilog="Example: box31 -C mycase customs traders --since 2022-03 --hs 8542")
@click.option(
    "--since", required=True, metavar="DATE", help="The year, month or day from which firms are new."
)
@click.option(
    "--hs", "codes", multiple=True, metavar="CODE", help="Only codes that begin so; may be repeated."
)
@click.option("--redact", is_flag=True, help="Leave out names and tax numbers of natural persons.")
@listing_options
@click.pass_context
def traders(
    context: click.Context, since: str, codes: tuple[str, ...], redact: bool, as_json: bool, as_csv: bool
) -> None:
    """Importers and exporters whose first line is after a date, or whose goods since then have other headings.

    Firms are those of `box31 parties`, whatever the spelling. They are leads: a firm may have traded before under a name
    that was not recognised as its own, or outside the files of this case.
    """
    from crawler.case.typed_rows import columns_of
    from matcher.commands.cli import open_case
    from matcher.customs.trade.question import check_date, check_goods_code
    from matcher.customs.trade.traders import Trader
    from matcher.customs.trade.traders import traders as find
    from matcher.parties.parties import firm_ids
    from matcher.schema.tables import matcher_migrations

    check_date("--since", since)
    for code in codes:
        check_goods_code(code)
    db = open_case(context).database(matcher_migrations)
    result = find(db, since, firm_ids(db), codes)
    rows = _without_persons(result.found) if redact else map(asdict, result.found)
    show(rows, columns_of(Trader), as_json=as_json, as_csv=as_csv)
    for note in result.notes:
        say(note)


def _without_persons(found: list[Trader]) -> Iterator[dict[str, Any]]:
    from matcher.customs.values.personal_data import redact

    for trader in found:
        named: dict[str, Any] = {"importer": trader.name, "importer_code": trader.code}
        shown = next(redact([named]))
        is_hidden = shown["importer"] != trader.name
        spellings = shown["importer"] if is_hidden else trader.spellings
        yield {
            **asdict(trader), "name": shown["importer"], "code": shown["importer_code"], "spellings": spellings,
        }  # fmt: skip
