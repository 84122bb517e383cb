"""Whether two written names are one firm: the likeness of a name in a declaration and the names of a catalog's maker.

A maker's names are its site, its brands and the firm names on its pages. Words that many firms share, words of the goods
and words of other firms of the case count little; one distinctive word in common, by sound, counts most; initials count
some. A name that shares nothing may be a translation, so it is unlike, not another.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from matcher.records.documents import ItemDocument
from matcher.text.normal_forms import split_legal_form
from matcher.text.transliteration import key_similarity, sound, transliterate, word_keys
from matcher.text.word_files import word_file

SAME_WORD = 0.8  # similarity of sound keys from which two words are one, a letter in five
LEAST_WORD = 3
MOST_KEPT = 1 << 15  # names of which the likeness is kept
SITE_NOISE = frozenset({"com", "www", "net", "org", "shop", "site", "official"})
# A firm's name on a page: capitalised words before a legal form, or Chinese characters before 有限公司.
_LATIN_FIRM = re.compile(
    r"((?:[^\W\d_][\w&'’.-]*[ ,]+){1,6}?(?:Co\.?,? ?Ltd|Ltd|Limited|Inc|GmbH|LLC|A\.?\s?[SŞ]|San\.|Corp|OOO|ООО|АО|Ltd\.? ?[SŞ]ti)\b\.?)"
)
_HAN_FIRM = re.compile(r"[\u4e00-\u9fff]{2,20}(?:有限公司|公司|集团|厂)")
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=1)
def generic_words() -> frozenset[str]:
    """Sound keys of words that most firms' names have."""
    words = word_file(__package__, "firm_words.yaml")["generic"].split()
    return frozenset(key for word in words for key in (sound(transliterate(word)),) if key)


@lru_cache(maxsize=1 << 14)
def keys_of(name: str) -> tuple[str, ...]:
    """The sound keys of a firm's name, without legal form and generic words, in their order."""
    return tuple(k for k in word_keys(name.replace("-", " ").replace("_", " ")) if k not in generic_words())


def firm_key(name: str) -> str:
    """One key for spellings of a firm's name that differ in case, punctuation and legal form."""
    return " ".join(keys_of(name)) or name.lower()


@dataclass(frozen=True)
class Likeness:
    """How like two names are: the distinctive word in common (0 to 1), initials (0 or 1), and the words."""

    stem: float = 0.0
    initials: float = 0.0
    words: str = ""


NO_LIKENESS = Likeness()


class FirmNames:
    """The names of each maker of a catalog, with how much each of their words tells."""

    def __init__(self, items: Sequence[ItemDocument], maker_of: Sequence[int]) -> None:
        """`maker_of`: the number of each item's maker."""
        names: dict[int, dict[str, None]] = defaultdict(dict)
        ordinary: set[str] = set()
        for item, maker in zip(items, maker_of, strict=True):
            names[int(maker)].update(dict.fromkeys([_site_name(item.site), *item.brands, *item.maker_names]))
            for page in item.pages:
                names[int(maker)].update(dict.fromkeys(firms_in(page.description)))
                for text in (
                    page.category,
                    " ".join(w for w in page.name.split() if not any(map(str.isdigit, w))),
                ):
                    ordinary.update(_words_of(text))
            brand_keys = {key for brand in item.brands for key in keys_of(brand)}
            ordinary -= brand_keys
        self.names = {maker: tuple(name for name in found if name) for maker, found in names.items()}
        shared = Counter(
            key for found in self.names.values() for key in {k for n in found for k in keys_of(n)}
        )
        self._weight: dict[int, dict[str, float]] = {}
        for maker, found in self.names.items():
            keys = {k for name in found for k in keys_of(name)}
            self._weight[maker] = {
                key: (0.25 if shared[key] > 1 or key in ordinary else 1.0)
                for key in keys
                if len(key) >= LEAST_WORD
            }
        self._alike: dict[tuple[str, int], Likeness] = {}

    def likeness(self, name: str, maker: int) -> Likeness:
        """How like `name` is to the maker's names."""
        found = self._alike.get((name, maker))
        if found is None:
            if len(self._alike) >= MOST_KEPT:
                self._alike.clear()
            found = self._alike[name, maker] = self._likeness(name, maker)
        return found

    def _likeness(self, name: str, maker: int) -> Likeness:
        keys = keys_of(name)
        best, word = 0.0, ""
        joined = "".join(keys)
        for key, weight in self._weight.get(maker, {}).items():
            for mine in (*keys, joined):
                if len(mine) < LEAST_WORD:
                    continue
                if mine == key:
                    alike = 1.0
                elif min(len(mine), len(key)) >= 5:
                    alike = key_similarity(mine, key)
                    alike = alike if alike >= SAME_WORD else 0.0
                else:
                    alike = 0.0
                value = alike * weight * min(1.0, len(key) / 5)
                if value > best:
                    best, word = value, mine
        return Likeness(best, self._initials(name, maker), word)

    def _initials(self, name: str, maker: int) -> float:
        """1 where a short word in capitals of `name` is made of the initials of one of the maker's names."""
        core = split_legal_form(name).core
        for word in _WORD.findall(core):
            if 2 <= len(word) <= 5 and word.isupper():
                letters = transliterate(word)
                for other in self.names.get(maker, ()):
                    parts = [w[0] for w in _WORD.findall(transliterate(split_legal_form(other).core)) if w]
                    if len(parts) >= 2 and _subsequence(parts, letters):
                        return 1.0
        return 0.0

    @cached_property
    def stems(self) -> dict[str, tuple[int, ...]]:
        """Distinctive words of the makers' names that may be looked for in a text: sound key -> makers."""
        out: dict[str, list[int]] = defaultdict(list)
        for maker, weights in self._weight.items():
            for key, weight in weights.items():
                if weight == 1.0 and len(key) >= 5 and math.isfinite(weight):
                    out[key].append(maker)
        return {key: tuple(makers) for key, makers in out.items()}


def firms_in(text: str) -> list[str]:
    """Names of firms in a text of a page."""
    return [
        match[0].strip() for pattern in (_LATIN_FIRM, _HAN_FIRM) for match in pattern.finditer(text[:4_000])
    ]


def _site_name(site: str) -> str:
    return " ".join(w for w in re.split(r"[-_.\s]+", site) if w.lower() not in SITE_NOISE)


def _words_of(text: str) -> set[str]:
    return {sound(word) for word in _WORD.findall(transliterate(text))}


def _subsequence(initials: Sequence[str], letters: str) -> bool:
    """Whether `letters` are among the initials in their order, the last of the initials at most left out."""
    at = 0
    for initial in initials:
        if at < len(letters) and initial == letters[at]:
            at += 1
    return at == len(letters)
