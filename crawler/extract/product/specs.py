"""Specifications as label and value: of tables, definition lists, `label: value` lines, rows of two parts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from crawler.extract.page.document import Element, element_text, short_text
from crawler.extract.page.layout import Layout
from crawler.extract.page.vocabulary import pattern
from crawler.extract.product.codes.code_forms import is_code
from crawler.extract.product.codes.model_labels import BETWEEN, MODELS_LABEL, lists_models
from crawler.extract.product.codes.model_tables import models_heading_columns
from crawler.extract.product.codes.models_shown import models_shown
from crawler.extract.product.grids import grid_properties, placed_properties
from crawler.extract.product.labels import divides_number, field_of, is_label, plain_label, stated
from crawler.extract.product.lines import (
    NO_VALUE,
    marked_in_line,
    models_above_lines,
    models_in_blocks,
    pairs_of_lines,
    properties,
    properties_apart,
    properties_in_line,
)
from crawler.extract.product.spec_tables import MAX_ROWS, MAX_VALUE, table_properties

MAX_SPECS = 300
MAX_LABEL = 80  # characters
_PAIR_TAGS = ("div", "li", "p", "span", "tr", "section", "dl", "a")
_PART_TAGS = frozenset(
    ("div", "span", "p", "b", "strong", "em", "dt", "dd", "td", "th", "label", "h4", "h5", "h6")
)
_HEADS = ("h2", "h3")  # of a part that is a number above its label; over other texts they are headings
_LABEL_NAMES = re.compile(r"title|label|name|key|caption|term|prop|head|left|param|etiquet|libell|bezeichn")
_VALUE_NAMES = re.compile(r"value|val\b|text|data|desc|info|content|detail|right|unit|valor|valeur|\bwert")
# Class of an element that is one property: "spec", "attribute-row"
_ROW_NAMES = re.compile(r"\bspec(?!ial)|param|attrib|propert|characteri[sz]|caracter|kenmerk|merkmal", re.I)
_NUMBER_NAMES = re.compile(r"number|counter|figure|stat(?:s|istic)?(?:$|[\s_-])|amount", re.I)
# Of a list (marked up, or with a dash before each line) that read `label: value`, from which it is one of properties.
LEAST_LINES = 3

_LABEL_LINE = re.compile(r"([^:：\n]{1,60}?)\s*[:：]\s*(.{1,400})", re.S)
USUAL = 80  # characters of a value beside its label, above which it is a paragraph
MAX_MARKED_LABEL = 80  # characters of a label with the colons after it
_CRUMBS = pattern("front_page", r"{}\s*(?:[>»›→]|->)")  # at the beginning of a value: the path to the page
_PAGE_LABEL = pattern("page_labels")
_PUBLISHED = pattern("published_labels")
_POST_LABEL = pattern("post_labels")
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
    for label, value in models_in_blocks(layout):
        _add(found, label, value, "list")
    for i, element in enumerate(layout.nodes):
        if layout.flags[i] or len(found) >= MAX_SPECS:
            continue
        tag = element.tag
        if tag == "table":
            for label, value in table_properties(element):
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
            for label, value in (
                *grid_properties(element),
                *placed_properties(element),
                *_rows_of_two(element, layout),
                *_alternating(element),
            ):
                _add(found, label, value, "list")
    for label, value in (*_pairs(layout), *_rows_of_a_class(layout)):
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
    for rows in pairs_of_lines(layout):
        for label, value in _label_first(rows):
            if is_label(label.rstrip(":：")):
                _add(found, label, value, "list")
    for label, value, source in properties(layout):
        _add(found, label, value, source)
    for label, value in properties_apart(layout):
        _add(found, label, value, "list")
    for label, value in (*marked_in_line(layout), *properties_in_line(layout)):
        _add(found, label, value, "text")
    _leave_out_head_of_post(found)
    named = any(
        field_of(label) == "model" or lists_models(label, value) for label, (value, _) in found.items()
    )
    models = (
        () if named else models_shown(layout) or models_above_lines(layout) or models_heading_columns(layout)
    )
    if models:
        _add(found, MODELS_LABEL, BETWEEN.join(models), "list")
    return [(label, value, source) for label, (value, source) in found.items()]


def _leave_out_head_of_post(found: dict[str, tuple[str, str]]) -> None:
    """Take out the title, author and text of a post, where they stand beside its date."""
    dates = {label for label in found if _PUBLISHED.fullmatch(plain_label(label))}
    others = {label for label in found if _POST_LABEL.fullmatch(plain_label(label))}
    for label in dates | others if dates and others else ():
        del found[label]


def _add(found: dict[str, tuple[str, str]], label: str, value: str, source: str) -> None:
    label = label.strip().rstrip(":：").strip()
    if (
        label
        and value
        and label != value
        and not _CRUMBS.match(value)
        and len(found) < MAX_SPECS
        and len(label) <= MAX_LABEL
        and len(value) <= MAX_VALUE
        and (source == "table" or not _PAGE_LABEL.fullmatch(label.rstrip(". ")))
    ):
        known = found.get(label)
        if known is None or (not stated(known[0]) and stated(value)):
            found[label] = (value, source)


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
                if match and is_label(match.group(1)) and not divides_number(match):
                    yield (
                        match.group(1),
                        " ".join(match.group(2).split()),
                        element if len(pieces) > 1 else parent,
                    )
            return
        if own.endswith((":", "：")) and len(children) <= 3 and is_label(own[:-1]):
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
        if first is None or any(_is_label_of_more(child) for child in children[1:]):
            return
        colon = first.endswith((":", "：")) or tail.startswith((":", "："))
        if colon and is_label(first.rstrip(":：")) and len(children) <= 4:
            rest = [
                tail.lstrip(":： "),
                *(element_text(c) + " " + (c.tail or "").strip() for c in children[1:]),
            ]
            value = " ".join(" ".join(rest).split())
            if value and len(value) <= 400:
                yield first.rstrip(":： "), value, parent


def _is_label_of_more(element: Element) -> bool:
    """Whether a part of a line is the bold label of a further property."""
    text = short_text(element, MAX_MARKED_LABEL) if element.tag in ("b", "strong") else None
    return text is not None and (
        text.endswith((":", "：")) or (element.tail or "").lstrip().startswith((":", "："))
    )


def _rows_of_two(element: Element, layout: Layout) -> Iterator[tuple[str, str]]:
    """Children that all consist of two short parts are the rows of a table made of other elements; links to other pages with
    the name and the kind of what these are about are none."""
    rows = []
    children = [c for c in element if isinstance(c.tag, str) and c.tag not in ("br", "hr")]
    if len(children) > MAX_ROWS:
        return
    for child in children:
        if child.tag == "a" and layout.leads_on(child):
            continue
        parts = _parts(child)
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
        if first and second and not _is_panel(parts[1]):
            rows.append((first, second))
    rows = [(label, value) for label, value in _label_first(rows) if is_label(label.rstrip(":："))]
    if len(rows) >= 2 and len(rows) >= 0.6 * len(children):
        yield from rows


def _is_panel(element: Element) -> bool:
    """Whether a part holds several lines with a colon each: the panel below a fold's title, and no value."""
    lines = (short_text(line, USUAL) or "" for line in element.iter("p", "li", "tr", "dt"))
    return sum(_LABEL_LINE.fullmatch(line) is not None for line in lines) > 1


def _parts(element: Element) -> list[Element]:
    """The children of an element that may be a label or a value, without pictures, lines and the empty one that draws dots."""
    parts = [c for c in element if isinstance(c.tag, str) and c.tag not in ("br", "svg", "img", "i", "hr")]
    return [c for c in parts if len(c) or (c.text or "").strip()] if len(parts) > 2 else parts


def _alternating(element: Element) -> Iterator[tuple[str, str]]:
    """Children that are by turns a label and its value, told apart by their tags or classes or by what is marked in them, as in
    a grid of two columns."""
    children = [c for c in element if isinstance(c.tag, str) and c.tag not in ("br", "hr")]
    kinds = [(c.tag, c.get("class") or "", _is_marked(c)) for c in children]
    if (
        len(children) < 2 * LEAST_LINES
        or len(children) > 2 * MAX_ROWS
        or kinds != kinds[:2] * (len(kinds) // 2)
        or kinds[0] == kinds[1]
        or not {tag for tag, _, _ in kinds[:2]} <= _PART_TAGS - {"dt", "dd", "td", "th"}
        or any((text or "").strip() for text in (element.text, *(c.tail for c in children)))
    ):
        return
    texts = [short_text(c, 300) or "" for c in children]
    rows = _label_first(list(zip(texts[::2], texts[1::2], strict=True)))
    if all(is_label(label.rstrip(":：")) and len(value) <= USUAL for label, value in rows):
        yield from rows


def _is_marked(element: Element) -> bool:
    """Whether an element holds nothing but bold words."""
    return (
        len(element) == 1
        and element[0].tag in ("b", "strong")
        and not (element.text or "").strip()
        and not (element[0].tail or "").strip()
    )


def _label_first(rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Rows of two texts as label and value: turned round where the value stands first, as in a large number above its name.

    That is where the second texts are labels that are known, or hardly one of them has a digit and most of the first have one.
    """
    known = [sum(field_of(text) is not None for text in column) for column in zip(*rows, strict=True)]
    digits = [sum(any(map(str.isdigit, text)) for text in column) for column in zip(*rows, strict=True)]
    if (
        rows
        and 2 * sum(is_code(first) for first, _ in rows) < len(rows)
        and (known[1] > known[0] or (known == [0, 0] and 4 * digits[1] < len(rows) < 2 * digits[0]))
    ):
        return [(second, first) for first, second in rows]
    return rows


def _pairs(layout: Layout) -> Iterator[tuple[str, str]]:
    """Elements of two parts, a label and a value, that recur with the same classes anywhere on the page."""
    found: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for element in layout.subject(*_PAIR_TAGS):
        if element.tag == "a" and layout.leads_on(element):
            continue
        parts = _parts(element)
        if len(parts) != 2 or (element.text or "").strip() or any((p.tail or "").strip() for p in parts):
            continue
        if not all(p.tag in _PART_TAGS for p in parts) and not (
            parts[0].tag in _HEADS and parts[1].tag in _PART_TAGS
        ):
            continue
        if _are_turned(*((part.get("class") or "").lower() for part in parts)):
            parts.reverse()  # a large number above its name
        label = short_text(parts[0], MAX_MARKED_LABEL)
        if not label:
            continue
        names = [f"{p.get('class') or ''}".lower() for p in parts]
        if not (
            _are_named(*names) or label.endswith((":", "：")) or _ROW_NAMES.search(element.get("class") or "")
        ):
            continue
        value = short_text(parts[1], 300)
        if value and not _is_panel(parts[1]):
            key = (element.tag, element.get("class") or "", parts[0].tag, *names)
            found.setdefault(key, []).append((label, value))
    for (_, _, tag, *names), rows in found.items():
        turned = _label_first(rows)
        if (len(rows) >= 2 or _are_named(*names)) and (tag not in _HEADS or turned != rows):
            yield from ((label, value) for label, value in turned if is_label(label.rstrip(":：")))


def _rows_of_a_class(layout: Layout) -> Iterator[tuple[str, str]]:
    """Elements of one class beside each other, each of two parts of two classes that say nothing: a label and its value.

    Half of the values have a digit and no label has; all are short, none is a date or a time, and no row has a link or a
    picture, as cards have.
    """
    found: dict[tuple[Element, str, tuple[str, str]], list[tuple[str, str]]] = {}
    for element in layout.subject("div", "li", "p", "span"):
        classes = tuple(part.get("class") or "" for part in element[:3])
        if not element.get("class") or len(classes) != 2 or not all(classes) or len(set(classes)) == 1:
            continue
        linked = any(element.find(f".//{tag}") is not None for tag in ("a", "img"))
        if linked or not all(part.tag in _PART_TAGS for part in element):
            continue
        label, value = (short_text(part, USUAL) or "" for part in element)
        tails = (element.text, *(part.tail for part in element))
        if not any((tail or "").strip() for tail in tails):
            key = (element.getparent(), element.get("class"), classes)
            found.setdefault(key, []).append((label, value))
    for rows in found.values():
        counted = sum(any(map(str.isdigit, value)) for _, value in rows)
        plain = all(
            is_label(label.rstrip(":："))
            and not any(map(str.isdigit, label))
            and value
            and not NO_VALUE.match(value)
            for label, value in rows
        )
        if len(rows) > 1 and 2 * counted >= len(rows) and plain and _label_first(rows) == rows:
            yield from rows


def _are_turned(first: str, second: str) -> bool:
    """Whether the classes of two elements say that they are a value and its label."""
    value = _NUMBER_NAMES.search(first) or (_VALUE_NAMES.search(first) and not _LABEL_NAMES.search(first))
    return bool(value and _LABEL_NAMES.search(second) and not _VALUE_NAMES.search(second))


def _are_named(label: str, value: str) -> bool:
    """Whether the classes of two elements say that they are a label and its value."""
    return bool(_LABEL_NAMES.search(label) and (_VALUE_NAMES.search(value) or _NUMBER_NAMES.search(value)))
