"""Batches of one fixed shape, so that a text's vector does not depend on the texts encoded with it.

Matrix kernels choose their order of summation by the shape of the batch. With lengths padded to a multiple of 8 tokens,
and one number of rows for each length, a text alone, shuffled or in a second import gives the same bits. Batches of 1,024
tokens encode 12,000 descriptions in 106 s of a processor in place of 132, and make a small case several times slower: its texts
come in small parts, each of which fills up its last batches with repeats.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.arrays import Float32s

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

STEP = 8  # padded lengths are multiples of this, in tokens
ROWS, TOKENS = 8, 256  # a batch has at least so many texts, and about so many tokens where they are short
SHAPES = f"{STEP}x{TOKENS}"  # names the shapes in names of folders: other shapes give other last bits
CHUNK = 4096  # texts tokenised at a time


@dataclass(frozen=True)
class Batch:
    """Texts of one padded length, and their places in what was asked.

    `features`: tensors of rows_of(length) rows for the transformer; None for a model without a tokenizer.
    """

    places: tuple[int, ...]
    texts: tuple[str, ...]
    features: Mapping[str, Any] | None


def rows_of(length: int) -> int:
    """Texts in a batch of `length` tokens; a smaller last batch is filled up with repeats of its first text."""
    return max(TOKENS // length, ROWS) // ROWS * ROWS


class FixedBatches:
    """Encodes with a SentenceTransformer in batches of rows_of texts padded to a multiple of STEP tokens.

    A model whose first module has no transformer tokenizer (a static embedding) is asked for each text by itself in
    ROWS repeats, which is fast there.
    """

    def __init__(self, transformer: SentenceTransformer) -> None:
        self.transformer = transformer.eval()
        tokenizer = getattr(transformer, "tokenizer", None)
        self.tokenizer: Any = tokenizer if hasattr(tokenizer, "model_max_length") else None
        self.limit = int(transformer.get_max_seq_length() or 512)
        name = transformer.default_prompt_name
        self.prompt = str(transformer.prompts.get(name, "")) if name else ""

    def batches(self, texts: Sequence[str]) -> Iterator[Batch]:
        """The texts as batches, shorter texts first. Not to be called from two threads: the tokenizer keeps a state."""
        if self.tokenizer is None:
            yield from (Batch((place,), (text,), None) for place, text in enumerate(texts))
            return
        for length, places in self._by_length(texts):
            rows = rows_of(length)
            for start in range(0, len(places), rows):
                part = tuple(places[start : start + rows])
                mine = tuple(texts[place] for place in part)
                yield Batch(part, mine, self._features(mine, length))

    def vectors(self, batch: Batch) -> Float32s:
        """Unit vectors, one row for each text of the batch; from any thread."""
        import torch

        if batch.features is None:
            rows = self.transformer.encode([*batch.texts] * ROWS, batch_size=ROWS, show_progress_bar=False)
        else:
            with torch.inference_mode():
                there = {name: part.to(self.transformer.device) for name, part in batch.features.items()}
                rows = self.transformer(there)["sentence_embedding"].to(torch.float32).cpu().numpy()
        return _unit(np.asarray(rows[: len(batch.texts)], dtype=np.float32))

    def _by_length(self, texts: Sequence[str]) -> list[tuple[int, list[int]]]:
        """Places of the texts by padded length in tokens."""
        buckets: defaultdict[int, list[int]] = defaultdict(list)
        for start in range(0, len(texts), CHUNK):
            chunk = [self.prompt + text for text in texts[start : start + CHUNK]]
            tokens = self.tokenizer(chunk, truncation=True, max_length=self.limit)["input_ids"]
            for place, row in enumerate(tokens, start):
                buckets[min(max(-(-len(row) // STEP), 1) * STEP, self.limit)].append(place)
        return sorted(buckets.items())

    def _features(self, texts: Sequence[str], length: int) -> Mapping[str, Any]:
        filled = [self.prompt + text for text in [*texts, *[texts[0]] * (rows_of(length) - len(texts))]]
        features: Mapping[str, Any] = self.tokenizer(
            filled, padding="max_length", truncation=True, max_length=length, return_tensors="pt"
        )
        return features


def _unit(vectors: Float32s) -> Float32s:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-9), dtype=np.float32)
