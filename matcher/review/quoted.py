"""The words that the reasons of a pair quote, so that the pages mark the evidence that was scored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.case.typed_rows import stored_list

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True)
class Quoted:
    """Spans in the goods' text, with its page markers, and words of the item's pages."""

    goods: tuple[tuple[int, int], ...] = ()
    item: tuple[str, ...] = ()


def quoted_words(db: Database, pair_id: str) -> Quoted:
    """What the strongest reasons for and against a pair quote, as `box31 explain` prints them."""
    from matcher.features.explain import reweighed, strongest

    found = db.execute("SELECT sentences, terms FROM pairs WHERE pair_id = ?", [pair_id]).fetchone()
    if found is None:
        return Quoted()
    reasons = [reason for side in strongest(reweighed(*map(stored_list, found))) for reason in side]
    return Quoted(
        tuple(dict.fromkeys(span for reason in reasons for span in reason.goods_spans)),
        tuple(dict.fromkeys(word for reason in reasons for word in reason.item_words)),
    )
