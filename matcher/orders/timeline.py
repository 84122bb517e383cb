"""Timelines of announced orders: when they were announced, and when goods were declared; of makers, an item or a buyer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from crawler.case.console import counted
from matcher.charts import svg
from matcher.orders.declared import DeclaredLine, declared_lines
from matcher.orders.fit import same_firm
from matcher.orders.ledger import COUNTED, Entry, sentence

if TYPE_CHECKING:
    from sqlite_utils import Database

    from matcher.parties.parties import Firm

MOST = 12  # orders of one picture
TITLE = "Orders announced and goods declared"


@dataclass(frozen=True)
class Told:
    """What a timeline tells of: its orders, and with an item or a buyer all lines of it, announced or not."""

    entries: Sequence[Entry]
    title: str = TITLE
    lines: Sequence[DeclaredLine] = ()


def of_item(db: Database, entries: Iterable[Entry], item_id: str, name: str) -> Told:
    """The orders that name the item or count lines of it, and all lines of its pairs that are more likely it than not."""
    own = [
        entry
        for entry in entries
        if item_id in entry.said.statement.goods.items
        or any(one.line.item_id == item_id for one in entry.counted)
    ]
    return Told(own, f"{TITLE}: {name}", declared_lines(db, [item_id], COUNTED).get(item_id, []))


def of_buyer(db: Database, entries: Iterable[Entry], firm: Firm, *, redacted: bool = False) -> Told:
    """The orders that name the firm or count its lines, and all its lines of the case's items."""
    names = [spelling.name for spelling in firm.spellings]
    own = [entry for entry in entries if _is_of(entry, firm, names)]
    items = [item for (item,) in db.execute("SELECT DISTINCT item_id FROM pairs").fetchall()]
    lines = {
        line.line_id: line
        for found in declared_lines(db, items, COUNTED).values()
        for line in found
        if line.party == firm.party_id
    }
    name = "a natural person" if redacted and firm.is_personal else firm.name
    return Told(
        own, f"{TITLE}: {name}", sorted(lines.values(), key=lambda line: (line.date or "", line.line_id))
    )


def _is_of(entry: Entry, firm: Firm, names: Sequence[str]) -> bool:
    party = entry.said.statement.party
    return any(one.line.party == firm.party_id for one in entry.counted) or bool(
        party and any(same_firm(party, name) for name in names)
    )


def timeline(told: Told) -> Markup | None:
    """Two lanes for each order, the announcement and its lines by size, and one of all lines by month. None where nothing
    has a date."""
    lanes: list[svg.Lane] = []
    for entry in [e for e in told.entries if e.announced][:MOST]:
        statement = entry.said.statement
        most = max((f.line.amount or 0.0 for f in entry.counted), default=0.0) or 1.0
        goods = ", ".join(statement.goods.codes or statement.goods.kinds) or "goods"
        lanes.append(svg.Lane(f"{goods[:14]}: said", [(entry.announced, 0.4, sentence(entry))]))
        lanes.append(
            svg.Lane(
                "declared",
                [
                    (
                        f.line.date or "",
                        (f.line.amount or 0.0) / most,
                        f"{f.line.date}: {f.line.quantity} {f.line.unit}",
                    )
                    for f in entry.counted
                ],
            )
        )
    lanes += _months(told.lines)
    return svg.timeline("orders", told.title, "The table has the same moments.", lanes)


def timeline_file(told: Told) -> str | None:
    """The timeline as a self-contained SVG file; None where nothing has a date."""
    chart = timeline(told)
    if chart is None:
        return None
    dated = sum(bool(entry.announced) for entry in told.entries)
    said = counted(dated, "announced order") + (f", the first {MOST} drawn" if dated > MOST else "")
    if told.lines:
        said += f"; {counted(len(told.lines), 'line')} of pairs accepted or more likely than not"
    return svg.standalone(chart, told.title, said, "posts and customs lines")


def _months(lines: Sequence[DeclaredLine]) -> list[svg.Lane]:
    """A lane of all lines by month, dots by their number; none without lines."""
    months = Counter(line.date[:7] for line in lines if line.date)
    most = max(months.values(), default=1)
    moments = [
        (month, count / most, f"{month}: {counted(count, 'line')}") for month, count in sorted(months.items())
    ]
    return [svg.Lane("all lines", moments)] if moments else []
