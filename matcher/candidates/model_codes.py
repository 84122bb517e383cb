"""Which model codes of the catalog a line names, whatever their spelling."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from matcher.attributes.agreement import compare_kinds
from matcher.attributes.measures import counted_spans, is_counted
from matcher.candidates.code_schemes import one_sign_apart
from matcher.candidates.code_use import Called, Use, called, use_of
from matcher.candidates.families import families, listed_codes
from matcher.candidates.names_as_codes import NamesAsCodes
from matcher.records.documents import GoodsDocument, ItemDocument
from matcher.remembered import Remembered
from matcher.text.normal_forms import code_form, code_readings, without_markers

LONGEST_PREFIX = 5  # signs of a code's first part
_DIGIT = re.compile(r"\d")
_LETTER_O = re.compile("[OoОо]")  # Latin and Cyrillic: beside a digit they are zeros
_HAN = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"  # scripts that write a code without a blank beside it: 电动机F924
_CODE_TOKEN = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
# What goes on after a hyphen, stroke or point without a blank is part of the code, unless it is a word.
_CONTINUED = re.compile(rf"[-/._](?![{_HAN}])(?=[^\W_]*\d|[^\W\d_]{{1,3}}(?![^\W_]))[^\W_]")
# What goes on after a code may be its size: KN-910-46 "width 46 cm", KN-20-XL.
_SUFFIX = re.compile(r"[-/._]([^\W_]{1,4})(?![^\W_]|[-/._][^\W_])")
_SIZE_STROKE = re.compile(r"(?<=\d)/(?=\d)")
_SIZE_CROSS = re.compile(r"(?<=\d)[xX×хХ](?=\d)")
_FRACTION = re.compile(r"(?<!\d)\d+[.,/]\d+(?!\d)")
_PREFIX = re.compile(rf"(?<![^\W_])([^\W\d_][^\W_]{{0,{LONGEST_PREFIX - 1}}})([ -])$")
_LETTERS_FIRST = re.compile(r"[^\W\d_]{2,}")
_MIXED = re.compile(r"(?=.*\d)(?=.*[^\W\d_])")
_GARMENT_SIZE = re.compile(r"\d?X{0,4}[SL]|M", re.IGNORECASE)
PARTING = ",;:()=+*"  # signs that part phrases, unless codes of the catalog are written with them
LONGEST_CODE = 6  # tokens a code may be written in: HD BV 205 OD M
NEAR_TAIL = 3  # letters of a word behind a code from which another word is its misspelling
SHORT_TAIL = 3  # letters at most of a word that belongs to the code before it
SHORT_CODE = 3  # characters of a code without its maker's prefix
LEAST_GLUED, LONGEST_GLUED = 5, 4  # codes of a site that tell its glued prefix, and letters of it
LONGEST_GAP = 3  # characters between two parts of a code: a hyphen and blanks
SHARED_GLUED = 0.9  # of a site's codes that begin with it
MOST_KEPT = 1 << 14  # codes that were read across scripts and are kept


@dataclass(frozen=True)
class CodeHit:
    """A code of an item that a goods record names: `exact`, or `family` (the named code goes on after a hyphen).

    `short`: without the maker's prefix; `read`: spelt in Cyrillic; `use`: whether it is what the goods are for;
    `member`: it is the code of a member of the series that the item's page shows; `prefixed`: what stands before it may make another maker's code of it: QT-90L of VT-90L, D3-NO2 of NO2.
    """

    code: str
    written: str
    exact: bool
    short: bool
    read: bool
    use: Use
    span: tuple[int, int] | None
    prefixed: bool = False
    member: bool = False

    @property
    def fits(self) -> bool:
        """Whether the goods only fit what has this code, or are said not to be it."""
        return self.use in ("fits", "none")


@dataclass(frozen=True)
class _Entry:
    item: int
    code: str
    exact: bool
    short: bool
    member: bool = False  # a code that the page of a series lists


class CodeIndex:
    """Model codes of the catalog, found in texts whatever their spelling."""

    def __init__(self, items: Sequence[ItemDocument], sample: Sequence[GoodsDocument] = ()) -> None:
        """`sample`: goods records that tell which words are usual, and so no names."""
        self.named = NamesAsCodes(items, sample)
        self.entries: dict[str, list[_Entry]] = defaultdict(list)
        self._items = items
        self._called = Remembered(self._call, len(items))
        self._tails: set[str] = set()  # words that go on after the digits of a code: PLUS, Mk
        prefixes: Counter[tuple[str, str]] = Counter()
        for item in items:
            for code in item.codes:
                parts = _parts(code)
                if len(parts) > 1 and parts[0].isalpha():
                    prefixes[item.site, parts[0]] += 1
        self._parting = PARTING.translate(
            {ord(sign): None for item in items for code in item.codes for sign in code}
        )
        self._prefix = {pair for pair, number in prefixes.items() if number >= 2 or len(pair[1]) >= 2}
        self._glued = _glued_prefixes(items)
        self._families = families(items)
        for number, item in enumerate(items):
            for code in item.codes:
                for spelling in _spellings(code):
                    self._add(number, item.site, code, spelling)
            for code in listed_codes(item):
                self._add_listed(number, code)
        self._reading_forms: dict[str, list[str]] = defaultdict(list)  # by their digits, which readings keep
        for form in sorted(self.entries):
            self._reading_forms[_digits(form)].append(form)
        self._read = Remembered(self._forms_read, MOST_KEPT)
        self._sizes = Remembered(self._items_stating, MOST_KEPT)

    def _add(self, number: int, site: str, code: str, spelling: str) -> None:
        parts = _parts(spelling)
        if tail := _tail(parts):
            self._tails.add(tail)
        glued = _split_off(self._glued.get(site, ""), parts)
        parts = glued or parts
        family = 3 if glued else 2  # parts of a code that is the beginning of others
        shortest = (SHORT_CODE, SHORT_CODE + 1 if glued else 2)  # with the prefix and without
        prefixed = len(parts) > 1 and (bool(glued) or (site, parts[0]) in self._prefix)
        for start in (0, 1) if prefixed else (0,):
            for end in range(start + 1, len(parts) + 1):
                form = code_form("".join(parts[start:end]))
                exact = end == len(parts)
                least = shortest[start] + (start == 0 and not exact)
                if any(map(str.isdigit, form)) and len(form) >= least and (exact or end >= family):
                    self.entries[form].append(_Entry(number, code, exact, start > 0))

    def _add_listed(self, number: int, code: str) -> None:
        """Add a code that the page of a series lists, unless it is the page's own."""
        for form in dict.fromkeys(map(code_form, _spellings(code))):
            if len(form) > SHORT_CODE and not any(entry.item == number for entry in self.entries[form]):
                self.entries[form].append(_Entry(number, code, True, False, member=True))

    def find(self, goods: GoodsDocument) -> dict[int, CodeHit]:
        """Item number -> the best hit among the goods' description, translation, model and article."""
        hits: dict[int, CodeHit] = {}
        for text, inside, labelled in [
            (goods.clean, True, False),
            *((code, False, True) for code in goods.codes if not self._cut(code, goods.clean)),
            *([(goods.translation, False, False)] if goods.translation else []),
        ]:
            for written, start, end, entry, read in self._scan(text):
                if not labelled and written.isdigit() and is_counted(start, end, counted_spans(text)):
                    continue
                said = goods.clean if labelled else text
                place = _place_of(text, said) if labelled else (start, end)
                use: Use = use_of(said, *place, self._called[entry.item]) if place else ""
                hit = CodeHit(
                    entry.code,
                    written,
                    entry.exact and not (entry.member and use),
                    entry.short,
                    read,
                    use,
                    (start, end) if inside else None,
                    _has_other_prefix(text[max(0, start - LONGEST_PREFIX - 1) : start], entry),
                    entry.member,
                )
                _take(hits, entry.item, hit)
        for named in self.named.find(goods.clean):
            item = self._items[named.item]
            if named.whole and compare_kinds(goods.kinds, item.kinds, item.taxonomy)[0] < 0:
                continue  # shoes called "Swift" are no wheelchair called Swift
            span = named.start, named.end
            written = goods.clean[slice(*span)]
            use = use_of(goods.clean, *span, self._called[named.item])
            _take(
                hits, named.item, CodeHit(named.name, written, True, False, not written.isascii(), use, span)
            )
        return {**self._of_series(hits), **hits} if self._families else hits

    def _of_series(self, hits: Mapping[int, CodeHit]) -> dict[int, CodeHit]:
        """For the pages of series the best hit among whole codes of their members."""
        found: dict[int, CodeHit] = {}
        for item, hit in hits.items():
            for page in self._families.get(item, ()) if hit.exact and not hit.fits else ():
                _take(found, page, replace(hit, exact=not hit.use, member=True))
        return found

    def with_series(self, items: Sequence[int]) -> list[int]:
        """The items and the pages of their series, in order."""
        if not self._families:
            return list(items)
        return sorted({*items, *(page for item in items for page in self._families.get(item, ()))})

    def members(self) -> dict[int, list[int]]:
        """The number of each page of a series -> its members."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        for member, pages in self._families.items():
            for page in pages:
                found[page].append(member)
        return dict(found)

    def same_series(self, one: int, other: int) -> bool:
        """Whether one of two items is the page of a series, and the other a member of it."""
        return one in self._families.get(other, ()) or other in self._families.get(one, ())

    def _call(self, item: int) -> Called:
        return called(self._items[item])

    def _cut(self, code: str, text: str) -> bool:
        """Whether a code that was read under a label goes on in the description, with a word that codes end in."""
        place = _place_of(code, text)
        following = _CODE_TOKEN.match(text, place[1] + 1) if place else None
        return following is not None and code_form(following[0]) in self._tails

    def _scan(self, text: str) -> Iterable[tuple[str, int, int, _Entry, bool]]:
        tokens = [(match[0], *match.span()) for match in _CODE_TOKEN.finditer(text[:4_000])]
        numbered = [bool(_DIGIT.search(token)) for token, _, _ in tokens]
        apart = [
            self._apart(gap := text[left[2] : right[1]])
            and not (gap == "," and text[left[2] - 1].isdigit() and text[right[1]].isdigit())
            for left, right in pairwise(tokens)
        ]
        at = 0
        while at < len(tokens):
            step = 1
            longest = min(LONGEST_CODE, len(tokens) - at)
            if True in apart[at : at + longest - 1]:
                longest = apart.index(True, at) - at + 1
            for size in range(longest, 0, -1):
                if True not in numbered[at : at + size]:
                    break
                start, end = tokens[at][1], tokens[at + size - 1][2]
                written = text[start:end]
                if len(written) > 40 or _read_digits(written) not in self._reading_forms:
                    continue  # however a code is spelt, its digits stay, and no code has these
                size_of: frozenset[int] | None = None
                if _CONTINUED.match(text, end) and not _begins_another(written, text, end):
                    size_of = self._items_of_size(text, end)
                    if not size_of:
                        continue  # a longer code, which is another one
                form = code_form(written)
                found = self.entries.get(form)
                read = False
                if not found and not written.isascii():
                    found, read = self._read[written], True
                if found:
                    if at + size < len(tokens) and not apart[at + size - 1]:
                        found = self._unless_it_goes_on(found, tokens[at + size][0])
                    # the end of a longer code
                    inside = start > 1 and text[start - 1] in "-/." and text[start - 2].isalnum()
                    for entry in found:
                        if not _has_its_decimals(written, form, entry):
                            continue
                        if size_of is not None and not (entry.exact and entry.item in size_of):
                            continue
                        if not inside or entry.exact or not entry.short:
                            yield written, start, end, entry, read
                    step = size
                    break
            at += step

    def _items_of_size(self, text: str, end: int) -> frozenset[int]:
        """The items whose pages state what follows a code at `end` as a size; a number must stand in the text once more."""
        suffix = _SUFFIX.match(text, end)
        if suffix is None:
            return frozenset()
        size = suffix[1].lstrip("0").upper()
        if size.isdigit():
            if len(re.findall(rf"(?<!\d){size}(?!\d)", text)) < 2:
                return frozenset()
        elif not _GARMENT_SIZE.fullmatch(size):
            return frozenset()
        return self._sizes[size]

    def _items_stating(self, size: str) -> frozenset[int]:
        """The items whose pages have this word or number."""
        word = re.compile(rf"(?<![^\W_]){re.escape(size)}(?![^\W_])", re.IGNORECASE)
        return frozenset(number for number, item in enumerate(self._items) if word.search(item.text))

    def _unless_it_goes_on(self, found: list[_Entry], following: str) -> list[_Entry]:
        """The codes found, unless the next word makes another code of them: PLUS or PLUT where codes end in PLUS."""
        if not following.isalpha() or len(following) < 2 or not following[0].isupper():
            return found
        form = code_form(following)
        goes_on = form in self._tails or (
            len(form) >= NEAR_TAIL and any(one_sign_apart(form, tail) for tail in self._tails)
        )
        if goes_on or (following.isascii() and len(form) <= SHORT_TAIL and not any(e.exact for e in found)):
            return []
        return found

    def _apart(self, gap: str) -> bool:
        """Whether more than one separator is between two tokens, or one that parts phrases: then they are no code.

        A hyphen counts as one with blanks about it: WYM - 4014.
        """
        if gap.strip(" ") == "-" and len(gap) <= LONGEST_GAP:
            return False
        return len(gap) > 1 or (gap != "" and gap in self._parting)

    def _forms_read(self, written: str) -> list[_Entry]:
        forms = self._reading_forms.get(_read_digits(written), ())
        if not forms or len(written) < SHORT_CODE + 1 or not (pattern := code_readings(written)):
            return []
        return [entry for form in forms if pattern.fullmatch(form) for entry in self.entries[form]]


def _place_of(code: str, text: str) -> tuple[int, int] | None:
    """The span in the description of a code that was read under a label."""
    at = text.find(code)
    return (at, at + len(code)) if at >= 0 else None


def _glued_prefixes(items: Sequence[ItemDocument]) -> dict[str, str]:
    """By site, the letters that (almost) all its codes begin with and go on from without a sign: LS of LS6312, LSNU316.

    Declarants drop them where the maker is named.
    """
    first: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for item in items:
        for code in item.codes:
            if parts := _parts(code):
                first[item.site][code_form(parts[0])] = None
    found = {}
    for site, words in first.items():
        if len(words) < LEAST_GLUED:
            continue
        begun = Counter(word[:length] for word in words for length in range(2, LONGEST_GLUED + 1))
        shared = [
            start
            for start, count in begun.items()
            if start.isalpha() and len(start) > 1 and count >= SHARED_GLUED * len(words)
        ]
        if shared:
            found[site] = max(shared, key=len)
    return found


def _split_off(prefix: str, parts: list[str]) -> list[str]:
    """The parts of a code with the prefix that is glued to the first of them as one of its own; [] where it is not."""
    first = code_form(parts[0]) if prefix and parts else ""
    if not first.startswith(prefix) or len(first) <= len(prefix):
        return []
    return [prefix, first[len(prefix) :], *parts[1:]]


def _spellings(code: str) -> list[str]:
    """A code and, where it has a size, the code with the other sign between its numbers: NET-9/6 and NET-9x6."""
    crossed = _SIZE_STROKE.sub("x", code)
    stroked = _SIZE_CROSS.sub("/", code)
    return list(dict.fromkeys((code, crossed, stroked)))


def _tail(parts: Sequence[str]) -> str:
    """The first word after the last digits of a code, in its normal form; empty where the code ends in digits."""
    digits = max((at for at, part in enumerate(parts) if _DIGIT.search(part)), default=len(parts))
    words = [code_form(part) for part in parts[digits + 1 :]]
    return words[0] if words and len(words[0]) > 1 else ""


def _digits(form: str) -> str:
    return "".join(filter(str.isdigit, form))


def _read_digits(written: str) -> str:
    """The digits of a code as written: those of its form."""
    if not written.isascii():
        written = unicodedata.normalize("NFKC", without_markers(written))
    elif "[=" in written:
        written = without_markers(written)
    return _digits(code_form(written) if _LETTER_O.search(written) else written)


def _parts(code: str) -> list[str]:
    return [part for part in re.split(r"[\s\-–—_./+*#:()=]+", code.strip()) if part]


def _take(hits: dict[int, CodeHit], item: int, hit: CodeHit) -> None:
    """Keep the better of two hits of an item."""
    known = hits.get(item)
    if known is None or _rank(hit) > _rank(known):
        hits[item] = hit


def _rank(hit: CodeHit) -> tuple[bool, ...]:
    return not hit.fits, not hit.use, hit.exact, not hit.short, not hit.prefixed, not hit.read


def _has_its_decimals(written: str, form: str, entry: _Entry) -> bool:
    """Whether the decimals and fractions that a text has are the code's: a comma may stand for its point (SX 3,7 for SX 3.7),
    and digits without a prefix are no 12 where they are written 1/2 or 1.2."""
    if "," not in written and not (entry.short and form.isdigit()):
        return True
    code = entry.code.replace(",", ".")
    return all(number.replace(",", ".") in code for number in _FRACTION.findall(written))


def _begins_another(written: str, text: str, end: int) -> bool:
    """Whether what goes on behind a stroke begins as the code itself does, which makes another code of it: KX-20/KX-35."""
    letters = _LETTERS_FIRST.match(written)
    return letters is not None and text[end] == "/" and text.startswith(letters[0], end + 1)


def _has_other_prefix(before: str, entry: _Entry) -> bool:
    """Whether another code's beginning stands before a code: joined by a hyphen, or one sign from the prefix that is missing.

    Letters alone before a code that is whole may be its maker's; a word is none: a code begins with few letters.
    """
    found = _PREFIX.search(before)
    if found is None:
        return False
    prefix, joined = code_form(found[1]), found[2].strip() == "-"
    if not entry.short:
        return joined and bool(_MIXED.match(prefix))
    own = code_form(_parts(entry.code)[0])
    return prefix != own and (joined or one_sign_apart(prefix, own))


_CODE_LIKE = re.compile(
    r"(?<![A-Za-zА-ЯЁа-яё\d_-])(?=[\w-]*\d)(?=[\w-]*[A-Za-zА-Яа-я])"
    r"[A-Za-zА-ЯЁа-яё\d]+(?:[-/][A-Za-zА-ЯЁа-яё\d]+)*(?![A-Za-zА-ЯЁа-яё\d_-])"
)


def unknown_codes(goods: GoodsDocument, hits: Mapping[int, CodeHit]) -> tuple[str, ...]:
    """Models or articles stated under a label or in a column that are no code of the catalog."""
    known = {code_form(hit.written) for hit in hits.values()}
    out = []
    for code in goods.codes:
        form = code_form(code)
        if any(c.isdigit() for c in form) and not _is_known(form, known) and _CODE_LIKE.search(code):
            out.append(code)
    return tuple(out)


def _is_known(form: str, known: Iterable[str]) -> bool:
    """Whether a code holds a known one; digits alone must be half of it: 11 is no part of LY-250-11."""
    return any(k in form and (not k.isdigit() or 2 * len(k) >= len(form)) for k in known)
