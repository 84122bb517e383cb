"""Pages of whole series: a declaration that names a member's code names what the page of its series shows as well.

The name of such a page has a word for a series ("Ridge series"). Its text names two members at least by their codes or names
(Ridge 20, Ridge 35), and these are called as it is, or their codes begin with its own; or the codes of two members go on from its
own (Ridge CW-20 from "Ridge CW"). Pages without such a word are told by unworded_series.py, and by the codes or names of members
that they list as their models. Codes that its text lists are of
members though no page is known to have them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Sequence
from dataclasses import replace

from matcher.candidates.series.unworded_series import UnwordedSeries
from matcher.candidates.usage.code_use import Called, called
from matcher.records.documents import ItemDocument
from matcher.text.normal_forms import code_form

LEAST_MEMBERS = 2
LEAST_FORM = 4  # signs of a code or name by which a page names a member
LEAST_BEGINNING = 3  # signs of a series' code
LONGEST_NAME = 2  # words of a name that is a model's
LONGEST_TEXT = 6_000  # characters of a page of a series that are looked through
MOST_PAGES = 4  # of one series: translations
_LETTERS_ALONE = re.compile(r"(?<![\w./-])[A-Z]{2,6}(?![^\W\d_\u3040-\u9fff])(?![-./]\w)")
_NUMBERED = re.compile(r"[^\W\d_]{4,} \d{1,4}[A-Z]{0,2}(?= [^\W\d_])")
_LISTED = re.compile(r"(?<![\w./-])([A-Z]{2,6})[ -]?\d+[A-Z\d]*(?:[-/.][A-Z\d]+){0,3}(?![\w-])")
_SERIES = re.compile(
    r"(?<![^\W\d_])(?:series|séries?|serier?|serien|serie[sn]?|seri|serisi|serii?a|sērija|sorozat|[^\W\d_]*(?:familien?|baureihen?|reihe|serie)"
    r"|famil(?:y|ies)|ranges?|gammes?|gamas?|famiglia|família|familia|rodzina|rodina|řada|rada|ailesi"
    r"|сери[яи]|серія|серії|семейство|сімейство|линейка|лінійка|dòng)(?![^\W\d_])|系列|シリーズ|시리즈",
    re.IGNORECASE,
)


class SeriesPages:
    """Which items of a catalog are pages of series, and which items are their members, by number."""

    def __init__(self, items: Sequence[ItemDocument]) -> None:
        self._of_member = _pages_of_members(items)

    def of(self, member: int) -> tuple[int, ...]:
        """The pages of a member's series."""
        return self._of_member.get(member, ())

    def members(self) -> dict[int, list[int]]:
        """Each page of a series -> its members."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        for member, pages in self._of_member.items():
            for page in pages:
                found[page].append(member)
        return dict(found)

    def with_pages(self, items: Sequence[int]) -> list[int]:
        """The items and the pages of their series, in order."""
        return sorted({*items, *(page for item in items for page in self.of(item))})

    def joined(self, one: int, other: int) -> bool:
        """Whether one of two items is the page of a series, and the other a member of it."""
        return one in self.of(other) or other in self.of(one)


def _pages_of_members(items: Sequence[ItemDocument]) -> dict[int, tuple[int, ...]]:
    series = [any(_SERIES.search(page.name) for page in item.pages) for item in items]
    of_site: defaultdict[str, list[int]] = defaultdict(list)
    for number, item in enumerate(items):
        if not series[number]:
            of_site[item.site].append(number)
    unnamed = {number for number, worded in enumerate(series) if not worded}
    unworded, by_codes = UnwordedSeries(items), _ByCodes(items)
    found: defaultdict[int, list[int]] = defaultdict(list)
    for number, item in enumerate(items):
        if series[number]:
            text, words = code_form(item.text[:LONGEST_TEXT]), called(_by_name(item))
            members = [
                other
                for other in of_site[item.site]
                if _goes_on_from(item, items[other])
                or (
                    any(form in text for form in _forms(items[other]))
                    and _is_one_of(item, words, items[other])
                )
            ]
            if len(members) < LEAST_MEMBERS:
                members = unworded.within_range(number)
        else:
            members = unworded.members_of(number) or by_codes.members_of(number, unnamed)
        for other in members:
            found[other].append(number)
    return {member: tuple(pages) for member, pages in found.items() if len(pages) <= MOST_PAGES}


class _ByCodes:
    """Pages that list the codes or names of other items as their own, by the forms that the items of each site are called by."""

    def __init__(self, items: Sequence[ItemDocument]) -> None:
        self._sites = [item.site for item in items]
        self._codes = [frozenset(map(code_form, item.codes)) for item in items]
        self._called: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
        for number, item in enumerate(items):
            for form in self._codes[number].union(code_form(page.name) for page in item.pages):
                self._called[item.site, form].add(number)

    def members_of(self, number: int, others: Container[int]) -> list[int]:
        """The items whose code or name is one of the several codes of this one: each has fewer; two at least, called differently."""
        codes = self._codes[number]
        if len(codes) < LEAST_MEMBERS:
            return []
        named = {form: self._called.get((self._sites[number], form), ()) for form in codes}
        members = {
            other
            for found in named.values()
            for other in found
            if other != number and other in others and len(self._codes[other]) < len(codes)
        }
        told = [form for form, found in named.items() if not members.isdisjoint(found)]
        return sorted(members) if len(told) >= LEAST_MEMBERS else []


def listed_codes(item: ItemDocument) -> tuple[str, ...]:
    """The codes that the page of a series lists in its text, two at least: they begin with letters that stand alone in its name."""
    named = [page.name for page in item.pages if _SERIES.search(page.name)]
    letters = {found for name in named for found in _LETTERS_ALONE.findall(name)}
    listed = dict.fromkeys(
        found[0]
        for found in _LISTED.finditer(item.text[:LONGEST_TEXT] if letters else "")
        if found[1] in letters
    )
    return tuple(listed) if len(listed) >= LEAST_MEMBERS else ()


def _goes_on_from(series: ItemDocument, item: ItemDocument) -> bool:
    """Whether a code of an item is one of the series' page that goes on: after a sign, or with letters after digits or digits
    after letters."""
    begun = [form for code in series.codes if len(form := code_form(code)) >= LEAST_FORM]
    return any(
        code_form(code).startswith(form)
        and any(
            code_form(code[:end]) == form
            and (not code[end].isalnum() or code[end].isdigit() != form[-1].isdigit())
            for end in range(len(form), len(code))
        )
        for form in begun
        for code in item.codes
    )


def _by_name(item: ItemDocument) -> ItemDocument:
    """The item with the names and categories of its pages alone: a battery's page may begin with what it is for."""
    return replace(item, pages=tuple(replace(page, description="") for page in item.pages))


def _forms(item: ItemDocument) -> set[str]:
    """What a page of its series calls an item: its codes, its names that are little more than a number, and what others begin with:
    Ridge 20 of "Ridge 20 angle grinder"."""
    names = [page.name for page in item.pages if len(page.name.split()) <= LONGEST_NAME]
    names += [found[0] for page in item.pages if (found := _NUMBERED.match(page.name))]
    forms = (code_form(text) for text in (*item.codes, *names) if any(map(str.isdigit, text)))
    return {form for form in forms if len(form) >= LEAST_FORM}


def _is_one_of(series: ItemDocument, words: Called, item: ItemDocument) -> bool:
    """Whether an item is called as the page of a series is, or has a code that begins with one of the page's."""
    if any(words.names(page.name) for page in item.pages):
        return True
    begin = tuple(form for code in series.codes if len(form := code_form(code)) >= LEAST_BEGINNING)
    return any(code_form(code).startswith(begin) for code in item.codes)
