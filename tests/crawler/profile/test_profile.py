"""Site profiles: what is accepted, what is refused and in which words."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.case.errors import UsageProblem
from crawler.profile.profile import SiteProfile, load_profile, save_profile
from crawler.profile.urls import host_of

PROFILE = r"""
start: ["http://www.maker.example/index.html"]
products: ['/product/show_\d+\.html$']
posts: ['/新闻/']
ignore: ['add-to-cart=']
assertions: {min_items: 3, coverage: {name: 95}}
"""


def written(folder: Path, text: str, name: str = "maker") -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_patterns_are_looked_for_in_path_and_query_encoded_or_not(tmp_path: Path) -> None:
    profile = load_profile(written(tmp_path, PROFILE))
    assert profile.hosts == ["www.maker.example"]
    assert profile.page_kind("http://www.maker.example/product/show_12.html") == "product"
    assert profile.page_kind("http://www.maker.example/product/show_12.html?add-to-cart=1") == "ignore"
    assert profile.page_kind("http://www.maker.example/%E6%96%B0%E9%97%BB/1") == "post"
    assert profile.page_kind("http://www.maker.example/about.html") is None


@pytest.mark.parametrize("name", ["index2.html", "index_12.htm", "default-3.aspx"])
def test_a_numbered_index_of_a_folder_is_a_further_page_of_its_list(name: str) -> None:
    profile = SiteProfile(name="a", start=["http://a.example/"], products=["^/p/[^/]+$"])
    assert profile.page_kind(f"http://a.example/p/{name}") == "listing"
    assert profile.page_kind("http://a.example/p/indexer2.html") == "product"


def test_a_saved_profile_reads_back_the_same(tmp_path: Path) -> None:
    profile = load_profile(written(tmp_path, PROFILE))
    path = tmp_path / "again" / "maker.yaml"
    path.parent.mkdir()
    save_profile(path, profile, {"products": "pages of one product\nfound by `site add`"})
    assert load_profile(path) == profile
    assert "# pages of one product\n# found by `site add`\nproducts:" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("start: [http://a.example/]\nprodcts: [x]", "unknown key prodcts; known: name, start"),
        ("hosts: [a.example]", "start is missing"),
        ("start: []", "start: "),
        ("start: [ftp://a.example/]", "'ftp://a.example/': not an http or https address"),
        ("start: [http://a.example/]\nproducts: ['(']", "products: '(' is not a regular expression"),
        ("start: [http://a.example/]\nhosts: ['http://a.example']", "give a host name"),
        ("start: [http://a.example/]\nassertions: {min_item: 3}", "unknown key assertions.min_item"),
        ("start: [http://a.example/]\nname: other", "it must be the file's, 'maker'"),
        ("- a", "must hold keys and values"),
        ("start: [", ": line "),
    ],
)
def test_a_wrong_profile_is_named_by_file_and_key(tmp_path: Path, text: str, words: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(UsageProblem) as problem:
        load_profile(path)
    assert str(path) in problem.value.message
    assert words in problem.value.message
    assert "\n" not in problem.value.message


def test_only_the_hosts_of_the_profile_are_asked() -> None:
    profile = SiteProfile(name="a", start=["http://a.example:8080/"], image_hosts=["cdn.example"])
    assert profile.allows("http://a.example:8080/x")
    assert not profile.allows("http://a.example/x")
    assert not profile.allows("http://cdn.example/x.jpg")
    assert profile.allows("https://cdn.example/x.jpg", image=True)
    assert host_of("https://A.example:443/") == "a.example"
    assert host_of("http://[::1]:80/") == "[::1]"
    assert host_of("http://a.example:99999/") is None


def test_a_profile_has_no_aliases_and_at_most_a_megabyte(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match=r"line 2: \*a is an alias; write the value itself"):
        load_profile(written(tmp_path, "start: &a [http://x.example/]\nhosts: *a\n"))
    with pytest.raises(UsageProblem, match="larger than 1 MB"):
        load_profile(written(tmp_path, "#" * (1 << 20) + "\nstart: [http://x.example/]\n"))
    assert load_profile(written(tmp_path, "start: [http://x.example/]\nproducts: ['/a.*b&c']\n")).products
