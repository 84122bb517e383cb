"""What the words of a header mean, in any of the languages of concepts.yaml, transliterated or cut short.

A header is read as a set of concepts, each with a strength: 1 where a word is written in full or with an ending, TRANSLITERATED
where a Latin word sounds like one of another script, ABBREVIATED where it may be cut short. "Сведения о грузе" is
(goods, text), and so is "Svedeniya o gruze". `header_rules` says which fields a set of concepts means.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from matcher.text.prefix_regex import beginning
from matcher.text.transliteration import pinyin_syllables
from matcher.text.word_files import table_rows, word_file

TRANSLITERATED = 0.8
ABBREVIATED = 0.5
ABBREVIATED_MUCH = 0.4  # to three letters, which words of any language have
CUT_SHORT = 0.75  # an abbreviation of LEAST_SOUND letters or more that can stand for one concept only
STRONG = 0.7  # strength from which a concept forbids a field
LONGEST_CUT = 6  # letters of an abbreviation
LONGEST_CONSONANTS = 10  # letters of one that has no vowels
MOST_MEANINGS = 3  # concepts that an abbreviation may stand for before it says nothing
LEAST_GLUED = 8  # letters of a word that may be several words written together
LEAST_INFLECTED_PART = (
    4  # letters of such a part from which it, or one before it, may have an ending: speditr-ice
)
LONGEST_ENDING = 6  # letters that may follow a stem in such a word

LEAST_SOUND = 4  # letters of a folded transliteration: shorter ones are like words of other languages
LEAST_INFLECTED = 5  # letters of a word before another from which it may have an ending
LEAST_PHRASE = 6  # letters of several words
LEAST_PINYIN = 5
VAGUE = frozenset(("text", "code"))  # concepts beside which many others make sense
DATABASES = "db"  # names of columns of databases and programs, in concepts.yaml beside the languages
HEBREW, ARTICLE = "he", "ה"
CHINESE = "zh"
TRADITIONAL = str.maketrans(
    "货产单编码号规税则关报进国际发总额价币种数净装运启达业厂标类说称时间实华东车证书费汇险条项计测贸区别买卖购应内签纳统识场备离个体积组织联电话传邮连储评书询",
    "貨產單編碼號規稅則關報進國際發總額價幣種數淨裝運啟達業廠標類說稱時間實華東車證書費匯險條項計測貿區別買賣購應內簽納統識場備離個體積組織聯電話傳郵連儲評書詢",
)
BEGUN = 2  # letters by which the words are found that may begin at a place

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_ANYWHERE = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_WITHOUT_VOWELS = re.compile(r"[\u0590-\u06ff]")  # Hebrew and Arabic letters say too little of a word's sound
_LITERAL = re.compile(r"[\w'-]+")
_VOWELS = re.compile(r"(?<=.)[aeiouyаеёиіїоуыэюяє]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_LOOKBEHIND = re.compile(r"\(\?<!.*?\)")  # what a word of concepts.yaml may begin with

# Spellings of transliterated letters, folded: systems differ in all of these.
_FOLDED = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"['’`ʹʼ\"-]", ""), (r"shch|shh|sch|tsch", "s"), (r"sh", "s"), (r"dzh|dj|zh", "j"), (r"tch|ch", "c"), (r"ts|tz|cz", "c"),
        (r"kh|x", "h"), (r"gh", "g"), (r"[yji]?[aā](?=[^\W_]|$)", "a"), (r"[yji](?=[ou])", ""), (r"[yj]e", "e"), (r"q", "k"),
        (r"w", "v"), (r"[yj]", "i"), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip


@dataclass(frozen=True)
class Concept:
    """The words of one concept: as patterns over plain text, as folded transliterations, and as literal stems."""

    name: str
    words: tuple[str, ...]  # as concepts.yaml has them; where several match the first counts
    sounds: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]  # the sounds of several words that follow each other
    han: tuple[str, ...]
    stems: tuple[str, ...]


@lru_cache(maxsize=1 << 14)
def without_accents(text: str) -> str:
    """`text` with Latin letters bare: ünvanı -> unvani, đơn -> don. Other scripts stay."""
    bare = "".join(
        c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c) or c > "\u036f"
    )
    return unicodedata.normalize("NFC", bare).translate(str.maketrans("đıłøßŋə", "dilosna"))


@lru_cache(maxsize=1 << 14)
def folded(latin: str) -> str:
    """A Latin word by its sound, whichever system of transliteration wrote it."""
    for pattern, sound in _FOLDED:
        latin = pattern.sub(sound, latin)
    return latin


@cache
def concepts_known() -> tuple[Concept, ...]:
    """All concepts, read once."""
    return tuple(_concept(name, words) for name, words in word_file(__package__, "concepts.yaml").items())


def _concept(name: str, by_language: dict[str, str]) -> Concept:
    from anyascii import anyascii

    words = [word for language, text in by_language.items() for word in _of_language(language, str(text))]
    words = list(dict.fromkeys([*words, *(without_accents(word) for word in words)]))
    stems = [word.lstrip("=").replace("_", " ").strip() for word in words]
    literal = [stem for stem in stems if _LITERAL.fullmatch(stem.replace(" ", ""))]
    foreign = [stem for stem in literal if not stem.isascii() and not _ANYWHERE.search(stem)]
    whole = {_spelt(word) for word in words if word.startswith("=")}  # a longer word may sound like it
    begun = [
        stem for stem in foreign if " " not in stem and stem not in whole and not _WITHOUT_VOWELS.search(stem)
    ]
    sounds = {folded(str(anyascii(stem)).lower()) for stem in begun}
    phrases = {
        tuple(folded(str(anyascii(part)).lower()) for part in stem.split()) for stem in foreign if " " in stem
    }
    han = [word for word in literal if len(word) > 1 and _HAN.fullmatch(word)]
    return Concept(
        name,
        tuple(words),
        tuple(sorted(sound for sound in sounds if len(sound) >= LEAST_SOUND)),
        tuple(sorted(phrase for phrase in phrases if len("".join(phrase)) >= LEAST_PHRASE)),
        tuple(han),
        tuple(stem for stem in literal if " " not in stem and not _ANYWHERE.search(stem)),
    )


def _of_language(language: str, text: str) -> Iterator[str]:
    """The words of a language, Hebrew ones also with the article, Chinese ones also in traditional characters."""
    for word in text.split():
        yield word
        if language == CHINESE:
            yield word.translate(TRADITIONAL)
        if language == HEBREW:
            yield f"{ARTICLE}{word.lstrip('=')}"


def _spelt(word: str) -> str:
    return word.lstrip("=").replace("_", " ").strip()


def _expression(word: str) -> str:
    spelt = _spelt(word)
    if _ANYWHERE.search(spelt):
        return spelt
    letters = re.sub(r"\[.*?\]", "x", re.sub(r"\(\?.*?\)", "", spelt))
    spelt = re.sub(rf"(?<![^\W\d_])([^\W\d_]{{{LEAST_INFLECTED},}}) ", r"\1[^\\W\\d_]* ", spelt)
    whole = word.startswith("=") or len(letters) <= (3 if letters.isascii() else 2)
    return rf"(?<![^\W\d_]){spelt}" + (r"(?![^\W\d_])" if whole else "")


def concepts(words: str) -> dict[str, float]:
    """The concepts that a plain header has, with their strengths. The caller must not change the result."""
    return said(words).strengths


class Said(NamedTuple):
    """What a header says: concepts with their strengths, those that are only parts of words of others, and whether that is all.

    A bureau that is part of "agente de aduana" is a part: it may be needed for a field, but speaks against none.
    """

    strengths: dict[str, float]
    parts: frozenset[str]
    whole: bool  # no word is left that says nothing known


@lru_cache(maxsize=1 << 14)
def said(words: str) -> Said:
    """What a plain header says. The caller must not change the result."""
    found: dict[str, float] = {}
    apart = _unglued(words)
    text = "\n".join(dict.fromkeys((apart, without_accents(apart))))
    matches = _matches(text)
    read = _read(apart, text, matches, found)
    return Said(found, _parts(matches), _is_whole(apart, read))


def _parts(matches: Mapping[str, Sequence[re.Match[str]]]) -> frozenset[str]:
    """The concepts whose every match is a part of a longer match of another one."""
    spans = [(name, *match.span()) for name, found in matches.items() for match in found]
    return frozenset(
        name
        for name, found in matches.items()
        if all(
            any(
                begin <= match.start() and match.end() <= end and end - begin > match.end() - match.start()
                for other, begin, end in spans
                if other != name
            )
            for match in found
        )
    )


def _is_whole(apart: str, read: set[str]) -> bool:
    """True where every word but particles and single letters is read."""
    return all(
        len(word) < 2 or not {word, without_accents(word)}.isdisjoint(read) or word in _particles()
        for word in _LETTERS.findall(apart)
    )


def _read(
    apart: str, text: str, matches: Mapping[str, Sequence[re.Match[str]]], found: dict[str, float]
) -> set[str]:
    """Add to `found` what the words say: in full, in other letters, cut short. The words that are not cut short."""
    read: set[str] = set()  # words that say something as they are
    for concept in concepts_known():
        for match in matches.get(concept.name, ()):
            found[concept.name] = 1.0
            read.update(_LETTERS.findall(_whole_words(text, match)))
    if apart.isascii():
        _transliterated(apart, read, found)
    if "\n" not in read:
        _cut_short([word for word in _LETTERS.findall(without_accents(apart)) if word not in read], found)
    return read


def _cut_short(words: Sequence[str], found: dict[str, float]) -> None:
    """Add what words may be cut short from; beside words that are read, one that makes sense with them only."""
    plain_words = frozenset(name for name, strength in found.items() if strength >= STRONG) - VAGUE
    for word in words:
        if word in _particles():
            continue
        names = _abbreviated(word) if len(word) <= LONGEST_CUT else _without_vowels(word)
        if (fitting := beside(plain_words, names)) is not None:
            for name in fitting:
                found.setdefault(name, CUT_SHORT)
            continue
        if len(names) > MOST_MEANINGS:
            continue
        plainly = len(names) == 1 and len(word) >= LEAST_SOUND
        much = ABBREVIATED if len(word) >= LEAST_SOUND else ABBREVIATED_MUCH
        for name in names:
            found.setdefault(name, CUT_SHORT if plainly else much)


def beside(plain_words: frozenset[str], names: Iterable[str]) -> frozenset[str] | None:
    """Of concepts that a word may be cut short from, those that make up a field with what else the header says.

    None where that is no field or several: "стр. отпр." is the country of dispatch, though "отпр." alone may be a sender.
    """
    fields: dict[str, set[str]] = {}
    for name in names:
        for other in plain_words:
            for field in _together().get(frozenset((name, other)), ()):
                fields.setdefault(field, set()).add(name)
    return frozenset(fields.popitem()[1]) if len(fields) == 1 else None


@cache
def _together() -> dict[frozenset[str], frozenset[str]]:
    """Two concepts -> the fields whose rules need both."""
    found: dict[frozenset[str], set[str]] = {}
    for field, need, _ in word_file(__package__, "header_rules.yaml"):
        for pair in itertools.combinations(need.split(), 2):
            found.setdefault(frozenset(pair), set()).add(field)
    return {pair: frozenset(fields) for pair, fields in found.items()}


def _matches(text: str) -> dict[str, list[re.Match[str]]]:
    """The words of each concept in `text`, from left to right, none of a concept overlapping."""
    matches: dict[str, list[re.Match[str]]] = {}
    ends: dict[str, int] = {}
    known = _words_by_beginning()
    for place in range(len(text)):
        begun = (*known.get(text[place], ()), *known.get(text[place : place + BEGUN], ()))
        longest: dict[str, re.Match[str]] = {}
        for one in begun:
            if place < ends.get(one.concept, 0) or not text.startswith(one.beginning, place):
                continue
            match, other = _pattern(one.word).match(text, place), longest.get(one.concept)
            if match and (other is None or match.end() > other.end()):
                longest[one.concept] = match
        for name, match in longest.items():
            matches.setdefault(name, []).append(match)
            ends[name] = match.end()
    return matches


class _Word(NamedTuple):
    """A word of a concept: its place among them, the letters it begins with, itself as concepts.yaml has it."""

    place: int
    concept: str
    beginning: str
    word: str


@cache
def _words_by_beginning() -> dict[str, list[_Word]]:
    """The first letters of a word, up to BEGUN -> the words of concepts that have them."""
    found: dict[str, list[_Word]] = {}
    for concept in concepts_known():
        for place, word in enumerate(concept.words):
            letters = beginning(_LOOKBEHIND.sub("", _spelt(word), 1)).partition(" ")[0]
            found.setdefault(letters[:BEGUN], []).append(_Word(place, concept.name, letters, word))
    return found


@cache
def _pattern(word: str) -> re.Pattern[str]:
    """Compiled when a header first has the word's beginning: all words take a fifth of a second."""
    return re.compile(_expression(word))


def _whole_words(text: str, match: re.Match[str]) -> str:
    """The match and the letters that follow it in its last word."""
    end = match.end()
    while end < len(text) and text[end].isalpha():
        end += 1
    return text[match.start() : end]


def _transliterated(text: str, read: set[str], found: dict[str, float]) -> None:
    """Add what Latin words mean that are read as another language's."""
    joined = text.replace(" ", "")
    if len(joined) >= 5 and pinyin_syllables(joined):
        spoken = [c.name for c in concepts_known() if any(word in joined for word in _pinyin(c.han))]
        for name in spoken:
            found.setdefault(name, TRANSLITERATED)
        if spoken and " " in text:
            read.add("\n")  # syllable by syllable it is Chinese: no other language, and nothing cut short
            return
    words = _LETTERS.findall(text)
    _spoken_phrases(words, read, found)
    for word in words:
        if word in read:
            continue
        sound = folded(word)
        for concept in concepts_known():
            if sound.startswith(concept.sounds):
                found.setdefault(concept.name, TRANSLITERATED)
                read.add(word)


def _spoken_phrases(words: Sequence[str], read: set[str], found: dict[str, float]) -> None:
    """Add what words that follow each other mean: the last one may have an ending."""
    sounds = [folded(word) for word in words]
    for concept in concepts_known():
        for phrase in concept.phrases:
            for place in range(len(sounds) - len(phrase) + 1):
                spoken = sounds[place : place + len(phrase)]
                if all(map(_begins, phrase[:-1], spoken)) and spoken[-1].startswith(phrase[-1]):
                    found.setdefault(concept.name, TRANSLITERATED)
                    read.update(words[place : place + len(phrase)])


def _begins(stem: str, word: str) -> bool:
    """True where a word is `stem`, or `stem` with an ending."""
    return word == stem or (len(stem) >= LEAST_INFLECTED and word.startswith(stem))


@cache
def _pinyin(words: tuple[str, ...]) -> tuple[str, ...]:
    spoken = _spoken()
    return tuple(spoken[word] for word in words if len(spoken[word]) >= LEAST_PINYIN)


@cache
def _spoken() -> dict[str, str]:
    """Each Chinese word of concepts.yaml -> its pinyin without tones (tools/pinyin.py)."""
    return {row["word"]: row["pinyin"] for row in table_rows(__package__, "header_pinyin.csv")}


@cache
def _particles() -> frozenset[str]:
    """Words that abbreviate nothing: articles, prepositions, pronouns."""
    return frozenset(word_file(__package__, "particles.yaml"))


@lru_cache(maxsize=1 << 12)
def _abbreviated(word: str) -> tuple[str, ...]:
    """The concepts whose words may be cut down to `word`: its beginning, or its consonants."""
    if len(word) < 3:
        return ()
    names = _longer(word, word, _by_stem())
    if word.isascii():
        names |= _longer(word, folded(word), _by_sound())
    if not names and _VOWELS.sub("", word) == word:  # consonants of a word say less than its beginning
        names = _longer(word, word, _by_consonants())
    return tuple(concept.name for concept in concepts_known() if concept.name in names)


def _without_vowels(word: str) -> tuple[str, ...]:
    """The concepts that a long word of consonants may mean: exprtr, dscrptn."""
    if len(word) > LONGEST_CONSONANTS or _VOWELS.sub("", word) != word:
        return ()
    return tuple(sorted(_longer(word, word[:LONGEST_CUT], _by_consonants())))


# Beginning of a word -> concepts with such words -> letters of the longest of these.
Beginnings = dict[str, dict[str, int]]


def _longer(word: str, beginning: str, words: Beginnings) -> set[str]:
    """The concepts that have a word with this beginning and more letters than `word`."""
    return {name for name, letters in words.get(beginning, {}).items() if letters > len(word)}


def _beginnings(words: Iterable[tuple[str, str, int]]) -> Beginnings:
    """The beginnings of words, each given as its concept, its spelling and its letters in full."""
    found: Beginnings = {}
    for name, spelling, letters in words:
        for end in range(1, min(len(spelling), LONGEST_CUT) + 1):
            longest = found.setdefault(spelling[:end], {})
            longest[name] = max(letters, longest.get(name, 0))
    return found


@cache
def _by_stem() -> Beginnings:
    return _beginnings((c.name, stem, len(stem)) for c in concepts_known() for stem in c.stems)


@cache
def _by_sound() -> Beginnings:
    return _beginnings((c.name, sound, len(sound)) for c in concepts_known() for sound in c.sounds)


@cache
def _by_consonants() -> Beginnings:
    return _beginnings((c.name, _VOWELS.sub("", s), len(s)) for c in concepts_known() for s in c.stems)


@cache
def _glued_stems() -> frozenset[str]:
    stems = {stem for concept in concepts_known() for stem in concept.stems if stem.isalpha()}
    bare = {without_accents(stem) for stem in stems if not stem.isascii()}  # ado, of Hungarian "adó"
    return frozenset(stem for stem in stems if len(stem) > 3 or (len(stem) == 3 and stem not in bare))


@lru_cache(maxsize=1 << 12)
def _unglued(words: str) -> str:
    """Words that were written together, apart: totalvalueusd -> total value usd."""
    known = _names_together()
    return " ".join(
        known.get(word) or (_apart(word) if len(word) >= LEAST_GLUED else word) for word in words.split()
    )


@cache
def _names_together() -> dict[str, str]:
    """Names of columns of databases written together -> their words: expname -> exp name."""
    texts = [
        by_language.get(DATABASES, "") for by_language in word_file(__package__, "concepts.yaml").values()
    ]
    names = [word.lstrip("=") for text in texts for word in str(text).split() if "_" in word]
    return {name.replace("_", ""): name.replace("_", " ") for name in names}


def _apart(word: str) -> str:
    """`word` as the stems it is made of, where they cover it; else as it is."""
    best: list[tuple[int, tuple[int, ...]] | None] = [None] * (len(word) + 1)  # letters not covered, cuts
    best[0] = (0, ())
    stems = _glued_stems()
    for at in range(len(word)):
        reached = best[at]
        if reached is None:
            continue
        for length in range(3, len(word) - at + 1):
            if word[at : at + length] not in stems or (length < LEAST_INFLECTED_PART and reached[0]):
                continue
            for ending in range(LONGEST_ENDING + 1 if length >= LEAST_INFLECTED_PART else 1):
                end = at + length + ending
                if end > len(word):
                    break
                missed = reached[0] + ending
                if best[end] is None or missed < best[end][0]:  # type: ignore[index]
                    best[end] = (missed, (*reached[1], at))
        if word[at:] in ("kg", "no", "id"):
            best[len(word)] = min(filter(None, (best[len(word)], (reached[0], (*reached[1], at)))))
    whole = best[len(word)]
    if whole is None or len(whole[1]) < 2 or whole[0] > len(word) / 4:
        return word
    cuts = [*whole[1], len(word)]
    return " ".join(word[a:b] for a, b in itertools.pairwise(cuts))
