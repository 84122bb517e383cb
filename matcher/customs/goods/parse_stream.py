"""`box31 customs parse`: texts in, parsed goods out as JSON lines, as fast as the cores allow."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any

from crawler.case.child_process import end_with_parent
from crawler.case.errors import UsageProblem
from crawler.case.given_files import check_given
from crawler.case.safe_text import json_line
from matcher.customs.goods.parse import parse_goods
from matcher.workers import results

CHUNK_LINES = 2_000
ALONE_BELOW = 10_000  # lines up to which starting processes costs more than it gains
REMEMBERED = 1 << 15  # distinct lines whose result a process keeps: customs files repeat themselves
LINE_LIMIT = 1 << 20  # characters, as of a row of a customs file
NAMES = ("maker", "trademark", "model", "article")


def parse_stream(file: str | None, processes: int | None = None, *, brief: bool = False) -> None:
    """Parse the texts of `file` (None or "-": standard input) to standard output, one JSON object a line, in order.

    A line that is a JSON object with "text" gives its text and, where they are there, its maker, trademark, model,
    article; every other line is a text. `brief` leaves out ratings, dimensions and materials. Raises UsageProblem
    where the file is missing or not UTF-8.
    """
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", write_through=False, newline="\n")
    try:
        with _open(file) as handle:
            for piece in _parsed(handle, processes, brief):
                out.write(piece)
    except UnicodeDecodeError as error:
        raise UsageProblem(
            f"{file or 'standard input'}: not UTF-8 text (byte {error.start}); convert it first"
        ) from error
    finally:
        out.flush()
        out.detach()


def _open(file: str | None) -> IO[str]:
    if file is None or file == "-":
        return io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", newline="\n")
    check_given(Path(file))
    try:
        return Path(file).open(encoding="utf-8-sig", newline="\n")
    except OSError as error:
        raise UsageProblem(f"{file}: cannot be opened ({error.strerror}); check the name") from error


def _parsed(handle: IO[str], processes: int | None, brief: bool) -> Iterator[str]:
    lines = _lines(handle)
    chunks = iter(lambda: list(islice(lines, CHUNK_LINES)), [])
    first = list(islice(chunks, ALONE_BELOW // CHUNK_LINES))
    workers = processes or os.cpu_count() or 1
    following = next(chunks, None)
    if workers == 1 or following is None:
        for chunk in (*first, *([following] if following else [])):
            yield parse_lines(chunk, brief)
        for chunk in chunks:
            yield parse_lines(chunk, brief)
        return
    from multiprocessing import get_context

    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=end_with_parent) as pool:
        yield from results(
            lambda lines: pool.submit(parse_lines, lines, brief), chain(first, [following], chunks), workers
        )


def _lines(handle: IO[str]) -> Iterator[str]:
    """The lines. Raises UsageProblem for one that no memory may hold, such as those of a device or of a binary file."""
    number = 0
    while line := handle.readline(LINE_LIMIT):
        number += 1
        if len(line) == LINE_LIMIT:
            raise UsageProblem(f"line {number:,}: more than {LINE_LIMIT:,} characters; one text a line")
        yield line


def parse_lines(lines: list[str], brief: bool = False) -> str:
    """The JSON lines for these input lines; lines without text give none."""
    out = []
    for line in lines:
        line = line.rstrip("\r\n")
        if not line.strip():
            continue
        out.append(_parsed_line(line, brief))
    return "\n".join(out) + "\n" if out else ""


@lru_cache(maxsize=REMEMBERED)
def _parsed_line(line: str, brief: bool) -> str:
    text, names = _input(line)
    return json_line(parse_goods(text, **names, attributes=not brief).as_dict())


def _input(line: str) -> tuple[str, dict[str, Any]]:
    if line.lstrip().startswith("{"):
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            return line, {}
        if isinstance(record, dict) and isinstance(record.get("text"), str):
            names = {name: record[name] for name in NAMES if isinstance(record.get(name), str)}
            return record["text"], names
    return line, {}
