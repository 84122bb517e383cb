"""A code of the catalog that a goods record names, and which of two such codes says more."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.candidates.usage.code_use import Use
from matcher.text.normal_forms import code_form


@dataclass(frozen=True)
class CodeHit:
    """A code of an item that a goods record names: `exact`, or `family` (the named code goes on after a hyphen).

    `short`: without the maker's prefix; `read`: spelt in Cyrillic; `use`: whether it is what the goods are for;
    `listed`: a count of pieces or a word for "and" beside it tells it from other codes of the record; `member`: it is the code of a member of the series that the item's page shows; `prefixed`: what stands before it may make another maker's code of it: QT-90L of VT-90L, D3-NO2 of NO2.
    """

    code: str
    written: str
    exact: bool
    short: bool
    read: bool
    use: Use
    span: tuple[int, int] | None
    prefixed: bool = False
    member: bool = False
    listed: bool = False

    @property
    def fits(self) -> bool:
        """Whether the goods only fit what has this code, or are said not to be it."""
        return self.use in ("fits", "none")


def take(hits: dict[int, CodeHit], item: int, hit: CodeHit) -> None:
    """Keep the better of two hits of an item, or the denial of a longer code: a chuck K-40 in place of 512.33.900 is not it."""
    known = hits.get(item)
    if known is None:
        hits[item] = hit
        return
    denial, other = (hit, known) if hit.use == "none" else (known, hit)
    if denial.use == "none" != other.use and _says_more(denial, other):
        hits[item] = denial
    elif _rank(hit) > _rank(known):
        hits[item] = hit


def _says_more(hit: CodeHit, other: CodeHit) -> bool:
    """Whether a whole code is named that is longer than the other."""
    return hit.exact and not hit.short and len(code_form(hit.written)) > len(code_form(other.written))


def _rank(hit: CodeHit) -> tuple[bool | int, ...]:
    return (
        not hit.fits,
        not hit.use,
        hit.exact,
        not hit.short,
        not hit.prefixed,
        not hit.read,
        len(code_form(hit.written)),
    )
