"""Which words of two texts are the same, so that a page can mark them on both sides.

Look-alike letters count as one (Latin H in a Cyrillic code), as do case and the hyphens and blanks inside a code.
This is for the eye; what counted is in the pair's own reasons.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matcher.text.normal_forms import code_form, fold_lookalikes

_WORD = re.compile(r"[\w]+(?:[-–./][\w]+)*", re.UNICODE)
_HAN = re.compile("[\u3400-\u9fff]{2,}")
_SHORTEST = 4  # letters of a word that is worth marking; with a digit, three
# Words that stand in every description and say nothing.
_COMMON = frozenset(
    re.findall(
        r"\w+",
        "with from that this other type made goods article model maker brand size weight made материал "
        "изделие изделия товар артикул модель марка прочие прочее применения отсутствует изготовитель размер "
        "назначения кроме",
    )
)


@dataclass(frozen=True)
class Run:
    """A stretch of text; `marked` where the other side says the same."""

    text: str
    marked: bool


def shared(left: Sequence[str], right: Sequence[str]) -> frozenset[str]:
    """The word keys that stand in both groups of texts."""
    return frozenset(_keys(left) & _keys(right))


def runs(text: str, keys: frozenset[str]) -> tuple[Run, ...]:
    """`text` cut into marked and unmarked stretches, in order; joined they are `text`."""
    parts: list[Run] = []
    end = 0
    for start, stop, key in _words(text):
        if start >= end and key in keys:
            if start > end:
                parts.append(Run(text[end:start], False))
            parts.append(Run(text[start:stop], True))
            end = stop
    if end < len(text) or not parts:
        parts.append(Run(text[end:], False))
    return tuple(parts)


def key_of(word: str) -> str:
    """The form under which a word counts as the same: look-alikes, case, hyphens, dots and slashes folded."""
    if any(c.isdigit() for c in word):
        return code_form(word)
    return re.sub(
        r"[\W_]+", "", unicodedata.normalize("NFKC", fold_lookalikes(word)).casefold().replace("ё", "е")
    )


def _keys(texts: Sequence[str]) -> set[str]:
    return {key for text in texts for _, _, key in _words(text)}


def _words(text: str) -> Iterator[tuple[int, int, str]]:
    """Words and codes worth marking, as (start, stop, key), longer ones before the parts they are made of."""
    for found in _WORD.finditer(text):
        key = key_of(found.group())
        if _worth(key):
            yield found.start(), found.end(), key
        if not re.fullmatch(r"\w+", found.group()):
            for part in re.finditer(r"\w+", found.group()):
                part_key = key_of(part.group())
                if _worth(part_key):
                    yield found.start() + part.start(), found.start() + part.end(), part_key
        elif _HAN.search(found.group()):
            for size in range(len(found.group()), 1, -1):
                for start in range(found.end() - found.start() - size + 1):
                    piece = found.group()[start : start + size]
                    if _HAN.fullmatch(piece) and size <= 8:
                        yield found.start() + start, found.start() + start + size, piece


def _worth(key: str) -> bool:
    if key in _COMMON:
        return False
    return len(key) >= (3 if any(c.isdigit() for c in key) else _SHORTEST) and not (
        key.isdigit() and len(key) < 4
    )
