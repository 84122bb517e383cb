"""Editions of the Harmonized System: in which years a code exists, and where its goods were before or are since.

hs_editions.yaml has the codes and their source. A code that it does not name is taken to exist in every year.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from matcher.text.word_files import word_file

EDITIONS = (2012, 2017, 2022)
LATER = "later where a country took the edition over later"


@dataclass(frozen=True)
class Made:
    """A code that the edition of the year `since` made, from goods of `sources` (and of others, where `others`)."""

    code: str
    since: int
    sources: tuple[str, ...]
    others: bool
    what: str
    reused: int | None  # until this year the code meant other goods

    def before(self) -> str:
        """The note on years before the edition."""
        where = ", ".join(self.sources)
        origin = f"such goods were in {where}{' and others' if self.others else ''}" if where else ""
        origin = origin or "such goods were in several headings"
        other = f"; until {self.reused} {self.code} meant other goods" if self.reused else ""
        return (
            f"{self.code} ({self.what}) does not exist before HS {self.since} ({LATER}): {origin}, "
            f"which hold more{other}"
        )


@dataclass(frozen=True)
class Gone:
    """A code whose last edition is that of the year `until`; its goods are in `targets` since."""

    code: str
    until: int
    targets: tuple[str, ...]
    others: bool

    @property
    def ended(self) -> int:
        """The year of the first edition without it."""
        return next(edition for edition in EDITIONS if edition > self.until)

    def since(self) -> str:
        """The note on years from the first edition without it."""
        where = ", ".join(self.targets) + (" and others" if self.others else "")
        return f"{self.code} does not exist since HS {self.ended} ({LATER}): its goods are in {where}"


@cache
def made() -> tuple[Made, ...]:
    """The codes that an edition made."""
    return tuple(
        Made(code, of["since"], tuple(of["from"]), of.get("others", False), of["what"], of.get("reused"))
        for code, of in _file()["made"].items()
    )


@cache
def gone() -> tuple[Gone, ...]:
    """The codes that an edition removed."""
    return tuple(
        Gone(code, of["until"], tuple(of["to"]), of.get("others", False))
        for code, of in _file()["gone"].items()
    )


def _file() -> Any:
    return word_file(__package__, "hs_editions.yaml")


def edition_notes(codes: Iterable[str], first: int, last: int) -> list[str]:
    """Notes on codes (beginnings of two or more digits) in the years `first` to `last`.

    Where a code, or the heading it is in, does not exist in some of the years; and where from one of these years on part
    of its goods has a code that does not begin so. A sum over codes ("8806", "8525") has what its parts share.
    """
    asked = tuple(dict.fromkeys(codes))
    notes: dict[str, None] = {}
    for code in asked:
        for new in made():
            if code.startswith(new.code) and first < new.since:
                notes[new.before()] = None
            left = [source for source in new.sources if source.startswith(code) or code.startswith(source)]
            if left and first < new.since <= last and not new.code.startswith(asked):
                notes[f"from HS {new.since} on, part of {', '.join(left)} is in {new.code} ({new.what})"] = (
                    None
                )
        for old in gone():
            if code.startswith(old.code) and last >= old.ended:
                notes[old.since()] = None
    return list(notes)
