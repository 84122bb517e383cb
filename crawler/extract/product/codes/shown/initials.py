"""Codes in a page's sentences that are made of the product's name: "The TS-20 ..." of a Tripod Seat, "TP 20" of a Tripod 20,
"OTS-20" of the firm Oakmill."""

from __future__ import annotations

import re
from collections.abc import Iterable

from crawler.extract.page.layout import Layout
from crawler.extract.product.codes.forms.code_forms import NUMBERED_WORD, UNIT_BEHIND, is_code, is_marked_code
from crawler.extract.product.codes.forms.model_labels import heads_models
from crawler.extract.product.codes.shown.codes_in_elements import TEXTS, in_link, texts_of
from crawler.extract.words.alphabets import CAPITALS
from crawler.extract.words.labels import field_of

LEAST, MOST = 2, 4  # initials
LEAST_OF_SOME = 3  # initials of the first words of a name; of fewer it must be all words
SMALL = 3  # letters of a word that may have no initial in the code: of, für, con
_WORD = re.compile(r"[^\W\d_]+")
_LABEL = r"[^\W\d_]{2,20}(?: [^\W\d_]{2,20})?"
_NUMBERED = re.compile(r"(?<![^\W\d_])([^\W\d_]{4,30})[ -](\d{1,4})(?!\w)")


def initialed_codes(layout: Layout, name: str) -> set[str]:
    """The codes that begin with the initials of all words of the name, or of its first three or four."""
    initials = _initials(name)
    if not initials:
        return set()
    # With a blank only behind three letters: TSX 20
    code = re.compile(
        rf"(?<![\w./-])(?P<letters>{'|'.join(sorted(initials, key=len, reverse=True))})(?:-?|(?<=\w\w\w) )\d[\w./-]*"
    )
    return _named_in(layout, code)


def shortened_codes(layout: Layout, name: str) -> set[str]:
    """The codes of letters of a word of the name in their order, from its first on, and of the number behind that word: "TP 20" of
    a "Tripod 20"."""
    found: set[str] = set()
    for word, number in _NUMBERED.findall(name)[:MOST]:
        code = re.compile(
            rf"(?<![\w./-])(?P<letters>{word[0].upper()}[{CAPITALS}]{{1,3}})[- ]?{number}(?![\w/-]|[.,]\d)"
        )
        found |= {
            one
            for one in _named_in(layout, code)
            if letters_in_order(re.split(r"[- \d]", one)[0], word.upper())
        }
    return found


def owned_codes(layout: Layout, name: str, owners: Iterable[str]) -> set[str]:
    """The codes that begin with a firm's initial and those of words of the name that follow each other, or one of them that is
    itself initials: "OTS-20", of Oakmill's "Tripod Seat". Of letters alone only behind a word for a model: "Type OTS"."""
    firsts = {owner[:1].upper() for owner in owners if owner[:1].isalpha()}
    letters = "|".join(sorted((a + b for a in firsts for b in _runs(name)), key=len, reverse=True))
    if not letters:
        return set()
    found = _named_in(layout, re.compile(rf"(?<![\w./-])(?P<letters>{letters})-?\d[\w./-]*"))
    alone = re.compile(rf"(?<![\w./-])(?P<label>{_LABEL})(?:\s?[:：])?\s(?P<letters>{letters})(?=[.,;)]|$)")
    for element, text in texts_of(layout, *TEXTS):
        for match in alone.finditer(text):
            if _is_label(match["label"]) and not in_link(layout, element, match["letters"]):
                found.add(match["letters"])
    return found


def _is_label(text: str) -> bool:
    """Whether a text of one or two words is a label of models, or its last word."""
    return any(field_of(label) == "model" or heads_models(label) for label in (text, text.split()[-1]))


def _runs(name: str) -> set[str]:
    """The initials of two to four words of a name that follow each other, and those of its words that are capitals."""
    words = _WORD.findall(name)
    firsts = "".join(word[0].upper() for word in words)
    runs = {firsts[at : at + size] for size in range(LEAST, MOST + 1) for at in range(len(words) - size + 1)}
    spelt = {word for word in words if word.isupper() and LEAST <= len(word) <= MOST}
    return {run for run in runs | spelt if run.isupper()}


def letters_in_order(letters: str, word: str) -> bool:
    """Whether letters stand in a word in their order, and are not all of it."""
    signs = iter(word)
    return len(letters) < len(word) and all(letter in signs for letter in letters)


def _named_in(layout: Layout, code: re.Pattern[str]) -> set[str]:
    found = set()
    for element, text in texts_of(layout, *TEXTS, "center", "figcaption", "a"):
        for match in code.finditer(text):
            if _is_named(match) and not in_link(layout, element, match[0]):
                found.add(match[0].rstrip("./-"))
    return found


def _is_named(match: re.Match[str]) -> bool:
    """Whether letters and number are a code: no size, class or measure."""
    whole = match[0].rstrip("./-")
    number = whole[len(match["letters"]) :].lstrip(" -")
    if NUMBERED_WORD.fullmatch(match["letters"]) or re.fullmatch(r"\d+" + UNIT_BEHIND.pattern, number, re.I):
        return False
    coded = is_code(whole) if " " in whole else is_marked_code(whole)
    return coded and not UNIT_BEHIND.match(match.string, match.end())


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
