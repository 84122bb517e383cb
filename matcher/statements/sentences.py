"""A post's title and text cut into sentences and clauses, with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from matcher.statements.phrases import fold

READ_CHARACTERS = 20_000  # of a post; more is no news
LONGEST = 1_500  # characters of a sentence; a longer one is read in parts
# Abbreviations whose point ends no sentence.
_ABBREVIATED = r"(?<!\bmr)(?<!\bms)(?<!\bmrs)(?<!\bdr)(?<!\bco)(?<!\bltd)(?<!\bno)(?<!\bг)(?<!\bг-н)(?<!\bим)(?<!\bд)(?<!\bул)(?<!\bтыс)(?<!\bтис)(?<!\bп)(?<!\bsn)(?<!\bşti)(?<!\bapprox)(?<!\b[a-zа-я])"
_END = re.compile(
    rf"[。！？!?\n]+[”」』》）)]?|[;；]|{_ABBREVIATED}\.(?=\s+[\"“«(]?[A-ZА-ЯІЇЄҐЁÇĞİÖŞÜ\d])|\.(?=\s*$)",
    re.IGNORECASE,
)
_UPPER_AFTER = re.compile(r"\s+[\"“«(]?[A-ZА-ЯІЇЄҐЁÇĞİÖŞÜ\d]")
# An abbreviated unit and a code after it: 600 шт. TL-V310.
_UNIT_AND_CODE = re.compile(r"(?:шт|ед|pcs|экз|прим)\.\s[A-Z]{2,}")
_CLAUSE = re.compile(r"[，,：:]|\s[-–—]\s|(?<=\s)(?:but|while|а|но|але|ancak)(?=\s)")
_IN_NUMBER = re.compile(r"\d[,:]\d")


@dataclass(frozen=True)
class Sentence:
    """A sentence of a post: its part (title, text), its place in it, its words verbatim."""

    part: str
    start: int
    words: str

    @cached_property
    def folded(self) -> str:
        return fold(self.words)

    @cached_property
    def clauses(self) -> tuple[tuple[int, int], ...]:
        """The stretches between commas and the like, which are none within a number."""
        ends = [m for m in _CLAUSE.finditer(self.words) if not _IN_NUMBER.match(self.words, m.start() - 1)]
        starts = [0, *(m.end() for m in ends)]
        return tuple(zip(starts, [*(m.start() for m in ends), len(self.words)], strict=True))

    def clause_at(self, place: int) -> int:
        """The number of the clause that a place is in."""
        return max(i for i, (start, _) in enumerate(self.clauses) if start <= place or i == 0)


def sentences(title: str, text: str) -> list[Sentence]:
    """The title as one sentence, then those of the text; blank ones are left out."""
    found = [Sentence("title", 0, title[:LONGEST])] if title.strip() else []
    return [*found, *(s for s in _cut(text[:READ_CHARACTERS]) if s.words.strip())]


def _cut(text: str) -> Iterator[Sentence]:
    for sentence in _whole(text):
        for at in range(0, len(sentence.words), LONGEST):
            yield Sentence("text", sentence.start + at, sentence.words[at : at + LONGEST])


def _whole(text: str) -> Iterator[Sentence]:
    start = 0
    for end in _END.finditer(text):
        if end[0] == "." and _UNIT_AND_CODE.search(text, max(0, end.start() - 8), end.end() + 8):
            continue
        if end[0] == "." and end.end() < len(text.rstrip()) and not _UPPER_AFTER.match(text, end.end()):
            continue
        yield Sentence("text", start, text[start : end.end()])
        start = end.end()
    if start < len(text):
        yield Sentence("text", start, text[start:])
