"""Announced orders beside the lines that could be them: all, those of an item or of a buyer, and one with its lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import Response

from matcher.attributes.taxonomy import of_case
from matcher.orders.ledger import Entry, ledger
from matcher.orders.rows import OrderRow, item_names, order_line_rows, order_rows
from matcher.orders.timeline import Told, of_buyer, of_item, timeline_file
from matcher.reading.terms import reader_language
from matcher.web.browse.firms import firms_of
from matcher.web.browse.pairs import CHART
from matcher.web.frame import Frame, missing
from matcher.web.kept import FIRMS, ITEMS, LINES, PAIRS, POSTS, STATEMENTS

if TYPE_CHECKING:
    from sqlite_utils import Database
    from starlette.requests import Request
    from starlette.routing import Route

    from crawler.case.case import Case

MOST_LINES = 500  # of an order that are shown; the command gives all
TABLES = (*ITEMS, *POSTS, *PAIRS, *FIRMS, *LINES, *STATEMENTS)


@dataclass(frozen=True)
class Orders:
    """The announced orders of the case, the oldest first, their rows by statement, and names of items by id."""

    entries: list[Entry]
    rows: Mapping[str, OrderRow]
    names: Mapping[str, str]


def read_orders(case: Case, db: Database) -> Orders:
    """Read and compare them; the rows are in the reader's language."""
    taxonomy = of_case(case.root)
    language = reader_language(case.config["review"]["languages"])
    entries = ledger(db, taxonomy)
    names = item_names(db)
    rows = {row["statement_id"]: row for row in order_rows(entries, names, taxonomy, language)}
    return Orders(entries, rows, names)


class OrderPages:
    """The pages of announced orders."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame

    def routes(self) -> list[Route]:
        """Their addresses."""
        return [
            self.frame.route("orders", self.listing),
            self.frame.route("orders/chart.svg", self.chart),
            self.frame.route("orders/{statement_id}", self.order),
        ]

    async def _orders(self) -> Orders:
        case = self.frame.case
        return await self.frame.kept.get("orders", "working_orders", TABLES, lambda db: read_orders(case, db))

    async def _told(self, request: Request, orders: Orders) -> Told:
        """The orders that an address asks for: of `item`, of `party`, or all."""
        item, party = (request.query_params.get(name, "") for name in ("item", "party"))
        if item:
            if item not in orders.names:
                raise missing("item")
            name = orders.names[item]
            return await self.frame.kept.get(
                f"orders of {item}",
                "working_lines",
                TABLES,
                lambda db: of_item(db, orders.entries, item, name),
            )
        if party:
            firm = (await firms_of(self.frame)).by_id.get(party)
            if firm is None:
                raise missing("firm")
            return await self.frame.kept.get(
                f"orders of {party}", "working_lines", TABLES, lambda db: of_buyer(db, orders.entries, firm)
            )
        return Told(orders.entries)

    async def listing(self, request: Request) -> Response:
        """Announced orders with a timeline, the oldest first."""
        orders = await self._orders()
        told = await self._told(request, orders)
        asked = {name: request.query_params.get(name, "") for name in ("item", "party")}
        return self.frame.page(
            "orders.html",
            request,
            orders=[orders.rows[entry.said.id] for entry in told.entries],
            posts={entry.said.id: entry.said.post for entry in told.entries},
            names=orders.names,
            title=told.title(self.frame.language),
            asked={name: value for name, value in asked.items() if value},
            drawn=timeline_file(told) is not None,
        )

    async def chart(self, request: Request) -> Response:
        """The timeline."""
        drawn = timeline_file(await self._told(request, await self._orders()), self.frame.language)
        if drawn is None:
            raise missing("picture")
        return Response(drawn, media_type="image/svg+xml", headers=CHART)

    async def order(self, request: Request) -> Response:
        """One announced order with its lines, those in the sum first."""
        orders = await self._orders()
        statement_id = request.path_params["statement_id"]
        entry = next((one for one in orders.entries if one.said.id == statement_id), None)
        if entry is None:
            raise missing("order")
        lines = [*order_line_rows([entry], self.frame.language)]
        return self.frame.page(
            "order.html",
            request,
            order=orders.rows[statement_id],
            post=entry.said.post,
            names=orders.names,
            lines=lines[:MOST_LINES],
            total=len(lines),
        )
