"""Properties written as lines of text: "label: value", "label ..... value", "label = value", "label - value", a marked label
and its value, in lists "label 5 kg"; or several of them in one line."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from statistics import median

from crawler.extract.page.alphabets import HAN
from crawler.extract.page.document import Element, element_text
from crawler.extract.page.layout import HEADINGS, Layout
from crawler.extract.page.lines import BULLETS, LONGEST, Line, all_lines, short_lines
from crawler.extract.page.vocabulary import pattern
from crawler.extract.product.codes.code_forms import is_code, is_marked_code
from crawler.extract.product.codes.code_lists import are_family, family, several_models
from crawler.extract.product.codes.codes_in_elements import in_link
from crawler.extract.product.codes.model_labels import BETWEEN, MODEL_FIELDS, MODELS_LABEL
from crawler.extract.product.codes.named_models import model_of
from crawler.extract.product.labels import divides_number, field_of, is_label
from crawler.extract.product.listing import entry_groups, is_grid

LEAST = 3  # lines of one form in one block, from which they are properties
CLIMB = 6  # elements around a line alone, in which others are looked for beside it
USUAL = 80  # characters of a value, above which by half of them the lines are sentences
LEAST_MARKED = 2  # marked labels of one line, or with their colons of one block
MOST_WORDS = 3  # of a label without a mark in a sentence
_TITLES = ("dt", "h4", "h5", "h6", "summary")  # blocks that name what stands below them
_WORDS = re.compile(r"[^\s,;()]+")
_BULLET = re.compile(rf"(?:[{BULLETS}]|\d{{1,2}}[.)、])\s*")
_FORMS = {
    "bracketed": re.compile(r"[【〖](?P<label>[^【】〖〗]{1,40})[】〗]\s*[:：]?\s*(?P<value>[^【】〖〗]+)"),
    "dots": re.compile(r"(?P<label>[^.…:]+?)\s?(?:\.{3,}|…{2,}|(?:\. ){3,}\.?|_{3,})\s?(?P<value>.+)"),
    "ellipsis": re.compile(r"(?P<label>[^…‥:]+?)\s?(?:[…‥]|[・･]{2,})\s?(?P<value>.+)"),
    "colon": re.compile(r"(?P<label>[^:：]{1,60}?)\s*[:：]\s*(?P<value>.+)"),
    "equals": re.compile(r"(?P<label>[^=]+?)\s*=\s*(?P<value>[^=]+)"),
    "dash": re.compile(r"(?P<label>.{1,60}?) [-–—] (?P<value>.+)"),
    # of a list: "Load 2 t", "Stroke up to 45 mm"
    "measure": pattern(
        "units",
        r"(?P<label>[^\W\d_][^\d:：;,]{1,50}?)\s?(?P<value>(?:(?<=\s)(?:up to|max\.?|min\.?|bis|max|до|от|hasta|até|fino a) )?"
        r"[<>≤≥±~Ø]?\s?(?<![\w.,/-])\d[\d.,]*(?:\s?[-–—~x×*/]\s?\d[\d.,]*){0,3}\s?{})[.,]?",
    ),
}
_WEAK = ("bracketed", "dash", "ellipsis", "measure")  # forms that sentences and ranges have as well
LISTED = 0.6  # of the lines of a list that must be measures
# In a line of several; a comma also where others stand before further numbers of a value: "Stroke: 45 mm, 60 mm"
_BETWEEN_PAIRS = (
    re.compile(r"[;；]\s*"),
    re.compile(r"\s[|•·]\s"),
    re.compile(rf",\s+|,(?=[{HAN}])|[،，、]\s*"),
    re.compile(r",\s+(?![\s\d])|[،，、]\s*(?![\s\d])"),
)
_COMMA = 2  # which of them
_SENTENCE = re.compile(r"(?<=[^\W_])\.\s+(?=[^\W\d_a-zà-ÿа-яёіїєґ])|[。！!]")
_INTRODUCED = re.compile(r"(?P<label>[^:：]+)(?:: |：)(?P<value>.+)")  # the rest of "Data: load: 2 t"
# Between the words of a sentence: "load 2 t", "motor 2.2 kW/400 V"
_MEASURED = pattern(
    "units",
    r"(?:.*: )?(?P<label>[^\W\d_][^\d:：;,()]{1,40}[^\W\d_]) (?P<value>[<>≤≥±~Ø]?\s?\d[\d.,]*(?:\s?[-–—~x×*/]\s?\d[\d.,]*){0,3}\s?{}"
    r"(?:\s?/\s?\d[\d.,]*\s?{})?|\d[\d.,]*(?:\s?[x×*]\s?\d[\d.,]*){1,3})\.?",
)
# The same where no blank divides words: 流量8升/秒, 压力不大于0.1帕
_MEASURED_HAN = pattern(
    "units",
    r"(?P<label>[\u3040-\u9fff]{2,10}?)[为為是]?(?P<value>(?:不?[大小高低优多少]于|不超过|不低于|仅|约|约为|达到?|可达)?\s?[<>≤≥±~Ø]?\s?"
    r"\d[\d.,]*(?:\s?[-–—~～x×*/]\s?\d[\d.,]*){0,3}\s?{})",
)
# Behind a dash: a telephone number, hours of opening, a date
NO_VALUE = re.compile(r"\+\d|.*\(\d{3,5}\)|\d{1,2}[:.]\d\d ?[-–—]|\d{4}-\d\d-\d\d|\d\d?[./]\d\d?[./]\d\d")
_NO_LABEL = re.compile(r"[;；@{}$]")
_ARTICLE = pattern("articles", r"{}\s")
_DASHED = re.compile(r"[-–—]\s*(?:[^\W\d_]{1,4} )?[<>≤≥±~Ø]?\s?\d")
_JOINT = re.compile(r"\s*[-–—:：]?\s*")


def is_divided(line: Line) -> bool:
    """Whether a dash stands between the marked words that a line begins with and a number soon behind it."""
    return len(line.runs) == 1 and _DASHED.match(line.runs[0][1]) is not None


def properties(layout: Layout) -> Iterator[tuple[str, str, str]]:
    """(label, value, source) of at least LEAST lines of one form in one block, or in blocks beside each other; of fewer those
    that give the code of a model or an article."""
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
        if (read := _read(line)) is None:
            continue
        form, label, value = read
        if form in _WEAK and _is_others(layout, line, label):
            continue
        found[place, form].append((label, value))
        named[place] += form == "marked" and (line.is_named or is_divided(line))
    for (place, form), rows in found.items():
        codes = [label for label, _ in rows]
        if form == "dash" and any(map(is_marked_code, codes)) and not are_family(codes):
            rows = [(label, value) for label, value in rows if not label[-1].isdigit()]  # the ends of ranges
            codes = [label for label, _ in rows]
        whole = len(rows) >= LEAST or (len(rows) > 1 and are_family(codes))
        whole = whole or (form == "marked" and named[place] >= LEAST_MARKED)
        whole = whole and median(len(value) for _, value in rows) <= USUAL
        whole = whole and (form not in _WEAK or _are_measured(rows))
        whole = whole and (form != "measure" or len(rows) >= LISTED * in_place[place])
        source = "list" if place.tag in ("ul", "ol") else "text"
        for label, value in rows:
            if whole or (field_of(label) in MODEL_FIELDS and (is_code(value) or several_models(value))):
                yield label, value, source


def _is_others(layout: Layout, line: Line, label: str) -> bool:
    """Whether a line is another page's: its text or label is that of a link, or it is in one of several alike cards."""
    if {label, line.text.lstrip(BULLETS + " ")} & layout.document.texts_of_links:
        return True
    if "cards" not in layout.memo:
        groups = entry_groups(layout.document, layout)
        cards_alike = [g.elements for g in groups if not is_grid(g.elements, layout)]
        parts = _parts_of_page([g.elements for g in groups])
        layout.memo["cards"] = {e for elements in cards_alike for e in elements if e not in parts}
    cards: set[Element] = layout.memo["cards"]
    return bool(cards) and any(e in cards for e in (line.block, *line.block.iterancestors()))


def _parts_of_page(groups: Sequence[Sequence[Element]]) -> set[Element]:
    """The elements of groups one of whose elements holds a whole other group: cells of a layout, one of them with the menu."""
    group_of = {element: number for number, elements in enumerate(groups) for element in elements}
    found: set[int] = set()
    for elements in groups:
        holders: list[set[Element]] = []
        if len(elements) >= LEAST:
            holders = [{e for e in element.iterancestors() if e in group_of} for element in elements]
        found |= {group_of[e] for e in set.intersection(*holders)} if holders else set()
    return {element for element, number in group_of.items() if number in found}


def _are_measured(rows: list[tuple[str, str]]) -> bool:
    """Whether half of the values have a digit: a dash divides sentences too."""
    return 2 * sum(any(map(str.isdigit, value)) for _, value in rows) >= len(rows)


def properties_apart(layout: Layout) -> Iterator[tuple[str, str]]:
    """The properties of at least LEAST lines of one form that follow each other, each alone in elements of its own: where an
    editor sets each line into boxes. No label occurs twice there, as in cards of several things."""
    lines = short_lines(layout)
    places = _places(lines)
    runs: list[list[tuple[str, str]]] = []
    last: tuple[Element | None, str] = (None, "")
    for line, place in zip(lines, places, strict=True):
        read = _read(line) if place is not None else None
        if read and _is_others(layout, line, read[1]):
            read = None
        here = (place, read[0]) if read else (None, "")
        if read and here != last:
            runs.append([])
        if read:
            runs[-1].append(read[1:])
        last = here
    for rows in runs:
        labels = {label for label, _ in rows if not label[-1].isdigit()}
        short = median(len(value) for _, value in rows) <= USUAL // 2
        if len(labels) == len(rows) >= LEAST and short and _are_measured(rows):
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


def properties_in_line(layout: Layout) -> Iterator[tuple[str, str]]:
    """The properties of lines that list at least LEAST of one form: "Load: 2 t; Stroke: 45 mm; Weight: 6 kg"."""
    for line in all_lines(layout):
        sentences = _SENTENCE.split(line.text)
        found = [list(_sentences_of_pairs(sentences))]
        for sentence in sentences:
            divided = [between.split(sentence.rstrip(" .;；")) for between in _BETWEEN_PAIRS]
            found.append(next(filter(None, map(_pairs_of, divided)), []) or [*_measures_in(divided[_COMMA])])
        for rows in filter(None, found):
            yield from () if _is_others(layout, line, rows[0][0]) else rows


def marked_in_line(layout: Layout) -> Iterator[tuple[str, str]]:
    """The properties of a line with several marked labels: <b>Load:</b> 2 t <b>Stroke:</b> 45 mm."""
    for line in all_lines(layout):
        rows = _marked_pairs(line)
        if rows and (line.is_named or not _is_others(layout, line, rows[0][0])):
            yield from rows


def _marked_pairs(line: Line) -> list[tuple[str, str]]:
    """The marked words of a line and what stands behind each, where all are labels: by their colons, or by the numbers behind
    them, each of which begins its value or stands behind a capital."""
    rows = [(words.rstrip(" :："), behind.strip(" :：,;|•·")) for words, behind in line.runs]
    if len(rows) < LEAST_MARKED or not all(
        _names(label) and value and len(value) <= USUAL and not is_code(label) for label, value in rows
    ):
        return []
    if len({label for label, _ in rows}) < len(rows):
        return []
    if line.is_named:
        return rows
    counted = all(any(map(str.isdigit, value)) and not value[0].islower() for _, value in rows)
    return rows if counted and all(len(value) <= USUAL // 2 for _, value in rows) else []


def _sentences_of_pairs(sentences: list[str]) -> Iterator[tuple[str, str]]:
    """The properties of at least LEAST sentences that follow each other and are a label, a colon and a value each."""
    run: list[str] = []
    for sentence in (*sentences, ""):
        if _FORMS["colon"].fullmatch(sentence):
            run.append(sentence.rstrip(" .;；"))
            continue
        yield from _pairs_of(run)
        run = []


def _measures_in(parts: list[str]) -> Iterator[tuple[str, str]]:
    """The properties of at least LEAST parts that follow each other and are a label of few words and a measure each."""
    run: list[tuple[str, str]] = []
    for part in (*parts, ""):
        match = _MEASURED.fullmatch(part) or _MEASURED_HAN.fullmatch(part) if len(part) <= LONGEST else None
        if match and _is_label_of_measure(match["label"]):
            run.append((match["label"], match["value"]))
            continue
        if len({label for label, _ in run}) == len(run) >= LEAST:
            yield from run
        run = []


def _is_label_of_measure(label: str) -> bool:
    """Whether words before a measure are a label: few, and no preposition before the measure ("of 5 kg")."""
    words = label.split()
    return len(words) <= MOST_WORDS and not (len(words[-1]) < LEAST and words[-1].islower()) and _names(label)


def _pairs_of(parts: list[str]) -> list[tuple[str, str]]:
    """The labels and values of parts that all have one form, each with another label; else none."""
    if len(parts) < LEAST:
        return []
    for form in ("colon", "dash"):
        matches = [_FORMS[form].fullmatch(part) for part in parts]
        rows = [(m["label"].strip(), m["value"].strip()) for m in matches if m]
        rows[:1] = [_without_introduction(*row) for row in rows[:1]]
        rows = [row for row in rows if _is_pair(form, *row) and len(row[1]) <= USUAL]
        labels = {label for label, _ in rows if not label[-1].isdigit()}
        if len(rows) == len(parts) == len(labels):
            begun = _ARTICLE.match(rows[0][0]) and len(rows[0][0].split()) > MOST_WORDS
            return rows[bool(begun) :] if _are_measured(rows) else []  # "The saw with blade" is no label
    return []


def _without_introduction(label: str, value: str) -> tuple[str, str]:
    """The first label and value of a list behind its introduction: "Data: load: 2 t", "Data: load - 2 t"."""
    inner = _INTRODUCED.fullmatch(value)
    return (inner["label"], inner["value"]) if inner else (label.rpartition(": ")[2], value)


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


def models_in_blocks(layout: Layout) -> Iterator[tuple[str, str]]:
    """The models of lines that name one and nothing else, and the properties that the lines below each of them give all."""
    models: dict[str, dict[str, str]] = {}
    model = None
    for line in short_lines(layout):
        if (code := model_of(line.text)) and not in_link(layout, line.block, code):
            model = models.setdefault(code, {})
        elif model is not None and (read := _read(line)) and read[0] not in _WEAK:
            model.setdefault(read[1], read[2])
    given = [properties for properties in models.values() if properties]
    shared = [label for label in given[0] if all(label in other for other in given)] if len(given) > 1 else []
    if len(given) == len(models) and are_family([*models]) and shared:
        yield MODELS_LABEL, BETWEEN.join(models)
        for label in shared:
            yield label, BETWEEN.join(properties[label] for properties in given)


def models_above_lines(layout: Layout) -> tuple[str, ...]:
    """The models of a family that lines name and go on about, or that stand alone above other lines: "QV-20" above its text or
    list, "QV-20: with a lid" with the code marked. Codes below each other with nothing about them are those of other goods, codes
    below a second heading may be those of parts, and so may codes that begin otherwise than the heading's."""
    lines = short_lines(layout)
    codes: dict[str, None] = {}
    part = _second_heading(layout)
    for at, line in enumerate(lines):
        code = model_of(line.marked) or (model_of(line.text) if line.block.tag in _TITLES else None)
        if code is None or not is_marked_code(code) or in_link(layout, line.block, code):
            continue
        if _is_others(layout, line, code):
            continue
        if part is not None and not codes and layout.order[line.block] > part:
            return ()
        below = lines[at + 1].text if at + 1 < len(lines) else ""
        if line.text.rstrip(" :：") == code and (not below or model_of(below)):
            return ()
        codes[code] = None
    named = [word for word in _WORDS.findall(_heading_text(layout)) if is_marked_code(word)]
    return family(codes) if are_family([*dict.fromkeys([*codes, *named])]) else ()


def _heading_text(layout: Layout) -> str:
    return element_text(layout.heading) if layout.heading is not None else ""


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


def _read(line: Line) -> tuple[str, str, str] | None:
    """The form of a line, its label and its value."""
    bullet = _BULLET.match(line.text)
    text = line.text[bullet.end() :] if bullet else line.text
    marked = line.marked.lstrip(BULLETS + " ")
    if _marked_pairs(line):
        return None
    if marked and text.startswith(marked) and len(text) > len(marked):
        rest = text[len(marked) :]
        label = marked.rstrip(" :：-–—.")
        value = rest[_JOINT.match(rest).end() :]  # type: ignore[union-attr]  # it may be empty
        return ("marked", label, value) if value and _names(label) else None
    for form, shape in _FORMS.items():
        if form == "measure" and not bullet and line.block.tag != "li":
            continue
        match = shape.fullmatch(text)
        if match and _is_pair(form, match["label"], match["value"]) and not divides_number(match):
            return form, match["label"].strip(), match["value"].strip(" ;；")
    return None


def _is_pair(form: str, label: str, value: str) -> bool:
    """Whether two texts may be label and value; dashes and dots stand between the ends of a range as well: -20 … +55 °C."""
    if form in _WEAK and NO_VALUE.match(value):
        return False
    coded = form == "dash" and is_marked_code(label.strip())
    return _names(label) and (form not in _WEAK or coded or not label.rstrip()[-1:].isdigit())


def _names(label: str) -> bool:
    return is_label(label) and not _NO_LABEL.search(label)
