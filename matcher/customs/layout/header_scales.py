"""By how much the amounts of a column are multiplied because its header says so: thousand USD, t in a column of kilograms."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from matcher.customs.layout.column_values import is_currency
from matcher.customs.values.currencies import USUAL_CURRENCIES, currency_code
from matcher.customs.values.quantities import SCALES
from matcher.customs.values.units import KILOGRAMS, unit_code
from matcher.text.plain_words import plain

THOUSANDS = frozenset(("1000", "000", "000s"))
# Words of scale in a cell that mean something else in a header, unless the name of a currency follows: ming AQSh doll.
NO_SCALES = ("min", "bin", "ming", "mil")
MOST_WORDS = 3  # of a currency's name
LONGEST_CODE = 3  # letters of a currency's code; other words are as short: min max
WEIGHTS = ("gross_kg", "net_kg")
# Units of mass, other than tonnes, that a header of weights names alone in brackets, after a comma or as the last part of a name (net_g): "gr." is also the gross
# weight, a box of the declaration or, in Romanian, the weight itself, and a capital G the gross one.
SMALL_UNITS = frozenset(("GRM", "LBR"))
GROSS = "G"

_WORD = re.compile(r"[^\W\d_][^\s\d_]*")  # Thai and Indian letters have marks between them
_MARKED = re.compile(r"[(\[]([^)\]]*)[)\]]|,\s*([^,(\[]*)$|_([a-z]+)$")


def scale_of_header(name: str, header: str) -> float:
    """The factor that the header of an amount names: "Стоимость, тыс. долл." 1000, "Вес, т" 1000 (kg), "Peso (g)" 0.001; else 1."""
    words = plain(header).split()
    if name in WEIGHTS and any(unit_code(word) == "TNE" for word in _units_in(header, words)):
        return 1000
    if name in WEIGHTS and (small := _small_unit(header)):
        return KILOGRAMS[small]
    return next(
        (
            SCALES[word]
            for place, word in enumerate(words)
            if word in SCALES and (word not in NO_SCALES or _currency_begins(words[place + 1 :]))
        ),
        1000 if THOUSANDS.intersection(words) else next(filter(None, map(_glued_scale, words)), 1),
    )


def _currency_begins(words: Sequence[str]) -> bool:
    """Whether some words begin with the name or code of a currency: aqsh doll, tl, us dolari."""
    names = (" ".join(words[:count]) for count in range(1, min(len(words), MOST_WORDS) + 1))
    return any(
        name in USUAL_CURRENCIES if len(name) <= LONGEST_CODE else currency_code(name) for name in names
    )


def _glued_scale(word: str) -> int | None:
    """The scale that a word without blanks begins with, before a unit or a currency: 千美元, พันบาท; 千克 is a unit itself."""
    if word.isascii() or unit_code(word):
        return None
    return next(
        (
            scale
            for begin, scale in SCALES.items()
            if not begin[0].isascii()
            and word.startswith(begin)
            and (is_currency(word[len(begin) :]) or unit_code(word[len(begin) :]))
        ),
        None,
    )


def scales_of_weights(headers: Sequence[str], mapping: Mapping[str, Sequence[int]]) -> set[float]:
    """The different factors of the weights that a table has."""
    return {scale_of_header(name, headers[place]) for name in WEIGHTS for place in mapping.get(name, ())[:1]}


def _small_unit(header: str) -> str | None:
    """The unit smaller than a kilogram that a header of weights states alone in brackets, behind a comma or last: (g), , гр, net_g."""
    parts = [(inside or behind or last).strip() for inside, behind, last in _MARKED.findall(header)]
    units = {unit_code(part) for part in parts if _WORD.fullmatch(part) and part != GROSS}
    return next(iter(units & SMALL_UNITS), None)


def _units_in(header: str, words: Sequence[str]) -> list[str]:
    """Words of a header that may be a unit: a single letter only at its end, after a comma or in brackets, since
    elsewhere it is a word cut short ("Т. с оп.", тегло с опаковка)."""
    _, *marked = re.split(r"[,(\[]", header)
    at_end = plain(marked[-1]).split() if marked else words[-1:]
    return [word for word in words if len(word) > 1] + [word for word in at_end if len(word) == 1]
