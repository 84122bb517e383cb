"""Specification tables as key and value: tables, definition lists, `label: value` lines, rows of two parts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from crawler.extract.page.document import Element, element_text, short_text
from crawler.extract.page.layout import Layout
from crawler.extract.page.vocabulary import pattern
from crawler.extract.product.labels import field_of, stated
from crawler.extract.product.lines import properties
from crawler.extract.product.variants import BETWEEN, MODELS_LABEL, is_code, model_columns, models_shown

MAX_SPECS = 300
MAX_LABEL, MAX_VALUE = 80, 1000
MAX_COLUMN_ROWS = 40  # of a table whose columns are joined to one value each
_PAIR_TAGS = ("div", "li", "p", "span", "tr", "section", "dl", "a")
_PART_TAGS = frozenset(
    ("div", "span", "p", "b", "strong", "em", "dt", "dd", "td", "th", "label", "h4", "h5", "h6")
)
_LABEL_NAMES = re.compile(r"title|label|name|key|caption|term|prop|head|left|param")
_VALUE_NAMES = re.compile(r"value|val\b|text|data|desc|info|content|detail|right|unit")
_NUMBER_NAMES = re.compile(r"number|counter|figure|stat(?:s|istic)?(?:$|[\s_-])|amount", re.I)
# Of a list (marked up, or with a dash before each line) that read `label: value`, from which it is one of properties.
LEAST_LINES = 3
_UNIT_HEAD = re.compile(  # of a column of units
    r"(?:units?|ед|од|einheit|birim|đơn vị|dvt|đvt|单位|單位|단위|unidad|unidade|unit[éà]|jedn|jm|mértékegység|бірлік)(?!\w)",
    re.I,
)
MAX_TABLE_ROWS = 400  # of one table; a longer one is data, not a specification

_LABEL_LINE = re.compile(r"([^:：\n]{1,60}?)\s*[:：]\s*(.{1,400})", re.S)
_NOT_LABEL = re.compile(r"https?|^\d+$|^\d{1,2}$|[!?。！？]|\.\s", re.I)
MAX_MARKED_LABEL = 80  # characters of a label with the colons after it
# A sentence may hold a colon too: a label has few words.
MAX_LABEL_WORDS = 6
_PAGE_LABEL = pattern("page_labels")
_DASH = re.compile(r"[-–—•·▪●*]\s*")


def read_specs(layout: Layout) -> list[tuple[str, str, str]]:
    """(label, value, source) in the page's order, each label once; source is table, list or text."""
    if "specs" not in layout.memo:
        layout.memo["specs"] = _read_specs(layout)
    found: list[tuple[str, str, str]] = layout.memo["specs"]
    return found


def _read_specs(layout: Layout) -> list[tuple[str, str, str]]:
    found: dict[str, tuple[str, str]] = {}
    lines: list[tuple[str, str, Element]] = []
    for i, element in enumerate(layout.nodes):
        if layout.flags[i] or len(found) >= MAX_SPECS:
            continue
        tag = element.tag
        if tag == "table":
            for label, value in _table(element):
                _add(found, label, value, "table")
        elif tag == "dl":
            for label, value in _definitions(element):
                _add(found, label, value, "list")
        elif tag in (
            "li",
            "p",
            "div",
            "span",
            "td",
            "b",
            "strong",
            "h2",
            "h3",
            "h4",
            "h5",
            "small",
            "label",
            "font",
        ):
            lines.extend(_label_lines(element))
        if tag in ("ul", "div", "section", "ol", "tbody") and len(element) >= 2:
            for label, value in _rows_of_two(element):
                _add(found, label, value, "list")
    for label, value in _pairs(layout):
        _add(found, label, value, "list")
    # One line with a colon may be anything; two with the same parent are a list, and known labels stand alone.
    parents = Counter(parent for _, _, parent in lines)
    dashed = Counter(parent for label, _, parent in lines if _DASH.match(label))
    for label, value, parent in lines:
        label = label[m.end() :] if (m := _DASH.match(label)) else label
        if parents[parent] >= 2 or field_of(label):
            is_list = parent.tag in ("ul", "ol") or dashed[parent] == parents[parent]
            marked = is_list and parents[parent] >= max(LEAST_LINES, len(parent) // 2)
            _add(found, label, value, "list" if marked else "text")
    for label, value, source in properties(layout):
        _add(found, label, value, source)
    if not any(field_of(label) == "model" for label in found) and (models := models_shown(layout)):
        _add(found, MODELS_LABEL, BETWEEN.join(models), "list")
    return [(label, value, source) for label, (value, source) in found.items()]


def _add(found: dict[str, tuple[str, str]], label: str, value: str, source: str) -> None:
    label = label.strip().rstrip(":：").strip()
    if (
        label
        and value
        and label != value
        and len(found) < MAX_SPECS
        and len(label) <= MAX_LABEL
        and len(value) <= MAX_VALUE
        and (source == "table" or not _PAGE_LABEL.fullmatch(label.rstrip(". ")))
    ):
        known = found.get(label)
        if known is None or (not stated(known[0]) and stated(value)):
            found[label] = (value, source)


def _table(table: Element) -> Iterator[tuple[str, str]]:
    if table.find(".//table") is not None:  # a table for layout: the inner ones are read on their own
        return
    rows: list[list[Element]] = []
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        if len(cells) == 3 and _spans_rows(cells[0]):  # a group's name beside its rows of label and value
            cells = cells[1:]
        rows.append(cells)
        if len(rows) > MAX_TABLE_ROWS:
            return
    rows = [cells for cells in rows if cells]
    if len(rows) > 2 and len(rows[0]) == 1 and rows[0][0].get("colspan"):  # the table's own title
        rows.pop(0)
    rows = _without_numbers(_without_gaps(rows))
    texts = [[element_text(cell) for cell in cells] for cells in rows]
    if (columns := model_columns(texts)) is not None:
        yield from columns
        return
    pairs = [(cells, text) for cells, text in zip(rows, texts, strict=True) if len(cells) == 2]
    if pairs and len(pairs) >= 0.5 * len(rows):
        if (
            len(pairs) == 1
            and rows[0][0].tag != "th"
            and not texts[0][0].endswith((":", "："))
            and not field_of(texts[0][0])
        ):
            return
        for _, (label, value) in pairs:
            yield label, value
        return
    even = [text for text in texts if len(text) in (4, 6, 8)]
    if even and len(even) >= 0.5 * len(texts) and (_labels_in_columns(rows) or _pairs_in_rows(rows)):
        for text in texts:
            if len(text) % 2 == 0:
                yield from zip(text[::2], text[1::2], strict=True)
        return
    if len(texts) == 2 and len(texts[0]) == len(texts[1]) > 2:
        yield from zip(texts[0], texts[1], strict=True)
    elif len(texts) > 2 and len(texts[0]) == 2 + 1 and all(len(t) == 3 for t in texts):
        # label | unit or method | value
        is_unit = bool(_UNIT_HEAD.match(texts[0][1]))
        for label, middle, value in texts[1:]:
            yield label, " ".join(part for part in ((value, middle) if is_unit else (middle, value)) if part)
    elif (
        2 < len(texts) <= MAX_COLUMN_ROWS
        and len(texts[0]) > 3
        and all(map(_is_label, filter(None, texts[0])))
    ):
        # a head and rows of sizes or types: each column is one property with several values
        for column, label in enumerate(texts[0]):
            values = [text[column] for text in texts[1:] if len(text) == len(texts[0]) and text[column]]
            yield label, " / ".join(dict.fromkeys(values))[:MAX_VALUE]


def _spans_rows(cell: Element) -> bool:
    span = (cell.get("rowspan") or "").strip()
    return span.isdigit() and int(span) > 1


def _without_gaps(rows: list[list[Element]]) -> list[list[Element]]:
    """The rows without columns that are empty in all of them."""
    width = max(map(len, rows), default=0)
    if width < 3 or any(len(cells) != width for cells in rows):
        return rows
    kept = [at for at in range(width) if any(element_text(cells[at]) for cells in rows)]
    return [[cells[at] for at in kept] for cells in rows] if kept else []


def _without_numbers(rows: list[list[Element]]) -> list[list[Element]]:
    """The rows without a first column that numbers them: 1, 2, 3 ..."""
    if len(rows) < LEAST_LINES or min(map(len, rows)) < 3:
        return rows
    numbers = [element_text(cells[0]).rstrip(".) ") for cells in rows]
    start = 0 if numbers[0].isdigit() else 1
    if numbers[start:] == [str(n) for n in range(1, len(rows) - start + 1)]:
        return [cells[1:] for cells in rows]
    return rows


def _labels_in_columns(rows: list[list[Element]]) -> bool:
    """Whether the first and third cell of the rows are labels: heads, or ending in a colon, or known."""
    good = total = 0
    for cells in rows:
        if len(cells) % 2 or len(cells) < 4:
            continue
        for label, value in zip(cells[::2], cells[1::2], strict=True):
            text = element_text(label)
            if not text:
                continue
            total += 1
            good += (
                (label.tag == "th" and value.tag != "th")
                or text.endswith((":", "："))
                or field_of(text) is not None
            )
    return total > 0 and good >= 0.4 * total


def _pairs_in_rows(rows: list[list[Element]]) -> bool:
    """Whether rows are label, value, label, value: all labels are different, and either they look alike and not as the values
    do, or the values have numbers, those of the first row too, and the labels have none."""
    even = [cells for cells in rows if len(cells) % 2 == 0]
    labels = [cell for cells in even for cell in cells[::2] if element_text(cell)]
    values = [cell for cells in even for cell in cells[1::2] if element_text(cell)]
    named = [element_text(cell) for cell in labels]
    if len(even) < 2 or len(set(named)) < len(named):
        return False
    looks = {_look(cell) for cell in labels}
    if len(looks) == 1 and looks.isdisjoint(map(_look, values)):
        return True
    first = [_has_digit(cell) for cell in even[0][1::2]]
    return (
        all(first)
        and sum(map(_has_digit, labels)) <= 0.1 * len(labels)
        and sum(map(_has_digit, values)) >= 0.6 * len(values)
    )


def _has_digit(cell: Element) -> bool:
    return any(map(str.isdigit, element_text(cell)))


def _is_marked(cell: Element) -> bool:
    """Whether all of a cell's text is bold or slanted."""
    return any(
        child.tag in ("b", "strong", "i", "em") and element_text(child) == element_text(cell)
        for child in cell
    )


def _look(cell: Element) -> tuple[bool, str, str]:
    """How a cell is set: bold or slanted, its colour, its class."""
    return _is_marked(cell), (cell.get("bgcolor") or "").lower(), (cell.get("class") or "").lower()


def _definitions(element: Element) -> Iterator[tuple[str, str]]:
    label = None
    for child in element.iter("dt", "dd"):
        if child.tag == "dt":
            label = element_text(child)
        elif label:
            yield label, element_text(child)
            label = None


def _label_lines(element: Element) -> Iterator[tuple[str, str, Element]]:
    """`label: value` where the element's own text, or its first part, ends in a colon."""
    parent = element.getparent()
    own = (element.text or "").strip()
    children = [c for c in element if isinstance(c.tag, str)]
    if own and (":" in own or "：" in own) and len(own) < 500:
        if not children or all(c.tag == "br" for c in children):
            pieces = [own, *(c.tail or "" for c in children)]
            for piece in pieces:
                match = _LABEL_LINE.fullmatch(piece.strip())
                if match and _is_label(match.group(1)):
                    yield (
                        match.group(1),
                        " ".join(match.group(2).split()),
                        element if len(pieces) > 1 else parent,
                    )
            return
        if own.endswith((":", "：")) and len(children) <= 3 and _is_label(own[:-1]):
            value = " ".join(
                filter(None, (element_text(c) + " " + (c.tail or "").strip() for c in children))
            ).strip()
            if value and len(value) <= 400:
                yield own[:-1], value, parent
            return
    if (
        not own
        and children
        and children[0].tag
        in ("b", "strong", "span", "em", "label", "i", "h4", "h5", "h6", "div", "font", "dt")
    ):
        first = short_text(children[0], 60)
        tail = (children[0].tail or "").strip()
        if first is None:
            return
        colon = first.endswith((":", "：")) or tail.startswith((":", "："))
        if colon and _is_label(first.rstrip(":：")) and len(children) <= 4:
            rest = [
                tail.lstrip(":： "),
                *(element_text(c) + " " + (c.tail or "").strip() for c in children[1:]),
            ]
            value = " ".join(" ".join(rest).split())
            if value and len(value) <= 400:
                yield first.rstrip(":： "), value, parent


def _rows_of_two(element: Element) -> Iterator[tuple[str, str]]:
    """Children that all consist of two short parts are the rows of a table made of other elements."""
    rows = []
    children = [c for c in element if isinstance(c.tag, str) and c.tag not in ("br", "hr")]
    if len(children) > MAX_TABLE_ROWS:
        return
    for child in children:
        parts = [c for c in child if isinstance(c.tag, str) and c.tag not in ("br", "svg", "img", "i")]
        if len(parts) != 2 or (child.text or "").strip() or any((p.tail or "").strip() for p in parts):
            continue
        if parts[0].tag in ("a", "img", "button", "input", "h1", "h2", "h3", "p") or parts[1].tag in (
            "button",
            "input",
            "form",
            "h1",
            "h2",
            "h3",
        ):
            continue
        first, second = short_text(parts[0], 50), short_text(parts[1], 300)
        if first and second:
            rows.append((first, second))
    rows = [(label, value) for label, value in _label_first(rows) if _is_label(label.rstrip(":："))]
    if len(rows) >= 2 and len(rows) >= 0.6 * len(children):
        yield from rows


def _label_first(rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Rows of two texts as label and value: turned round where the value stands first, as in a large number above its name.

    That is where the second texts are labels that are known, or none of them has a digit and most of the first have one.
    """
    known = [sum(field_of(text) is not None for text in column) for column in zip(*rows, strict=True)]
    digits = [sum(any(map(str.isdigit, text)) for text in column) for column in zip(*rows, strict=True)]
    if (
        rows
        and not any(is_code(first) for first, _ in rows[1:])
        and (known[1] > known[0] or (known == [0, 0] and not digits[1] and 2 * digits[0] > len(rows)))
    ):
        return [(second, first) for first, second in rows]
    return rows


def _pairs(layout: Layout) -> Iterator[tuple[str, str]]:
    """Elements of two parts, a label and a value, that recur with the same classes anywhere on the page."""
    found: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for element in layout.subject(*_PAIR_TAGS):
        parts = [
            c for c in element if isinstance(c.tag, str) and c.tag not in ("br", "svg", "img", "i", "hr")
        ]
        if len(parts) != 2 or (element.text or "").strip() or any((p.tail or "").strip() for p in parts):
            continue
        if not all(p.tag in _PART_TAGS for p in parts):
            continue
        if _NUMBER_NAMES.search(parts[0].get("class") or "") and _LABEL_NAMES.search(
            parts[1].get("class") or ""
        ):
            parts.reverse()  # a large number above its name
        label = short_text(parts[0], MAX_MARKED_LABEL)
        if not label:
            continue
        names = [f"{p.get('class') or ''}".lower() for p in parts]
        named = _are_named(*names)
        if not (named or label.endswith((":", "："))) or not _is_label(label.rstrip(":：")):
            continue
        value = short_text(parts[1], 300)
        if value:
            found.setdefault((element.tag, element.get("class") or "", *names), []).append((label, value))
    for (_, _, *names), rows in found.items():
        if len(rows) >= 2 or _are_named(*names):
            yield from rows


def _are_named(label: str, value: str) -> bool:
    """Whether the classes of two elements say that they are a label and its value."""
    return bool(_LABEL_NAMES.search(label) and (_VALUE_NAMES.search(value) or _NUMBER_NAMES.search(value)))


def _is_label(text: str) -> bool:
    text = text.strip()
    return (
        0 < len(text) <= 60
        and len(text.split()) <= MAX_LABEL_WORDS
        and not _NOT_LABEL.search(text)
        and any(c.isalpha() for c in text)
    )
