"""Columns of a file that are none of the importer's fields but look like them: other firms, dates, amounts, weights, countries.

A layout writes such a column as `~kind`, with a kind of `KINDS`. A cell differs from the cells of the true columns, so a
field that is filled from it is misread. `~kind or field` is a column that may be read as that field all the same, as
either of two values in dollars where a file states both; more than one field may follow.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from unseen_layouts.cells import Cell, Style, day, home_value, hs, number, place
from unseen_layouts.declarations import COUNTRIES, DOLLARS, HS6, LOCAL_RATE, Line
from unseen_layouts.identifiers import tax_number
from unseen_layouts.vocabulary import half_of, words

MARK = "~"
PORTS = {
    "ru": ("Нингбо", "Шанхай", "Стамбул", "Джебель-Али", "Далянь"),
    "uk": ("Нінбо", "Шанхай", "Амбарли", "Гданськ", "Констанца"),
    "zh": ("宁波北仑港", "上海洋山", "汉堡", "釜山", "迪拜"),
    "en": ("NINGBO", "SHANGHAI", "AMBARLI", "BUSAN", "YANTIAN", "JEBEL ALI"),
}
HOME_PORTS = {
    "es": ("CALLAO", "VALPARAISO", "GUAYAQUIL"),
    "pt": ("SANTOS", "ITAJAI", "PARANAGUA"),
    "de": ("Hamburg", "Bremerhaven"),
    "ar": ("الإسكندرية", "دمياط", "بورسعيد"),
    "en": ("FELIXSTOWE", "ROTTERDAM", "ANTWERP"),
}
US_PORTS = ("NEWARK, NJ", "LONG BEACH, CA", "SAVANNAH, GA")
INDIA_PORTS = ("NHAVA SHEVA SEA", "MUNDRA", "CHENNAI SEA")
LOCODES = ("CNNGB", "CNSHA", "TRAMR", "CNYTN", "AEJEA", "SGSIN")
HOME_LOCODES = {"ko": ("KRPUS", "KRINC"), "en": ("GBFXT", "NLRTM", "USLGB")}
CITIES = ("MUMBAI", "PUNE", "NEW DELHI", "CHENNAI")
FOREIGN_CITIES = {"ru": ("Иу", "Гуанчжоу", "Стамбул"), "en": ("YIWU", "GUANGZHOU", "ISTANBUL", "FOSHAN")}
STATES = ("JALISCO", "NUEVO LEON", "SONORA", "PUEBLA")
SCACS = ("ESLU", "BANC", "NWSH", "PHLN")
CARRIERS = ("EASTERN STAR LINES", "BLUE ANCHOR CONTAINER", "NORTHWAY SHIPPING CO", "PACIFIC HERON LINE")
BROKERS = ("KESTREL CUSTOMS SERVICES", "HARBOUR CLEARING AGENCY", "TRIDENT FORWARDING", "ARGO LOGISTICS")
VESSELS = ("MV AMBER DAWN 031E", "SILVER HERON V.117W", "OCEAN LARCH 2309N", "EVER MEADOW 0EB2S")
BANKS = ("MERIDIAN COMMERCIAL BANK", "FIRST HARBOUR BANK", "UNITED ORIENT BANK")
STREETS = ("QUAY", "MILL LANE", "WAREHOUSE ROW", "DEPOT ROAD")
MODES = {
    "ru": ("морской", "автодорожный", "воздушный"),
    "uk": ("морський", "автомобільний", "повітряний"),
    "zh": ("水路运输", "公路运输", "航空运输"),
    "es": ("MARITIMO", "AEREO", "CARRETERO"),
    "tr": ("Denizyolu", "Karayolu", "Havayolu"),
    "en": ("SEA", "AIR", "ROAD"),
}
REMARKS = ("N/M", "NO MARKS", "C/NO.1-UP", "AS ADDRESSED", "SEE ATTACHED SHEET", "PO 4471 / LOT B", "")
CHAPTERS = {
    "ru": {"84": "РЕАКТОРЫ ЯДЕРНЫЕ, КОТЛЫ, МАШИНЫ", "85": "ЭЛЕКТРИЧЕСКИЕ МАШИНЫ", "65": "ГОЛОВНЫЕ УБОРЫ", "64": "ОБУВЬ"},
    "uk": {"84": "РЕАКТОРИ ЯДЕРНІ, КОТЛИ, МАШИНИ", "85": "ЕЛЕКТРИЧНІ МАШИНИ", "65": "ГОЛОВНІ УБОРИ", "64": "ВЗУТТЯ"},
    "es": {"84": "REACTORES NUCLEARES, CALDERAS, MAQUINAS", "85": "MAQUINAS Y APARATOS ELECTRICOS", "65": "SOMBREROS Y TOCADOS", "64": "CALZADO"},
    "fr": {"84": "REACTEURS NUCLEAIRES, CHAUDIERES, MACHINES", "85": "MACHINES ELECTRIQUES", "65": "COIFFURES", "64": "CHAUSSURES"},
    "pt": {"84": "REATORES NUCLEARES, CALDEIRAS, MAQUINAS", "85": "MAQUINAS E APARELHOS ELETRICOS", "65": "CHAPEUS", "64": "CALCADOS"},
    "zh": {"84": "核反应堆、锅炉、机器", "85": "电机、电气设备", "65": "帽类及其零件", "64": "鞋靴"},
    "en": {"84": "NUCLEAR REACTORS, BOILERS, MACHINERY", "85": "ELECTRICAL MACHINERY AND EQUIPMENT", "65": "HEADGEAR AND PARTS THEREOF", "64": "FOOTWEAR, GAITERS AND THE LIKE"},
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Where a cell stands: its line, the layout's style, and chances that are the same in each run."""

    line: Line
    style: Style
    same: random.Random  # for all lines of a declaration
    own: random.Random  # for this line alone
    beside: Sequence[Line]  # all lines of its declaration

    @property
    def home(self) -> float:
        """The line's value in the currency of the country."""
        return home_value(self.line, self.style)

    def others(self, given: Sequence[str], true: str) -> str:
        """One of these that is not the true one."""
        return self.same.choice([g for g in given if g != true] or [f"{true} 2"])

    def words(self, table: dict[str, Any]) -> Any:
        """The entry of the language, English where it has none."""
        return table.get(self.style.language.rstrip("2"), table["en"])


Maker = Callable[[Place], Any]


def _digits(rng: random.Random, count: int) -> str:
    return "".join(str(rng.randint(1, 9)) for _ in range(count))


def _code(rng: random.Random) -> str:
    return f"{''.join(rng.choice('ACDFHLMNPRSTX') for _ in range(3))}{_digits(rng, 7)}"


def _freight(p: Place) -> float:
    """The same for all columns of a line that hold it."""
    return p.line.value_usd * random.Random(p.line.token).uniform(0.02, 0.11) + 1.37


def _insurance(p: Place) -> float:
    return p.line.value_usd * 0.005 + 0.31


def _rate(p: Place) -> float:
    """What a unit of the line's currency is worth in the currency of the country."""
    return (p.style.home_rate or LOCAL_RATE) * DOLLARS[p.line.currency]


def _letter(header: str) -> str:
    return "".join(c for c in header.upper() if c.isascii() and c.isalpha())[:2] or "N"


def _firm(p: Place) -> str:
    return p.others(half_of(words(p.style.language)["firms"], p.style.half), p.line.importer)


def _address(p: Place) -> str:
    given = p.same.choice(half_of(words(p.style.language)["addresses"], p.style.half))
    return str(given).format(n=p.same.randint(100, 180))


def _day(p: Place, apart: int) -> Any:
    given = date.fromisoformat(p.line.day) + timedelta(days=apart)
    return given if p.style.typed else day(str(given), p.style)


def _another_country(p: Place) -> Any:
    taken = (p.line.origin, p.line.departure, p.line.destination)
    return place(p.same.choice([c for c in COUNTRIES if c not in taken]), p.style).written


def _another_hs(p: Place) -> str:
    return hs(p.own.choice([c for c in HS6 if c != p.line.hs[:6]]) + "3000", p.style)


KINDS: dict[str, Maker] = {
    # parties and places
    "firm": _firm,
    "sender": lambda p: p.others(words("more")["senders"], p.line.exporter),
    "carrier": lambda p: p.same.choice(CARRIERS),
    "broker": lambda p: p.same.choice(BROKERS),
    "vessel": lambda p: p.same.choice(VESSELS),
    "bank": lambda p: p.same.choice(BANKS),
    "address": _address,
    "foreign_address": lambda p: f"{p.same.randint(401, 990)} {p.same.choice(STREETS)}",
    "port": lambda p: p.same.choice(p.words(PORTS)),
    "home_port": lambda p: p.same.choice(p.words(HOME_PORTS)),
    "us_port": lambda p: p.same.choice(US_PORTS),
    "india_port": lambda p: p.same.choice(INDIA_PORTS),
    "locode": lambda p: p.same.choice(LOCODES),
    "home_locode": lambda p: p.same.choice(p.words(HOME_LOCODES)),
    "city": lambda p: p.same.choice(CITIES),
    "foreign_city": lambda p: p.same.choice(p.words(FOREIGN_CITIES)),
    "state": lambda p: p.same.choice(STATES),
    "name_address": lambda p: f"{p.line.importer}, {p.line.importer_address}",
    "email": lambda p: f"import{p.same.randint(1, 90)}@mail.example",
    "country": _another_country,
    "from": lambda p: place(p.line.departure, p.style).written,
    "home_country": lambda p: place(p.line.destination, p.style).written,
    # numbers that name something
    "code": lambda p: _code(p.same),
    "line_code": lambda p: _code(p.own),
    "digits": lambda p: _digits(p.same, 9),
    "digits4": lambda p: _digits(p.same, 4),
    "digits6": lambda p: _digits(p.same, 6),
    "digits13": lambda p: _digits(p.own, 13),
    "scac": lambda p: p.same.choice(SCACS),
    "short": lambda p: f"{p.same.choice((10, 11, 40, 70, 78))}",
    "tax": lambda p: tax_number(p.style.language, p.same),
    "container": lambda p: f"{p.same.choice(('BANU', 'ESLU', 'PHLU'))}{_digits(p.same, 7)}",
    "serial": lambda p: int(p.line.token[-4:]) + 1,
    "chapter": lambda p: p.line.hs[:2],
    "heading": lambda p: p.line.hs[:4],
    "another_hs": _another_hs,
    # words
    "chapter_text": lambda p: p.words(CHAPTERS)[p.line.hs[:2]],
    "goods": lambda p: p.line.heading_text,
    "mode": lambda p: p.same.choice(p.words(MODES)),
    "mode_code": lambda p: p.same.choice(("1", "3", "4")),
    "text": lambda p: p.same.choice(REMARKS),
    "yes_no": lambda p: p.own.choice(("Y", "N", "N")),
    "package_kind": lambda p: p.same.choice(("CT", "PK", "PLT", "BX")),
    "unit2": lambda p: p.own.choice(("PRS", "SET", "DOZ", "MTR")),
    "currency": lambda p: p.others(("GBP", "JPY", "CHF"), p.line.currency),
    # days
    "earlier": lambda p: _day(p, -p.same.randint(3, 40)),
    "before": lambda p: _day(p, -p.same.randint(1, 2)),
    "later": lambda p: _day(p, p.same.randint(2, 25)),
    "year": lambda p: int(p.line.day[:4]),
    "month": lambda p: int(p.line.day[5:7]),
    "month_name": lambda p: date.fromisoformat(p.line.day).strftime("%b-%y").upper(),
    # amounts, weights, counts
    "amount": lambda p: p.line.value_usd * p.own.uniform(0.02, 0.2) + 1.37,
    "freight": _freight,
    "insurance": _insurance,
    "cfr": lambda p: p.line.value_usd + _freight(p),
    "cif": lambda p: p.line.value_usd + _freight(p) + _insurance(p),
    "near": lambda p: p.line.value_usd * 1.1 + 2.11,
    "total": lambda p: sum(n.value for n in p.beside) + p.same.randint(20, 400),
    "home": lambda p: p.home * p.own.uniform(1.05, 1.3) + 4.55,
    "duty": lambda p: p.home * p.own.uniform(0.05, 0.3) + 0.55,
    "duties": lambda p: p.home * 0.34 + 0.95,
    "price": lambda p: p.line.value / p.line.quantity,
    "price_usd": lambda p: p.line.value_usd / p.line.quantity,
    "price_cif": lambda p: (p.line.value_usd + _freight(p) + _insurance(p)) / p.line.quantity,
    "price_kg": lambda p: p.line.value_usd / p.line.net_kg,
    "home_price": lambda p: p.home / p.line.quantity,
    "rate": _rate,
    "percent": lambda p: float(p.own.choice((5, 7.5, 10, 18))),
    "weight": lambda p: sum(n.gross_kg for n in p.beside) + p.same.randint(12, 90),
    "tare": lambda p: p.line.net_kg * 0.01 + p.own.uniform(0.1, 0.9),
    "volume": lambda p: p.own.uniform(0.2, 68),
    "number": lambda p: p.same.randint(1, 60),
    "quantity2": lambda p: float(round(p.line.quantity * 1.5) + 7),
}


FINE = frozenset(("price", "price_usd", "price_cif", "price_kg", "home_price", "rate"))
DAYS = frozenset(("earlier", "before", "later"))


def is_other(column: str) -> bool:
    """Whether a column of a layout is none of the fields."""
    return column.startswith(MARK)


def read_as(column: str) -> frozenset[str]:
    """The fields as which a column may be read: itself, or what follows `or`."""
    return frozenset(column.split(" or ")[1:] or [column])


def other_cell(line: Line, header: str, column: str, style: Style, beside: Sequence[Line]) -> Cell:
    """The cell of such a column; `beside` are the lines of the declaration. Raises KeyError where its kind is unknown."""
    kind = column.removeprefix(MARK).partition(" or ")[0]
    seed = f"{style.half}-{header}"
    value = KINDS[kind](
        Place(
            line,
            style,
            random.Random(f"{seed}-{line.declaration}"),
            random.Random(f"{seed}-{line.token}"),
            beside,
        )
    )
    if kind in ("code", "line_code"):
        value = f"{_letter(header)}{value}"
    return _written(value, kind, style)


def _written(value: Any, kind: str, style: Style) -> Cell:
    """A value as the layout writes its own; rates and prices with four decimals."""
    digits = 4 if kind in FINE else 2
    if isinstance(value, float):
        value = round(value, digits)
    if style.typed:
        return Cell(value, (value,))
    shown = number(value, style, digits) if isinstance(value, float) else str(value)
    if style.digits and (isinstance(value, int | float) or kind in DAYS):
        shown = shown.translate(str.maketrans("0123456789", style.digits))
    return Cell(shown, (value,))
