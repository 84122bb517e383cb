"""Watch words: which words of a list a text holds, in whatever form its language gives them. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.case.case import Case

# Scripts that set no blanks between words: there a word is looked for as it is, anywhere.
UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003134f]")
TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# Endings of English nouns and verbs, and of those who do what a verb says (visitor, exporter). A stemmer would
# cut "customer" and "customs" to one stem.
ENGLISH = ("s", "es", "ed", "d", "ing", "n", "ns", "er", "ers", "or", "ors", "'s", "’s")
STEM_MIN = 4  # letters; shorter stems ("рос" of "роса") join words that have nothing in common
STEMMERS = {
    "ru": "russian", "be": "russian", "uk": "russian", "kk": "russian", "de": "german", "fr": "french", "es": "spanish",
    "it": "italian", "pt": "portuguese", "nl": "dutch", "tr": "turkish", "sv": "swedish", "no": "norwegian",
    "da": "danish", "fi": "finnish", "hu": "hungarian", "ro": "romanian", "ar": "arabic", "hi": "hindi",
}  # fmt: skip
CYRILLIC = re.compile(r"[\u0400-\u04ff]")


class WatchList:
    """A list of watch words, ready to be looked for.

    A word may be a phrase; a star at its end stands for any ending. Case, width and the letter ё make no
    difference.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(dict.fromkeys(word.strip() for word in words if word.strip().strip("*")))

    def found(self, text: str | None, language: str | None = None) -> tuple[str, ...]:
        """The words of the list that `text` holds, in the list's order; `language` is the text's, if known."""
        if not text:
            return ()
        plain = _plain(text)
        tokens = TOKEN.findall(plain)
        known = frozenset(tokens)
        unspaced = re.sub(r"\s*\n\s*", "", plain)  # a line may break inside a word
        return tuple(word for word in self.words if _holds(word, tokens, known, unspaced, language))


def watch_list(case: Case) -> WatchList:
    """The case's watch words: [watch] words of box31.toml, or the built-in list, and [watch] more."""
    given = case.config["watch"]
    return WatchList([*(given["words"] or built_in_words()), *given["more"]])


@cache
def built_in_words() -> tuple[str, ...]:
    """The words of crawler/catalog/watch_words.txt: English, Russian, Ukrainian, Chinese."""
    text = resources.files("crawler.catalog").joinpath("watch_words.txt").read_text(encoding="utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


def _holds(
    word: str, tokens: Sequence[str], known: frozenset[str], unspaced: str, language: str | None
) -> bool:
    plain = _plain(word)
    if UNSPACED.search(plain):
        return plain.rstrip("*") in unspaced
    parts = plain.split()
    if len(parts) == 1:
        return any(_is_form(token, parts[0], language) for token in known)
    return any(
        all(_is_form(token, part, language) for token, part in zip(tokens[at:], parts, strict=False))
        for at in range(len(tokens) - len(parts) + 1)
    )


@cache
def _is_form(token: str, word: str, language: str | None) -> bool:
    """Whether `token` is `word` in one of its forms."""
    if word.endswith("*"):
        return token.startswith(word.rstrip("*"))
    if token == word:
        return True
    if CYRILLIC.search(word):
        return _same_stem(token, word, "russian")
    stemmer = STEMMERS.get((language or "en").split("-")[0].lower())
    return _english_form(token, word) or (stemmer is not None and _same_stem(token, word, stemmer))


def _english_form(token: str, word: str) -> bool:
    if len(word) < 3:
        return False
    if word.endswith("y") and token == f"{word[:-1]}ies":
        return True
    stems = (word, word[:-1]) if word.endswith("e") else (word,)
    return any(token.startswith(stem) and token[len(stem) :] in ENGLISH for stem in stems)


def _same_stem(token: str, word: str, algorithm: str) -> bool:
    if token[:2] != word[:2]:
        return False  # saves the stemmer's time
    stem = _stem(word, algorithm)
    return len(stem) >= STEM_MIN and _stem(token, algorithm) == stem


@cache
def _stem(word: str, algorithm: str) -> str:
    return str(_stemmer(algorithm).stemWord(word))


@cache
def _stemmer(algorithm: str):  # type: ignore[no-untyped-def]  # snowballstemmer has no types
    from snowballstemmer import stemmer

    return stemmer(algorithm)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
