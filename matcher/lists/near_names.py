"""Names of a list that may be one with a name: all that weights and letters allow, found with matrices.

To compare all names with all (matcher.parties.comparison) would take hours. A pair is left out only where it cannot reach
the confidence asked for: what both state beside their own words (kinds, places, legal form, letters, numbers) speaks too much
against it, or too few letters are equal for the likeness that is then needed. So the hits are those of a full comparison.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from matcher.arrays import Bools, Float32s, Float64s, Ints
from matcher.lists.letter_edits import CODES, Texts, likeness
from matcher.parties.comparison import LEAST_LIKE, LIKE_WORD, UNLIKE, Party, weights
from matcher.parties.names import NameParts, read_name
from matcher.parties.stated import TERMS, nothing_differs, stated_terms

_LETTERS = 26
_COUNTED = 5  # occurrences of a letter that are told apart
# Share of equal letters where each word has a counterpart that is LIKE_WORD: a sound may be lost where words meet.
_ALIKE = LIKE_WORD - 0.05
_ROWS = 512  # names compared with the list at once
_WORDS = 6  # own words of a name that are looked at; names of more are compared in any case
_SHORT, _LONG = 4, 20  # letters of own words that count as few, and from which more count no more
# Terms of matcher.parties.comparison that `_likely` and `_Profiles.allowed` bound; "words missing" counts to 2.
_BY_LIKENESS = frozenset(
    ("nothing else differs", "same letters", "same sound", "same sound, other script", "near sound", "short",
     "near sound, same script", "near sound, long", "one letter differs", "longer at the end", "words missing",
     "syllables differ")
)  # fmt: skip
_NEVER = 9.0  # a likeness that no pair has
_ROUNDED = 1e-4  # confidences are rounded to four digits


@dataclass(frozen=True)
class Profile:
    """What a name states beside its own words."""

    kinds: frozenset[str]
    places: frozenset[str]
    form: str
    letters: tuple[str, ...]
    numbers: frozenset[str]
    script: str

    @classmethod
    def of(cls, parts: NameParts) -> Profile:
        return cls(parts.kinds, parts.places, parts.form, parts.letters, parts.numbers, parts.script)


class NameMatrix:
    """Names as arrays, a row each: how often each letter occurs, initials, own words and their sounds."""

    def __init__(self, parties: Sequence[Party]) -> None:
        """Read the parts of each name."""
        parts = [party.parts for party in parties]
        self.profiles = [Profile.of(one) for one in parts]
        self.lengths = np.array([len(one.joined) for one in parts], np.float32)
        self.sounds = Texts([one.joined for one in parts])
        most = np.maximum(_counts(self.sounds), _counts(Texts(["".join(one.keys) for one in parts])))
        occurs = np.repeat(most, _COUNTED, axis=1) > np.tile(np.arange(_COUNTED), most.shape[1])
        self.counts = occurs.astype(np.float32)
        self.uncounted = np.maximum(0, most - _COUNTED).sum(1).astype(np.float32)
        self.initials = np.zeros((len(parts), _LETTERS), np.float32)
        self.beginnings = np.zeros((len(parts), _LETTERS), np.float32)
        for row, one in enumerate(parts):
            for letter in one.letters:
                self.initials[row, _place(letter)] = 1
            for key in one.keys:
                self.beginnings[row, _place(key)] += len(key)
        self.own = (self.initials * self.beginnings).sum(1)
        # Unequal where neither is 0: names of other Chinese syllables.
        self.syllables = np.array([hash(one.syllables) if one.syllables else 0 for one in parts], np.int64)
        self.is_single = np.array([len(one.keys) == 1 and not one.letters for one in parts], np.bool_)
        self.is_compared = self.sounds.is_cut | np.array([len(one.keys) > _WORDS for one in parts], np.bool_)
        words = {key: at for at, key in enumerate(dict.fromkeys(key for one in parts for key in one.keys))}
        self.words = Texts(list(words))
        self.word_at = np.full((len(parts), _WORDS), -1, np.intp)
        for row, one in enumerate(parts):
            self.word_at[row, : len(one.keys)] = [words[key] for key in one.keys[:_WORDS]]


def _counts(texts: Texts) -> Ints:
    """How often each letter occurs in each text; signs that are not from a to z share a column."""
    counts = np.zeros((len(texts.lengths), CODES), np.intp)
    rows = np.arange(len(texts.lengths))
    for place in range(texts.codes.shape[1]):
        here = rows[texts.lengths > place]
        counts[here, texts.codes[here, place]] += 1
    counts[:, 0] += counts[:, _LETTERS + 1 :].sum(1)
    return counts[:, : _LETTERS + 1]


def _place(word: str) -> int:
    """The column of a word's first letter; signs that are not from a to z share columns with letters."""
    return ord(word[0]) % _LETTERS


@dataclass(frozen=True)
class _Allowed:
    """What a profile allows beside listed names: their rows, log-odds but for the likeness of own words, whether nothing
    beside it differs, whether the scripts are one, and the likeness needed."""

    rows: Ints
    base: Float64s
    alike: Bools
    same_script: Bools
    needed: Float32s


class NearNames:
    """Pairs of names and listed names that may reach the confidence `least`; equal numbers aside."""

    def __init__(self, names: NameMatrix, listed: NameMatrix, least: float) -> None:
        self.names, self.listed = names, listed
        self._profiles = _Profiles(listed.profiles)
        self._odds = math.log((least - _ROUNDED) / (1 - least + _ROUNDED)) if least > _ROUNDED else -math.inf

    def parts(self) -> list[tuple[int, ...]]:
        """Rows of names that are compared with the list at once: those of one profile, no more than _ROWS."""
        rows_of: dict[Profile, list[int]] = defaultdict(list)
        for row, profile in enumerate(self.names.profiles):
            rows_of[profile].append(row)
        return [
            tuple(rows[start : start + _ROWS])
            for rows in rows_of.values()
            for start in range(0, len(rows), _ROWS)
        ]

    def pairs(self, part: tuple[int, ...]) -> tuple[Ints, Ints]:
        """Rows of names, all of one part, and rows of listed names."""
        allowed = self._profiles.allowed(self.names.profiles[part[0]], self._odds)
        if not len(allowed.rows):
            return np.empty(0, np.intp), np.empty(0, np.intp)
        some = np.array(part, np.intp)
        left, right = _with_letters(self.names, some, self.listed, allowed)
        keep = _likely(self.names, some[left], self.listed, allowed, right, self._odds)
        return some[left][keep], allowed.rows[right][keep]


def _with_letters(names: NameMatrix, rows: Ints, listed: NameMatrix, allowed: _Allowed) -> tuple[Ints, Ints]:
    """The pairs with letters enough for the likeness that is needed: places in `rows` and in `allowed`."""
    others = allowed.rows
    bound = names.counts[rows] @ listed.counts[others].T
    bound += listed.uncounted[others]
    if names.initials[rows].any() or listed.initials[others].any():
        bound += names.initials[rows] @ listed.beginnings[others].T
        bound += names.beginnings[rows] @ listed.initials[others].T
        bound += names.own[rows][:, None] + listed.own[others]
    enough = np.maximum(names.lengths[rows][:, None], listed.lengths[others])
    enough *= allowed.needed
    enough -= _ROUNDED
    passed = bound >= enough
    passed |= names.is_compared[rows][:, None] | listed.is_compared[others]
    left, right = np.nonzero(passed)
    return left, right


def _likely(
    names: NameMatrix, first: Ints, listed: NameMatrix, allowed: _Allowed, right: Ints, odds: float
) -> Bools:
    """Which pairs may reach `odds` with the likeness of their own words."""
    w, second = weights(), allowed.rows[right]
    whole = likeness(names.sounds, first, listed.sounds, second)
    matched = _Matched.none(len(first))
    several = np.flatnonzero(~(names.is_single[first] & listed.is_single[second]))
    matched.look(several, names, first[several], listed, second[several])
    longer = np.maximum(names.lengths[first], listed.lengths[second])
    similarity = np.maximum(whole, np.where(matched.any, matched.letters / np.maximum(longer, 1), 0))
    length = np.minimum(names.lengths[first], listed.lengths[second])
    is_whole = matched.all | ((whole >= LIKE_WORD - _ROUNDED) & (length >= LEAST_LIKE)) | (whole >= 1)
    base = allowed.base[right] + (length <= _SHORT) * max(0.0, w["short"])
    mine, theirs = names.syllables[first], listed.syllables[second]
    base += ((mine != 0) & (theirs != 0) & (mine != theirs)) * w["syllables differ"]
    by_length = w["near sound, long"] * np.minimum(1, length / _LONG)
    scripts = w["near sound"] + allowed.same_script[right] * w["near sound, same script"]
    near = np.maximum(0, np.minimum(similarity, 1) - UNLIKE) * np.maximum(0, scripts + by_length)
    equal = max(w["same letters"], w["same sound"] + max(0.0, w["same sound, other script"]))
    slips = max(0.0, w["one letter differs"]) + max(0.0, w["longer at the end"])
    complete = allowed.alike[right] * max(0.0, w["nothing else differs"])
    complete += np.where(similarity >= 1 - _ROUNDED, max(equal, slips), slips)
    partly = 2 * max(0.0, w["words missing"])
    reached = base + near + np.where(is_whole, np.maximum(complete, partly), partly) >= odds
    result: Bools = (
        (reached & (similarity >= UNLIKE - _ROUNDED)) | names.is_compared[first] | listed.is_compared[second]
    )
    return result


@dataclass
class _Matched:
    """Of pairs: whether a word has a counterpart in the other name, whether all have, and their letters at most."""

    any: Bools
    all: Bools
    letters: Float64s

    @classmethod
    def none(cls, count: int) -> _Matched:
        return cls(np.zeros(count, np.bool_), np.zeros(count, np.bool_), np.zeros(count))

    def look(self, at: Ints, names: NameMatrix, first: Ints, listed: NameMatrix, second: Ints) -> None:
        """Look at the words of the pairs whose places are `at`."""
        mine, theirs = names.word_at[first], listed.word_at[second]
        best_mine, best_theirs = np.zeros(mine.shape), np.zeros(theirs.shape)
        for i in range(_WORDS):
            for j in range(_WORDS):
                pairs = np.flatnonzero((mine[:, i] >= 0) & (theirs[:, j] >= 0))
                if not len(pairs):
                    continue
                a, b = mine[pairs, i], theirs[pairs, j]
                alike = likeness(names.words, a, listed.words, b)
                sizes = names.words.lengths[a], listed.words.lengths[b]
                is_one = np.where(np.minimum(*sizes) >= LEAST_LIKE, alike >= LIKE_WORD - _ROUNDED, alike >= 1)
                letters = np.where(is_one, alike * np.maximum(*sizes), 0)
                best_mine[pairs, i] = np.maximum(best_mine[pairs, i], letters)
                best_theirs[pairs, j] = np.maximum(best_theirs[pairs, j], letters)
        initials = names.initials[first] + listed.initials[second]
        bonus = (np.minimum(1, initials) * (names.beginnings[first] + listed.beginnings[second])).sum(1)
        unmatched = ((best_mine == 0) & (mine >= 0)).sum(1) + ((best_theirs == 0) & (theirs >= 0)).sum(1)
        self.any[at] = (best_mine > 0).any(1)
        self.all[at] = (unmatched == 0) | (bonus > 0)
        self.letters[at] = np.maximum(best_mine.sum(1), best_theirs.sum(1)) + bonus


class _Profiles:
    """The profiles of listed names, and which likeness each needs beside another profile."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self.each = list(dict.fromkeys(profiles))
        at = {profile: place for place, profile in enumerate(self.each)}
        self.of = np.array([at[profile] for profile in profiles], np.intp)
        self.terms: dict[tuple[str, object], Float64s] = {}

    def allowed(self, profile: Profile, odds: float) -> _Allowed:
        """The listed names beside which `profile` may reach `odds`, with the likeness of own words that is needed."""
        w = weights()
        base = np.full(len(self.each), w["bias"] + _unbounded())
        for name in TERMS:
            base += self._terms(name, getattr(profile, name))
        same_script = np.array([one.script == profile.script for one in self.each])
        alike = np.array([nothing_differs(profile, one) for one in self.each])
        near = (1 - UNLIKE) * np.maximum(
            0, w["near sound"] + same_script * w["near sound, same script"] + max(0, w["near sound, long"])
        )
        equal = max(w["same letters"], w["same sound"] + max(0.0, w["same sound, other script"]))
        slips = max(0.0, w["one letter differs"]) + max(0.0, w["longer at the end"])
        most = base + near + max(0.0, w["short"])
        nothing = alike * max(0.0, w["nothing else differs"])
        partly = most + 2 * max(0.0, w["words missing"]) >= odds
        needed = np.where(
            most + nothing + slips >= odds,
            _ALIKE,
            np.where(most + nothing + equal >= odds, 1 - _ROUNDED, _NEVER),
        )
        needed = np.where(partly, UNLIKE, needed).astype(np.float32)[self.of]
        rows = np.flatnonzero(needed < _NEVER)
        of = self.of[rows]
        return _Allowed(rows, base[of], alike[of], same_script[of], needed[rows])

    def _terms(self, name: str, value: object) -> Float64s:
        """The log-odds of the terms of `value` beside the same property of each profile."""
        key = name, value
        if key not in self.terms:
            values = [getattr(one, name) for one in self.each]
            known = {other: _log_odds(TERMS[name](value, other)) for other in dict.fromkeys(values)}
            self.terms[key] = np.array([known[other] for other in values], np.float64)
        return self.terms[key]


def _log_odds(terms: Mapping[str, float]) -> float:
    return sum(weights()[name] * value for name, value in terms.items())


@cache
def _unbounded() -> float:
    """The most that all other terms can add, each from 0 to 1: those that neither what is stated nor the likeness bounds."""
    bounded = _BY_LIKENESS | set(stated_terms(Profile.of(read_name("")), Profile.of(read_name(""))))
    free = (name for name in weights() if name not in bounded and not name.startswith(("bias", "context ")))
    return sum(max(0.0, weights()[name]) for name in free)
