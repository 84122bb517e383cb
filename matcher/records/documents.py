"""The two sides of a match: items with all their pages, goods with what all their lines add."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from matcher.attributes.agreement import Statements
from matcher.attributes.extract import Attribute, Attributes, described, extract
from matcher.attributes.measures import labelled
from matcher.attributes.taxonomy import Taxonomy
from matcher.records.encoded_text import encoded_text
from matcher.records.first_known import FirstKnown
from matcher.records.nothing_stated import is_nothing
from matcher.text.normal_forms import language_of, without_markers

DESCRIPTION_LIMIT = 3_000  # characters of an item's description: beyond it, pages tell about the firm
EMBEDDED_LIMIT = 300


@dataclass(frozen=True)
class Page:
    """One page of an item, in one language."""

    language: str
    name: str
    category: str
    description: str
    specs: Mapping[str, str]

    @property
    def stated(self) -> str:
        """All that the page says of the item."""
        specs = "; ".join(_spec(key, value) for key, value in self.specs.items())
        return f"{self.name}; {self.category.rsplit('>', 1)[-1]}; {specs}; {self.description[:DESCRIPTION_LIMIT]}"

    @property
    def short(self) -> str:
        """What the encoder is given: the name, the category, the first words of the description."""
        return f"{self.name}, {self.category.rsplit('>', 1)[-1].strip()}. {self.description}"[:EMBEDDED_LIMIT]


_NO = re.compile(
    r"\s*(?:no|none|not available|without|нет|немає|ні|отсутствует|无|没有|不支持|-+|–|—)\s*", re.IGNORECASE
)


def _spec(key: str, value: str) -> str:
    """A line of a table of specifications in words that are read as a denial where it is one."""
    return f"no {key}" if _NO.fullmatch(value) else labelled(key, value)


@dataclass
class ItemDocument:
    """A catalog item: what its pages say, in all their languages."""

    item_id: str
    site: str
    codes: tuple[str, ...]  # model, MPN, SKU as written
    brands: tuple[str, ...]
    pages: tuple[Page, ...]
    price: float | None
    currency: str
    first_seen: str
    fingerprint: str  # of the versions shown
    taxonomy: Taxonomy = field(repr=False)
    first_known: FirstKnown | None = (
        None  # since when it is known to exist, where a post or an earlier crawl tells
    )
    maker_names: Mapping[str, str] = field(
        default_factory=dict
    )  # further names of its maker, and who says so
    other_makers: tuple[str, ...] = ()  # names that reviewers decided to be another firm's
    pictured: tuple[str, ...] = ()  # `label: value` read in its pictures (OCR), of what no page states

    @cached_property
    def name(self) -> str:
        return next((page.name for page in self.pages if page.name), self.item_id)

    @property
    def compared_as(self) -> str:
        """Changes with the versions shown and the known names of the maker: the item is then compared again."""
        if not self.maker_names and not self.other_makers:
            return self.fingerprint
        return digest([self.fingerprint, *self.maker_names, "", *self.other_makers])

    @cached_property
    def attributes(self) -> tuple[Attribute, ...]:
        """What the pages state, each statement once; from its pictures only what the pages are silent about."""
        stated = [
            a for page in self.pages for a in extract(without_markers(page.stated), self.taxonomy).stated
        ]
        seen: dict[tuple[str, str, bool, str], Attribute] = {}
        for a in stated:
            seen.setdefault((a.group, a.value, a.denied, a.quantity.label if a.quantity else ""), a)
        groups = {a.group for a in stated}
        return (*seen.values(), *(a for a in self.in_pictures if a.group not in groups))

    @cached_property
    def in_pictures(self) -> tuple[Attribute, ...]:
        """What was read in its pictures."""
        return tuple(a for line in self.pictured for a in extract(line, self.taxonomy).stated)

    @cached_property
    def statements(self) -> Statements:
        """The attributes as they are compared."""
        return Statements(self.attributes, self.taxonomy)

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of goods by the names; by the categories where no name tells; then by the first words of the text."""
        for parts in (
            [page.name for page in self.pages],
            [page.category.rsplit(">", 1)[-1] for page in self.pages],
            [page.description[:200] for page in self.pages],
        ):
            found = [extract(part, self.taxonomy) for part in parts]
            kinds = dict.fromkeys(kind for a in found for kind in (a.kinds or a.aside))
            if kinds:
                return tuple(kinds)
        return ()

    @cached_property
    def text(self) -> str:
        return " ".join(page.stated for page in self.pages)


@dataclass
class GoodsDocument:
    """One distinct customs goods with what its lines add."""

    goods_id: str
    text: str
    maker: str
    trademark: str
    model: str
    article: str
    parsed: Mapping[str, Any]
    translation: str
    hs6: tuple[str, ...]
    origins: tuple[str, ...]
    exporters: tuple[str, ...]
    first_date: str
    last_date: str
    unit_price: float | None
    taxonomy: Taxonomy = field(repr=False)

    @cached_property
    def clean(self) -> str:
        """The description without page markers."""
        return without_markers(self.text)

    @cached_property
    def encoded(self) -> str:
        """What the encoder is given: what is left of the text that describes the goods, or all where nothing is."""
        return encoded_text(self.described) or self.clean

    @cached_property
    def described(self) -> str:
        """The description with what does not describe the goods blanked out."""
        return described(self.clean)

    @cached_property
    def own(self) -> Attributes:
        return extract(self.described, self.taxonomy)

    @cached_property
    def translated(self) -> Attributes:
        return (
            extract(described(without_markers(self.translation)), self.taxonomy)
            if self.translation
            else Attributes()
        )

    @cached_property
    def attributes(self) -> tuple[Attribute, ...]:
        """What the description states; from a translation beside it only what the description is silent about."""
        groups = {a.group for a in self.own.stated}
        stated = self.own.stated + tuple(a for a in self.translated.stated if a.group not in groups)
        kinds = set(self.kinds)
        return tuple(a for a in stated if not (a.kind == "word" and self._implied(a) & kinds))

    @cached_property
    def statements(self) -> Statements:
        """The attributes as they are compared."""
        return Statements(self.attributes, self.taxonomy)

    def _implied(self, attribute: Attribute) -> frozenset[str]:
        return self.taxonomy.groups[attribute.group].implied_by[attribute.value]

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of goods: by the description, else by its translation, else those named in passing."""
        return self.own.kinds or self.translated.kinds or self.own.aside or self.translated.aside

    @cached_property
    def named_kind(self) -> bool:
        """Whether a kind is named as the goods themselves, not in passing."""
        return bool(self.own.kinds or self.translated.kinds)

    @cached_property
    def language(self) -> str:
        return language_of(self.clean)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Models and articles stated in columns or under a label in the text."""
        stated = [
            self.model,
            self.article,
            *_words(self.parsed.get("model")),
            *_words(self.parsed.get("article")),
        ]
        return tuple(dict.fromkeys(code for code in stated if code and not is_nothing(code)))

    @cached_property
    def makers(self) -> tuple[str, ...]:
        """Makers and trademarks stated in columns or under a label in the text."""
        stated = [
            self.maker,
            self.trademark,
            *_words(self.parsed.get("maker")),
            *_words(self.parsed.get("trademark")),
        ]
        return tuple(dict.fromkeys(name for name in stated if name and not is_nothing(name)))


def _words(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [str(part) for part in value] if isinstance(value, list | tuple) else []


def digest(parts: Iterable[str]) -> str:
    """A short hash of texts in their order."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
