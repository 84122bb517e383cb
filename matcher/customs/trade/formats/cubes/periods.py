"""Which dimensions of a cube have its periods, and the months that their codes and labels say."""

from __future__ import annotations

import re
from collections.abc import Mapping

from matcher.customs.trade.formats.cubes.codes import is_whole
from matcher.customs.trade.formats.cubes.words import NotUnderstood, kinds_of, name_of, names_of, text_of
from matcher.customs.trade.formats.texts import words
from matcher.customs.trade.formats.texts.facts import period_of
from matcher.customs.trade.formats.texts.figures import month_of
from matcher.customs.trade.formats.texts.headings import span_in
from matcher.customs.trade.formats.texts.said_beside import shown
from matcher.sheets.tables.about import Category, Dimension

Texts = dict[str, str]  # code -> cell of the flat table

# Quarters of the Nordic offices (kvartal), half-years of SDMX and PxWeb. T is a quarter in Spain and four months in SDMX: it is not read.
_QUARTER = re.compile(r"((?:19|20)\d\d)[- ]?[KQ]([1-4])", re.IGNORECASE)
_HALF = re.compile(r"((?:19|20)\d\d)[- ]?[SH]([12])", re.IGNORECASE)
_MONTHS_OF = ((_QUARTER, 3), (_HALF, 6))
_TWO_MEANINGS = re.compile(r"(?:19|20)\d{3}")  # 20231: its first month, or its first quarter
_MIDNIGHT = re.compile(r"(\d{4}-\d\d(?:-\d\d)?)T00:00(?::00(?:\.0+)?)?Z?")


def period_columns(left: Mapping[int, Dimension]) -> list[tuple[int, str, Texts]]:
    """(place, field, texts) of the dimension of time, or of years and of their months. Raises NotUnderstood for none and for others."""
    of_months = [place for place, dimension in left.items() if _is_of_months(dimension)]
    rest = {place: d for place, d in left.items() if place not in of_months and d.role != "attribute"}
    places = [place for place, d in rest.items() if d.role == "time"]
    places = places or [place for place, d in rest.items() if {"period", "year"} & kinds_of(d)]
    places = places or [
        place for place, d in rest.items() if d.categories and all(map(months_of, d.categories))
    ]
    if not places:
        raise NotUnderstood("it has no dimension of time whose periods have a year")
    if len(places) > 1 or len(of_months) > 1:
        several = names_of(left[place] for place in [*places, *of_months])
        raise NotUnderstood(f"it has several dimensions of time ({several})")
    if not of_months:
        return [(places[0], "period", _period_texts(left[places[0]]))]
    return [
        (places[0], "year", _year_texts(left[places[0]])),
        (of_months[0], "month", _month_texts(left[of_months[0]])),
    ]


def _period_texts(dimension: Dimension) -> Texts:
    months = {category.code: months_of(category) for category in dimension.categories}
    if months and not any(months.values()):
        raise NotUnderstood(
            f"the periods of its dimension {name_of(dimension)!r} are not understood ({shown(list(months))})"
        )
    return {c.code: as_text(found) if (found := months[c.code]) else text_of(c) for c in dimension.categories}


def _year_texts(dimension: Dimension) -> Texts:
    out = {}
    for category in dimension.categories:
        first, last = months_of(category) or (1, 1)
        if first % 12 or last != first + 11:
            raise NotUnderstood(
                f"{text_of(category)!r} in its dimension {name_of(dimension)!r}, beside one of months, is no year"
            )
        out[category.code] = str(first // 12)
    return out


def _is_of_months(dimension: Dimension) -> bool:
    """Whether a dimension has months without their year, by its name or by theirs."""
    if dimension.role not in ("", "time"):
        return False
    if "month" in kinds_of(dimension):
        return not any(map(months_of, dimension.categories))
    named = [text_of(c) for c in dimension.categories if not is_whole(c, dimension)]
    return bool(named) and all(not text.isdigit() and month_of(text) for text in named)


def _month_texts(dimension: Dimension) -> Texts:
    out = {}
    for category in dimension.categories:
        span = month_of(category.label) or month_of(category.code)
        if is_whole(category, dimension):
            out[category.code] = words.WORLD
        elif span and span.first == span.last:
            out[category.code] = str(span.first)
        else:
            raise NotUnderstood(f"{text_of(category)!r} in its dimension {name_of(dimension)!r} is no month")
    return out


def months_of(category: Category) -> tuple[int, int] | None:
    """The first and last month of a category, counted from year 0; None where its code and its label do not say them, or differ."""
    by_code, by_label = _months(category.code), _months(category.label)
    if by_code and by_label and by_code != by_label:
        return None
    return by_code or by_label


def _months(text: str) -> tuple[int, int] | None:
    text = text.strip()
    if _TWO_MEANINGS.fullmatch(text):
        return None
    if day := _MIDNIGHT.fullmatch(text):
        text = day[1]
    for pattern, length in _MONTHS_OF:
        if match := pattern.fullmatch(text):
            first = int(match[1]) * 12 + (int(match[2]) - 1) * length
            return first, first + length - 1
    if found := period_of(text):
        return found
    span, rest = span_in(text)
    if span is None or span.fiscal or (span.last_year is not None and not span.exact):
        return None
    return None if re.search(r"[^\W_]{2}|\d", rest) else span.months(None)


def as_text(months: tuple[int, int]) -> str:
    """Months as `period_of` reads them."""
    first, last = (f"{month // 12}{month % 12 + 1:02d}" for month in months)
    return f"{first}-{last}"
