"""Numbers with units in text of four languages: what was measured, in one unit each, with the words that name it.

`0,52 М2`, `0.52㎡` and `52 дм2` are the same area; `250×300 ММ` and `25*30cm` the same size.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

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


# dimension -> unit -> factor; the unit whose factor is 1 is the dimension's.
_UNITS: dict[str, dict[str, float]] = {
    "mass": {"kg|kgs|кг|кило|公斤|千克": 1, "g|gr|gram|grams|г|гр|грамм|克": 1e-3, "lb|lbs|фунт": 0.4536, "mg|мг|毫克": 1e-6},
    "length": {"mm|мм|毫米": 1, "cm|см|厘米|公分": 10, "m|м|метр|метров|米": 1e3, "km|км|公里|千米": 1e6,
               "inch|inches|in|дюйм|дюйма|дюймов|дюйми|дюймів|″|''|\"|英寸|英吋|寸": 25.4, "ft|feet|фут": 304.8,
               "dm|дм": 100, "yd|yards|ярд": 914.4},
    "micro": {"um|µm|μm|мкм|микрон|микрона|мікрон|micron|microns|微米": 1},
    "wavelength": {"nm|нм|纳米": 1},
    "area": {"m2|м2|m²|м²|㎡|кв.м|кв м|кв. м|sq.m|sq m|sqm|sq. m|square meters|square metres|平方米|平米": 1,
             "dm2|дм2|dm²|дм²|кв.дм|sq.dm": 1e-2, "cm2|см2|cm²|см²|кв.см|sq.cm": 1e-4},
    "volume": {"l|л|liter|liters|litre|litres|литр|литров|літр|літрів|升|公升": 1, "ml|мл|毫升": 1e-3, "m3|м3|m³|м³|куб.м|立方米": 1e3,
               "cc|cm3|см3|см³|cm³": 1e-3, "gal|галлон": 3.785},
    "gsm": {"g/m2|g/m²|г/м2|г/м²|г/кв.м|г/кв. м|g/sq.m|g/sqm|gsm|г м2|克/平方米|克/平米|g/㎡|г/㎡": 1},
    "denier": {"d|den|denier|ден|д|旦": 1},
    "voltage": {"v|в|volt|volts|вольт|伏|伏特|vdc|vac": 1, "kv|кв|千伏": 1e3, "mv|мв": 1e-3},
    "current": {"a|а|amp|amps|ампер|安|安培": 1, "ma|ма|毫安": 1e-3},
    "charge": {"mah|мач|ма·ч|ма*ч|мa·ч|毫安时|毫安": 1, "ah|ач|а·ч|а*ч|安时": 1e3},
    "energy": {"wh|вт·ч|втч|вт*ч|瓦时": 1, "kwh|квтч|квт·ч|квт*ч|度电|千瓦时": 1e3},
    "power": {"w|вт|watt|watts|ватт|瓦": 1, "kw|квт|千瓦": 1e3, "mw|мвт|毫瓦": 1e-3, "kva|ква|千伏安": 800,
              "hp|л.с.|л.с|к.с.|к.с|лс|马力": 735.5},
    "frequency": {"hz|гц|赫兹|赫": 1, "khz|кгц": 1e3, "mhz|мгц|兆赫": 1e6, "ghz|ггц|吉赫": 1e9},
    "framerate": {"fps|к/с|кадр/с|кадр|кадров|帧": 1},
    "time": {"min|mins|minutes|minute|мин|минут|минуты|хв|хвилин|分钟|分": 1, "h|hr|hrs|hour|hours|ч|час|часа|часов|год|годин|小时": 60, "sec|сек|秒": 1 / 60},
    "angle": {"°|deg|degree|degrees|град|градус|градусов|градусів|度": 1},
    "temperature": {"°c|℃|гр.с|гр. с|град.с|град. с|摄氏度": 1},
    "share": {"%|％|процент|процентов": 1},
    "motor_kv": {},
    "netd": {"mk|мк": 1},
    "force": {"n|н|牛": 1, "kn|кн": 1e3},
    "speed": {"km/h|км/ч|км/год|公里/小时": 1, "m/s|м/с|米/秒": 3.6},
    "rotation": {"rpm|об/мин|об/хв|转/分|转": 1},
    "pressure": {"bar|бар|巴": 1, "mpa|мпа|兆帕": 10, "psi": 0.0689, "kpa|кпа": 0.01},
    "memory": {"gb|гб": 1, "mb|мб": 1e-3, "tb|тб": 1e3},
    "light": {"lm|лм|lumen|lumens|流明": 1},
    "noise": {"db|дб|分贝": 1},
    "magnification": {"x|х|×|крат|кратн|кратность|倍": 1},
    "megapixel": {"mp|мп|megapixel|мпикс|万像素": 1},
}  # fmt: skip
_BY_UNIT = {
    unit: (dimension, factor)
    for dimension, units in _UNITS.items()
    for names, factor in units.items()
    for unit in names.split("|")
}
_UNIT = "|".join(sorted(map(re.escape, _BY_UNIT), key=len, reverse=True))
_NUMBER = r"\d{1,3}(?:[  ]\d{3})+(?![\d.,])|\d+(?:[.,]\d+)?"
_SIGN = r"\s?(?:[x×хχ*✕]|на)\s?"
_LETTER = "a-zа-яёіїєґ"

_MEASURE = re.compile(
    rf"(?<![{_LETTER}\d.,_])(?P<low>{_NUMBER})(?:\s?(?:±|\+/-|\+-)\s?[\d.,]+)?"
    rf"(?:\s?(?:-|–|~|…|\.\.\.?|до|to|至)\s?(?P<high>{_NUMBER}))?\s?-?(?P<unit>{_UNIT})(?![{_LETTER}²³\d])",
    re.IGNORECASE,
)
_LENGTH_UNIT = r"mm|мм|毫米|cm|см|厘米|m|м|米|inch|inches|in|дюйм\w*|\"|英寸"
_SIZE = re.compile(
    rf"(?<![{_LETTER}\d.,_])(?P<a>\d+(?:[.,]\d+)?)\s?(?P<ua>{_LENGTH_UNIT})?{_SIGN}(?P<b>\d+(?:[.,]\d+)?)"
    rf"\s?(?P<ub>{_LENGTH_UNIT})?(?:{_SIGN}(?P<c>\d+(?:[.,]\d+)?))?"
    rf"\s?-?(?P<unit>{_LENGTH_UNIT}|pix\w*|пикс\w*|px)?(?![{_LETTER}])",
    re.IGNORECASE,
)
_KV = re.compile(r"(?<![\w.,])(?P<n>\d{2,5})\s?-?(?:kv|кв|к\.в\.)(?![\w])", re.IGNORECASE)
_LABELLED_MAGNIFICATION = re.compile(
    r"(?:кратност\w*|увеличен\w*|magnification|кратність|倍率)\W{0,3}(?P<n>\d+(?:[.,]\d+)?)", re.IGNORECASE
)
_TIMES = re.compile(
    r"(?<![\w.,])(?P<low>\d+(?:[.,]\d+)?)(?:\s?-\s?(?P<high>\d+(?:[.,]\d+)?))?\s?[x×х](?![a-zа-я\d])",
    re.IGNORECASE,
)
_F_LENS = re.compile(r"(?<![\w])f\s?=?\s?(?P<n>\d{1,3}(?:[.,]\d)?)(?:\s?mm|\s?мм)?(?![\w/.])", re.IGNORECASE)
_FOUR_K = re.compile(r"(?<![\w])4\s?[kк](?![\w])", re.IGNORECASE)
_CELLS = re.compile(
    r"(?<![\w])(?:\d{1,2}-)?(?P<n>\d{1,2})\s?s(?:\s?(?P<p>\d{1,2})\s?p)?(?![\w])", re.IGNORECASE
)

# Pairs of pixels that sensors and screens have; anything else "A x B" is a size.
RESOLUTIONS = frozenset(
    {(80, 60), (120, 90), (160, 120), (192, 256), (206, 156), (240, 180), (256, 192), (320, 240), (320, 256), (384, 288),
     (388, 284), (480, 360), (640, 360), (640, 480), (640, 512), (720, 480), (720, 540), (720, 576),
     (752, 582), (768, 576), (800, 480), (800, 600), (960, 540), (960, 960), (1024, 600), (1024, 768), (1280, 720),
     (1280, 800), (1280, 960), (1280, 1024), (1440, 1080), (1600, 1200), (1920, 1080), (1920, 1200), (2048, 1536),
     (2560, 1440), (2560, 1920), (2592, 1944), (2688, 1520), (3840, 2160), (4000, 3000), (4056, 3040), (4096, 2160), (5120, 2880),
     (7680, 4320)}
)  # fmt: skip

_LABELS: tuple[tuple[str, str], ...] = (
    ("takeoff", r"взл[её]т\w*|злітн\w*|take-?\s?off|起飞|mtow"),
    ("payload", r"грузопод\w*|нагрузк\w*|вантажоп\w*|payload|load capacity|lifting|载重|载荷|负载"),
    ("buoyancy", r"плавучест\w*|плавуч\w*|buoyancy|浮力"),
    ("range", r"дальност\w*|дистанц\w*|дальність|range|distance|测距|探测距离|距离|measuring"),
    ("lens", r"объектив\w*|об'єктив\w*|линз\w*|лінз\w*|lens|focal|фокус\w*|镜头|焦距|物镜"),
    ("tube", r"посадк\w*|труб\w*|tube|кольц\w*|管径"),
    ("objective", r"objective|входн\w* зрач\w*"),
    ("thickness", r"толщин\w*|товщин\w*|thick\w*|厚度|厚"),
    ("width", r"шир\w*|width|wide|幅宽|宽度|宽"),
    ("height", r"высот\w*|висот\w*|height|高度|高"),
    ("diameter", r"диаметр\w*|діаметр\w*|diam\w*|dia|ø|⌀|直径"),
    ("blade", r"лезви\w*|клин\w*|blade|刃长"),
    ("depth", r"глубин\w*|depth|深"),
    ("length", r"длин\w*|довжин\w*|length|long|长度|长"),
    ("pitch", r"шаг\w*|крок|pitch|像元|螺距"),
    ("frame", r"рам\w*|frame|轴距|机架|wheelbase"),
    ("screen", r"экран\w*|екран\w*|screen|display|диспле\w*|oled|amoled|lcos|lcd|屏"),
    ("tank", r"бак\w*|tank|水箱|药箱|油箱|резервуар\w*"),
    ("wave", r"длин\w* волн\w*|wavelength|波长"),
    ("area", r"площад\w*|площа|area|面积"),
    ("weight", r"вес\w*|масс\w*|маса|вага|weight|重量|净重|重"),
    (
        "pocket",
        r"карман\w*|кишен\w*|pocket|插板袋|fits plate\w*|под плит\w*|под вставк\w*|под пластин\w*|for plate\w*",
    ),
    ("temperature", r"температур\w*|temperature|диапазон|温度"),
    ("purity", r"чистот\w*|содержан\w*|purity|纯度|含量"),
    ("field", r"поле зрен\w*|кут\w*|угол\w*|field|fov|视场"),
    ("endurance", r"время пол\w*|час польот\w*|flight time|endurance|полет\w*|续航|ұшу уақыты|飞行时间|хв"),
    ("output", r"выходн\w*|output|номинал\w*|rated|额定|输出"),
    ("peak", r"максимал\w*|макс\w*|peak|max\w*|最大"),
)
_WORDLIKE = frozenset(("в", "а", "д", "d", "x", "х", "×", "in"))
_LABEL = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _LABELS), re.IGNORECASE)
_REACH = 26  # characters before a number in which its label stands
_STOP = re.compile(r"[,;|\n]|\.\s")


def quantities(text: str) -> list[Quantity]:
    """The quantities in `text` (lower case, whole words), by place; a stretch of text is read once."""
    found: list[Quantity] = []
    taken = bytearray(len(text))
    for reader in (_sizes, _motor_constants, _measures, _magnifications, _focal_lengths, _special):
        for quantity in reader(text):
            if not any(taken[quantity.start : quantity.end]):
                found.append(quantity)
                taken[quantity.start : quantity.end] = b"\x01" * (quantity.end - quantity.start)
    return sorted(found, key=lambda q: (q.start, q.end))


def _sizes(text: str) -> Iterator[Quantity]:
    for match in _SIZE.finditer(text):
        numbers = [_float(match[name]) for name in ("a", "b", "c") if match[name]]
        unit = (match["unit"] or match["ub"] or match["ua"] or "").lower()
        if len(numbers) == 2 and (not unit or unit[:2] in ("pi", "пи", "px")):
            pair = (round(numbers[0]), round(numbers[1]))
            if pair in RESOLUTIONS or pair[::-1] in RESOLUTIONS or unit:
                label = "screen" if _label(text, match.start(), match.end()) == "screen" else ""
                yield Quantity("resolution", tuple(sorted(numbers)), *match.span(), label)
                continue
        if (
            len(numbers) == 2
            and not unit
            and numbers[0] <= 30
            and numbers[1] <= 120
            and numbers[0] < numbers[1]
        ):
            # 6x21, 8x42: magnification and objective
            label = _label(text, match.start(), match.end())
            if label not in ("length", "width", "height", "pocket", "frame"):
                yield Quantity("magnification", (numbers[0],), match.start(), match.end("a"))
                yield Quantity("length", (numbers[1],), match.start("b"), match.end(), "objective")
                continue
        factor = _length_factor(unit)
        yield Quantity(
            "size",
            tuple(sorted(number * factor for number in numbers)),
            *match.span(),
            _label(text, match.start(), match.end()),
        )


def _length_factor(unit: str) -> float:
    if unit.startswith("дюйм"):
        return INCH
    dimension, factor = _BY_UNIT.get(unit, ("length", 1.0))
    return factor if dimension == "length" else 1.0


def _motor_constants(text: str) -> Iterator[Quantity]:
    for match in _KV.finditer(text):
        if _float(match["n"]) >= 100:
            yield Quantity("motor_kv", (_float(match["n"]),), *match.span())


def _measures(text: str) -> Iterator[Quantity]:
    for match in _MEASURE.finditer(text):
        unit = match["unit"].lower()
        dimension, factor = _BY_UNIT[unit]
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
        label = _label(text, match.start(), match.end())
        if dimension == "frequency" and factor == 1 and values[-1] <= 240:
            dimension = "framerate" if values[-1] not in (50.0, 60.0) or label != "output" else dimension
        if dimension == "angle" and text[match.end() : match.end() + 1] in ("c", "с"):
            dimension = "temperature"
        yield Quantity(dimension, tuple(values), *match.span(), label, len(values) > 1)


def _magnifications(text: str) -> Iterator[Quantity]:
    for match in _LABELLED_MAGNIFICATION.finditer(text):
        yield Quantity("magnification", (_float(match["n"]),), *match.span())
    for match in _TIMES.finditer(text):
        values = [_float(match["low"]), *([_float(match["high"])] if match["high"] else [])]
        yield Quantity("magnification", tuple(values), *match.span(), ranged=len(values) > 1)


def _focal_lengths(text: str) -> Iterator[Quantity]:
    for match in _F_LENS.finditer(text):
        if _float(match["n"]) >= 4:
            yield Quantity("length", (_float(match["n"]),), *match.span(), "lens")


def _special(text: str) -> Iterator[Quantity]:
    for match in _FOUR_K.finditer(text):
        yield Quantity("resolution", (2160.0, 3840.0), *match.span())
    for match in _CELLS.finditer(text):
        if 1 <= int(match["n"]) <= 24:
            yield Quantity("cells", (float(match["n"]),), *match.span())


def _label(text: str, start: int, end: int) -> str:
    before = text[max(0, start - _REACH) : start]
    if stops := list(_STOP.finditer(before)):
        before = before[stops[-1].end() :]
    if labels := list(_LABEL.finditer(before)):
        return _canonical(labels)
    after = _STOP.split(text[end : end + 14], maxsplit=1)[0]
    after = after.lstrip(" -")
    found = _LABEL.match(after)
    named_next = found and re.match(r"\W{0,3}\d", after[found.end() :])  # the label of the number after it
    return str(found.lastgroup) if found and not named_next else ""


def _canonical(found: list[re.Match[str]]) -> str:
    names = [str(match.lastgroup) for match in found]
    if "takeoff" in names or "payload" in names:
        return "takeoff" if "takeoff" in names else "payload"
    return names[-1] if names[-1] != "peak" or len(names) == 1 else names[-2]


def _float(text: str) -> float:
    return float(re.sub(r"[  ]", "", text).replace(",", "."))


# How far two values of a dimension may lie apart and still be the same: (share of the larger, absolute).
TOLERANCE: dict[str, tuple[float, float]] = {
    "mass": (0.031, 0.011), "area": (0.0, 0.0105), "length": (0.0, 0.51), "volume": (0.02, 0.01), "power": (0.02, 0.0),
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
