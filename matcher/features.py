"""What speaks for and against a pair: one list of features, each a pure function with its reason.

A feature is a number, 0 where it says nothing; its weight times its value is a term of the pair's log-odds. `sign`
is which way it may count, whatever it is trained on: a contradiction never speaks for a pair.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from matcher.attributes import Comparison
from matcher.documents import GoodsDocument, ItemDocument
from matcher.naming import CodeHit, Naming

Level = Literal["model", "maker", "description"]


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
    naming: Naming
    elsewhere: str
    unknown: str
    kind: float  # see matcher.attributes.compare_kinds
    kinds: tuple[str, str]
    comparison: Comparison
    cosine: float
    ngram: float
    overlap: float
    rare: float
    item_hs: tuple[str, ...]
    home: str

    @cached_property
    def own_code(self) -> CodeHit | None:
        """The item's code that the goods names as its own, not as what it fits."""
        return self.hit if self.hit is not None and not self.hit.fits else None

    @cached_property
    def named(self) -> bool:
        return bool(self.naming.where)

    @cached_property
    def level(self) -> Level:
        """`model` where the item's code is named (a bare one together with its maker), `maker`, or `description`."""
        hit = self.own_code
        if hit and not self.naming.other and (not hit.short or self.named or len(hit.code) >= SURE_CODE):
            return "model"
        return "maker" if self.named else "description"


SURE_CODE = 7  # characters from which a code without its prefix is hardly met by chance
PRICE_FACTOR = (
    4.0  # a customs value is ex works, a catalog price often not; beyond this factor it is another thing
)


@dataclass(frozen=True)
class Feature:
    """A feature: its name, group (for ablation), the direction it may count in, its function."""

    name: str
    group: str
    sign: int
    value: Callable[[PairFacts], float]
    words: str  # of a term in an explanation


FEATURES: list[Feature] = []


def feature(
    group: str, sign: int, words: str
) -> Callable[[Callable[[PairFacts], float]], Callable[[PairFacts], float]]:
    def register(function: Callable[[PairFacts], float]) -> Callable[[PairFacts], float]:
        FEATURES.append(Feature(function.__name__, group, sign, function, words))
        return function

    return register


# ---------------------------------------------------------------- codes: the strongest evidence there is


@feature("code", 1, "the item's code is named")
def code_exact(pair: PairFacts) -> float:
    """The whole code, maker's prefix included, in any spelling."""
    return float(
        pair.level == "model"
        and pair.own_code is not None
        and pair.own_code.exact
        and not pair.own_code.short
    )


@feature("code", 1, "the family of the item's code is named")
def code_family(pair: PairFacts) -> float:
    """AB-100 stands for AB-100-G too, until a colour or part says otherwise."""
    return float(pair.level == "model" and pair.own_code is not None and not pair.own_code.exact)


@feature("code", 1, "the item's code is named without its prefix")
def code_short(pair: PairFacts) -> float:
    """Declarants drop the maker's letters when the maker stands beside it."""
    return float(
        pair.level == "model" and pair.own_code is not None and pair.own_code.exact and pair.own_code.short
    )


@feature("code", 1, "a bare code like the item's, without the maker")
def code_alone(pair: PairFacts) -> float:
    """TS650 alone is the name of many things."""
    return float(pair.level != "model" and pair.own_code is not None)


@feature("code", -1, "the code is spelt in another script")
def code_read(pair: PairFacts) -> float:
    """Reading a code back from Cyrillic is less sure than finding it."""
    return float(pair.own_code is not None and pair.own_code.read)


@feature("code", -1, "the item's code is named as what the goods fit")
def code_fits(pair: PairFacts) -> float:
    """A battery FOR a drone is not the drone."""
    return float(pair.hit is not None and pair.hit.fits)


@feature("code", -1, "another item's code is named")
def code_elsewhere(pair: PairFacts) -> float:
    """A line that names one item of the catalog is not the other."""
    return float(pair.own_code is None and bool(pair.elsewhere))


@feature("code", -1, "a code is stated that is none of this catalog's")
def code_unknown(pair: PairFacts) -> float:
    """A stated model that the maker does not list is another model."""
    return float(pair.own_code is None and not pair.elsewhere and bool(pair.unknown))


# ---------------------------------------------------------------- makers and marks


@feature("maker", 1, "the maker or its mark is named")
def maker_named(pair: PairFacts) -> float:
    """In the maker's or trademark's column, or in the text, in any script."""
    return float(pair.naming.where in ("maker", "trademark", "text"))


@feature("maker", 1, "the maker is the shipper")
def maker_ships(pair: PairFacts) -> float:
    """Makers ship their own goods, and sometimes others'."""
    return float(pair.naming.where == "exporter")


@feature("maker", -1, "another maker or mark is named")
def maker_other(pair: PairFacts) -> float:
    """The same goods of another maker are other goods."""
    return float(not pair.named and bool(pair.naming.other))


# ---------------------------------------------------------------- kind of goods


@feature("kind", 1, "the same kind of goods")
def kind_same(pair: PairFacts) -> float:
    """Both name the kind."""
    return float(pair.kind == 1.0)


@feature("kind", 1, "one kind is the wider of the other")
def kind_wider(pair: PairFacts) -> float:
    """ "Vest" for an armour vest."""
    return float(pair.kind == 0.75)


@feature("kind", 1, "kinds that texts mix up")
def kind_near(pair: PairFacts) -> float:
    """A plate and a tile of the same ceramic."""
    return float(pair.kind == 0.4)


@feature("kind", -1, "another kind of goods")
def kind_other(pair: PairFacts) -> float:
    """A hard hat is no combat helmet."""
    return float(pair.kind == -1.0)


@feature("kind", -1, "the kind is named in passing only")
def kind_aside(pair: PairFacts) -> float:
    """A cover FOR a helmet, goods OF aramid fabric."""
    return float(pair.kind > 0 and not pair.goods.named_kind)


@feature("kind", -1, "another kind, though the maker is named")
def kind_other_named(pair: PairFacts) -> float:
    """A maker of helmets that ships office tables."""
    return float(pair.kind == -1.0 and pair.named)


@feature("kind", -1, "another kind, though the code is named")
def kind_other_code(pair: PairFacts) -> float:
    """A bearing that happens to have a motor's number."""
    return float(pair.kind == -1.0 and pair.level == "model")


@feature("kind", -1, "no known kind of goods is named")
def kind_unknown(pair: PairFacts) -> float:
    """Without a kind on both sides the rest must carry the pair."""
    return float(pair.kind == 0.0)


# ---------------------------------------------------------------- what is stated


def _agreements(pair: PairFacts) -> int:
    return len(pair.comparison.agree) if pair.kind >= 0 else 0


@feature("attributes", 1, "a stated property agrees")
def agree_one(pair: PairFacts) -> float:
    """A measure, class, material or part that tells goods apart."""
    return float(_agreements(pair) >= 1)


@feature("attributes", 1, "two stated properties agree")
def agree_two(pair: PairFacts) -> float:
    """Two make chance unlikely."""
    return float(_agreements(pair) >= 2)


@feature("attributes", 1, "three or more stated properties agree")
def agree_three(pair: PairFacts) -> float:
    """Each further one counts less."""
    return min(math.log2(max(_agreements(pair) - 1, 1)), 2.0)


@feature("attributes", 1, "a property agrees where nobody is named")
def agree_one_unnamed(pair: PairFacts) -> float:
    """Without a name the properties are all there is."""
    return float(pair.level == "description" and _agreements(pair) >= 1)


@feature("attributes", 1, "two properties agree where nobody is named")
def agree_two_unnamed(pair: PairFacts) -> float:
    """Two properties and the kind are the least that makes a lead."""
    return float(pair.level == "description" and _agreements(pair) >= 2)


@feature("attributes", 1, "kind and two properties agree where nobody is named")
def agree_kind_unnamed(pair: PairFacts) -> float:
    """Only together do they say more than that somebody sells such goods."""
    return float(pair.level == "description" and _agreements(pair) >= 2 and pair.kind >= 0.75)


@feature("attributes", 1, "the colour or size agrees")
def agree_soft(pair: PairFacts) -> float:
    """Many different goods are black."""
    return min(len(pair.comparison.agree_soft), 2)


@feature("attributes", -1, "a stated property contradicts")
def contradict_one(pair: PairFacts) -> float:
    """The page says otherwise."""
    return float(len(pair.comparison.contradict) >= 1)


@feature("attributes", -1, "more stated properties contradict")
def contradict_more(pair: PairFacts) -> float:
    """Each beyond the first, two at most."""
    return min(max(len(pair.comparison.contradict) - 1, 0), 2)


@feature("attributes", -1, "a class or a labelled measure contradicts")
def contradict_class(pair: PairFacts) -> float:
    """A protection class or a resolution is read more surely than a material."""
    return float(
        any(
            mine.kind == "class"
            or (mine.quantity is not None and mine.group in ("resolution", "size", "mass"))
            for mine, _ in pair.comparison.contradict
        )
    )


@feature("attributes", -1, "a variant's part is stated that the page does not have")
def contradict_part(pair: PairFacts) -> float:
    """Variants of one model differ in a visor, a collar, a rangefinder."""
    return float(any(theirs is None for _, theirs in pair.comparison.contradict))


@feature("attributes", -1, "the colour or size contradicts")
def contradict_soft(pair: PairFacts) -> float:
    """A white one is not the black one."""
    return float(bool(pair.comparison.contradict_soft))


@feature("attributes", -1, "a measure fits nothing on the page")
def doubtful(pair: PairFacts) -> float:
    """It may measure something the page does not state."""
    return min(len(pair.comparison.doubtful), 2)


@feature("attributes", 1, "share of the stated properties that agree")
def agree_share(pair: PairFacts) -> float:
    """Of all that is stated, what the page confirms."""
    found = pair.comparison
    total = len(found.agree) + len(found.contradict) + len(found.doubtful) + len(found.silent)
    return len(found.agree) / total if total and pair.kind >= 0 else 0.0


# ---------------------------------------------------------------- words


@feature("embedding", 1, "the texts mean alike")
def meaning(pair: PairFacts) -> float:
    """The encoder's similarity above the background of both texts."""
    return pair.cosine


@feature("embedding", 1, "the texts mean alike, and nobody is named")
def meaning_unnamed(pair: PairFacts) -> float:
    """It counts for more where there is nothing else."""
    return pair.cosine if pair.level == "description" else 0.0


@feature("lexical", 1, "the same character sequences")
def ngrams(pair: PairFacts) -> float:
    """TF-IDF of character 3-4-grams: spelling variants and inflections."""
    return pair.ngram


@feature("lexical", 1, "rare words in common")
def words_shared(pair: PairFacts) -> float:
    """The share of the goods' words, by their rarity, that the page has."""
    return pair.overlap


@feature("lexical", 1, "rare signs in common")
def signs_shared(pair: PairFacts) -> float:
    """Words with digits and Latin words in other scripts: XT60, FAST, 6S2P."""
    return pair.rare


# ---------------------------------------------------------------- circumstances


@feature("customs", 1, "the HS heading is one of this kind's")
def heading_fits(pair: PairFacts) -> float:
    """A code is a hint, not a proof: declarants choose it."""
    return float(bool(pair.item_hs) and any(code.startswith(pair.item_hs) for code in pair.goods.hs6))


@feature("customs", -1, "the HS heading is none of this kind's")
def heading_other(pair: PairFacts) -> float:
    """Mis-declared goods are the ones looked for, so it counts little."""
    return float(
        bool(pair.item_hs)
        and bool(pair.goods.hs6)
        and not any(code.startswith(pair.item_hs) for code in pair.goods.hs6)
    )


@feature("customs", -1, "the origin is another country than the maker's")
def origin_other(pair: PairFacts) -> float:
    """Where nobody is named, the origin is the only thing said about the maker."""
    return float(bool(pair.home) and bool(pair.goods.origins) and pair.home not in pair.goods.origins)


@feature("customs", -1, "the origin is another country, and nobody is named")
def origin_other_unnamed(pair: PairFacts) -> float:
    """See origin_other."""
    return origin_other(pair) if pair.level == "description" else 0.0


@feature("customs", -1, "the value of a piece is far from the price")
def price_far(pair: PairFacts) -> float:
    """By more than a factor of four either way, in US dollars."""
    price, value = pair.item.price, pair.goods.unit_price
    if not price or not value or pair.item.currency not in ("USD", ""):
        return 0.0
    return float(abs(math.log(value / price)) > math.log(PRICE_FACTOR))


# ---------------------------------------------------------------- the level itself


@feature("level", 1, "named by its model")
def level_model(pair: PairFacts) -> float:
    """What is usual among lines that name a code of the catalog."""
    return float(pair.level == "model")


@feature("level", 1, "named by its maker")
def level_maker(pair: PairFacts) -> float:
    """What is usual among lines that name the maker."""
    return float(pair.level == "maker")


NAMES = tuple(f.name for f in FEATURES)


def values(pair: PairFacts) -> list[float]:
    """The features of a pair in the order of FEATURES."""
    return [float(f.value(pair)) for f in FEATURES]
