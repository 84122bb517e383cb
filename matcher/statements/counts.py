"""Numbers of goods in a sentence: with a unit, beside a name of goods, or under a label such as "quantity"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from matcher.attributes.quantity_units import BY_UNIT
from matcher.statements.model import Count
from matcher.statements.numbers import Number, numbers
from matcher.statements.phrases import fold, pattern, words_of
from matcher.statements.sentences import Sentence

GAP_WORDS = 4  # words that may be between a number and the name of its goods
LABEL_REACH = 14  # characters between a label and its number
_MONEY = re.compile(
    r"\s?(?:万|亿)?\s?(?:usd|eur|cny|rmb|us\$|\$|€|¥|元|美元|欧元|卢布|dollar|euro|yuan|руб|долл|евро|юан|тенге|грн|грив|lira|tl(?![\w-])(?! ?-?\w*\d)|dolar|avro)"
)
_MONEY_BEFORE = re.compile(r"(?:[$€¥]|usd|eur|cny|rmb)\s?$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_WORD = re.compile(r"[\w'-]+")


def counts(
    sentence: Sentence, language: str, goods: Sequence[tuple[int, int]], taken: Sequence[tuple[int, int]]
) -> list[Count]:
    """The numbers of goods in a sentence, by place. `goods`: where goods are named; `taken`: codes and dates, whose digits
    are none."""
    text = sentence.folded
    found = []
    for number in numbers(text, language):
        if any(start < number.end and number.start < end for start, end in taken):
            continue
        if number.value < 2 or _of_something_else(text, number, language):
            continue
        read = _with_unit(text, number, language)
        if read is None and (number.worded or not _YEAR.fullmatch(text[number.start : number.end])):
            read = _beside_goods(text, number, language, goods) or _under_label(text, number, language)
        if read is not None:
            found.append(read)
    return found


def _of_something_else(text: str, number: Number, language: str) -> bool:
    """Whether it is money, a class, a place in a row."""
    if _MONEY.match(text, number.end) or _MONEY_BEFORE.search(text[max(0, number.start - 5) : number.start]):
        return True
    before = text[max(0, number.start - 24) : number.start]
    if language == "zh":
        if re.search(r"[a-z][\s-]?$", before) and number.end < len(text) and not number.worded:
            return True  # STANAG 2920
        if re.match(r"\s?[\u4e00-\u9fff]{0,2}起(?![飞来])", text[number.end : number.end + 5]):
            return True  # the least that can be ordered
        return before.endswith(tuple(words_of("counts")["not_before"]["zh"]))
    if language == "tr" and re.match(r"\s?\w+?(?:ten|tan|den|dan)\b", text[number.end : number.end + 14]):
        return True
    last = next(iter(_WORD.findall(before)[-1:]), "")
    return (
        last in words_of("context")["least"].get(language, ())
        or last.strip("№#.") in _set("not_before", language)
        or before.rstrip().endswith(("№", "#"))
    )


@cache
def _set(name: str, language: str) -> frozenset[str]:
    return frozenset(fold(str(word)) for word in words_of("counts")[name][language])


@cache
def _units(language: str) -> dict[str, str]:
    return {fold(str(unit)): name for unit, name in words_of("counts")["units"][language].items()}


@cache
def _rough() -> tuple[str, ...]:
    return tuple(fold(word) for word in words_of("counts")["rough"])


def _made(text: str, number: Number, end: int, unit: str) -> Count:
    before, after = text[max(0, number.start - 18) : number.start].rstrip(), text[number.end : end + 14]
    rough = before.endswith(_rough()) or any(
        word in after for word in ("余", "多", "左右", "civarında", "aşkin", "fazla")
    )
    return Count(number.value, unit, number.start, end, rough)


def _with_unit(text: str, number: Number, language: str) -> Count | None:
    units = _units(language)
    if language == "zh":
        at = number.end + len(re.match(r"\s?[余多]?\s?", text[number.end :])[0])  # type: ignore[index]
        unit = next(
            (name for name in ("公斤", text[at : at + 1]) if text.startswith(name, at) and name in units), ""
        )
        if not unit:
            return None
        after = text[at + len(unit) : at + len(unit) + 6].lstrip()
        if unit == "台" and after.startswith("阶"):
            return None
        if after.startswith(tuple(words_of("counts")["no_goods_after"]["zh"])):
            return None
        return _made(text, number, at + len(unit), units[unit])
    point = text[number.end - 1].isalpha() and text.startswith(".", number.end)  # 2,5 тыс. пар
    found = re.compile(r"[\s-]{0,2}([^\W\d_]+)").match(text, number.end + point)
    if found and found[1] in units:
        return _made(text, number, found.end(), units[found[1]])
    return None


def _beside_goods(text: str, number: Number, language: str, goods: Sequence[tuple[int, int]]) -> Count | None:
    """A number right before a name of goods: 12 000 бронежилетов, 600 of the new helmets."""
    for start, _ in goods:
        if start < number.end:
            continue
        between = text[number.end : start]
        if language == "zh":
            fits = not between.strip()
        else:
            words = _WORD.findall(between)
            fits = (
                len(words) <= GAP_WORDS
                and not re.search(r"[,;:()]", between)
                and not any(
                    word in _set("not_between", language) or word in BY_UNIT or word.isdigit()
                    for word in words
                )
            )
        return _made(text, number, number.end, "piece") if fits else None
    return None


def _under_label(text: str, number: Number, language: str) -> Count | None:
    after = _WORD.match(text[number.end :].lstrip())
    if (
        language != "zh"
        and after
        and (
            after[0]
            in _set("not_between", language)
            - {"and", "и", "та", "ve", "in", "with", "for", "to", "в", "у", "с", "з", "для", "до"}
            or after[0] in BY_UNIT
        )
    ):
        return None
    for label in pattern(words_of("counts")["labels"][language]).finditer(
        text, max(0, number.start - 60), number.start
    ):
        if number.start - label.end() <= LABEL_REACH and not re.search(
            r"\d|[,;]\s", text[label.end() : number.start]
        ):
            return _made(text, number, number.end, "piece")
    return None
