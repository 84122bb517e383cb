"""Ratings, dimensions and materials of a goods text, as `customs parse` prints them; read by matcher.attributes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypedDict

from matcher.attributes.extract import extract

Span = tuple[int, int]

# The unit in which matcher.attributes.quantities gives each dimension.
UNITS = {
    "mass": "kg", "length": "mm", "size": "mm", "micro": "um", "wavelength": "nm", "area": "m2", "volume": "l",
    "gsm": "g/m2",
    "denier": "den", "voltage": "V", "current": "A", "charge": "mAh", "energy": "Wh", "power": "W", "apparent_power": "kVA", "frequency": "Hz",
    "framerate": "fps", "time": "min", "angle": "deg", "temperature": "C", "share": "%", "netd": "mK", "force": "N",
    "speed": "km/h", "rotation": "rpm", "pressure": "bar", "memory": "GB", "light": "lm", "noise": "dB",
    "resolution": "px",    "magnification": "x", "megapixel": "MP",
}  # fmt: skip


class Rating(TypedDict):
    """A class that a text states, such as a level of protection."""

    name: str
    value: str


class Dimension(TypedDict):
    """A measure that a text states; several values are a range or sides."""

    name: str
    values: list[float]
    unit: str | None


@dataclass
class Described:
    """The ratings, dimensions and materials of a text, each with its [start, end)."""

    ratings: list[tuple[Rating, Span]] = field(default_factory=list)
    dimensions: list[tuple[Dimension, Span]] = field(default_factory=list)
    materials: list[tuple[str, Span]] = field(default_factory=list)


def attributes_of(view: str) -> Described:
    """What a text without markers says of the goods' properties, each value once."""
    out = Described()
    seen: set[tuple[str, str]] = set()
    for attribute in extract(view).stated:
        if attribute.denied or (attribute.group, attribute.value) in seen:
            continue
        seen.add((attribute.group, attribute.value))
        place = (attribute.start, attribute.end)
        if attribute.kind == "class":
            out.ratings.append((Rating(name=attribute.group, value=attribute.value), place))
        elif attribute.group == "material":
            out.materials.append((attribute.value, place))
        elif attribute.quantity is not None:
            quantity = attribute.quantity
            measure = Dimension(
                name=attribute.group, values=list(quantity.values), unit=UNITS.get(quantity.dimension)
            )
            out.dimensions.append((measure, place))
    return out
