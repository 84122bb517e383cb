"""What the other vocabulary files of a split may hold: makers, code grammars, declarants, styles."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field, model_validator

from .field_models import ByLanguage, FieldOfGoods, Strict, Words


class Stem(Strict):
    latin: Words
    ru: Words
    meaning: Words = ()
    meaning_ru: Words = ()


class Place(Strict):
    en: Words
    ru: Words


class Forms(Strict):
    native: Words
    latin: Words
    ru: Words


class Firms(Strict):
    places: dict[str, Place] = Field(default_factory=dict)
    stems: dict[str, Stem]
    marks: list[str]
    forms: Forms


class Makers(Strict):
    zh: Firms
    tr: Firms
    ru: Firms
    en: Firms
    sister: list[str]


class Grammar(Strict):
    id: str
    pattern: str
    options: Literal["letters", "words", "digits", "roman"] = "letters"

    @model_validator(mode="after")
    def _slots(self) -> Grammar:
        slots = set(re.findall(r"\{(\w+)\}", self.pattern))
        known = {"brand", "fam", "FAM", "d1", "d2", "d3", "d4", "size", "size3", "no", "letter", "opt"}
        if slots - known:
            raise ValueError(f"grammar {self.id}: unknown slots {sorted(slots - known)}")
        if not slots & {"size", "size3", "no", "letter"} or "opt" not in slots:
            raise ValueError(f"grammar {self.id}: needs opt, and one of size, size3, no, letter")
        return self


class Codes(Strict):
    grammars: list[Grammar]


class Habit(Strict):
    id: str
    code: float
    maker: float
    mark: float
    attributes: tuple[int, int]
    words: dict[Literal["name", "synonym", "euphemism", "abbr", "trade", "coarse"], float]
    spelling: dict[Literal["latin", "ru", "meaning", "abbr", "typo", "native", "sister"], float]
    disclaimer: float = 0.1
    purpose: float = 0.2


class Declarants(Strict):
    importers: dict[Literal["ru", "uk", "kk"], list[str]]
    traders: dict[str, list[str]]
    habits: list[Habit]


class Style(Strict):
    id: str
    language: Literal["ru", "uk", "kk", "zh", "en", "tr"]
    columns: Literal["graf31", "vendor", "export_zh", "lading"]
    upper: float = 0
    cut: int | None = None
    strip: bool = False
    translated: bool = False
    join: str = ", "
    value: list[str]
    phrasings: list[str]

    @model_validator(mode="after")
    def _slots(self) -> Style:
        known = {
            "kind",
            "attributes",
            "code",
            "maker",
            "mark",
            "purpose",
            "disclaimer",
            "negation",
            "quantity",
        }
        for phrasing in self.phrasings:
            slots = set(re.findall(r"\{(\w+)(?:\|[^{}]*)?\}", phrasing))
            if "kind" not in slots or slots - known:
                raise ValueError(
                    f"style {self.id}: {phrasing!r}: unknown slots {sorted(slots - known)}, or no kind"
                )
            if phrasing.count("[") != phrasing.count("]") or re.search(r"\[[^\]]*\[", phrasing):
                raise ValueError(f"style {self.id}: {phrasing!r}: brackets do not pair or are nested")
        for value in self.value:
            if "{value}" not in value or set(re.findall(r"\{(\w+)\}", value)) - {"label", "value", "unit"}:
                raise ValueError(f"style {self.id}: value {value!r}")
        return self


class Variety(Strict):
    """What some makers, files and lines do and others do not, as shares of them; a split may leave it out."""

    unit_in_label: float = 0  # makers whose tables have the unit in the label: "bore (mm)" 30
    without_hs: float = 0  # worlds whose files give no HS code
    loose_hs: float = 0  # worlds of whose lines a half have the HS code of other goods
    size: float = 0  # lines that join numbers of one unit: 30x42x16 mm
    paper: float = 0  # lines that end with the number of a paper
    glued: float = 0  # codes glued to the word before
    code_at_kind: float = 0  # codes beside the words for the goods, or for what a part fits
    purpose_before_code: float = 0  # of those of goods, codes behind what the goods are for
    same_code: float = 0  # negatives that are other goods under a code of the catalog
    papers: ByLanguage = Field(default_factory=dict)
    code_words: ByLanguage = Field(default_factory=dict)


class Styles(Strict):
    styles: list[Style]
    variety: Variety = Variety()
    purposes: dict[str, list[str]]
    disclaimers: dict[str, list[str]]
    negations: ByLanguage
    part_of: ByLanguage
    noise: dict[Literal["typo", "homoglyph", "split", "blanks", "cyrillic_code", "code_blanks"], float]
    background: dict[str, list[str]]
    background_hs: list[str]

    @model_validator(mode="after")
    def _aligned(self) -> Styles:
        for language, texts in self.background.items():
            if len(texts) != len(self.background_hs):
                raise ValueError(
                    f"background: {language} has {len(texts)}, background_hs {len(self.background_hs)}"
                )
        return self


class Vocabulary(Strict):
    split: str
    fields: dict[str, FieldOfGoods]
    makers: Makers
    codes: Codes
    declarants: Declarants
    styles: Styles
