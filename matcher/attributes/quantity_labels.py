"""The words beside a number that say what was measured: thickness, lens, takeoff weight, ..."""

from __future__ import annotations

import re

from matcher.text.prefix_regex import PrefixedRegex, beginning

LABELS: tuple[tuple[str, str], ...] = (
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
_LABEL = PrefixedRegex(
    "|".join(f"(?P<{name}>{pattern})" for name, pattern in LABELS),
    (beginning(part) for _, pattern in LABELS for part in pattern.split("|")),
)
_REACH = 26  # characters before a number in which its label stands
_AFTER = 14  # characters after it
_STOP = re.compile(r"[,;|\n]|\.\s")
_NUMBER_NEXT = re.compile(r"\W{0,3}\d")


def label_of(text: str, start: int, end: int) -> str:
    """What the number at [start, end) of `text` (lower case) measures, by the words before it, else after; or empty."""
    before = text[max(0, start - _REACH) : start]
    if stops := list(_STOP.finditer(before)):
        before = before[stops[-1].end() :]
    if labels := list(_LABEL.finditer(before)):
        return _canonical(labels)
    after = _STOP.split(text[end : end + _AFTER], maxsplit=1)[0]
    after = after.lstrip(" -")
    found = _LABEL.pattern.match(after)
    named_next = found and _NUMBER_NEXT.match(after, found.end())  # the label of the number after it
    return str(found.lastgroup) if found and not named_next else ""


def _canonical(found: list[re.Match[str]]) -> str:
    names = [str(match.lastgroup) for match in found]
    if "takeoff" in names or "payload" in names:
        return "takeoff" if "takeoff" in names else "payload"
    return names[-1] if names[-1] != "peak" or len(names) == 1 else names[-2]
