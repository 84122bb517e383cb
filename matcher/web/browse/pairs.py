"""Pairs: the listing with facets, and how far their confidence can be believed, in plain numbers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from starlette.responses import Response

from matcher.arrays import Float64s
from matcher.charts.reliability import reliability_chart
from matcher.review.decisions import labelled_pairs
from matcher.scoring.calibration import ReliabilityBin, reliability
from matcher.web.browse.facets import listing_of
from matcher.web.browse.pair_columns import FACETS, PairColumns, band_of, pairs_of, read_pairs
from matcher.web.frame import Frame
from matcher.web.kept import PAIRS

if TYPE_CHECKING:
    from sqlite_utils import Database
    from starlette.requests import Request
    from starlette.routing import Route

SIZE = 50
Z = 1.96  # of 95 % of a normal distribution
CHART = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'"
}  # its own style, nothing else


@dataclass(frozen=True)
class Stated:
    """Of `decided` pairs stated in a band of confidence, `right` were accepted; `low` to `high`: the 95 % interval of the
    share (Wilson)."""

    band: str
    decided: int
    right: int
    stated: float
    low: float
    high: float


@dataclass(frozen=True)
class Waiting:
    """Pairs to decide whose confidence is at least `least`, and about how many of them will be accepted."""

    least: float
    open: int
    accepts: float


def wilson(right: int, decided: int) -> tuple[float, float]:
    """The 95 % interval of a share. Source: E. B. Wilson, Probable inference, 1927."""
    share, square = right / decided, Z * Z / decided
    middle = (share + square / 2) / (1 + square)
    half = Z / (1 + square) * (share * (1 - share) / decided + square / (4 * decided)) ** 0.5
    return max(0.0, middle - half), min(1.0, middle + half)


def waiting(pairs: PairColumns, least: float) -> Waiting:
    """What waits for a decision. The confidences of pairs add up to the number that is right, if they can be believed."""
    states = pairs.columns["state"]
    is_open = states.among(("proposed", "stale")) & (pairs.confidence >= least)
    return Waiting(least, int(is_open.sum()), float(pairs.confidence[is_open].sum()))


def decided_confidences(db: Database) -> tuple[Float64s, Float64s]:
    """The confidence of each accepted or rejected pair, and 1 for the accepted ones."""
    labels = {row["pair_id"]: row["label"] for row in labelled_pairs(db)}
    known = dict(
        db.conn.execute(
            "SELECT pair_id, confidence FROM pairs WHERE pair_id IN (SELECT value FROM json_each(?))",
            [json.dumps([*labels])],
        ).fetchall()
    )
    return np.array([known[pair] for pair in labels]), np.array([float(label) for label in labels.values()])


def stated(bins: list[ReliabilityBin]) -> list[Stated]:
    """The bands of a reliability table as counts."""
    found = []
    for one in bins:
        right = round(one.observed * one.count)
        found.append(
            Stated(band_of((one.low + one.high) / 2), one.count, right, one.stated, *wilson(right, one.count))
        )
    return found


def _bins(db: Database) -> list[ReliabilityBin]:
    confidences, labels = decided_confidences(db)
    return reliability(confidences, labels) if len(labels) else []


class PairPages:
    """The pages of pairs; a single one is a page of the review."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame

    def routes(self) -> list[Route]:
        """Their addresses."""
        return [
            self.frame.route("pairs", self.listing),
            self.frame.route("confidence", self.confidence),
            self.frame.route("confidence.svg", self.chart),
        ]

    async def listing(self, request: Request) -> Response:
        """Pairs that fit what was chosen, a page at a time."""
        pairs = await pairs_of(self.frame)
        named = {name: request.query_params.get(name, "")[:60] for name in ("item", "goods")}
        more = {name: (value, pairs.columns[name].equal(value)) for name, value in named.items() if value}
        listing = listing_of(pairs.columns, FACETS, request.query_params, SIZE, more)
        return self.frame.page(
            "pairs.html",
            request,
            listing=listing,
            pairs=read_pairs(self.frame.db, pairs, listing.page.places),
        )

    async def confidence(self, request: Request) -> Response:
        """Stated confidence against decisions, in counts."""
        pairs = await pairs_of(self.frame)
        bins = await self._reliability()
        least = float(self.frame.case.config["match"]["min_confidence"])
        return self.frame.page("confidence.html", request, steps=stated(bins), waits=waiting(pairs, least))

    async def chart(self, request: Request) -> Response:
        """The same as a chart."""
        chart = reliability_chart(await self._reliability(), self.frame.language)
        return Response(chart, media_type="image/svg+xml", headers=CHART)

    async def _reliability(self) -> list[ReliabilityBin]:
        return await self.frame.kept.get("reliability", "working_decisions", PAIRS, _bins)
