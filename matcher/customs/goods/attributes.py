"""Ratings, dimensions and materials of a goods text, as `customs parse` prints them; read by matcher.attributes."""

from __future__ import annotations

from typing import Any

from matcher.attributes.extract import extract

Found = tuple[Any, int, int]

# The unit in which matcher.quantities gives each dimension.
UNITS = {
    "mass": "kg", "length": "mm", "size": "mm", "micro": "um", "wavelength": "nm", "area": "m2", "volume": "l",
    "gsm": "g/m2",
    "denier": "den", "voltage": "V", "current": "A", "charge": "mAh", "energy": "Wh", "power": "W", "frequency": "Hz",
    "framerate": "fps", "time": "min", "angle": "deg", "temperature": "C", "share": "%", "netd": "mK", "force": "N",
    "speed": "km/h", "rotation": "rpm", "pressure": "bar", "memory": "GB", "light": "lm", "noise": "dB",
    "resolution": "px",    "magnification": "x", "megapixel": "MP",
}  # fmt: skip


def attributes_of(view: str) -> dict[str, list[Found]]:
    """`ratings`, `dimensions` and `materials` of a text without markers, each with its span."""
    out: dict[str, list[Found]] = {"ratings": [], "dimensions": [], "materials": []}
    seen: set[tuple[str, str]] = set()
    for attribute in extract(view).stated:
        if attribute.denied or (attribute.group, attribute.value) in seen:
            continue
        seen.add((attribute.group, attribute.value))
        place = (attribute.start, attribute.end)
        if attribute.kind == "class":
            out["ratings"].append(({"name": attribute.group, "value": attribute.value}, *place))
        elif attribute.group == "material":
            out["materials"].append((attribute.value, *place))
        elif attribute.quantity is not None:
            quantity = attribute.quantity
            measure = {
                "name": attribute.group,
                "values": list(quantity.values),
                "unit": UNITS.get(quantity.dimension),
            }
            out["dimensions"].append((measure, *place))
    return {name: values for name, values in out.items() if values}
