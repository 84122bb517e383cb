"""Where words that were compared in a normal form stand in the texts, as they are written there."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.attributes import prepared
from matcher.common_words import SIGN
from matcher.features import PairFacts
from matcher.text import code_form

TEXT_LIMIT = 600  # characters in which words are looked for: names stand in the beginning

Span = tuple[int, int]


def quoted(words: Sequence[str]) -> str:
    """Words in quotation marks, as people list them."""
    return ", ".join(f'"{word}"' for word in words)


def spans(pair: PairFacts, words: Sequence[str]) -> tuple[Span, ...]:
    """The first place of each word or sign in the goods' description, where it has one."""
    found = (place(pair.goods.clean, word) for word in words)
    return tuple(span for span in found if span is not None)


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


def place(text: str, word: str) -> Span | None:
    """Where `word`, as matcher.common_words has words and signs, first stands in the beginning of `text`."""
    text = text[:TEXT_LIMIT]
    if word.isupper() or word.isdigit():
        for match in SIGN.finditer(text):
            if code_form(match[0]) == word:
                return match.span()
    lowered = prepared(text)
    at = lowered.find(word.lower())
    while at >= 0:
        end = at + len(word)
        if not lowered[at - 1 : at].isalnum() and not lowered[end : end + 1].isalnum():
            return at, end
        at = lowered.find(word.lower(), at + 1)
    return None
