"""Vectors of phrases, centred by the language they are in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from matcher.arrays import Float32s
from matcher.embedding.encoder import Centre, Encoder
from matcher.text.normal_forms import language_of

MOST_KEPT = 20_000  # vectors of phrases that are kept: 30 MB
LEAST = 5  # phrases of a language from which it has a mean of its own


class PhraseSpace:
    """Centred unit vectors of phrases; the mean of each language is taken from a sample of phrases.

    The sample must have the catalog's own words as well: where its language is not that of the declarations, phrases
    that are not centred are like nothing.
    """

    def __init__(self, encoder: Encoder, sample: Sequence[str]) -> None:
        self.encoder = encoder
        self._kept: dict[str, Float32s] = {}  # declarations repeat their phrases
        texts = list(dict.fromkeys(text for text in sample if text))
        vectors = encoder.encode(texts) if texts else np.zeros((0, 1), dtype=np.float32)
        self.centre = Centre(vectors, [language_of(text) for text in texts], LEAST) if texts else None

    def __getstate__(self) -> dict[str, object]:
        return {**self.__dict__, "_kept": {}}  # vectors are found again

    def remember(self, texts: Iterable[str]) -> None:
        """Encode texts that will be asked for, by a worker as well."""
        self.encoder.remember([text for text in dict.fromkeys(texts) if text])

    def vectors(self, texts: Sequence[str]) -> Float32s:
        """One row for each text."""
        if not texts:
            return np.zeros((0, 1), dtype=np.float32)
        new = [text for text in dict.fromkeys(texts) if text not in self._kept]
        if new:
            found = self.encoder.encode(new)
            if self.centre is not None:
                found = self.centre.of(found, [language_of(text) for text in new])
            if len(self._kept) > MOST_KEPT:
                self._kept.clear()
                return self.vectors(texts)
            self._kept.update(zip(new, found, strict=True))
        return np.stack([self._kept[text] for text in texts])
