"""The XLSX form of a review sheet: drop-down, frozen header, filter, protected evidence, photos, instructions."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.case.csv_output import showable
from matcher.review.sheet.columns import REVIEWER_COLUMNS, SheetRow
from matcher.review.sheet.instructions import INSTRUCTIONS
from matcher.review.sheet.photos import THUMBNAIL_PIXELS, PhotoReader
from matcher.review.sheet.statement_rows import STATEMENT_COLUMNS, WORKSHEET
from matcher.review.sheet.words import ONLY
from matcher.text.highlight import Segment, highlight

if TYPE_CHECKING:
    from sqlite_utils import Database
    from xlsxwriter.format import Format

    from crawler.case.case import Case

LINKS = 60_000  # Excel refuses a worksheet with more than 65,530 hyperlinks
LINK_CHARACTERS = 2_000  # and a link longer than 2,079 characters
PHOTOS = 3_000  # rows with a photo; more would make a file no mail takes
PHOTO_ROW_POINTS = 78
ROW_POINTS = 60  # of a row that needs no more
MOST_POINTS = 400  # Excel's limit is 409
LINE_POINTS = 13.5  # of a line of text, 10 points high
MARKED_ROWS = 20_000  # rows whose agreeing words are marked: it takes longer than all the rest of a row
MARKED = ("customs_text", "item_name", "item_description", "item_specs")

WIDTHS = {
    **{"decision": 11, "note": 26, "reviewer": 12, "why": 20, "confidence": 10, "level": 11},
    **{"customs_text": 52, "transliteration": 36, "translation": 36, "declared": 24, "item_name": 34},
    **{"read_as": 40, "item_read_as": 36},
    **{
        "item_description": 44,
        "item_specs": 40,
        "photo": 15,
        "item_url": 26,
        "capture": 22,
    },
    **{
        "words": 60,
        "url": 26,
        "title": 34,
        "counter_reason": 28,
        "reasons": 40,
        "dates": 13,
        "importers": 24,
        "exporters": 24,
    },
}
FORMATS = {
    **{"decision": "own", "note": "own", "reviewer": "own"},
    **{"customs_text": "main", "item_name": "main", "words": "main"},
}
UNBROKEN = frozenset(
    ("item_url", "capture", "pair_id", "row_signature", "export_id", "why")
)  # may be clipped
MARKED_CHARACTERS = 4_000  # a longer text is not for reading in a cell
# Decisions, coloured as they are made.
FILLED = {
    "accept": "#D7EBDD",
    "reject": "#F6DAD5",
    "unsure": "#FBEBC4",
    ONLY: "#D7EBDD",
}


Formats = Mapping[str, "Format"]  # cell formats by what they are for
# Every text stays text: no formula, no link, no number is made of it. Rows are written as they come.
_VERBATIM = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_workbook(
    case: Case,
    db: Database,
    path: Path,
    columns: Sequence[str],
    rows: Iterator[SheetRow],
    statements: Sequence[Mapping[str, str | float]] = (),
) -> None:
    """Write the sheet row by row: memory grows by the packed file only. `statements`: rows of a worksheet of their own.

    The file is packed in memory and written at once: a zip file on a full disk would be left open and half written.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    from matcher.review.sheet.text_worksheet import TextWorksheet

    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, _VERBATIM)
    book.set_properties(
        {"title": f"Box31 review: {case.name}", "comments": "Leads to be checked, not proof."}
    )
    sheet = book.add_worksheet("Review", worksheet_class=TextWorksheet)
    formats = _formats(book)
    _head(sheet, columns, formats)
    last = _body(sheet, columns, rows, formats, PhotoReader(case, db))
    _furnish(sheet, columns, max(last, 1), formats)
    if statements:
        _statements(book, statements, formats)
    _instruct(book, formats)
    try:
        book.close()
    except FileCreateError as error:
        raise OSError(str(error)) from error
    path.write_bytes(packed.getbuffer())


def _statements(book: Any, rows: Sequence[Mapping[str, str | float]], formats: Formats) -> None:
    from matcher.review.sheet.text_worksheet import TextWorksheet

    sheet = book.add_worksheet(WORKSHEET, worksheet_class=TextWorksheet)
    _head(sheet, STATEMENT_COLUMNS, formats)
    for number, row in enumerate(rows, start=1):
        for place, column in enumerate(STATEMENT_COLUMNS):
            _write(sheet, formats, number, place, "item_url" if column == "url" else column, row[column])
    _furnish(sheet, STATEMENT_COLUMNS, len(rows), formats)


def _head(sheet: Any, columns: Sequence[str], formats: Formats) -> None:
    sheet.set_default_row(ROW_POINTS)
    sheet.set_row(0, 24)
    for place, column in enumerate(columns):
        own = column in REVIEWER_COLUMNS
        sheet.set_column(place, place, WIDTHS.get(column, 14), formats["own"] if own else None)
        sheet.write_string(0, place, column, formats["own_header" if own else "header"])


def _body(
    sheet: Any, columns: Sequence[str], rows: Iterator[SheetRow], formats: Formats, photos: PhotoReader
) -> int:
    """Write the rows; gives the number of the last."""
    last = 0
    for last, row in enumerate(rows, start=1):
        item = row.evidence.item
        photo = photos.thumbnail(item) if last <= PHOTOS else None
        sheet.set_row(last, max(PHOTO_ROW_POINTS if photo else ROW_POINTS, needed_points(row.cells)))
        marked = marked_cells(row.cells) if last <= MARKED_ROWS else {}
        for place, column in enumerate(columns):
            if column in marked:
                sheet.write_marked(last, place, marked[column], formats[FORMATS.get(column, "plain")])
            else:
                _write(sheet, formats, last, place, column, row.cells[column])
        if photo:
            options = {
                **{"image_data": photo.stream(), "x_offset": 4, "y_offset": 3, "object_position": 1},
                **{"description": showable(item.name)[:250]},
            }
            sheet.insert_image(last, columns.index("photo"), f"{item.item_id}.png", options)
    return last


def needed_points(cells: Mapping[str, str | float]) -> float:
    """The height at which no cell of a row is clipped, as far as a row may be high; wide letters take two places."""
    lines = 1
    for column, value in cells.items():
        if not isinstance(value, str) or column in UNBROKEN or len(value) < 8:
            continue
        width = WIDTHS.get(column, 14) - 1
        if 2 * len(value) <= width and "\n" not in value:
            continue
        shown = value[: width * 60]
        wide = 0 if shown.isascii() else sum(letter >= "\u2e80" for letter in shown)
        breaks = shown.count("\n")
        lines = max(lines, -(-(len(shown) + wide) // width) + breaks)
    return min(lines * LINE_POINTS + 4, MOST_POINTS)


def marked_cells(cells: Mapping[str, str | float]) -> dict[str, list[Segment]]:
    """The texts of both sides in segments, what agrees marked."""
    texts = [showable(str(cells[column])) for column in MARKED]
    if any(len(text) > MARKED_CHARACTERS for text in texts):
        return {}
    left, right = highlight(texts[:1], texts[1:])
    return {
        column: segments for column, segments in zip(MARKED, [*left, *right], strict=True) if cells[column]
    }


def _write(sheet: Any, formats: Formats, row: int, place: int, column: str, value: str | float) -> None:
    if not value and value != 0:
        return
    if not isinstance(value, str):
        sheet.write_number(row, place, value, formats["number" if isinstance(value, float) else "plain"])
    elif column == "item_url" and row <= LINKS and _is_link(value):
        sheet.write_url(row, place, value, formats["link"], string=value)
    else:
        sheet.write_text(row, place, showable(value), formats[FORMATS.get(column, "plain")])


def _is_link(url: str) -> bool:
    """Only plain web addresses become links: no javascript:, no file:, nothing with blanks or controls."""
    return (
        url.startswith(("http://", "https://"))
        and len(url) <= LINK_CHARACTERS
        and url.isprintable()
        and not any(c in url for c in ' "<>')
    )


def _furnish(sheet: Any, columns: Sequence[str], last: int, formats: Formats) -> None:
    sheet.freeze_panes(1, 3)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    words = [*FILLED] if "pair_id" in columns else [word for word in FILLED if word != ONLY]
    more = "; only: accept, and reject the blank rows of the same goods" if ONLY in words else ""
    sheet.data_validation(
        *(1, 0, last, 0),
        {
            **{"validate": "list", "source": words, "error_type": "warning"},
            **{
                "input_title": "Do they describe the same goods?",
                "input_message": f"accept, reject, unsure, or blank{more}",
            },
            **{
                "error_title": "Unknown word",
                "error_message": f"Known words: {', '.join(words)} (see the sheet How to decide).",
            },
        },
    )
    for word in words:
        sheet.conditional_format(
            *(1, 0, last, 0),
            {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": formats[f"filled_{word}"]},
        )
    sheet.protect(
        "",
        {
            **{"autofilter": True, "sort": True, "format_columns": True, "format_rows": True},
            **{"select_locked_cells": True, "select_unlocked_cells": True},
        },
    )
    sheet.set_landscape()
    readable = columns.index("counter_reason" if "counter_reason" in columns else "published")
    sheet.print_area(0, 0, last, readable)  # what fits a page wide and can be read
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _formats(book: Any) -> Formats:
    base = {"text_wrap": True, "valign": "top", "font_size": 10}
    header = {"bold": True, "valign": "vcenter", "font_size": 10, "bottom": 1, "font_color": "#22303A"}
    own = {
        **base,
        "locked": False,
        "bg_color": "#FFFBEA",
        "border": 1,
        "border_color": "#D9D2B8",
        "num_format": "@",
    }
    return {
        "plain": book.add_format(base),
        "main": book.add_format({**base, "font_size": 11}),
        "number": book.add_format({**base, "num_format": "0.000"}),
        "link": book.add_format({**base, "font_color": "#1F5C99", "underline": 1}),
        "own": book.add_format(own),
        "header": book.add_format({**header, "bg_color": "#E6ECF0"}),
        "own_header": book.add_format({**header, "bg_color": "#F3E3A6"}),
        "title": book.add_format({"bold": True, "font_size": 16, "font_color": "#22303A"}),
        "heading": book.add_format({"bold": True, "font_size": 12, "font_color": "#22303A", "top": 1}),
        "text": book.add_format({"text_wrap": True, "valign": "top", "font_size": 11}),
        "term": book.add_format({"bold": True, "valign": "top", "font_size": 11}),
        **{f"filled_{word}": book.add_format({"bg_color": colour}) for word, colour in FILLED.items()},
    }


def _instruct(book: Any, formats: Formats) -> None:
    sheet = book.add_worksheet("How to decide")
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 2, 62)
    for row, (kind, *texts) in enumerate(INSTRUCTIONS):
        if kind in ("title", "heading"):
            sheet.write_string(row, 0, texts[0], formats[kind])
            continue
        for place, text in enumerate(texts):
            sheet.write_string(row, place, text, formats["term" if place == 0 else "text"])
    sheet.protect()
    assert THUMBNAIL_PIXELS < PHOTO_ROW_POINTS * 96 / 72, "a thumbnail fits its row"
