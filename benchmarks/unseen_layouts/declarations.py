"""Invented declared lines: plain facts, before anybody wrote them into a table."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from babel import Locale
from unseen_layouts.identifiers import declaration, tax_number
from unseen_layouts.vocabulary import half_of, words

# Subheadings of HS 2022, in the order of the goods in each file of words.
HS6 = ("848210", "841370", "650610", "852589", "853400", "854449", "850760", "848180", "850132", "640391")
NATIONAL = ("0000", "9008", "1000", "9000", "2100")
COUNTRIES = ("CN", "TR", "DE", "IN", "VN", "IT", "KR", "AE")
DOLLARS = {"USD": 1.0, "CNY": 0.141, "EUR": 1.08}  # for a unit of the currency
LOCAL_RATE = 82.35  # local currency for a dollar
BROKERS = ("SVAHA BROKER", "KESTREL", "TERMINAL-N", "ARGO CUSTOMS", "NORD DEKLARANT", "TRIDENT")
LEGAL_FORMS = ("LLC", "LTD", "GMBH", "S.R.L.", "A.S.", "S.A.", "SP. Z O.O.", "CO., LTD")
ADDRESSES = (  # of senders
    "NO {n} JADE ROAD, {city}", "UL. POLNA {n}, 61-0{n:02d} POZNAN", "LINDENSTR. {n}, 2{n:04d} HAMBURG", "VIA ROMA {n}, MILANO (MI)",
    "{n}00 MAIN STREET, HOUSTON TX 77{n:03d}", "ATATURK CAD. NO:{n}/2 ISTANBUL", "{city}, ZHEJIANG 315{n:03d}, CHINA",
)  # fmt: skip
HOME = {
    "ru": "RU", "uk": "UA", "en": "AE", "zh": "CN", "kk": "KZ", "uz": "UZ", "tr": "TR", "vi": "VN", "es": "PE", "fr": "MA",
    "de": "DE", "pl": "PL", "pt": "BR", "hy": "AM", "ka": "GE", "it": "IT", "cs": "CZ", "ro": "RO", "bg": "BG", "nl": "NL",
    "id": "ID", "ko": "KR", "fa": "IR", "hi": "IN", "ar": "AE", "vi2": "VN", "pt2": "BR", "tr2": "TR", "sw": "KE",
}  # fmt: skip
# ISO 3166 numeric and alpha-3 of the countries above.
ISO = {
    "CN": ("156", "CHN"), "TR": ("792", "TUR"), "DE": ("276", "DEU"), "IN": ("356", "IND"), "VN": ("704", "VNM"),
    "IT": ("380", "ITA"), "KR": ("410", "KOR"), "AE": ("784", "ARE"), "RU": ("643", "RUS"), "UA": ("804", "UKR"),
    "KZ": ("398", "KAZ"), "UZ": ("860", "UZB"), "PE": ("604", "PER"), "MA": ("504", "MAR"), "PL": ("616", "POL"),
    "BR": ("076", "BRA"), "AM": ("051", "ARM"), "GE": ("268", "GEO"), "CZ": ("203", "CZE"), "RO": ("642", "ROU"), "BG": ("100", "BGR"), "NL": ("528", "NLD"),
    "ID": ("360", "IDN"), "IR": ("364", "IRN"), "KE": ("404", "KEN"),
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A declared line; countries as ISO alpha-2, unit `piece` or `kg`, money with two decimals."""

    token: str  # stands in the description of this line and nowhere else
    description: str
    heading_text: str
    translation: str
    hs: str
    day: str
    declaration: str
    line_no: int
    maker: str
    trademark: str
    model: str
    importer: str
    importer_code: str
    importer_address: str
    exporter: str
    exporter_address: str
    declarant: str
    origin: str
    departure: str
    destination: str
    quantity: float
    unit: str
    gross_kg: float
    net_kg: float
    value: float
    currency: str
    value_usd: float
    customs_value: float
    incoterms: str
    office: str
    direction: str
    phone: str
    procedure: str
    contract: str
    packages: str


@cache
def country(code: str, language: str) -> str:
    """A country's name; languages that are written in Latin letters here have it in English, as such tables do."""
    locale = {"zh": "zh_Hans", "hy": "en", "ka": "en", "ar": "en"}.get(language, language.rstrip("2"))
    return str(Locale.parse(locale).territories[code]).replace("\u02bc", "'")


def lines(language: str, half: str, count: int, rng: random.Random) -> list[Line]:
    """`count` lines in declarations of one to five, items numbered anew in each."""
    out: list[Line] = []
    start = date(2023, 1, 9)
    mine, more = words(language), words("more")
    firms = half_of(mine["firms"], half)
    parties = [
        (
            f,
            tax_number(language, rng),
            rng.choice(half_of(mine["addresses"], half)).format(n=rng.randint(2, 98)),
        )
        for f in firms
    ]
    weighed = rng.random() < 0.5  # whether kilograms are stated with their fractions
    brokers = [f"{name} {rng.choice(LEGAL_FORMS)}" for name in rng.sample(BROKERS, k=3)]
    addresses = {
        seller: rng.choice(ADDRESSES).format(
            n=rng.randint(3, 98), city=rng.choice(("NINGBO", "YIWU", "FOSHAN"))
        )
        for seller in more["senders"]
    }
    while len(out) < count:
        day = str(start + timedelta(days=rng.randint(0, 330)))
        number = declaration(language, rng, day)
        buyer, code, place = rng.choice(parties)
        seller = rng.choice(more["senders"])
        origin, currency = rng.choice(COUNTRIES), rng.choice(("USD", "CNY", "USD", "EUR"))
        shared = {
            "day": day, "declaration": number, "importer": buyer, "importer_code": code, "importer_address": place,
            "exporter": seller, "exporter_address": addresses[seller],
            "declarant": rng.choice(brokers), "origin": origin, "departure": rng.choice((origin, "AE", "CN")),
            "destination": HOME[language], "currency": currency, "incoterms": rng.choice(("FOB NINGBO", "EXW", "CIF", "FCA YIWU", "DAP")),
            "office": rng.choice(mine.get("offices") or ["Post 7"]), "direction": rng.choice(("IM", "IM", "EX")),
            "phone": f"+7 9{rng.randint(10, 99)} {rng.randint(100, 999)}-{rng.randint(10, 99)}-{rng.randint(10, 99)}",
            "procedure": rng.choice(("40", "40", "53", "80")), "contract": f"{rng.randint(1, 40)}/{rng.randint(18, 23)}-K",
        }  # fmt: skip
        for item in range(1, rng.randint(1, 5) + 1):
            line = _line(language, half, len(out), item, rng, shared)
            out.append(replace(line, quantity=line.net_kg) if weighed and line.unit == "kg" else line)
    return out[:count]


def _line(language: str, half: str, n: int, item: int, rng: random.Random, shared: dict[str, str]) -> Line:
    mine, more = words(language), words("more")
    kind = rng.choice(half_of(list(range(len(HS6))), half) * 3 + list(range(len(HS6))))
    token = f"{'KZ' if half == 'kept' else 'QB'}{rng.randint(10, 99)}-{n:04d}"
    phrases = rng.sample(mine["phrases"], k=rng.randint(1, 3))
    mark, model = rng.choice(more["marks"]), f"{rng.choice('LMRTW')}{rng.randint(10, 99)}"
    number = rng.choice((rng.randint(2, 90), rng.randint(100, 4000)))
    unit = rng.choice(("piece", "piece", "piece", "kg"))
    net = round(number * rng.choice((0.15, 0.4, 1.2)) + rng.randint(1, 9) * 0.25, 2)
    value = round(number * rng.choice((3.1, 11.25, 48.5)) + rng.randint(0, 99) / 100, 2)
    usd = round(value * DOLLARS[shared["currency"]], 2)
    return Line(
        token=token,
        description=f"{mine['goods'][kind]}, {', '.join(phrases)}, {mark} {model}, {token}",
        heading_text=mine["goods"][kind].upper(),
        translation=f"{words('en')['goods'][kind]}, {rng.choice(words('en')['phrases'])}",
        hs=HS6[kind] + rng.choice(NATIONAL),
        line_no=item,
        maker=rng.choice(more["makers"]),
        trademark=mark,
        model=model,
        quantity=float(number),
        unit=unit,
        packages=str(rng.choice((rng.randint(1, 60), rng.randint(60, 900)))),
        gross_kg=round(net * 1.07 + 0.5, 2),
        net_kg=net,
        value=value,
        value_usd=usd,
        customs_value=round(usd * LOCAL_RATE, 2),
        **shared,  # type: ignore[arg-type]
    )
