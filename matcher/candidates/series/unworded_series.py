"""Which items are the members of a series that its page does not name.

Its code is letters alone, and the codes of others that are called the same go on from it with a number ("Valve QX", "Valve QX 40-2");
or the codes of others go on from its own, and it is called in the plural what they are in the singular ("Lamps QX-40", "Red lamp
QX-40R"). A page with a word for a series may state from where to where a property of its members goes: "Pumps QX, compact range.
Power 2-6 kW" has the pump QX40 of 4 kW, not the QX90 of 9 kW.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from matcher.records.documents import ItemDocument
from matcher.text.normal_forms import code_form

LEAST_MEMBERS = 2
LEAST_FORM = 4  # signs of a code that another one goes on from
LONGEST_TEXT = 3_000  # characters of a page in which a property is looked for
LABEL_WORDS = 2  # the last words before a number, by which a property is told
_LETTERS = re.compile(r"[A-Z]{2,6}")
_LETTERS_ALONE = re.compile(r"(?<![\w./-])[A-Z]{2,6}(?![\w./-])")
_WORD = re.compile(r"[^\W\d_]{2,}")  # letters behind a number may be of the code: QX 40-S
_STATED = re.compile(
    r"(?P<label>[^\W\d_]{3,20}(?: [^\W\d_]{2,20}){0,2})[ :=]{1,3}(?P<low>\d{1,6}(?:[.,]\d{1,3})?)"
    r"(?: ?(?:-|–|—|to|bis|до|…|\.{2,3}) ?(?P<high>\d{1,6}(?:[.,]\d{1,3})?))? ?(?P<unit>[^\W\d_]{1,4})(?!\w)"
)
_ENDINGS = {
    "s": "",
    "es": "",
    "ies": "y",
    "ы": "",
    "и": "ь",
    "a": "o",
    "lar": "",
    "ler": "",
}  # plural -> singular
_LEAST_PLURAL = 5  # letters of a word in the plural

Range = tuple[float, float]


class UnwordedSeries:
    """The items of each site by their codes, in order, so that codes with one beginning stand together."""

    def __init__(self, items: Sequence[ItemDocument]) -> None:
        self._items = items
        codes: defaultdict[str, set[tuple[str, int]]] = defaultdict(set)
        for number, item in enumerate(items):
            codes[item.site].update((code_form(code), number) for code in item.codes)
        self._codes = {site: sorted(found) for site, found in codes.items()}

    def members_of(self, number: int) -> list[int]:
        """The members of what an item's page shows, if it shows a series; two at least."""
        item = self._items[number]
        forms = {code_form(code) for code in item.codes}
        if len(forms) != 1:
            return []
        form = forms.pop()
        going_on = self._going_on(item.site, form, number)
        if _LETTERS.fullmatch(form):
            members = [other for other in going_on if self._is_called_alike(item, other, form)]
        elif len(form) >= LEAST_FORM and form[-1].isdigit():
            members = [other for other in going_on if self._is_singular_of(item, other)]
        else:
            members = []
        return members if len(members) >= LEAST_MEMBERS else []

    def within_range(self, number: int) -> list[int]:
        """The members of a series' page by the range of a property that it states; two at least."""
        item = self._items[number]
        letters = {found for page in item.pages for found in _LETTERS_ALONE.findall(page.name)}
        if len(letters) != 1 or not (ranges := _ranges(item)):
            return []
        form = letters.pop()
        words = set().union(*_words_beside(item, form))
        members = [
            other
            for other in self._going_on(item.site, form, number)
            if any(called <= words for called in _words_beside(self._items[other], form))
            and _is_within(_ranges(self._items[other]), ranges)
        ]
        return members if len(members) >= LEAST_MEMBERS else []

    def _going_on(self, site: str, form: str, number: int) -> list[int]:
        """The other items of a site that have a code which goes on from a form: with a digit from letters, else with letters."""
        codes = self._codes[site]
        found: dict[int, None] = {}
        for at in range(bisect_right(codes, (form, len(self._items))), len(codes)):
            longer, other = codes[at]
            if not longer.startswith(form):
                break
            if longer[len(form)].isdigit() != form[-1].isdigit() and other != number:
                found[other] = None
        return list(found)

    def _is_called_alike(self, item: ItemDocument, other: int, letters: str) -> bool:
        return bool(_words_beside(item, letters) & _words_beside(self._items[other], letters))

    def _is_singular_of(self, item: ItemDocument, other: int) -> bool:
        """Whether a word of another item's names is the singular of one in the page's."""
        own = _name_words(self._items[other])
        words = _name_words(item)
        return any(
            single in own and single not in words for word in words - own for single in _singulars(word)
        )


def _name_words(item: ItemDocument) -> set[str]:
    return {word for page in item.pages for word in _WORD.findall(page.name.casefold())}


def _singulars(word: str) -> Iterator[str]:
    """What a word may be in the singular, if it is a plural."""
    if len(word) >= _LEAST_PLURAL:
        yield from (word[: -len(end)] + single for end, single in _ENDINGS.items() if word.endswith(end))


def _words_beside(item: ItemDocument, letters: str) -> set[frozenset[str]]:
    """What the pages of an item call it beside its code, which begins with these letters."""
    named = (frozenset(_WORD.findall(page.name.casefold())) - {letters.casefold()} for page in item.pages)
    return {words for words in named if words}


def _ranges(item: ItemDocument) -> dict[tuple[str, str], Range]:
    """What an item's pages state in numbers, by the words before them and the unit: from where to where."""
    found: dict[tuple[str, str], Range] = {}
    for stated in _STATED.finditer(item.text[:LONGEST_TEXT].casefold()):
        label = " ".join(stated["label"].split()[-LABEL_WORDS:])
        low = float(stated["low"].replace(",", "."))
        high = float((stated["high"] or stated["low"]).replace(",", "."))
        found.setdefault((label, stated["unit"]), (low, high))
    return {key: ends for key, ends in found.items() if ends[0] <= ends[1]}


def _is_within(own: dict[tuple[str, str], Range], ranges: dict[tuple[str, str], Range]) -> bool:
    """Whether what is stated lies within the true ranges: one at least, and none not."""
    both = [(own[key], ends) for key, ends in ranges.items() if ends[0] < ends[1] and key in own]
    return bool(both) and all(low <= mine[0] and mine[1] <= high for mine, (low, high) in both)
