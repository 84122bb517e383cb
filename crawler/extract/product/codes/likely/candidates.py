"""Texts of a page that may be the code of its product: in the texts of its subject, its pictures' names, and its address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from crawler.extract.page.element_text import letters_of, short_text
from crawler.extract.page.gallery import subject_images
from crawler.extract.page.layout import Layout
from crawler.extract.product.codes.likely.places import evidence_of_place
from crawler.extract.product.codes.names.codes_in_addresses import FOLDER_PAGE, page_called
from crawler.extract.product.codes.shown.codes_in_elements import LEAST_SENTENCE, MOST_IMAGES
from crawler.extract.words.alphabets import CAPITALS

LONGEST = 1000  # characters of a text that is searched
LONGEST_CODE = 30
LEAST, LEAST_DIGITS = 2, 4  # letters and digits of a code; digits of one without letters and separators
MOST_CAPITALS = 9  # of a code without digits: PK-SS
MOST, MOST_PLACES = 200, 1000  # candidates of a page, and places where they stand
_TAGS = (
    *("p", "li", "td", "th", "dd", "dt", "div", "span", "b", "strong", "i", "em", "small", "font", "center", "a", "u"),
    *("option", "label", "figcaption", "caption", "h1", "h2", "h3", "h4", "h5", "h6"),
)  # fmt: skip
_SIGNS = rf"{CAPITALS}a-zа-яё\d"
_FORMS = (
    # QV-20, 05.02.114-01, QV-SS
    re.compile(
        rf"(?<![{_SIGNS}])(?<![{_SIGNS}][./-])[{CAPITALS}\d][{_SIGNS}]*"
        rf"(?:(?:[-/.]|(?<=[А-Я]-\d),(?=\d)|(?<=[А-Я]-\d\d),(?=\d))[{_SIGNS}]+)*(?![{_SIGNS}]|,\d)"
    ),
    # With blanks: QVF 40-200, QV 85 A
    re.compile(
        rf"(?<![{_SIGNS}./-])[{CAPITALS}]{{1,6}}(?:-[{CAPITALS}]{{1,4}})? \d{{1,5}}[{_SIGNS}]{{0,3}}(?:[-/.][{_SIGNS}]+)*"
        rf"(?: [{CAPITALS}]{{1,2}})?(?![{_SIGNS}])"
    ),
    re.compile(rf"(?<![{_SIGNS}.,/-])\d{{2,5}}(?: \d{{2,5}}){{1,2}}(?![{_SIGNS}.,/-])"),  # 21 725
)
_IN_ADDRESS = re.compile(r"(?<![a-z0-9])[a-z]{1,6}[-_]?\d{1,5}(?:[-_]?[a-z0-9]{1,4})??(?![a-z0-9])")
_OF_FOLDER = re.compile(rf"{FOLDER_PAGE.pattern}|print\.\w{{2,5}}", re.I)


@dataclass
class Candidate:
    """A text that may be a code, and what speaks for and against it: feature -> number, 0 where it has none."""

    text: str
    features: dict[str, float] = field(default_factory=dict)

    def note(self, **told: float) -> None:
        """Keep the greatest value of each feature: over all places where the text stands."""
        for name, value in told.items():
            self.features[name] = max(self.features.get(name, 0.0), float(value))


def code_candidates(layout: Layout, name: str) -> list[Candidate]:
    """What may be the code of the page's product called `name`, with the evidence of the places where it stands."""
    found: dict[str, Candidate] = {}
    sentences = places = 0
    called = name.casefold()
    for element in layout.subject(*_TAGS):
        has_own = (element.text or "").strip() or any((child.tail or "").strip() for child in element)
        text = short_text(element, LONGEST) if has_own else None
        if not text:
            continue
        sentences += len(text.split()) >= LEAST_SENTENCE
        for match in _codes(text):
            candidate = found.setdefault(match[0], Candidate(match[0]))
            places += 1
            candidate.note(**evidence_of_place(layout, element, match, sentences, called))
        if len(found) > MOST or places > MOST_PLACES:
            break
    for image in subject_images(layout)[:MOST_IMAGES]:
        for match in _codes(image.alt[:LONGEST]):
            found.setdefault(match[0], Candidate(match[0])).note(pictured=1.0)
    known = set(map(letters_of, found))
    for match in _IN_ADDRESS.finditer(last_part(layout.document.url)):
        text = match[0].upper().replace("_", "-")
        if letters_of(text) not in known:
            found[text] = Candidate(text, {"only_in_address": 1.0})
    return list(found.values())


def last_part(url: str) -> str:
    """What an address is called, in small letters; of a folder's page, also one for the printer, the folder's name."""
    return page_called(url, _OF_FOLDER).casefold()


def _codes(text: str) -> Iterator[re.Match[str]]:
    """What has the form of a code in a text."""
    for form in _FORMS:
        for match in form.finditer(text):
            code = match[0]
            signs = sum(map(str.isalnum, code))
            if len(code) > LONGEST_CODE or signs < (LEAST_DIGITS if code.isdigit() else LEAST):
                continue
            if any(map(str.isdigit, code)) or ("-" in code and code.isupper() and signs <= MOST_CAPITALS):
                yield match
