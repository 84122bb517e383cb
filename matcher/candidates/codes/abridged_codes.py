"""Codes of which a text writes the first whole and of the others only their ends: KVX-20A/B, KVX-20 (A, C), KVX-12/24."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_TEXT = 2_000  # characters of a description that are looked through
_END = r"(?:[A-Z]{1,3}|\d{1,4}[A-Z]{0,3})"
_ABRIDGED = re.compile(
    rf"(?<![^\W_])(?<![-/.])(?P<first>(?:[A-Z]{{1,5}}[- ])?(?=[A-Z\d]*\d)[A-Z\d]{{1,8}}(?:[-.][A-Z\d]{{1,8}}){{0,3}})"
    rf"(?:(?P<behind>(?:/{_END}){{1,6}})|\s?\((?P<inside>{_END}(?:\s?[,/]\s?{_END}){{1,6}})\))(?![\w/-])"
)
_PARTS = re.compile(r"\s?[,/]\s?")
_LAST_LETTERS = re.compile(r"[A-Z]{0,3}$")
_LAST_NUMBER = re.compile(r"\d{1,5}[A-Z]{0,3}$")


@dataclass(frozen=True)
class Abridged:
    """What is written at `start` to `end`, and the codes that it may stand for, the first as it is written."""

    codes: tuple[str, ...]
    start: int
    end: int


def abridged_codes(text: str) -> Iterator[Abridged]:
    """The codes that a text may abridge: only a catalog tells which of them there are. A word before the first may be of it."""
    for found in _ABRIDGED.finditer(text[:LONGEST_TEXT]):
        ends = _PARTS.split(found["inside"]) if found["inside"] else found["behind"].split("/")[1:]
        word, blank, rest = found["first"].partition(" ")
        for first in (found["first"], rest) if blank else (word,):
            codes = dict.fromkeys((first, *(code for end in ends if (code := _with_end(first, end)))))
            if len(codes) > 1:
                yield Abridged(tuple(codes), found.start() + found[0].index(first), found.end())


def _with_end(first: str, end: str) -> str:
    """A code with another end in place of its own: its letters, or its last number with the letters behind it."""
    own = (_LAST_NUMBER if end[0].isdigit() else _LAST_LETTERS).search(first)
    stem = first[: own.start()] if own else ""
    return stem + end if stem else ""
