"""What the line states, and what the page says to each statement: the comparison that the score rests on, as rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.reading.chips import attribute_words
from matcher.reading.terms import term
from matcher.text.display import shown

if TYPE_CHECKING:
    from sqlite_utils import Database

    from matcher.attributes.extract import Attribute
    from matcher.attributes.taxonomy import Taxonomy
    from matcher.reading.wording import Wording
    from matcher.review.evidence import Evidence

PAIRS_AT_ONCE = 500  # documents are large; this many pairs' goods and items are held at a time


@dataclass(frozen=True)
class AttributeRow:
    """One statement of the line: agrees, contradicts, doubtful or no answer; its words; what the page says. All but
    `verdict` are in the reader's language, where they are ours."""

    verdict: str
    what: str
    line: str
    page: str


def attribute_rows(
    db: Database, root: Path, evidence: Sequence[Evidence], say: Wording
) -> Iterator[list[AttributeRow]]:
    """For each pair, in order, its statements; `root` is the case's folder, which may hold a taxonomy of its own."""
    from matcher.attributes.agreement import compare
    from matcher.attributes.taxonomy import of_case
    from matcher.records.load import load_goods, load_items

    taxonomy = of_case(root)
    words_of = _Words(taxonomy, say)
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
                said = (
                    text[attribute.start : attribute.end] if attribute in own else words_of.value(attribute)
                )
                return shown(" ".join(said.split()), 120).text

            rows = [
                AttributeRow(
                    verdict,
                    words_of.title(mine),
                    words(mine),
                    words_of.answer(theirs, pictured),
                )
                for verdict, side in (
                    ("contradicts", [*found.contradict, *found.contradict_soft]),
                    ("doubtful", list(found.doubtful)),
                    ("agrees", [*found.agree, *found.agree_soft]),
                )
                for mine, theirs in side
            ]
            rows += [
                AttributeRow("no answer", words_of.title(a), words(a), say("silent")) for a in found.silent
            ]
            yield rows


@dataclass(frozen=True)
class _Words:
    """Properties in the reader's words; in English as the score has them."""

    taxonomy: Taxonomy
    say: Wording

    def title(self, attribute: Attribute) -> str:
        """What is stated: material, mass."""
        plain, language = attribute.group.replace("_", " "), self.say.language
        if language == "en":
            return plain
        return (
            term("labels", attribute.group, language)
            or term("properties", attribute.group, language)
            or term("values", f"{attribute.group}:yes", language)
            or plain
        )

    def value(self, attribute: Attribute) -> str:
        """Its value."""
        if self.say.language == "en":
            return attribute.value
        return attribute_words(attribute, self.taxonomy, self.say.language)

    def answer(self, theirs: Attribute | None, pictured: Collection[Attribute]) -> str:
        """What the item states, and whether it was read in a picture."""
        if theirs is None:
            return self.say("not_on_page")
        value = self.value(theirs)
        return self.say("read_in_picture", value=value) if theirs in pictured else value
