"""What goods are said not to be, or only to be like: not M8, analogue of Orlex M8, M8 muadili."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from matcher.candidates.makers.maker_mentions import han_windows, name_windows
from matcher.remembered import Remembered
from matcher.text.plain_words import bare_letters
from matcher.text.prefix_regex import letter_tree
from matcher.text.word_files import word_file

REACH = 60  # characters before and after a name that are looked at
LONGEST_MAKER = 30  # characters of a maker's name between a denial and a code
_HAN = "\u3400-\u9fff"
_LATIN_BEHIND = re.compile(rf"(?<=[{_HAN}])(?=[A-Za-z])")  # 非ORLEX: two words, though no blank parts them
LEAST_LONG, LONGEST_LONG = 9, 18  # letters of a word that is told though one of them is amiss
MOST_WORDS = 1 << 14  # of which is remembered what they misspell
_LONG_WORD = re.compile(rf"(?<!\w)[^\W\d_]{{{LEAST_LONG},{LONGEST_LONG}}}(?!\w)")
# What may follow a word for likeness before the name: a preposition, words of the maker's.
_BETWEEN = (
    r"(?:[ :-]+(?:to|of|with|for|as|by|a|al|ao|au|aux|do|da|de|del|des|der|die|fur|von|vom|zu|zum|mit|wie|van|aan|con|com|z|ze|s|za|"
    r"с|со|к|ко|для|до|на|у|з|із|зі|cho|cua|voi|la|nhu|dengan|para|med|till|til))?[)\]]?[\s:=–-]+(?:\w[\w.-]*\s+){0,2}"
)


def _phrases(words: str) -> list[str]:
    """The phrases of a list, the longest first."""
    return sorted({word.strip() for word in words.split(",")}, key=len, reverse=True)


def _any_of(words: str) -> str:
    """A pattern of any of the phrases."""
    return "|".join(re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for word in _phrases(words))


class _Misspelt:
    """Long words for likeness that are misspelt in one place (eqiuvalent, interchangable), and what is meant by them."""

    def __init__(self, words: str) -> None:
        long = [word for phrase in _phrases(words) for word in phrase.split()]
        self._whole = _without_each(word for word in long if _LONG_WORD.fullmatch(word))
        stems = [word[:-1] for word in long if word.endswith("*")]
        self._stems = _without_each(stem for stem in stems if _LONG_WORD.fullmatch(stem))
        self._spelt = Remembered(self._meant, MOST_WORDS)

    def __getitem__(self, word: str) -> str:
        """The word that is meant, or the word itself."""
        return self._spelt[word]

    def _meant(self, word: str) -> str:
        near = [self._whole.get(one) for one in _without_one(word)]
        for end in range(LEAST_LONG - 1, len(word) + 1):
            near += [self._stems.get(one) for one in _without_one(word[:end])]
        return next((found for found in near if found and found[:2] == word[:2]), word)


@dataclass(frozen=True)
class _Denials:
    """What denies a name before it and behind it; `words` and `words_behind` are in every text where one may be found."""

    before: re.Pattern[str]
    behind: re.Pattern[str]
    words: re.Pattern[str]
    words_behind: re.Pattern[str]
    misspelt: _Misspelt

    def are_before(self, text: str) -> bool:
        """Whether the end of a text denies the name that follows it."""
        form = bare_letters(text)
        if self.words.search(form) and self.before.search(form):
            return True
        spelt = _LONG_WORD.sub(lambda word: self.misspelt[word[0]], form)
        return spelt != form and bool(self.before.search(spelt))

    def are_behind(self, text: str) -> bool:
        """Whether the beginning of a text denies the name before it."""
        form = bare_letters(text)
        return bool(self.words_behind.search(form) and self.behind.match(form))


def _without_one(word: str) -> Iterator[str]:
    """A word, and all that is left of it without one of its letters: of two that differ in one place some of these are alike."""
    yield word
    yield from (word[:at] + word[at + 1 :] for at in range(len(word)))


def _without_each(words: Iterable[str]) -> dict[str, str]:
    """Words by themselves and without each of their letters -> the word."""
    return {one: word for word in words for one in _without_one(word)}


def _beginnings(*lists: str) -> re.Pattern[str]:
    """A pattern of what the phrases of the lists begin with."""
    return re.compile(letter_tree(phrase.rstrip("*") for words in lists for phrase in _phrases(words)))


@cache
def _denials() -> _Denials:
    words = word_file(__package__, "denial_words.yaml")
    like, han = ",".join(words["like"].values()), words["like_han"]
    denies, behind, behind_han, noun = (words[name] for name in ("not", "behind", "behind_han", "noun"))
    before = (
        rf"(?<![^\W_])(?:(?:{_any_of(like)})\.?{_BETWEEN}|(?:{_any_of(denies)})\s+(?:(?:{_any_of(words['model'])})\s+)?"
        rf"|\(\s?(?:{_any_of(denies)})\s+(?:\w[\w-]*\s+){{1,3}})\W?$|(?:{_any_of(han)})\W?$"
    )
    after = (
        rf"\W{{0,2}}(?:(?:{_any_of(behind)})(?![^\W_])|(?:{_any_of(behind_han)}))"
        rf"|[ -](?:{_any_of(noun)})\s*(?:$|[.,;:)\]|])"
    )
    return _Denials(
        re.compile(before),
        re.compile(after),
        _beginnings(like, han, denies),
        _beginnings(behind, behind_han, noun),
        _Misspelt(like),
    )


def is_denied(text: str, start: int, end: int, makers: frozenset[str] = frozenset()) -> bool:
    """Whether the goods are said not to be what stands at `start` to `end`, or to be like it: not M8, analogue of Orlex M8.

    `makers`: sound keys of the maker's names, which may stand between.
    """
    denials = _denials()
    before = text[max(0, start - REACH) : start]
    if denials.are_before(before) or denials.are_behind(text[end : end + REACH]):
        return True
    shorter = before_maker(before, makers) if makers else before
    return shorter != before and denials.are_before(shorter)


def before_maker(before: str, makers: frozenset[str]) -> str:
    """The text before a code without its maker's name at the end, which makes no difference: not Orlex M8 is not M8."""
    end = len(before.rstrip(" \"'«»-"))
    near = _LATIN_BEHIND.split(before[max(0, end - LONGEST_MAKER) : end])[-1]
    at = end - len(near)
    starts = [
        start + at
        for key, start, stop in (*name_windows(near), *han_windows(near))
        if stop == len(near) and key in makers
    ]
    return before[: min(starts)] if starts else before
