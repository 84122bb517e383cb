"""The codes of items as their makers mean them: without labels that were read with them, and whole where the page's name goes on.

A code that is read from a name may end too early: before a decimal (JT-80/0 of "JT-80/0.4 pump"), or before the letters that tell
two models apart ("GR 40 B" and "GR 40 K"). It may begin too late as well (code_heads), or
be known only beside the others of its site (codes_in_place). Declarations name the whole.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from crawler.extract.product.codes.forms.code_values import behind_label
from crawler.extract.product.codes.names.codes_in_names import goes_on, whole_number
from crawler.extract.words.vocabulary import pattern
from matcher.records.code_heads import CodeHeads
from matcher.records.codes_in_place import CodesInPlace
from matcher.records.documents import ItemDocument
from matcher.text.normal_forms import code_form

# A label behind a code, which begins what was stated next: GR 40 品牌：..., GR 40 Marka: ...
_NEXT_LABEL = re.compile(r"(?<!\s)\s{1,3}[^\W\d_][^\W\d_.]{1,19}(?: [^\W\d_]{2,20})?\s?[:：]")
_TAIL = re.compile(r" (?P<letters>[A-Z]{1,3})?(?P<number>\d{1,2}(?:[.,]\d{1,2})?)?(?![^\s,;)(]|\s?\d)")
_SIGNS = " –—-·|,;:"  # that may stand behind a code in a name: "GR 40 – grinder"
_SMALL = re.compile(r"[a-zß-öø-ÿ]{3}")
_NOT_CODE = pattern("not_model_codes")


@dataclass(frozen=True)
class Named:
    """A page's name, its language and the codes that were read for its item."""

    site: str
    item: str
    language: str
    name: str
    codes: tuple[str, ...]


def without_label(code: str) -> str:
    """A code without the label before it ("Part no. GR-40") and without the label of what was stated, and signs,
    behind it."""
    if found := _NEXT_LABEL.search(code):
        code = code[: found.start()]
    return behind_label(code).rstrip(_SIGNS)


def _tail(code: str, name: str) -> re.Match[str] | None:
    """A short word of capitals and digits behind a code, of a name that is not all in capitals."""
    found = _TAIL.match(goes_on(code, name)) if _SMALL.search(name) else None
    if found is None or not found["letters"] or _NOT_CODE.fullmatch(found[0].strip()):
        return None
    return found


class Tails:
    """The letters behind codes that tell two models of a site apart: B and K of "GR 40 B" and "GR 40 K"."""

    def __init__(self, named: Iterable[Named]) -> None:
        models: dict[tuple[str, str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for one in named:
            for code in one.codes:
                if goes_on(code, f"{one.name} "):
                    found = _tail(code, one.name)
                    key = one.site, one.language, code_form(code)
                    models[key][one.item].add(found[0].strip() if found else "")
        self._of_site: dict[str, set[str]] = defaultdict(set)
        for (site, _, _), tails in models.items():
            if len(tails) > 1 and len(set(map(frozenset, tails.values()))) == len(tails):
                self._of_site[site].update(tail for found in tails.values() for tail in found if tail)

    def complete(self, site: str, code: str, names: Iterable[str]) -> Iterator[str]:
        """The code as its pages' names have it: with a tail that tells models apart; with one that has a digit also as it is."""
        whole = []
        for name in names:
            longer = whole_number(code, name)
            tail = _tail(longer, name) if longer == code else None
            if tail and (tail["number"] or tail[0].strip() in self._of_site[site]):
                whole.append(
                    (code + tail[0], bool(tail["number"]) and tail[0].strip() not in self._of_site[site])
                )
            elif longer != code:
                whole.append((longer, False))
        if not whole or any(both for _, both in whole):
            yield code
        yield from (longer for longer, _ in whole)


def with_whole_codes(items: Sequence[ItemDocument], named: Iterable[Named]) -> list[ItemDocument]:
    """The items with their codes as the makers mean them; `named`: the pages of all items of their sites."""
    named = list(named)
    names_of_sites = [(one.site, one.name) for one in named]
    tails, heads, placed = Tails(named), CodeHeads(names_of_sites), CodesInPlace(names_of_sites)
    out = []
    for item in items:
        names = [page.name for page in item.pages]
        codes = dict.fromkeys(
            longer for code in item.codes for longer in tails.complete(item.site, without_label(code), names)
        )
        whole = placed.complete(item.site, heads.complete(item.site, codes, names), names)
        out.append(replace(item, codes=whole) if whole != item.codes else item)
    return out


def named_pages(rows: Iterable[Mapping[str, str | None]]) -> Iterator[Named]:
    """The pages of rows of current items."""
    for row in rows:
        codes = dict.fromkeys(without_label(code) for key in ("model", "mpn", "sku") if (code := row[key]))
        language = (row["language"] or "").split("-")[0]
        yield Named(row["site"] or "", row["item_id"] or "", language, row["name"] or "", tuple(codes))
