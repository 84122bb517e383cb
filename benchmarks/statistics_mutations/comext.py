"""Eurostat Comext as it is really downloaded: regimes, levels, groups of countries, years and months, indicators in rows."""

from __future__ import annotations

from collections.abc import Iterable

from statistics_mutations.cases import Case, Question, question

# Header of the monthly bulk files until 2023 and since 2024 (ec.europa.eu/eurostat, bulk download of PRODUCTS).
UNTIL_2023 = (
    "DECLARANT,DECLARANT_ISO,PARTNER,PARTNER_ISO,TRADE_TYPE,PRODUCT_NC,PRODUCT_SITC,PRODUCT_cpa2002,PRODUCT_cpa2008,"
    "PRODUCT_CPA2_1,PRODUCT_BEC,PRODUCT_SECTION,FLOW,STAT_REGIME,SUPP_UNIT,PERIOD,VALUE_IN_EUROS,QUANTITY_IN_KG,SUP_QUANTITY"
)
SINCE_2024 = (
    "REPORTER,PARTNER,TRADE_TYPE,PRODUCT_NC,PRODUCT_SITC,PRODUCT_CPA21,PRODUCT_CPA22,PRODUCT_BEC,PRODUCT_BEC5,"
    "PRODUCT_SECTION,FLOW,STAT_PROCEDURE,SUPPL_UNIT,PERIOD,VALUE_EUR,VALUE_NAC,QUANTITY_KG,QUANTITY_SUPPL_UNIT"
)
SHORT = "DECLARANT,PARTNER,PRODUCT_NC,FLOW,STAT_REGIME,PERIOD,VALUE_IN_EUROS,QUANTITY_IN_KG,SUP_QUANTITY"
# Reply of https://ec.europa.eu/eurostat/api/comext/dissemination/sdmx/2.1/data/DS-045409?format=SDMX-CSV.
SDMX = "DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS"
NUMBERS = {"DE": "004", "PL": "060", "KZ": "0079", "KG": "0083", "RU": "0075", "CN": "0720"}


def old(product: str, partner: str, value: int, kg: int, pieces: str = "", **other: str) -> str:
    """A line of a bulk file until 2023."""
    o = {"flow": "2", "regime": "1", "period": "202203", "declarant": "DE"} | other
    ids = f"{NUMBERS[o['declarant']]},{o['declarant']},{NUMBERS.get(partner, '1011')},{partner}"
    return (
        f"{ids},E,{product},79250,30.30,30.30,30.30,522,17,{o['flow']},{o['regime']},{'PST' if pieces else ''},"
        f"{o['period']},{value},{kg},{pieces}"
    )


def new(product: str, partner: str, value: int, kg: int, pieces: str = "", **other: str) -> str:
    """A line of a bulk file since 2024; its national value is in zlotys where Poland reports."""
    o = {"flow": "2", "procedure": "1", "period": "202403", "reporter": "DE"} | other
    national = value * 4 if o["reporter"] == "PL" else value
    return (
        f"{o['reporter']},{partner},E,{product},79250,30.30,30.30,522,500000,17,{o['flow']},{o['procedure']},"
        f"{'PST' if pieces else 'NO_SU'},{o['period']},{value},{national},{kg},{pieces}"
    )


def sdmx(product: str, partner: str, value: float, hundredweights: float, **other: str) -> str:
    """The two rows of an observation: value and quantity are rows of their own."""
    o = {"freq": "A", "reporter": "DE", "flow": "2", "period": "2022", "pieces": ""} | other
    head = (
        f"ESTAT:DS-045409(1.0),15/09/26 11:00:00,{o['freq']},{o['reporter']},{partner},{product},{o['flow']}"
    )
    rows = [
        f"{head},VALUE_IN_EUROS,{o['period']},{value},,",
        f"{head},QUANTITY_IN_100KG,{o['period']},{hundredweights},,",
    ]
    if o["pieces"]:
        rows.append(f"{head},SUPPLEMENTARY_QUANTITY,{o['period']},{o['pieces']},,")
    return "\n".join(rows)


def file(header: str, rows: Iterable[str], delimiter: str = ",") -> bytes:
    """The file's bytes."""
    return ("\n".join([header, *rows]) + "\n").replace(",", delimiter).encode("utf-8")


def comext_cases() -> list[Case]:
    """All mutations of Comext; each must give 1,000 euros (or as said) to Kazakhstan."""
    q, k22, k24 = "--hs 8806", ("export", "DEU", "KAZ", "2022"), ("export", "DEU", "KAZ", "2024")
    both = {"KGM": 50, "H87": 10}
    one_old = [old("88062210", "KZ", 600, 20, "7"), old("88062310", "KZ", 400, 30, "3")]
    one_new = [new("88062210", "KZ", 600, 20, "7"), new("88062310", "KZ", 400, 30, "3")]
    parts = [sdmx("880622", "KZ", 600, 0.2, pieces="7"), sdmx("880623", "KZ", 400, 0.3, pieces="3")]
    whole = sdmx("8806", "KZ", 1000, 0.5)
    in_months = [
        sdmx("8806", "KZ", v, w, freq="M", period=f"2022-{m:02d}")
        for m, v, w in ((1, 300, 0.1), (2, 700, 0.4))
    ]
    russia = sdmx("8806", "RU", 2000, 0.6)
    asked22, asked24 = question(q, (*k22, 1000, both)), question(q, (*k24, 1000, both))
    kg22 = question(q, (*k22, 1000, both))
    both_partners = question(q, (*k22, 1000, both), ("export", "DEU", "RUS", "2022", 2000, {"KGM": 60}))
    short = [
        f"DE,KZ,{p},2,{r},202203,{v},{w},{n}"
        for p, r, v, w, n in (("88062210", 1, 600, 20, 7), ("88062310", 1, 400, 30, 3))
    ]
    return [
        _case("bulk until 2023", UNTIL_2023, one_old, asked22),
        _case("bulk until 2023: levels 2, 4, 6 and 8", UNTIL_2023, [old("88", "KZ", 1000, 50), old("8806", "KZ", 1000, 50), old("880622", "KZ", 600, 20, "7"), *one_old], asked22),
        _case("bulk until 2023: regimes and their total (4)", UNTIL_2023, [old("88062210", "KZ", 700, 35, "8"), old("88062210", "KZ", 300, 15, "2", regime="3"), old("88062210", "KZ", 1000, 50, "10", regime="4")], asked22),
        _case("bulk until 2023: regimes without total", UNTIL_2023, [old("88062210", "KZ", 700, 35, "8"), old("88062210", "KZ", 300, 15, "2", regime="3")], asked22),
        _case("bulk until 2023: year (52) and months", UNTIL_2023, [*one_old, old("88062210", "KZ", 600, 20, "7", period="202252"), old("88062310", "KZ", 400, 30, "3", period="202252")], asked22),
        _case("bulk until 2023: TOTAL and confidential codes", UNTIL_2023, [*one_old, old("TOTAL", "KZ", 88000, 9000), old("88SSS999", "KZ", 50, 2)], asked22),
        _case("bulk until 2023: the short header", SHORT, short, asked22),
        _case("bulk until 2023: semicolons", UNTIL_2023, one_old, asked22, delimiter=";"),
        _case("bulk since 2024: national currency beside euros", SINCE_2024, [*one_new, new("88062210", "KZ", 200, 9, "4", reporter="PL")], question(q, (*k24, 1000, both), ("export", "POL", "KAZ", "2024", 200, {"KGM": 9, "H87": 4}))),
        _case("bulk since 2024: procedures", SINCE_2024, [new("88062210", "KZ", 700, 35, "8"), new("88062210", "KZ", 300, 15, "2", procedure="3")], asked24),
        _case("SDMX: levels", SDMX, [whole, *parts], kg22),
        _case("SDMX: subheadings alone", SDMX, parts, asked22),
        _case("SDMX: WORLD and partners", SDMX, [whole, russia, sdmx("8806", "WORLD", 3000, 1.1)], both_partners),
        _case("SDMX: extra-EU group and partners", SDMX, [whole, russia, sdmx("8806", "EXT_EU27_2020", 3000, 1.1)], both_partners),
        _case("SDMX: EU27_2020 and its members report", SDMX, [whole, sdmx("8806", "KZ", 1000, 0.5, reporter="EU27_2020")], kg22),
        _case("SDMX: year and months", SDMX, [whole, *in_months], kg22),
        _case("SDMX: months alone", SDMX, in_months, kg22),
        _case("SDMX: both flows", SDMX, [whole, sdmx("8806", "KZ", 90, 0.01, flow="1")], question(q, (*k22, 1000, {"KGM": 50}), ("import", "KAZ", "DEU", "2022", 90, {"KGM": 1}))),
        Case("the same month twice, corrected", "comext", (("full202203.dat", file(UNTIL_2023, [old("88062210", "KZ", 900, 40, "9")])), ("full202203_v2.dat", file(UNTIL_2023, [old("88062210", "KZ", 1000, 50, "10")]))), (asked22,), (), "EUR"),
    ]  # fmt: skip


def _case(name: str, header: str, rows: Iterable[str], *asked: Question, delimiter: str = ",") -> Case:
    return Case(name, "comext", (("comext.csv", file(header, rows, delimiter)),), asked, (), "EUR")
