"""The specifications of a page: what its tables, grids, elements and lines say, each label once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from crawler.extract.page.element_text import Element
from crawler.extract.page.layout import Layout
from crawler.extract.page.lines import BULLETS
from crawler.extract.page.shared_parts import PATH_BEGINS
from crawler.extract.product.codes.forms.model_labels import BETWEEN, MODELS_LABEL, lists_models
from crawler.extract.product.codes.models_shown import members_linked, models_shown
from crawler.extract.product.codes.tables.codes_as_labels import (
    codes_as_labels,
    labels_going_on_from,
    numbers_before_dashes,
)
from crawler.extract.product.codes.tables.model_tables import models_heading_columns, models_in_one_column
from crawler.extract.product.specs.captions import properties_of_blocks, properties_of_captions
from crawler.extract.product.specs.columns_in_text import columns_in_text
from crawler.extract.product.specs.element_pairs import (
    marked_by_turns,
    pairs_by_turns,
    recurring_pairs,
    rows_beside_a_text,
    rows_of_a_class,
    rows_of_two,
    rows_that_follow,
)
from crawler.extract.product.specs.emphasised_labels import emphasised_labels
from crawler.extract.product.specs.further_labels import divided
from crawler.extract.product.specs.grids import grid_properties, placed_properties, placed_rows, placed_table
from crawler.extract.product.specs.label_elements import definitions, lines_with_colons
from crawler.extract.product.specs.line_properties import (
    pairs_of_lines,
    properties_apart,
    properties_of_lines,
)
from crawler.extract.product.specs.lines_of_others import in_headed_cards, lists_pages
from crawler.extract.product.specs.measured_sentences import measured_sentences
from crawler.extract.product.specs.measures_in_clauses import measures_in_clauses
from crawler.extract.product.specs.models_in_lines import models_above_lines, models_in_blocks
from crawler.extract.product.specs.pairs import label_first
from crawler.extract.product.specs.paragraph_columns import paragraph_columns
from crawler.extract.product.specs.script_properties import script_properties
from crawler.extract.product.specs.several_in_line import (
    BEGINS_MEASURE,
    MOST_WORDS,
    marked_in_line,
    properties_in_line,
)
from crawler.extract.product.specs.spec_tables import MAX_VALUE, table_properties
from crawler.extract.words.labels import field_of, is_label, plain_label, stated
from crawler.extract.words.vocabulary import pattern

MAX_SPECS = 300
MAX_LABEL = 80  # characters
LEAST_CONTACTS = 2  # labels of a table of contacts
LEAST_LINES = 3  # of a list that read `label: value`, from which it is one of properties
# Elements that may be a label, a colon and a value
_COLON_TAGS = frozenset(
    ("li", "p", "div", "span", "td", "b", "strong", "h2", "h3", "h4", "h5", "small", "label", "font")
)
_ROW_TAGS = frozenset(("ul", "div", "section", "ol", "tbody"))  # that may hold rows of properties
_PLACED_TAGS = _ROW_TAGS | {"body"}  # that may hold texts at places of the page
_CRUMBS = pattern("front_page", PATH_BEGINS)  # at the beginning of a value: the path to the page
_PAGE_LABEL = pattern("page_labels")
_FIRM_LABEL = pattern("firm_labels")
_COUNTER_LABEL = pattern("counter_labels")
_EVENT_TIME = pattern("event_times")
_EVENT_PLACE = pattern("event_places")
_PUBLISHED = pattern("published_labels")
_POST_LABEL = pattern("post_labels")
_RELATED = pattern("related_headings")
_COPYRIGHT = re.compile(r"©|\(c\)\s|copyright\b", re.I)  # at the beginning of a value
_FOR_ALL = pattern("for_all_models", r"^{},?\s(?=\w)")
_THIS_MACHINE = re.compile(
    r"^(?:该|本|此)(?:系列|型)?(?:产品|设备|机器|机组|仪器|系统|[机泵阀器灯车炉])的?(?=.)"
)  # 该泵流量 is 流量
_DASH = re.compile(rf"[{BULLETS}]\s*")


class _Found:
    """The specifications found so far: label -> (value, source); the first value that says something stays."""

    def __init__(self) -> None:
        self.rows: dict[str, tuple[str, str]] = {}

    @property
    def is_full(self) -> bool:
        return len(self.rows) >= MAX_SPECS

    def add(self, pairs: Iterable[tuple[str, str]], source: str) -> None:
        rows = list(pairs)
        for label, value in rows if not _are_of_firm(rows) else ():
            own = _THIS_MACHINE.sub("", _FOR_ALL.sub("", label.strip().rstrip(":：").strip()))
            for name, said in divided(own, value, known_only=source == "table"):
                self._add(name, said, source)

    def _add(self, label: str, value: str, source: str) -> None:
        if (
            label
            and value
            and label != value
            and not _CRUMBS.match(value)
            and not _COPYRIGHT.match(value)
            and not self.is_full
            and len(label) <= MAX_LABEL
            and len(value) <= MAX_VALUE
            and not _RELATED.fullmatch(label.rstrip(":：. "))
            and (source == "table" or not _PAGE_LABEL.fullmatch(label.rstrip(". ")))
        ):
            known = self.rows.get(label)
            if known is None or (not stated(known[0]) and stated(value)):
                self.rows[label] = (value, source)


def _further(found: _Found, pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The pairs under labels that are not found yet, in capitals or small letters."""
    known = {label.casefold() for label in found.rows}
    return [(label, value) for label, value in pairs if label.casefold() not in known]


def _are_of_firm(rows: Sequence[tuple[str, str]]) -> bool:
    """Whether most of several labels together are of an address, a telephone, the page, the firm or a counter of visitors, as those of
    a table of contacts or of a firm's history are."""
    labels = [label.strip().rstrip(":：. ") for label, _ in rows]
    of_others = (_PAGE_LABEL, _FIRM_LABEL, _COUNTER_LABEL)
    known = sum(any(of.fullmatch(label) for of in of_others) for label in labels)
    return known >= LEAST_CONTACTS and 2 * known > len(labels)


def read_specs(layout: Layout) -> list[tuple[str, str, str]]:
    """(label, value, source) in the page's order, each label once; source is table, list, text or script."""
    if "specs" not in layout.memo:
        layout.memo["specs"] = _read_specs(layout)
    found: list[tuple[str, str, str]] = layout.memo["specs"]
    return found


def _read_specs(layout: Layout) -> list[tuple[str, str, str]]:
    found = _Found()
    found.add(models_in_blocks(layout), "list")
    found.add([(MODELS_LABEL, BETWEEN.join(models_in_one_column(layout) or members_linked(layout)))], "list")
    lines = _add_elements(found, layout)
    found.add(recurring_pairs(layout), "list")
    found.add(rows_of_a_class(layout), "list")
    _add_lines_with_colons(found, lines)
    found.add(properties_of_captions(layout), "list")
    found.add(properties_of_blocks(layout), "list")
    _add_lines(found, layout)
    _leave_out_head_of_post(found.rows)
    if all(map(field_of, found.rows)):  # nothing but codes
        found.add(script_properties(layout), "script")
    if not _names_models(found.rows):
        models = (
            models_shown(layout)
            or models_above_lines(layout)
            or models_heading_columns(layout)
            or codes_as_labels(layout, [*found.rows])
            or numbers_before_dashes(layout)
        )
        own = [value for label, (value, _) in found.rows.items() if field_of(label) in ("sku", "mpn")]
        models = tuple(dict.fromkeys((*models, *labels_going_on_from((*models, *own), [*found.rows]))))
        found.add([(MODELS_LABEL, BETWEEN.join(models))], "list")
    found.add(_further(found, measures_in_clauses(layout)), "text")
    values = {value for value, _ in found.rows.values()}
    said = [(label, value) for label, value in emphasised_labels(layout) if value not in values]
    found.add(_further(found, said), "text")
    return [(label, value, source) for label, (value, source) in found.rows.items()]


def _add_elements(found: _Found, layout: Layout) -> list[tuple[str, str, Element]]:
    """Add the properties of tables, definition lists and rows; give the labels and values with a colon, and where they are."""
    lines: list[tuple[str, str, Element]] = []
    others = in_headed_cards(layout)
    for i, element in enumerate(layout.nodes):
        if layout.flags[i] or found.is_full or element in others:
            continue
        tag = element.tag
        if tag == "table":
            found.add(() if lists_pages(layout, element) else table_properties(element), "table")
        elif tag == "dl":
            found.add(definitions(element), "list")
        elif tag == "pre":
            found.add(columns_in_text(element), "list")
        elif tag in _COLON_TAGS:
            lines.extend(lines_with_colons(element))
        if tag in _PLACED_TAGS and len(element) >= 2:
            _add_placed(found, element)
        if tag in _ROW_TAGS and len(element) >= 2:
            found.add(grid_properties(element), "list")
            found.add(rows_of_two(element, layout), "list")
            found.add(pairs_by_turns(element), "list")
            found.add(marked_by_turns(element), "list")
            found.add(rows_beside_a_text(element), "list")
            found.add(rows_that_follow(element), "list")
    return lines


def _add_placed(found: _Found, element: Element) -> None:
    """Add the properties of texts that are set at places of the page."""
    placed = placed_rows(element)
    found.add(placed_properties(placed), "list")
    if (table := placed_table(placed)) is not None:
        found.add(table_properties(table), "table")


def _add_lines_with_colons(found: _Found, lines: Sequence[tuple[str, str, Element]]) -> None:
    """Add labels and values with a colon: one may be anything, two with the same parent are a list, known labels stand alone."""
    parents = Counter(parent for _, _, parent in lines)
    dashed = Counter(parent for label, _, parent in lines if _DASH.match(label))
    for label, value, parent in lines:
        label = label[m.end() :] if (m := _DASH.match(label)) else label
        if parents[parent] >= 2 or field_of(label) or _is_only_entry(label, value, parent):
            is_list = parent.tag in ("ul", "ol") or dashed[parent] == parents[parent]
            marked = is_list and parents[parent] >= max(LEAST_LINES, len(parent) // 2)
            found.add([(label, value)], "list" if marked else "text")


def _is_only_entry(label: str, value: str, parent: Element) -> bool:
    """Whether a label of few words and a measure are the only entry of a list."""
    return (
        parent.tag in ("ul", "ol")
        and len(parent) == 1
        and len(label.split()) <= MOST_WORDS
        and BEGINS_MEASURE.match(value) is not None
    )


def _add_lines(found: _Found, layout: Layout) -> None:
    """Add the properties of the page's lines: those of alike blocks, of one form, apart from each other, several in one."""
    for rows in pairs_of_lines(layout):
        found.add((row for row in label_first(rows) if is_label(row[0].rstrip(":："))), "list")
    for label, value, source in properties_of_lines(layout):
        found.add([(label, value)], source)
    found.add(properties_apart(layout), "list")
    found.add(paragraph_columns(layout), "list")
    found.add(marked_in_line(layout), "text")
    found.add(measured_sentences(layout), "text")
    found.add(properties_in_line(layout), "text")


def _names_models(found: Mapping[str, tuple[str, str]]) -> bool:
    """Whether a label of a model, or a list of models under another, is among the specifications."""
    return any(
        field_of(label) == "model" or lists_models(label, value) for label, (value, _) in found.items()
    )


def _leave_out_head_of_post(found: dict[str, tuple[str, str]]) -> None:
    """Take out the title, author and text of a post, where they stand beside its date, and when and where something is held."""
    for first, second in ((_PUBLISHED, _POST_LABEL), (_EVENT_TIME, _EVENT_PLACE)):
        dates = {label for label in found if first.fullmatch(plain_label(label))}
        others = {label for label in found if second.fullmatch(plain_label(label))}
        for label in dates | others if dates and others else ():
            del found[label]
