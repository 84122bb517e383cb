"""The general words of firms' names: legal forms, kinds of business, places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from matcher.text.transliteration import pinyin_syllables, sound, transliterate
from matcher.text.word_files import word_file

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_LATIN = re.compile(
    r"[a-z\u00df-\u024f\u1e00-\u1eff]*[\u00df-\u024f\u1e00-\u1eff][a-z\u00df-\u024f\u1e00-\u1eff]*"
)
_ENDING = 3  # letters that may follow a short beginning ("auto*"), twice as many a long one ("technolog*")
_LONG = 6
_CORRECTED = 5  # letters from which a misspelt general word is recognised
_SHORT = 4  # letters of a word that is known by its letters only: short words of one sound are many
HAN_UNITS = ("市", "省")  # city, province: after a place
LONGEST_FORM = 6  # words of a legal form
LONGEST_HAN = 6  # characters of a Chinese word
_LONGEST_CONCEPT = 4  # words
_OWN = ("", 1)  # an own word of the name


@dataclass(frozen=True)
class Vocabulary:
    """`forms`: words with blanks -> (class, country); `form_beginnings` their first words. `concepts`: one or more words in Latin letters -> "kind:technology";
    `sounds`: the sound of longer words -> the same.

    `beginnings` are beginnings of words in Latin letters; `known` long words as written, `near` the same without a letter; `han` all Chinese words; `cut` finds what is another party;
    `any_trade` are the kinds that firms of every trade have.
    """

    forms: Mapping[str, tuple[str, str]]
    form_order: tuple[str, ...]
    form_beginnings: frozenset[str]
    concepts: Mapping[tuple[str, ...], str]
    sounds: Mapping[tuple[str, ...], str]
    beginnings: Mapping[str, str]
    known: frozenset[str]
    near: Mapping[str, str]
    han: frozenset[str]
    han_places: frozenset[str]
    cut: re.Pattern[str]
    any_trade: frozenset[str]

    def concept_at(self, keys: Sequence[str], latin: Sequence[str], at: int) -> tuple[str, int]:
        """What the words from `at` on mean, by sound and in Latin letters, and how many they are; ("", 1) for an own word."""
        for length in range(min(_LONGEST_CONCEPT, len(keys) - at), 0, -1):
            found = self.concepts.get(tuple(latin[at : at + length]))
            if found and not (length > 1 and self._is_later(latin, at + 1, length)):
                return found, length
            # Chinese names have few sounds: Sizong and Xizang, Sichuang and Sichuan are told apart by their letters.
            written = "".join(latin[at : at + length])
            is_told = len(written) > _SHORT * length and not pinyin_syllables(written)
            if is_told and (found := self.sounds.get(tuple(keys[at : at + length]))):
                return found, length
        for word in (latin[at], keys[at]):
            for length in range(len(word), 3, -1):
                found = self.beginnings.get(word[:length])
                if found and len(word) - length <= (_ENDING * 2 if length >= _LONG else _ENDING):
                    return found, 1
        return _OWN

    def _is_later(self, latin: Sequence[str], at: int, length: int) -> bool:
        """Whether as many words from the next on mean something, too: in Rui Guang Dian Zi it is dian zi, not guang dian."""
        return at + length <= len(latin) and tuple(latin[at : at + length]) in self.concepts

    def corrected(self, word: str) -> str:
        """A long word that is a letter away from a known one as the known one, else unchanged."""
        if len(word) < _CORRECTED or word in self.known or pinyin_syllables(word):
            return word
        found = (self.near[key] for key in without_one(word) if key in self.near)
        return next((known for known in found if _is_slip(word, known)), word)


@lru_cache(maxsize=1 << 16)
def corrected(word: str) -> str:
    """A word as the vocabulary corrects it, remembered: forms and kinds of business are in most names."""
    return vocabulary().corrected(word)


def _is_slip(word: str, known: str) -> bool:
    """A letter more or less, or two that changed places; another letter makes another word, unless the word is long."""
    return len(word) != len(known) or sorted(word) == sorted(known) or len(word) >= 2 * _SHORT


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of firm_words.yaml and places.yaml."""
    words, places = word_file(__package__, "firm_words.yaml"), word_file(__package__, "places.yaml")
    forms = dict(_forms(words["forms"]))
    concepts: dict[tuple[str, ...], str] = {}
    sounds: dict[tuple[str, ...], str] = {}
    beginnings: dict[str, str] = {}
    entries = [
        *((f"kind:{label}", text) for label, text in words["kinds"].items()),
        *((f"place:{label}", text) for label, text in places["cities"].items()),
        *((f"country:{label}", text) for label, text in places["countries"].items()),
        ("branch:", words["branches"]),
        ("noise:", words["noise"]),
    ]
    for concept, text in entries:
        for entry in text.split():
            if entry.endswith("*"):
                beginning = transliterate(entry[:-1])
                for written in (beginning, sound(beginning)):
                    beginnings.setdefault(written, concept)
            for key in _keys(entry.rstrip("*")):
                concepts.setdefault(key, concept)
                if sum(map(len, key)) > _SHORT * len(key):
                    sounds.setdefault(tuple(map(sound, key)), concept)
    cut = "|".join(re.escape(one.strip()) for one in words["cut"].split(";"))
    return Vocabulary(
        forms,
        tuple(words["forms"]),
        frozenset(form.split(" ", 1)[0] for form in forms),
        concepts,
        sounds,
        beginnings,
        known := frozenset(
            _long_words(
                (
                    words["in_full"],
                    *forms,
                    *words["kinds"].values(),
                    *places["cities"].values(),
                    *places["countries"].values(),
                )
            )
        ),
        {key: word for word in sorted(known) for key in without_one(word)},
        frozenset((*HAN_UNITS, *_han_words(forms, (text for _, text in entries)))),
        frozenset(_han_words((), (*places["cities"].values(), *places["countries"].values()))),
        re.compile(rf"(?<![^\W_])(?:{cut})(?![^\W_])"),
        frozenset(f"kind:{label}" for label in words["any_trade"].split()),
    )


def _forms(table: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, tuple[str, str]]]:
    for label, countries in table.items():
        for country, text in countries.items():
            for form in text.split(";"):
                written = " ".join(form.split())
                yield written, (label, country)
                yield " ".join(plain_latin(word) for word in written.split()), (label, country)
                if HAN.search(written):
                    yield " ".join(_pinyin(written)), (label, country)


def without_one(word: str) -> Iterator[str]:
    """A word, and the word without each of its letters: two words share one of these where they are a letter apart."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def _long_words(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for word in text.replace("_", " ").split():
            if len(word) >= _CORRECTED and "*" not in word and not HAN.search(word):
                yield word


def plain_latin(word: str) -> str:
    """A word in Latin letters without marks on them (şti is sti); other words unchanged."""
    return transliterate(word) if _LATIN.fullmatch(word) else word


def _keys(entry: str) -> Iterator[tuple[str, ...]]:
    """An entry in Latin letters, `_` between words; of a Chinese word in pinyin, joined and syllable by syllable."""
    yield tuple(in_latin(word) for word in entry.split("_"))
    if HAN.search(entry):
        syllables = _pinyin(entry)
        if len(syllables) > 1:
            yield tuple(map(in_latin, syllables))


def in_latin(word: str) -> str:
    """A word of any script in Latin letters, without blanks and apostrophes."""
    return transliterate(word).replace(" ", "").replace("'", "")


def _pinyin(word: str) -> list[str]:
    from pypinyin import lazy_pinyin

    return [str(syllable) for syllable in lazy_pinyin(word)]


def _han_words(forms: Iterable[str], texts: Iterable[str]) -> Iterator[str]:
    for form in forms:
        if HAN.match(form):
            yield form
    for text in texts:
        yield from (word for word in text.split() if HAN.match(word))
