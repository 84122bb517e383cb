"""Rows of a query as dataclasses or typed dicts, so that a reader of a table names the columns it uses."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, is_typeddict

from crawler.case.errors import Box31Error

if TYPE_CHECKING:
    from sqlite_utils import Database

T = TypeVar("T")


def read_rows(
    db: Database, kind: type[T], sql: str, values: Sequence[object] | Mapping[str, object] = ()
) -> Iterator[T]:
    """The rows of a query as instances of `kind`, a dataclass or a TypedDict: each field from the column of its name.

    The query may give more columns. Raises KeyError where a field has no column.
    """
    names = columns_of(kind)
    cursor = db.conn.execute(sql, values if isinstance(values, Mapping) else tuple(values))
    places = {column[0]: place for place, column in enumerate(cursor.description)}
    wanted = [places[name] for name in names]
    make: Any = kind
    if is_typeddict(kind):
        for row in cursor:
            yield make(zip(names, (row[place] for place in wanted), strict=True))
    else:
        for row in cursor:
            yield make(*[row[place] for place in wanted])


def columns_of(kind: type) -> tuple[str, ...]:
    """The names of the fields of a dataclass or TypedDict, in order: the columns of a listing of it."""
    inherited = (base for base in reversed(kind.__mro__) if "__annotations__" in vars(base))
    return tuple(dict.fromkeys(name for base in inherited for name in base.__annotations__))


def stored_list(text: str | None) -> list[Any]:
    """A column that holds a JSON list, empty where it is NULL. Raises Box31Error where Box31 did not write it."""
    return _stored(text, list)


def stored_object(text: str | None) -> dict[str, Any]:
    """A column that holds a JSON object, empty where it is NULL. Raises Box31Error where Box31 did not write it."""
    return _stored(text, dict)


def stored_value(text: str) -> Any:
    """A column that holds JSON of any kind. Raises Box31Error where Box31 did not write it."""
    return _stored(text, object)


def _stored(text: str | None, kind: type[T]) -> T:
    try:
        found = json.loads(text) if text else kind()
    except (ValueError, RecursionError):
        found = None
    if found is None or not isinstance(found, kind):
        raise Box31Error(
            f"box31.db: {str(text)[:60]!r} is not what Box31 wrote there; `box31 verify` says what was changed"
        )
    return found
