"""Timelines of announced orders: when they were announced, and when goods were declared; of makers, an item or a buyer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from matcher.charts import svg
from matcher.orders.declared import DeclaredLine, declared_lines
from matcher.orders.fit import same_firm
from matcher.orders.ledger import COUNTED, Entry, sentence
from matcher.reading.terms import in_number, interface, term

if TYPE_CHECKING:
    from sqlite_utils import Database

    from matcher.parties.parties import Firm

MOST = 12  # orders of one picture


@dataclass(frozen=True)
class Told:
    """What a timeline tells of: its orders, and with an item or a buyer all lines of it, announced or not.

    `of`: the name of the item or buyer; `person`: a buyer whose name is left out.
    """

    entries: Sequence[Entry]
    of: str = ""
    lines: Sequence[DeclaredLine] = ()
    person: bool = False

    def title(self, language: str = "en") -> str:
        """What the timeline is of."""
        name = interface("orders_person", language) if self.person else self.of
        return interface("orders_title_of", language, name) if name else interface("orders_title", language)


def of_item(db: Database, entries: Iterable[Entry], item_id: str, name: str) -> Told:
    """The orders that name the item or count lines of it, and all lines of its pairs that are more likely it than not."""
    own = [
        entry
        for entry in entries
        if item_id in entry.said.statement.goods.items
        or any(one.line.item_id == item_id for one in entry.counted)
    ]
    return Told(own, name, declared_lines(db, [item_id], COUNTED).get(item_id, []))


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
    dated = sorted(lines.values(), key=lambda line: (line.date or "", line.line_id))
    return Told(own, firm.name, dated, person=redacted and firm.is_personal)


def _is_of(entry: Entry, firm: Firm, names: Sequence[str]) -> bool:
    party = entry.said.statement.party
    return any(one.line.party == firm.party_id for one in entry.counted) or bool(
        party and any(same_firm(party, name) for name in names)
    )


def timeline(told: Told, language: str = "en") -> Markup | None:
    """Two lanes for each order, the announcement and its lines by size, and one of all lines by month. None where nothing
    has a date."""
    lanes: list[svg.Lane] = []
    for entry in [e for e in told.entries if e.announced][:MOST]:
        most = max((f.line.amount or 0.0 for f in entry.counted), default=0.0) or 1.0
        name = interface("orders_said", language, _goods(entry, language)[:14])
        lanes.append(svg.Lane(name, [(entry.announced, 0.4, sentence(entry, language))]))
        lanes.append(
            svg.Lane(
                interface("orders_declared", language),
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
    lanes += _months(told.lines, language)
    said = interface("chart_same_moments", language)
    return svg.timeline("orders", told.title(language), said, lanes, language)


def timeline_file(told: Told, language: str = "en") -> str | None:
    """The timeline as a self-contained SVG file; None where nothing has a date."""
    chart = timeline(told, language)
    if chart is None:
        return None
    dated = sum(bool(entry.announced) for entry in told.entries)
    said = _numbered("orders_drawn", dated, language, f"{dated:,}")
    if dated > MOST:
        said = interface("orders_first", language, said, str(MOST))
    if told.lines:
        said = _numbered("orders_of_pairs", len(told.lines), language, said, f"{len(told.lines):,}")
    source = interface("chart_of_posts", language)
    return svg.standalone(chart, told.title(language), said, source, language)


def _goods(entry: Entry, language: str) -> str:
    """The codes or kinds of goods that an order names."""
    goods = entry.said.statement.goods
    kinds = [kind if language == "en" else term("kinds", kind, language) or kind for kind in goods.kinds]
    return ", ".join(goods.codes or kinds) or interface("orders_goods", language)


def _months(lines: Sequence[DeclaredLine], language: str) -> list[svg.Lane]:
    """A lane of all lines by month, dots by their number; none without lines."""
    months = Counter(line.date[:7] for line in lines if line.date)
    most = max(months.values(), default=1)
    moments = [
        (month, count / most, _numbered("orders_month", count, language, month, f"{count:,}"))
        for month, count in sorted(months.items())
    ]
    return [svg.Lane(interface("orders_all_lines", language), moments)] if moments else []


def _numbered(key: str, number: int, language: str, *filled: str) -> str:
    return in_number(interface(key, language), number, language).format(*filled)
