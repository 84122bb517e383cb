"""The rows of a pivoted table as figures: what its headings, its rows, its titles and the file's name say together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from matcher.customs.trade.formats.pivoted.columns import PivotedColumns
from matcher.customs.trade.formats.pivoted.money import Money
from matcher.customs.trade.formats.pivoted.periods import Periods
from matcher.customs.trade.formats.pivoted.sections import Section, section_of
from matcher.customs.trade.formats.tables.decimals import decimal_of
from matcher.customs.trade.formats.tables.families import family_named, family_of, note_of
from matcher.customs.trade.formats.tables.headed_tables import FigureColumn
from matcher.customs.trade.formats.tables.layout import ASIDE, BLANK, SAMPLE, cell_at
from matcher.customs.trade.formats.tables.sides import Side, reporters_in, sides_of
from matcher.customs.trade.formats.texts import words
from matcher.customs.trade.formats.texts.facts import Fact, Refused, Stated
from matcher.customs.trade.formats.texts.figures import (
    figure_of,
    is_bound,
    is_mark,
    is_place,
    is_remark,
)
from matcher.customs.trade.formats.texts.goods_codes import code_in, goods_code, printed_whole
from matcher.customs.trade.formats.texts.headings import Heading, heading_of, span_in
from matcher.customs.trade.formats.texts.several_codes import REASON as SEVERAL_CODES
from matcher.customs.trade.formats.texts.several_codes import names_several
from matcher.customs.trade.formats.texts.titles import labelled_code
from matcher.customs.trade.formats.texts.units import unit_of
from matcher.customs.trade.formats.texts.unsaid import (
    direction,
    publisher,
    refuse_editions,
    refuse_no_trade,
    refuse_texts,
    words_of_name,
)
from matcher.customs.trade.formats.texts.vocabulary import fold
from matcher.customs.values.cells import is_nothing

FILLED_DOWN = ("year", "period", "flow", "reporter", "reporter_iso")  # in a blank cell, what stands above


@dataclass
class _Sum:
    """The amounts of one period and flow in a row."""

    value: float | None = None
    currency: str | None = None
    quantities: dict[str, float] = field(default_factory=dict)


def _says(heading: Heading) -> tuple[bool, ...]:
    """Which of period, direction and amount a heading says."""
    return heading.span is not None, heading.flow is not None, heading.amount is not None


class PivotedReader:
    """Reads the rows of a pivoted table; what was understood is in `notes`."""

    def __init__(
        self,
        found: PivotedColumns,
        body: Sequence[Sequence[str]],
        name: str,
        stated: Stated,
        delimiter: str | None,
    ) -> None:
        self._found, self._at, self._name, self._stated = found, dict(found.at), name, stated
        self._figures = list(found.figures)
        titles = found.titles
        if titles.several and "hs" not in self._at:
            raise Refused(
                f"{name}: its title {titles.several[:80]!r} names {SEVERAL_CODES}, and the figures of each are not known; give a column of codes"
            )
        rows = [row for row in body if sum(bool(cell.strip()) for cell in row) > 1]
        self.notes: list[str] = []
        self._below: dict[str, str] = {}
        self._flow = stated.flow or titles.flow
        self._take_listed_for_reporters()
        refuse_no_trade(name, titles, bare=all(h.amount is None for h in self._headings))
        self._family_name = family_of(found.names)
        self._family = family_named(self._family_name)
        self._reporter = self._reporter_of()
        self._money = Money(name, titles, stated, self._reporter, self._family)
        self._said_by_rows: list[Heading] = []
        self._measures = self._measure_of_rows(rows)
        said_of_values = (self._measure_of_row(row) for row in rows if self._measures is not None)
        self._values_of_rows = dict.fromkeys(said for said in said_of_values if said.amount == "value")
        if self._measures is None or found.unsure != found.names[self._measures]:
            refuse_texts(name, found.unsure)
        self._told = [place for place in found.told if place != self._measures]
        refuse_editions(name, found.divisions | {found.names[i]: i for i in found.told}, body)
        dated = {self._cell(row, name).strip() for row in body for name in ("year", "period")}
        self._periods = Periods(name, titles, self._headings, dated, self._reporter)
        self._periods.refuse_unread(found.unread)
        self._check_flow()
        self._check_money()
        self._check_partners(body)
        self._sides = self._sides_of_columns()
        places = [figure.at for figure in found.figures]
        self._decimal = decimal_of(
            body, places, name, stated.decimal, self._family.decimal, self._reporter, delimiter
        )
        if found.ignored:
            self.notes.append(f"no amounts of trade: {', '.join(found.ignored[:5])}")
        if found.undecided:
            raise Refused(
                f"{name}: its columns {found.undecided[0]!r} and {found.undecided[1]!r} seem to say the same, and which of them is the figure "
                "is not known; take out one of them"
            )
        if found.texts:
            self.notes.append(
                f"taken for texts, though some of their cells are numbers: {', '.join(found.texts[:5])}"
            )
        if found.others:
            self.notes.append(f"not used beside the columns that are: {', '.join(found.others[:5])}")
        self._whole = printed_whole(
            [titles.code or ""] if titles.code else [self._cell(row, "hs") for row in body], self._reporter
        )
        self._filled_down = "hs" in self._at and self._has_blanks("hs", rows)
        self._below = {name: "" for name in FILLED_DOWN if name in self._at and self._has_blanks(name, rows)}
        self._code: str | None = goods_code(titles.code, whole=self._whole) if titles.code else None
        self._several = ""  # the codes that the rows below belong to, where they are no single one
        self._units: dict[str, str] = {}
        self._partner = ""
        self._held: dict[tuple[object, ...], tuple[int, Fact]] = {}
        self._rows: dict[tuple[str, ...], tuple[int, tuple[str, ...]]] = {}
        self._unclear: Section | None = None
        self._marks: Counter[str] = Counter()
        self._bounds: Counter[str] = Counter()
        self._without_unit: set[str] = set()

    @property
    def _headings(self) -> list[Heading]:
        return [figure.heading for figure in self._figures]

    def _has_blanks(self, name: str, rows: Sequence[Sequence[str]]) -> bool:
        """Whether so many cells of a column are blank that they are meant to have what stands above."""
        filled = [bool(cell_at(row, self._at[name]).strip()) for row in rows]
        return filled.count(False) >= BLANK * len(filled)

    def _reporter_of(self) -> str | None:
        if self._stated.reporter:
            return words.country(self._stated.reporter)
        if {"reporter", "reporter_iso"} & self._at.keys():
            return None
        if None not in (named := reporters_in(self._figures)):
            return named.pop() if len(named) == 1 else None
        if self._family.reporter:
            return self._family.reporter
        titles = self._found.titles
        columns = () if len(titles.reporters) > 1 else self._found.names
        currencies = {titles.currency, *(f.heading.measure.currency for f in self._figures)}
        return publisher(self._name, titles.reporter, columns, currencies, self.notes)

    def _take_listed_for_reporters(self) -> None:
        """In a list of exporters by what they export, the countries in rows report. The partner is the country of the titles, as in
        "importing markets for a product exported by Turkmenistan", else the world."""
        place = self._at.get("partner")
        said = {figure.heading.flow for figure in self._figures} - {None}
        flow = self._flow or words.flow_in(words_of_name(self._name))
        if place is None or len(said) > 1 or words.listed_flow(self._found.names[place]) not in (said or {flow}) - {None}:  # fmt: skip
            return
        titles = self._found.titles
        if len(titles.reporters) > 1:
            raise Refused(
                f"{self._name}: its titles name several countries ({', '.join(sorted(titles.reporters))}), and with which of them those in its "
                f"column {self._found.names[place]!r} trade is not understood; keep one of them in the titles"
            )
        self._at["reporter"] = self._at.pop("partner")
        if titles.reporters:
            parties = replace(titles.parties, reporters=set(), partners=set(titles.reporters))
            titles = replace(titles, reporters=frozenset(), parties=parties)
            self._found = replace(self._found, titles=titles)
        partner = ", ".join(titles.parties.partners) or "the world"
        self.notes.append(
            f"the countries in its column {self._found.names[place]!r} are taken for reporters, each with {partner}"
            + (f"; --reporter {self._stated.reporter} is not used" if self._stated.reporter else "")
        )

    def _sides_of_columns(self) -> dict[int, Side]:
        in_rows = bool({"partner", "partner_iso"} & self._at.keys()) or self._found.below
        return sides_of(
            self._name, self._figures, self._found.titles.parties, self._reporter, self._flow, in_rows
        )

    def _measure_of_rows(self, rows: Sequence[Sequence[str]]) -> int | None:
        """The column that says of each row whether it counts values or quantities, in words or by its unit."""
        bare = all(figure.heading.amount is None for figure in self._figures)
        places = [*self._found.told, *([self._at["unit"]] if bare and "unit" in self._at else [])]
        for place in places:
            cells = {cell_at(row, place).strip() for row in rows} - {""}
            self._said_by_rows = [heading_of(cell) for cell in sorted(cells)]
            amounts = {heading.amount for heading in self._said_by_rows}
            several = {(heading.flow, heading.amount) for heading in self._said_by_rows}
            if len(cells) == len(several) and len(amounts) > 1 and None not in amounts:
                return place
            if place == self._at.get("unit") and "value" in amounts:
                return place
        return None

    def _measure_of_row(self, cells: Sequence[str]) -> Heading:
        """What a row says that it counts; values have currency and scale of the row's unit where it says them alone."""
        said = heading_of(cell_at(cells, self._measures))
        if said.amount == "value" and not said.measure.says_money and self._measures != self._at.get("unit"):
            unit = heading_of(self._cell(cells, "unit"))
            said = replace(said, measure=unit.measure) if unit.amount == "value" else said
        return said

    def _check_flow(self) -> None:
        by_rows = self._measures is not None and all(said.flow for said in self._said_by_rows)
        if "flow" not in self._at and not by_rows and not all(h.flow for h in self._headings):
            self._flow = direction(self._name, self._flow, self.notes)

    def _check_money(self) -> None:
        valued = [figure.heading for figure in self._figures if figure.heading.amount in (None, "value")]
        if self._measures is not None:
            valued = [
                said if said.measure.says_money else heading
                for said in self._values_of_rows
                for heading in valued
            ]
        self.notes += self._money.check(valued)
        if any(map(self._money.is_of_family, valued)):
            self.notes.append(note_of(self._family_name))

    def _check_partners(self, body: Sequence[Sequence[str]]) -> None:
        """Refuse a column of countries, by its header, whose cells are none that are known."""
        places = [self._at[name] for name in ("partner_iso", "partner") if name in self._at]
        named = [
            i
            for i, column in enumerate(self._found.names)
            if {"partner", "partner_iso"} & words.column_kinds(column).keys()
        ]
        for place in places or [i for i in named if not words.is_description(self._found.names[i])]:
            cells = [cell for row in body if (cell := cell_at(row, place).strip())]
            unknown = [cell for cell in cells if not is_place(cell) and (cell.isdigit() or not places)]
            if len(unknown) * 2 >= len(cells) > 0:
                shown = ", ".join(list(dict.fromkeys(unknown))[:3])
                raise Refused(
                    f"{self._name}: the countries in its column {self._found.names[place]!r} are not understood ({shown}); download it "
                    "with their names, or put them in"
                )

    def read(self, row: int, cells: Sequence[str]) -> list[Fact] | str:
        """The figures of a row; ASIDE for a total, a group or a note; else the reason why it is none."""
        cells = [cell.strip() for cell in cells]
        filled = [cell for cell in cells if cell]
        self._below |= {name: cell for name in self._below if (cell := cell_at(cells, self._at[name]))}
        if "hs" not in self._at and self._is_of_other_goods(filled):
            return ASIDE
        if len(filled) == 1:
            return self._section(filled[0])
        if self._is_header(cells):
            self._take_headings(cells)
            return ASIDE
        goods = self._goods(cells)
        if isinstance(goods, str):
            return goods
        self._refuse_late_figures(row, cells)
        code, partner = goods
        reporter = (
            self._country(self._cell(cells, "reporter_iso") or self._cell(cells, "reporter"))
            or self._reporter
        )
        if reporter == words.WORLD:
            return ASIDE  # the total of all that report
        country = self._country(partner)
        found_amounts = self._amounts(cells)
        if isinstance(found_amounts, str):
            return found_amounts
        if not found_amounts:
            return ASIDE
        if self._unclear:
            raise Refused(
                f"{self._name}: whether its row {self._unclear.heading.text[:60]!r} changes the unit, direction or period of the figures "
                f"below it (row {row:,} on) is not understood; take it out, or import the parts of the table apart"
            )
        if not all(side.reporter or reporter for *_, side in found_amounts):
            return "no reporter"
        self._refuse_repeated(row, cells, reporter or "", country)
        divided = [(name, cell_at(cells, place)) for name, place in self._found.divisions.items()]
        dims = tuple(
            sorted((name, cell) for name, cell in divided if cell and not words.is_whole(cell, reporter))
        )
        facts = [
            Fact(
                first, last, code, flow, side.reporter or reporter or "", country or side.partner or words.WORLD,
                amount.value, amount.currency, tuple(sorted(amount.quantities.items())), dims,
            )
            for (first, last, flow, side), amount in found_amounts.items()
        ]  # fmt: skip
        if self._measures is None:
            return facts
        for fact in facts:
            self._hold(row, fact)
        return []

    def _is_of_other_goods(self, filled: Sequence[str]) -> bool:
        """Whether a row of a table without a column of codes says of which goods the rows below it are: "Product: 8501.31 | Motors"."""
        code = labelled_code(filled)
        if code is None or any(figure_of(cell) is not None for cell in filled):
            return False
        several = next((cell for cell in filled if names_several(cell)), "")
        self._code, self._several = None if several else goods_code(code, whole=self._whole), several
        return True

    def _refuse_late_figures(self, row: int, cells: Sequence[str]) -> None:
        """Refuse a figure in a column that has none in the first rows, and so was not taken for one of figures."""
        for place in self._found.silent:
            if figure_of(cell_at(cells, place), self._decimal) is not None:
                raise Refused(
                    f"{self._name}: the column {self._found.names[place]!r} has its first figure in row {row:,}, after {SAMPLE} rows without one; "
                    "put that row first"
                )

    def _goods(self, cells: Sequence[str]) -> tuple[str, str] | str:
        """(code, partner as printed) of a row, each from a row above where rows are meant so; ASIDE for a total, a group or a note; else
        why it has no code."""
        printed, partner = (
            self._cell(cells, "hs"),
            self._cell(cells, "partner_iso") or self._cell(cells, "partner"),
        )
        if printed:
            code = code_in(printed, whole=self._whole)
            if names_several(printed):
                self._code, self._several = None, printed
                return f"{SEVERAL_CODES}: {printed[:40]}"
            if code is None:
                known = words.is_total(printed) or not re.search(r"\d", printed)
                return ASIDE if known else f"commodity code is not a number: {printed[:40]}"
            if code != self._code:
                self._units = {}
            self._code, self._several = code, ""
        elif "hs" in self._at:
            if self._found.below:
                partner = cell_at(cells, self._at["hs"] + 1)
            elif place := cell_at(cells, self._found.above):
                self._partner = place
                return ASIDE  # the total of a country, whose goods follow
            elif not partner or words.is_total(partner):
                self._refuse_untold(cells)
                return ASIDE  # the total of all goods
            elif not self._filled_down:
                return "no commodity code"
        if self._found.above is not None and not partner:
            partner = self._partner
        if self._code is None and self._several:
            return f"{SEVERAL_CODES}: {self._several[:40]}"
        return ASIDE if self._code is None else (self._code, partner)

    def _refuse_untold(self, cells: Sequence[str]) -> None:
        """Refuse a row of figures without a code that a column which is not understood says a place of: it is no total of all goods."""
        for at in self._told:
            if is_place(cell := cell_at(cells, at)) and not words.is_total(cell):
                raise Refused(
                    f"{self._name}: whether the column {self._found.names[at]!r} names the countries of the goods above them ({cell!r}) is "
                    "not understood; name it as in 'Country'"
                )

    def _hold(self, row: int, fact: Fact) -> None:
        """Keep a figure whose value and quantity stand in rows of their own."""
        key = (fact.start, fact.end, fact.hs, fact.flow, fact.reporter, fact.partner, fact.dims)
        first, other = self._held.get(key, (row, fact))
        if other is not fact:
            value, currency = (
                (fact.value, fact.currency) if other.value is None else (other.value, other.currency)
            )
            quantities = tuple(sorted({**dict(fact.quantities), **dict(other.quantities)}.items()))
            fact = replace(other, value=value, currency=currency, quantities=quantities)
        self._held[key] = (first, fact)

    def _is_header(self, cells: Sequence[str]) -> bool:
        """Whether a row in the table is one of headings: no figures and no code, and most cells over the figures say what they are."""
        over = [cell for figure in self._figures if (cell := cell_at(cells, figure.at))]
        headings = [heading_of(cell) for cell in over]
        heard = [h for h in headings if h.span or h.amount or h.flow or not h.of_trade]
        return (
            bool(heard)
            and len(heard) * 2 >= len(over)
            and code_in(self._cell(cells, "hs")) is None
            and not is_place(self._cell(cells, "partner"))
            and not any(figure_of(cell) is not None and not span_in(cell)[0] for cell in over)
        )

    def _take_headings(self, cells: Sequence[str]) -> None:
        """Go on with the headings of a header within the table. Raises Refused where its columns are others than above."""
        if self._unclear and self._unclear.unclear_flow:  # the title of another table, whose header follows
            self._flow, self._unclear = self._unclear.unclear_flow, None
        if all(fold(cell) in fold(above) for cell, above in zip(cells, self._found.names, strict=False)):
            return  # the header above, or one of its rows, again
        for name, at in self._at.items():
            above, here = fold(self._found.names[at]), fold(cell_at(cells, at))
            if here and above and here != above and name not in words.column_kinds(cell_at(cells, at)):
                raise Refused(
                    f"{self._name}: a second header within the table has {cell_at(cells, at)[:40]!r} where {self._found.names[at]!r} stood; "
                    "import the parts of the table apart"
                )
        taken = {figure.at for figure in self._figures}
        figures = [FigureColumn(figure.at, heading_of(cell_at(cells, figure.at))) for figure in self._figures]
        others = [
            i
            for i, cell in enumerate(cells)
            if cell and i not in taken and i not in self._at.values() and cell != self._found.names[i]
        ]
        for figure in figures:
            if not (
                figure.heading.of_trade
                and (figure.heading.span or figure.heading.amount or figure.heading.flow)
            ):
                raise Refused(
                    f"{self._name}: a second header within the table has {figure.heading.text[:40]!r} over a column of figures, which is not "
                    "understood; import the parts of the table apart"
                )
        if any(heading_of(cells[i]).span or heading_of(cells[i]).amount for i in others):
            raise Refused(
                f"{self._name}: a second header within the table has its columns in another order ({cells[others[0]][:40]!r}); import the "
                "parts of the table apart"
            )
        self._figures = figures
        self._periods.take_headings(self._headings)
        self._check_flow()
        self._check_money()
        self._sides = self._sides_of_columns()

    def finish(self) -> list[tuple[int, Fact]]:
        """The figures whose value and quantity stand in rows of their own; what was left out is noted."""
        if self._marks:
            shown = ", ".join(mark for mark, _ in self._marks.most_common(3))
            self.notes.append(
                f"{sum(self._marks.values()):,} cells have a mark in place of a figure ({shown}): no figure is known for them"
            )
        if self._bounds:
            shown = ", ".join(bound for bound, _ in self._bounds.most_common(3))
            self.notes.append(
                f"{sum(self._bounds.values()):,} cells have a bound, a guess or a number in brackets ({shown}): no figure is taken from them"
            )
        if self._without_unit:
            self.notes.append(
                f"quantities without a unit are left out: {', '.join(sorted(self._without_unit)[:3])}"
            )
        return list(self._held.values())

    def _section(self, cell: str) -> str:
        """A row with one cell: a unit, a period, a direction or a code for the rows below, or a note."""
        code = code_in(cell, whole=self._whole)
        section = section_of(cell, coded=code is not None)
        if section.other:
            raise Refused(
                f"{self._name}: below the row {cell[:60]!r} its figures are of another kind than above; take out that part of the table, or "
                "import it alone"
            )
        if section.money:
            self.notes += self._money.change(section.heading, self._headings)
        self._periods.take_section(section)
        if section.flow:
            self._flow, self._unclear = section.flow, None
        if not section.heading.span and (code or names_several(cell)):
            self._code, self._several = code, "" if code else cell
        if self._may_change(section):
            self._unclear = section
        return ASIDE

    def _may_change(self, section: Section) -> bool:
        """Whether a row that is not understood would change the figures below it."""
        return (
            (section.unclear_money and not self._stated.money)
            or (
                section.unclear_flow not in (None, self._flow)
                and "flow" not in self._at
                and not all(h.flow for h in self._headings)
            )
            or (
                section.unclear_span not in (None, self._periods.span)
                and not {"period", "year"} & self._at.keys()
                and not all(h.span and h.span.year for h in self._headings)
            )
        )

    def _cell(self, cells: Sequence[str], name: str) -> str:
        return cell_at(cells, self._at.get(name)) or self._below.get(name, "")

    def _country(self, printed: str) -> str:
        return words.country(printed) if printed else ""

    def _amounts(self, cells: Sequence[str]) -> dict[tuple[int, int, str, Side], _Sum] | str:
        out: dict[tuple[int, int, str, Side], _Sum] = {}
        for figure in self._figures:
            text = cell_at(cells, figure.at)
            if is_nothing(text):
                continue
            read = figure_of(text, self._decimal)
            if (read is None or text.startswith("(")) and is_bound(text):
                self._bounds[text] += 1
                continue
            if read is None:
                if not is_mark(text) and not is_remark(text):
                    return f"not a number: {text[:40]}"
                self._marks[text] += 1
                continue
            if not read:
                continue
            months = self._periods.months(figure.heading, partial(self._cell, cells))
            if isinstance(months, str):
                return months
            flow = self._flow_of(figure, cells)
            if flow is None:
                return "no direction of trade"
            key = (*months, flow, self._sides[figure.at])
            amount = out.setdefault(key, _Sum())
            if why := self._put(amount, figure.heading, cells, read):
                return why
        return {key: amount for key, amount in out.items() if amount.value is not None or amount.quantities}

    def _flow_of(self, figure: FigureColumn, cells: Sequence[str]) -> str | None:
        if said := figure.heading.flow or self._measure_of_row(cells).flow:
            return said
        printed = self._cell(cells, "flow")
        return (words.flow_of(printed) or words.flow_in(printed)) if printed else self._flow

    def _put(self, amount: _Sum, heading: Heading, cells: Sequence[str], read: float) -> str | None:
        """Put a figure into `amount`; the reason where the row's own measure is not understood."""
        kind = heading.amount or "value"
        if self._measures is not None:
            said = self._measure_of_row(cells)
            if not said.of_trade:
                return f"no amount of trade: {said.text[:40]}"
            if said.measure.unsure and not self._stated.money:
                return f"{said.text[:40]!r} {said.measure.unsure}"
            kind = said.amount or ("quantity" if self._measures == self._at.get("unit") else kind)
            if said.measure.says_money or said.measure.mass:
                heading = said
        if kind == "value":
            currency, scale = self._money.of(heading)
            if currency is None:
                return f"its currency is not known: {heading.text[:40]}"
            amount.value, amount.currency = round(read * scale, 4), currency
            return None
        unit = self._unit(kind, heading, cells)
        if unit is None:
            self._without_unit.add(heading.text or kind)
        else:
            amount.quantities.setdefault(unit[0], round(read * unit[1], 6))
        return None

    def _unit(self, kind: str, heading: Heading, cells: Sequence[str]) -> tuple[str, float] | None:
        said = heading.measure
        if kind == "weight":
            mass = said.mass or self._found.titles.mass or (1.0 if self._family.kilograms else None)
            return ("KGM", mass) if mass else None
        name = "unit2" if kind == "quantity2" else "unit"
        printed = self._cell(cells, name)
        if printed:
            self._units[name] = printed
        unit = unit_of(printed or self._units.get(name, ""))
        if unit is not None:
            return unit
        return unit_of(said.unit) if said.unit and "unit" not in self._at else None

    def _refuse_repeated(self, row: int, cells: Sequence[str], reporter: str, country: str) -> None:
        """Refuse two rows for the same thing that only a column tells apart which is not understood."""
        told = tuple(cell_at(cells, place) for place in self._told)
        measure = cell_at(cells, self._measures)
        key = (
            self._code or "", reporter, country, measure, *(self._cell(cells, name) for name in ("flow", "period", "year", "month", "second", "edition")),
            *(cell_at(cells, place) for place in self._found.divisions.values()), str(self._periods.span), str(self._flow),
        )  # fmt: skip
        before, other = self._rows.setdefault(key, (row, told))
        if other == told or before == row:
            return
        differs = next(at for at, a, b in zip(self._told, other, told, strict=True) if a != b)
        column = self._found.names[differs]
        raise Refused(
            f"{self._name}: rows {before:,} and {row:,} are of the same goods, countries and period, and the column {column!r}, which tells "
            "them apart, is not understood: whether to add them up is not known; take out the rows that are no part of the sum"
        )
