"""Caveats: every reason that the case itself gives why a match may be wrong, as sentences for the pair's page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matcher.schema.terms import PairState
from matcher.scoring.confidence_text import UNKNOWN

if TYPE_CHECKING:
    from sqlite_utils import Database

    from matcher.review.evidence import Evidence

CUT_LENGTH = 250  # characters at which many vendors cut a description
LOW_INTERVAL = 0.5  # an interval that reaches below an even chance


@dataclass(frozen=True)
class PairHistory:
    """What is known of a pair beside its evidence. Times are UTC, ISO 8601, "" where unknown.

    `first_seen`, `last_seen`: the item's page; `site_last_seen`: any page of the site; `versions`: of the item's own
    page; `reviewers`: who decided; `disagreed`: whether they differ on the present evidence.
    """

    state: str
    first_seen: str
    last_seen: str
    site_last_seen: str
    versions: int
    reviewers: tuple[str, ...]
    disagreed: bool


@dataclass(frozen=True)
class Alternatives:
    """Other catalog items that were proposed for the same goods record and not rejected."""

    other_makers: tuple[str, ...]
    same_maker: int


ALTERNATIVES = """
SELECT i.site, count(*) FROM pairs p JOIN items i ON i.item_id = p.item_id
LEFT JOIN pair_states s ON s.pair_id = p.pair_id
WHERE p.goods_id = ? AND p.pair_id <> ? AND coalesce(s.state, '') <> 'rejected'
GROUP BY i.site ORDER BY i.site
"""

BEFORE = "SELECT count(*) FROM chosen_lines WHERE goods_id = ? AND date <> '' AND date < substr(?, 1, length(date))"

REPEATED = """
SELECT count(*) FROM chosen_lines l JOIN figure_rows r ON r.line_id = l.line_id AND r.figure = 'repeated'
WHERE l.goods_id = ?
"""

PROBLEMS = """
SELECT count(*), min(problem) FROM chosen_lines WHERE goods_id = ? AND coalesce(problem, '') <> ''
"""


def caveats(db: Database, evidence: Evidence, history: PairHistory) -> list[str]:
    """Sentences beside the counter-reasons, the weightiest first."""
    return [
        *_of_level(evidence),
        *_of_alternatives(evidence, alternatives(db, evidence)),
        *_of_page(db, evidence, history),
        *_of_confidence(evidence),
        *_of_lines(db, evidence),
        *_of_review(history),
    ]


def alternatives(db: Database, evidence: Evidence) -> Alternatives:
    """The makers, other than the pair's own, whose items may be meant instead, and how many items of its own."""
    rows = db.execute(ALTERNATIVES, [evidence.goods.goods_id, evidence.pair_id]).fetchall()
    own = sum(count for site, count in rows if site == evidence.item.site)
    return Alternatives(tuple(site for site, _ in rows if site != evidence.item.site), own)


def _of_level(evidence: Evidence) -> Iterator[str]:
    if evidence.level == "description":
        yield (
            "Nobody is named: the customs text only describes goods of this kind, and its words may fit the goods of"
            " any maker."
        )
    elif evidence.level == "maker":
        yield "No model is named: the maker and the kind of goods agree, the product itself is inferred."


def _of_alternatives(evidence: Evidence, found: Alternatives) -> Iterator[str]:
    if found.other_makers:
        count = len(found.other_makers)
        yield (
            f"Also sold by {count} other {'maker' if count == 1 else 'makers'} of this case that may fit:"
            f" {', '.join(found.other_makers)}."
        )
    if found.same_maker:
        yield (
            f"The same goods were also matched with {found.same_maker} other"
            f" {'product' if found.same_maker == 1 else 'products'} of {evidence.item.site}; the lines may mean one of"
            " them."
        )


def _of_page(db: Database, evidence: Evidence, history: PairHistory) -> Iterator[str]:
    if history.first_seen:
        goods = evidence.goods
        (before,) = db.execute(BEFORE, [goods.goods_id, history.first_seen]).fetchone()
        if before:
            lines = goods.lines.lines
            which = "the line was" if lines == 1 else f"{before} of the {lines} lines were"
            yield (
                f"The product page was first seen on {history.first_seen[:10]}, after {which} declared; what it said"
                " then is not known."
            )
    if history.site_last_seen and history.last_seen and history.last_seen[:10] < history.site_last_seen[:10]:
        yield (
            f"The page was last seen on {history.last_seen[:10]}; it was not seen again when the site was read later."
        )
    if history.versions > 1:
        yield (
            f"The page changed: {history.versions} versions of it are kept, and this page shows the newest."
        )


def _of_confidence(evidence: Evidence) -> Iterator[str]:
    if evidence.confidence_basis == "prior":
        yield "The confidence is a prior: it has not been checked against decisions of this case."
    if UNKNOWN < evidence.confidence_low < LOW_INTERVAL <= evidence.confidence:
        yield f"The interval of the confidence reaches down to {evidence.confidence_low:.2f}."


def _of_lines(db: Database, evidence: Evidence) -> Iterator[str]:
    goods = evidence.goods
    if len(goods.text) == CUT_LENGTH:
        yield f"The customs text is exactly {CUT_LENGTH} characters long: its source probably cut it off."
    (repeated,) = db.execute(REPEATED, [goods.goods_id]).fetchone()
    if repeated:
        yield (
            f"{repeated} of the lines share their declaration and line number with another row: the same goods may be"
            " counted more than once."
        )
    count, problem = db.execute(PROBLEMS, [goods.goods_id]).fetchone()
    if count:
        yield f"{count} of the lines were doubtful when read, for example: {problem}."


def _of_review(history: PairHistory) -> Iterator[str]:
    if history.disagreed:
        yield "Reviewers gave different answers."
    elif len(history.reviewers) == 1 and history.state == PairState.ACCEPTED:
        yield "Only one person has decided."
    elif not history.reviewers:
        yield "Nobody has decided on this pair yet."
