"""Parquet: one table, its values as the text that a person would see."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from crawler.case.errors import Box31Error, UsageProblem
from matcher.sheets.tables.blocks import BLOCK_ROWS, Row, Table, blocks_of, cell_text, first_line
from matcher.sheets.tables.bombs import BombCounter, size_of


def parquet_table(path: Path, name: str) -> Table:
    """The table of the Parquet file at `path`. Raises UsageProblem where it is none; Box31Error where its data is damaged or
    would decode to more than a table of its size holds, and so do its blocks.
    """
    from pyarrow import ArrowException, parquet

    try:
        file = parquet.ParquetFile(path, pre_buffer=False)
        header = [str(column) for column in file.schema_arrow.names]
    except (ArrowException, OSError, ValueError) as error:
        raise UsageProblem(f"{name}: not a Parquet file that can be read ({first_line(error)})") from error

    def rows() -> Iterator[Row]:
        try:
            for batch in file.iter_batches(batch_size=BLOCK_ROWS, use_threads=False):
                yield from map(list, zip(*map(_texts, batch.columns), strict=True))
        except (ArrowException, OSError, ValueError) as error:
            raise Box31Error(f"{name}: damaged Parquet data ({first_line(error)})") from error

    sample = list(islice(rows(), BLOCK_ROWS))
    if sample:  # a run of one value takes some bytes, however many rows it stands for
        BombCounter(name, path.stat().st_size).add(size_of(sample) * file.metadata.num_rows // len(sample))
    return Table("", lambda: blocks_of(rows()), header=header)


def _texts(column: Any) -> list[str]:
    """The values of a column as text; dates that Python has no date for as Arrow writes them, else as their number."""
    import pyarrow

    if pyarrow.types.is_timestamp(column.type) and column.type.unit == "ns":
        column = column.cast(pyarrow.timestamp("us", column.type.tz), safe=False)
    try:
        return [cell_text(value) for value in column.to_pylist()]
    except (ValueError, OverflowError, KeyError, NotImplementedError, pyarrow.ArrowException):
        return [_text(value) for value in column]


def _text(value: Any) -> str:
    import pyarrow

    try:
        return cell_text(value.as_py())
    except (ValueError, OverflowError, KeyError, NotImplementedError, pyarrow.ArrowException):
        pass
    for kind in (pyarrow.string(), pyarrow.int64()):
        try:
            return str(value.cast(kind).as_py())
        except (ValueError, OverflowError, NotImplementedError, pyarrow.ArrowException):
            continue
    return str(value)
