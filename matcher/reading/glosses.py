"""Dictionary words for what no chip covers: word by word, as a reader with a dictionary would look them up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from matcher.reading.dictionaries import Dictionary
from matcher.reading.model import Gloss, Span, overlaps
from matcher.text.normal_forms import lower_letters
from matcher.text.word_edges import HAN, is_han

MOST = 24  # glosses of a text
TEXT_LIMIT = 3_000  # characters that are looked up
HAN_WORD = 8  # characters of the longest Chinese word that is looked for
TOGETHER = 3  # words of the longest phrase that is looked for
_RUN = re.compile(rf"[{HAN}]+|[^\W\d_{HAN}]+(?:[-’'][^\W\d_{HAN}]+)*")
_PART = 4  # letters of the shorter part of a compound
_LINKS = ("о", "е", "o", "s", "")  # letters between the parts of a compound
_COMPOUNDING = frozenset(("ru", "uk", "de"))
_FUNCTION_LETTERS = 3  # shorter words in an alphabet are particles, units and parts of codes


def glosses(text: str, taken: Sequence[Span], source: str, dictionaries: Sequence[Dictionary]) -> list[Gloss]:
    """A gloss for each word of `text` in the language `source` that lies outside `taken`; a word is glossed once.

    The dictionaries are asked in their order; words that none has are left out.
    """
    own = [one for one in dictionaries if one.source == source]
    if not own:
        return []
    found: list[Gloss] = []
    seen: set[str] = set()
    for gloss in _looked_up(text[:TEXT_LIMIT], taken, own):
        key = gloss.said.casefold()
        if key not in seen:
            seen.add(key)
            found.append(gloss)
        if len(found) >= MOST:
            break
    return found


def _looked_up(text: str, taken: Sequence[Span], dictionaries: Sequence[Dictionary]) -> Iterator[Gloss]:
    lowered = lower_letters(text)
    runs = [m for m in _RUN.finditer(lowered) if is_han(m[0][0]) or not overlaps(m.start(), m.end(), taken)]
    at = 0
    while at < len(runs):
        run = runs[at]
        if is_han(run.group()[0]):
            yield from _chinese(text, run, taken, dictionaries)
            at += 1
            continue
        size = 1
        for count in range(min(TOGETHER, len(runs) - at), 0, -1):
            last = runs[at + count - 1]
            phrase = lowered[run.start() : last.end()]
            if count > 1 and not re.fullmatch(r"[^\W\d_]+(?:[ -][^\W\d_]+)*", phrase):
                continue
            if count == 1 and len(phrase) < _FUNCTION_LETTERS:
                continue
            if hit := _ask(phrase, dictionaries):
                yield Gloss(text[run.start() : last.end()], run.start(), last.end(), *hit)
                size = count
                break
        at += size


def _ask(word: str, dictionaries: Sequence[Dictionary]) -> tuple[str, str] | None:
    for dictionary in dictionaries:
        if words := dictionary.look_up(word):
            return words, dictionary.name
    for dictionary in dictionaries:
        if words := _compound(word, dictionary):
            return words, dictionary.name
    return None


def _compound(word: str, dictionary: Dictionary) -> str:
    """The parts of a compound that a dictionary lacks: шарикоподшипник is шарик + подшипник, "ball + bearing".

    Parts stand between hyphens, else the longest last part that the dictionary has decides; "" where it has none.
    """
    if " " in word:
        return ""
    if "-" in word:
        said = [dictionary.look_up(part) for part in word.split("-") if len(part) >= _FUNCTION_LETTERS]
        return " + ".join(filter(None, said))
    if dictionary.source not in _COMPOUNDING:
        return ""
    for cut in range(_PART, len(word) - _PART):
        if not (last := dictionary.look_up(word[cut:])):
            continue
        for link in _LINKS:
            first = word[:cut].removesuffix(link)
            if word[:cut].endswith(link) and len(first) >= _PART - 1 and (words := dictionary.look_up(first)):
                return f"{words} + {last}"
    return ""


def _chinese(
    text: str, run: re.Match[str], taken: Sequence[Span], dictionaries: Sequence[Dictionary]
) -> Iterator[Gloss]:
    """The longest words from left to right: Chinese puts no blanks between them."""
    at = run.start()
    while at < run.end():
        for size in range(min(HAN_WORD, run.end() - at), 0, -1):
            if overlaps(at, at + size, taken):
                continue
            if hit := _ask(text[at : at + size], dictionaries):
                yield Gloss(text[at : at + size], at, at + size, *hit)
                break
        else:
            size = 1
        at += size
