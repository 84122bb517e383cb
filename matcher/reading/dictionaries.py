"""The bilingual dictionaries of a case: files the user brought, kept as sorted words in dictionaries/.

Box31 ships none: the free ones (CC-CEDICT, FreeDict) are under CC BY-SA, and Debian has them ready.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from crawler.archive.durable import file_beside
from crawler.case.errors import UsageProblem
from crawler.case.hashing import sha256_of
from matcher.reading.dictionary_files import Entry, read_entries
from matcher.text.normal_forms import lower_letters

FOLDER = "dictionaries"
KEPT_CHARACTERS = 60  # of the translations of a word: a gloss is a hint, not the entry
PHRASE_WORDS = 3  # of a translation that becomes a headword of a turned dictionary
FORMS = 12  # headwords of one stem that are kept
MOST_BYTES = 400_000_000  # of a kept dictionary unpacked; CC-CEDICT takes 9 million
STEMMERS = {"ru": "russian", "tr": "turkish", "de": "german", "fr": "french", "en": "english"}
_ADJECTIVE = re.compile(
    r"(?:[ыио]й|[ая]я|[ое]е|[ыи]е|[ое]го|[ое]му|[ыи]м|[ыи]х|[ыи]ми|[ое]м|ую|юю)$"
)  # Russian
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,60}")


@dataclass(frozen=True)
class About:
    """What is known of a dictionary: its name, languages (two letters), the file it was read from, its words."""

    name: str
    source: str
    target: str
    file: str
    sha256: str
    words: int


@dataclass
class Dictionary:
    """A dictionary that can be asked; its words are read when first needed."""

    about: About
    path: Path = field(repr=False)

    @property
    def name(self) -> str:
        return self.about.name

    @property
    def source(self) -> str:
        return self.about.source

    @property
    def target(self) -> str:
        return self.about.target

    @cached_property
    def _words(self) -> dict[str, str]:
        words: dict[str, str] = {}
        read = 0
        with gzip.open(self.path, "rt", encoding="utf-8", newline="\n") as lines:
            next(lines)
            for line in lines:
                read += len(line)
                if read > MOST_BYTES:
                    raise UsageProblem(f"{self.path}: larger than any dictionary; remove it and add it again")
                form, _, gloss = line.rstrip("\n").partition("\t")
                words[form] = gloss
        return words

    def look_up(self, word: str) -> str:
        """The translations of a word or phrase in lower case, by its form, else by its stem; "" where it has none."""
        word = word.replace("ё", "е")
        if found := self._words.get(word):
            return found
        forms = self._words.get(f"~{stem(word, self.source)}", "").split("|")
        return self._words.get(max(forms, key=lambda form: _likeness(word, form)), "")


def _likeness(word: str, form: str) -> tuple[bool, int, int]:
    """Of headwords with the stem of `word`, the likelier: of its part of speech, then with most letters in common."""
    shared = next(
        (n for n, (a, b) in enumerate(zip(word, form, strict=False)) if a != b), min(len(word), len(form))
    )
    return bool(_ADJECTIVE.search(word)) == bool(_ADJECTIVE.search(form)), shared, -len(form)


@lru_cache(maxsize=1 << 16)
def stem(word: str, language: str) -> str:
    """The stem of each word of a phrase; the phrase itself in a language without a stemmer."""
    stemmer = _stemmer(language)
    return " ".join(stemmer.stemWords(word.replace("ё", "е").split())) if stemmer else word


@lru_cache(maxsize=8)
def _stemmer(language: str):  # type: ignore[no-untyped-def]  # snowballstemmer ships no types
    import snowballstemmer

    return snowballstemmer.stemmer(STEMMERS[language]) if language in STEMMERS else None


def dictionaries_of(root: Path) -> list[Dictionary]:
    """The dictionaries of the case in `root`, by name. Raises UsageProblem with the file that is none."""
    return [Dictionary(_about(path), path) for path in sorted((root / FOLDER).glob("*.tsv.gz"))]


def _about(path: Path) -> About:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            return About(**json.loads(lines.readline(10_000)))
    except (OSError, EOFError, UnicodeDecodeError, ValueError, TypeError) as error:
        raise UsageProblem(
            f"{path}: not a dictionary as `box31 dictionary add` writes it; remove it"
        ) from error


def add_dictionary(
    root: Path, path: Path, source: str, target: str, name: str = "", *, reverse: bool = False
) -> About:
    """Read a dictionary file into the case; gives what is known of it. A dictionary of the same name is replaced.

    `reverse`: the file translates from `target` into `source`.

    Raises UsageProblem where the file holds no entries, or the name would be no file's name.
    """
    name = name or re.sub(r"[^A-Za-z0-9_-]+", "-", path.name.split(".")[0]).strip("-")
    if not _NAME.fullmatch(name):
        raise UsageProblem(f"--name {name!r}: letters, digits, - and _ only, at most 60")
    entries = read_entries(path)
    words = _merged(_turned(entries) if reverse else entries, source)
    if not words:
        raise UsageProblem(
            f"{path}: no entries found; known forms: CC-CEDICT, dictd (.index or .dict.dz), StarDict (.ifo), TSV"
        )
    headwords = sum(not form.startswith("~") for form in words)
    about = About(name, source, target, path.name, sha256_of(path), headwords)
    folder = root / FOLDER
    folder.mkdir(exist_ok=True)
    with (
        file_beside(folder / f"{name}.tsv.gz") as part,
        gzip.open(part, "wt", encoding="utf-8", newline="\n") as out,
    ):
        out.write(json.dumps(asdict(about), ensure_ascii=False) + "\n")
        out.writelines(f"{form}\t{words[form]}\n" for form in sorted(words))
    return about


def _turned(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Each translation as a headword; explanations, which are longer than a phrase, are no headwords."""
    for entry in entries:
        for words in entry.translations:
            if len(words.split()) <= PHRASE_WORDS:
                yield Entry(lower_letters(words), (entry.word,))


def _merged(entries: Iterable[Entry], source: str) -> dict[str, str]:
    """Form -> translations, those of homographs together; ~stem -> its forms, with bars between them."""
    forms: dict[str, list[str]] = {}
    for entry in entries:
        forms.setdefault(entry.word.replace("ё", "е"), []).extend(entry.translations)
    words = {form: _short(translations) for form, translations in forms.items()}
    stems: dict[str, list[str]] = {}
    if source in STEMMERS:
        for form in words:
            stems.setdefault(f"~{stem(form, source)}", []).append(form)
    return words | {key: "|".join(known[:FORMS]) for key, known in stems.items()}


def _short(translations: Iterable[str]) -> str:
    """The first translations, as many as fit."""
    kept: list[str] = []
    for words in dict.fromkeys(translations):
        if kept and len("; ".join([*kept, words])) > KEPT_CHARACTERS:
            break
        kept.append(words[:KEPT_CHARACTERS])
    return "; ".join(kept)
