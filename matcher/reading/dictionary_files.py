"""Files of bilingual dictionaries: CC-CEDICT, dictd (as Debian packs FreeDict), StarDict, and tab-separated words."""

from __future__ import annotations

import gzip
import html
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from crawler.case.errors import UsageProblem
from matcher.text.normal_forms import lower_letters

MOST_BYTES = 400_000_000  # of a file unpacked; the largest free dictionary has about 100 million
WORD_CHARACTERS = 60  # a longer headword is a sentence
_DIGITS = {c: n for n, c in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")}
_CEDICT = re.compile(r"(\S+) (\S+) \[[^\]]*\] /(.*)/\s*$")
_SENSE = re.compile(r"^\d+\.\s*(.*)$")
_NEXT_SENSE = re.compile(r"\s*\d+\.\s*$")
_PINYIN = re.compile(r"\[[^\]]*\]")
_BRACKETS = re.compile(r"\s*\([^)]*\)\s*")
_REFERENCE = re.compile(
    r"^(?:CL:|(?:old |erhua |Japanese )?variant of |see (?:also )?|surname |abbr\. (?:for|of) )"
)
_STRESS = "\u0301"
_MARKUP = re.compile(r"<[^>]{1,200}>")
_LISTED_SENSE = re.compile(r"<li>(.*?)</li>", re.DOTALL)
_FORM_OF = re.compile(
    r"\b(?:form|spelling|plural|singular|case|inflection|participle|synonym|initialism) of\b"
)
_MARKED = re.compile(
    r"^\s*\[[^\]]*\]|_[^\W\d_]+\."
)  # pronunciation and labels, as Mueller's dictionary has them
_MARKED_SENSE = re.compile(r"\s*\d+[)>.]\s*|\s*[;,]\s*")
_LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True)
class Entry:
    """A headword in lower case, its translations, the commonest first, and its other forms that the file lists."""

    word: str
    translations: tuple[str, ...]
    forms: tuple[str, ...] = ()


def read_entries(path: Path) -> Iterator[Entry]:
    """The entries of a dictionary file, by what it holds: .index or .dict(.dz) of dictd, .ifo of StarDict, else lines.

    Raises UsageProblem where a companion file is missing or the file cannot be unpacked.
    """
    try:
        if path.name.endswith((".index", ".dict", ".dict.dz")):
            yield from _dictd(path)
        elif path.suffix == ".ifo":
            yield from _stardict(path)
        else:
            yield from _lines(path)
    except (OSError, EOFError, zlib.error) as error:
        raise UsageProblem(f"{path}: cannot be read: {error}") from error


def _bytes(path: Path) -> bytes:
    with gzip.open(path) if path.suffix in (".dz", ".gz") else path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise UsageProblem(f"{path}: larger than {MOST_BYTES // 1_000_000} million bytes: no dictionary")
    return data


def _entry(word: str, translations: list[str], forms: Iterable[str] = ()) -> Iterator[Entry]:
    word = _headword(word)
    kept = [_plain(words) for words in translations]
    kept = [words for words in kept if words and "\t" not in words]
    if word and kept and len(word) <= WORD_CHARACTERS:
        yield Entry(word, tuple(kept), tuple(dict.fromkeys(_headword(form) for form in forms)))


def _headword(word: str) -> str:
    return " ".join(lower_letters(word.replace(_STRESS, "")).split())


def _plain(words: str) -> str:
    """A translation without markup, stress and remarks in brackets."""
    return " ".join(_BRACKETS.sub(" ", _MARKUP.sub("", words)).replace(_STRESS, "").split())


def _lines(path: Path) -> Iterator[Entry]:
    """CC-CEDICT (`trad simp [pinyin] /a/b/`) or `word TAB translation; translation`, line by line."""
    try:
        text = _bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageProblem(f"{path}: not UTF-8 text at byte {error.start}; convert it first") from error
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        if match := _CEDICT.fullmatch(line):
            senses = _chinese_senses(match[3].split("/"))
            for word in dict.fromkeys((match[2], match[1])):
                yield from _entry(word, senses)
        elif "\t" in line:
            word, _, said = line.partition("\t")
            yield from _entry(word, re.split(r"\s*[;\t]\s*", said))


def _chinese_senses(senses: list[str]) -> list[str]:
    """Senses without pinyin, measure words and references."""
    plain = [_BRACKETS.sub(" ", _PINYIN.sub("", sense)).strip() for sense in senses]
    return [sense for sense in plain if sense and not _REFERENCE.match(sense)]


def _sibling(path: Path, stem: str, *endings: str) -> Path:
    for ending in endings:
        if (found := path.with_name(stem + ending)).is_file():
            return found
    raise UsageProblem(f"{path}: its companion {stem}{endings[0]} is not beside it; copy it there")


def _dictd(path: Path) -> Iterator[Entry]:
    stem = re.sub(r"\.(?:index|dict|dict\.dz)$", "", path.name)
    data = _bytes(_sibling(path, stem, ".dict.dz", ".dict"))
    index = _bytes(_sibling(path, stem, ".index"))
    seen: set[str] = set()
    for line in index.decode("utf-8", "replace").splitlines():
        word, _, place = line.partition("\t")
        offset, _, length = place.partition("\t")
        if word.startswith("00database") or not offset or not length or offset in seen:
            continue
        seen.add(offset)  # the index of CC-CEDICT names an article by each ending of its words as well
        start = _number(offset)
        article = data[start : start + _number(length.split("\t")[0])].decode("utf-8", "replace")
        lines = article.splitlines()
        if len(lines) > 1 and lines[1].startswith("["):  # CC-CEDICT as Debian packs it
            for head in lines[0].split("|"):
                yield from _entry(head, _chinese_senses(lines[2:]))
        else:
            yield from _entry(word, _senses(lines[1:]))


def _number(digits: str) -> int:
    value = 0
    for digit in digits:
        value = value * 64 + _DIGITS.get(digit, 0)
    return value


def _senses(lines: list[str]) -> list[str]:
    """The translations of a FreeDict article: its first line and the numbered ones; the others explain.

    Of an article as Mueller's dictionary has it (`_n. _тех. 1) втулка; гильза`) all, but for its examples in English.
    """
    if lines and _MARKED.search(lines[0]):
        said = _MARKED.sub(" ", " ".join(line.strip() for line in lines))
        return [words for words in _MARKED_SENSE.split(said) if words and not _LATIN.search(words)]
    found: list[str] = []
    for place, line in enumerate(lines):
        match = _SENSE.match(line.strip())
        if match or place == 0:
            said = _NEXT_SENSE.sub("", match[1] if match else line)
            found += [part.strip() for part in said.split(",")]
    return found


def _stardict(path: Path) -> Iterator[Entry]:
    data = _bytes(_sibling(path, path.stem, ".dict.dz", ".dict"))
    index = _bytes(_sibling(path, path.stem, ".idx", ".idx.gz"))
    forms = _stardict_forms(path.with_suffix(".syn"))
    for number, (word, place) in enumerate(_stardict_words(index, 8)):
        offset, length = (int.from_bytes(place[n : n + 4], "big") for n in (0, 4))
        article = data[offset : offset + length].decode("utf-8", "replace")
        yield from _entry(word, _stardict_senses(article), forms.get(number, ()))


def _stardict_words(index: bytes, size: int) -> Iterator[tuple[str, bytes]]:
    """The words of an index of StarDict, each with the `size` bytes behind it."""
    at = 0
    while (end := index.find(b"\0", at)) >= 0 and end + size < len(index):
        yield index[at:end].decode("utf-8", "replace"), index[end + 1 : end + 1 + size]
        at = end + 1 + size


def _stardict_forms(path: Path) -> dict[int, list[str]]:
    """Other forms of the headwords, by their place in the index; none where the dictionary has no .syn file."""
    found: dict[int, list[str]] = {}
    if path.is_file():
        for form, number in _stardict_words(_bytes(path), 4):
            found.setdefault(int.from_bytes(number, "big"), []).append(form)
    return found


def _stardict_senses(article: str) -> list[str]:
    """The translations of an article: of one in HTML, the items of its lists; remarks on the form of a word are none."""
    article = html.unescape(article)
    senses = _LISTED_SENSE.findall(article) or article.splitlines()
    plain = [_BRACKETS.sub(" ", sense) for sense in senses if not _FORM_OF.search(sense)]
    return [part for sense in plain for part in re.split(r"[;,]", sense)]
