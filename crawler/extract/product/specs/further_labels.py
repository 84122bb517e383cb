"""A value that goes on with further labels and their values: "QV-20 Brand: Mill", "oak; width: 5 cm", 橡木 宽度：5厘米."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.extract.product.codes.forms.code_forms import is_code
from crawler.extract.product.codes.forms.model_labels import MODEL_FIELDS
from crawler.extract.words.alphabets import CAPITALS, EAST_ASIAN
from crawler.extract.words.labels import field_of, is_label

MOST_WORDS = 3  # of a label behind a blank, a comma or a code
MOST_LETTERS = 40  # of a label
_COLON = re.compile(r"(?<!\d)[:：](?!//)|[:：](?![\d/])")  # none of a time, a ratio or an address
_SENTENCE = re.compile(rf"[;；؛。|]\s*|\.\s+(?=[{CAPITALS}])")  # before any label
_WORD = re.compile(r"(?:[,，、]\s*|\s+)(?=\S)")
# A label in a script without blanks, where a blank divides then
_EAST_ASIAN = re.compile(rf"[{EAST_ASIAN}]{{1,8}}(?:[（(][^（）()]{{1,12}}[)）])?")
_MARKS = " .;；؛。|,，、"


def divided(label: str, value: str, *, known_only: bool = False) -> Iterator[tuple[str, str]]:
    """A label and its value, then the further labels with their values that the value goes on with.

    A label stands behind a semicolon or a sentence; behind a blank or a comma it is a known one or East Asian, or it follows a
    code. A value that begins with a label of its own ("AC: 230 V; DC: 24 V") stays whole. `known_only`: further labels that
    name a field of the item.
    """
    begun = 0
    for colon in _COLON.finditer(value):
        words = value[begun : colon.start()].rstrip()
        at = _further_label(words) or (
            _behind_code(words) if field_of(label) in MODEL_FIELDS and not begun else 0
        )
        own, further = words[:at].strip().rstrip(_MARKS), words[at:]
        if own and (not known_only or field_of(further) is not None):
            yield label, own
            label, begun = further, colon.end()
        elif not begun:
            break
    yield label, value[begun:].strip().rstrip(_MARKS if begun else "")


def _further_label(words: str) -> int:
    """Where the label begins that stands before a colon behind a value; 0 where none does."""
    for at in [word.end() for word in _WORD.finditer(words)][-MOST_WORDS:]:
        if _is_named(words[at:]):
            return at
    sentences = [mark.end() for mark in _SENTENCE.finditer(words)]
    return sentences[-1] if sentences and _is_short(words[sentences[-1] :]) else 0


def _behind_code(words: str) -> int:
    """Where the words behind a code begin, if these are few: "QV-20 Rated load"."""
    code, blank, rest = words.lstrip().partition(" ")
    few = len(rest.split()) <= MOST_WORDS and _is_short(rest) and not any(map(str.isdigit, rest))
    return len(words) - len(rest) if blank and few and is_code(code) else 0


def _is_named(text: str) -> bool:
    """Whether a text behind a blank or a comma is a label: East Asian, or a known one that begins with a capital."""
    return _EAST_ASIAN.fullmatch(text) is not None or (not text[:1].islower() and field_of(text) is not None)


def _is_short(text: str) -> bool:
    return 1 + text.isascii() <= len(text) <= MOST_LETTERS and is_label(text)
