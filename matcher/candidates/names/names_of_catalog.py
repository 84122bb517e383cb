"""Which names of a catalog are codes: a word with a number (KOR 1000, Kartal F2, KOMÍN II), letters alone (PDB-IV-SIC), whole
names of one or two words ("Poyraz"), and what tells the goods of a series apart ("Vorn 12 rope winder", "Vorn 20 rope winder")."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from crawler.extract.words.alphabets import HAN
from crawler.extract.words.vocabulary import pattern
from matcher.attributes.extract import extract
from matcher.attributes.measures import known_dimension, measures
from matcher.candidates.names.name_tokens import (
    ROMAN,
    TOKEN,
    name_keys,
    spoken_keys,
    stand_together,
    tokens_of,
)
from matcher.candidates.names.names_of_series import LEAST_WHOLE, Keys, at_ends, families, of_series, of_words
from matcher.candidates.names.proper_words import ProperWords
from matcher.customs.values.countries import alpha3
from matcher.records.documents import ItemDocument
from matcher.text.transliteration import transliterate

LONGEST_NAME = 4  # words and numbers of a name
LEAST_WORD, LEAST_SIGNS = 2, 4  # letters of its first word, signs of all
LEAST_LETTERS = 6  # of a code without digits
_NUMBERED_WORD = pattern("numbered_words")
_NOT_CODE = pattern("not_model_codes")
# Poyraz, Sopka L
_WHOLE = re.compile(rf"[^\W\d_]{{{LEAST_WHOLE},}}(?:[ -](?:[^\W\d_]{{2,}}|[^\W\d_a-zß-öø-ÿа-яё]))?")
_WORD_FIRST = re.compile(rf"[^\W\d_]{{{LEAST_WHOLE},}} ")  # of a code: THERMOKLAV 18
_LETTERED = re.compile(rf"[^\W\d_]{{{LEAST_WHOLE},}} \d{{1,5}}[A-Z]")
_LETTER_NUMBER = re.compile(rf"([^\W\d_]{{{LEAST_WHOLE},}}) ([A-Z]\d{{1,3}})")
_ENDS_IN_SIZE = re.compile(r"(.{1,60}\S) (\d{1,5}(?:[.,]\d{1,2})? ?[^\W\d_]{1,3})")
_SIZED = re.compile(rf"[^\W\d_]{{{LEAST_WHOLE},}} \d{{1,3}}[xX×хХ]\d{{1,3}}")
_MODEL_CODE = re.compile(r"(?=.*\d)(?=.*[^\W\d_])")
_MARK = re.compile(r"\s*(?:[®™]|\((?:R|TM)\))")  # of a registered name
_QUOTED = re.compile(r"(?<!\d)[«„“\"]([^«»„“”\"]{4,40})[»“”\"]")  # 3/4" is a size
_QUOTED_HAN = re.compile(rf"[«„“\"「『]([{HAN}]{{2,4}})[»“”\"」』]")  # “海鹞”
_DASH = re.compile(r"\s[-–—|]\s|:\s")  # between a name and what it names
_LETTERS_FIRST = re.compile(r"(?P<code>(?=[A-Z-]{5})[A-Z]{2,5}-[A-Z]{1,5})(?=[ \u3400-\u9fff])")
_LETTERS_NUMBERED = re.compile(r"([A-Z]{2,5}-[A-Z]{1,5})[ -]?\d")
SAME_LETTERS, LEAST_ALIKE = 2, 2  # that codes of a site begin with, and others of the site that have them
_LETTER_CODE = re.compile(r"[A-Z]{2,}(?:[-./][A-Z]{2,}){1,3}")


@dataclass
class CatalogNames:
    """The names of a catalog that are codes, by the keys of their words: item's number -> the name as its page has it.

    `whole`: those without a number; `proper`: words that such names of one word are, which are no ordinary ones; `begin`: items whose names begin with a word; `sizes`: those of pages that go on from a name
    with a size, by the keys of that name; `sized`: the keys of them.
    """

    owners: defaultdict[Keys, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    whole: set[Keys] = field(default_factory=set)
    proper: set[str] = field(default_factory=set)
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
            for keys, name in _quoted_han(page.name, item):
                names.owners[keys].setdefault(number, name)
                names.whole.add(keys)
    for further in (_variants(items, names.owners), _lettered(items, names.owners), _of_letters(items)):
        for keys, own in further.items():
            names.owners[keys].update(own)
    proper = ProperWords(items)
    for keys in names.whole:
        if len(keys) == 1 and all(map(proper.has, names.owners[keys].values())):
            names.proper.update(keys)
    for further in (
        families(items, names.owners), of_series(items, proper), at_ends(items), of_words(items, proper)
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


def _of_letters(items: Sequence[ItemDocument]) -> dict[Keys, dict[int, str]]:
    """Codes of letters alone that names begin with, where codes or names of others of the site begin with the same letters: QL-SYG of
    "QL-SYG riser tube" beside QL-20 and QLF-C; not "PVC-U valve" beside QL-20, nor QL-VP beside QL-VP 420."""
    found: defaultdict[Keys, dict[int, str]] = defaultdict(dict)
    begin: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    named: list[tuple[int, str]] = []
    numbered: set[tuple[str, str]] = set()
    for number, item in enumerate(items):
        texts = (*item.codes, *(page.name for page in item.pages))
        own = [match["code"] for page in item.pages if (match := _LETTERS_FIRST.match(page.name))]
        named += [(number, code) for code in own]
        numbered.update((item.site, match[1]) for text in texts if (match := _LETTERS_NUMBERED.match(text)))
        for code in (*item.codes, *own):
            begin[item.site, code[:SAME_LETTERS]].add(number)
    for number, code in named:
        site = items[number].site
        alike = begin[site, code[:SAME_LETTERS]] - {number}
        if len(alike) >= LEAST_ALIKE and (site, code) not in numbered:
            found[name_keys(code)].setdefault(number, code)
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


def _names_of(text: str) -> Iterator[tuple[str, bool]]:
    """A page's name, the part before the mark of a registered name (with True), what is in quotes, and what a dash sets
    apart: LAVORA D2 of "LAVORA D2 – Steckbeckenspüler"."""
    yield text, False
    yield from ((quoted[1].strip(), False) for quoted in _QUOTED.finditer(text))
    if (mark := _MARK.search(text)) and mark.start():
        yield text[: mark.start()].strip(), True
    elif len(sides := _DASH.split(text, maxsplit=1)) == 2:
        yield from ((side.strip(), False) for side in sides if _numbered(side.strip()))


def _quoted_han(text: str, item: ItemDocument) -> Iterator[tuple[Keys, str]]:
    """Names of Chinese characters in quotes, by their own keys and by those of their pinyin, where they may be all that the item
    is called by: HAIYAO of “海鹞”双光谱云台."""
    if any(map(_MODEL_CODE.search, item.codes)):
        return
    for quoted in _QUOTED_HAN.finditer(text):
        said = extract(quoted[1], item.taxonomy)
        if not (said.kinds or said.aside or alpha3(quoted[1])):
            pinyin = transliterate(quoted[1]).replace(" ", "")
            yield from ((keys, quoted[1]) for keys in {name_keys(quoted[1]), name_keys(pinyin)} if keys)


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
