"""The units of measure that declarations and catalogs write, by dimension, with their size in the dimension's own unit."""

from __future__ import annotations

# dimension -> unit -> factor; the unit whose factor is 1 is the dimension's.
UNITS: dict[str, dict[str, float]] = {
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
BY_UNIT = {  # unit -> (dimension, factor)
    unit: (dimension, factor)
    for dimension, units in UNITS.items()
    for names, factor in units.items()
    for unit in names.split("|")
}

# Pairs of pixels that sensors and screens have; anything else "A x B" is a size.
RESOLUTIONS = frozenset(
    {(80, 60), (120, 90), (160, 120), (192, 256), (206, 156), (240, 180), (256, 192), (320, 240), (320, 256), (384, 288),
     (388, 284), (480, 360), (640, 360), (640, 480), (640, 512), (720, 480), (720, 540), (720, 576),
     (752, 582), (768, 576), (800, 480), (800, 600), (960, 540), (960, 960), (1024, 600), (1024, 768), (1280, 720),
     (1280, 800), (1280, 960), (1280, 1024), (1440, 1080), (1600, 1200), (1920, 1080), (1920, 1200), (2048, 1536),
     (2560, 1440), (2560, 1920), (2592, 1944), (2688, 1520), (3840, 2160), (4000, 3000), (4056, 3040), (4096, 2160), (5120, 2880),
     (7680, 4320)}
)  # fmt: skip
