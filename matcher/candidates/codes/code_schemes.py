"""Code schemes: what the models of a catalog look like, and codes in a text that look like them but are not listed.

A scheme is the shape of a code in its normal form: the letters it begins with, and the runs of letters and digits. A
code in a line that has a maker's scheme and is none of its codes is another model of that maker; one that is a single
sign away from an item's code is another model, too, or a misprint.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from matcher.attributes.measures import measures
from matcher.records.documents import GoodsDocument, ItemDocument
from matcher.text.normal_forms import code_form
from matcher.text.word_edges import HAN

LEAST = 4  # characters of a code
LEAST_STEM = 5  # characters of a listed code that another one goes on from
LONGEST = 24
LONGEST_TEXT = 2_000  # characters of a description that are looked through
_SIGN = r"[A-Za-zÀ-ÖØ-öø-ɏА-ЯЁа-яёІіЇїЄє\d]"
# A decimal comma within a code: KX-210-6,0-A
_TOKEN = re.compile(rf"{_SIGN}+(?:[-/._]{_SIGN}+|(?<=\d),\d{{1,2}}(?=-{_SIGN}))*")
_SPACED = re.compile(
    rf"(?<![^\W{HAN}])(?<!-)"
    r"[A-ZА-Я]{1,4}[ -]?\d{1,5}[A-ZА-Я]{0,3}(?:[ /-](?:[A-ZА-Я]{1,3}|\d{1,5}|[A-ZА-Я]{1,3}\d{1,4}|\d{1,4}[A-ZА-Я]{1,3})){0,3}"
    rf"(?![^\W{HAN}]|-)"
)
# A number before letters that a number follows: 22218 EW33K
_NUMBER_FIRST = re.compile(
    rf"(?<![^\W{HAN}])(?<!-)\d{{4,6}} [A-Z]{{1,3}}\d{{1,3}}[A-Z]{{0,2}}(?![^\W{HAN}]|-)"
)
_SUFFIXED = re.compile(  # ZA 5S-12 PLUS: a code and a longer word, for what is near a listed code alone
    rf"(?<![^\W{HAN}])(?<!-)(?=[A-Za-z\d -]*\d)[A-Z\d]{{1,8}}(?:[ -][A-Z\d][A-Za-z\d]{{0,7}}){{0,3}} [A-Z][A-Za-z]{{1,5}}(?![^\W{HAN}]|-)"
)
_RUNS = re.compile(r"[A-Z]+|\d+|[^A-Z\d]+")
_DIGIT = re.compile(r"\d")
_MIXED = re.compile(r"(?=.*\d)(?=.*[^\W\d_])")


@lru_cache(maxsize=1 << 15)
def shape(form: str) -> tuple[str, str]:
    """What a code begins with, and its runs: A letters, 9 digits with their number."""
    runs = _RUNS.findall(form)
    head = next((run for run in runs if not run.isdigit()), "")
    return head, "".join("A" if not run.isdigit() else f"9{len(run)}" for run in runs)


def code_tokens(goods: GoodsDocument) -> tuple[str, ...]:
    """The normal forms of what may be codes in a description and its columns: letters and digits mixed, no measures.

    Digits alone count where they are stated as a code, or parted by a sign: 8672.1.
    """
    found: dict[str, None] = {}
    for text in (goods.clean[:LONGEST_TEXT], *goods.codes):
        taken = [(m.start, m.end) for m in measures(text) if m.dimension]
        for pattern in (_TOKEN, _SPACED, _NUMBER_FIRST):
            for match in pattern.finditer(text):
                if not _DIGIT.search(match[0]):
                    continue
                if any(start <= match.start() and match.end() <= end for start, end in taken):
                    continue
                form = code_form(match[0])
                if LEAST <= len(form) <= LONGEST and _is_code(match[0], form, text in goods.codes):
                    found[form] = None
    return tuple(found)


def _is_code(written: str, form: str, stated: bool) -> bool:
    """Whether a token may be a code; `stated`: digits without a sign between them are taken for one."""
    return bool(_MIXED.match(form)) or (form.isdigit() and (stated or not written.isdigit()))


def suffixed_tokens(goods: GoodsDocument) -> tuple[str, ...]:
    """The normal forms of what may be a code with a word behind it: only what is near a listed code is one."""
    return _forms(goods, _SUFFIXED)


def joined_tokens(goods: GoodsDocument) -> tuple[str, ...]:
    """The normal forms of what is written as one code, without a blank."""
    return tuple(form for form in _forms(goods, _TOKEN) if _DIGIT.search(form))


def _forms(goods: GoodsDocument, pattern: re.Pattern[str]) -> tuple[str, ...]:
    """The normal forms, as long as codes are, of all that has a pattern in a description and its columns of codes."""
    texts = (goods.clean[:LONGEST_TEXT], *goods.codes)
    found = dict.fromkeys(code_form(match[0]) for text in texts for match in pattern.finditer(text))
    return tuple(form for form in found if LEAST <= len(form) <= LONGEST)


class CodeSchemes:
    """The schemes of a catalog's codes, and the codes that differ in one sign."""

    def __init__(self, items: Sequence[ItemDocument]) -> None:
        self.forms: dict[str, set[int]] = defaultdict(set)
        self._schemes: Counter[tuple[str, str]] = Counter()
        self._wild: dict[str, set[str]] = defaultdict(set)
        for number, item in enumerate(items):
            for code in item.codes:
                form = code_form(code)
                if len(form) >= LEAST and _is_code(code, form, len(form) > LEAST):
                    self.forms[form].add(number)
        for form in self.forms:
            self._schemes[shape(form)] += 1
            for pattern in _wildcards(form):
                self._wild[pattern].add(form)

    def unlisted(self, tokens: Iterable[str]) -> tuple[str, ...]:
        """Of `tokens` those that have the scheme of a listed code (head and runs) and are no listed code or its stem."""
        return tuple(
            token
            for token in tokens
            if token not in self.forms
            and shape(token)[0]
            and self._schemes[shape(token)]
            and not any(form.startswith(token) for form in self.forms)
        )

    def extended(self, tokens: Iterable[str]) -> tuple[str, ...]:
        """Of `tokens` those that go on where a listed code ends, which no listed code does."""
        return tuple(
            token
            for token in tokens
            if token not in self.forms
            and any(token[:end] in self.forms for end in range(LEAST_STEM, len(token)))
        )

    def near(self, tokens: Iterable[str]) -> dict[int, str]:
        """Items with a code one sign away from a token (changed, left out, added or swapped), with the token."""
        out: dict[int, str] = {}
        for token in tokens:
            if token in self.forms:
                continue
            for pattern in _wildcards(token):
                for form in self._wild.get(pattern, ()):
                    for item in self.forms[form]:
                        out.setdefault(item, token)
        return out


def one_sign_apart(left: str, right: str) -> bool:
    """Whether two forms differ, and in one sign only: changed, left out or added."""
    return left != right and not set(_wildcards(left)).isdisjoint(_wildcards(right))


def _wildcards(form: str) -> Iterator[str]:
    """The form with each sign left out: two forms one edit apart share one of them, or are one."""
    yield form
    for at in range(len(form)):
        yield form[:at] + form[at + 1 :]
        yield form[:at] + "?" + form[at + 1 :]
