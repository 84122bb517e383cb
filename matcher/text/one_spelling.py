"""Words in one spelling: Latin letters without accents, Arabic letters in one form each without the article, Chinese characters simplified."""

from __future__ import annotations

import re
from functools import cache

from matcher.text.plain_words import without_accents
from matcher.text.word_files import table_rows

# Forms of one Arabic letter: with and without hamza and madda, Persian, Urdu and Arabic yeh, kaf and heh, teh marbuta.
_ARABIC = str.maketrans("أإآٱىيئےكةۀہھەؤ", "ااااییییکهههههو", "\u0640")
_MARKS = re.compile(r"[\u064b-\u065f\u0670\u200c-\u200f]")
_ARTICLE = re.compile(r"(?<!\w)ال(?=\w{3})")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def in_persian_letters(text: str) -> str:
    """`text` with Arabic letters in the forms that Persian has: كشور as کشور."""
    return text if text.isascii() else text.translate(_ARABIC)


def one_spelling(text: str) -> str:
    """`text` without accents and marks, its Arabic letters and Chinese characters in one form, Arabic words
    without their article: پاكستان as پاکستان, 韓國 as 韩国."""
    if text.isascii():
        return text
    bare = _ARTICLE.sub("", _MARKS.sub("", without_accents(text).translate(_ARABIC)))
    return bare.translate(_simplified()) if _HAN.search(bare) else bare


@cache
def _simplified() -> dict[int, str]:
    """Traditional characters by number, with their simplified ones (tools/traditional_chinese.py)."""
    rows = table_rows(__package__, "traditional_chinese.csv")
    return {ord(row["traditional"]): row["simplified"] for row in rows}
