"""The code that only the file of the page's picture is called: QV-20 of /images/QV-20-front-1024x683.jpg."""

from __future__ import annotations

import re

from crawler.extract.page.layout import Layout
from crawler.extract.product.codes.forms.code_forms import is_marked_code
from crawler.extract.product.codes.names.codes_in_addresses import LETTERS, page_called
from crawler.extract.product.codes.shown.codes_in_elements import picture_addresses
from crawler.extract.words.vocabulary import pattern

LONGEST = 80  # characters of a file's name
# Capitals and numbers; behind them small words, which say what of it is shown, and the size in pixels
_FILE = re.compile(
    r"(?P<code>(?P<word>[A-Z]{2,5}|[A-Z](?=-\d{3}))(?:-?[A-Z]{0,2}\d{1,5}[A-Z]{0,3}){1,4})(?:[-_ ][a-z]{2,15}){0,4}(?:[-_]\d{2,4}x(?:\d{2,4})?)?(?:@\dx)?"
)
_SMALL_FILE = re.compile(rf"(?P<word>{LETTERS})-\d{{2,5}}[a-z]?")
_TRANSLITERATED = re.compile("[\u0370-\u04ff]")
_NUMBER = re.compile(r"\d+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_COUNTED = pattern("counted_files")  # words before the number that a camera or an editor counts its files by


def code_of_file(layout: Layout, name: str) -> str | None:
    """The one code that files of the subject's pictures are called, in capitals; in small letters where the page's address is
    the same. None where the product's `name` is in Cyrillic or Greek, as its code would be, of which files have but the sounds.

    A camera's names are none, nor numbers with noughts before them or years, which count pictures; nor are codes where several
    pictures have different ones.
    """
    if _TRANSLITERATED.search(name):
        return None
    names = [name for name in map(page_called, picture_addresses(layout)) if len(name) <= LONGEST]
    found = {code for name in names if (code := code_called(name)) is not None}
    if found:
        return found.pop() if len(found) == 1 else None
    own = page_called(layout.document.url)
    small = _SMALL_FILE.fullmatch(own) if own in names else None
    return own.upper() if small and _is_code(own.upper(), small["word"]) else None


def code_called(file: str) -> str | None:
    """The code in capitals that a file's name is or begins with."""
    match = _FILE.fullmatch(file)
    return match["code"] if match and _is_code(match["code"], match["word"]) else None


def _is_code(code: str, word: str) -> bool:
    return (
        is_marked_code(code)
        and not _COUNTED.fullmatch(word)
        and not any(number.startswith("0") or _YEAR.fullmatch(number) for number in _NUMBER.findall(code))
    )
