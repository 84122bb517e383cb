"""Patterns from pages that a person judged: product, listing, post or neither; a profile that says the same of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import yaml

from crawler.discover.url_patterns import AddressGroup, address_groups
from crawler.profile.profile import SiteProfile, finds

KEYS = {"product": "products", "listing": "listings", "post": "posts", "neither": "ignore"}
KIND = {"ignore": "neither", "other": "neither"}  # as a profile calls it: as a person does


@dataclass
class PatternChanges:
    """What to change in a profile, as `site set` takes it; how many addresses each new pattern finds; what cannot be said."""

    assignments: list[str] = field(default_factory=list)
    found: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def said_of(profile: SiteProfile, url: str) -> str:
    """What the profile says of an address: product, listing, post, neither, or "" where no pattern finds it."""
    kind = profile.page_kind(url)
    return KIND.get(kind, kind) if kind else ""


def pattern_changes(
    profile: SiteProfile, addresses: Sequence[str], judged: Mapping[str, str]
) -> PatternChanges:
    """The changes after which `profile` says of each judged page (address -> kind) what the person said.

    `addresses`: those known of the site. A page brings the pattern of all addresses of its form; patterns of other kinds
    that find it are taken out, unless they find a page that was judged to be of theirs.
    """
    changes = PatternChanges()
    wrong = {url: kind for url, kind in judged.items() if said_of(profile, url) != kind}
    lists = {key: [*getattr(profile, key)] for key in (*KEYS.values(), "others")}
    for group in address_groups([*addresses, *judged]):
        own = {url: judged[url] for url in group.urls if url in judged}
        if not own.keys() & wrong.keys():
            continue
        if len(set(own.values())) > 1:
            forms = ", ".join(sorted(set(own.values())))
            changes.problems.append(
                f"{group.template}: pages of this one form were said to be {forms}; write a pattern for each in the profile"
            )
            continue
        _put(lists, group, next(iter(own.values())), judged)
        changes.found[group.pattern] = len(group.urls)
    for key, patterns in lists.items():
        before = [*getattr(profile, key)]
        if before == patterns[: len(before)]:
            changes.assignments += [f"{key}+={pattern}" for pattern in patterns[len(before) :]]
        else:
            changes.assignments.append(
                f"{key}={yaml.safe_dump(patterns, default_flow_style=True, width=10_000).strip()}"
            )
    after = profile.model_copy(update=lists)
    vars(after).pop("_patterns", None)
    for url, kind in judged.items():
        if url in wrong and said_of(after, url) != kind and not changes.problems:
            changes.problems.append(
                f"{url}: another pattern of the profile still says {said_of(after, url) or 'nothing'}"
            )
    return changes


def _put(lists: dict[str, list[str]], group: AddressGroup, kind: str, judged: Mapping[str, str]) -> None:
    for key, patterns in lists.items():
        if key == KEYS[kind]:
            continue
        theirs = [url for url, said in judged.items() if KEYS[said] == key]
        patterns[:] = [
            pattern
            for pattern in patterns
            if not any(finds(pattern, url) for url in group.urls if url in judged)
            or any(finds(pattern, url) for url in theirs)
        ]
    if group.pattern not in lists[KEYS[kind]]:
        lists[KEYS[kind]].append(group.pattern)
