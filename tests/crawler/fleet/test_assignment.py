"""Each site has one shard, sites of one domain the same one, and few move when a machine is added."""

from __future__ import annotations

import pytest

from crawler.case.errors import UsageProblem
from crawler.fleet.assignment import Shard, registrable, sites_of
from crawler.profile.profile import SiteProfile


def site(name: str, host: str, *image_hosts: str) -> SiteProfile:
    return SiteProfile(name=name, start=[f"https://{host}/"], image_hosts=list(image_hosts))


def assigned(profiles: list[SiteProfile], count: int) -> dict[str, int]:
    found = {n: sites_of(Shard(n, count), profiles) for n in range(1, count + 1)}
    return {profile.name: n for n, mine in found.items() for profile in mine}


MANY = [site(f"maker{n}", f"www.maker{n}.example") for n in range(300)]


def test_every_site_has_one_shard_and_shards_are_about_as_large() -> None:
    of = assigned(MANY, 4)
    assert len(of) == len(MANY)
    assert sum(len(sites_of(Shard(n, 4), MANY)) for n in range(1, 5)) == len(MANY)
    assert all(50 < list(of.values()).count(n) < 100 for n in range(1, 5))


def test_the_assignment_does_not_depend_on_the_order_of_profiles() -> None:
    assert assigned(MANY, 4) == assigned(MANY[::-1], 4)


def test_one_machine_more_moves_sites_to_it_only() -> None:
    before, after = assigned(MANY, 4), assigned(MANY, 5)
    assert {after[name] for name in before if after[name] != before[name]} == {5}


def test_sites_with_a_domain_in_common_stay_together_also_through_others() -> None:
    linked = [
        site("shop", "shop.maker.co.uk"),
        site("news", "news.maker.co.uk", "pictures.cdn.example"),
        site("other", "www.other.example", "cdn.example"),
    ]
    for count in range(2, 9):
        assert len({assigned([*MANY, *linked], count)[name] for name in ("shop", "news", "other")}) == 1


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.maker.com.cn:8080", "maker.com.cn"),
        ("127.0.0.1:8001", "127.0.0.1:8001"),
        ("[::1]:80", "[::1]:80"),
        ("localhost:3000", "localhost:3000"),
        ("xn--e1afmkfd.xn--p1ai", "xn--e1afmkfd.xn--p1ai"),
    ],
)
def test_the_domain_of_a_host(host: str, domain: str) -> None:
    assert registrable(host) == domain


@pytest.mark.parametrize("text", ["0/4", "5/4", "1", "1/0", "a/b", "1/4/2", "-1/4", "1/5000"])
def test_what_is_no_shard_is_refused(text: str) -> None:
    with pytest.raises(UsageProblem, match="give number and count"):
        Shard.parse(text)
