"""Numbers of papers and of single pieces in a text: "INV NO 20755", "S/N WV-230855", "сер. № 4411". They are no models of goods."""

from __future__ import annotations

import re
from functools import lru_cache

from matcher.text.word_files import word_file

LONGEST = 6_000  # characters of a text in which they are looked for
MOST_NUMBERED = 2  # words such as "no" between a label and its number
SURE_LABEL = 5  # letters
_LONG_NUMBER = re.compile(r"\d{6,}|\d{1,4}[./-]\d{1,2}[./-]\d{2,4}")  # or a date
_TOKEN = re.compile(r"[^\W_](?:[^\s,;()\[\]{}|:=#]*[^\W_])?|№")
_GAP = re.compile(r"[\s.:#=-]{0,3}")

Span = tuple[int, int]


def references(text: str) -> tuple[Span, ...]:
    """Where such numbers stand in a text, each with its label."""
    labels, numbered = _words("references"), _words("numbered")
    found: list[Span] = []
    label: re.Match[str] | None = None
    between, end = 0, 0  # words such as "no" about the label, and where the last of them ends
    last = ""
    for match in _TOKEN.finditer(text[:LONGEST]):
        token = match[0]
        if label is not None and not _GAP.fullmatch(text, end, match.start()):
            label = None
        word, before = _closed(token), last
        last = word
        if word in labels:
            label, between, end = match, int(before in numbered), match.end()
            continue
        if label is not None and word in numbered and between < MOST_NUMBERED:
            between, end = between + 1, match.end()
            continue
        if label is not None and any(map(str.isdigit, token)):
            told = between > 0 or not text[end : match.start()].isspace() or _is_sure(label[0])
            if told or _LONG_NUMBER.fullmatch(token):
                found.append((label.start(), match.end()))
        label = None
    return tuple(found)


def _is_sure(label: str) -> bool:
    """Whether a label is one without a word such as "no" behind it: SR 400 is a model, serial 400 is none."""
    return len(label) >= SURE_LABEL or not label.isascii()


def without_references(text: str) -> str:
    """A text with blanks in place of such numbers, so that places in it stay."""
    for start, end in references(text):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _closed(token: str) -> str:
    """A word with its signs closed up, in lower case: S/N is sn, п.о. is по."""
    return re.sub(r"[./]", "", token).casefold()


@lru_cache(maxsize=2)
def _words(name: str) -> frozenset[str]:
    return frozenset(word_file(__package__, "measure_words.yaml")[name].split())
