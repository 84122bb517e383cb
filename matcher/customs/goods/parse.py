"""What the free text of a declaration line says: maker, trademark, model, article and the rest, with where it says so.

A pure function. Every value is a piece of the verbatim text, named by its character span; look-alike letters and
the case of a word do not matter for finding it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from matcher.customs.goods.codes import codes_in, unnamed_codes
from matcher.customs.goods.declared_elements import mark_of_elements, model_of_elements
from matcher.customs.goods.keys import keys_and_flags
from matcher.customs.goods.makes import brand_before, make_in
from matcher.customs.goods.names import mark_as_maker, name_in
from matcher.customs.values.cells import is_nothing, number
from matcher.customs.values.units import STATED_UNITS, unit_code
from matcher.text.normal_forms import fold_lookalikes

if TYPE_CHECKING:
    from matcher.customs.goods.attributes import Dimension, Rating

TEXT_LIMIT = 20_000  # characters that are parsed; the rest is kept but not read
CHUNK = range(240, 257)  # length of the pieces that declaration programs cut a text into

Span = tuple[int, int]

_MARKER = re.compile(r"_\[=[\d.]*=\]\s?")
_NUMBERING = re.compile(r"\s*\d{1,3}\s?(?:[-–.)]\s?:?|\s-)\s*(?=[^\W\d_])")
_LEAD = r"\s*[:\-–=]{0,2}\s*[\"'(\[{]?\s*"
_QUANTITY = re.compile(
    rf"{_LEAD}(\d[\d\s\u00a0]*(?:[.,]\d+)?)\s?({'|'.join(STATED_UNITS)})(?![^\W\d_])", re.IGNORECASE
)
_BARE_QUANTITY = re.compile(rf"{_LEAD}(\d[\d\s\u00a0]*(?:[.,]\d+)?)(?=\s*(?:[;,.|\"')\]}}]|$))")
_COUNTED = ("шт", "штук", "pcs", "компл", "комплектов", "пар", "кг", "м2", "м3")
_LAST_QUANTITY = re.compile(
    rf"(?:\s[-–]|[,;])\s*(\d{{1,3}}(?:[\s\u00a0]\d{{3}})*|\d+)\s?({'|'.join(_COUNTED)})\.?\s*$"
)
_STANDARD = re.compile(
    r"\s*[:\-–]?\s*((?:(?:гост|дсту|ост|ту|сту|снип|р|у|gost|din|iso|en|iec|astm|api|gb|gb/t|jis|ansi|исо|мэк)[\s./№:]*)*"
    r"[\w./\-]*\d[\w./\-]*(?:\s?-\s?\d{1,4}(?!\w))?)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ParsedGoods:
    """What was read from `text`. Values are as written there; `spans` gives for each field the [start, end) of each."""

    text: str
    clean: str
    maker: str | None = None
    trademark: str | None = None
    mark: str | None = None
    model: tuple[str, ...] = ()
    article: tuple[str, ...] = ()
    standard: str | None = None
    quantity: float | None = None
    unit: str | None = None
    ratings: tuple[Rating, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    materials: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    spans: dict[str, list[Span]] = field(default_factory=dict)

    def as_dict(self) -> dict[str, object]:
        """The parsed goods as the JSON object that `box31 customs parse` prints."""
        return {
            "text": self.text,
            "clean": self.clean,
            "maker": self.maker,
            "trademark": self.trademark,
            "mark": self.mark,
            "model": list(self.model),
            "article": list(self.article),
            "standard": self.standard,
            "quantity": self.quantity,
            "unit": self.unit,
            "ratings": list(self.ratings),
            "dimensions": list(self.dimensions),
            "materials": list(self.materials),
            "flags": list(self.flags),
            "spans": {name: [list(span) for span in spans] for name, spans in self.spans.items()},
        }


def parse_goods(
    text: str,
    *,
    maker: str | None = None,
    trademark: str | None = None,
    model: str | None = None,
    article: str | None = None,
    attributes: bool = True,
) -> ParsedGoods:
    """Read the goods text of a declaration line, with what its own columns say about maker, trademark, model, article.

    A column's word wins over the text's; it has a span only where it is in the text too. `attributes` False
    leaves out ratings, dimensions and materials, which take three times as long as all the rest. Never raises
    for what is in the text, and takes time in proportion to its length.
    """
    view, offsets = _view(text)
    keys = _fold(view)
    named, flagged = keys_and_flags(keys)
    found = _stated(view, keys, named)
    columns = {"maker": maker, "trademark": trademark, "model": model, "article": article}
    for name, column in columns.items():
        if column is not None and not is_nothing(column):
            found[name] = _from_column(name, column.strip(), view)
    places = {
        name: [(start, end) for _, start, end in values if start >= 0] for name, values in found.items()
    }
    quantity, unit = _quantity_of(found)
    described = _described(view, places) if attributes else ((), (), ())
    places["flags"] = [(start, end) for _, start, end in flagged]
    return ParsedGoods(
        text=text,
        clean=_clean(view),
        maker=_first(found, "maker"),
        trademark=_first(found, "trademark"),
        mark=_first(found, "mark"),
        model=_all(found, "model"),
        article=_all(found, "article"),
        standard=_first(found, "standard"),
        quantity=quantity,
        unit=unit,
        ratings=described[0],
        dimensions=described[1],
        materials=described[2],
        flags=tuple(dict.fromkeys(name for name, _, _ in flagged)),
        spans={
            name: [_back(offsets, start, end) for start, end in found_at]
            for name, found_at in places.items()
            if found_at
        },
    )


def _described(
    view: str, places: dict[str, list[Span]]
) -> tuple[tuple[Rating, ...], tuple[Dimension, ...], tuple[str, ...]]:
    """Ratings, dimensions and materials; their spans are added to `places`."""
    from matcher.customs.goods.attributes import attributes_of

    described = attributes_of(view)
    for name in ("ratings", "dimensions", "materials"):
        places[name] = [place for _, place in getattr(described, name)]
    return (
        tuple(value for value, _ in described.ratings),
        tuple(value for value, _ in described.dimensions),
        tuple(value for value, _ in described.materials),
    )


def _stated(view: str, keys: str, named: list[tuple[str, int, int]]) -> dict[str, list[tuple[str, int, int]]]:
    """What the text itself states, by field: each value with its [start, end)."""
    found: dict[str, list[tuple[str, int, int]]] = {}
    for place, (name, _, start) in enumerate(named):
        stop = named[place + 1][1] if place + 1 < len(named) else len(keys)
        _read(name, view, keys, start, stop, found)
    if (
        "quantity" not in found
        and keys.rstrip().rstrip(".").endswith(_COUNTED)
        and (match := _LAST_QUANTITY.search(keys))
    ):
        found["quantity"] = [(view[match.start(1) : match.end(2)], match.start(1), match.end(2))]
    if "model" not in found:
        taken = [span[1:] for spans in found.values() for span in spans]
        if codes := unnamed_codes(view, keys, taken):
            found["model"] = codes
    if (
        "trademark" not in found
        and "maker" in found
        and not any(name in ("none", "trademark") for name, _, _ in named)
        and mark_as_maker(found["maker"][0][0], keys)
    ):
        found["trademark"] = found["maker"][:]
    if ("brand" in keys or "markal" in keys) and (brand := brand_before(view, keys, "trademark" in found)):
        found["trademark"] = [brand]
    if "trademark" not in found and (mark := make_in(view, keys) or mark_of_elements(view, keys)):
        found["trademark"] = [mark]
    if "model" not in found and (model := model_of_elements(view, keys)):
        found["model"] = [model]
    return found


def _view(text: str) -> tuple[str, list[int] | None]:
    """The text with the joints of its chunks closed, and for each character its place in the verbatim text."""
    text = text[:TEXT_LIMIT]
    cuts = [match.span() for match in _MARKER.finditer(text)] if "_[=" in text else []
    if "|" in text:
        last = 0
        for match in re.finditer(r"(?<=\S)\|(?=\S)", text):
            if match.start() - last in CHUNK:
                cuts.append(match.span())
            last = match.end()
        cuts.sort()
    if not cuts:
        return text, None
    pieces: list[str] = []
    offsets: list[int] = []
    last = 0
    for start, end in [*cuts, (len(text), len(text))]:
        pieces.append(text[last:start])
        offsets.extend(range(last, start))
        last = end
    offsets.append(len(text))
    return "".join(pieces), offsets


def _back(offsets: list[int] | None, start: int, end: int) -> Span:
    return (start, end) if offsets is None else (offsets[start], offsets[end - 1] + 1)


def _fold(view: str) -> str:
    """`view` in lower case with look-alike letters folded, character for character."""
    if not view.isascii():
        folded = fold_lookalikes(view)
        view = folded if len(folded) == len(view) else view
    lower = view.lower()
    if len(lower) != len(view):  # İ becomes two characters
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in view)
    return lower


def _clean(view: str) -> str:
    start = match.end() if (match := _NUMBERING.match(view)) else 0
    return " ".join(view[start:].split())


def _read(
    name: str, view: str, keys: str, start: int, stop: int, found: dict[str, list[tuple[str, int, int]]]
) -> None:
    """Take from the stretch after a key what belongs to it; the first key that has a value wins."""
    if name in ("other", "none"):
        return
    if name == "quantity":
        if "quantity" not in found:
            match = _QUANTITY.match(keys, start) or _BARE_QUANTITY.match(keys, start, stop)
            if match and number(match[1]) is not None:
                found["quantity"] = [
                    (view[match.start(1) : match.end(match.lastindex or 1)], match.start(1), match.end())
                ]
        return
    if name == "standard":
        match = _STANDARD.match(keys, start, stop)
        if match and "standard" not in found and not is_nothing(match[1]):
            found["standard"] = [(view[match.start(1) : match.end(1)], match.start(1), match.end(1))]
        return
    if name in ("model", "article"):
        codes = codes_in(view, keys, start, stop)
        if codes:
            known = {code.casefold() for code, _, _ in found.get(name, ())}
            found.setdefault(name, []).extend(c for c in codes if c[0].casefold() not in known)
        return
    if name not in found and (value := name_in(view, keys, start, stop, name)):
        found[name] = [value]


def _from_column(name: str, column: str, view: str) -> list[tuple[str, int, int]]:
    values = [column]
    if name in ("model", "article"):
        values = [part.strip() for part in re.split(r"[;,|]\s*", column) if not is_nothing(part)] or [column]
    out = []
    folded = view.casefold()
    for value in values:
        at = folded.find(value.casefold()) if len(folded) == len(view) else -1
        out.append((value, at, at + len(value)))
    return out


def _quantity_of(found: dict[str, list[tuple[str, int, int]]]) -> tuple[float | None, str | None]:
    if "quantity" not in found:
        return None, None
    match = re.match(r"([\d\s\u00a0.,]*\d)\s*(.*)", found["quantity"][0][0], re.DOTALL)
    if not match:
        return None, None
    return number(match[1]), unit_code(match[2]) or (match[2].strip() or None)


def _first(found: dict[str, list[tuple[str, int, int]]], name: str) -> str | None:
    return found[name][0][0] if found.get(name) else None


def _all(found: dict[str, list[tuple[str, int, int]]], name: str) -> tuple[str, ...]:
    return tuple(value for value, _, _ in found.get(name, ()))
