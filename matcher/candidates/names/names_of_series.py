"""Names that tell the goods of a series apart: "Vorn 12 rope winder" beside "Vorn 20 rope winder", "Vorn Solo" beside "Vorn Duo"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from crawler.extract.product.codes.forms.code_forms import UNIT_BEHIND, is_size
from crawler.extract.words.vocabulary import pattern
from matcher.attributes.extract import extract
from matcher.candidates.names.name_tokens import name_keys
from matcher.candidates.names.proper_words import ProperWords
from matcher.records.documents import ItemDocument

Keys = tuple[str, ...]

LEAST_WHOLE = 4  # letters of the word that such names begin with
MOST_OF_WORD = 6  # names that begin with one word: more of them begin with a mark
_NUMBERED_WORD = pattern("numbered_words")
_NOT_CODE = pattern("not_model_codes")
_OF_SERIES = re.compile(
    rf"(?P<word>[^\W\d_]{{{LEAST_WHOLE},}}) (?:\d{{1,5}}[A-Z]{{0,2}}(?:-\d{{1,2}})?(?= [^\W\d_])|[A-Z]{{1,3}}$)"
)
_TWO_WORDS = re.compile(rf"(?P<word>[^\W\d_]{{{LEAST_WHOLE},}}) (?P<own>[^\W\d_]{{3,}})(?= [^\W\d_]|$)")
_LAST = re.compile(
    rf"\S (?P<name>(?P<word>[^\W\d_]{{{LEAST_WHOLE},}}) (?P<number>\d{{1,4}})[A-Z]{{0,2}})(?: \(|$)"
)  # at the end of a name, or before brackets
# A short name of capitals, or any word, with a number and letters: TK 950, TK 7.5 S, Vorn 12S, Vorn M5
_MEMBER = re.compile(
    r"(?P<word>[^\W\d_]{2,}) (?P<head>[A-Z]?)(?P<number>\d{1,5}(?:[.,]\d{1,2})?)(?: ?(?P<tail>[A-Z]{1,3}))?"
)
_SHORT_WORD = re.compile(r"[^\W\d_a-zß-öø-ÿа-яё]{2,4}")


def families(items: Sequence[ItemDocument], known: Iterable[Keys]) -> dict[Keys, dict[int, str]]:
    """Names of one site that look like measures and tell its models apart by their numbers: TK 7.5 S beside TK 20 L, where the
    word is short and in capitals; Vorn 12S and Vorn M5, where another name with the word is no measure (Vorn 700)."""
    found: defaultdict[tuple[str, str], dict[Keys, dict[int, str]]] = defaultdict(dict)
    numbers: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    names = {keys[0] for keys in known if len(keys) > 1}
    for number, item in enumerate(items):
        for page in item.pages:
            member = _MEMBER.fullmatch(page.name)
            if member is None or _NUMBERED_WORD.fullmatch(member["word"]):
                continue
            keys = () if is_size(page.name) and not _NOT_CODE.fullmatch(page.name) else name_keys(page.name)
            if len(keys) > 1 and (
                keys[0] in names or (not member["head"] and _SHORT_WORD.fullmatch(member["word"]))
            ):
                found[item.site, keys[0]].setdefault(keys, {}).setdefault(number, page.name)
                numbers[item.site, keys[0]].add(member["number"])
    return {
        keys: own for word, named in found.items() if len(numbers[word]) > 1 for keys, own in named.items()
    }


def of_series(items: Sequence[ItemDocument], proper: ProperWords) -> dict[Keys, dict[int, str]]:
    """What tells the goods of a series apart at the beginning of their names: Vorn 12 of "Vorn 12 rope winder" beside "Vorn 20 rope
    winder", or Vorn S beside Vorn SL; two of one site at least, unless the word is a proper one. "Winder 12 mm" and names of
    listed kinds are none."""
    found: defaultdict[tuple[str, str], dict[Keys, dict[int, str]]] = defaultdict(dict)
    for number, item in enumerate(items):
        for page in item.pages:
            match = _OF_SERIES.match(page.name)
            if match is None or UNIT_BEHIND.match(page.name, match.end()):
                continue
            if match["word"][0].isupper() and not _NUMBERED_WORD.fullmatch(match["word"]):
                keys, name = name_keys(match[0]), match[0]
                found[item.site, keys[0]].setdefault(keys, {}).setdefault(number, name)
    return {
        keys: own
        for named in found.values()
        if (len(named) > 1 or proper.has(_word_of(named))) and not _is_kind(named, items)
        for keys, own in named.items()
    }


def of_words(items: Sequence[ItemDocument], proper: ProperWords) -> dict[Keys, dict[int, str]]:
    """The first two words of names that begin with one proper word and tell the goods of a site apart by the next: Vorn Solo of
    "Vorn Solo rope winder" beside "Vorn Duo rope winder"."""
    found: defaultdict[tuple[str, str], dict[Keys, dict[int, str]]] = defaultdict(dict)
    for number, item in enumerate(items):
        for page in item.pages:
            match = _TWO_WORDS.match(page.name)
            if match and match["word"][0].isupper() and match["own"][0].isupper():
                keys = name_keys(match[0])
                found[item.site, keys[0]].setdefault(keys, {}).setdefault(number, match[0])
    return {
        keys: own
        for named in found.values()
        if 1 < len(named) <= MOST_OF_WORD and proper.has(_word_of(named)) and not _is_kind(named, items)
        for keys, own in named.items()
        if len(keys) == 2
    }


def at_ends(items: Sequence[ItemDocument]) -> dict[Keys, dict[int, str]]:
    """A word with a number at the end of names, two of one site at least, where the items' codes end in the numbers: Tulmak 12 of
    "Rope winder Tulmak 12 (TK 812)" beside "Rope winder Tulmak 20 (TK 820)"; "Pipe Schedule 40" is none."""
    found: defaultdict[tuple[str, str], dict[Keys, dict[int, str]]] = defaultdict(dict)
    for number, item in enumerate(items):
        ends = ["".join(filter(str.isdigit, code)) for code in item.codes]
        for page in item.pages:
            match = _LAST.search(page.name)
            if match is None or not match["word"][0].isupper() or _NUMBERED_WORD.fullmatch(match["word"]):
                continue
            if any(end != match["number"] and end.endswith(match["number"]) for end in ends):
                keys = name_keys(match["name"])
                found[item.site, keys[0]].setdefault(keys, {}).setdefault(number, match["name"])
    return {keys: own for named in found.values() if len(named) > 1 for keys, own in named.items()}


def _word_of(named: Mapping[Keys, Mapping[int, str]]) -> str:
    """The word that names of a series begin with."""
    return next(name for own in named.values() for name in own.values()).split()[0]


def _is_kind(named: Mapping[Keys, Mapping[int, str]], items: Sequence[ItemDocument]) -> bool:
    """Whether the first word of the names of a series is one that goods are called by."""
    number = next(number for own in named.values() for number in own)
    said = extract(_word_of(named), items[number].taxonomy)
    return bool(said.kinds or said.aside)
