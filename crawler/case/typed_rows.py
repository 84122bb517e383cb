"""Rows of a query as dataclasses, so that a reader of a table names the columns it uses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance
    from sqlite_utils import Database

    T = TypeVar("T", bound=DataclassInstance)


def read_rows(
    db: Database, kind: type[T], sql: str, values: Sequence[object] | Mapping[str, object] = ()
) -> Iterator[T]:
    """The rows of a query as instances of the dataclass `kind`, each field from the column of its name.

    The query may give more columns. Raises KeyError where a field has no column.
    """
    cursor = db.conn.execute(sql, values if isinstance(values, Mapping) else tuple(values))
    places = {column[0]: place for place, column in enumerate(cursor.description)}
    wanted = [places[field.name] for field in fields(kind)]
    make: Any = kind
    for row in cursor:
        yield make(*[row[place] for place in wanted])


def columns_of(kind: type[DataclassInstance]) -> tuple[str, ...]:
    """The names of a dataclass's fields, in order: the columns of a listing of it."""
    return tuple(field.name for field in fields(kind))
