"""What a description denies of the goods: words and numbers behind or before a denial."""

from __future__ import annotations

import re
from functools import lru_cache

from matcher.attributes.measures import Measure, measures
from matcher.similarity.description_parts import (
    BREAK,
    HAN,
    LETTERS,
    LONGEST,
    NUMERIC,
    described_form,
    parts_of,
)
from matcher.similarity.function_words import NUMBER_OF, function_words

NOTHING_SHARE = 0.5  # of the words of a denial that name no property, above which it says nothing
LEAST_DENIED = 3  # letters of a word that is denied
_BOUND = re.compile(
    r"(?:менее|более|ранее|ниже|выше|позднее|свыше|менше|більше|раніше|less|more|later|exceeding|超过|少于|低于)(?!\w)"
)
_COMPOUND = re.compile(r"non(?!\w)")  # denies the word behind it alone


def denied_of(phrase: str) -> str:
    """What a phrase denies ("brass cage" of "without brass cage"); empty where it denies nothing."""
    patterns = function_words()
    for name in ("before", "after"):
        if found := patterns[name].search(phrase):
            denied = (phrase[: found.start()] + phrase[found.end() :]).strip(" :-")
            return _of_compound(denied) if _COMPOUND.match(found[0]) else denied
    return ""


def _of_compound(denied: str) -> str:
    """The one word that "non" denies: a non-return valve is a valve."""
    return denied.lstrip(" -").partition(" ")[0]


@lru_cache(maxsize=1 << 14)
def _denied_parts(text: str) -> tuple[str, ...]:
    """What stands after a denial, up to the next break."""
    form = described_form(text)
    found = [match for match in function_words()["within"].finditer(form) if match["denial"]]
    parts = (
        (match, BREAK.split(form[match.end() : match.end() + LONGEST].lstrip(" :"))[0]) for match in found
    )
    return tuple(_of_compound(part) if _COMPOUND.match(match["denial"]) else part for match, part in parts)


@lru_cache(maxsize=1 << 14)
def denials(text: str) -> tuple[str, ...]:
    """What a description denies of the goods: the words after a denial up to the next break, or before one that follows.

    That there is no brand, no number, or that they are not for something, says nothing of them.
    """
    found: dict[str, None] = {}
    for part in _denied_parts(text):
        words = " ".join(w for w in part.split()[:5] if not NUMERIC.search(w)).strip()
        if LETTERS.search(words):
            found[words] = None
    for part in parts_of(described_form(text)):
        if (denied := denied_of(part)) and not NUMBER_OF.match(part):
            found[denied] = None
    return tuple(words for words in found if _says_something(words))[:4]


def _says_something(denied: str) -> bool:
    """Whether words that are denied may be a property: neither a purpose nor the name, the mark or the use of any goods."""
    patterns = function_words()
    longest = max(map(len, LETTERS.findall(denied)), default=0)
    nothing = sum(bool(patterns["nothing"].match(word)) for word in denied.split())
    return (
        (longest >= LEAST_DENIED or bool(HAN.search(denied)))
        and not patterns["purpose"].search(denied)
        and not _BOUND.match(denied)
        and nothing <= NOTHING_SHARE * len(denied.split())
    )


@lru_cache(maxsize=1 << 14)
def denied_measures(text: str) -> tuple[Measure, ...]:
    """The numbers that a description denies: 400 V of "not 3-phase 400 V"."""
    return tuple(m for part in _denied_parts(text) for m in measures(part))
