"""What the dictionaries of a language say of a word, by the ways in which a reader would look for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, partial

from matcher.customs.values.hs_codes import hs_list
from matcher.reading.dictionaries import Dictionary, first_fitting
from matcher.reading.loan_words import LoanWords
from matcher.reading.related_words import RELATED, related_spellings
from matcher.reading.terms import section
from matcher.reading.trade_words import NAME, TradeWords, full_word
from matcher.reading.word_parts import PART, bases, combining, splits, turkish_bases
from matcher.reading.word_stems import stem
from matcher.text.normal_forms import lower_letters

SHOWN_CHARACTERS = 60  # of the translations in a gloss: it is a hint, not the entry
OF_A_PART = 30  # of the translations of a part of a compound
BY_SOUND = "≈"  # in place of a dictionary's name: the word sounds like the English one
CUT = "…"  # behind the dictionary's name: the text has only the beginning of the word
_TO = "to "
_VERB = ("ть", "ться", "ти")
_LETTERS = re.compile(r"[^\W\d_]+")
_HYPHEN = re.compile(r"[-’']")


@dataclass(frozen=True)
class Hit:
    """Translations of a word, and the names of the dictionaries that have them."""

    words: str
    source: str


@dataclass
class Lookup:
    """The dictionaries of one language, with those of a related one, and English words that a loan word may sound like.

    A way of looking is tried in all dictionaries before the next: a word's own entry in any of them is better than that
    of a word with the same stem.
    """

    language: str
    own: Sequence[Dictionary]
    related: Sequence[Dictionary] = ()
    by_sound: bool = False
    _found: dict[str, Hit | None] = field(default_factory=dict)

    @classmethod
    def of(cls, language: str, dictionaries: Sequence[Dictionary], *, by_sound: bool) -> Lookup:
        """Of all dictionaries into the reader's language, those that help with texts in `language`."""
        own = [one for one in dictionaries if one.source == language]
        related = [one for one in dictionaries if one.source == RELATED.get(language)]
        return cls(language, own, related, by_sound)

    def word(self, word: str) -> Hit | None:
        """A word in small letters, found in any of the ways."""
        if word not in self._found:
            ways = (self.phrase, self._made_of, self._of_parts, self._related, self._sound, self._compound)
            self._found[word] = next((hit for way in ways if (hit := way(word))), None)
        return self._found[word]

    def short(self, word: str, *, stopped: bool) -> Hit | None:
        """A listed abbreviation, `stopped` where a full stop follows it."""
        full = full_word(word, self.language, stopped=stopped)
        return self.phrase(full) if full else None

    def cut(self, word: str) -> Hit | None:
        """A word of trade of which the text has only the beginning, if all that begin so say one thing."""
        trade = [one for one in self.own if isinstance(one, TradeWords)]
        said = next((words for one in trade if (words := one.by_beginning(word))), "")
        return Hit(likeliest([said], SHOWN_CHARACTERS), f"{NAME} {CUT}") if said else None

    def phrase(self, words: str) -> Hit | None:
        """A word or phrase that the dictionaries have, in this form or another one."""
        return self._exactly(words) or _asked(self.own, lambda one: one.by_stem(words))

    def _exactly(self, words: str) -> Hit | None:
        return _asked(self.own, lambda one: one.exactly(words))

    def _made_of(self, word: str, *, short: bool = False) -> Hit | None:
        """The noun that an adjective is made of; a Turkish word without its endings."""
        for base in bases(word, self.language, short=short):
            if hit := _asked(self.own, partial(_nouns, stemmed=base)):
                return hit
        for base, without in turkish_bases(word) if self.language == "tr" else ():
            if hit := self._exactly(base):
                return Hit(f"{without} {hit.words}".strip(), hit.source)
        return None

    def _of_parts(self, word: str) -> Hit | None:
        """The parts between hyphens; what a combining form stands before: двухрядный, "two + row"."""
        if _HYPHEN.search(word):
            hits = [self._part(part) for part in _HYPHEN.split(word) if len(part) >= PART]
            return _joined([hit for hit in hits if hit])
        for english, rest in combining(word, self.language):
            if len(rest) >= PART and (hit := self.phrase(rest) or self._made_of(rest, short=True)):
                return _joined([Hit(english, hit.source), hit])
        return None

    def _compound(self, word: str) -> Hit | None:
        """The parts of a compound: шарикоподшипник is шарик + подшипник, "ball + bearing"."""
        for first, last in splits(word, self.language):
            if len(stem(last, self.language)) < PART:
                continue
            if (second := self._part(last)) and (hit := self._first_part(first, word)):
                return _joined([hit, second]) if not (_is_name(hit) or _is_name(second)) else None
        return None

    def _part(self, part: str) -> Hit | None:
        return self.phrase(part) or self._made_of(part)

    def _first_part(self, part: str, word: str) -> Hit | None:
        """What `word` begins with, with the letter that links it (мясо-) if it is a word; else a word without its ending."""
        if hit := self._exactly(word[: len(part) + 1]):
            return hit
        return (
            _asked(self.own, lambda one: one.exactly(part) or _nouns(one, part))
            if len(part) >= PART
            else None
        )

    def _related(self, word: str) -> Hit | None:
        """The word as a related language spells it."""
        if not self.related:
            return None
        there = Lookup(RELATED[self.language], self.related)
        exact = self.language == "kk"  # its endings are taken off, and Russian stems would be other words
        ways = (
            (there._exactly,) if exact else (there.phrase, there._made_of, there._of_parts, there._compound)
        )
        spellings = list(related_spellings(word, self.language))
        return next((hit for way in ways for spelt in spellings if (hit := way(spelt))), None)

    def _sound(self, word: str) -> Hit | None:
        """The English word that the word sounds like, without its endings; no word of Latin letters in other scripts."""
        if not self.by_sound or (word.isascii() and self.language != "tr"):
            return None
        turkish = [base for base, _ in turkish_bases(word)] if self.language == "tr" else []
        for one in (word, stem(word, self.language), *bases(word, self.language), *turkish):
            if (english := _loans().sounding_like(one)) and english != word:
                return Hit(english, BY_SOUND)
        return None


@cache
def _loans() -> LoanWords:
    """English words of goods: those of the Harmonized System and of our own kinds and values."""
    own = (words[0] for name in ("kinds", "values") for words in section(name).values())
    return LoanWords(text.lower() for text in (*hs_list().values(), *own))


def _asked(dictionaries: Sequence[Dictionary], way: Callable[[Dictionary], str]) -> Hit | None:
    """What the words of trade say, then what the other dictionaries add to it, as much as fits."""
    said = {one: words for one in dictionaries if (words := way(one))}
    if not said:
        return None
    trade = [words for one, words in said.items() if isinstance(one, TradeWords)]
    others = [words for one, words in said.items() if not isinstance(one, TradeWords)]
    kept = "; ".join([*trade, *([likeliest(others, SHOWN_CHARACTERS)] if others else [])])
    shown = first_fitting(kept.split("; "), SHOWN_CHARACTERS)
    return Hit(shown, ", ".join(one.name for one in said))


def _nouns(dictionary: Dictionary, stemmed: str) -> str:
    """The translations of the shortest headword with this stem that is no verb."""
    heads = [head for head in dictionary.headwords(stemmed) if not head.endswith(_VERB)]
    return dictionary.exactly(min(heads, key=len)) if heads else ""


def _is_name(hit: Hit) -> bool:
    """Whether the first translation is a proper name, as dictionaries have many: no part of a compound."""
    return hit.words[:1].isupper()


def _joined(hits: Sequence[Hit]) -> Hit | None:
    if not hits:
        return None
    words = " + ".join(likeliest([hit.words], OF_A_PART) for hit in hits)
    return Hit(words, ", ".join(dict.fromkeys(hit.source for hit in hits)))


def likeliest(said: Iterable[str], most: int) -> str:
    """The translations of several dictionaries, as many as fit: those that most of them have, then words of goods first."""
    found = [words for one in said for words in dict.fromkeys(one.split("; "))]
    count = Counter(words.removeprefix(_TO) for words in found)
    places = {words: place for place, words in reversed(list(enumerate(found)))}

    def rank(words: str) -> tuple[int, bool, int]:
        return -count[words.removeprefix(_TO)], not _of_goods(words), places[words]

    kept = ""
    for words in sorted(places, key=rank):
        longer = f"{kept}; {words}" if kept else words[:SHOWN_CHARACTERS]
        if len(longer) <= most or not kept:
            kept = longer
    return kept


def _of_goods(words: str) -> bool:
    """Whether the wording of the Harmonized System has each of the words."""
    return all(word in words_of_goods() for word in _LETTERS.findall(lower_letters(words.removeprefix(_TO))))


@cache
def words_of_goods() -> frozenset[str]:
    """The English words of the Harmonized System, in small letters."""
    return frozenset(
        word for wording in hs_list().values() for word in _LETTERS.findall(lower_letters(wording))
    )
