"""Numbers with right check digits: of taxpayers in the languages of the layouts, and of declarations."""

from __future__ import annotations

import random
from collections.abc import Callable


def _digits(rng: random.Random, count: int) -> list[int]:
    return [rng.randint(1, 9), *(rng.randint(0, 9) for _ in range(count - 1))]


def _text(digits: list[int]) -> str:
    return "".join(map(str, digits))


def inn(rng: random.Random) -> str:
    """Russian INN of a firm (order of the tax service of 29.06.2012, MMV-7-6/435)."""
    d = [7, rng.randint(0, 9), *_digits(rng, 7)]
    return _text([*d, sum(a * b for a, b in zip((2, 4, 10, 3, 5, 9, 4, 6, 8), d, strict=True)) % 11 % 10])


def edrpou(rng: random.Random) -> str:
    """Ukrainian code of a firm, eight digits."""
    d = [4, *_digits(rng, 6)]
    low = (7, 1, 2, 3, 4, 5, 6)
    check = sum(a * b for a, b in zip(low, d, strict=True)) % 11
    if check == 10:
        check = sum((a + 2) * b for a, b in zip(low, d, strict=True)) % 11 % 10
    return _text([*d, check])


def bin_(rng: random.Random) -> str:
    """Kazakh BIN: year and month of registration, kind of firm, serial, check digit."""
    while True:
        d = [
            *map(int, f"{rng.randint(5, 23):02d}{rng.randint(1, 12):02d}4{rng.randint(0, 3)}"),
            *_digits(rng, 5),
        ]
        check = sum((i + 1) * n for i, n in enumerate(d)) % 11
        if check == 10:
            check = sum(((i + 2) % 11 + 1) * n for i, n in enumerate(d)) % 11
        if check < 10:
            return _text([*d, check])


def uscc(rng: random.Random) -> str:
    """Chinese unified social credit code (GB 32100-2015)."""
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = "91" + f"{rng.choice((330200, 440300, 310115))}" + "".join(rng.choice(letters) for _ in range(9))
    total = sum(letters.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + letters[(31 - total % 31) % 31]


def vkn(rng: random.Random) -> str:
    """Turkish tax number."""
    d = _digits(rng, 9)
    total = 0
    for i, n in enumerate(d):
        shifted = (n + 9 - i) % 10
        total += shifted * pow(2, 9 - i) % 9 or (9 if shifted else 0)
    return _text([*d, (10 - total % 10) % 10])


def nip(rng: random.Random) -> str:
    """Polish NIP."""
    while True:
        d = _digits(rng, 9)
        check = sum(a * b for a, b in zip((6, 5, 7, 2, 3, 4, 5, 6, 7), d, strict=True)) % 11
        if check < 10:
            return _text([*d, check])


def cnpj(rng: random.Random) -> str:
    """Brazilian CNPJ with its marks."""
    d = [*_digits(rng, 8), 0, 0, 0, 1]
    for weights in ((5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2), (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)):
        rest = sum(a * b for a, b in zip(weights, d, strict=True)) % 11
        d.append(0 if rest < 2 else 11 - rest)
    t = _text(d)
    return f"{t[:2]}.{t[2:5]}.{t[5:8]}/{t[8:12]}-{t[12:]}"


def mst(rng: random.Random) -> str:
    """Vietnamese tax code, ten digits with a check digit."""
    while True:
        d = [0, 1, *_digits(rng, 7)]
        check = 10 - sum(a * b for a, b in zip((31, 29, 23, 19, 17, 13, 7, 5, 3), d, strict=True)) % 11
        if 0 <= check < 10:
            return _text([*d, check])


def ruc(rng: random.Random) -> str:
    """Peruvian RUC of a firm."""
    d = [2, 0, *_digits(rng, 8)]
    check = (11 - sum(a * b for a, b in zip((5, 4, 3, 2, 7, 6, 5, 4, 3, 2), d, strict=True)) % 11) % 10
    return _text([*d, check])


TAX_NUMBERS: dict[str, Callable[[random.Random], str]] = {
    "ru": inn, "uk": edrpou, "kk": bin_, "zh": uscc, "tr": vkn, "pl": nip, "pt": cnpj, "vi": mst, "es": ruc,
}  # fmt: skip


def tax_number(language: str, rng: random.Random) -> str:
    """A firm's number as the country of the language writes it; nine digits where no check digit is known."""
    return TAX_NUMBERS.get(language.rstrip("2"), lambda r: _text(_digits(r, 9)))(rng)


def declaration(language: str, rng: random.Random, day: str) -> str:
    """The number of a declaration of this day (YYYY-MM-DD)."""
    year, month, date = day.split("-")
    serial = rng.randint(1, 999999)
    match language.rstrip("2"):
        case "ru" | "kk" | "hy":
            return f"10{rng.choice((702070, 129060, 228010))}/{date}{month}{year[2:]}/{serial:07d}"
        case "uk":
            return f"{year[2:]}UA{rng.choice((500030, 100110))}{serial:06d}U{rng.randint(0, 9)}"
        case "zh":
            return f"3104{year}1{serial:09d}"
        case "tr":
            return f"{year[2:]}341200IM{serial:06d}"
        case "vi":
            return f"10{rng.randint(4, 6)}{serial:09d}"
        case "de" | "pl" | "fr":
            return (
                f"{year[2:]}{language.upper()}{serial:06d}{rng.randint(10**7, 10**8 - 1)}B{rng.randint(0, 9)}"
            )
    return f"{year}-{rng.randint(10, 99)}-{serial:06d}"
