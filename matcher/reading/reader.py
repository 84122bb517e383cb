"""Read both sides of a pair for one reviewer: his language, the case's taxonomy and dictionaries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Protocol

from matcher.attributes.measures import labelled
from matcher.attributes.taxonomy import Taxonomy, of_case
from matcher.customs.values.hs_codes import hs_code, hs_list
from matcher.reading.chips import goods_chips, text_chips
from matcher.reading.countries import country_word
from matcher.reading.dictionaries import Dictionary, dictionaries_of
from matcher.reading.glosses import glosses
from matcher.reading.lookup import Lookup
from matcher.reading.model import Chip, Gloss, Reading, overlaps
from matcher.reading.reasons import reason_in
from matcher.reading.terms import interface, reader_language
from matcher.reading.text_language import text_language
from matcher.reading.trade_words import NAME, trade_words

CACHED = 20_000  # readings remembered: many pairs share a goods record or an item
DESCRIPTION_READ = 3_000  # characters of an item's description; as matcher.records reads it
HEADING_CHARACTERS = 60
KINDS = ("kind", "aside")  # chips of kinds
NAMED = 2  # headings and countries of each end that are named


class Declared(Protocol):
    """What a reading needs of a goods record."""

    @property
    def text(self) -> str: ...
    @property
    def maker(self) -> str: ...
    @property
    def trademark(self) -> str: ...
    @property
    def model(self) -> str: ...
    @property
    def article(self) -> str: ...


class Offered(Protocol):
    """What a reading needs of a catalog item."""

    @property
    def name(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def specs(self) -> Mapping[str, str]: ...


@dataclass
class Reader:
    """Reads texts into `language`; the same text is read once."""

    taxonomy: Taxonomy
    language: str
    dictionaries: Sequence[Dictionary] = ()
    _read: dict[tuple[str, ...], Reading] = field(default_factory=dict)
    _lookups: dict[str, Lookup] = field(default_factory=dict)

    @classmethod
    def of_case(cls, root: Path, languages: Sequence[str]) -> Reader:
        """The reader of the case in `root` for a person who reads `languages` (review.languages)."""
        return cls(of_case(root), reader_language(languages), dictionaries_of(root))

    @cached_property
    def _for_reader(self) -> list[Dictionary]:
        """The words of trade, dictionaries into the reader's language, then those into English."""
        ranked = sorted(self.dictionaries, key=lambda one: one.target != self.language)
        return [*trade_words(self.language), *(one for one in ranked if one.target in (self.language, "en"))]

    def goods(self, goods: Declared) -> Reading:
        """A goods record: chips of its text and columns, glosses of the rest of its text."""
        columns = {
            name: value
            for name in ("maker", "trademark", "model", "article")
            if (value := str(getattr(goods, name)))
        }
        key = ("goods", goods.text, *columns.values())
        if key not in self._read:
            chips = goods_chips(goods.text, columns, self.taxonomy, self.language)
            self._remember(key, Reading(self.language, tuple(chips), self._glossed(goods.text, chips)))
        return self._read[key]

    def item(self, item: Offered) -> Reading:
        """A catalog item: chips of its name, specifications and description, each once; glosses of its name.

        Kinds are those of the name, where it tells one: the other texts name parts and uses.
        """
        specs = [labelled(key, value) for key, value in item.specs.items()]
        texts = {
            "name": item.name,
            "specs": "; ".join(specs),
            "description": item.description[:DESCRIPTION_READ],
        }
        key = ("item", *texts.values())
        if key not in self._read:
            chips: dict[tuple[str, str], Chip] = {}
            for place, text in texts.items():
                kinds_told = place != "name" and any(chip.about == "kind" for chip in chips.values())
                for chip in text_chips(text, self.taxonomy, self.language):
                    if (kinds_told and chip.about in KINDS) or _bare_number(chip):
                        continue
                    chips.setdefault((chip.about, chip.words), replace(chip, place=place))
            own = [chip for chip in chips.values() if chip.place == "name"]
            self._remember(key, Reading(self.language, tuple(chips.values()), self._glossed(item.name, own)))
        return self._read[key]

    def reason(self, sentence: str) -> str:
        """A reason of a pair, as kept, in the reader's language."""
        return reason_in(sentence, self.taxonomy, self.language)

    def _remember(self, key: tuple[str, ...], reading: Reading) -> None:
        if len(self._read) > CACHED:
            self._read.clear()
        self._read[key] = reading

    def _glossed(self, text: str, chips: Sequence[Chip]) -> tuple[Gloss, ...]:
        source = text_language(text)
        if not source or source == self.language:
            return ()
        # A kind's own words are glossed too: the list of kinds is coarser than a dictionary.
        # So are those of a value where the words of trade say more of them: a chip "steel", stainless steel.
        taken = [span for chip in chips if chip.about not in (*KINDS, "value") for span in chip.spans]
        values = [chip for chip in chips if chip.about == "value"]
        found = glosses(text, taken, self._lookup(source))
        return tuple(gloss for gloss in found if not _said_already(gloss, values))

    def _lookup(self, source: str) -> Lookup:
        """How words of texts in `source` are looked up; loan words by their sound for a reader of English."""
        if source not in self._lookups:
            self._lookups[source] = Lookup.of(source, self._for_reader, by_sound=self.language == "en")
        return self._lookups[source]

    def declared_beside(
        self, hs: Sequence[str], origins: Sequence[str], destinations: Sequence[str]
    ) -> list[Chip]:
        """What the lines' columns say beside the text: the headings' wording and the countries, in words."""
        chips = []
        for code in hs[:NAMED]:
            if words := heading_words(code):
                chips.append(Chip("heading", code, interface("heading", self.language, code, words), code))
        for about, countries in (("origin", origins), ("destination", destinations)):
            for country in countries[:NAMED]:
                words = country_word(country, self.language)
                if words.casefold() != country.casefold():
                    chips.append(Chip(about, country, interface(about, self.language, words), country))
        return chips


def _said_already(gloss: Gloss, values: Sequence[Chip]) -> bool:
    """Whether a value covers a word and says what the words of trade do of it; other dictionaries are not asked of it."""
    over = [chip for chip in values if overlaps(gloss.start, gloss.end, chip.spans)]
    said = {words.casefold() for words in gloss.words.split("; ")}
    return bool(over) and (
        not gloss.dictionary.startswith(NAME) or any(chip.words.casefold() in said for chip in over)
    )


def _bare_number(chip: Chip) -> bool:
    """A number without a unit: on a page it is a price, a page's number or the like."""
    return chip.about == "measure" and not chip.key


def heading_words(code: str) -> str:
    """The wording of a declared HS code in English, cut; "" where the list has none."""
    known = hs_code(code)
    digits = known.hs6 or known.digits if known else ""
    for length in (6, 4, 2):
        if words := hs_list().get(digits[:length]):
            return (
                words
                if len(words) <= HEADING_CHARACTERS
                else words[:HEADING_CHARACTERS].rsplit(" ", 1)[0] + " …"
            )
    return ""
