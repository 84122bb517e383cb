"""Every goods against its candidate items: the facts and features of each pair, a chunk of goods at a time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.agreement import compare, compare_kinds
from matcher.candidates import KEEP, Catalog, Signals, Similarity, choose, signals
from matcher.documents import GoodsDocument, ItemDocument
from matcher.encoder import Encoder, centred
from matcher.features import FEATURES, PairFacts, values
from matcher.model_codes import CodeHit, unknown_codes
from matcher.naming import MakerNames, Naming
from matcher.taxonomy import Taxonomy

HOME_SHARE = 0.6  # share of the lines that name a maker from which their origin is the maker's country
HOME_LINES = 3

Progress = Callable[[int, int], None]


@dataclass
class Compared:
    """One chunk's pairs: `facts` and `features` row by row; `goods` and `items` are their numbers."""

    goods: NDArray[np.intp]
    items: NDArray[np.intp]
    facts: list[PairFacts]
    features: NDArray[np.float64]


class Comparer:
    """Compares goods with items. Statistics (rarity of words, backgrounds, homes) are over all of both."""

    def __init__(
        self,
        items: Sequence[ItemDocument],
        goods: Sequence[GoodsDocument],
        encoder: Encoder,
        taxonomy: Taxonomy,
    ) -> None:
        self.items = items
        self.goods = goods
        self.encoder = encoder
        self.taxonomy = taxonomy

    def prepare(self, progress: Progress | None = None) -> None:
        """Encode what was not encoded before, and index the catalog."""
        pages = [(number, page) for number, item in enumerate(self.items) for page in item.pages if page.name]
        vectors = self.encoder.encode(
            [document.clean for document in self.goods] + [page.short for _, page in pages], progress
        )
        split = len(self.goods)
        goods_vectors = centred(vectors[:split], [document.language for document in self.goods])
        page_vectors = centred(vectors[split:], [page.language for _, page in pages])
        owner = np.array([number for number, _ in pages], dtype=np.intp)
        self.similarity = Similarity(goods_vectors, page_vectors, owner, len(self.items))
        self.catalog = Catalog(self.items, self.goods, self.taxonomy)
        self.hits = [self.catalog.codes.find(document) for document in self.goods]
        self.namings = [self.catalog.namings(document) for document in self.goods]
        self.homes = self._homes()
        self.headings = [
            tuple(dict.fromkeys(code for kind in item.kinds for code in self.taxonomy.kinds[kind].hs))
            for item in self.items
        ]

    def _homes(self) -> dict[MakerNames, str]:
        """The country that most lines naming a maker come from."""
        seen: dict[MakerNames, Counter[str]] = defaultdict(Counter)
        for document, namings in zip(self.goods, self.namings, strict=True):
            for names, naming in namings.items():
                if naming.where:
                    seen[names].update(document.origins)
        homes = {}
        for names, origins in seen.items():
            country, number = origins.most_common(1)[0] if origins else ("", 0)
            if number >= HOME_LINES and number >= HOME_SHARE * sum(origins.values()):
                homes[names] = country
        return homes

    def chunks(
        self, wanted: Callable[[int, int], bool] | None = None, keep: int = KEEP
    ) -> Iterator[Compared]:
        """The compared pairs of each chunk of goods; `wanted(goods, item)` leaves out pairs scored before."""
        for found in signals(self.catalog, self.similarity, len(self.goods)):
            facts: list[PairFacts] = []
            places: list[tuple[int, int]] = []
            for row in range(found.cosine.shape[0]):
                number = found.start + row
                items = choose(
                    self.catalog,
                    self.goods[number],
                    row,
                    found,
                    self.hits[number],
                    self.namings[number],
                    keep,
                )
                for item in items:
                    if wanted is None or wanted(number, item):
                        places.append((number, item))
                        facts.append(self.facts(number, item, row, found))
            yield Compared(
                np.array([g for g, _ in places], dtype=np.intp),
                np.array([i for _, i in places], dtype=np.intp),
                facts,
                np.array([values(pair) for pair in facts]).reshape(len(facts), len(FEATURES)),
            )

    def facts(self, number: int, item_number: int, row: int, found: Signals) -> PairFacts:
        """What is known of one pair."""
        goods, item = self.goods[number], self.items[item_number]
        hits: dict[int, CodeHit] = self.hits[number]
        names = self.catalog.makers[item.item_id]
        naming: Naming = self.namings[number][names]
        kind, mine, theirs = compare_kinds(goods.kinds, item.kinds, self.taxonomy)
        elsewhere = next(
            (
                hit.written
                for other, hit in hits.items()
                if other != item_number and hit.exact and not hit.fits and (not hit.short or naming.where)
            ),
            "",
        )
        return PairFacts(
            goods=goods,
            item=item,
            hit=hits.get(item_number),
            naming=naming,
            elsewhere=elsewhere,
            unknown=next(iter(unknown_codes(goods, hits)), "") if naming.where else "",
            kind=kind,
            kinds=(mine, theirs),
            comparison=compare(goods.attributes, item.attributes, self.taxonomy),
            cosine=float(found.cosine[row, item_number]),
            ngram=float(found.ngram[row, item_number]),
            overlap=float(found.overlap[row, item_number]),
            rare=float(found.rare[row, item_number]),
            item_hs=self.headings[item_number],
            home=self.homes.get(names, ""),
        )
