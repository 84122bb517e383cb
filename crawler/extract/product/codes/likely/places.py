"""What the place of a text says of whether it is the product's code: the words beside it, the element, the distance from the heading."""

from __future__ import annotations

import re
from functools import cache

from crawler.extract.page.element_text import Element
from crawler.extract.page.layout import Layout
from crawler.extract.product.codes.forms.code_forms import SAID_BEHIND, UNIT_BEHIND
from crawler.extract.product.codes.forms.model_labels import MODEL_FIELDS, names_kind
from crawler.extract.product.codes.shown.codes_in_elements import LEAST_SENTENCE, in_link
from crawler.extract.words.alphabets import CAPITALS, EAST_ASIAN
from crawler.extract.words.labels import field_of, known_labels
from crawler.extract.words.vocabulary import alternatives, common_words

BESIDE = 25  # characters beside a code in which a word for a code is looked for
LONG = 60  # characters before a code in a sentence
EARLY = 3  # the first sentences of a page
NEAR = 40  # elements between the heading and what stands near it
LABEL_WORDS = 3
LEAST_WORD = 4  # letters of a word that names a thing
ABOVE = 3  # elements around one that tell what it is a part of
_NEW_SUBJECT = re.compile(r"\s?が")  # behind the subject of a sentence that is not its topic: QV-20が
_LABEL_END = re.compile(r"[\s:：.#№°º\-–—()（\[]+$")
_AROUND, _OPENING, _CLOSING = " ()[]【】:：*•,-", "([（【", ")]）】"
_LAST_WORD = re.compile(r"([^\W\d_]+)\s$")
_ARTICLE = re.compile(alternatives("articles"), re.I)
_CAPITAL = re.compile(rf"\s[{CAPITALS}]")


def evidence_of_place(
    layout: Layout, element: Element, match: re.Match[str], sentences: int, name: str
) -> dict[str, float]:
    """The features of a code of the product called `name` at one place: 1 where they hold. `sentences` stand on the page up to
    this text, with it."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    words = before.split()
    label = _label(before)
    named = field_of(label)
    tags = {element.tag, *(above.tag for above in list(element.iterancestors())[:ABOVE])}
    said = len(before) > LONG or len(match.string.split()) >= LEAST_SENTENCE
    label_before = _word_before().search(before[-BESIDE:]) is not None
    last = "".join(_LAST_WORD.findall(before[-BESIDE:])).casefold()
    linked = in_link(layout, element, match[0])
    from_heading = layout.order[element] - layout.order[layout.heading] if layout.heading is not None else -1
    return {
        "shown": True,
        "alone": not before.strip(_AROUND) and not after.strip(_AROUND),
        "begins": not before.strip(" ([«\"“"),
        "ends": not after.strip(" .)]»\"”。"),
        "in_sentence": said,
        "first_sentence": said and sentences <= 1,
        "early_sentence": said and sentences <= EARLY,
        "said_of": any(said.match(after) for said in (SAID_BEHIND, _NEW_SUBJECT)),
        "in_brackets": before.rstrip()[-1:] in {*_OPENING} and after.lstrip()[:1] in {*_CLOSING},
        "comma_behind": after.startswith((",", "，", "、")),
        "unit_behind": UNIT_BEHIND.match(after) is not None,
        "percent": after.lstrip().startswith(("%", "°", "℃")),
        "capital_behind": _CAPITAL.match(after) is not None,
        "labelled": named in MODEL_FIELDS,
        "other_label": named is not None and named not in MODEL_FIELDS,
        "kind_label": bool(label) and names_kind(label),
        "colon_before": before.rstrip().endswith((":", "：", "#", "№")),
        "word_before": label_before,
        "word_behind": _word_behind().match(after.lstrip()[:BESIDE]) is not None,
        "name_before": bool(last) and last in name,
        "other_thing_before": len(last) >= LEAST_WORD and last not in name and not label_before,
        "small_word_before": any(map(_is_small, words[-1:])),
        "behind_preposition": len(words) == 1 and _is_small(words[0]),
        "in_link": linked,
        "own": not linked,
        "cell": not tags.isdisjoint(("td", "dd")),
        "head_cell": not tags.isdisjoint(("th", "dt")),
        "entry": "li" in tags,
        "option": not tags.isdisjoint(("option", "label")),
        "small_heading": not tags.isdisjoint(("h2", "h3", "h4", "h5", "h6")),
        "bold": not tags.isdisjoint(("b", "strong", "em")),
        "near": 0 <= from_heading <= NEAR,
        "behind_heading": from_heading >= 0,
    }  # fmt: skip


def _label(before: str) -> str:
    """The words before a code that name a field; else the last word."""
    words = _LABEL_END.sub("", before[-LONG:]).split()
    labels = (" ".join(words[-size:]) for size in range(min(LABEL_WORDS, len(words)), 0, -1))
    return next((label for label in labels if field_of(label)), words[-1] if words else "")


def _is_small(word: str) -> bool:
    """Whether a word is a small one that is no article: for, für."""
    return word.casefold() in common_words() and _ARTICLE.fullmatch(word) is None


@cache
def _words() -> str:
    """Words for a code: of article numbers, models and kinds."""
    labels = (label for name in MODEL_FIELDS for label in known_labels(name))
    return "|".join([*labels, alternatives("code_phrases"), alternatives("model_heads")])


@cache
def _word_before() -> re.Pattern[str]:
    start = rf"(?:(?<![^\W\d_])|(?=[{EAST_ASIAN}]))"
    return re.compile(rf"{start}(?:{_words()})\W{{0,3}}$", re.I)


@cache
def _word_behind() -> re.Pattern[str]:
    return re.compile(rf"(?:{_words()})(?![^\W\d_])", re.I)
