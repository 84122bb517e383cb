"""What files of known offices and portals fix without saying it: their currency, scale, reporter, codes of countries and units."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from matcher.customs.trade.formats.texts import words
from matcher.customs.trade.formats.texts.vocabulary import fold
from matcher.text.word_files import word_file

# The numbers of UN Comtrade, and those of WITS, 5 and 6.
NUMBERED_FLOWS = {
    "1": "import",
    "2": "export",
    "3": "re-export",
    "4": "re-import",
    "5": "import",
    "6": "export",
}
COMEXT_FLOWS = {"1": "import", "2": "export"}
UKTRADEINFO_FLOWS = {"1": "import", "2": "export", "3": "import", "4": "export"}  # 1, 2: with the EU


@dataclass(frozen=True)
class Family:
    """What the words of a table's header (`header`, all of them) fix that the table does not repeat.

    `flows` are its codes of directions, `flow` the one direction of all rows; `kilograms`: weights without a unit are in kilograms;
    `country_of_code` and `unit_of_code` read codes of countries and units, where they are its own.
    """

    header: frozenset[str] = frozenset()
    scale: float | None = None
    currency: str | None = None
    reporter: str | None = None
    decimal: str | None = None
    flow: str | None = None
    kilograms: bool = False
    flows: Mapping[str, str] = field(default_factory=lambda: NUMBERED_FLOWS)
    country_of_code: Callable[[str], str] | None = None
    unit_of_code: Callable[[str], str] | None = None


def _country_of_comexstat(code: str) -> str:
    """The country of a code of Comex Stat (Brazil): ISO 3166 alpha-3, the name of a place that is no country, else the code."""
    return _comexstat_countries().get(code) or word_file(__package__, "comexstat.yaml")["places"].get(
        code, code
    )


@cache
def _comexstat_countries() -> dict[str, str]:
    listed = word_file(__package__, "comexstat.yaml")["countries"]
    return {code: country for country, codes in listed.items() for code in codes}


def _unit_of_comexstat(code: str) -> str:
    """The unit of a code of Comex Stat; "" for a code of none."""
    return str(word_file(__package__, "comexstat.yaml")["units"].get(code, ""))


def family_of(header: Sequence[str]) -> str:
    """The name of the family that a table with this header belongs to; "table" for none."""
    folded = {fold(cell) for cell in header}
    return next((name for name, family in _FAMILIES.items() if family.header <= folded), "table")


def note_of(name: str) -> str:
    """What a note says of a table whose currency and scale are taken from its family."""
    return (
        f"currency and scale are those of the files of {name}; if they are others, forget it and state them"
    )


def family_named(name: str) -> Family:
    """The family with a name; one that fixes nothing for "table"."""
    return _FAMILIES.get(name, Family())


_FAMILIES = {
    "comtrade": Family(
        frozenset({"cmd code", "primary value"}), 1.0, "USD", decimal=".", kilograms=True, country_of_code=words.comtrade_country
    ),
    "comtrade legacy": Family(
        frozenset({"commodity code", "trade flow", "netweight kg"}), decimal=".", kilograms=True
    ),
    "comext": Family(
        frozenset({"product nc", "flow", "period"}), 1.0, decimal=".", kilograms=True, flows=COMEXT_FLOWS
    ),
    "gacc": Family(frozenset({"商品编码", "数据年月"}), reporter="CHN", decimal="."),
    "gacc in English": Family(
        frozenset({"date of data", "commodity code", "trading partner"}), reporter="CHN", decimal="."
    ),
    "tsvt": Family(
        frozenset({"napr", "period", "strana", "tnved", "stoim"}), None, "USD", "RUS", ",", kilograms=True
    ),
    "census exports": Family(frozenset({"e commodity"}), 1.0, "USD", "USA", ".", flow="export"),
    "census imports": Family(frozenset({"i commodity"}), 1.0, "USD", "USA", ".", flow="import"),
    "French customs": Family(
        frozenset({"flux", "mois", "annee", "nc8", "valeur", "masse"}), 1.0, "EUR", "FRA", kilograms=True
    ),
    "SARS": Family(
        frozenset({"district office code", "statistical unit", "customs value"}), 1.0, "ZAR", "ZAF", "."
    ),
    "uktradeinfo": Family(
        frozenset({"month id", "flow type id", "commodity id", "net mass"}), 1.0, "GBP", "GBR", ".", kilograms=True, flows=UKTRADEINFO_FLOWS
    ),
    **{
        name: Family(
            frozenset({"co ano", "co pais", "vl fob", *more}), 1.0, "USD", "BRA", ".", flow, kilograms=True,
            country_of_code=_country_of_comexstat, unit_of_code=_unit_of_comexstat,
        )
        for name, more, flow in (("comexstat imports", ("vl frete",), "import"), ("comexstat", (), None))
    },
}  # fmt: skip
