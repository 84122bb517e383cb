"""Everything that was found out about an item and a goods record, before it is weighed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from matcher.attributes.agreement import Comparison, compare_kinds
from matcher.candidates.codes.code_hits import CodeHit
from matcher.candidates.codes.unknown_codes import code_of_mark
from matcher.candidates.lessons import NO_LESSON, Lesson
from matcher.candidates.makers.firms import NO_LIKENESS, Likeness, keys_of
from matcher.candidates.makers.maker_mentions import MakerMention
from matcher.candidates.usage.code_use import Use
from matcher.customs.values.hs_codes import is_of_parts
from matcher.records.documents import GoodsDocument, ItemDocument
from matcher.schema.terms import Level
from matcher.similarity.competitors import ALONE, Competition
from matcher.similarity.kind_fit import NO_KIND_FIT, KindFit
from matcher.similarity.property_fit import NO_PROPERTY_FIT, PropertyFit
from matcher.similarity.shared_words import NO_WORDINGS, CommonWords, Wordings

ALIKE_FIRM = 0.45  # likeness of names from which they are not counted as different firms
TAUGHT_OTHER = 0.5  # share of a firm's certain records that are another maker's
SURE_USE = 0.1  # by which what the goods are for fits an item's kind better than the goods do: no true pair of five cases
# Share of a kind's certain records under an HS code of parts from which its goods are parts
SURE_HEADING = 0.5
SURE_CODE = 7  # characters from which a code without its prefix is hardly met by chance

NOT_OWN: tuple[Use, ...] = ("fits", "none")  # uses of a code that is not the goods' own


@dataclass(frozen=True)
class OwnFacts:
    """What is found by the catalog's own terms, without lists: codes, firms, kind, properties, and the case's lessons.

    `near`: a code in the goods that is one sign from the item's. `unlisted`: a code in the goods of the catalog's scheme
    that it does not list. `series`: a code in the goods of the item's series with a number that the page states; `trade_name`
    and `called`: how surely a trade name of the item is in the goods, 0 to 1, and its key. `firm`: how like the stated firm is to the item's maker; `mark_other`: a stated trademark that
    is none of the maker's. `crowd`: doublings of the number of candidates that the description fits as well.
    """

    near: str = ""
    unlisted: str = ""
    series: str = ""
    trade_name: float = 0.0
    called: str = ""
    firm: Likeness = NO_LIKENESS
    mark_other: str = ""
    kind: KindFit = NO_KIND_FIT
    properties: PropertyFit = NO_PROPERTY_FIT
    crowd: float = 0.0
    lesson: Lesson = NO_LESSON


NO_OWN_FACTS = OwnFacts()


@dataclass(frozen=True)
class PairFacts:
    """Everything that was found out about an item and a goods record, before it is weighed.

    `cosine` is the encoder's similarity against its background (centred, CSLS), `ngram` and `overlap` lexical ones in
    [0, 1]. `elsewhere`: the goods names the code of another item of this catalog, or is said not to be this one; `unknown`: a stated code that is
    none of the catalog's. `home`: the country most lines of this maker come from, empty where it is not known.
    """

    goods: GoodsDocument
    item: ItemDocument
    hit: CodeHit | None
    naming: MakerMention
    elsewhere: str
    unknown: str
    kind: float  # see matcher.attributes.agreement.compare_kinds
    kinds: tuple[str, str]
    comparison: Comparison
    cosine: float
    ngram: float
    overlap: float
    rare: float
    item_hs: tuple[str, ...]
    home: str
    wordings: Wordings = NO_WORDINGS
    rivals: Competition = ALONE
    own: OwnFacts = NO_OWN_FACTS

    @property
    def common(self) -> CommonWords:
        """What the item's and the goods' words have in common."""
        return self.wordings.common

    @property
    def fits(self) -> bool:
        """Whether the item's code is named as that of what the goods are for, or that they are not."""
        return self.hit is not None and self.use in NOT_OWN

    @property
    def confirms(self) -> bool:
        """Whether numbers and properties in common speak for the pair: what is for the item has those of the item."""
        return self.use != "fits"

    @cached_property
    def own_code(self) -> CodeHit | None:
        """The item's code that the goods names as its own, not as what it fits.

        Its end behind another prefix is another's where nobody names the maker: 50 of KITE-50.
        """
        if self.hit is None or self.fits:
            return None
        return None if self.hit.short and self.hit.prefixed and not self.named else self.hit

    @cached_property
    def use(self) -> Use:
        """How the item's code is meant; where the words do not tell, by what else is known.

        Goods fit what is called the item after "for" (set of seals for grinders QX-7), and are for it where they are declared as
        parts and such items are not. The code is theirs where such items are declared as parts too, or where they are of the
        item's kind and for goods of another: motor for drones QX-7. That goods are declared or called as other goods of the
        kind says nothing else: a seal is often declared with the code of the filter.
        """
        if self.hit is None or self.hit.use != "unclear":
            return "" if self.hit is None else self.hit.use
        lesson, as_parts = self.own.lesson, any(map(is_of_parts, self.goods.hs6))
        if self.own.kind.use >= SURE_USE or (as_parts and lesson.heading_other):
            return "fits"
        is_part = as_parts and lesson.heading >= SURE_HEADING
        return "" if is_part or self._is_for_another_kind else "unclear"

    @property
    def _is_for_another_kind(self) -> bool:
        """Whether the goods are of the item's kind, and what they are said to be for is of none that is like it."""
        aside = self.goods.own.aside
        return (
            self.kind == 1.0
            and self.goods.named_kind
            and compare_kinds(aside, self.item.kinds, self.item.taxonomy)[0] < 0
        )

    @property
    def nobody_named(self) -> bool:
        """Whether neither the item's code nor any maker, the item's or another, is named."""
        return self.level == Level.DESCRIPTION and not self.naming.other and not self.own.mark_other

    @property
    def named(self) -> bool:
        return bool(self.naming.where)

    @cached_property
    def firm_alike(self) -> float:
        """How surely the stated firm is the item's maker though no name of it is found whole: 0 to 1."""
        if self.named or self.naming.denied or not self.naming.other:
            return 0.0
        firm = self.own.firm
        return max(firm.stem, 0.5 * firm.initials, 0.5 * (firm.place and firm.trade), self.own.lesson.firm)

    @cached_property
    def other_maker(self) -> bool:
        """Whether another maker is clearly named: its trademark is stated, certain records give the name to another, or the
        goods are said to be no goods of the maker, or only like them.

        A firm's name alone may be a translation, an abbreviation or a trading house of the same. The item's whole code says
        more than the mark, unless the goods are declared as nothing of the maker's ever is: a microphone QX-90 is no bell; or the
        stated firm is called as the mark is: codes of a standard are those of many makers.
        """
        if self.naming.denied:
            return True
        whole = self.own_code is not None and self.own_code.exact and not self.own_code.short
        if self.named or self.firm_alike >= ALIKE_FIRM:
            return False
        if whole and not (self.own.lesson.foreign or self._is_marks_firm):
            return False
        return bool(self.own.mark_other) or self.own.lesson.firm_other >= TAUGHT_OTHER

    @property
    def _is_marks_firm(self) -> bool:
        """Whether the stated mark, none of the item's maker's, is a part of the stated firm's name: KORVANTI of Korvanti Pumps Ltd."""
        mark = self.own.mark_other
        own = set(keys_of(mark)) if mark else set()
        longer = (name for name in self.goods.makers if len(name.split()) > len(mark.split()))
        return bool(own) and any(own <= set(keys_of(name)) for name in longer)

    @cached_property
    def unclear_maker(self) -> bool:
        """Whether a maker is named that may or may not be the item's."""
        return (
            bool(self.naming.other)
            and not self.named
            and not self.other_maker
            and self.firm_alike < ALIKE_FIRM
        )

    @cached_property
    def unknown_code(self) -> str:
        """A stated code that is none of the catalog's; where another maker may be named, also one behind its mark."""
        strange = self.other_maker or self.unclear_maker
        return self.unknown or (code_of_mark(self.goods.clean, self.naming.other) if strange else "")

    @cached_property
    def level(self) -> Level:
        """`model` where the item's code is named (a bare one, or the end of what may be another's, together with its maker),
        `maker`, or `description`."""
        hit = self.own_code
        sure = hit is not None and len(hit.code) >= SURE_CODE and not hit.written.isdigit()
        if hit and not self.other_maker and (self.named or (not hit.prefixed and (not hit.short or sure))):
            return Level.MODEL
        return Level.MAKER if self.named or self.firm_alike >= ALIKE_FIRM else Level.DESCRIPTION
