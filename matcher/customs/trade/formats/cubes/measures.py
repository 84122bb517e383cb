"""What the figures of a cube count: a dimension of measures, units, and powers of ten as headings of columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from matcher.customs.trade.formats.cubes.words import text_of
from matcher.customs.trade.formats.texts import words
from matcher.customs.trade.formats.texts.headings import heading_of
from matcher.customs.trade.formats.texts.measures import measure
from matcher.customs.trade.formats.texts.said_beside import is_read, power_of_ten
from matcher.sheets.tables.about import Category, Dimension

VALUE = "value"
SHORTEST = 3  # letters of the code of a unit or a currency; one letter is a place in a list
_UNIT_IDS = re.compile(r"unit|mult|power|curr|scale|einheit|enhet|enhed|mittayksik", re.IGNORECASE)
_MASSES = {1.0: "kg", 100.0: "100 kg", 1000.0: "tonnes", 1_000_000.0: "1000 tonnes"}  # kilograms in a unit
_EXPONENT = re.compile(r"mult|power", re.IGNORECASE)  # UNIT_MULT; POWERCODE of the OECD
_DIGITS = re.compile(r"\d{1,2}")


@dataclass(frozen=True)
class Counted:
    """A column of figures by its heading; `unsure` says why its scale, currency or unit is not known, "" where it is; `of_trade` is
    False for shares, indices, prices, and sums from January on. `name` is what the file calls it, without its units."""

    heading: str
    name: str = ""
    unsure: str = ""
    of_trade: bool = True

    @property
    def is_usable(self) -> bool:
        """Whether it is an amount of trade in a known unit, or of money, of which scale and currency may be stated."""
        return self.of_trade and (
            not self.unsure or heading_of(self.heading).amount not in ("weight", "quantity", "quantity2")
        )


def says_measure(dimension: Dimension) -> bool:
    """Whether a dimension tells what the figures count: by its role, as a unit, or by each of its categories."""
    if dimension.role == "metric":
        return True
    if _UNIT_IDS.search(dimension.id) or any(map(_has_unit, dimension.categories)):
        return True
    if dimension.role == "attribute":
        stated = [text_of(category) for category in dimension.categories if text_of(category)]
        return bool(stated) and all(map(_is_unit_alone, stated))
    if any("unit" in words.column_kinds(text) for text in (dimension.label, dimension.id)):
        return True
    return dimension.role == "" and bool(dimension.categories) and all(map(_counts, dimension.categories))


def _has_unit(category: Category) -> bool:
    return bool(category.unit or category.unit_label or category.exponent is not None)


def _is_unit_alone(text: str) -> bool:
    said = measure(text)
    return bool(said.currency or said.scale or said.mass) and not said.rest


def _counts(category: Category) -> bool:
    text = words_of(category)
    return words.flow_of(text) is None and heading_of(text).amount is not None


def words_of(category: Category) -> str:
    """The label of a category, else its code, with blanks between its words."""
    label = text_of(category)
    if (
        measure(label).rest
        and not is_read(label)
        and len(category.code) >= SHORTEST
        and category.code.isupper()
        and is_read(category.code)
    ):
        label = f"{label} ({category.code})"  # a unit whose name is in another language: "Kroner (SEK)"
    return label.replace("_", " ")


def counted(chosen: Sequence[tuple[Dimension, Category]], figure: Category) -> Counted:
    """What figures of these categories, in the column of figures `figure`, count."""
    names: list[str] = []
    units: list[str] = []
    exponents: list[int] = []
    unsure = ""
    for dimension, category in [*chosen, (Dimension("", role="metric"), figure)]:
        if not category.code and not category.label:
            continue  # an attribute that is not stated
        if dimension.role != "metric" and _EXPONENT.search(dimension.id):
            exponents.append(int(category.code) if _DIGITS.fullmatch(category.code) else -1)
            said = measure(category.label).scale
            if exponents[-1] < 0 or (said and said != 10.0 ** exponents[-1]):
                unsure = (
                    f"its {dimension.id} is {category.code!r} ({category.label}), which is not understood"
                )
            continue
        is_unit = dimension.role != "metric" and not _has_unit(category) and not _counts_more(category)
        if dimension.id or category.label or category.code.lower() not in ("value", "obs_value"):
            (units if is_unit else names).append(words_of(category))
        units += [category.unit] if category.unit else []
        if category.unit_label and (is_read(category.unit_label) or not is_read(category.unit)):
            units.append(category.unit_label)
        if category.exponent is not None:
            exponents.append(category.exponent)
    name = " ".join(names) or VALUE
    return _joined(name, list(dict.fromkeys(units)), set(exponents), unsure)


def _counts_more(category: Category) -> bool:
    """Whether the words of a category are more than a unit: "Import value, EUR"."""
    text = words_of(category)
    return bool(measure(text).rest) and heading_of(text).amount is not None


def _joined(name: str, units: list[str], exponents: set[int], unsure: str) -> Counted:
    """The heading of a name, its units and a power of ten, each said once."""
    if any(not heading_of(text).of_trade or heading_of(text).cumulated for text in (name, *units)):
        return Counted(name, name, of_trade=False)
    text = name
    for unit in units:
        have, more = measure(text), measure(unit)
        if have.mass and more.mass and have.mass != more.mass:
            unsure = unsure or f"{name!r} names one unit, and {unit!r} another"
        if not is_read(unit) and not unsure:
            unsure = f"the unit {unit!r} of {name!r} is not understood"
        new = [
            (have.currency, more.currency), (have.scale, more.scale), (have.mass, more.mass), (have.unit, more.unit),
        ]  # fmt: skip
        if any(b is not None and a != b for a, b in new):
            text = f"{text} ({unit})"
    if len(exponents) > 1:
        unsure = unsure or f"{name!r} has two powers of ten"
    elif exponents and not unsure:
        text, unsure = _multiplied(text, exponents.pop())
    return Counted(_known(text), name, unsure)


def _multiplied(text: str, exponent: int) -> tuple[str, str]:
    """A heading with a power of ten, and why it is not sure."""
    said = measure(text)
    power = power_of_ten(exponent)
    if (
        power is None
        or (said.scale and said.scale != 10.0**exponent)
        or (said.mass and exponent and said.scale)
    ):
        return (
            text,
            f"{text!r} has ten to the power of {exponent} as its multiplier, and whether its unit says that too is not known",
        )
    if not power or said.scale:
        return text, ""
    if said.mass:
        unit = _MASSES.get(said.mass * 10.0**exponent)
        return (
            (f"{words.flow_in(text) or ''} net weight, {unit}".strip(), "")
            if unit
            else (text, f"{text!r} times {power}")
        )
    if said.unit:
        return text, f"{text!r} is to be multiplied by {power}, and its unit is not read so"
    return f"{text} ({power})", ""


def _known(text: str) -> str:
    """A heading with a word that the readers of columns know, where what it counts is known by its unit alone: "Statistical value, SEK"."""
    said, kind = measure(text), heading_of(text).amount
    kinds = words.column_kinds(text) | words.column_kinds(words.without_flow(text))
    if kind == "value" and "value" not in kinds and said.rest and not said.unsure and said.currency:
        flow = words.flow_in(text) or ""
        scale = f"{said.scale:.0f} " if said.scale and said.scale != 1 else ""
        again = f"{flow} value ({scale}{said.currency})".strip()
        return (
            again
            if (measure(again).scale or 1, measure(again).currency) == (said.scale or 1, said.currency)
            else text
        )
    if kind == "weight" and said.mass and said.rest and not kinds:
        unit = _MASSES.get(said.mass)
        return f"{words.flow_in(text) or ''} net weight, {unit}".strip() if unit else text
    return text
