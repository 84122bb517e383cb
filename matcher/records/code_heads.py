"""The words of capitals that a maker's codes begin with, told by all names of its site: QSV 20x150, QSR S4-60, QSL 120-240C.

A code after such a word is often read without it, or not at all where it looks like a size. A word may be a material or a standard
(PVC 50x2); it is the maker's where several words before numbers begin alike, as makers' own do, or stand behind the name of the
site: Orlovan RD 1x20/3, Orlovan LM 6x21/800.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from crawler.extract.product.codes.forms.code_forms import NUMBERED_WORD, UNIT_BEHIND
from crawler.extract.words.vocabulary import common_words
from matcher.text.normal_forms import code_form

LEAST_HEADS = 3  # different words of a site that begin alike
STEM = 2  # letters that they begin with
LEAST_FIRM = 3  # letters of a word of the site's name
_CODE = re.compile(
    r"(?:(?<![^\W\d_])(?P<before>[^\W\d_]{1,20}) )?(?<![\w./-])(?P<code>(?P<head>[A-Z]{2,5}) (?P<rest>(?=[A-Z]{0,2}\d)[A-Z\d]{1,8}(?:[-x×/.,][A-Z\d]{1,8}){0,4}))"
    r"(?![\w./%°×-]|,\w)(?P<tail> [A-Z]{2,3}(?![^\s,;)(]))?"
)
_NUMBER = re.compile(r"[\d.,]+")
_LETTER = re.compile(r"[^\W\d_]")
_SMALL = re.compile(r"[a-zß-öø-ÿа-яё]{3}")
_PARTS = re.compile(r"[^\w]|_")  # between the words of a site's name


class CodeHeads:
    """By site, the words of capitals that its codes begin with."""

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        """`named`: the site and the name of each page."""
        alike: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for site, name in named:
            for found in _codes(name):
                alike[site, found["head"][:STEM]].add(found["head"])
                if _is_of_name(found["before"] or "", site):
                    alike[site, ""].add(found["head"])
        self._of_site: defaultdict[str, set[str]] = defaultdict(set)
        for (site, _), heads in alike.items():
            if len(heads) >= LEAST_HEADS:
                self._of_site[site] |= heads

    def complete(self, site: str, codes: Iterable[str], names: Iterable[str]) -> tuple[str, ...]:
        """An item's codes with the words before them; where it has none but a shop's numbers, also what a word and a number in its
        names make, and this with the capitals behind: LM 8x32/2000 BT."""
        heads = self._of_site.get(site, ())
        own = [found for name in names for found in _codes(name) if found["head"] in heads]
        whole = {code_form(found["rest"]): found["code"] for found in own}
        known = tuple(dict.fromkeys(whole.get(code_form(code), code) for code in codes))
        if any(map(_LETTER.search, known)):
            return known
        tailed = [found["code"] + found["tail"] for found in own if found["tail"]]
        return tuple(dict.fromkeys((*whole.values(), *tailed, *known)))


def _is_of_name(word: str, site: str) -> bool:
    """Whether a word is one of the site's name: Orlovan of orlovan-optik."""
    return len(word) >= LEAST_FIRM and code_form(word) in map(code_form, _PARTS.split(site))


def _codes(name: str) -> Iterator[re.Match[str]]:
    """The words of capitals with a number behind in a name that has small letters; not what a preposition says it is for."""
    for found in _CODE.finditer(name) if _SMALL.search(name) else ():
        measure = _NUMBER.fullmatch(found["rest"]) and UNIT_BEHIND.match(name, found.end())
        word = NUMBERED_WORD.fullmatch(found["head"])
        if not measure and not word and (found["before"] or "").lower() not in common_words():
            yield found
