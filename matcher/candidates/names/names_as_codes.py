"""Names and codes without digits of the catalog, found in a text as a code is, in any script.

Whole names of one or two words ("Poyraz") are the item's where they are written apart from the text around: in other letters, in
quotes, behind a label; or where the text names the maker (model_codes.py).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from crawler.extract.product.codes.forms.code_forms import UNIT_BEHIND
from matcher.attributes.measures import counted_spans, is_counted
from matcher.candidates.makers.maker_mentions import SAME_NAME
from matcher.candidates.names.name_tokens import Token, key_of, name_keys, stand_together, tokens_of
from matcher.candidates.names.names_of_catalog import LONGEST_NAME, names_of_catalog
from matcher.candidates.names.names_of_series import LEAST_WHOLE, Keys
from matcher.candidates.usage.code_use import LABEL
from matcher.records.documents import GoodsDocument, ItemDocument
from matcher.text.normal_forms import script_of
from matcher.text.transliteration import key_similarity

LONGEST_TEXT = 2_000  # characters of a description that are looked through
SIZE_TOKENS = 2  # a number and its unit
MOST_OWNERS = 4  # items that may be called the same: translations, sizes on pages of their own
MOST_OTHER_PAGES = 2  # items of other names that use the word: a word of the goods' kind is on more of them, but no proper one
USUAL_SHARE, USUAL_RECORDS = 0.02, 5  # of the sample: a word that so many records use otherwise is no name
LEAST_HEARD = 6  # sounds of a word that is known though one of them is amiss
MOST_GLUED = 2  # letters that are glued to a name's word before its number
LABELLED = 24  # characters before a name in which its label is looked for
_FOLLOWING = re.compile(r"[ \-–]([^\W\d_]{2,})")
_QUOTES = "\"'«»„“”‘’"


@dataclass(frozen=True)
class NamedHit:
    """A name in a text: its item, the name as its page has it, the place, whether it is words alone, whether the page's name goes
    on with a size (`family`), and whether words alone are written apart from the text around (`apart`)."""

    item: int
    name: str
    start: int
    end: int
    whole: bool
    family: bool = False
    apart: bool = True


class NamesAsCodes:
    """Names of a catalog by what they sound like."""

    def __init__(self, items: Sequence[ItemDocument], sample: Sequence[GoodsDocument] = ()) -> None:
        """`sample`: goods records that tell which words are usual."""
        catalog = names_of_catalog(items)
        owners, begin = catalog.owners, catalog.begin
        self._whole, self._sizes, self._sized = catalog.whole, catalog.sizes, catalog.sized
        first = {keys[0] for keys in owners}
        called: defaultdict[str, set[int]] = defaultdict(set)
        for keys, own in owners.items():
            called[keys[0]].update(own)
        elsewhere: Counter[str] = Counter()
        spoken = [name_keys(item.text) for item in items] if first else []
        for number, words in enumerate(spoken):
            for word in first.intersection(words):
                elsewhere[word] += number not in called[word] and number not in begin[word]
        self._names = {
            keys: own
            for keys, own in owners.items()
            if len(own) <= MOST_OWNERS
            and (elsewhere[keys[0]] <= MOST_OTHER_PAGES or keys[0] in catalog.proper)
        }
        self._first = {keys[0] for keys in self._names}
        self._beginnings = {keys[:2] for keys in self._names}
        numbered: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for word, second, *_ in (keys for keys in self._names if len(keys) > 1):
            if second[0].isdigit() and len(word) >= LEAST_HEARD:
                numbered[second][word] = None
        self._numbered = {number: tuple(found) for number, found in numbered.items()}
        self._of_word = _numbered_items(self._names, spoken)
        most = max(USUAL_SHARE * len(sample), USUAL_RECORDS)
        usual = {word for word, records in self._otherwise(sample).items() if records > most}
        self._names = {keys: own for keys, own in self._names.items() if keys[0] not in usual}
        self._first -= usual
        self._of_word = {word: own for word, own in self._of_word.items() if word not in usual}

    def other_numbers(self, text: str) -> dict[int, str]:
        """By item a name of its word with a number that no item has and that its pages do not state: VORN 900 beside Vorn 700."""
        found: dict[int, str] = {}
        tokens = tokens_of(text[:LONGEST_TEXT]) if self._of_word else []
        for word, number in pairwise(tokens):
            items = self._of_word.get(word.key)
            if items is None or not number.written.isdigit() or (word.key, number.key) in self._beginnings:
                continue
            if (
                stand_together(text, (word, number))
                and not UNIT_BEHIND.match(text, number.end)
                and not is_counted(number.start, number.end, counted_spans(text))
            ):
                for item, told in items.items():
                    if number.key not in told:
                        found.setdefault(item, text[word.start : number.end])
        return found

    def find(self, text: str) -> Iterator[NamedHit]:
        """Where a text has such names, the longest at each place; words alone that are not written apart may mean anything."""
        if not self._names:
            return
        tokens = self._heard(self._parted(tokens_of(text[:LONGEST_TEXT])))
        for at, token in enumerate(tokens):
            if token.key in self._first:
                sized = False
                for size in range(min(LONGEST_NAME + SIZE_TOKENS, len(tokens) - at), 0, -1):
                    part = tokens[at : at + size]
                    keys = tuple(one.key for one in part)
                    own = self._names.get(keys)
                    if own and stand_together(text, part):
                        start, end = part[0].start, part[-1].end
                        whole = keys in self._whole
                        apart = not whole or _is_apart(text, start, end)
                        for item, name in own.items():
                            yield NamedHit(item, name, start, end, whole, apart=apart)
                        sizes = self._sizes.get(keys, {}) if apart and not sized else {}
                        for item, name in sizes.items():
                            yield NamedHit(item, name, start, end, False, family=True)
                        if keys not in self._sized:
                            break
                        sized = True  # the page of all sizes is named as well

    def _parted(self, tokens: list[Token]) -> list[Token]:
        """The tokens with a name's word parted from the letters that are glued to it before a number: SKUAE3 for Skua E3."""
        found: list[Token] = []
        for token, following in zip_longest(tokens, tokens[1:]):
            glued = (
                following is not None
                and following.start == token.end
                and following.key[0].isdigit()
                and (token.key, following.key) not in self._beginnings
            )
            found += (glued and self._split(token)) or [token]
        return found

    def _heard(self, tokens: list[Token]) -> list[Token]:
        """The tokens, of which a word in other letters that nearly sounds as a name with the number behind it has its key."""
        found: list[Token] = []
        for token, following in zip_longest(tokens, tokens[1:]):
            if (
                following is not None
                and token.key not in self._first
                and len(token.key) >= LEAST_HEARD
                and not token.written.isascii()
                and (near := self._near(token.key, following.key))
            ):
                token = replace(token, key=near)
            found.append(token)
        return found

    def _near(self, key: str, number: str) -> str:
        """The word that stands before a number in the catalog and sounds nearly so; empty where none or several do."""
        near = [word for word in self._numbered.get(number, ()) if key_similarity(word, key) >= SAME_NAME]
        return near[0] if len(near) == 1 else ""

    def _split(self, token: Token) -> list[Token]:
        """A name's word and the letters behind it; [] for another word."""
        for size in range(1, MOST_GLUED + 1):
            word, letters = token.written[:-size], token.written[-size:]
            if len(word) >= LEAST_WHOLE and (key := key_of(word)) in self._first:
                parted = token.end - size
                return [
                    Token(key, word, token.start, parted),
                    Token(key_of(letters), letters, parted, token.end),
                ]
        return []

    def _otherwise(self, sample: Sequence[GoodsDocument]) -> Counter[str]:
        """In how many records a first word stands, and no name of the catalog."""
        found: Counter[str] = Counter()
        for goods in sample if self._names else ():
            words = self._first & set(name_keys(goods.clean[:LONGEST_TEXT]))
            if words and not any(hit.apart for hit in self.find(goods.clean)):
                found.update(words)
        return found


def _numbered_items(
    names: Mapping[Keys, Mapping[int, str]], spoken: Sequence[Keys]
) -> dict[str, dict[int, set[str]]]:
    """For each word that names begin with before a number the items, and the numbers that their pages state behind it; `spoken`:
    the keys of each item's text."""
    found: defaultdict[str, dict[int, set[str]]] = defaultdict(dict)
    for (word, *rest), own in names.items():
        if rest and rest[0][0].isdigit() and len(word) >= LEAST_WHOLE:
            for item in own.keys() - found[word].keys():
                found[word][item] = {number for before, number in pairwise(spoken[item]) if before == word}
    return dict(found)


def _is_apart(text: str, start: int, end: int) -> bool:
    """Whether a name is written in other letters than the text around, in quotes, or behind a label."""
    before, after = text[:start], text[end:]
    if before[-1:] in _QUOTES and after[:1] in _QUOTES and before and after:
        return True
    if LABEL.search(before[-LABELLED:]):
        return True
    around, own = script_of(before + after), script_of(text[start:end])
    following = _FOLLOWING.match(after)  # TAIGA PRO is not TAIGA
    return own != around and bool(around) and not (following and script_of(following[1]) == own)
