"""Which dimensions of a cube have countries, whose side they are on, and what each of their categories is read as."""

from __future__ import annotations

from collections.abc import Mapping

from matcher.customs.trade.formats.cubes.codes import is_whole
from matcher.customs.trade.formats.cubes.words import NotUnderstood, kinds_of, name_of, names_of, text_of
from matcher.customs.trade.formats.texts import words
from matcher.customs.trade.formats.texts.figures import is_place, share
from matcher.customs.trade.formats.texts.said_beside import shown
from matcher.customs.trade.formats.texts.vocabulary import fold
from matcher.customs.values.countries import alpha3
from matcher.sheets.tables.about import Category, Dimension

LEAST_KNOWN = 0.5  # share of the categories of a dimension of countries that are countries

LETTERS = (2, 3)  # of the codes of countries in ISO 3166


def is_of_places(dimension: Dimension) -> bool:
    """Whether the categories of a dimension are countries or groups of these."""
    cells = [_place(c) for c in dimension.categories if not is_whole(c, dimension)]
    return bool(cells) and share(cells, _is_named) >= LEAST_KNOWN


def _is_named(text: str) -> bool:
    """Whether a text is a country by a name or by letters: 004 is Germany in one office's list and Afghanistan in another's."""
    return not text.isdigit() and is_place(text)


def country_places(left: Mapping[int, Dimension]) -> list[tuple[str, int, bool]]:
    """(reporter or partner, place, whether its name says so) of the dimensions of countries: by their names, else the one that has countries.

    Raises NotUnderstood where two of them may be one side.
    """
    found: dict[str, tuple[int, bool]] = {}
    for side in ("reporter", "partner"):
        named = [
            place
            for place, d in left.items()
            if kinds_of(d) & {side, f"{side}_iso"} and (place, True) not in found.values()
        ]
        if len(named) > 1:
            raise NotUnderstood(
                f"two of its dimensions are of {side}s ({names_of(left[place] for place in named)})"
            )
        if named:
            found[side] = (named[0], True)
    taken = {place for place, _ in found.values()}
    others = [place for place, d in left.items() if place not in taken and is_of_places(d)]
    several = [place for place in others if len(left[place].categories) > 1]
    for place in several or others[:1]:
        geo = fold(left[place].id) == "geo" and "reporter" not in found
        side = "reporter" if geo else "partner"
        if side in found:
            both = names_of((left[found[side][0]], left[place]))
            raise NotUnderstood(
                f"two of its dimensions are of countries, and which of them reports is not understood ({both})"
            )
        found[side] = (place, geo)
    for place, _ in found.values():
        _refuse_unknown(left[place])
    return [(side, place, is_named) for side, (place, is_named) in found.items()]


def country_texts(dimension: Dimension) -> dict[str, str]:
    """Code of a category -> the country that it is; World for all together."""
    return {c.code: words.WORLD if is_whole(c, dimension) else _place(c) for c in dimension.categories}


def _place(category: Category) -> str:
    """A country by its label, else by its code of letters: a number may be the publisher's own."""
    code, label = category.code, category.label
    if not _is_named(label) and code.isalpha() and len(code) in LETTERS and alpha3(code):
        return code
    return label or ("" if code.isdigit() else code)


def _refuse_unknown(dimension: Dimension) -> None:
    """Raise for a dimension of countries that are mostly none that is known."""
    parts = [category for category in dimension.categories if not is_whole(category, dimension)]
    unknown = [text_of(category) for category in parts if not _is_named(_place(category))]
    bare = [text for text in unknown if text.isdigit()]
    if bare or len(unknown) > LEAST_KNOWN * len(parts):
        raise NotUnderstood(
            f"the countries in its dimension {name_of(dimension)!r} are not understood ({shown(bare or unknown)}); get it with their labels"
        )
