"""The firms that the dossier's lines name, as a network: importers with exporters, importers with makers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matcher.charts.network import network_chart
from matcher.customs.values.personal_data import REDACTED
from matcher.dossier.report_sections import TOP, Cell, Section
from matcher.dossier.table_titles import table_title
from matcher.parties.network import PARTNERS, TIE_COLUMNS, TieRow, tie_rows
from matcher.parties.parties import Parties
from matcher.text.display import amount, shown

if TYPE_CHECKING:
    from matcher.dossier.context import DossierContext
    from matcher.reading.wording import Wording


def write_network(context: DossierContext) -> list[Section]:
    """Write the table of ties, and the section with a picture for each role; none where no line names two firms."""
    parties = Parties(context.db)
    redacted = context.redaction.on
    by_role = {
        role: tie_rows(context.db, parties, role, among="chosen_lines", redacted=redacted)
        for role in PARTNERS
    }
    rows = [_without_ids(row) for role in PARTNERS for row in by_role[role]]
    if not rows:
        return []
    context.tables.csv(
        "tables/network.csv",
        TIE_COLUMNS,
        map(dict, rows),
        table_title("network"),
    )
    drawn = [network_chart(by_role[role], f"network-{role}", context.language) for role in PARTNERS]
    charts = [chart for chart in drawn if chart]
    say = context.say
    words = say("network_words", command="`box31 parties`")
    if len(rows) > TOP:
        words += say.blank + say("network_more", shown=f"{TOP}", file="tables/network.csv")
    heads = ("importer", "partner", "role", "lines", "usd_stated", "first", "last")
    return [
        Section(
            "network",
            say("network"),
            words=words,
            charts=charts,
            table=[[say(f"head_{head}") for head in heads], *(_cells(row, say) for row in _top(rows))],
            in_words=True,
            table_caption=say("network_caption"),
        )
    ]


def _without_ids(row: TieRow) -> TieRow:
    """Without the ids of left out names: they are made of the names."""
    if row["importer_name"] == REDACTED:
        row["importer"] = ""
    if row["partner_name"] == REDACTED:
        row["partner"] = ""
    return row


def _top(rows: list[TieRow]) -> list[TieRow]:
    return sorted(rows, key=lambda row: -row["lines"])[:TOP]


def _cells(row: TieRow, say: Wording) -> list[Any]:
    value = ""
    if row["value_usd"] is not None:
        value = say("usd_in_lines", row["valued"], usd=amount(row["value_usd"]), lines=amount(row["valued"]))
    return [
        shown(row["importer_name"], 80).text,
        Cell(shown(row["partner_name"], 80).text),
        Cell(say.word(f"role_{row['partner_role']}")),
        Cell(amount(row["lines"])),
        Cell(value),
        Cell(row["first_date"] or ""),
        Cell(row["last_date"] or ""),
    ]
