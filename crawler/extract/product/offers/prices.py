"""Prices and currencies in text: amounts as decimal strings, currencies as ISO 4217 codes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.extract.words.vocabulary import by_word, vocabulary


@dataclass(frozen=True)
class Price:
    """An amount as a decimal string without grouping, its currency (None where not said) and where it stood."""

    amount: str
    currency: str | None
    start: int = 0


_SIGNS: dict[str, str] = by_word("currencies")
_ISO = frozenset(_SIGNS.values())
_LOCAL: dict[str, str] = vocabulary()["local_currencies"]
_SHARED = frozenset(vocabulary()["shared_signs"])
_OTHER_THINGS: dict[str, list[str]] = vocabulary()["signs_of_other_things"]

_SIGN_PATTERN = "|".join(sorted((re.escape(s) for s in _SIGNS), key=len, reverse=True))
_NUMBER = r"\d{1,3}(?:[ \u00a0\u202f'’.,]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d{1,3})?"
_MONEY = re.compile(
    rf"(?P<before>(?<![^\W\d_])(?<![^\W_]-)(?:{_SIGN_PATTERN}))\s{{0,3}}(?P<a>{_NUMBER})(?:,-|\.-)?"
    rf"|(?P<b>(?<![\w.,])(?:{_NUMBER}))(?:,-|\.-)?\s{{0,3}}(?P<after>(?:{_SIGN_PATTERN})(?![^\W\d_]))",
    re.I,
)
_BARE = re.compile(rf"(?<![\w.,])(?:{_NUMBER})(?![\w%])")


def find_prices(
    text: str, *, bare: bool = False, country: str | None = None, language: str | None = None
) -> list[Price]:
    """The prices in a short text, in order: amounts with a currency sign; with `bare`, amounts without one too.

    `bare` is for texts of which it is known that they state a price. In others a sign that is a unit or a standard as
    well (600 ft, RS485) counts only on pages of a `country` (two letters) or `language` that means money by it.
    """
    found = []
    for m in _MONEY.finditer(text):
        amount = decimal(m.group("a") or m.group("b"))
        sign = (m.group("before") or m.group("after")).lower()
        if not bare and sign in _OTHER_THINGS and not {country, language} & set(_OTHER_THINGS[sign]):
            continue
        if amount is not None and not (amount == "0" and sign.isalpha()):  # "TL0" is a model
            found.append(Price(amount, sign, m.start()))
    if not found and bare:
        for m in _BARE.finditer(text):
            amount = decimal(m.group(0))
            if amount is not None:
                found.append(Price(amount, None, m.start()))
    return found


def decimal(number: str) -> str | None:
    """A number as people write it, as a plain decimal string: 1.234,50 and 1,234.50 and 1 234,5 alike; None if none.

    A single separator followed by exactly three digits groups thousands unless the number starts with 0.
    """
    number = re.sub(r"[\s\u00a0\u202f'’]", "", str(number)).strip(".,")
    if not re.fullmatch(r"\d[\d.,]*", number):
        return None
    last = max(number.rfind("."), number.rfind(","))
    if last == -1:
        return number.lstrip("0") or "0"
    head, tail = number[:last], number[last + 1 :]
    separators = {c for c in number if c in ".,"}
    same = number.count(number[last])
    groups = (
        len(tail) == 3
        and len(separators) == 1
        and (same > 1 or 1 <= len(head) <= 3)
        and not head.startswith("0")
    )
    if groups or (len(separators) == 1 and same > 1):
        return re.sub(r"[.,]", "", number).lstrip("0") or "0"
    head = re.sub(r"[.,]", "", head).lstrip("0") or "0"
    return f"{head}.{tail}" if tail else head


def machine_amount(value: str) -> str | None:
    """An amount in markup: a decimal point is a decimal point, `1299.000` is 1299.000; signs around it are dropped."""
    value = value.strip()
    if re.fullmatch(r"\d+(\.\d+)?", value):
        return value
    found = find_prices(value, bare=True)
    return found[0].amount if found else None


def currency_of(sign: str | None, *, country: str | None = None) -> str | None:
    """The ISO 4217 code of a sign, word or code; `country` (two letters) decides shared signs."""
    if not sign:
        return None
    sign = sign.strip().lower()
    if sign.upper() in _ISO:
        return sign.upper()
    if sign in _SHARED and country in _LOCAL:
        return _LOCAL[country]
    if sign in _SIGNS:
        return _SIGNS[sign]
    return sign.upper() if re.fullmatch(r"[a-z]{3}", sign) else None
