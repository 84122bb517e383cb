"""What the figures of one file of statistics say of each other: parts that exceed their total, and totals that are not called so."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from matcher.customs.trade.formats.facts import Refused
from matcher.customs.trade.formats.words import WORLD
from matcher.customs.trade.selection import same

if TYPE_CHECKING:
    from sqlite_utils import Database

EXCESS = 0.01  # share by which a part may exceed its total: figures are rounded and corrected one by one
LEAST_PARTS = 2  # parts beside a total that is recognised by its value
LEAST_GROUPS = 2  # groups of figures in which it is their sum, and none in which it is not
_GROUP = "start, end, hs, flow, reporter, edition, original, currency"


@dataclass(frozen=True)
class _Part:
    """A figure of a group: `division` is the one name and label that it has, "" where it has several or none."""

    row: int
    partner: str
    dims: str
    value: float
    division: tuple[str, str] | None


def check_sums(db: Database, file_id: str, name: str) -> list[str]:
    """Refuse a file with a part that is greater than its total; take for totals what is the sum of all others.

    Returns notes on what was taken for a total. Raises Refused, since one of the two is not what it was read as.
    """
    step = _rounding(db, file_id)
    sums: Counter[tuple[str, str]] = Counter()
    others: Counter[tuple[str, str]] = Counter()
    for partners in _groups(db, file_id):
        _refuse_excess(_whole(partners), name, step)
        for parts in _by_partner(partners).values():
            _refuse_excess([(p.row, p.value, not json.loads(p.dims)) for p in parts], name, step)
            divided = [p for p in parts if p.division]
            if len({p.division[0] for p in divided if p.division}) != 1 or len(divided) <= LEAST_PARTS:
                continue
            for part in divided:
                rest = sum(p.value for p in divided) - part.value
                assert part.division
                (sums if part.value and same(part.value, rest, len(divided)) else others)[part.division] += 1
    totals = [label for label, count in sums.items() if count >= LEAST_GROUPS and not others[label]]
    for division, label in totals:
        db.conn.execute(
            "UPDATE customs_statistics SET dims = '[]' WHERE file_id = ? AND dims = ?",
            [file_id, json.dumps([[division, label]], ensure_ascii=False, separators=(",", ":"))],
        )
    return [
        f"{label!r} taken for the total of {division!r}: it is the sum of all others"
        for division, label in totals
    ]


def _groups(db: Database, file_id: str) -> Iterator[list[_Part]]:
    rows = db.conn.execute(
        f"""SELECT {_GROUP}, row, partner, dims, value FROM customs_statistics
            WHERE file_id = ? AND value IS NOT NULL ORDER BY {_GROUP}""",  # noqa: S608 - names from this module
        [file_id],
    )
    for _, found in groupby(rows, key=lambda row: row[:8]):
        yield [_Part(at, partner, dims, value, _division(dims)) for *_, at, partner, dims, value in found]


def _division(dims: str) -> tuple[str, str] | None:
    found = json.loads(dims)
    return (found[0][0], found[0][1]) if len(found) == 1 else None


def _by_partner(parts: list[_Part]) -> dict[str, list[_Part]]:
    out: dict[str, list[_Part]] = {}
    for part in parts:
        out.setdefault(part.partner, []).append(part)
    return out


def _whole(parts: list[_Part]) -> list[tuple[int, float, bool]]:
    """The undivided figures: World is the total of the others."""
    return [(part.row, part.value, part.partner == WORLD) for part in parts if part.dims == "[]"]


def _refuse_excess(figures: list[tuple[int, float, bool]], name: str, step: float) -> None:
    """Refuse a part that is greater than the total. `figures` are (row, value, whether it is the total)."""
    totals = [(row, value) for row, value, is_total in figures if is_total]
    if len(totals) != 1:
        return
    row, total = totals[0]
    for at, value, is_total in figures:
        if not is_total and value > total * (1 + EXCESS) + 2 * step:
            raise Refused(
                f"{name}: the figure of row {at:,} ({value:,.0f}) is greater than that of row {row:,} ({total:,.0f}), which was read as the "
                "total it is part of: one of them is something else; nothing is imported. Take out the rows of one kind and import again"
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
