"""The model code in a product's name: with a hyphen or digits, or a trade name and its number."""

from __future__ import annotations

import re

from crawler.extract.product.codes.forms.code_forms import MEASURE, NOT_CODE, NUMBERED_WORD, are_measures
from crawler.extract.words.alphabets import (
    CAPITALS,
    CYRILLIC_AND_GREEK_CAPITALS,
    EAST_ASIAN,
    LATIN_CAPITALS,
)
from crawler.extract.words.labels import field_of

# A model code: letters and digits together, perhaps in groups; not a unit, a size or a standard.
_SIGNS = f"{LATIN_CAPITALS}a-z0-9"
_CODE = re.compile(
    rf"(?<![\w./-])(?!Ø\d)(?=[{_SIGNS}\-/.]*\d)(?=[{_SIGNS}\-/.]*[{LATIN_CAPITALS}])[{_SIGNS}]+(?:[-/.][{_SIGNS}]+)*(?![\w-])"
)
# One in Cyrillic or Greek letters, which has a hyphen: ПР-2,5, 2БК-45М, ПР-К40.
_CAPITALS = f"A-Z{CYRILLIC_AND_GREEK_CAPITALS}"
_CYRILLIC_CODE = re.compile(
    rf"(?<![\w./-])(?=\d*[A-Z]*[^\W\dA-Za-z_])\d{{0,2}}[{_CAPITALS}]{{1,5}}-[{_CAPITALS}]{{0,4}}\d+(?:[.,]\d+)?[{_CAPITALS}\d]*"
    rf"(?:[-/.][{_CAPITALS}\d]+)*(?![\w-])"
)
# One in them without a hyphen: of three digits, or of two with a letter and another behind them: ТК160, ТК80Б4, not steel ТК15.
_CYRILLIC_PLAIN = re.compile(
    rf"(?<![\w./-])(?=[A-Z]*[^\W\dA-Za-z_])(?P<code>(?P<word>[{_CAPITALS}]{{2,5}})(?P<number>(?:\d{{3,5}}|\d{{2}}(?=[{_CAPITALS}]{{1,2}}\d))"
    rf"[{_CAPITALS}\d]{{0,6}})(?:[-/.][{_CAPITALS}\d]{{1,6}}){{0,3}})(?![\w-])(?: (?P<next>[^\W\d_]+)(?!\w))?"
)
# A number and Cyrillic letters behind a hyphen: 9025-Р
_NUMBER_FIRST = re.compile(r"(?<![\w./-])\d{4,5}-[А-ЯЁІЇЄҐ]{1,3}(?![\w-])")
# A Cyrillic trade name within a name, a hyphen and a number: "Отопитель Полюс-3Д-12"; German nouns have capitals too.
_CYRILLIC_NAMED = re.compile(
    rf"(?<=\w[ ])(?P<word>[А-ЯЁІЇЄҐ][а-яёіїєґ]{{2,15}})-[{_CAPITALS}]{{0,2}}\d+(?:[.,]\d+)?[{_CAPITALS}\d]*(?:[-/.][{_CAPITALS}\d]+)*(?![\w-])"
)
# A trade name and its number, in a name that has small letters too: WELDER'S SUIT is none, "Suit VOLCANO 350" has one.
_NAMED = re.compile(
    r"(?<![\w./-])(?P<word>[^\W\d_a-zа-яё]{4,})[ -](?P<number>\d{1,4})(?![\w.,/°%])(?: (?P<next>[^\W\d_]+)(?!\w))?"
)
# A code written with a blank at the start of a name: "TK 511 Castor", "RY 4510 Slide", "KLF 15/12 Kiln", "QB 62 B2/EFI engine",
# "RVH 2,5/10 pump".
_SPACED = re.compile(
    rf"(?P<word>[{CAPITALS}]{{1,3}})[ ](?P<number>\d{{2,5}}[A-Z]{{0,2}}(?: [A-Z]{{1,2}}\d{{1,2}}[A-Z]?)?|\d{{1,5}}(?:,\d)?(?=[-/]))"
    r"(?P<parts>(?:[-/][A-Z\d]{1,4}){0,2})(?![\w.,/°%-])(?: (?P<next>[^\W\d_]+)(?!\w))?"
)
# Cyrillic letters behind the number too, before a trade name in quotes: ПТ 335 Н «Неясыть»; a single letter may be a unit
_SPACED_CYRILLIC = re.compile(
    r"(?P<word>[А-ЯЁІЇЄҐ]{2,4}) (?P<number>\d{2,4}) (?P<letters>[БДЖЗИНПРСУФХЦЧШЭЮЯ]|[А-ЯЁІЇЄҐ]{2})(?= [«\"“„])"
)
# The same at its end: "Drucktransmitter HV 210", "Handpump HV 215 Ex".
_SPACED_LAST = re.compile(
    rf"(?<![\w./-])(?P<word>[{CAPITALS}]{{2,4}}) (?P<number>\d{{2,5}}[A-Z]{{0,2}})(?P<next>)(?: (?:Ex|Plus|Pro|[IVX]{{1,3}}))?$"
)
# Between letters of East Asia and a code, XL-98干振料; not before a word for a series, which is no model: XL100系列
_GLUED = re.compile(
    rf"(?<=[{EAST_ASIAN}])(?=[A-Za-z\d])|(?<=[A-Za-z\d])(?=[{EAST_ASIAN}])(?!系列|シリーズ|시리즈)"
)
LEAST_BEFORE_PARTS = 2  # letters before several numbers
_LEADING_SIGNS = re.compile(r"^[»›>•·■◆▪▶►\s]+")
_CODE_BEHIND = re.compile(
    r"(?P<name>.{3,}?)\s*[\[(](?:(?P<label>[^\W\d_]{2,12})[.:№\s]+)?(?P<code>[\w./-]{2,24})[\])]"
)
# The decimal of a code's last number, perhaps with letters: .4 of JT-80/0.4, .2E of "GX-75/1.2E lens"
_DECIMAL = re.compile(
    r"(?<=\d)(?P<number>[.,]\d{1,2})(?:(?P<letters>[A-Z]{1,2})(?![A-Za-z\d.,-])|(?![\d.,]))"
)
# Within a code: 2/2-Wege-Magnetventil and 2-Axis are none
_SMALL_WORD = re.compile(r"[a-z]{4}|\d-[A-Z][a-z]{2}")
_SHORT_WORDS = frozenset(("с", "со", "и", "на", "из", "для", "без", "под", "при", "в", "до", "з", "із", "та"))


def model_code(name: str, mpn: str | None, sku: str | None) -> tuple[str, str] | None:
    """A model code and its source: the part number or article where the name holds it, else a code in the name.

    That is one with a blank where the name begins with it ("TK 511 castor"), and a Cyrillic one without a hyphen, one with a blank
    at its end or a trade name with a number ("VOLCANO 350") where there is no other.
    """
    for value in (mpn, sku):
        if value and len(value) >= 3 and re.search(r"\d", value) and value.lower() in name.lower():
            return whole_number(value, name), "name"
    name = _GLUED.sub(" ", name)
    mixed = any(map(str.islower, name))
    if mixed and (before_name := _SPACED_CYRILLIC.match(name)) and not _is_measured(before_name):
        return before_name[0], "name"
    if mixed and (spaced := _named(_SPACED.match(name))):
        return spaced, "name"
    codes = [
        c
        for c in (*_CODE.findall(name), *_CYRILLIC_CODE.findall(name), *_NUMBER_FIRST.findall(name))
        if len(c) >= 3 and not NOT_CODE.fullmatch(c) and not are_measures(c) and not _SMALL_WORD.search(c)
    ]
    if codes:
        return whole_number(max(codes, key=lambda c: ("-" in c, len(c))), name), "name"
    if (plain := next(filter(_is_plain_code, _CYRILLIC_PLAIN.finditer(name)), None)) is not None:
        return plain["code"], "name"
    if not mixed:
        return None
    if (found := _CYRILLIC_NAMED.search(name)) and not _is_numbered(found):
        return found[0], "name"
    last = _named(_SPACED_LAST.search(name)) or _named(next(_NAMED.finditer(name), None))
    return (last, "name") if last else None


def _is_plain_code(found: re.Match[str]) -> bool:
    """Whether Cyrillic letters and a number together are no standard, size, material or measure: ГОСТ5264, ДУ100, ПНД110, ТЭН220В."""
    return not (
        NUMBERED_WORD.fullmatch(found["word"])
        or NOT_CODE.fullmatch(found["code"])
        or MEASURE.fullmatch(found["number"])
        or _is_unit(found["number"], found["next"] or "")
    )


def _is_measured(found: re.Match[str]) -> bool:
    """Whether a word, a number and letters are a standard, a size or a measure: ГОСТ 9941 ТУ, ДУ 50 РУ, ЧАЙ 100 ГР."""
    return (
        NUMBERED_WORD.fullmatch(found["word"]) is not None
        or NOT_CODE.fullmatch(f"{found['word']} {found['number']}") is not None
        or (
            len(found["letters"]) > 1
            and MEASURE.fullmatch(f"{found['number']} {found['letters']}") is not None
        )
    )


def _is_numbered(found: re.Match[str]) -> bool:
    """Whether a word and a number are a class, a standard or a size: Тип-2, Евро-5."""
    return NUMBERED_WORD.fullmatch(found["word"]) is not None or NOT_CODE.fullmatch(found[0]) is not None


def goes_on(code: str, name: str) -> str:
    """What follows a code in a name; empty where the code is not there as a whole."""
    at = name.find(code)
    if at < 0 or not any(map(str.isdigit, code)) or name[max(0, at - 1) : at].strip(" ("):
        return ""
    return name[at + len(code) :]


def whole_number(code: str, name: str) -> str:
    """A code that ends before the decimal of its last number, with the decimal: JT-80/0 of "JT-80/0.4 pump"."""
    after = goes_on(code, name) if code[-1:].isdigit() else ""
    found = _DECIMAL.match(f"0{after}", 1) if after else None
    if found is None:
        return code
    is_unit = found["letters"] and MEASURE.fullmatch(f"1{found['letters']}")  # JT-80/0.4A
    return code + (found["number"] if is_unit else found[0])


def _named(found: re.Match[str] | None) -> str | None:
    """The word and its number, unless the number is one of something else: CLASS 2, POWER 100 W, SD 128GB."""
    if found is None or NUMBERED_WORD.fullmatch(found["word"]) or NOT_CODE.fullmatch(found["number"]):
        return None
    parts = found.groupdict().get("parts") or ""
    numbers = re.split("[-/]", found["number"] + parts)
    if parts and (len(found["word"]) < LEAST_BEFORE_PARTS or any(map(NOT_CODE.fullmatch, numbers))):
        return None  # R 1/2, AC 12/24V
    if any(_is_unit(number, found["next"] or "") for number in numbers):
        return None
    return f"{found['word']} {found['number']}{parts}"


def _is_unit(number: str, word: str) -> bool:
    """Whether a word behind a number is its unit: those of codes, or a short Cyrillic word that is no preposition."""
    cyrillic = bool(re.fullmatch(r"[а-яёіїє]{1,3}", word.lower())) and word.lower() not in _SHORT_WORDS
    return bool(word) and (cyrillic or NOT_CODE.fullmatch(number + word) is not None)


def is_bare_code(name: str) -> bool:
    """Whether a name is a model code without blanks and nothing else, perhaps in small letters: qv-20."""
    return " " not in name and _CODE.fullmatch(name.upper()) is not None and not NOT_CODE.fullmatch(name)


def without_code(name: str) -> str:
    """A name without signs before it and an article number in brackets behind it: "» Trafo BN 2405 [BN2405]", "... (арт. 520.11)"."""
    own = _LEADING_SIGNS.sub("", name)
    if match := _CODE_BEHIND.fullmatch(own):
        label = field_of(match["label"]) if match["label"] else None
        if (label in ("sku", "mpn", "model")) or (not match["label"] and _CODE.fullmatch(match["code"])):
            own = match["name"]
    return own.strip() or name
