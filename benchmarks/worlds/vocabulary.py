"""Read and check the vocabulary of a split: its fields of goods, makers, codes, declarants and styles.

python -m benchmarks.worlds.vocabulary --split training|evaluation
"""

from __future__ import annotations

import argparse
import re
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

HERE = Path(__file__).resolve().parent / "vocabulary"
SPLITS = ("training", "evaluation")
LANGUAGES = ("ru", "uk", "kk", "zh", "en", "tr")
CLASSES = ("name", "synonym", "euphemism", "abbr", "trade")


def _words(value: Any) -> Any:
    """`a; b` as a tuple of its alternatives."""
    if isinstance(value, bool):
        raise ValueError(f"{value!r} is not a text: quote it")
    if value is None:
        return ()
    if isinstance(value, str | int | float):
        return tuple(word.strip() for word in str(value).split(";") if word.strip())
    return value


Words = Annotated[tuple[str, ...], BeforeValidator(_words)]
ByLanguage = dict[Literal["ru", "uk", "kk", "zh", "en", "tr"], Words]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Attribute(Strict):
    """A number (`number` and `step`, or `values` as a list) or a choice (`values` by key)."""

    label: ByLanguage = Field(default_factory=dict)
    unit: ByLanguage = Field(default_factory=dict)
    number: tuple[float, float] | None = None
    step: float = 1
    tolerance: float = 0
    soft: bool = False
    values: list[float] | dict[str, ByLanguage] | None = None

    @property
    def is_number(self) -> bool:
        return not isinstance(self.values, dict)

    @model_validator(mode="after")
    def _complete(self) -> Attribute:
        if self.is_number and not (self.number or self.values):
            raise ValueError("a number needs `number` or a list of `values`")
        if self.is_number and not self.label:
            raise ValueError("a number needs a label")
        for language in ("ru", "zh", "en") if self.is_number else ():
            if language not in self.label:
                raise ValueError(f"label in {language} is missing")
        return self


class Names(Strict):
    """How a kind is called in one language, by class of word."""

    catalog: Words = ()
    name: Words
    synonym: Words = ()
    euphemism: Words = ()
    abbr: Words = ()
    trade: Words = ()
    for_: Words = Field(default=(), alias="for")


class Kind(Strict):
    hs: list[str]
    odd_hs: list[str] = []
    weight: tuple[float, float]
    price: tuple[float, float]
    attributes: dict[str, list[Any] | None]
    series: list[str] = []
    options: list[str] = []
    parts: list[str] = []
    lookalikes: list[str] = []
    ru: Names
    uk: Names
    kk: Names
    zh: Names
    en: Names
    tr: Names

    def names(self, language: str) -> Names:
        names: Names = getattr(self, language)
        return names


class Goods(Strict):
    """A part, an accessory or a look-alike: words, and where it is declared."""

    hs: list[str]
    ru: Words
    uk: Words = ()
    kk: Words = ()
    zh: Words
    en: Words
    tr: Words = ()

    def words(self, language: str) -> tuple[str, ...]:
        return getattr(self, language) or self.en


class Coarse(Strict):
    kinds: list[str]
    ru: Words = ()
    uk: Words = ()
    kk: Words = ()
    zh: Words = ()
    en: Words = ()
    tr: Words = ()


class FieldOfGoods(Strict):
    field: str
    trade: ByLanguage
    attributes: dict[str, Attribute]
    kinds: dict[str, Kind]
    coarse: list[Coarse] = []
    parts: dict[str, Goods] = {}
    lookalikes: dict[str, Goods] = {}

    @model_validator(mode="after")
    def _consistent(self) -> FieldOfGoods:
        for key, kind in self.kinds.items():
            errors = list(self._errors(kind))
            if errors:
                raise ValueError(f"kind {key}: {'; '.join(errors)}")
        for coarse in self.coarse:
            if unknown := set(coarse.kinds) - set(self.kinds):
                raise ValueError(f"coarse: no kind {sorted(unknown)}")
        return self

    def _errors(self, kind: Kind) -> Any:
        for name, known in (
            ("attributes", self.attributes),
            ("parts", self.parts),
            ("lookalikes", self.lookalikes),
        ):
            if unknown := set(getattr(kind, name)) - set(known):
                yield f"{name}: {sorted(unknown)} is not defined in the field"
        for key, narrowed in kind.attributes.items():
            attribute = self.attributes.get(key)
            if attribute and narrowed is not None and isinstance(attribute.values, dict):
                if unknown := set(narrowed) - set(attribute.values):
                    yield f"attribute {key} has no value {sorted(unknown)}"
            elif attribute and narrowed is not None and not all(isinstance(v, int | float) for v in narrowed):
                yield f"attribute {key}: numbers expected"
        for key in kind.series:
            if key not in kind.attributes or not self.attributes[key].is_number:
                yield f"series: {key} is no number of the kind"
        for key in kind.options:
            if key not in kind.attributes or self.attributes[key].is_number:
                yield f"options: {key} is no choice of the kind"
        if sum(not self.attributes[k].soft for k in kind.attributes if k in self.attributes) < 2:
            yield "fewer than two attributes that count"
        for language in LANGUAGES:
            names = kind.names(language)
            needed = {"name": True, "catalog": language in ("zh", "en"), "for_": language in ("ru", "uk")}
            needed |= dict.fromkeys(("synonym", "euphemism"), language in ("ru", "zh", "en"))
            for name, wanted in needed.items():
                if wanted and not getattr(names, name):
                    yield f"{language}: {name.rstrip('_')} is missing"
        if bad := [hs for hs in (*kind.hs, *kind.odd_hs) if not re.fullmatch(r"\d{6}", hs)]:
            yield f"hs {bad}: six digits expected"


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
    places: dict[str, Place] = {}
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


class Styles(Strict):
    styles: list[Style]
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


Model = TypeVar("Model", bound=BaseModel)


def _read(model: type[Model], path: Path) -> Model:
    try:
        return model.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        lines = [f"{path.name}: {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        raise SystemExit("\n".join(lines)) from None
    except yaml.YAMLError as error:
        raise SystemExit(f"{path.name}: {error}") from None


@cache
def load(split: str) -> Vocabulary:
    """The vocabulary of a split; ends the program naming every error of a file."""
    folder = HERE / split
    fields = {path.stem: _read(FieldOfGoods, path) for path in sorted((folder / "fields").glob("*.yaml"))}
    if wrong := [f"{stem}: field is {field.field}" for stem, field in fields.items() if field.field != stem]:
        raise SystemExit("\n".join(wrong))
    return Vocabulary(
        split=split,
        fields=fields,
        makers=_read(Makers, folder / "makers.yaml"),
        codes=_read(Codes, folder / "codes.yaml"),
        declarants=_read(Declarants, folder / "declarants.yaml"),
        styles=_read(Styles, folder / "styles.yaml"),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--split", choices=SPLITS, required=True)
    parser.add_argument("--field", help="Check this field alone.")
    options = parser.parse_args()
    if options.field:
        field = _read(FieldOfGoods, HERE / options.split / "fields" / f"{options.field}.yaml")
        print(f"{options.field}: {len(field.kinds)} kinds, {len(field.attributes)} attributes")
        return
    vocabulary = load(options.split)
    kinds = sum(len(field.kinds) for field in vocabulary.fields.values())
    print(
        f"{options.split}: {len(vocabulary.fields)} fields, {kinds} kinds, {len(vocabulary.codes.grammars)} grammars,"
        f" {len(vocabulary.styles.styles)} styles, {sum(len(s.phrasings) for s in vocabulary.styles.styles)} phrasings"
    )


if __name__ == "__main__":
    main()
