"""Monitors of reach: robots.txt, host, certificate, failures; each a pure function of one run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from crawler.archive.runs import RunStatus
from crawler.monitor.check import FEW, Finding, RunUnderCheck
from crawler.monitor.registry import monitor


@monitor(unreliable=True)
def robots(check: RunUnderCheck) -> Iterator[Finding]:
    forbidden = check.run.robots_forbidden
    usual = check.usual(lambda r: r.robots_forbidden)
    if not check.run.pages and forbidden:
        yield (
            "robots.txt forbids the site's start addresses",
            "crawling allowed, as before" if check.good else "crawling allowed",
            "read robots.txt in the archive; decide whether the public interest is worth asking the maker, or stop",
        )
    elif usual is not None and forbidden - usual >= FEW and forbidden > 2 * usual + 0.1 * check.run.pages:
        yield (
            f"robots.txt forbade {forbidden} addresses",
            f"about {usual:.0f}, as in the runs before",
            "compare this robots.txt with the one archived before; what it forbids is no longer crawled",
        )


@monitor(unreliable=True)
def host(check: RunUnderCheck) -> Iterator[Finding]:
    run = check.run
    usual = Counter(r.host for r in check.good if r.host).most_common(1)
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


@monitor()
def certificate(check: RunUnderCheck) -> Iterator[Finding]:
    if check.run.certificate_refused:
        yield (
            check.run.certificate_refused,
            "a certificate in order",
            "open the site in a browser: an expired certificate is as a rule renewed within days; a wrong one may "
            "mean that the address changed hands",
        )
    for host, issuer in sorted(check.run.certificates.items()):
        before = Counter(r.certificates[host] for r in check.good if host in r.certificates).most_common(1)
        if before and issuer != before[0][0]:
            yield (
                f"{host} shows a certificate of {issuer}",
                f"one of {before[0][0]}, as before",
                "make sure the site is still the maker's: the address may have changed hands or be intercepted",
            )


@monitor(unreliable=True)
def failed(check: RunUnderCheck) -> Iterator[Finding]:
    run = check.run
    if run.pages == 0:
        statuses = ", ".join(f"{count} x {status}" for status, count in run.statuses.items()) or "no answer"
        yield (
            f"no page could be fetched ({statuses}; ended as {run.finish_reason or 'unfinished'})",
            "pages",
            "open the site in a browser; if it moved, correct the profile's start; if it is down, wait",
        )


@monitor(unreliable=True)
def stopped_early(check: RunUnderCheck) -> Iterator[Finding]:
    run = check.run
    if run.finish_reason not in (RunStatus.FINISHED, None) and run.pages:
        yield (
            f"the run stopped early ({run.finish_reason}) after {run.pages} pages",
            "the whole site",
            "run it again; if it stopped at a limit, raise the limit in the profile or box31.toml, "
            "or exclude what need not be crawled",
        )
