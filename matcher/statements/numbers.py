"""Numbers in digits and words of five languages: 12,000, 12 тыс., 一万二千, on iki bin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from matcher.statements.phrases import fold, words_of

LONGEST = 16  # characters of a number; more are a code or a row of signs
_HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "壹": 1,
    "贰": 2,
    "叁": 3,
}
_HAN_TIMES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_DIGITS = r"\d{1,3}(?:[,.  '’]\d{3})+(?![\d])|\d+(?:[.,]\d+)?"
_IN_HAN = re.compile(
    rf"(?<![\w.-])(?<!\d,)(?:{_DIGITS})\s?[百千万亿]*|(?<=[\u3400-\u9fff])(?:{_DIGITS})\s?[百千万亿]*|[〇零一二三四五六七八九十百千万亿两]+"
)
_IN_LETTERS = re.compile(rf"(?<![\w.,/'-])(?:{_DIGITS})(?![\d/])")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_THOUSANDS = re.compile(r"\d{1,3}(?:[,.  '’]\d{3})+")


@dataclass(frozen=True)
class Number:
    """A number and its place; `worded` where letters write it."""

    value: float
    start: int
    end: int
    worded: bool = False


def numbers(folded: str, language: str) -> list[Number]:
    """The numbers in a folded sentence, by place. A point or comma before three digits separates thousands."""
    return list(_han(folded) if language == "zh" else _lettered(folded, language))


def _han(text: str) -> Iterator[Number]:
    for found in _IN_HAN.finditer(text):
        words = found[0].rstrip()
        if len(words) > LONGEST:
            continue
        digits = re.match(_DIGITS, words)
        if digits:
            value = _digits(digits[0])
            for sign in words[digits.end() :].strip():
                value *= _HAN_TIMES[sign]
        elif len(words) > 1 or words not in "〇零百千万亿":
            value = float(han_value(words))
        else:
            continue
        yield Number(value, found.start(), found.start() + len(words), not digits)


def han_value(words: str) -> int:
    """The number that Chinese numerals write: 一万二千, 十二, 二〇二三."""
    if not any(c in _HAN_TIMES for c in words):
        return int("".join(str(_HAN_DIGITS[c]) for c in words))
    total = section = digit = 0
    last = 1
    for c in words:
        if c in _HAN_DIGITS:
            digit = _HAN_DIGITS[c]
            if digit == 0:
                last = 1
        elif (times := _HAN_TIMES[c]) >= 10_000:
            total, section, digit, last = (total + section + digit) * times, 0, 0, times
        else:
            section, digit, last = section + (digit or 1) * times, 0, times
    return total + section + digit * (last // 10 if last >= 100 and digit else 1)


def _digits(text: str) -> float:
    if _THOUSANDS.fullmatch(text):
        return float(re.sub(r"[^\d]", "", text))
    return float(text.replace(",", "."))


@cache
def _table(language: str) -> tuple[dict[str, float], dict[str, float], frozenset[str]]:
    words = words_of("numbers")[language]
    add, times = (
        {fold(form): float(value) for value, forms in words[name].items() for form in forms}
        for name in ("add", "times")
    )
    return add, times, frozenset(fold(str(joint)) for joint in words["joints"])


def _lettered(text: str, language: str) -> Iterator[Number]:
    add, times, joints = _table(language)
    tokens = sorted(
        [(m.start(), m.end(), m[0], True) for m in _IN_LETTERS.finditer(text) if len(m[0]) <= LONGEST]
        + [(m.start(), m.end(), m[0], False) for m in _WORD.finditer(text)]
    )
    at = 0
    while at < len(tokens):
        start, end, word, digit = tokens[at]
        if not digit and word not in add and word not in times:
            at += 1
            continue
        part = _digits(word) if digit else add.get(word, times.get(word, 0.0))
        total, part = (part, 0.0) if not digit and part >= 1000 else (0.0, part)
        worded, joined = not digit, at + 1
        while joined < len(tokens) and re.fullmatch(r"[\s.-]{0,2}", text[end : tokens[joined][0]]):
            _, next_end, following, is_digit = tokens[joined]
            if is_digit:
                break
            if following in times:
                part *= times[following]
                if times[following] >= 1000:
                    total, part = total + part, 0.0
            elif following in add and worded:
                part += add[following]
            elif not (
                following in joints
                and worded
                and joined + 1 < len(tokens)
                and tokens[joined + 1][2] in add
                and part >= 100
            ):
                break
            end, joined = next_end, joined + 1
        yield Number(total + part, start, end, worded)
        at = joined
