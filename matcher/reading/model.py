"""A text as read: chips, glosses, and their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Span = tuple[int, int]


def overlaps(start: int, end: int, taken: Sequence[Span]) -> bool:
    """Whether any of `taken` shares a letter with a stretch of the text."""
    return any(at < end and start < stop for at, stop in taken)


@dataclass(frozen=True)
class Chip:
    """One thing that was read, in the reader's words.

    `about` is kind, aside (a kind named as purpose, part or material), value, class, measure, quantity, maker, trademark,
    model, article, standard, heading, origin or destination; `key` what the reader names it by (a kind, `group:value`, a
    dimension). `said` are the words of the text and `spans` their places in it, none where a column says it.
    """

    about: str
    key: str
    words: str
    said: str = ""
    spans: tuple[Span, ...] = ()
    denied: bool = False
    place: str = ""  # of an item: name, specs or description


@dataclass(frozen=True)
class Gloss:
    """A word that no chip covers, with a dictionary's translation. `dictionary` is its name."""

    said: str
    start: int
    end: int
    words: str
    dictionary: str


@dataclass(frozen=True)
class Reading:
    """What was read of one text in `language`; everything in it is made by machine."""

    language: str
    chips: tuple[Chip, ...] = ()
    glosses: tuple[Gloss, ...] = ()

    def line(self) -> str:
        """The chips, then the glosses, in one line: `armour vest · aramid · NIJ IIIA | 侧 side`."""
        read = " · ".join(chip.words for chip in self.chips)
        glossed = "; ".join(f"{gloss.said} = {gloss.words}" for gloss in self.glosses)
        return " | ".join(part for part in (read, glossed) if part)
