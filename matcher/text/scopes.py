"""A text cut into words, and the scope in which each word stands: for, with, of, without, not."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import islice

Span = tuple[int, int]
Place = tuple[int, int, int]  # number of the word, start, end

SCOPE = 5  # words that "for", "with", "without" reach
MANY_WORDS = 2_000  # words of a text that are looked at

_HAN_RANGE = r"\u3400-\u4dbf\u4e00-\u9fff"
_WORD = re.compile(rf"[{_HAN_RANGE}]+|[^\W_{_HAN_RANGE}]+(?:['’\-/][^\W_{_HAN_RANGE}]+)*")
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_BREAKS = frozenset(".,;:()[]{}|\n•")
_BREAK = re.compile(r"[.,;:()\[\]{}|\n•]|\s[-–—]\s")

# Words that open a scope: what follows is not what the goods are.
_OPENERS = {
    "for": "for", "to": "for", "fits": "for", "compatible": "for", "для": "for", "к": "for", "до": "for", "на": "for",
    "под": "for", "під": "for", "used": "for", "cho": "for", "của": "for", "đựng": "for", "für": "for", "para": "for",
    "dla": "for", "voor": "for", "untuk": "for", "pentru": "for",
    "with": "with", "incl": "with", "including": "with", "с": "with", "со": "with", "з": "with", "із": "with",
    "зі": "with", "w": "with", "включая": "with", "включаючи": "with", "plus": "with",
    "kèm": "with",
    "of": "of", "from": "of", "из": "of", "от": "of", "in": "of", "в": "of", "у": "of", "by": "of",
    "without": "without", "w/o": "without", "no": "without", "без": "without", "кроме": "without",
    "excluding": "without",
    "not": "not", "non": "not", "не": "not",
}  # fmt: skip
# What a use is called after "for", before the word for what it is used with: for use with pumps, для работы с насосами.
CALLED_USE = frozenset({
    "use", "работы", "использования", "применения", "эксплуатации", "установки", "монтажа", "роботи", "використання",
    "встановлення",
})  # fmt: skip
NOT_COMPOUND = (
    "(?![线人刷缝绳纺级菌铅尘毒声纸])"  # after 无, which begins wireless, unmanned, brushless as well
)
_HAN_BEFORE = re.compile(
    rf"(?P<without>不带|不含|没有|无{NOT_COMPOUND})|(?P<with>带有|配有|内置|带|配|含|有)|(?P<for>适用于|适用|用于|供)"
)


def opens(word: str) -> str:
    """The scope that a word opens; empty for most."""
    return _OPENERS.get(word, "")


class Words:
    """A text (lower case, letters as in matcher.text.normal_forms.lexical_form) cut into words once for all lexica that read it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = [(match[0], match.start()) for match in islice(_WORD.finditer(text), MANY_WORDS)]

    @cached_property
    def scopes(self) -> list[str]:
        """For each word the scope it is in: for, with, of, without, not; empty where it is in none."""
        return _scopes(self.text, self.words)

    @cached_property
    def denied(self) -> list[Span]:
        """The words in the scope of without or not."""
        return [
            (at, at + len(word))
            for (word, at), scope in zip(self.words, self.scopes, strict=True)
            if scope in ("without", "not")
        ]


def _scopes(text: str, words: list[tuple[str, int]]) -> list[str]:
    """For each word the scope it is in: for, with, of, without, not; empty where it is in none."""
    out: list[str] = []
    scope, left, end, use = "", 0, 0, False
    for word, start in words:
        if (start - end > 1 and _BREAK.search(text, end, start)) or (
            start - end == 1 and text[end] in _BREAKS
        ):
            scope = ""
        end = start + len(word)
        if opener := _OPENERS.get(word):
            out.append(scope)
            if use and opener in ("with", "of"):  # "for use with" is "for"
                use, left = False, SCOPE
                continue
            # "not for" and "without" outrank what they stand before
            scope = scope if scope in ("not", "without") and left == SCOPE else opener
            left = 2 if opener == "not" else SCOPE
            continue
        out.append(scope)
        use = scope == "for" and left == SCOPE and word in CALLED_USE
        left -= 1
        if left <= 0:
            scope = ""
    return out


def han_scope(word: tuple[str, int], head: Place) -> str:
    run, start = word
    if not HAN.match(run):
        return ""
    before = run[: head[1] - start]
    openers = list(_HAN_BEFORE.finditer(before))
    return str(openers[-1].lastgroup) if openers and len(before) - openers[-1].end() <= 4 else ""
