"""What the words of a header mean, in any of the languages of concepts.yaml, transliterated or cut short.

A header is read as a set of concepts, each with a strength: 1 where a word is written in full or with an ending, TRANSLITERATED
where a Latin word sounds like one of another script, ABBREVIATED where it may be cut short. "Сведения о грузе" is
(goods, text), and so is "Svedeniya o gruze". `header_rules` says which fields a set of concepts means.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from matcher.customs.layout.words.abbreviations import LONGEST_CUT, abbreviated, without_vowels
from matcher.customs.layout.words.dictionary import (
    ANYWHERE,
    LEAST_SOUND,
    concepts_known,
    folded,
    particles,
    pinyin_of,
    spelt,
)
from matcher.customs.layout.words.glued import unglued
from matcher.text.one_spelling import in_persian_letters
from matcher.text.plain_words import without_accents
from matcher.text.prefix_regex import beginning
from matcher.text.transliteration import pinyin_syllables
from matcher.text.word_files import word_file

TRANSLITERATED = 0.8
ABBREVIATED = 0.5
ABBREVIATED_MUCH = 0.4  # to three letters, which words of any language have
CUT_SHORT = 0.75  # an abbreviation of LEAST_SOUND letters or more that can stand for one concept only
STRONG = 0.7  # strength from which a concept forbids a field
MOST_MEANINGS = 3  # concepts that an abbreviation may stand for before it says nothing

LEAST_INFLECTED = 5  # letters of a word before another from which it may have an ending
VAGUE = frozenset(("text", "code"))  # concepts beside which many others make sense
BEGUN = 2  # letters by which the words are found that may begin at a place

_LETTERS = re.compile(r"[^\W\d_]+")
_LOOKBEHIND = re.compile(r"\(\?<!.*?\)")  # what a word of concepts.yaml may begin with


def _expression(word: str) -> str:
    text = spelt(word)
    if ANYWHERE.search(text):
        return text
    letters = re.sub(r"\[.*?\]", "x", re.sub(r"\(\?.*?\)", "", text))
    text = re.sub(rf"(?<![^\W\d_])([^\W\d_]{{{LEAST_INFLECTED},}}) ", r"\1[^\\W\\d_]* ", text)
    whole = word.startswith("=") or len(letters) <= (3 if letters.isascii() else 2)
    return rf"(?<![^\W\d_]){text}" + (r"(?![^\W\d_])" if whole else "")


def concepts(words: str) -> dict[str, float]:
    """The concepts that a plain header has, with their strengths. The caller must not change the result."""
    return said(words).strengths


class Said(NamedTuple):
    """What a header says: concepts with their strengths, those that are only parts of words of others, and whether that is all.

    A bureau that is part of "agente de aduana" is a part: it may be needed for a field, but speaks against none.
    """

    strengths: dict[str, float]
    parts: frozenset[str]
    whole: bool  # no word is left that says nothing known


@lru_cache(maxsize=1 << 14)
def said(words: str) -> Said:
    """What a plain header says. The caller must not change the result."""
    found: dict[str, float] = {}
    apart = unglued(words)
    text = "\n".join(_spellings(apart))
    matches = _matches(text)
    read, outsaid = _read(apart, text, matches, found)
    return Said(found, _parts(matches) | outsaid, _is_whole(apart, read))


def _spellings(words: str) -> tuple[str, ...]:
    """Words as they are, without accents, and Arabic letters as Persian has them: programs write Persian with either."""
    return tuple(dict.fromkeys((words, without_accents(words), in_persian_letters(words))))


def _parts(matches: Mapping[str, Sequence[re.Match[str]]]) -> frozenset[str]:
    """The concepts whose every match is a part of a longer match of another one."""
    spans = [(name, *match.span()) for name, found in matches.items() for match in found]
    return frozenset(
        name
        for name, found in matches.items()
        if all(
            any(
                begin <= match.start() and match.end() <= end and end - begin > match.end() - match.start()
                for other, begin, end in spans
                if other != name
            )
            for match in found
        )
    )


def _is_whole(apart: str, read: set[str]) -> bool:
    """True where every word but particles and single letters is read."""
    return all(
        len(word) < 2 or not read.isdisjoint(_spellings(word)) or word in particles()
        for word in _LETTERS.findall(apart)
    )


def _read(
    apart: str, text: str, matches: Mapping[str, Sequence[re.Match[str]]], found: dict[str, float]
) -> tuple[set[str], frozenset[str]]:
    """Add to `found` what the words say: in full, in other letters, cut short. The words that are not cut short, and the
    concepts that longer words in other letters begin like."""
    read: set[str] = set()  # words that say something as they are
    outsaid: frozenset[str] = frozenset()
    for concept in concepts_known():
        for match in matches.get(concept.name, ()):
            found[concept.name] = 1.0
            read.update(_LETTERS.findall(_whole_words(text, match)))
    if apart.isascii():
        outsaid = _transliterated(apart, matches, read, found)
    if "\n" not in read:
        _cut_short([word for word in _LETTERS.findall(without_accents(apart)) if word not in read], found)
    return read, outsaid


def _cut_short(words: Sequence[str], found: dict[str, float]) -> None:
    """Add what words may be cut short from; beside words that are read, one that makes sense with them only."""
    plain_words = frozenset(name for name, strength in found.items() if strength >= STRONG) - VAGUE
    for word in words:
        if word in particles():
            continue
        names = abbreviated(word) if len(word) <= LONGEST_CUT else without_vowels(word)
        if (fitting := beside(plain_words, names)) is not None:
            for name in fitting:
                found.setdefault(name, CUT_SHORT)
            continue
        if len(names) > MOST_MEANINGS:
            continue
        plainly = len(names) == 1 and len(word) >= LEAST_SOUND
        much = ABBREVIATED if len(word) >= LEAST_SOUND else ABBREVIATED_MUCH
        for name in names:
            found.setdefault(name, CUT_SHORT if plainly else much)


def beside(plain_words: frozenset[str], names: Iterable[str]) -> frozenset[str] | None:
    """Of concepts that a word may be cut short from, those that make up a field with what else the header says.

    None where that is no field or several: "стр. отпр." is the country of dispatch, though "отпр." alone may be a sender.
    """
    fields: dict[str, set[str]] = {}
    for name in names:
        for other in plain_words:
            for field in _together().get(frozenset((name, other)), ()):
                fields.setdefault(field, set()).add(name)
    return frozenset(fields.popitem()[1]) if len(fields) == 1 else None


@cache
def _together() -> dict[frozenset[str], frozenset[str]]:
    """Two concepts -> the fields whose rules need both."""
    found: dict[frozenset[str], set[str]] = {}
    for field, need, _ in word_file(__package__, "header_rules.yaml"):
        for pair in itertools.combinations(need.split(), 2):
            found.setdefault(frozenset(pair), set()).add(field)
    return {pair: frozenset(fields) for pair, fields in found.items()}


def _matches(text: str) -> dict[str, list[re.Match[str]]]:
    """The words of each concept in `text`, from left to right, none of a concept overlapping."""
    matches: dict[str, list[re.Match[str]]] = {}
    ends: dict[str, int] = {}
    known = _words_by_beginning()
    for place in range(len(text)):
        begun = (*known.get(text[place], ()), *known.get(text[place : place + BEGUN], ()))
        longest: dict[str, re.Match[str]] = {}
        for one in begun:
            if place < ends.get(one.concept, 0) or not text.startswith(one.beginning, place):
                continue
            match, other = _pattern(one.word).match(text, place), longest.get(one.concept)
            if match and (other is None or match.end() > other.end()):
                longest[one.concept] = match
        for name, match in longest.items():
            matches.setdefault(name, []).append(match)
            ends[name] = match.end()
    return matches


class _Word(NamedTuple):
    """A word of a concept: its place among them, the letters it begins with, itself as concepts.yaml has it."""

    place: int
    concept: str
    beginning: str
    word: str


@cache
def _words_by_beginning() -> dict[str, list[_Word]]:
    """The first letters of a word, up to BEGUN -> the words of concepts that have them."""
    found: dict[str, list[_Word]] = {}
    for concept in concepts_known():
        for place, word in enumerate(concept.words):
            letters = beginning(_LOOKBEHIND.sub("", spelt(word), 1)).partition(" ")[0]
            found.setdefault(letters[:BEGUN], []).append(_Word(place, concept.name, letters, word))
    return found


@cache
def _pattern(word: str) -> re.Pattern[str]:
    """Compiled when a header first has the word's beginning: all words take a fifth of a second."""
    return re.compile(_expression(word))


def _whole_words(text: str, match: re.Match[str]) -> str:
    """The match and the letters that follow it in its last word."""
    end = match.end()
    while end < len(text) and text[end].isalpha():
        end += 1
    return text[match.start() : end]


def _transliterated(
    text: str, matches: Mapping[str, Sequence[re.Match[str]]], read: set[str], found: dict[str, float]
) -> frozenset[str]:
    """Add what Latin words mean that are read as another language's; the concepts whose words only begin like these.

    A word that says something as it is says something else where more of its letters do: Russian "proizvoditel" is a maker,
    though Croatian "proizvod" is a product.
    """
    joined = text.replace(" ", "")
    if len(joined) >= 5 and pinyin_syllables(joined):
        spoken = [c.name for c in concepts_known() if any(word in joined for word in pinyin_of(c.han))]
        for name in spoken:
            found.setdefault(name, TRANSLITERATED)
        if spoken and " " in text:
            read.add("\n")  # syllable by syllable it is Chinese: no other language, and nothing cut short
            return frozenset()
    words = _LETTERS.findall(text)
    _spoken_phrases(words, read, found)
    outsaid: set[str] = set()
    for word in words:
        plainly = _said_plainly(word, matches) if word in read else {}
        if word in read and not plainly:
            continue
        spoken_here = _spoken(word, max(plainly.values(), default=0))
        for name in spoken_here:
            found.setdefault(name, TRANSLITERATED)
            read.add(word)
        if spoken_here:
            outsaid.update(plainly.keys() - spoken_here)
    return frozenset(outsaid)


def _said_plainly(word: str, matches: Mapping[str, Sequence[re.Match[str]]]) -> dict[str, int]:
    """The concepts that a word as it is begins with -> the letters of their sound."""
    return {
        name: len(folded(match[0]))
        for name, found in matches.items()
        for match in found
        if word.startswith(match[0])
    }


def _spoken(word: str, least: int) -> set[str]:
    """The concepts that a Latin word sounds like, in more than `least` letters."""
    sound = folded(word)
    return {
        concept.name
        for concept in concepts_known()
        if sound.startswith(concept.sounds)
        and (not least or any(len(begun) > least and sound.startswith(begun) for begun in concept.sounds))
    }


def _spoken_phrases(words: Sequence[str], read: set[str], found: dict[str, float]) -> None:
    """Add what words that follow each other mean: the last one may have an ending."""
    sounds = [folded(word) for word in words]
    for concept in concepts_known():
        for phrase in concept.phrases:
            for place in range(len(sounds) - len(phrase) + 1):
                spoken = sounds[place : place + len(phrase)]
                if all(map(_begins, phrase[:-1], spoken)) and spoken[-1].startswith(phrase[-1]):
                    found.setdefault(concept.name, TRANSLITERATED)
                    read.update(words[place : place + len(phrase)])


def _begins(stem: str, word: str) -> bool:
    """True where a word is `stem`, or `stem` with an ending."""
    return word == stem or (len(stem) >= LEAST_INFLECTED and word.startswith(stem))
