"""Which dimension of a cube has the directions of trade."""

from __future__ import annotations

from collections.abc import Mapping

from matcher.customs.trade.formats.cubes.words import NotUnderstood, kinds_of, name_of, names_of, text_of
from matcher.customs.trade.formats.texts import words
from matcher.customs.trade.formats.texts.figures import flow_of_cell
from matcher.customs.trade.formats.texts.headings import heading_of
from matcher.customs.trade.formats.texts.said_beside import shown
from matcher.customs.trade.formats.texts.vocabulary import fold, word_list
from matcher.sheets.tables.about import Category, Dimension


def flow_place(left: Mapping[int, Dimension]) -> int | None:
    """The place of the dimension of directions; None for none. Raises NotUnderstood for two."""
    places = [place for place, dimension in left.items() if _is_of_flows(dimension)]
    if len(places) > 1:
        raise NotUnderstood(
            f"two of its dimensions name directions ({names_of(left[place] for place in places)})"
        )
    return places[0] if places else None


def _is_of_flows(dimension: Dimension) -> bool:
    """Whether the categories are directions, and do not say beside these what is counted: "Imports, tonnes"."""
    categories = dimension.categories
    if dimension.role in ("attribute", "time") or not categories:
        return False
    if any(c.unit or c.unit_label or c.exponent is not None for c in categories):
        return False
    if "flow" in kinds_of(dimension):
        return True
    amounts = {heading_of(text_of(c)).amount for c in categories if not words.flow_of(text_of(c))}
    if any(map(_has_unit, categories)) or amounts - {None, "value"}:
        return False
    flows = [flow_of_cell(text_of(category)) for category in categories]
    return any(flows) and all(flows[i] or _is_no_flow(c) for i, c in enumerate(categories))


def _has_unit(category: Category) -> bool:
    said = heading_of(text_of(category)).measure
    return not words.flow_of(text_of(category)) and bool(
        said.currency or said.mass or said.scale or said.unit
    )


def _is_no_flow(category: Category) -> bool:
    """Whether a category of directions is both together, or the difference of the two."""
    text = fold(text_of(category))
    both = any(word in text for word in word_list("both_flows"))
    return (
        both or words.is_total(text) or words.has_word("no_trade", text) or words.has_word("no_amounts", text)
    )


def no_flows(dimension: Dimension) -> frozenset[str]:
    """The codes of a dimension of directions that are set aside. Raises NotUnderstood for one that is no direction that is known."""
    aside = frozenset(category.code for category in dimension.categories if _is_no_flow(category))
    unknown = [
        text_of(category)
        for category in dimension.categories
        if category.code not in aside and (text_of(category).isdigit() or not flow_of_cell(text_of(category)))
    ]
    if unknown:
        raise NotUnderstood(
            f"the directions of its dimension {name_of(dimension)!r} are not understood ({shown(unknown)}); get it with their labels"
        )
    return aside
