"""What a JSON document says beside its figures, as the lines that stand above a table: titles, sources, units, the scale.

Words under a key that is not known say the unit at most: an address or a name of a program is no direction and no country.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matcher.customs.trade.formats.texts import words
from matcher.customs.trade.formats.texts.figures import is_place
from matcher.customs.trade.formats.texts.measures import measure
from matcher.customs.trade.formats.texts.units import NO_UNIT, unit_of
from matcher.customs.trade.formats.texts.vocabulary import fold, word_list, word_lists

MOST_ROWS = 15  # rows of titles, so that the header below them is among those that are looked at
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_EXPONENTS = frozenset({"unit mult", "unit multiplier", "exponent", "power", "power of ten"})
_MULTIPLIER = re.compile(r"\b(?:mult|multiplier|scale|scaling|factor|exponent|power|magnitude)\b")
LARGEST_EXPONENT = 12
_LABEL = re.compile(r"\s*\[[^\]]*\]\s*")


@dataclass(frozen=True)
class Said:
    """The lines of titles; why scale or currency is not known ("" where it is); a country of which it is not said whose side it is on."""

    lines: tuple[str, ...] = ()
    unsure: str = ""
    country: str = ""

    def rows(self) -> list[list[str]]:
        """The lines as rows above a header."""
        first = [[line] for line in self.lines[:MOST_ROWS]]
        if more := self.lines[MOST_ROWS:]:
            first[-1] += more
        return first


def said_beside(pairs: Iterable[tuple[str, str]]) -> Said:
    """What pairs of key and text say of the whole table."""
    lines: dict[str, None] = {}
    unsure, country = "", ""
    for key, text in pairs:
        name = next((part for part in reversed(key.split(".")) if part), "")
        name = fold(_CAMEL.sub(" ", name))
        if name in word_list("technical_keys"):
            continue
        if re.fullmatch(r"[-+]?\d+(?:\.0+)?", text):
            line = _scale(name, int(float(text)))
            unsure = unsure or ("" if line is not None else f"its {key!r} is {text}, which may be a scale")
        elif is_ambiguous(name) and is_place(text):
            line, country = "", text
        else:
            line = _line(name, text)
            if _is_unit(name) and not is_read(text):
                unsure = unsure or f"its {key!r} is {text[:40]!r}, which is not understood"
        if line:
            lines[line] = None
    return Said(tuple(lines), unsure, country)


def is_ambiguous(name: str) -> bool:
    """Whether a key names a country, and not whether it is the reporter or the partner."""
    return name in word_lists("party_labels")["with"] and "part" not in name


def _is_unit(name: str) -> bool:
    return "unit" in words.column_kinds(name) or name in ("currency", "unit label", "unit name")


def is_read(unit: str) -> bool:
    """Whether something is understood of a text that should be a unit."""
    said = measure(unit)
    known = said.currency or said.scale or said.mass or said.unit or fold(unit) in NO_UNIT
    return bool(known) or (unit_of(unit) or ("", 1.0))[0] != unit.strip()


def _scale(name: str, number: int) -> str | None:
    """The line that a number under a key is: a scale, nothing (""); None where it may be a scale."""
    if not _MULTIPLIER.search(name) or number == 1:
        return ""
    if name in _EXPONENTS:
        return power_of_ten(number)
    return (
        str(number) if re.fullmatch(r"10{2,}", str(number)) and measure(str(number)).scale == number else None
    )


def power_of_ten(exponent: int) -> str | None:
    """Ten to the power of `exponent` as a word of scale; "" for one; None where there is no such word."""
    if exponent == 0:
        return ""
    text = f"10^{exponent}" if exponent % 3 == 0 else str(10 ** max(0, min(exponent, LARGEST_EXPONENT)))
    return text if 0 < exponent <= LARGEST_EXPONENT and measure(text).scale == 10.0**exponent else None


def _line(name: str, text: str) -> str:
    """The line of a text under a key; "" for one that says nothing of the table."""
    if not re.search(r"[^\W\d_]", text) or re.match(r"(?:https?:|www\.|\{|\[|/)", text):
        return ""
    text = _LABEL.sub(" ", text).strip() or text
    kinds = words.column_kinds(name)
    if "flow" in kinds and (flow := words.flow_of(text)):
        return flow
    labelled = any(name in listed for kind, listed in word_lists("party_labels").items())
    if labelled or kinds.keys() & {"reporter", "partner"}:
        return f"{name}: {text}"
    if kinds or not name or name in word_list("title_keys"):
        return text
    said = measure(text)
    return text if said.currency or said.scale or said.mass else ""


def shown(texts: Sequence[str]) -> str:
    """The first of some texts, for a message."""
    return ", ".join(text[:40] for text in texts[:3])
