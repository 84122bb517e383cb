"""Models in a page's lines: names above their properties, or above what is said of each."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.extract.page.document import element_text
from crawler.extract.page.layout import HEADINGS, Layout
from crawler.extract.page.lines import short_lines
from crawler.extract.page.near_heading import heading_text
from crawler.extract.product.codes.code_forms import is_marked_code
from crawler.extract.product.codes.code_lists import are_family, family
from crawler.extract.product.codes.codes_in_elements import in_link
from crawler.extract.product.codes.model_labels import BETWEEN, MODELS_LABEL
from crawler.extract.product.codes.named_models import model_of
from crawler.extract.product.specs.line_forms import WEAK_FORMS, read_line
from crawler.extract.product.specs.lines_of_others import is_of_others

_TITLES = ("dt", "h4", "h5", "h6", "summary")  # blocks that name what stands below them
_WORDS = re.compile(r"[^\s,;()]+")


def models_in_blocks(layout: Layout) -> Iterator[tuple[str, str]]:
    """The models of lines that name one and nothing else, and the properties that stand below every one of them."""
    models: dict[str, dict[str, str]] = {}
    model = None
    for line in short_lines(layout):
        if (code := model_of(line.text)) and not in_link(layout, line.block, code):
            model = models.setdefault(code, {})
        elif model is not None and (read := read_line(line)) and read.form not in WEAK_FORMS:
            model.setdefault(read.label, read.value)
    given = [properties for properties in models.values() if properties]
    shared = [label for label in given[0] if all(label in other for other in given)] if len(given) > 1 else []
    if len(given) == len(models) and are_family([*models]) and shared:
        yield MODELS_LABEL, BETWEEN.join(models)
        for label in shared:
            yield label, BETWEEN.join(properties[label] for properties in given)


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
