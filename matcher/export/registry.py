"""The formats of `box31 export`: one module each, registered by name with @export."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.case.case import Case

MODULES = (
    "matcher.export.rows",
    "matcher.export.followthemoney",
    "matcher.export.datasette",
)  # a new format is a new module here


@dataclass(frozen=True)
class Request:
    """What to export. `kind`: one of the format's kinds, "" where it has none; `state`: "" for pairs in any state;
    `redacted`: without personal fields."""

    case: Case
    db: Database
    kind: str = ""
    state: str = ""
    redacted: bool = False


@dataclass(frozen=True)
class Exported:
    """What was written, in sentences; captures that could not be read; values that the format does not take."""

    notes: list[str]
    problems: list[str] = field(default_factory=list)
    dropped: list[Mapping[str, Any]] = field(default_factory=list)


Writer = Callable[[Request, IO[str]], Exported]


@dataclass(frozen=True)
class Format:
    """A format: its name is the command's, its writer's docstring the command's help.

    `kinds`: what can be exported, the first by default; `states`: the kinds that know the state of pairs;
    `state`: the state by default, "" for all; `drops`: whether values can be dropped.
    """

    name: str
    example: str
    writer: Writer
    kinds: tuple[str, ...] = ()
    states: frozenset[str] = frozenset()
    state: str = ""
    drops: bool = False


_FORMATS: dict[str, Format] = {}


def export(name: str, *, example: str, **options: Any) -> Callable[[Writer], Writer]:
    """Register a writer as the format `name`; `options` are the other fields of Format."""

    def register(writer: Writer) -> Writer:
        _FORMATS[name] = Format(name, example, writer, **options)
        return writer

    return register


def formats() -> Mapping[str, Format]:
    """Every format by name."""
    for module in MODULES:
        importlib.import_module(module)
    return _FORMATS
