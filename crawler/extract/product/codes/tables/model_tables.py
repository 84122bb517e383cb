"""Tables of models: a row or a column for each, as properties with one value for each model."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from crawler.extract.page.element_text import Element, element_text, short_text
from crawler.extract.page.layout import Layout
from crawler.extract.page.near_heading import heading_text
from crawler.extract.product.codes.forms.code_forms import (
    NUMBERED_WORD,
    is_code,
    is_hyphened_code,
    is_marked_code,
    is_numbered_size,
    is_size,
)
from crawler.extract.product.codes.forms.code_lists import MOST, are_family, codes_alike, is_listed_code
from crawler.extract.product.codes.forms.model_labels import (
    BETWEEN,
    MODEL_FIELDS,
    MODELS_LABEL,
    heads_models,
    heads_properties,
    heads_sizes,
    names_kind,
)
from crawler.extract.product.codes.tables.trade_names import are_numbered_names
from crawler.extract.words.alphabets import PLAIN_CAPITALS
from crawler.extract.words.labels import field_of, is_label

LONGEST = 1000  # characters of the values of one property
LONGEST_CODE = 40  # characters of a code that is a row of its own
LEAST_STEM = 2  # letters of a heading that the codes of a column begin with
CODED = 0.5  # of the rows of a table, above which the first column is one of codes
_GROUPS = re.compile(r"\d+(?:[-./]\d+){2,4}")  # 140.25.710, behind a label of a model
_ARTICLE = re.compile(r"(?:\d[-./ ]?){4,15}")
_WORD_WITH_NUMBER = re.compile(r"(?=(?:.*[^\W\d_]){2})(?=.*\d)\S{3,}")  # letters and a number, no blank
# A code without a digit, beside others: WK-PV
_LETTERS = re.compile(rf"[{PLAIN_CAPITALS}]{{2,}}(?:[-./ ][{PLAIN_CAPITALS}]+)+")
# The same of a whole family: RK-FC, RK-HC
_LETTERED = re.compile(rf"(?P<stem>[{PLAIN_CAPITALS}]{{2,5}})-[{PLAIN_CAPITALS}]{{1,6}}")


def model_columns(texts: Sequence[Sequence[str]]) -> list[tuple[str, str]] | None:
    """The properties of a table of models, each with one value for each model; None for any other table.

    Either the head names the model first and each row is one, or each column but the first is one; the head's first cell is
    then a word for a model, for sizes or for properties, or empty. Such a word that the page shows remains the models' label.
    """
    if len(texts) < 2 or len(texts[0]) < 2:
        return None
    found = _model_columns(texts)
    head = texts[0][0]
    if found and found[0][0] == MODELS_LABEL and names_kind(head):
        found[0] = (head, found[0][1])
    return found


def _model_columns(texts: Sequence[Sequence[str]]) -> list[tuple[str, str]] | None:
    if field_of(texts[0][0]) is None and heads_properties(texts[0][0]):
        return _columns_of_models(texts)
    if field_of(texts[0][0]) not in MODEL_FIELDS:
        if not (
            heads_models(texts[0][0])
            or _heads_are_models(texts[0])
            or _heads_are_sizes(texts[0])
            or _begin_with_models(texts)
        ):
            return None
        texts = [[MODELS_LABEL, *texts[0][1:]], *texts[1:]]
    rows = [text for text in texts if len(text) == len(texts[0])]
    first = [text[0] for text in rows[1:]]
    coded = (
        sum(map(is_listed_code, first)) > CODED * len(first)
        or _are_numbers(texts[0][0], first)
        or _are_lettered(first)
        or _are_letters(texts[0][0], first)
        or _differ_in_numbers(texts[0][0], first)
        or are_numbered_names(first)
    )
    if len(first) > 1 and not is_code(texts[0][1]) and coded:
        return [(label, _joined(text[at] for text in rows[1:])) for at, label in enumerate(rows[0]) if label]
    head = rows[0][1:]
    if len(head) > 1 and (
        _are_models(head)
        or _are_lettered(head)
        or are_numbered_names(head)
        or _are_groups(rows[0])
        or _are_numbered(texts)
        or _differ_in_numbers(rows[0][0], head)
    ):
        return _of_columns(texts)
    return None


def _columns_of_models(texts: Sequence[Sequence[str]]) -> list[tuple[str, str]] | None:
    """The properties of a table whose head is a word for properties (or nothing, before several columns) and models or sizes."""
    head = texts[0][1:]
    models = _are_models(head) or _are_groups(texts[0]) or are_numbered_names(head)
    if not models or (not texts[0][0] and len(head) == 1):
        return None
    # Where codes do not begin alike, one may be another maker's
    alike = len(head) == 1 or len(codes_alike(head)) > 1 or _are_groups(texts[0])
    named = [[MODELS_LABEL, *head]] if alike and not all(map(is_size, head)) else []
    return _of_columns([*named, *texts[1:]])


def _of_columns(texts: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    """Label and values of each row of a table with a column for each model; a row of two cells has one value for all."""
    width = max(map(len, texts))
    return [(t[0], _joined(t[1:])) for t in texts if t and t[0] and len(t) in (2, width)]


def _joined(values: Iterable[str]) -> str:
    """One value for each model, in their order."""
    return BETWEEN.join(value for value in values if value)[:LONGEST]


def models_heading_columns(layout: Layout) -> tuple[str, ...]:
    """The codes that head the columns of a table beside a word for properties: "К 8/18", "К 20/30" of "Насосы К".

    The letters that all begin with are a word of the page's heading.
    """
    words = set(re.findall(r"[^\W_]+", heading_text(layout)))
    for table in layout.subject("table"):
        row = next(table.iter("tr"), None)
        texts = (
            [element_text(cell) for cell in row[: MOST + 1] if cell.tag in ("td", "th")]
            if row is not None
            else []
        )
        codes = texts[1:]
        stems = set(map(_stem, codes))
        if (
            len(codes) > 1
            and len(stems) == 1
            and stems <= words
            and heads_properties(texts[0])
            and _are_models(codes)
        ):
            return tuple(codes)
    return ()


def models_in_one_column(layout: Layout) -> tuple[str, ...]:
    """The codes that are all of a table of one column, or of a list: "QV 20/8", "QV 32/10" of "Coupling QV".

    The letters that all begin with are a word of the page's heading, which has no code that begins so: that would be one of several
    models, and the column of the others.
    """
    heading = heading_text(layout)
    words = set(re.findall(r"[^\W_]+", heading))
    for element in layout.subject("table", "ul"):
        texts = _single_texts(element)
        stems = {_stem(text) for text in texts}
        if (
            len(stems) != 1
            or len(min(stems)) < LEAST_STEM
            or not stems <= words
            or not are_family(texts)
            or any(map(is_size, texts))
        ):
            continue
        if not re.search(rf"(?<![^\W_]){re.escape(*stems)}[-./ ]?\d", heading):
            return tuple(texts)
    return ()


def _single_texts(element: Element) -> list[str]:
    """The texts of a table's rows of one cell, or of a list's entries without links; none of fewer than two or of many."""
    rows = list(islice(element.iter("tr", "li"), MOST + 1))
    if not 1 < len(rows) <= MOST or any(len(row) != 1 for row in rows if row.tag == "tr"):
        return []
    if element.find(".//a") is not None:
        return []
    return [short_text(row, LONGEST_CODE) or "" for row in rows]


def _stem(code: str) -> str:
    """The letters that a code begins with."""
    return re.split(r"[^A-ZА-ЯЁІЇЄ]", code, maxsplit=1)[0]


def _are_models(cells: Sequence[str]) -> bool:
    """Whether different cells name models each: codes, and beside more of these letters that begin alike (WK-20, WK-PV)."""
    codes = [cell for cell in cells if is_listed_code(cell)]
    others = [cell for cell in cells if not is_listed_code(cell)]
    return (
        len(set(cells)) == len(cells)
        and len(codes) > len(others)
        and (not others or (all(map(_LETTERS.fullmatch, others)) and len(codes_alike(cells)) > 1))
    )


def _are_lettered(cells: Sequence[str]) -> bool:
    """Whether different cells, two at least, are letters that begin alike and a hyphen divides: RK-FC, RK-HC."""
    found = [_LETTERED.fullmatch(cell) for cell in cells]
    stems = {match["stem"] if match else "" for match in found}
    return len(set(cells)) == len(cells) > 1 and len(stems) == 1 and "" not in stems


def _heads_are_models(head: Sequence[str]) -> bool:
    """Whether the heads behind the first, whatever that says, are different marked codes that begin alike: Property | VF-5 | VF-8."""
    codes = head[1:]
    return are_family(codes) and (all(map(is_marked_code, codes)) or all(map(is_hyphened_code, codes)))


def _heads_are_sizes(head: Sequence[str]) -> bool:
    """Whether a word for sizes stands beside different codes that begin alike and are no sizes: Size | VF 5 | VF 8."""
    codes = head[1:]
    return (
        heads_sizes(head[0])
        and are_family(codes)
        and not any(map(is_size, codes))
        and not any(NUMBERED_WORD.fullmatch(code.partition(" ")[0]) for code in codes)
    )


def _begin_with_models(texts: Sequence[Sequence[str]]) -> bool:
    """Whether the rows below a head of three labels or more begin with marked codes that begin alike, whatever stands above them."""
    head, codes = texts[0], [text[0] for text in texts[1:] if text]
    return (
        len(head) > 2
        and all(map(is_label, head))
        and not any(map(is_code, head))
        and all(len(text) == len(head) for text in texts)
        and are_family(codes)
        and all(map(is_marked_code, codes))
    )


def _are_numbered(texts: Sequence[Sequence[str]]) -> bool:
    """Whether the cells beside a label of models are different numbers, and labels without numbers stand below it."""
    numbers = texts[0][1:]
    labels = [text[0] for text in texts[1:] if text]
    return (
        len(set(numbers)) == len(numbers)
        and all(map(_ARTICLE.fullmatch, numbers))
        and field_of(texts[0][0]) in MODEL_FIELDS
        and all(map(is_label, labels))
        and not any(map(is_code, labels))
    )


def _are_groups(row: Sequence[str]) -> bool:
    """Whether the cells behind a label of models are different groups of digits: 140.25.710."""
    return len(set(row[1:])) == len(row[1:]) and all(map(_GROUPS.fullmatch, row[1:]))


def _are_numbers(head: str, cells: Sequence[str]) -> bool:
    """Whether a column under a label of article numbers has a different one of digits in each cell: 2040.125; under one of
    models they are divided and begin alike: 2040-12, 2040-25."""
    label = field_of(head)
    if len(set(cells)) != len(cells) or not all(map(_ARTICLE.fullmatch, cells)):
        return False
    divided = all(any(sign in cell for sign in "-./") for cell in cells)
    return label in MODEL_FIELDS[1:] or (
        label in MODEL_FIELDS and divided and len(codes_alike(cells)) == len(cells)
    )


def _are_letters(head: str, cells: Sequence[str]) -> bool:
    """Whether a column under a label of models or articles has a different code of letters in each cell: QV-KA, QV-KB."""
    return (
        field_of(head) in MODEL_FIELDS
        and len(codes_alike(cells)) == len(set(cells)) == len(cells)
        and all(map(_LETTERS.fullmatch, cells))
    )


def _differ_in_numbers(head: str, cells: Sequence[str]) -> bool:
    """Whether cells at a label of models are different words with several letters, whatever their case, that differ in their
    numbers only and are no sizes: КВ12с3нж-50, КВ12с3нж-80."""
    forms = {re.sub(r"\d+", "0", cell) for cell in cells}
    return (
        field_of(head) in MODEL_FIELDS
        and len(forms) == 1
        and len(set(cells)) == len(cells) > 1
        and _WORD_WITH_NUMBER.fullmatch(min(forms)) is not None
        and not any(map(is_numbered_size, cells))
    )
