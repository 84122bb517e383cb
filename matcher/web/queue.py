"""Which pair comes next: filters, order, and counts that stay quick with 200,000 pairs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from crawler.case.typed_rows import read_rows
from matcher.review.decisions import state_counts, state_of
from matcher.review.pair_filter import PairFilter, conditions
from matcher.review.reviewers import reviewer_key
from matcher.schema.terms import Level, PairState

if TYPE_CHECKING:
    from sqlite_utils import Database

# What can be asked for, and the states shown. `second` and `mine` look at who decided as well.
_DECIDED = (PairState.ACCEPTED, PairState.REJECTED, PairState.UNSURE, PairState.DISPUTED)
VIEWS: dict[str, tuple[PairState, ...]] = {
    "open": (PairState.PROPOSED, PairState.STALE),
    "second": _DECIDED,
    "disputed": (PairState.DISPUTED,),
    "mine": _DECIDED,
    "accepted": (PairState.ACCEPTED,),
    "rejected": (PairState.REJECTED,),
    "unsure": (PairState.UNSURE,),
    "all": tuple(PairState),
}
# Sort keys, ascending; the pair id breaks ties, and is itself a hash, so it shuffles.
KEYS = {"top": "-p.confidence", "uncertain": "abs(p.confidence - 0.5)", "shuffled": "''"}
STATE = "(SELECT s.state FROM pair_states s WHERE s.pair_id = p.pair_id)"  # asked row by row, in the index's order
NAMED_SITES = 200


@dataclass(frozen=True)
class Filters:
    """What a reviewer wants to see."""

    view: str = "open"
    order: str = "top"
    level: str = ""
    site: str = ""
    importer: str = ""
    file: str = ""
    hs: str = ""
    text: str = ""
    low: str = ""
    high: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str], *, blind: bool = False) -> Filters:
        """From a query string; what is not known falls back to the default. `blind`: always shuffled."""
        view, order = query.get("view", "open"), query.get("order", "top")
        return cls(
            view=view if view in VIEWS else "open",
            order="shuffled" if blind else order if order in KEYS else "top",
            level=query.get("level", "") if query.get("level", "") in [*Level] else "",
            low="" if blind else _share(query.get("low", "")),
            high="" if blind else _share(query.get("high", "")),
            **{
                name: query.get(name, "").strip()[:200] for name in ("site", "importer", "file", "hs", "text")
            },
        )

    @property
    def asked(self) -> PairFilter:
        """Its conditions on pairs."""
        low, high = (float(text) if text else None for text in (self.low, self.high))
        return PairFilter(self.site, self.importer, self.file, self.hs, self.text, low, high)

    @property
    def said(self) -> list[tuple[str, str]]:
        """What is asked for beside view and order: the key of its label, and its value."""
        found = {"level_label": self.level, "site_label": self.site, "importer_label": self.importer}
        found |= {"file_label": self.file, "hs_begins": self.hs, "text_holds": self.text}
        found |= {"confidence_from": self.low, "confidence_to": self.high}
        return [(key, value) for key, value in found.items() if value]

    def query(self) -> str:
        """The query string that gives these filters again."""
        default = Filters()
        named = {f.name: getattr(self, f.name) for f in fields(self)}
        return urlencode({key: value for key, value in named.items() if value != getattr(default, key)})


def _share(text: str) -> str:
    """A confidence from 0 to 1 as it was typed; "" where it is none."""
    try:
        return text.strip() if 0 <= float(text) <= 1 else ""
    except ValueError:
        return ""


@dataclass(frozen=True)
class QueuedPair:
    """A pair in a queue."""

    pair_id: str
    state: str


class Queue:
    """The pairs of a case in the order in which one reviewer sees them."""

    def __init__(self, db: Database, reviewer: str) -> None:
        self.db, self.key = db, reviewer_key(reviewer)
        self._counts: dict[str, int] = {}
        self._asked: tuple[PairFilter, int] | None = None  # whose goods records are in temp.asked_goods
        self._conditions: list[str] = []
        self._version = -1

    def counts(self) -> dict[str, int]:
        """Pairs by state. Counted again when another process has written; own decisions are added up."""
        version = self._data_version()
        if version != self._version:
            self._counts, self._version = state_counts(self.db), version
        return dict(self._counts)

    def _data_version(self) -> int:
        """A number that changes when another process has written."""
        return int(self.db.execute("PRAGMA data_version").fetchone()[0])

    def _where(self, asked: PairFilter) -> list[str]:
        """The conditions of a filter; its goods records are looked for once."""
        if self._asked != (key := (asked, self._data_version())):
            self._conditions, self._asked = conditions(self.db, asked), key
        return self._conditions

    def moved(self, before: str, after: str) -> None:
        """Keep the counts right after a decision of our own."""
        if self._counts:
            self._counts[before] -= 1
            self._counts[after] += 1

    def decided_today(self) -> int:
        """How many decisions the reviewer made in the browser since midnight UTC."""
        row = self.db.execute(
            "SELECT count(*) FROM decisions WHERE reviewer_key = ? AND export_id IS NULL AND undone_at IS NULL"
            " AND decided_at >= strftime('%Y-%m-%dT00:00:00Z', 'now')",
            [self.key],
        ).fetchone()
        return int(row[0])

    def sites(self) -> list[str]:
        """The sites that have items."""
        rows = self.db.execute("SELECT DISTINCT site FROM items ORDER BY site LIMIT ?", [NAMED_SITES])
        return [site for (site,) in rows]

    def files(self) -> list[str]:
        """The names of the customs files."""
        rows = self.db.execute("SELECT DISTINCT name FROM customs_files ORDER BY name LIMIT ?", [NAMED_SITES])
        return [name for (name,) in rows]

    def step(self, filters: Filters, after: str | None = None, *, back: bool = False) -> str | None:
        """The pair that follows `after` (or precedes it), or the first of all; None at the end."""
        rows = self._select(filters, after, 1, back=back)
        return rows[0].pair_id if rows else None

    def page(self, filters: Filters, after: str | None, size: int) -> list[QueuedPair]:
        """The next `size` pairs."""
        return self._select(filters, after, size)

    def _select(
        self, filters: Filters, after: str | None, size: int, *, back: bool = False
    ) -> list[QueuedPair]:
        # The SQL is made of words of this module only; what a reviewer chose is bound.
        key, direction, beyond = KEYS[filters.order], "DESC" if back else "ASC", "<" if back else ">"
        ordered = "" if filters.order == "shuffled" else f"{key} {direction}, "
        where = [
            f"{STATE} IN (SELECT value FROM json_each(:states))",  # noqa: S608 - see above
            "p.item_id NOT IN (SELECT owner_id FROM left_out)",
        ]
        if filters.view in ("second", "mine"):
            negated = "NOT" if filters.view == "second" else ""
            decided = "SELECT 1 FROM counting_decisions c WHERE c.pair_id = p.pair_id AND c.reviewer_key = :reviewer"
            where.append(f"{negated} EXISTS ({decided})")
        if filters.level:
            where.append("p.level = :level")
        asked = filters.asked
        where += self._where(asked)
        if after is not None:
            sql = f"SELECT {key} FROM pairs p WHERE p.pair_id = ?"  # noqa: S608 - see above
            anchor = self.db.execute(sql, [after]).fetchone()
            if anchor is None:
                return []
            where.append(
                f"({key}, p.pair_id) {beyond} (:anchor, :after)" if ordered else f"p.pair_id {beyond} :after"
            )
        rows = read_rows(
            self.db,
            QueuedPair,
            f"SELECT p.pair_id, {STATE} AS state"  # noqa: S608 - see above
            f" FROM pairs p WHERE {' AND '.join(where)}"
            f" ORDER BY {ordered}p.pair_id {direction} LIMIT :size",
            {
                **{
                    "states": json.dumps(VIEWS[filters.view]),
                    "reviewer": self.key,
                    "level": filters.level,
                },
                **asked.values(),
                **{"after": after, "size": size},
                **({"anchor": anchor[0]} if after is not None else {}),
            },
        )
        return [*rows]

    def state(self, pair_id: str) -> str:
        """The state of a pair that is known to exist."""
        return state_of(self.db, pair_id) or "proposed"
