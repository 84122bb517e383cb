"""UN Comtrade as it is really downloaded: levels, World, modes, procedures, second partners, editions, years and months."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from statistics_mutations.cases import Case, Question, question

# Columns of the reply of https://comtradeapi.un.org/data/v1/get/C/A/HS, in its order.
NAMES = (
    "typeCode freqCode refPeriodId refYear refMonth period reporterCode reporterISO reporterDesc flowCode flowDesc "
    "partnerCode partnerISO partnerDesc partner2Code partner2ISO partner2Desc classificationCode "
    "classificationSearchCode isOriginalClassification cmdCode cmdDesc aggrLevel isLeaf customsCode customsDesc mosCode "
    "motCode motDesc qtyUnitCode qtyUnitAbbr qty isQtyEstimated altQtyUnitCode altQtyUnitAbbr altQty isAltQtyEstimated "
    "netWgt isNetWgtEstimated grossWgt isGrossWgtEstimated cifvalue fobvalue primaryValue legacyEstimationFlag "
    "isReported isAggregate"
)
COLUMNS = NAMES.split()
AREAS = {
    "W00": (0, "World"), "RUS": (643, "Russian Federation"), "KAZ": (398, "Kazakhstan"), "KGZ": (417, "Kyrgyzstan"),
    "CHN": (156, "China"), "DEU": (276, "Germany"), "FRA": (251, "France"), "R4": (97, "EU-27"), "HKG": (344, "China, Hong Kong SAR"),
    "ARM": (51, "Armenia"), "S19": (490, "Other Asia, nes"), "_X": (899, "Areas, nes"),
}  # fmt: skip
FLOWS = {
    "X": "Export",
    "M": "Import",
    "RX": "Re-export",
    "RM": "Re-import",
    "DX": "Domestic Export",
    "FM": "Foreign Import",
}
MODES = {
    0: "TOTAL MOT",
    1000: "Air",
    2000: "Water",
    2100: "Sea",
    3000: "Land",
    3100: "Railway",
    3200: "Road",
    9000: "Other",
}
UNITS = {"u": 5, "kg": 8, "2u": 6, "N/A": -1, "1000u": 13}


def record(cmd: str, partner: str, value: float, qty: float = 0, **other: Any) -> dict[str, Any]:
    """A record as the API gives it; `other` overrides its fields, `kg` its net weight."""
    period = str(other.pop("period", "2023"))
    kg = other.pop("kg", None)
    flow = other.get("flowCode", "X")
    reporter = other.pop("reporter", "CHN")
    unit = other.pop("unit", "u" if qty else "N/A")
    mode = other.get("motCode", 0)
    second = other.pop("partner2", "W00")
    monthly = len(period) == 6
    out = dict.fromkeys(COLUMNS)
    out |= {
        "typeCode": "C",
        "freqCode": "M" if monthly else "A",
        "refPeriodId": int(f"{period}01" if monthly else f"{period}0101"),
        "refYear": int(period[:4]),
        "refMonth": int(period[4:]) if monthly else 52,
        "period": period,
        "reporterCode": AREAS[reporter][0],
        "reporterISO": reporter,
        "reporterDesc": AREAS[reporter][1],
        "flowCode": flow,
        "flowDesc": FLOWS[flow],
        "partnerCode": AREAS[partner][0],
        "partnerISO": partner,
        "partnerDesc": AREAS[partner][1],
        "partner2Code": AREAS[second][0],
        "partner2ISO": second,
        "partner2Desc": AREAS[second][1],
        "classificationCode": "H6",
        "classificationSearchCode": "HS",
        "isOriginalClassification": True,
        "cmdCode": cmd,
        "cmdDesc": "All Commodities" if cmd == "TOTAL" else f"goods of {cmd}",
        "aggrLevel": 0 if cmd == "TOTAL" else len(cmd),
        "isLeaf": len(cmd) == 6,
        "customsCode": "C00",
        "customsDesc": "TOTAL CPC",
        "mosCode": "0",
        "motCode": mode,
        "motDesc": MODES[mode],
        "qtyUnitCode": UNITS[unit],
        "qtyUnitAbbr": unit,
        "qty": qty,
        "isQtyEstimated": False,
        "altQtyUnitCode": -1,
        "altQtyUnitAbbr": "N/A",
        "altQty": 0,
        "isAltQtyEstimated": False,
        "netWgt": kg,
        "isNetWgtEstimated": False,
        "grossWgt": 0,
        "isGrossWgtEstimated": False,
        "cifvalue": value if flow in ("M", "FM", "RM") else None,
        "fobvalue": None if flow in ("M", "FM", "RM") else value,
        "primaryValue": value,
        "legacyEstimationFlag": 0,
        "isReported": len(cmd) == 6,
        "isAggregate": len(cmd) != 6,
    }
    return out | other


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def as_csv(
    records: Iterable[dict[str, Any]],
    columns: Sequence[str] = tuple(COLUMNS),
    delimiter: str = ",",
    decimal: str = ".",
) -> bytes:
    """The CSV of comtradeplus.un.org, or one re-saved."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(columns)
    for r in records:
        writer.writerow(
            [_text(r[c]).replace(".", decimal) if isinstance(r[c], float) else _text(r[c]) for c in columns]
        )
    return out.getvalue().encode("utf-8")


def as_json(records: Sequence[dict[str, Any]]) -> bytes:
    """The reply of the API."""
    return json.dumps(
        {"elapsedTime": "0.4 secs", "count": len(records), "data": records, "error": ""}
    ).encode()


LEGACY = {
    "Classification": "classificationCode", "Year": "refYear", "Period": "period", "Period Desc.": "period",
    "Aggregate Level": "aggrLevel", "Is Leaf Code": "isLeaf", "Trade Flow Code": "flowCode", "Trade Flow": "flowDesc",
    "Reporter Code": "reporterCode", "Reporter": "reporterDesc", "Reporter ISO": "reporterISO",
    "Partner Code": "partnerCode", "Partner": "partnerDesc", "Partner ISO": "partnerISO", "2nd Partner Code": "",
    "2nd Partner": "", "2nd Partner ISO": "", "Customs Proc. Code": "", "Customs": "", "Mode of Transport Code": "",
    "Mode of Transport": "", "Commodity Code": "cmdCode", "Commodity": "cmdDesc", "Qty Unit Code": "qtyUnitCode",
    "Qty Unit": "unit name", "Qty": "qty", "Alt Qty Unit Code": "", "Alt Qty Unit": "", "Alt Qty": "",
    "Netweight (kg)": "netWgt", "Gross weight (kg)": "", "Trade Value (US$)": "primaryValue",
    "CIF Trade Value (US$)": "", "FOB Trade Value (US$)": "", "Flag": "legacyEstimationFlag",
}  # fmt: skip
UNIT_NAMES = {
    "u": "Number of items",
    "kg": "Weight in kilograms",
    "2u": "Number of pairs",
    "N/A": "No Quantity",
    "1000u": "Thousands of items",
}


def as_legacy(records: Iterable[dict[str, Any]]) -> bytes:
    """The CSV of the old comtrade.un.org."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(LEGACY)
    codes = {"M": 1, "X": 2, "RX": 3, "RM": 4}
    for r in records:
        r = r | {"unit name": UNIT_NAMES[r["qtyUnitAbbr"]], "flowCode": codes[r["flowCode"]]}
        r["partnerISO"] = "WLD" if r["partnerISO"] == "W00" else r["partnerISO"]
        r["flowDesc"] = r["flowDesc"].replace("Re-e", "Re-E").replace("Re-i", "Re-I")
        writer.writerow([_text(int(r[f]) if f == "isLeaf" else r[f]) if f else "" for f in LEGACY.values()])
    return out.getvalue().encode("utf-8")


def levels(partner: str, **other: Any) -> list[dict[str, Any]]:
    """Heading 8806 of 1,000 dollars and 10 pieces, with its chapter and subheadings."""
    return [
        record("88", partner, 1000, **other),
        record("8806", partner, 1000, 10, kg=50, **other),
        record("880622", partner, 600, 7, kg=20, **other),
        record("880623", partner, 400, 3, kg=30, **other),
    ]


Q = "--hs 8806"
BOTH = {"H87": 10, "KGM": 50}
RUS = ("export", "CHN", "RUS", "2023", 1000, BOTH)
KAZ = ("export", "CHN", "KAZ", "2023", 300, {"H87": 2, "KGM": 9})


def _kaz(**other: Any) -> list[dict[str, Any]]:
    return [record("8806", "KAZ", 300, 2, kg=9, **other), record("880622", "KAZ", 300, 2, kg=9, **other)]


def _mutations() -> dict[str, tuple[list[dict[str, Any]], list[Question]]]:
    """Name -> (records, questions): each has one way of counting goods twice."""
    world = [record("8806", "W00", 1300, 12, kg=59), record("880622", "W00", 900, 9, kg=29)]
    world += [record("880623", "W00", 400, 3, kg=30)]
    by_mode = [
        record("8806", "RUS", 700, 6, kg=30, motCode=3000),
        record("8806", "RUS", 450, 4, kg=20, motCode=3200),
    ]
    by_mode += [
        record("8806", "RUS", 250, 2, kg=10, motCode=3100),
        record("8806", "RUS", 300, 4, kg=20, motCode=1000),
    ]
    by_procedure = [
        record("8806", "RUS", 900, 9, kg=45, customsCode="C01", customsDesc="Free circulation"),
        record("8806", "RUS", 100, 1, kg=5, customsCode="C04", customsDesc="Inward processing"),
    ]
    by_second = [
        record("8806", "RUS", 800, 8, kg=40, partner2="KAZ"),
        record("8806", "RUS", 200, 2, kg=10, partner2="HKG"),
    ]
    heading = record("8806", "RUS", 1000, 10, kg=50)
    months = [record("8806", "RUS", v, n, kg=n * 5, period=f"2023{m:02d}") for m, (v, n) in enumerate(
        [(50, 1), (150, 1), (100, 1), (200, 2), (500, 5)], 1)]  # fmt: skip
    everything = [
        record(cmd, partner, value, n, kg=k, motCode=mode, customsCode=customs, partner2=second)
        for cmd, value, n, k in (("88", 1000, 0, 50), ("8806", 1000, 10, 50), ("880622", 1000, 10, 50))
        for partner in ("RUS", "W00") for mode in (0, 3000, 3200) for customs in ("C00", "C01") for second in ("W00", "KAZ")
    ]  # fmt: skip
    eu = [
        record("8806", "R4", 500, 5, kg=25),
        record("8806", "DEU", 300, 3, kg=15),
        record("8806", "FRA", 200, 2, kg=10),
    ]
    flows = [
        heading,
        record("8806", "RUS", 150, 2, kg=10, flowCode="RX"),
        record("8806", "RUS", 850, 8, kg=40, flowCode="DX"),
    ]
    imports = [record("8806", "CHN", 1100, 10, kg=50, reporter="RUS", flowCode="M")]
    units = [
        record("8806", "RUS", 1000),
        record("880622", "RUS", 600, 7),
        record("880623", "RUS", 400, 30, unit="kg"),
    ]
    editions = [
        heading,
        record("8806", "RUS", 1000, 10, kg=50, classificationCode="H5", isOriginalClassification=False),
    ]
    return {
        "levels 2, 4 and 6": (levels("RUS"), [question(Q, RUS), question("--hs 880622", (*RUS[:4], 600, {"H87": 7, "KGM": 20})), question("--hs 88", (*RUS[:4], 1000, BOTH))]),
        "levels, six digits incomplete": (levels("RUS")[:3], [question(Q, RUS)]),
        "levels, only chapter and one subheading": ([levels("RUS")[0], levels("RUS")[2]], [question("--hs 88", (*RUS[:4], 1000, {})), question("--hs 880622", (*RUS[:4], 600, {"H87": 7, "KGM": 20}))]),
        "World and all partners": (levels("RUS") + _kaz() + world, [question(Q, RUS, KAZ)]),
        "World and some partners": (levels("RUS") + world, [question(Q, RUS, rest={"2023": 300})]),
        "World alone": (world, [question(Q, ("export", "CHN", "World", "2023", 1300, {"H87": 12, "KGM": 59}))]),
        "modes of transport with total": ([heading, *by_mode], [question(Q, RUS)]),
        "modes of transport without total": ([r for r in by_mode if r["motCode"] in (3200, 3100, 1000)], [question(Q, RUS)]),
        "modes of transport, land and its parts, without total": (by_mode, [question(Q, RUS)]),
        "procedures with total": ([heading, *by_procedure], [question(Q, RUS)]),
        "procedures without total": (by_procedure, [question(Q, RUS)]),
        "second partner with total": ([heading, *by_second], [question(Q, RUS)]),
        "second partner without total": (by_second, [question(Q, RUS)]),
        "levels, World, modes, procedures, second partner at once": (everything, [question(Q, RUS)]),
        "re-exports and domestic exports beside exports": (flows, [question(f"{Q} --flow export", RUS)]),
        "imports CIF": (imports, [question(Q, ("import", "CHN", "RUS", "2023", 1100, BOTH))]),
        "both sides in one file": ([heading, *imports], [question(f"{Q} --flow export", RUS), question(f"{Q} --flow import", ("import", "CHN", "RUS", "2023", 1100, BOTH))]),
        "year and all its months": ([heading, *months], [question(Q, RUS)]),
        "year and three of its months": ([heading, *months[:3]], [question(Q, RUS)]),
        "months of one year, year of another": ([*months, record("8806", "RUS", 70, 1, kg=5, period="2022")], [question(Q, RUS, ("export", "CHN", "RUS", "2022", 70, {"H87": 1, "KGM": 5}))]),
        "the same row twice": ([heading, heading, *_kaz()], [question(Q, RUS, KAZ)]),
        "two editions of the HS": (editions, [question(Q, RUS)]),
        "an aggregate group of partners and its members": (eu, [question(Q, ("export", "CHN", "DEU", "2023", 300, {"H87": 3, "KGM": 15}), ("export", "CHN", "FRA", "2023", 200, {"H87": 2, "KGM": 10}))]),
        "TOTAL and all chapters": ([record("TOTAL", "RUS", 99000), record("88", "RUS", 1000), heading], [question(Q, RUS), question("--hs 88", RUS)]),
        "no quantity": ([record("8806", "RUS", 1000, 0)], [question(Q, (*RUS[:5], {}))]),
        "two units under one heading": (units, [question(Q, (*RUS[:4], 1000, {"H87": 7, "KGM": 30}))]),
        "pairs": ([record("640192", "RUS", 4800, 600, unit="2u", kg=720)], [question("--hs 6401", ("export", "CHN", "RUS", "2023", 4800, {"NPR": 600, "KGM": 720}))]),
        "thousands of items": ([record("940540", "RUS", 4800, 1.5, unit="1000u", kg=720)], [question("--hs 9405", ("export", "CHN", "RUS", "2023", 4800, {"H87": 1500, "KGM": 720}))]),
    }  # fmt: skip


def _files_of_their_own() -> list[Case]:
    """Cases of more than one file, or of a file saved otherwise."""
    plain, one = levels("RUS"), record("8806", "RUS", 1000, 10, kg=50)
    corrected = record("8806", "RUS", 1250, 11, kg=55)
    few = ("period", "reporterISO", "flowDesc", "partnerISO", "cmdCode", "qtyUnitAbbr", "qty", "primaryValue")
    asked, changed = question(Q, RUS), question(Q, (*RUS[:4], 1250, {"H87": 11, "KGM": 55}))
    pieces = question(Q, (*RUS[:5], {"H87": 10}))
    lost = record("010121", "RUS", 800, 4) | {"cmdCode": "10121", "aggrLevel": 6}
    cents = record("8806", "RUS", 1000.25, 10)
    family = "comtrade"
    older, newer = as_csv([one]), as_csv([corrected])
    return [
        Case("the same file under two names", family, (("a.csv", as_csv(plain)), ("b.csv", as_csv(plain))), (asked,)),
        Case("overlapping downloads", family, (("a.csv", as_csv(plain)), ("b.csv", as_csv([*plain, *_kaz()]))), (question(Q, RUS, KAZ),)),
        Case("an earlier and a corrected download", family, (("2024-01.csv", older), ("2025-01.csv", newer)), (changed,)),
        Case("CSV and API of the same", family, (("a.csv", as_csv(plain)), ("b.json", as_json(plain))), (asked,)),
        Case("few columns", family, (("a.csv", as_csv([one], few)),), (pieces,)),
        Case("columns turned round", family, (("a.csv", as_csv(plain, COLUMNS[::-1])),), (asked,)),
        Case("semicolons and decimal commas", family, (("a.csv", b"\xef\xbb\xbf" + as_csv([cents], COLUMNS, ";", ",")),), (question(Q, (*RUS[:4], 1000.25, {"H87": 10})),)),
        Case("a leading zero lost", family, (("a.csv", as_csv([lost])),), (question("--hs 0101", ("export", "CHN", "RUS", "2023", 800, {"H87": 4})),)),
        Case("API: levels, World and modes", family, (("a.json", as_json([*levels("RUS"), *_kaz(), record("8806", "W00", 1300, 12, kg=59), record("8806", "RUS", 1000, 10, kg=50, motCode=3000)])),), (question(Q, RUS, KAZ),)),
        Case("legacy: levels and World", family, (("a.csv", as_legacy([*levels("RUS"), *_kaz(), record("8806", "W00", 1300, 12, kg=59)])),), (question(Q, RUS, KAZ),)),
        Case("legacy: re-exports", family, (("a.csv", as_legacy([*levels("RUS"), record("8806", "RUS", 90, 1, kg=4, flowCode="RX")])),), (question(f"{Q} --flow export", RUS),)),
        Case("legacy: value in thousands by its header", family, (("a.csv", as_legacy([one]).replace(b"Trade Value (US$)", b"Trade Value (1000 US$)", 1)),), (question(Q, (*RUS[:4], 1_000_000, BOTH)),)),
    ]  # fmt: skip


def comtrade_cases() -> list[Case]:
    """All mutations of UN Comtrade."""
    out = [
        Case(name, "comtrade", (("comtrade.csv", as_csv(records)),), tuple(questions))
        for name, (records, questions) in _mutations().items()
    ]
    return out + _files_of_their_own()
