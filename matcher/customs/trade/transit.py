"""Shares of the countries through which goods are sent on, before a month and from it on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypedDict

from sqlite_utils import Database

from crawler.case.console import counted
from crawler.case.typed_rows import columns_of
from matcher.customs.trade.entries import Dated, dated, importers_behind
from matcher.customs.trade.flows import NO_DATA, rounded
from matcher.customs.trade.formats.texts.words import WORLD, is_group
from matcher.customs.trade.periods import month_number
from matcher.customs.trade.question import Question
from matcher.customs.trade.selection import Sum

# The countries that reports on goods re-exported to Russia examine first; being listed is no accusation.
TRANSIT_COUNTRIES = ("KAZ", "KGZ", "ARE", "TUR", "HKG", "ARM", "GEO", "SRB")


class ViaRow(TypedDict):
    """A transit country's share of the trade of `country`, in US dollars; `change_points` in percentage points.

    Of lines, how many firms import through it before the month and from it on, and how many of the latter are new to it.
    """

    hs: str
    flow: str
    country: str
    via: str
    from_month: str
    value_before: float | None
    of_before: float | None
    share_before: str
    value_after: float | None
    of_after: float | None
    share_after: str
    change_points: float | None
    months_before: int
    months_after: int
    rows_before: int
    rows_after: int
    source: str
    importers_before: int | None
    importers_after: int | None
    importers_new: int | None


VIA_COLUMNS = columns_of(ViaRow)


@dataclass(frozen=True)
class Compared:
    """The rows, and notes on figures that could not be placed before or after the month."""

    rows: list[ViaRow]
    notes: list[str]


@dataclass
class _Window:
    """The trade of one country in the months on one side of the date: by partner, in US dollars."""

    partners: dict[str, Sum] = field(default_factory=lambda: defaultdict(Sum))
    months: set[int] = field(default_factory=set)

    def add(self, entry: Dated, partner: str) -> None:
        self.partners[partner].add(entry.sum)
        self.months.update(range(entry.first, entry.last + 1))

    def whole(self) -> float | None:
        """The value with all partners: the published total where that is more than the partners listed."""
        listed = [
            v for name, part in self.partners.items() if name != WORLD and (v := _usd(part)) is not None
        ]
        published = _usd(self.partners[WORLD]) if WORLD in self.partners else None
        found = [*([sum(listed)] if listed else []), *([published] if published is not None else [])]
        return max(found) if found else None


FirmOf = Callable[[str, str | None], str]
Firms = tuple[set[str], set[str]]  # before the month, and from it on
Trade = tuple[str, str, str]  # code group, flow, the country whose partners are compared


@dataclass(frozen=True)
class Importing:
    """The source of figures, and of lines the firms that import, by code group, country of departure and destination."""

    source: str
    firms: dict[tuple[str, str, str], Firms] | None


def with_totals(question: Question) -> Question:
    """The question with every country and the published totals: a share is one of all."""
    return replace(question, countries=(), world=True, period="month")


def via(db: Database, question: Question, month: str, firm_of: FirmOf | None = None) -> Compared:
    """For each code group, flow and country: the share of each transit country in the value before `month` and from it on.

    Of statistics the country is the one that publishes, of lines the one of destination, and `via` is where the goods
    were sent from. Both windows have all months of the source on their side of the month. A transit country that no row
    names has no share where nothing says that it would be named: None, shown as "no data". Figures of periods that reach
    over the month, and without a value in US dollars, are left out and counted. `firm_of` tells the firm of an importer's
    name and tax number; without it firms are not counted.
    """
    date = month_number(month, 1)
    windows: dict[Trade, tuple[_Window, _Window]] = defaultdict(lambda: (_Window(), _Window()))
    spanning = no_usd = 0
    for entry in dated(db, with_totals(question)):
        partner = entry.destination if entry.flow.endswith("export") else entry.origin
        if is_group(partner) and partner != WORLD:
            continue
        if entry.first < date <= entry.last:
            spanning += entry.sum.count
            continue
        no_usd += 0 if _usd(entry.sum) is not None else entry.sum.count
        windows[entry.code, entry.flow, entry.reporter][entry.first >= date].add(entry, partner)
    firms = _importers(db, question, month, firm_of) if firm_of and question.source == "lines" else None
    rows = [
        _row(trade, through, month, both, Importing(question.source, firms))
        for trade, both in sorted(windows.items())
        for through in TRANSIT_COUNTRIES
        if through != trade[2] and any(through in window.partners for window in both)
    ]
    notes = [f"{counted(spanning, 'row')} of periods that reach over {month} left out"] if spanning else []
    notes += [f"{counted(no_usd, 'row')} without a value in US dollars left out"] if no_usd else []
    return Compared(rows, notes)


def _row(
    trade: Trade, through: str, month: str, both: tuple[_Window, _Window], importing: Importing
) -> ViaRow:
    before, after = both
    firms = importing.firms and importing.firms[trade[0], through, trade[2]]
    (value_before, whole_before), (value_after, whole_after) = (
        (_usd(w.partners[through]) if through in w.partners else None, w.whole()) for w in both
    )
    shares = [
        100 * value / whole if value is not None and whole else None
        for value, whole in ((value_before, whole_before), (value_after, whole_after))
    ]
    change = shares[1] - shares[0] if shares[0] is not None and shares[1] is not None else None
    return {
        "hs": trade[0],
        "flow": trade[1],
        "country": trade[2],
        "via": through,
        "from_month": month,
        "value_before": rounded(value_before),
        "of_before": rounded(whole_before),
        "share_before": _percent(shares[0]),
        "value_after": rounded(value_after),
        "of_after": rounded(whole_after),
        "share_after": _percent(shares[1]),
        "change_points": None if change is None else round(change, 4),
        "months_before": len(before.months),
        "months_after": len(after.months),
        "rows_before": before.partners[through].count if through in before.partners else 0,
        "rows_after": after.partners[through].count if through in after.partners else 0,
        "source": importing.source,
        "importers_before": len(firms[0]) if firms else None,
        "importers_after": len(firms[1]) if firms else None,
        "importers_new": len(firms[1] - firms[0]) if firms else None,
    }


def _importers(
    db: Database, question: Question, month: str, firm_of: FirmOf
) -> dict[tuple[str, str, str], Firms]:
    """The firms that import, by code group, country of departure and country of destination."""
    found: dict[tuple[str, str, str], Firms] = defaultdict(lambda: (set(), set()))
    for at, code, origin, destination, importer, number in importers_behind(db, with_totals(question)):
        is_after = month_number(at, 1) >= month_number(month, 1)
        found[code, origin, destination][is_after].add(firm_of(importer, number or None))
    return found


def _usd(part: Sum) -> float | None:
    return part.values.get("USD")


def _percent(share: float | None) -> str:
    return NO_DATA if share is None else f"{share:.1f} %"
