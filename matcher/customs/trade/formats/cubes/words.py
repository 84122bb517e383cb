"""What the words of a cube's dimensions and categories say, and the error for those that are not understood."""

from __future__ import annotations

from collections.abc import Iterable

from matcher.customs.trade.formats.texts import words
from matcher.customs.trade.formats.texts.said_beside import shown
from matcher.sheets.tables.about import Category, Dimension


class NotUnderstood(Exception):
    """What of a cube is not understood, and what helps."""


def text_of(category: Category) -> str:
    """What a category is called."""
    return category.label or category.code


def name_of(dimension: Dimension) -> str:
    """What a dimension is called."""
    return dimension.label or dimension.id


def names_of(dimensions: Iterable[Dimension]) -> str:
    """The names of some dimensions, for a message."""
    return shown([name_of(dimension) for dimension in dimensions])


def kinds_of(dimension: Dimension) -> set[str]:
    """What a column with the name or the id of a dimension may hold."""
    return {
        kind
        for text in (dimension.label, dimension.id)
        for kind in words.column_kinds(text.replace("_", " "))
    }
