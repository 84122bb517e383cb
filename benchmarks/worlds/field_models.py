"""What a vocabulary file of a field of goods may hold: kinds with their words, attributes, parts, look-alikes."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

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
