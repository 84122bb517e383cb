"""Invented rows under the headers of a customs table, for the benchmark of layouts and its tests."""

from __future__ import annotations

import re
from collections.abc import Sequence

ROWS = 12


def spelt(header: str) -> str:
    """A vendor's spelling with one kind of blank."""
    return re.sub(r"[ _]+", "_", header.strip().upper())


# What stands under an English vendor's header: the first sign that its spelling holds decides.
SIGNS = (
    ("DESC", "goods_ru"), ("PRODUCT_DECLARATION", "goods_ru"), ("HS_CODE", "hs10"), ("MONTHYEAR", "month"),
    ("DATE", "date-"), ("ADDRESS", "address"), ("COUNTRY", "country_en"), ("PORT", "place"), ("CITY", "place"),
    ("NAME", "firm_en"), ("IMPORTER", "firm_en"), ("EXPORTER", "firm_en"), ("SUPPLIER", "firm_en"), ("BUYER", "firm_en"),
    ("CURRENCY", "currency"), ("NUMBER_OF", "count"), ("UNIT", "unit_en"), ("QUANTITY", "count"), ("QTY", "count"),
    ("WEIGHT", "weight"), ("KG", "weight"), ("VALUE", "money"), ("USD", "money"), ("AMOUNT", "money"), ("CIF", "money"),
    ("FOB", "money"), ("PRICE", "money"), ("TAX", "money"), ("DUTY", "money"), ("NUMBER", "serial"), ("_NO", "serial"),
    ("_ID", "serial"), ("CODE", "serial"),
)  # fmt: skip

GOODS = {
    "ru": "ШЛЕМ ЗАЩИТНЫЙ ПЛАСТИКОВЫЙ ДЛЯ СТРОИТЕЛЕЙ, ПАРТИЯ {n}",
    "uk": "ШОЛОМ ЗАХИСНИЙ ПЛАСТИКОВИЙ ДЛЯ БУДІВЕЛЬНИКІВ, ПАРТІЯ {n}",
    "en": "PROTECTIVE PLASTIC HELMET FOR BUILDERS, LOT {n}",
    "zh": "建筑工人用塑料防护头盔|第{n}批|品牌:石蕨",
    "es": "CASCO DE PROTECCION DE PLASTICO PARA OBREROS, LOTE {n}",
    "vi": "Mũ bảo hộ bằng nhựa dùng cho công nhân, mã {n}, mới 100%",
}
FIRMS = {
    "ru": ('ООО "КИТЕЖ {a}"', 'АО "БУЯН"', "ООО ЛУКОМОРЬЕ", 'ТОО "СЕМЬ ХОЛМОВ"'),
    "uk": ('ТОВ "ДИКАНЬКА {a}"', "ПП ХОРТИЦЯ", "ФОП ЖУРАВЕЛЬ", 'ТОВ "МАВКА"'),
    "en": ("RED WREN TRADING LTD", "STONE FERN LLC", "SILVER HARE FZE", "GREY OTTER INC"),
    "cn": ("NINGBO RED WREN CO., LTD", "YIWU STONE FERN TRADE CO LTD", "HEBEI GREY OTTER CO.,LTD"),
    "zh": ("宁波红鹪鹩贸易有限公司", "河北灰獭轴承厂", "义乌石蕨有限公司"),
    "es": ("COMERCIAL LIEBRE PLATA SA", "NUTRIA GRIS SRL", "HELECHO DE PIEDRA SAC"),
    "vi": ("CÔNG TY TNHH RÁI CÁ XÁM", "CÔNG TY CỔ PHẦN DƯƠNG XỈ ĐÁ", "CÔNG TY TNHH THỎ BẠC"),
}
COUNTRIES = {
    "ru": ("КИТАЙ", "ТУРЦИЯ"), "uk": ("КИТАЙ", "ТУРЕЧЧИНА"), "en": ("CHINA", "TURKEY"), "zh": ("中国", "土耳其"),
    "es": ("CHINA", "TURQUIA"), "vi": ("CHINA", "VIETNAM"),
}  # fmt: skip
UNITS = {
    "ru": ("ШТ", "КГ"),
    "uk": ("ШТ", "КГ"),
    "en": ("PCS", "KGM"),
    "zh": ("个", "千克"),
    "vi": ("PCE", "KGM"),
}
CODES = ("6506108000", "8413702100", "8482109008", "4412330000", "9013100000", "8525891900")


def cell(kind: str, n: int) -> str:
    """The cell of row `n` (1 to ROWS) in a column of `kind`."""
    name, _, language = kind.partition("_")
    code = CODES[n % len(CODES)]
    plain = {
        "hs10": code, "hs8": code[:8], "hs6": code[:6], "month": f"{n:02d}-2023", "date-": f"2023-{n:02d}-1{n % 9}",
        "date.": f"1{n % 9}.{n:02d}.2023", "date/": f"1{n % 9}/{n:02d}/2023", "taxid": f"77{n % 4}1{n % 4:06d}",
        "address": f"12 HARBOUR STREET, BLOCK {n % 5}", "place": ("SHANGHAI", "NINGBO", "IZMIR")[n % 3],
        "currency": ("USD", "CNY")[n % 5 == 0], "count": str(n * 37 % 410 + 2), "weight": f"{n * 113 % 800}.{n % 10}5",
        "money": f"{n * 7919 % 90000 + 140}.{n * 31 % 100:02d}", "serial": str(1000 + n),
        "declaration": f"10702070/1{n % 9}0323/30{n:05d}", "brand": ("STONEFERN", "REDWREN", "NO BRAND")[n % 3],
    }  # fmt: skip
    if kind in plain:
        return plain[kind]
    if name == "goods":
        return GOODS[language].format(n=n)
    listed = {"firm": FIRMS, "country": COUNTRIES, "unit": UNITS}.get(name)
    if listed is None:
        return f"TEXT {n}"
    choice = listed[language]
    return choice[n % len(choice)].format(a=n % 3)


def vendor_rows(columns: Sequence[str], header_row: int) -> list[list[str]]:
    """Titles, the header, and rows that look like what an English vendor's header says."""
    kinds = []
    for column in columns:
        kind = next((kind for sign, kind in SIGNS if sign in spelt(column)), "")
        kinds.append("goods_en" if kind == "goods_ru" and spelt(column).endswith("_EN") else kind)
    titles = [["Import (full)"], ["Records: 9"], [], [], []][: header_row - 1]
    return [*titles, list(columns), *[[cell(kind, n) for kind in kinds] for n in range(1, ROWS + 1)]]
