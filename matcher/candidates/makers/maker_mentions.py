"""Mentions of makers and marks in customs lines, across scripts."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from matcher.candidates.makers.firms import LEAST_OWN, PLACES, concepts_of, firm_key, keys_of
from matcher.records.documents import ItemDocument
from matcher.text.legal_forms import split_legal_form
from matcher.text.normal_forms import fold_lookalikes, script_of
from matcher.text.transliteration import key_similarity, name_key, sound, transliterate

LEAST_HAN_KEY = 5  # letters of the key of a few Chinese characters inside a longer name
LEAST_MARK = 3  # characters of a Chinese mark behind a place that is not known
UNKNOWN_PLACE, PLACE_LENGTHS = 2, (2, 3, 4)  # characters of such a place, and of known ones
LEAST_KEY = 4  # letters of a name's sound key: shorter ones match by chance
SAME_NAME = 0.84  # similarity from which two keys are one name: one wrong letter in seven
DOMINANT = (
    0.3  # share of a site's items that carry a brand from which it counts as the brand of the whole site
)
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]{2,}")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class MakerNames:
    """A maker's names: sound keys of Latin and Cyrillic ones, Chinese names as written; `others`: keys that are not its."""

    keys: frozenset[str]
    han: frozenset[str]
    others: frozenset[str] = frozenset()

    def find(self, name: str) -> tuple[int, int] | None:
        """Where `name` holds one of them (a span), None where it does not."""
        for written in self.han:
            if (at := name.find(written)) >= 0:
                return at, at + len(written)
        for key, start, end in name_windows(name):
            if any(
                key == mine or (len(mine) >= 5 and key_similarity(mine, key) >= SAME_NAME)
                for mine in self.keys
            ):
                return start, end
        if self.keys:
            for key, start, end in han_windows(name):
                if key in self.keys:
                    return start, end
        return None


@lru_cache(maxsize=1 << 15)
def name_windows(name: str) -> tuple[tuple[str, int, int], ...]:
    """Sound keys of each word and each two neighbouring words of a name, with their spans."""
    words = [(sound_of(match[0]), *match.span()) for match in _WORD.finditer(fold_lookalikes(name[:1_000]))]
    single = [(key, start, end) for key, start, end in words if len(key) >= LEAST_KEY]
    double = [
        (left[0] + right[0], left[1], right[2])
        for left, right in pairwise(words)
        if len(left[0]) < 7 and LEAST_KEY <= len(left[0] + right[0]) <= 14
    ]
    return tuple(single + double)


@lru_cache(maxsize=1 << 15)
def han_windows(name: str) -> tuple[tuple[str, int, int], ...]:
    """Sound keys of two to four neighbouring Chinese characters of a name, with their spans, the longest first.

    A brand in Latin letters stands inside the firm's full name without a blank: 宜兴堡盾新材料 holds BAODUN. So short a
    key is only good where it is exactly the maker's.
    """
    if name.isascii() or not (runs := list(_HAN.finditer(name[:1_000]))):
        return ()
    out = []
    for run in runs:
        syllables = _syllables(run[0])
        for size in (4, 3, 2):
            for at in range(len(syllables) - size + 1):
                key = sound("".join(syllables[at : at + size]))
                if len(key) >= LEAST_HAN_KEY:
                    out.append((key, run.start() + at, run.start() + at + size))
    return tuple(out)


def is_own_part(mark: str, firm: str) -> bool:
    """Whether a Chinese mark is what a Chinese firm's name has behind its place: 岚维克 or 岚维克牌 of 宁波岚维克喷涂设备有限公司.

    A place that is not known has two characters, and a mark behind it three.
    """
    mark = mark.removesuffix("牌")
    if not _HAN.fullmatch(mark) or concepts_of(mark):
        return False
    own = _own_part(firm)
    return own.startswith(mark) or (len(mark) >= LEAST_MARK and own.startswith(mark, UNKNOWN_PLACE))


@lru_cache(maxsize=1 << 14)
def _own_part(firm: str) -> str:
    """A Chinese firm's name without its legal form and the places that it begins with: 广东, 佛山市."""
    name = split_legal_form(firm).core
    while size := next((n for n in PLACE_LENGTHS if _is_place(name[:n])), 0):
        name = name[size:].lstrip("省市县区")
    return name


def _is_place(words: str) -> bool:
    return any(concept.startswith(PLACES) for concept in concepts_of(words))


def _syllables(characters: str) -> list[str]:
    from pypinyin import lazy_pinyin

    syllables = [str(syllable) for syllable in lazy_pinyin(characters)]
    return syllables if len(syllables) == len(characters) else []


@lru_cache(maxsize=1 << 16)
def sound_of(word: str) -> str:
    """The sound key of a word of any script."""
    if word.isascii():
        return sound(word.lower())
    return "".join(sound(part) for part in _WORD.findall(transliterate(word)))


def maker_names(items: Sequence[ItemDocument]) -> dict[str, MakerNames]:
    """item_id -> the names of its maker: the item's brands, its site's name and the brands most of the site carries,
    and the further names that profile and decisions give it."""
    brands_of_site: dict[str, Counter[str]] = defaultdict(Counter)
    count: Counter[str] = Counter()
    for item in items:
        count[item.site] += 1
        brands_of_site[item.site].update(set(item.brands))
    shared = {
        site: [site, *(brand for brand, number in brands.items() if number >= DOMINANT * count[site])]
        for site, brands in brands_of_site.items()
    }
    cache: dict[tuple[tuple[str, ...], tuple[str, ...]], MakerNames] = {}
    out = {}
    for item in items:
        names = tuple(dict.fromkeys([*shared[item.site], *item.brands, *_distinctive(item.maker_names)]))
        known = cache.get((names, item.other_makers))
        if known is None:
            known = cache[names, item.other_makers] = names_of(names, item.other_makers)
        out[item.item_id] = known
    return out


def _distinctive(names: Iterable[str]) -> Iterator[str]:
    """Firms' names that have a word of their own, and what these words alone are: Pao Hsin of Pao Hsin Night Optics Co., Ltd."""
    for name in names:
        if own := keys_of(name):
            yield name
            if len("".join(own)) >= LEAST_OWN:
                yield " ".join(own)


def names_of(names: Iterable[str], others: Iterable[str] = ()) -> MakerNames:
    """The names of one maker as they are looked for; `others` are decided to be another firm's."""
    keys: set[str] = set()
    han: set[str] = set()
    for name in names:
        han.update(_HAN.findall(name))
        for part in [name, *name.split()] if script_of(name) == "Han" or _HAN.search(name) else [name]:
            if not _HAN.search(part) and len(key := name_key(part)) >= LEAST_KEY:
                keys.add(key)
    return MakerNames(frozenset(keys), frozenset(han), frozenset(map(firm_key, others)))


@dataclass(frozen=True)
class MakerMention:
    """How a goods record names a maker: where (maker, trademark, text, exporter), the words, and who else is named.

    `denied`: the words name it as one whose goods these are not, or are only like.
    """

    where: str = ""
    words: str = ""
    span: tuple[int, int] | None = None  # in the description, where it is there
    other: str = ""
    denied: bool = False
