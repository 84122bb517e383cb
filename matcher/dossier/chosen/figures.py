"""The report's sums. Quantities are summed within a unit and values within a currency, never across."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from matcher.customs.values.units import BASE_UNIT_NAME_SQL, BASE_UNIT_SQL, UNIT_FACTOR_SQL
from matcher.reading.wording import ENGLISH, Wording

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True)
class Sum:
    """A sum and how many lines it is over: `of` is the unit or the currency ('' where none was stated)."""

    of: str
    total: float
    lines: int


@dataclass(frozen=True)
class GroupCounts:
    """One group of a figure: how many lines, goods records and pairs, and the dates between which the lines are."""

    figure: str
    key: str
    label: str
    lines: int
    goods: int
    pairs: int
    first_date: str
    last_date: str


@dataclass(frozen=True)
class Group(GroupCounts):
    """A group and what its lines add up to."""

    quantities: tuple[Sum, ...]
    values: tuple[Sum, ...]  # by the currency each line states
    usd: Sum | None  # the lines' value in US dollars, where they state one
    net: Sum | None  # kilograms
    name: str = ""  # of an importer, as its lines state it
    spellings: int = 1  # of an importer


GROUPS = """
SELECT r.key, count(*) AS lines, count(DISTINCT l.goods_id) AS goods,
  coalesce(min(nullif(l.date, '')), ''), coalesce(max(l.date), ''), total(l.value_usd), count(l.value_usd),
  total(l.net_kg), count(l.net_kg), max(l.importer), count(DISTINCT l.importer)
FROM figure_rows r JOIN chosen_lines l ON l.line_id = r.line_id
WHERE r.figure = ? GROUP BY r.key
"""

PAIRS = """
SELECT r.key, count(DISTINCT p.pair_id)
FROM figure_rows r JOIN chosen_lines l ON l.line_id = r.line_id JOIN chosen_pairs p ON p.goods_id = l.goods_id
WHERE r.figure = ? AND (r.figure <> 'maker' OR p.site = r.key) AND (r.figure <> 'kind' OR p.kind = r.key)
GROUP BY r.key
"""

# Units of one kind are added up: 20 pieces and 40 thousand pieces are 40,020 pieces.
QUANTITIES = f"""
SELECT r.key, {BASE_UNIT_NAME_SQL}, sum(l.quantity * {UNIT_FACTOR_SQL}), count(*)
FROM figure_rows r JOIN chosen_lines l ON l.line_id = r.line_id
WHERE r.figure = ? AND l.quantity IS NOT NULL
GROUP BY r.key, {BASE_UNIT_SQL} ORDER BY count(*) DESC, 2
"""  # noqa: S608 - fixed text

VALUES = """
SELECT r.key, coalesce(l.currency, ''), sum(l.value), count(*)
FROM figure_rows r JOIN chosen_lines l ON l.line_id = r.line_id
WHERE r.figure = ? AND l.value IS NOT NULL
GROUP BY r.key, coalesce(l.currency, '') ORDER BY count(*) DESC, 2
"""


def groups(db: Database, figure: str) -> list[Group]:
    """Every group of a figure of `chosen.FIGURES`, labelled in English; months in order, the others by their number of lines."""
    quantities = _sums(db, QUANTITIES, figure)
    values = _sums(db, VALUES, figure)
    pairs = dict(db.execute(PAIRS, [figure]).fetchall())
    found = [
        Group(
            figure=figure,
            key=key,
            label="",
            lines=lines,
            goods=goods,
            pairs=pairs.get(key, 0),
            first_date=first,
            last_date=last,
            quantities=quantities.get(key, ()),
            values=values.get(key, ()),
            usd=Sum("USD", usd, usd_lines) if usd_lines else None,
            net=Sum("kg", net, net_lines) if net_lines else None,
            name=importer or "",
            spellings=spellings,
        )
        for key, lines, goods, first, last, usd, usd_lines, net, net_lines, importer, spellings in db.execute(
            GROUPS, [figure]
        )
    ]
    found = [labelled(group, label_of(group, ENGLISH)) for group in found]
    if figure == "month":
        return sorted(found, key=lambda group: (group.key == "", group.key))
    return sorted(found, key=lambda group: (-group.lines, group.label))


def _sums(db: Database, sql: str, figure: str) -> dict[str, tuple[Sum, ...]]:
    sums: dict[str, tuple[Sum, ...]] = {}
    for key, of, total, lines in db.execute(sql, [figure]):
        sums[key] = (*sums.get(key, ()), Sum(of, total, lines))
    return sums


def label_of(group: Group, say: Wording) -> str:
    """What a group is called: its key, an importer's name with it, or that it is not stated."""
    if not group.key:
        return say.or_else(f"unstated_{group.figure}", say("unstated"))
    if group.figure != "importer":
        return group.key
    count = group.spellings
    key = say("spellings", count, key=group.key, count=f"{count}") if count > 1 else group.key
    return f"{group.name} ({key})" if group.name and group.name != group.key else key


def labelled(group: Group, label: str) -> Group:
    """The group under another name."""
    return replace(group, label=label)
