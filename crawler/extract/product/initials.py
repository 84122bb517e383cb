"""Codes in a page's sentences that begin with the initials of the product's name: "The TS-20 ..." of a Tripod Seat."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.extract.page.document import Element, short_text
from crawler.extract.page.layout import Layout
from crawler.extract.page.vocabulary import alternatives, pattern
from crawler.extract.product.variants import in_link, is_code, is_marked_code

LEAST, MOST = 2, 4  # initials
LEAST_OF_SOME = 3  # initials of the first words of a name; of fewer it must be all words
LONGEST = 1000  # characters of a text
SMALL = 3  # letters of a word that may have no initial in the code: of, für, con
TEXTS = ("p", "li", "td", "dd", "div", "span", "font", "b", "strong", "i", "em", "h2", "h3", "h4")
_WORD = re.compile(r"[^\W\d_]+")
_NUMBERED_WORD = pattern("numbered_words")
_MEASURED = re.compile(rf"\s?(?:{alternatives('units')})(?!\w)", re.I)  # AC-220 V


def initialed_codes(layout: Layout, name: str) -> set[str]:
    """The codes that begin with the initials of all words of the name, or of its first three or four."""
    initials = _initials(name)
    if not initials:
        return set()
    # With a blank only behind three letters: TSX 20
    code = re.compile(
        rf"(?<![\w./-])(?P<letters>{'|'.join(sorted(initials, key=len, reverse=True))})(?:-?|(?<=\w\w\w) )\d[\w./-]*"
    )
    found = set()
    for element, text in texts_of(layout, *TEXTS, "a"):
        for match in code.finditer(text):
            if _is_named(match) and not in_link(layout, element, match[0]):
                found.add(match[0].rstrip("./-"))
    return found


def texts_of(layout: Layout, *tags: str) -> Iterator[tuple[Element, str]]:
    """The elements of the page's subject that begin with a text of their own, with all their text, but for long ones."""
    for element in layout.subject(*tags):
        if (element.text or "").strip() and (text := short_text(element, LONGEST)):
            yield element, text


def _is_named(match: re.Match[str]) -> bool:
    """Whether letters and number are a code: no size, class or measure."""
    whole = match[0].rstrip("./-")
    number = whole[len(match["letters"]) :].lstrip(" -")
    if _NUMBERED_WORD.fullmatch(match["letters"]) or re.fullmatch(r"\d+" + _MEASURED.pattern, number, re.I):
        return False
    coded = is_code(whole) if " " in whole else is_marked_code(whole)
    return coded and not _MEASURED.match(match.string, match.end())


def _initials(name: str) -> set[str]:
    """The initials of a name's words, with and without the small ones."""
    words = _WORD.findall(name)
    found = set()
    for chosen in (words, [word for word in words if len(word) > SMALL]):
        letters = "".join(word[0].upper() for word in chosen)
        if LEAST <= len(letters) <= MOST:
            found.add(letters)
        found |= {letters[:n] for n in range(LEAST_OF_SOME, MOST + 1) if len(letters) >= n}
    return {letters for letters in found if letters.isupper() and len(letters) >= LEAST}
