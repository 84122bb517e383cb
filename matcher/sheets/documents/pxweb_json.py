"""The own JSON of PxWeb and of offices that took it over: columns of keys and of contents, and rows of both."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crawler.case.errors import UsageProblem
from matcher.sheets.documents.words_beside import words_beside
from matcher.sheets.tables.about import About, Category, Dimension
from matcher.sheets.tables.blocks import Row, Table, blocks_of, cell_text

_CONTENTS, _TIME = "c", "t"  # types of columns; d, or none, is any other dimension


def is_pxweb(document: Any) -> bool:
    """Whether a document is {"columns": [{"code", ...}], "data": [{"key", "values"}]}."""
    return (
        isinstance(document, dict)
        and all(isinstance(document.get(key), list) and document[key] for key in ("columns", "data"))
        and all(isinstance(column, dict) and "code" in column for column in document["columns"])
        and all(isinstance(row, dict) and {"key", "values"} <= row.keys() for row in document["data"][:1])
    )


def pxweb_table(document: dict[str, Any], name: str, encoding: str) -> Table:
    """The table of a document. Raises UsageProblem where a row has another number of keys or values than there are columns."""
    columns = document["columns"]
    keyed = [column for column in columns if column.get("type") != _CONTENTS]
    counted = [column for column in columns if column.get("type") == _CONTENTS]
    records = document["data"]
    for number, record in enumerate(records, 1):
        found = [record.get(key) if isinstance(record, dict) else None for key in ("key", "values")]
        lengths = [len(one) if isinstance(one, list) else -1 for one in found]
        if lengths != [len(keyed), len(counted)]:
            raise UsageProblem(
                f"{name}: row {number:,} of 'data' has not {len(keyed)} keys and {len(counted)} values, as its 'columns' say"
            )
    dimensions = tuple(
        Dimension(
            cell_text(column["code"]),
            cell_text(column.get("text")),
            "time" if column.get("type") == _TIME else "",
            tuple(map(Category, dict.fromkeys(cell_text(record["key"][place]) for record in records))),
        )
        for place, column in enumerate(keyed)
    )
    figures = tuple(
        Category(cell_text(c["code"]), cell_text(c.get("text")), cell_text(c.get("unit"))) for c in counted
    )
    said = words_beside({key: document[key] for key in ("metadata", "comments") if key in document})

    def rows() -> Iterator[Row]:
        for record in records:
            yield [*map(cell_text, record["key"]), *map(cell_text, record["values"]), ""]

    header = [*(d.id for d in dimensions), *(f.code for f in figures), "status"]
    about = About(tuple(said), dimensions, figures)
    return Table("", lambda: blocks_of(rows()), header=header, encoding=encoding, about=about)
