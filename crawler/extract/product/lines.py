"""Properties written as lines of text: "label: value", "label ..... value", "label = value", a marked label and its value."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from lxml import etree

from crawler.extract.page.document import BLOCKS, NO_TEXT, Element, clean
from crawler.extract.page.layout import Layout
from crawler.extract.product.labels import field_of, is_label
from crawler.extract.product.variants import (
    BETWEEN,
    MODEL_FIELDS,
    MODELS_LABEL,
    family,
    in_link,
    is_code,
    model_of,
    several_models,
)

MOST = 4_000  # lines of a page that are looked at
LONGEST = 400  # characters of a line
LEAST = 3  # lines of one form in one block, from which they are properties
USUAL = 80  # characters of a value, above which by half of them the lines are sentences
_DIVIDING = BLOCKS - {"label"}  # a label and its value are one line
_MARKS = frozenset(("b", "strong", "i", "em", "u"))  # of a label
_UNREAD = NO_TEXT | {"h1", "h2", "h3"}
_BULLETS = "-–—•·▪●*+◆■»>"
_BULLET = re.compile(rf"(?:[{_BULLETS}]|\d{{1,2}}[.)、])\s*")
_FORMS = {
    "dots": re.compile(r"(?P<label>[^.…:]+?)\s?(?:\.{3,}|…{2,}|(?:\. ){3,}\.?|_{3,})\s?(?P<value>.+)"),
    "colon": re.compile(r"(?P<label>[^:：]{1,60}?)\s*[:：]\s*(?P<value>.+)"),
    "equals": re.compile(r"(?P<label>[^=]+?)\s*=\s*(?P<value>[^=]+)"),
}
_NO_LABEL = re.compile(r"[;；@]")
_JOINT = re.compile(r"\s*[-–—:：]?\s*")


@dataclass(frozen=True)
class Line:
    """A line of the page's subject: its text, the marked words that it begins with, the block that it is in."""

    text: str
    marked: str
    block: Element


def properties(layout: Layout) -> Iterator[tuple[str, str, str]]:
    """(label, value, source) of at least LEAST lines of one form in one block, or in blocks beside each other; of fewer those
    that give the code of a model or an article."""
    lines = _lines(layout)
    in_block: defaultdict[Element, int] = defaultdict(int)
    for line in lines:
        in_block[line.block] += 1
    found: defaultdict[tuple[Element, str], list[tuple[str, str]]] = defaultdict(list)
    for line in lines:
        if (read := _read(line)) is None:
            continue
        form, label, value = read
        above = line.block.getparent()
        place = line.block if in_block[line.block] > 1 or above is None else above
        found[place, form].append((label, value))
    for (place, _), rows in found.items():
        whole = len(rows) >= LEAST and median(len(value) for _, value in rows) <= USUAL
        source = "list" if place.tag in ("ul", "ol") else "text"
        for label, value in rows:
            if whole or (field_of(label) in MODEL_FIELDS and (is_code(value) or several_models(value))):
                yield label, value, source


def pairs_of_lines(layout: Layout) -> Iterator[list[tuple[str, str]]]:
    """The two lines of alike blocks that have just two, the first of them marked as a whole: a label above its value, or a large
    number above its label. At least LEAST blocks in one place, none of them with a link."""
    blocks: defaultdict[Element, list[Line]] = defaultdict(list)
    for line in _lines(layout):
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


def models_in_blocks(layout: Layout) -> Iterator[tuple[str, str]]:
    """The models of lines that name one and nothing else, and the properties that the lines below each of them give all."""
    models: dict[str, dict[str, str]] = {}
    model = None
    for line in _lines(layout):
        if (code := model_of(line.text)) and not in_link(layout, line.block, code):
            model = models.setdefault(code, {})
        elif model is not None and (read := _read(line)):
            model.setdefault(read[1], read[2])
    given = [properties for properties in models.values() if properties]
    shared = [label for label in given[0] if all(label in other for other in given)] if len(given) > 1 else []
    if len(given) == len(models) == len(family(models)) and shared:
        yield MODELS_LABEL, BETWEEN.join(models)
        for label in shared:
            yield label, BETWEEN.join(properties[label] for properties in given)


def _read(line: Line) -> tuple[str, str, str] | None:
    """The form of a line, its label and its value."""
    bullet = _BULLET.match(line.text)
    text = line.text[bullet.end() :] if bullet else line.text
    marked = line.marked.lstrip(_BULLETS + " ")
    if marked and text.startswith(marked) and len(text) > len(marked):
        rest = text[len(marked) :]
        label = marked.rstrip(" :：-–—.")
        value = rest[_JOINT.match(rest).end() :]  # type: ignore[union-attr]  # it may be empty
        return ("marked", label, value) if value and _names(label) else None
    for form, pattern in _FORMS.items():
        match = pattern.fullmatch(text)
        if match and _names(match["label"]):
            return form, match["label"].strip(), match["value"].strip()
    return None


def _names(label: str) -> bool:
    return is_label(label) and not _NO_LABEL.search(label)


def _lines(layout: Layout) -> list[Line]:
    """The lines of the page's subject, divided by breaks and blocks."""
    if "lines" not in layout.memo:
        layout.memo["lines"] = list(_divide(layout))
    lines: list[Line] = layout.memo["lines"]
    return lines


def _divide(layout: Layout) -> Iterator[Line]:
    pieces: list[tuple[str, bool]] = []
    block: Element = layout.document.body
    count = 0
    for text, marked, entered in _pieces(layout):
        if entered is None:
            pieces.append((text, marked))
            continue
        whole = clean("".join(piece for piece, _ in pieces))
        if whole and len(whole) <= LONGEST:
            yield Line(whole, _beginning(pieces), block)
            count += 1
        pieces, block = [], entered
        if count >= MOST:
            return


def _beginning(pieces: list[tuple[str, bool]]) -> str:
    """The marked words before the first that is not marked."""
    words: list[str] = []
    for text, marked in pieces:
        if not marked and text.strip(_BULLETS + " \t\n\u00a0"):
            break
        if marked:
            words.append(text)
    return clean("".join(words))


def _pieces(layout: Layout) -> Iterator[tuple[str, bool, Element | None]]:
    """Texts with whether they are marked, and ("", False, block) where a line ends and another goes on in that block."""
    body = layout.document.body
    blocks: list[Element] = []
    marks = whole = 0
    skip: Element | None = None
    for event, node in etree.iterwalk(body, events=("start", "end")):
        tag = node.tag
        if event == "start":
            if skip is not None:
                continue
            if tag in _UNREAD or layout.flag(node):
                skip = node
                continue
            if tag in _DIVIDING or node is body:
                if tag != "br":
                    blocks.append(node)
                yield "", False, blocks[-1]
            marks += tag in _MARKS
            whole += tag == "pre"
            yield from _divided(node.text, marks > 0, blocks[-1] if whole else None)
            continue
        if skip is not None and node is not skip:
            continue
        if node is not skip:
            marks -= tag in _MARKS
            whole -= tag == "pre"
            if blocks[-1] is node and len(blocks) > 1:
                blocks.pop()
                yield "", False, blocks[-1]
        skip = None
        if node is not body:
            yield from _divided(node.tail, marks > 0, blocks[-1] if whole else None)
    yield "", False, body


def _divided(
    text: str | None, marked: bool, whole: Element | None
) -> Iterator[tuple[str, bool, Element | None]]:
    """A text, divided at the ends of its lines where these count (`whole`: the block that they are in)."""
    for number, piece in enumerate((text or "").split("\n") if whole is not None else [text or ""]):
        if number:
            yield "", False, whole
        yield piece, marked, None
