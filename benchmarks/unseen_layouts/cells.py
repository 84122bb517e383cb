"""How a fact is written in a cell of one layout, and what the importer may make of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from unseen_layouts.declarations import ISO, Line, country
from unseen_layouts.vocabulary import HALVES, words

WITH_DIGITS = frozenset(
    ("date", "hs", "line_no", "quantity", "gross_kg", "net_kg", "value", "value_usd", "customs_value")
)
UNIT_CODES = {"piece": ("796", "PCE", "H87"), "kg": ("166", "KGM", "KGM")}
CURRENCY_WORDS = words("more")["currency_words"]


@dataclass(frozen=True)
class Style:
    """How a layout writes values."""

    language: str
    half: str
    date: str = "%d.%m.%Y"
    hs: str = "10"  # digits, or "10 dotted", "8 spaced"
    countries: str = "name"  # name, upper, usual (as declarants write), iso2, iso3, numeric
    units: str = "word"  # word, code, rec20
    quantity: str = "plain"  # plain, with unit, thousands
    places: int = 0  # decimals of a quantity, of whole ones too
    decimal: str = "."
    thousands: str = ""
    currency: str = "letters"  # letters, numeric
    digits: str = ""  # the ten digits of another script, in which dates, codes and amounts are written
    home_rate: float = 0.0  # customs value for a dollar; 0: as the line has it
    typed: bool = False  # cells of a workbook hold numbers and days instead of text


@dataclass(frozen=True)
class Cell:
    """What stands in the file, and all readings of it that are right; None among them: may be left empty."""

    written: Any
    readings: tuple[Any, ...] = field(default=())


def number(value: float, style: Style, digits: int = 2) -> str:
    """A number with the layout's decimal mark and thousands separator."""
    whole, _, rest = f"{value:.{digits}f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", style.thousands)
    return f"{grouped}{style.decimal}{rest}" if rest else grouped


def day(text: str, style: Style) -> str:
    """A date in the layout's format; `words` is with the month's name in the language."""
    given = date.fromisoformat(text)
    if style.date == "words":
        return f"{given.day} {words(style.language)['months'][given.month - 1]} {given.year}"
    if style.date == "chinese":
        return f"{given.year}年{given.month}月{given.day}日"
    if style.date == "korean":
        return f"{given.year}. {given.month}. {given.day}."
    if style.date == "solar":
        return solar(given)
    return given.strftime(style.date)


def solar(given: date) -> str:
    """A day of 2023 in the Iranian calendar, whose years 1401 and 1402 began on 21 March and have 365 days."""
    passed = (given - date(2023, 3, 21)).days
    year, passed = (1402, passed) if passed >= 0 else (1401, passed + 365)
    month = passed // 31 if passed < 186 else 6 + (passed - 186) // 30
    return f"{year}/{month + 1:02d}/{passed - (31 * month if month < 6 else 186 + 30 * (month - 6)) + 1:02d}"


def hs(code: str, style: Style) -> str:
    """A code with the layout's number of digits, its points or blanks."""
    digits, _, marks = style.hs.partition(" ")
    cut = code[: int(digits)]
    if marks == "dotted":
        return ".".join(part for part in (cut[:4], cut[4:6], cut[6:]) if part)
    if marks == "spaced":
        return " ".join(part for part in (cut[:4], cut[4:6], cut[6:]) if part)
    return cut


def place(code: str, style: Style) -> Cell:
    """A country, and its codes as readings."""
    numeric, alpha3 = ISO[code]
    name = country(code, style.language)
    shown = {
        "name": name,
        "upper": name.upper(),
        "usual": words(style.language).get("countries", {}).get(code, name),
        "iso2": code,
        "iso3": alpha3,
        "numeric": numeric,
    }[style.countries]
    return Cell(shown, (shown, code, alpha3, numeric, name, country(code, "en")))


def home_value(line: Line, style: Style) -> float:
    """The customs value in the currency of the country."""
    return round(line.value_usd * style.home_rate, 2) if style.home_rate else line.customs_value


def unit_word(kind: str, style: Style) -> str:
    """The unit as the layout writes it."""
    if style.units == "code":
        return UNIT_CODES[kind][0]
    if style.units == "rec20":
        return UNIT_CODES[kind][1]
    return str(words(style.language)["units"][kind][HALVES.index(style.half)])


def quantity(line: Line, style: Style) -> Cell:
    """A quantity, with its unit or in thousands where the layout writes it so."""
    amount = number(
        line.quantity, style, style.places if line.quantity.is_integer() else max(style.places, 2)
    )
    if style.quantity == "with unit":
        return Cell(f"{amount} {unit_word(line.unit, style)}", (line.quantity,))
    if style.quantity == "thousands" and line.quantity >= 100:
        prefix = {"ru": "тыс.", "uk": "тис.", "en": "thousand", "kk": "мың", "tr": "bin"}[style.language]
        return Cell(
            f"{number(line.quantity / 1000, style, 5)} {prefix} {unit_word(line.unit, style)}",
            (line.quantity,),
        )
    if style.quantity == "thousands":
        return Cell(f"{amount} {unit_word(line.unit, style)}", (line.quantity,))
    return Cell(line.quantity if style.typed else amount, (line.quantity,))


def cell(line: Line, name: str, style: Style) -> Cell:
    """The cell of the field `name`."""
    found = _cell(line, name, style)
    if not style.digits or name not in WITH_DIGITS:
        return found
    return Cell(str(found.written).translate(str.maketrans("0123456789", style.digits)), found.readings)


def _cell(line: Line, name: str, style: Style) -> Cell:
    given = getattr(line, name, "")
    match name:
        case "hs":
            shown = hs(line.hs, style)
            typed = int(shown) if style.typed and shown.isdigit() else shown
            return Cell(typed, (shown.replace(".", "").replace(" ", ""),))
        case "date":
            if style.typed:
                return Cell(date.fromisoformat(line.day), (line.day,))
            month_only = "%d" not in style.date and style.date not in ("words", "chinese", "korean", "solar")
            return Cell(day(line.day, style), (line.day[:7] if month_only else line.day,))
        case "origin" | "departure" | "destination":
            return place(given, style)
        case "unit":
            shown = unit_word(line.unit, style)
            return Cell(shown, (shown, UNIT_CODES[line.unit][2]))
        case "quantity":
            return quantity(line, style)
        case "gross_kg" | "net_kg" | "value" | "value_usd" | "customs_value":
            amount = home_value(line, style) if name == "customs_value" else float(given)
            return Cell(amount if style.typed else number(amount, style), (amount,))
        case "currency":
            shown = CURRENCY_WORDS[given] if style.currency == "numeric" else given
            return Cell(shown, (shown, given))
        case "line_no":
            return Cell(given if style.typed else str(given), (str(given),))
    return Cell(given, (given,))
