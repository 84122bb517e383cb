"""Reading a large table with all cores: blocks go out to worker processes, batches come back in order."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor

from matcher.customs.ingest.lines import Batch, LineReader
from matcher.customs.layout.recognise import Layout
from matcher.sheets.tables import Block, Table
from matcher.workers import cores, end_with_parent, results

ALONE_BELOW = 8_000  # records up to which starting processes costs more than it gains
RAGGED_SHARE = (
    0.05  # share of short rows in the sample from which leaving out empty cells is the file's habit
)

_reader: LineReader | None = None


def batches(
    table: Table, layout: Layout, head: Sequence[Sequence[str]], processes: int | None = None
) -> Iterator[Batch]:
    """The batches of a table's blocks, in order. `processes` None: one a core, but one for a small table."""
    body = [row for row in head[layout.header_row :] if any(row)]
    short = sum(len(row) < len(layout.columns) for row in body)
    ragged = table.text is not None and len(body) > 20 and short > RAGGED_SHARE * len(body)
    reader = LineReader(layout, text=table.text, encoding=table.encoding, ragged=ragged)
    blocks = table.blocks()
    first: list[Block] = []
    for block in blocks:
        first.append(block)
        if block.first + len(block.records) > ALONE_BELOW:
            break
    workers = processes or cores()
    if workers == 1 or not first or first[-1].first + len(first[-1].records) <= ALONE_BELOW:
        for block in _chain(first, blocks):
            yield reader.read(block.first, block.records)
        return
    yield from _in_parallel(_chain(first, blocks), reader, workers)


def _chain(first: list[Block], rest: Iterator[Block]) -> Iterator[Block]:
    while first:
        yield first.pop(0)
    yield from rest


def _in_parallel(blocks: Iterator[Block], reader: LineReader, workers: int) -> Iterator[Batch]:
    # spawn, not fork: a forked child would hold the parent's open database
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_start, initargs=(reader,)) as pool:
        yield from results(pool, _read, blocks, workers)


def _start(reader: LineReader) -> None:
    global _reader
    _reader = reader
    end_with_parent()


def _read(block: Block) -> Batch:
    assert _reader is not None, "the worker was not set up"
    return _reader.read(block.first, block.records)
