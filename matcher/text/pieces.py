"""A text cut into pieces by several layers of marks: agreeing words, quoted words, read words, each with a place to jump to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from matcher.text.highlight import Segment
from matcher.text.word_edges import is_han


@dataclass(frozen=True)
class Layer:
    """A stretch of a text and how it is marked; `anchor` names the place where it begins."""

    start: int
    end: int
    kind: str
    anchor: str = ""


@dataclass(frozen=True)
class Piece:
    """A piece of a text with the kinds of its marks, in the order of the layers, and its anchor."""

    text: str
    kinds: tuple[str, ...] = ()
    anchor: str = ""


def layers_of(segments: Sequence[Segment]) -> list[Layer]:
    """The marked segments of a text as layers."""
    layers, at = [], 0
    for segment in segments:
        if segment.kind:
            layers.append(Layer(at, at + len(segment.text), segment.kind))
        at += len(segment.text)
    return layers


def pieces(text: str, layers: Iterable[Layer]) -> list[Piece]:
    """`text` in pieces, in order; joined they are `text`. Layers beyond its end are cut, empty ones left out."""
    known = [layer for layer in layers if layer.start < min(layer.end, len(text))]
    cuts = sorted({0, len(text), *(p for one in known for p in (one.start, min(one.end, len(text))))})
    anchors = {layer.start: layer.anchor for layer in reversed(known) if layer.anchor}
    found = []
    for start, end in pairwise(cuts):
        kinds = dict.fromkeys(layer.kind for layer in known if layer.start <= start and end <= layer.end)
        found.append(Piece(text[start:end], tuple(kinds), anchors.get(start, "")))
    return found or [Piece("")]


def occurrences(words: Iterable[str], text: str) -> list[tuple[int, int]]:
    """Where `text` has any of `words`, whatever its case: as whole words, or anywhere where none is whole."""
    folded = _same_length(text)
    found: list[tuple[int, int]] = []
    for word in dict.fromkeys(_same_length(word.strip()) for word in words):
        places = (
            [(match.start(), match.end()) for match in re.finditer(re.escape(word), folded)] if word else []
        )
        whole = [(start, end) for start, end in places if _whole(folded, start, end)]
        found += whole or places
    return sorted(found)


def _whole(text: str, start: int, end: int) -> bool:
    """Whether no letter or digit goes on at either end; Chinese words stand beside each other."""
    return not (
        (start and text[start - 1].isalnum() and text[start].isalnum() and not is_han(text[start]))
        or (end < len(text) and text[end].isalnum() and text[end - 1].isalnum() and not is_han(text[end - 1]))
    )


def _same_length(text: str) -> str:
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
