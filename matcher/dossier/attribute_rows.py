"""What the line states, and what the page says to each statement: the comparison that the score rests on, as rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.text.display import shown

if TYPE_CHECKING:
    from sqlite_utils import Database

    from matcher.attributes.extract import Attribute
    from matcher.review.evidence import Evidence

PAIRS_AT_ONCE = 500  # documents are large; this many pairs' goods and items are held at a time


@dataclass(frozen=True)
class AttributeRow:
    """One statement of the line: agrees, contradicts or unanswered; its words; what the page says."""

    verdict: str
    what: str
    line: str
    page: str


def attribute_rows(db: Database, root: Path, evidence: Sequence[Evidence]) -> Iterator[list[AttributeRow]]:
    """For each pair, in order, its statements; `root` is the case's folder, which may hold a taxonomy of its own."""
    from matcher.attributes.agreement import compare
    from matcher.attributes.taxonomy import of_case
    from matcher.records.load import load_goods, load_items

    taxonomy = of_case(root)
    for start in range(0, len(evidence), PAIRS_AT_ONCE):
        part = evidence[start : start + PAIRS_AT_ONCE]
        goods = {
            one.goods_id: one for one in load_goods(db, taxonomy, sorted({e.goods.goods_id for e in part}))
        }
        items = {one.item_id: one for one in load_items(db, taxonomy, sorted({e.item.item_id for e in part}))}
        for one in part:
            line, page = goods.get(one.goods.goods_id), items.get(one.item.item_id)
            if line is None or page is None:
                yield []
                continue
            found = compare(line.attributes, page.attributes, taxonomy)
            own, pictured = set(line.own.stated), set(page.in_pictures)

            def words(attribute: Attribute, text: str = line.clean, own: set[Attribute] = own) -> str:
                said = text[attribute.start : attribute.end] if attribute in own else attribute.value
                return shown(" ".join(said.split()), 120).text

            rows = [
                AttributeRow(
                    verdict,
                    mine.group.replace("_", " "),
                    words(mine),
                    _answer(theirs, pictured),
                )
                for verdict, side in (
                    ("contradicts", [*found.contradict, *found.contradict_soft]),
                    ("doubtful", list(found.doubtful)),
                    ("agrees", [*found.agree, *found.agree_soft]),
                )
                for mine, theirs in side
            ]
            rows += [
                AttributeRow("no answer", a.group.replace("_", " "), words(a), "silent") for a in found.silent
            ]
            yield rows


def _answer(theirs: Attribute | None, pictured: Collection[Attribute]) -> str:
    """What the item states, and whether it was read in a picture."""
    if theirs is None:
        return "not on the page"
    return f"{theirs.value} (read in a picture)" if theirs in pictured else theirs.value
