"""What the figures of one file of statistics say of each other: parts that exceed their total, and totals that are not called so."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from matcher.customs.trade.formats.texts.facts import Refused
from matcher.customs.trade.formats.texts.figures import is_place
from matcher.customs.trade.formats.texts.words import WORLD
from matcher.customs.trade.selection import same

if TYPE_CHECKING:
    from sqlite_utils import Database

EXCESS = 0.01  # share by which a part may exceed its total: figures are rounded and corrected one by one
LEAST_PARTS = 2  # parts beside a total that is recognised by its value
LEAST_GREATER = 5  # groups in which a partner is as great as all others, and none in which it is less
LEAST_GROUPS = 2  # groups of figures in which it is their sum, and none in which it is not
_GROUP = "start, end, hs, flow, reporter, edition, original, currency"


def stored_pairs(pairs: Iterable[tuple[str, Any]]) -> str:
    """Divisions or quantities of a figure as the database keeps them."""
    return json.dumps([list(pair) for pair in pairs], ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class _Part:
    """A figure of a group, and the names and labels of what divides it."""

    row: int
    partner: str
    divisions: tuple[tuple[str, str], ...]
    value: float


def check_sums(db: Database, file_id: str, name: str) -> list[str]:
    """Refuse a file with a part that is greater than its total; take for totals what is the sum of all others.

    Returns notes on what was taken for a total. Raises Refused, since one of the two is not what it was read as.
    """
    step = _rounding(db, file_id)
    sums: Counter[tuple[str, str]] = Counter()
    others: Counter[tuple[str, str]] = Counter()
    unknown = _UnknownPartners()
    for partners in _groups(db, file_id):
        undivided = [part for part in partners if not part.divisions]
        unknown.add(undivided)
        _refuse_excess([(part, part.partner == WORLD) for part in undivided], name, step)
        for parts in _by_partner(partners).values():
            _refuse_excess([(p, not p.divisions) for p in parts], name, step)
            divided = [(p.divisions[0], p.value) for p in parts if len(p.divisions) == 1]
            if len({of_what for (of_what, _), _ in divided}) != 1 or len(divided) <= LEAST_PARTS:
                continue
            whole = sum(value for _, value in divided)
            for division, value in divided:
                is_sum = value and same(value, whole - value, len(divided))
                (sums if is_sum else others)[division] += 1
    world = unknown.totals(name)
    db.conn.execute(
        "UPDATE customs_statistics SET partner = ? WHERE file_id = ? AND partner IN (SELECT value FROM json_each(?))",
        [WORLD, file_id, json.dumps(world)],
    )
    totals = [label for label, count in sums.items() if count >= LEAST_GROUPS and not others[label]]
    db.conn.execute(
        "UPDATE customs_statistics SET dims = '[]' WHERE file_id = ? AND dims IN (SELECT value FROM json_each(?))",
        [file_id, json.dumps([stored_pairs([total]) for total in totals])],
    )
    return [
        *(
            f"{label!r} taken for the total of {of_what!r}: it is the sum of all others"
            for of_what, label in totals
        ),
        *(f"{partner!r} taken for all countries together: it is the sum of all others" for partner in world),
    ]


class _UnknownPartners:
    """Partners that are no known country, by how their figures stand to those of all others together."""

    def __init__(self) -> None:
        self._sums: Counter[str] = Counter()
        self._greater: Counter[str] = Counter()
        self._parts: set[str] = set()  # less than all others in some group, or beside the world

    def add(self, group: list[_Part]) -> None:
        """Compare the undivided figures of a group."""
        if len(group) <= LEAST_PARTS:
            return
        unknown = [part for part in group if not is_place(part.partner)]
        if any(part.partner == WORLD for part in group):
            self._parts |= {part.partner for part in unknown}
            return
        whole = sum(part.value for part in group)
        for part in unknown:
            if part.value and same(part.value, whole - part.value, len(group)):
                self._sums[part.partner] += 1
            elif part.value > whole - part.value:
                self._greater[part.partner] += 1
            else:
                self._parts.add(part.partner)

    def totals(self, name: str) -> list[str]:
        """The partners that are the sum of all others wherever there are several.

        Raises Refused for one that is as great as all others together and no sum of them: a list of the largest has its total too.
        """
        for partner, count in self._greater.items():
            if partner not in self._parts and count + self._sums[partner] >= LEAST_GREATER:
                raise Refused(
                    f"{name}: {partner!r} is no country that is known, and its figures are greater than those of all others together: they may be "
                    "the total of which the others are parts; write the name of the country, or World"
                )
        return [
            partner
            for partner, count in self._sums.items()
            if count >= LEAST_GROUPS and partner not in self._parts
        ]


def _groups(db: Database, file_id: str) -> Iterator[list[_Part]]:
    rows = db.conn.execute(
        f"""SELECT {_GROUP}, row, partner, dims, value FROM customs_statistics
            WHERE file_id = ? AND value IS NOT NULL ORDER BY {_GROUP}""",  # noqa: S608 - names from this module
        [file_id],
    )
    for _, found in groupby(rows, key=lambda row: row[:8]):
        yield [
            _Part(at, partner, tuple((name, label) for name, label in json.loads(dims)), value)
            for *_, at, partner, dims, value in found
        ]


def _by_partner(parts: list[_Part]) -> dict[str, list[_Part]]:
    out: dict[str, list[_Part]] = {}
    for part in parts:
        out.setdefault(part.partner, []).append(part)
    return out


def _refuse_excess(figures: list[tuple[_Part, bool]], name: str, step: float) -> None:
    """Refuse a part that is greater than the total. `figures` are figures and whether each is the total."""
    totals = [part for part, is_total in figures if is_total]
    if len(totals) != 1:
        return
    total = totals[0]
    for part, is_total in figures:
        if not is_total and part.value > total.value * (1 + EXCESS) + 2 * step:
            raise Refused(
                f"{name}: the figure of row {part.row:,} ({part.value:,.0f}) is greater than that of row {total.row:,} ({total.value:,.0f}), "
                "which was read as the total it is part of: one of them is something else; nothing is imported. Take out the rows of one "
                "kind and import again"
            )


def _rounding(db: Database, file_id: str) -> float:
    """The step in which the values are printed: 1000 where all of them are whole thousands."""
    values: list[tuple[Any]] = db.conn.execute(
        "SELECT DISTINCT value FROM customs_statistics WHERE file_id = ? AND value IS NOT NULL LIMIT 10000",
        [file_id],
    ).fetchall()
    return next(
        (float(10**k) for k in range(8, 0, -1) if all(value % 10**k == 0 for (value,) in values)), 1.0
    )
