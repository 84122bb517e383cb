"""What a look at a site found, and the profile it suggests."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from crawler.discover.url_patterns import AddressGroup, merged_patterns
from crawler.profile.profile import SiteProfile, finds

MIN_SHARE = 0.6  # of the probability that a group's kind must have, on average over its samples
BESIDE = 0.4  # the same beside a group of this kind whose addresses differ in one part
BESIDE_SECTION = 0.45  # the same where that part is the site's section: /vests/ beside /plates/
ONLY = 0.5  # the same where no products were found otherwise; so many addresses it must have
LEAST_ONLY = 4
LEAST_NUMBERED = 4  # sample pages of addresses that only a letter before a number tells from others
_NUMBERED = re.compile(r"(?<![^\W\d_])[^\W\d_]#")
IGNORED = (
    r"/wp-json/|/xmlrpc\.php|/cdn-cgi/|/(?:comments/)?feed/?$|[?&](?:attachment_id|feed|oembed)=|/embed/?$",
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
    by_example: bool = False  # the user named one of its pages
    taken_out: bool = False  # one page of a group of products that is none


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
    title_parts: list[str] = field(default_factory=list)
    shared_titles: list[str] = field(default_factory=list)
    shared_headings: list[str] = field(default_factory=list)
    shared_paragraphs: list[str] = field(default_factory=list)
    shared_images: list[str] = field(default_factory=list)
    shared_products: list[str] = field(default_factory=list)
    maker_names: list[str] = field(default_factory=list)
    browser: bool = False  # scripts fill in its pages, and a browser has shown some


def draft_profile(name: str, findings: SiteFindings) -> tuple[SiteProfile, dict[str, str]]:
    """The profile that findings suggest, and comments for its keys."""
    kinds: dict[str, list[GroupFinding]] = defaultdict(list)
    unsure: list[GroupFinding] = []
    base = folder_of_site(findings.start[0])
    for finding in findings.groups:
        if finding.by_example or (finding.share >= MIN_SHARE and not is_anything(finding, base)):
            kinds[finding.kind].append(finding)
        else:
            unsure.append(finding)
    for finding in _likely(unsure, kinds, base):
        kinds[finding.kind].append(finding)
        unsure.remove(finding)
    chosen = {}
    for kind in ("product", "listing", "post"):
        others = [f.group for f in findings.groups if f.kind != kind and f.samples]
        chosen[kind] = merged_patterns([f.group for f in kinds[kind]], others)
    named = [*chosen["product"], *chosen["post"]]
    others = [
        f.group
        for f in findings.groups
        if f.taken_out
        and f not in kinds["post"]
        and any(finds(pattern, f.group.urls[0]) for pattern in named)
    ]
    profile = SiteProfile(
        name=name,
        start=findings.start,
        hosts=findings.hosts,
        image_hosts=findings.image_hosts,
        products=chosen["product"],
        listings=chosen["listing"],
        posts=chosen["post"],
        others=[group.pattern for group in others],
        ignore=list(IGNORED),
        languages=findings.languages,
        maker_names=findings.maker_names,
        title_parts=findings.title_parts,
        shared_titles=findings.shared_titles,
        shared_headings=findings.shared_headings,
        shared_paragraphs=findings.shared_paragraphs,
        shared_images=findings.shared_images,
        shared_products=findings.shared_products,
        browser=findings.browser,
    )
    comments = {
        "name": "Written by `box31 site add`. Check it with `box31 site preview "
        + name
        + "`; a wrong guess is one line to correct.",
        "hosts": "Pages of these hosts only.",
        "image_hosts": "Pictures may also come from here.",
        "products": "Regular expressions for path and query of an address. "
        + _evidence(kinds["product"])
        + _offered(unsure, "product"),
        "listings": "Lists of products or posts. "
        + _evidence(kinds["listing"])
        + _offered(unsure, "listing"),
        "posts": "News. " + _evidence(kinds["post"]) + _offered(unsure, "post"),
        "others": "None of these, though addressed as they are." if others else "",
        "maker_names": "Names of the maker and its marks on its pages, by which customs lines name it; take out those of others.",
        "title_parts": "Left out of names and titles.",
        "shared_titles": "On several pages, so no name of one that shows it nowhere.",
        "shared_headings": "On many pages, so no page's name or title.",
        "shared_paragraphs": "On many pages, so no page's description.",
        "shared_images": "On most pages, so never of a product or post.",
        "shared_products": "In the markup of many pages, so only the product of the page called so.",
        "ignore": "Never asked for.",
        "selectors": "selectors:            # field -> CSS; wins over every guess\n"
        "  name: h1.product-title\n  images: .gallery img",
        "browser": "Scripts fill in the pages of this site; Chromium shows them." if findings.browser else "",
        "languages": "Where the site's other languages start.",
        "assertions": "assertions:           # a run below them is marked, exits 3 and marks nothing gone\n"
        f"  min_items: {max(1, sum(len(f.group.urls) for f in kinds['product']) * 8 // 10)}\n  coverage: {{name: 95}}",
    }
    return profile, comments


def _likely(
    unsure: Iterable[GroupFinding], kinds: Mapping[str, list[GroupFinding]], base: str
) -> list[GroupFinding]:
    """Groups of products that are not sure by themselves: beside sure ones, or the only ones of the site."""
    offered = [f for f in unsure if f.kind == "product" and f.samples and not is_anything(f, base)]
    sure = kinds.get("product", [])
    if not sure:
        return [f for f in offered if f.share >= ONLY and len(f.group.urls) >= LEAST_ONLY]
    return [f for f in offered if any(f.share >= _enough(f.group, s.group) for s in sure)]


def _enough(group: AddressGroup, sure: AddressGroup) -> float:
    """The share from which a group is of the kind of a sure one: their addresses must differ in one part of the path."""
    if len(group.parts) != len(sure.parts) or "?" in group.template + sure.template:
        return math.inf
    differ = [at for at, (a, b) in enumerate(zip(group.parts, sure.parts, strict=True)) if a != b]
    if len(differ) != 1 or len(group.parts) == 1:
        return math.inf
    return BESIDE if differ[0] > 0 else BESIDE_SECTION


def folder_of_site(start: str) -> str:
    """The folder that the whole site lies in, without a stroke at its end; `start` is the address of its front page."""
    return urlsplit(start).path.rpartition("/")[0]


def is_anything(finding: GroupFinding, base: str) -> bool:
    """Whether a pattern has no word of its own (/*/): pages of all kinds lie there, and each must speak for itself.

    A letter before a number (/v#.htm) is a form of its own, where enough pages were looked at. `base` is the folder that
    the whole site lies in.
    """
    own = finding.group.template.removeprefix(base).partition(".")[0]
    if len(finding.samples) >= LEAST_NUMBERED and _NUMBERED.search(own):
        return False
    return len(finding.group.urls) > 1 and not re.search(r"[^\W\d_]{2}|[?]", own)


def _evidence(findings: Iterable[GroupFinding]) -> str:
    lines = [
        f"\n{f.group.template}: {len(f.group.urls)} addresses, {len(f.samples)} looked at, {f.share:.0%}; {f.samples[0]}"
        for f in list(findings)[:8]
    ]
    return "".join(lines) if lines else "None were found."


def _offered(unsure: Iterable[GroupFinding], kind: str) -> str:
    """Groups that may be of this kind, as comments: uncomment those that are."""
    lines = [
        f"\n  - {f.group.pattern}  # {len(f.group.urls)} addresses, {f.share:.0%} sure; {f.samples[0]}"
        for f in unsure
        if f.kind == kind and f.samples and (len(f.group.urls) > 1 or kind != "listing")
    ][:12]
    return "\nNot sure enough; uncomment those that are:" + "".join(lines) if lines else ""
