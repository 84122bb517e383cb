"""The customs lines of items' pairs, as candidates for what was announced."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crawler.case.typed_rows import read_rows
from matcher.customs.values.units import BASE_UNIT_SQL, UNIT_FACTOR_SQL, unit_code
from matcher.parties.parties import Parties
from matcher.parties.spellings import spelling_id

if TYPE_CHECKING:
    from sqlite_utils import Database


PIECES = frozenset(("H87", "SET", "PR"))  # units that count goods as posts do


@dataclass(frozen=True)
class DeclaredLine:
    """A customs line of a pair: `pair` the confidence that its goods are the item (1 where accepted); `amount` its
    quantity in `base`, the unit in which such quantities are added up (UN/ECE code, else words); `firm` the importer's
    canonical name, `party` its id (`box31 parties`)."""

    item_id: str
    pair_id: str
    pair: float
    state: str
    line_id: int
    customs_file: str
    row: int
    declaration: str | None
    date: str | None
    hs: str | None
    description: str
    importer: str | None
    importer_code: str | None
    firm: str
    party: str
    exporter: str | None
    destination: str | None
    quantity: float | None
    unit: str | None
    base: str
    amount: float | None

    @property
    def in_pieces(self) -> bool:
        """Whether its amount counts pieces, sets or pairs, as posts do."""
        return self.amount is not None and (self.base in PIECES or unit_code(self.unit, self.base) in PIECES)


LINES = f"""
SELECT p.item_id, p.pair_id, iif(s.state = 'accepted', 1.0, p.confidence) AS pair, s.state, l.line_id,
  f.name AS customs_file, l.row, l.declaration, l.date, l.hs, l.description, l.importer, l.importer_code, coalesce(l.importer, '') AS firm, '' AS party, l.exporter, l.destination,
  l.quantity, l.unit, {BASE_UNIT_SQL} AS base, l.quantity * {UNIT_FACTOR_SQL} AS amount
FROM pairs p JOIN pair_states s USING (pair_id) JOIN {{lines}} l ON l.goods_id = p.goods_id
JOIN customs_files f ON f.file_id = l.file_id
WHERE p.item_id IN (SELECT value FROM json_each(:items)) AND s.state <> 'rejected'
  AND (s.state = 'accepted' OR p.confidence >= :least)
  AND (:pairs IS NULL OR p.pair_id IN (SELECT value FROM json_each(:pairs)))
ORDER BY l.date, f.name, l.row, p.pair_id
"""  # noqa: S608 - our own SQL


def declared_lines(
    db: Database,
    items: Iterable[str],
    least: float,
    pairs: Sequence[str] | None = None,
    table: str = "current_lines",
) -> dict[str, list[DeclaredLine]]:
    """By item the lines of its pairs, by date: accepted pairs, and others of at least `least` confidence; of `pairs`
    only, if given. `table`: current_lines, or a table with its columns."""
    found: dict[str, list[DeclaredLine]] = defaultdict(list)
    values = {
        "items": json.dumps(sorted(set(items))),
        "least": least,
        "pairs": None if pairs is None else json.dumps(list(pairs)),
    }
    lines = list(read_rows(db, DeclaredLine, LINES.format(lines=table), values))
    firms = Parties(db).of if lines else {}
    for line in lines:
        firm = firms.get(spelling_id(line.firm, line.importer_code or ""))
        found[line.item_id].append(replace(line, firm=firm.name, party=firm.party_id) if firm else line)
    return found
