"""Reading a large table with all cores: blocks go out to worker processes, batches come back in order."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor

from crawler.case.child_process import end_with_parent
from matcher.customs.ingest.rows.lines import Batch, LineReader
from matcher.customs.ingest.rows.sections import sections
from matcher.customs.layout.recognition.recognise import Layout
from matcher.sheets.tables.blocks import Block, Table
from matcher.workers import cores, results

ALONE_BELOW = 8_000  # records up to which starting processes costs more than it gains
# Share of short rows in the sample from which leaving out empty cells is the file's habit.
RAGGED_SHARE = 0.05

# Number of the section, its reader but for the first, and its rows.
Task = tuple[int, LineReader | None, Block]

_readers: dict[int, LineReader] = {}


def batches(
    table: Table,
    layout: Layout,
    head: Sequence[Sequence[str]],
    processes: int | None = None,
    new_section: Callable[[Layout], None] | None = None,
) -> Iterator[Batch]:
    """The batches of a table's blocks, in order. `processes` None: one a core, but one for a small table.

    `new_section` is called with the layout of each section after the first, before its rows are read.
    """
    body = [row for row in head[layout.header_row :] if any(row)]
    short = sum(len(row) < len(layout.columns) for row in body)
    ragged = table.text is not None and len(body) > 20 and short > RAGGED_SHARE * len(body)

    def reader_of(section: Layout) -> LineReader:
        return LineReader(section, text=table.text, encoding=table.encoding, ragged=ragged)

    first_reader = reader_of(layout)
    tasks = _tasks(table, layout, reader_of, new_section)
    first: list[Task] = []
    for task in tasks:
        first.append(task)
        if task[2].first + len(task[2].records) > ALONE_BELOW:
            break
    workers = processes or cores()
    last = first[-1][2] if first else Block(0, [])
    if workers == 1 or last.first + len(last.records) <= ALONE_BELOW:
        readers = {0: first_reader}
        for number, reader, block in _chain(first, tasks):
            yield readers.setdefault(number, reader or first_reader).read(block.first, block.records)
        return
    yield from _in_parallel(_chain(first, tasks), first_reader, workers)


def _tasks(
    table: Table,
    layout: Layout,
    reader_of: Callable[[Layout], LineReader],
    new_section: Callable[[Layout], None] | None,
) -> Iterator[Task]:
    current, number, reader = layout, 0, None
    for section, block in sections(table, layout):
        if section is not current:
            current, number, reader = section, number + 1, reader_of(section)
            if new_section is not None:
                new_section(section)
        yield number, reader, block


def _chain(first: list[Task], rest: Iterator[Task]) -> Iterator[Task]:
    while first:
        yield first.pop(0)
    yield from rest


def _in_parallel(tasks: Iterator[Task], reader: LineReader, workers: int) -> Iterator[Batch]:
    # spawn, not fork: a forked child would hold the parent's open database
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_start, initargs=(reader,)) as pool:
        yield from results(lambda task: pool.submit(_read, task), tasks, workers)


def _start(reader: LineReader) -> None:
    _readers[0] = reader
    end_with_parent()


def _read(task: Task) -> Batch:
    number, reader, block = task
    if number not in _readers:
        assert reader is not None, "the worker was not set up"
        _readers[number] = reader
    return _readers[number].read(block.first, block.records)
