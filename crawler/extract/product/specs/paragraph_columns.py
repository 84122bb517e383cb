"""Two columns set as two paragraphs: labels in the one, a line each, and their values in the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from crawler.extract.page.layout import Layout
from crawler.extract.page.lines import Line, short_lines
from crawler.extract.product.specs.line_forms import SAID, is_line_label
from crawler.extract.product.specs.pairs import NO_VALUE, USUAL
from crawler.extract.words.labels import field_of

LEAST = 3  # lines of each paragraph
LEAST_MEASURED = 2  # values with a digit, and a third of all
MOST_WORDS = 4  # of a label


def paragraph_columns(layout: Layout) -> Iterator[tuple[str, str]]:
    """The lines of a paragraph and those of the next, where both have as many of them, the first labels alone and the second
    short values, some of them measures."""
    blocks = [list(lines) for _, lines in groupby(short_lines(layout), key=lambda line: line.block)]
    for labels, values in pairwise(blocks):
        if len(labels) == len(values) >= LEAST and _are_labels(labels) and _are_values(values):
            yield from ((label.text, value.text) for label, value in zip(labels, values, strict=True))


def _are_labels(lines: Sequence[Line]) -> bool:
    """Whether lines are different labels of few words, without a digit, a colon or a link."""
    texts = {line.text for line in lines}
    return (
        len(texts) == len(lines)
        and all(is_line_label(text) and len(text.split()) <= MOST_WORDS for text in texts)
        and not any(char.isdigit() or char in ":：,，." for text in texts for char in text)
        and not any(SAID.fullmatch(word) for text in texts for word in text.split())
        and lines[0].block.find(".//a") is None
    )


def _are_values(lines: Sequence[Line]) -> bool:
    """Whether lines are short values, a third of them measures, and no labels with theirs."""
    texts = [line.text for line in lines]
    measured = sum(any(map(str.isdigit, text)) for text in texts)
    return (
        measured >= max(LEAST_MEASURED, len(texts) / 3)
        and all(len(text) <= USUAL // 2 and not NO_VALUE.match(text) for text in texts)
        and not any(char in ":：" or text.endswith((".", "。", "!", "?")) for text in texts for char in text)
        and not any(map(field_of, texts))
        and lines[0].block.find(".//a") is None
    )
