"""Properties in the English of a pair's reasons, and such English read back, to be said in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from matcher.attributes.extract import Attribute
from matcher.attributes.quantities import Quantity
from matcher.attributes.taxonomy import Taxonomy
from matcher.reading.chips import attribute_words
from matcher.reading.terms import section

_UNITS = {
    "mass": "kg", "length": "mm", "size": "mm", "area": "m2", "volume": "l", "voltage": "V", "current": "A",
    "charge": "mAh", "energy": "Wh", "power": "W", "apparent_power": "kVA", "frequency": "Hz", "framerate": "Hz", "time": "min",
    "wavelength": "nm", "micro": "um", "gsm": "g/m2", "denier": "D", "motor_kv": "KV", "netd": "mK", "force": "N",
    "cells": "S", "share": "%", "angle": "deg", "temperature": "C", "speed": "km/h", "magnification": "x",
    "memory": "GB", "light": "lm", "resolution": "pixels",
}  # fmt: skip
_UNITLESS = ("rotation", "pressure", "noise", "megapixel")
_TITLES = {
    "gsm": "weight per area", "micro": "measure", "netd": "NETD", "framerate": "frame rate", "motor_kv": "motor KV",
    "cells": "cells in series",
}  # fmt: skip
METRES = 10_000  # millimetres from which lengths are given in metres
_DIMENSION_OF = {unit: dimension for dimension, unit in reversed(_UNITS.items())}
_NUMBER = r"-?[\d.]+(?:e[+-]\d+)?"
_MEASURED = re.compile(
    rf"(?P<range>{_NUMBER}-{_NUMBER})(?: (?P<of>\S+))?|(?P<sides>{_NUMBER}(?:x{_NUMBER})*)(?: (?P<unit>\S+))?"
)


def english_property(attribute: Attribute, taxonomy: Taxonomy) -> str:
    """A property with its title, as reasons are kept: `colour black`, `no heating`, `size 50x50x8 mm`."""
    group = taxonomy.groups.get(attribute.group)
    title = group.title if group else _title(attribute.group)
    if is_part(attribute, taxonomy):
        return f"no {title}" if denies(attribute) else title
    if attribute.quantity is not None and attribute.quantity.label:
        title = attribute.quantity.label
    return f"{title} {english_value(attribute)}"


def english_value(attribute: Attribute) -> str:
    """A property without its title: `black`, `50x50x8 mm`."""
    if attribute.quantity is not None:
        return _measured(attribute.quantity)
    value = attribute.value.replace("_", " ")
    return f"no {value}" if attribute.denied else value.upper() if attribute.kind == "class" else value


def is_part(attribute: Attribute, taxonomy: Taxonomy) -> bool:
    """Whether the property is a part that goods have or not."""
    group = taxonomy.groups.get(attribute.group)
    return group is not None and group.is_part


def denies(attribute: Attribute) -> bool:
    """Whether it says that there is none."""
    return attribute.denied or attribute.value == "no"


def property_in(english: str, taxonomy: Taxonomy, language: str) -> str:
    """What `english_property` gave, in `language`; "" where it is of no known property."""
    found = _read(english, taxonomy)
    return attribute_words(found, taxonomy, language) if found else ""


def value_in(english: str, of: str, taxonomy: Taxonomy, language: str) -> str:
    """What `english_value` gave of the property that `of` names, in `language`; "" where it is of no known one."""
    for title, group in _titles(taxonomy):
        if of.startswith(f"{title} ") and (found := _valued(group, title, english, taxonomy)):
            if found.quantity is not None:
                found = replace(found, quantity=replace(found.quantity, label=""))
            return attribute_words(found, taxonomy, language)
    return ""


def _title(group: str) -> str:
    return _TITLES.get(group, group.replace("_", " "))


def _measured(quantity: Quantity) -> str:
    unit, scale = _UNITS.get(quantity.dimension, ""), 1.0
    if unit == "mm" and min(quantity.values) >= METRES:
        unit, scale = "m", 1000.0
    values = quantity.values if quantity.ranged else sorted(quantity.values, reverse=True)  # 50x50x8, 640x512
    joined = ("-" if quantity.ranged else "x").join(f"{value / scale:.6g}" for value in values)
    return f"{joined} {unit}".strip()


def _read(english: str, taxonomy: Taxonomy) -> Attribute | None:
    denied, title = english.startswith("no "), english.removeprefix("no ")
    for group in taxonomy.groups.values():
        if group.is_part and group.title == title:
            value = "no" if denied and "no" in group.wider else "yes"
            return Attribute(group.name, value, "word", 0, 0, denied and value == "yes")
    for title, name in _titles(taxonomy):
        if english.startswith(f"{title} ") and (
            found := _valued(name, title, english[len(title) + 1 :], taxonomy)
        ):
            return found
    return None


@lru_cache(maxsize=4)
def _titles(taxonomy: Taxonomy) -> tuple[tuple[str, str], ...]:
    """Titles of properties other than parts, the longest first, each with its group, class, dimension or label."""

    def found() -> Iterator[tuple[str, str]]:
        yield from ((group.title, group.name) for group in taxonomy.groups.values() if not group.is_part)
        others = {key.partition(":")[0] for key in section("values")} - taxonomy.groups.keys()
        for name in (*_UNITS, *_UNITLESS, *section("classes"), *sorted(others)):
            yield _title(name), name
        yield from ((label, label) for label in section("labels"))

    return tuple(sorted(found(), key=lambda one: (-len(one[0]), one)))


def _valued(name: str, title: str, english: str, taxonomy: Taxonomy) -> Attribute | None:
    """A property other than a part, by the group, class, dimension or label `name` and its value in English."""
    if name in taxonomy.groups:
        denied, said = english.startswith("no "), english.removeprefix("no ")
        values = {value.replace("_", " "): value for value in taxonomy.groups[name].wider}
        return Attribute(name, values[said], "word", 0, 0, denied) if said in values else None
    if name in _UNITS or name in _UNITLESS or name in section("labels"):
        quantity = _quantity(name, english)
        return Attribute(name, english, "measure", 0, 0, quantity=quantity) if quantity else None
    return Attribute(name, english.lower(), "class", 0, 0)


def _quantity(name: str, english: str) -> Quantity | None:
    found = _MEASURED.fullmatch(english)
    if found is None:
        return None
    unit = found["of"] or found["unit"] or ""
    numbers = re.findall(_NUMBER, found["sides"]) if found["sides"] else list(_ends(found["range"]))
    scale = 1000.0 if unit == "m" else 1.0
    dimension = _DIMENSION_OF.get("mm" if unit == "m" else unit, "numbers")
    if name in _UNITS or name in _UNITLESS:
        dimension = name
    elif unit == "mm" and len(numbers) > 1 and not found["range"]:
        dimension = "size"
    label = name if name in section("labels") and dimension != name else ""
    values = tuple(float(number) * scale for number in numbers)
    return Quantity(dimension, values, 0, 0, label, ranged=bool(found["range"]))


def _ends(ranged: str) -> tuple[str, str]:
    first = re.match(rf"{_NUMBER}(?=-)", ranged)
    assert first is not None  # the pattern has it
    return first[0], ranged[first.end() + 1 :]
