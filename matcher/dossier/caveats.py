"""Caveats: every reason that the case itself gives why a match may be wrong, as sentences for the pair's page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matcher.reading.wording import ENGLISH, Wording
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


def caveats(db: Database, evidence: Evidence, history: PairHistory, say: Wording = ENGLISH) -> list[str]:
    """Sentences beside the counter-reasons, the weightiest first."""
    return [
        *_of_level(evidence, say),
        *_of_alternatives(evidence, alternatives(db, evidence), say),
        *_of_page(db, evidence, history, say),
        *_of_confidence(evidence, say),
        *_of_lines(db, evidence, say),
        *_of_review(history, say),
    ]


def alternatives(db: Database, evidence: Evidence) -> Alternatives:
    """The makers, other than the pair's own, whose items may be meant instead, and how many items of its own."""
    rows = db.execute(ALTERNATIVES, [evidence.goods.goods_id, evidence.pair_id]).fetchall()
    own = sum(count for site, count in rows if site == evidence.item.site)
    return Alternatives(tuple(site for site, _ in rows if site != evidence.item.site), own)


def _of_level(evidence: Evidence, say: Wording) -> Iterator[str]:
    if evidence.level in ("description", "maker"):
        yield say(f"caveat_{evidence.level}")


def _of_alternatives(evidence: Evidence, found: Alternatives, say: Wording) -> Iterator[str]:
    if found.other_makers:
        count = len(found.other_makers)
        yield say("caveat_other_makers", count, count=f"{count}", makers=", ".join(found.other_makers))
    if found.same_maker:
        count = found.same_maker
        yield say("caveat_same_maker", count, count=f"{count}", site=evidence.item.site)


def _of_page(db: Database, evidence: Evidence, history: PairHistory, say: Wording) -> Iterator[str]:
    if history.first_seen:
        goods = evidence.goods
        (before,) = db.execute(BEFORE, [goods.goods_id, history.first_seen]).fetchone()
        if before:
            lines = goods.lines.lines
            which = (
                say("after_the_line")
                if lines == 1
                else say("after_lines", before=f"{before}", all=f"{lines}")
            )
            yield say("caveat_seen_after", day=history.first_seen[:10], lines=which)
    if history.site_last_seen and history.last_seen and history.last_seen[:10] < history.site_last_seen[:10]:
        yield say("caveat_gone", day=history.last_seen[:10])
    if history.versions > 1:
        yield say("caveat_changed", count=f"{history.versions}")


def _of_confidence(evidence: Evidence, say: Wording) -> Iterator[str]:
    if evidence.confidence_basis == "prior":
        yield say("caveat_prior")
    if UNKNOWN < evidence.confidence_low < LOW_INTERVAL <= evidence.confidence:
        yield say("caveat_interval", low=f"{evidence.confidence_low:.2f}")


def _of_lines(db: Database, evidence: Evidence, say: Wording) -> Iterator[str]:
    goods = evidence.goods
    if len(goods.text) == CUT_LENGTH:
        yield say("caveat_cut", length=f"{CUT_LENGTH}")
    (repeated,) = db.execute(REPEATED, [goods.goods_id]).fetchone()
    if repeated:
        yield say("caveat_repeated", repeated, count=f"{repeated}")
    count, problem = db.execute(PROBLEMS, [goods.goods_id]).fetchone()
    if count:
        yield say("caveat_doubtful", count=f"{count}", problem=say.unlike_page(problem))


def _of_review(history: PairHistory, say: Wording) -> Iterator[str]:
    if history.disagreed:
        yield say("caveat_disagreed")
    elif len(history.reviewers) == 1 and history.state == PairState.ACCEPTED:
        yield say("caveat_one_reviewer")
    elif not history.reviewers:
        yield say("caveat_undecided")
