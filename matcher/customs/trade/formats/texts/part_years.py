"""Parts of a year that a heading or title names other than by months: quarters, halves, the first months, Roman months.

"Q1-Q3", "I кв.", "first half", "9 months", "I-VI 2023", "上半年", "前三季度", "01-06.2023".
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from matcher.customs.trade.formats.texts import words
from matcher.customs.trade.formats.texts.vocabulary import BARE_LETTERS, word_list, word_lists

_YEAR = r"(?:19|20)\d\d"
_ROMAN = {
    name: at
    for at, name in enumerate(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"], 1)
}
_CJK = {
    name: at
    for at, name in enumerate(["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"], 1)
}
_LOOKALIKES = str.maketrans("іх", "ix")  # Ukrainian and Russian letters in Roman numbers
_BARE_LETTERS = str.maketrans(BARE_LETTERS)
_LENGTHS = {"quarter": 3, "half": 6, "months": 1}
_SHORT = {"quarter": ("trim",)}  # quarters beside a number only
_RANGE = re.compile(r"[-–—−~至到]|\b(?:to|through|thru|bis|по|до|a|au|do|ate|al|ile)\b")
MONTHS = 12
FEW = 4  # Roman numbers up to this may be quarters


@dataclass(frozen=True)
class Part:
    """A part of a year: its first and last month, and the text without it. `months` is None where it is not understood."""

    months: tuple[int, int] | None
    rest: str


def level(text: str) -> str:
    """`text` in lower case without accents, each letter in its place."""
    return "".join(_bare(c) for c in text)


@cache
def _bare(letter: str) -> str:
    first, *more = list(unicodedata.normalize("NFKD", letter))
    if any(unicodedata.category(c) != "Mn" for c in more):
        first = letter
    return first.lower()[0].translate(_BARE_LETTERS)


@cache
def _unit(name: str) -> str:
    return "|".join(map(re.escape, sorted(word_list(f"part_{name}"), key=len, reverse=True)))


@cache
def _ordinals() -> dict[str, int]:
    return {word: int(n) for n, listed in word_lists("ordinals").items() for word in listed}


@cache
def _number() -> str:
    ordinals = "|".join(map(re.escape, sorted(_ordinals(), key=len, reverse=True)))
    ending = r"(?:\s?[-.]?\s?(?:st|nd|rd|th|ere|er|eme|e|o|a|и|е|ое|го|ше|ге|те|тє|я|й|ci|inci)(?!\w))?\.?"
    return rf"(?<![\w.,])(?:(?:\d{{1,2}}|[ivxіх]+){ending}|(?:{ordinals}))(?!\w)"


_JOIN = r"\s*(?:[-–—−~/&+,]|至|到|\b(?:to|and|through|thru|bis|und|a|y|e|et|au|do|i|oraz|по|до|и|й|та|і|ve|ile|ate|al)\b)\s*"


@cache
def _by_words() -> dict[str, re.Pattern[str]]:
    """The patterns of "first to third quarter", "quarter 1", "9 months"."""
    first = "|".join(map(re.escape, word_list("first_of_year")))
    found = {}
    for name, length in _LENGTHS.items():
        number = _number().replace(r"\d{1,2}", r"\d{1,2}" if length == 1 else f"[1-{MONTHS // length}]")
        numbers = rf"(?P<n>{number}(?:{_JOIN}{number})*)"
        unit = rf"(?:{'|'.join((_unit(name), *_SHORT.get(name, ())))})\.?(?!\w)"
        before = rf"(?:\b(?:{first})\s+)?{numbers}\s*-?\s*(?:(?:{first})\s+)?{unit}"
        behind = "" if name == "months" else rf"|(?<!\w){unit}\s*(?P<m>{number})(?!{_JOIN}\d)"
        found[name] = re.compile(before + behind)
    return found


_LETTERS = {
    "quarter": re.compile(
        rf"(?<![^\W\d_])q\s?[1-4](?:{_JOIN}(?:q\s?)?[1-4])*(?![^\W_])|(?<![\w.,])[1-4]\s?q(?:{_JOIN}[1-4]\s?q)*(?![^\W\d_])"
        r"|(?<=(?<!\d)(?:19|20)\d\d)k[1-4](?!\w)"  # 2023K1 of Nordic offices
    ),
    "half": re.compile(r"(?<![^\W\d_])h\s?[12](?![^\W_])|(?<![\w.,])[12]\s?h(?![^\W\d_])"),
}
# 1T23, 1Q2023, 2S23: trimestres, quarters and semestres with their year
_NUMBER_LETTER_YEAR = re.compile(
    r"(?<![\w.,])(?:(?P<quarter>[1-4])[tq]|(?P<half>[12])[sh])['’]?(?:20)?(?P<year>[0-6]\d)(?!\w)"
)
_ORDINAL = re.compile(r"\d\s?(?:\.|-?\s?(?:ci|inci))$")
_FIRST_MONTHS = re.compile(r"(?<![\w.,])([2-9]|1[0-2])\s?m(?![^\W\d_])")
_MONTH_M = re.compile(rf"(?<!\d)({_YEAR})\s?-?m(0?[1-9]|1[0-2])(?!\d)|(?<!\w)m(0[1-9]|1[0-2])(?=\W*{_YEAR})")
_SIGNS = {  # of scripts without blanks
    "first quarters": re.compile(r"[前头](?P<n>[1-4一二三四两])(?:个)?(?:季度|四半期)"),
    "first months": re.compile(r"[前头1]?(?P<n>十[一二]?|[二三四五六七八九]|1[0-2]|[2-9])\s*(?:个月|個月|ヶ月|か月|개월)"),
    "quarter": re.compile(
        r"第?(?P<n>[1-4一二三四](?:\s*[-~–—至到、和]\s*第?[1-4一二三四])*)(?:/4)?\s*(?:四半期|季度|分기|분기)"
    ),
    "half": re.compile(r"(?P<n>[上下])(?:半年|半期)|(?P<m>상반기|하반기)"),
}  # fmt: skip
_POWER = re.compile(r"kW|KW|кВ")  # kilowatts and kilovolts; kw. and кв. are quarters
_NO_QUARTER = re.compile(r"(?:\d{2,}|[05-9])\s*(?:kw|кв)(?!\w)|(?:kw|кв)\.?\s*[mм](?!\w)")  # 75 kw, кв. м
_LETTER_AND_NUMBER = re.compile(r"(?<!\w)(?:[ts][1-4]|[1-4][ts])(?!\w)")  # trimestre, semestre
_ROMANS = r"(?<!\w)([IVXІХ]{1,4})"
_ROMAN_RANGE = re.compile(
    rf"{_ROMANS}\s*[-–—−]\s*([IVXІХ]{{1,4}})(?!\w)(?=[\s./(,]*(?:{_YEAR}|$))|(?<=\d\d\d\d[\s.,/]){_ROMANS}\s*[-–—−]\s*([IVXІХ]{{1,4}})(?!\w)"
)
_BESIDE = r"[\s.,:/_()–—−-]{0,3}"
_ROMAN_MONTH = re.compile(rf"{_ROMANS}{_BESIDE}{_YEAR}(?!\d)|(?<!\d){_YEAR}{_BESIDE}([IVXІХ]{{1,4}})(?!\w)")
_LETTER_AT_YEAR = re.compile(
    rf"(?<!\d){_YEAR}[-_]?[A-Za-z][1-4](?!\w)|(?<!\w)[A-Za-z][1-4][-_]?{_YEAR}(?!\d)"
)
_DIGIT_RANGE = re.compile(
    rf"(?<![\w.,/-])(\d{{1,2}})\s*[-–—−~]\s*(\d{{1,2}})(?:\s*[./]\s*|\s+)(?={_YEAR}(?!\d))"
    rf"|(?<=(?<!\d)\d\d\d\d[./年])\s?(\d{{1,2}})\s*月?\s*[-–—−~至到]\s*(\d{{1,2}})(?![\d.月월])"
)


@lru_cache(maxsize=4096)
def part_of_year(text: str) -> Part | None:
    """The part of a year that `text` (NFKC) names, other than by names of months; None where it names none."""
    bare = level(_POWER.sub("  ", text))
    if numbered := list(_NUMBER_LETTER_YEAR.finditer(bare)):
        return _beside_letter(text, numbered[0]) if len(numbered) == 1 else Part(None, text)
    for name, pattern in _LETTERS.items():
        if match := pattern.search(bare):
            return _made(text, match, name, [int(n) for n in re.findall(r"\d", match[0])])
    if match := _MONTH_M.search(bare):
        month = int(match[2] or match[3])
        kept = f" {match[1] or ''} "
        return Part((month, month), text[: match.start()] + kept + text[match.end() :])
    if match := _FIRST_MONTHS.search(bare):
        return Part((1, int(match[1])), _cut(text, match))
    for name, pattern in _SIGNS.items():
        if match := pattern.search(text):
            return _by_signs(text, match, name)
    for name, pattern in _by_words().items():
        if match := pattern.search(bare):
            said = match["n"] or match.groupdict().get("m") or ""
            return _made(text, match, name, _numbers(said))
    return _by_numbers(text)


def _beside_letter(text: str, match: re.Match[str]) -> Part:
    """A quarter or half as a number, a letter and the year: 1T23."""
    name = "quarter" if match["quarter"] else "half"
    rest = f"{text[: match.start()]} 20{match['year']} {text[match.end() :]}"
    return replace(_made(text, match, name, [int(match[name])]), rest=rest)


def _by_numbers(text: str) -> Part | None:
    """Roman months, and months in digits before or behind a year."""
    if match := _ROMAN_RANGE.search(text):
        first, last = (_ROMAN.get(n.lower().translate(_LOOKALIKES), 0) for n in match.groups() if n)
        known = 0 < first < last and last > FEW  # I-IV may be quarters
        if not re.search(_YEAR, text) and re.search(r"[^\W\d_]", _cut(text, match)):
            return None  # "Sections I-VI"
        return Part((first, last) if known else None, _cut(text, match))
    if match := _ROMAN_MONTH.search(text):
        at = 1 if match[1] else 2
        month = _ROMAN.get(match[at].lower().translate(_LOOKALIKES), 0)
        rest = f"{text[: match.start(at)]} {text[match.end(at) :]}"
        alone = not re.search(r"[^\W\d_]", rest)
        return Part((month, month) if month > FEW and alone else None, rest)
    if match := _LETTER_AT_YEAR.search(text):
        return Part(None, text)  # 2023T1, 2023S2
    if match := _DIGIT_RANGE.search(text):
        first, last = (int(n) for n in match.groups() if n)
        return Part((first, last) if 0 < first < last <= MONTHS else None, _cut(text, match))
    return None


def _by_signs(text: str, match: re.Match[str], name: str) -> Part:
    if name == "half":
        second = (match["n"] or match["m"])[0] in "下하"
        return Part((7, 12) if second else (1, 6), _cut(text, match))
    numbers = [
        _CJK.get(n) or (2 if n == "两" else int(n))
        for n in re.findall(r"\d+|十[一二]?|[一二三四五六七八九两]", match["n"])
    ]
    if name.startswith("first"):
        return Part((1, numbers[0] * (3 if "quarters" in name else 1)), _cut(text, match))
    return _made(text, match, "quarter", numbers)


def _made(text: str, match: re.Match[str], name: str, numbers: list[int]) -> Part:
    """The part that numbers of quarters, halves or months are; not understood where a number or a list of them is none."""
    length, rest = _LENGTHS[name], _cut(text, match)
    first, last = (numbers[0], numbers[-1]) if numbers else (0, 0)
    in_order = numbers == list(range(first, last + 1)) or (
        len(numbers) == 2 and first < last and _RANGE.search(level(match[0])) is not None
    )
    if name == "months" and len(numbers) == 1:
        # "9 months" are the first nine; "1 month" may be any; "5. hónap" is the fifth
        first, in_order = 1, last > 1 and _ORDINAL.search(match["n"].rstrip()) is None
    if not in_order or not 1 <= first <= last <= MONTHS // length or has_unread(rest, ended=True):
        return Part(None, rest)
    return Part((first * length - length + 1, last * length), rest)


def _numbers(said: str) -> list[int]:
    """The numbers of "1-3", "I-й и II", "first to third"; 0 for what is none. Of "I i II", Polish, they are no list in order."""
    names = "|".join(map(re.escape, sorted(_ordinals(), key=len, reverse=True)))
    out = []
    for token in re.findall(rf"\d+|(?<!\w)(?:{names})(?!\w)|(?<!\w)[ivxіх]+(?!\w)", said):
        out.append(
            int(token)
            if token.isdigit()
            else _ordinals().get(token) or _ROMAN.get(token.translate(_LOOKALIKES), 0)
        )
    return out


@lru_cache(maxsize=4096)
def has_unread(rest: str, *, ended: bool = False) -> bool:
    """Whether what is left of a text says a part of a year that is not understood: a half, a quarter, until, a fiscal year.

    `ended`: only what makes "9 months" other ones than the first of a year: ended, last.
    """
    bare = _NO_QUARTER.sub(" ", level(_POWER.sub("  ", rest)))
    bare = re.sub(r"\b(?:half|quarter)-(?!year)[^\W\d_]+", " ", bare)  # half-finished goods
    bare = re.sub(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])", " ", bare)
    if ended:
        return words.has_word("months_before", bare)
    if _LETTER_AND_NUMBER.search(level(rest)):
        return True
    said = words.without("cumulated", bare)
    sections = ("part_quarter", "part_half", "part_months", "part_until", "part_letters")
    return any(words.has_word(section, said) for section in sections)


def _cut(text: str, match: re.Match[str]) -> str:
    return text[: match.start()] + " " + text[match.end() :]
