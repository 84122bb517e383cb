"""The process that reads one file for `client`: bounds itself, names the tables, then gives their blocks as asked.

`python -P -m matcher.sheets.process.reading_process DESCRIPTOR PATH NAME KIND ENCODING MEGABYTES SECONDS`, with one end of a socket as
DESCRIPTOR. It ends when the other end, or its standard input, is closed.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from crawler.case.child_process import OUT_OF_MEMORY, end_with_parent, limit_this_process
from crawler.case.errors import Box31Error, UsageProblem
from matcher.sheets.process.messages import read_message, write_message
from matcher.sheets.tables.blocks import LINE_LIMIT, Block, Table, first_line
from matcher.sheets.tables.bombs import BombCounter, size_of

Reader = Callable[[str, Path, str, str], list[Table]]  # kind, path, name, encoding


def run(read: Reader) -> None:
    """Be the process: set the limits of the command line, then answer with the tables that `read` gives."""
    end_with_parent(0)
    limit_this_process(memory=int(sys.argv[6]) * 1024**2, seconds=int(sys.argv[7]), written=0)
    main(read, int(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:6])


def main(read: Reader, descriptor: int, path: Path, name: str, kind: str, encoding: str) -> None:
    """Answer on the socket `descriptor`: first the file's tables, then a block for each request."""
    with socket.socket(fileno=descriptor) as other, other.makefile("rwb") as stream:
        try:
            tables = read(kind, path, name, encoding)
            write_message(
                stream, [[t.part, t.header, t.encoding, t.about and t.about.plain()] for t in tables]
            )
            _serve(stream, name, path, tables)
        except MemoryError:
            os._exit(OUT_OF_MEMORY)  # at once: tidying up what filled the memory takes time, and memory
        except (BrokenPipeError, ConnectionResetError):
            os._exit(0)  # nobody asks any more
        except Box31Error as error:
            write_message(stream, {"problem": error.message, "usage": isinstance(error, UsageProblem)})
        except BaseException as error:  # a panic of a library in Rust is no Exception
            if "memory" in str(error).lower():
                os._exit(OUT_OF_MEMORY)
            write_message(
                stream, {"problem": f"{name}: cannot be read ({first_line(error)})", "usage": False}
            )


def tables_of(kind: str, path: Path, name: str, encoding: str) -> list[Table]:
    """The tables of the file at `path`, read as `kind` (workbook, parquet, xml, web page, json), in this process."""
    if kind == "workbook":
        from matcher.sheets.workbooks.workbook import workbook

        return workbook(path, name)
    if kind == "parquet":
        from matcher.sheets.documents.parquet import parquet_table

        return [parquet_table(path, name)]
    if kind == "xml":
        from matcher.sheets.documents.xml_documents import xml_tables

        return xml_tables(path, name)
    if kind == "web page":
        from matcher.sheets.documents.web_pages import web_table

        return [web_table(path, name, encoding)]
    from matcher.sheets.documents.json_documents import json_tables

    return json_tables(path, name, encoding)


def _serve(stream: Any, name: str, path: Path, tables: list[Table]) -> None:
    """Answer requests: the number of a table begins it, None asks for its next block; a null answer ends it."""
    blocks: Iterator[Block] = iter(())
    while True:
        try:
            asked = read_message(stream)
        except EOFError:
            return
        if asked is not None:
            blocks = _counted(tables[asked].blocks(), name, BombCounter(name, path.stat().st_size))
        block = next(blocks, None)
        write_message(stream, None if block is None else [block.first, block.records])


def _counted(blocks: Iterator[Block], name: str, bomb: BombCounter) -> Iterator[Block]:
    for block in blocks:
        for number, cells in enumerate(block.records, block.first):
            if sum(map(len, cells)) > LINE_LIMIT:
                raise Box31Error(
                    f"{name}: row {number:,} has more than {LINE_LIMIT:,} characters: not a row of a table"
                )
        bomb.add(size_of(block.records))
        yield block


if __name__ == "__main__":
    run(tables_of)
