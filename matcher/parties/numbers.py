"""Tax and register numbers of firms: read from a cell, checked by their check digits, and compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, reduce

from matcher.customs.layout.rows.trade_countries import HOME
from matcher.customs.values.tax_numbers import kinds_of_tax_number
from matcher.reading.texts import text_of

# Names of the rules in matcher.customs.values.tax_numbers -> the number's name.
_NAMES = {
    "_inn10": "INN", "_inn12": "INN", "_ogrn": "OGRN", "_iin": "BIN", "_edrpou": "EDRPOU", "_rnokpp": "RNOKPP", "uscc": "USCC",
    "_mst": "MST", "_vkn": "VKN", "_cuit": "CUIT", "_cnpj": "CNPJ", "_nip": "NIP",
}  # fmt: skip
_NUMBER = re.compile(r"[0-9A-Z]{7,20}")
LEAST_DIGITS = 7
_KPP = re.compile(
    r"\d{4}[0-9A-Z]{2}\d{3}"
)  # order MMV-7-6/435@ of the Russian tax service: office, reason, serial number
_BETWEEN = re.compile(r"[^0-9A-Z]+")
# A Kazakh number begins with a date: year and month, then 4 to 6 for a firm's branch or the day for a person's.
_BIN = re.compile(r"\d\d(0[1-9]|1[0-2])([4-6]\d|[0-3]\d)\d{6}")


@dataclass(frozen=True)
class TaxNumber:
    """A number as written without separators. `kinds` are (name, country) of the rules that its check digits satisfy.

    Empty `kinds`: its check digits are wrong, or its kind has none.
    """

    digits: str
    kinds: frozenset[tuple[str, str]]

    @property
    def is_valid(self) -> bool:
        """Whether the check digits of some kind of number are right."""
        return bool(self.kinds)

    def said(self, language: str) -> str:
        """The number with its kind: INN 7707083893; "INN or VKN (not sure which) ..." where the rules of several fit."""
        names = self.kinds_in(language)
        if len(self.kinds) > 1:
            names = text_of("parties", "not_sure", language, 1, {"kinds": names})
        return f"{names} {self.digits}"

    def kinds_in(self, language: str) -> str:
        """The names of its kinds: INN or VKN."""

        def either(first: str, second: str) -> str:
            return text_of("parties", "or", language, 1, {"first": first, "second": second})

        return reduce(either, self.kind_names) if self.kinds else ""

    @property
    def kind_names(self) -> list[str]:
        """The names of its kinds in alphabetical order: INN, VKN."""
        return sorted(name for name, _ in self.kinds)


@dataclass(frozen=True)
class Numbers:
    """The numbers of one cell: of the firm, and the KPP (a branch's number in Russia), which tells no firm apart."""

    firm: tuple[TaxNumber, ...] = ()
    kpp: str = ""


@lru_cache(maxsize=1 << 16)
def read_numbers(cell: str) -> Numbers:
    """The numbers of a cell such as "7707083893/770701001" or "ИНН 7707083893 КПП 770701001"; others are left out.

    A number that lost its leading zero is read with it where the check digits are then right.
    """
    found: dict[str, TaxNumber] = {}
    kpp = ""
    words = [word for word in _words(cell) if len(set(word)) > 1]
    for word in words:
        if _KPP.fullmatch(word) and len(words) > 1:
            kpp = kpp or word
        else:
            number = _read(word)
            found.setdefault(number.digits, number)
    return Numbers(tuple(found.values()), kpp)


def of_countries(numbers: Numbers, countries: frozenset[str]) -> Numbers:
    """The numbers as those of a firm of one of these countries (none: not known): others' check digits are right by chance."""
    if not countries:
        return numbers
    kept = (
        TaxNumber(number.digits, frozenset(kind for kind in number.kinds if kind[1] in countries))
        for number in numbers.firm
    )
    return Numbers(tuple(kept), numbers.kpp)


def _words(cell: str) -> Iterator[str]:
    text = cell.upper().strip()
    whole = re.sub(r"[\s.\-]", "", text)
    yield from (whole,) if _is_number(whole) else filter(_is_number, _BETWEEN.split(text))


def _is_number(word: str) -> bool:
    return _NUMBER.fullmatch(word) is not None and sum(map(str.isdigit, word)) >= LEAST_DIGITS


def _read(word: str) -> TaxNumber:
    for digits in (word, "0" + word):
        kinds = frozenset((_NAMES[rule], HOME[rule]) for rule in kinds_of_tax_number(digits))
        if len(digits) == 12 and not _BIN.fullmatch(digits):
            kinds -= {("BIN", "KAZ")}
        if kinds and (digits == word or len(word) in (7, 9, 11)):
            return TaxNumber(digits, kinds)
    return TaxNumber(word, frozenset())


def same_number(a: Numbers, b: Numbers) -> TaxNumber | None:
    """The number that both have, a valid one first; None where they share none."""
    if not a.firm or not b.firm:
        return None
    theirs = {number.digits for number in b.firm}
    shared = [number for number in a.firm if number.digits in theirs]
    return max(shared, key=lambda number: number.is_valid, default=None)


def contradict(a: Numbers, b: Numbers) -> bool:
    """Whether the valid numbers are of two firms: different ones of one register, or of registers of different countries.

    An INN and an OGRN may be of one firm. Wrong numbers and numbers whose kind is open contradict nothing.
    """
    if not a.firm or not b.firm or same_number(a, b) is not None:
        return False
    for mine in a.firm:
        for other in b.firm:
            if mine.kinds and other.kinds and not _one_digit_apart(mine.digits, other.digits):
                if mine.kinds & other.kinds:
                    return True
                if not {c for _, c in mine.kinds} & {c for _, c in other.kinds}:
                    return True
    return False


def _one_digit_apart(a: str, b: str) -> bool:
    """Whether one may be the other mistyped: check digits never let one digit change, but another rule may hold by chance."""
    return len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) == 1


def countries_of(numbers: Numbers) -> frozenset[str]:
    """The countries whose registers the valid numbers may be of."""
    return frozenset(country for number in numbers.firm for _, country in number.kinds)
