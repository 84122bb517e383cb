"""A code in the page's sentences that no word calls one, but that the address, a picture's file or the product's name vouches for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from crawler.extract.page.document import letters_of
from crawler.extract.page.gallery import subject_images
from crawler.extract.page.layout import Layout
from crawler.extract.product.codes.code_forms import (
    NOT_CODE,
    NUMBERED_WORD,
    UNIT_BEHIND,
    is_code,
    is_marked_code,
)
from crawler.extract.product.codes.codes_in_elements import TEXTS, in_link, texts_of
from crawler.extract.product.codes.initials import initialed_codes
from crawler.extract.words.alphabets import CAPITALS
from crawler.extract.words.vocabulary import alternatives

LEAST_WORD = 4  # letters of the name's words before a code
LEAST_LAST = 3  # of its last word, which says what it is: "Kit QV-20"
MOST_IMAGES = 8  # whose files are looked at
_SIGNS = rf"{CAPITALS}a-z\d"
_TOKEN = re.compile(rf"(?<![{_SIGNS}./-])[{CAPITALS}\d][{_SIGNS}]*(?:[-/.][{_SIGNS}]+)*(?![{_SIGNS}-])")
# The same with a blank between letters and number: "the QVD 500 is"
_SPACED = re.compile(
    rf"(?<![{_SIGNS}./-])(?P<word>[{CAPITALS}]{{2,5}})(?:-[{CAPITALS}]{{1,4}})? \d{{2,5}}[{CAPITALS}]{{0,2}}(?![{_SIGNS}/%°-]|[.,]\d)"
)
_OPENING, _CLOSING = " ([«\"“„'「", " )]»\"”'」"
# What a sentence says of its subject: "The QV-20 is", "QV-20 — это", QV-20は
_SAID = re.compile(
    rf"\s?(?:[—–]\s|[是为為はー])|\s(?:{alternatives('said_of_a_thing')})(?!\w)",
    re.I,
)
_SENTENCE_START = re.compile(rf"(?:^|[.!?。！？]\s?)(?:(?:{alternatives('articles')})\s)?$", re.I)
_RESUMED = re.compile(rf",\s(?:{alternatives('articles')})\s$", re.I)  # "Made of brass, the QV-20 is"
_LAST_WORD = re.compile(r"(?P<word>[^\W\d_]+)\s$")
LONGEST_START = 60  # characters before a code in its sentence that are looked at


def vouched_code(layout: Layout, name: str) -> str | None:
    """The one code of the page's sentences that something vouches for; None for none or several.

    In this order: it is the last part of the page's address or the name of a picture's file; it begins with the initials of
    the product's name; it stands beside that name, or after words of it at a text's beginning; it is the page's only code and a
    sentence says what it is, there also one with a blank.
    """
    texts = list(_texts(layout, _TOKEN))
    stems = _stems(layout)
    filed = {code for _, match in texts if letters_of(code := match[0]) in stems}
    if filed:
        return filed.pop() if len(filed) == 1 else None
    if initialed := initialed_codes(layout, name):
        return initialed.pop() if len(initialed) == 1 else None
    marked = [(text, match) for text, match in texts if is_marked_code(match[0])]
    beside = {match[0] for text, match in marked if _is_beside(text, match, name.casefold())}
    if beside:
        return beside.pop() if len(beside) == 1 else None
    if not marked:
        marked = [(text, match) for text, match in _texts(layout, _SPACED) if _is_spaced(match)]
    if len({match[0] for _, match in marked}) != 1:
        return None
    return next((match[0] for text, match in marked if _is_subject(text, match, name.casefold())), None)


def _is_spaced(match: re.Match[str]) -> bool:
    """Whether letters and a number behind a blank are a code: no standard, class or size, and no measure."""
    return not (
        NOT_CODE.fullmatch(match[0])
        or NUMBERED_WORD.fullmatch(match["word"])
        or UNIT_BEHIND.match(match.string, match.end())
    )


def _texts(layout: Layout, form: re.Pattern[str]) -> Iterator[tuple[str, re.Match[str]]]:
    """The codes of a form in the texts of the page's subject, each with its text; not those of links to other pages."""
    for element, text in texts_of(layout, *TEXTS):
        for match in form.finditer(text):
            if is_code(match[0]) and not in_link(layout, element, match[0]):
                yield text, match


def _stems(layout: Layout) -> set[str]:
    """The letters and digits of the address's last part and of the names of the pictures' files."""
    addresses = [layout.document.url, *(image.url for image in subject_images(layout)[:MOST_IMAGES])]
    ends = (unquote(urlsplit(address).path).rstrip("/").rpartition("/")[2] for address in addresses)
    return {letters_of(re.sub(r"\.\w{2,5}$", "", end)) for end in ends} - {""}


def _is_beside(text: str, match: re.Match[str], name: str) -> bool:
    """Whether a code stands behind the name, or before it with one word between at most, or behind words of the name alone."""
    before = text[: match.start()].rstrip(_OPENING).casefold()
    after = text[match.end() :].lstrip(_CLOSING).casefold()
    if _ends_in(before, name) or after.startswith(name) or after.partition(" ")[2].startswith(name):
        return True
    words, named = before.split(), name.split()
    if len(words) == 1 and len(before) >= LEAST_LAST and named[-1:] == words:
        return True
    long = all(len(word) >= LEAST_WORD for word in words) or (len(words) > 2 and len(words[-1]) >= LEAST_WORD)
    return bool(words) and long and set(words) <= set(named)


def _ends_in(text: str, name: str) -> bool:
    """Whether a text ends in the name, and not within a word that ends so; no blank divides words outside the alphabets."""
    before = text[: -len(name)][-1:]
    return text.endswith(name) and not (before.isalnum() and before < "\u3040")


def _is_subject(text: str, match: re.Match[str], name: str) -> bool:
    """Whether a code begins a sentence, perhaps behind an article and a word of the name, that says what it is or has; or
    stands behind a comma and an article there."""
    before = text[: match.start()][-LONGEST_START:]
    word = _LAST_WORD.search(before)
    if word and len(word["word"]) >= LEAST_WORD and word["word"].casefold() in name:
        before = before[: word.start()]
    said = _SAID.match(text, match.end())
    return said is not None and (_SENTENCE_START.search(before) or _RESUMED.search(before)) is not None
