"""A match run's way through the screen: score everything cheaply, compare the promising in full, check the rest."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matcher.candidates.maker_index import Namings
from matcher.candidates.retrieve import Signals, chunks_of
from matcher.match.compare import Origins, homes_of, tally_origins
from matcher.match.screen_policy import Band, Ints, Kept, Loss, ScreenReport, bands, first_cut, loss
from matcher.match.screen_scores import HOPELESS, screen_scores
from matcher.records.documents import GoodsDocument
from matcher.similarity.surrogate import Student
from matcher.workers import in_order

if TYPE_CHECKING:
    from matcher.match.full_comparison import MatchRun
    from matcher.match.pair_store import FoundPairs

Scores = NDArray[np.float64]


class Screening:
    """Screens the goods `todo` of a prepared run; pairs go to `found`. `let_go`: which goods were not compared."""

    def __init__(self, run: MatchRun, todo: Ints, found: FoundPairs) -> None:
        self.match = run
        self.todo = todo
        self.found = found
        self.let_go = np.zeros(len(run.sides.goods), dtype=bool)

    def run(self) -> ScreenReport:
        """Screen, compare what comes through, measure what was lost, and widen the screen where that is too much."""
        match = self.match
        match.say(f"screening {len(self.todo)} goods")
        rows = match.context.lexical.rows(match.sample_documents)
        self.student = Student(rows, match.sample_vectors)
        scores, origins = self._scores_of_all()
        everything = len(self.todo) == len(match.sides.goods)
        match.context.homes = homes_of(origins if everything else match.known_origins())
        kept, through, out = self._cut(scores)
        match.say(f"comparing {len(through)} goods in full")
        kept += match.in_full(through, self.found)
        self._check(out)
        widened = 0
        while True:
            lost, likely = (
                loss(sum(getattr(k, what) for k in kept), out, what) for what in ("pairs", "likely")
            )
            if max(lost.share, likely.share) <= match.limit:
                break
            widened += 1
            kept += self._widen(out, max(lost.share, likely.share))
        return self._report(out, widened, lost, likely)

    def _cut(self, scores: Scores) -> tuple[list[Kept], Ints, list[Band]]:
        """What the sample gave in full, the goods that go on, and the bands of the rest."""
        match = self.match
        sampled = np.isin(match.sample, self.todo, assume_unique=True)
        learnt_from = match.sample[sampled]
        kept = match.in_full(learnt_from, self.found)
        share = first_cut(self._left_out_scores(np.flatnonzero(sampled)), kept, match.settings, match.limit)
        rest = np.setdiff1d(self.todo, learnt_from, assume_unique=True)
        through, out = bands(match.sides.goods, scores, rest, share, match.settings)
        return kept, through, out

    def _check(self, out: list[Band]) -> None:
        """Compare in full what was drawn of each band."""
        drawn = np.concatenate([np.empty(0, dtype=np.intp), *(band.drawn for band in out)])
        checked = self.match.in_full(drawn, self.found)
        for band in out:
            band.found, checked = checked[: len(band.drawn)], checked[len(band.drawn) :]

    def _widen(self, out: list[Band], lost: float) -> list[Kept]:
        """Compare the next band in full; what all of it gave."""
        band = next(band for band in out if not band.included)
        self.match.say(f"the screen lost {lost:.1%}: {band.size} more goods in full")
        band.included = True
        return band.found + self.match.in_full(
            np.setdiff1d(band.members, band.drawn, assume_unique=True), self.found
        )

    def _report(self, out: list[Band], widened: int, lost: Loss, likely: Loss) -> ScreenReport:
        left = [band for band in out if not band.included]
        for band in left:
            self.let_go[band.members] = True
            self.let_go[band.drawn] = False
        compared = len(self.todo) - int(self.let_go.sum())
        checked = sum(len(band.drawn) for band in left)
        return ScreenReport(len(self.todo), compared, checked, widened, lost, likely, self.match.limit)

    # ------------------------------------------------------------ scores

    def _scores_of_all(self) -> tuple[Scores, Origins]:
        """The screen score of every goods of `todo` at its number, and the origins of those that name makers."""
        match = self.match
        scores = np.full(len(match.sides.goods), HOPELESS)
        origins: Origins = defaultdict(Counter)
        chunks = list(chunks_of(self.todo))
        worked = in_order(self._screen, chunks, match.workers(len(self.todo)))
        for numbers, (best, seen) in zip(chunks, worked, strict=True):
            scores[numbers] = best
            for maker, countries in seen.items():
                origins[maker].update(countries)
        return scores, origins

    def _screen(self, numbers: Ints) -> tuple[Scores, Origins]:
        """One chunk by the student (in a worker)."""
        context = self.match.context
        documents = self.match.read(numbers)
        rows = context.lexical.rows(documents)
        namings = [context.catalog.namings(document) for document in documents]
        origins: Origins = {}
        tally_origins(documents, namings, origins)
        found = context.signals(documents, self.student.vectors(rows), rows)
        return self._scores(numbers, documents, found, namings), origins

    def _left_out_scores(self, places: Ints) -> Scores:
        """Screen scores of the sample's goods at `places`, each by a student that had not seen it."""
        out = list(in_order(self._left_out, list(chunks_of(places)), self.match.workers(len(places))))
        return np.concatenate([np.empty(0), *out])

    def _left_out(self, places: Ints) -> Scores:
        match = self.match
        documents = [match.sample_documents[place] for place in places]
        namings = [match.context.catalog.namings(document) for document in documents]
        found = match.context.signals(documents, self.student.left_out[places])
        return self._scores(match.sample[places], documents, found, namings)

    def _scores(
        self, numbers: Ints, documents: list[GoodsDocument], found: Signals, namings: list[Namings]
    ) -> Scores:
        match = self.match
        return screen_scores(
            match.context, match.scorer, documents, found, namings, keep=match.settings.keep,
            items=match.sides.wanted, all_items=match.sides.new_goods[numbers],
        )  # fmt: skip
