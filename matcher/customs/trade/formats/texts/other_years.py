"""Months and years as headings of some languages write them, as those of others: "ม.ค. พ.ศ. 2566" becomes "January 2023"."""

from __future__ import annotations

import calendar
import re
import unicodedata
from functools import cache

from matcher.customs.trade.formats.texts.vocabulary import has_no_blanks, word_lists_as_written
from matcher.customs.values.calendars import BUDDHIST

_LETTER = r"[\w\u0900-\u0dff]"
# Years of the Buddhist era from 2531, 1988, on: those before have no HS.
_BUDDHIST_YEAR = r"(?<![\d.,])(25[3-9]\d|260\d)(?![\d.,]\d|\d)"
_ERA = r"(?:พ\.?\s?ศ\.?|b\.?\s?e\.?(?!\w)|buddhist\s(?:era|year))"
_OF_ERA = re.compile(rf"(?<!\w){_ERA}|[\u0e00-\u0eff]", re.IGNORECASE)
# Years of the Solar Hijri and the Buddhist era, of which a text does not say that they are.
_OTHER_YEAR = re.compile(r"(?<![\d.,])(?:1[34]\d\d|2[45]\d\d|26\d\d)(?![\d.,]\d|\d)")
# г. and р., the year in Russian and Ukrainian, which may be another word elsewhere: grams, roubles.
_SHORT_YEAR = re.compile(r"(?<=(?<!\d)(?:19|20)\d\d)\s?(?:гг?|рр?)\.?(?!\w)")
_ERA_BESIDE_YEAR = re.compile(
    rf"(?<!\w){_ERA}\s*(?={_BUDDHIST_YEAR})|(?<=\d)\s*\(?{_ERA}(?!\w)\)?", re.IGNORECASE
)


@cache
def own_months() -> tuple[re.Pattern[str], dict[str, int]]:
    """An expression that finds the months that languages.yaml lists, and month by its name in small letters, NFKC."""
    names = {
        unicodedata.normalize("NFKC", word).casefold(): int(month)
        for month, words in word_lists_as_written("months").items()
        for word in words
    }
    listed = sorted((name for name in names if not name.isascii()), key=len, reverse=True)
    apart = "|".join(re.escape(name) for name in listed if not has_no_blanks(name))
    glued = "|".join(re.escape(name) for name in listed if has_no_blanks(name))
    return re.compile(rf"(?<!{_LETTER})(?:{apart})(?!{_LETTER})|{glued}", re.IGNORECASE), names


def plain_periods(text: str) -> str:
    """`text` (NFKC) with months of other scripts in English, and years of the Buddhist era, where it says that they are, as ours."""
    if text.isascii():
        return _of_our_era(text)
    text = _SHORT_YEAR.sub(" ", _of_our_era(unicodedata.normalize("NFKC", text)))
    found, months = own_months()
    return found.sub(lambda m: f" {calendar.month_name[months[m[0].casefold()]]} ", text)


def says_buddhist_years(text: str) -> bool:
    """Whether a text says that its years, or those below it, are of the Buddhist era: by พ.ศ. or B.E., or in Thai or Lao."""
    return _OF_ERA.search(text) is not None


def our_year(cell: str, header: str) -> str:
    """A year in a column with this header: 2566 below ปี is 2023; `cell` as it is where nothing says of which era it is."""
    return (
        _of_our_era(f"{cell} {header}").removesuffix(header).strip()
        if re.fullmatch(_BUDDHIST_YEAR, cell)
        else cell
    )


def has_other_year(text: str) -> bool:
    """Whether a text has a number that may be a year of another calendar: 1402, 2566."""
    return _OTHER_YEAR.search(text) is not None


def _of_our_era(text: str) -> str:
    if not re.search(_BUDDHIST_YEAR, text) or not says_buddhist_years(text):
        return text
    return re.sub(_BUDDHIST_YEAR, lambda m: str(int(m[1]) - BUDDHIST), _ERA_BESIDE_YEAR.sub(" ", text))
