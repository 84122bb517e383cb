"""Which pairs are asked about: a site, lines of an importer, file or HS code, words of the text, a range of confidence."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from matcher.customs.values.hs_codes import HS_BEGINS_SQL, bare_digits

if TYPE_CHECKING:
    from sqlite_utils import Database

# A goods record counts where one of its lines meets every condition on lines.
GOODS = f"""
SELECT l.goods_id FROM current_lines l
WHERE l.goods_id IN (SELECT goods_id FROM pairs)
  AND (:hs = '' OR {HS_BEGINS_SQL})
  AND (:file = '' OR l.file_id IN (SELECT file_id FROM customs_files WHERE name = :file OR file_id = :file))
  AND (:importer = '' OR holds(l.importer, :importer))
"""  # noqa: S608 - fixed text
TEXTS = "SELECT goods_id FROM goods WHERE goods_id IN (SELECT goods_id FROM pairs) AND holds(text, :text)"


@dataclass(frozen=True)
class PairFilter:
    """Conditions on pairs; an empty one lets every pair through.

    `importer` and `text` are words that the importer's name and the declared text hold, in any case; `file` a file's name
    or id; `hs` the first digits of a code; `low` and `high` the least and the greatest confidence.
    """

    site: str = ""
    importer: str = ""
    file: str = ""
    hs: str = ""
    text: str = ""
    low: float | None = None
    high: float | None = None

    @property
    def asks_goods(self) -> bool:
        """Whether it has conditions on the goods and their lines."""
        return bool(self.importer or self.file or self.hs or self.text)

    @property
    def is_empty(self) -> bool:
        """Whether it lets every pair through."""
        return self == PairFilter()

    @property
    def by_confidence(self) -> bool:
        """Whether it asks for a range of confidence."""
        return self.low is not None or self.high is not None

    def values(self) -> dict[str, str | float | None]:
        """The values of its conditions, to be bound by their names."""
        return {**{one.name: getattr(self, one.name) for one in fields(self)}, "hs": bare_digits(self.hs)}


def conditions(db: Database, asked: PairFilter) -> list[str]:
    """Conditions in SQL on the pairs `p`, with the values of `asked.values()` to be bound.

    Goods records that meet the conditions on goods are put into the temporary table `asked_goods`.
    """
    found = []
    if asked.asks_goods:
        _ask_goods(db, asked.values())
        found.append("p.goods_id IN (SELECT goods_id FROM temp.asked_goods)")
    if asked.site:
        found.append("p.item_id IN (SELECT item_id FROM items WHERE site = :site)")
    if asked.low is not None:
        found.append("p.confidence >= :low")
    if asked.high is not None:
        found.append("p.confidence <= :high")
    return found


def _ask_goods(db: Database, values: dict[str, str | float | None]) -> None:
    db.conn.create_function("holds", 2, _holds, deterministic=True)
    parts = [GOODS] if values["importer"] or values["file"] or values["hs"] else []
    parts += [TEXTS] if values["text"] else []
    with db.conn:
        db.execute("CREATE TEMP TABLE IF NOT EXISTS asked_goods (goods_id TEXT PRIMARY KEY)")
        db.execute("DELETE FROM temp.asked_goods")
        db.execute("INSERT OR IGNORE INTO temp.asked_goods " + " INTERSECT ".join(parts), values)


def _holds(text: str | None, words: str) -> bool:
    """Whether a text holds every word, in any case."""
    folded = (text or "").casefold()
    return all(word in folded for word in words.casefold().split())
