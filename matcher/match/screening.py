"""A match run's screen: score every goods record cheaply, compare the promising in full, check a sample of the rest."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from matcher.arrays import Float32s, Ints
from matcher.candidates.retrieve import chunks_of
from matcher.embedding.encoder import Encoder
from matcher.match.compare import GoodsChunk, one_thread
from matcher.match.full_comparison import ChunkComparison, FullComparison, Sample
from matcher.match.goods_reader import GoodsReader
from matcher.match.origins import Origins, homes_of, tally_origins
from matcher.match.screen_policy import (
    Band,
    Kept,
    Loss,
    ScreenReport,
    ScreenSettings,
    bands,
    first_cut,
    loss,
    most_lost,
)
from matcher.match.screen_scores import SIGNALS, ScreenModel, best_given, screen_signals
from matcher.similarity.surrogate import SurrogateEncoder


class Screening:
    """Screens the goods records of a run that are to be compared. `screened_out`: which of all were not compared."""

    def __init__(
        self,
        full: FullComparison,
        sample: Sample,
        settings: ScreenSettings,
        limit: float,
        say: Callable[[str], None],
    ) -> None:
        """`limit`: the share of the pairs that may be lost."""
        self.full = full
        self.sample = sample
        self.settings = settings
        self.limit = limit
        self.say = say
        self.todo = full.sides.todo
        self.screened_out = np.zeros(len(full.sides.goods), dtype=bool)

    def run(self, known_origins: Origins | None) -> ScreenReport:
        """Screen, compare what passes, measure what was lost, and widen the screen where that is too much.

        `known_origins` tell the makers' countries; None: those of the screened records do.
        """
        full = self.full
        self.say(f"screening {len(self.todo)} goods records")
        sampled = np.isin(self.sample.numbers, self.todo, assume_unique=True)
        of_sample, signals, origins = self._signals(np.flatnonzero(sampled))
        full.context.homes = homes_of(origins if known_origins is None else known_origins)
        kept, through, out = self._cut(signals, self.sample.numbers[sampled], of_sample)
        self.say(f"comparing {len(through)} goods records in full")
        kept += full.compare(through)
        self._check(out)
        widened = 0
        while True:
            losses = {
                what: loss(sum(getattr(k, what) for k in kept), out, what) for what in ("pairs", "likely")
            }
            what, most = max(losses.items(), key=lambda one: one[1].share)
            if most.share <= self.limit:
                break
            widened += 1
            kept += self._widen(out, most.share, what)
        return self._report(out, widened, losses["pairs"], losses["likely"])

    def _cut(
        self, signals: Float32s, learnt_from: Ints, of_sample: Float32s
    ) -> tuple[list[Kept], Ints, list[Band]]:
        """What the sample gave in full, the records that go on by a model fitted to it, and the bands of the rest."""
        kept = self.full.compare(learnt_from)
        model = ScreenModel.fit(of_sample, best_given(kept))
        share = first_cut(model.scores(of_sample), kept, self.settings, self.limit)
        rest = np.setdiff1d(self.todo, learnt_from, assume_unique=True)
        through, out = bands(self.full.sides.goods, model.scores(signals), rest, share, self.settings)
        return kept, through, out

    def _check(self, out: list[Band]) -> None:
        """Compare in full what was drawn of each band."""
        drawn = np.concatenate([np.empty(0, dtype=np.intp), *(band.drawn for band in out)])
        checked = self.full.compare(drawn)
        for band in out:
            band.found, checked = checked[: len(band.drawn)], checked[len(band.drawn) :]

    def _widen(self, out: list[Band], lost: float, what: str) -> list[Kept]:
        """Compare in full the band that loses most a record of `what`, "pairs" or "likely"; what all of it gave."""
        band = most_lost(out, what)
        self.say(f"the screen lost {lost:.1%}: {band.size} more goods records in full")
        band.included = True
        return band.found + self.full.compare(np.setdiff1d(band.members, band.drawn, assume_unique=True))

    def _report(self, out: list[Band], widened: int, lost: Loss, likely: Loss) -> ScreenReport:
        left = [band for band in out if not band.included]
        for band in left:
            self.screened_out[band.members] = True
            self.screened_out[band.drawn] = False
        compared = len(self.todo) - int(self.screened_out.sum())
        checked = sum(len(band.drawn) for band in left)
        return ScreenReport(len(self.todo), compared, checked, widened, lost, likely, self.limit)

    # ------------------------------------------------------------ signals

    def _signals(self, places: Ints) -> tuple[Float32s, Float32s, Origins]:
        """The signals of the sample's records at `places`, and those of every record to compare with the origins of these.

        The surrogate is not needed any more then, and takes some hundred MB.
        """
        self.full.chunks.encoder.release()  # fitting takes as much memory as the encoder
        rows = self.full.context.lexical.rows(self.sample.documents)
        with one_thread():
            surrogate = SurrogateEncoder(rows, self.sample.vectors)
        return self._out_of_fold_signals(surrogate, places), *self._signals_of_all(surrogate)

    def _signals_of_all(self, surrogate: SurrogateEncoder) -> tuple[Float32s, Origins]:
        """The signals of every record to compare at its number, and the origins of those that name makers."""
        signals = np.full((len(self.full.sides.goods), SIGNALS), np.nan, dtype=np.float32)
        origins: Origins = defaultdict(Counter)
        chunks = list(chunks_of(self.todo))
        work = ChunkScreen(self.full.chunks, surrogate, self.settings.keep)
        worked = self.full.engine.in_order(work, chunks)
        for numbers, (of_chunk, seen) in zip(chunks, worked, strict=True):
            signals[numbers] = of_chunk
            for maker, countries in seen.items():
                origins[maker].update(countries)
        return signals, origins

    def _out_of_fold_signals(self, surrogate: SurrogateEncoder, places: Ints) -> Float32s:
        """Signals of the sample's records at `places`, each by a surrogate that had not seen it."""
        work = SampleScreen(self.full.chunks, surrogate, self.settings.keep, self.sample)
        out = list(self.full.engine.in_order(work, list(chunks_of(places))))
        return np.concatenate([np.empty((0, SIGNALS), dtype=np.float32), *out])


@dataclass(frozen=True)
class _Screen:
    """What both screens are: work on chunks in which nothing is encoded; `keep` candidates of a record are compared."""

    chunks: ChunkComparison
    surrogate: SurrogateEncoder
    keep: int

    @property
    def encoder(self) -> Encoder:
        """The encoder of the full comparison."""
        return self.chunks.encoder

    def encode_with(self, encoder: Encoder) -> None:
        """Nothing is encoded."""

    def prepare(self, numbers: Ints) -> None:
        """Nothing is encoded."""

    def signals(self, numbers: Ints, chunk: GoodsChunk) -> Float32s:
        """See screen_signals."""
        return screen_signals(
            self.chunks.context, self.chunks.scorer, chunk, keep=self.keep, items=self.chunks.wanted,
            all_items=self.chunks.new_goods[numbers],
        )  # fmt: skip


@dataclass(frozen=True)
class ChunkScreen(_Screen):
    """The screen's signals of a chunk of goods records, the surrogate in place of the encoder."""

    @property
    def reader(self) -> GoodsReader:
        """Reads the records."""
        return self.chunks.reader

    def __call__(self, numbers: Ints) -> tuple[Float32s, Origins]:
        """The signals of the records of these numbers, a row each, and the origins of those that name makers."""
        context = self.chunks.context
        documents = self.reader.read(numbers)
        rows = context.lexical.rows(documents)
        mentions = [context.catalog.maker_mentions(document) for document in documents]
        origins: Origins = {}
        tally_origins(documents, mentions, origins)
        found = context.signals(documents, self.surrogate.vectors(rows), rows)
        return self.signals(numbers, GoodsChunk(documents, found, mentions)), origins


@dataclass(frozen=True)
class SampleScreen(_Screen):
    """The screen's signals of a chunk of the sample, each record by a surrogate that had not seen it."""

    sample: Sample
    reader: GoodsReader | None = None  # the sample is in memory

    def __call__(self, numbers: Ints) -> Float32s:
        """The signals of the records at these places of the sample, a row each."""
        context = self.chunks.context
        documents = [self.sample.documents[place] for place in numbers]
        mentions = [context.catalog.maker_mentions(document) for document in documents]
        found = context.signals(documents, self.surrogate.out_of_fold[numbers])
        return self.signals(self.sample.numbers[numbers], GoodsChunk(documents, found, mentions))
