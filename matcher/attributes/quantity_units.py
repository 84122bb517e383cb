"""The units of measure that declarations and catalogs write, by dimension, with their size in the dimension's own unit."""

from __future__ import annotations

from matcher.text.word_files import word_file

_WORDS = word_file(__package__, "quantities.yaml")
# dimension -> unit -> factor; the unit whose factor is 1 is the dimension's.
UNITS: dict[str, dict[str, float]] = _WORDS["units"]
BY_UNIT = {  # unit -> (dimension, factor)
    unit: (dimension, factor)
    for dimension, units in UNITS.items()
    for names, factor in units.items()
    for unit in names.split("|")
}
# "17500 литров в час" is a rate, as л/ч is.
PER = r"\s(?:в|за|per)\s"
TIMES = "час|минуту|мин|секунду|годину|хвилину|hour|minute|min|second"
# Pairs of pixels that sensors and screens have; anything else "A x B" is a size.
RESOLUTIONS = frozenset(
    (int(width), int(height))
    for width, _, height in (pair.partition("x") for pair in _WORDS["resolutions"].split())
)
