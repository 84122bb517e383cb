"""Columns with their true labels, which teach the model of columns (tools/fit_column_model.py) or judge it.

Four sources: the layouts of benchmarks/unseen_layouts; files with headers and values of other authors (column_examples/*.zip,
benchmarks/unseen_files); headers without tables; tables of look-alike columns under invented words.
"""

from __future__ import annotations

import json
import random
import re
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "benchmarks"))

from unseen_layouts.generate import generate, specs
from unseen_layouts.judging import ALSO
from unseen_layouts.others import read_as

from matcher.arrays import Bools
from matcher.customs.layout.column_values import Profile, profile
from matcher.customs.layout.columns import Columns, columns_of
from matcher.customs.layout.header_rows import HEADER_ROWS
from matcher.customs.layout.recognition.recognise import SAMPLE_ROWS, columns_of_table
from matcher.customs.layout.rows.column_relations import relations_of
from matcher.customs.layout.vocabulary import FIELDS
from matcher.sheets.reader import open_table
from tests.support.lookalike_tables import lookalike_table

EXAMPLES = Path(__file__).resolve().parent / "column_examples"
DATES = EXAMPLES / "dates_of_tables.yaml"
FEW_ROWS = (12, 40)  # of a table that is short
NAMES_ALONE = 0.6  # share of such tables whose descriptions say no more than what the goods are
SEED = 5
UNKNOWN = "~?"  # the label of a column of which only is known that it is no field
LOOKALIKE = "look-alikes"  # the source of tables of look-alike columns
# What the truth of whole files calls columns that are no field -> their kind.
NO_FIELDS = {
    "procedure": "~procedure", "contract": "~contract_no", "packages": "~packages", "permits": "~licence",
}  # fmt: skip


@dataclass(frozen=True)
class Labelled:
    """A column with its true label: a field, or ~ and the kind of another column."""

    header: str
    seen: Profile
    label: str  # "": unknown
    right: frozenset[str]  # the fields as which it may be read


class Listed(NamedTuple):
    """A layout of a list with its columns as the rules take them, how these are related, and their labels; the same columns as
    other files have them."""

    source: str
    layout: str
    columns: Columns
    relations: Bools
    labelled: list[Labelled]
    varied: list[Labelled]


def labelled_lists(names: Sequence[str]) -> Iterator[Listed]:
    """The layouts of these lists that one table shows whole: list, name, columns with labels."""
    for name in names:
        with tempfile.TemporaryDirectory(prefix="box31-columns-") as folder:
            for truth in generate(Path(folder), None, listed=None if name == "layouts" else specs(name)):
                for columns in _tables(truth.path):
                    if len(columns.headers) == len(truth.columns) and not truth.sections:
                        kinds = [kind for _, kind in truth.columns]
                        labelled = [
                            Labelled(header, seen, _label(kind), _right(kind))
                            for header, seen, kind in zip(
                                columns.read_as, columns.profiles, kinds, strict=True
                            )
                        ]
                        yield _listed(name, truth.name, columns, labelled)
                        break


def _listed(source: str, layout: str, columns: Columns, labelled: list[Labelled]) -> Listed:
    return Listed(source, layout, columns, relations_of(columns), labelled, _varied(columns, labelled))


def _varied(columns: Columns, labelled: Sequence[Labelled]) -> list[Labelled]:
    """The columns with the values of a few rows in a row, in which names repeat more, and descriptions that only name the goods."""
    rng = random.Random(f"{SEED}{columns.headers}")
    rows = rng.randint(*FEW_ROWS)
    start = rng.randint(0, max(0, min(map(len, columns.samples), default=0) - rows))
    out = []
    for column, sample in zip(labelled, columns.samples, strict=True):
        cells = sample[start : start + rows]
        if column.label == "description" and rng.random() < NAMES_ALONE:
            cells = [", ".join(cell.split(", ")[: rng.randint(1, 2)]) for cell in cells]
        if cells:
            out.append(replace(column, seen=profile(cells)))
    return out


def _tables(path: Path) -> Iterator[Columns]:
    for _, table in open_table(path, path.name, None).named(path.name):
        head = table.head(HEADER_ROWS + SAMPLE_ROWS)
        if any(any(cell.strip() for cell in row) for row in head):
            yield columns_of_table(head, table.header)[1]


def _label(kind: str) -> str:
    fields = sorted(read_as(kind) & set(FIELDS))
    if fields:
        return fields[0]
    return "hs_description" if kind == "heading_text" else "~" + kind.removeprefix("~").split()[0]


def _right(kind: str) -> frozenset[str]:
    fields = {"hs_description" if name == "heading_text" else name for name in read_as(kind)}
    return frozenset(fields.union(*(ALSO.get(name, set()) for name in fields)))


def labelled_files(sets: Iterable[Path]) -> Iterator[Listed]:
    """The files of these sets (zips of files/ and truth/) of which one table shows the columns that the truth names."""
    for path_of_set in sets:
        name = path_of_set.stem
        with (
            tempfile.TemporaryDirectory(prefix="box31-columns-") as folder,
            zipfile.ZipFile(path_of_set) as kept,
        ):
            kept.extractall(folder)
            for path in sorted((Path(folder) / "truth").glob("*.json")):
                truth = json.loads(path.read_text(encoding="utf-8"))
                for columns in _tables(Path(folder) / "files" / path.name.removesuffix(".json")):
                    if labelled := _by_truth(columns, truth):
                        yield _listed(name, path.name, columns, labelled)
                        break


def _by_truth(columns: Columns, truth: dict[str, Any]) -> list[Labelled]:
    """The columns as the truth of their file names them; none where half of its headers are not here.

    The truth of a file that only teaches has a label for each column in turn.
    """
    if labels := truth.get("labels"):
        if len(labels) != len(columns.headers):
            return []
        return [
            Labelled(header, seen, label, frozenset({label}) | ALSO.get(label, set()))
            for header, seen, label in zip(columns.read_as, columns.profiles, labels, strict=True)
        ]
    places: dict[int, list[str]] = {}
    stated = {name: header for name, header in truth["fields"].items() if header}
    for name, header in stated.items():
        if (place := _place(columns.headers, header)) is not None:
            places.setdefault(place, []).append(name)
    if len(places) * 2 < len(stated):
        return []
    unsure = {
        _place(columns.headers, header) for headers in truth.get("may", {}).values() for header in headers
    }
    out = []
    for place, (header, seen) in enumerate(zip(columns.read_as, columns.profiles, strict=True)):
        names = places.get(place, [])
        label = next((name if name in FIELDS else NO_FIELDS.get(name, UNKNOWN) for name in names), UNKNOWN)
        right = frozenset(names).union(*(ALSO.get(name, set()) for name in names))
        # what is read of a column in which several fields stand, or that may be one, teaches nothing
        out.append(Labelled(header, seen, label if len(names) < 2 and place not in unsure else "", right))
    return out


def _place(headers: Sequence[str], wanted: str) -> int | None:
    """The only column with this header; of two rows of headers the truth writes "above / below"."""
    for said in (wanted, wanted.split(" / ")[-1]):
        found = [place for place, header in enumerate(headers) if _bare(header) == _bare(said)]
        if len(found) == 1:
            return found[0]
    return None


def _bare(header: str) -> str:
    return re.sub(r"\W|_", "", header.casefold())


def examples() -> Iterator[tuple[str, str]]:
    """(label, header) of the headers without tables."""
    for path in sorted(set(EXAMPLES.glob("*.yaml")) - {DATES}):
        for keys in yaml.safe_load(path.read_text(encoding="utf-8")).values():
            for key, headers in keys.items():
                for header in headers:
                    yield key, str(header)


def lookalikes(tables: int) -> Iterator[Labelled]:
    """Columns of tables whose headers are invented words."""
    for seed in range(tables):
        yield from listed_lookalike(seed).labelled


def listed_lookalike(seed: int) -> Listed:
    """One of them."""
    table = lookalike_table(seed)
    columns = columns_of(table.headers, table.rows)
    labelled = []
    for header, seen, name in zip(columns.read_as, columns.profiles, table.fields, strict=True):
        label = name if name in FIELDS else f"~{name}"
        labelled.append(Labelled(header, seen, label, frozenset((name,))))
    return Listed(LOOKALIKE, f"{seed}", columns, relations_of(columns), labelled, [])
