"""Find what patterns of word stems name in a text: fast enough for hundreds of patterns and millions of texts.

A pattern is one or more stems, the head noun first; a stem is the beginning of a word, `=word` the whole word, `word~`
the word with an ending of case or number ("coat~" is not in "coated"), `a|b` either; Chinese stems stand anywhere in a
run of characters. Stems of three Latin or two Cyrillic letters are whole words. All stems of a pattern must stand close
together, in any order.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from matcher.text.scopes import HAN, Place, Span, Words, han_scope

GAP = 3  # words that may be between the stems of a pattern, in all
SAME_RUN = 16  # mentions of a stem that count in one run of Chinese characters, which is one word
COMPOUND = 5  # letters of a stem that is looked for at the end of a compound, at least
KNOWN_WORDS = 1 << 17  # distinct words whose stems are remembered
# Endings of nouns: English; Turkish; Russian and Ukrainian, with those of adjectives; Kazakh plural and cases.
_ENDING = re.compile(
    r"(?:e?s)?|(?:l[ae]r)?s?[ıiuü]?"
    r"|[аяыиіїуюеєоьй]|ом|[еє]м|о[йю]|[еє][йю]|ов|ев|[иії]в|[ая]м|[ая]ми|[ая]х|ью"
    r"|[ыиіо]й|[ая]я|[ое]е|[ыи]е|[ое]ї|[ое]го|[ое]му|[ыи]м|[ую]ю|[ыи]х|[ыи]ми"
    r"|[ая]?(?:[лдт][ае]р)?(?:[ыі]|с[ыі]|[ыі]н|[нд]ың|[нд]ің|т[ыі]ң|[ғқ]а|[гк]е|[мбп]ен|[дт][ае]н?)?"
)
# What makes an adjective of a noun, in Russian and Ukrainian: винт, винтовой; кабель, кабельна.
_ADJECTIVE = re.compile(
    r"(?:\w*(?:[бвгджзклмнпрстфхцчшщьй]|^)н|\w*[ое]в|\w*с[ьк]?к)"
    r"(?:[ыиоі]й|[ая]я|[ое]е|[ыи]е|[ое]го|[ое]му|[ыи]м|[ое]м|[уюі]ю|[ыи]х|[ыи]ми|[аеіу])"
)
# What may follow a Chinese noun and be no part of its word.
_AFTER_NOUN = frozenset("用带含配有无等及和与或的是为由共每适一二三四五六七八九十两个只台套件把条双张副支顶")


@dataclass(frozen=True)
class Mention:
    """One place that names `label`: its span, the head noun's scope (empty where it is the goods themselves)."""

    label: str
    start: int
    end: int
    scope: str
    stems: int
    places: frozenset[Span]


@dataclass(frozen=True)
class _Pattern:
    label: str
    head: tuple[str, ...]  # the alternatives of the head noun
    others: tuple[tuple[str, ...], ...]  # of each other place its alternatives


class Lexicon:
    """Patterns by label. `definition` maps each label to its patterns, separated by ";".

    `nouns`: labels are what nouns name. A noun that stands before another, as an adjective ("винтовой компрессор", screw
    compressor) or as one Chinese character inside a longer word, says what the goods are for, not what they are; the last
    part of a compound names them.
    """

    def __init__(self, definition: Mapping[str, str], *, nouns: bool = False) -> None:
        self.nouns = nouns
        self.patterns_of: dict[str, list[_Pattern]] = defaultdict(list)
        self.starts: set[str] = set()
        self.wholes: set[str] = set()
        self.inflected: set[str] = set()  # word~
        self.han: set[str] = set()
        for label, text in definition.items():
            for part in text.split(";"):
                places = [tuple(self._stem(stem) for stem in place.split("|")) for place in part.split()]
                if not places:
                    continue
                pattern = _Pattern(label, places[0], tuple(places[1:]))
                for stem in places[0]:
                    self.patterns_of[stem].append(pattern)
        self.heads = {  # stems that name something by themselves
            stem for stem, patterns in self.patterns_of.items() if any(not p.others for p in patterns)
        }
        self.longest = max(map(len, self.starts | self.inflected), default=0)
        self.longest_han = max(map(len, self.han), default=0)
        self._known: dict[str, tuple[tuple[str, int, int], ...]] = {}

    def _stem(self, stem: str) -> str:
        stem = stem.strip("'\"").lower().replace("ё", "е")
        if HAN.search(stem):
            self.han.add(stem)
            return stem
        short = 3 if stem.isascii() else 2
        if stem.startswith("=") or len(stem) <= short:
            whole = "=" + stem.lstrip("=")
            self.wholes.add(whole)
            return whole
        (self.inflected if stem.endswith("~") else self.starts).add(stem)
        return stem

    def _learn(self, word: str) -> tuple[tuple[str, int, int], ...]:
        if len(self._known) >= KNOWN_WORDS:
            self._known.clear()
        stems = self._known[word] = self._stems_in(word)
        return stems

    def _stems_in(self, word: str) -> tuple[tuple[str, int, int], ...]:
        """The stems that `word` holds, with their spans in it."""
        found = []
        if HAN.match(word):
            for start in range(len(word)):
                for end in range(start + 1, min(len(word), start + self.longest_han) + 1):
                    if word[start:end] in self.han:
                        found.append((word[start:end], start, end))
            return tuple(found)
        found += [(stem, 0, len(word)) for stem in self._beginning(word)]
        if "-" in word or "/" in word or "'" in word or "’" in word:
            at = 0
            for part in re.split(r"(['’\-/])", word):
                if len(part) > 1 or part.isalnum():
                    found += [(stem, at, at + len(part)) for stem in self._beginning(part)]
                at += len(part)
        if not found and self.nouns:
            found += self._compound_head(word)
        return tuple(found)

    def _compound_head(self, word: str) -> list[tuple[str, int, int]]:
        """The stem that names the goods in a compound with о or е, whose last part is its head: роликоподшипник."""
        for at in range(4, len(word) - COMPOUND + 1):
            if word[at - 1] in "ое" and not word.endswith("пере", 0, at):
                for stem in self._beginning(word[at:]):
                    if len(stem.strip("=~")) >= COMPOUND and stem in self.heads:
                        return [(stem, at, len(word))]
        return []

    def _beginning(self, word: str) -> Iterator[str]:
        """The stems that `word` is or begins with."""
        if "=" + word in self.wholes:
            yield "=" + word
        for end in range(2, min(len(word), self.longest) + 1):
            if word[:end] in self.starts:
                yield word[:end]
            if word[:end] + "~" in self.inflected and _ENDING.fullmatch(word, end):
                yield word[:end] + "~"

    def find(self, text: Words) -> list[Mention]:
        """All mentions in `text`, by place.

        A mention whose places are all part of a longer one is left out: in "hi-vis vest" there is no mere vest.
        """
        words, known = text.words, self._known
        at: dict[str, list[Place]] = {}
        for number, (word, begin) in enumerate(words):
            stems = known.get(word)
            for stem, start, end in self._learn(word) if stems is None else stems:
                places = at.setdefault(stem, [])
                if len(places) < SAME_RUN or places[-SAME_RUN][0] != number:
                    places.append((number, begin + start, begin + end))
        found: list[Mention] = []
        for stem, places in at.items():
            for pattern in self.patterns_of.get(stem, ()):
                if pattern.others and not _all_named(pattern, at):
                    continue
                for head in places:
                    spans = _together(pattern, head, at)
                    if spans is None or self._compound(stem, head, spans, at):
                        continue
                    scope = text.scopes[head[0]] or han_scope(words[head[0]], head)
                    if self.nouns and not scope and len(spans) == 1 and _modifies(text.text, stem, head):
                        scope = "for"
                    if scope not in ("without", "not") and len(spans) > 1 and _denied(spans, text):
                        continue
                    start, end = min(spans)[0], max(span[1] for span in spans)
                    found.append(Mention(pattern.label, start, end, scope, len(spans), frozenset(spans)))
        return _longest(found)

    def _compound(
        self,
        stem: str,
        head: Place,
        spans: list[Span],
        at: Mapping[str, list[Place]],
    ) -> bool:
        """Whether the head is a mere modifier: in English "camera drone" is a drone, "drone camera" a camera."""
        if len(spans) == 1 or not stem.isascii():
            return False
        last = max(spans)
        return last[0] > head[1] and any(
            place[1:] == last for stem, places in at.items() if stem in self.heads for place in places
        )


def _all_named(pattern: _Pattern, at: Mapping[str, list[Place]]) -> bool:
    """Whether every place of `pattern` has a stem somewhere in the text."""
    for place in pattern.others:
        for stem in place:
            if stem in at:
                break
        else:
            return False
    return True


def _together(pattern: _Pattern, head: Place, at: Mapping[str, list[Place]]) -> list[Span] | None:
    spans = [head[1:]]
    if not pattern.others:
        return spans
    low = high = head[0]
    reach = GAP + len(pattern.others)
    for place in pattern.others:
        best: Place | None = None
        for stem in place:
            places = at.get(stem, ())
            for position in range(bisect_left(places, (high - reach,)), len(places)):
                number, start, end = places[position]
                if number > low + reach:
                    break
                if (start, end) in spans or any(start < b and a < end for a, b in spans):
                    continue
                distance = max(low - number, number - high, 0)
                if best is None or distance < best[0]:
                    best = (distance, start, end)
                    where = number
        if best is None:
            return None
        spans.append(best[1:])
        low, high = min(low, where), max(high, where)
    return spans


def _modifies(text: str, stem: str, head: Place) -> bool:
    """Whether the noun `stem` stands before another: as an adjective, or as one character inside a Chinese word (刀库)."""
    if HAN.match(stem):
        after = text[head[2] : head[2] + 1]
        return len(stem) == 1 and bool(HAN.match(after)) and after not in _AFTER_NOUN
    return bool(_ADJECTIVE.fullmatch(text, head[1] + len(stem), head[2]))


def _denied(spans: list[Span], text: Words) -> bool:
    """Whether a modifier is what the goods are not: "vest WITHOUT armour plates" is no armour vest."""
    return any(at <= start < end for at, end in text.denied for start, _ in spans[1:])


def _longest(found: list[Mention]) -> list[Mention]:
    if len(found) < 2:
        return found
    kept: list[Mention] = []
    over: dict[int, list[Mention]] = {}  # character -> the kept mentions with a place over it
    for mention in sorted(
        dict.fromkeys(found), key=lambda m: (-m.stems, -(m.end - m.start), m.start, m.label)
    ):
        if not any(_covers(other, mention) for other in over.get(mention.start, ())):
            kept.append(mention)
            for start, end in mention.places:
                for character in range(start, end):
                    over.setdefault(character, []).append(mention)
    return sorted(kept, key=lambda m: (m.start, m.end, m.label))


def _covers(longer: Mention, shorter: Mention) -> bool:
    if longer.places == shorter.places or (longer.label == shorter.label and longer.places > shorter.places):
        return longer.label == shorter.label
    if longer.places > shorter.places:
        return True
    # Chinese: a stem inside a longer stem
    return len(shorter.places) <= len(longer.places) and all(
        any(a <= c and d <= b and (b - a) > (d - c) for a, b in longer.places) for c, d in shorter.places
    )


def labels(mentions: Iterable[Mention]) -> set[str]:
    """The labels of mentions."""
    return {mention.label for mention in mentions}
