"""Both sides of a trade: what one country publishes as exports beside what the other publishes as imports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypedDict

from sqlite_utils import Database

from crawler.case.typed_rows import columns_of
from matcher.customs.trade.entries import dated
from matcher.customs.trade.flows import NO_DATA, rounded
from matcher.customs.trade.formats.texts.words import WORLD, is_group
from matcher.customs.trade.periods import MONTHS, name_of
from matcher.customs.trade.question import Question, country_code
from matcher.customs.trade.selection import Sum
from matcher.customs.values.freight import FREIGHT_AND_INSURANCE
from matcher.customs.values.units import UNIT_NAMES

# `from` is a keyword, so this is written as a dict. `months`: those that both sides publish; `ratio`: import by export.
MirrorRow = TypedDict(
    "MirrorRow",
    {
        "hs": str,
        "from": str,
        "to": str,
        "period": str,
        "months": int,
        "export_usd": float | None,
        "import_usd": float | None,
        "ratio": float | None,
        "times": str,
        "export_quantity": float | None,
        "import_quantity": float | None,
        "unit": str | None,
        "quantity_ratio": float | None,
        "export_valuation": str,
        "import_valuation": str,
        "export_rows": int,
        "import_rows": int,
        "note": str | None,
    },
)
MIRROR_COLUMNS = columns_of(MirrorRow)
# United Nations, International Merchandise Trade Statistics 2010, chapter IV: exports FOB, imports CIF.
VALUATION = (
    "FOB: at the exporter's border. CIF: with freight and insurance to the importer's border, so an import is expected to be "
    f"1.0 to {1 + FREIGHT_AND_INSURANCE} times the export"
)
# Countries whose own tables give imports FOB, while UN Comtrade may give them CIF: the figure does not say which.
FOB_IMPORTERS = frozenset({"AUS", "CAN", "USA", "ZAF"})


DOMESTIC = "domestic export"
Spans = dict[tuple[int, int], Sum]  # by first and last month
Pair = tuple[str, str, str]  # code group, from, to


@dataclass
class _Sides:
    """What exporter and importer publish: figures of each trade, and the months in which each publishes anything.

    `domestic`: the countries of which there are domestic exports only, which stand in the place of their exports.
    """

    figures: dict[str, dict[Pair, Spans]] = field(
        default_factory=lambda: {flow: defaultdict(dict) for flow in ("export", "import", DOMESTIC)}
    )
    covered: dict[tuple[str, str], set[int]] = field(default_factory=lambda: defaultdict(set))
    domestic: set[str] = field(default_factory=set)


def mirror(db: Database, question: Question) -> Iterator[MirrorRow]:
    """One row for each code group, pair of countries and period, over the months that both sides publish.

    A side covers a month where it publishes any figure of that flow for it, within the codes asked for. Periods that a
    figure spans (a year, where months are asked for) are one. `ratio` is import by export, in US dollars; there is none
    where a side has no figure, which `note` says. A side that stands alone is shown with its own months.
    """
    sides = _sides(db, question)
    for pair in sorted({*sides.figures["export"], *sides.figures["import"]}):
        exports, imports = (sides.figures[flow].get(pair, {}) for flow in ("export", "import"))
        covered = sides.covered["export", pair[1]], sides.covered["import", pair[2]]
        for first, last in _periods({**exports, **imports}, MONTHS[question.period]):
            inside = _Compared(
                {span: s for span, s in exports.items() if first <= span[0] <= last},
                {span: s for span, s in imports.items() if first <= span[0] <= last},
                covered[0].intersection(range(first, last + 1)),
                covered[1].intersection(range(first, last + 1)),
            )
            yield _row(
                pair, name_of(first, last, question.period), inside, domestic=pair[1] in sides.domestic
            )


def _sides(db: Database, question: Question) -> _Sides:
    sides = _Sides()
    wanted = {country_code(name) for name in question.countries}
    for entry in dated(db, replace(question, countries=())):
        if entry.flow not in sides.figures or _is_whole(entry.origin) or _is_whole(entry.destination):
            continue
        sides.covered[entry.flow, entry.reporter].update(range(entry.first, entry.last + 1))
        if not wanted or wanted & {entry.origin, entry.destination}:
            spans = sides.figures[entry.flow][entry.code, entry.origin, entry.destination]
            spans.setdefault((entry.first, entry.last), Sum()).add(entry.sum)
    _take_domestic(sides)
    return sides


def _take_domestic(sides: _Sides) -> None:
    """Put domestic exports in the place of exports of the countries that have no others; of the rest they are a part."""
    publish = {
        flow: {reporter for of, reporter in sides.covered if of == flow} for flow in ("export", DOMESTIC)
    }
    sides.domestic = publish[DOMESTIC] - publish["export"]
    for reporter in sides.domestic:
        sides.covered["export", reporter] = sides.covered[DOMESTIC, reporter]
    for pair, spans in sides.figures.pop(DOMESTIC).items():
        if pair[1] in sides.domestic:
            sides.figures["export"][pair] = spans


def _periods(spans: Iterable[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """The periods of `length` months in which the spans lie; those that one span joins are one."""
    found: list[tuple[int, int]] = []
    for first, last in sorted((a // length * length, b // length * length + length - 1) for a, b in spans):
        if found and first <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], last)
        else:
            found.append((first, last))
    return found


@dataclass(frozen=True)
class _Compared:
    """Both sides' figures of one pair in one period, and the months of it that each side covers."""

    exports: Spans
    imports: Spans
    export_months: set[int]
    import_months: set[int]

    def common(self) -> set[int]:
        """The months that both sides cover, without those of a figure that reaches beyond them."""
        months = self.export_months & self.import_months
        for _ in range(len(self.exports) + len(self.imports)):
            for first, last in (*self.exports, *self.imports):
                if not months.issuperset(range(first, last + 1)):
                    months = months.difference(range(first, last + 1))
        return months


def _within(spans: Spans, months: set[int]) -> Sum:
    whole = Sum()
    for (first, last), part in spans.items():
        if months.issuperset(range(first, last + 1)):
            whole.add(part)
    return whole


def _row(pair: Pair, period: str, both: _Compared, *, domestic: bool) -> MirrorRow:
    code, origin, destination = pair
    common = both.common()
    months = common or {m for first, last in (*both.exports, *both.imports) for m in range(first, last + 1)}
    sold, bought = _within(both.exports, months), _within(both.imports, months)
    value_sold, value_bought = sold.values.get("USD"), bought.values.get("USD")
    ratio = value_bought / value_sold if common and value_bought is not None and value_sold else None
    count_sold, count_bought, unit = _quantities(sold, bought)
    more = count_bought / count_sold if common and count_sold and count_bought is not None else None
    fob = destination in FOB_IMPORTERS
    note = _missing(pair, both, (value_sold, value_bought)) if ratio is None else _doubt(ratio, fob)
    if domestic and both.exports:
        note = "; ".join(filter(None, (note, "the exports are domestic exports, without re-exports")))
    return {
        "hs": code,
        "from": origin,
        "to": destination,
        "period": period,
        "months": len(months),
        "export_usd": rounded(value_sold),
        "import_usd": rounded(value_bought),
        "ratio": None if ratio is None else round(ratio, 4),
        "times": NO_DATA if ratio is None else f"{ratio:.2f} times",
        "export_quantity": rounded(count_sold),
        "import_quantity": rounded(count_bought),
        "unit": UNIT_NAMES.get(unit or "", unit),
        "quantity_ratio": None if more is None else round(more, 4),
        "export_valuation": "FOB",
        "import_valuation": "FOB or CIF" if fob else "CIF",
        "export_rows": sold.count,
        "import_rows": bought.count,
        "note": note,
    }


def _missing(pair: Pair, both: _Compared, values: tuple[float | None, float | None]) -> str:
    _, origin, destination = pair
    if not both.export_months or not both.import_months:
        silent = f"exports of {origin}" if not both.export_months else f"imports of {destination}"
        return f"no published {silent} of this period in the case"
    if not both.common():
        return "no month that both sides publish whole"
    missing = [name for name, value in zip(("export", "import"), values, strict=True) if not value]
    return f"no value in US dollars of the {' and the '.join(missing)} in these months"


def _doubt(ratio: float, fob: bool) -> str | None:
    if ratio < 1 and not fob:
        return "the import is less than the export"
    if ratio > 1 + FREIGHT_AND_INSURANCE:
        return "the import is more than the export with freight and insurance"
    return None


def _quantities(sold: Sum, bought: Sum) -> tuple[float | None, float | None, str | None]:
    """Both quantities in a unit in which all figures of both sides count; of one side, where the other has no figure."""
    if not sold.count or not bought.count:
        amount, unit = (sold if sold.count else bought).quantity()
        return (amount, None, unit) if sold.count else (None, amount, unit)
    units = [
        unit
        for unit, count in sold.counted.items()
        if count == sold.with_quantity and bought.counted.get(unit) == bought.with_quantity
    ]
    unit = next((u for u in sorted(units) if u != "KGM"), units[0] if units else None)
    return (None, None, None) if unit is None else (sold.quantities[unit], bought.quantities[unit], unit)


def _is_whole(name: str) -> bool:
    return name == WORLD or is_group(name)
