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

LEAST_VALUES = 3  # different values that the records of a table have at least
LEAST_INNER = 4  # that records inside other records have, to be goods in a declaration and no papers of goods
INNER_SHARE = 3  # and one for each so many of those around them
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
    return [declarations_table(root) or _records_table(root, name)]


def _parser() -> Any:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )


@dataclass
class _Kind:
    """The elements of one path: how many there are, and the names of the values that any of them has."""

    count: int = 0
    values: set[str] = field(default_factory=set)

    @property
    def weight(self) -> int:
        """How much they look like the rows of a table."""
        return self.count * len(self.values)


def _records_table(root: Any, name: str) -> Table:
    """The elements that repeat most and say most, a row for each, with what the elements around them say."""
    repeated = _repeated(root)
    kinds: dict[Path_, _Kind] = defaultdict(_Kind)
    for element, path in _walk(root, ()):
        if path in repeated:
            kind = kinds[path]
            kind.count += 1
            kind.values.update(key for key, _ in _values(element, path, repeated))
    rows_path = _path_of_rows(
        {path: kind for path, kind in kinds.items() if len(kind.values) >= LEAST_VALUES}
    )
    if rows_path is None:
        raise UsageProblem(
            f"{name}: XML without records that repeat; known are ESADout_CU and Alta-GTD declarations,"
            " workbooks saved as XML, and elements that each hold a line's values"
        )
    around: dict[Any, dict[str, str]] = {}
    rows = [
        {**_around(element, path, repeated, around), **_joined(_values(element, path, repeated))}
        for element, path in _walk(root, ())
        if path == rows_path
    ]
    header = list(dict.fromkeys(key for row in rows for key in row))
    if len(header) > WIDTH_LIMIT:
        raise UsageProblem(f"{name}: more than {WIDTH_LIMIT:,} different elements; not a table")
    cells: list[Row] = [[row.get(key, "") for key in header] for row in rows]
    return Table("", lambda: blocks_of(cells), header=header)


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


def _path_of_rows(kinds: dict[Path_, _Kind]) -> Path_ | None:
    """The path whose elements are the rows: of those in no other the likeliest; in them those that are more, and say enough
    to be goods."""
    outer = [one for one in kinds if not any(one[:length] in kinds for length in range(1, len(one)))]
    path = max(outer, key=lambda one: kinds[one].weight, default=None)
    while path is not None:
        around, best = kinds[path], path
        inner = [
            one
            for one, kind in kinds.items()
            if one[: len(path)] == path
            and kind.count > around.count
            and len(kind.values) >= max(LEAST_INNER, len(around.values) / INNER_SHARE)
        ]
        path = max(inner, key=lambda one: kinds[one].weight, default=None)
        if path is None:
            return best
    return None


def _values(element: Any, path: Path_, repeated: set[Path_]) -> Iterator[tuple[str, str]]:
    """What an element says, by names that are joined by dots where it is said further inside; not what repeats inside it."""
    for key, text in element.attrib.items():
        if text.strip():
            yield etree.QName(key).localname, text.strip()
    children = _children(element)
    if not children and (text := _text(element)):
        yield path[-1], text
    for child in children:
        below = (*path, _local(child))
        grown = _children(child)
        if not grown:
            if text := _text(child):
                yield _local(child), text
            yield from (
                (f"{_local(child)}.{etree.QName(key).localname}", said.strip())
                for key, said in child.attrib.items()
                if said.strip()
            )
        elif below not in repeated:
            yield from ((f"{_local(child)}.{key}", text) for key, text in _values(child, below, repeated))


def _around(
    element: Any, path: Path_, repeated: set[Path_], known: dict[Any, dict[str, str]]
) -> dict[str, str]:
    """What the elements around one of `path` say; of two that say the same the nearer one. `known` is filled, once for each."""
    above = element.getparent()
    if above is None:
        return {}
    if above not in known:
        inner = path[-1]
        own = (
            (key, text)
            for key, text in _values(above, path[:-1], repeated)
            if key != inner and not key.startswith(f"{inner}.")
        )
        known[above] = {**_around(above, path[:-1], repeated, known), **_joined(own)}
    return known[above]


def _joined(values: Iterator[tuple[str, str]]) -> dict[str, str]:
    said: dict[str, list[str]] = defaultdict(list)
    for key, text in values:
        said[key].append(text)
    return {key: JOINED.join(texts) for key, texts in said.items()}


def _children(element: Any) -> list[Any]:
    return [child for child in element if isinstance(child.tag, str)]


def _text(element: Any) -> str:
    return (element.text or "").strip()


def _local(element: Any) -> str:
    return str(etree.QName(element).localname)
