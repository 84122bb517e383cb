"""Workbooks, Parquet, XML and JSON documents, read in a process of their own: what a file does to it stays there."""

from __future__ import annotations

import os
import socket
import subprocess
import weakref
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from crawler.case.child_process import end_in_words, module_command
from crawler.case.errors import Box31Error, UsageProblem
from matcher.sheets.process.messages import read_message, write_message
from matcher.sheets.tables.about import about_of
from matcher.sheets.tables.blocks import Block, Table

MEGABYTES = 640  # address space of the reading process; the largest sheet that is loaded whole takes some 400
# Seconds of processor time: the slowest real format (a large sheet, a row at a time) takes under 3 for a megabyte.
SECONDS, SECONDS_PER_MEGABYTE = 20, 5
# One thread, and memory taken as it is used: pools of libraries set address space aside.
ENVIRONMENT = {"OMP_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system", "MALLOC_ARENA_MAX": "1"}
EXIT_S = 5.0  # seconds by the clock for a process that closed its end of the socket to be gone


def limited_tables(
    kind: str,
    path: Path,
    name: str,
    encoding: str = "",
    module: str = "matcher.sheets.process.reading_process",
) -> list[Table]:
    """The tables of the file at `path`, called `name` in messages, read as `kind` by the `tables_of` of `module`.

    The reading process lives as long as a table does. Raises Box31Error or UsageProblem where the file is broken or
    takes more than the limits; so do the tables' blocks.
    """
    session = _Session(kind, path, name, encoding, module)
    return [
        Table(part, partial(session.blocks, number), header=header, encoding=encoding, about=about_of(about))
        for number, (part, header, encoding, about) in enumerate(session.tables)
    ]


class _Session:
    """One reading process. Its blocks are asked for one ahead, so that both processes work."""

    def __init__(self, kind: str, path: Path, name: str, encoding: str, module: str) -> None:
        self._name = name
        self._remedy = "check the file" if path.suffix == ".csv" else "save it as .csv and import that"
        self._seconds = SECONDS + SECONDS_PER_MEGABYTE * path.stat().st_size // 1024**2
        ours, theirs = socket.socketpair()
        given = [str(theirs.fileno()), os.fspath(path.absolute()), name, kind, encoding]
        with theirs:
            self._process = subprocess.Popen(
                module_command(module, *given, str(MEGABYTES), str(self._seconds)),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env={**os.environ, **ENVIRONMENT},
                start_new_session=True,  # Ctrl-C is for the command, with which this ends
            )
        self._stream = ours.makefile("rwb")
        ours.close()
        self._close = weakref.finalize(self, _end, self._process, self._stream)
        self._ahead = False
        self._current = 0
        self.tables: list[list[Any]] = self._answer()

    def blocks(self, number: int) -> Iterator[Block]:
        """The blocks of one table from its beginning. Blocks of one table at a time can be read."""
        if self._ahead:
            self._answer()
        self._current += 1
        mine = self._current
        self._ask(number)
        while (found := self._answer()) is not None:
            self._ask(None)
            yield Block(*found)
            if mine != self._current:
                raise RuntimeError("the tables of a file are read one after another")

    def _ask(self, what: int | None) -> None:
        self._ahead = True
        with suppress(OSError, ValueError):  # it has ended, or was closed after a problem: `_answer` says why
            write_message(self._stream, what)

    def _answer(self) -> Any:
        self._ahead = False
        try:
            told = read_message(self._stream)
        except (EOFError, OSError, ValueError):
            raise Box31Error(f"{self._name}: {self._end_in_words()}; {self._remedy}") from None
        if isinstance(told, dict):
            self._close()
            raise (UsageProblem if told["usage"] else Box31Error)(told["problem"])
        return told

    def _end_in_words(self) -> str:
        try:
            code = self._process.wait(EXIT_S)  # one that ended by itself has a reason
        except subprocess.TimeoutExpired:
            code = -9
        self._close()
        return f"reading it {end_in_words(code, MEGABYTES, self._seconds)}"


def _end(process: subprocess.Popen[bytes], stream: Any) -> None:
    process.kill()
    with suppress(OSError):  # a request that it no longer took
        stream.close()
    assert process.stdin is not None
    process.stdin.close()
    process.wait()
