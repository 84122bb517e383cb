"""Specifications among the lines of a picture: rows of a table and lines with a colon, and nothing else."""

from __future__ import annotations

from crawler.extract.picture.ocr import TextLine
from crawler.extract.picture.rows import specs_of, text_rows


def line(text: str, x: int, y: int, height: int = 20) -> TextLine:
    return TextLine(text, x, y, 12 * len(text), height, 0.99)


def test_cells_that_overlap_from_top_to_bottom_are_one_row_in_the_order_of_the_eye() -> None:
    rows = text_rows([line("3.2 kg", 300, 14), line("Weight", 10, 10), line("Size", 10, 40)])
    assert [[cell.text for cell in row] for row in rows] == [["Weight", "3.2 kg"], ["Size"]]


def test_a_table_of_three_rows_and_lines_with_a_colon_are_specifications() -> None:
    cells = [("重量", "3.2 kg"), ("材料", "芳纶"), ("尺寸", "300 mm")]
    table = [line(text, 290 * i + 10, 40 * n) for n, pair in enumerate(cells) for i, text in enumerate(pair)]
    lines = [*table, line("Model: HD-1", 10, 200), line("Certificate of conformity", 10, 240)]
    assert specs_of(lines) == {"重量": "3.2 kg", "材料": "芳纶", "尺寸": "300 mm", "Model": "HD-1"}


def test_two_words_of_a_banner_beside_each_other_are_no_specification() -> None:
    assert specs_of([line("Welcome", 10, 10), line("Partners", 300, 12)]) == {}
