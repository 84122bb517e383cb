"""How two names go together: alike, the one going on behind the other, with a code more, without a common word."""

from __future__ import annotations

import re

from crawler.extract.page.element_text import letters_of
from crawler.extract.product.codes.forms.code_forms import is_code
from crawler.extract.words.alphabets import PLAIN_CAPITALS

_SPACED_LAST = re.compile(rf"(?<!\S)[{PLAIN_CAPITALS}]{{2,5}} \d{{1,5}}[A-Z]{{0,2}}$")
_WORD_WITH_FIGURE = re.compile(r"(?<!\S)(?=[^\W\d_]{1,8}[-/.]?\d)\S+")  # QV-20, but neither 20 nor "photo 20"


def is_similar(left: str, right: str) -> bool:
    """Whether two names are the same but for case, spaces and what one adds at its end."""
    a, b = letters_of(left), letters_of(right)
    return bool(a and b) and (a in b or b in a)


def goes_on(name: str, heading: str) -> bool:
    """Whether the heading is the name and more after it: the size or type of this one of several."""
    more = heading[len(name) :]
    return heading.lower().startswith(name.lower()) and bool(more) and not more[0].isalnum()


def ends_in_code(title: str, heading: str) -> bool:
    """Whether a heading is the code of a model and nothing else, and the title says what it is before it: "Seat QV 20"."""
    said = title.removesuffix(" " + heading)
    return said != title and is_code(heading) and not any(map(str.isdigit, said))


def adds_code(name: str, title: str) -> bool:
    """Whether a picture's text holds the title and a code that the title has not: "Pump" and "Pump QV-20"."""
    return letters_of(title) in letters_of(name) and len(_WORD_WITH_FIGURE.findall(name)) > len(
        _WORD_WITH_FIGURE.findall(title)
    )


def spaced_code(name: str) -> str:
    """The letters and number that a name ends in, with a blank between them: LX 40; empty where there are none."""
    match = _SPACED_LAST.search(name)
    return match[0] if match else ""


def is_apart(heading: str, name: str) -> bool:
    """Whether a heading has no word of the name and no digit, though it is in the same script: a slogan."""
    words = [set(re.findall(r"[^\W\d_]{2,}", text.casefold())) for text in (heading, name)]
    latin = [any("a" <= letter <= "z" for letter in text.casefold()) for text in (heading, name)]
    return words[0].isdisjoint(words[1]) and latin[0] == latin[1] and not any(map(str.isdigit, heading))


def have_word_in_common(left: str, right: str) -> bool:
    """Whether two texts share a word of four letters or more, or one with a figure, as codes have."""
    words = [long_words(text) | set(_WORD_WITH_FIGURE.findall(text.casefold())) for text in (left, right)]
    return not words[0].isdisjoint(words[1])


def long_words(text: str) -> set[str]:
    """The words of four letters or more, in lower case."""
    return set(re.findall(r"[^\W\d_]{4,}", text.casefold()))
