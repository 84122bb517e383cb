"""What a case teaches before anybody decides: declarations that name a code of the catalog say how such goods are declared.

A record that names the whole, distinctive code of one item as its own is nearly certain: gaskets for a machine do not teach how the
machine is declared. What else such records say (words for the
goods, spellings of the maker, HS codes, shippers) is counted, and is evidence for records that name no code. One pass
over a sample, never over its own conclusions, so it cannot drift; a record never teaches itself, and one that states
another maker does not teach what the goods are: a bearing may have the number of a vest. Under a heading that no record of
the maker has, it is a mere coincidence, and teaches nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

from matcher.arrays import Ints
from matcher.candidates.codes.model_codes import CodeIndex
from matcher.candidates.makers.firms import firm_key
from matcher.records.documents import GoodsDocument
from matcher.similarity.named_parts import names_part
from matcher.text.normal_forms import code_form

LEAST_CODE = 5  # signs of a code that teaches
MOST_HEADS = 60  # heads of one kind that are kept
NO_CLUSTER = -1
ONE_CODE = 0.4  # how surely a firm is the maker at most, where its records name one code: another's goods may have it too
LEAST_RECORDS = 3  # records of a kind from which a heading that none of them has says something
LEAST_OF_MAKER = 10  # and of a maker's, of whatever kind


class Named(NamedTuple):
    """What a certain record names: a maker, and its codes."""

    maker: int
    codes: frozenset[str]


NOTHING_NAMED = Named(-1, frozenset())


NO_CODES: Counter[str] = Counter()


class Firm:
    """What certain records with one firm's name name: counted once, so that a record's own part can be taken off for each pair."""

    def __init__(self) -> None:
        self._records: Counter[Named] = Counter()
        self._of_maker: Counter[int] = Counter()  # records
        self._codes: dict[int, Counter[str]] = defaultdict(Counter)  # maker -> code -> what names it

    def add(self, named: Named) -> None:
        """Count a record."""
        if named not in self._records:
            self._codes[named.maker].update(named.codes)
        self._records[named] += 1
        self._of_maker[named.maker] += 1

    def share(self, maker: int, own: Named) -> tuple[float, float]:
        """How surely the firm is the maker, or another: by the records that name other codes than the record asked about (`own`),
        whose code may be another firm's too; those of one code alone say ONE_CODE at most."""
        of_own = self._records[own]
        total = self._of_maker.total() - of_own
        if not total:
            return 0.0, 0.0
        mine = self._of_maker[maker] - (of_own if own.maker == maker else 0)
        codes = self._codes.get(maker, NO_CODES)
        mere = sum(codes[code] == 1 for code in own.codes) if of_own and own.maker == maker else 0
        sure = min(1.0, total / 2)
        most = 1.0 if len(codes) - mere > 1 else ONE_CODE
        return min(mine / total * sure, most), (total - mine) / total * sure


NO_FIRM = Firm()


class Lesson(NamedTuple):
    """What the case's certain records say of one pair: shares from 0 to 1, 0 where nothing is known.

    `firm`: of the certain records with this firm's name those of the item's maker; `shipper`: of the shipper's records;
    `heading`: of the kind's records those under this HS code; `heading_other`: whether there are some, and none is;
    `heading_new`: whether none is under its heading; `foreign`: whether none of all the maker's is.
    """

    firm: float = 0.0
    firm_other: float = 0.0
    shipper: float = 0.0
    heading: float = 0.0
    heading_new: bool = False
    foreign: bool = False
    heading_other: bool = False


NO_LESSON = Lesson()


class Lessons:
    """What a sample of goods records teaches of a catalog. `heads`: cluster -> (goods id, head of its description)."""

    def __init__(
        self,
        codes: CodeIndex,
        maker_of: Ints,
        cluster_of: Ints,
        sample: Sequence[GoodsDocument],
        heads: Sequence[str],
        states_another: Callable[[GoodsDocument, int], bool],
    ) -> None:
        """`states_another`: whether a record states makers none of which is like this one."""
        self.heads: dict[int, list[tuple[str, str]]] = defaultdict(list)
        self.records: dict[int, int] = Counter()
        self._firms: dict[str, Firm] = defaultdict(Firm)
        self._shippers: dict[str, Counter[int]] = defaultdict(Counter)
        self._shipped: Counter[str] = Counter(name for goods in sample for name in set(goods.exporters))
        self._headings: dict[int, Counter[str]] = defaultdict(Counter)
        self._of_maker: dict[int, Counter[str]] = defaultdict(Counter)  # headings of a maker's records
        self._records_of: Counter[int] = Counter()
        others: list[tuple[GoodsDocument, Named]] = []
        self.taught: dict[str, tuple[Named, int]] = {}  # goods id -> what it names, cluster
        self.named: list[tuple[GoodsDocument, int]] = []  # certain records of one item alone, and the item
        for goods, head in zip(sample, heads, strict=True):
            if names_part(goods.clean):
                continue
            sure = {
                item: code_form(hit.code)
                for item, hit in codes.find(goods).items()
                if hit.exact
                and not hit.member
                and not hit.use
                and not hit.short
                and len(code_form(hit.code)) >= LEAST_CODE
            }
            makers, clusters = {int(maker_of[i]) for i in sure}, {int(cluster_of[i]) for i in sure}
            if len(makers) != 1 or len(clusters) != 1:
                continue
            maker, cluster = makers.pop(), clusters.pop()
            named = Named(maker, frozenset(sure.values()))
            if states_another(goods, maker):
                others.append((goods, named))
                continue
            self._teach_firms(goods, named, cluster)
            if len(sure) == 1:
                self.named.append((goods, next(iter(sure))))
            self.records[cluster] += 1
            if len(self.heads[cluster]) < MOST_HEADS:
                self.heads[cluster].append((goods.goods_id, head))
            self._records_of[maker] += 1
            self._of_maker[maker].update({code[:4] for code in goods.hs6})
            for code in set(goods.hs6):
                self._headings[cluster][code[:6]] += 1
                self._headings[cluster][code[:4]] += 1
        for goods, named in others:  # they teach how the maker may be written, not what the goods are
            if not self._is_foreign(goods, named.maker):
                self._teach_firms(goods, named, NO_CLUSTER)

    def _teach_firms(self, goods: GoodsDocument, named: Named, cluster: int) -> None:
        """Count the firms of a certain record."""
        self.taught[goods.goods_id] = (named, cluster)
        for name in set(map(firm_key, goods.makers)):
            self._firms[name].add(named)
        for name in set(goods.exporters):
            self._shippers[name][named.maker] += 1

    def _is_foreign(self, goods: GoodsDocument, maker: int, own: int = 0) -> bool:
        """Whether none of the maker's records, `own` of them this one, is under a heading of the record."""
        under = self._of_maker.get(maker, Counter())
        return (
            self._records_of[maker] - own >= LEAST_OF_MAKER
            and bool(goods.hs6)
            and _under_none(under, goods, own)
        )

    def of(self, goods: GoodsDocument, maker: int, cluster: int) -> Lesson:
        """What the certain records, this one aside, say of a record and an item of `maker` and `cluster`."""
        own, own_cluster = self.taught.get(goods.goods_id, (NOTHING_NAMED, NO_CLUSTER))
        own_maker = own.maker
        firms = {self._firms.get(firm_key(name), NO_FIRM) for name in goods.makers}
        told = [firm.share(maker, own) for firm in firms]
        firm, other = (max((share[side] for share in told), default=0.0) for side in (0, 1))
        shipper = 0.0
        for name in set(goods.exporters):
            mine = self._shippers.get(name, Counter())[maker] - (own_maker == maker)
            if mine > 0:
                shipper = max(shipper, mine / max(self._shipped[name] - 1, 1))
        records = self.records.get(cluster, 0) - (own_cluster == cluster)
        heading, new = 0.0, False
        if records > 0 and goods.hs6:
            same = int(own_cluster == cluster)
            under = self._headings[cluster]
            heading = max((under[code[:6]] - same) / records for code in goods.hs6)
            new = records >= LEAST_RECORDS and _under_none(under, goods, same)
        foreign = self._is_foreign(goods, maker, int(own_maker == maker and own_cluster != NO_CLUSTER))
        heading_other = records > 0 and bool(goods.hs6) and heading <= 0
        return Lesson(firm, other, shipper, max(heading, 0.0), new, foreign, heading_other)


def _under_none(headings: Counter[str], goods: GoodsDocument, own: int) -> bool:
    """Whether none of the counted records, `own` of them this one, is under a heading of the record."""
    return all(headings[code[:4]] - own <= 0 for code in goods.hs6)
