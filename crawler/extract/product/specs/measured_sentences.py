"""Sentences that say nothing but properties: "Load 2 t, stroke 45 mm. Warranty: 2 years." and 荷重は2t、行程は45mm、質量は6kg。"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from crawler.extract.page.layout import Layout
from crawler.extract.page.lines import all_lines
from crawler.extract.product.specs.line_forms import (
    COMPARED,
    FORMS,
    LIMITS,
    MOST_BEHIND,
    NUMBERS,
    SAID,
    is_line_label,
    is_pair,
)
from crawler.extract.product.specs.lines_of_others import is_of_others
from crawler.extract.product.specs.pairs import USUAL, are_measured
from crawler.extract.product.specs.several_in_line import SENTENCE
from crawler.extract.words.alphabets import CAPITALS, EAST_ASIAN, HAN
from crawler.extract.words.vocabulary import common_words, pattern

LEAST = 2  # measures of sentences that follow each other
LEAST_TOPICS = 3  # properties of a sentence that names each as its topic, or by a colon before other words
MOST_WORDS = 3  # of a label
MOST_LISTED = 2  # the same of one before a list of values
LONGEST = 90  # characters of a part
_PARTS = re.compile(rf",\s+|,(?=[{HAN}])|[，、]\s*")
_MEASURE = re.compile(
    rf"(?P<label>[^\W\d_][^\d:：;()=]{{1,50}}?) (?P<value>{LIMITS}{COMPARED}(?<![\w.,/-]){NUMBERS}\s?"
    r"(?P<unit>[^\s\d,;:()–-]{1,12})(?P<behind>(?: [^\s:;]{1,20}){0,4}))"
)
# What needs no measure: "Finish: galvanized"
_PLAIN = pattern("plain_properties", r"(?P<label>{})\s?[:：]\s?(?P<value>[^:：;=]{2,80})")
_KNOWN = pattern("units", rf"{COMPARED}{NUMBERS}\s?{{}}(?!\w)")
_ONE_WORD = re.compile(rf"[{CAPITALS}]{{1,4}}[ -]?\d{{1,4}}")  # a class behind a colon: IP65
_BOUND = pattern("bounds")  # "max 40 W" says not of what
_BEGINS_NUMBER = re.compile(r"\W{0,2}\d")
# A sentence of Japanese or Korean names its topic: 荷重は2t, 하중은 2t
_TOPIC = re.compile(
    rf"(?P<label>[{EAST_ASIAN}][^\s\d:：は、，,]{{0,12}}?)(?:は|(?:은|는) )(?P<value>[^は、]{{1,30}})"
)
# The same of Chinese: 公称通径为DN15-DN150; behind verbs that end so it is another sentence: 作为, 分为
_TOPIC_HAN = re.compile(
    rf"(?P<label>[{HAN}]{{2,8}}(?<![作成分认認称稱改视視因评評定设設以]))[为為](?P<value>[^为為]{{1,40}})"
)
_COMMAS_HAN = re.compile("[，,]\\s*")
_IS = re.compile(r"(?:です|である|입니다|이다)$")  # behind the last value of a sentence
_VERB = re.compile("[\u3041-\u309f다요]$")  # at the end of what is no value


class _Part(NamedTuple):
    label: str
    value: str
    known: bool  # whether its unit is a known one
    named: bool  # whether a colon is behind the label


def measured_sentences(layout: Layout) -> Iterator[tuple[str, str]]:
    """The properties of sentences each of which is nothing else: at least LEAST measures behind their labels, half of them in
    known units; one alone behind a colon; three topics; three parts with colons before other words."""
    for line in all_lines(layout):
        sentences = list(filter(None, (part.strip(" .;；") for part in SENTENCE.split(line.text))))
        rows = [*_measures(sentences)]
        for sentence in sentences:
            parts = _PARTS.split(sentence)
            rows += _topics(parts) or _begun_with_colons(parts) or _topics_in_chinese(sentence)
        rows += _listed(sentences, layout.document.texts_of_links)
        rows += [
            (match["label"], match["value"].strip()) for match in map(_PLAIN.fullmatch, sentences) if match
        ]
        if rows and not is_of_others(layout, line, rows[0][0]):
            yield from rows


def _listed(sentences: Sequence[str], linked: Container[str]) -> list[tuple[str, str]]:
    """The label and the values of the last of several sentences, where it is nothing but words that commas divide behind a colon:
    "A loom of beech. Colours: red, black."; none where a link shows one of them."""
    pair = FORMS["colon"].fullmatch(sentences[-1]) if len(sentences) > 1 else None
    if (
        pair is None
        or len(pair["label"].split()) > MOST_LISTED
        or not is_pair("dash", pair["label"], pair["value"])
    ):
        return []
    values = _PARTS.split(pair["value"]) if len(pair["value"]) <= USUAL else []
    short = len(values) > 1 and all(len(value.split()) <= MOST_WORDS for value in values)
    if any(map(str.isdigit, pair["value"])) or ":" in pair["value"]:
        return []
    return [(pair["label"], pair["value"])] if short and not any(value in linked for value in values) else []


def _measures(sentences: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The measures of sentences that follow each other; of one among other sentences where a colon is before
    a known unit."""
    run: list[_Part] = []
    for sentence in (*sentences, ""):
        parts = _measures_of(sentence)
        if parts:
            run += parts
            continue
        alone = len(run) == 1 < len(sentences) and run[0].known and run[0].named
        enough = len(run) >= LEAST and 2 * sum(part.known for part in run) >= len(run)
        if (enough or alone) and len({part.label for part in run}) == len(run):
            yield from ((part.label, part.value) for part in run)
        run = []


def _measures_of(sentence: str) -> list[_Part]:
    """The measures that are all of a sentence; none of any other."""
    found: list[_Part] = []
    for text in _PARTS.split(sentence):
        if len(text) > LONGEST:
            return []
        if found and _BEGINS_NUMBER.match(text):  # a further value: "packs of 1 kg, 5 kg"
            found[-1] = found[-1]._replace(value=f"{found[-1].value}, {text}")
            continue
        part = _measure(text)
        if part is None:
            return []
        found.append(part)
    return found


def _measure(text: str) -> _Part | None:
    """A label of few words and the measure behind it, with a colon or without."""
    if (pair := FORMS["colon"].fullmatch(text)) is not None:
        label, value = pair["label"], pair["value"]
        measure = _KNOWN.match(value)
        plain = measure is not None and len(value[measure.end() :].split()) <= MOST_BEHIND
        known = measure is not None
        fits = (plain or _ONE_WORD.fullmatch(value) is not None) and is_pair("dash", label, value)
    else:
        match = _MEASURE.fullmatch(text)
        if match is None:
            return None
        label, value = match["label"], match["value"]
        known = _KNOWN.match(value) is not None
        fits = match["unit"].isalpha() or known
    words = label.casefold().split()
    said = pair is None and (SAID.fullmatch(words[-1]) or _BOUND.fullmatch(label)) is not None
    named = len(words) <= MOST_WORDS and not {words[0], words[-1]} & common_words() and len(words[-1]) > LEAST
    return (
        _Part(label, value, known, pair is not None)
        if fits and named and not said and is_line_label(label)
        else None
    )


def _topics(parts: Sequence[str]) -> list[tuple[str, str]]:
    """The topics of a sentence that says a value of each, and no deed."""
    matches = [_TOPIC.fullmatch(_IS.sub("", part)) for part in parts]
    rows = [(match["label"], match["value"]) for match in matches if match]
    told = len({label for label, _ in rows}) == len(rows) == len(parts) >= LEAST_TOPICS
    return rows if told and are_measured(rows) and not any(_VERB.search(value) for _, value in rows) else []


def _topics_in_chinese(sentence: str) -> list[tuple[str, str]]:
    """The topics of the clauses of a sentence that follow each other, of which at least LEAST have a value with a number."""
    found: list[tuple[str, str]] = []
    run: list[tuple[str, str]] = []
    for clause in (*_COMMAS_HAN.split(sentence), ""):
        match = _TOPIC_HAN.fullmatch(clause)
        if match is not None:
            run.append((match["label"], match["value"]))
            continue
        if sum(any(map(str.isdigit, value)) for _, value in run) >= LEAST and are_measured(run):
            found += run
        run = []
    return found if len({label for label, _ in found}) == len(found) else []


def _begun_with_colons(parts: Sequence[str]) -> list[tuple[str, str]]:
    """The labels and values that a sentence begins with before it goes on in other words: of the last only a measure counts,
    as its value may go on."""
    rows: list[tuple[str, str]] = []
    for part in parts:
        pair = FORMS["colon"].fullmatch(part) if len(part) <= LONGEST else None
        if pair is None or not is_pair("colon", pair["label"], pair["value"]) or len(pair["value"]) > USUAL:
            break
        rows.append((pair["label"], pair["value"].strip()))
    if len(rows) == len(parts) or len({label for label, _ in rows}) < len(rows):
        return []
    further = _BEGINS_NUMBER.match(parts[len(rows)]) is not None
    if rows and (further or not any(map(str.isdigit, rows[-1][1]))):
        rows.pop()
    return rows if len(rows) >= LEAST_TOPICS and are_measured(rows) else []
