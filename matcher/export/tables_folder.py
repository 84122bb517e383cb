"""A folder for analysts: each view for readers as one Parquet or CSV file, with what they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.case.csv_output import write_for_machines
from crawler.case.errors import UsageProblem
from matcher.export.rows import KINDS, columns_of, rows

if TYPE_CHECKING:
    from sqlite_utils import Database

FORMATS = ("parquet", "csv")
BATCH = 20_000  # rows in memory at once
README = """\
Tables of the Box31 case {case}. Leads to be checked, not proof.

{tables}

Text is verbatim; codes and ids are text; times are UTC. CSV is UTF-8 with a comma; a text that a spreadsheet would take for
a formula has an apostrophe before it. Keys: pairs.pair_id in pair-lines and decisions; pairs.item_id in items;
pairs.goods_id in lines; items.capture_id and posts.capture_id in captures.{redacted}
"""


def write_folder(
    db: Database, case: str, folder: Path, *, form: str, redacted: bool = False
) -> dict[str, int]:
    """Write a file for each kind of matcher.export.rows, and README.txt; gives the rows of each.

    Raises UsageProblem where the folder exists and is not empty, or cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageProblem(f"{folder}: cannot be made: {error.strerror}") from error
    if any(folder.iterdir()):
        raise UsageProblem(f"{folder}: is not empty; name a new folder")
    counts = {}
    for kind in KINDS:
        path, columns = folder / f"{kind}.{form}", columns_of(db, kind)
        found = rows(db, kind, redacted=redacted)
        if form == "csv":
            with path.open("w", encoding="utf-8", newline="") as out:
                counts[kind] = write_for_machines(out, columns, ([row[c] for c in columns] for row in found))
        else:
            counts[kind] = _write_parquet(path, columns, _types(db, kind, columns, redacted), found)
    said = "\n".join(f"{kind}.{form}: {count:,} rows" for kind, count in counts.items())
    hidden = " Personal fields are replaced by [redacted]." if redacted else ""
    (folder / "README.txt").write_text(
        README.format(case=case, tables=said, redacted=hidden), encoding="utf-8"
    )
    return counts


def _types(db: Database, kind: str, columns: Sequence[str], redacted: bool) -> dict[str, str]:
    """The type of each column by its values: integer, real or text. A redacted export has texts where it replaces."""
    view, _ = KINDS[kind]
    found = {}
    for column in columns:
        sql = f'SELECT DISTINCT typeof("{column}") FROM {view}'  # noqa: S608 - names of the schema
        kinds = {name for (name,) in db.execute(sql)} - {"null"}
        numbers = kinds and kinds <= {"integer", "real"} and not redacted
        found[column] = ("real" if "real" in kinds else "integer") if numbers else "text"
    return found


def _write_parquet(
    path: Path, columns: Sequence[str], types: Mapping[str, str], found: Iterator[Mapping[str, Any]]
) -> int:
    import pyarrow as pa
    from pyarrow import parquet

    arrow = {"integer": pa.int64(), "real": pa.float64(), "text": pa.string()}
    schema = pa.schema([(column, arrow[types[column]]) for column in columns])
    count = 0
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        while batch := [*islice(found, BATCH)]:
            arrays = [
                pa.array([_value(row[column], types[column]) for row in batch], arrow[types[column]])
                for column in columns
            ]
            writer.write_table(pa.table(arrays, schema=schema))
            count += len(batch)
    return count


def _value(value: Any, kind: str) -> Any:
    if value is None:
        return None
    return float(value) if kind == "real" else value if kind == "integer" else str(value)
