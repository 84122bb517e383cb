"""The rows of a cube as figures: each is read as a row of the flat table in which one figure is filled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from matcher.customs.trade.formats.cubes.measures import Counted
from matcher.customs.trade.formats.cubes.plan import Plan
from matcher.customs.trade.formats.flat.columns import Columns, ValueColumn, figures_of
from matcher.customs.trade.formats.flat.table import NOTHING_IN_ROW, FlatLayout
from matcher.customs.trade.formats.tables.layout import ASIDE, Reader
from matcher.customs.trade.formats.texts import words
from matcher.customs.trade.formats.texts.facts import Fact, Refused, Stated
from matcher.customs.trade.formats.texts.figures import is_mark
from matcher.customs.trade.formats.texts.measures import measure
from matcher.customs.trade.formats.texts.said_beside import shown
from matcher.customs.trade.formats.texts.unsaid import refuse_unsure
from matcher.customs.values.cells import is_nothing, number
from matcher.sheets.tables.about import About

# Statuses of a figure that is not given: a zero that has one is none.
_SECRET = frozenset({":", "..", "...", "…", ".", "c", "m", "x", "na", "n/a"})


class CubeReader:
    """Reads the rows of a cube as those of a flat table in which one figure at a time is filled; `finish` puts them together."""

    def __init__(self, about: About, plan: Plan, name: str, stated: Stated) -> None:
        self._plan, self._about = plan, about
        refuse_unsure(name, plan.said.unsure, stated)
        self._headings = list(dict.fromkeys(c.heading for c in plan.counted.values() if c.is_usable))
        if not self._headings:
            raise Refused(f"{name}: none of what it counts is an amount of trade; nothing is imported")
        self._name, self._stated = name, stated
        self._reader = self._opened(name, replace(stated, decimal="."))
        self._held: dict[Fact, tuple[int, Fact, dict[str, Fact]]] = {}
        self._missing: Counter[str] = Counter()
        self._marked: Counter[str] = Counter()
        self._unused: Counter[str] = Counter()
        self._used: set[str] = set()
        self._groups = 0

    def _opened(self, name: str, stated: Stated) -> Reader:
        columns, headings = self._plan.columns, self._headings
        header = [column.header for column in columns] + headings
        at = {column.field: i for i, column in enumerate(columns) if column.field}
        divisions = {column.header: i for i, column in enumerate(columns) if not column.field}
        if len(divisions) < sum(not column.field for column in columns):
            raise Refused(f"{name}: two of its dimensions have the same name ({shown([*divisions])})")
        values, amounts = figures_of(header, at | divisions)
        self._refuse_unsure({header[v.at] for v in values})
        self._refuse_several_scales(values)
        self._refuse_several_values([header[v.at] for v in values])
        if not values and not amounts:
            raise Refused(
                f"{name}: what its figures count is not understood ({shown(headings)}): no value, weight or quantity; nothing is imported"
            )
        used = {header[v.at] for v in values} | {header[i] for i, _, _ in amounts}
        unknown = [heading for heading in headings if heading not in used]
        found = Columns(at, values, amounts, divisions)
        titles = self._plan.said.rows()
        layout = FlatLayout("JSON cube", tuple(header), len(titles) + 1, {}, found)
        reader = layout.open([*titles, header, *self._sample(len(headings))], name, stated, None)
        self.notes = [*reader.notes, *self._plan.notes]
        self.notes += [f"no amounts that are understood: {shown(unknown)}"] if unknown else []
        return reader

    def _refuse_unsure(self, values: set[str]) -> None:
        for one in self._plan.counted.values():
            if one.is_usable and one.unsure and (one.heading in values or not values):
                refuse_unsure(self._name, one.unsure, self._stated)

    def _refuse_several_values(self, values: Sequence[str]) -> None:
        """Refuse two values of one direction and currency where a name has words that are not known: which is that of the trade is not said."""
        by_heading: dict[str, list[str]] = {}
        for one in self._plan.counted.values():
            if one.is_usable and one.name not in by_heading.setdefault(one.heading, []):
                by_heading[one.heading].append(one.name)
        alike: dict[tuple[str | None, str | None], list[str]] = {}
        for heading in values:
            said = words.flow_in(heading), measure(heading).currency
            alike.setdefault(said, []).extend(by_heading.get(heading, []))
        for names in alike.values():
            if len(names) > 1 and not all(
                "value" in words.column_kinds(words.without_flow(name)) for name in names
            ):
                raise Refused(
                    f"{self._name}: which of its values is that of the trade is not understood ({shown(names)}); get it with one of them; "
                    "nothing is imported"
                )

    def _refuse_several_scales(self, values: Sequence[ValueColumn]) -> None:
        """Refuse values of which some figures are in one scale and others in another: only those of one would be read."""
        scales: dict[tuple[str | None, str | None], set[float]] = {}
        for value in values:
            scales.setdefault((value.flow, value.currency), set()).add(value.scale or 1.0)
        by_figure = any(self._about.dimensions[place].role == "attribute" for place in self._plan.measures)
        if any(len(found) > 1 for found in scales.values()) or (
            by_figure and len({currency for _, currency in scales}) > 1
        ):
            raise Refused(
                f"{self._name}: its values are in several scales or currencies ({shown(self._headings)}); get them in one; nothing is imported"
            )

    def _sample(self, figures: int) -> list[list[str]]:
        """Rows in which each category of each dimension is once."""
        texts = [list(column.texts.values()) or [""] for column in self._plan.columns]
        most = max(map(len, texts))
        return [[*(listed[i % len(listed)] for listed in texts), *["0"] * figures] for i in range(most)]

    def read(self, row: int, cells: Sequence[str]) -> list[Fact] | str:
        """The figures of a row, each held until its others are read; ASIDE for a missing figure or a group; else why it is none."""
        if any(cells[place] in codes for place, codes in self._plan.aside.items()):
            self._groups += 1
            return ASIDE
        keys = [column.texts[cells[column.at]] for column in self._plan.columns]
        key = tuple(cells[place] for place in self._plan.measures)
        answers = [
            self._figure(row, keys, self._plan.counted[key, at], text, cells[-1])
            for at, text in enumerate(cells[len(self._about.dimensions) : -1])
        ]
        problems = [answer for answer in answers if answer not in ("", ASIDE)]
        return problems[0] if problems else [] if "" in answers else ASIDE

    def _figure(self, row: int, keys: list[str], one: Counted, text: str, status: str) -> str:
        """ "" for a figure that is held, ASIDE for none, else why it is none."""
        text = text.strip()
        is_zero = number(text, ".") == 0
        if (
            is_nothing(text)
            or (number(text, ".") is None and is_mark(text))
            or (is_zero and status.lower() in _SECRET)
        ):
            self._missing[status or text or "no status"] += 1
            return ASIDE
        if status:
            self._marked[status] += 1
        if not one.is_usable:
            self._unused[one.heading] += 1
            return ASIDE
        filled = [text if heading == one.heading else "" for heading in self._headings]
        facts = self._reader.read(row, [*keys, *filled])
        if facts in (ASIDE, NOTHING_IN_ROW):
            self._unused[one.heading] += 1
            return ASIDE
        if isinstance(facts, str):
            return facts
        for fact in facts:
            self._used.add(one.heading)
            self._hold(row, one.heading, fact)
        return ""

    def _hold(self, row: int, heading: str, fact: Fact) -> None:
        key = replace(fact, value=None, currency=None, quantities=())
        if key not in self._held:
            self._held[key] = (row, fact, {heading: fact})
            return
        first, known, by_heading = self._held[key]
        if by_heading.setdefault(heading, fact) != fact:
            raise Refused(
                f"{self._name}: rows {first:,} and {row:,} give different figures for the same goods, countries and period, and no "
                "dimension says why; nothing is imported"
            )
        quantities = tuple(sorted({**dict(fact.quantities), **dict(known.quantities)}.items()))
        money = known if known.value is not None else fact
        fact = replace(known, value=money.value, currency=money.currency, quantities=quantities)
        self._held[key] = (first, fact, by_heading)

    def finish(self) -> list[tuple[int, Fact]]:
        """The figures, each at the first of its rows. Nothing was traded where all of them are 0: a cube has every combination."""
        if self._missing:
            statuses = ", ".join(f"{status} {count:,}" for status, count in self._missing.most_common(5))
            self.notes.append(f"{self._missing.total():,} figures are missing ({statuses})")
        if self._marked:
            statuses = ", ".join(f"{status} {count:,}" for status, count in self._marked.most_common(5))
            self.notes.append(f"{self._marked.total():,} figures have a status ({statuses})")
        if unused := [heading for heading in self._unused if heading not in self._used]:
            self.notes.append(f"no amounts of trade, or not used beside those that are: {shown(unused)}")
        if self._groups:
            self.notes.append(f"{self._groups:,} rows of groups whose parts have rows of their own")
        found = [(row, fact) for row, fact, _ in self._held.values() if fact.value or fact.quantities]
        if zeros := len(self._held) - len(found):
            self.notes.append(f"nothing was traded in {zeros:,} combinations (0)")
        return found
