"""Data messages of SDMX-JSON 1.0 and 2.0 (https://github.com/sdmx-twg/sdmx-json): figures by series, or by observation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from crawler.case.errors import UsageProblem
from matcher.sheets.documents.words_beside import words_beside
from matcher.sheets.tables.about import About, Category, Dimension
from matcher.sheets.tables.blocks import Row, Table, blocks_of, cell_text

# Attributes that say of a figure that it is missing, estimated, secret; A and F are a usual figure, that is free to be published.
_STATUS = ("OBS_STATUS", "OBS_CONF", "CONF_STATUS", "OBS_FLAG")
_USUAL = ("A", "F")
_TIME = ("TIME_PERIOD", "TIME")
_MEASURE = ("MEASURE", "INDICATOR", "INDICATORS")
_LEVELS = ("dataSet", "dimensionGroup", "series", "observation")


def is_sdmx_json(document: Any) -> bool:
    """Whether a document has the data sets and the structure of a data message."""
    data = _data(document)
    return isinstance(data.get("dataSets"), list) and bool({"structure", "structures"} & data.keys())


def _data(document: Any) -> dict[str, Any]:
    if not isinstance(document, dict):
        return {}
    data = document.get("data")
    return data if isinstance(data, dict) else document


def sdmx_tables(document: dict[str, Any], name: str, encoding: str) -> list[Table]:
    """A table for each data set. Raises UsageProblem for a message that breaks the rules of the format."""
    data = _data(document)
    structures = data["structures"] if isinstance(data.get("structures"), list) else [data.get("structure")]
    out = []
    try:
        for number, given in enumerate(data["dataSets"]):
            if given.get("action") == "Delete":
                raise UsageProblem(
                    f"{name}: SDMX-JSON with a data set of figures that are to be deleted; take it out"
                )
            part = str(number + 1) if len(data["dataSets"]) > 1 else ""
            out.append(_Message(structures[given.get("structure", 0)], given, name).table(part, encoding))
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise UsageProblem(
            f"{name}: SDMX-JSON whose data sets and structure do not fit each other ({type(error).__name__}: {str(error)[:100]})"
        ) from error
    if not out:
        raise UsageProblem(f"{name}: SDMX-JSON without a data set")
    return out


@dataclass(frozen=True)
class _Part:
    """A dimension or an attribute: its description, and the level at which the message states it."""

    level: str
    place: int
    dimension: Dimension

    def code(self, index: Any) -> str:
        """The code at an index into the values; a value that stands itself in place of the index."""
        if index is None:
            return ""
        if type(index) is int:
            if index < 0:
                raise ValueError(f"index {index}")
            return self.dimension.categories[index].code
        return cell_text(index[0] if isinstance(index, list) and len(index) == 1 else index)


def _text(given: dict[str, Any], key: str = "name") -> str:
    """A name, which may be an object of languages."""
    said = given.get(key)
    if isinstance(said, dict):
        return cell_text(next(iter(said.values()), ""))
    named = given.get(f"{key}s")
    return cell_text(said) or (cell_text(next(iter(named.values()), "")) if isinstance(named, dict) else "")


def _dimension(given: dict[str, Any], role: str) -> Dimension:
    called = cell_text(given["id"])
    values = given.get("values") or []
    found = tuple(
        Category(cell_text(one.get("id", one.get("value"))), _text(one)) if isinstance(one, dict) else Category(cell_text(one))
        for one in values
    )  # fmt: skip
    return Dimension(called, _text(given), role or _role(called), found)


def _role(called: str) -> str:
    return "time" if called in _TIME else "metric" if called in _MEASURE else ""


class _Message:
    """One data set and its structure."""

    def __init__(self, structure: dict[str, Any], given: dict[str, Any], name: str) -> None:
        self._given, self._name = given, name
        self._dimensions = self._parts(structure, "dimensions", "")
        self._attributes = self._parts(structure, "attributes", "attribute")
        ids = [part.dimension.id for part in (*self._dimensions, *self._attributes)]
        if len(set(ids)) < len(ids):
            raise ValueError("two dimensions or attributes of one id")
        measures = (structure.get("measures") or {}).get("observation") or []
        self._figures = tuple(Category(cell_text(one["id"]), _text(one)) for one in measures) or (
            Category("value"),
        )
        self._said = [
            ("label", _text(structure)),
            ("description", _text(structure, "description")),
            *words_beside({"annotations": [_text(a, "text") for a in structure.get("annotations") or [] if isinstance(a, dict)]}),
        ]  # fmt: skip

    @staticmethod
    def _parts(structure: dict[str, Any], kind: str, role: str) -> list[_Part]:
        given = structure.get(kind) or {}
        return [
            _Part(level, place, _dimension(one, role))
            for level in _LEVELS
            for place, one in enumerate(given.get(level) or [])
        ]

    def table(self, part: str, encoding: str) -> Table:
        """The data set as a table."""
        columns = [*self._dimensions, *(a for a in self._attributes if a.dimension.id not in _STATUS)]
        found = list(self._rows())  # all of it, so that what does not fit is known before a row is imported
        header = [*(c.dimension.id for c in columns), *(f.code for f in self._figures), "status"]
        used = self._with_codes(columns, found)
        about = About(tuple((key, text) for key, text in self._said if text), used, self._figures)
        return Table(part, lambda: blocks_of(iter(found)), header=header, encoding=encoding, about=about)

    @staticmethod
    def _with_codes(columns: Sequence[_Part], rows: Sequence[Row]) -> tuple[Dimension, ...]:
        """The dimensions, of attributes the values that rows have: these may stand in the rows themselves."""
        out = []
        for place, column in enumerate(columns):
            one = column.dimension
            if one.role == "attribute":
                known = {category.code: category for category in one.categories}
                codes = dict.fromkeys(row[place] for row in rows)
                one = Dimension(one.id, one.label, one.role, tuple(known.get(c, Category(c)) for c in codes))
            out.append(one)
        return tuple(out)

    def _rows(self) -> Iterator[Row]:
        fixed = self._values("dataSet", self._given.get("attributes") or [])
        if isinstance(self._given.get("observations"), dict):
            yield from self._observations("", {}, self._given["observations"], fixed)
            return
        if not isinstance(self._given.get("series"), dict):
            raise KeyError("observations")
        for key, series in self._given["series"].items():
            said = {**fixed, **self._values("series", series.get("attributes") or [])}
            yield from self._observations(
                key, self._key("series", key), series.get("observations") or {}, said
            )

    def _observations(
        self, series: str, keyed: dict[str, str], observations: dict[str, Any], said: dict[str, str]
    ) -> Iterator[Row]:
        number = len(self._figures)
        for key, listed in observations.items():
            listed = listed if isinstance(listed, list) else [listed]
            codes = {**keyed, **self._key("observation", key)}
            attributes = {
                **said,
                **self._of_groups(":".join(filter(None, (series, key)))),
                **self._values("observation", listed[number:]),
            }
            status = [attributes.get(one, "") for one in _STATUS]
            values = [cell_text(value) for value in listed[:number]]
            yield [
                *(self._alone(d) if d.level == "dataSet" else codes[d.dimension.id] for d in self._dimensions),
                *(attributes.get(a.dimension.id, "") for a in self._attributes if a.dimension.id not in _STATUS),
                *values, *[""] * (number - len(values)),
                " ".join(one for one in status if one and one not in _USUAL),
            ]  # fmt: skip

    @staticmethod
    def _alone(part: _Part) -> str:
        (only,) = part.dimension.categories
        return only.code

    def _key(self, level: str, key: str) -> dict[str, str]:
        parts = [part for part in self._dimensions if part.level == level]
        indexes = key.split(":") if parts else []
        if len(indexes) != len(parts):
            raise ValueError(f"the key {key[:40]!r}")
        if not all(index.isascii() and index.isdigit() for index in indexes):
            raise ValueError(f"the key {key[:40]!r}")
        return {p.dimension.id: p.code(int(i)) for p, i in zip(parts, indexes, strict=True)}

    def _values(self, level: str, indexes: Sequence[Any]) -> dict[str, str]:
        parts = [part for part in self._attributes if part.level == level]
        if len(indexes) > len(parts):
            raise ValueError(f"{len(indexes)} attributes of {level}, where the structure has {len(parts)}")
        found = {p.dimension.id: p.code(i) for p, i in zip(parts, indexes, strict=False)}
        return {name: code for name, code in found.items() if code}

    def _of_groups(self, key: str) -> dict[str, str]:
        """The attributes of groups of series, whose keys leave out the dimensions that they are not of."""
        out: dict[str, str] = {}
        have = key.split(":")
        for pattern, indexes in (self._given.get("dimensionGroupAttributes") or {}).items():
            wanted = pattern.split(":")
            if len(wanted) > len(have):
                raise ValueError(f"the key {pattern!r}")
            if all(w in ("", h) for w, h in zip(wanted, have, strict=False)):
                out |= self._values("dimensionGroup", indexes)
        return out
