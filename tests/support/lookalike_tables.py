"""Customs tables whose columns look alike and whose headers say little: invented words in any order.

Every table has a description and an HS code; the other columns are drawn from fields that are told apart by their headers
alone (two dates, two codes, gross and net, invoice and statistical value, importer and exporter, three countries) and from
columns that are no field (duty, freight, contract, telephone). Half of the files are of exports.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

ROWS = 60
HOME = "KZ"
ABROAD = ("CN", "TR", "DE", "IN")
RATES = {"USD": 1.0, "CNY": 0.141, "EUR": 1.08}  # dollars
GOODS = (
    ("848210", "dorum venka lissot"), ("841370", "pelta ruvim onkasse"), ("650610", "hestra molvi"), ("852589", "kontel avi dersu"),
    ("850760", "lunta bravo neskel"), ("640391", "fisto carmel udra"),
)  # fmt: skip
# Syllables of headers: of the tables that rules were made on, and of those that are kept apart.
SCRIPTS: Mapping[str, tuple[str, ...]] = {
    "seen": (
        "ka lo mi ne ru ta so vi pe du gor lan ster bik om el ash un tri zel fir mok dra",
        "ка ло ми не ру та со ви пе ду гор лан стер бик ом ель аш ун три зел фир мок дра",
        "กา ลอ มิ เน รู ตา โซ วี เป ดู", "κα λο μι νε ρυ τα σο βι πε δου γορ",
    ),
    "kept": (
        "hu yä sé prok jil wen gau thi mur ölt inn sker bo dwa ceb quit apu nod ris fal",
        "жу хэ цо щип бря вуд енк сло ґав їст огр тём пра кру сви",
        "בא לו מי נה רו תא שו", "কা লো মি নে রু তা সো", "აკ ლო მი ნე რუ თა",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Lookalikes:
    """A table with the true field of each column; a name that is no field of the importer is that of another matter."""

    headers: tuple[str, ...]
    fields: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    same_values: bool  # the invoice is in dollars: value and value_usd are one

    def wrong(self, mapping: Mapping[str, tuple[int, ...]]) -> dict[str, str]:
        """The fields of a mapping that are read from another column: field -> what the column holds."""
        return {
            name: self.fields[places[0]]
            for name, places in mapping.items()
            if self.fields[places[0]] != name
            and not (name.startswith("value") and (self.same_values or mapping.get("value_usd") == places))
            and {name, self.fields[places[0]]} not in ({"maker", "trademark"}, {"model", "mark"})
        }


def lookalike_table(seed: int, half: str = "seen", rows: int = ROWS) -> Lookalikes:
    """The table of a seed, with so many rows."""
    rng = random.Random(f"{half}-{seed}")
    lines, same_values = _lines(rng, rows)
    fields = [name for name in lines[0] if name not in ("description", "hs")]
    chosen = ["description", "hs", *rng.sample(fields, rng.randint(6, len(fields)))]
    if "date" not in chosen:  # one date alone is taken for that of the declaration
        chosen = [name for name in chosen if not name.endswith("_date")]
    rng.shuffle(chosen)
    headers = tuple(_header(rng, half) for _ in chosen)
    cells = tuple(tuple(line[name] for name in chosen) for line in lines)
    return Lookalikes(headers, tuple(chosen), cells, same_values)


def _header(rng: random.Random, half: str) -> str:
    syllables = _script(rng, half).split()
    words = ["".join(rng.choices(syllables, k=rng.randint(2, 4))) for _ in range(rng.randint(1, 3))]
    style: Callable[[], str] = rng.choice(
        (
            lambda: " ".join(words).capitalize(),
            lambda: "_".join(words).upper(),
            lambda: " ".join(f"{word[: rng.randint(2, 4)]}." for word in words),
        )
    )
    return style()


def _script(rng: random.Random, half: str) -> str:
    """One script for most headers of a table: Latin letters or its own."""
    scripts = SCRIPTS[half]
    return scripts[0] if rng.random() < 0.3 else scripts[rng.randrange(len(scripts))]


def _lines(rng: random.Random, rows: int) -> tuple[list[dict[str, str]], bool]:
    exports, form = rng.random() < 0.5, rng.choice(("%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y"))
    currencies = rng.choice((("USD",), ("USD", "CNY"), ("CNY", "EUR"), ("USD", "CNY", "EUR")))
    digits, several = rng.choice((6, 8, 10)), rng.random() < 0.7
    firms = [
        (_firm(rng), f"{rng.randint(10**9, 10**10 - 1)}", _address(rng)) for _ in range(rng.randint(2, 6))
    ]
    partners = [(_firm(rng), _address(rng)) for _ in range(rng.randint(2, 6))]
    out: list[dict[str, str]] = []
    while len(out) < rows:
        (firm, code, at), (partner, elsewhere) = rng.choice(firms), rng.choice(partners)
        day, abroad = date(2023, 1, 9) + timedelta(days=rng.randint(0, 330)), rng.choice(ABROAD)
        home, other = ("exporter", "importer") if exports else ("importer", "exporter")
        declared = {
            "date": day.strftime(form), "invoice_date": (day - timedelta(days=rng.randint(3, 40))).strftime(form),
            "release_date": (day + timedelta(days=rng.randint(0, 5))).strftime(form), "currency": rng.choice(currencies),
            "declaration": f"{day.year}-{rng.randint(10, 99)}-{rng.randint(1, 999999):06d}", "declarant": f"{_word(rng)} broker",
            home: firm, f"{home}_code": code, f"{home}_address": at, other: partner, f"{other}_address": elsewhere,
            "origin": HOME if exports else abroad, "departure": HOME if exports else rng.choice((abroad, "AE")),
            "destination": abroad if exports else HOME, "incoterms": rng.choice(("FOB NINGBO", "EXW", "CIF", "DAP")),
            "phone": f"+7 9{rng.randint(10, 99)} {rng.randint(100, 999)}-{rng.randint(10, 99)}-{rng.randint(10, 99)}",
            "contract": f"{rng.randint(1, 40)}/{rng.randint(18, 23)}-K", "procedure": rng.choice(("40", "53", "80")),
            "bill": f"{rng.randint(10**9, 10**10 - 1)}",
        }  # fmt: skip
        for item in range(1, (rng.randint(1, 5) if several else 1) + 1):
            out.append(declared | _goods(rng, len(out), item, declared["currency"], digits))
    return out[:rows], currencies == ("USD",)


def _goods(rng: random.Random, n: int, item: int, currency: str, digits: int) -> dict[str, str]:
    hs, words = rng.choice(GOODS)
    number = rng.choice((rng.randint(2, 90), rng.randint(100, 4000)))
    net = number * rng.choice((0.15, 0.4, 1.2)) + rng.randint(1, 9) * 0.25
    value = number * rng.choice((3.1, 11.25, 48.5)) + rng.randint(0, 99) / 100
    dollars = value * RATES[currency]
    amounts = {
        "gross_kg": net * 1.07 + 0.5, "net_kg": net, "value": value, "value_usd": dollars, "customs_value": dollars * 450,
        "unit_price": value / number, "duty": dollars * 45, "freight": value * rng.choice((0.02, 0.05, 0.11)),
        "rate": RATES[currency] * 450,
    }  # fmt: skip
    return {
        "description": f"{words}, {_word(rng)} {_word(rng)}, QB-{n:04d}",
        "hs": f"{hs}{rng.choice(('0000', '9008', '1000'))}"[:digits],
        "older_hs": f"{hs[:4]}{rng.choice(('10', '20', '90'))}0000"[:digits],
        "line_no": str(item),
        "quantity": str(number),
        "packages": str(rng.randint(1, 60)),
        "unit": rng.choice(("PCE", "PCE", "KGM")),
        "model": f"{rng.choice('LMRTW')}{rng.randint(10, 99)}",
        "maker": rng.choice(("JADE WORKS", "IRON FAN GMBH", "NINE DRAGONS PLANT")),
    } | {name: f"{amount:.2f}" for name, amount in amounts.items()}


def _word(rng: random.Random) -> str:
    return "".join(
        rng.choices(("ver", "dol", "mas", "ti", "on", "pra", "ki", "su", "len"), k=rng.randint(2, 4))
    )


def _firm(rng: random.Random) -> str:
    return f"{_word(rng)} {_word(rng)} {rng.choice(('LLP', 'CO., LTD', 'SERVIS', 'LTD', 'AB'))}".upper()


def _address(rng: random.Random) -> str:
    return f"{_word(rng)} {_word(rng)} {rng.randint(2, 98)}, {_word(rng)}".title()
