"""Write the files of all layouts with the truth about each; the same seed gives the same bytes of text."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from unseen_layouts import structure as s
from unseen_layouts.cells import Cell, Style, cell
from unseen_layouts.declarations import Line, lines
from unseen_layouts.others import is_other, other_cell, read_as
from unseen_layouts.vocabulary import HALVES, fields_of, header
from unseen_layouts.writing import Sheet, write

ROWS = 60
SEED = 31
# What is no field of the importer: a column that is mapped all the same is misread.
NO_FIELD = ("phone", "procedure", "contract", "packages")
PLACES = (0, 0, 0, 2, 2, 3, 4)  # decimals of quantities
PRESETS = {
    "usual": "description hs date declaration line_no importer importer_code exporter origin quantity unit gross_kg net_kg value currency value_usd".split(),  # noqa: SIM905
    "narrow": "date hs description importer exporter origin quantity unit value currency".split(),  # noqa: SIM905
    "lean": "hs description quantity unit value currency origin".split(),  # noqa: SIM905
    "parties": "declaration date importer importer_code importer_address exporter exporter_address hs description quantity unit value currency".split(),  # noqa: SIM905
}


@dataclass(frozen=True)
class Truth:
    """What is true of a file: its columns, and for each line's token the readings of every field that are right."""

    name: str
    half: str
    path: Path
    columns: tuple[tuple[str, str], ...]
    facts: dict[str, dict[str, tuple[Any, ...]]]
    rejects: int
    sections: bool  # the columns change on the way: only lines say how it was read
    header_row: int | None


def lists() -> list[str]:
    """The names of the lists of vendors' layouts."""
    return sorted(path.stem for path in Path(__file__).parent.glob("vendors*.yaml"))


def specs(name: str = "layouts") -> list[dict[str, Any]]:
    """The layouts as listed in a file of this folder."""
    given: list[dict[str, Any]] = yaml.safe_load(
        (Path(__file__).parent / f"{name}.yaml").read_text(encoding="utf-8")
    )
    return given


def generate(
    folder: Path,
    half: str | None = None,
    seed: int = SEED,
    listed: Iterable[dict[str, Any]] | None = None,
) -> Iterator[Truth]:
    """Each layout (of `listed`, else of layouts.yaml) in each half, written under `folder` as it is asked for.

    A layout with a `half` of its own is written in this one alone.
    """
    layouts = specs() if listed is None else list(listed)
    for wanted in HALVES:
        if half not in (None, wanted):
            continue
        for n, spec in enumerate(layouts):
            if spec.get("half", wanted) == wanted:
                yield _one(folder, wanted, n, spec, random.Random(f"{seed}-{wanted}-{n}"))


def _style(spec: dict[str, Any], half: str, rng: random.Random) -> Style:
    names = (
        "date",
        "hs",
        "countries",
        "units",
        "quantity",
        "decimal",
        "thousands",
        "currency",
        "digits",
        "typed",
        "home_rate",
    )
    places = rng.choice(PLACES)
    return Style(spec["language"], half, places=places, **{k: spec[k] for k in names if k in spec})


def _columns(spec: dict[str, Any], half: str, rng: random.Random) -> list[tuple[str, str]]:
    """(header, field) in the order of the file; a unit stands beside its quantity in most layouts.

    Layouts that spell their headers out have `headers` (field: header, in any order) or `table` (header: field or
    `~kind` of others.py, in the order of the file).
    """
    if "table" in spec:
        return list(spec["table"].items())
    if "headers" in spec:
        given = [(header, field) for field, header in spec["headers"].items()]
        rng.shuffle(given)
        return given
    language, style = spec["language"], spec["style"]
    known = fields_of(language, "full" if style in ("none", "letters") else style)
    fields = [f for f in (PRESETS.get(spec["columns"]) or known) if f in known]
    parts = spec.get("structure", ())
    if spec.get("quantity") in ("with unit", "thousands"):
        fields = [f for f in fields if f != "unit"]
    if "groups" not in parts:
        rng.shuffle(fields)
    if "unit" in fields and rng.random() < 0.8:
        fields.remove("unit")
        fields.insert(fields.index("quantity") + 1, "unit")
    columns = [
        (
            _letters(n)
            if style == "letters"
            else ""
            if style == "none"
            else header(language, f, half, style),
            f,
        )
        for n, f in enumerate(fields)
    ]
    for trap, field, key in (
        ("heading text", "heading_text", "heading_texts"),
        ("translation", "translation", "translations"),
    ):
        if trap in parts:
            columns.insert(rng.randint(0, len(columns)), (s.said(key, language, half), field))
    if "same header for hs and description" in parts:
        shared = columns[[f for _, f in columns].index("description")][0]
        columns = [(shared if f == "hs" else h, f) for h, f in columns]
    return columns


def _letters(place: int) -> str:
    """The name that a spreadsheet gives a column: A, B, ... Z, AA."""
    return (chr(64 + place // 26) if place >= 26 else "") + chr(65 + place % 26)


def _body(
    given: list[Line], columns: list[tuple[str, str]], style: Style
) -> tuple[list[list[Any]], dict[str, dict[str, tuple[Any, ...]]]]:
    rows, facts = [], {}
    for line in given:
        beside = [other for other in given if other.declaration == line.declaration]
        cells = [
            other_cell(line, h, f, style, beside) if is_other(f) else cell(line, f, style) for h, f in columns
        ]
        rows.append([c.written for c in cells])
        facts[line.token] = _readings(columns, cells)
        if style.quantity != "plain":
            facts[line.token]["unit"] = cell(line, "unit", style).readings
    return rows, facts


def _readings(columns: list[tuple[str, str]], cells: list[Cell]) -> dict[str, tuple[Any, ...]]:
    """Field -> what it may be read as: its own column, and others that say the same."""
    out: dict[str, tuple[Any, ...]] = {}
    for (_, name), given in zip(columns, cells, strict=True):
        if not is_other(name) and name not in NO_FIELD:
            out[name] = given.readings
    for (_, name), given in zip(columns, cells, strict=True):
        for field in read_as(name) & out.keys() if is_other(name) else ():
            out[field] = (*out[field], *given.readings)
    return out


def _one(folder: Path, half: str, n: int, spec: dict[str, Any], rng: random.Random) -> Truth:
    language, parts = spec["language"], spec.get("structure", ())
    style, columns = _style(spec, half, rng), _columns(spec, half, rng)
    given = lines(language, half, ROWS, rng)
    rows, facts = _body(given, columns, style)
    table = s.Table(columns, rows)
    if spec["style"] != "none":
        table.heads = [[h for h, _ in columns]]
    rejects = 0
    if "without description" in parts:
        at = table.place("description")
        for row, line in ((rows[i], given[i]) for i in (20, 41)):
            row[at or 0] = ""
            del facts[line.token]
        rejects = 2
    if "groups" in parts:
        s.group(table, language, half, merge="merged groups" in parts)
    sections = _sections(table, parts, spec, half, rng)
    if "empty columns" in parts:
        s.empty_columns(table)
    s.around(table, parts, language, half)
    s.interspersed(table, parts)
    if "merged declarations" in parts:
        s.merge_declarations(table)
        facts = {t: {**f, "declaration": (*f["declaration"], None)} for t, f in facts.items()}
    name = f"{half}-{n:02d}-{language}-{spec['style'].replace(' ', '_')}"
    path = folder / f"{name}.{spec['file']}"
    write(
        path,
        _sheets(table, parts, language, half),
        spec.get("delimiter", "\t" if spec["file"] == "tsv" else ","),
        spec.get("encoding", "utf-8"),
    )
    header_row = len(table.above) + 1 if table.heads else None
    return Truth(name, half, path, tuple(table.columns), facts, rejects, sections, header_row)


def _sections(table: s.Table, parts: Any, spec: dict[str, Any], half: str, rng: random.Random) -> bool:
    """The second half of the body in another order, with or without a header of its own."""
    kinds = ("second header reordered", "second header with other words", "reordered halves")
    kind = next((k for k in kinds if k in parts), None)
    if kind is None:
        return False
    middle = len(table.body) // 2
    order = s.shuffled(table.columns, rng)
    turned = [[row[i] for i in order] for row in table.body[middle:]]
    again: list[list[Any]] = []
    if kind == "second header reordered":
        again = [[table.columns[i][0] for i in order]]
    elif kind == "second header with other words":
        again = [[header("en", table.columns[i][1], half, "full") for i in order]]
    table.body = [*table.body[:middle], *again, *turned]
    return True


def _sheets(table: s.Table, parts: Any, language: str, half: str) -> list[Sheet]:
    sheets = [Sheet("Data", table.rows, table.merged)]
    if "several sheets" in parts:
        middle = len(table.body) // 2
        first = [*table.above, *table.heads, *table.body[:middle]]
        sheets = [Sheet("2023 H1", first), Sheet("2023 H2", [*table.heads, *table.body[middle:]])]
    if "legend first" in parts:
        sheets.insert(0, s.legend(table))
    if "legend" in parts:
        sheets.append(s.legend(table))
    if "pivot" in parts:
        sheets.append(s.pivot(table))
    if "notes sheet" in parts:
        sheets.append(s.notes_sheet(language, half))
    return sheets
