"""Codes that a goods record states and no item of the catalog has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from matcher.candidates.codes.code_hits import CodeHit
from matcher.candidates.makers.firms import LONGEST_TEXT, brand_words, words_of
from matcher.records.documents import GoodsDocument
from matcher.text.normal_forms import code_form

_CODE_LIKE = re.compile(
    r"(?<![A-Za-zА-ЯЁа-яё\d_-])(?=[\w-]*\d)(?=[\w-]*[A-Za-zА-Яа-я])"
    r"[A-Za-zА-ЯЁа-яё\d]+(?:[-/][A-Za-zА-ЯЁа-яё\d]+)*(?![A-Za-zА-ЯЁа-яё\d_-])"
)

# A word and a code behind it, which letters begin: what digits begin may be a measure
_BEHIND_WORD = re.compile(
    r"(?<![^\W\d_])(?P<word>[^\W\d_]{4,30})[\"»”']?\s[\"«“']?(?P<code>[A-ZА-ЯЁ]{1,6}-?\d[A-ZА-ЯЁ\d]*(?:[-/][A-ZА-ЯЁ\d]+)*)(?![\w-])"
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


@lru_cache(maxsize=1 << 10)  # the items that a record is compared with follow each other
def code_of_mark(text: str, firm: str) -> str:
    """The code behind a firm's own word in a text: QV-6S of "KORVANTI QV-6S battery"; empty where there is none."""
    own = brand_words(firm)
    matches = _BEHIND_WORD.finditer(text[:LONGEST_TEXT]) if own else ()
    return next((match["code"] for match in matches if own & words_of(match["word"])), "")


def _is_known(form: str, known: Iterable[str]) -> bool:
    """Whether a code holds a known one; digits alone must be half of it: 11 is no part of LY-250-11."""
    return any(k in form and (not k.isdigit() or 2 * len(k) >= len(form)) for k in known)
