"""The codes that the names of a site have in one place and form, each of which alone might be a size or a count.

A number and capitals behind it (2615 SRB Retractable Block, 310 SLX Searchlight), or capitals and a broken number (Loop sling VB 214/3,
C4 08/4,25): no single page tells such a code from 24 VDC or 50/40. Where several names of a site begin or end so, each with
a number of its own, these are its codes; a number before capitals only where the capitals differ too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from crawler.extract.product.codes.forms.code_forms import NOT_CODE, NUMBERED_WORD, is_size
from crawler.extract.words.alphabets import CAPITALS

LEAST_CODES = 3  # different ones of a site
LEAST_LETTERS = 2  # different letters behind numbers: those of a unit or of what is counted would be the same
_FORMS = {
    "number first": re.compile(rf"(?P<number>\d{{2,5}}) (?P<letters>[{CAPITALS}]{{2,4}})(?:-[{CAPITALS}\d]{{1,3}})?"),
    "letters first": re.compile(
        rf"(?P<letters>[{CAPITALS}]{{1,4}})\d? (?P<number>\d{{1,4}}(?:[/.,x×-]\d{{1,4}}){{1,2}}[{CAPITALS}]?|\d{{2,4}}[{CAPITALS}]{{1,2}})"
    ),
}  # fmt: skip
_PLACES = {"number first": ("first",), "letters first": ("first", "last")}  # Raggio 60 AC is the Raggio 60
_WORDS = 2  # of a code
_LETTER = re.compile(r"[^\W\d_]")
_SMALL = re.compile(r"[a-zß-öø-ÿа-яёіїєґ]{3}")


class _Found(NamedTuple):
    """A code at one end of a name."""

    form: str
    place: str
    code: str
    letters: str


class CodesInPlace:
    """By site, the forms and places of codes that its names share."""

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        """`named`: the site and the name of each page."""
        found: defaultdict[tuple[str, str, str], set[_Found]] = defaultdict(set)
        for site, name in named:
            for one in _codes(name):
                found[site, one.form, one.place].add(one)
        self._shared = {
            key
            for key, codes in found.items()
            if len({one.code for one in codes}) >= LEAST_CODES
            and (key[1] != "number first" or len({one.letters for one in codes}) >= LEAST_LETTERS)
        }

    def complete(self, site: str, codes: tuple[str, ...], names: Iterable[str]) -> tuple[str, ...]:
        """An item's codes; before those of a shop's numbers alone, what its names have in such a place."""
        if any(map(_LETTER.search, codes)):
            return codes
        own = [
            one.code for name in names for one in _codes(name) if (site, one.form, one.place) in self._shared
        ]
        return tuple(dict.fromkeys((*own, *codes)))


def _codes(name: str) -> Iterator[_Found]:
    """What may be a code at the beginning and at the end of a name that has small letters."""
    words = name.split()
    if len(words) <= _WORDS or not _SMALL.search(name):
        return
    for place, part in (("first", words[:_WORDS]), ("last", words[-_WORDS:])):
        code = " ".join(part)
        for form, pattern in _FORMS.items():
            found = pattern.fullmatch(code) if place in _PLACES[form] else None
            if found and not (
                NOT_CODE.fullmatch(f"{found['number']}{found['letters']}")
                or NOT_CODE.fullmatch(found["number"])
                or NOT_CODE.fullmatch(code)
                or NUMBERED_WORD.fullmatch(found["letters"])
                or is_size(code)
            ):
                yield _Found(form, place, code, found["letters"])
