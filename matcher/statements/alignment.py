"""Which goods a number is of: those of its own part of a list, the nearest beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matcher.statements.items import Named
from matcher.statements.model import Count, Goods
from matcher.statements.sentences import Sentence

TOGETHER = 14  # characters between a code and a kind that are one mention: "HD-BV205 series tactical vest"
# What parts the entries of a list: 1,500 helmets and 600 shields; 头盔1500顶、插板三千块.
_SEPARATOR = re.compile(
    r"[、，,;；]\s?(?!\d{3}(?!\d))|\s(?:and|plus|as well as|и|а также|та|й|і|а також|ve|ile)\s|[和及与]|以及"
)


def goods_of(
    sentence: Sentence, goods: Sequence[Named], counts: Sequence[Count], count: Count
) -> list[Named]:
    """The mentions of goods that `count` (one of `counts`, all of the sentence by place) is of; empty where none are."""
    start, end = _entry(sentence.folded, counts, count)
    inside = [named for named in goods if start <= named.start and named.end <= end] or _clause_goods(
        sentence, goods, counts, count
    )
    over = [named for named in inside if named.start < count.end and count.start < named.end]
    after = [named for named in inside if named.start >= count.end]
    before = [named for named in inside if named.end <= count.start]
    if over:
        return _run(over + after)
    if after and before:
        far = after[0].start - count.end > count.start - before[-1].end + TOGETHER
        return _run(before[::-1])[::-1] if far else _run(after)
    return _run(after) or _run(before[::-1])[::-1]


def _entry(text: str, counts: Sequence[Count], count: Count) -> tuple[int, int]:
    """Start and end of the list entry with a number: from the separator after the number before to the one before the next."""
    at = list(counts).index(count)
    start, end = 0, len(text)
    if at:
        parts = list(_SEPARATOR.finditer(text, counts[at - 1].end, count.start))
        start = parts[-1].end() if parts else counts[at - 1].end
    if at + 1 < len(counts):
        parts = list(_SEPARATOR.finditer(text, count.end, counts[at + 1].start))
        end = parts[0].start() if parts else counts[at + 1].start
    return start, end


def _clause_goods(
    sentence: Sentence, goods: Sequence[Named], counts: Sequence[Count], count: Count
) -> list[Named]:
    """Where its own part names none: the goods of its clause, if it is the only number there."""
    clause = sentence.clause_at(count.start)
    if sum(sentence.clause_at(other.start) == clause for other in counts) > 1:
        return []
    return [named for named in goods if sentence.clause_at(named.start) == clause]


def _run(named: Sequence[Named]) -> list[Named]:
    """The first mention and those that stand together with it, up to a second code."""
    run = list(named[:1])
    for other in named[1:]:
        gap = max(other.start - run[-1].end, run[-1].start - other.end)
        second = any(n.goods.codes for n in run) and other.goods.codes
        if gap > TOGETHER or (second and not other.goods.kinds):
            break
        run.append(other)
    return run


def joined_goods(goods: Sequence[Goods]) -> Goods:
    """Several mentions as one; items of kinds count where no code and no whole name says which item."""
    exact = [g for g in goods if not g.kinds and g.items]
    items = [item for g in (exact or goods) for item in g.items]
    return Goods(
        tuple(dict.fromkeys(code for g in goods for code in g.codes)),
        tuple(dict.fromkeys(kind for g in goods for kind in g.kinds)),
        tuple(dict.fromkeys(items)),
    )
