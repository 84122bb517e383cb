"""Columns that are not taken, as the learnt model takes them."""

from __future__ import annotations

from matcher.customs.layout.learnt.table_model import Told
from matcher.customs.layout.rows.row_columns import RowColumns

RATHER_SURELY = 0.8  # of the model, for numbers of declarations, addresses and one of two parties


def told_as(columns: RowColumns, told: Told, name: str, least: float) -> list[int]:
    """The columns that are not taken and that the model takes for a field, at least so surely."""
    return [
        place
        for place in columns.left()
        if told.likeliest[place] == name
        and told.probability[place] >= least
        and columns.columns.can_be(name, place)
    ]
