"""Why a match may be wrong: every reason that the case itself gives, in words, for the pair's page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matcher.scoring.confidence_text import UNKNOWN

if TYPE_CHECKING:
    from sqlite_utils import Database

    from matcher.review.evidence import Evidence

CUT_LENGTH = 250  # characters at which many vendors cut a description
LOW_INTERVAL = 0.5  # an interval that reaches below an even chance


@dataclass(frozen=True)
class Rivals:
    """Other catalog items that the same customs goods were matched with."""

    other_makers: tuple[str, ...]
    same_maker: int


RIVALS = """
SELECT i.site, count(*) FROM pairs p JOIN items i ON i.item_id = p.item_id
LEFT JOIN pair_states s ON s.pair_id = p.pair_id
WHERE p.goods_id = ? AND p.pair_id <> ? AND coalesce(s.state, '') <> 'rejected'
GROUP BY i.site ORDER BY i.site
"""


def rivals(db: Database, one: Evidence) -> Rivals:
    """The makers, other than the pair's own, whose items were proposed for the same goods and not rejected."""
    rows = db.execute(RIVALS, [one.goods.goods_id, one.pair_id]).fetchall()
    own = sum(count for site, count in rows if site == one.item.site)
    return Rivals(tuple(site for site, _ in rows if site != one.item.site), own)


BEFORE = "SELECT count(*) FROM chosen_lines WHERE goods_id = ? AND date <> '' AND date < substr(?, 1, length(date))"

REPEATED = """
SELECT count(*) FROM chosen_lines l JOIN figure_rows r ON r.line_id = l.line_id AND r.figure = 'repeated'
WHERE l.goods_id = ?
"""

PROBLEMS = """
SELECT count(*), min(problem) FROM chosen_lines WHERE goods_id = ? AND coalesce(problem, '') <> ''
"""


def doubts(
    db: Database,
    one: Evidence,
    *,
    state: str,
    first_seen: str,
    last_seen: str,
    site_last_seen: str,
    versions: int,
    found: Rivals,
    reviewers: Sequence[str],
    disagreed: bool,
) -> list[str]:
    """Sentences, the weightiest first. `first_seen`, `last_seen`: the item's page; `site_last_seen`: any page of
    the site; all UTC, ISO 8601."""
    said: list[str] = list(one.counter_reasons)
    if one.level == "description":
        said.append(
            "Nobody is named: the customs text only describes goods of this kind, and its words may fit the goods of"
            " any maker."
        )
    elif one.level == "maker":
        said.append(
            "No model is named: the maker and the kind of goods agree, the product itself is inferred."
        )
    if found.other_makers:
        count = len(found.other_makers)
        said.append(
            f"Also sold by {count} other {'maker' if count == 1 else 'makers'} of this case that may fit:"
            f" {', '.join(found.other_makers)}."
        )
    if found.same_maker:
        said.append(
            f"The same goods were also matched with {found.same_maker} other"
            f" {'product' if found.same_maker == 1 else 'products'} of {one.item.site}; the lines may mean one of them."
        )
    if first_seen:
        (before,) = db.execute(BEFORE, [one.goods.goods_id, first_seen]).fetchone()
        if before:
            which = (
                "the line was"
                if one.goods.lines.lines == 1
                else f"{before} of the {one.goods.lines.lines} lines were"
            )
            said.append(
                f"The product page was first seen on {first_seen[:10]}, after {which} declared; what it said then is"
                " not known."
            )
    if site_last_seen and last_seen and last_seen[:10] < site_last_seen[:10]:
        said.append(
            f"The page was last seen on {last_seen[:10]}; it was not seen again when the site was read later."
        )
    if versions > 1:
        said.append(f"The page changed: {versions} versions of it are kept, and this page shows the newest.")
    if one.confidence_basis == "prior":
        said.append("The confidence is a prior: it has not been checked against decisions of this case.")
    if UNKNOWN < one.confidence_low < LOW_INTERVAL <= one.confidence:
        said.append(f"The interval of the confidence reaches down to {one.confidence_low:.2f}.")
    if len(one.goods.text) == CUT_LENGTH:
        said.append(
            f"The customs text is exactly {CUT_LENGTH} characters long: its source probably cut it off."
        )
    (repeated,) = db.execute(REPEATED, [one.goods.goods_id]).fetchone()
    if repeated:
        said.append(
            f"{repeated} of the lines share their declaration and line number with another row: the same goods may"
            " be counted more than once."
        )
    count, problem = db.execute(PROBLEMS, [one.goods.goods_id]).fetchone()
    if count:
        said.append(f"{count} of the lines were doubtful when read, for example: {problem}.")
    if disagreed:
        said.append("Reviewers gave different answers.")
    elif len(reviewers) == 1 and state == "accepted":
        said.append("One person alone has decided.")
    elif not reviewers:
        said.append("Nobody has decided on this pair yet.")
    return said
