"""Measures that a sentence states among other words: "Die Tragkraft beträgt 5 t", "with a reach of 12 m", 重量仅8kg."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from crawler.extract.page.layout import Layout
from crawler.extract.page.lines import BULLETS, Line, all_lines
from crawler.extract.product.codes.forms.code_forms import is_code
from crawler.extract.product.codes.forms.model_labels import BETWEEN
from crawler.extract.product.specs.line_forms import COMPARED, MOST_BEHIND, SAID
from crawler.extract.product.specs.lines_of_others import is_of_others
from crawler.extract.product.specs.several_in_line import SENTENCE
from crawler.extract.words.alphabets import EAST_ASIAN, HAN
from crawler.extract.words.labels import is_label
from crawler.extract.words.vocabulary import alternatives, common_words, pattern

MOST_WORDS = 4  # of a label
MOST_JOINED = 6  # of one with a preposition in it
MOST_LINKS = 2  # words between label and measure: "es de"
LONGEST = 160  # characters of a clause
_HAS_DIGIT = re.compile(r"\d")
_COLON = re.compile(r":\s|：")
_BEGUN = re.compile(r"\s?[:：]|\s[–—-]\s")
# "a" is and in Slavic languages; elsewhere an article, or "5 l a day"
_A = r"(?:(?<=\d\s\w)|(?<=\d\s\w\w))\sa(?!\s(?:second|minute|hour|day|week|month|year)s?\b)"
_PER = "por|per|pro|par|je|на"  # of a measure for each of something: "9 m² por litro y por mano"
_DIVIDES = re.compile(
    rf",\s+|,(?=[{HAN}])|[،，、;；؛(（)）]\s*|\s[–—]\s(?!\d)"
    rf"|(?:\s(?:{alternatives('with_words')}|{alternatives('and_words')}|olup)|{_A}|(?<=이며)|(?<=이고)|(?<=[했였됐았었하되]고))"
    rf"\s(?!(?:{_PER})\s)(?=[^\W\d_])|(?:(?<=\d\s\w)|(?<=\d\s\w\w))\sbei\s(?=eine[rm]\s[^\W\d_]{{1,30}}\svon\s)",
    re.I,
)
_APART = rf"(?<![^\W{EAST_ASIAN}])"  # behind no letter or digit, but for those of scripts without blanks
_BOUNDS = (
    rf"(?:(?:{alternatives('bounds')})\s|(?:不?[大小高低优多少]于|不超过|不低于|仅|约为?|約|最大|可达)\s?)?"
)
_IP = r"IP ?\d\dK?"  # a class of protection
_CLASS = re.compile(_IP, re.I)
_CURRENT = r"(?:[AD]C\s?)?"  # before a voltage: AC100~240V
_END = r"[+−-]?\d[\d.,٫]*(?:\s\d{1,2}/\d{1,2}(?!\d))?"  # 26 1/4 inches
_NUMBERS = rf"{_END}(?:(?:\s?[-–—~～〜x×*/÷]\s?|\s(?:{alternatives('range_middles')}|{alternatives('and_words')})\s){_END}){{0,3}}"
MEASURE = pattern(
    "units",
    rf"{_APART}(?<![\d.,/-])(?:{_IP}(?![^\W{EAST_ASIAN}])|{_BOUNDS}{_CURRENT}{COMPARED}{_NUMBERS}\s?{{}}(?:\s?[-–—~～〜]\s?{_END}\s?{{}})?(?![^\W{EAST_ASIAN}]))",
)
_VERB = pattern("measuring_verbs", rf"(?:\s|(?<=[{EAST_ASIAN}])){{}}$")
_LINK = pattern("linking_words_of_measures", rf"(?:\s|(?<=[{EAST_ASIAN}])){{}}$")
_STARTS_RANGE = pattern("range_starts", r"(?<=\w)\s{}$")  # behind a label: "dung lượng từ 200Ah đến 930Ah"
# A verb that says itself what is measured, of the subject of the clause before
_WEIGHS = pattern(
    "weighing_verbs", rf"(?:(?:{alternatives('and_words')})\s)?(?P<verb>{{}})(?:\s(?:en|in|em|за))?"
)
_QUANTITY = pattern("quantities", r"(?<!\w){}(?!\w)")
_JOINS = pattern("label_prepositions")
# That a clause begins with before what is measured: "with a", "its", "reaches a"
_BEGINS = re.compile(
    rf"(?:(?:{alternatives('with_words')}|{alternatives('measuring_verbs')})\s)?(?:(?:{alternatives('articles')}|{alternatives('possessives')})\s)?",
    re.I,
)
_NO_LABEL = (pattern("circumstances"), pattern("changes"), pattern("articles"))  # words that are in none
_OF = frozenset(
    ("of", "de", "di", "da", "do", "du", "des", "der", "van", "von", "av", "af", "del", "dos", "das")
)
_WORDS = re.compile(r"[^\W\d_](?:[^\W\d_]|[ '’-])*")
_ENDS_SENTENCE = re.compile(
    r"['’][dt][ıiuü]r$|\sd[ıiuü]r$|(?:です|である|で|입니다|이며|이고|에 (?:불과|달)합니다|\sاست)$|\s(?:크기|규격)의\s.*$"
)
_REST_OF_UNIT = re.compile(r"(?:/[^\W\d_]{1,4}[23²³]?)?[.]?(?=\s|$)")  # m/sec
_EAST_ASIAN_SIGN = re.compile(f"[{EAST_ASIAN}]")
_KOREAN_NOUN = re.compile("[가-힣]{1,4}(?<![은는이가을를의로며고에서한인된할와과도만나])")
# Behind a measure of a script without blanks, before what has it: 外径58mmの棒
_EAST_ASIAN_BEHIND = re.compile(
    r"(?P<bound>以上|以下|以内|未満|未满|左右|まで|程度|이상|이하|까지)?(?:(?:[の的で]|이며|이고|의).*)?"
)


class _Measure(NamedTuple):
    label: str
    value: str
    model: str  # the code before the colon or dash that the sentence begins with, or above its line; empty where none is


def measures_in_clauses(layout: Layout) -> Iterator[tuple[str, str]]:
    """What clauses of sentences say to be measured, each with its measure in a known unit.

    Before the measure stands a verb of measuring, which any label may have; else the label has a word for what is measured. What
    is said of each of several models has their values; of other measures under one label none is the page's.
    """
    lines = all_lines(layout)
    above = ["", *(line.text for line in lines)]
    found = [
        m for line, text in zip(lines, above, strict=False) for m in _measures_of_line(layout, line, text)
    ]
    models = dict.fromkeys(measure.model for measure in found if measure.model)
    by_label: defaultdict[str, list[_Measure]] = defaultdict(list)
    for measure in found:
        by_label[measure.label.casefold()].append(measure)
    for measures in by_label.values():
        if len(models) > 1 and [measure.model for measure in measures] == [*models]:
            yield measures[0].label, BETWEEN.join(measure.value for measure in measures)
        elif len({measure.value for measure in measures}) == 1 and not (
            len(models) > 1 and measures[0].model
        ):
            yield measures[0].label, measures[0].value


def _measures_of_line(layout: Layout, line: Line, above: str) -> Iterator[_Measure]:
    if not _HAS_DIGIT.search(line.text):
        return
    model = above if is_code(above.rstrip(" :：")) else ""
    sentences = SENTENCE.split(line.text.lstrip(BULLETS + " "))
    found = [measure for sentence in sentences for measure in _measures(sentence, model)]
    if found and not is_of_others(layout, line, found[0].label):
        yield from found


def _measures(sentence: str, model: str) -> Iterator[_Measure]:
    """The measures of a sentence below a model's code, or of one that begins with another."""
    begun = _BEGUN.split(sentence, maxsplit=1)
    words = begun[0].split()
    model = words[-1] if len(begun) > 1 and words and is_code(words[-1]) else model
    for part in _DIVIDES.split(sentence.strip(" .")):
        clause = _COLON.split(part)[-1]
        measure = MEASURE.search(clause) if len(clause) <= LONGEST else None
        if measure is None:
            continue
        label, behind = _label(clause[: measure.start()].strip()), _behind(clause[measure.end() :])
        if label is not None and behind is not None and not (behind and _CLASS.fullmatch(measure[0])):
            yield _Measure(label, measure[0].strip() + behind, model)


def _label(words: str) -> str | None:
    """What the words before a measure say to be measured; None where they are other words."""
    words = _STARTS_RANGE.sub("", words)
    if weighs := _WEIGHS.fullmatch(words):
        return weighs["verb"]
    said = _VERB.search(words)
    label = _own_words(words[: said.start()] if said else _without_links(words))
    if _is_measured(label) and (said or _QUANTITY.search(label)):
        return label
    return label if said is None and _is_subject(words, label) else None


def _is_subject(words: str, label: str) -> bool:
    """Whether words before a measure are a verb that says what its subject is, which begins with a word for what is measured and
    goes on behind a preposition: "the run time without sun is"."""
    said = any(SAID.fullmatch(word) for word in words.split()[-MOST_LINKS:])
    own = label.split()
    parts = [word for word in own[1:-1] if not _JOINS.fullmatch(word)]
    few = len(own) <= MOST_JOINED and len(parts) < len(own[1:-1])
    return (
        said
        and few
        and _QUANTITY.search(" ".join(own[:2])) is not None
        and _is_measured(" ".join([own[0], own[-1]]))
        and all(_is_measured(f"{own[0]} {word}") for word in parts if word.casefold() not in _OF)
    )


def _without_links(words: str) -> str:
    for _ in range(MOST_LINKS):
        link = _LINK.search(words)
        words = words[: link.start()] if link else words
    return words


def _own_words(words: str) -> str:
    """The words of a clause behind its verb, and the small words that they begin with: "has a reach", "with its reach"."""
    said = [at for at, word in enumerate(words.split()) if SAID.fullmatch(word)]
    label = " ".join(words.split()[said[-1] + 1 :]) if said else words
    if _EAST_ASIAN_SIGN.match(label[-1:]):
        own = label.split()  # a blank divides there; a Korean noun without a particle belongs to the next
        label = " ".join(own[-2:] if len(own) > 1 and _KOREAN_NOUN.fullmatch(own[-2]) else own[-1:])
    return _BEGINS.sub("", label, count=1)


def _is_measured(label: str) -> bool:
    """Whether a text may name what is measured: few words, none of them small but for of between two, and no code."""
    words = label.casefold().split()
    return (
        0 < len(words) <= MOST_WORDS
        and is_label(label)
        and _WORDS.fullmatch(label) is not None
        and not (set(words) - _OF) & common_words()
        and not any(no.fullmatch(word) for no in _NO_LABEL for word in words if word not in _OF)
        and not _OF & {words[0], words[-1]}
        and not is_code(label)
    )


def _behind(words: str) -> str | None:
    """The words behind a measure that belong to it; None where these are too many."""
    words = _ENDS_SENTENCE.sub("", words)
    if _EAST_ASIAN_SIGN.match(words):
        bound = _EAST_ASIAN_BEHIND.fullmatch(words)
        return bound["bound"] or "" if bound else None
    begun = _REST_OF_UNIT.match(words)
    if begun is None:
        return None
    own = words[begun.end() :].split()
    while own and (own[-1].casefold() in common_words() or any(no.fullmatch(own[-1]) for no in _NO_LABEL)):
        own.pop()
    return "".join((begun[0], *(f" {word}" for word in own))) if len(own) <= _most_behind(own) else None


def _most_behind(words: list[str]) -> int:
    """How many words may belong to a measure: more where it is for each of something, "por litro y por mano"."""
    return MOST_BEHIND + (bool(words) and re.fullmatch(_PER, words[0]) is not None)
