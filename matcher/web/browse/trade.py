"""Cross-tables and flows as tables with charts; every sum leads to the rows that it adds up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from crawler.case.errors import UsageProblem
from matcher.charts.flows import flows_chart
from matcher.charts.totals import totals_chart
from matcher.customs.trade import flows as sums
from matcher.customs.trade.question import Question, check_date, check_goods_code, check_month, country_code
from matcher.customs.trade.unfold import unfold
from matcher.totals import table
from matcher.totals.lines import BEFORE_AFTER, DIVISIONS, OF_ITEMS, Division, Period
from matcher.web.browse.pairs import CHART
from matcher.web.frame import Frame
from matcher.web.kept import FIRMS, LINES, PAIRS

if TYPE_CHECKING:
    from sqlite_utils import Database
    from starlette.requests import Request
    from starlette.routing import Route

MOST_ROWS = 200  # of a table on a page; the command gives all
MOST_BEHIND = 200  # rows behind a sum that are shown
PERIODS = ("year", "quarter", "month")
FLOW_WORDS = ("hs", "by", "from", "to", "country", "source")  # of the address of a question on flows


@dataclass(frozen=True)
class TotalsQuestion:
    """What to divide by, and when."""

    by: tuple[Division, ...]
    period: Period

    @property
    def query(self) -> dict[str, str]:
        """The words of the address that asks it again."""
        period = self.period
        words = {"from": period.start or "", "to": period.end or "", "split": period.split or ""}
        words |= {f"by{place + 1}": name for place, name in enumerate(self.by) if name != BEFORE_AFTER}
        return {name: value for name, value in words.items() if value}


def totals_question(query: Mapping[str, str]) -> TotalsQuestion:
    """From an address: by1, by2, by3, from, to, split. Raises UsageProblem for a date that is none."""
    named = (query.get("by1", "importer"), query.get("by2", ""), query.get("by3", ""))
    by = tuple(division for division in DIVISIONS if division in named)
    by = tuple(sorted(by, key=named.index)) or ("importer",)
    start, end, split = (query.get(name, "").strip() for name in ("from", "to", "split"))
    for option, date in (("from", start), ("to", end), ("split", split)):
        if date:
            check_date(option, date)
    if split:
        by = (*by, BEFORE_AFTER)
    return TotalsQuestion(by, Period(start or None, end or None, split or None))


def flow_question(db: Database, query: Mapping[str, str]) -> Question:
    """From an address: hs, by, from, to, country. Raises UsageProblem for what is no code, date or country."""
    codes = tuple(
        tuple(re.split(r"[+,]", code)) for code in query.get("hs", "").replace(";", " ").split() if code
    )
    for code in (code for group in codes for code in group):
        check_goods_code(code)
    start, end = query.get("from", "").strip(), query.get("to", "").strip()
    for name, value in (("from", start), ("to", end)):
        if value:
            check_month(name, value)
    countries = tuple(name.strip() for name in query.get("country", "").split(",") if name.strip())
    for country in countries:
        country_code(country)
    published = db.execute("SELECT 1 FROM customs_statistics LIMIT 1").fetchone()
    source = query.get("source", "")
    if source not in ("statistics", "lines"):
        source = "statistics" if published else "lines"
    period = query.get("by", "year")
    return Question(
        source, codes, period if period in PERIODS else "year", start or None, end or None, countries
    )


class TradePages:
    """The pages of totals and flows."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame

    def routes(self) -> list[Route]:
        """Their addresses."""
        return [
            self.frame.route("totals", self.totals),
            self.frame.route("totals/chart.svg", self.totals_chart),
            self.frame.route("totals/rows", self.totals_rows),
            self.frame.route("flows", self.flows),
            self.frame.route("flows/chart.svg", self.flows_chart),
            self.frame.route("flows/rows", self.flows_rows),
        ]

    async def _totals(self, asked: TotalsQuestion) -> list[table.Row]:
        return await self.frame.kept.get(
            f"totals {asked.query}",
            "working_sums",
            LINES + FIRMS + PAIRS,
            lambda db: table.totals(db, asked.by, asked.period),
        )

    async def totals(self, request: Request) -> Response:
        """A cross-table with its chart."""
        rows: list[table.Row] = []
        problem, asked = "", TotalsQuestion(("importer",), Period())
        try:
            asked = totals_question(request.query_params)
            rows = await self._totals(asked)
        except UsageProblem as error:
            problem = error.message
        return self.frame.page(
            "totals.html",
            request,
            rows=rows[:MOST_ROWS],
            cells=len(rows),
            asked=asked,
            query=asked.query,
            divisions=DIVISIONS,
            overlap=bool(OF_ITEMS & set(asked.by)),
            undated=table.undated(self.frame.db, asked.period),
            problem=problem,
        )

    async def totals_chart(self, request: Request) -> Response:
        """The largest cells of a cross-table as a chart."""
        asked = totals_question(request.query_params)
        drawn = totals_chart(await self._totals(asked), asked.by, self.frame.language)
        return Response(drawn, media_type="image/svg+xml", headers=CHART)

    async def totals_rows(self, request: Request) -> Response:
        """The lines behind a cell: c1, c2 ... name it."""
        asked = totals_question(request.query_params)
        cell = [request.query_params.get(f"c{place + 1}", "") for place in range(len(asked.by))]
        accepted = request.query_params.get("accepted") == "yes"
        rows, total = await self.frame.kept.get(
            f"lines behind {asked.query} {cell} {accepted}",
            "working_lines",
            LINES + FIRMS + PAIRS,
            lambda db: _behind(table.lines_behind(db, asked.by, asked.period), asked.by, cell, accepted),
        )
        return self.frame.page(
            "rows.html",
            request,
            heading=self.frame.say("behind_accepted" if accepted else "behind_cell", ", ".join(cell)),
            back=self.frame.address("totals", **asked.query),
            columns=[name for name in (*asked.by, *table.LINE_COLUMNS) if not name.startswith("confidence_")],
            rows=rows,
            total=total,
        )

    async def _flows(self, question: Question) -> list[Any]:
        return await self.frame.kept.get(
            f"flows {question}", "working_sums", LINES, lambda db: [*sums.flows(db, question)]
        )

    async def flows(self, request: Request) -> Response:
        """Sums by code, period and countries, with their chart."""
        rows: list[Any] = []
        problem, question = "", Question("lines")
        try:
            question = flow_question(self.frame.db, request.query_params)
            rows = await self._flows(question)
        except UsageProblem as error:
            problem = error.message
        asked = {name: request.query_params.get(name, "") for name in FLOW_WORDS}
        return self.frame.page(
            "flows.html",
            request,
            rows=rows[:MOST_ROWS],
            total=len(rows),
            question=question,
            query={name: value for name, value in asked.items() if value},
            asked=asked,
            periods=PERIODS,
            problem=problem,
        )

    async def flows_chart(self, request: Request) -> Response:
        """The same as a chart."""
        rows = await self._flows(flow_question(self.frame.db, request.query_params))
        drawn = flows_chart(rows, self.frame.language) if rows else ""
        return Response(drawn, media_type="image/svg+xml", headers=CHART)

    async def flows_rows(self, request: Request) -> Response:
        """The published rows, or lines, behind one sum: `code`, `period`, `one` and `other` country name it."""
        given = request.query_params
        base = flow_question(self.frame.db, given)
        code, period = given.get("code", ""), given.get("period", "")
        ends = {given.get("one", ""), given.get("other", "")}
        rows, total = await self.frame.kept.get(
            f"rows behind {base} {code} {period} {sorted(ends)} {given.get('flow', '')}",
            "The rows behind this sum are read.",
            LINES,
            lambda db: _first(
                dict(row)
                for row in unfold(db, base)
                if row["hs"] == code
                and row["period"] == period
                and {row["reporter"], row["partner"]} == ends
                and row["flow"] == given.get("flow", row["flow"])
            ),
        )
        return self.frame.page(
            "rows.html",
            request,
            heading=self.frame.say("behind_flow", code, period, " · ".join(sorted(ends))),
            back=self.frame.address("flows", **{name: given.get(name, "") for name in FLOW_WORDS}),
            columns=[
                "code",
                "flow",
                "reporter",
                "partner",
                "period",
                "value",
                "currency",
                "divided_by",
                "file",
                "row",
                "raw",
            ],
            rows=rows,
            total=total,
        )


Shown = tuple[Sequence[Mapping[str, object]], int]


def _behind(rows: Iterator[table.Row], by: Sequence[str], cell: Sequence[str], accepted: bool) -> Shown:
    """The first rows of one cell, and their number."""
    return _first(
        row
        for row in rows
        if all(row[name] == text for name, text in zip(by, cell, strict=True))
        and (row["accepted"] or not accepted)
    )


def _first(rows: Iterator[Mapping[str, object]]) -> Shown:
    shown = list(islice(rows, MOST_BEHIND))
    return shown, len(shown) + sum(1 for _ in rows)
