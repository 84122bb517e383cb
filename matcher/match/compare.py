"""Goods records against their candidate items: the facts and features of each pair, a chunk of records at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from matcher.arrays import Bools, Float32s
from matcher.attributes.agreement import compare_kinds, compare_statements
from matcher.attributes.taxonomy import Taxonomy
from matcher.candidates.codes.code_hits import CodeHit
from matcher.candidates.codes.unknown_codes import unknown_codes
from matcher.candidates.makers.firms import declared_by
from matcher.candidates.makers.maker_index import MakerMentions
from matcher.candidates.retrieve import KEEP, Catalog, Signals, choose
from matcher.embedding.encoder import Encoder
from matcher.features import FEATURES, NAMES, PairFacts, values
from matcher.features.pair_facts import OwnFacts
from matcher.match.kinship import Kinship
from matcher.match.own_terms import OwnTerms
from matcher.match.spelling import spelt_for
from matcher.records.articles import articles
from matcher.records.documents import GoodsDocument, ItemDocument
from matcher.scoring.rules import FEATURE_DECIMALS
from matcher.scoring.weights import believed, prior
from matcher.similarity.competitors import Competition, among, likeliest_others, outdone, usual_ngrams
from matcher.similarity.kind_fit import KindFit
from matcher.similarity.shared_words import WordIndex, Wordings
from matcher.similarity.similarity import Lexical, LexicalRows, Similarity

LABEL = 60  # characters of an item's name where it names the item

Progress = Callable[[int, int], None]
Wanted = Callable[[int, int], bool]


@contextmanager
def one_thread() -> Iterator[None]:
    """Linear algebra runs on one thread meanwhile, so that the last digits do not depend on the machine's cores."""
    with threadpool_limits(1, user_api="blas"):
        yield


def wanted_pairs(items: NDArray[np.bool_] | None, all_items: NDArray[np.bool_]) -> Wanted | None:
    """Whether goods of a chunk are to meet an item: those that `all_items` says meet all, others the marked `items`.

    None where every pair is wanted (`items` is None).
    """
    if items is None:
        return None
    return lambda row, item: bool(all_items[row] or items[item])


@dataclass
class Compared:
    """One chunk's pairs: `facts` and `features` row by row; `goods` and `items` are their numbers."""

    goods: NDArray[np.intp]
    items: NDArray[np.intp]
    facts: list[PairFacts]
    features: NDArray[np.float64]

    def only(self, kept: Bools) -> Compared:
        """The pairs that are marked."""
        facts = [pair for pair, keep in zip(self.facts, kept.tolist(), strict=True) if keep]
        return Compared(self.goods[kept], self.items[kept], facts, self.features[kept])


@dataclass(frozen=True)
class PageVectors:
    """Centred unit vectors of the items' pages, a row each, and the number of each page's item."""

    vectors: Float32s
    owner: NDArray[np.intp]


@dataclass(frozen=True)
class GoodsChunk:
    """Goods records that are compared together, and what is known of them.

    `found`: their signals; `mentions`, `hits`: the makers and codes that they name, where these are known already.
    """

    goods: Sequence[GoodsDocument]
    found: Signals
    mentions: Sequence[MakerMentions] | None = None
    hits: Sequence[Mapping[int, CodeHit]] | None = None


@dataclass(frozen=True)
class _Record:
    """A goods record, its signals against every item, and the makers and codes that it names.

    `unknown`: a code that it states and the catalog does not have, else empty. `named`: the codes of the whole record, where
    this is one of its articles.
    """

    goods: GoodsDocument
    cosine: Float32s
    ngram: Float32s
    overlap: Float32s
    rare: Float32s
    mentions: MakerMentions
    hits: Mapping[int, CodeHit]
    unknown: str
    named: Mapping[int, CodeHit]


class Context:
    """The items, and what is usual among the goods: all that a chunk of goods records is compared by.

    `sample` are the records that tell what is usual, with their centred unit vectors. Results depend on these and on
    the records only, not on how the records are cut into chunks.
    """

    @one_thread()
    def __init__(
        self,
        items: Sequence[ItemDocument],
        pages: PageVectors,
        sample: Sequence[GoodsDocument],
        sample_vectors: Float32s,
        taxonomy: Taxonomy,
        encoder: Encoder | None = None,
    ) -> None:
        self.items = items
        self.taxonomy = taxonomy
        self.catalog = Catalog(items, taxonomy, declared_by(sample), sample)
        self.own = OwnTerms(items, sample, self.catalog, encoder)
        self.lexical = Lexical(items, sample)
        self.similarity = Similarity(sample_vectors, pages.vectors, pages.owner, len(items))
        self.words = WordIndex(items, sample)
        self.usual = usual_ngrams(self.lexical, sample)
        self.kinship = Kinship(items, self.catalog.codes.series)
        self.labels = [item.codes[0] if item.codes else item.name[:LABEL] for item in items]
        self.homes: Mapping[int, str] = {}
        self.headings = [
            tuple(dict.fromkeys(code for kind in item.kinds for code in self.taxonomy.kinds[kind].hs))
            for item in self.items
        ]

    @one_thread()
    def signals(
        self, goods: Sequence[GoodsDocument], vectors: Float32s, rows: LexicalRows | None = None
    ) -> Signals:
        """Goods records with their centred unit `vectors` against all items; `rows` are theirs, where known."""
        cosine = self.similarity.rows(vectors)
        return Signals(cosine, *self.lexical.against_items(rows or self.lexical.rows(goods), len(self.items)))

    @one_thread()
    def compare(
        self,
        chunk: GoodsChunk,
        *,
        wanted: Wanted | None = None,
        keep: int = KEEP,
        besides: Sequence[Sequence[int]] | None = None,
        phrases: bool = True,
    ) -> Compared:
        """The compared pairs of a chunk.

        `wanted(row, item)` leaves out pairs scored before. `keep`: candidates of a record, beside those whose code it
        names; `besides`: for each record items to compare it with whatever the choice. `phrases`: whether the records'
        phrases have been encoded, so that they are compared.
        """
        facts: list[PairFacts] = []
        places: list[tuple[int, int]] = []
        phrases = phrases and self.own.phrases is not None
        kinds = self.own.kind_fits(chunk.goods) if phrases else None
        for row in range(len(chunk.goods)):
            record = self._record(chunk, row)
            items = choose(
                self.catalog, record.goods, chunk.found.texts[row], record.hits, record.mentions, keep
            )
            items = self.catalog.codes.series.with_pages(items)
            if besides is not None:
                items = sorted({*items, *besides[row]})
            if wanted is not None and not any(wanted(row, item) for item in items):
                continue
            fits = None if kinds is None else partial(kinds.of, row)
            places += [(row, item) for item in items]
            facts += self._best_of(record, items, fits)
        found = Compared(
            np.array([row for row, _ in places], dtype=np.intp),
            np.array([item for _, item in places], dtype=np.intp),
            facts,
            np.array([values(pair) for pair in facts]).reshape(len(facts), len(FEATURES)),
        )
        self._set_against_others(found)
        return found if wanted is None else found.only(np.array([wanted(*place) for place in places], bool))

    def _set_against_others(self, found: Compared) -> None:
        """Tell each pair how much surer than sure the likeliest other item of its record is, by the shipped weights."""
        log_odds = prior().log_odds(np.round(found.features, FEATURE_DECIMALS))
        others = likeliest_others(log_odds, found.goods)
        self._pass_over_kin(found, log_odds, others)
        over = np.where(others == np.arange(len(others)), 0.0, outdone(log_odds[others]))
        found.features[:, NAMES.index("outdone")] = over
        for at in np.flatnonzero(over).tolist():
            pair, by = found.facts[at], self.labels[found.items[others[at]]]
            rivals = pair.rivals._replace(outdone=float(over[at]), outdone_by=by)
            found.facts[at] = replace(pair, rivals=rivals)

    def _pass_over_kin(
        self, found: Compared, log_odds: NDArray[np.float64], others: NDArray[np.intp]
    ) -> None:
        """Put in place of a likeliest other item that is no rival the likeliest that is one."""
        for at in np.flatnonzero(outdone(log_odds[others])).tolist():
            if not self._are_kin(found, at, int(others[at])):
                continue
            start, end = np.searchsorted(found.goods, found.goods[at] + np.array([0, 1])).tolist()
            rivals = [n for n in range(start, end) if n != at and not self._are_kin(found, at, n)]
            others[at] = max(rivals, key=log_odds.__getitem__, default=at)

    def _are_kin(self, found: Compared, one: int, other: int) -> bool:
        """Whether the items of two pairs of a record are no rivals."""
        items, facts = found.items, found.facts
        return self.kinship.are_kin(
            int(items[one]), facts[one].own_code, int(items[other]), facts[other].own_code
        )

    def _record(self, chunk: GoodsChunk, row: int) -> _Record:
        goods, found = chunk.goods[row], chunk.found
        hits = self.catalog.codes.find(goods) if chunk.hits is None else chunk.hits[row]
        return _Record(
            goods, found.cosine[row], found.ngram[row], found.overlap[row], found.rare[row],
            self.catalog.maker_mentions(goods) if chunk.mentions is None else chunk.mentions[row],
            hits, _unknown(goods, hits), hits,
        )  # fmt: skip

    def _best_of(
        self, record: _Record, items: Sequence[int], kind_fit: Callable[[int], KindFit] | None
    ) -> list[PairFacts]:
        """A record's facts with each item; of a record that lists several articles those of the article that fits best."""
        parts = articles(record.goods)
        if not parts:
            return self._pairs(record, items, kind_fit)
        fits = None if kind_fit is None else self.own.kind_fits(parts)
        found = []
        for row, part in enumerate(parts):
            hits = self.catalog.codes.find(part)
            alone = replace(record, goods=part, hits=hits, unknown=_unknown(part, hits))
            found.append(self._pairs(alone, items, None if fits is None else partial(fits.of, row)))
        worth = np.array([believed().log_odds(np.array([values(pair) for pair in pairs])) for pairs in found])
        return [found[best][at] for at, best in enumerate(worth.argmax(axis=0).tolist())]

    def _pairs(
        self, record: _Record, items: Sequence[int], kind_fit: Callable[[int], KindFit] | None
    ) -> list[PairFacts]:
        own = self.own.of(record.goods, items, record.mentions, record.hits, kind_fit)
        return [
            self._facts(record, item, words, rivals, terms)
            for (item, words, rivals), terms in zip(self._among(record, items), own, strict=True)
        ]

    def _among(self, record: _Record, items: Sequence[int]) -> Iterator[tuple[int, Wordings, Competition]]:
        """For each of the record's items the wordings, and how it compares with the others."""
        wordings = self._wordings(record, items)
        ngrams = record.ngram[items]
        worse = self._worse_variants(record.goods, record.hits)
        rivals = among(
            [both.common.alike for both in wordings],
            ngrams.tolist(),
            record.cosine[items].tolist(),
            above=(ngrams - self.usual[items]).tolist(),
            worse_variant=[item in worse for item in items],
            labels=[self.labels[item] for item in items],
            beside=self.kinship.among(items, record.named),
        )
        return zip(items, wordings, rivals, strict=True)

    def _wordings(self, record: _Record, items: Sequence[int]) -> list[Wordings]:
        """The wordings of the record and each of the items."""
        mine = self.words.of_goods(record.goods)
        found = []
        for item in items:
            spelt = spelt_for(record.goods, item, record.hits, self.kinship)
            own = mine if spelt is None else self.words.of_goods(spelt.goods, spelt.signs)
            found.append(self.words.nearest(own, item))
        return found

    def _worse_variants(self, goods: GoodsDocument, hits: Mapping[int, CodeHit]) -> frozenset[int]:
        """Of the items whose code is named, those that the record contradicts more than another one of the same site at that place."""
        if len(hits) < 2:
            return frozenset()
        against = {
            item: compare_statements(goods.statements, self.items[item].statements, self.taxonomy).against
            for item, hit in hits.items()
            if not hit.fits and not hit.member
        }
        if len(set(against.values())) < 2:
            return frozenset()
        return frozenset(
            item
            for item, count in against.items()
            if any(
                fewer < count
                and self.items[other].site == self.items[item].site
                and not self.kinship.are_apart(item, hits[item], other, hits[other])
                for other, fewer in against.items()
            )
        )

    def _facts(
        self, record: _Record, number: int, wordings: Wordings, rivals: Competition, own: OwnFacts
    ) -> PairFacts:
        """What is known of a record and the item of this number."""
        goods, item = record.goods, self.items[number]
        maker = int(self.catalog.maker_of[number])
        naming, hit = record.mentions.of(maker, number), record.hits.get(number)
        kind, mine, theirs = compare_kinds(goods.kinds, item.kinds, self.taxonomy)
        if not goods.named_kind:
            kind = max(kind, 0.0)  # a disconnector with earthing knives is no knife
        denied = hit.written if hit is not None and hit.use == "none" else ""
        elsewhere = denied or next(
            (
                named.written
                for other, named in record.hits.items()
                if other != number
                and named.exact
                and not named.member
                and not named.fits
                and (not named.short or (naming.where and not named.written.isdigit()))
            ),
            "",
        )
        return PairFacts(
            goods=goods,
            item=item,
            hit=hit,
            naming=naming,
            elsewhere=elsewhere,
            unknown=record.unknown,
            kind=kind,
            kinds=(mine, theirs),
            comparison=compare_statements(goods.statements, item.statements, self.taxonomy),
            cosine=float(record.cosine[number]),
            ngram=float(record.ngram[number]),
            overlap=float(record.overlap[number]),
            rare=float(record.rare[number]),
            item_hs=self.headings[number],
            home=self.homes.get(maker, ""),
            wordings=wordings,
            rivals=rivals,
            own=own,
        )


def _unknown(goods: GoodsDocument, hits: Mapping[int, CodeHit]) -> str:
    """The first code that goods state and that is none of the catalog's; empty where there is none."""
    return next(iter(unknown_codes(goods, hits)), "")


def pages_of(items: Sequence[ItemDocument]) -> tuple[list[str], list[str], NDArray[np.intp]]:
    """Texts, languages and owners of the pages that are encoded: all that have a name."""
    pages = [(number, page) for number, item in enumerate(items) for page in item.pages if page.name]
    return (
        [page.short for _, page in pages],
        [page.language for _, page in pages],
        np.array([number for number, _ in pages], dtype=np.intp),
    )
