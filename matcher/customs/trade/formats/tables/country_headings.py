"""Columns of figures whose headings name a country each: "2022 China", "Japan USD", "Total"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from matcher.customs.trade.formats.tables.headed_tables import Headed
from matcher.customs.trade.formats.tables.layout import cell_at
from matcher.customs.trade.formats.texts import words
from matcher.customs.trade.formats.texts.figures import is_place
from matcher.customs.trade.formats.texts.headings import heading_of
from matcher.customs.trade.formats.texts.parties import SHORT, parties_in
from matcher.customs.trade.formats.texts.vocabulary import fold, word_list
from matcher.customs.values.cells import is_nothing
from matcher.customs.values.countries import alpha3

SEVERAL = 2  # countries in the headings of such a table
VALUE = "Value"  # header of figures whose heading names a country alone
_PUNCTUATION = " ,;:-–—()/"


@dataclass(frozen=True)
class CountryColumns:
    """The columns of each country: `figures` is country -> its heading without the country -> column, `kept` are all other columns.

    `twice` is a heading that two columns have; "" for none.
    """

    kept: tuple[int, ...]
    figures: dict[str, dict[str, int]]
    twice: str = ""

    @property
    def headings(self) -> list[str]:
        """What the headings say beside the countries, each once."""
        return list(dict.fromkeys(rest for columns in self.figures.values() for rest in columns))

    def header(self, columns: Sequence[str], party: str) -> list[str]:
        """The header of rows with a column `party` for the country."""
        return [*(columns[i] for i in self.kept), party, *(rest or VALUE for rest in self.headings)]

    def rows(self, cells: Sequence[str]) -> list[list[str]]:
        """A row for each country that has figures in a row; one without a country where none has."""
        kept = [cell_at(cells, i) for i in self.kept]
        written = [
            [*kept, country, *(cell_at(cells, columns.get(rest)) for rest in self.headings)]
            for country, columns in self.figures.items()
            if not all(is_nothing(cell_at(cells, at)) for at in columns.values())
        ]
        return written or [[*kept, "", *("" for _ in self.headings)]]


def country_columns(table: Headed) -> CountryColumns | None:
    """The columns of each country of a table; None where its headings name no several countries."""
    figures: dict[str, dict[str, int]] = {}
    twice = ""
    for at in table.numeric:
        country, rest = country_in(table.columns[at])
        if country is None:
            continue
        if figures.setdefault(country, {}).setdefault(rest, at) != at:
            twice = table.columns[at]
    if len({code for country in figures if (code := alpha3(country))}) < SEVERAL:
        return None
    taken = {at for columns in figures.values() for at in columns.values()}
    return CountryColumns(tuple(i for i in range(len(table.columns)) if i not in taken), figures, twice)


@lru_cache(maxsize=4096)
def country_in(heading: str) -> tuple[str | None, str]:
    """The country, group or total that a heading names, and the heading without it: "2022 China" -> China, 2022.

    None where the heading says whose trade it is ("Exports of India", "Import from China"), or something that is not understood.
    """
    said = parties_in(heading, None)
    if len(heading) > words.LONGEST or said.reporters or said.partners or said.own or said.world:
        return None, heading
    parts = heading.split()
    windows = sorted(combinations(range(len(parts) + 1), 2), key=lambda ends: ends[0] - ends[1])
    for first, last in windows:
        name = " ".join(parts[first:last]).strip(_PUNCTUATION)
        if _is_name(name):
            rest = " ".join([*parts[:first], *parts[last:]]).strip(_PUNCTUATION)
            left = heading_of(rest)
            known = not rest or left.span or left.amount or left.flow
            return (name, rest) if known and left.of_trade else (None, heading)
    return None, heading


def _is_name(name: str) -> bool:
    """Whether some words are the name of a country, no code or abbreviation of up to three letters but for the usual ones."""
    short = len(name) <= SHORT and name.isascii() and fold(name) not in word_list("short_countries")
    return not short and any(map(str.isalpha, name)) and is_place(name)
