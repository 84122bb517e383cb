"""What the words of an item's name and of a goods record's opening have in common, each weighed by its rarity.

Everything here works within a script; what names and words of different scripts share is found by matcher.text.transliteration and
by the encoder. Signs are words that mix letters and digits, or long numbers: models, articles, order numbers.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import NamedTuple

from matcher.attributes.measures import counted_spans, is_counted
from matcher.attributes.references import without_references
from matcher.records.documents import GoodsDocument, ItemDocument
from matcher.text.normal_forms import code_form, lexical_form

OPENING_WORDS = 16  # words in which a goods record is named; what follows describes it
LONG_TEXT = 6_000  # characters beyond which a text adds no words
JOINED = 1_000  # characters of a text in which words written apart are looked for
MOST_IDENTIFIERS = 4  # of a name
LEAST_IDENTIFIER = 4  # characters of a sign that mixes letters and digits
MOST_PARTS = 4_096  # words that one text remembers having looked for
LEAST_NUMBER = 6  # digits of a number that is a sign
WHOLE, ABBREVIATED, STEM = (
    1.0,
    0.7,
    0.5,
)  # how surely a word is found: as it is, cut short, by its first letters
_WORD = re.compile(r"\d+(?:\.\d+)+|[^\W_]+")
_SIGN_PART = r"[^\W_\u3400-\u4dbf\u4e00-\u9fff]+"  # Chinese is written without blanks: 热成像640 is no sign
SIGN = re.compile(rf"{_SIGN_PART}(?:[-./]{_SIGN_PART})*")
_VERSION = re.compile(r"\b(?:v|ver|version|верс\w*)\s*\.?\s*(?=\d)")
_MEASURE = re.compile(
    r"\d+(?:[.,x]\d+)*(?:mm|cm|m|in|inch|ft|w|kw|v|a|hz|khz|mhz|ghz|kb|mb|gb|tb|g|gr|kg|mg|lb|lbs|oz|mp|px?|x|th|st|nd|rd"
    r"|[mg]bps|m?ah|wh|k|pk|pcs?|cu|fps|rpm|db|hp|btu|ch|u|bit|ppm|dpi|nm|um|ml|l|мм|см|м|г|гр|кг|вт|квт|в|а|гц|мгц|ггц"
    r"|мб|гб|м?ач|шт|мп|мкм|нм|мл|л|дб|gm2|гм2)?"
)
_POSITION = re.compile(r"[^\W\d_]{2,}\.\d{1,2}|[^\W\d_a-zA-Z]{4,}-\d{1,3}")  # ПОЗ.1, lit.2, ЦВЕТОВ-5
_COUNTED = re.compile(r"\s*(?:1\s?[-–]\s?|\d{1,3}[.)]\s+)(?=[^\W\d])")
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}


class Rarity:
    """How much a word tells: the logarithm of how few texts have it, at least 1."""

    def __init__(self, texts: Iterable[Iterable[str]]) -> None:
        """`texts`: the words of each."""
        seen: Counter[str] = Counter()
        count = 0
        for words in texts:
            seen.update(set(words))
            count += 1
        self.unseen = math.log(count + 1) + 1
        self._of = {word: math.log((count + 1) / (number + 1)) + 1 for word, number in seen.items()}

    def of(self, word: str) -> float:
        return self._of.get(word, self.unseen)


def words_of(text: str) -> tuple[str, ...]:
    """The distinct words of a text in their order; 7.0, v7 and VII are all 7."""
    found: dict[str, None] = {}
    for match in _WORD.finditer(_VERSION.sub("", lexical_form(text[:LONG_TEXT]))):
        word = _ROMAN.get(match[0], match[0])
        if "." in word:
            word = word.rstrip("0").rstrip(".")
        found[word] = None
    return tuple(found)


def identifiers_of(text: str) -> tuple[str, ...]:
    """The signs of a text in the form of codes: KX-TG9343T is KXTG9343T. Measures (500gb, 12x50) are none."""
    found: dict[str, None] = {}
    for match in SIGN.finditer(text[:LONG_TEXT]):
        if not any(c.isdigit() for c in match[0]):
            continue
        form = code_form(match[0])
        if not form.isdigit() and any(map(_MEASURE.fullmatch, (match[0].lower(), form.lower()))):
            continue
        if len(form) < (LEAST_NUMBER if form.isdigit() else LEAST_IDENTIFIER) or _POSITION.fullmatch(
            match[0]
        ):
            continue
        if not _is_measure(match, counted_spans(text)):
            found[form] = None
    return tuple(found)


def _is_measure(sign: re.Match[str], spans: tuple[tuple[int, int], ...]) -> bool:
    """Whether a sign is a number that measures or counts, alone or with its label: 50ММ, ДЛИНА-50ММ."""
    start, end = sign.span()
    if is_counted(start, end, spans):
        return True
    return any(
        start < since and end <= until and not any(c.isdigit() for c in sign[0][: since - start])
        for since, until in spans
    )


def is_number(word: str) -> bool:
    """Whether a word begins as a number: 7, 2.5, 12x50, 500gb."""
    return word[:1].isdigit()


class Wording:
    """The words of one text: those that name the thing with their weights, and all."""

    def __init__(self, name: str, everything: str, rarity: Rarity, signs: Sequence[str] = ()) -> None:
        """`signs`: further signs of the name, which it does not spell as one word."""
        self.name = {word: rarity.of(word) for word in words_of(name)}
        self.all = frozenset(words_of(everything)).union(self.name)
        self.weight = sum(self.name.values())
        self.signs = tuple(dict.fromkeys((*signs, *identifiers_of(name))))[:MOST_IDENTIFIERS]
        self.sign_text = code_form(everything[:LONG_TEXT])
        self.joined = lexical_form(f"{name} {everything[:JOINED]}").replace(" ", "")
        self.beginnings = frozenset(
            word[:size] for word in self.all if word.isalpha() for size in (3, 4, 5) if len(word) > size
        )
        self.numbers = {word: weight for word, weight in self.name.items() if is_number(word)}
        self.all_numbers = frozenset(word for word in self.all if is_number(word))
        self._parts: dict[str, float] = {}  # words that were looked for, as `_partly` found them

    def found(self, names: Mapping[str, float]) -> tuple[float, float]:
        """How much of `names` (with their weights) the text has, and the weight of the rarest that it lacks."""
        total, rarest, words, parts = 0.0, 0.0, self.all, self._parts
        for word, weight in names.items():
            if word in words:
                total += weight
                continue
            part = parts.get(word)
            if part is None:
                part = parts[word] = self._partly(word)
                if len(parts) > MOST_PARTS:
                    parts.clear()
            if part < WHOLE:
                total += weight * part
                rarest = max(rarest, weight * (1 - part))
            else:
                total += weight
        return total, rarest

    def missing_from(self, names: Mapping[str, float]) -> list[str]:
        """The words of `names` that the text does not have in any form, the rarest first, of equal ones words first."""
        out = [word for word in names if word not in self.all and not self._partly(word)]
        return sorted(out, key=lambda word: (-names[word], is_number(word), word))

    def _partly(self, word: str) -> float:
        """How surely the text has a word in another form: printshop in "print shop", upg in "upgrade"."""
        size = len(word)
        if size < 3 or not word.isalpha():
            return 0.0
        if word in self.beginnings or (size >= 5 and (word[:3] in self.all or word[:4] in self.all)):
            return ABBREVIATED
        if size >= 5 and word in self.joined:
            return WHOLE
        return STEM if size >= 6 and word[:5] in self.beginnings else 0.0


class CommonWords(NamedTuple):
    """What two wordings share, and what each has alone. Shares are in [0, 1], by weight of rarity.

    `alike`: shared names, over the geometric mean of both. `name_found`, `opening_found`: how much of the item's name
    the goods have, and of the goods' opening the item. `rarest_*`: the rarest word in common, of the name that the
    goods lack (`missing`), of the opening that the item lacks (`unheard`), in tenths. `sign`: characters of the
    longest sign in common, in tenths; `near`: how far the nearest signs agree from the front where none is common.
    `*_words`, `*_signs`: how many the item's name and the goods' opening have.
    """

    alike: float = 0.0
    name_found: float = 0.0
    opening_found: float = 0.0
    rarest_common: float = 0.0
    rarest_item_word_missing: float = 0.0
    rarest_goods_word_missing: float = 0.0
    sign: float = 0.0
    identifiers_differ: bool = False
    near: float = 0.0
    numbers_common: float = 0.0
    item_numbers_missing: int = 0
    goods_numbers_missing: int = 0
    item_words: int = 0
    goods_words: int = 0
    item_identifiers: int = 0
    goods_identifiers: int = 0


NOTHING_COMMON = CommonWords()


def alike(item: Wording, goods: Wording) -> float:
    """The weight of the words that both names have, over the geometric mean of the names' weights."""
    # in the order of the name, not of a set: the last digits must not change from run to run
    shared = sum(weight for word, weight in item.name.items() if word in goods.name)
    return shared / math.sqrt(item.weight * goods.weight) if shared else 0.0


def compare_words(item: Wording, goods: Wording) -> CommonWords:
    """What an item's wording and a goods record's have in common."""
    if not item.name or not goods.name:
        return NOTHING_COMMON
    found, missing = goods.found(item.name)
    heard, unheard = item.found(goods.name)
    shared = [weight for word, weight in item.name.items() if word in goods.name]
    signs = [len(sign) for sign in item.signs if sign in goods.sign_text]
    signs += [len(sign) for sign in goods.signs if sign in item.sign_text]
    differ = bool(item.signs and goods.signs and not signs)
    return CommonWords(
        alike=sum(shared) / math.sqrt(item.weight * goods.weight),
        name_found=found / item.weight,
        opening_found=heard / goods.weight,
        rarest_common=max(shared, default=0.0) / 10,
        rarest_item_word_missing=missing / 10,
        rarest_goods_word_missing=unheard / 10,
        sign=min(max(signs, default=0), 10) / 10,
        identifiers_differ=differ,
        near=_near(item.signs, goods.signs) if differ else 0.0,
        numbers_common=sum(weight for word, weight in item.numbers.items() if word in goods.all_numbers) / 10,
        item_numbers_missing=len(item.numbers.keys() - goods.all_numbers),
        goods_numbers_missing=len(goods.numbers.keys() - item.all_numbers),
        item_words=len(item.name),
        goods_words=len(goods.name),
        item_identifiers=len(item.signs),
        goods_identifiers=len(goods.signs),
    )


def _near(mine: Sequence[str], theirs: Sequence[str]) -> float:
    return max(_prefix(a, b) / max(len(a), len(b)) for a, b in product(mine, theirs))


def _prefix(a: str, b: str) -> int:
    """How many characters two texts have in common from the front."""
    for at, (x, y) in enumerate(zip(a, b, strict=False)):
        if x != y:
            return at
    return min(len(a), len(b))


@dataclass(frozen=True, eq=False)
class Wordings:
    """The wordings of the two sides of a pair."""

    item: Wording
    goods: Wording

    @cached_property
    def common(self) -> CommonWords:
        """What they have in common."""
        return compare_words(self.item, self.goods)


_NO_WORDING = Wording("", "", Rarity(()))
NO_WORDINGS = Wordings(_NO_WORDING, _NO_WORDING)


class WordIndex:
    """The items' wordings, and how rare each word is among items and a sample of goods."""

    def __init__(self, items: Sequence[ItemDocument], sample: Sequence[GoodsDocument]) -> None:
        self.rarity = Rarity(
            [*(words_of(item.text) for item in items), *(words_of(goods_text(goods)) for goods in sample)]
        )
        self.items = [
            tuple(Wording(name, f"{name} {item.text}", self.rarity) for name in item_names(item))
            for item in items
        ]

    def of_goods(self, goods: GoodsDocument, signs: Sequence[str] = ()) -> tuple[Wording, ...]:
        """The goods' wording as declared, and that of a translation beside it; numbers of papers and of single pieces name nothing.

        `signs`: see Wording.
        """
        everything = goods_text(goods)
        named = without_references(" ".join((goods.trademark, goods.model, goods.article)))
        given = [goods.clean, goods.translation] if goods.translation else [goods.clean]
        texts = map(without_references, given)
        return tuple(Wording(f"{opening(text)} {named}", everything, self.rarity, signs) for text in texts)

    def nearest(self, goods: Sequence[Wording], item: int) -> Wordings:
        """The wordings of a goods record and of item number `item` whose names are most alike; empty where it has no name."""
        both = [Wordings(mine, theirs) for mine in self.items[item] for theirs in goods]
        if len(both) > 1:
            both.sort(key=lambda pair: -alike(pair.item, pair.goods))
        return both[0] if both else NO_WORDINGS


def item_names(item: ItemDocument) -> tuple[str, ...]:
    """What names an item on each of its pages: the page's name with the brand and the codes."""
    rest = " ".join((*item.brands[:1], *item.codes))
    return tuple(dict.fromkeys(f"{page.name} {rest}" for page in item.pages if page.name))


def goods_text(goods: GoodsDocument) -> str:
    """All that a declaration says of its goods in words."""
    return " ".join(
        (goods.clean[:LONG_TEXT], goods.translation, goods.maker, goods.trademark, goods.model, goods.article)
    )


def opening(text: str) -> str:
    """The words with which a description begins: up to the first semicolon, OPENING_WORDS at most.

    The goods' number in its declaration ("1-HELMET", "24. HELMET") is none of them.
    """
    return " ".join(text[opening_at(text) : LONG_TEXT].split(";", 1)[0].split()[:OPENING_WORDS])


def opening_at(text: str) -> int:
    """Where the first word of the opening stands."""
    counted = _COUNTED.match(text)
    return counted.end() if counted else 0
