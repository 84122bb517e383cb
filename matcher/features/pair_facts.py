"""Everything that was found out about an item and a goods, before it is weighed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from matcher.attributes.agreement import Comparison
from matcher.candidates.maker_mentions import MakerMention
from matcher.candidates.model_codes import CodeHit
from matcher.records.documents import GoodsDocument, ItemDocument
from matcher.schema.terms import Level
from matcher.similarity.competitors import ALONE, Competition
from matcher.similarity.shared_words import NO_WORDINGS, CommonWords, Wordings
from matcher.text.normal_forms import script_of
from matcher.text.transliteration import spelt_in_pinyin

SURE_CODE = 7  # characters from which a code without its prefix is hardly met by chance


@dataclass(frozen=True)
class PairFacts:
    """Everything that was found out about an item and a goods, before it is weighed.

    `cosine` is the encoder's similarity against its background (centred, CSLS), `ngram` and `overlap` lexical ones in
    [0, 1]. `elsewhere`: the goods names the code of another item of this catalog; `unknown`: a stated code that is
    none of the catalog's. `home`: the country most lines of this maker come from, empty where it is not known.
    """

    goods: GoodsDocument
    item: ItemDocument
    hit: CodeHit | None
    naming: MakerMention
    elsewhere: str
    unknown: str
    kind: float  # see matcher.agreement.compare_kinds
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

    @property
    def common(self) -> CommonWords:
        """What the item's and the goods' words have in common."""
        return self.wordings.common

    @cached_property
    def own_code(self) -> CodeHit | None:
        """The item's code that the goods names as its own, not as what it fits."""
        return self.hit if self.hit is not None and not self.hit.fits else None

    @cached_property
    def named(self) -> bool:
        return bool(self.naming.where)

    @cached_property
    def other_unreadable(self) -> bool:
        """Whether another maker is named in Chinese while this one is known by Latin names only, none in pinyin.

        English trade names are often translations: the two may be one.
        """
        if not self.naming.other or script_of(self.naming.other) != "Han":
            return False
        known = (*self.item.brands, self.item.site)
        return not any(script_of(name) == "Han" or spelt_in_pinyin(name) for name in known)

    @cached_property
    def level(self) -> Level:
        """`model` where the item's code is named (a bare one together with its maker), `maker`, or `description`."""
        hit = self.own_code
        if hit and not self.naming.other and (not hit.short or self.named or len(hit.code) >= SURE_CODE):
            return Level.MODEL
        return Level.MAKER if self.named else Level.DESCRIPTION
