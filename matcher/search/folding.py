"""Texts and queries in the forms in which they are compared: letter case, look-alike letters, scripts and separators folded.

A text is indexed in three columns of tokens. `words` has its normal form, each Chinese, Japanese or Korean sign a token
of its own; `latin` its transliteration, where that is another; `names` its codes without separators and, for names, the
sound of its words. A word of a query is looked for in all three.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from anyascii import anyascii

from matcher.text.normal_forms import code_form, lexical_form, normal_form
from matcher.text.transliteration import sound, transliterate

_SIGN = re.compile(r"([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff])")
_TOKEN = re.compile(r"[^\W_]+")
# From the beginning of a word, and never back: one long word would else be tried from each of its letters.
_JOINED = re.compile(r"(?<!\w)\w++(?:[-–./]\w++)++")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")

PREFIX_LETTERS = 3  # a query word of so many letters also finds longer words that begin so
STEM_LETTERS = 5  # shorter words are not reduced to their stems: too many others begin alike
SOUND_LETTERS = 4  # of a word whose sound is compared; shorter ones sound like everything
SOUND = "§"  # before a token that is a sound, to keep it apart from words


@dataclass(frozen=True)
class Folded:
    """A text's tokens in the three columns of the index, blanks between them."""

    words: str
    latin: str
    names: str


def folded(text: str, is_name: bool = False) -> Folded:
    """The tokens of `text`; `is_name` adds the sounds of its words, so that Shanghai finds ШАНХАЙ."""
    words = lexical_form.__wrapped__(text).split()
    forms = [_forms(word) for word in words]
    plain = " ".join(form[0] for form in forms)
    latin = " ".join(form[1] for form in forms)
    names = [
        code_form(joined).lower() for joined in _JOINED.findall(text) if any(c.isdigit() for c in joined)
    ]
    if is_name:
        names += [SOUND + form[2] for form in forms if len(form[2]) >= SOUND_LETTERS]
    return Folded(plain, "" if latin == plain else latin, " ".join(names))


@lru_cache(maxsize=1 << 18)  # the vocabulary of a large case: texts are many, their words few
def _forms(word: str) -> tuple[str, str, str]:
    read = transliterate(word)  # for Chinese and for the sound; of Cyrillic words it makes rilet of ЖИЛЕТ
    return _SIGN.sub(r" \1 ", normal_form(word)), read if _SIGN.search(word) else _latin(word), sound(read)


_SIGNS = re.compile(r"['\"`]")  # the soft and the hard sign, which people leave out
# Systems of transliteration differ in these.
_ALIKE = (("shch", "sch"), ("kh", "h"), ("j", "i"), ("y", "i"), ("w", "v"), ("x", "ks"), ("ii", "i"))


def _latin(word: str) -> str:
    """The word in Latin letters without diacritics, spellings of one letter made alike."""
    latin = word if word.isascii() else _SIGNS.sub("", str(anyascii(word)).lower())
    for one, other in _ALIKE:
        latin = latin.replace(one, other)
    return latin


@dataclass(frozen=True)
class Wanted:
    """One word or phrase of a query: its phrases of tokens, each with whether longer words that begin so count."""

    phrases: tuple[tuple[str, bool], ...]

    def expression(self) -> str:
        """The FTS5 expression that finds it."""
        return "(" + " OR ".join(f'"{tokens}"{"*" * prefix}' for tokens, prefix in self.phrases) + ")"

    def in_word(self, word: str) -> bool:
        """Whether it begins in this word of a text."""
        own = folded(word, is_name=True)
        tokens = " ".join((own.words, own.latin, own.names)).split()
        firsts = [(phrase.split()[0], prefix and " " not in phrase) for phrase, prefix in self.phrases]
        return any(
            token == first or (prefix and token.startswith(first))
            for token in tokens
            for first, prefix in firsts
        )


def wanted(text: str) -> Wanted | None:
    """What one word of a query, or several that must be together, look for; None where it has no letter or digit."""
    lexical = lexical_form(text)
    words = lexical.split()
    phrases: dict[str, bool] = {}

    def add(tokens: str, whole: bool = False) -> None:
        tokens = " ".join(_TOKEN.findall(tokens.replace(SOUND, "")))
        if tokens and tokens not in phrases:
            last = tokens.split()[-1]
            phrases[tokens] = not whole and len(last) >= PREFIX_LETTERS and not _SIGN.fullmatch(last)

    add(" ".join(_forms(word)[0] for word in words))
    add(" ".join(_forms(word)[1] for word in words))
    if any(c.isdigit() for c in text):
        add(code_form(text).lower())
    elif len(words) == 1 and len(stem := _stem(words[0])) >= STEM_LETTERS - 1:
        add(_forms(stem)[0])
        add(_forms(stem)[1])
    found = list(phrases.items())
    if (
        len(words) == 1
        and len(key := _forms(words[0])[2]) >= SOUND_LETTERS
        and not any(c.isdigit() for c in key)
    ):
        found.append((SOUND + key, False))
    return Wanted(tuple(found)) if phrases else None


def _stem(word: str) -> str:
    """The stem of a Russian or English word where the word begins with it, else the word."""
    if len(word) < STEM_LETTERS or _SIGN.search(word):
        return word
    stem = str(_stemmer("russian" if _CYRILLIC.search(word) else "english").stemWord(word))
    return stem if word.startswith(stem) else word


@lru_cache(maxsize=2)
def _stemmer(language: str) -> Any:
    from snowballstemmer import stemmer

    return stemmer(language)


def excerpt(text: str, query: tuple[Wanted, ...], most: int) -> str:
    """At most `most` characters of `text` around the first word that the query finds, in one line."""
    place = next(
        (m.start() for m in re.finditer(r"[\w./–-]+", text) if any(w.in_word(m[0]) for w in query)), 0
    )
    if place == 0 or any(_SIGN.search(tokens) for w in query for tokens, _ in w.phrases):
        place = max(place, _place_of_signs(text, query))
    start = max(0, min(place - most // 3, len(text) - most))
    cut = text[start : start + most]
    return " ".join(f"{'…' * (start > 0)}{cut}{'…' * (start + most < len(text))}".split())


def _place_of_signs(text: str, query: tuple[Wanted, ...]) -> int:
    """Where signs of a query are in a text that has no blanks between words."""
    places = [
        text.find("".join(tokens.split())) for w in query for tokens, _ in w.phrases if _SIGN.search(tokens)
    ]
    return max(0, min((place for place in places if place >= 0), default=0))
