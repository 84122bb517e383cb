"""Properties written one a line: lines of one form in one block, each alone in its block, or in blocks of two lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from statistics import median

from crawler.extract.page.element_text import Element, short_text
from crawler.extract.page.emphasis import HEADINGS, MAX_EMPHASIS
from crawler.extract.page.layout import Layout
from crawler.extract.page.lines import Line, short_lines
from crawler.extract.product.codes.forms.code_forms import is_code, is_marked_code
from crawler.extract.product.codes.forms.code_lists import are_family, several_models
from crawler.extract.product.codes.forms.model_labels import MODEL_FIELDS, heads_properties
from crawler.extract.product.specs.line_forms import WEAK_FORMS, is_divided, read_line
from crawler.extract.product.specs.lines_of_others import is_of_others
from crawler.extract.product.specs.pairs import NO_VALUE, USUAL, are_measured
from crawler.extract.product.specs.several_in_line import BEGINS_MEASURE, MOST_WORDS
from crawler.extract.words.labels import field_of

LEAST = 3  # lines of one form in one block, from which they are properties
CLIMB = 6  # elements around a line alone, in which others are looked for beside it
LISTED = 0.6  # of the lines of a list that must be of one of LISTED_FORMS
# Of the values behind labels in brackets that must have a digit: headlines of news have that form too.
BRACKETED = 1 / 3
LISTED_FORMS = ("measure", "valued")  # which lines of other matter have as well
LEAST_MEASURED = 2  # lines of a few words, a colon or equals sign and a measure in a known unit
LEAST_NAMED = 2  # marked labels with their colons of one block


def properties_of_lines(layout: Layout) -> Iterator[tuple[str, str, str]]:
    """(label, value, source) of at least LEAST lines of one form in one block, or in blocks beside each other.

    Of fewer lines only those that give the code of a model or an article.
    """
    lines = short_lines(layout)
    in_block: defaultdict[Element, int] = defaultdict(int)
    for line in lines:
        in_block[line.block] += 1
    found: defaultdict[tuple[Element, str], list[tuple[str, str]]] = defaultdict(list)
    in_place: defaultdict[Element, int] = defaultdict(int)
    named: defaultdict[Element, int] = defaultdict(int)
    for line in lines:
        above = line.block.getparent()
        place = line.block if in_block[line.block] > 1 or above is None else above
        in_place[place] += 1
        if (read := read_line(line)) is None:
            continue
        if read.form in WEAK_FORMS and is_of_others(layout, line, read.label):
            continue
        found[place, read.form].append((read.label, read.value))
        named[place] += read.form == "marked" and (line.is_named or is_divided(line))
    for (place, form), rows in found.items():
        codes = [label for label, _ in rows]
        if form == "dash" and any(map(is_marked_code, codes)) and not are_family(codes):
            rows = [(label, value) for label, value in rows if not label[-1].isdigit()]  # the ends of ranges
            codes = [label for label, _ in rows]
        alone = len(rows) == in_place[place]
        enough = (
            len(rows) >= LEAST
            or (len(rows) > 1 and are_family(codes))
            or (form == "marked" and named[place] >= LEAST_NAMED)
            or (form in ("colon", "equals") and len(rows) >= LEAST_MEASURED and all(map(_is_measured, rows)))
            or (form == "marked" and alone and len(rows) > 1 and all(map(_is_numbered, rows)))
        )
        least = 1.0 if form == "slash" else LISTED if form in LISTED_FORMS else 0.0
        listed = len(rows) >= least * in_place[place]
        headed = form == "dash" and alone and _is_below_head(place)
        whole = headed or (enough and listed and _are_properties(form, rows, alone))
        source = "list" if place.tag in ("ul", "ol") else "text"
        for label, value in rows:
            if whole or (field_of(label) in MODEL_FIELDS and (is_code(value) or several_models(value))):
                yield label, value, source


def _is_measured(row: tuple[str, str]) -> bool:
    """Whether a label of few words has a value that begins with a measure."""
    return len(row[0].split()) <= MOST_WORDS and BEGINS_MEASURE.match(row[1]) is not None


def _is_numbered(row: tuple[str, str]) -> bool:
    """Whether a label without a digit has a short value with one."""
    label, value = row
    return (
        len(label.split()) <= MOST_WORDS
        and len(value) <= USUAL // 2
        and any(map(str.isdigit, value))
        and not any(map(str.isdigit, label))
        and not NO_VALUE.match(value)
    )


def _is_below_head(place: Element) -> bool:
    """Whether a list stands right below a heading that is a word for properties: "Characteristics"."""
    head = place.getprevious() if place.tag in ("ul", "ol") else None
    text = short_text(head, MAX_EMPHASIS) if head is not None and head.tag in (*HEADINGS, "p") else None
    return heads_properties(text) if text else False


def _are_properties(form: str, rows: list[tuple[str, str]], alone: bool) -> bool:
    """Whether the values of lines of one form are short, and measures where sentences have the form as well; some of them
    behind different labels in brackets of lines that are `alone` in their place."""
    usual = median(len(value) for _, value in rows)
    if form == "bracketed" and alone and usual <= USUAL // 2 and len(dict(rows)) == len(rows):
        return sum(any(map(str.isdigit, value)) for _, value in rows) >= BRACKETED * len(rows)
    return usual <= USUAL and (form not in WEAK_FORMS or are_measured(rows))


def properties_apart(layout: Layout) -> Iterator[tuple[str, str]]:
    """The properties of at least LEAST lines of one form that follow each other, each alone in elements of its own: where an
    editor sets each line into boxes. No label occurs twice there, as in cards of several things."""
    lines = short_lines(layout)
    places = _places(lines)
    runs: list[list[tuple[str, str]]] = []
    last: tuple[Element | None, str] = (None, "")
    for line, place in zip(lines, places, strict=True):
        read = read_line(line) if place is not None else None
        if read and is_of_others(layout, line, read.label):
            read = None
        here = (place, read.form) if read else (None, "")
        if read and here != last:
            runs.append([])
        if read:
            runs[-1].append((read.label, read.value))
        last = here
    for rows in runs:
        labels = {label for label, _ in rows if not label[-1].isdigit()}
        short = median(len(value) for _, value in rows) <= USUAL // 2
        if len(labels) == len(rows) >= LEAST and short and are_measured(rows):
            yield from rows


def _places(lines: list[Line]) -> list[Element | None]:
    """For each line that is alone in its block and in the block's parent the first element around that holds others too."""
    around: list[list[Element]] = []
    count: defaultdict[Element, int] = defaultdict(int)
    for line in lines:
        above = [line.block, *islice(line.block.iterancestors(), CLIMB)]
        around.append(above)
        for element in above:
            count[element] += 1
    return [
        next((e for e in above[2:] if count[e] > 1), None) if all(count[e] == 1 for e in above[:2]) else None
        for above in around
    ]


def pairs_of_lines(layout: Layout) -> Iterator[list[tuple[str, str]]]:
    """The two lines of alike blocks that have just two, the first of them marked as a whole: a label above its value, or a large
    number above its label. At least LEAST blocks in one place, none of them with a link."""
    blocks: defaultdict[Element, list[Line]] = defaultdict(list)
    for line in short_lines(layout):
        blocks[line.block].append(line)
    found: defaultdict[tuple[Element | None, str, str], list[tuple[str, str]]] = defaultdict(list)
    for block, lines in blocks.items():
        if (
            len(lines) == 2
            and lines[0].marked == lines[0].text
            and not lines[1].marked
            and block.find(".//a") is None
        ):
            around = next(block.iterancestors("table"), None) if block.tag == "td" else block.getparent()
            found[around, block.tag, block.get("class") or ""].append((lines[0].text, lines[1].text))
    yield from (
        rows
        for rows in found.values()
        if len(rows) >= LEAST and median(len(text) for row in rows for text in row) <= USUAL // 2
    )
