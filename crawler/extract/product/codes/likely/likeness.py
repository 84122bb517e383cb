"""What a text that may be a code is like: its form, and what it has in common with name, title, address, specifications and the
other candidates of the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property

from crawler.extract.page.element_text import letters_of, short_text
from crawler.extract.page.layout import Layout
from crawler.extract.product.codes.forms.code_forms import (
    MEASURE,
    NOT_CODE,
    NUMBERED_WORD,
    in_capitals,
    is_code,
    is_size,
)
from crawler.extract.product.codes.forms.code_lists import stem_of
from crawler.extract.product.codes.forms.model_labels import MODEL_FIELDS
from crawler.extract.product.codes.likely.candidates import Candidate, last_part
from crawler.extract.product.codes.names.codes_in_addresses import spelt_in_addresses
from crawler.extract.product.codes.shown.codes_in_elements import stems_of_pictures
from crawler.extract.product.codes.shown.initials import letters_in_order
from crawler.extract.words.labels import field_of

LONGEST = 100_000  # characters of a page in which codes are counted
LEAST_SHARED = 3  # letters and digits of a code in an address
INITIALS = 4
MOST_COUNTED = 6  # times that a code stands on a page
MOST_ALIKE, MOST_CODES = 10, 30  # candidates
_NUMBER, _WORD = re.compile(r"\d+"), re.compile(r"[^\W\d_]+")
_SEPARATOR = re.compile(r"[-/. ]")
_YEAR = re.compile(r"(?:19|20)\d\d")


class PageOfCodes:
    """What candidates of one page are compared with."""

    def __init__(
        self,
        layout: Layout,
        name: str,
        specs: Sequence[tuple[str, str, str]],
        candidates: Sequence[Candidate],
    ) -> None:
        document = layout.document
        self.text, self.name = document.text[:LONGEST], name.casefold()
        self.title, self.whole_title = document.own_title or "", document.title or ""
        self.heading = short_text(layout.heading, 300) or "" if layout.heading is not None else ""
        self.address, self.files = letters_of(last_part(document.url)), stems_of_pictures(layout)
        self.labels: dict[str, list[str]] = {}
        for label, value, _ in specs:
            self.labels.setdefault(value, []).append(label)
        self.stems = Counter(stem_of(one.text) for one in candidates)
        self.shapes = Counter(_shape(one.text) for one in candidates)
        self.codes = sum(is_code(one.text) and "shown" in one.features for one in candidates)

    @cached_property
    def numbers(self) -> set[str]:
        return set(_NUMBER.findall(self.name))

    @cached_property
    def words(self) -> list[str]:
        return _WORD.findall(self.name)

    def evidence(self, code: str) -> Mapping[str, float]:
        """The features of a code that do not depend on where it stands."""
        return _form(in_capitals(code)) | self._shared(code) | self._others(code)

    def _shared(self, code: str) -> dict[str, float]:
        signs = letters_of(code)
        spelt = set(map(letters_of, spelt_in_addresses(code)))
        letters = "".join(filter(str.isalpha, code)).casefold()
        initials = "".join(word[0] for word in self.words)
        numbers = self.numbers & set(_NUMBER.findall(code))
        long = len(signs) >= LEAST_SHARED
        labels = self.labels.get(code, ())
        fields = set(map(field_of, labels))
        return {
            "count": min(len(re.findall(rf"(?<!\w){re.escape(code)}(?!\w)", self.text)), MOST_COUNTED),
            "in_name": code.casefold() in self.name,
            "in_title": code in self.title,
            "in_whole_title": code in self.whole_title,
            "is_title": signs == letters_of(self.title),
            "in_heading": code in self.heading,
            "in_address": long and any(one in self.address for one in spelt),
            "begins_address": long and self.address.startswith((*spelt,)),
            "ends_address": long and self.address.endswith((*spelt,)),
            "is_address": self.address in spelt,
            "in_file": long and any(one in file for file in self.files for one in spelt),
            "is_file": not spelt.isdisjoint(self.files),
            "longest_number_shared": max(map(len, numbers), default=0),
            "initials_shared": len(letters) > 1 and letters[:INITIALS] in initials,
            "first_initial": bool(letters) and letters[0] == initials[:1],
            "shortens_word": bool(letters)
            and any(letters[0] == word[0] and letters_in_order(letters, word) for word in self.words),
            "letters_in_name": len(letters) > 1 and letters in self.words,
            "name_has_digit": bool(self.numbers),
            "value": bool(labels),
            "value_of_property": None in fields,
            "value_of_model": not fields.isdisjoint(MODEL_FIELDS),
        }

    def _others(self, code: str) -> dict[str, float]:
        return {
            "others_of_stem": self.stems[stem_of(code)] - 1,
            "others_of_shape": min(self.shapes[_shape(code)] - 1, MOST_ALIKE),
            "codes": min(self.codes, MOST_CODES),
            "only_code": self.codes == 1 and is_code(code),
        }


def _form(code: str) -> dict[str, float]:
    """What the form of a code says."""
    letters, digits = "".join(filter(str.isalpha, code)), _NUMBER.findall(code)
    return {
        "length": len(letters_of(code)),
        "letters": len(letters),
        "digits": sum(map(len, digits)),
        "numbers": len(digits),
        "separators": len(_SEPARATOR.findall(code)),
        "hyphen": "-" in code,
        "stroke": "/" in code,
        "point": "." in code,
        "blank": " " in code,
        "starts_with_letter": code[:1].isalpha(),
        "small_letters": sum(map(str.islower, code)),
        "capitals_only": not digits,
        "is_code": is_code(code),
        "not_code": NOT_CODE.fullmatch(code) is not None,
        "size": is_size(code),
        "measure": MEASURE.fullmatch(code) is not None,
        "numbered_word": NUMBERED_WORD.fullmatch(letters) is not None,
        "year": _YEAR.fullmatch(code) is not None,
    }


def _shape(code: str) -> str:
    return _NUMBER.sub("9", _WORD.sub("A", code))
