"""What the labels of specification tables mean: words for model, article, brand, price in the languages of makers."""

from __future__ import annotations

import re

from crawler.extract.words.alphabets import EAST_ASIAN
from crawler.extract.words.vocabulary import alternatives, pattern, vocabulary

_PATTERNS: dict[str, re.Pattern[str]] = {
    name: re.compile(f"(?:{'|'.join(words)})", re.I) for name, words in vocabulary()["labels"].items()
}
LONGEST = 60  # characters of a label
MOST_WORDS = 6  # a sentence may hold a colon too: a label has few words
# A full stop ends a sentence, but for one behind an abbreviation or an ordinal number: max. torque, speed in 2. gear
_NOT_LABEL = re.compile(
    r"https?|^\d+$|[!?。！？]|(?<!\bmax)(?<!\bmáx)(?<!\bmaks)(?<!\bмакс)(?<!\bmin)(?<!\bmín)(?<!\bмин)(?<!\bмін)\.\s"
    rf"(?!(?<=\w\s\d\.\s)(?:(?-i:[a-zà-ÿа-яё])|(?:{alternatives('counted_nouns')})(?!\w)))",
    re.I,
)
# The same for a few letters before the one word that a label goes on with: "nom. diameter"
_ABBREVIATION = re.compile(r"[^\W\d_]{2,5}\.\s(?=[a-zà-ÿа-яёіїєґ]\S*$)")
_WIDENED = re.compile(rf"(?<=[{EAST_ASIAN}])\s+(?=[{EAST_ASIAN}])")
_ABBREVIATED = re.compile(r"(?<=[^\W\d_])\.\s")  # cat. no
_NONE = pattern("no_value", r"{}\.?")


def known_labels(field: str) -> list[str]:
    """The patterns of labels that name a field."""
    return list(vocabulary()["labels"][field])


def plain_label(label: str) -> str:
    """A label without the colon, dots and numbering around it, in lower case; without the blanks between East Asian signs, which
    widen a short label (品 名), and the dots of abbreviations."""
    label = _ABBREVIATED.sub(" ", _WIDENED.sub("", label))
    return re.sub(r"\s+", " ", label.strip().strip(":：.。*#•·- \u00a0№").replace("：", "")).lower()


def field_of(label: str) -> str | None:
    """The field a label names (model, sku, brand ...), None where it is a property like any other.

    A bilingual label ("型号 Model", "Модель / Model") is known by either half.
    """
    label = plain_label(label)
    if not label or len(label) > 60:
        return None
    for candidate in (label, *re.split(r"\s*[/|(（﹨＼／]\s*", label.rstrip(")）")), *_by_script(label)):
        candidate = plain_label(candidate)
        for name, words in _PATTERNS.items():
            if candidate and words.fullmatch(candidate):
                return name
    return None


def is_label(text: str) -> bool:
    """Whether a text may be the label of a property: a few words, no sentence, no number."""
    text = text.strip()
    if (begun := _ABBREVIATION.match(text)) is not None:
        text = text[begun.end() :]
    return (
        0 < len(text) <= LONGEST
        and len(text.split()) <= MOST_WORDS
        and not _NOT_LABEL.search(text)
        and any(c.isalpha() for c in text)
    )


def divides_number(pair: re.Match[str]) -> bool:
    """Whether the colon between the two groups of a match is between digits, as in times and ratios: "Monday 9:00"."""
    label, value = pair[1], pair[2]
    return label[-1:].isdigit() and value[:1].isdigit() and pair.string[pair.end(1) : pair.start(2)] == ":"


def stated(value: str) -> bool:
    """Whether a value says something: not "-", "none", "отсутствует", "无"."""
    return bool(value) and not _NONE.fullmatch(value.strip())


def _by_script(label: str) -> list[str]:
    match = re.fullmatch(
        r"([\u4e00-\u9fff]+)\s*([A-Za-z][A-Za-z .#/]*)|([A-Za-z][A-Za-z .#/]*?)\s*([\u4e00-\u9fff]+)", label
    )
    return [group for group in match.groups() if group] if match else []
