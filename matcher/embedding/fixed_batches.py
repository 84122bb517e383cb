"""Batches of one fixed shape, so that a text's vector does not depend on the texts encoded with it.

Matrix kernels choose their order of summation by the shape of the batch. With 8 rows always, and lengths padded to a
multiple of 16 tokens, a text alone, shuffled or in a second import gives the same bits. Eight rows are as fast as 64 (or
faster: less padding), and a small import fills up few batches with repeats.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.arrays import Float32s

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

ROWS = 8  # texts in a batch; a smaller last batch is filled up with repeats of its first text
STEP = 16  # padded lengths are multiples of this, in tokens
CHUNK = 4096  # texts tokenised at a time


@dataclass(frozen=True)
class Batch:
    """Texts of one padded length: their places in what was asked, and the length in tokens."""

    places: tuple[int, ...]
    length: int


class FixedBatches:
    """Encodes with a SentenceTransformer in batches of ROWS texts padded to a multiple of STEP tokens.

    A model whose first module has no transformer tokenizer (a static embedding) is asked for each text by itself in
    ROWS repeats, which is fast there.
    """

    def __init__(self, transformer: SentenceTransformer) -> None:
        self.transformer = transformer
        tokenizer = getattr(transformer, "tokenizer", None)
        self.tokenizer: Any = tokenizer if hasattr(tokenizer, "model_max_length") else None
        self.limit = int(transformer.get_max_seq_length() or 512)
        name = transformer.default_prompt_name
        self.prompt = str(transformer.prompts.get(name, "")) if name else ""

    def vectors(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Float32s]]:
        """Places in `texts` and their unit vectors, one batch at a time, shorter texts first."""
        if self.tokenizer is None:
            yield from self._plain(texts)
            return
        for batch in self._batches(texts):
            yield (
                list(batch.places),
                _unit(self._encode([texts[place] for place in batch.places], batch.length)),
            )

    def _batches(self, texts: Sequence[str]) -> Iterator[Batch]:
        buckets: defaultdict[int, list[int]] = defaultdict(list)
        for start in range(0, len(texts), CHUNK):
            chunk = [self.prompt + text for text in texts[start : start + CHUNK]]
            tokens = self.tokenizer(chunk, truncation=True, max_length=self.limit)["input_ids"]
            for place, row in enumerate(tokens, start):
                buckets[min(max(-(-len(row) // STEP), 1) * STEP, self.limit)].append(place)
        for length in sorted(buckets):
            places = buckets[length]
            for start in range(0, len(places), ROWS):
                yield Batch(tuple(places[start : start + ROWS]), length)

    def _encode(self, texts: list[str], length: int) -> Float32s:
        import torch

        filled = [self.prompt + text for text in texts + texts[:1] * (ROWS - len(texts))]
        features = self.tokenizer(
            filled, padding="max_length", truncation=True, max_length=length, return_tensors="pt"
        )
        self.transformer.eval()
        with torch.inference_mode():
            there = {name: part.to(self.transformer.device) for name, part in features.items()}
            found = self.transformer(there)["sentence_embedding"]
        rows = found[: len(texts)].to(torch.float32).cpu().numpy()
        return np.asarray(rows, dtype=np.float32)

    def _plain(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Float32s]]:
        for place, text in enumerate(texts):
            rows = self.transformer.encode([text] * ROWS, batch_size=ROWS, show_progress_bar=False)
            yield [place], _unit(np.asarray(rows, dtype=np.float32)[:1])


def _unit(vectors: Float32s) -> Float32s:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-9), dtype=np.float32)
