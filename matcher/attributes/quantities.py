"""Numbers with units in text of four languages: what was measured, in one unit each, with the words that name it.

`0,52 М2`, `0.52㎡` and `52 дм2` are the same area; `250×300 ММ` and `25*30cm` the same size.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from matcher.attributes.quantity_labels import label_of
from matcher.attributes.quantity_units import BY_UNIT, PER, RESOLUTIONS, TIMES
from matcher.attributes.quotation import INCHES, closes_quotation
from matcher.attributes.thousands import GROUPS, NUMBER
from matcher.text.prefix_regex import letter_tree, matches_at
from matcher.text.word_edges import NO_WORD_AFTER, NO_WORD_BEFORE

INCH = 25.4


@dataclass(frozen=True)
class Quantity:
    """A measured value: `dimension` (mass, length, size, ...), `values` in the dimension's unit, where it stands.

    Several values are a size (ascending) or the two ends of a range (`ranged`). `label` names what was measured
    (thickness, lens, ...) where the words before or after say so.
    """

    dimension: str
    values: tuple[float, ...]
    start: int
    end: int
    label: str = ""
    ranged: bool = False
    rough: bool = False  # converted from inches, which round to the quarter


_UNIT = letter_tree(BY_UNIT)
_NUMBER = rf"{GROUPS}|\d{{1,3}}(?:[  ]\d{{3}})+(?![\d.,])|\d+(?:[.,]\d+)?"
_DIGITS = re.compile(r"\d+")
_SIGN = r"\s?(?:[x×хχ*✕]|на)\s?"
_LETTER = "a-zа-яёіїєґ"
_LETTER_AFTER = "a-zà-öø-ɏЀ-ӿḀ-ỿ"  # 6500 mũi, 60 gói: no metres, no grams

_RATE = rf"\s?/\s?(?:мин|хв|min|phút|giờ|dakika|menit|ч|час|год|h|hr|s|с|сек|dk|saat|сағ|m[23²³]|м[23²³]|л|l|км|km|分|小时|时|秒)(?![{_LETTER_AFTER}])|{PER}(?:{TIMES}|сутки|добу|day)"  # a flow or a density: 3 m3/min is no volume

_MEASURE = re.compile(
    rf"(?<![{_LETTER}\d.,_])(?P<low>{_NUMBER})(?:\s?(?:±|\+/-|\+-)\s?[\d.,]+)?"
    rf"(?:\s?(?:-|–|~|…|\.\.\.?|до|to|至)\s?(?P<high>{_NUMBER}))?\s?-?(?P<unit>{_UNIT})(?![{_LETTER_AFTER}²³\d]|{_RATE})",
)
_LENGTH_UNIT = r"mm|мм|毫米|cm|см|厘米|m|м|米|inch|inches|in|дюйм\w*|\"|英寸"
_SIZE = re.compile(
    rf"(?<![{_LETTER}\d.,_])(?P<a>{NUMBER})\s?(?P<ua>{_LENGTH_UNIT})?{_SIGN}(?P<b>{NUMBER})"
    rf"\s?(?P<ub>{_LENGTH_UNIT})?(?:{_SIGN}(?P<c>{NUMBER}))?"
    rf"\s?-?(?P<unit>{_LENGTH_UNIT}|pix\w*|пикс\w*|px)?(?![{_LETTER_AFTER}])",
)
_KV = re.compile(NO_WORD_BEFORE + r"(?<![.,])(?P<n>\d{2,5})\s?-?(?:kv|кв|к\.в\.)" + NO_WORD_AFTER)
_LABELLED_MAGNIFICATION = re.compile(
    r"(?:кратност\w*|увеличен\w*|magnification|кратність|倍率)\W{0,3}(?P<n>\d+(?:[.,]\d+)?)"
)
_TIMES = re.compile(
    NO_WORD_BEFORE
    + r"(?<![.,])(?P<low>\d+(?:[.,]\d+)?)(?:\s?-\s?(?P<high>\d+(?:[.,]\d+)?))?\s?[x×х](?![a-zа-я\d])",
)
_F_LENS = re.compile(NO_WORD_BEFORE + r"f\s?=?\s?(?P<n>\d{1,3}(?:[.,]\d)?)(?:\s?mm|\s?мм)?(?![\w/.])")
_FOUR_K = re.compile(NO_WORD_BEFORE + r"4\s?[kк]" + NO_WORD_AFTER)
_CELLS = re.compile(
    NO_WORD_BEFORE + r"(?:\d{1,2}-)?(?P<n>\d{1,2})\s?s(?:\s?(?P<p>\d{1,2})\s?p)?" + NO_WORD_AFTER
)


def quantities(text: str) -> list[Quantity]:
    """The quantities in `text` (lower case, whole words), by place; a stretch of text is read once."""
    numbers = [match.start() for match in _DIGITS.finditer(text)]
    if not numbers:
        return []
    found: list[Quantity] = []
    taken = bytearray(len(text))
    for needles, reader in _READERS:
        if needles and not any(needle in text for needle in needles):
            continue
        for quantity in reader(text, numbers):
            if not any(taken[quantity.start : quantity.end]):
                found.append(quantity)
                taken[quantity.start : quantity.end] = b"\x01" * (quantity.end - quantity.start)
    return sorted(found, key=lambda q: (q.start, q.end))


def _sizes(text: str, numbers: Sequence[int]) -> Iterator[Quantity]:
    for match in matches_at(_SIZE, text, numbers):
        sides = [_float(match[name]) for name in ("a", "b", "c") if match[name]]
        unit = (match["unit"] or match["ub"] or match["ua"] or "").lower()
        last = next((name for name in ("unit", "ub", "ua") if match[name]), "")
        if unit in INCHES and closes_quotation(text, match.start(last)):
            unit = ""
        if len(sides) == 2 and (not unit or unit[:2] in ("pi", "пи", "px")):
            pair = (round(sides[0]), round(sides[1]))
            if pair in RESOLUTIONS or pair[::-1] in RESOLUTIONS or unit:
                label = "screen" if label_of(text, match.start(), match.end()) == "screen" else ""
                yield Quantity("resolution", tuple(sorted(sides)), *match.span(), label)
                continue
        if len(sides) == 2 and not unit and sides[0] <= 30 and sides[1] <= 120 and sides[0] < sides[1]:
            # 6x21, 8x42: magnification and objective
            label = label_of(text, match.start(), match.end())
            if label not in ("length", "width", "height", "pocket", "frame"):
                yield Quantity("magnification", (sides[0],), match.start(), match.end("a"))
                yield Quantity("length", (sides[1],), match.start("b"), match.end(), "objective")
                continue
        factor = _length_factor(unit)
        yield Quantity(
            "size",
            tuple(sorted(side * factor for side in sides)),
            *match.span(),
            label_of(text, match.start(), match.end()),
        )


def _length_factor(unit: str) -> float:
    if unit.startswith("дюйм"):
        return INCH
    dimension, factor = BY_UNIT.get(unit, ("length", 1.0))
    return factor if dimension == "length" else 1.0


def _motor_constants(text: str, numbers: Sequence[int]) -> Iterator[Quantity]:
    for match in matches_at(_KV, text, numbers):
        if _float(match["n"]) >= 100:
            yield Quantity("motor_kv", (_float(match["n"]),), *match.span())


def _measures(text: str, numbers: Sequence[int]) -> Iterator[Quantity]:
    for match in matches_at(_MEASURE, text, numbers):
        unit = match["unit"].lower()
        if unit in INCHES and closes_quotation(text, match.start("unit")):
            continue
        dimension, factor = BY_UNIT[unit]
        gap = text[match.end("high") if match["high"] else match.end("low") : match.start("unit")]
        if (
            unit in ("в", "с", "а", "д", "d", "x", "х", "×", "s", "in", "м", "m")
            and gap.strip(" ") == ""
            and gap
        ):
            if unit in ("м", "m"):
                pass
            else:
                continue  # "4 в 1", "5 с чехлом": words, not units
        low = _float(match["low"])
        if unit == "kv" or (unit == "кв" and low >= 100):
            dimension, factor = "motor_kv", 1.0
        values = [low * factor]
        if match["high"] and (high := _float(match["high"])) > low:
            values.append(high * factor)
        label = label_of(text, match.start(), match.end())
        if dimension == "frequency" and factor == 1 and values[-1] <= 240:
            dimension = "framerate" if values[-1] not in (50.0, 60.0) or label != "output" else dimension
        if dimension == "angle" and text[match.end() : match.end() + 1] in ("c", "с"):
            dimension = "temperature"
        yield Quantity(dimension, tuple(values), *match.span(), label, len(values) > 1)


def _magnifications(text: str, numbers: Sequence[int]) -> Iterator[Quantity]:
    for match in _LABELLED_MAGNIFICATION.finditer(text):
        yield Quantity("magnification", (_float(match["n"]),), *match.span())
    for match in matches_at(_TIMES, text, numbers):
        values = [_float(match["low"]), *([_float(match["high"])] if match["high"] else [])]
        yield Quantity("magnification", tuple(values), *match.span(), ranged=len(values) > 1)


def _focal_lengths(text: str, numbers: Sequence[int]) -> Iterator[Quantity]:
    for match in _F_LENS.finditer(text):
        if _float(match["n"]) >= 4:
            yield Quantity("length", (_float(match["n"]),), *match.span(), "lens")


def _special(text: str, numbers: Sequence[int]) -> Iterator[Quantity]:
    for match in matches_at(_FOUR_K, text, numbers):
        yield Quantity("resolution", (2160.0, 3840.0), *match.span())
    for match in matches_at(_CELLS, text, numbers):
        if 1 <= int(match["n"]) <= 24:
            yield Quantity("cells", (float(match["n"]),), *match.span())


# What a text must hold for a reader to be tried, in the order in which they take their stretches.
Reader = Callable[[str, Sequence[int]], Iterator[Quantity]]
_READERS: tuple[tuple[tuple[str, ...], Reader], ...] = (
    (("x", "×", "х", "χ", "*", "✕", "на"), _sizes),
    (("kv", "кв", "к.в."), _motor_constants),
    ((), _measures),
    (("x", "×", "х", "кратн", "увелич", "magnif", "倍率"), _magnifications),
    (("f",), _focal_lengths),
    (("4", "s"), _special),
)


def _float(text: str) -> float:
    return float(re.sub(r"\s", "", text).replace(",", "."))
