"""The bilingual dictionaries of a case: files the user brought, kept as sorted words in dictionaries/.

Box31 ships none: the free ones (CC-CEDICT, FreeDict) are under CC BY-SA, and Debian has them ready.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path

from crawler.archive.durable import file_beside
from crawler.case.errors import UsageProblem
from crawler.case.hashing import sha256_of
from matcher.reading.dictionary_files import Entry, read_entries
from matcher.reading.word_stems import STEMMED, stem
from matcher.text.normal_forms import lower_letters

FOLDER = "dictionaries"
KEPT_CHARACTERS = 160  # of the translations of a word; a gloss shows the likeliest of them
PHRASE_WORDS = 3  # of a translation that becomes a headword of a turned dictionary
FORMS = 12  # headwords of one stem that are kept
FORM_OF = "="  # begins the translation of a listed form: its headword follows
MOST_BYTES = 400_000_000  # of a kept dictionary unpacked; CC-CEDICT takes 9 million
_ADJECTIVE = re.compile(
    r"(?:[ыио]й|[ая]я|[ое]е|[ыи]е|[ое]го|[ое]му|[ыи]м|[ыи]х|[ыи]ми|[ое]м|ую|юю)$"
)  # Russian
_APOSTROPHES = re.compile("[’ʼ‘`´]")
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


@dataclass(eq=False)
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
        return self.exactly(word) or self.by_stem(word)

    def exactly(self, word: str) -> str:
        """The translations of a headword, or of one of its forms that the dictionary lists."""
        said = self._words.get(_plain(word), "")
        return self._words.get(said[1:], "") if said.startswith(FORM_OF) else said

    def by_stem(self, word: str) -> str:
        """The translations of the headword with the stem of `word` that is likest to it."""
        word = _plain(word)
        forms = self.headwords(stem(word, self.source))
        return self._words.get(max(forms, key=lambda form: _likeness(word, form), default=""), "")

    def headwords(self, stemmed: str) -> list[str]:
        """The headwords that have this stem."""
        forms = self._words.get(f"~{stemmed}")
        return forms.split("|") if forms else []

    def words(self) -> Iterator[tuple[str, str]]:
        """The headwords with their translations."""
        return ((form, said) for form, said in self._words.items() if _is_headword(form, said))


def _plain(word: str) -> str:
    """A word as headwords are written: е in place of ё, one sign for the apostrophe."""
    return _APOSTROPHES.sub("'", word.replace("ё", "е"))


def _is_headword(form: str, said: str) -> bool:
    return not form.startswith("~") and not said.startswith(FORM_OF)


def _likeness(word: str, form: str) -> tuple[bool, int, int]:
    """Of headwords with the stem of `word`, the likelier: of its part of speech, then with most letters in common."""
    shared = next(
        (n for n, (a, b) in enumerate(zip(word, form, strict=False)) if a != b), min(len(word), len(form))
    )
    return bool(_ADJECTIVE.search(word)) == bool(_ADJECTIVE.search(form)), shared, -len(form)


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
    words = merged(_turned(entries) if reverse else entries, source)
    if not words:
        raise UsageProblem(
            f"{path}: no entries found; known forms: CC-CEDICT, dictd (.index or .dict.dz), StarDict (.ifo), TSV"
        )
    headwords = sum(_is_headword(form, said) for form, said in words.items())
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
    """Each translation as a headword, with first the words whose first translation it is.

    Explanations, which are longer than a phrase, are no headwords.
    """
    found: dict[str, list[tuple[int, str]]] = {}
    for entry in entries:
        for place, words in enumerate(entry.translations):
            if len(words.split()) <= PHRASE_WORDS:
                found.setdefault(lower_letters(words), []).append((place, entry.word))
    for words, meanings in found.items():
        yield Entry(words, tuple(word for _, word in sorted(meanings, key=lambda one: one[0])))


def merged(entries: Iterable[Entry], source: str) -> dict[str, str]:
    """Form -> translations, those of homographs together; listed form -> its headword; ~stem -> headwords, with bars between."""
    meanings: dict[str, list[str]] = {}
    listed: dict[str, str] = {}
    for entry in entries:
        headword = _plain(entry.word)
        meanings.setdefault(headword, []).extend(entry.translations)
        for form in entry.forms:
            listed.setdefault(_plain(form), headword)
    words = {
        form: first_fitting((words.lstrip(f"{FORM_OF} ") for words in translations), KEPT_CHARACTERS)
        for form, translations in meanings.items()
    }
    stems: dict[str, list[str]] = {}
    if source in STEMMED:
        for form in words:
            stems.setdefault(f"~{stem(form, source)}", []).append(form)
    forms = {
        form: f"{FORM_OF}{headword}"
        for form, headword in listed.items()
        if form
        and form not in words
        and (source not in STEMMED or stem(form, source) != stem(headword, source))
    }
    return words | forms | {key: "|".join(known[:FORMS]) for key, known in stems.items()}


def first_fitting(translations: Iterable[str], most: int) -> str:
    """The first translations, each once, as many as fit into `most` characters; the first is cut to them."""
    kept = ""
    for words in dict.fromkeys(translations):
        longer = f"{kept}; {words}" if kept else words[:most]
        if len(longer) > most:
            break
        kept = longer
    return kept
