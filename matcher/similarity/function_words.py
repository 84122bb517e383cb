"""Function words that change what a phrase says of the goods, by phrase_words.yaml: not, without, for; and words whose denial says nothing."""

from __future__ import annotations

import re
from functools import lru_cache

from matcher.similarity.description_parts import HAN
from matcher.text.scopes import NOT_COMPOUND
from matcher.text.word_files import word_file

ENDED, ENDING = 4, r"\w*"  # letters of a word that may have another ending, and what may end it
# Words that only begin like a denial: wireless, unmanned, brushless, seamless; non-standard, non-woven.
_NOT_COMPOUND = {"无": NOT_COMPOUND, "非": "(?![标晶织接])"}
NUMBER_OF = re.compile(r"no(?:\s?[.:#№]|\s+of(?!\w)|\s*\d)")  # "no of discs" is their number


@lru_cache(maxsize=1)
def function_words() -> dict[str, re.Pattern[str]]:
    """Patterns of the words, by what they do: "before" and "after" deny, "within" has its denial as a group of that name."""
    given = word_file(__package__, "phrase_words.yaml")
    words = {name: [w.replace("_", " ") for w in found.split()] for name, found in given.items()}

    def any_of(name: str, ended: bool = False) -> str:
        """Any of the words; with `ended` also with another ending."""
        edged = [
            rf"(?<!\w){re.escape(w)}{ENDING if ended and len(w) >= ENDED else ''}(?!\w)"
            if not HAN.search(w)
            else re.escape(w) + _NOT_COMPOUND.get(w, "")
            for w in words[name]
        ]
        return "|".join(sorted(edged, key=len, reverse=True))

    return {
        "before": re.compile(rf"^(?:{any_of('denied_before')})[\s:]*(?=\S)"),
        "purpose": re.compile(rf"^(?:{any_of('purpose')})|(?:{any_of('for_after')})"),
        "lacking": re.compile(
            rf"^(?:{any_of('lacking_before')})[\s:]*(?=\S)|\s(?:{any_of('lacking_after')})$"
        ),
        "within": re.compile(
            rf"(?:(?:{any_of('numbered')})[\s.]*no(?!\w)[.:\s]*|{NUMBER_OF.pattern})|(?P<denial>{any_of('denied_before')})\s*"
        ),
        "nothing": re.compile(any_of("nothing", ended=True)),
        "after": re.compile(rf"\s*(?:{any_of('denied_after')})$"),
        "use": re.compile(rf"\s(?:{any_of('for_after')})(?!\w)"),
        "for": re.compile(rf"^\W{{0,2}}(?:{any_of('for_after')})"),
    }


def words_behind_uses() -> list[str]:
    """Words that follow what goods are for, apart by blanks: Turkish için."""
    words: list[str] = word_file(__package__, "phrase_words.yaml")["for_after"].split()
    return [word for word in words if not HAN.search(word)]


def is_for(after: str) -> bool:
    """Whether the words that follow a name say that the goods are for it, as Kazakh, Turkish and Chinese do."""
    return bool(function_words()["for"].search(after.lower()))
