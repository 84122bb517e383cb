"""Dictionary words for what no chip covers: word by word, as a reader with a dictionary would look them up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from matcher.reading.lookup import Hit, Lookup
from matcher.reading.model import Gloss, Span, overlaps
from matcher.text.normal_forms import fold_lookalikes, lower, marked_spans, without_markers
from matcher.text.word_edges import HAN, is_han

MOST = 24  # glosses of a text
TEXT_LIMIT = 3_000  # characters that are looked up
HAN_WORD = 8  # characters of the longest Chinese word that is looked for
UNKNOWN_COST = 3.0  # of a character that is glossed by no word, beside 1 for a word
SINGLE_COST, NAME_COST = 0.5, 0.6  # of a word of one character, of a proper name
TOGETHER = 3  # words of the longest phrase that is looked for
_LETTER = rf"[^\W\d_{HAN}]"
_SLASHED = rf"(?<![^\W_]){_LETTER}{{1,2}}/{_LETTER}{{1,3}}(?![^\W_])"  # х/б
_RUN = re.compile(rf"{_SLASHED}|[{HAN}]+|[^\W\d_{HAN}]+(?:[-’'][^\W\d_{HAN}]+)*")
_FUNCTION_LETTERS = 3  # shorter words in an alphabet are particles, units and parts of codes


def glosses(text: str, taken: Sequence[Span], lookup: Lookup) -> list[Gloss]:
    """A gloss for each word of `text` that lies outside `taken`; a word is glossed once, one that is not found is left out.

    Spans are places in `text`, page markers included.
    """
    text = text[:TEXT_LIMIT]
    clean = without_markers(text)
    found: dict[str, Gloss] = {}
    for gloss in _looked_up(clean, _without_markers(text, taken), lookup):
        if len(found) < MOST:
            found.setdefault(gloss.said.casefold(), gloss)
    return [_with_markers(gloss, text) for gloss in found.values()]


def _without_markers(text: str, taken: Sequence[Span]) -> list[Span]:
    """Places in `text` as places in the text without its page markers."""
    if "[=" not in text:
        return list(taken)
    places = [marked_spans(text, [(at, at + 1)])[0][0] for at in range(len(without_markers(text)))]
    spans = []
    for start, end in taken:
        inside = [at for at, place in enumerate(places) if start <= place < end]
        spans += [(inside[0], inside[-1] + 1)] if inside else []
    return spans


def _with_markers(gloss: Gloss, text: str) -> Gloss:
    if "[=" not in text:
        return gloss
    ((start, end),) = marked_spans(text, [(gloss.start, gloss.end)])
    return replace(gloss, start=start, end=end)


def _looked_up(text: str, taken: Sequence[Span], lookup: Lookup) -> Iterator[Gloss]:
    lowered = lower(fold_lookalikes(text))
    runs = [m for m in _RUN.finditer(lowered) if is_han(m[0][0]) or not overlaps(m.start(), m.end(), taken)]
    at = 0
    while at < len(runs):
        run = runs[at]
        if is_han(run.group()[0]):
            yield from _chinese(text, run, taken, lookup)
            at += 1
            continue
        size = 1
        for count in range(min(TOGETHER, len(runs) - at), 0, -1):
            last = runs[at + count - 1]
            stopped = lowered[last.end() : last.end() + 1] == "."
            if hit := _asked(lowered[run.start() : last.end()], count, lookup, stopped=stopped):
                yield Gloss(text[run.start() : last.end()], run.start(), last.end(), hit.words, hit.source)
                size = count
                break
        at += size


def _asked(words: str, count: int, lookup: Lookup, *, stopped: bool) -> Hit | None:
    """A word or abbreviation, or the phrase of `count` words that only blanks and hyphens keep apart."""
    if count > 1:
        return lookup.phrase(words) if re.fullmatch(r"[^\W\d_]+(?:[ -][^\W\d_]+)*", words) else None
    if hit := lookup.short(words, stopped=stopped):
        return hit
    if len(words) < _FUNCTION_LETTERS or "/" in words:
        return None
    return lookup.word(words) or (lookup.cut(words) if stopped else None)


def _chinese(text: str, run: re.Match[str], taken: Sequence[Span], lookup: Lookup) -> Iterator[Gloss]:
    """The fewest words that a run is made of: Chinese puts no blanks between them."""
    ways: list[tuple[float, tuple[Gloss, ...]]] = [(0.0, ())]  # by the characters read
    for end in range(run.start() + 1, run.end() + 1):
        options = [(ways[-1][0] + UNKNOWN_COST, ways[-1][1])]
        for start in range(max(run.start(), end - HAN_WORD), end):
            if not overlaps(start, end, taken) and (hit := lookup.phrase(text[start:end])):
                cost, before = ways[start - run.start()]
                gloss = Gloss(text[start:end], start, end, hit.words, hit.source)
                options.append((cost + _cost(gloss), (*before, gloss)))
        ways.append(min(options, key=lambda one: one[0]))
    yield from ways[-1][1]


def _cost(gloss: Gloss) -> float:
    """Of two ways to cut, that with fewer words is likelier, then that with fewer single characters and names."""
    return 1 + SINGLE_COST * (len(gloss.said) == 1) + NAME_COST * gloss.words[:1].isupper()
