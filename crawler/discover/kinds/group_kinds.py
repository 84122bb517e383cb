"""Judge what a group of addresses is by its sample pages; divide one whose pages are of several kinds."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from crawler.discover.kinds.page_agreement import OTHER_KIND
from crawler.discover.profile_draft import MIN_SHARE, GroupFinding, is_anything
from crawler.discover.sampling import MAX_MIXED, SamplePage
from crawler.discover.url_patterns import AddressGroup, group_of_one
from crawler.models import PageType

HINT = 1.5  # added to the log probability of the kind as which a sitemap or feed names the whole group
# Sample pages' worth of doubt: the share of a group seen once is never more than 2/3 of what it said.
PRIOR_WEIGHT = 0.5
GROUPS_KIND = 0.15  # probability at most for its group's kind of a page of another kind
FLAT = MAX_MIXED  # addresses at most of a flat site's pattern: its pages are all looked at
HINTED = 500  # addresses of a group whose hints are counted


def judge_group(
    group: AddressGroup,
    pages: Mapping[str, SamplePage],
    hints: Mapping[str, Counter[str]],
    examples: Mapping[str, str],
) -> GroupFinding:
    """The kind of a group by its sample pages, hints of sitemaps and feeds; less sure the fewer were looked at."""
    samples = [url for url in group.urls if url in pages]
    said = [examples[url] for url in group.urls if url in examples]
    if len(set(said)) > 1:
        return GroupFinding(group, "unknown", 0.0, samples)
    if said:
        return GroupFinding(group, said[0], 1.0, samples, by_example=True)
    sums = dict.fromkeys(map(str, PageType), 0.0)
    hinted: Counter[str] = Counter()
    for url in group.urls[:HINTED]:
        hinted.update(hints.get(url, Counter()))
    for kind, count in hinted.items():
        sums[kind] += HINT * count / min(len(group.urls), HINTED)
    if not samples:
        return GroupFinding(group, "unknown", 0.0)
    means = {kind: sum(pages[u].kinds[kind] for u in samples) / len(samples) for kind in sums}
    for kind, p in means.items():
        sums[kind] += math.log(max(p, 0.01))
    weights = {kind: math.exp(value) for kind, value in sums.items()}
    best = max(weights, key=lambda kind: weights[kind])
    share = weights[best] / sum(weights.values())
    if len(samples) < len(group.urls):
        share *= (len(samples) + PRIOR_WEIGHT / 2) / (len(samples) + PRIOR_WEIGHT)
    return GroupFinding(group, best, share, samples)


def is_mixed(found: GroupFinding, pages: Mapping[str, SamplePage], base: str = "") -> bool:
    """Whether some sample pages of a group are of another kind than the group: lists beside products in one folder.

    So is a small group of no one kind, some of whose pages are sure. `base` is the folder that the whole site lies in.
    """
    unsure = found.share < MIN_SHARE and len(found.group.urls) <= FLAT and not found.by_example
    among = found.kind == PageType.PRODUCT and _elsewhere(found, pages)
    return bool(among or _apart(found, pages, base) or (unsure and _sure(found, pages)))


def divided(
    found: GroupFinding, pages: Mapping[str, SamplePage], hints: Mapping[str, Counter[str]], base: str = ""
) -> list[GroupFinding]:
    """A group without its sample pages of other kinds, and each of these by itself."""
    rest, elsewhere = _without_those_elsewhere(found, pages, hints)
    apart = _apart(rest, pages, base)
    if not apart:
        return [rest, *elsewhere]
    left = replace(rest.group, urls=[url for url in rest.group.urls if url not in apart])
    alone = [
        GroupFinding(group_of_one(url), kind, pages[url].kinds[kind], [url]) for url, kind in apart.items()
    ]
    return [*([judge_group(left, pages, hints, {})] if left.urls else []), *alone, *elsewhere]


def _without_those_elsewhere(
    found: GroupFinding, pages: Mapping[str, SamplePage], hints: Mapping[str, Counter[str]]
) -> tuple[GroupFinding, list[GroupFinding]]:
    """A group whose other pages are products, without those that the site shows elsewhere; and each of these by itself."""
    apart = _elsewhere(found, pages)
    urls = [url for url in found.group.urls if url not in apart]
    rest = judge_group(replace(found.group, urls=urls), pages, hints, {})
    if not apart or rest.kind != PageType.PRODUCT or rest.share < MIN_SHARE:
        return found, []
    return rest, [
        GroupFinding(group_of_one(url), kind, pages[url].kinds[kind], [url], taken_out=True)
        for url, kind in apart.items()
    ]


def _elsewhere(found: GroupFinding, pages: Mapping[str, SamplePage]) -> dict[str, str]:
    """The sample pages of a group that the site shows elsewhere than its products and that are surely none, with what they
    are: one on the firm, an announcement, a list in the menu. None where a person said what the group is."""
    apart = {}
    for url in found.samples if not found.by_example else ():
        kinds = {
            str(kind): pages[url].kinds[kind] for kind in (PageType.LISTING, PageType.POST, PageType.OTHER)
        }
        surely = pages[url].kinds["product"] <= GROUPS_KIND and sum(kinds.values()) >= OTHER_KIND
        if pages[url].is_elsewhere and surely:
            apart[url] = max(kinds, key=kinds.__getitem__)
    return apart


def _apart(found: GroupFinding, pages: Mapping[str, SamplePage], base: str) -> dict[str, str]:
    """The sample pages of a group that are products, lists or posts where the group is something else, with their kinds.

    A pattern that says nothing (/*.htm of a flat site) names no group: each of its pages is what it is, where they are few
    enough to look at them all. So are those of a group (/node/7) that was looked at whole and is of no one kind. None where
    a person said what the group is.
    """
    if found.by_example:
        return {}
    sure = _sure(found, pages)
    whole = 1 < len(found.group.urls) == len(found.samples)
    if (is_anything(found, base) and len(found.group.urls) <= FLAT) or (whole and found.share < MIN_SHARE):
        return sure
    apart = {
        url: kind
        for url, kind in sure.items()
        if kind != found.kind and pages[url].kinds.get(found.kind, 0.0) <= GROUPS_KIND
    }
    return apart if len(apart) < len(found.group.urls) else {}


def _sure(found: GroupFinding, pages: Mapping[str, SamplePage]) -> dict[str, str]:
    """The sample pages of a group that are surely products, lists or posts, with their kinds."""
    return {
        url: best
        for url in found.samples
        if (best := max(pages[url].kinds, key=pages[url].kinds.__getitem__)) != PageType.OTHER
        and pages[url].kinds[best] >= OTHER_KIND
    }
