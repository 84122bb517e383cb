"""Countries as customs files and statistics write them, to ISO 3166 alpha-3 codes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from matcher.customs.values.abbreviated_names import AbbreviatedNames
from matcher.customs.values.hebrew_names import hebrew_key, hebrew_names
from matcher.customs.values.inflected_names import InflectedNames
from matcher.customs.values.romanised import LEAST_LETTERS, may_be_romanised, romanised_key, romanised_names
from matcher.text.one_spelling import one_spelling
from matcher.text.plain_words import plain
from matcher.text.word_files import table_rows, word_file

LONGEST_CODE = 3  # letters of a code of ISO 3166
# Letters of a name in Latin letters that Unicode lists: shorter ones are stems, and words of many languages
LEAST_ROMANISED = 5
LEAST_BEGUN = 3  # letters of one word at least of a name whose words are cut short

_INITIALS = re.compile(r"(?:[^\W\d_] ){1,3}[^\W\d_]")  # U.A.E.
_FORM_OF_STATE = re.compile(
    r"^(?:the )?(?:(?:united |socialist |soc |islamic |bolivarian )?(?:republic|rep) of(?: the)?|kingdom of(?: the)?"
    r"|(?:plurinational |federated )?states? of|"
    r"республика|королевство|республіка|república(?: islâmica| islámica)? d[eoa]|republica(?: islamica)? d[eoa]|rep de|république de|republik|republika|cộng hòa(?: xã hội chủ nghĩa)?|"
    r"(?:جمهوریه?|فدراسیون|مملکه|پادشاهی)(?: (?:خلق|اسلامی|فدرال))?) "  # in the one spelling of Arabic letters
    r"|(?:(?:社会主义|伊斯兰|联邦|人民)*共和国|王国|联邦| респ| федераци(?:я|ясы)| federation| federasiyasi| federasyonu| federatsiyasi| respublikasi| республикасы| cumhuriyeti| rep| republic of)$"
)
_CODE_IN_BRACKETS = re.compile(r"[^\d()]+\(([A-Z]{2,3})\)")
_BRACKETS = re.compile(r"\((.*?)\)")
_APOSTROPHES = re.compile("['’‘ʼʻ`´]")
_PARTS = re.compile(r"[\s\-–/|,;:()\[\]]+")  # of a cell that has a country's code beside its name
_RUSSIA = re.compile(r"(?<!\w)Nga(?!\w)")  # in Vietnamese; NGA is the code of Nigeria
_TWO_STATES = frozenset(
    (
        "china",
        "congo",
        "korea",
        "the congo",
        "китай",
        "конго",
        "корея",
        "中国",
        "刚果",
        "中华",
        "چین",
        "صین",
        "کره",
        "کوریا",
    )
)  # the form says which


def name_key(name: str) -> str:
    """The plain name without apostrophes and the difference of i and ı, which Turkish capitals (ERMENİSTAN, KIRGIZİSTAN) do not keep."""
    return plain(_APOSTROPHES.sub("", name.replace("İ", "I").replace("ı", "i")))


@cache
def _own_names() -> dict[str, str]:
    """Plain name or code -> alpha-3, for the spellings of countries.yaml."""
    table = word_file(__package__, "countries.yaml")
    return {name_key(name): code for code, names in table.items() for name in (code, *names)}


@cache
def _names_and_codes() -> dict[str, str]:
    """Plain name, that in one spelling, alpha-2, alpha-3 or number -> alpha-3, for every country of Unicode CLDR
    (tools/country_names.py)."""
    rows = table_rows(__package__, "country_names.csv")
    return {name: row["code"] for row in rows for name in row["names"].split("|")}


@cache
def _formal_names() -> dict[str, str]:
    """Plain name -> alpha-3, for formal and common names that CLDR lacks (Debian's iso-codes, tools/iso_country_names.py)."""
    rows = table_rows(__package__, "country_names_iso.csv")
    return {name: row["code"] for row in rows for name in row["names"].split("|")}


@lru_cache(maxsize=1 << 14)
def alpha3(name: str) -> str | None:
    """The ISO 3166 alpha-3 code of a country named in a language that is official somewhere or by a code of ISO 3166; None if unknown."""
    key = name_key(name)
    if _RUSSIA.search(name) and _own_names().get(key) != "RUS":
        return alpha3(_RUSSIA.sub("Russia", name))
    return (
        _named(key)
        or _beside_code(name)
        or _with_synonym(name)
        or _turned_round(name)
        or _cut_short(name, key)
    )


def _cut_short(cell: str, key: str) -> str | None:
    """The country of a name with words that end at a full stop: Юж. Корея, Dom. Rep."""
    return _abbreviated_names().code(key, LEAST_BEGUN) if "." in cell else None


@cache
def _abbreviated_names() -> AbbreviatedNames:
    return AbbreviatedNames(_every_name())


@lru_cache(maxsize=1 << 10)
def alpha3_inflected(name: str) -> str | None:
    """The ISO 3166 alpha-3 code of a country named in another case than lists have it: Китая, Российской Федерации; None if unknown."""
    return _inflected_names().code(name_key(name))


@cache
def _inflected_names() -> InflectedNames:
    return InflectedNames(_every_name())


@cache
def _every_name() -> dict[str, str]:
    """Formal names, usual ones with codes, and the countries' own: of two that are spelt alike the later is meant."""
    return {**_formal_names(), **_names_and_codes(), **_own_names()}


def _turned_round(cell: str) -> str | None:
    """The country of a name with its form of state behind a comma, as lists sort it: Tanzania, United Republic of.

    Brackets may tell which: Corea (Sur), República de.
    """
    name, _, form = (part.strip() for part in cell.partition(","))
    if (bare := _BRACKETS.sub(" ", name).strip()) != name:
        turned = _named(name_key(f"{form} {bare}"))
        whole = name_key(_BRACKETS.sub(r"\1", name))
        told = _named(whole) or _abbreviated_names().code(whole, LEAST_BEGUN)
        return turned if told == turned else None
    return _named(name_key(f"{form} {name}")) if name and form else None


def _with_synonym(cell: str) -> str | None:
    """The country of a name with another of its names in brackets; any other words there may make it another country."""
    others = {_named(name_key(other)) for other in _BRACKETS.findall(cell)}
    bare = _BRACKETS.sub(" ", cell).strip()
    country = (_named(name_key(bare)) or _beside_code(bare)) if others else None
    if country is None and (code := _CODE_IN_BRACKETS.fullmatch(cell.strip())):
        return _known(name_key(code[1]))  # a name that is not known: Braxin (BR)
    return country if others == {country} else None


def _named(words: str) -> str | None:
    """The code of a plain name or code, its form of state apart."""
    return _known(words) or next((code for bare in _shorter(words) if (code := _known(bare))), None)


def _beside_code(cell: str) -> str | None:
    """The country of a name beside a code: 400 - ABD, TR - ТУРЦИЯ, China (CN). A number may be any list's, letters are ISO's."""
    parts = [part for part in _PARTS.split(cell.strip(), maxsplit=3) if part]
    for code, name in ((parts[0], parts[1:]), (parts[-1], parts[:-1])) if len(parts) > 1 else ():
        country = _named(words := name_key(" ".join(name))) or _cut_short(cell, words)
        if country and len(code) in (2, 3) and (code.isdigit() or _known(name_key(code)) == country):
            return country
    return None


def written_most(counted: Iterable[tuple[str, int]]) -> dict[str, str]:
    """Of each country's code, the name or code that most lines have: КИТАЙ, China and CN are one country.

    `counted`: texts and how many lines have each; those of no known country are left out.
    """
    lines: dict[str, Counter[str]] = defaultdict(Counter)
    for text, count in counted:
        if code := alpha3(text):
            lines[code][text] += count
    return {code: min(texts, key=lambda text: (-texts[text], text)) for code, texts in lines.items()}


@cache
def _own_in_one_spelling() -> dict[str, str]:
    """The spellings of countries.yaml without accents, in one form of Arabic letters and simplified -> alpha-3.

    A name of so few letters as a code has is none without its accents: Úc (Australia in Vietnamese), ČR.
    """
    spelt = ((one_spelling(name), name, code) for name, code in _own_names().items())
    return {
        one: code for one, name, code in spelt if one == name or not one.isascii() or len(one) > LONGEST_CODE
    }


def _known(words: str) -> str | None:
    if len(words) == 1 and words.isascii():
        return None  # Y, which one spelling makes of Ý (Italy in Vietnamese)
    spelt = (words,) if words.isascii() else (words, one_spelling(words))  # CORÉIA, which is Coreia today
    if len(spelt) > 1 and len(spelt[1]) <= LONGEST_CODE and spelt[1].isascii():
        spelt = (words,)  # ČR and ÇXR are no codes
    tables = (_own_names(), _names_and_codes(), _own_in_one_spelling(), _formal_names())
    found = next((code for name in spelt for table in tables if (code := table.get(name))), None)
    if found is None and (key := hebrew_key(words)):
        return _hebrew_by_sound().get(key)
    return found or (_in_latin_letters().get(romanised_key(words)) if may_be_romanised(words) else None)


@cache
def _hebrew_by_sound() -> dict[str, str]:
    return hebrew_names(_every_name())


@cache
def _in_latin_letters() -> dict[str, str]:
    """The keys of names of other alphabets in Latin letters (KITAY, Kitaj, SSHA) -> alpha-3."""
    return romanised_names(_every_name(), LEAST_ROMANISED) | romanised_names(_own_names(), LEAST_LETTERS)


def _shorter(words: str) -> Iterator[str]:
    """The name with its initials together, and without the form of state before or after it."""
    if _INITIALS.fullmatch(words):
        yield words.replace(" ", "")
    for spelt in dict.fromkeys((words, one_spelling(words))):
        bare = _FORM_OF_STATE.sub("", spelt).strip()
        if bare and bare != spelt and bare not in _TWO_STATES:
            yield bare
