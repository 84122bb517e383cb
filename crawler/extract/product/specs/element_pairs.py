"""Properties of two elements each: rows of two parts, labels and values by turns, classes that name or repeat them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, islice, takewhile

from crawler.extract.page.element_text import Element, clean, short_text
from crawler.extract.page.emphasis import BOLD_STYLE
from crawler.extract.page.frame import PROPERTY_NAMES
from crawler.extract.page.layout import Layout
from crawler.extract.product.specs.pairs import (
    LABEL_AND_VALUE,
    MAX_MARKED_LABEL,
    NO_VALUE,
    USUAL,
    are_measured,
    label_first,
)
from crawler.extract.product.specs.spec_tables import MAX_ROWS
from crawler.extract.words.labels import is_label

LEAST_LINES = 3  # labels and values by turns
MOST_HEADED = 6  # words of a value below a heading; more are a sentence
_PAIR_TAGS = ("div", "li", "p", "span", "tr", "section", "dl", "a")
_PART_TAGS = frozenset(
    ("div", "span", "p", "b", "strong", "em", "dt", "dd", "td", "th", "label", "h4", "h5", "h6")
)
MOST_PARTS = 12  # elements of a label or value, itself and those in it
_NO_PART = frozenset(("a", "img", "button", "h1", "h2", "h3"))
_TURN_TAGS = frozenset(("div", "p", "span", "li"))  # of labels and values by turns among others
_HEADS = ("h2", "h3")  # of a part that is a number above its label; over other texts they are headings
_LABEL_NAMES = re.compile(r"title|label|name|key|caption|term|prop|head|left|param|etiquet|libell|bezeichn")
_VALUE_NAMES = re.compile(r"value|val\b|text|data|desc|info|content|detail|right|unit|valor|valeur|\bwert")
_BESIDE = frozenset(("span", "b", "strong", "em", "small", "div"))  # beside a text of a row
_NUMBER = re.compile(r"\d+")
_BOLD = re.compile(BOLD_STYLE, re.I)
MOST_WRAPPED = 6  # elements one in the other around bold words
_DRAWN = re.compile(r"[\s.·…_:—–-]*")  # between a label and its value
_COUNT = re.compile(r"[(\[]?\d{1,5}[)\]]?")  # of the entries in a category
_NUMBER_NAMES = re.compile(r"number|counter|figure|stat(?:s|istic)?(?:$|[\s_-])|amount", re.I)


def rows_of_two(element: Element, layout: Layout) -> Iterator[tuple[str, str]]:
    """Children that all consist of two short parts are the rows of a table made of other elements; links to other pages with
    the name and the kind of what these are about are none."""
    rows = []
    children = [c for c in element if isinstance(c.tag, str) and c.tag not in ("br", "hr")]
    if len(children) > MAX_ROWS:
        return
    for child in children:
        if child.tag == "a" and layout.leads_on(child):
            continue
        parts = _two_parts(child)
        if not parts or layout.leads_on(parts[0]):
            continue
        if _holds_heading(parts[0]):
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
    rows = [(label, value) for label, value in label_first(rows) if is_label(label.rstrip(":："))]
    if len(rows) >= 2 and len(rows) >= 0.6 * len(children):
        yield from rows


def pairs_by_turns(element: Element) -> Iterator[tuple[str, str]]:
    """Children that are by turns a label and its value, told apart by their tags or classes or by what is marked in them, as in
    a grid of two columns; the numbers of their classes tell nothing where a builder of sites counts its parts by them."""
    children = [c for c in element if isinstance(c.tag, str) and c.tag not in ("br", "hr")]
    if not 2 * LEAST_LINES <= len(children) <= 2 * MAX_ROWS:
        return
    kinds = [(c.tag, c.get("class") or "", _is_marked(c)) for c in children]
    uncounted = [(tag, _NUMBER.sub("", name), marked) for tag, name, marked in kinds]
    if (
        not (_take_turns(kinds) or _take_turns(uncounted))
        or not {tag for tag, _, _ in kinds[:2]} <= _PART_TAGS - {"dt", "dd", "td", "th"}
        or any((text or "").strip() for text in (element.text, *(c.tail for c in children)))
    ):
        return
    texts = [short_text(c, 300) or "" for c in children]
    rows = label_first(list(zip(texts[::2], texts[1::2], strict=True)))
    if all(is_label(label.rstrip(":：")) and len(value) <= USUAL for label, value in rows):
        yield from rows


def marked_by_turns(element: Element) -> Iterator[tuple[str, str]]:
    """Children of one tag that follow each other among others, by turns bold and not: labels and their values, wherever a
    builder of sites gives each a class of its own.

    At least LEAST_LINES pairs without a link or a picture; half of the values have a digit and no label has.
    """
    if not 2 * LEAST_LINES <= len(element) <= 2 * MAX_ROWS:
        return
    for tag, run in groupby(element, lambda child: child.tag):
        texts = [(_is_marked(child), _plain_text(child)) for child in run] if tag in _TURN_TAGS else []
        starts = [at for at in range(len(texts) - 1) if texts[at][0] and not texts[at + 1][0]]
        for _, some in groupby(enumerate(starts), lambda one: one[1] - 2 * one[0]):
            rows = [(texts[at][1].rstrip(" :："), texts[at + 1][1]) for _, at in some]
            if _are_measured_lines(rows):
                yield from rows


def _are_measured_lines(rows: list[tuple[str, str]]) -> bool:
    """Whether pairs, LEAST_LINES at least, are different labels without a digit and values, half of which have one."""
    labels = {label for label, _ in rows}
    return (
        len(labels) == len(rows) >= LEAST_LINES
        and are_measured(rows)
        and all(is_label(label) and not any(map(str.isdigit, label)) for label in labels)
        and all(value and not NO_VALUE.match(value) for _, value in rows)
    )


def _plain_text(element: Element) -> str:
    """The short text of an element without a link or a picture; empty for any other."""
    parts = list(islice(element.iter(), MOST_PARTS + 1))
    plain = len(parts) <= MOST_PARTS and not any(part.tag in _NO_PART for part in parts)
    return (short_text(element, USUAL) or "") if plain else ""


def recurring_pairs(layout: Layout) -> Iterator[tuple[str, str]]:
    """Elements of two parts, a label and a value, that recur with the same classes anywhere on the page."""
    found: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for element in layout.subject(*_PAIR_TAGS):
        if element.tag == "a" and layout.leads_on(element):
            continue
        parts = _two_parts(element)
        if not parts or layout.leads_on(parts[0]):
            continue
        if not all(p.tag in _PART_TAGS for p in parts) and not (
            parts[0].tag in _HEADS and parts[1].tag in _PART_TAGS
        ):
            continue
        if layout.heading is not None and layout.heading in parts[0].iter():
            continue  # the page's own heading above what is said of it
        if _are_turned(*((part.get("class") or "").lower() for part in parts)):
            parts.reverse()  # a large number above its name
        label = short_text(parts[0], MAX_MARKED_LABEL)
        if not label:
            continue
        names = [f"{p.get('class') or ''}".lower() for p in parts]
        if not (
            _are_named(*names)
            or label.endswith((":", "："))
            or PROPERTY_NAMES.search(element.get("class") or "")
        ):
            continue
        value = short_text(parts[1], 300)
        if value and not _is_panel(parts[1]):
            key = (element.tag, element.get("class") or "", parts[0].tag, *names)
            found.setdefault(key, []).append((label, value))
    for (_, _, tag, *names), rows in found.items():
        turned = label_first(rows)
        headed = tag in _HEADS and turned == rows
        if (len(rows) >= 2 or _are_named(*names)) and (not headed or _are_headed_values(rows)):
            yield from ((label, value) for label, value in turned if is_label(label.rstrip(":：")))


def _are_headed_values(rows: list[tuple[str, str]]) -> bool:
    """Whether headings with what stands below each are labels and measures, and no cards of several things: at least LEAST_LINES
    different ones, none of them with a digit, above a few words each."""
    return (
        len({label for label, _ in rows}) == len(rows) >= LEAST_LINES
        and are_measured(rows)
        and not any(any(map(str.isdigit, label)) for label, _ in rows)
        and all(len(value.split()) <= MOST_HEADED and not NO_VALUE.match(value) for _, value in rows)
        and not any(value.endswith((".", "!", "?", "。")) for _, value in rows)
    )


def rows_beside_a_text(element: Element) -> Iterator[tuple[str, str]]:
    """Children that are alike and hold a text and one element each: <li>Stroke <span>45 mm</span>, <li><span>Stroke</span> 45 mm.

    The text that stands first is the label. Half of the values have a digit, no label has one, and nothing in them is a link.
    """
    children = [c for c in element if isinstance(c.tag, str) and c.tag not in ("br", "hr")]
    if (
        not LEAST_LINES <= len(children) <= MAX_ROWS
        or len({(c.tag, c.get("class"), len(c)) for c in children}) > 1
    ):
        return
    rows = [row for row in map(_beside_text, children) if row is not None]
    labels = {label for label, _ in rows}
    if (
        len(labels) == len(rows) == len(children)
        and are_measured(rows)
        and all(is_label(label) and not any(map(str.isdigit, label)) for label in labels)
        and not any(NO_VALUE.match(value) or _COUNT.fullmatch(value) for _, value in rows)
    ):
        yield from rows


def rows_that_follow(element: Element) -> Iterator[tuple[str, str]]:
    """Children of one tag and class that follow each other among others, each of two parts: a label and its value.

    At least LEAST_LINES, none with a link or a picture, as cards have; half of the values have a digit and no label has.
    """
    if len(element) > MAX_ROWS:
        return
    for _, run in groupby(element, lambda child: (child.tag, child.get("class"))):
        rows = list(takewhile(_is_plain_pair, run))
        pairs = [(short_text(row[0], USUAL) or "", short_text(row[1], USUAL) or "") for row in rows]
        pairs = [(label.rstrip(" :："), value) for label, value in pairs]
        if _are_measured_lines(pairs):
            yield from pairs


def _is_plain_pair(row: Element) -> bool:
    """Whether an element is two parts without a text beside them, a link, a picture or a heading in them."""
    parts = _two_parts(row) if row.tag in ("div", "li", "p", "span") and len(row) == 2 else []
    return (
        len(parts) == 2
        and all(part.tag in _PART_TAGS for part in parts)
        and next(row.iterdescendants("a", "img", "button", "h1", "h2", "h3"), None) is None
    )


def _beside_text(row: Element) -> tuple[str, str] | None:
    """The two texts of an element with one part and a text of its own before or behind it; None for any other."""
    if row.tag not in ("li", "div", "p") or len(row) != 1 or row[0].tag not in _BESIDE or len(row[0]):
        return None
    inner, before, behind = (clean(text) for text in (row[0].text, row.text, row[0].tail))
    pair = (before, inner) if before and not behind else (inner, behind)
    label, value = pair[0].rstrip(" :："), pair[1]
    return (label, value) if label and value and not (before and behind) and len(value) <= USUAL else None


def rows_of_a_class(layout: Layout) -> Iterator[tuple[str, str]]:
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
        plain = all(
            is_label(label.rstrip(":："))
            and not any(map(str.isdigit, label))
            and value
            and not NO_VALUE.match(value)
            for label, value in rows
        )
        if len(rows) > 1 and are_measured(rows) and plain and label_first(rows) == rows:
            yield from rows


def _two_parts(element: Element) -> list[Element]:
    """The two children of an element that has no others and no text beside them; else none."""
    parts = _parts(element)
    apart = not (element.text or "").strip() and not any((part.tail or "").strip() for part in parts)
    return parts if len(parts) == 2 and apart else []


def _parts(element: Element) -> list[Element]:
    """The children of an element that may be a label or a value, without pictures, lines and the one that draws dots or a dash."""
    parts = [c for c in element if isinstance(c.tag, str) and c.tag not in ("br", "svg", "img", "i", "hr")]
    return [c for c in parts if len(c) or not _DRAWN.fullmatch(c.text or "")] if len(parts) > 2 else parts


def _holds_heading(element: Element) -> bool:
    """Whether a part holds the heading of a section, and is the label of no property."""
    return next(element.iterdescendants("h1", "h2", "h3"), None) is not None


def _is_panel(element: Element) -> bool:
    """Whether a part holds a table or several lines with a colon each: the panel below a fold's title, and no value."""
    if element.find(".//table") is not None:
        return True
    lines = (short_text(line, USUAL) or "" for line in element.iter("p", "li", "tr", "dt"))
    return sum(LABEL_AND_VALUE.fullmatch(line) is not None for line in lines) > 1


def _take_turns(kinds: list[tuple[str, str, bool]]) -> bool:
    """Whether things are by turns of two kinds."""
    return kinds[0] != kinds[1] and kinds == kinds[:2] * (len(kinds) // 2)


def _is_marked(element: Element) -> bool:
    """Whether an element holds nothing but bold words, in however many elements one in the other."""
    for _ in range(MOST_WRAPPED):
        if len(element) != 1 or (element.text or "").strip() or (element[0].tail or "").strip():
            return False
        element = element[0]
        if element.tag in ("b", "strong") or _BOLD.search(element.get("style") or ""):
            return True
    return False


def _are_turned(first: str, second: str) -> bool:
    """Whether the classes of two elements say that they are a value and its label."""
    value = _NUMBER_NAMES.search(first) or (_VALUE_NAMES.search(first) and not _LABEL_NAMES.search(first))
    return bool(value and _LABEL_NAMES.search(second) and not _VALUE_NAMES.search(second))


def _are_named(label: str, value: str) -> bool:
    """Whether the classes of two elements say that they are a label and its value."""
    return bool(_LABEL_NAMES.search(label) and (_VALUE_NAMES.search(value) or _NUMBER_NAMES.search(value)))
