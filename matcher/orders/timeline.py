"""The timeline of announced orders: when they were announced, and when goods were declared."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from matcher.charts import svg
from matcher.orders.ledger import Entry, sentence

MOST = 12  # orders of one picture


def timeline(entries: Sequence[Entry]) -> Markup | None:
    """Two lanes for each order: the announcement, and its lines by size. None where nothing has a date."""
    lanes: list[svg.Lane] = []
    for entry in [e for e in entries if e.announced][:MOST]:
        statement = entry.said.statement
        most = max((f.line.amount or 0.0 for f in entry.counted), default=0.0) or 1.0
        goods = ", ".join(statement.goods.codes or statement.goods.kinds) or "goods"
        lanes.append(svg.Lane(f"{goods[:14]}: said", [(entry.announced, 0.4, sentence(entry))]))
        lanes.append(
            svg.Lane(
                "declared",
                [
                    (
                        f.line.date or "",
                        (f.line.amount or 0.0) / most,
                        f"{f.line.date}: {f.line.quantity} {f.line.unit}",
                    )
                    for f in entry.counted
                ],
            )
        )
    return svg.timeline(
        "orders", "Orders announced and goods declared", "The table has the same moments.", lanes
    )
