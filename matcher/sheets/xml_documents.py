"""XML files: customs declarations of known kinds, workbooks saved as XML (SpreadsheetML 2003), else any records that repeat."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from crawler.case.errors import UsageProblem
from matcher.sheets.declarations_xml import declarations_table
from matcher.sheets.spreadsheet_xml import is_spreadsheet, spreadsheet_tables
from matcher.sheets.tables import WIDTH_LIMIT, Row, Table, blocks_of

LEAST_VALUES = (
    5  # different values that the records of a table have, where there are such: papers of goods have fewer
)
LEAST_OF_FEW = 3  # of those of a document without
INNER_SHARE = 3  # records inside others have one value for each so many of those around them, at least
MOST_TABLES = 50
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
    """The elements of one path: how many there are, and the names of the values that any of them has."""

    count: int = 0
    values: set[str] = field(default_factory=set)

    @property
    def weight(self) -> int:
        """How much they look like the rows of a table."""
        return self.count * len(self.values)


def _tables_of_records(root: Any, name: str) -> list[Table]:
    """The elements that repeat and say most, a row for each, with what the elements around them say: a table for those of each
    path."""
    repeated = _repeated(root)
    kinds: dict[Path_, _Kind] = defaultdict(_Kind)
    for element, path in _walk(root, ()):
        if path in repeated and _named_value(element) is None:
            kind = kinds[path]
            kind.count += 1
            kind.values.update(key for key, _ in _values(element, path, repeated))
    paths: list[Path_] = []
    for least in (LEAST_VALUES, LEAST_OF_FEW):
        many = {path: kind for path, kind in kinds.items() if len(kind.values) >= least}
        paths = paths or list(_paths_of_rows(many))
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


def _table(root: Any, path: Path_, repeated: set[Path_], name: str, part: str) -> Table:
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


def _paths_of_rows(kinds: dict[Path_, _Kind]) -> Iterator[Path_]:
    """The paths whose elements are rows: those in no other; in their place those inside them that are more, and say enough to be
    goods."""
    for outer in kinds:
        if any(outer[:length] in kinds for length in range(1, len(outer))):
            continue
        path: Path_ | None = outer
        while path is not None:
            around, best = kinds[path], path
            inner = [
                one
                for one, kind in kinds.items()
                if one[: len(path)] == path
                and kind.count > around.count
                and len(kind.values) * INNER_SHARE >= len(around.values)
            ]
            path = max(inner, key=lambda one: kinds[one].weight, default=None)
        yield best


def _values(element: Any, path: Path_, repeated: set[Path_]) -> Iterator[tuple[str, str]]:
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
        if (said := _named_value(child)) is not None and below in repeated:
            yield said
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
    """The name and the value of an element that is no more."""
    names = {etree.QName(key).localname.casefold(): said.strip() for key, said in child.attrib.items()}
    name = names.pop("name", "") or names.pop("key", "")
    if not name or _children(child) or names.keys() - {"value"}:
        return None
    text = names.get("value", "") or _text(child)
    return (name, text) if text else None


def _around(
    element: Any, path: Path_, repeated: set[Path_], names: set[str], known: dict[Any, dict[str, str]]
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
