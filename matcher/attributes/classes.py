"""Named classes in a text: protection levels, generations, ingress protection, sizes of clothes, sets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from matcher.text.prefix_regex import PrefixedRegex
from matcher.text.word_edges import NO_WORD_AFTER, NO_WORD_BEFORE

_LOOKS_ROMAN = str.maketrans({"і": "i", "а": "a", "l": "i", "|": "i"})
_CLASS_WORD = r"(?<![a-zа-яёіїєґ])(?:класс\w*|клас\w*|кл|уров\w*|рівн\w*|level|lvl|class|cl|grade|nij|级|级别|等级|стандарт\w*|ст(?=[\s.:]))"
# What a level may begin with: the word for it, or a numeral and the first letter of what follows.
_BLANKS = "".join(c for c in map(chr, range(0x3001)) if c.isspace())
_LEVEL_BEGINS = (
    *["кл", "уров", "рівн", "level", "lvl", "cl", "grade", "nij", "级", "等级", "ст", "2a", "2а", "3a", "3а"],
    *(numeral + after for numeral in "ivі" for after in "ivіaа+级кlc" + _BLANKS),
)
_NIJ = PrefixedRegex(
    rf"{_CLASS_WORD}[\s.:]{{0,3}}(?:защит\w*\s?|захист\w*\s?)?(?:(?:по\s)?nij\W{{0,3}}(?:std\W{{0,3}})?(?:010[168][.\d]*)?\W{{0,3}}(?:level|класс|кл|lvl)?\W{{0,3}})?"
    r"(?P<n>iii[aа]|ii[aа]|iv|iii\+?|ii|3[aа]|2[aа]|[ivі]{1,3}[aа]?)(?![a-zа-яёіїєґ0-9])"
    r"|(?P<after>iii[aа]|ii[aа]|iv|iii\+?|ii|[ivі]{1,3}[aа]?|3[aа]|2[aа])\s?(?:级|кл\b|класс|клас|level|class)"
    r"|nij\W{0,3}(?:std\W{0,3})?(?:010[168][.\d]*)?\W{0,4}(?:level|класс|кл|lvl)?\W{0,3}(?P<nij>iii[aа]|ii[aа]|iv|iii\+?|ii|3[aа]|2[aа])(?![a-zа-яёіїєґ0-9])"
    r"|(?<![a-zа-яёіїєґ0-9])(?P<bare>[iі]{3}[aа]|3[aа](?=\s|,|$))(?![a-zа-яёіїєґ0-9])",
    _LEVEL_BEGINS,
)
_NIJ_NUMBER = re.compile(
    NO_WORD_BEFORE
    + r"(?<![.,])(?P<n>[1-4])\s?(?:-?й|-?го|-?ого)?\s?(?:класс|клас|кл|уров|рівн|class|level)\w*\.?\s?(?:защит\w*\s|захист\w*\s)?(?:по\s)?nij"
    r"|nij\W{0,3}(?:std\W{0,3})?(?:010[168][.\d]*)?\W{0,4}(?:level|lvl|class|класс\w*|клас\w*|кл|уров\w*|рівень)\W{0,3}(?P<m>[1-4])(?![\w.,])"
)
_NIJ_NEW = re.compile(r"(?<![a-zа-яёіїєґ0-9])(?P<n>hg[12]|rf[123])(?![a-zа-яёіїєґ0-9])")
_BR = re.compile(r"(?<![a-zа-яёіїєґ0-9])(?:бр|br|бр\.)\s?-?(?P<n>[1-6])(?![a-zа-яёіїєґ0-9])")
_GOST_CLASS = re.compile(
    r"(?<![a-zа-яёіїєґ0-9])(?P<n>[1-6][aа]?)\W{0,2}(?:-?й|-?го)?\s?(?:класс|клас|кл)\w*\W{0,3}(?:защит\w*|захист\w*)?\W{0,4}(?:по\s)?(?:гост|дсту)"
)
_GA = re.compile(r"ga\s?141\W{0,8}(?P<n>[1-6])\s?级?|(?P<m>[1-6])\s?级\W{0,4}ga\s?141")
_ISO_CLASS = re.compile(
    r"(?:класс\w*|клас\w*|class|cl)\W{0,2}(?P<n>[1-3])(?![\w.,])|"
    + NO_WORD_BEFORE
    + r"(?<![.,])(?P<m>[1-3])\s?(?:класс\w*|клас|class|级)(?![a-zа-яёіїєґ0-9])"
)
_GEN = r"g[eé]n(?:[eé]rat(?:ion|ie)\w*|erac[ijyó]\w*|erazion\w*|erasi)?(?!\w)"  # generators and generals are no generations
_GENERATION = re.compile(
    rf"{NO_WORD_BEFORE}(?:{_GEN}|покол\w*|поколін\w*)\W{{0,3}}(?P<n>[1-4](?:\+\+|\+)?)"
    + NO_WORD_AFTER
    + rf"|(?P<m>[1-4](?:\+\+|\+)?)\s?-?(?:го\s)?(?:{_GEN}|покол|поколін|пок\b|代)"
    r"|(?P<h>[一二三四])代(?P<plus>半|\+)?"
)
_IP = re.compile(r"(?<![a-zа-яёіїєґ0-9])ip\s?-?(?P<n>[x\d]\d)(?![a-zа-яёіїєґ0-9])")
_STANDARD = re.compile(
    r"(?<![a-zа-яёіїєґ0-9])(?:en\s?iso|iso|en|din|ansi|astm|mil-std|mil|gb|gb/t|гост(?: р)?|дсту)[\s-]?(?P<n>\d{3,6})"
    + NO_WORD_AFTER
)
_CLOTHES_SIZE = re.compile(
    r"(?:размер\w*|розмір\w*|size|р-р|尺码|尺寸)\W{0,3}(?P<n>(?:xs|s|m|l|xl|xxl|xxxl|2xl|3xl|м)(?:\s?[-/,]\s?(?:xs|s|m|l|xl|xxl|xxxl|2xl|3xl|м))*)(?![a-zа-яёіїєґ0-9])"
)
_IN_ONE = (*(word + blank + "1" for word in ("в", "n", "-") for blank in ("", *" \t\n\xa0")), "合", "一")
_PARALLEL = re.compile(
    NO_WORD_BEFORE + r"(?<![.,])(?P<n>[2-8])\s?(?:в|in|-in-|合)\s?(?P<m>1|一)" + NO_WORD_AFTER
)
_MULTI = (
    ("тройн потрійн triple 三", re.compile(r"(?<![a-zа-яёіїєґ0-9])(?:тройн|потрійн|triple|三联|三格)"), "3"),
    ("двойн подвійн double 双", re.compile(r"(?<![a-zа-яёіїєґ0-9])(?:двойн|подвійн|double|双联|双格)"), "2"),
    (
        "одинарн одиночн single 单",
        re.compile(r"(?<![a-zа-яёіїєґ0-9])(?:одинарн|одиночн|single(?! curve|-curve)|单联)"),
        "1",
    ),
)
_BLADES = re.compile(
    r"(?P<three>тр[её]хлопаст|трилопат|3-?blade|three-?blade|三叶)|(?P<two>двухлопаст|дволопат|2-?blade|two-?blade|双叶|二叶)"
)
_ROTORS = re.compile(
    NO_WORD_BEFORE
    + r"(?<![.,])(?P<n>[3-9]|1\d)\s?(?:винт\w*|ротор\w*|rotors?|旋翼|轴)(?![a-zа-яёіїєґ0-9])|(?P<six>六旋翼|六轴|hexacopter|гексакоптер)|(?P<eight>八旋翼|八轴|octocopter|октокоптер)|(?P<four>四旋翼|四轴)"
)
_PIECES = re.compile(
    NO_WORD_BEFORE
    + r"(?<![.,])(?P<n>\d{1,3})\s?-?(?:шт|штук|предмет\w*|pcs|pieces|piece|件|片)\W{0,3}(?:в наборе|в комплекте|/\s?(?:set|компл\w*|набор)|set|per set|套|в упак\w*)?"
)
_KIT_WORDS = ("в наборе", "в комплекте", "set", "компл", "套")
_KIT = re.compile(r"в наборе|в комплекте|/\s?set|/\s?компл|per set|套|/set")
_HAN_DIGITS = {"一": "1", "二": "2", "三": "3", "四": "4"}


Class = tuple[str, str, int, int]  # group, value, start, end


def classes(text: str) -> list[Class]:
    """The named classes in `text` (lower case, whole words): (group, value, start, end) of each."""
    return [
        (group, value, *match.span())
        for needles, pattern, read in _READERS
        if any(needle in text for needle in needles)
        for match in pattern.finditer(text)
        for group, value in read(match)
    ]


Read = Callable[[re.Match[str]], Iterable[tuple[str, str]]]


def _level(match: re.Match[str]) -> Iterator[tuple[str, str]]:
    value = next(v for v in match.groups() if v).translate(_LOOKS_ROMAN)
    value = value.replace("3a", "iiia").replace("2a", "iia")
    if value.rstrip("+a") in ("i", "ii", "iii", "iv"):
        yield "level", value


def _numbered_level(match: re.Match[str]) -> Iterator[tuple[str, str]]:
    yield "level", ("i", "ii", "iii", "iv")[int(match["n"] or match["m"]) - 1]


def _generation(match: re.Match[str]) -> Iterator[tuple[str, str]]:
    yield "generation", match["n"] or match["m"] or _HAN_DIGITS[match["h"]] + ("+" if match["plus"] else "")


def _wearer_sizes(match: re.Match[str]) -> Iterator[tuple[str, str]]:
    for size in re.findall(r"[a-zм\d]+", match["n"].replace("м", "m")):
        yield "wearer_size", size


def _blades(match: re.Match[str]) -> Iterator[tuple[str, str]]:
    yield "blades", "3" if match["three"] else "2"


def _rotors(match: re.Match[str]) -> Iterator[tuple[str, str]]:
    yield "rotors", match["n"] or ("6" if match["six"] else "8" if match["eight"] else "4")


def _pieces(match: re.Match[str]) -> Iterator[tuple[str, str]]:
    if _KIT.search(match[0]):
        yield "pieces", match["n"]


def _first(group: str, before: str = "") -> Read:
    """A reader of the first group of a pattern that holds something."""
    return lambda match: ((group, before + next(v for v in match.groups() if v)),)


def _fixed(group: str, value: str) -> Read:
    return lambda match: ((group, value),)


# What a text must hold for a pattern to be tried, the pattern, and what it says.
_READERS: tuple[tuple[tuple[str, ...], re.Pattern[str] | PrefixedRegex, Read], ...] = (
    (("i", "і", "v", "2a", "2а", "3a", "3а"), _NIJ, _level),
    (("nij",), _NIJ_NUMBER, _numbered_level),
    (("hg", "rf"), _NIJ_NEW, _first("level")),
    (("бр", "br"), _BR, _first("level_gost", "br")),
    (("гост", "дсту"), _GOST_CLASS, _first("level_gost")),
    (("ga",), _GA, _first("level_ga")),
    (("клас", "cl", "级"), _ISO_CLASS, _first("class")),
    (("gen", "покол", "пок", "代"), _GENERATION, _generation),
    (("ip",), _IP, _first("ingress")),
    (("iso", "en", "din", "ansi", "astm", "mil", "gb", "гост", "дсту"), _STANDARD, _first("standard")),
    (("размер", "розмір", "size", "р-р", "尺"), _CLOTHES_SIZE, _wearer_sizes),
    (_IN_ONE, _PARALLEL, _first("channels")),
    *((tuple(needles.split()), pattern, _fixed("compartments", value)) for needles, pattern, value in _MULTI),
    (("лопа", "blade", "叶"), _BLADES, _blades),
    (("винт", "ротор", "rotor", "旋翼", "轴", "hexaco", "гексак", "octoco", "октоко"), _ROTORS, _rotors),
    (_KIT_WORDS, _PIECES, _pieces),
)
