"""Units of quantity: words of many languages to UN/ECE Recommendation 20 codes.

Source of the codes: UN/ECE Recommendation No. 20, revision 17 (packaging types with its X prefix for Recommendation
21 codes). Source of the numbers: OKEI, the classifier that Russian and Kazakh declarations use in box 41.
"""

from __future__ import annotations

import re
from functools import lru_cache

# code -> words, case folded, without dots
_WORDS = {
    "H87": "шт штука штук штуки штуку штyk од одиниця одиниць один pc pcs piece pieces pce pcs. ea each unit units u und unid unidad "
    "unidades un nmb number no nos cái chiếc cai chiec con quả 件 个 台 只 支 把 块 条 根 架 艘 辆 枚 枝 匹 头 张 件/pcs pieza piezas pza pzas",
    "T3": "тысшт тыс_шт тысячаштук тысячштук тишт thousand_pieces 千个 千只 千件 тысштук",
    "PR": "пар пара пары пари пapa pair pairs prs 双 đôi doi par pares",
    "SET": "компл комплект комплекта комплектов комплекти к-т кт набор наборов наб set sets 套 bộ bo juego juegos",
    "KGM": "кг килограмм килограмма килограммов килограм кілограм кілограмів kg kgs kgm kilogram kilograms kilogramme kilo kilos "
    "公斤 千克 ki-lô-gam kilogramos kilogramo кгс",
    "GRM": "г гр грамм граммов грам g gr gram grams grm 克 gam",
    "TNE": "т тн тонна тонн тонны t ton tons tonne tonnes mt tne 吨 tấn tonelada toneladas metric_ton metric_tons",
    "MTR": "м метр метра метров метри погм пм погонметр погонныйметр m meter meters metre metres mtr 米 mét metro metros mts lm",
    "CMT": "см сантиметр cm centimetre",
    "MMT": "мм миллиметр mm millimetre",
    "KMT": "км километр km kilometre",
    "MTK": "м2 м² квм кв_м м_кв мкв квадратныйметр квметр sqm m2 m² mtk square_metre square_meter square_metres square_meters "
    "平方米 mét_vuông m^2 metro_cuadrado metros_cuadrados кв.метр",
    "MTQ": "м3 м³ кубм куб_м м_куб мкуб кубическийметр куб cbm m3 m³ mtq cubic_metre cubic_meter cubic_metres cubic_meters 立方米 mét_khối",
    "LTR": "л литр литра литров літр l ltr liter liters litre litres 升 lít litro litros",
    "MLT": "мл миллилитр ml millilitre",
    "DZN": "дюжина дюжин dozen dozens dzn doz dz 打 tá docena docenas",
    "CTM": "кар карат каратов ct carat carats 克拉",
    "MIL": "тыс тысяча тысяч thousand thousands mil 千",
    "XPK": "упак уп упаковка упаковок пак пачка пачек pack packs package packages pkg pkgs 包 gói bulto bultos місць мест место",
    "XBX": "кор коробка коробок короб box boxes bx 盒 箱 hộp caja cajas",
    "XCT": "картон carton cartons ctn ctns thùng",
    "XRO": "рул рулон рулона рулонов roll rolls 卷 cuộn rollo rollos",
    "XST": "лист листа листов лст sheet sheets 片 tấm tờ hoja hojas",
    "XBO": "бут бутылка бутылок фл флакон флаконов bottle bottles btl 瓶 chai lọ botella botellas",
    "XBG": "меш мешок мешков пакет пакетов bag bags 袋 bao túi bolsa bolsas",
    "XDR": "бочка бочек drum drums 桶",
    "XPX": "паллета паллет поддон поддонов паллеты pallet pallets 托盘",
    "KWH": "кбтч квтч квт·ч kwh 千瓦时",
    "YRD": "ярд yard yards yd 码 yarda yardas",
    "FOT": "фут foot feet ft",
    "LBR": "фунт lb lbs pound pounds 磅 libra libras",
    "CMQ": "см3 см³ cm3 cc",
    "CMK": "см2 см² cm2",
}  # fmt: skip

_BY_WORD = {word: code for code, words in _WORDS.items() for word in words.split()}

_BY_OKEI = {
    "796": "H87", "798": "T3", "715": "PR", "839": "SET", "166": "KGM", "163": "GRM", "168": "TNE", "006": "MTR", "6": "MTR",
    "055": "MTK", "55": "MTK", "113": "MTQ", "112": "LTR", "111": "MLT", "736": "XRO", "778": "XPK", "625": "XST", "018": "MTR",
    "18": "MTR", "162": "CTM", "246": "KWH", "245": "KWH", "642": "H87", "704": "SET", "868": "XBO", "872": "XBO", "004": "CMT",
    "4": "CMT", "003": "MMT", "3": "MMT", "110": "CMQ", "114": "MTQ", "641": "DZN", "797": "CEN", "008": "KMT", "8": "KMT",
}  # fmt: skip

_JOINTS = re.compile(r"[\s.]+")


@lru_cache(maxsize=1 << 12)
def unit_code(unit: str | None, number: str | None = None) -> str | None:
    """The UN/ECE Recommendation 20 code of `unit` (words in any language, or its OKEI `number`); None if unknown.

    unit_code("ШТ") == "H87" (piece); unit_code("кв. м") == "MTK"; unit_code("", "166") == "KGM".
    """
    if number and (code := _BY_OKEI.get(number.strip())):
        return code
    if not unit:
        return None
    text = unit.strip().strip(".()").casefold()
    if text.isdigit():
        return _BY_OKEI.get(text)
    for joint in ("", "_"):
        if code := _BY_WORD.get(_JOINTS.sub(joint, text).strip("_")):
            return code
    if upper := re.fullmatch(r"[A-Z0-9]{2,3}", unit.strip()):
        return upper[0] if upper[0] in _WORDS else None
    head = re.split(r"[\s/(,]", text)[0].strip(".")
    return _BY_WORD.get(head)


# Unit words that may follow a number within a description, longest first so that "м" does not eat "м2".
STATED_UNITS = sorted(
    {
        re.escape(word.replace("_", " "))
        for word in _BY_WORD
        if word.replace("_", " ")[0].isalpha()
        and word not in ("no", "un", "u", "g", "bo", "con", "один", "number", "mil", "par")
    }
    | {r"тыс\.? ?шт", r"кв\.? ?м", r"куб\.? ?м", r"пог\.? ?м", r"м\.?кв", r"м\.?куб"},
    key=len,
    reverse=True,
)

# A count that ends a name or a code before it, as in "FACTORY 1200 PAIRS" and "NT640 6 ШТ".
COUNT = (
    r"[\s,]\s*-?\s*\d+(?:[.,]\d+)?\s?(?:шт|штук[аи]?|пар[аи]?|компл\w*|pcs|pces?|pieces|pairs|sets|units|кг|м2|台|件|只|双)"
    r"(?!\w)"
)
