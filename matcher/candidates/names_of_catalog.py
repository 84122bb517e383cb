"""Which names of a catalog are codes: a word with a number (KOR 1000, Kartal F2, KOMÍN II), letters alone (PDB-IV-SIC), whole
names of one or two words ("Poyraz"), and what tells the goods of a series apart ("Vorn 12 rope winder", "Vorn 20 rope winder")."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from crawler.extract.product.codes.code_forms import UNIT_BEHIND, is_size
from crawler.extract.words.vocabulary import pattern
from matcher.attributes.extract import extract
from matcher.attributes.measures import known_dimension, measures
from matcher.candidates.name_tokens import ROMAN, TOKEN, name_keys, spoken_keys, stand_together, tokens_of
from matcher.candidates.proper_words import ProperWords
from matcher.records.documents import ItemDocument

Keys = tuple[str, ...]

LONGEST_NAME = 4  # words and numbers of a name
LEAST_WORD, LEAST_SIGNS = 2, 4  # letters of its first word, signs of all
LEAST_WHOLE = 4  # letters of the first word of a name without a number
MOST_OF_WORD = 6  # names that begin with one word: more of them begin with a mark
LEAST_LETTERS = 6  # of a code without digits
_NUMBERED_WORD = pattern("numbered_words")
_NOT_CODE = pattern("not_model_codes")
# Poyraz, Sopka L
_WHOLE = re.compile(rf"[^\W\d_]{{{LEAST_WHOLE},}}(?:[ -](?:[^\W\d_]{{2,}}|[^\W\d_a-zß-öø-ÿа-яё]))?")
_OF_SERIES = re.compile(
    rf"(?P<word>[^\W\d_]{{{LEAST_WHOLE},}}) (?:\d{{1,5}}[A-Z]{{0,2}}(?:-\d{{1,2}})?(?= [^\W\d_])|[A-Z]{{1,3}}$)"
)
_TWO_WORDS = re.compile(rf"(?P<word>[^\W\d_]{{{LEAST_WHOLE},}}) (?P<own>[^\W\d_]{{3,}})(?= [^\W\d_]|$)")
_LAST = re.compile(
    rf"\S (?P<name>(?P<word>[^\W\d_]{{{LEAST_WHOLE},}}) (?P<number>\d{{1,4}})[A-Z]{{0,2}})(?: \(|$)"
)  # at the end of a name, or before what stands in brackets
_WORD_FIRST = re.compile(rf"[^\W\d_]{{{LEAST_WHOLE},}} ")  # of a code: THERMOKLAV 18
_LETTERED = re.compile(rf"[^\W\d_]{{{LEAST_WHOLE},}} \d{{1,5}}[A-Z]")
_LETTER_NUMBER = re.compile(rf"([^\W\d_]{{{LEAST_WHOLE},}}) ([A-Z]\d{{1,3}})")
_ENDS_IN_SIZE = re.compile(r"(.{1,60}\S) (\d{1,5}(?:[.,]\d{1,2})? ?[^\W\d_]{1,3})")
_SIZED = re.compile(rf"[^\W\d_]{{{LEAST_WHOLE},}} \d{{1,3}}[xX×хХ]\d{{1,3}}")
# A short name of capitals, or any word, with a number and letters: TK 950, TK 7.5 S, Vorn 12S, Vorn M5
_MEMBER = re.compile(
    r"(?P<word>[^\W\d_]{2,}) (?P<head>[A-Z]?)(?P<number>\d{1,5}(?:[.,]\d{1,2})?)(?: ?(?P<tail>[A-Z]{1,3}))?"
)
_SHORT_WORD = re.compile(r"[^\W\d_a-zß-öø-ÿа-яё]{2,4}")
_MODEL_CODE = re.compile(r"(?=.*\d)(?=.*[^\W\d_])")
_MARK = re.compile(r"\s*(?:[®™]|\((?:R|TM)\))")  # of a registered name
_QUOTED = re.compile(r"(?<!\d)[«„“\"]([^«»„“”\"]{4,40})[»“”\"]")  # 3/4" is a size
_DASH = re.compile(r"\s[-–—|]\s|:\s")  # between a name and what it names
_LETTER_CODE = re.compile(r"[A-Z]{2,}(?:[-./][A-Z]{2,}){1,3}")


@dataclass
class CatalogNames:
    """The names of a catalog that are codes, by the keys of their words: item's number -> the name as its page has it.

    `whole`: those without a number; `begin`: items whose names begin with a word; `sizes`: those of pages that go on from a name
    with a size, by the keys of that name; `sized`: the keys of them.
    """

    owners: defaultdict[Keys, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    whole: set[Keys] = field(default_factory=set)
    begin: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    sizes: defaultdict[Keys, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    sized: set[Keys] = field(default_factory=set)


def names_of_catalog(items: Sequence[ItemDocument]) -> CatalogNames:
    """The names of items that are codes."""
    names = CatalogNames()
    for number, item in enumerate(items):
        for code in item.codes:
            if _LETTER_CODE.fullmatch(code) and sum(map(str.isalpha, code)) >= LEAST_LETTERS:
                names.owners[name_keys(code)].setdefault(number, code)
            elif _WORD_FIRST.match(code) and (keys := _numbered(code)):
                names.owners[keys].setdefault(number, code)
        for page in item.pages:
            names.begin[next(iter(name_keys(page.name)), "")].add(number)
            for name, marked in _names_of(page.name):
                if keys := _numbered(name):
                    names.owners[keys].setdefault(number, name)
                elif is_trade_name(name, item, marked=marked):
                    keys = name_keys(name)
                    names.owners[keys].setdefault(number, name)
                    names.whole.add(keys)
    for further in (_variants(items, names.owners), _lettered(items, names.owners)):
        for keys, own in further.items():
            names.owners[keys].update(own)
    proper = ProperWords(items)
    for further in (
        _families(items, names.owners), _of_series(items, proper), _at_ends(items), _of_words(items, proper)
    ):  # fmt: skip
        for keys, own in further.items():
            names.owners[keys].update(own)
            names.whole.discard(keys)
    for keys, number, name in [(k, n, name) for k, own in names.owners.items() for n, name in own.items()]:
        spoken = spoken_keys(name)
        names.owners[spoken].setdefault(number, name)
        if keys in names.whole:
            names.whole.add(spoken)
    for base, keys, number, name in list(_with_sizes(items, names.owners)):
        names.sizes[base][number] = name
        names.owners[keys].setdefault(number, name)
        names.sized.add(keys)
    return names


def _numbered(name: str) -> Keys:
    """The keys of a name that is a word with a number or a Roman numeral, and little else; empty for another one."""
    parts = [match[0] for match in TOKEN.finditer(name)]
    if not 2 <= len(parts) <= LONGEST_NAME or sum(map(len, parts)) < LEAST_SIGNS:
        return ()
    word, last = parts[0], parts[-1]
    if not word[0].isalpha() or len(word) < LEAST_WORD or any(map(_NUMBERED_WORD.fullmatch, parts)):
        return ()
    if not (any(part[0].isdigit() for part in parts) or ROMAN.fullmatch(last)):
        return ()
    tokens = tokens_of(name)
    if len(tokens) != len(parts) or not stand_together(name, tokens) or _has_unit(name):
        return ()
    return tuple(token.key for token in tokens)


def _variants(items: Sequence[ItemDocument], known: Container[Keys]) -> dict[Keys, dict[int, str]]:
    """Names that end in what looks like a measure and tells models apart: KOR 650L beside KOR 650, "Orlo 8x42" beside "Orlo 10x42"."""
    found: defaultdict[Keys, dict[int, str]] = defaultdict(dict)
    sized: defaultdict[str, set[Keys]] = defaultdict(set)
    for number, item in enumerate(items):
        for name in (*item.codes, *(page.name for page in item.pages)):
            keys = name_keys(name) if _LETTERED.fullmatch(name) or _SIZED.fullmatch(name) else ()
            if keys:
                found[keys].setdefault(number, name)
                if _SIZED.fullmatch(name):
                    sized[keys[0]].add(keys)
    return {keys: own for keys, own in found.items() if keys[:-1] in known or len(sized[keys[0]]) > 1}


def _lettered(items: Sequence[ItemDocument], known: Container[Keys]) -> dict[Keys, dict[int, str]]:
    """Names that end in what may be a size, where the number is the item's code, or others of the site are called alike with
    another letter: Skua M5 beside Skua R2; bolts M5 and M8 are no names."""
    found: defaultdict[Keys, dict[int, str]] = defaultdict(dict)
    letters: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for item in items:
        for page in item.pages:
            if match := _LETTER_NUMBER.fullmatch(page.name):
                letters[item.site, match[1]].add(match[2][0])
    for number, item in enumerate(items):
        for page in item.pages:
            match = _LETTER_NUMBER.fullmatch(page.name)
            if match is None or (keys := name_keys(page.name)) in known:
                continue
            told = match[2] in item.codes or len(letters[item.site, match[1]]) > 1
            if told and not extract(page.name, item.taxonomy).kinds:
                found[keys].setdefault(number, page.name)
    return found


def _with_sizes(
    items: Sequence[ItemDocument], known: Mapping[Keys, object]
) -> Iterator[tuple[Keys, Keys, int, str]]:
    """Pages whose name is another known name with a size: its keys, theirs, the item's number, and the name: Skua R2 10 mm."""
    for number, item in enumerate(items):
        for page in item.pages:
            found = _ENDS_IN_SIZE.fullmatch(page.name)
            if (
                found
                and (base := name_keys(found[1])) in known
                and _NOT_CODE.fullmatch(found[2].replace(" ", ""))
            ):
                yield base, name_keys(page.name), number, page.name


def _families(items: Sequence[ItemDocument], known: Iterable[Keys]) -> dict[Keys, dict[int, str]]:
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


def _of_series(items: Sequence[ItemDocument], proper: ProperWords) -> dict[Keys, dict[int, str]]:
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


def _of_words(items: Sequence[ItemDocument], proper: ProperWords) -> dict[Keys, dict[int, str]]:
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


def _at_ends(items: Sequence[ItemDocument]) -> dict[Keys, dict[int, str]]:
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


def _names_of(text: str) -> Iterator[tuple[str, bool]]:
    """A page's name, the part before the mark of a registered name (with True), what is in quotes, and what a dash sets
    apart: LAVORA D2 of "LAVORA D2 – Steckbeckenspüler"."""
    yield text, False
    yield from ((quoted[1].strip(), False) for quoted in _QUOTED.finditer(text))
    if (mark := _MARK.search(text)) and mark.start():
        yield text[: mark.start()].strip(), True
    elif len(sides := _DASH.split(text, maxsplit=1)) == 2:
        yield from ((side.strip(), False) for side in sides if _numbered(side.strip()))


def is_trade_name(name: str, item: ItemDocument, *, marked: bool = False) -> bool:
    """Whether a page's name of one or two words that name no listed kind may be all that its item is called by: it has no
    code of letters and digits, or the name is `marked` as registered; an order number alone is nobody's name."""
    if not _WHOLE.fullmatch(name) or (not marked and any(map(_MODEL_CODE.search, item.codes))):
        return False
    named = extract(name, item.taxonomy)
    return not named.kinds and not named.aside


def _has_unit(name: str) -> bool:
    """Whether a number of the name is one with its unit, a class or a standard: Power 100 W, Glove EN 388, 车轴13吨."""
    words = name.split()
    joined = [form for left, right in pairwise(words) for form in (f"{left}{right}", f"{left} {right}")]
    return (
        any(map(_NOT_CODE.fullmatch, joined))
        or any(_NOT_CODE.fullmatch(word) and not ROMAN.fullmatch(word) for word in words[1:])
        or any(_is_measured(name[m.start : m.end]) for m in measures(name) if known_dimension(m))
    )


def _is_measured(measure: str) -> bool:
    """Whether a measure ends in its unit, which no capital can be that tells models apart: 13吨, 15 кВт; not 650L."""
    unit = measure.lstrip("0123456789., ")
    return len(unit) > 1 or (unit.isalpha() and not unit.isupper())
