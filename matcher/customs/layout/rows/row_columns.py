"""The columns of a table while fields are decided: cells row by row, what is free, what has been decided."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from statistics import median

from matcher.customs.layout.column_values import MOSTLY_DATES, Profile
from matcher.customs.layout.columns import Columns
from matcher.customs.layout.field_evidence import LEAST_SEEN, UNLIKELY, evidence
from matcher.customs.layout.header_concepts import STRONG
from matcher.customs.layout.questions import SURE
from matcher.customs.values.cells import day, decimal_sign, is_nothing, number
from matcher.customs.values.quantities import quantity

# What a header may be about where its column is one of these fields; a header about anything else names another column.
ABOUT: dict[str, frozenset[str]] = {
    name: frozenset(words.split())
    for names, words in (
        ("quantity", "quantity unit goods"),
        ("gross_kg", "weight gross packages goods unit quantity"),
        ("net_kg", "weight net packages goods unit quantity"),
        ("value", "value price total currency paper statistical usd goods order customs"),
        ("value_usd", "value price total currency statistical usd goods customs"),
        ("customs_value", "value total statistical customs goods"),
        ("description", "goods article model trademark maker value order"),
        ("line_no", "order goods declaration code"),
        ("declaration", "declaration code customs paper"),
        ("importer", "importer party buyer"),
        ("exporter", "exporter party abroad seller"),
        ("importer_code", "importer key code party charge declaration"),
        ("exporter_code", "exporter key code party charge declaration"),
        ("importer_address", "importer address party elsewhere buyer"),
        ("exporter_address", "exporter address party elsewhere abroad seller"),
        ("origin", "origin country goods maker"),
        ("departure", "departure country exporter goods"),
        ("destination", "destination country importer goods"),
    )
    for name in names.split()
}
FOUND = 0.97  # confidence of what rows show beyond chance
MOSTLY_KNOWN = 0.8  # share of headers
MOSTLY = 0.9  # share of a column's cells that are of one kind
# Concepts that say little by themselves: "The number of the ...", "Name of the ...".
VAGUE = frozenset(("text", "code", "registered", "other_day"))
# Those that keep their meaning in a header that is misread otherwise: "U.S. dollars" is read as a country.
MEASURES = frozenset(("weight", "usd", "packages", "unit_price", "charge"))


class RowColumns:
    """Columns with their rows, and a mapping under way: `decide` adds to it, `doubt` lowers a confidence."""

    def __init__(
        self, columns: Columns, mapping: dict[str, tuple[int, ...]], confidence: dict[str, float]
    ) -> None:
        self.columns = columns
        self.mapping = mapping
        self.confidence = confidence
        stated = [sum(bool(cell.strip()) for cell in row) for row in columns.rows]
        usual = median(stated) if stated else 0
        # totals, notes and titles have few cells
        self.rows = [row for row, n in zip(columns.rows, stated, strict=True) if n >= 0.6 * usual]
        self._cells: dict[int, tuple[str, ...]] = {}
        self._numbers: dict[int, tuple[float | None, ...]] = {}
        self.other: set[int] = set()  # columns known to be no field: prices of a unit
        self.proved: set[str] = set()  # fields that the rows prove: quantity times price is the value

    def cells(self, place: int) -> tuple[str, ...]:
        """The stripped cells of a column, empty where nothing is stated."""
        if place not in self._cells:
            cells = (row[place].strip() if place < len(row) else "" for row in self.rows)
            self._cells[place] = tuple("" if is_nothing(cell) else cell for cell in cells)
        return self._cells[place]

    def numbers(self, place: int) -> tuple[float | None, ...]:
        """The numbers of a column, also those with a unit in the cell; None where there is none."""
        if place not in self._numbers:
            sign = decimal_sign(list(self.cells(place))) or self._usual_sign
            self._numbers[place] = tuple(_amount(cell, sign) for cell in self.cells(place))
        return self._numbers[place]

    @cached_property
    def _usual_sign(self) -> str | None:
        """The decimal sign of the columns that show theirs, where all have the same: 3.702 is then no fraction."""
        amounts = [
            place
            for place, seen in enumerate(self.columns.profiles)
            if seen.amount >= MOSTLY and seen.date < MOSTLY
        ]
        signs = {decimal_sign(list(self.cells(place))) for place in amounts} - {None}
        return signs.pop() if len(signs) == 1 else None

    def dates(self) -> Sequence[str | None]:
        """The declared date of each row, as ISO 8601; None where the column is not known."""
        if not self.sure("date"):
            return [None] * len(self.rows)
        cells = self.cells(self.place("date"))
        return [day(cell) for cell in cells]

    def profile(self, place: int) -> Profile:
        return self.columns.profiles[place]

    def is_date(self, place: int) -> bool:
        return self.profile(place).date > MOSTLY_DATES

    def about(self, place: int) -> frozenset[str]:
        """What the header is about in plain words; nothing where it names only fields that the values cannot be."""
        reading = self.columns.readings[place]
        if reading.evidence and not self.columns.believed[place].evidence:
            return reading.about & MEASURES
        return reading.about - VAGUE

    @cached_property
    def words_known(self) -> bool:
        """Whether the table's language is known: most of its headers have words that are."""
        readings = self.columns.readings
        return sum(reading.known for reading in readings) >= MOSTLY_KNOWN * len(readings)

    def place(self, name: str) -> int:
        return self.mapping[name][0]

    def places(self, *names: str) -> set[int]:
        """The columns of those fields that need no question."""
        return {self.place(name) for name in names if self.sure(name)}

    def sure(self, name: str) -> bool:
        """Whether a field has a column that needs no question."""
        return name in self.mapping and self.confidence.get(name, 0.0) >= SURE

    def spelt(self, name: str) -> bool:
        """Whether the header of the field's column is one that is known as a whole."""
        return name in self.columns.readings[self.place(name)].sure

    def taken(self) -> set[int]:
        """Columns of fields that are sure."""
        return self.other | {
            place for name, places in self.mapping.items() if self.sure(name) for place in places
        }

    def left(self) -> list[int]:
        """Columns that are not taken."""
        taken = self.taken()
        return [place for place in range(len(self.columns.headers)) if place not in taken]

    def also_named(self, name: str) -> list[int]:
        """Columns that are not taken, whose headers plainly name the field."""
        believed = self.columns.believed
        return [place for place in self.left() if believed[place].strength.get(name, 0.0) >= STRONG]

    def free(self, name: str, *, any_header: bool = False) -> list[int]:
        """Columns that are not taken, whose values can be the field and whose headers are about nothing else.

        With `any_header` a header counts only where it plainly names fields that its values can be.
        """
        taken = self.taken()
        return [
            place
            for place, seen in enumerate(self.columns.profiles)
            if place not in taken
            and seen.seen >= LEAST_SEEN
            and evidence(name, seen) > UNLIKELY
            and self._may_be(name, place, any_header)
        ]

    def _may_be(self, name: str, place: int, any_header: bool) -> bool:
        if not any_header and not self.about(place) <= ABOUT[name]:
            return False
        said = self.columns.believed[place]
        strong = {field for field in said.evidence if said.strength.get(field, 1.0) >= STRONG}
        # a header that plainly names fields names this one among them, or one that another column is
        return not strong or name in strong or all(map(self.sure, strong))

    def decide(self, name: str, place: int, confidence: float) -> None:
        """Take a column for the field; the column's and the field's earlier guesses go."""
        for other in [key for key, places in self.mapping.items() if place in places and not self.sure(key)]:
            del self.mapping[other]
            self.confidence.pop(other, None)
        self.mapping[name] = (place,)
        self.confidence[name] = confidence

    def doubt(self, name: str) -> None:
        """Keep the field's column as a guess only."""
        self.confidence[name] = min(self.confidence.get(name, 0.5), 0.5)

    def drop(self, *names: str) -> None:
        """Forget the columns of these fields."""
        for name in names:
            self.mapping.pop(name, None)
            self.confidence.pop(name, None)

    @cached_property
    def currencies(self) -> tuple[str, ...] | None:
        """The currency of each row, or None where no column is surely it."""
        return self.cells(self.place("currency")) if self.sure("currency") else None


def _amount(cell: str, decimal: str | None) -> float | None:
    if not cell:
        return None
    if (amount := number(cell, decimal)) is not None:
        return amount
    found = quantity(cell)
    return found.value if found else None
