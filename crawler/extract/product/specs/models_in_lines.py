"""Models in a page's lines: names above their properties, or above what is said of each."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import takewhile

from crawler.extract.page.element_text import Element, element_text
from crawler.extract.page.emphasis import HEADINGS
from crawler.extract.page.layout import Layout
from crawler.extract.page.lines import short_lines
from crawler.extract.page.near_heading import heading_text
from crawler.extract.product.codes.forms.code_forms import is_code, is_marked_code, is_size
from crawler.extract.product.codes.forms.code_lists import are_family, family, have_one_form
from crawler.extract.product.codes.forms.model_labels import BETWEEN, MODEL_FIELDS, MODELS_LABEL
from crawler.extract.product.codes.shown.codes_in_elements import in_link
from crawler.extract.product.codes.shown.named_models import model_of
from crawler.extract.product.specs.further_labels import divided
from crawler.extract.product.specs.line_forms import WEAK_FORMS, read_line
from crawler.extract.product.specs.lines_of_others import is_of_others
from crawler.extract.words.labels import field_of

LEAST_SECTIONS = 2  # with a model each
_SECTION_HEADS = ("h2", "h3", "h4")
_TITLES = ("dt", "h4", "h5", "h6", "summary")  # blocks that name what stands below them
LEAST_ALIKE = 2  # properties that several names state alike, from which names of one form are models
_WORDS = re.compile(r"[^\s,;()]+")


def models_in_blocks(layout: Layout) -> Iterator[tuple[str, str]]:
    """The models of lines that name one and nothing else, of cards that state one each or of headings that begin with one, and the
    properties that stand below every one of them."""
    yield from _models_below(layout) or _models_of_cards(layout) or _models_of_sections(layout)


def _models_of_cards(layout: Layout) -> list[tuple[str, str]]:
    """The properties of elements of one tag and class beside each other, in each of which the first line states a model's code
    under the same label, and the others properties; none of a card with a link or a picture, which is another page's."""
    cards: dict[Element, list[tuple[str, str]]] = {}
    other: set[Element] = set()
    for line in short_lines(layout):
        card = line.block.getparent()
        if card is None:
            continue
        read = read_line(line)
        if read is None or read.form in WEAK_FORMS:
            other.add(card)
        else:
            cards.setdefault(card, []).append((read.label, read.value))
    alike: dict[tuple[Element | None, str, str | None, str], list[dict[str, str]]] = {}
    for card, rows in cards.items():
        label, code = rows[0]
        plain = card not in other and card.find(".//a") is None and card.find(".//img") is None
        if plain and len(rows) > 1 and field_of(label) in MODEL_FIELDS and is_code(code):
            alike.setdefault((card.getparent(), card.tag, card.get("class"), label), []).append(dict(rows))
    for (*_, label), found in alike.items():
        codes = [properties[label] for properties in found]
        if len(found) > 1 and are_family(codes):
            shared = [name for name in found[0] if all(name in properties for properties in found)]
            return [(name, BETWEEN.join(properties[name] for properties in found)) for name in shared]
    return []


def _models_below(layout: Layout) -> list[tuple[str, str]]:
    models: dict[str, dict[str, str]] = {}
    model = None
    for line in short_lines(layout):
        if (code := model_of(line.text)) and not in_link(layout, line.block, code):
            model = models.setdefault(code, {})
        elif model is not None and (read := read_line(line)) and read.form not in WEAK_FORMS:
            model.setdefault(read.label, read.value)
    return _of_each(models)


def _models_of_sections(layout: Layout) -> list[tuple[str, str]]:
    """The models that headings of one rank below the page's own begin with, and the properties of their sections."""
    heads = _heads_of_models(layout)
    if len(heads) < LEAST_SECTIONS:
        return []
    models: dict[str, dict[str, str]] = {code: {} for _, code in heads}
    ends = _places_of_headings(layout, heads[0][0].tag)
    starts = {layout.order[head]: code for head, code in heads}
    for line in short_lines(layout):
        place = bisect_right(ends, layout.order[line.block]) - 1
        model = starts.get(ends[place]) if place >= 0 else None
        read = read_line(line) if model is not None else None
        if model is not None and read is not None and read.form not in WEAK_FORMS:
            for label, value in divided(read.label, read.value):
                models[model].setdefault(label, value)
    return _of_each(models)


def _heads_of_models(layout: Layout) -> list[tuple[Element, str]]:
    """The headings of one rank that begin with a model's code each, with it; none where the page has other sections of that rank
    between them, or one leads to another page."""
    for tag in _SECTION_HEADS:
        heads = [head for head in layout.subject(tag) if head is not layout.heading]
        codes = [_code_begun(element_text(head)) for head in heads]
        first = next((at for at, code in enumerate(codes) if code), len(codes))
        found = list(takewhile(lambda pair: pair[1], zip(heads[first:], codes[first:], strict=True)))
        if len(found) >= LEAST_SECTIONS and not any(layout.leads_on(head) for head, _ in found):
            return [(head, code) for head, code in found if code is not None]
    return []


def _code_begun(text: str) -> str | None:
    """The code that a heading begins with: "QV 20" of "QV 20 with a lid"."""
    words = text.split(maxsplit=2)
    return next((code for n in (2, 1) if is_code(code := " ".join(words[:n])) and not is_size(code)), None)


def _places_of_headings(layout: Layout, tag: str) -> list[int]:
    """The places of the headings that begin or end sections of this rank."""
    ranks = HEADINGS[: HEADINGS.index(tag) + 1]
    return [at for at, element in enumerate(layout.nodes) if element.tag in ranks]


def _of_each(models: Mapping[str, Mapping[str, str]]) -> list[tuple[str, str]]:
    """The models, and the properties that each of them has; none where one has none, or the codes are of no family."""
    given = [properties for properties in models.values() if properties]
    shared = [label for label in given[0] if all(label in other for other in given)] if len(given) > 1 else []
    if len(given) != len(models) or not shared:
        return []
    if not are_family([*models]) and not (len(shared) >= LEAST_ALIKE and have_one_form([*models])):
        return []
    rows = ((label, BETWEEN.join(properties[label] for properties in given)) for label in shared)
    return [(MODELS_LABEL, BETWEEN.join(models)), *rows]


def models_above_lines(layout: Layout) -> tuple[str, ...]:
    """The family of models that lines name: "QV-20" above its text or list, "QV-20: with a lid" with the code marked.

    None where codes stand below each other with nothing between them: they are of other goods. None where the first stands
    below a second heading, or where they begin otherwise than the heading's codes: they may be of parts.
    """
    lines = short_lines(layout)
    codes: dict[str, None] = {}
    part = _second_heading(layout)
    for at, line in enumerate(lines):
        code = model_of(line.marked) or (model_of(line.text) if line.block.tag in _TITLES else None)
        if code is None or not is_marked_code(code) or in_link(layout, line.block, code):
            continue
        if is_of_others(layout, line, code):
            continue
        if part is not None and not codes and layout.order[line.block] > part:
            return ()
        below = lines[at + 1].text if at + 1 < len(lines) else ""
        if line.text.rstrip(" :：") == code and (not below or model_of(below)):
            return ()
        codes[code] = None
    named = [word for word in _WORDS.findall(heading_text(layout)) if is_marked_code(word)]
    return family(codes) if are_family([*dict.fromkeys([*codes, *named])]) else ()


def _second_heading(layout: Layout) -> int | None:
    """The place of the subject's first heading behind its main one that is no code."""
    heading = layout.heading
    start = layout.order.get(heading, -1) if heading is not None else -1
    places = (
        layout.order[element]
        for element in layout.subject(*HEADINGS)
        if element is not heading and layout.order[element] > start and not model_of(element_text(element))
    )
    return next(places, None)
