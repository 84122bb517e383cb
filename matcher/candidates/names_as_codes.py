"""Names and codes without digits of the catalog, found in a text as a code is, in any script.

Names of a word and a number (KOR 1000, Kartal F2, KOMÍN II), codes of letters alone (PDB-IV-SIC), and whole names of one or two
words ("Poyraz") where they are written apart from the text around: in other letters, in quotes, behind a label.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, zip_longest

from crawler.extract.product.codes.code_forms import is_size
from crawler.extract.words.vocabulary import pattern
from matcher.attributes.extract import extract
from matcher.candidates.code_use import LABEL
from matcher.records.documents import GoodsDocument, ItemDocument
from matcher.text.normal_forms import code_form, script_of
from matcher.text.transliteration import name_key, transliterate

LONGEST_TEXT = 2_000  # characters of a description that are looked through
LONGEST_NAME = 4  # words and numbers of a name
LEAST_WORD, LEAST_SIGNS = 2, 4  # letters of its first word, signs of all
LEAST_WHOLE = 4  # letters of the first word of a name without a number
SIZE_TOKENS = 2  # a number and its unit
LEAST_LETTERS = 6  # of a code without digits
MOST_OWNERS = 4  # items that may be called the same: translations, sizes on pages of their own
MOST_OTHER_PAGES = 2  # items of other names that use the word: a word of the goods' kind is on more of them
USUAL_SHARE, USUAL_RECORDS = 0.02, 5  # of the sample: a word that so many records use otherwise is no name
MOST_GLUED = 2  # letters that are glued to a name's word before its number
LABELLED = 24  # characters before a name in which its label is looked for
_TOKEN = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)?(?:/\d+(?:[.,]\d+)?)?")
_JOINED = re.compile(r"[ \-–'’\"«»„“”]{0,2}")  # what may stand between the parts of a name
_GOES_ON = re.compile(
    r"[-/.,]\d|\s?[x×хХ]\s?\d|[°%]"
)  # after a number: it is a part of another one, or a size
_LETTER_BEHIND = re.compile(r"[A-Z](?![^\W_])")
_FOLLOWING = re.compile(r"[ \-–]([^\W\d_]{2,})")
_ROMAN = re.compile(r"[IVX]{1,4}")
_QUOTES = "\"'«»„“”‘’"
_NUMBERED_WORD = pattern("numbered_words")
_NOT_CODE = pattern("not_model_codes")
_WHOLE = re.compile(rf"[^\W\d_]{{{LEAST_WHOLE},}}(?:[ -][^\W\d_]{{2,}})?")
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
_DASH = re.compile(r"\s[-–—|]\s|:\s")  # between a name and what it names
_LETTER_CODE = re.compile(r"[A-Z]{2,}(?:[-./][A-Z]{2,}){1,3}")


@dataclass(frozen=True)
class NamedHit:
    """A name in a text: its item, the name as its page has it, the place, whether it is words alone, and whether the page's
    name goes on with a size (`family`)."""

    item: int
    name: str
    start: int
    end: int
    whole: bool
    family: bool = False


@dataclass(frozen=True)
class _Token:
    key: str
    written: str
    start: int
    end: int


class NamesAsCodes:
    """Names of a catalog by what they sound like."""

    def __init__(self, items: Sequence[ItemDocument], sample: Sequence[GoodsDocument] = ()) -> None:
        """`sample`: goods records that tell which words are usual."""
        owners: defaultdict[tuple[str, ...], dict[int, str]] = defaultdict(dict)
        begin: defaultdict[str, set[int]] = defaultdict(set)  # items whose names begin with a word
        self._whole: set[tuple[str, ...]] = set()  # names without a number
        for number, item in enumerate(items):
            for code in item.codes:
                if _LETTER_CODE.fullmatch(code) and sum(map(str.isalpha, code)) >= LEAST_LETTERS:
                    owners[name_keys(code)].setdefault(number, code)
                elif _WORD_FIRST.match(code) and (keys := _numbered(code)):
                    owners[keys].setdefault(number, code)
            for page in item.pages:
                begin[next(iter(name_keys(page.name)), "")].add(number)
                for name, marked in _names_of(page.name):
                    if keys := _numbered(name):
                        owners[keys].setdefault(number, name)
                    elif is_trade_name(name, item, marked=marked):
                        keys = name_keys(name)
                        owners[keys].setdefault(number, name)
                        self._whole.add(keys)
        for keys, own in (*_variants(items, owners).items(), *_lettered(items, owners).items()):
            owners[keys].update(own)
        for keys, own in _families(items, owners).items():
            owners[keys].update(own)
        self._sizes: defaultdict[tuple[str, ...], dict[int, str]] = defaultdict(dict)
        self._sized: set[tuple[str, ...]] = set()  # names that go on with a size
        for base, keys, number, name in list(_with_sizes(items, owners)):
            self._sizes[base][number] = name
            owners[keys].setdefault(number, name)
            self._sized.add(keys)
        first = {keys[0] for keys in owners}
        called: defaultdict[str, set[int]] = defaultdict(set)
        for keys, own in owners.items():
            called[keys[0]].update(own)
        elsewhere: Counter[str] = Counter()
        for number, item in enumerate(items if first else ()):
            for word in first & set(name_keys(item.text)):
                elsewhere[word] += number not in called[word] and number not in begin[word]
        self._names = {
            keys: own
            for keys, own in owners.items()
            if len(own) <= MOST_OWNERS and elsewhere[keys[0]] <= MOST_OTHER_PAGES
        }
        self._first = {keys[0] for keys in self._names}
        self._beginnings = {keys[:2] for keys in self._names}
        most = max(USUAL_SHARE * len(sample), USUAL_RECORDS)
        usual = {word for word, records in self._otherwise(sample).items() if records > most}
        self._names = {keys: own for keys, own in self._names.items() if keys[0] not in usual}
        self._first -= usual

    def find(self, text: str) -> Iterator[NamedHit]:
        """Where a text has such names, the longest at each place."""
        if not self._names:
            return
        tokens = self._parted(_tokens(text[:LONGEST_TEXT]))
        for at, token in enumerate(tokens):
            if token.key in self._first:
                sized = False
                for size in range(min(LONGEST_NAME + SIZE_TOKENS, len(tokens) - at), 0, -1):
                    part = tokens[at : at + size]
                    keys = tuple(one.key for one in part)
                    own = self._names.get(keys)
                    if own and _is_one(text, part):
                        start, end = part[0].start, part[-1].end
                        if keys not in self._whole or _is_apart(text, start, end):
                            for item, name in own.items():
                                yield NamedHit(item, name, start, end, keys in self._whole)
                            for item, name in (
                                self._sizes[keys].items() if not sized and keys in self._sizes else ()
                            ):
                                yield NamedHit(item, name, start, end, False, family=True)
                        if keys not in self._sized:
                            break
                        sized = True  # the page of all sizes is named as well

    def _parted(self, tokens: list[_Token]) -> list[_Token]:
        """The tokens with a name's word parted from the letters that are glued to it before a number: SKUAE3 for Skua E3."""
        found: list[_Token] = []
        for token, following in zip_longest(tokens, tokens[1:]):
            glued = (
                following is not None
                and following.start == token.end
                and following.key[0].isdigit()
                and (token.key, following.key) not in self._beginnings
            )
            found += (glued and self._split(token)) or [token]
        return found

    def _split(self, token: _Token) -> list[_Token]:
        """A name's word and the letters behind it; [] for another word."""
        for size in range(1, MOST_GLUED + 1):
            word, letters = token.written[:-size], token.written[-size:]
            if len(word) >= LEAST_WHOLE and (key := _key(word)) in self._first:
                parted = token.end - size
                return [
                    _Token(key, word, token.start, parted),
                    _Token(_key(letters), letters, parted, token.end),
                ]
        return []

    def _otherwise(self, sample: Sequence[GoodsDocument]) -> Counter[str]:
        """In how many records a first word stands, and no name of the catalog."""
        found: Counter[str] = Counter()
        for goods in sample if self._names else ():
            words = self._first & set(name_keys(goods.clean[:LONGEST_TEXT]))
            if words and not any(True for _ in self.find(goods.clean)):
                found.update(words)
        return found


def name_keys(text: str) -> tuple[str, ...]:
    """What the words and numbers of a name sound like."""
    return tuple(token.key for token in _tokens(text))


def _tokens(text: str) -> list[_Token]:
    """The words and numbers of a text; a letter beside a digit is a word of its own: F2."""
    return [
        _Token(key, match[0], *match.span()) for match in _TOKEN.finditer(text) if (key := _key(match[0]))
    ]


@lru_cache(maxsize=1 << 15)
def _key(written: str) -> str:
    """A number as it is read, a numeral or a letter as it looks, else as it sounds, a word as it sounds."""
    if written[0].isdigit():
        return written.replace(",", ".").lstrip("0") or "0"
    form = code_form(written)
    if _ROMAN.fullmatch(form) or (len(form) == 1 and form.isascii()):
        return form
    if len(written) == 1 and (latin := transliterate(written))[:1].isascii():
        return latin[:1].upper()
    return name_key(written)


def _numbered(name: str) -> tuple[str, ...]:
    """The keys of a name that is a word with a number or a Roman numeral, and little else; empty for another one."""
    parts = [match[0] for match in _TOKEN.finditer(name)]
    if not 2 <= len(parts) <= LONGEST_NAME or sum(map(len, parts)) < LEAST_SIGNS:
        return ()
    word, last = parts[0], parts[-1]
    if not word[0].isalpha() or len(word) < LEAST_WORD or any(map(_NUMBERED_WORD.fullmatch, parts)):
        return ()
    if not (any(part[0].isdigit() for part in parts) or _ROMAN.fullmatch(last)):
        return ()
    tokens = _tokens(name)
    if len(tokens) != len(parts) or not _is_one(name, tokens) or _has_unit(name):
        return ()
    return tuple(token.key for token in tokens)


def _variants(
    items: Sequence[ItemDocument], known: Container[tuple[str, ...]]
) -> dict[tuple[str, ...], dict[int, str]]:
    """Names that end in what looks like a measure and tells models apart: KOR 650L beside KOR 650, "Orlo 8x42" beside "Orlo 10x42"."""
    found: defaultdict[tuple[str, ...], dict[int, str]] = defaultdict(dict)
    sized: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    for number, item in enumerate(items):
        for name in (*item.codes, *(page.name for page in item.pages)):
            keys = name_keys(name) if _LETTERED.fullmatch(name) or _SIZED.fullmatch(name) else ()
            if keys:
                found[keys].setdefault(number, name)
                if _SIZED.fullmatch(name):
                    sized[keys[0]].add(keys)
    return {keys: own for keys, own in found.items() if keys[:-1] in known or len(sized[keys[0]]) > 1}


def _lettered(
    items: Sequence[ItemDocument], known: Container[tuple[str, ...]]
) -> dict[tuple[str, ...], dict[int, str]]:
    """Names that end in what may be a size, where the number is the item's code, or others of the site are called alike with
    another letter: Skua M5 beside Skua R2; bolts M5 and M8 are no names."""
    found: defaultdict[tuple[str, ...], dict[int, str]] = defaultdict(dict)
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
    items: Sequence[ItemDocument], known: Mapping[tuple[str, ...], object]
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], int, str]]:
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


def _families(
    items: Sequence[ItemDocument], known: Iterable[tuple[str, ...]]
) -> dict[tuple[str, ...], dict[int, str]]:
    """Names of one site that look like measures and tell its models apart by their numbers: TK 7.5 S beside TK 20 L, where the
    word is short and in capitals; Vorn 12S and Vorn M5, where another name with the word is no measure (Vorn 700)."""
    found: defaultdict[tuple[str, str], dict[tuple[str, ...], dict[int, str]]] = defaultdict(dict)
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


def _names_of(text: str) -> Iterator[tuple[str, bool]]:
    """A page's name, the part before the mark of a registered name (with True), and what a dash sets apart:
    LAVORA D2 of "LAVORA D2 – Steckbeckenspüler"."""
    yield text, False
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
    """Whether a number of the name is one with its unit, a class or a standard: Power 100 W, Glove EN 388."""
    words = name.split()
    joined = [form for left, right in pairwise(words) for form in (f"{left}{right}", f"{left} {right}")]
    return any(map(_NOT_CODE.fullmatch, joined)) or any(
        _NOT_CODE.fullmatch(word) and not _ROMAN.fullmatch(word) for word in words[1:]
    )


def _is_one(text: str, part: Sequence[_Token]) -> bool:
    """Whether tokens stand beside each other, and no number goes on after them."""
    end = part[-1].end
    gaps = (text[left.end : right.start] for left, right in pairwise(part))
    if not all(map(_JOINED.fullmatch, gaps)):
        return False
    return not text[end - 1].isdigit() or not (
        _GOES_ON.match(text, end) or _has_letter_behind(text, part[-1])
    )


def _has_letter_behind(text: str, number: _Token) -> bool:
    """Whether a letter that is no unit is glued to a number, which makes another model of it: KOR 650R."""
    letter = _LETTER_BEHIND.match(text, number.end)
    return letter is not None and not _NOT_CODE.fullmatch(text[number.start : letter.end()])


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
