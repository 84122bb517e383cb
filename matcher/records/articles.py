"""A description that lists several articles: each of them as goods of its own.

They are numbered ("1) valve ...; 2) pump ...") or each has its count ("suits: art. 2210 - 300 sets, art. 2212 - 120 sets").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

from matcher.attributes.unmeasured import piece_words
from matcher.records.documents import GoodsDocument

MOST = 20  # articles of a description
LEAST_WORDS = 2  # of an article, without those of packing
_NUMBER = re.compile(r"(?<![\w.,/-])(\d{1,2})\s?([).])\s?(?=[^\W\d]|[\"«(])")
_TOKEN = re.compile(r"[^\s,;\u3040-\u9fff]*\d[^\s,;\u3040-\u9fff]*")
_BULLET = re.compile(r"\(?\d{1,2}[).]")
_COUNT = re.compile(  # a hyphen behind a blank parts it from what is counted: TX-40 -10 шт
    rf"(?:(?<![\w.,/-])|(?<=[\s)][-–]))\d{{1,3}}(?:[ \u00a0]?\d{{3}}){{0,2}}\s?(?:{'|'.join(map(re.escape, sorted(piece_words(), key=len, reverse=True)))})(?!\w)\.?",
    re.IGNORECASE,
)
LONGEST_ENTRY = 150  # characters from one count to the next: longer texts are no list of counts
_NAMING = re.compile(
    r"(?<![^\W_])[^\W\d_]{4,}(?![^\W_])|[\u3400-\u9fff]{2}"
)  # words that may say what goods are
_WORD = re.compile(r"[^\W\d_]{3,}|[\u3400-\u9fff]{2}")
# Words of the points of a form that say how goods are packed: "1. МЕСТ-3, ПОДДОН-3 2. БЕЗ УПАК"
_PACKING = re.compile(
    r"(?:мест|місц|упак|пакован|поддон|піддон|пал+ет|короб|ящик|мешк|мішк|контейн|тара|тары|тари|тару|без|орын|қап|"
    r"packag|packed|packing|unpacked|pallet|box|carton|ctn|bags?$|container|crate|without|koli|kutu|palet|sandık)\w*",
    re.IGNORECASE,
)


def articles(goods: GoodsDocument) -> tuple[GoodsDocument, ...]:
    """The articles of a goods record, empty where its description lists fewer than two.

    Of each the text is that of the record with blanks in place of the others, so that places in it stay; codes under a
    label or in a column are those that its text names. Where counts make the list, the record as a whole comes first: what
    looks like entries may be one article's packing.
    """
    text = goods.clean
    spans = list(_spans(text))
    found = [
        (start, end)
        for start, end in spans
        if sum(not _PACKING.match(word) for word in _WORD.findall(text, start, end)) >= LEAST_WORDS
    ]
    if len(found) > 1:
        lead = _lead(text, spans)
        return tuple(_only(goods, lead + _alone(text, start, end)[len(lead) :]) for start, end in found)
    if counted := _counted(text):
        return (goods, *(_only(goods, part) for part in counted))
    return ()


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each article of a numbered list is; none where the numbers do not count from 1.

    A line of a form may be numbered itself: "1. Pumps: 1) QX-20; 2) QX-35" lists two pumps.
    """
    numbers = max((_numbers(text, sign) for sign in ".)"), key=len)
    if len(numbers) > 1:
        ends = [*(number.start() for number in numbers[1:]), len(text)]
        yield from zip((number.end() for number in numbers), ends, strict=True)


def _lead(text: str, spans: list[tuple[int, int]]) -> str:
    """What stands before a list whose articles are models without a word for the goods, which it names: "Pumps: 1) model QX-20"."""
    if any(len(_NAMING.findall(text, start, end)) > 1 for start, end in spans[:-1]):
        return ""
    first = next((found for found in _NUMBER.finditer(text) if found.end() == spans[0][0]), None)
    return text[: first.start()] if first else ""


def _numbers(text: str, sign: str) -> list[re.Match[str]]:
    """The numbers of articles that are numbered with this sign behind the number."""
    found: list[re.Match[str]] = []
    for match in _NUMBER.finditer(text):
        if match[2] == sign and int(match[1]) == len(found) + 1 and len(found) < MOST:
            found.append(match)
    return found


def _counted(text: str) -> list[str]:
    """The text of each entry of a list by counts: what stands before the first entry's signs and behind the last count is of all.

    An entry has a sign with a figure besides its count, and no two have the same signs.
    """
    counts = list(_COUNT.finditer(text))[:MOST]
    if len(counts) < 2:
        return []
    spans = list(pairwise([0, *(count.end() for count in counts)]))
    signs = [
        [m.span() for m in _TOKEN.finditer(text, start, count.start()) if not _BULLET.fullmatch(m[0])]
        for (start, _), count in zip(spans, counts, strict=True)
    ]
    named = {frozenset(text[a:b].casefold() for a, b in entry) for entry in signs}
    if (
        len(named) < len(spans)
        or not all(signs)
        or any(end - start > LONGEST_ENTRY for start, end in spans[1:])
    ):
        return []
    first = _without(text, [*signs[0], counts[0].span()])
    return [
        _without(
            text if at == 0 else first, [span for other, span in enumerate(spans) if other not in (0, at)]
        )
        for at in range(len(spans))
    ]


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with blanks in place of these parts of it."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _alone(text: str, start: int, end: int) -> str:
    return " " * start + text[start:end] + " " * (len(text) - end)


def _only(goods: GoodsDocument, part: str) -> GoodsDocument:

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
