"""Statistics with one header row and one figure (or an export and an import) in each row.

UN Comtrade, Comext bulk files, the query page of the Chinese customs, DATTSVT of the Russian customs, the US Census,
TÜİK, WITS, and tables made by hand with columns of the same meaning.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from matcher.customs.layout.header_rows import HEADER_ROWS
from matcher.customs.trade.formats.flat.columns import KNOWN_DIVISIONS, Columns, ValueColumn, columns_of
from matcher.customs.trade.formats.tables.decimals import decimal_of
from matcher.customs.trade.formats.tables.families import family_named, family_of, note_of
from matcher.customs.trade.formats.tables.layout import ASIDE, SAMPLE, Layout, cell_at
from matcher.customs.trade.formats.tables.sides import partner_by_titles
from matcher.customs.trade.formats.texts import words
from matcher.customs.trade.formats.texts.facts import Fact, Refused, Stated, period_of
from matcher.customs.trade.formats.texts.figures import is_torn, month_of
from matcher.customs.trade.formats.texts.goods_codes import code_in, goods_code, printed_whole
from matcher.customs.trade.formats.texts.measures import measure, money_of
from matcher.customs.trade.formats.texts.other_years import our_year
from matcher.customs.trade.formats.texts.parties import parties_of
from matcher.customs.trade.formats.texts.several_codes import REASON as SEVERAL_CODES
from matcher.customs.trade.formats.texts.several_codes import names_several
from matcher.customs.trade.formats.texts.titles import part_of_each_year, reporter_in, titles_of
from matcher.customs.trade.formats.texts.units import unit_of
from matcher.customs.trade.formats.texts.unsaid import (
    direction,
    money_note,
    publisher,
    refuse_editions,
    refuse_no_trade,
    refuse_texts,
    refuse_unsure,
)
from matcher.customs.trade.formats.texts.vocabulary import fold
from matcher.customs.values.cells import is_nothing, number

NOTHING_IN_ROW = "neither a value nor a quantity"
NOT_HS = re.compile(r"S[1-4I].*|B[E45].*|EB.*|CPC.*|BEC.*|SITC.*", re.IGNORECASE)


@dataclass(frozen=True)
class FlatLayout(Layout):
    """A flat table and its columns."""

    found: Columns

    def open(
        self, head: Sequence[Sequence[str]], name: str, stated: Stated, delimiter: str | None
    ) -> FlatReader:
        """A reader of the rows. Raises Refused where the table does not say its scale, currency, flow or reporter."""
        return FlatReader(self, head, name, stated, delimiter)


def recognise(rows: Sequence[Sequence[str]], header: Sequence[str] | None) -> FlatLayout | None:
    """The layout of a flat table of statistics among `rows`, or None where there is none."""
    candidates = [(0, header)] if header is not None else list(enumerate(rows[:HEADER_ROWS], 1))
    for at, cells in candidates:
        body = [list(row) for row in rows[at:] if any(cell.strip() for cell in row)][:SAMPLE]
        if cells is None:
            continue
        columns = [cell.strip() for cell in cells]
        if found := columns_of(columns, body):
            at_fields = {key: (place,) for key, place in found.at.items()}
            fields = at_fields | {"value": tuple(value.at for value in found.values)}
            return FlatLayout(family_of(columns), tuple(columns), at, fields, found)
    return None


class FlatReader:
    """Reads the rows of a flat table; what was understood is in `notes`."""

    def __init__(
        self,
        layout: FlatLayout,
        head: Sequence[Sequence[str]],
        name: str,
        stated: Stated,
        delimiter: str | None,
    ) -> None:
        self._layout, self._columns, self._name = layout, layout.found, name
        self._at = self._columns.at
        refuse_texts(name, self._columns.unsure)
        self.notes: list[str] = []
        titles = [cell for row in head[: max(layout.header_row - 1, 0)] for cell in row if cell.strip()]
        self._titles = titles_of(head[: max(layout.header_row - 1, 0)])
        refuse_no_trade(name, self._titles, bare=False)
        self._family = layout.name
        self._fixed = family_named(layout.name)
        self._reporter = self._reporter_of(titles, stated)
        self._publisher = self._fixed.reporter or self._reporter
        self._values = self._chosen_values(head, titles, stated)
        self._flow = self._flow_of_table(titles, stated)
        self._partner = self._partner_of(titles)
        counted = {kind for _, _, kind in self._columns.amounts if kind.startswith("quantity")}
        self._which_unit_is_unsure = len(counted) > 1 and "unit" in self._at and "unit2" not in self._at
        if self._which_unit_is_unsure:
            self.notes.append(
                "two columns of quantities and one of units: which of them it is of is not said; quantities are left out"
            )
        if self._columns.values and (unread := self._unread_numbers(head)):
            self.notes.append(
                f"columns of numbers that are not understood are left out: {', '.join(unread[:5])}"
            )
        body = [list(row) for row in head[layout.header_row :]]
        refuse_editions(name, self._columns.divisions, body)
        self._whole = printed_whole([self._cell(row, "hs") for row in body], self._reporter)
        numbers = [value.at for value in self._values] + [i for i, _, _ in self._columns.amounts]
        self._decimal = decimal_of(
            body, numbers, name, stated.decimal, self._fixed.decimal, self._reporter, delimiter
        )

    def _chosen_values(
        self, head: Sequence[Sequence[str]], titles: list[str], stated: Stated
    ) -> list[ValueColumn]:
        said = [measure(title) for title in titles]
        unsure = next(
            (
                f"the title {title[:60]!r} {m.unsure}"
                for title, m in zip(titles, said, strict=True)
                if m.unsure
            ),
            "",
        )
        refuse_unsure(self._name, unsure, stated)
        title_scales = {m.scale for m in said if m.scale and (m.currency or not m.mass)}
        title_currencies = {m.currency for m in said if m.currency}
        if not self._columns.values:
            unread = self._unread_numbers(head)
            if unread:
                raise Refused(
                    f"{self._name}: no column of values is understood; it may be {unread[0]!r}; name it as in 'Value, thousand USD'"
                )
            money = [c for c in self._layout.columns if measure(c).says_money]
            if money:
                raise Refused(
                    f"{self._name}: the column {money[0]!r} may hold the value, but its header is not understood; name it as in "
                    "'Value, thousand USD'"
                )
            self.notes.append("no column of values found: quantities only")
            return []
        flows = dict.fromkeys(value.flow for value in self._columns.values)
        if any(flows):
            flows.pop(None, None)
        chosen = []
        for flow in flows:
            offers = [value for value in self._columns.values if value.flow == flow]
            best = min(offers, key=_preference)
            chosen.append(self._measured(best, title_scales, title_currencies, stated))
        return chosen

    def _unread_numbers(self, head: Sequence[Sequence[str]]) -> list[str]:
        """The columns of numbers that are neither a field nor known to describe one."""
        taken = {
            *self._at.values(),
            *(value.at for value in self._columns.values),
            *(at for at, _, _ in self._columns.amounts),
            *self._columns.divisions.values(),
        }
        return [
            column
            for i, column in enumerate(self._layout.columns)
            if i not in taken and column and not words.is_description(column)
            and any(i < len(row) and number(row[i]) is not None for row in head[self._layout.header_row :])
        ]  # fmt: skip

    def _measured(
        self, value: ValueColumn, scales: set[float], currencies: set[str], stated: Stated
    ) -> ValueColumn:
        header = self._layout.columns[value.at]
        refuse_unsure(self._name, value.unsure and f"the column {header!r} {value.unsure}", stated)
        titled = next(iter(currencies)) if len(currencies) == 1 else None
        of_column, _ = money_of((value.currency, value.scale), (titled, None), self._publisher)
        currency = stated.currency or of_column or self._fixed.currency
        if currency and not (stated.currency or of_column):
            self.notes.append(note_of(self._family))
        scale = stated.scale or value.scale
        if scale is None and scales:
            if len(scales) > 1:
                raise Refused(
                    f"{self._name}: its titles name more than one scale; state it with --scale 1000 or the like"
                )
            scale = next(iter(scales))
        elif scale and scales and not stated.scale and scales != {scale}:
            raise Refused(
                f"{self._name}: the column {header!r} and the title name different scales; state it with --scale"
            )
        if scale is None:
            scale = self._fixed.scale
        if scale is None and self._family == "tsvt":
            raise Refused(
                f"{self._name}: the Russian customs published the column {header!r} in dollars and in thousands of dollars, and the file does not "
                "say which; state it with --scale 1000 or --scale 1"
            )
        if currency is None:
            raise Refused(
                f"{self._name}: the column {header!r} does not say its currency or scale; state them, such as --currency USD --scale 1000 (1 for whole units)"
            )
        scale = 1.0 if scale is None else scale  # a currency without a word of scale counts whole units
        self.notes.append(money_note(f"{header or 'value'}:", currency, scale))
        return replace(value, scale=scale, currency=currency)

    def _reporter_of(self, titles: list[str], stated: Stated) -> str | None:
        if stated.reporter:
            return words.country(stated.reporter)
        said = {"reporter", "reporter_iso"} | ({"reporter_code"} if self._fixed.country_of_code else set())
        if said & self._at.keys() or self._fixed.reporter:
            return self._fixed.reporter
        currencies = {value.currency for value in self._columns.values} | {
            measure(title).currency for title in titles
        }
        return publisher(self._name, reporter_in(titles), self._layout.columns, currencies, self.notes)

    def _partner_of(self, titles: list[str]) -> str:
        """The partner of a table without a column of partners."""
        if {"partner", "partner_iso"} & self._at.keys():
            return words.WORLD
        if "partner_code" in self._at:
            if self._fixed.country_of_code is None:
                header = self._layout.columns[self._at["partner_code"]]
                raise Refused(
                    f"{self._name}: the countries in its column {header!r} are codes of its publisher's own, which are not known; download it "
                    "with their names, or put them in"
                )
            return words.WORLD
        said = parties_of(titles, self._flow)
        return partner_by_titles(self._name, said, self._reporter) or words.WORLD

    def _flow_of_table(self, titles: list[str], stated: Stated) -> str | None:
        if "flow" in self._at or any(value.flow for value in self._columns.values):
            return stated.flow
        if self._fixed.flow:
            return self._fixed.flow
        return direction(self._name, stated.flow or words.flow_in(" ".join(titles)), self.notes)

    def read(self, row: int, cells: Sequence[str]) -> list[Fact] | str:
        """The figures of a row; ASIDE for a total or group that its parts repeat; else the reason why it is none."""
        cells = [cell.strip() for cell in cells]
        if words.is_total(next((cell for cell in cells if cell), "")) and is_nothing(self._cell(cells, "hs")):
            return ASIDE
        if self._cell(cells, "partner_kind").upper() == "CGP":
            return ASIDE
        edition = self._cell(cells, "edition")
        if NOT_HS.fullmatch(edition):
            return f"a code of another classification than the HS: {edition[:20]}"
        period = self._period(cells)
        if period is None:
            return f"period is none: {self._cell(cells, 'period')[:40] or self._cell(cells, 'year')[:40]}"
        self._refuse_part_of_year(period)
        level = self._cell(cells, "level").upper().removeprefix("HS")
        printed = self._cell(cells, "hs")
        if names_several(printed):
            return f"{SEVERAL_CODES}: {printed[:40]}"
        hs = goods_code(printed, int(level) if level.isdigit() else None, whole=self._whole) or code_in(
            printed, whole=self._whole
        )
        if hs is None:
            return f"commodity code is not a number: {printed[:40]}"
        reporter = self._country(cells, "reporter") or self._reporter
        if not reporter:
            return "no reporter"
        facts = []
        for flow in self._flows(cells):
            if flow == "":
                return "no direction of trade"
            amounts = self._figures(cells, flow)
            if isinstance(amounts, str):
                return amounts
            value, currency, quantities = amounts
            if value is None and not quantities:
                continue
            if self._wide and not value and not any(n for _, n in quantities):
                continue
            facts.append(
                Fact(*period, hs, flow, reporter, self._country(cells, "partner") or self._partner, value, currency, quantities,
                     self._dims(cells), edition if re.fullmatch(r"H[S\d].*", edition) else "", self._cell(cells, "original").lower() != "false")
            )  # fmt: skip
        return facts or (ASIDE if self._wide else NOTHING_IN_ROW)

    @property
    def _wide(self) -> bool:
        return any(value.flow for value in self._columns.values)

    def finish(self) -> list[tuple[int, Fact]]:
        """Nothing is held back."""
        return []

    def _cell(self, cells: Sequence[str], name: str) -> str:
        return cell_at(cells, self._at.get(name))

    def _period(self, cells: Sequence[str]) -> tuple[int, int] | None:
        if "period" in self._at:
            return period_of(self._cell(cells, "period"))
        year, month = self._year(cells), self._cell(cells, "month")
        if not month or words.is_total(month):
            return period_of(year)
        whole, span = period_of(year), month_of(month)
        if span is None:
            return period_of(f"{year}-{int(month):02d}") if month.isdigit() else period_of(f"{month} {year}")
        return span.months(whole[0] // 12) if whole and whole[1] == whole[0] + 11 else None

    def _year(self, cells: Sequence[str]) -> str:
        """The year of a row, of our calendar where its header says that it is of the Buddhist era."""
        at = self._at.get("year")
        return "" if at is None else our_year(self._cell(cells, "year"), self._layout.columns[at])

    def _refuse_part_of_year(self, period: tuple[int, int]) -> None:
        """Refuse rows of a year where the titles say a part of it."""
        begin, end = period
        if begin % 12 or end != begin + 11 or not (self._titles.parts or self._titles.unread):
            return
        if part := part_of_each_year(self._titles, {begin // 12}):
            said = part if isinstance(part, str) else f"months {part[0]} to {part[1]}"
            raise Refused(
                f"{self._name}: its titles name a part of a year ({said[:80]!r}) above rows of years; name the months in the rows, as in 2023-01-2023-06"
            )

    def _country(self, cells: Sequence[str], name: str) -> str:
        iso, printed = self._cell(cells, f"{name}_iso"), self._cell(cells, name)
        if not iso and not printed and self._fixed.country_of_code:
            return self._fixed.country_of_code(self._cell(cells, f"{name}_code"))
        for text in filter(None, (iso, printed)):
            code = words.country(text)
            if code == words.WORLD or words.is_group(text) or re.fullmatch(r"[A-Z]{3}", code):
                return code
        return printed or iso

    def _flows(self, cells: Sequence[str]) -> list[str]:
        if self._wide:
            return [value.flow for value in self._values if value.flow]
        if "flow" not in self._at:
            return [self._flow or ""]
        text = self._cell(cells, "flow") or self._cell(cells, "flow_code")
        code = self._fixed.flows.get(text)
        return [code or words.flow_of(text) or words.flow_in(text) or fold(text) or self._flow or ""]

    def _dims(self, cells: Sequence[str]) -> tuple[tuple[str, str], ...]:
        out = []
        for name in KNOWN_DIVISIONS:
            cell = self._cell(cells, name)
            of_comext = (
                name == "procedure" and self._family == "comext" and cell == "4"
            )  # 4: all regimes together
            if cell and not words.is_total(cell) and not of_comext:
                out.append((name, cell))
        for name, at in self._columns.divisions.items():
            cell = cell_at(cells, at)
            if not words.is_whole(cell, self._fixed.reporter or self._reporter):
                out.append((name, cell))
        return tuple(sorted(out))

    def _figures(
        self, cells: Sequence[str], flow: str
    ) -> tuple[float | None, str | None, tuple[tuple[str, float], ...]] | str:
        value, currency = None, None
        for column in self._values:
            if column.flow in (None, flow):
                text = cell_at(cells, column.at)
                value = number(text, self._decimal) if text and not is_torn(text) else None
                if text and value is None and not is_nothing(text):
                    return f"value is not a number: {text[:40]}"
                if value is not None:
                    value, currency = value * (column.scale or 1.0), column.currency
        quantities: dict[str, float] = {}
        for at, of_flow, name in self._columns.amounts:
            if of_flow not in (None, flow) or (name.startswith("quantity") and self._which_unit_is_unsure):
                continue
            text = cell_at(cells, at)
            amount = number(text, self._decimal) if text and not is_torn(text) else None
            if text and amount is None and not is_nothing(text):
                return f"{name} is not a number: {text[:40]}"
            if amount and (unit := self._unit(cells, name, at)):
                quantities.setdefault(unit[0], round(amount * unit[1], 6))
        return value, currency, tuple(sorted(quantities.items()))

    def _unit(self, cells: Sequence[str], name: str, at: int) -> tuple[str, float] | None:
        header = self._layout.columns[at]
        said = measure(header)
        if name == "weight":
            if said.mass:
                return "KGM", said.mass
            in_kilograms = self._fixed.kilograms or fold(header) in ("net wgt", "netwgt")
            return ("KGM", 1.0) if in_kilograms else None
        printed = self._cell(cells, "unit2" if name == "quantity2" else "unit")
        unit = unit_of(self._fixed.unit_of_code(printed) if self._fixed.unit_of_code else printed)
        if unit is None:
            return unit_of(said.unit) if said.unit else None
        if said.unit and (scaled := unit_of(said.unit)) and scaled[1] != 1 and unit[1] == 1:
            return unit[0], scaled[1]
        return unit[0], unit[1] * (said.scale or 1.0)


def _preference(value: ValueColumn) -> tuple[int, bool, int]:
    """The least first: the currency, one before none, then how well the words name a value."""
    return words.currency_rank(value.currency), value.currency is None, value.rank
