"""Firms: the listing by role, and a firm with its names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from starlette.responses import Response

from matcher.charts.network import network_file
from matcher.parties.listing import Chosen, NameRow, PartyRow, name_rows, party_rows, proposal_rows
from matcher.parties.network import PARTNERS, TieRow, address_rows, tie_rows
from matcher.parties.parties import Firm, Parties
from matcher.reading.terms import term
from matcher.text.normal_forms import normal_form
from matcher.web.browse.columns import Column
from matcher.web.browse.facets import Facet, holding, listing_of, words_asked
from matcher.web.browse.pairs import CHART
from matcher.web.frame import Frame, missing
from matcher.web.kept import FIRMS, ITEMS

if TYPE_CHECKING:
    from sqlite_utils import Database
    from starlette.requests import Request
    from starlette.routing import Route

SIZE = 50
FACETS = (Facet("role", "role"), Facet("several", "several"))
LEAST_PROPOSAL = 0.5  # probability from which two firms are shown as perhaps one
MOST_PROPOSALS = 30


@dataclass(frozen=True, eq=False)
class Firms:
    """The firms of the case in each role, their texts for words, and their columns."""

    parties: Parties
    rows: list[PartyRow]
    texts: list[str]
    columns: Mapping[str, Column]
    by_id: dict[str, Firm]


def read_firms(db: Database, language: str) -> Firms:
    """Read and join the case's names of firms; kinds of numbers in `language`."""
    parties = Parties(db)
    rows = [*party_rows(parties, Chosen(), language)]
    by_id = {firm.party_id: firm for firm in parties.firms}
    names = {
        party: normal_form(" ".join(f"{s.name} {s.number}" for s in firm.spellings))
        for party, firm in by_id.items()
    }
    columns = {
        "role": Column.of([row["role"] for row in rows]),
        "several": Column.of(["several" if row["spellings"] > 1 else "one" for row in rows]),
    }
    return Firms(parties, rows, [names[row["party"]] for row in rows], columns, by_id)


async def firms_of(frame: Frame) -> Firms:
    """The case's firms."""
    return await frame.kept.get(
        "firms", "working_firms", FIRMS + ITEMS, lambda db: read_firms(db, frame.language)
    )


def firms_with(firms: Firms, words: str) -> list[PartyRow]:
    """The firms a name or number of which holds all words."""
    return [firms.rows[place] for place in np.flatnonzero(holding(firms.texts, words)).tolist()]


class FirmPages:
    """The pages of firms."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame

    def routes(self) -> list[Route]:
        """Their addresses."""
        return [
            self.frame.route("parties", self.listing),
            self.frame.route("parties/{party_id}", self.firm),
            self.frame.route("parties/{party_id}/network-{role}.svg", self.network),
        ]

    async def listing(self, request: Request) -> Response:
        """Firms that fit what was chosen, those with most lines first."""
        firms = await firms_of(self.frame)
        words = words_asked(request.query_params)
        more = {"q": (words, holding(firms.texts, words))} if words else {}
        listing = listing_of(firms.columns, FACETS, request.query_params, SIZE, more)
        return self.frame.page(
            "parties.html",
            request,
            listing=listing,
            firms=[firms.rows[place] for place in listing.page.places],
            words=words,
        )

    async def firm(self, request: Request) -> Response:
        """One firm: its names and numbers, why they are joined, and firms that may be the same."""
        firms = await firms_of(self.frame)
        party_id = request.path_params["party_id"]
        firm = firms.by_id.get(party_id)
        if firm is None:
            raise missing("firm")
        names: list[NameRow] = [*name_rows(firms.parties, firm, language=self.frame.language)]
        own = {spelling.spelling_id for spelling in firm.spellings}
        proposals = await self.frame.kept.get(
            f"firms like {party_id}",
            "working_firms",
            FIRMS + ITEMS,
            lambda db: [
                row
                for row in proposal_rows(firms.parties, LEAST_PROPOSAL, language=self.frame.language)
                if own & {row["first"], row["second"]}
            ][:MOST_PROPOSALS],
        )
        ties = await self._ties()
        addresses = await self.frame.kept.get(
            "addresses", "working_addresses", FIRMS, lambda db: address_rows(db, firms.parties)
        )
        return self.frame.page(
            "party.html",
            request,
            firm=firm,
            basis=term("parties", f"basis_{firm.basis.replace(' ', '_')}", self.frame.language),
            names=names,
            roles=[row for row in firms.rows if row["party"] == party_id],
            proposals=proposals,
            addresses=[row for row in addresses if party_id in row["parties"].split(", ")],
            partners=[role for role in PARTNERS if _of(ties[role], party_id)],
            own=own,
            party_of={key: one.party_id for key, one in firms.parties.of.items()} if proposals else {},
        )

    async def network(self, request: Request) -> Response:
        """The picture of the firms that a firm's lines name."""
        party_id, role = request.path_params["party_id"], request.path_params["role"]
        ties = await self._ties()
        drawn = network_file(_of(ties.get(role, []), party_id), self.frame.language)
        if drawn is None:
            raise missing("picture")
        return Response(drawn, media_type="image/svg+xml", headers=CHART)

    async def _ties(self) -> Mapping[str, list[TieRow]]:
        firms = await firms_of(self.frame)
        return await self.frame.kept.get(
            "ties",
            "working_sums",
            FIRMS + ITEMS,
            lambda db: {role: tie_rows(db, firms.parties, role) for role in PARTNERS},
        )


def _of(rows: list[TieRow], party_id: str) -> list[TieRow]:
    return [row for row in rows if party_id in (row["importer"], row["partner"])]
