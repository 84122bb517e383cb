"""How a customs file would be read, shown before it is imported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypedDict

from sqlite_utils import Database

from crawler.case.errors import Box31Error, UsageProblem
from crawler.case.typed_rows import columns_of
from matcher.customs.ingest.doubts.encoding_doubts import encoding_doubt
from matcher.customs.ingest.narrow_sheets import is_narrow
from matcher.customs.ingest.periods_beside import with_periods_beside
from matcher.customs.ingest.trade_statistics import statistics_layout
from matcher.customs.layout.header_rows import HEADER_ROWS, column_name
from matcher.customs.layout.recognition.recognise import RECOGNISED, SAMPLE_ROWS, Layout
from matcher.customs.layout.recognition.saved_layouts import layout_for
from matcher.customs.layout.vocabulary import FIELDS, REQUIRED
from matcher.customs.trade.formats.tables.layout import Layout as StatisticsLayout
from matcher.customs.values.cells import is_nothing
from matcher.sheets.reader import open_table
from matcher.sheets.tables.archives import Source, Unread, sources
from matcher.sheets.text.encodings import misread

SAMPLES = 3


class PreviewRow(TypedDict):
    """A column of a table: the field it would be read as (None: none), sample values, the field's confidence."""

    file: str
    field: str | None
    column: str
    sample_1: str | None
    sample_2: str | None
    sample_3: str | None
    confidence: float | None


PREVIEW_COLUMNS = columns_of(PreviewRow)


@dataclass(frozen=True)
class Preview:
    """One table's proposed mapping: `rows` for a listing, `summary` for people, its `layout` (None: not read)."""

    name: str
    rows: list[PreviewRow]
    summary: str
    layout: Layout | None


def preview(path: Path, db: Database | None = None, encoding: str | None = None) -> list[Preview]:
    """The proposed mapping of each table in `path`; one that the case's `db` remembers for its header comes first.
    Text is read in `encoding` where that is given.

    Nothing is imported; raises as importing would.
    In a folder or archive a file that cannot be read has no rows, and a summary that says why.
    """
    out: list[Preview] = []
    errors: list[Box31Error] = []
    with sources(path) as found:
        for source in found:
            try:
                if isinstance(source, Unread):
                    raise source.error
                out += _tables(source, db, encoding)
            except Box31Error as error:
                errors.append(error)
                out.append(Preview(source.name, [], f"{source.name}: {error.message}", None))
    if not any(table.layout for table in out):
        raise errors[0] if errors else UsageProblem(f"{path}: no rows")
    return out


def _tables(source: Source, db: Database | None, encoding: str | None) -> Iterator[Preview]:
    opened = open_table(source.path, source.name, encoding)
    narrow = [is_narrow(table) for table in opened.tables]
    opened = replace(opened, tables=with_periods_beside(opened.tables, narrow))
    for name, table in opened.named(source.name):
        head = table.head(HEADER_ROWS + SAMPLE_ROWS)
        if not any(any(cell.strip() for cell in row) for row in head):
            continue
        if published := statistics_layout(head, table.header, table.about):
            yield _preview_of_statistics(name, head, published)
        else:
            layout = layout_for(db, head, table.header, None)
            shown = _preview(name, head, layout, remembered=layout.name != RECOGNISED)
            doubt = encoding_doubt(table, layout.columns, layout.mapping)
            yield replace(shown, summary=f"{shown.summary}; {doubt.note()}") if doubt else shown


def _preview(name: str, head: list[list[str]], layout: Layout, remembered: bool = False) -> Preview:
    body = [row for row in head[layout.header_row :] if any(cell.strip() for cell in row)]
    rows = []
    mapped = {i for places in layout.mapping.values() for i in places}
    ordered = sorted(
        layout.mapping, key=lambda field: FIELDS.index(field) if field in FIELDS else len(FIELDS)
    )
    for field in ordered:
        for place in layout.mapping[field]:
            samples = _samples(body, place)
            confidence = layout.confidence.get(field)
            rows.append(_row(name, field, column_name(layout.columns, place), samples, confidence))
    for place in range(len(layout.columns)):
        if place not in mapped:
            rows.append(_row(name, None, column_name(layout.columns, place), _samples(body, place)))
    missing = [
        field
        for field in REQUIRED
        if field not in layout.mapping and not (field == "value" and "value_usd" in layout.mapping)
    ]
    where = f"header in row {layout.header_row}" if layout.header_row else "no header row"
    left = len(layout.columns) - len(mapped)
    summary = f"{name}: {where}, {len(layout.mapping)} fields found, {left} columns left over"
    if remembered:
        summary += f"; by the mapping {layout.name} of this header"
    if missing:
        summary += f"; not found: {', '.join(missing)}"
    if "value" in layout.mapping and (currency := layout.currency_of_value()):
        summary += f"; value in {currency}, as its header says"
    if layout.questions:
        summary += (
            f"; not imported before you say: {', '.join(question.field for question in layout.questions)}"
        )
    if layout.unread:
        unsure = ", ".join(column.header for column in layout.unread)
        summary += f"; not sure, so not read: {unsure}"
    if spoilt := misread(head):
        summary += f"; {spoilt}"
    return Preview(name, rows, summary, layout)


def _preview_of_statistics(name: str, head: list[list[str]], published: StatisticsLayout) -> Preview:
    layout = Layout(
        name=published.name,
        columns=published.columns,
        mapping=dict(published.mapping),
        header_row=published.header_row,
        signature="",
    )
    shown = _preview(name, head, layout)
    return replace(
        shown, summary=f"{name}: published statistics in the layout of {published.name}; they need no mapping"
    )


def _samples(body: list[list[str]], place: int) -> list[str | None]:
    """The first distinct values of a column, padded with None."""
    values = [row[place].strip() for row in body if place < len(row) and not is_nothing(row[place])]
    return [*dict.fromkeys(values), *[None] * SAMPLES][:SAMPLES]


def _row(
    name: str, field: str | None, column: str, samples: list[str | None], confidence: float | None = None
) -> PreviewRow:
    first, second, third = samples
    return PreviewRow(
        file=name,
        field=field,
        column=column,
        sample_1=first,
        sample_2=second,
        sample_3=third,
        confidence=confidence,
    )


def layout_yaml(name: str, layout: Layout) -> str:
    """The mapping of the table `name` as the YAML that `import --layout` takes."""
    import yaml

    fields = {
        field: names[0] if len(names) == 1 else names
        for field in FIELDS
        if (names := [column_name(layout.columns, place) for place in layout.mapping.get(field, ())])
    }
    used = {place for places in layout.mapping.values() for place in places}
    left = [column_name(layout.columns, i) for i in range(len(layout.columns)) if i not in used]
    head = (
        f"# How the columns of {name} are read: field: column (or a list of columns whose cells are joined); a column is\n"
        "# named by its header or by its place, column 3 or column C.\n"
    )
    given: dict[str, object] = {"name": Path(name).stem}
    if layout.header_row:
        given["fingerprint"] = [header for place, header in enumerate(layout.columns) if place in used]
    body = yaml.safe_dump({**given, "fields": fields}, allow_unicode=True, sort_keys=False, width=1000)
    tail = "# columns not used: " + ", ".join(left) + "\n" if left else ""
    return head + f"# fields: {', '.join(FIELDS)}\n" + body + tail
