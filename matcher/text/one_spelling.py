"""Words in one spelling: Latin letters without accents, Arabic letters in one form each without the article, Indian
nasals as a dot, Ethiopic letters of one sound as one, Khmer without blanks, Chinese characters simplified."""

from __future__ import annotations

import re
from functools import cache

from matcher.text.plain_words import without_accents
from matcher.text.word_files import table_rows

# Forms of one Arabic letter: with and without hamza and madda, Persian, Urdu and Arabic yeh, kaf and heh, teh marbuta.
_ARABIC = str.maketrans("أإآٱىيئےكةۀہھەؤ", "ااااییییکهههههو", "\u0640")
_MARKS = re.compile(r"[\u064b-\u065f\u0670\u200c-\u200f]")
_ARTICLE = re.compile(r"(?<!\w)ال(?=\w{3})")
# Nasals before a consonant, which Devanagari and Bengali write with a letter or with a dot: थाइल्याण्ड, थाइल्यान्ड, थाइल्यांड.
_NASALS = (
    (re.compile("[\u0919\u091e\u0923\u0928\u092e]\u094d(?=[\u0915-\u0939])|\u0901"), "\u0902"),
    (re.compile("[\u0999\u099e\u09a3\u09a8\u09ae]\u09cd(?=[\u0995-\u09b9])|\u0981"), "\u0982"),
)
_ETHIOPIC = str.maketrans(
    {
        **{base + vowel: 0x1200 + vowel for base in (0x1210, 0x1280) for vowel in range(7)},  # ሐ and ኀ as ሀ
        **{0x1220 + vowel: 0x1230 + vowel for vowel in range(7)},  # ሠ as ሰ
        **{0x12D0 + vowel: 0x12A0 + vowel for vowel in range(7)},  # ዐ as አ
        **{0x1340 + vowel: 0x1338 + vowel for vowel in range(7)},  # ፀ as ጸ
        **dict.fromkeys((0x1203, 0x1213, 0x1283), 0x1200),  # with a they sound as without it
        **dict.fromkeys((0x12A3, 0x12D3), 0x12A0),
    }
)
_KHMER_BLANK = re.compile(r"(?<=[\u1780-\u17ff]) (?=[\u1780-\u17ff])")
_STACKED = "\u103a\u1039"  # Burmese: စင်္ကာပူ, which is also written စင်ကာပူ
_HAN = re.compile(r"[\u4e00-\u9fff]")


def in_persian_letters(text: str) -> str:
    """`text` with Arabic letters in the forms that Persian has: كشور as کشور."""
    return text if text.isascii() else text.translate(_ARABIC)


def one_spelling(text: str) -> str:
    """`text` without accents and marks, its Arabic and Ethiopic letters, Indian nasals and Chinese characters in one form, Arabic
    words without their article: پاكستان as پاکستان, 韓國 as 韩国."""
    if text.isascii():
        return text
    bare = _ARTICLE.sub("", _MARKS.sub("", without_accents(text).translate(_ARABIC)))
    for nasal, dot in _NASALS:
        bare = nasal.sub(dot, bare)
    bare = _KHMER_BLANK.sub("", bare.translate(_ETHIOPIC).replace(_STACKED, _STACKED[0]))
    return bare.translate(_simplified()) if _HAN.search(bare) else bare


@cache
def _simplified() -> dict[int, str]:
    """Traditional characters by number, with their simplified ones (tools/traditional_chinese.py)."""
    rows = table_rows(__package__, "traditional_chinese.csv")
    return {ord(row["traditional"]): row["simplified"] for row in rows}
