"""Details of goods in columns of words under one header with numbers, beside their name: NOMBRE, OTRO1, OTRO2."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

from matcher.customs.layout.assignment import Assignment
from matcher.customs.layout.columns import Columns
from matcher.customs.layout.questions import OTHER_MATTER
from matcher.customs.layout.rows.declarations import is_of_declaration
from matcher.customs.layout.rows.goods_columns import SOME_FIRMS
from matcher.customs.layout.rows.hs_columns import FEW_KINDS
from matcher.customs.layout.rows.row_columns import MOSTLY, RowColumns

NEAR = 8  # columns from the goods' name in which its details are looked for
NOT_GOODS = OTHER_MATTER | {"address", "party"}  # what headers of other columns are about
_NUMBERED = re.compile(r"(?P<stem>.*[^\W\d_])[\W_]*\d{1,2}")


def with_numbered_details(columns: Columns, assignment: Assignment) -> Assignment:
    """The assignment with such columns, two at least, as a part of the description, where that is sure."""
    under_way = RowColumns(columns, dict(assignment.mapping), dict(assignment.confidence))
    if not under_way.sure("description"):
        return assignment
    name = under_way.place("description")
    runs: dict[str, list[int]] = defaultdict(list)
    for place in under_way.left():
        numbered = _NUMBERED.fullmatch(columns.headers[place].strip())
        if numbered and abs(place - name) <= NEAR and _are_details(under_way, place):
            runs[numbered["stem"].casefold()].append(place)
    details = {place for run in runs.values() if len(run) > 1 for place in run}
    described = tuple(sorted({*under_way.mapping["description"], *details}))
    return replace(assignment, mapping=assignment.mapping | {"description": described})


def _are_details(columns: RowColumns, place: int) -> bool:
    """Whether cells are words that differ, perhaps with numbers, and neither firms, places nor the same for a declaration."""
    seen, stated = columns.profile(place), [cell for cell in columns.cells(place) if cell]
    lettered = sum(any(map(str.isalpha, cell)) for cell in stated)
    return (
        len(set(stated)) > FEW_KINDS
        and lettered >= MOSTLY * len(stated)
        and max(seen.firm, seen.address) < SOME_FIRMS
        and not is_of_declaration(columns, place)
        and columns.about(place).isdisjoint(NOT_GOODS)
    )
