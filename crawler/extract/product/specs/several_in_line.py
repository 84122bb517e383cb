"""Several properties in one line: divided by signs, by sentences, by marked labels, or measures behind their labels."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.extract.page.layout import Layout
from crawler.extract.page.lines import LONGEST, Line, all_lines
from crawler.extract.product.codes.forms.code_forms import is_marked_code
from crawler.extract.product.specs.line_forms import (
    COMPARED,
    FORMS,
    LIMITS,
    NUMBERS,
    is_line_label,
    is_pair,
    marked_pairs,
)
from crawler.extract.product.specs.lines_of_others import is_of_others
from crawler.extract.product.specs.pairs import NO_VALUE, USUAL, are_measured
from crawler.extract.words.alphabets import CAPITALS, EAST_ASIAN, HAN
from crawler.extract.words.vocabulary import alternatives, common_words, pattern

LEAST = 3  # properties of one line
LEAST_WITH_COLONS = 2  # the same of numbers with a colon before each
MOST_WORDS = 3  # of a label without a mark in a sentence
LEAST_LETTERS = 3  # of a small word before a measure; prepositions have fewer
# In a line of several; a comma also where others stand before further numbers of a value: "Stroke: 45 mm, 60 mm"
_BETWEEN_PAIRS = (
    re.compile(r"[;；؛]\s*"),
    re.compile(r"\s[|•·]\s"),
    re.compile(r"\s[/／]\s"),
    re.compile(rf",\s+|,(?=[{HAN}])|[،，、]\s*"),
    re.compile(r",\s+(?![\s\d])|[،，、]\s*(?![\s\d])"),
    re.compile(r"\s[–—]\s"),
)
_SEMICOLON, _COMMA, _DASH = 0, 3, 5  # which of them
SENTENCE = re.compile(
    r"(?<=[^\W_]|[)\]²³%\"])\.\s+(?=[^\W\d_a-zà-ÿа-яёіїєґ])"
    rf"(?!(?<=\d\.\s)(?:{alternatives('counted_nouns')})(?!\w))|[。！!]"
)
# A code, what it is, and the sign of a genitive: QV-20阀的, QV-20の, "QV-20 밸브의 "
_OWNER = re.compile(rf"(?P<code>[A-Z\d][A-Za-z\d./-]{{2,20}}) ?[{EAST_ASIAN}]{{0,8}}?(?:의 |的|の)")
_INTRODUCED = re.compile(r"(?P<label>[^:：]+)(?::-? |：)(?P<value>.+)")  # the rest of "Data: load: 2 t"
_SENTENCE_BEFORE = re.compile(
    r"(?<=[a-zà-žа-яёіїєґ]{4})\.\s"
)  # a label in small letters behind it; no abbreviation
_COLONS = frozenset(":：")
_COLON = re.compile(r":-?\s|：")
# From one number to another: "from -5 to +5 bar"
_END = r"[+−-]?\d[\d.,]*"
_RANGE = rf"(?:{alternatives('range_starts')}) {_END}(?: [^\W\d]{{1,5}})? (?:{alternatives('range_middles')}) {_END}"
# Between the words of a sentence: "load 2 t", "motor 2.2 kW/400 V"
_MEASURED = pattern(
    "units",
    rf"(?:.*: )?(?P<label>[^\W\d_][^\d:：;,()]{{1,40}}?[^\W\d_]) (?P<value>{LIMITS}{COMPARED}{NUMBERS}\s?{{}}"
    rf"(?:\s?/\s?\d[\d.,]*\s?{{}})?|\d[\d.,]*(?:\s?[x×*]\s?\d[\d.,]*){{1,3}}|{_RANGE}\s?{{}})\.?",
)
# Beside measures behind a colon: "motor B5", "posts 40 or 64", "teeth 17 of steel"
_COUNTED = re.compile(
    rf"(?P<label>[^\W\d_][^\d:：;,()]{{1,30}}[^\W\d_]) (?P<value>(?:[{CAPITALS}]{{1,3}}-?)?\d[^:：;]{{0,30}})"
)
# The same of what has no measure: "colour white/blue"
_PLAIN = pattern("plain_properties", r"(?P<label>{}) (?P<value>[^:：;=]{2,40})")
# The same where no blank divides words: 流量8升/秒, 压力不大于0.1帕
_MEASURED_HAN = pattern(
    "units",
    rf"(?P<label>[{HAN}]{{2,10}}?)[为為是]?(?P<value>(?:不?[大小高低优多少]于|不超过|不低于|仅|约|约为|达到?|可达)?\s?{COMPARED}"
    r"\d[\d.,]*(?:\s?[-–—~～x×*/]\s?\d[\d.,]*){0,3}\s?{})",
)
# Labels of scripts without blanks, which divide the pairs then: 材質:黄銅 羽根:3枚
_EAST_ASIAN_PAIR = re.compile(rf"(?P<label>[{EAST_ASIAN}]{{1,8}}) ?[:：] ?(?P<value>[^\s:：]+)")
_BETWEEN_EAST_ASIAN = re.compile(rf"\s+(?=[{EAST_ASIAN}]{{1,8}} ?[:：])")
BEGINS_MEASURE = pattern("units", rf"{COMPARED}{NUMBERS}\s?{{}}(?!\w)")
_OF_PAGE = re.compile(f"{alternatives('page_labels')}|{alternatives('post_labels')}", re.I)
_HAS_DIGIT = re.compile(r"\D{0,40}\d")
_ARTICLE = pattern("articles", r"{}\s")


def properties_in_line(layout: Layout) -> Iterator[tuple[str, str]]:
    """The properties of lines that list at least LEAST of one form: "Load: 2 t; Stroke: 45 mm; Weight: 6 kg"."""
    for line in all_lines(layout):
        sentences = SENTENCE.split(line.text)
        found = [list(_sentences_of_pairs(sentences)), _east_asian_pairs(line.text)]
        for sentence in sentences:
            divided = [between.split(sentence.rstrip(" .;；؛")) for between in _BETWEEN_PAIRS]
            pairs = next(filter(None, map(_pairs_of, divided)), []) or _pairs_of(divided[_DASH], dashed=True)
            pairs = pairs or _pairs_of(divided[_SEMICOLON], listed=True)
            found.append(pairs or [*_measures_in(divided[_SEMICOLON]), *_measures_in(divided[_COMMA])])
        for rows in filter(None, found):
            yield from () if is_of_others(layout, line, rows[0][0]) else rows


def marked_in_line(layout: Layout) -> Iterator[tuple[str, str]]:
    """The properties of a line with several marked labels, <b>Load:</b> 2 t <b>Stroke:</b> 45 mm, or with one and its colon
    before a measure among other words."""
    for line in all_lines(layout):
        rows = marked_pairs(line) or _marked_measure(line)
        if rows and (line.is_named or not is_of_others(layout, line, rows[0][0])):
            yield from rows


def _marked_measure(line: Line) -> list[tuple[str, str]]:
    """The one marked label of a line, where a colon and a measure stand behind it."""
    if len(line.runs) != 1 or not line.is_named or line.marked:
        return []
    label, behind = (text.strip(" :：") for text in line.runs[0])
    measure = BEGINS_MEASURE.match(behind)
    few = measure is not None and len(label.split()) <= MOST_WORDS and is_line_label(label)
    return [(label, measure[0].strip())] if measure is not None and few else []


def _sentences_of_pairs(sentences: list[str]) -> Iterator[tuple[str, str]]:
    """The properties of at least LEAST sentences that follow each other and are a label, a colon and a value each."""
    run: list[str] = []
    for sentence in (*sentences, ""):
        if FORMS["colon"].fullmatch(sentence):
            run.append(sentence.rstrip(" .;；؛"))
            continue
        yield from _pairs_of(run)
        run = []


def _east_asian_pairs(text: str) -> list[tuple[str, str]]:
    """The labels and values that are all of a line, each label with a colon and a blank before all but the first."""
    matches = [_EAST_ASIAN_PAIR.fullmatch(part) for part in _BETWEEN_EAST_ASIAN.split(text)]
    rows = [(match["label"], match["value"].rstrip(".;；。")) for match in matches if match]
    plain = not any(NO_VALUE.match(value) or _OF_PAGE.fullmatch(label) for label, value in rows)
    several = len({label for label, _ in rows}) == len(matches) >= LEAST_WITH_COLONS
    return rows if several and plain and are_measured(rows) else []


def _measures_in(parts: list[str]) -> Iterator[tuple[str, str]]:
    """The properties of at least LEAST parts that follow each other and are a label of few words and a measure each.

    Behind a colon fewer than half of them may be another value: a number with words behind it, or a label with a colon of its own.
    What needs no measure does not count.
    """
    run: list[tuple[str, str]] = []
    measured, plain, behind_colon = 0, 0, False
    for part in (*parts, ""):
        match = _MEASURED.fullmatch(part) or _MEASURED_HAN.fullmatch(part) if len(part) <= LONGEST else None
        if match and _is_label_of_measure(match["label"]):
            behind_colon |= not run and match.start("label") > 0
            label = match["label"] if run else _own_label(match["label"])
            run.append((label, match["value"]))
            measured += 1
            continue
        introduced = None if run else _INTRODUCED.fullmatch(part)
        other = (
            _other_value(introduced["value"] if introduced else part) if introduced or behind_colon else None
        )
        if other is not None:
            behind_colon = True
            run.append(other)
            plain += _PLAIN.fullmatch(part) is not None
            continue
        if len({label for label, _ in run}) == len(run) >= LEAST and 2 * measured > len(run) - plain:
            yield from run
        run, measured, plain, behind_colon = [], 0, 0, False


def _other_value(part: str) -> tuple[str, str] | None:
    """The label and value of a part among measures: a number with words behind it, or what stands behind a colon."""
    if len(part) > USUAL:
        return None
    if (pair := FORMS["colon"].fullmatch(part)) is not None:
        return (pair["label"], pair["value"]) if len(pair["label"].split()) <= MOST_WORDS else None
    if (plain := _PLAIN.fullmatch(part)) is not None:
        return plain["label"], plain["value"]
    match = _COUNTED.fullmatch(part)
    if match is None or not _is_label_of_measure(match["label"]):
        return None
    words = match["label"].casefold().split()
    return (
        (match["label"], match["value"])
        if len(words) < MOST_WORDS and words[-1] not in common_words()
        else None
    )


def _is_label_of_measure(label: str) -> bool:
    """Whether words before a measure are a label: few, and no preposition before the measure ("of 5 kg")."""
    words = label.split()
    return (
        len(words) <= MOST_WORDS
        and not (len(words[-1]) < LEAST_LETTERS and words[-1].islower())
        and is_line_label(label)
    )


def _pairs_of(parts: list[str], *, dashed: bool = False, listed: bool = False) -> list[tuple[str, str]]:
    """The labels and values of parts that all have one form, each with another label; else none. Of two `dashed` parts, which a
    dash divides, the values need not begin with their numbers: hardly anything else has two colons with a dash between them. Of
    `listed` parts, which semicolons divide, one value with a number is enough where all labels have few words and colons."""
    for form in ("colon", "equals", "dash"):
        if len(parts) < (LEAST_WITH_COLONS if form == "colon" else LEAST):
            continue
        introduced = None if FORMS[form].fullmatch(parts[0]) else _INTRODUCED.fullmatch(parts[0])
        first = introduced["value"] if introduced else parts[0]  # behind a long introduction
        matches = [FORMS[form].fullmatch(part) for part in (first, *parts[1:])]
        rows = [(m["label"].strip(), m["value"].strip()) for m in matches if m]
        rows[:1] = [_without_introduction(*row) for row in rows[:1]]
        rows = [row for row in rows if is_pair(form, *row) and len(row[1]) <= USUAL]
        labels = {label for label, _ in rows if not label[-1].isdigit()}
        few = len(parts) < LEAST  # two: each a number under a label of few words
        number = _HAS_DIGIT if dashed else BEGINS_MEASURE
        short = all(len(label.split()) <= MOST_WORDS for label, _ in rows)
        if listed and form == "colon":
            one = BEGINS_MEASURE if few else _HAS_DIGIT
            enough = short and any(one.match(value) for _, value in rows)
            plain = not any(NO_VALUE.match(value) or _COLONS & {*value} for _, value in rows)
            if enough and plain and len(rows) == len(parts) == len(labels):
                return rows
        if few and not (short and all(number.match(value) for _, value in rows)):
            continue
        if len(rows) == len(parts) == len(labels):
            begun = _ARTICLE.match(rows[0][0]) and len(rows[0][0].split()) > MOST_WORDS
            rows[0] = (_own_label(rows[0][0]), rows[0][1])
            return rows[bool(begun) :] if are_measured(rows) else []  # "The saw with blade" is no label
    return []


def _own_label(label: str) -> str:
    """A label without the article that it begins a sentence with, or the product's code whose it is: "The load", QV-20阀的材质."""
    begun = _ARTICLE.match(label)
    if begun is None and (owner := _OWNER.match(label)) and is_marked_code(owner["code"]):
        begun = owner
    return label[begun.end() :] if begun and begun.end() < len(label) else label


def _without_introduction(label: str, value: str) -> tuple[str, str]:
    """The first label and value of a list behind its introduction: "Data: load: 2 t", "Data: load - 2 t"."""
    inner = _INTRODUCED.fullmatch(value)
    if inner:
        return inner["label"], inner["value"]
    return _SENTENCE_BEFORE.split(_COLON.split(label)[-1])[-1], value
