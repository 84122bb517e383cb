"""How every command speaks: people's words to stderr, data to stdout as a table, CSV or JSON."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar
from unicodedata import combining, east_asian_width

import click

from crawler.case.csv_output import write_for_machines
from crawler.case.errors import UsageProblem
from crawler.case.safe_text import json_line, visible_controls

F = TypeVar("F", bound=Callable[..., Any])

_FRACTION = re.compile(r"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.\d+Z$")  # of a second: nobody reads it in a table
CELL_WIDTH = 60  # terminal columns of a cell in a table for people; --csv and --json are never cut


def say(message: str) -> None:
    """A line for people, on stderr."""
    click.echo(visible_controls(message), err=True)


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: 1 line, 1,204 lines; `many` where the plural is no s at the end."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def write_text(path: Path, text: str) -> None:
    """Write what a command was asked to write. Raises UsageProblem where the path cannot be written."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageProblem(f"{path}: cannot be written: {error.strerror}") from error


def listing_options(command: F) -> F:
    """Give a listing command --json and --csv; pass both on to `show`."""
    command = click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")(command)
    return click.option("--json", "as_json", is_flag=True, help="Print JSON lines.")(command)


def show(
    rows: Iterable[Mapping[str, Any]],
    columns: Sequence[str],
    *,
    as_json: bool = False,
    as_csv: bool = False,
    uncut: Sequence[str] = (),
) -> None:
    """Print `rows` with `columns` in this order: JSON lines, CSV, or an aligned table.

    The table is for people: columns of numbers stand at the right, amounts have commas between thousands, times end
    with the second, and texts end at CELL_WIDTH but in the columns `uncut`. Control and direction characters are
    visible escapes in all three, and no cell of the CSV is a formula (crawler/case/csv_output.py).
    """
    if as_json:
        for row in rows:
            click.echo(json_line({column: row.get(column) for column in columns}))
        return
    if as_csv:
        write_for_machines(sys.stdout, columns, ([row.get(column) for column in columns] for row in rows))
        return
    values = [[row.get(column) for column in columns] for row in rows]
    if not values:
        say("nothing to show")
        return
    limits = [None if column in uncut else CELL_WIDTH for column in columns]
    lines = [[*columns], *([*map(_cell, row, limits)] for row in values)]
    widths = [max(_columns(line[i]) for line in lines) for i in range(len(columns))]
    numbers = [all(isinstance(row[i], int | float | None) for row in values) for i in range(len(columns))]
    for line in lines:
        blanks = (" " * (width - _columns(cell)) for cell, width in zip(line, widths, strict=True))
        padded = (
            blank + cell if number else cell + blank
            for cell, blank, number in zip(line, blanks, numbers, strict=True)
        )
        click.echo("  ".join(padded).rstrip())


def _text(value: object) -> str:
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list | tuple) else str(value)


def _cell(value: object, limit: int | None) -> str:
    if isinstance(value, float):
        return f"{value:,}".removesuffix(".0")
    whole = _FRACTION.sub(r"\1Z", _text(value))
    start = whole if limit is None else whole[: limit + 1]  # a text of megabytes is not measured to its end
    text = "".join(c if c.isprintable() else repr(c)[1:-1] for c in start)
    if limit is None or (len(whole) == len(start) and _columns(text) <= limit):
        return text
    while _columns(text) >= limit:
        text = text[:-1]
    return text + "…"


def _columns(text: str) -> int:
    """How many columns of a terminal `text` takes: Chinese signs take two, combining marks none."""
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)
