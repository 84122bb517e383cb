"""Measures of any kind of goods: every number with its unit or label, whatever it measures.

`matcher.attributes.quantities` reads what it knows by name; this reads the rest alike on both sides: a unit that no table
has still equals itself, a label in another language is compared by the encoder. Numbers inside codes, counts of pieces
and numbers of standards are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from matcher.attributes.quantity_units import BY_UNIT, PER, TIMES
from matcher.attributes.quotation import INCHES, closes_quotation
from matcher.attributes.thousands import GROUPS, NUMBER, thousands_apart
from matcher.attributes.unmeasured import (
    is_of_consignment,
    is_of_papers,
    is_said_to_be_year,
    may_be_year,
    numbers_nothing,
    piece_words,
)
from matcher.text.normal_forms import fold_lookalikes, lower_letters
from matcher.text.word_edges import HAN, NO_WORD_BEFORE
from matcher.text.word_files import word_file

if TYPE_CHECKING:
    from matcher.arrays import Bools, Float64s

MOST = 24  # measures of a text
LIMIT = 2_500  # characters that are read
LABEL_WORDS = 3
LEAST_STRIPPED = 30  # characters of a text that has no sign at all, as some registers write them
TOLERANCE = 0.011  # relative: what declarations round away

_PER = rf"{PER}(?=(?:{TIMES})(?!\w))"
# what stands between a label and its number and says only that it is a bound
_BOUND = re.compile(
    r"[\s(]+(?:не\s(?:более|менее|больше|меньше|більше|менше|выше|ниже)|up to|at (?:most|least)|en (?:fazla|az)"
    r"|不超过|不大于|不小于)[\s):]*$"
)
_LETTER = rf"[^\W\d_{HAN}]"
_HAN = rf"[{HAN}]"
_BREAK = re.compile(r"[,;()|\n\[\]{}、，；。/=]|\.\s|(?<=\d)\s")
_WORD = re.compile(r"[^\W\d_]+(?:[.-][^\W\d_]+)*")
_SIGNS = re.compile(r"[^\w\s²³°№]")
_SPLIT_NUMBER = re.compile(
    rf"(?<!\d)(?<!\d )(\d{{1,4}}) (\d{{1,2}})(?=(\s?)({_LETTER}{{1,6}}[23]?(?:/{_LETTER}{{1,4}})?)(?!\w))"
)
_SPLIT_RANGE = re.compile(rf"(?<!\d)(?<!\d )(\d{{2,4}}) (?!0)(\d{{2,4}})(?=\s?({_LETTER}{{1,6}})(?!\w))")
MOST_RANGE = 3  # the upper end of a range is at most so many times the lower one
_JOINTS = re.compile(r"(?<=\w)[·*.](?=\w)")
_SPLIT_UNIT = re.compile(rf"(?<=[\d ])({_LETTER}{{1,4}}[23]?) ({_LETTER}{{1,4}})(?!\w)")
_GLUED = re.compile(
    rf"(?<![\w-])({_LETTER}{{2,}})-(?=\d+(?:[.,]\d+)?\s?((?:[°%]|{_LETTER}){_LETTER}{{0,6}}[23²³]?(?:[/·]{_LETTER}{{1,5}})?)?(?![\w-]))"
)
# 50x110x27 mm, 50/110 mm: numbers joined by a sign, of which the last has the unit of all
_JOINED = re.compile(
    rf"{NO_WORD_BEFORE}(?<![.,/*×-])(?P<numbers>{NUMBER}(?:\s?[xх×*]\s?{NUMBER}){{1,3}}|\d{{2,4}}/\d{{2,4}})"
    rf"\s?(?P<unit>{_LETTER}{{1,6}}\.?|毫米|厘米|米)(?!\w)"
)
# what follows the number of a standard is its class: EN 388: 3133X
_STANDARD = re.compile(
    r"(?<!\w)(?:en|iso|din|astm|ansi|nij|gb|гост|дсту|стб|ts)(?:[ -](?:iso|en|р|r))?[ -]?\d[\d.]*(?:-\d+)*(?:[:/](?:19|20)\d\d)?[: (]+$"
)
_UNIT_IN_LABEL = re.compile(
    r"(?P<label>.*?[^\W\d_].*?)\s*[(（\[,，/]\s*(?P<unit>[^\s()（）\[\],，][^()（）\[\],，]{0,9}?)\s*[)）\]]?\s*"
)
_BARE = re.compile(
    r"\s*[<>≤≥~≈±]?\s*\d+(?:[.,]\d+)?(?:\s?[-–~/xх×*]\s?\d+(?:[.,]\d+)?){0,3}\s*", re.IGNORECASE
)
_JOIN = re.compile(r"[xх×*/]")
LONGEST_COUNT_LABEL = 16  # characters of the label of a quantity, with its signs
SURE_LABEL = 5  # letters of a word before a hyphen and a number, from which it is a label and no code
# what "volume/time" is: the dimension, and its unit in the units of the two
_RATES = {
    ("volume", "time"): ("flow", 1.0),
    ("length", "time"): ("speed", 6e-5),
    ("mass", "volume"): ("density", 1000.0),
    ("mass", "time"): ("mass flow", 60.0),
}
# seconds in what a unit is divided by; alone they are other words
_PER_SECOND = ("s", "c", "с", "sn", "секунду", "second")
_SECOND = 1 / 60  # in minutes

Span = tuple[int, int]


@dataclass(frozen=True)
class Measure:
    """A number: `dimension` (of a known unit, the unit itself, or empty), `value` in the dimension's unit, `label`."""

    dimension: str
    value: float
    label: str
    start: int
    end: int


@lru_cache(maxsize=1)
def _units() -> dict[str, tuple[str, float]]:
    """Unit -> its dimension and its size in the dimension's own unit."""
    units = dict(BY_UNIT)
    for dimension, by_name in word_file(__package__, "measure_words.yaml")["units"].items():
        for names, factor in by_name.items():
            units.update({name: (dimension, float(factor)) for name in names.split("|")})
    return units


@lru_cache(maxsize=1)
def _number() -> re.Pattern[str]:
    """A number with its unit. Chinese writes neither apart from the words beside them: 电压220V, 重量12公斤."""
    others = [re.escape(unit) for unit in _units() if re.search(rf"{_HAN}|[. (·]", unit)]
    named = "|".join(sorted(others, key=len, reverse=True))
    return re.compile(
        rf"{NO_WORD_BEFORE}(?<![.,/-])(?P<n>{GROUPS}|\d{{1,3}}(?:[ \u00a0]\d{{3}})+|\d+(?:[.,]\d+)?)(?![\d]|\.\d)"
        rf"(?:\s?(?:[-–~…]|до|to|至)\s?(?P<upper>{NUMBER}))?"
        rf"(?:(?P<gap>\s?-?)(?P<unit>(?:{named})|{_HAN}{{1,2}}(?!{_HAN})"
        rf"|(?:[°%\"″µμω㎡℃]|{_LETTER}){_LETTER}{{0,9}}(?:[²³]|[23](?![\d]))?(?:(?:[/·*]|{_PER}){_LETTER}{{1,7}}[23²³]?)?))?"
    )


@lru_cache(maxsize=1 << 10)
def unit_of(unit: str) -> tuple[str, float] | None:
    """The dimension of a unit and its size in the dimension's own unit; m3/dk and м3/хв are made of their two parts.

    Signs between the letters of a unit say nothing: kV·A and а*ч are kVA and ач.
    """
    units = _units()
    unit = re.sub(_PER, "/", unit)
    for written in (unit, _JOINTS.sub("", unit)):
        if written in units:
            return units[written]
    over, stroke, under = unit.partition("/")
    if stroke and over in units and (under in units or under in _PER_SECOND):
        (above, size), (below, per) = units[over], units.get(under, ("time", _SECOND))
        if (above, below) in _RATES:
            dimension, factor = _RATES[above, below]
            return dimension, size / per * factor
    return None


def with_signs(text: str) -> str:
    """A text whose signs were taken out, with those of its numbers: 1 6 МПА is 1.6, М3 ХВ is М3/ХВ, 400 470 МГЦ is 400-470.

    Every sign keeps its place. A text with any sign in it is left as it is.
    """
    if len(text) < LEAST_STRIPPED or _SIGNS.search(text):
        return text
    pieces = piece_words()

    def stroke(match: re.Match[str]) -> str:
        return f"{match[1]}/{match[2]}" if unit_of(f"{match[1]}/{match[2]}") else match[0]

    def point(match: re.Match[str]) -> str:
        known = match[4] not in pieces and unit_of(match[4])
        return f"{match[1]}.{match[2]}" if known else match[0]

    def hyphen(match: re.Match[str]) -> str:
        known = match[3] not in pieces and unit_of(match[3])
        ends = known and int(match[1]) < int(match[2]) <= MOST_RANGE * int(match[1])
        return f"{match[1]}-{match[2]}" if ends else match[0]

    text = _SPLIT_RANGE.sub(hyphen, _SPLIT_UNIT.sub(stroke, text))
    return _SPLIT_NUMBER.sub(point, text)


def unglued(text: str) -> str:
    """A lower-case text with a blank for the hyphen between a label and its number: ТОК-10А, ДЛИНА-90ММ, but not NDL-10A."""

    def blank(match: re.Match[str]) -> str:
        label, unit = match[1], match[2] or ""
        sure = len(label) >= (SURE_LABEL if label.isascii() else SURE_LABEL - 2)
        return f"{label} " if (sure or len(unit) > 1) and (not unit or unit_of(unit)) else match[0]

    return _GLUED.sub(blank, text) if "-" in text else text


def labelled(label: str, value: str) -> str:
    """A specification as a line; a unit given in the label goes behind the number: "Bore (mm)", "50" is Bore: 50 mm."""
    found = _UNIT_IN_LABEL.fullmatch(label) if _BARE.fullmatch(value) else None
    if found and unit_of(found["unit"].lower()):
        return f"{found['label'].strip()}: {value.strip()} {found['unit']}"
    return f"{label}: {value}"


def measures(text: str) -> tuple[Measure, ...]:
    """The measures of `text`, with spans into it."""
    return _read(text)[0]


@lru_cache(maxsize=1 << 15)
def _read(text: str) -> tuple[tuple[Measure, ...], tuple[Span, ...]]:
    """The first MOST measures of a text, and where its numbers of pieces stand."""
    pieces = piece_words()
    text = text[:LIMIT]
    lowered = _lowered(text)
    found = [
        m
        for size in _sizes(lowered)
        if len(size) > 2 or "/" in lowered[size[0].start : size[0].end]
        for m in size
    ][:MOST]
    for start, end in dict.fromkeys((size.start, size.end) for size in found):
        lowered = lowered[:start] + " " * (end - start) + lowered[end:]
    counts: list[Span] = []
    read_to = 0
    for match in _number().finditer(lowered):
        since, read_to = read_to, match.end()
        unit = match["unit"] or ""
        if unit.rstrip(".") in pieces:
            counts.append(match.span())
            continue
        if not unit or unit_of(unit.rstrip(".")) is None:
            before = lowered[max(0, match.start() - LONGEST_COUNT_LABEL) : match.start()]
            if _count_label().search(before):
                counts.append(match.span("n"))
                continue
        if len(found) < MOST and (measure := _measure(match, lowered, since)) is not None:
            found.append(measure)
    return tuple(found), tuple(counts)


def sides(text: str) -> Iterator[Measure]:
    """The lengths of all sizes in a text, those of two numbers too (25x30 cm)."""
    return chain.from_iterable(_sizes(_lowered(text[:LIMIT])))


def _lowered(text: str) -> str:
    return unglued(thousands_apart(with_signs(lower_letters(fold_lookalikes(text)))))


def _sizes(lowered: str) -> Iterator[list[Measure]]:
    """The lengths of each size such as 50x110x27 mm, of the whole span; without a unit of length it is something else.

    They have no label: each is another property, as bore, diameter and width.
    """
    for match in _JOINED.finditer(lowered):
        dimension, factor = unit_of(match["unit"].rstrip(".")) or ("", 1.0)
        if dimension == "length" and not _is_quoted(lowered, match):
            numbers = map(_value, _JOIN.split(match["numbers"]))
            yield [Measure(dimension, number * factor, "", *match.span()) for number in numbers]


def _measure(match: re.Match[str], lowered: str, since: int) -> Measure | None:
    """The measure of a number that is none of pieces; None where it measures nothing. `since`: where the one before ends."""
    unit = match["unit"] or ""
    if unit.startswith(INCHES) and closes_quotation(lowered, match.start("unit")):
        unit = ""
    label = label_before(lowered, match.start(), since)
    if (label and numbers_nothing(label)) or _STANDARD.search(
        lowered, max(0, match.start() - 40), match.start()
    ):
        return None
    dimension, factor = unit_of(unit) or ("", 1.0)
    year = may_be_year(match["n"], unit)
    if label:
        if is_of_papers(label) and (not dimension or year):
            return None
        if dimension == "mass" and is_of_consignment(label):
            return None
    elif year and is_said_to_be_year(match["n"], label_before(lowered, match.start()), lowered, match.end()):
        return None
    value = _value(match["n"])
    if not dimension and match["upper"] and _value(match["upper"]) < value:
        return None  # no range: 6312-2RS
    if not dimension and unit:
        # a word after a blank is the next word, not a unit; one written to the number is its unit
        glued = not match["gap"].strip("-") and match["gap"] != " "
        dimension = unit if glued or _BREAK.match(lowered, match.end()) or match.end() == len(lowered) else ""
    if not dimension and not label:
        return None
    return Measure(dimension, value * factor, label, match.start(), match.end())


def _is_quoted(text: str, size: re.Match[str]) -> bool:
    """Whether what stands for the inches of a size ends a quotation: "FERRO 5x7"."""
    return size["unit"].startswith(INCHES) and closes_quotation(text, size.start("unit"))


def _value(number: str) -> float:
    return float(re.sub(r"[ \u00a0]", "", number).replace(",", "."))


@lru_cache(maxsize=1)
def _count_label() -> re.Pattern[str]:
    """The label of a quantity at the end of a text: qty 12, số lượng: 12."""
    words = [word.strip() for word in word_file(__package__, "measure_words.yaml")["count_labels"].split(",")]
    signed = "|".join(re.escape(word[:-1]) for word in words if word.endswith(":"))
    bare = "|".join(re.escape(word) for word in words if not word.endswith(":"))
    return re.compile(rf"(?<!\w)(?:(?:{bare})\s?[:：=.-]?|(?:{signed})\s?[:：=])\s?$")


def label_before(text: str, start: int, since: int = 0) -> str:
    """The words before a number up to the last break, or up to the end of the number before (`since`); LABEL_WORDS at most."""
    before = _BOUND.sub("", text[max(since, start - 48) : start].rstrip(" :=-–"))
    if stops := list(_BREAK.finditer(before)):
        before = before[stops[-1].end() :]
    return " ".join(_WORD.findall(before)[-LABEL_WORDS:])


def known_dimension(measure: Measure) -> bool:
    """Whether the unit is one of the tables', so that its numbers compare whatever the label."""
    return measure.dimension in _dimensions()


@lru_cache(maxsize=1)
def _dimensions() -> frozenset[str]:
    return frozenset(dimension for dimension, _ in _units().values())


def same(left: Measure, right: Measure) -> bool:
    """Whether two measures of one dimension have one value."""
    return abs(left.value - right.value) <= TOLERANCE * max(abs(left.value), abs(right.value)) + 1e-9


def are_same(value: float, values: Float64s) -> Bools:
    """Which of many values of one dimension are the same as `value`; see same."""
    apart = abs(value - values)
    return (apart <= TOLERANCE * abs(value) + 1e-9) | (apart <= TOLERANCE * abs(values) + 1e-9)


@lru_cache(maxsize=1 << 14)
def counted_spans(text: str) -> tuple[Span, ...]:
    """Where numbers stand that measure or count something: 12.5 mm, 200 pcs. They are no codes."""
    found, counts = _read(text)
    return (*((m.start, m.end) for m in found if known_dimension(m) or "/" in m.dimension), *counts)


def is_counted(start: int, end: int, spans: tuple[Span, ...]) -> bool:
    """Whether a part of a text lies in one of the `spans` of counted_spans."""
    return any(since <= start and end <= until for since, until in spans)
