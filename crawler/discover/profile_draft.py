"""What a look at a site found, and the profile it suggests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from crawler.discover.url_patterns import AddressGroup, merged_patterns
from crawler.profile.profile import SiteProfile

MIN_SHARE = 0.6  # of the probability that a group's kind must have, on average over its samples
IGNORED = (
    r"[?&](?:add-to-cart|add_to_cart|add_to_wishlist|add-to-compare|replytocom|orderby|sort|order|dir|limit|print)=",
    r"/(?:cart|checkout|basket|login|logout|register|my-account|account|wp-login\.php|wp-admin|admin)(?:[/?]|$)",
)


@dataclass
class GroupFinding:
    """What a group of addresses seems to be: its kind, how sure, and which sample pages said so."""

    group: AddressGroup
    kind: str
    share: float
    samples: list[str] = field(default_factory=list)


@dataclass
class SiteFindings:
    """All that a look at a site found."""

    start: list[str]
    hosts: list[str]
    image_hosts: list[str]
    languages: dict[str, str]
    sitemaps: list[str]
    feeds: list[str]
    groups: list[GroupFinding]
    pages: int
    addresses: int
    problems: list[str]


def draft_profile(name: str, findings: SiteFindings) -> tuple[SiteProfile, dict[str, str]]:
    """The profile that findings suggest, and comments for its keys."""
    kinds: dict[str, list[GroupFinding]] = defaultdict(list)
    for finding in findings.groups:
        if finding.share >= MIN_SHARE:
            kinds[finding.kind].append(finding)
    chosen = {kind: merged_patterns(f.group for f in kinds[kind]) for kind in ("product", "listing", "post")}
    profile = SiteProfile(
        name=name,
        start=findings.start,
        hosts=findings.hosts,
        image_hosts=findings.image_hosts,
        products=chosen["product"],
        listings=chosen["listing"],
        posts=chosen["post"],
        ignore=list(IGNORED),
        languages=findings.languages,
    )
    comments = {
        "name": "Written by `box31 site add`. Check it with `box31 site preview "
        + name
        + "`; a wrong guess is one line to mend.",
        "hosts": "Pages of these hosts only.",
        "image_hosts": "Pictures may also come from here.",
        "products": "Regular expressions for path and query of an address. " + _evidence(kinds["product"]),
        "listings": "Lists of products or posts. " + _evidence(kinds["listing"]),
        "posts": "News. " + _evidence(kinds["post"]),
        "ignore": "Never asked for.",
        "selectors": "selectors:            # field -> CSS; wins over every guess\n"
        "  name: h1.product-title\n  images: .gallery img",
        "languages": "Where the site's other languages start.",
        "assertions": "assertions:           # a run below them is marked, exits 3 and marks nothing gone\n"
        f"  min_items: {max(1, sum(len(f.group.urls) for f in kinds['product']) * 8 // 10)}\n  coverage: {{name: 95}}",
    }
    return profile, comments


def _evidence(findings: Iterable[GroupFinding]) -> str:
    lines = [
        f"\n{f.group.form}: {len(f.group.urls)} addresses, {len(f.samples)} looked at, {f.share:.0%}; {f.samples[0]}"
        for f in list(findings)[:8]
    ]
    return "".join(lines) if lines else "None were found."
