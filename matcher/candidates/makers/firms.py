"""Whether two written names are one firm: the likeness of a name in a declaration and the names of a catalog's maker.

A maker's names are its site, its brands and the firm names on its pages. Words that many firms share, words of the goods
and words of other firms of the case count little; one distinctive word in common, by sound, counts most; initials count
some. A name that shares nothing may be a translation, so it is unlike, not another.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from crawler.extract.page.firm_names import firms_in
from matcher.records.documents import GoodsDocument, ItemDocument
from matcher.remembered import Remembered
from matcher.text.firm_vocabulary import vocabulary
from matcher.text.legal_forms import split_legal_form
from matcher.text.scopes import HAN
from matcher.text.transliteration import key_similarity, sound, transliterate

SAME_WORD = 0.8  # similarity of sound keys from which two words are one, a letter in five
LEAST_WORD = 3
LEAST_BRAND = 4  # letters of a shipper's own word that is a brand where a description has it
OWN_WORDS = 2  # of a shipper's name, one of which may be a brand
LONGEST_TEXT = 2_000  # characters of a description that are looked through
LEAST_OWN = 5  # letters of a firm's own words, by which alone it is named
LITTLE = 0.25  # weight of a word that is no firm's own, and of one that neither name begins with: it says what the firm does
MOST_KEPT = 1 << 15  # names of which the likeness is kept
USUAL_WORD = 3  # records of a sample that have a word: it is no firm's own, unless its site or brand has it
OF_OTHERS = 2  # declared names without a word of the maker's brands from which a word in them is not its own
SITE_NOISE = frozenset({"com", "www", "net", "org", "shop", "site", "official"})
PLACES, TRADES = "place:", "kind:"  # kinds of concepts
USUAL_PLACE = 5  # declared firms of a place from which it is no sign of one of them
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=1 << 14)
def _is_general(word: str) -> bool:
    """Whether a word in Latin letters is one that many firms' names have: a kind of business, a place, a branch."""
    concept, _ = vocabulary().concept_at((sound(word),), (word,), 0)
    return bool(concept)


@lru_cache(maxsize=1 << 14)
def keys_of(name: str) -> tuple[str, ...]:
    """The sound keys of a firm's name, without legal form and general words, in their order."""
    core = split_legal_form(name.replace("-", " ").replace("_", " ")).core
    words = _WORD.findall(transliterate(core))
    return tuple(key for word in words if (key := sound(word)) and not _is_general(word))


def _first_keys(name: str) -> tuple[str, ...]:
    """The key that a firm's name begins with; all of a Chinese one, whose words are not told apart."""
    return keys_of(name) if HAN.search(name) else keys_of(name)[:1]


@lru_cache(maxsize=1 << 14)
def concepts_of(name: str) -> frozenset[str]:
    """What the general words of a firm's name mean in any language: place:..., kind:..."""
    latin = _WORD.findall(transliterate(split_legal_form(name).core))
    keys, found, at = [sound(word) for word in latin], set(), 0
    while at < len(latin):
        concept, words = vocabulary().concept_at(keys, latin, at)
        found.add(concept)
        at += words
    return frozenset(one for one in found if one.startswith((PLACES, TRADES))) - vocabulary().any_trade


def brand_words(name: str) -> set[str]:
    """The sound keys of a firm's first words of its own that may be a brand: the first may be a place that is not known."""
    return {key for key in keys_of(name)[:OWN_WORDS] if len(key) >= LEAST_BRAND}


def shipper_in(goods: GoodsDocument, ordinary: Container[str]) -> str:
    """The shipper one of whose brand words the description has; empty where none does.

    `ordinary`: sound keys of words that goods are called by.
    """
    said: set[str] | None = None
    for name in goods.exporters:
        own = {key for key in brand_words(name) if key not in ordinary}
        if own:
            if said is None:
                said = words_of(goods.clean[:LONGEST_TEXT])
            if own & said:
                return name
    return ""


def words_of_names(items: Iterable[ItemDocument]) -> frozenset[str]:
    """Sound keys of the words that goods are called by: in names without their codes, and in categories."""
    texts = {
        text
        for item in items
        for page in item.pages
        for text in (page.category, *(word for word in page.name.split() if not any(map(str.isdigit, word))))
    }
    return frozenset(key for text in texts for key in words_of(text))


def _in_small_letters(items: Iterable[ItemDocument]) -> frozenset[str]:
    """Sound keys of the words that pages write in small letters: they are no names."""
    words = {word for item in items for page in item.pages for word in _WORD.findall(page.description)}
    small = {word for word in words if word.islower() and len(word) >= LEAST_BRAND}
    return frozenset(key for word in small for key in words_of(word))


def firm_key(name: str) -> str:
    """One key for spellings of a firm's name that differ in case, punctuation and legal form."""
    return " ".join(keys_of(name)) or name.lower()


@dataclass(frozen=True)
class Likeness:
    """How like two names are: the distinctive word in common (0 to 1), initials (0 or 1), and the words.

    `place`, `trade`: whether both name one city, one kind of business, in any language.
    """

    stem: float = 0.0
    initials: float = 0.0
    words: str = ""
    place: bool = False
    trade: bool = False


NO_LIKENESS = Likeness()


@dataclass(frozen=True)
class Declared:
    """What declarations of any maker say: `firms`, the names in them, `words`, sound keys of words of many descriptions, and
    `unnamed`, of those that several have though no firm in them is called so."""

    firms: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    unnamed: frozenset[str] = frozenset()


NOTHING_DECLARED = Declared()


def declared_by(sample: Sequence[GoodsDocument]) -> Declared:
    """The names and usual words of a sample of goods records; plural and singular are one word."""
    counted: Counter[str] = Counter()
    unnamed: Counter[str] = Counter()
    for goods in sample:
        words = words_of(f"{goods.clean} {goods.translation}")
        counted.update({key.removesuffix("s") for key in words})
        unnamed.update(words.difference(*map(keys_of, (*goods.makers, *goods.exporters))))
    return Declared(
        frozenset(name for goods in sample for name in (*goods.makers, *goods.exporters)),
        frozenset(key for key, records in counted.items() if records >= USUAL_WORD),
        frozenset(key for key, records in unnamed.items() if records >= USUAL_WORD),
    )


class FirmNames:
    """The names of each maker of a catalog, with how much each of their words tells."""

    def __init__(
        self, items: Sequence[ItemDocument], maker_of: Sequence[int], declared: Declared = NOTHING_DECLARED
    ) -> None:
        """`maker_of`: the number of each item's maker."""
        names: dict[int, dict[str, None]] = defaultdict(dict)
        own: dict[int, set[str]] = defaultdict(set)  # words of a maker's site and brands
        ordinary: set[str] = set()
        for item, maker in zip(items, maker_of, strict=True):
            called = [_site_name(item.site), *item.brands, *item.maker_names]
            names[int(maker)].update(dict.fromkeys(called))
            own[int(maker)].update(key for name in called for key in keys_of(name))
            for page in item.pages:
                names[int(maker)].update(dict.fromkeys(firms_in(page.description)))
                for text in (
                    page.category,
                    " ".join(w for w in page.name.split() if not any(map(str.isdigit, w))),
                ):
                    ordinary.update(words_of(text))
            brand_keys = {key for brand in item.brands for key in keys_of(brand)}
            ordinary -= brand_keys
        self.names = {maker: tuple(name for name in found if name) for maker, found in names.items()}
        shared = Counter(
            key for found in self.names.values() for key in {k for n in found for k in keys_of(n)}
        )
        # Declared names by each of their words.
        with_word: dict[str, list[frozenset[str]]] = defaultdict(list)
        for words in {frozenset(keys_of(name)) for name in declared.firms}:
            for key in words:
                with_word[key].append(words)
        self._weight: dict[int, dict[str, float]] = {}
        self._first = {
            maker: frozenset(key for name in found for key in _first_keys(name))
            for maker, found in self.names.items()
        }
        in_small_letters = _in_small_letters(items)
        for maker, found in self.names.items():
            keys = {k for name in found for k in keys_of(name)}
            no_names = (keys - self._first[maker]) & in_small_letters
            others = {
                key
                for key in keys - (own[maker] & self._first[maker])
                if key.removesuffix("s") in declared.words
                or sum(not words & own[maker] for words in with_word[key]) >= OF_OTHERS
            }
            self._weight[maker] = {
                key: LITTLE if shared[key] > 1 or key in ordinary or key in others or key in no_names else 1.0
                for key in keys
                if len(key) >= LEAST_WORD
            }
        self._concepts = {
            maker: frozenset(concept for name in found for concept in concepts_of(name))
            for maker, found in self.names.items()
        }
        of_places = Counter(
            concept
            for name in {firm_key(name): name for name in sorted(declared.firms)}.values()
            for concept in concepts_of(name)
            if concept.startswith(PLACES)
        )
        self._usual_places = {place for place, firms in of_places.items() if firms >= USUAL_PLACE}
        self._alike = Remembered(self._likeness, MOST_KEPT)

    def likeness(self, name: str, maker: int) -> Likeness:
        """How like `name` is to the maker's names."""
        return self._alike[name, maker]

    def _likeness(self, asked: tuple[str, int]) -> Likeness:
        name, maker = asked
        mine = _words_to_compare(name)
        best, word = 0.0, ""
        for key, weight in self._weight.get(maker, {}).items():
            length = min(1.0, len(key) / 5)
            if weight * length <= best:
                continue
            for at, one in enumerate(mine):
                value = _word_likeness(one, key) * weight * length
                if 0 < at < len(mine) - 1 and key not in self._first[maker]:
                    value *= LITTLE
                if value > best:
                    best, word = value, one
        both = concepts_of(name) & self._concepts.get(maker, frozenset()) - self._usual_places
        place, trade = (bool(both) and any(one.startswith(kind) for one in both) for kind in (PLACES, TRADES))
        return Likeness(best, self._initials(name, maker, trade), word, place, trade)

    def _initials(self, name: str, maker: int, trade: bool) -> float:
        """1 where a short word in capitals of `name` is made of the initials of one of the maker's names."""
        for letters in _short_capitals(name):
            for other in self.names.get(maker, ()):
                parts = _initials_of(other)
                least = 2 if trade or len(parts) == 2 else 3  # letters: two are met by chance
                if len(letters) >= least and len(parts) >= 2 and _subsequence(parts, letters):
                    return 1.0
        return 0.0

    @cached_property
    def stems(self) -> dict[str, tuple[int, ...]]:
        """Distinctive first words of the makers' names, which may be looked for in a text: sound key -> makers."""
        out: dict[str, list[int]] = defaultdict(list)
        for maker, weights in self._weight.items():
            for key, weight in weights.items():
                if weight == 1.0 and len(key) >= LEAST_OWN and key in self._first[maker]:
                    out[key].append(maker)
        return {key: tuple(makers) for key, makers in out.items()}


@lru_cache(maxsize=1 << 14)
def _words_to_compare(name: str) -> tuple[str, ...]:
    """The sound keys of a firm's name that are long enough to tell something, each and all joined."""
    keys = keys_of(name)
    return tuple(key for key in (*keys, "".join(keys)) if len(key) >= LEAST_WORD)


@lru_cache(maxsize=1 << 14)
def _short_capitals(name: str) -> tuple[str, ...]:
    """The words of two to five capitals in a firm's name, in Latin letters."""
    words = _WORD.findall(split_legal_form(name).core)
    return tuple(transliterate(word) for word in words if 2 <= len(word) <= 5 and word.isupper())


@lru_cache(maxsize=1 << 14)
def _initials_of(name: str) -> tuple[str, ...]:
    """The first letters of the words of a firm's name, in Latin letters."""
    return tuple(word[0] for word in _WORD.findall(transliterate(split_legal_form(name).core)))


def _word_likeness(mine: str, key: str) -> float:
    """How surely two sound keys are one word: 1, their similarity where it is high enough, or 0."""
    if mine == key:
        return 1.0
    if min(len(mine), len(key)) < 5 or not _may_be_alike(mine, key):
        return 0.0
    alike = key_similarity(mine, key)
    return alike if alike >= SAME_WORD else 0.0


def _may_be_alike(mine: str, key: str) -> bool:
    """Whether two keys are so near in length that they may be one word: each letter too many is an edit."""
    return abs(len(mine) - len(key)) <= (1 - SAME_WORD) * max(len(mine), len(key)) + 1e-9


def _site_name(site: str) -> str:
    return " ".join(w for w in re.split(r"[-_.\s]+", site) if w.lower() not in SITE_NOISE)


def words_of(text: str) -> set[str]:
    """The sound keys of the words of a text of any script."""
    return {sound(word) for word in _WORD.findall(transliterate(text))}


def _subsequence(initials: Sequence[str], letters: str) -> bool:
    """Whether `letters` are among the initials in their order, the last of the initials at most left out."""
    at = 0
    for initial in initials:
        if at < len(letters) and initial == letters[at]:
            at += 1
    return at == len(letters)
