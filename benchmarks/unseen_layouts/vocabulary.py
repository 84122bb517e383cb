"""The words of the invented layouts: headers by language, field, half and style; goods, firms, places."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from anyascii import anyascii
from pypinyin import lazy_pinyin

FOLDER = Path(__file__).parent / "words"
HALVES = ("development", "kept")
# ISO 9 and GOST 7.79-2000 (system B) for what anyascii writes otherwise.
GOST = {
    "ж": "zh", "х": "kh", "ц": "cz", "ч": "ch", "ш": "sh", "щ": "shh", "ъ": "", "ы": "y'", "ь": "'", "э": "e'",
    "ю": "yu", "я": "ya", "ё": "yo", "й": "j", "є": "ye", "ї": "yi", "і": "i", "ґ": "g'",
}  # fmt: skip


@cache
def words(name: str) -> dict[str, Any]:
    """A file of words."""
    given: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return given


def half_of(items: list[Any], half: str) -> list[Any]:
    """Every second of the items: the even ones are for development, the odd ones are kept."""
    return items[HALVES.index(half) :: 2]


def fields_of(language: str, style: str) -> list[str]:
    """The fields that the language has headers for in this style."""
    return list(words(source_of(language, style))["headers"])


def source_of(language: str, style: str) -> str:
    """The file with the headers of a style."""
    by_style = {
        "awkward": "awkward",
        "codes": "codes",
        "boxes": "codes",
        "snake": "english_names",
        "camel": "english_names",
    }
    return by_style.get(style, language)


def header(language: str, field: str, half: str, style: str) -> str:
    """The header of a field as this layout spells it."""
    if style == "opaque":
        return f"FLD_{sum(map(ord, field + half)) % 900 + 100}"
    spellings = words(source_of(language, style))["headers"][field]
    short = 2 if style in ("short", "boxes") else 0
    text = spellings[HALVES.index(half) + short]
    match style:
        case "snake":
            return text.replace(" ", "_")
        case "camel":
            return "".join(part.capitalize() for part in text.split())
        case "upper":
            return text.upper()
        case "translit":
            return transliterated(text)
        case "translit_snake":
            return re.sub(r"[^a-z0-9]+", "_", transliterated(text).lower()).strip("_").upper()
    return str(text)


def transliterated(text: str) -> str:
    """Chinese in pinyin, Cyrillic by GOST 7.79, the rest in plain letters."""
    if re.search(r"[\u4e00-\u9fff]", text):
        return " ".join(part.strip() for part in lazy_pinyin(text) if part.strip())
    out = []
    for letter in text:
        latin = GOST.get(letter.lower())
        if latin is None:
            out.append(letter if letter.isascii() else anyascii(letter))
        else:
            out.append(latin.capitalize() if letter.isupper() else latin)
    return "".join(out)
