"""The codes of a catalog by every form in which a text may name them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matcher.candidates.codes.code_spellings import (
    digits,
    glued_prefixes,
    parts,
    read_digits,
    spellings,
    split_off,
    tail,
)
from matcher.candidates.series.series_pages import listed_codes
from matcher.records.documents import ItemDocument
from matcher.remembered import Remembered
from matcher.text.normal_forms import code_form, code_readings
from matcher.text.transliteration import transliterate

SHORT_CODE = 3  # characters of a code without its maker's prefix
_LETTERS_BEHIND = re.compile(r"[ ]([^\W\d_a-zß-öø-ÿа-яё]{1,4})[»”\"')]?$")
MOST_KEPT = 1 << 14  # codes that were read across scripts and are kept


@dataclass(frozen=True)
class CodeEntry:
    """An item's code in one form: `exact`, or the beginning of it; `short`: without the maker's prefix; `member`: a code that
    the page of a series lists."""

    item: int
    code: str
    exact: bool
    short: bool
    member: bool = False


_LATIN = re.compile("[A-Za-z]")


class CodeEntries:
    """Entries by normal form; `tails`: words that go on after the digits of a code: PLUS, Mk."""

    def __init__(self, items: Sequence[ItemDocument]) -> None:
        self.tails: set[str] = set()
        self._by_form: dict[str, list[CodeEntry]] = defaultdict(list)
        self._glued = glued_prefixes(items)
        self._prefixes = _prefixes(items)
        for number, item in enumerate(items):
            for code in (*item.codes, *_with_letters_behind(item)):
                for spelling in spellings(code):
                    self._add(number, item.site, code, spelling)
            for code in listed_codes(item):
                self._add_listed(number, code)
        for number, item in enumerate(items):
            for code in item.codes:
                self._add_turned_round(number, item.site, code)
        # By digits, codes in Cyrillic letters: their form by sound, and the pattern of the forms that they may stand for
        self._cyrillic: dict[str, list[tuple[str, re.Pattern[str], CodeEntry]]] = defaultdict(list)
        for number, item in enumerate(items):
            for code in item.codes:
                self._add_cyrillic(number, code)
        self._forms: dict[str, list[str]] = defaultdict(list)  # by their digits, which readings keep
        for form in sorted(self._by_form):
            self._forms[digits(form)].append(form)
        self._read = Remembered(self._forms_read, MOST_KEPT)

    def may_have(self, written: str) -> bool:
        """Whether a code has these digits: however a code is spelt, they stay."""
        return read_digits(written) in self._forms

    def named(self, written: str, form: str) -> tuple[list[CodeEntry], bool]:
        """The entries that a text in this normal form names, and whether it had to be read across scripts."""
        if found := self._by_form.get(form, []):
            return found, False
        if written.isascii():
            return self._romanised(form), True
        read = self._read[written]
        if not read and _LATIN.search(written):  # AB-22-16П of АБ-22-16П
            read = self._romanised(code_form(transliterate(written)))
        return read, True

    def _romanised(self, form: str) -> list[CodeEntry]:
        """The entries of codes in Cyrillic letters that a form in Latin ones writes by sound: NM14A of НМ-14А."""
        spelt = self._cyrillic.get(digits(form), ())
        return [entry for sound, pattern, entry in spelt if form == sound or pattern.fullmatch(form)]

    def _add(self, number: int, site: str, code: str, spelling: str) -> None:
        words = parts(spelling)
        if last := tail(words):
            self.tails.add(last)
        glued = split_off(self._glued.get(site, ""), words)
        words = glued or words
        family = 3 if glued else 2  # parts of a code that is the beginning of others
        shortest = (SHORT_CODE, SHORT_CODE + 1 if glued else 2)  # with the prefix and without
        prefixed = len(words) > 1 and (bool(glued) or (site, words[0]) in self._prefixes)
        for start in (0, 1) if prefixed else (0,):
            for end in range(start + 1, len(words) + 1):
                form = code_form("".join(words[start:end]))
                exact = end == len(words)
                least = shortest[start] + (start == 0 and not exact)
                if any(map(str.isdigit, form)) and len(form) >= least and (exact or end >= family):
                    self._by_form[form].append(CodeEntry(number, code, exact, start > 0))

    def _add_cyrillic(self, number: int, code: str) -> None:
        """Add a code in Cyrillic letters that is long enough to be read in others."""
        form, pattern = code_form(code), code_readings(code)
        if pattern is not None and len(form) > SHORT_CODE:
            entry = CodeEntry(number, code, True, False)
            self._cyrillic[digits(form)].append((code_form(transliterate(code)), pattern, entry))

    def _add_listed(self, number: int, code: str) -> None:
        """Add a code that the page of a series lists, unless it is the page's own."""
        for form in dict.fromkeys(map(code_form, spellings(code))):
            if len(form) > SHORT_CODE and not any(entry.item == number for entry in self._by_form[form]):
                self._by_form[form].append(CodeEntry(number, code, True, False, member=True))

    def _add_turned_round(self, number: int, site: str, code: str) -> None:
        """Add a code with its maker's prefix behind it, where that is no other code: B40F/QX of QX-B40F."""
        first, *rest = parts(code) or [""]
        form = code_form("".join((*rest, first)))
        if not rest or (site, first) not in self._prefixes or not any(map(str.isdigit, form)):
            return
        if len(form) > SHORT_CODE and all(entry.item == number for entry in self._by_form.get(form, ())):
            self._by_form[form].append(CodeEntry(number, code, True, False))

    def _forms_read(self, written: str) -> list[CodeEntry]:
        forms = self._forms.get(read_digits(written), ())
        if not forms or len(written) < SHORT_CODE + 1 or not (pattern := code_readings(written)):
            return []
        return [entry for form in forms if pattern.fullmatch(form) for entry in self._by_form[form]]


def _with_letters_behind(item: ItemDocument) -> Iterator[str]:
    """The item's codes with the capitals that end its name behind them: QX-20T LUM of "Microscope QX-20T LUM"."""
    for page in item.pages:
        if any(map(str.islower, page.name)) and (behind := _LETTERS_BEHIND.search(page.name)):
            yield from (
                f"{code} {behind[1]}" for code in item.codes if page.name[: behind.start()].endswith(code)
            )


def _prefixes(items: Sequence[ItemDocument]) -> set[tuple[str, str]]:
    """Sites and the words that their codes begin with: of two codes at least, or two letters at least."""
    found: Counter[tuple[str, str]] = Counter()
    for item in items:
        for code in item.codes:
            words = parts(code)
            if len(words) > 1 and words[0].isalpha():
                found[item.site, words[0]] += 1
    return {pair for pair, number in found.items() if number >= 2 or len(pair[1]) >= 2}
