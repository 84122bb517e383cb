"""What a firm's name consists of: its own words, legal form, kinds of business, places, and the numbers in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from matcher.text.chinese_names import chinese_syllables, name_sound, palladius_in_pinyin, pinyin_of
from matcher.text.firm_vocabulary import (
    HAN,
    HAN_UNITS,
    LONGEST_FORM,
    LONGEST_HAN,
    Vocabulary,
    corrected,
    in_latin,
    plain_latin,
    vocabulary,
)
from matcher.text.normal_forms import fold_lookalikes, script_of, without_markers
from matcher.text.transliteration import pinyin_list, pinyin_syllables, sound

_OF_PINYIN = frozenset(("Latin", "Han"))
_FORMS_OF_CHINA = ("limited", "")
LONGEST = 300  # characters of a name that are read; longer cells hold addresses
_ABBREVIATION = re.compile(
    r"(?<![^\W_])(?:[^\W\d_]\.\s?)+[^\W\d_](?![^\W_])\.?"
)  # о.о.о., L.L.C., P.R.C.; or initials
_LETTERS = re.compile(r"[^\W\d_]")
_APOSTROPHE = re.compile(r"(?<=[^\W_])['’ʼ`](?=[^\W_])")  # Int'l
_UNITS = frozenset({"shi", "sheng", "city", "province", *HAN_UNITS})  # after a place
_LIMITED = "有限公司"
# The same with a slip: a character left out or doubled, or two that changed places.
_NEARLY_LIMITED = re.compile(
    r"(?:限公司|有公司|有限司|有限公|有有限公司|有限限公司|有限公公司|有限公司司|限有公司|有公限司|有限司公)(?![\u3400-\u4dbf\u4e00-\u9fff])"
)
_NUMBER_SIGN = re.compile(r"^no?(?=\d)")
_WORD = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+|[^\W_\u3400-\u4dbf\u4e00-\u9fff]+")
# An address after the name: a post code, a street, a house.
_ADDRESS = re.compile(
    r"[,;(]\s*(?:\d{6}\b|(?:ул|улица|пр-т|проспект|вул|no|room|rm|street|road|building|адрес|address|add)\b[\s.:])",
    re.IGNORECASE,
)
Words = list[str]


@dataclass(frozen=True)
class NameParts:
    """A name read. `words` are its own words in Latin letters, in order, `keys` the same by sound (`matcher.text`).

    `form` is the class of its legal form, `country` the country that the form or the script tells; empty where not said.
    `letters` are initials and other single letters, `numbers` words with a digit. A name of general words only has them
    as its own.
    """

    words: tuple[str, ...]
    keys: tuple[str, ...]
    kinds: frozenset[str]
    places: frozenset[str]
    countries: frozenset[str]
    form: str
    country: str
    letters: tuple[str, ...]
    numbers: frozenset[str]
    is_branch: bool
    script: str

    @cached_property
    def joined(self) -> str:
        """The sound of its own words together, so that a blank more or less makes no difference."""
        return _sound(self.latin, self.form)

    @cached_property
    def syllables(self) -> tuple[str, ...]:
        """Its own words as Chinese syllables; () where they are not, or the legal form is not one of China."""
        return chinese_syllables(self.latin) if self.form in _FORMS_OF_CHINA else ()

    @cached_property
    def pinyin(self) -> tuple[str, ...]:
        """Its own words as syllables of pinyin alone, for comparison with another name in Latin letters or characters."""
        return pinyin_of(self.latin) if self.syllables and self.script in _OF_PINYIN else ()

    @cached_property
    def in_any_order(self) -> tuple[str, ...]:
        """The sounds of its own words, sorted."""
        return tuple(sorted(self.keys))

    @cached_property
    def latin(self) -> str:
        """The letters of its own words together."""
        return "".join(self.words)


@lru_cache(maxsize=1 << 17)
def read_name(name: str) -> NameParts:
    """Read a firm's name as written in any script."""
    known = vocabulary()
    text = without_markers(name)[: 4 * LONGEST]
    text = unicodedata.normalize("NFKC", fold_lookalikes(text)).replace("İ", "I").casefold().replace("ё", "е")
    text = _APOSTROPHE.sub("", text)
    text = _shortened(known.cut.split(text, maxsplit=1)[0] or text)
    if _LIMITED not in text:
        text = _NEARLY_LIMITED.sub(_LIMITED, text)
    text = _ABBREVIATION.sub(_initials if _is_sole(text, known) else _joined_abbreviation, text)
    words, form, country = _without_form([corrected(word) for word in _WORD.findall(text)], known)
    return _read_words(words, form, country, script_of(name))


def _shortened(text: str) -> str:
    address = _ADDRESS.search(text, 4)
    return (text[: address.start()] if address else text)[:LONGEST]


def _joined_abbreviation(found: re.Match[str]) -> str:
    """Letters with points as one word where it is a legal form or a country, else apart: they are initials."""
    known = vocabulary()
    letters = _LETTERS.findall(found[0])
    word = "".join(letters)
    return (
        f" {word} " if word in known.forms or tuple(letters) in known.concepts else f" {' '.join(letters)} "
    )


def _initials(found: re.Match[str]) -> str:
    """Letters with points of a sole trader: A.S. is not a company there, unless it is the form itself at the beginning."""
    return _joined_abbreviation(found) if not found.start() else f" {' '.join(_LETTERS.findall(found[0]))} "


def _is_sole(text: str, known: Vocabulary) -> bool:
    """Whether a name begins or ends with a sole trader's form."""
    words = [plain_latin(word) for word in _WORD.findall(_ABBREVIATION.sub(_whole, text, count=1))]
    return any(
        known.forms.get(" ".join(part), ("",))[0] == "sole"
        for length in range(1, LONGEST_FORM)
        for part in (words[:length], words[-length:])
    )


def _whole(found: re.Match[str]) -> str:
    return found[0] if found.start() else f" {''.join(_LETTERS.findall(found[0]))} "


def _without_form(words: Words, known: Vocabulary) -> tuple[Words, str, str]:
    """The words without the legal forms among them, with the first form's class and country.

    A short form inside the name counts at its beginning and end only: "as" and "ag" are words and syllables, too.
    """
    found: list[tuple[str, str]] = []
    left = [part for word in words for part in (_han_parts(word, known) if HAN.match(word) else (word,))]
    plain = [plain_latin(word) for word in left]
    at = 0
    while at < len(left):
        longest = min(LONGEST_FORM, len(left) - at) if plain[at] in known.form_beginnings else 0
        for length in range(longest, 0, -1):
            key = " ".join(plain[at : at + length])
            outer = at == 0 or at + length == len(left) or len(key) > 3
            if key in known.forms and outer and len(left) > length:
                found.append(known.forms[key])
                del left[at : at + length], plain[at : at + length]
                break
        else:
            at += 1
    if not found:
        return left, "", ""
    form = min(found, key=lambda one: known.form_order.index(one[0]))
    return left, form[0], next((country for _, country in found if country), "")


def _han_parts(run: str, known: Vocabulary) -> Iterator[str]:
    """A run of Chinese characters as words: what the vocabulary knows, and the stems between."""
    stem, at = "", 0
    while at < len(run):
        for length in range(min(LONGEST_HAN, len(run) - at), 0, -1):
            part = run[at : at + length]
            later = length > 1 and run[at + 1 : at + 1 + length] in known.han
            if part in known.han and not later and (part not in known.han_places or not stem):
                if stem:
                    yield stem
                stem = ""
                yield part
                at += length
                break
        else:
            stem += run[at]
            at += 1
    if stem:
        yield stem


def _read_words(words: Words, form: str, country: str, script: str) -> NameParts:
    latin = [_in_latin(word, form) for word in words]
    keys = [sound(word) for word in latin]
    kinds, places, countries = set(), set(), set()
    own: list[int] = []
    general: list[int] = []
    branch = False
    new_until = -1
    at = 0
    while at < len(words):
        kind, label, length = _general_words(keys, latin, at, country)
        span = range(at, at + length)
        if kind == "kind":
            if new_until == at:  # new materials are materials
                kinds.discard("new")
            kinds.add(label)
            new_until = at + length if label == "new" else -1
            general += span
        elif kind == "place":
            places.add(label)
            if at + length < len(words) and words[at + length] in _UNITS:
                length += 1
            general += range(at, at + length)
        elif kind == "country":
            countries.add(label)
            general += span
        elif kind == "branch":
            branch = True
        elif kind != "noise":
            own += span
        at += length
    if not any(len(latin[i]) > 1 and not any(map(str.isdigit, latin[i])) for i in own):
        own = sorted({*own, *general})
        kinds, places = set(), set()
    named = [i for i in own if len(latin[i]) > 1 and not any(map(str.isdigit, latin[i]))]
    return NameParts(
        words=tuple(latin[i] for i in named),
        keys=tuple(key for i in named if (key := _sound(latin[i], form))),
        kinds=frozenset(kinds),
        places=frozenset(places),
        countries=frozenset(countries),
        form=form,
        country=country or _country_of(script),
        letters=tuple(latin[i] for i in own if len(latin[i]) == 1 and not latin[i].isdigit()),
        numbers=frozenset(_NUMBER_SIGN.sub("", latin[i]) for i in own if any(map(str.isdigit, latin[i]))),
        is_branch=branch,
        script=script,
    )


def _general_words(keys: list[str], latin: list[str], at: int, country: str) -> tuple[str, str, int]:
    """What the words from a place on mean (kind, place, country, branch, noise; "" for a firm's own), which, and how many."""
    concept, length = vocabulary().concept_at(keys, latin, at)
    meaning, _, label = concept.partition(":")
    if meaning == "noise" and _is_initial(latin, at):
        return "", label, length
    if meaning == "place" and length == 1 and country == "CHN" and latin[at] in pinyin_list():
        return "", label, length  # Si Xian Zheng in single syllables: the city is Xi An there
    if meaning == "place" and length > 1 and at and pinyin_syllables("".join(latin[at : at + length])):
        return "", label, 1  # Da Lian within Tong Da Lian Feng: a place in single syllables comes first
    return meaning, label, length


def _in_latin(word: str, form: str) -> str:
    """A word in Latin letters, a Chinese name in Cyrillic ones in pinyin."""
    latin = in_latin(word)
    if form != "limited" or vocabulary().concept_at([sound(latin)], [latin], 0)[0]:
        return latin
    return palladius_in_pinyin(word) or latin


def _sound(latin: str, form: str) -> str:
    """The sound of own words: Yureva of a Russian legal form is not read as Chinese yu re va."""
    return name_sound(latin) if form in _FORMS_OF_CHINA else sound(latin)


def _is_initial(latin: Words, at: int) -> bool:
    """Whether a single letter, such as a Russian "and", is beside another single letter."""
    beside = [latin[i] for i in (at - 1, at + 1) if 0 <= i < len(latin)]
    return len(latin[at]) == 1 and any(len(word) == 1 for word in beside)


def _country_of(script: str) -> str:
    return "CHN" if script == "Han" else ""
