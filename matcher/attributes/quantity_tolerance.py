"""When two quantities are the same: within what declarations round away."""

from __future__ import annotations

from matcher.attributes.quantities import Quantity

# How far two values of a dimension may lie apart and still be the same: (share of the larger, absolute).
TOLERANCE: dict[str, tuple[float, float]] = {
    "mass": (0.031, 0.011), "area": (0.0, 0.0105), "length": (0.0, 0.51), "volume": (0.02, 0.01), "power": (0.02, 0.0),
    "apparent_power": (0.02, 0.0),
    "charge": (0.01, 0.0), "energy": (0.02, 0.0), "time": (0.0, 0.51), "wavelength": (0.0, 0.5), "force": (0.0, 0.5),
    "frequency": (0.001, 0.0), "pressure": (0.01, 0.0), "voltage": (0.005, 0.0), "speed": (0.02, 0.0),
}  # fmt: skip
LONG = 100.0  # mm: from here on sizes are rounded to the nearest few
LONG_TOLERANCE, SHORT_TOLERANCE, ROUGH_TOLERANCE = 2.01, 0.51, 6.0


def same_value(dimension: str, left: float, right: float) -> bool:
    """Whether two values of a dimension are the same within what declarations round away."""
    share, absolute = TOLERANCE.get(dimension, (0.0, 0.0))
    return abs(left - right) <= max(share * max(abs(left), abs(right)), absolute) + 1e-9


def same_quantity(left: Quantity, right: Quantity) -> bool:
    """Whether two quantities of one dimension agree: sizes side by side, a value inside a range, ranges that meet."""
    if left.dimension == "resolution":
        return left.values == right.values
    if left.dimension == "size":  # where one of them leaves out the thickness, the larger sides decide
        count = min(len(left.values), len(right.values))
        sides = zip(left.values[-count:], right.values[-count:], strict=True)
        return count >= 2 and all(_same_side(a, b, left.rough or right.rough) for a, b in sides)
    if left.ranged and right.ranged:
        return all(same_value(left.dimension, a, b) for a, b in zip(left.values, right.values, strict=False))
    if left.ranged or right.ranged:
        ranged, other = (left, right) if left.ranged else (right, left)
        low, high, value = ranged.values[0], ranged.values[-1], other.values[0]
        return low <= value <= high or any(same_value(left.dimension, end, value) for end in (low, high))
    return same_value(left.dimension, left.values[0], right.values[0])


def _same_side(left: float, right: float, rough: bool) -> bool:
    if max(left, right) < LONG:
        return abs(left - right) <= SHORT_TOLERANCE
    return abs(left - right) <= (ROUGH_TOLERANCE if rough else LONG_TOLERANCE)
