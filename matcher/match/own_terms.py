"""Everything that is compared by the catalog's own terms: codes by scheme, firms, kinds, properties, the case's lessons."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from matcher.arrays import Ints
from matcher.attributes.measures import Measure, known_dimension, measures
from matcher.candidates.codes.code_hits import CodeHit
from matcher.candidates.codes.code_schemes import code_tokens, joined_tokens, suffixed_tokens
from matcher.candidates.lessons import Lessons
from matcher.candidates.makers.firms import NO_LIKENESS, Likeness, keys_of
from matcher.candidates.makers.maker_index import MakerMentions
from matcher.candidates.retrieve import Catalog
from matcher.candidates.series.series import Series
from matcher.embedding.encoder import Encoder
from matcher.features.pair_facts import ALIKE_FIRM, OwnFacts
from matcher.match.kinship import is_whole
from matcher.records.articles import articles
from matcher.records.documents import GoodsDocument, ItemDocument
from matcher.records.nothing_stated import is_nothing
from matcher.similarity.crowd import crowds
from matcher.similarity.denials import denials, denied_measures
from matcher.similarity.kind_clusters import catalog_kinds
from matcher.similarity.kind_fit import NO_KIND_FIT, KindFit, KindFits, KindSpace
from matcher.similarity.phrase_space import PhraseSpace
from matcher.similarity.phrases import head_of, phrases_of, properties_of, uses_of
from matcher.similarity.property_fit import NO_PROPERTY_FIT, PropertySpace, Stated
from matcher.similarity.property_slots import LabelledText
from matcher.similarity.taught_labels import Example
from matcher.text.normal_forms import script_of
from matcher.text.transliteration import name_key

USUAL_HEADINGS = 5  # HS headings from which on a phrase of so many different goods states no property
USUAL_SHARE, USUAL_RECORDS = 0.25, 12  # of the sample: a phrase of so many records does not either
NO_TRADE_NAME = (0.0, "")
_JOINED_LETTERS = re.compile(r"\d-[^\W\d_]")
PHRASE_SAMPLE = 4_000  # phrases at most that tell how near everything is to a property


class OwnTerms:
    """A catalog's own terms, and what a sample of goods records teaches of them. Without `encoder` no words are compared."""

    def __init__(
        self,
        items: Sequence[ItemDocument],
        sample: Sequence[GoodsDocument],
        catalog: Catalog,
        encoder: Encoder | None,
    ) -> None:
        self.catalog = catalog
        self.names = frozenset(key for item in items for brand in item.brands for key in keys_of(brand))
        self.names |= _site_names(items)
        self.series = Series(items, sample, self.names)
        kinds = catalog_kinds(items)
        members = catalog.codes.series.members()
        self.cluster = _of_members(kinds.of_item, members)
        self.usual = self._usual(sample)
        heads = [self.head(goods) for goods in sample]
        self.lessons = Lessons(
            catalog.codes, catalog.maker_of, self.cluster, sample, heads, self._states_another
        )
        catalog_words = [text for words in kinds.words for text in words]
        self.phrases = PhraseSpace(encoder, [*heads, *catalog_words]) if encoder is not None else None
        if self.phrases is not None:
            self.kinds = KindSpace(items, kinds, self.phrases, heads, self.lessons.heads)
            stated = self._stated_properties(items, frozenset(catalog_words))
            self.properties = PropertySpace(
                items,
                stated,
                self.cluster,
                self.phrases,
                self._taught_phrases(),
                self._phrase_sample(sample),
                [Example(goods.goods_id, item, stated_measures(goods)) for goods, item in self.lessons.named],
                members,
            )
        self._brands = {
            maker: tuple(dict.fromkeys(b for n in numbers for b in items[int(n)].brands))
            for maker, numbers in enumerate(catalog.items_of_maker)
        }

    def _taught_phrases(self) -> dict[str, list[tuple[str, int]]]:
        """Phrase -> certain records that have it (goods id, item)."""
        found: dict[str, list[tuple[str, int]]] = {}
        for goods, item in self.lessons.named:
            for phrase in self.phrases_of(goods):
                found.setdefault(phrase, []).append((goods.goods_id, item))
        return found

    def _phrase_sample(self, sample: Sequence[GoodsDocument]) -> list[str]:
        """Phrases of the sample that are compared with properties."""
        found = dict.fromkeys(phrase for goods in sample for phrase in self.phrases_of(goods))
        return list(found)[:PHRASE_SAMPLE]

    def head(self, goods: GoodsDocument) -> str:
        """The words that name the goods."""
        return head_of(goods.clean, self.names)

    def uses(self, goods: GoodsDocument) -> tuple[str, ...]:
        """What the goods are said to be for."""
        return uses_of(goods.clean, self.names)

    def phrases_of(self, goods: GoodsDocument) -> tuple[str, ...]:
        """The phrases after the head that may state a property: those that are not usual."""
        return tuple(phrase for phrase in self._all_phrases(goods) if phrase not in self.usual)

    def denials_of(self, goods: GoodsDocument) -> tuple[str, ...]:
        """What is denied of the goods, and not of most goods."""
        return tuple(words for words in denials(goods.clean) if words not in self.usual)

    def _all_phrases(self, goods: GoodsDocument) -> dict[str, None]:
        """The phrases after the head, of the description and of a translation beside it."""
        found = dict.fromkeys(phrases_of(goods.clean, self.names))
        if goods.translation:
            found.update(dict.fromkeys(phrases_of(goods.translation, self.names)))
        return found

    def _stated_properties(
        self, items: Sequence[ItemDocument], kind_words: frozenset[str]
    ) -> list[tuple[LabelledText, ...]]:
        """For each item what its pages state in words, without names of makers and kinds."""

        @cache
        def says_nothing(text: str) -> bool:
            if text in kind_words or script_of(text) != "Han":  # other letters are alike by chance too often
                return text in kind_words
            makers = range(len(self.catalog.items_of_maker))
            return any(self.catalog.firms.likeness(text, maker).stem >= ALIKE_FIRM for maker in makers)

        return [
            tuple(
                dict.fromkeys(
                    (label, text)
                    for page in item.pages
                    for label, text in properties_of(page, self.names)
                    if not says_nothing(text)
                )
            )
            for item in items
        ]

    def _usual(self, sample: Sequence[GoodsDocument]) -> frozenset[str]:
        """Phrases under so many headings that they are no property: labels without a value, packing, disclaimers."""
        headings: dict[str, set[str]] = {}
        records: Counter[str] = Counter()
        for goods in sample:
            for phrase in {**self._all_phrases(goods), **dict.fromkeys(denials(goods.clean))}:
                records[phrase] += 1
                headings.setdefault(phrase, set()).update(code[:4] for code in goods.hs6)
        least = max(USUAL_SHARE * len(sample), USUAL_RECORDS)
        return frozenset(
            phrase
            for phrase, found in headings.items()
            if len(found) >= USUAL_HEADINGS or records[phrase] >= least
        )

    def remember(self, goods: Iterable[GoodsDocument]) -> None:
        """Encode the phrases of goods records that are to be compared."""
        if self.phrases is not None:
            texts: dict[str, None] = {}
            for document in (each for one in goods for each in (one, *articles(one))):
                texts.update(
                    dict.fromkeys([self.head(document), *self.uses(document), *self.phrases_of(document)])
                )
                texts.update(dict.fromkeys(m.label for m in stated_measures(document)))
                texts.update(dict.fromkeys(self.denials_of(document)))
            self.phrases.remember(texts)

    def encode_with(self, encoder: Encoder) -> None:
        """Take another encoder of the same model."""
        if self.phrases is not None:
            self.phrases.encoder = encoder

    def kind_fits(self, goods: Sequence[GoodsDocument]) -> KindFits:
        """For each record the fit of each kind of the catalog; a record without a head fits none."""
        said = [
            (head, *self.phrases_of(document)[:3]) if (head := self.head(document)) else ()
            for document in goods
        ]
        return self.kinds.fits(said, [document.goods_id for document in goods], [self.uses(g) for g in goods])

    def of(
        self,
        goods: GoodsDocument,
        items: Sequence[int],
        mentions: MakerMentions,
        hits: Mapping[int, CodeHit],
        kind_fit: Callable[[int], KindFit] | None,
    ) -> list[OwnFacts]:
        """The facts of a record and each of `items`; `kind_fit`: its fit of a kind, where phrases are compared."""
        tokens = code_tokens(goods)
        schemes = self.catalog.schemes
        near = schemes.near((*tokens, *suffixed_tokens(goods)))
        unlisted = next(iter((*schemes.unlisted(tokens), *schemes.extended(joined_tokens(goods)))), "")
        other_names = self.catalog.codes.named.other_numbers(goods.clean)
        series = self.series.codes(token for token in tokens if token not in schemes.forms)
        trade_names = self.series.names(goods.clean)
        mark = stated_mark(goods)
        makers, clusters = self.catalog.maker_of[items].tolist(), self.cluster[items].tolist()
        if kind_fit is None:
            kinds = [NO_KIND_FIT] * len(items)
            properties, crowd = [NO_PROPERTY_FIT] * len(items), [0.0] * len(items)
        else:
            kinds = list(map(kind_fit, clusters))
            properties = self.properties.fits(
                Stated(
                    goods.goods_id,
                    apart_from_codes(stated_measures(goods), hits, goods.clean),
                    self.phrases_of(goods),
                    self.denials_of(goods),
                    denied_measures(goods.clean),
                ),
                items,
            )
            crowd = crowds(properties, kinds, np.isin(makers, list(mentions.named)))
        # many items of a record have one maker and kind
        firm = cache(lambda maker: self._firm(goods, mentions, maker))
        other_mark = cache(lambda maker: self._other_mark(goods, mark, maker))
        lesson = cache(lambda maker, cluster: self.lessons.of(goods, maker, cluster))
        whole = {item for item, hit in hits.items() if is_whole(hit)}  # a name that is a code counts once
        out = []
        for item, maker, cluster, kind, fit, count in zip(
            items, makers, clusters, kinds, properties, crowd, strict=True
        ):
            out.append(
                OwnFacts(
                    near.get(item, ""),
                    "" if item in series else other_names.get(item, unlisted),
                    series.get(item, ""),
                    *(NO_TRADE_NAME if item in whole else trade_names.get(item, NO_TRADE_NAME)),
                    firm(maker),
                    other_mark(maker),
                    kind,
                    fit,
                    count,
                    lesson(maker, cluster),
                )
            )
        return out

    def _firm(self, goods: GoodsDocument, mentions: MakerMentions, maker: int) -> Likeness:
        """The likeness of the stated firms to a maker that is not named whole."""
        if maker in mentions.named:
            return NO_LIKENESS
        makers = self.catalog.makers
        names = [name for name in (*goods.makers, *goods.exporters) if not makers.is_other(name, maker)]
        found = [self.catalog.firms.likeness(name, maker) for name in names]
        return max(found, key=lambda one: (one.stem, one.initials, one.place, one.trade), default=NO_LIKENESS)

    def _other_mark(self, goods: GoodsDocument, mark: str, maker: int) -> str:
        """The stated `mark` where it is none of the maker's, or the stated firm where it was decided to be another."""
        if mark and not self._is_mark_of(mark, maker):
            return mark
        return next((name for name in goods.makers if self.catalog.makers.is_other(name, maker)), "")

    def _states_another(self, goods: GoodsDocument, maker: int) -> bool:
        """Whether a record states makers or marks, and neither these nor its shippers are like the maker."""
        likeness, find = self.catalog.firms.likeness, self.catalog.makers.find
        names = (*goods.makers, *goods.exporters)
        found = ((name, likeness(name, maker)) for name in names)
        return bool(goods.makers) and not any(
            like.stem > 0 or like.initials > 0 or maker in find(name) for name, like in found
        )

    def _is_mark_of(self, mark: str, maker: int) -> bool:
        return maker in self.catalog.makers.find(mark) or self.catalog.firms.likeness(mark, maker).stem > 0


def _of_members(cluster: Ints, members: Mapping[int, Sequence[int]]) -> Ints:
    """The cluster of each item, for the page of a series that of most of its members: it is of their kind."""
    found = cluster.copy()
    for page, own in members.items():
        found[page] = Counter(cluster[own].tolist()).most_common(1)[0][0]
    return found


def _site_names(items: Sequence[ItemDocument]) -> frozenset[str]:
    """Sound keys of the words in sites' names that no item is called by."""
    called = {
        name_key(word)
        for item in items
        for page in item.pages
        for word in re.split(r"[\W_]+", f"{page.name} {page.category}")
    }
    words = {word for item in items for word in re.split(r"[\W_]+", item.site) if len(word) > 3}
    return frozenset(map(name_key, words)) - called


def stated_mark(goods: GoodsDocument) -> str:
    """The trademark in its column or under its label; empty where there is none."""
    for mark in (goods.trademark, goods.parsed.get("trademark")):
        if isinstance(mark, str) and mark and not is_nothing(mark):
            return mark
    return ""


def apart_from_codes(found: Sequence[Measure], hits: Mapping[int, CodeHit], text: str) -> tuple[Measure, ...]:
    """The measures of a text without numbers that are part of a code of the catalog in it: 64 of XL 64, 20HA of XL-20HA.

    A number with a known unit stays where it stands apart: 40 mm of XL 40 mm is a size.
    """
    spans = [hit.span for hit in hits.values() if hit.span is not None]
    return tuple(
        m
        for measure in found
        for m in _behind_code(text, measure, spans)
        if not any(start < m.end and m.start < end for start, end in spans)
        or (known_dimension(m) and not _is_glued(text, m, spans))
    )


def _behind_code(text: str, measure: Measure, spans: Sequence[tuple[int, int]]) -> Iterable[Measure]:
    """A measure; one that begins with the last digits of a code as it reads without them: 600D of XL 230 600D."""
    ends = [end for start, end in spans if start < measure.start < end < measure.end]
    if not ends:
        return (measure,)
    end = max(ends)
    return (replace(m, start=m.start + end, end=m.end + end) for m in measures(text[end : measure.end]))


def _is_glued(text: str, measure: Measure, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a number in a code is joined to what stands before or behind it in the code: 20 of XL-20, 33-T of XL 33-T."""
    inside = any(start < measure.start and measure.end <= end for start, end in spans)
    return inside and (
        not text[measure.start - 1].isspace()
        or _JOINED_LETTERS.search(text, measure.start, measure.end) is not None
    )


def stated_measures(goods: GoodsDocument) -> tuple[Measure, ...]:
    """The measures that a description states and does not deny, and of a translation what it adds."""
    found = {(m.dimension, m.value): m for m in measures(goods.clean)}
    for m in measures(goods.translation) if goods.translation else ():
        found.setdefault((m.dimension, m.value), m)
    for m in denied_measures(goods.clean):
        found.pop((m.dimension, m.value), None)
    return tuple(found.values())
