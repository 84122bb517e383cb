"""What declarants call the goods of a series, where its page has no code of its own: the series' letters with a number that the
page states (PUL 800 of "PUL boom sprayers, 800 and 1200 l"), and trade names without a number ("TAIGA")."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence, Set
from itertools import pairwise

from crawler.extract.words.vocabulary import pattern
from matcher.attributes.extract import extract
from matcher.candidates.names.names_as_codes import LONGEST_TEXT, MOST_OWNERS
from matcher.candidates.names.names_of_catalog import is_trade_name
from matcher.candidates.usage.code_use import items_called, use_of
from matcher.records.documents import GoodsDocument, ItemDocument, Page
from matcher.text.normal_forms import code_form
from matcher.text.transliteration import name_key

LEAST_STEM, LONGEST_STEM = 2, 8  # signs of a series' letters
LEAST_NAME = 4  # letters of a trade name
USUAL_SHARE, USUAL_RECORDS = 0.05, 5  # of the sample: a word of more records is no trade name
_STEM_OF_CODE = re.compile(r"([A-Z][A-Z\d]*?[A-Z]|[A-Z]{2,})\d{1,5}[A-Z]{0,3}")
_LETTERS_ALONE = re.compile(r"(?<![\w./-])[A-ZА-Я]{2,6}(?![\w/-]|\.\w)")
_TRADE_NAME = re.compile(r"(?<![\w./-])[^\W\da-zа-яё_]{4,}(?:[ -][^\W\da-zа-яё_]{2,})*(?![\w./])")
_WORD = re.compile(r"[^\W\d_]+")
_NAME_WORD = re.compile(r"[^\W\d_]{4,}")
_NUMBER = re.compile(r"\d+")
_NOT_CODE = pattern("not_model_codes")


class Series:
    """Letters of series and trade names of a catalog, by the items that have them."""

    def __init__(
        self, items: Sequence[ItemDocument], sample: Sequence[GoodsDocument], makers: Set[str] = frozenset()
    ) -> None:
        """`sample`: goods records that tell which words are usual. `makers`: sound keys of makers' names, which name no goods."""
        letters: defaultdict[str, set[int]] = defaultdict(set)
        names: defaultdict[str, set[int]] = defaultdict(set)
        for number, item in enumerate(items):
            for stem in _stems(item):
                letters[stem].add(number)
            for key in _trade_names(item):
                if not makers & set(key.split()):
                    names[key].add(number)
        self._letters = {stem: sorted(own) for stem, own in letters.items() if len(own) <= MOST_OWNERS}
        self._called = items_called(items)
        self._numbers = [frozenset(n.lstrip("0") for n in _NUMBER.findall(item.text)) for item in items]
        usual = _counted((goods.clean for goods in sample), names)
        pages = _counted((item.text for item in items), names)
        most = max(USUAL_SHARE * len(sample), USUAL_RECORDS)
        self._names = {
            key: sorted(own) for key, own in names.items() if pages[key] <= MOST_OWNERS and usual[key] <= most
        }

    def codes(self, tokens: Iterable[str]) -> dict[int, str]:
        """Of codes in a description (normal forms), by item those of its series with a number that its page states."""
        found: dict[int, str] = {}
        for token in tokens:
            if _NOT_CODE.fullmatch(token):
                continue
            for end in range(min(len(token) - 1, LONGEST_STEM), LEAST_STEM - 1, -1):
                number = _NUMBER.match(token, end)
                if number and token[:end] in self._letters:
                    for item in self._letters[token[:end]]:
                        if number[0].lstrip("0") in self._numbers[item]:
                            found.setdefault(item, token)
                    break
        return found

    def names(self, text: str) -> dict[int, tuple[float, str]]:
        """By item how surely a trade name of its is in the text, 1 / number of items that have it, and its key; not where it says
        what the goods are for: lens FOR the sight TAIGA."""
        found: dict[int, tuple[float, str]] = {}
        if self._names:
            for key, (start, end) in _phrases(text).items():
                for item in self._names.get(key, ()):
                    sure = 1 / len(self._names[key])
                    if sure <= found.get(item, (0.0, ""))[0]:
                        continue
                    if use_of(text, start, end, self._called[item]) not in ("fits", "none"):
                        found[item] = sure, key
        return found


def _stems(item: ItemDocument) -> set[str]:
    """The letters of a series: those of its codes before the last number, and those that stand alone in its names."""
    found = set()
    for code in item.codes:
        for form in (code_form(code), code_form(re.split(r"[-\s/.]", code)[-1])):
            if match := _STEM_OF_CODE.fullmatch(form):
                found.add(match[1])
            elif form.isalpha():
                found.add(form)
    for page in item.pages:
        if any(map(str.islower, page.name)) or not page.name.isascii():
            found.update(code_form(letters) for letters in _LETTERS_ALONE.findall(page.name))
    return {stem for stem in found if LEAST_STEM <= len(stem) <= LONGEST_STEM}


def _trade_names(item: ItemDocument) -> set[str]:
    """Keys of the words in capitals of names that have small letters too: of each word, and of words beside each other.

    Of an item without a code with digits also that of a whole name of one or two words that name no listed kind ("Çamur"), and of
    the proper words of its names.
    """
    found: set[str] = set()
    for page in item.pages:
        if is_trade_name(page.name, item):
            found.add(" ".join(_keys(page.name)))
        if any(map(str.islower, page.name)):
            for name in _TRADE_NAME.findall(page.name):
                if extract(name, item.taxonomy).stated:  # a property that many makers' goods have: type MICH
                    continue
                keys = _keys(name)
                found.update(keys if len(keys) == 1 else (*keys[:1], *map(" ".join, pairwise(keys))))
            if not any(map(_NUMBER.search, item.codes)):
                found.update(_proper_words(page, item))
    return {key for key in found if len(key) >= LEAST_NAME}


def _proper_words(page: Page, item: ItemDocument) -> Iterator[str]:
    """Keys of words of a name that may be proper ones: one with a capital among small words ("Тепловизор Зорвик 50"), or the first
    where each has a capital ("Zorvik Under-Vehicle Mirror"). One that names a listed kind is none, nor is a German noun."""
    words = [match[0] for match in _NAME_WORD.finditer(page.name)]
    small = any(map(str.islower, words))
    for word in () if page.language == "de" and small else words[1:] if small else words[:1]:
        if word[0].isupper() and not word.isupper():
            said = extract(word, item.taxonomy)
            if not (said.kinds or said.aside or said.stated) and (key := name_key(word)):
                yield key


def _counted(texts: Iterable[str], names: Container[str]) -> Counter[str]:
    """In how many texts each of the names is."""
    return Counter(key for text in texts for key in _phrases(text) if key in names)


def _phrases(text: str) -> dict[str, tuple[int, int]]:
    """Keys of the words of a text, and of words beside each other, and where each first stands."""
    words = [
        (key, *word.span()) for word in _WORD.finditer(text[:LONGEST_TEXT]) if (key := name_key(word[0]))
    ]
    found: dict[str, tuple[int, int]] = {}
    for key, start, end in words:
        if len(key) >= LEAST_NAME:
            found.setdefault(key, (start, end))
    for (left, start, _), (right, _, end) in pairwise(words):
        found.setdefault(f"{left} {right}", (start, end))
    return found


def _keys(text: str) -> list[str]:
    return [key for word in _WORD.findall(text) if (key := name_key(word))]
