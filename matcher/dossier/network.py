"""The firms that the dossier's lines name, as a network: importers with exporters, importers with makers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matcher.charts.network import network_chart
from matcher.customs.values.personal_data import REDACTED
from matcher.dossier.report_sections import TOP, Cell, Section
from matcher.parties.network import PARTNERS, TIE_COLUMNS, TieRow, tie_rows
from matcher.parties.parties import Parties
from matcher.text.display import amount, shown

if TYPE_CHECKING:
    from matcher.dossier.context import DossierContext


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
        "importers with the exporters and makers that their lines name, by firm across spellings",
    )
    drawn = [network_chart(by_role[role], f"network-{role}", context.language) for role in PARTNERS]
    charts = [chart for chart in drawn if chart]
    left = f" The {TOP} with most lines; all are in tables/network.csv." if len(rows) > TOP else ""
    return [
        Section(
            "network",
            "Firms and their partners",
            words="Importers with the exporters and makers that the lines of this dossier name. Spellings are joined as"
            f" `box31 parties` joins them; a joined name is a proposal until somebody decides.{left}",
            charts=charts,
            table=[
                ["importer", "partner", "role", "lines", "USD stated", "first", "last"],
                *map(_cells, _top(rows)),
            ],
            in_words=True,
            table_caption="Importers and their partners",
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


def _cells(row: TieRow) -> list[Any]:
    value = "" if row["value_usd"] is None else f"{amount(row['value_usd'])} in {amount(row['valued'])} lines"
    return [
        shown(row["importer_name"], 80).text,
        Cell(shown(row["partner_name"], 80).text),
        Cell(row["partner_role"]),
        Cell(amount(row["lines"])),
        Cell(value),
        Cell(row["first_date"] or ""),
        Cell(row["last_date"] or ""),
    ]
