"""Ukrainian, Russian, American, Indian, Turkish and World Bank tables: scales, units, currencies, totals, groups."""

from __future__ import annotations

import json
from collections.abc import Sequence

from statistics_mutations.cases import Case, Question, question

Q = "--hs 8482"


def table(rows: Sequence[Sequence[str]], delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    """A table of cells without quotes."""
    return ("\n".join(delimiter.join(row) for row in rows) + "\n").encode(encoding)


THOUSANDS = ("--scale", "1000")


def _case(
    name: str,
    content: bytes,
    *asked: Question,
    currency: str = "USD",
    must_refuse: bool = False,
    options: tuple[str, ...] = (),
) -> Case:
    files = ((f"table.{'json' if content[:1] == b'[' else 'csv'}", content),)
    return Case(name, "national", files, asked, options, currency, must_refuse)


def _ukraine() -> list[Case]:
    """Columns of the customs' own tables; what is said of scale and unit differs."""

    def file(value: str, weight: str, *rows: tuple[str, str, str, str]) -> bytes:
        head = ("Період", "Напрямок", "Код товару", "Найменування товару", "Країна", weight, value)
        body = [
            ("2023-01", "Імпорт", code, "Підшипники кулькові", land, kg, usd) for code, land, kg, usd in rows
        ]
        return table([head, *body])

    row, turkey = ("8482101000", "Китай", "12,5", "81,25"), ("8482101000", "Туреччина", "0,5", "9")
    china = ("import", "CHN", "UKR", "2023")
    both = question(
        Q, (*china, 81_250, {"KGM": 12_500}), ("import", "TUR", "UKR", "2023", 9000, {"KGM": 500})
    )
    one = question(Q, (*china, 81_250, {"KGM": 12_500}))
    return [
        _case("UA: thousand dollars, tonnes", file("тис. дол. США", "тонн", row, turkey), both),
        _case("UA: thousand dollars written together", file("Вартість (тис.дол.США)", "Вага (т)", row, turkey), both),
        _case("UA: million dollars", file("Вартість, млн дол. США", "Вага, тонн", ("8482101000", "Китай", "12,5", "0,08125")), one),
        _case("UA: dollars, kilograms", file("Вартість, дол. США", "Вага нетто, кг", ("8482101000", "Китай", "12500", "81250")), one),
        _case("UA: no scale and no currency", file("Вартість", "Вага", row), one, must_refuse=True),
        _case("UA: thousand without a currency", file("Вартість, тис.", "Вага, тонн", row), one, must_refuse=True),
        _case("UA: thousand hryvnias", file("Вартість, тис. грн", "Вага, тонн", ("8482101000", "Китай", "12,5", "2971")), question(Q, (*china, 2_971_000, {"KGM": 12_500})), currency="UAH"),
        _case("UA: all countries in a row", file("Вартість, тис. дол. США", "Вага, тонн", row, turkey, ("8482101000", "Усього", "13", "90,25")), both),
        _case("UA: levels 2, 4 and 10", file("Вартість, тис. дол. США", "Вага, тонн", ("84", "Китай", "12,5", "81,25"), ("8482", "Китай", "12,5", "81,25"), row), one),
        _case("UA: a footer with the total", file("Вартість, тис. дол. США", "Вага, тонн", row, turkey) + "Разом;;;;;13;90,25\n".encode(), both),
        _case("UA: windows-1251", file("Вартість, тис. дол. США", "Вага, тонн", row, turkey).decode().encode("cp1251"), both),
    ]  # fmt: skip


def _russia() -> list[Case]:
    """DATTSVT of http://stat.customs.gov.ru/ and tables re-made from it."""
    head = ("NAPR", "PERIOD", "STRANA", "TNVED", "EDIZM", "STOIM", "NETTO", "KOL", "REGION", "REGION_S")
    cells = ("ИМ", "01/2021", "CN", "8482101009", "ШТ")
    moscow, centre = "45000 - ГОРОД МОСКВА", "01 - ЦЕНТРАЛЬНЫЙ ФЕДЕРАЛЬНЫЙ ОКРУГ"
    a, b = (
        (*cells, "81,25", "12500", "40000", moscow, centre),
        (
            *cells,
            "12,5",
            "1800",
            "6000",
            "40000 - ГОРОД САНКТ-ПЕТЕРБУРГ",
            "02 - СЕВЕРО-ЗАПАДНЫЙ ФЕДЕРАЛЬНЫЙ ОКРУГ",
        ),
    )
    total = (*cells, "93,75", "14300", "46000", "", "")
    china = ("import", "CHN", "RUS", "2021")
    sum_ = question(Q, (*china, 93_750, {"KGM": 14_300, "H87": 46_000}))
    thousand = (*cells[:4], "ТЫС ШТ", "93,75", "14300", "46", moscow, centre)
    words = ("Направление", "Период", "Страна", "Код ТН ВЭД", "Доп. ед. изм.")
    made = (("Импорт", "2021-01", "Китай", "8482101009", "шт", "93,75", "14,3", "46000"),)
    plain = (("Импорт", "2021-01", "Китай", "8482101009", "шт", "93750", "14300", "46000"),)
    lower = [tuple(c.lower() for c in head), a, b]
    return [
        _case("RU: regions", table([head, a, b], "\t"), sum_, options=THOUSANDS),
        _case("RU: a file that does not say whether dollars or thousands", table([head, a, b], "\t"), sum_, must_refuse=True),
        _case("RU: regions and their total", table([head, a, b, total], "\t"), sum_, options=THOUSANDS),
        _case("RU: thousand pieces", table([head, thousand], "\t"), sum_, options=THOUSANDS),
        _case("RU: small letters, commas as decimals", table(lower, ";"), sum_, options=THOUSANDS),
        _case("RU: without regions, levels", table([head[:8], total[:8], (*cells[:3], "8482", *total[4:8]), (*cells[:3], "84", *total[4:8])], "\t"), sum_, options=THOUSANDS),
        _case("RU: thousand dollars and tonnes in the header", table([(*words, "Стоимость, тыс. долл. США", "Вес нетто, т", "Количество"), *made]), sum_),
        _case("RU: dollars and kilograms in the header", table([(*words, "Стоимость (долл. США)", "Вес нетто (кг)", "Количество"), *plain]), sum_),
        _case("RU: no scale in the header", table([(*words, "Стоимость", "Вес нетто", "Количество"), *made]), sum_, must_refuse=True),
        _case("RU: million dollars in a title", table([("Импорт Российской Федерации, млн долл. США",), (*words, "Стоимость", "Вес нетто, кг", "Количество"), (*plain[0][:5], "0,09375", "14300", "46000")]), sum_),
    ]  # fmt: skip


def _america() -> list[Case]:
    """Replies of https://api.census.gov/data/timeseries/intltrade/exports/hs and .../imports/hs."""
    head = [
        "E_COMMODITY",
        "CTY_CODE",
        "CTY_NAME",
        "ALL_VAL_MO",
        "QTY_1_MO",
        "UNIT_QY1",
        "SUMMARY_LVL",
        "COMM_LVL",
        "time",
    ]
    kaz = ["8482101000", "4634", "KAZAKHSTAN", "15400", "310", "NO", "DET", "HS10", "2023-01"]
    geo = ["8482101000", "4633", "GEORGIA", "600", "20", "NO", "DET", "HS10", "2023-01"]
    all_ = ["8482101000", "-", "TOTAL FOR ALL COUNTRIES", "16000", "330", "NO", "DET", "HS10", "2023-01"]
    group = ["8482101000", "0027", "CAFTA-DR", "16000", "330", "NO", "CGP", "HS10", "2023-01"]
    asked = question(
        Q,
        ("export", "USA", "KAZ", "2023", 15400, {"H87": 310}),
        ("export", "USA", "GEO", "2023", 600, {"H87": 20}),
    )
    one = question(Q, ("export", "USA", "KAZ", "2023", 15400, {"H87": 310}))
    levels = [
        [code, *kaz[1:7], lvl, "2023-01"]
        for code, lvl in (("84", "HS2"), ("8482", "HS4"), ("848210", "HS6"), ("8482101000", "HS10"))
    ]
    modes = [[*head, "VES_VAL_MO", "AIR_VAL_MO"], [*kaz, "15000", "400"]]
    year = [
        [*head[:4], "ALL_VAL_YR", *head[4:]],
        [*kaz[:4], "15400", *kaz[4:]],
        [*kaz[:3], "7000", "22400", "100", *kaz[5:8], "2023-02"],
    ]
    imports = [
        [
            "I_COMMODITY",
            "CTY_CODE",
            "CTY_NAME",
            "GEN_VAL_MO",
            "CON_VAL_MO",
            "GEN_QY1_MO",
            "UNIT_QY1",
            "SUMMARY_LVL",
            "time",
        ],
        ["8482101000", "5700", "CHINA", "9100", "9000", "200", "NO", "DET", "2023-01"],
    ]
    dozens = [head, [*kaz[:4], "30", "DOZ", *kaz[6:]]]
    return [
        _case("US: total of all countries", json.dumps([head, all_, kaz, geo]).encode(), asked),
        _case("US: groups of countries", json.dumps([head, group, kaz, geo]).encode(), asked),
        _case("US: levels 2, 4, 6 and 10", json.dumps([head, *levels]).encode(), one),
        _case("US: modes beside the total", json.dumps(modes).encode(), one),
        _case("US: month and year to date", json.dumps(year).encode(), question(Q, ("export", "USA", "KAZ", "2023", 22400, {"H87": 410}))),
        _case("US: general imports and imports for consumption", json.dumps(imports).encode(), question(Q, ("import", "CHN", "USA", "2023", 9100, {"H87": 200}))),
        _case("US: dozens", json.dumps(dozens).encode(), question(Q, ("export", "USA", "KAZ", "2023", 15400, {"H87": 360, "DZN": 30, "DOZ": 30}))),
        _case("US: saved as CSV", table([head, all_, kaz, geo], ","), asked),
    ]  # fmt: skip


def _others() -> list[Case]:
    """TradeStat, TÜİK and WITS."""
    commodity = "Commodity: 84821011 BALL BEARINGS ADAPTER TYPE"
    years = ("S.No.", "Country/Region", "2022-2023", "2023-2024", "%Growth")
    rows = [
        ("1", "KAZAKHSTAN", "0.25", "0.75", "200.00"),
        ("2", "RUSSIA", "4.50", "9.25", "105.56"),
        ("", "Total", "4.75", "10.00", "110.53"),
    ]

    def india(scale: float) -> Question:
        figures = [
            ("KAZ", "2022-2023", 0.25),
            ("KAZ", "2023-2024", 0.75),
            ("RUS", "2022-2023", 4.5),
            ("RUS", "2023-2024", 9.25),
        ]
        return question(
            Q, *(("export", "IND", land, year, value * scale, {}) for land, year, value in figures)
        )

    def tradestat(said: str) -> bytes:
        return table(
            [("TradeStat->Eidb->Export->Commodity-wise all countries",), (said,), (commodity,), years, *rows],
            ",",
        )

    turkish = ("Yıl", "Ay", "Ülke", "GTİP", "Ölçü adı", "İhracat Miktar 1", "İhracat Dolar", "İhracat Euro")
    ru, kz = (
        ("2023", "1", "Rusya Federasyonu", "848210900011", "Adet", "12500", "90400", "83900"),
        ("2023", "1", "Kazakistan", "848210900011", "Adet", "4000", "31250", "29000"),
    )
    asked = question(
        Q,
        ("export", "TUR", "RUS", "2023", 90400, {"H87": 12500}),
        ("export", "TUR", "KAZ", "2023", 31250, {"H87": 4000}),
    )
    wits = (
        "Nomenclature",
        "Reporter ISO3",
        "ProductCode",
        "ReporterName",
        "PartnerISO3",
        "PartnerName",
        "Year",
        "TradeFlowName",
        "TradeFlowCode",
        "TradeValue in 1000 USD",
        "Quantity",
        "Quantity Unit",
    )
    w = [
        ("H5", "CHN", code, "China", iso, name, "2023", "Gross Exp.", "6", value, "10", "Item")
        for code, iso, name, value in (
            ("8482", "RUS", "Russian Federation", "81.25"),
            ("848210", "RUS", "Russian Federation", "81.25"),
            ("8482", "WLD", "World", "81.25"),
        )
    ]
    return [
        _case("IN: million dollars", tradestat("Report Generated on: 19/06/2025 - Values in US $ Million"), india(1e6)),
        _case("IN: lakh rupees", tradestat("Report Generated on: 19/06/2025 - Values in Rs. Lacs"), india(1e5), currency="INR"),
        _case("IN: crore rupees", tradestat("Report Generated on: 19/06/2025 - Values in ₹ Crore"), india(1e7), currency="INR"),
        _case("IN: no scale", tradestat("Report Generated on: 19/06/2025"), india(1), must_refuse=True),
        _case("TR: dollars beside euros", table([turkish, ru, kz]), asked),
        _case("TR: all countries in a row", table([turkish, ru, kz, ("2023", "1", "Toplam", "848210900011", "Adet", "16500", "121650", "112900")]), asked),
        _case("TR: windows-1254", table([turkish, ru, kz], ";", "cp1254"), asked),
        _case("TR: thousand dollars", table([(*turkish[:6], "İhracat (Bin ABD Doları)"), (*ru[:6], "90,4"), (*kz[:6], "31,25")]), asked),
        _case("WITS: thousand dollars, levels, World", table([wits, *w], ","), question(Q, ("export", "CHN", "RUS", "2023", 81_250, {"H87": 10}))),
    ]  # fmt: skip


def national_cases() -> list[Case]:
    """All mutations of these countries' tables."""
    return [*_ukraine(), *_russia(), *_america(), *_others()]
