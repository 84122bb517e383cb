"""Monitors of yield: items, posts, fields, news; each a pure function of one run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from itertools import pairwise
from math import sqrt
from statistics import median

from crawler.archive.runs import RunStatus
from crawler.monitor.check import FEW, WINDOW, Finding, RunUnderCheck
from crawler.monitor.registry import monitor
from crawler.monitor.run_metrics import RunRecord

HALF_A_YEAR = timedelta(days=182)


@monitor(unreliable=True)
def zero_items(check: RunUnderCheck) -> Iterator[Finding]:
    run = check.run
    if run.items or check.expectation.allow_empty or not run.pages:
        return
    usual = check.usual(lambda r: r.items)
    if not run.posts or usual:
        yield (
            f"no catalog items on {run.pages} pages",
            f"about {usual:.0f} items" if usual else "items",
            f"`box31 site preview {run.site}` shows what the pages give now; "
            "correct the profile, or set allow_empty: true",
        )


@monitor(unreliable=True)
def item_count(check: RunUnderCheck) -> Iterator[Finding]:
    if check.run.items:
        yield from _count(check, "items", lambda r: r.items, check.thresholds.item_count or 0)


@monitor()
def post_count(check: RunUnderCheck) -> Iterator[Finding]:
    for seen, expected, step in _count(check, "posts", lambda r: r.posts, check.thresholds.post_count or 0):
        if check.run.posts < (check.usual(lambda r: r.posts) or 0):  # more posts are no trouble
            yield seen, expected, step


def _count(
    check: RunUnderCheck, what: str, measure: Callable[[RunRecord], int], share: float
) -> Iterator[Finding]:
    usual = check.usual(measure)
    if (
        usual is None or check.run.finish_reason != RunStatus.FINISHED
    ):  # of a part of the site one alarm is enough
        return
    count = measure(check.run)
    spread = median(abs(measure(r) - usual) for r in check.good)
    # A site that always swings may swing: four times its usual distance from the median (3 sigma is about 4.4 MAD).
    tolerated = max(share * usual, FEW, 4.4 * spread)
    grown = count > usual + max(tolerated, usual)  # growth is alarming when a catalog more than doubles
    if count < usual - tolerated or grown:
        yield (
            f"{count} {what}",
            f"about {usual:.0f}, the median of the last {len(check.good)} runs",
            f"`box31 changes --site {check.run.site}` shows which came and went; "
            "if a part of the site was not found, correct the profile",
        )


@monitor(unreliable=True)
def field_coverage(check: RunUnderCheck) -> Iterator[Finding]:
    limit = check.thresholds.field_coverage or 0
    count = check.run.items
    if count < 2 * FEW:
        return
    for name, share in check.run.coverage.items():
        usual = check.usual(partial(_coverage, name)) or 0.0
        chance = 3 * sqrt(
            count * usual * (1 - usual)
        )  # items: three standard deviations of a draw of so many
        if share < usual - limit and (usual - share) * count >= max(FEW, chance):
            yield (
                f"{share:.0%} of the items have {name}",
                f"about {usual:.0%}",
                f"`box31 site preview {check.run.site}` shows what the pages give now; "
                f"correct the profile's selector of {name}",
            )


@monitor(unreliable=True)
def error_share(check: RunUnderCheck) -> Iterator[Finding]:
    run = check.run
    if run.errors < FEW:
        return
    usual = check.usual(lambda r: r.errors / r.addresses if r.addresses else 0.0)
    limit = max(check.thresholds.error_share or 0, 2 * (usual or 0))
    if run.errors / run.addresses > limit:
        statuses = ", ".join(f"{n} x {s}" for s, n in run.statuses.items() if s == "none" or int(s) >= 400)
        yield (
            f"{run.errors} of {run.addresses} addresses failed ({statuses})",
            f"about {usual:.0%}" if usual is not None else f"below {limit:.0%}",
            "429 and 403 mean that the site is blocking the crawler: raise delay; 5xx: try later; 404: the site was rebuilt",
        )


@monitor(unreliable=True)
def same_page(check: RunUnderCheck) -> Iterator[Finding]:
    run = check.run
    limit = check.thresholds.same_page or 1
    step = "look at these pages in the archive: as a rule they are an error page or a test for robots sent as 200"
    usual = check.usual(lambda r: r.same_page / r.pages) or 0
    if run.same_page >= 2 * FEW and run.same_page / run.pages > max(limit, 2 * usual):
        yield (
            f"{run.same_page} of {run.pages} addresses returned one and the same page",
            "different pages",
            step,
        )
    usual = check.usual(lambda r: r.same_name / r.items if r.items else 0.0) or 0
    if run.same_name >= 2 * FEW and run.same_name / run.items > max(limit, 2 * usual):
        yield f"{run.same_name} of {run.items} items bear one and the same name", "different names", step


@monitor()
def nothing_new(check: RunUnderCheck) -> Iterator[Finding]:
    run, limit = check.run, check.thresholds.nothing_new
    news = [r.started for r in (run, *check.history) if r.novelties]
    if not news:
        return
    silence = run.started - news[0]
    if limit is True:
        # the first run finds everything new: it is no news
        gaps = [newer - older for newer, older in pairwise(news)]
        if len(gaps) < WINDOW:
            return
        limit = max(HALF_A_YEAR, 3 * max(gaps), 12 * sum(gaps, timedelta()) / len(gaps))
    if isinstance(limit, timedelta) and silence > limit:
        yield (
            f"nothing new or changed for {silence.days} days",
            f"something within {limit.days} days",
            "see whether the maker now publishes elsewhere (another domain, social media); "
            "if the site is simply quiet, set monitors: nothing_new: false",
        )


@monitor(unreliable=True)
def assertions(check: RunUnderCheck) -> Iterator[Finding]:
    run, asserted = check.run, check.expectation
    step = "find out which is wrong, the site, the profile or the assertion, and correct it"
    if asserted.min_items is not None and run.items < asserted.min_items:
        yield f"{run.items} items", f"at least {asserted.min_items} (asserted in the profile)", step
    if asserted.min_posts is not None and run.posts < asserted.min_posts:
        yield f"{run.posts} posts", f"at least {asserted.min_posts} (asserted in the profile)", step
    for name, least in asserted.coverage:
        if _coverage(name, run) < least:
            seen = f"{_coverage(name, run):.0%} of the items have {name}"
            yield seen, f"at least {least:.0%} (asserted in the profile)", step
    if asserted.phrase and run.phrase_found is False:
        yield "the start page does not hold the asserted words", f"the words {asserted.phrase!r}", step


def _coverage(name: str, run: RunRecord) -> float:
    return run.coverage.get(name, 0.0)
