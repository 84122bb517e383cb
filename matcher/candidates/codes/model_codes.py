"""Which model codes of the catalog a line names, whatever their spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, pairwise

from matcher.attributes.agreement import compare_kinds
from matcher.attributes.measures import counted_spans, is_counted
from matcher.candidates.codes.abridged_codes import Abridged, abridged_codes
from matcher.candidates.codes.code_entries import CodeEntries, CodeEntry
from matcher.candidates.codes.code_hits import CodeHit, take
from matcher.candidates.codes.code_lists import counts_behind, is_listed, with_uses_of_lists
from matcher.candidates.codes.code_schemes import one_sign_apart
from matcher.candidates.codes.code_sizes import SizesBehindCodes
from matcher.candidates.codes.code_spellings import ROOT, is_number_behind_letters, parts
from matcher.candidates.makers.firms import keys_of
from matcher.candidates.makers.maker_mentions import han_windows, name_windows
from matcher.candidates.names.name_tokens import name_keys
from matcher.candidates.names.names_as_codes import NamedHit, NamesAsCodes
from matcher.candidates.series.series_pages import SeriesPages
from matcher.candidates.usage.code_use import LABEL, Use, items_called, use_of
from matcher.records.documents import GoodsDocument, ItemDocument
from matcher.remembered import Remembered
from matcher.similarity.denials import denials
from matcher.text.normal_forms import code_form

_BEFORE_NUMBER = re.compile(r"[^\d(,;:]{4,60}?(?=\s[^\s\d]{0,8}\d)")
LONGEST_PREFIX = 5  # signs of a code's first part
_DIGIT = re.compile(r"\d")
_HAN = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"  # scripts that write a code without a blank beside it: 电动机F924
_CODE_TOKEN = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_HAN_NAME = re.compile(rf"[{_HAN}]{{2,4}}")
# What goes on after a hyphen, stroke or point without a blank is part of the code, unless it is a word.
_CONTINUED = re.compile(rf"[-/._](?![{_HAN}])(?=[^\W_]*\d|[^\W\d_]{{1,3}}(?![^\W_]))[^\W_]")
_FRACTION = re.compile(r"(?<!\d)\d+[.,/]\d+(?!\d)")
_PREFIX = re.compile(rf"(?<![^\W_])([^\W\d_][^\W_]{{0,{LONGEST_PREFIX - 1}}})([ -])$")
_CAPITALS_BEFORE = re.compile(r"(?<![^\W_])[^\W\d_a-zа-яё]{1,4}[ -]$")
_LETTERS_FIRST = re.compile(r"[^\W\d_]{2,}|[^\W\d_](?=\d)")
_LETTERS_LAST = re.compile(r"[^\W\d_]{2,}$")
_MIXED = re.compile(r"(?=.*\d)(?=.*[^\W\d_])")
_COINED = re.compile(r"[^\W\d_A-Z][A-Z]")  # a capital within a word: GlanzOmat
PARTING = ",;:()=+*"  # signs that part phrases, unless codes of the catalog are written with them
LONGEST_CODE = 6  # tokens a code may be written in: HD BV 205 OD M
NEAR_TAIL = 3  # letters of a word behind a code from which another word is its misspelling
SHORT_TAIL = 3  # letters at most of a word that belongs to the code before it
LONGEST_GAP = 3  # characters between two parts of a code: a hyphen and blanks


class CodeIndex:
    """Model codes of the catalog, found in texts whatever their spelling."""

    def __init__(self, items: Sequence[ItemDocument], sample: Sequence[GoodsDocument] = ()) -> None:
        """`sample`: goods records that tell which words are usual, and so no names."""
        self.named = NamesAsCodes(items, sample)
        self.series = SeriesPages(items)
        self._entries = CodeEntries(items)
        self._items = items
        self._called = items_called(items)
        self._parting = PARTING.translate(
            {ord(sign): None for item in items for code in item.codes for sign in code}
        )
        self._sizes = SizesBehindCodes(items)
        self._called_before_code = Remembered(self._call_before_code, len(items))
        self._marks = Remembered(self._marks_of, len(items))

    def find(self, goods: GoodsDocument) -> dict[int, CodeHit]:
        """Item number -> the best hit among the goods' description, translation, model and article."""
        hits: dict[int, CodeHit] = {}
        for item, hit in chain(self._codes_in(goods), self._names_in(goods), self._abridged_in(goods)):
            take(hits, item, hit)
        hits = with_uses_of_lists(hits, goods.clean)
        hits = self._without_denied_names(hits, goods.clean)
        return {**self._of_series(hits), **hits}

    def _codes_in(self, goods: GoodsDocument) -> Iterator[tuple[int, CodeHit]]:
        """The codes that are written in the goods' texts."""
        for text, inside, labelled in [
            (goods.clean, True, False),
            *((code, False, True) for code in goods.codes if not self._cut(code, goods.clean)),
            *([(goods.translation, False, False)] if goods.translation else []),
        ]:
            for written, start, end, entry, read, alone in self._scan(text):
                if not labelled and written.isdigit() and _is_number_of_pieces(text, start, end):
                    continue
                said = goods.clean if labelled else text
                place = _place_of(text, said) if labelled else (start, end)
                use: Use = use_of(said, *place, self._called[entry.item]) if place else ""
                yield (
                    entry.item,
                    CodeHit(
                        entry.code,
                        written,
                        entry.exact and not (entry.member and use),
                        entry.short and not (alone and _is_whole_number(entry, text[:start])),
                        read,
                        use,
                        (start, end) if inside else None,
                        _has_other_prefix(text[max(0, start - LONGEST_PREFIX - 1) : start], entry),
                        entry.member,
                        inside and is_listed(text, start, end),
                    ),
                )

    def _names_in(self, goods: GoodsDocument) -> Iterator[tuple[int, CodeHit]]:
        """The names that are codes in the description."""
        for named in self.named.find(goods.clean):
            item = self._items[named.item]
            if not named.apart and not self._names_maker(goods, named):
                continue
            if _HAN_NAME.fullmatch(named.name) and not (
                self._names_maker(goods, named)
                or compare_kinds(goods.kinds, item.kinds, item.taxonomy)[0] > 0
            ):
                continue  # two syllables of pinyin are met by chance
            is_word = named.whole and not _COINED.search(named.name)
            if is_word and compare_kinds(goods.kinds, item.kinds, item.taxonomy)[0] < 0:
                continue  # shoes called "Swift" are no wheelchair called Swift
            span = named.start, named.end
            written = goods.clean[slice(*span)]
            yield (
                named.item,
                CodeHit(
                    named.name,
                    written,
                    not named.family,
                    False,
                    not written.isascii(),
                    use_of(goods.clean, *span, self._called[named.item]),
                    span,
                    listed=is_listed(goods.clean, *span),
                ),
            )

    def _abridged_in(self, goods: GoodsDocument) -> Iterator[tuple[int, CodeHit]]:
        """The codes of which the description writes only the ends."""
        for entry, found in self._abridged(goods.clean):
            span = found.start, found.end
            use = use_of(goods.clean, *span, self._called[entry.item])
            written = goods.clean[slice(*span)]
            yield entry.item, CodeHit(entry.code, written, True, False, False, use, span, listed=True)

    def _abridged(self, text: str) -> Iterator[tuple[CodeEntry, Abridged]]:
        """The codes of which a text writes only the ends, where the catalog has two of them at least, and no code with the
        strokes as they are (KVX-40/III beside KVX-40)."""
        for found in abridged_codes(text):
            written = text[found.start : found.end]
            if self._entries.named(written, code_form(written))[0]:
                continue
            whole = {
                code: [entry for entry in self._entries.named(code, code_form(code))[0] if _is_whole(entry)]
                for code in found.codes
            }
            if sum(map(bool, whole.values())) > 1:
                yield from ((entry, found) for entries in whole.values() for entry in entries)

    def _names_maker(self, goods: GoodsDocument, named: NamedHit) -> bool:
        """Whether goods name the maker of an item by its mark or the first word of its site's name, apart from the item's name."""
        marks = self._marks[named.item].difference(name_keys(named.name))
        said = f"{goods.clean} {goods.maker} {goods.trademark}"
        return any(key in marks for key, _, _ in (*name_windows(said), *han_windows(said)))

    def _of_series(self, hits: Mapping[int, CodeHit]) -> dict[int, CodeHit]:
        """For the pages of series the best hit among whole codes of their members."""
        found: dict[int, CodeHit] = {}
        for item, hit in hits.items():
            for page in self.series.of(item) if hit.exact and not hit.fits else ():
                take(found, page, replace(hit, exact=not hit.use, member=True))
        return found

    def _without_denied_names(self, hits: dict[int, CodeHit], text: str) -> dict[int, CodeHit]:
        """The hits, of which those are none whose item the text says the goods not to be, by its name without the code."""
        denied = {name_keys(words) for words in denials(text)} if hits else None
        if not denied:
            return hits
        return {
            item: hit if denied.isdisjoint(self._called_before_code[item]) else replace(hit, use="none")
            for item, hit in hits.items()
        }

    def _call_before_code(self, item: int) -> frozenset[tuple[str, ...]]:
        """What the pages call an item before its code or the first number: Orlo Ridge of "Orlo Ridge QX-40 grinder"."""
        before = (_BEFORE_NUMBER.match(page.name) for page in self._items[item].pages)
        return frozenset(name_keys(found[0]) for found in before if found)

    def _marks_of(self, item: int) -> frozenset[str]:
        """Sound keys of the first words of an item's marks and of its site's name."""
        names = (self._items[item].site, *self._items[item].brands)
        return frozenset(keys[0] for name in names if (keys := keys_of(name)))

    def _cut(self, code: str, text: str) -> bool:
        """Whether a code that was read under a label goes on in the description, with a word that codes end in."""
        place = _place_of(code, text)
        following = _CODE_TOKEN.match(text, place[1] + 1) if place else None
        return following is not None and code_form(following[0]) in self._entries.tails

    def _scan(self, text: str) -> Iterable[tuple[str, int, int, CodeEntry, bool, bool]]:
        """What is written, where, the entry that it names, whether it is read across scripts, and whether one item alone has it."""
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
                if len(written) > 40 or not self._entries.may_have(written):
                    continue
                size_of: frozenset[int] | None = None
                goes_on = _CONTINUED.match(text, end) and not counts_behind(text, end)
                if goes_on and not _begins_another(written, text, end):
                    size_of = self._sizes.items_of(text, end)
                    if not size_of:
                        continue  # a longer code, which is another one
                form = code_form(written)
                found, read = self._entries.named(written, form)
                if found:
                    if at + size < len(tokens) and not apart[at + size - 1]:
                        found = self._unless_it_goes_on(found, tokens[at + size][0])
                    # the end of a longer code
                    alone = len({entry.item for entry in found}) == 1
                    inside = start > 1 and text[start - 1] in "-/." and text[start - 2].isalnum()
                    for entry in found:
                        if not _has_its_decimals(written, form, entry):
                            continue
                        if size_of is not None and not (entry.exact and entry.item in size_of):
                            continue
                        if not inside or entry.exact or not entry.short:
                            yield written, start, end, entry, read, alone
                    step = size
                    break
            at += step

    def _unless_it_goes_on(self, found: list[CodeEntry], following: str) -> list[CodeEntry]:
        """The codes found, unless the next word makes another code of them: PLUS or PLUT where codes end in PLUS."""
        if not following.isalpha() or len(following) < 2 or not following[0].isupper():
            return found
        form = code_form(following)
        goes_on = form in self._entries.tails or (
            len(form) >= NEAR_TAIL and any(one_sign_apart(form, tail) for tail in self._entries.tails)
        )
        if goes_on or (following.isascii() and len(form) <= SHORT_TAIL and not any(e.exact for e in found)):
            return []
        return found

    def _apart(self, gap: str) -> bool:
        """Whether more than one separator is between two tokens, or one that parts phrases: then they are no code.

        A hyphen counts as one with blanks about it: WYM - 4014. A root is part of the number behind it: QT10/√3.
        """
        gap = gap.removesuffix(ROOT)
        if gap.strip(" ") == "-" and len(gap) <= LONGEST_GAP:
            return False
        return len(gap) > 1 or (gap != "" and gap in self._parting)


def _is_number_of_pieces(text: str, start: int, end: int) -> bool:
    """Whether a number is one of pieces or a measure: 30 of "30 PCS", and of "QX-200-30 PCS"."""
    return is_counted(start, end, counted_spans(text)) or counts_behind(text, max(start - 1, 0))


def _is_whole(entry: CodeEntry) -> bool:
    """Whether an entry is a whole code of its item's own."""
    return entry.exact and not entry.short and not entry.member


def _place_of(code: str, text: str) -> tuple[int, int] | None:
    """The span in the description of a code that was read under a label."""
    at = text.find(code)
    return (at, at + len(code)) if at >= 0 else None


def _is_whole_number(entry: CodeEntry, before: str) -> bool:
    """Whether a code without its prefix is a long number in groups before which no other letters stand that may be a prefix."""
    found = _CAPITALS_BEFORE.search(before[-LONGEST_PREFIX - 1 :])
    return is_number_behind_letters(entry.code) and (
        found is None or LABEL.search(found[0].strip()) is not None
    )


def _has_its_decimals(written: str, form: str, entry: CodeEntry) -> bool:
    """Whether the decimals and fractions that a text has are the code's: a comma may stand for its point (SX 3,7 for SX 3.7),
    and digits without a prefix are no 12 where they are written 1/2 or 1.2."""
    if "," not in written and not (entry.short and form.isdigit()):
        return True
    code = entry.code.replace(",", ".")
    return all(number.replace(",", ".") in code for number in _FRACTION.findall(written))


def _begins_another(written: str, text: str, end: int) -> bool:
    """Whether what goes on behind a stroke begins or ends as the code itself does, which makes another code of it: KX-20/KX-35,
    K20/K35, 8RAIL/20RAIL."""
    if text[end] != "/" or (following := _CODE_TOKEN.match(text, end + 1)) is None:
        return False
    first, other = _LETTERS_FIRST.match(written), _LETTERS_FIRST.match(following[0])
    if first is not None:
        return other is not None and first[0] == other[0]
    last = _LETTERS_LAST.search(written)
    return last is not None and following[0][0].isdigit() and following[0].endswith(last[0])


def _has_other_prefix(before: str, entry: CodeEntry) -> bool:
    """Whether another code's beginning stands before a code: joined by a hyphen, or one sign from the prefix that is missing.

    Letters alone before a code that is whole may be its maker's; a word is none: a code begins with few letters.
    """
    found = _PREFIX.search(before)
    if found is None:
        return False
    prefix, joined = code_form(found[1]), found[2].strip() == "-"
    if not entry.short:
        return joined and bool(_MIXED.match(prefix))
    own = code_form(parts(entry.code)[0])
    return prefix != own and (joined or one_sign_apart(prefix, own))
