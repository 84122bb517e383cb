"""Which shard crawls which site: the same on every machine that has the same profiles, without asking another."""

from __future__ import annotations

import hashlib
import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from crawler.case.errors import UsageProblem
from crawler.fleet.components import connected
from crawler.profile.profile import SiteProfile

if TYPE_CHECKING:
    from tldextract import TLDExtract

MOST_SHARDS = 1_000


@dataclass(frozen=True)
class Shard:
    """One part of a case's sites: the first is number 1 of `count`."""

    number: int
    count: int

    @classmethod
    def parse(cls, text: str) -> Shard:
        """The shard that `text` names, such as 1/4. Raises UsageProblem where it names none."""
        found = re.fullmatch(r"(\d{1,4})/(\d{1,4})", text.strip())
        number, count = map(int, found.groups()) if found else (0, 0)
        if not 1 <= number <= count <= MOST_SHARDS:
            raise UsageProblem(
                f"--shard {text}: give number and count, such as 1/4 for the first of four (at most {MOST_SHARDS})"
            )
        return cls(number, count)

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"

    @property
    def folder(self) -> str:
        """The name of its folder."""
        return f"{self.number}-of-{self.count}"


def sites_of(shard: Shard, profiles: Sequence[SiteProfile]) -> list[SiteProfile]:
    """The profiles that the shard crawls.

    Sites with a host in common, by registrable domain, are in one shard, so that one machine alone keeps each host's
    delay. A group goes to the shard with the highest hash of the shard's number and the group's first domain
    (rendezvous hashing, Thaler and Ravishankar 1998): with one shard more, only the sites of the new one move.
    """
    by_name = {profile.name: profile for profile in profiles}
    hosts = {
        name: sorted({registrable(host) for host in (*profile.hosts, *profile.image_hosts)})
        for name, profile in by_name.items()
    }
    links = [(("host", host), ("site", name)) for name, found in hosts.items() for host in found]
    groups = connected([("site", name) for name in by_name], links)
    mine = {
        name
        for group in groups
        if _shard_of(min(node for kind, node in group if kind == "host"), shard.count) == shard.number
        for kind, name in group
        if kind == "site"
    }
    return [profile for profile in profiles if profile.name in mine]


def registrable(host: str) -> str:
    """The domain that a host's owner registered, by the Public Suffix List; an address or local name stays as it is.

    Of an ending that the list does not have it is the last two parts, as the list's rule `*` says.
    """
    name = re.sub(r":\d+$", "", host) if not host.startswith("[") else host
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        unlisted = ".".join(name.split(".")[-2:]) if "." in name else host
        return _suffixes()(name).top_domain_under_public_suffix or unlisted
    return host


def _shard_of(key: str, count: int) -> int:
    return max(range(1, count + 1), key=lambda number: hashlib.sha256(f"{key}\n{number}".encode()).digest())


@cache
def _suffixes() -> TLDExtract:
    # Imported here: it loads the list. The list of the package is used, and no host is asked for a newer one.
    from tldextract import TLDExtract

    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
