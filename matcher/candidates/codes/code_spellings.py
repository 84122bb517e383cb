"""How a code is written: its parts, its other spellings, the letters that a site's codes share."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence

from matcher.records.documents import ItemDocument
from matcher.text.normal_forms import code_form, with_ones, without_markers

LEAST_GLUED, LONGEST_GLUED = 5, 4  # codes of a site that tell its glued prefix, and letters of it
SHARED_GLUED = 0.9  # of a site's codes that begin with it
LEAST_GROUPED = 7  # digits of a number in groups
_LETTERS_AND_GROUPS = re.compile(r"[^\W\d_]{1,5}[ -]?(\d+(?:[./-]\d+){2,4})")
_DIGIT = re.compile(r"\d")
_LETTER_O = re.compile("[OoОо]")  # Latin and Cyrillic: beside a digit they are zeros
_SIZE_STROKE = re.compile(r"(?<=\d)/(?=\d)")
_SIZE_SIGN = re.compile(r"(?<=\d)[-/.](?=\d)")
_LAST_SIZE_SIGN = re.compile(r"(?<=\d)[-/.](?=\d+\D*$)")
_SIZE_CROSS = re.compile(r"(?<=\d)[xX×хХ](?=\d)")
ROOT = "√"  # of a voltage between phase and earth: no keyboard has it


def glued_prefixes(items: Sequence[ItemDocument]) -> dict[str, str]:
    """By site, the letters that (almost) all its codes begin with and go on from without a sign: LS of LS6312, LSNU316.

    Declarants drop them where the maker is named.
    """
    first: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for item in items:
        for code in item.codes:
            if own := parts(code):
                first[item.site][code_form(own[0])] = None
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


def split_off(prefix: str, words: list[str]) -> list[str]:
    """The parts of a code with the prefix that is glued to the first of them as one of its own; [] where it is not."""
    first = code_form(words[0]) if prefix and words else ""
    if not first.startswith(prefix) or len(first) <= len(prefix):
        return []
    return [prefix, first[len(prefix) :], *words[1:]]


def is_number_behind_letters(code: str) -> bool:
    """Whether a code is letters and a number of many digits in groups, which no other maker's is by chance: the number without the
    letters is as good as the whole, QV 41.178.03."""
    found = _LETTERS_AND_GROUPS.fullmatch(code)
    return found is not None and len(digits(found[1])) >= LEAST_GROUPED


def spellings(code: str) -> list[str]:
    """A code and its other spellings: with another sign between the numbers of a size (NET-9/6 and NET-9x6; XG-80x40x200 and
    XG-80/40x200 for XG-80/40-200), with a letter in place of a root (QT10/V3 for QT10/√3; where it is left out the form is that of
    the code itself)."""
    crossed = (sign.sub("x", code) for sign in (_SIZE_STROKE, _SIZE_SIGN, _LAST_SIZE_SIGN))
    stroked = _SIZE_CROSS.sub("/", code)
    return list(dict.fromkeys((code, *crossed, stroked, code.replace(ROOT, "V"))))


def tail(words: Sequence[str]) -> str:
    """The first word after the last digits of a code, in its normal form; empty where the code ends in digits."""
    last = max((at for at, word in enumerate(words) if _DIGIT.search(word)), default=len(words))
    following = [code_form(word) for word in words[last + 1 :]]
    return following[0] if following and len(following[0]) > 1 else ""


def digits(form: str) -> str:
    """The digits of a normal form."""
    return "".join(filter(str.isdigit, form))


def read_digits(written: str) -> str:
    """The digits of a code as written: those of its form."""
    if not written.isascii():
        written = unicodedata.normalize("NFKC", without_markers(written))
    elif "[=" in written:
        written = without_markers(written)
    written = with_ones(written)
    return digits(code_form(written) if _LETTER_O.search(written) else written)


def parts(code: str) -> list[str]:
    """The words and numbers of a code between its signs."""
    return [part for part in re.split(r"[\s\-–—_./+*#:()=]+", code.strip()) if part]
