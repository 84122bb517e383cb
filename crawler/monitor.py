"""When something is wrong with a site: pure checks of one run's record against the runs before it.

A check compares with the median of the last five good runs, so a lasting change is an alarm until it has become
the rule. Every threshold is a default of `Limits` that a profile's `monitors` may set or switch off.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import pairwise
from math import sqrt
from statistics import median

from crawler.limits import Expectation, Limits
from crawler.run_records import RunRecord

WINDOW = 5  # good runs that a run is compared with
FEW = 3  # differences of fewer items, posts or errors than this are chance
HALF_A_YEAR = timedelta(days=182)
COMPLETE = "finished"  # finish reason of a run that saw all it wanted


@dataclass(frozen=True)
class Alarm:
    """One thing that is wrong: what was seen, what was expected, since when (the last time it was right, ISO 8601,
    or empty), and what to do next."""

    site: str
    monitor: str
    seen: str
    expected: str
    next_step: str
    since: str = ""


@dataclass(frozen=True)
class Examined:
    """One run under examination; `good` are the complete runs before it, newest first, at most WINDOW."""

    run: RunRecord
    good: tuple[RunRecord, ...]
    history: tuple[RunRecord, ...]
    limits: Limits
    expectation: Expectation

    def usual(self, measure: Callable[[RunRecord], float]) -> float | None:
        return median(measure(r) for r in self.good) if self.good else None


def check_run(
    run: RunRecord,
    history: Sequence[RunRecord],
    limits: Limits | None = None,
    expectation: Expectation | None = None,
) -> list[Alarm]:
    """The alarms of `run`, given the site's earlier runs (newest first; a year of them for `nothing_new`).

    Of a run without a page only the first reason is told, robots.txt, another host, or failure: that it found no
    items says nothing new.
    """
    limits, expectation = limits or Limits(), expectation or Expectation()
    good = tuple(r for r in history if is_good(r))[:WINDOW]
    case = Examined(run, good, tuple(history), limits, expectation)
    since = good[0].started.isoformat() if good else ""
    edited = bool(good) and run.settings_digest != good[0].settings_digest
    hint = "; profile or settings were changed since it was last right" if edited else ""
    alarms = []
    for name, check in CHECKS.items():
        if getattr(limits, name) is None:
            continue
        alarms += [
            Alarm(run.site, name, seen, usual, step + hint, since) for seen, usual, step in check(case)
        ]
        if alarms and not run.pages:
            break
    return alarms


def is_good(run: RunRecord) -> bool:
    """Whether a run may serve as a measure for others: it was complete and got pages."""
    return run.finish_reason == COMPLETE and run.pages > 0


def _failed(case: Examined) -> Iterator[tuple[str, str, str]]:
    run = case.run
    if run.pages == 0:
        statuses = ", ".join(f"{count} x {status}" for status, count in run.statuses.items()) or "no answer"
        yield (
            f"no page could be fetched ({statuses}; ended as {run.finish_reason or 'unfinished'})",
            "pages",
            "open the site in a browser; if it moved, correct the profile's start; if it is down, wait",
        )


def _stopped_early(case: Examined) -> Iterator[tuple[str, str, str]]:
    run = case.run
    if run.finish_reason not in (COMPLETE, None) and run.pages:
        yield (
            f"the run stopped early ({run.finish_reason}) after {run.pages} pages",
            "the whole site",
            "run it again; if it stopped at a limit, raise the limit in the profile or box31.toml, "
            "or exclude what need not be crawled",
        )


def _robots(case: Examined) -> Iterator[tuple[str, str, str]]:
    forbidden = case.run.robots_forbidden
    usual = case.usual(lambda r: r.robots_forbidden)
    if not case.run.pages and forbidden:
        yield (
            "robots.txt forbids the site's start addresses",
            "leave to crawl, as before" if case.good else "leave to crawl",
            "read robots.txt in the archive; decide whether the public interest is worth asking the maker, or stop",
        )
    elif usual is not None and forbidden - usual >= FEW and forbidden > 2 * usual + 0.1 * case.run.pages:
        yield (
            f"robots.txt forbade {forbidden} addresses",
            f"about {usual:.0f}, as in the runs before",
            "compare this robots.txt with the one archived before; what it forbids is no longer crawled",
        )


def _host(case: Examined) -> Iterator[tuple[str, str, str]]:
    run = case.run
    usual = Counter(r.host for r in case.good if r.host).most_common(1)
    if run.moved_to is not None and not run.pages:
        yield (
            f"the start addresses lead to {run.moved_to}, which the profile does not allow",
            f"pages of {usual[0][0]}" if usual else "pages of the site",
            f"if {run.moved_to} is the maker's, add it to the profile's allowed hosts and correct its start",
        )
    elif usual and run.host and run.host != usual[0][0]:
        yield (
            f"the pages came from {run.host}",
            f"from {usual[0][0]}, as before",
            "make sure the new host is the maker's; items keep their old addresses, so expect gone and new ones",
        )


def _certificate(case: Examined) -> Iterator[tuple[str, str, str]]:
    if case.run.certificate_refused:
        yield (
            case.run.certificate_refused,
            "a certificate in order",
            "open the site in a browser: an expired certificate is as a rule renewed within days; a wrong one may "
            "mean that the address changed hands",
        )
    for host, issuer in sorted(case.run.certificates.items()):
        before = Counter(r.certificates[host] for r in case.good if host in r.certificates).most_common(1)
        if before and issuer != before[0][0]:
            yield (
                f"{host} shows a certificate of {issuer}",
                f"one of {before[0][0]}, as before",
                "make sure the site is still the maker's: the address may have changed hands or be intercepted",
            )


def _zero_items(case: Examined) -> Iterator[tuple[str, str, str]]:
    run = case.run
    if run.items or case.expectation.allow_empty or not run.pages:
        return
    usual = case.usual(lambda r: r.items)
    if not run.posts or usual:
        yield (
            f"no catalog items on {run.pages} pages",
            f"about {usual:.0f} items" if usual else "items",
            f"`box31 site preview {run.site}` shows what the pages give now; "
            "correct the profile, or set allow_empty: true",
        )


def _item_count(case: Examined) -> Iterator[tuple[str, str, str]]:
    if case.run.items:
        yield from _count(case, "items", lambda r: r.items, case.limits.item_count or 0)


def _post_count(case: Examined) -> Iterator[tuple[str, str, str]]:
    for seen, expected, step in _count(case, "posts", lambda r: r.posts, case.limits.post_count or 0):
        if case.run.posts < (case.usual(lambda r: r.posts) or 0):  # more posts are no trouble
            yield seen, expected, step


def _count(
    case: Examined, what: str, measure: Callable[[RunRecord], int], share: float
) -> Iterator[tuple[str, str, str]]:
    usual = case.usual(measure)
    if usual is None or case.run.finish_reason != COMPLETE:  # of a part of the site one alarm is enough
        return
    count = measure(case.run)
    spread = median(abs(measure(r) - usual) for r in case.good)
    # A site that always swings may swing: four times its usual distance from the median (3 sigma is about 4.4 MAD).
    tolerated = max(share * usual, FEW, 4.4 * spread)
    grown = count > usual + max(tolerated, usual)  # growth is alarming when a catalog more than doubles
    if count < usual - tolerated or grown:
        yield (
            f"{count} {what}",
            f"about {usual:.0f}, the median of the last {len(case.good)} runs",
            f"`box31 changes --site {case.run.site}` shows which came and went; "
            "if a part of the site was not found, correct the profile",
        )


def _field_coverage(case: Examined) -> Iterator[tuple[str, str, str]]:
    limit = case.limits.field_coverage or 0
    count = case.run.items
    if count < 2 * FEW:
        return
    for name, share in case.run.coverage.items():
        usual = case.usual(partial(_coverage, name)) or 0.0
        chance = 3 * sqrt(
            count * usual * (1 - usual)
        )  # items: three standard deviations of a draw of so many
        if share < usual - limit and (usual - share) * count >= max(FEW, chance):
            yield (
                f"{share:.0%} of the items have {name}",
                f"about {usual:.0%}",
                f"`box31 site preview {case.run.site}` shows what the pages give now; "
                f"correct the profile's selector of {name}",
            )


def _error_share(case: Examined) -> Iterator[tuple[str, str, str]]:
    run = case.run
    if run.errors < FEW:
        return
    usual = case.usual(lambda r: r.errors / r.addresses if r.addresses else 0.0)
    limit = max(case.limits.error_share or 0, 2 * (usual or 0))
    if run.errors / run.addresses > limit:
        statuses = ", ".join(f"{n} x {s}" for s, n in run.statuses.items() if s == "none" or int(s) >= 400)
        yield (
            f"{run.errors} of {run.addresses} addresses failed ({statuses})",
            f"about {usual:.0%}" if usual is not None else f"below {limit:.0%}",
            "429 and 403 mean that the site fends off: raise delay; 5xx: try later; 404: the site was rebuilt",
        )


def _same_page(case: Examined) -> Iterator[tuple[str, str, str]]:
    run = case.run
    limit = case.limits.same_page or 1
    step = "look at these pages in the archive: as a rule they are an error page or a test for robots sent as 200"
    usual = case.usual(lambda r: r.same_page / r.pages) or 0
    if run.same_page >= 2 * FEW and run.same_page / run.pages > max(limit, 2 * usual):
        yield (
            f"{run.same_page} of {run.pages} addresses returned one and the same page",
            "different pages",
            step,
        )
    usual = case.usual(lambda r: r.same_name / r.items if r.items else 0.0) or 0
    if run.same_name >= 2 * FEW and run.same_name / run.items > max(limit, 2 * usual):
        yield f"{run.same_name} of {run.items} items bear one and the same name", "different names", step


def _nothing_new(case: Examined) -> Iterator[tuple[str, str, str]]:
    run, limit = case.run, case.limits.nothing_new
    news = [r.started for r in (run, *case.history) if r.novelties]
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


def _assertions(case: Examined) -> Iterator[tuple[str, str, str]]:
    run, asserted = case.run, case.expectation
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


Check = Callable[[Examined], Iterator[tuple[str, str, str]]]

# In this order; where a run got no page, the first that speaks is the last.
CHECKS: dict[str, Check] = {
    "robots": _robots,
    "host": _host,
    "certificate": _certificate,
    "failed": _failed,
    "stopped_early": _stopped_early,
    "zero_items": _zero_items,
    "item_count": _item_count,
    "post_count": _post_count,
    "field_coverage": _field_coverage,
    "error_share": _error_share,
    "same_page": _same_page,
    "nothing_new": _nothing_new,
    "assertions": _assertions,
}
