"""JSON-stat 1.x and 2.0 (https://json-stat.org/full/), which PxWeb, StatBank and Eurostat's API give: a cube of figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod
from typing import Any

from crawler.case.errors import UsageProblem
from matcher.sheets.documents.words_beside import words_beside
from matcher.sheets.tables.about import About, Category, Dimension
from matcher.sheets.tables.blocks import Row, Table, blocks_of, cell_text

CLASSES = ("dataset", "bundle", "collection")
_PLACE = re.compile(r"[0-9]{1,18}")
_EXPONENTS = ("multiplier", "mult")
_OF_PRINT = ("decimals", "position", "type")  # what a unit says of how figures are printed
_SAID = ("label", "source", "note", "extension")  # of a dataset, beside its dimensions and figures


def is_json_stat(document: Any) -> bool:
    """Whether a document is one of JSON-stat, of whichever class."""
    if not isinstance(document, dict):
        return False
    if _is_cube(document) or ("class" in document and {"version", "link", "category"} & document.keys()):
        return True
    inside = [value for value in document.values() if isinstance(value, dict)]
    return any(map(_is_cube, inside)) and not any(isinstance(v, list) for v in document.values())


def _is_cube(given: Any) -> bool:
    return (
        isinstance(given, dict)
        and isinstance(given.get("dimension"), dict)
        and bool({"value", "size"} & given.keys())
    )


def json_stat_tables(document: dict[str, Any], name: str, encoding: str) -> list[Table]:
    """A table for each dataset. Raises UsageProblem for a document that breaks the rules of the format."""
    cubes = _datasets(document, name)
    return [
        _table(cube, name if len(cubes) == 1 else f"{name}#{part}", "" if len(cubes) == 1 else part, encoding)
        for part, cube in cubes.items()
    ]


def _datasets(document: dict[str, Any], name: str) -> dict[str, dict[str, Any]]:
    called = document.get("class", "dataset" if _is_cube(document) else "bundle")
    if called not in CLASSES:
        raise _broken(name, f"class {called!r}, which is none of {', '.join(CLASSES)}")
    if called == "dataset":
        inside = document if "value" in document else document.get("dataset", document)
        cubes = {"": inside}
    elif called == "bundle":
        cubes = {key: value for key, value in document.items() if _is_cube(value)}
    else:
        link = document.get("link")
        items = link.get("item", []) if isinstance(link, dict) else []
        cubes = {str(i): item for i, item in enumerate(items, 1) if _is_cube(item)}
        if len(cubes) < len(items):
            raise _broken(
                name, f"{len(items) - len(cubes)} links in place of datasets; fetch these and import them"
            )
    if not cubes:
        raise _broken(name, "no dataset with a dimension and values")
    return cubes


def _broken(name: str, what: str) -> UsageProblem:
    return UsageProblem(f"{name}: JSON-stat with {what[:300]}")


def _table(cube: dict[str, Any], name: str, part: str, encoding: str) -> Table:
    dimensions = _dimensions(cube, name)
    count = prod(len(d.categories) for d in dimensions)
    values = _by_place(cube.get("value"), count, name, "value")
    given = cube.get("status")
    statuses = {} if given is None else given
    if not isinstance(statuses, str):
        statuses = _by_place(statuses, count, name, "status")
    said = words_beside({key: cube[key] for key in _SAID if key in cube})
    about = About(tuple(said), tuple(dimensions), (Category("value"),))
    codes = [[category.code for category in dimension.categories] for dimension in dimensions]

    def rows() -> Iterator[Row]:
        for place, key in _keys(codes, values, statuses):
            status = statuses if isinstance(statuses, str) else cell_text(_at(statuses, place))
            yield [*key, cell_text(_at(values, place)), status]

    header = [*(dimension.id for dimension in dimensions), "value", "status"]
    return Table(part, lambda: blocks_of(rows()), header=header, encoding=encoding, about=about)


def _at(values: Sequence[Any] | Mapping[int, Any], place: int) -> Any:
    return values.get(place) if isinstance(values, Mapping) else values[place]


def _keys(codes: list[list[str]], values: Any, statuses: Any) -> Iterator[tuple[int, Sequence[str]]]:
    """(place, codes) of each figure, the last dimension changing first; of a sparse cube those with a value or a status."""
    if not isinstance(values, Mapping):
        yield from enumerate(product(*codes))
        return
    for place in sorted(values.keys() | (statuses.keys() if isinstance(statuses, Mapping) else set())):
        rest, key = place, []
        for listed in reversed(codes):
            rest, at = divmod(rest, len(listed))
            key.append(listed[at])
        yield place, key[::-1]


def _by_place(given: Any, count: int, name: str, what: str) -> Sequence[Any] | dict[int, Any]:
    """Values or statuses by their place: a list of all, or place -> value of some."""
    if isinstance(given, list):
        if len(given) != count:
            raise _broken(name, f"{len(given):,} entries in {what!r} for a size of {count:,} cells")
        return given
    if not isinstance(given, dict):
        raise _broken(name, f"no list or object {what!r}")
    found = {}
    for key, value in given.items():
        if not (_PLACE.fullmatch(key) and int(key) < count):
            raise _broken(name, f"the place {key[:20]!r} in {what!r}, outside its {count:,} cells")
        found[int(key)] = value
    return found


def _dimensions(cube: dict[str, Any], name: str) -> list[Dimension]:
    given = cube["dimension"] if isinstance(cube.get("dimension"), dict) else {}
    ids, size = (cube.get(key, given.get(key)) for key in ("id", "size"))
    if not (isinstance(ids, list) and isinstance(size, list) and len(ids) == len(size) > 0):
        raise _broken(name, "no lists 'id' and 'size' of one length")
    if any(type(one) is not int or one < 0 for one in size) or len(set(map(str, ids))) < len(ids):
        raise _broken(name, f"a size that is no number, or an id twice: {ids}, {size}")
    roles = cube.get("role", given.get("role"))
    roles = roles if isinstance(roles, dict) else {}
    role_of = {
        one: role for role, listed in roles.items() if isinstance(listed, list) for one in map(str, listed)
    }
    return [
        _dimension(str(one), given.get(one), length, role_of.get(str(one), ""), name)
        for one, length in zip(ids, size, strict=True)
    ]


def _dimension(called: str, given: Any, length: int, role: str, name: str) -> Dimension:
    category = given.get("category") if isinstance(given, dict) else None
    if not isinstance(category, dict):
        raise _broken(name, f"no category of its dimension {called!r}")
    labels = _object(category, "label")
    codes = _codes(category.get("index"), labels, called, name)
    if len(codes) != length or len(set(codes)) != length:
        raise _broken(
            name, f"{len(set(codes)):,} categories of its dimension {called!r}, whose size is {length:,}"
        )
    units = _object(category, "unit")
    children = {
        parent: [str(child) for child in listed]
        for parent, listed in _object(category, "child").items()
        if isinstance(listed, list)
    }
    extension = given.get("extension")
    total = extension.get("eliminationValueCode") if isinstance(extension, dict) else None
    total = str(total) if total in codes else _whole(codes, children)
    found = tuple(_category(code, labels.get(code), units.get(code), name) for code in codes)
    return Dimension(
        called, cell_text(given.get("label")), role, found, total,
        tuple(parent for parent in children if parent != total and set(children[parent]) & set(codes)),
    )  # fmt: skip


def _object(category: dict[str, Any], key: str) -> dict[str, Any]:
    given = category.get(key)
    return given if isinstance(given, dict) else {}


def _codes(index: Any, labels: dict[str, Any], called: str, name: str) -> list[str]:
    """The codes of a dimension in the order of its figures."""
    if isinstance(index, list):
        return [cell_text(code) for code in index]
    if index is None and len(labels) == 1:
        return list(labels)
    if not isinstance(index, dict):
        raise _broken(name, f"no index of its dimension {called!r}")
    places = list(index.values())
    if any(type(place) is not int for place in places) or sorted(places) != list(range(len(places))):
        raise _broken(name, f"an index of its dimension {called!r} with a hole or a place twice")
    return sorted(index, key=index.__getitem__)


def _whole(codes: list[str], children: dict[str, list[str]]) -> str:
    """The category of which all others are parts, or parts of parts; "" for none."""
    for parent in children:
        reached, ahead = {parent}, [parent]
        while ahead:
            new = set(children.get(ahead.pop(), ())) - reached
            reached |= new
            ahead += new
        if reached >= set(codes) and len(codes) > 1:
            return parent
    return ""


def _category(code: str, label: Any, given: Any, name: str) -> Category:
    """A category with its unit: an object, or words alone."""
    unit = given if isinstance(given, dict) else {"base": given}
    base = next((text for key in ("base", "symbol") if (text := cell_text(unit.get(key)))), "")
    known = {"base", "symbol", *_EXPONENTS, *_OF_PRINT}
    more = [
        cell_text(said)
        for key, said in unit.items()
        if key not in known and not isinstance(said, dict | list)
    ]
    exponent = next((unit[key] for key in _EXPONENTS if unit.get(key) is not None), None)
    return Category(code, cell_text(label), base, " ".join(filter(None, more)), _exponent(exponent, name))


def _exponent(given: Any, name: str) -> int | None:
    """A power of ten, which some write as a text."""
    if given is None:
        return None
    if not re.fullmatch(r"-?\d{1,3}(?:\.0+)?", text := cell_text(given)):
        raise _broken(name, f"a multiplier of a unit that is no whole number: {text[:20]!r}")
    return int(float(text))
