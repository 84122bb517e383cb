"""One country's share of a trade, period by period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal, TypedDict

from sqlite_utils import Database

from crawler.case.typed_rows import columns_of
from matcher.customs.trade.flows import FlowRow, flows
from matcher.customs.trade.formats.texts.words import WORLD
from matcher.customs.trade.question import Question, country_code


class ShareRow(TypedDict):
    """One period's value with a country, and its share of the value with all countries (`of_value_usd`)."""

    hs: str
    flow: str
    period: str
    country: str
    value_usd: float | None
    of_value_usd: float
    share: str
    share_percent: float | None
    rows: int
    of_rows: int
    source: str


SHARE_COLUMNS = columns_of(ShareRow)


# Which side publishes a flow.
_PUBLISHER: dict[str, Literal["from", "to"]] = {
    **dict.fromkeys(("export", "domestic export", "re-export"), "from"),
    **dict.fromkeys(("import", "foreign import", "re-import"), "to"),
}


def without_others(found: Sequence[ShareRow]) -> list[str]:
    """A note for each flow in which only the country itself publishes figures."""
    alone = {
        row["flow"]
        for row in found
        if row["share_percent"] is None and row["value_usd"] and row["of_value_usd"]
    }
    return [
        f"{flow}: no share where the case has figures of {found[0]['country']} only; import those of other countries"
        for flow in sorted(alone)
    ]


def shares(db: Database, question: Question, country: str) -> Iterator[ShareRow]:
    """For each code group, flow and period: the value with `country` as a share of the value with all countries.

    A limit to countries in `question` is set aside: a share is one of all. `of_value_usd` is that whole. Where no row
    with the country states a value there is no share: None, not zero; nor where all rows are the country's own figures,
    of which it would always have all.
    """
    code = country_code(country)
    parts: dict[tuple[str, str, str], list[FlowRow]] = defaultdict(list)
    for row in flows(db, replace(question, countries=(), world=True)):
        parts[row["hs"], row["flow"], row["period"]].append(row)
    for (hs, flow, period), rows in sorted(parts.items()):
        ours = [row for row in rows if code in (row["from"], row["to"])]
        stated = [row["value_usd"] for row in ours if row["value_usd"] is not None]
        listed = sum(row["value_usd"] or 0.0 for row in rows if WORLD not in (row["from"], row["to"]))
        published = sum(row["value_usd"] or 0.0 for row in rows if WORLD in (row["from"], row["to"]))
        whole = max(listed, published)  # not every partner need be in the file
        value = sum(stated) if stated else None
        alone = (
            flow in _PUBLISHER
            and all(row[_PUBLISHER[flow]] == code for row in ours)
            and len(ours) == len(rows)
        )
        share = 100 * value / whole if value is not None and whole and not alone else None
        yield {
            "hs": hs,
            "flow": flow,
            "period": period,
            "country": code,
            "value_usd": None if value is None else round(value, 2),
            "of_value_usd": round(whole, 2),
            "share": "no data" if share is None else f"{share:.1f} %",
            "share_percent": None if share is None else round(share, 4),
            "rows": sum(row["rows"] for row in ours),
            "of_rows": sum(row["rows"] for row in rows),
            "source": question.source,
        }
