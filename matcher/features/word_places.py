"""Where words that were compared in a normal form are in the texts, as they are written there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice

from matcher.attributes.extract import prepared
from matcher.features.pair_facts import PairFacts
from matcher.similarity.shared_words import SIGN, goods_text, is_number, opening_at
from matcher.text.normal_forms import code_form

TEXT_LIMIT = 600  # characters in which words are looked for: names are at the beginning

Span = tuple[int, int]


def quoted(words: Sequence[str]) -> str:
    """Words in quotation marks, as people list them."""
    return ", ".join(f'"{word}"' for word in words)


def spans(pair: PairFacts, words: Sequence[str]) -> tuple[Span, ...]:
    """The first place of each word or sign in the goods' description, where it has one."""
    found = (goods_place(pair, word) for word in words)
    return tuple(span for span in found if span is not None)


def goods_place(pair: PairFacts, word: str) -> Span | None:
    """Where the goods' description has a word or sign, its number in the declaration apart."""
    return place(pair.goods.clean, word, opening_at(pair.goods.clean))


def item_words(pair: PairFacts, words: Sequence[str]) -> tuple[str, ...]:
    """Each word or sign as the item's pages write it, where they do in their beginning."""
    out = []
    for word in words:
        for page in pair.item.pages:
            text = f"{page.name} {page.short}"
            if (span := place(text, word)) is not None:
                out.append(text[slice(*span)])
                break
    return tuple(dict.fromkeys(out))


def place(text: str, word: str, start: int = 0) -> Span | None:
    """Where `word`, as matcher.similarity.shared_words has words and signs, is first in the beginning of `text`."""
    text = text[:TEXT_LIMIT]
    if word.isupper() or word.isdigit():
        for form, span in _signs(text, start):
            if form == word:
                return span
    lowered, word = prepared(text), word.lower()
    at = lowered.find(word, start)
    while at >= 0:
        end = at + len(word)
        if not lowered[at - 1 : at].isalnum() and not lowered[end : end + 1].isalnum():
            return at, end
        at = lowered.find(word, at + 1)
    return None


@lru_cache(maxsize=1 << 8)
def _signs(text: str, start: int) -> tuple[tuple[str, Span], ...]:
    """The signs of a text from `start`, in the form of codes, with their places."""
    return tuple((code_form(match[0]), match.span()) for match in SIGN.finditer(text, start))


def apart(found: Iterable[Span]) -> tuple[Span, ...]:
    """Spans without those that lie within others."""
    longest = sorted(set(found), key=lambda span: (span[0] - span[1], span))
    kept: list[Span] = []
    for start, end in longest:
        if not any(a <= start and end <= b for a, b in kept):
            kept.append((start, end))
    return tuple(sorted(kept))


def only_in_goods(pair: PairFacts, words: Iterable[str], most: int) -> list[str]:
    """Of words of the goods' opening that the comparison missed on the page, the first that are nowhere there.

    Numbers of measures are left to the sentences on properties.
    """
    measures = [(a.start, a.end) for a in pair.goods.own.stated]
    there = prepared(pair.item.text)
    found = (
        word
        for word in words
        if (at := goods_place(pair, word)) is not None
        and not any(start < at[1] and at[0] < end for start, end in measures)
        and not _named(word, there)
    )
    return list(islice(found, most))


def only_in_name(pair: PairFacts, words: Iterable[str], most: int) -> list[str]:
    """Of words of the item that the comparison missed in the goods, the first of its names that are nowhere there."""
    there = prepared(goods_text(pair.goods))
    found = (
        word
        for word in words
        if any(place(page.name, word) for page in pair.item.pages) and not _named(word, there)
    )
    return list(islice(found, most))


def _named(word: str, text: str) -> bool:
    """Whether a text has the word in any form, within longer ones too; of numbers the whole ones count: 35 in 35mm."""
    if not is_number(word):
        return word in text
    return not word.isdigit() or bool(re.search(rf"(?<!\d){word}(?!\d)", text))
