"""Texts of several words that are a code and nothing else: QV-LS 7; no size, standard or number of something: DN 50, Page 2."""

from __future__ import annotations

import re

from crawler.extract.product.codes.forms.code_forms import NOT_CODE, NUMBERED_WORD, is_size
from crawler.extract.product.codes.forms.code_lists import is_listed_code
from crawler.extract.words.alphabets import CAPITALS

# A name that nothing says to be a code: short words of capitals and figures, "QV-LS 7", "QV 20/800"; "PUMP 20" and "QV 20 PUMPS"
# have a longer word
_SHORT_WORDS = re.compile(
    rf"(?!.*[{CAPITALS}]{{5}})[{CAPITALS}]{{1,4}}(?:-[{CAPITALS}]{{1,4}}(?![^\W\d_])|(?<![^\W\d_]{{4}}) \d)[{CAPITALS}\d./ -]*"
)


def code_of_words(name: str) -> str | None:
    """A name of several words that is nothing but a code: QV-LS 7, QV 20/800; no size, year, or number of something: DN 50."""
    short = " " in name and _SHORT_WORDS.fullmatch(name) and is_whole_code(name)
    return name if short and ("-" in name or len(re.findall(r"\d", name)) > 1) else None


def is_whole_code(text: str) -> bool:
    """Whether a text is a code, and no size, standard or number of something else: DN 50, Page 2."""
    return (
        is_listed_code(text)
        and not NOT_CODE.fullmatch(text)
        and not is_size(text)
        and not NUMBERED_WORD.fullmatch(text.split()[0])
    )
