"""The case in one page: sites with alarms, files, pairs, what waits, what changed; and all changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np

from crawler.catalog.changes import Change, changes
from crawler.scheduler.run_due import read_profiles
from crawler.scheduler.site_status import crawl_status
from matcher.schema.terms import PairState
from matcher.web.browse.line_columns import LineColumns
from matcher.web.browse.lines import files_of, lines_of
from matcher.web.browse.pair_columns import PairColumns, pairs_of
from matcher.web.browse.pairs import waiting
from matcher.web.frame import Frame
from matcher.web.kept import ITEMS, POSTS, RUNS

if TYPE_CHECKING:
    from sqlite_utils import Database
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

CHANGES_SHOWN = 12
CHANGES_LISTED = 300


@dataclass(frozen=True)
class StateRow:
    """Pairs in one state: in all, and by band of confidence."""

    state: str
    total: int
    bands: Mapping[str, int]


def by_state_and_band(pairs: PairColumns) -> tuple[list[StateRow], list[str]]:
    """The states that have pairs, and the bands, the highest first."""
    states, bands = pairs.columns["state"], pairs.columns["band"]
    names = sorted(bands.words, reverse=True)
    rows = []
    for state in PairState:
        places = np.flatnonzero(states.equal(state))
        if len(places):
            counts = bands.counts(places)
            rows.append(
                StateRow(
                    state,
                    len(places),
                    {word: int(counts[code]) for code, word in enumerate(bands.words)},
                )
            )
    return rows, names


class OverviewPages:
    """The overview and the changes."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame

    def routes(self) -> list[Route]:
        """Their addresses."""
        return [self.frame.route("", self.overview), self.frame.route("changes", self.changes)]

    async def overview(self, request: Request) -> Response:
        """The case in one page."""
        pairs, lines = await pairs_of(self.frame), await lines_of(self.frame)
        rows, bands = by_state_and_band(pairs)
        least = float(self.frame.case.config["match"]["min_confidence"])
        profiles, problems = read_profiles(self.frame.case)
        crawled = {profile.name for profile in profiles if self.frame.case.is_crawled(profile.name)}
        status = crawl_status(self.frame.db, profiles, problems, datetime.now(UTC), crawled)
        states = {row.state: row.total for row in rows}
        return self.frame.page(
            "overview.html",
            request,
            sites=status.sites,
            counts=await self._records(),
            alarms=[entry.alarm for entry in status.alarms],
            files=await files_of(self.frame),
            lines_of=_by_file(lines),
            lines=len(lines),
            doubtful=int(lines.is_doubtful.sum()),
            rows=rows,
            bands=bands,
            states=states,
            pairs=len(pairs),
            waits=waiting(pairs, least),
            changes=(await self._changes())[:CHANGES_SHOWN],
        )

    async def changes(self, request: Request) -> Response:
        """What changed on the sites, newest first."""
        found = await self._changes()
        site, kind = request.query_params.get("site", ""), request.query_params.get("kind", "")
        chosen = [c for c in found if (not site or c.site == site) and (not kind or c.kind == kind)]
        return self.frame.page(
            "changes.html",
            request,
            changes=chosen[:CHANGES_LISTED],
            total=len(chosen),
            kinds=sorted({c.kind for c in found}),
            sites=sorted({c.site for c in found}),
            site=site,
            kind=kind,
        )

    async def _changes(self) -> Sequence[Change]:
        tables = ITEMS + POSTS + RUNS
        return await self.frame.kept.get("changes", "working_changes", tables, changes)

    async def _records(self) -> Mapping[str, tuple[int, int]]:
        """Site -> its items and posts."""
        return await self.frame.kept.get("records", "working_records", ITEMS + POSTS + RUNS, _records)


def _by_file(lines: LineColumns) -> Mapping[str, tuple[str, int]]:
    """File id -> its name in filters, and how many of its lines count now."""
    column = lines.columns["file"]
    counts = dict(zip(column.words, column.counts(None).tolist(), strict=True))
    return {file_id: (name, counts.get(name, 0)) for file_id, name in lines.file_names.items()}


def _records(db: Database) -> Mapping[str, tuple[int, int]]:
    from crawler.catalog.listings import count_records

    sites = [row[0] for row in db.execute("SELECT site FROM items UNION SELECT site FROM posts").fetchall()]
    counted = {site: count_records(db, site) for site in sites}
    return {site: (found.items, found.posts) for site, found in counted.items()}
