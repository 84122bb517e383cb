"""XML files: customs declarations of known kinds, workbooks saved as XML (SpreadsheetML 2003), else any records that repeat."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from crawler.case.errors import UsageProblem
from matcher.sheets.documents.declarations_xml import declarations_table
from matcher.sheets.tables.blocks import WIDTH_LIMIT, Row, Table, blocks_of
from matcher.sheets.workbooks.spreadsheet_xml import is_spreadsheet, spreadsheet_tables

LEAST_VALUES = 3  # different values that the records of a table have at least
MOSTLY = 0.8  # share of records with a tariff code, from which they are of goods
INNER_SHARE = 3  # records inside others have one value for each so many of those around them, at least, where none has such codes
MOST_TABLES, MOST_PATHS = 50, 1_000
_TARIFF_CODE = re.compile(r"(?!77)(?:0[1-9]|[1-9]\d)\d\d[. ]?\d\d(?:[. ]?\d{2,3}){0,2}")
JOINED = "; "  # between the texts of an element that a record has several times

Path_ = tuple[str, ...]  # names of elements from the root on, without namespaces


def xml_tables(path: Path, name: str) -> list[Table]:
    """The tables of the XML file at `path`. Raises UsageProblem for a broken file or one without records.

    Entities are not resolved and nothing is fetched.
    """
    if is_spreadsheet(path):
        return spreadsheet_tables(path, name)
    try:
        root = etree.parse(str(path), _parser()).getroot()
    except (etree.XMLSyntaxError, OSError) as error:
        raise UsageProblem(f"{name}: not well-formed XML ({' '.join(str(error).split())[:120]})") from error
    known = declarations_table(root)
    return [known] if known else _tables_of_records(root, name)


def _parser() -> Any:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip


@dataclass
class _Kind:
    """The elements of one path: how many there are, how many of them have each value, and how many a tariff code there."""

    count: int = 0
    values: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)

    def add(self, values: Iterable[tuple[str, str]]) -> None:
        """Count one element with these values."""
        self.count += 1
        for key, text in dict(values).items():
            self.values[key] += 1
            self.codes[key] += _TARIFF_CODE.fullmatch(text) is not None

    @property
    def weight(self) -> int:
        """How much they look like the rows of a table."""
        return self.count * len(self.values)

    @property
    def is_of_goods(self) -> bool:
        """Whether there are several, of which most have a tariff code at one place."""
        return self.count > 1 and any(number >= MOSTLY * self.count for number in self.codes.values())


class _Every(Container[Path_]):
    """Every path: with it `_values` gives what an element says itself."""

    def __contains__(self, _: object) -> bool:
        return True


def _tables_of_records(root: Any, name: str) -> list[Table]:
    """The elements that repeat and say most, a row for each, with what the elements around them say: a table for those of each
    path."""
    alone = _kinds(root, name, _Every(), None)
    goods = {path for path, kind in alone.items() if kind.is_of_goods}
    repeated = _repeated(root) | goods
    kinds = _kinds(root, name, repeated, repeated)
    paths = list(_paths_of_rows(kinds, goods))
    if not paths:
        raise UsageProblem(
            f"{name}: XML without records that repeat; known are ESADout_CU and Alta-GTD declarations,"
            " workbooks saved as XML, and elements that each hold a line's values"
        )
    if len(paths) > MOST_TABLES:
        raise UsageProblem(f"{name}: more than {MOST_TABLES} kinds of records; not a table")
    return [
        _table(root, path, repeated, name, "/".join(path[1:]) if len(paths) > 1 else "") for path in paths
    ]


def _kinds(
    root: Any, name: str, repeated: Container[Path_], among: Container[Path_] | None
) -> dict[Path_, _Kind]:
    """The kinds of elements with several values, of the paths `among` which they are (None: of all)."""
    kinds: dict[Path_, _Kind] = defaultdict(_Kind)
    for element, path in _walk(root, ()):
        if (among is None or path in among) and _named_value(element) is None:
            kinds[path].add(_values(element, path, repeated))
            if len(kinds) > MOST_PATHS:
                raise UsageProblem(f"{name}: more than {MOST_PATHS:,} kinds of elements; not a table")
    return {path: kind for path, kind in kinds.items() if len(kind.values) >= LEAST_VALUES}


def _table(root: Any, path: Path_, repeated: Container[Path_], name: str, part: str) -> Table:
    records = [element for element, found in _walk(root, ()) if found == path]
    own = [_joined(_values(element, path, repeated)) for element in records]
    names = {key for row in own for key in row}
    known: dict[Any, dict[str, str]] = {}
    rows = [
        {**_around(element, path, repeated, names, known), **row}
        for element, row in zip(records, own, strict=True)
    ]
    header = list(dict.fromkeys(key for row in rows for key in row))
    if len(header) > WIDTH_LIMIT:
        raise UsageProblem(f"{name}: more than {WIDTH_LIMIT:,} different elements; not a table")
    cells: list[Row] = [[row.get(key, "") for key in header] for row in rows]
    return Table(part, lambda: blocks_of(cells), header=header)


def _walk(element: Any, above: Path_) -> Iterator[tuple[Any, Path_]]:
    """The element and all below it, each with its path."""
    todo = [(element, (*above, _local(element)))]
    while todo:
        one, path = todo.pop()
        yield one, path
        todo += [(child, (*path, _local(child))) for child in reversed(_children(one))]


def _repeated(root: Any) -> set[Path_]:
    """The paths of elements of which any parent has several."""
    found: set[Path_] = set()
    for element, path in _walk(root, ()):
        counts = Counter(map(_local, _children(element)))
        found.update((*path, child) for child, count in counts.items() if count > 1)
    return found


def _paths_of_rows(kinds: dict[Path_, _Kind], goods: set[Path_]) -> Iterator[Path_]:
    """The paths whose elements are rows: those of goods, innermost; where there are none those in no other, or in their place the
    likeliest inside them that are more and say enough."""
    if goods:
        yield from sorted(path for path in goods if not any(_is_inside(other, path) for other in goods))
        return
    for outer in kinds:
        if any(_is_inside(outer, other) for other in kinds):
            continue
        path: Path_ | None = outer
        while path is not None:
            around, best = kinds[path], path
            inner = [
                one
                for one, kind in kinds.items()
                if _is_inside(one, path)
                and kind.count > around.count
                and len(kind.values) * INNER_SHARE >= len(around.values)
            ]
            path = max(inner, key=lambda one: kinds[one].weight, default=None)
        yield best


def _is_inside(one: Path_, other: Path_) -> bool:
    return len(one) > len(other) and one[: len(other)] == other


def _values(element: Any, path: Path_, repeated: Container[Path_]) -> Iterator[tuple[str, str]]:
    """What an element says, by names that are joined by dots where it is said further inside; not what repeats inside it.

    Children that are a name and a value each, as <field name="hs" value="848340"/>, are called so.
    """
    children = _children(element)
    names = set(map(_local, children))
    for key, text in element.attrib.items():
        if text.strip():
            name = etree.QName(key).localname
            yield (f"{path[-1]}.{name}" if name in names else name), text.strip()
    if not children and (text := _text(element)):
        yield path[-1], text
    for child in children:
        name = _local(child)
        below = (*path, name)
        if below in repeated and (named := _named_value(child)) is not None:
            if named[1]:
                yield named
        elif not _children(child) or _is_text(child):
            if text := _text(child):
                yield name, text
            yield from (
                (f"{name}.{etree.QName(key).localname}", said.strip())
                for key, said in child.attrib.items()
                if said.strip()
            )
        elif below not in repeated:
            yield from ((f"{name}.{key}", text) for key, text in _values(child, below, repeated))


def _named_value(child: Any) -> tuple[str, str] | None:
    """The name and the value, perhaps empty, of an element that is no more."""
    names = {etree.QName(key).localname.casefold(): said.strip() for key, said in child.attrib.items()}
    name = names.pop("name", "") or names.pop("key", "")
    if not name or _children(child) or names.keys() - {"value"}:
        return None
    return name, names.get("value", "") or _text(child)


def _around(
    element: Any, path: Path_, repeated: Container[Path_], names: set[str], known: dict[Any, dict[str, str]]
) -> dict[str, str]:
    """What the elements around one of `path` say; of two that say the same the nearer one. What is called as a value of the records
    is, `names`, has the element's name before it: a total is not the amount of each. `known` is filled, once for each."""
    above = element.getparent()
    if above is None:
        return {}
    if above not in known:
        inner = path[-1]
        own = _joined(
            (key, text)
            for key, text in _values(above, path[:-1], repeated)
            if key != inner and not key.startswith(f"{inner}.")
        )
        own = {f"{_local(above)}.{key}" if key in names else key: text for key, text in own.items()}
        known[above] = {**_around(above, path[:-1], repeated, names, known), **own}
    return known[above]


def _joined(values: Iterator[tuple[str, str]]) -> dict[str, str]:
    said: dict[str, list[str]] = defaultdict(list)
    for key, text in values:
        said[key].append(text)
    return {key: JOINED.join(texts) for key, texts in said.items()}


def _children(element: Any) -> list[Any]:
    return [child for child in element if isinstance(child.tag, str)]


def _is_text(element: Any) -> bool:
    """Whether an element holds text with elements in it: <desc>Tile <b>KN-1</b> red</desc>."""
    return any((text or "").strip() for text in (element.text, *(child.tail for child in element)))


def _text(element: Any) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _local(element: Any) -> str:
    return str(etree.QName(element).localname)
