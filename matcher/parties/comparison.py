"""Whether two names with their numbers are one firm: what speaks for and against, and a probability."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, lru_cache

from matcher.parties.names import NameParts, read_name
from matcher.parties.numbers import Numbers, contradict, countries_of, of_countries, read_numbers, same_number
from matcher.parties.stated import nothing_differs, stated_terms
from matcher.reading.terms import section
from matcher.reading.texts import Sentence
from matcher.text.transliteration import key_similarity
from matcher.text.word_files import word_file

LIKE_WORD = 0.75  # similarity of sound from which two words may be one, two letters in eight
LEAST_LIKE = 5  # letters of a word that may be misspelt
LONG_NAME = (
    12  # letters from which one that differs is a slip of the pen: short names have neighbours that are names
)
UNLIKE = 0.55  # similarity of the own words below which names are not compared further
# A checked number that both have: such numbers are copied from a register, and a wrong one satisfies its check digits once in ten.
SAME_NUMBER = 0.995
SAME_NUMBER_OTHER_NAME = 0.93  # a firm under a new name, or a broker's number in the place of the firm's
SAME_WRONG_NUMBER = 2.0  # log-odds: the same mistake, or a number of a kind that has no check digits
LEAST_REST = 0.5  # similarity of the words that two names do not share below which they are other names
UNLIKE_NAMES = "other names"
SOLE_TRADERS = frozenset(("RUS", "KAZ", "BLR", "KGZ", "UKR"))  # where a sole trader is written ИП or ФОП


@dataclass(frozen=True)
class Party:
    """What is compared: the parts of a name, and the numbers beside it."""

    parts: NameParts
    numbers: Numbers


@lru_cache(maxsize=1 << 16)
def read_party(name: str, number: str) -> Party:
    """Read a name and the cell with its number; the legal form may tell the countries whose check digits count."""
    parts = read_name(name)
    countries = frozenset((parts.country,)) if parts.country else frozenset()
    if not countries and parts.form == "sole" and parts.script == "Cyrillic":
        countries = SOLE_TRADERS
    return Party(parts, of_countries(read_numbers(number), countries))


@dataclass(frozen=True)
class Comparison:
    """The probability that two names are one firm, its basis (number, name, contradiction, other names), and reasons."""

    confidence: float
    basis: str
    reasons: tuple[Sentence, ...]


def reason(key: str, /, **values: str) -> Sentence:
    """A reason of matcher/reading/parties.yaml."""
    return Sentence("parties", key, tuple(values.items()))


_OTHER_NUMBERS, _OTHER_NAMES = reason("other_numbers"), reason("other_names")


@cache
def _said() -> dict[str, Sentence]:
    """The reasons of terms, by the term."""
    return {key.replace("_", " "): reason(key) for key in section("parties")}


def compare(a: Party, b: Party) -> Comparison:
    """Compare two names with their numbers. Equal checked numbers decide, contradicting ones too."""
    if contradict(a.numbers, b.numbers):
        return Comparison(0.0, "contradiction", (_OTHER_NUMBERS,))
    shared = same_number(a.numbers, b.numbers)
    own = own_words(a.parts, b.parts)
    if shared is not None and shared.is_valid:
        same_name = own.similarity >= LIKE_WORD or a.parts.script != b.parts.script
        number = reason("same_number", kind=shared.kind_names[0], digits=shared.digits)
        because = (number,) if same_name else (number, reason("another_name"))
        return Comparison(SAME_NUMBER if same_name else SAME_NUMBER_OTHER_NAME, "number", because)
    if own.similarity < UNLIKE:
        return Comparison(0.0, UNLIKE_NAMES, (_OTHER_NAMES,))
    terms = _terms(a, b, own)
    known = weights()
    odds = known["bias"] + sum(known[name] * value for name, value in terms.items() if value)
    said = _said()
    reasons = tuple(said[name] for name, value in terms.items() if value and name in said)
    if shared is not None:
        odds += SAME_WRONG_NUMBER
        reasons = (reason("unproven_number", digits=shared.digits), *reasons)
    return Comparison(probability(odds), "name", reasons)


def pair_terms(a: Party, b: Party) -> dict[str, float] | None:
    """The terms of two names that are compared by name alone; None where numbers decide, or the names are not alike."""
    own = own_words(a.parts, b.parts)
    decided = contradict(a.numbers, b.numbers) or same_number(a.numbers, b.numbers) is not None
    return None if decided or own.similarity < UNLIKE else _terms(a, b, own)


def _terms(a: Party, b: Party, own: OwnWords) -> dict[str, float]:
    mine = countries_of(a.numbers) | _country(a.parts)
    theirs = countries_of(b.numbers) | _country(b.parts)
    apart = bool(mine) and bool(theirs) and not mine & theirs
    return {**name_terms(a.parts, b.parts, own), "countries differ": float(apart)}


def _country(parts: NameParts) -> frozenset[str]:
    return parts.countries | ({parts.country} if parts.country else frozenset())


def probability(odds: float) -> float:
    """The probability of log-odds."""
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))), 4)


@cache
def weights() -> dict[str, float]:
    """Log-odds of the terms of `name_terms` and of contexts, fitted by tools/fit_party_weights.py to invented firms."""
    return dict(word_file(__package__, "weights.yaml"))


@dataclass(frozen=True)
class OwnWords:
    """How like the own words of two names are: `similarity` by sound (0 to 1), words without a counterpart, letters equal."""

    similarity: float
    missing: int
    same_letters: bool
    length: int
    edits: int = 0  # of the whole, where it is nearly the same
    begins: bool = False  # one is the beginning of the other
    in_order: bool = True
    rest: float = 1.0  # similarity of the words that they do not share
    replaced: bool = (
        False  # the one edit puts another letter in the place of one: seldom a slip in a short name
    )


def own_words(a: NameParts, b: NameParts) -> OwnWords:
    """Compare the own words of two names, in any order, with blanks in any place."""
    left, right = a.joined, b.joined
    length = min(len(left), len(right))
    if left == right or a.in_any_order == b.in_any_order:
        same = a.latin == b.latin or sorted(a.words) == sorted(b.words)
        return OwnWords(1.0 if left else 0.0, 0, same, length, in_order=left == right or a.keys == b.keys)
    whole = key_similarity(left, right)
    rest = _rest(a, b)
    if rest >= LEAST_REST and whole >= LIKE_WORD and length >= LEAST_LIKE:
        edits = round((1 - whole) * max(len(left), len(right)))
        begins = left.startswith(right) or right.startswith(left)
        replaced = edits == 1 and len(left) == len(right) and sorted(left) != sorted(right)
        return OwnWords(whole, 0, False, length, edits, begins, rest=rest, replaced=replaced)
    matched, missing, letters = _aligned(a, b)
    total = max(len(left), len(right))
    similarity = max(whole, letters / total) if matched else whole
    return OwnWords(
        min(similarity, rest) if rest < LEAST_REST else similarity, missing, False, length, rest=rest
    )


def _rest(a: NameParts, b: NameParts) -> float:
    """How like the words are that two names do not share; 1 where they share none, or one has no other.

    Of "red supply chain" and "grey supply chain" only the first words tell the firms apart.
    """
    mine, theirs = list(a.keys), list(b.keys)
    for key in a.keys:
        if key in theirs:
            theirs.remove(key)
            mine.remove(key)
    if len(mine) == len(a.keys) or not mine or not theirs:
        return 1.0
    return key_similarity("".join(mine), "".join(theirs))


def _aligned(a: NameParts, b: NameParts) -> tuple[int, int, float]:
    """Pairs of words that are one, words without a counterpart, and the letters in pairs weighted by their similarity."""
    short, long = sorted((a, b), key=lambda parts: len(parts.keys))
    free = list(long.keys)
    initials = [letter[0] for letter in (*long.letters, *short.letters)]
    matched, missing, letters = 0, 0, 0.0
    for key in short.keys:
        best = max(
            free, key=lambda other: (_word_similarity(key, other), -abs(len(key) - len(other))), default=""
        )
        alike = _word_similarity(key, best) if best else 0.0
        if alike >= LIKE_WORD:
            free.remove(best)
            matched += 1
            letters += alike * max(len(key), len(best))
        else:
            missing += 1
    for key in free:
        if key[0] in initials:
            letters += len(key)
        else:
            missing += 1
    return matched, missing, letters


@lru_cache(maxsize=1 << 17)
def _word_similarity(a: str, b: str) -> float:
    if a == b:
        return 1.0
    if min(len(a), len(b)) < LEAST_LIKE:
        return 0.0
    return key_similarity(a, b)


def _other_syllables(a: NameParts, b: NameParts) -> bool:
    if a.pinyin and b.pinyin:
        return a.pinyin != b.pinyin
    return bool(a.syllables and b.syllables) and a.syllables != b.syllables


def name_terms(a: NameParts, b: NameParts, own: OwnWords) -> dict[str, float]:
    """What speaks for and against two names being one firm's, each from 0 to 1 or as a small number."""
    same_script = a.script == b.script
    exact = own.similarity == 1.0
    near = 0.0 if exact else max(0.0, own.similarity - UNLIKE)
    return {
        "nothing else differs": float(not own.missing and nothing_differs(a, b)),
        "same letters": float(exact and own.same_letters),
        "same sound": float(exact and not own.same_letters),
        "same sound, other script": float(exact and not own.same_letters and not same_script),
        "near sound": near,
        "near sound, same script": near * same_script,
        "one letter differs": (own.edits == 1) * min(1.0, own.length / LONG_NAME),
        "another letter, short": own.replaced * (1 - min(1.0, own.length / LONG_NAME)),
        "longer at the end": float(own.begins),
        "order differs": float(not own.in_order),
        "near sound, long": near * min(1.0, own.length / 20),
        "syllables differ": float(_other_syllables(a, b)),
        "rest differs": 1 - own.rest,
        "short": float(own.length <= 4),
        "long": min(1.0, own.length / 20),
        "words missing": float(min(2, own.missing)),
        **stated_terms(a, b),
        "letters missing": float(bool(a.letters) != bool(b.letters) and not own.missing),
    }
