"""The main text of a page: blocks that a small model takes for the subject, on any kind of page."""

from __future__ import annotations

import re

import numpy as np

from crawler.extract.page.document import Document
from crawler.extract.page.layout import Layout
from crawler.extract.page.learnt.block_features import FEATURES, block_features
from crawler.extract.page.learnt.blocks import Block, text_blocks
from crawler.extract.page.learnt.boosted_trees import Floats, load_trees

MAX_TEXT = 400_000
MAX_ELEMENTS = 10_000  # of a page that trafilatura is asked about; it takes a second for each 10,000
SHORT = 8  # words; a menu's entries have fewer
_NOT_WORDS = re.compile(r"\W+")


def main_text(document: Document, layout: Layout, page_type: str) -> str | None:
    """The page's main text, one line a block; None where there is none.

    The model (models/main_text.json, see tools/fit_page_models.py) gives each block the probability
    of being main text; of all sets of blocks the one with the highest expected word F1 is taken. What
    trafilatura keeps is one of the model's features; it is not asked about lists, where it adds nothing, nor about
    very large pages.
    """
    blocks = text_blocks(document, layout)
    if not blocks:
        return None
    asked = page_type != "listing" and len(layout.nodes) <= MAX_ELEMENTS
    kept = kept_by_trafilatura(document, blocks) if asked else [False] * len(blocks)
    rows = block_features(document, layout, blocks, page_type, kept)
    chosen = best_set(probabilities(rows), np.array([float(block.words) for block in blocks]))
    if page_type == "post":
        _drop_above_heading(chosen, rows)
    text = "\n".join(block.text for block, take in zip(blocks, chosen, strict=True) if take)
    return text[:MAX_TEXT] or None


def probabilities(rows: Floats) -> Floats:
    """The probability of each block of being main text."""
    scores = load_trees("main_text").scores(rows)[:, 0]
    probability: Floats = 1 / (1 + np.exp(-scores))
    return probability


def best_set(probability: Floats, weight: Floats) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which blocks to take so that the expected F1 over words is highest (a prefix of them by probability)."""
    order = np.argsort(-probability, kind="stable")
    hits = np.cumsum((probability * weight)[order])
    taken = np.cumsum(weight[order])
    expected = 2 * hits / (taken + (probability * weight).sum() + 1e-9)
    chosen = np.zeros(len(probability), dtype=np.bool_)
    chosen[order[: int(expected.argmax()) + 1]] = True
    return chosen


def _drop_above_heading(chosen: np.ndarray[tuple[int], np.dtype[np.bool_]], rows: Floats) -> None:
    """A post begins at its headline: short blocks above it are menus, also where trafilatura keeps them."""
    below, words = FEATURES.index("below_heading"), FEATURES.index("words")
    chosen &= (rows[:, below] >= 0) | (rows[:, words] > np.log1p(SHORT))


def kept_by_trafilatura(document: Document, blocks: list[Block]) -> list[bool]:
    """Which blocks are in the text that trafilatura extracts."""
    import trafilatura

    try:
        text = trafilatura.extract(document.tree, url=document.url, include_comments=False) or ""
    except (ValueError, RecursionError, AttributeError, TypeError) as error:
        document.problems.append(f"main text without trafilatura: {type(error).__name__}")
        text = ""
    lines = {normal_line(line) for line in text.split("\n")}
    whole = f" {normal_line(text)} "
    kept = []
    for block in blocks:
        normal = normal_line(block.text)
        kept.append(bool(normal) and (normal in lines or (block.words >= 3 and f" {normal} " in whole)))
    return kept


def normal_line(text: str) -> str:
    """A line in lower case without marks, as two readings of it are compared."""
    return _NOT_WORDS.sub(" ", text.lower()).strip()
