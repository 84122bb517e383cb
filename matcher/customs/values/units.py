"""Units of quantity: words of many languages (units.yaml) to UN/ECE Recommendation 20 codes."""

from __future__ import annotations

import re
from functools import lru_cache

from matcher.text.word_files import word_file

_FILE = word_file(__package__, "units.yaml")
_WORDS: dict[str, list[str]] = _FILE["words"]
_BY_WORD = {word: code for code, words in _WORDS.items() for word in words}
_BY_OKEI: dict[str, str] = _FILE["okei"]

# Kilograms in one of each unit of mass.
KILOGRAMS = {"KGM": 1.0, "TNE": 1000.0, "GRM": 0.001, "LBR": 0.45359237}

# Units that count the same in other sizes -> the unit they are added up in, and how many of it one is.
BASES = {
    **{code: ("KGM", factor) for code, factor in KILOGRAMS.items() if code != "KGM"},
    "T3": ("H87", 1000.0),
    "DZN": ("H87", 12.0),
    "CEN": ("H87", 100.0),
    "KMT": ("MTR", 1000.0),
    "CMT": ("MTR", 0.01),
    "MMT": ("MTR", 0.001),
    "CMK": ("MTK", 0.0001),
    "MLT": ("LTR", 0.001),
}
UNIT_NAMES = {
    "H87": "pieces",
    "KGM": "kg",
    "PR": "pairs",
    "MTR": "m",
    "MTK": "m2",
    "MTQ": "m3",
    "LTR": "l",
    "SET": "sets",
}


def _cases(place: int) -> str:
    found = {code: base[place] for code, base in BASES.items()}
    return " ".join(f"WHEN '{code}' THEN {value!r}" for code, value in found.items())


# SQL over a customs line's columns: the unit in which its quantity is added up (a code, else the words), how many of that
# its own is, and the name shown for a group of one such unit: the word that all its lines have for it, else ours.
BASE_UNIT_SQL = f"CASE unit_code {_cases(0)} ELSE coalesce(nullif(unit_code, ''), unit, '') END"
UNIT_FACTOR_SQL = f"CASE unit_code {_cases(1)} ELSE 1 END"
_NAMES = " ".join(f"WHEN '{code}' THEN '{name}'" for code, name in UNIT_NAMES.items())
BASE_UNIT_NAME_SQL = (
    f"coalesce(CASE WHEN count(DISTINCT unit) = 1 AND max({UNIT_FACTOR_SQL}) = 1 THEN max(unit) END, "
    f"CASE max({BASE_UNIT_SQL}) {_NAMES} ELSE max({BASE_UNIT_SQL}) END, '')"
)

_MESSRS = re.compile(r"m/s\b")  # before firms' names; no goods are sold by their speed
_JOINTS = re.compile(r"[\s.]+")


@lru_cache(maxsize=1 << 12)
def unit_code(unit: str | None, number: str | None = None) -> str | None:
    """The UN/ECE Recommendation 20 code of `unit` (words in any language, or its OKEI `number`); None if unknown.

    unit_code("ШТ") == "H87" (piece); unit_code("кв. м") == "MTK"; unit_code("", "166") == "KGM".
    """
    if number and (code := _BY_OKEI.get(number.strip())):
        return code
    if not unit:
        return None
    text = unit.strip().strip(".()").casefold()
    if _MESSRS.match(text):
        return None
    if text.isdigit():
        return _BY_OKEI.get(text)
    for joint in ("", "_"):
        if code := _BY_WORD.get(_JOINTS.sub(joint, text).strip("_")):
            return code
    if upper := re.fullmatch(r"[A-Z0-9]{2,3}", unit.strip()):
        return upper[0] if upper[0] in _WORDS else None
    head = re.split(r"[\s/(,]", text)[0].strip(".")
    return _BY_WORD.get(head)


# Unit words that may follow a number within a description, longest first so that "м" does not eat "м2".
PIECE = "H87"  # the code of a piece
STATED_UNITS = sorted(
    {
        re.escape(word.replace("_", " "))
        for word in _BY_WORD
        if word.replace("_", " ")[0].isalpha()
        and word not in ("no", "un", "u", "g", "bo", "con", "один", "number", "mil", "par")
    }
    | {r"тыс\.? ?шт", r"кв\.? ?м", r"куб\.? ?м", r"пог\.? ?м", r"м\.?кв", r"м\.?куб"},
    key=len,
    reverse=True,
)

# A count that ends a name or a code before it, as in "FACTORY 1200 PAIRS" and "NT640 6 ШТ".
COUNT = (
    r"[\s,]\s*-?\s*\d+(?:[.,]\d+)?\s?(?:шт|штук[аи]?|пар[аи]?|компл\w*|pcs|pces?|pieces|pairs|sets|units|кг|м2|台|件|只|双)"
    r"(?!\w)"
)
