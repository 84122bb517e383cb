"""Sites by hand: judged pages become patterns, a value that is pointed at a selector, and nothing of a page runs."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlencode

import pytest

from crawler.case.case import Case
from crawler.discover.by_example.judged_pages import pattern_changes, said_of
from crawler.discover.by_example.page_values import given, values_of
from crawler.extract.page.parsing import read_document
from crawler.profile.profile import SiteProfile, load_profile
from matcher.web.browse.archived_page import pointing_page, pointing_policy
from matcher.web.guard import form_token
from tests.support.pages import TOKEN, Pages

SITE = "https://maker.example"
ADDRESSES = [f"{SITE}/goods/item-{n}.html" for n in range(6)] + [f"{SITE}/news/{n}.html" for n in range(5)]
PAGE = """<html><head><title>x</title><script>window.owned=1</script></head><body onclick="x()">
<div class="head"><b class="a">Maker</b> <b class="b">News</b> <b class="c">Shop</b> <b class="d">Contact</b></div>
<div class="right"><h1>Vest HD-1</h1><p><b>Art.:</b> <i class="art">HD-1</i></p></div>
<table class="facts"><tr><td>Mass</td><td>2 kg</td></tr><tr><td>Size</td><td>L</td></tr></table>
<p class="mine"><style><img src=x onerror=x()></style><noscript><p title="</noscript><script>x()</script>"></noscript></p>
</body></html>"""


def test_judged_pages_become_patterns_that_say_the_same() -> None:
    profile = SiteProfile(name="maker", start=[SITE], products=["^/news/"])
    judged = {ADDRESSES[0]: "product", ADDRESSES[7]: "post"}
    changes = pattern_changes(profile, ADDRESSES, judged)
    assert not changes.problems
    assert changes.assignments == [r"products=[^/goods/item-\d+\.html$]", r"posts+=^/news/\d+\.html$"]
    assert sorted(changes.found.values()) == [5, 6]
    after = SiteProfile(
        name="maker", start=[SITE], products=[r"^/goods/item-\d+\.html$"], posts=[r"^/news/\d+\.html$"]
    )
    assert {url: said_of(after, url) for url in judged} == judged
    assert not pattern_changes(after, ADDRESSES, judged).assignments


def test_pages_of_one_form_that_are_judged_differently_are_named() -> None:
    profile = SiteProfile(name="maker", start=[SITE])
    changes = pattern_changes(profile, ADDRESSES, {ADDRESSES[0]: "product", ADDRESSES[1]: "neither"})
    assert not changes.assignments
    assert "neither, product" in changes.problems[0]


def test_values_of_a_page_have_selectors_that_give_them() -> None:
    document = read_document(PAGE.encode(), f"{SITE}/a", {"Content-Type": "text/html"})
    values = {value.text: value for value in values_of(document)}
    assert given(document, "name", values["Vest HD-1"].selectors[0]) == "Vest HD-1"
    assert given(document, "sku", values["HD-1"].selectors[0]) == "HD-1"
    texts = [*values]
    wrapped = next(place for place, text in enumerate(texts) if text.startswith("Maker News"))
    table = next(value for text, value in values.items() if text.startswith("Mass"))
    assert wrapped > max(texts.index("Vest HD-1"), texts.index(table.text))
    assert given(document, "specs", table.selectors[0]) == "Mass: 2 kg; Size: L"


def test_only_our_own_script_is_in_a_page_that_is_pointed_at() -> None:
    document = read_document(PAGE.encode(), f"{SITE}/a", {"Content-Type": "text/html"})
    text = pointing_page(document.tree, [v.number for v in values_of(document)], lambda _: None, "once")
    assert re.findall(r"<script[^>]*>", text.split("<style><img", 1)[0]) == ['<script nonce="once">']
    assert "onclick" not in text
    assert "owned" not in text
    assert re.search(r'<h1 data-place="\d+">Vest HD-1', text)
    policy = pointing_policy("once")
    assert policy.startswith("sandbox allow-scripts; script-src 'nonce-once'; default-src 'none'")
    assert "allow-same-origin" not in policy


def test_a_value_pointed_at_becomes_a_selector_of_the_profile(demo_copy: Path) -> None:
    pages = Pages(Case.open(demo_copy))
    profile = demo_copy / "sites" / "hengdun.yaml"
    shown = pages.get("sites/hengdun")
    assert "frame-src 'self'" in shown.headers["content-security-policy"]
    product = next(
        link
        for link in shown.links("sites/hengdun/pages/")
        if re.search(r'value="product" checked', shown.text.split(link, 1)[1].split("</li>", 1)[0])
    )
    page = pages.get(product)
    place = re.search(r'name="place" value="(\d+)" dir="auto">[^<]*(?:Vest|Plate|Helmet)', page.text)
    assert place
    pointed = pages.get(f"{product}?place={place[1]}")
    css = re.findall(r'<select name="css"><option>([^<]*)</option>', pointed.text)[0].replace("&gt;", ">")
    asked = {"place": place[1], "field": "name", "css": css}
    tried = pages.get(f"{product}?{urlencode(asked)}")
    assert len(re.findall(r'<th scope="row"', tried.text)) == 6
    form = {"form_token": form_token(TOKEN), **asked}
    assert pages.post(product, urlencode({**form, "css": "body"}).encode()).status == 400
    assert pages.post(product, urlencode({**form, "form_token": "x"}).encode()).status == 403
    assert "name" not in load_profile(profile).selectors
    assert pages.post(product, urlencode(form).encode()).status == 303
    assert load_profile(profile).selectors["name"] == css
    capture = product.rsplit("/", 1)[1]
    judged = {"form_token": form_token(TOKEN), capture: "neither"}
    asked_first = pages.post("sites/hengdun", urlencode(judged).encode())
    assert "ignore+=" in asked_first.text
    assert load_profile(profile).products
    assert pages.post("sites/hengdun", urlencode({**judged, "sure": "yes"}).encode()).status == 303
    assert not load_profile(profile).products
    assert load_profile(profile).ignore
    with pytest.raises(StopIteration):
        next(iter(pages.get("sites/nobody").links("sites/nobody/")))
