"""A description that lists several articles ("1) valve ...; 2) pump ..."): each of them as goods of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

from matcher.records.documents import GoodsDocument

MOST = 20  # articles of a description
LEAST_WORDS = 2  # of an article: "2) 40 boxes" is how the goods are packed
_NUMBER = re.compile(r"(?<![\w.,/-])(\d{1,2})\s?([).])\s?(?=[^\W\d]|[\"«(])")
_WORD = re.compile(r"[^\W\d_]{3,}|[\u3400-\u9fff]{2}")


def articles(goods: GoodsDocument) -> tuple[GoodsDocument, ...]:
    """The articles of a goods record, empty where its description lists fewer than two.

    Of each the text is that of the record with blanks in place of the others, so that places in it stay; codes under a
    label or in a column are those that its text names.
    """
    text = goods.clean
    found = [
        (start, end) for start, end in _spans(text) if len(_WORD.findall(text, start, end)) >= LEAST_WORDS
    ]
    return tuple(_only(goods, text, start, end) for start, end in found) if len(found) > 1 else ()


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each article of a numbered list is; none where the numbers do not count from 1."""
    starts: list[int] = []
    sign = ""
    for match in _NUMBER.finditer(text):
        if int(match[1]) == len(starts) + 1 and (not starts or match[2] == sign) and len(starts) < MOST:
            starts.append(match.end())
            sign = match[2]
    if len(starts) > 1:
        yield from pairwise([*starts, len(text)])


def _only(goods: GoodsDocument, text: str, start: int, end: int) -> GoodsDocument:
    part = " " * start + text[start:end] + " " * (len(text) - end)

    def named(value: str) -> str:
        return value if value and value in part else ""

    def listed(value: Any) -> Any:
        if isinstance(value, str):
            return named(value)
        return [one for one in value if named(str(one))] if isinstance(value, list | tuple) else value

    parsed = {
        key: listed(value) if key in ("model", "article") else value for key, value in goods.parsed.items()
    }
    return replace(
        goods,
        text=part,
        parsed=parsed,
        model=named(goods.model),
        article=named(goods.article),
        translation="",
    )
