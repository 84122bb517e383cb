"""One line as a property: label and value divided by a colon, dots, an equals sign, a dash or a mark, or a measure in a list.

The mark is on the label, <b>Load</b> 2 t, or on the value, Load <b>2 t</b>.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from crawler.extract.page.lines import BULLETS, Line
from crawler.extract.product.codes.forms.code_forms import is_code, is_marked_code
from crawler.extract.product.specs.pairs import NO_VALUE, USUAL
from crawler.extract.words.alphabets import CAPITALS, EAST_ASIAN
from crawler.extract.words.labels import divides_number, is_label
from crawler.extract.words.vocabulary import pattern

LEAST_MARKED = 2  # marked labels of one line
MOST_BEFORE = 3  # words before a marked value
MOST_BEHIND = 4  # words behind a measure: "5 kg without battery"
SAID = pattern("said_of_a_thing")  # the verb of a sentence, which is no label's
_BULLET = re.compile(rf"(?:[{BULLETS}]|\d{{1,2}}[.)、])\s*")
# A sign before a number; a number, or several of a range or a size
COMPARED = r"[<>≤≥±~Ø]?\s?"
# Words before a number that bounds a value
LIMITS = r"(?:(?:up to|about|approx\.?|ca\.?|circa|cca|etwa|environ|okolo|около|khoảng|max\.?|min\.?|bis|до|от|від|hasta|até|fino a|jusqu.à|do) )?"
NUMBERS = r"\d[\d.,٫]*(?:\s?[-–—~x×*/]\s?\d[\d.,٫]*){0,3}"
FORMS = {
    "bracketed": re.compile(r"[【〖](?P<label>[^【】〖〗]{1,40})[】〗]\s*[:：]?\s*(?P<value>[^【】〖〗]+)"),
    "dots": re.compile(r"(?P<label>[^.…:]+?)\s?(?:\.{3,}|…{2,}|(?:\. ){3,}\.?|_{3,})\s?(?P<value>.+)"),
    "ellipsis": re.compile(r"(?P<label>[^…‥:]+?)\s?(?:[…‥]|[・･]{2,})\s?(?P<value>.+)"),
    "colon": re.compile(r"(?P<label>[^:：]{1,60}?)\s*[:：]\s*(?P<value>.+)"),
    "equals": re.compile(r"(?P<label>[^=]+?)\s*=\s*(?P<value>[^=]+)"),
    "dash": re.compile(r"(?P<label>.{1,60}?) [-–—] (?P<value>.+)"),
    # 素材/綿: in East Asian words
    "slash": re.compile(rf"(?P<label>[{EAST_ASIAN}]{{1,10}})\s?[/／]\s?(?P<value>[^/／:：][^:：]*)"),
    # of a list: "Load 2 t", "Stroke up to 45 mm"
    "measure": pattern(
        "units",
        r"(?P<label>[^\W\d_][^\d:：;,]{1,50}?)\s?(?P<value>(?:(?<=\s)"
        + LIMITS
        + ")?"
        + COMPARED
        + r"(?<![\w.,/-])"
        + NUMBERS
        + r"\s?{})[.,]?",
    ),
    # 用途 枝打ち: two East Asian words behind a bullet, in lists of measures
    "blank": re.compile(rf"(?P<label>[{EAST_ASIAN}]{{1,10}})\s(?P<value>[^\s:：,，、。]{{1,30}})"),
}
# Forms that sentences and ranges have as well
WEAK_FORMS = ("bracketed", "slash", "dash", "ellipsis", "measure", "blank", "valued")
_NO_LABEL = re.compile(r"[;；؛@{}$]")
_DASHED = re.compile(rf"[-–—]\s*(?:[^\W\d_]{{1,4}} )?{COMPARED}\d")
_DASH_BEFORE_NUMBER = re.compile(r"\s[–—-]\s\D{0,3}\d")
_NEXT_SENTENCE = re.compile(rf"(?<=\w)\.\s+(?=[{CAPITALS}])")
_COPULA = re.compile("['’][dt][ıiuü]r$")  # of Turkish: %96'dır
_JOINT = re.compile(r"\s*[-–—:：]?\s*")


class LineProperty(NamedTuple):
    """The form of a line that is a property, its label and its value."""

    form: str
    label: str
    value: str


def read_line(line: Line) -> LineProperty | None:
    """The property that a line is, None for any other line and for one of several marked labels."""
    bullet = _BULLET.match(line.text)
    text = line.text[bullet.end() :] if bullet else line.text
    marked = line.marked.lstrip(BULLETS + " ")
    if marked_pairs(line):
        return None
    if marked and text.startswith(marked) and len(text) > len(marked):
        rest = text[len(marked) :]
        label = marked.rstrip(" :：-–—.")
        value = rest[_JOINT.match(rest).end() :]  # type: ignore[union-attr]  # it may be empty
        return LineProperty("marked", label, value) if value and is_line_label(label) else None
    for form, shape in FORMS.items():
        if form == "measure" and not bullet and line.block.tag != "li":
            continue
        if form == "blank" and not bullet:
            continue
        match = shape.fullmatch(text)
        if match and is_pair(form, match["label"], match["value"]) and not divides_number(match):
            form = "measure" if form == "blank" else form
            return LineProperty(form, match["label"].strip(), match["value"].strip(" ;；؛"))
    return _marked_value(text, line)


def _marked_value(text: str, line: Line) -> LineProperty | None:
    """The property of a line whose end alone is marked, behind few words."""
    value, behind = line.runs[0] if len(line.runs) == 1 else ("", "")
    if not value or behind or not text.endswith(value) or len(value) > USUAL:
        return None
    label = text.removesuffix(value).strip()
    few = 0 < len(label.split()) <= MOST_BEFORE and not any(map(str.isdigit, label))
    return LineProperty("valued", label, value) if few and is_pair("valued", label, value) else None


def marked_pairs(line: Line) -> list[tuple[str, str]]:
    """The marked words of a line and what stands behind each, where all are labels: by their colons, or by the numbers behind
    them, each of which begins its value or stands behind a capital."""
    rows = [(words.rstrip(" :："), behind.strip(" :：,;|•·")) for words, behind in line.runs]
    if rows and not line.is_named:  # the sentence of the last may end before the line does
        rows[-1] = (rows[-1][0], _COPULA.sub("", _NEXT_SENTENCE.split(rows[-1][1], maxsplit=1)[0]))
    if len(rows) < LEAST_MARKED or not all(
        is_line_label(label) and value and len(value) <= USUAL and not is_code(label) for label, value in rows
    ):
        return []
    if len({label for label, _ in rows}) < len(rows):
        return []
    if line.is_named:
        return rows
    counted = all(any(map(str.isdigit, value)) and not value[0].islower() for _, value in rows)
    return rows if counted and all(len(value) <= USUAL // 2 for _, value in rows) else []


def is_divided(line: Line) -> bool:
    """Whether a dash stands between the marked words that a line begins with and a number soon behind it."""
    return len(line.runs) == 1 and _DASHED.match(line.runs[0][1]) is not None


def is_pair(form: str, label: str, value: str) -> bool:
    """Whether two texts may be label and value; dashes and dots stand between the ends of a range as well: -20 … +55 °C."""
    if form in WEAK_FORMS and NO_VALUE.match(value):
        return False
    if form == "ellipsis" and _DASH_BEFORE_NUMBER.search(label):  # Range — 2 V … 400 V
        return False
    coded = form == "dash" and is_marked_code(label.strip())
    return is_line_label(label) and (form not in WEAK_FORMS or coded or not label.rstrip()[-1:].isdigit())


def is_line_label(label: str) -> bool:
    """Whether a text is a label, and no list, address or code of a program."""
    return is_label(label) and not _NO_LABEL.search(label)
