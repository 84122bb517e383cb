"""The form of one code: letters and digits together that are no size, unit, class or standard.

`is_code` is for a text that a label or its place says to be a code: QV 20. `is_marked_code` is for one that nothing says to be
one: QV-20.
"""

from __future__ import annotations

import re

from crawler.extract.words.alphabets import CAPITALS
from crawler.extract.words.vocabulary import alternatives, pattern

LEAST_CODE = 3  # letters and digits of a code
_CODE = re.compile(
    rf"(?=\D*\d)(?=[^{CAPITALS}]*[{CAPITALS}])[{CAPITALS}\d][{CAPITALS}a-z\d]*(?:[-./ ][{CAPITALS}a-z\d]+){{0,4}}"
)
SMALL_WORD = re.compile(r"[a-zа-яё]{4}")  # in a text, which is then no code
_HYPHENED = re.compile(rf"[{CAPITALS}]{{1,4}}-[{CAPITALS}]{{1,5}} \d{{1,4}}[{CAPITALS}]{{0,2}}")  # QV-LS 7
_MARKED = re.compile(rf"-|\d{{3}}|[{CAPITALS}]{{2}}/\d")  # what a code has that no word says to be one
# Of valves, by the scheme of the Soviet bureau ЦКБА that Russian makers keep: type, body, model, seal (30ч6бр, 15кч18п)
_VALVE = re.compile(
    r"\d{2}(?:кч|вч|лс|нж|вп|тн|бр|[счбпка])\d{1,3}(?:нж|бр|бк|бт|ст|фт|вп|рк|эм|гм|[пркн])\d?", re.I
)
# Standards, sizes and units that look like codes; the words before a number of something else: class 2
NOT_CODE, NUMBERED_WORD = pattern("not_model_codes"), pattern("numbered_words")
_SIZE = re.compile(r"(?P<word>[^\W\d_]+)[-.]?[A-Z]?\d+[a-zA-Z]?")  # DN-50, ASTM-A36
_NUMBERED_SIZE = re.compile(r"(?P<word>[^\W\d_]+)[-. ]?\d+(?:[/.,x]\d+)?[a-zA-Z]?")
_SIZES = pattern("not_model_codes", r"{}|(?:dn|pn|ду|ру|us|eu|uk)[- ]?\d+")  # that head columns as codes do
MEASURE = pattern("units", r"\d[\d.,]*\s?{}\.?")
# At the end of a text: "DA 65 mm"; in small letters and two of them, as QV 20 A is a code
_MEASURE_LAST = pattern("units", r" \d[\d.]* ?(?=(?-i:[a-zµа-яё]{2})){}$")
UNIT_BEHIND = pattern("units", r"\s?{}(?!\w)")  # behind a number
# What a sentence says of its subject, behind a code: "The QV-20 is", "QV-20 — это", QV-20は
SAID_BEHIND = re.compile(rf"\s?(?:[—–]\s|[是為为はー])|\s(?:{alternatives('said_of_a_thing')})(?!\w)", re.I)


def is_code(text: str) -> bool:
    """Whether a text is the code of a model, perhaps of several words: KHE 20, TB-EPX-210-5; or of a Russian valve: 30ч6бр."""
    return _VALVE.fullmatch(text) is not None or (
        _CODE.fullmatch(text) is not None
        and sum(map(str.isalnum, text)) >= LEAST_CODE
        and not SMALL_WORD.search(text)
        and not MEASURE.fullmatch(text)
        and not _MEASURE_LAST.search(text)
    )


def in_capitals(code: str) -> str:
    """A code as it would be in capitals where its small letters say nothing: that of a valve, 30ч6бр as 30Ч6БР."""
    return code.upper() if _VALVE.fullmatch(code) else code


def is_marked_code(text: str) -> bool:
    """Whether a text is a code though no word says so: a hyphen or several digits, and no size, class or standard."""
    size = _SIZE.fullmatch(text)
    return (
        is_code(text)
        and " " not in text
        and (_MARKED.search(text) is not None or _VALVE.fullmatch(text) is not None)
        and not NOT_CODE.fullmatch(text)
        and not are_measures(text)
        and not (size and NUMBERED_WORD.fullmatch(size["word"]))
    )


def is_hyphened_code(text: str) -> bool:
    """Whether a text is a code by the hyphen between its letters, though a blank stands before its number: QV-LS 7."""
    return is_code(text) and _HYPHENED.fullmatch(text) is not None and not NOT_CODE.fullmatch(text)


def is_numbered_size(text: str) -> bool:
    """Whether a text is a size, or letters that stand for one or for a class with their number: DN 50, M10, G1/2."""
    size = _NUMBERED_SIZE.fullmatch(text)
    return is_size(text) or (size is not None and NUMBERED_WORD.fullmatch(size["word"]) is not None)


def are_measures(text: str) -> bool:
    """Whether a text is several measures with a sign between them: 12V-9Ah, 24V/3A."""
    parts = re.split("[-/]", text)
    return len(parts) > 1 and all(
        part[:1].isdigit() and not part.isdigit() and NOT_CODE.fullmatch(part) for part in parts
    )


def is_size(text: str) -> bool:
    """Whether a text is a size or class that heads columns as codes do: DN 50, EU 42."""
    return _SIZES.fullmatch(text) is not None
