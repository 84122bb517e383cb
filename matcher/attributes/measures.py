"""Measures of any kind of goods: every number with its unit or label, whatever it measures.

`matcher.attributes.quantities` reads what it knows by name; this reads the rest alike on both sides: a unit that no table
has still equals itself, a label in another language is compared by the encoder. Numbers inside codes, counts of pieces
and numbers of standards are none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from matcher.attributes.quantity_units import BY_UNIT
from matcher.text.normal_forms import fold_lookalikes, lower_letters
from matcher.text.word_edges import HAN, NO_WORD_BEFORE
from matcher.text.word_files import word_file

MOST = 24  # measures of a text
LIMIT = 2_500  # characters that are read
LABEL_WORDS = 3
TOLERANCE = 0.011  # relative: what declarations round away

_LETTER = rf"[^\W\d_{HAN}]"
_HAN = rf"[{HAN}]"
_BREAK = re.compile(r"[,;()|\n\[\]{}、，；。/=]|\.\s|(?<=\d)\s")
_WORD = re.compile(r"[^\W\d_]+(?:[.-][^\W\d_]+)*")


@dataclass(frozen=True)
class Measure:
    """A number: `dimension` (of a known unit, the unit itself, or empty), `value` in the dimension's unit, `label`."""

    dimension: str
    value: float
    label: str
    start: int
    end: int


@lru_cache(maxsize=1)
def _words() -> tuple[frozenset[str], frozenset[str], dict[str, tuple[str, float]]]:
    """Words for pieces, labels of what is no measure, and the units."""
    given = word_file(__package__, "measure_words.yaml")
    units = dict(BY_UNIT)
    for dimension, by_name in given["units"].items():
        for names, factor in by_name.items():
            units.update({name: (dimension, float(factor)) for name in names.split("|")})
    return frozenset(given["pieces"].split()), frozenset(given["numbers"].split()), units


def piece_words() -> frozenset[str]:
    """Words for pieces of goods: шт, pcs, 件."""
    return _words()[0]


@lru_cache(maxsize=1)
def _number() -> re.Pattern[str]:
    """A number with its unit. Chinese writes neither apart from the words beside them: 电压220V, 重量12公斤."""
    _, _, units = _words()
    others = [re.escape(unit) for unit in units if re.search(rf"{_HAN}|[. (·]", unit)]
    named = "|".join(sorted(others, key=len, reverse=True))
    return re.compile(
        rf"{NO_WORD_BEFORE}(?<![.,/-])(?P<n>\d{{1,3}}(?:[ \u00a0]\d{{3}})+|\d+(?:[.,]\d+)?)(?![\d])"
        rf"(?:\s?(?:[-–~…]|до|to|至)\s?\d+(?:[.,]\d+)?)?"
        rf"(?:(?P<gap>\s?-?)(?P<unit>(?:{named})|{_HAN}{{1,2}}(?!{_HAN})"
        rf"|(?:[°%\"″µμω㎡]|{_LETTER}){_LETTER}{{0,9}}(?:[²³]|[23](?![\d]))?(?:[/·*]{_LETTER}{{1,4}}[23²³]?)?))?"
    )


@lru_cache(maxsize=1 << 15)
def measures(text: str) -> tuple[Measure, ...]:
    """The measures of `text`, with spans into it."""
    pieces, numbers, units = _words()
    text = text[:LIMIT]
    lowered = lower_letters(fold_lookalikes(text))
    found: list[Measure] = []
    read_to = 0
    for match in _number().finditer(lowered):
        since, read_to = read_to, match.end()
        unit = match["unit"] or ""
        if unit.rstrip(".") in pieces:
            continue
        label = label_before(lowered, match.start(), since)
        if label and not numbers.isdisjoint([label.split()[-1], label.split()[0]]):
            continue
        dimension, factor = units.get(unit, ("", 1.0))
        if not dimension and unit:
            # a word after a blank is the next word, not a unit; one written to the number is its unit
            glued = not match["gap"].strip("-") and match["gap"] != " "
            dimension = (
                unit if glued or _BREAK.match(lowered, match.end()) or match.end() == len(lowered) else ""
            )
        if not dimension and not label:
            continue
        value = float(re.sub(r"[ \u00a0]", "", match["n"]).replace(",", "."))
        found.append(Measure(dimension, value * factor, label, match.start(), match.end()))
        if len(found) >= MOST:
            break
    return tuple(found)


def label_before(text: str, start: int, since: int = 0) -> str:
    """The words before a number up to the last break, or up to the end of the number before (`since`); LABEL_WORDS at most."""
    before = text[max(since, start - 48) : start].rstrip(" :=-–")
    if stops := list(_BREAK.finditer(before)):
        before = before[stops[-1].end() :]
    return " ".join(_WORD.findall(before)[-LABEL_WORDS:])


def known_dimension(measure: Measure) -> bool:
    """Whether the unit is one of the tables', so that its numbers compare whatever the label."""
    return measure.dimension in _dimensions()


@lru_cache(maxsize=1)
def _dimensions() -> frozenset[str]:
    return frozenset(dimension for dimension, _ in _words()[2].values())


def same(left: Measure, right: Measure) -> bool:
    """Whether two measures of one dimension have one value."""
    return abs(left.value - right.value) <= TOLERANCE * max(abs(left.value), abs(right.value)) + 1e-9
