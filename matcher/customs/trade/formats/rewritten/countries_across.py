"""Tables with a column for each country: a row for each of their cells, so that other readers take them as any table.

| HS | 2022 China | 2022 Japan |      | HS | Partner | 2022 |
| 8525 | 10 | 20 |               ->  | 8525 | China | 10 |
                                      | 8525 | Japan | 20 |
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matcher.customs.trade.formats.rewritten.reader import RewrittenReader, reader_of
from matcher.customs.trade.formats.tables.country_headings import CountryColumns, country_columns
from matcher.customs.trade.formats.tables.headed_tables import Headed
from matcher.customs.trade.formats.tables.layout import ASIDE, Layout, Reader
from matcher.customs.trade.formats.tables.signs import are_declarations
from matcher.customs.trade.formats.texts.facts import Fact, Refused, Stated
from matcher.customs.trade.formats.texts.headings import heading_of

PARTNER, REPORTER = "Partner", "Reporter"  # headers of the column that takes the countries
SHOWN = 3  # countries that a note names


@dataclass(frozen=True)
class AcrossLayout(Layout):
    """A table with a column for each country."""

    found: CountryColumns
    table: Headed

    def open(
        self, head: Sequence[Sequence[str]], name: str, stated: Stated, delimiter: str | None
    ) -> AcrossReader:
        """A reader of the rows. Raises Refused where it is not known whether the countries report or are partners, or what the
        figures are."""
        if self.found.twice:
            raise Refused(
                f"{name}: two of its columns are {self.found.twice!r}, and what tells them apart is not known; rename or take out one of them"
            )
        above = [list(row) for row in self.table.above]
        body = [row for cells in head[self.header_row :] for row in self.found.rows(cells)]
        rows = [*above, self.found.header(self.columns, self._party(name, stated)), *body]
        reader = reader_of(rows, len(above), name, stated, delimiter)
        if reader is None:
            shown = ", ".join(map(repr, list(self.found.figures)[:2]))
            raise Refused(
                f"{name}: its columns are of countries ({shown}), and what their figures are is not understood; name it in a title, as in "
                "'Exports of India by country, thousand USD, 2023'"
            )
        return AcrossReader(reader, self.found)

    def _party(self, name: str, stated: Stated) -> str:
        """Whether the countries in the headings are the partners of one that reports, or report their trade with one partner."""
        titles = self.table.titles
        partners = titles.parties.partners
        if partners and not (titles.reporters or stated.reporter):
            return REPORTER
        directed = next((rest for rest in self.found.headings if heading_of(rest).flow), None)
        if directed and not titles.reporters:
            country = next(iter(self.found.figures))
            raise Refused(
                f"{name}: the column {country + ' ' + directed!r} names a country, and whether it reports or is the partner is not understood; "
                "name the one that reports in a title, as in 'Trade of India by country'"
            )
        if stated.reporter or (titles.reporter and not partners):
            return PARTNER
        if partners:
            raise Refused(
                f"{name}: its columns are of countries, and its titles name {', '.join(sorted({*partners, *titles.reporters}))}: which of them "
                "report is not understood; state the one that does with --reporter, or put the countries into a column"
            )
        return PARTNER


class AcrossReader(RewrittenReader):
    """Reads the rows of such a table by the reader of the rows that they are written as."""

    def __init__(self, reader: Reader, found: CountryColumns) -> None:
        countries = list(found.figures)
        more = " ..." if len(countries) > SHOWN else ""
        super().__init__(reader, f"its columns are of countries: {', '.join(countries[:SHOWN])}{more}")
        self._found = found

    def read(self, row: int, cells: Sequence[str]) -> list[Fact] | str:
        """The figures of all countries in a row; ASIDE, or why it cannot be read."""
        said = [self._reader.read(row, written) for written in self._found.rows(cells)]
        reasons = [reason for reason in said if isinstance(reason, str)]
        if reason := next((reason for reason in reasons if reason != ASIDE), None):
            return reason
        facts = [fact for facts in said if not isinstance(facts, str) for fact in facts]
        return ASIDE if len(reasons) == len(said) else facts


def recognise(tables: Iterable[Headed]) -> AcrossLayout | None:
    """The layout of the first of `tables` with a column for each of several countries; None where none has."""
    for table in tables:
        found = country_columns(table)
        if found is None or are_declarations(table) or not _is_of_goods_and_periods(table, found):
            continue
        fields = {name: (at,) for name, at in table.at.items() if at in found.kept}
        places = tuple(at for columns in found.figures.values() for at in columns.values())
        return AcrossLayout(
            "countries across", table.columns, table.end, fields | {"value": places}, found, table
        )
    return None


def _is_of_goods_and_periods(table: Headed, found: CountryColumns) -> bool:
    """Whether a table says of which goods and of when its figures are, and has no other column of partners."""
    dated = (
        {"year", "period"} & table.at.keys()
        or table.titles.span
        or any(heading_of(rest).span for rest in found.headings)
    )
    of_goods = "hs" in table.at or table.titles.code
    return bool(dated and of_goods) and not {"partner", "partner_iso"} & table.at.keys()
