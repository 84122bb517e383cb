"""Phrases: the parts of a description that name the goods and their properties, apart from codes, numbers and names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from matcher.attributes.measures import LABEL_WORDS, known_dimension, measures
from matcher.attributes.unmeasured import piece_words
from matcher.records.documents import ItemDocument, Page
from matcher.similarity.denials import denials, denied_of
from matcher.similarity.description_parts import (
    COUNTED,
    LETTERS,
    LONGEST,
    NUMERIC,
    described_form,
    is_grade,
    parts_of,
)
from matcher.similarity.function_words import function_words
from matcher.text.legal_forms import split_legal_form
from matcher.text.normal_forms import embedding_form
from matcher.text.scopes import CALLED_USE, Words, opens
from matcher.text.transliteration import name_key

HEAD_WORDS = 9
USE_PARTS, USE_WORDS = 3, 6  # parts of a description in which its use is looked for, and words of it
MOST = 6  # phrases of a description that are compared with a page's properties
_BRACKETED = re.compile(r"\([^()]{1,200}\)")
_BETWEEN = re.compile(r"[,;()\[\]{}|\n、，；。（）•]|\.(?:\s|$)")
_FIRM = re.compile(
    r"(?:[^\W\d_]+ )?(?:(?:ve|san|tic|sti|as|co|jsc|inc|sanayi|ticaret|a\.ş)\b\W*)+"
)  # what is left of a firm's name at a point
_COUNT = re.compile(
    r"\s*\d[\d.,]*\s*(?:[^\W\d_\u3400-\u9fff]*|[\u3400-\u9fff]{1,2})\s*"
)  # a number and at most one word: what is counted
# A code behind what goods are for: "beam BK 250", "balance TA 224 i"
_SIGNED = re.compile(r"(?<![\w./-])[A-ZА-ЯЁІЇЄҐ]{1,5}[- ]?\d[\w./-]*(?: [a-z](?![^\W_]))?")
_HAN_FOR = re.compile(r"用(?=[\u3400-\u9fff]{2})")


@lru_cache(maxsize=1 << 14)
def head_of(text: str, names: frozenset[str] = frozenset()) -> str:
    """The words that name the goods: the first part without the sound keys `names` of makers, up to "for" or "with"."""
    for part in parts_of(_without_measures(COUNTED.sub("", described_form(text)), labels=False)):
        found = Words(part)
        words: list[str] = []
        scopes = found.scopes
        for at, (word, _) in enumerate(found.words):
            opened = scopes[at] or (scopes[at + 1] if at + 1 < len(scopes) else "")
            if words and opened in ("for", "with", "without", "not"):
                break
            if not (names and name_key(word) in names):
                words.append(word)
        if words and LETTERS.search(" ".join(words)):
            head = " ".join(words[:HEAD_WORDS])
            if (after := function_words()["use"].search(head)) and head[after.end() :].strip():
                head = head[after.end() :].strip()
            return _HAN_FOR.split(head)[-1]
    return ""


@lru_cache(maxsize=1 << 14)
def uses_of(text: str, names: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """What the goods are said to be for, in the first parts: "transistor" of "heat sink for transistor", one for each "for".

    Brackets may stand between: a repair kit (seals, washers) for pumps.
    """
    uses: dict[str, None] = {}
    said = _without_measures(COUNTED.sub("", described_form(_SIGNED.sub(", ", text))), labels=False)
    parts = dict.fromkeys([*parts_of(said)[:USE_PARTS], *parts_of(_BRACKETED.sub(" ", said))[:USE_PARTS]])
    for part in parts:
        for words in _uses_in(part):
            kept = [word for word in _used_with(words) if not (names and name_key(word) in names)]
            if kept and LETTERS.search(" ".join(kept)):
                uses[" ".join(kept[-USE_WORDS:])] = None
    return tuple(uses)


def _used_with(words: list[str]) -> list[str]:
    """The words of a use without those that only say so: "pumps" of "use with pumps"."""
    return words[2:] if len(words) > 2 and words[0] in CALLED_USE and opens(words[1]) else words


def _uses_in(part: str) -> Iterator[list[str]]:
    """The words after each "for" of a part, or before it where a language puts it behind."""
    found = Words(part)
    words: list[str] = []
    for (word, _), scope in zip(found.words, found.scopes, strict=True):
        if scope == "for" and opens(word) != "for":
            words.append(word)
        elif words:
            yield words
            words = []
    if words:
        yield words
    elif before := _HAN_FOR.split(part)[:-1]:
        yield [before[-1]]
    elif after := function_words()["use"].search(part):
        yield part[: after.start()].split()


def kind_texts(item: ItemDocument) -> tuple[str, ...]:
    """How an item's pages call its kind: names without codes and brands, and the last categories."""
    codes = {word.lower() for code in item.codes for word in (code, *code.split())}
    names = frozenset(name_key(brand) for brand in item.brands)
    out = []
    for page in item.pages:
        words = [w for w in page.name.split() if not NUMERIC.search(w) and w.lower() not in codes]
        out.append(" ".join(w for w in words if name_key(w) not in names))
        out.append(page.category.rsplit(">", 1)[-1].strip())
    kept = [embedding_form(text)[:LONGEST] for text in out if LETTERS.search(text)]
    return tuple(dict.fromkeys(kept))


def properties_of(page: Page, names: frozenset[str] = frozenset()) -> tuple[tuple[str, str], ...]:
    """What a page states in words, each with its label: values of specifications, and unlabelled parts of the text."""
    given = [
        (embedding_form(label), value) for label, value in page.specs.items() if not _COUNT.fullmatch(value)
    ]
    parts = [
        (label, part)
        for label, text in (*given, ("", page.description[:400]))
        for part in _word_parts(embedding_form(text), names, labels=not label)
    ]
    return tuple(dict.fromkeys(parts))[:24]


@lru_cache(maxsize=1 << 14)
def phrases_of(text: str, names: frozenset[str]) -> tuple[str, ...]:
    """A description's phrases after its head: what may state a property in words.

    `names`: sound keys of makers' names, which are no properties.
    """
    head, denied = head_of(text, names), denials(text)
    parts = []
    for part in _word_parts(described_form(text), names):
        if head and part.startswith(head):
            part = _after_scope(part[len(head) :])
        if (
            (len(part) < 3 and not is_grade(part))
            or part in denied
            or function_words()["purpose"].search(part)
        ):
            continue
        if not denied_of(part) or function_words()["lacking"].search(part):
            parts.append(part)
    return tuple(dict.fromkeys(parts))[:MOST]


def _after_scope(rest: str) -> str:
    """What follows the head within its part: "pressed steel cage" of "with pressed steel cage"."""
    found = Words(rest.strip())
    for (_, at), scope in zip(found.words[:2], found.scopes, strict=False):
        if scope == "with":
            return found.text[at:]
    return ""


def _word_parts(text: str, names: frozenset[str], labels: bool = True) -> list[str]:
    """The parts of a text that say something in words: no number with its unit and (`labels`) label, no firm's name."""
    out = []
    for part in _BETWEEN.split(_without_measures(COUNTED.sub("", text[:1_200]), labels)):
        if split_legal_form(f"x {part.strip()}").form or _FIRM.fullmatch(part.strip()):
            continue
        for phrase in parts_of(part, grades=True):
            given = [word for word in phrase.split() if word not in piece_words()]
            words = [word for word in given if not (names and name_key(word) in names)]
            if words and (len(words) == len(given) or len(words) > 1):
                out.append(" ".join(words))
    return out


def _without_measures(text: str, labels: bool = True) -> str:
    """The text with a break in place of each number with its unit, and of the few words before it, which are its label."""
    out, at = [], 0
    for measure in measures(text):
        if measure.start < at or not (measure.label or known_dimension(measure)):
            continue
        before = text[at : measure.start]
        label = _BETWEEN.split(before)[-1]
        out.append(
            before[: len(before) - len(label)] if labels and len(label.split()) <= LABEL_WORDS else before
        )
        at = measure.end
    return ",".join([*out, text[at:]])
