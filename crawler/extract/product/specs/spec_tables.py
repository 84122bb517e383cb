"""Tables of specifications: two columns, four, a column of units, models as columns or rows, a head and rows of sizes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from crawler.extract.page.element_text import Element, element_text
from crawler.extract.product.codes.forms.code_forms import is_code
from crawler.extract.product.codes.forms.code_lists import are_family
from crawler.extract.product.codes.forms.model_labels import BETWEEN, MODEL_FIELDS, heads_properties
from crawler.extract.product.codes.tables.model_tables import model_columns
from crawler.extract.words.labels import field_of, is_label, plain_label
from crawler.extract.words.vocabulary import pattern

MAX_ROWS = 400  # of one table; a longer one is data, not a specification
MAX_COLUMN_ROWS = 40  # of a table whose columns are joined to one value each
MAX_VALUE = 1000  # characters of a value
WIDE = (4, 6, 8)  # cells of a row of several labels, each with its value
MOST_CELLS = 4  # looked at in the row of a table of one row
LEAST_ROWS = 3  # of a table whose first column numbers them
_NUMBER = re.compile(r"\D{0,4}\d")
_VALUE = re.compile(r"[<>≤≥±~Øø+−-]?\s?\d")
_UNIT = re.compile(r"[^0-9\s.,:-][^0-9]{0,6}|[^0-9\s]{1,10}/[^0-9\s]{1,10}")
_UNIT_HEAD = pattern("unit_heads", r"{}(?!\w)")
_VALUES_HEAD = pattern("value_heads")
_DIVIDERS = frozenset((":", "：", "=", "..."))  # in a cell of its own


class Cell(NamedTuple):
    """A cell of a table and its text on one line."""

    element: Element
    text: str


def table_properties(table: Element) -> Iterator[tuple[str, str]]:
    """The labels and values of a table; none of a table for layout or of one that is not understood."""
    if table.find(".//table") is not None:  # a table for layout: the inner ones are read on their own
        return
    rows: list[list[Cell]] = []
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        if len(cells) == 3 and _spans_rows(cells[0]):  # a group's name beside its rows of label and value
            cells = cells[1:]
        if len(cells) == 3 and element_text(cells[1]) in _DIVIDERS:  # label | : | value
            del cells[1]
        rows.append([Cell(cell, element_text(cell)) for cell in cells])
        if len(rows) > MAX_ROWS:
            return
    rows = [cells for cells in rows if cells]
    if len(rows) > 2 and len(rows[0]) == 1 and rows[0][0].element.get("colspan"):  # the table's own title
        rows.pop(0)
    rows = _without_numbers(_without_gaps(rows))
    texts = [[cell.text for cell in cells] for cells in rows]
    if (columns := model_columns(texts)) is not None:
        yield from columns
        return
    texts = [text for text in texts if not _is_head_of_pairs(text)]
    headed = len(texts) < len(rows)
    if not headed and _are_rows_of_numbers(texts):
        yield from ((text[0], BETWEEN.join(text[1:])[:MAX_VALUE]) for text in texts)
        return
    wide = headed or (
        any(len(text) in WIDE for text in texts) and (_labels_in_columns(rows) or _pairs_in_rows(rows))
    )
    pairs = [text for text in texts if len(text) == 2 or (wide and len(text) in WIDE)]
    if pairs and len(pairs) >= 0.5 * len(texts):
        if (
            len(pairs) == 1
            and len(pairs[0]) == 2
            and not headed
            and rows[0][0].element.tag != "th"
            and not texts[0][0].endswith((":", "："))
            and not field_of(texts[0][0])
            and not _is_one_of_several(table)
        ):
            return
        for text in pairs:
            yield from zip(text[::2], text[1::2], strict=True)
        return
    if _rows_begin_with_codes(texts):
        yield from ((text[0], " ".join(filter(None, text[1:]))) for text in texts)
        return
    for at, unit in ((1, 2), (2, 1)):
        if _are_rows_with_units(texts, at, unit):
            yield from ((text[0], f"{text[at]} {text[unit]}".strip()) for text in texts)
            return
    if _are_headed_rows(rows):
        yield from (
            (cells[0].text, BETWEEN.join(cell.text for cell in cells[1:])[:MAX_VALUE]) for cells in rows
        )
    elif len(texts) == 2 and len(texts[0]) == len(texts[1]) > 2 and any(map(_is_head, texts[0])):
        yield from zip(texts[0], texts[1], strict=True)
    elif (
        len(texts) > 2
        and len(texts[0]) == 2 + 1
        and all(len(t) == 3 for t in texts)
        and not _are_rows_of_models(texts)
    ):
        # label | unit or method | value
        is_unit = _UNIT_HEAD.match(texts[0][1]) is not None
        for label, middle, value in texts[1:]:
            yield label, " ".join(part for part in ((value, middle) if is_unit else (middle, value)) if part)
    elif (
        len(texts) > 2
        and len(texts[0]) > 3
        and texts[0][0]
        and heads_properties(texts[0][0])
        and all(_is_head(text[0]) for text in texts[1:] if text[0])
    ):
        yield from _rows_of_values(texts)
    elif (
        2 < len(texts) <= MAX_COLUMN_ROWS
        and (len(texts[0]) > 3 or _are_rows_of_models(texts))
        and all(is_label(text) or field_of(text) for text in texts[0] if text)
    ):
        # a head and rows of sizes or types: each column is one property with several values
        each = _are_rows_of_models(texts)
        for column, label in enumerate(texts[0]):
            values = [text[column] for text in texts[1:] if len(text) == len(texts[0]) and text[column]]
            yield label, BETWEEN.join(values if each else dict.fromkeys(values))[:MAX_VALUE]


def _are_headed_rows(rows: list[list[Cell]]) -> bool:
    """Whether each row is a label, which alone is marked as a head, and several values, one for each column."""
    return (
        len(rows) > 1
        and len(rows[0]) > 2
        and all(len(cells) == len(rows[0]) and all(cell.text for cell in cells) for cells in rows)
        and all(
            [cell.element.tag == "th" for cell in cells] == [True] + [False] * (len(cells) - 1)
            for cells in rows
        )
        and len({cells[0].text for cells in rows}) == len(rows)
        and all(_is_head(cells[0].text) for cells in rows)
    )


def _are_rows_of_numbers(texts: list[list[str]]) -> bool:
    """Whether each of several rows is a label without a digit and several values, each of which begins with a number: the first
    row too, so that none is a head."""
    return (
        len(texts) > 1
        and len(texts[0]) > 2
        and all(len(text) == len(texts[0]) for text in texts)
        and len({text[0] for text in texts}) == len(texts)
        and all(is_label(text[0]) and not any(map(str.isdigit, text[0])) for text in texts)
        and all(_VALUE.match(value) for text in texts for value in text[1:])
    )


def _are_rows_of_models(texts: list[list[str]]) -> bool:
    """Whether the rows of a table below its head are of sizes or codes, one each."""
    return _are_rows_of_sizes(texts) or _are_rows_of_codes(texts)


def _are_rows_of_sizes(texts: list[list[str]]) -> bool:
    """Whether the rows of a table below a head of labels begin with different sizes, which are no labels: 150 x 200 mm."""
    sizes = [text[0] for text in texts[1:]]
    return (
        len(set(sizes)) == len(sizes) > 1
        and all(size[:1].isdigit() for size in sizes)
        and all(is_label(text) and not any(map(str.isdigit, text)) for text in texts[0])
        and all(len(text) == len(texts[0]) and all(text) for text in texts)
    )


def _are_rows_of_codes(texts: list[list[str]]) -> bool:
    """Whether the rows of a table below a head of labels begin with different codes that begin alike: UCF 205, UCF 206."""
    codes = [text[0] for text in texts[1:]]
    return (
        len(codes) > 1
        and are_family(codes)
        and all(_is_head(text) and not is_code(text) for text in texts[0])
        and all(len(text) == len(texts[0]) for text in texts)
    )


def _is_one_of_several(table: Element) -> bool:
    """Whether a table of one row of two cells is one of LEAST_ROWS such tables, one after the other."""
    tables = 1
    for step in ("getprevious", "getnext"):
        other = getattr(table, step)()
        while tables < LEAST_ROWS and other is not None and _is_row(other):
            tables += 1
            other = getattr(other, step)()
    return tables >= LEAST_ROWS


def _is_row(table: Element) -> bool:
    """Whether an element is a table of one row of two cells with text."""
    rows = list(islice(table.iter("tr"), 2)) if table.tag == "table" else []
    return len(rows) == 1 and sum(1 for cell in rows[0][:MOST_CELLS] if element_text(cell)) == 2


def _rows_begin_with_codes(texts: list[list[str]]) -> bool:
    """Whether the rows of a table without a head begin with different codes that begin alike, and have two cells more."""
    codes = [text[0] for text in texts]
    return len(texts) > 1 and all(len(text) == len(texts[0]) > 2 for text in texts) and are_family(codes)


def _rows_of_values(texts: list[list[str]]) -> Iterator[tuple[str, str]]:
    """The label and the values of each row below a head of properties and sizes, or one value for all of these; a column of units goes
    behind the values."""
    units = [at for at, text in enumerate(texts[0]) if _UNIT_HEAD.match(text)][:1]
    for text in texts[1:]:
        if len(text) == len(texts[0]):
            values = [cell for at, cell in enumerate(text) if at and at not in units and cell]
            yield text[0], " ".join((BETWEEN.join(values)[:MAX_VALUE], *(text[at] for at in units))).strip()
        elif len(text) == 2 and all(text):
            yield text[0], text[1][:MAX_VALUE]


def _spans_rows(cell: Element) -> bool:
    span = (cell.get("rowspan") or "").strip()
    return span.isdigit() and int(span) > 1


def _without_gaps(rows: list[list[Cell]]) -> list[list[Cell]]:
    """The rows without columns that are empty in all of them."""
    width = max(map(len, rows), default=0)
    if width < 3 or any(len(cells) != width for cells in rows):
        return rows
    kept = [at for at in range(width) if any(cells[at].text for cells in rows)]
    return [[cells[at] for at in kept] for cells in rows] if kept else []


def _without_numbers(rows: list[list[Cell]]) -> list[list[Cell]]:
    """The rows without a first column that numbers them: 1, 2, 3 ..."""
    if len(rows) < LEAST_ROWS or min(map(len, rows)) < 3:
        return rows
    numbers = [cells[0].text.rstrip(".) ") for cells in rows]
    start = 0 if numbers[0].isdigit() else 1
    if numbers[start:] == [str(n) for n in range(1, len(rows) - start + 1)]:
        return [cells[1:] for cells in rows]
    return rows


def _labels_in_columns(rows: list[list[Cell]]) -> bool:
    """Whether the first and third cell of the rows are labels: heads, or ending in a colon, or known."""
    if all(
        cells[0].element.tag == "th" and cells[2].element.tag != "th" for cells in rows if len(cells) in WIDE
    ):
        return False  # a label and a value for each of several columns
    good = total = 0
    for cells in rows:
        if len(cells) % 2 or len(cells) < 4:
            continue
        for label, value in zip(cells[::2], cells[1::2], strict=True):
            if not label.text:
                continue
            total += 1
            good += (
                (label.element.tag == "th" and value.element.tag != "th")
                or label.text.endswith((":", "："))
                or field_of(label.text) is not None
            )
    return total > 0 and good >= 0.4 * total


def _pairs_in_rows(rows: list[list[Cell]]) -> bool:
    """Whether rows are label, value, label, value: all labels are different, and either they look alike and not as the values
    do, or the values have numbers, those of the first row too, and the labels have none, or the first is a model's code."""
    even = [cells for cells in rows if len(cells) % 2 == 0]
    labels = [cell for cells in even for cell in cells[::2] if cell.text]
    values = [cell for cells in even for cell in cells[1::2] if cell.text]
    named = [cell.text for cell in labels]
    if len(even) < 2 or not named or len(set(named)) < len(named):
        return False
    looks = {_look(cell) for cell in labels}
    if len(looks) == 1 and looks.isdisjoint(map(_look, values)):
        return True
    if sum(map(_has_digit, labels)) > 0.1 * len(labels):
        return False
    if field_of(named[0]) in MODEL_FIELDS and is_code(even[0][1].text):
        return True
    first = [_has_digit(cell) for cell in even[0][1::2]]
    return all(first) and sum(map(_has_digit, values)) >= 0.6 * len(values)


def _is_head_of_pairs(texts: list[str]) -> bool:
    """Whether a row is the head of labels and values: "Property | Value", once or several times beside each other."""
    return (
        len(texts) % 2 == 0
        and all(text and heads_properties(text) for text in texts[::2])
        and all(_VALUES_HEAD.fullmatch(plain_label(text)) for text in texts[1::2])
    )


def _is_head(text: str) -> bool:
    return is_label(text) and not text[0].isdigit()


def _has_unit(texts: list[str], at: int, unit: int) -> bool:
    """Whether a row of three is a label, a number and its unit; `at` and `unit` are their places."""
    return (
        len(texts) == 3
        and is_label(texts[0])
        and _NUMBER.match(texts[at]) is not None
        and _UNIT.fullmatch(texts[unit]) is not None
    )


def _are_rows_with_units(texts: list[list[str]], at: int, unit: int) -> bool:
    """Whether most rows are a label, a number and its unit, and the others a label and a value without one."""
    counted = [_has_unit(text, at, unit) for text in texts]
    return 2 * sum(counted) > len(texts) and all(
        known or (len(text) == 3 and is_label(text[0]) and text[at] != "" and text[unit] == "")
        for known, text in zip(counted, texts, strict=True)
    )


def _has_digit(cell: Cell) -> bool:
    return any(map(str.isdigit, cell.text))


def _look(cell: Cell) -> tuple[bool, str, str]:
    """How a cell is set: whether all of it is bold or slanted, its colour, its class."""
    marked = any(
        child.tag in ("b", "strong", "i", "em") and element_text(child) == cell.text for child in cell.element
    )
    return marked, (cell.element.get("bgcolor") or "").lower(), (cell.element.get("class") or "").lower()
