"""What a page says it is beats a guess, with and without a profile that names other addresses."""

from __future__ import annotations

import pytest

from crawler.extract.page.page_links import links_of
from crawler.extract.page.parsing import read_document
from crawler.extract.page_records import extract_page
from crawler.models import PageRecords, PageType
from crawler.profile.profile import SiteProfile

PROFILE = SiteProfile(name="maker", start=["https://maker.example/"], products=["^/p/"], posts=["^/n/"])


def read(page: str, path: str = "/x/") -> PageRecords:
    url = f"https://maker.example{path}"
    return extract_page(page.encode(), url, {}, captured_at="2026-01-01T00:00:00+00:00", profile=PROFILE)


def test_a_product_by_markup_counts_though_no_pattern_names_it() -> None:
    ld = '<script type="application/ld+json">{"@type":"Product","name":"Vest"}</script>'
    records = read(f"<html><head>{ld}</head><body><h1>Vest</h1><p>Soft.</p></body></html>")
    assert (records.page_type, records.looks_like) == (PageType.PRODUCT, None)


def test_a_dated_article_by_markup_is_a_post_though_no_pattern_names_it() -> None:
    for head, body in (
        (
            '<script type="application/ld+json">{"@type":"BlogPosting","datePublished":"2024-02-03"}</script>',
            "",
        ),
        ("", '<time datetime="2024-02-03">3 February</time>'),
    ):
        page = f'<html><head>{head}</head><body class="single-post"><h1>Order won</h1>{body}<p>We won.</p></body></html>'
        post = read(page).post
        assert post is not None
        assert (post.title, post.published) == ("Order won", "2024-02-03")


def test_a_further_page_of_a_list_is_no_product() -> None:
    page = "<html><body><h1>Vests</h1><ul>" + "".join(
        f'<li><a href="/p/{n}"><img src="/{n}.jpg">Vest {n}</a></li>' for n in range(9)
    )
    assert read(page, "/p/vests/page/2/").page_type == PageType.LISTING


ENTRIES = "".join(
    f'<div class="row"><h2><a href="/p/vests/{n}.html">Vest {n}</a></h2><p>A vest of soft wool, made by hand.</p>'
    f'<p><a href="/p/vests/{n}.html">Read on</a></p></div>'
    for n in range(6)
)


@pytest.mark.parametrize(
    ("pager", "kind"),
    [
        ('<a href="/p/vests/">1</a><a href="/p/vests/start-6.html">2</a>', PageType.LISTING),
        ('<a href="/p/vests/">1</a><span>2</span>', PageType.LISTING),
        ('<span>1</span><a href="/p/vests/start-12.html">2</a>', PageType.PRODUCT),
        ('<a href="#1">1</a><a href="#2">2</a>', PageType.PRODUCT),
    ],
)
def test_a_page_whose_number_1_leads_elsewhere_is_no_product_though_a_pattern_names_it(
    pager: str, kind: PageType
) -> None:
    page = f'<html><body><h1>Vests</h1>{ENTRIES}<div class="pagination">{pager}</div></body></html>'
    assert read(page, "/p/vests/start-6.html").page_type == kind


def test_a_product_with_a_pager_of_other_things_is_a_product() -> None:
    rows = "".join(f"<tr><td>Size {n}</td><td>{n} cm</td></tr>" for n in range(1, 9))
    pager = '<div class="pagination"><a href="/p/vests/">1</a><a href="/p/vests/start-6.html">2</a></div>'
    page = f"<html><body><h1>Vest RX 40</h1><p>Soft.</p><table>{rows}</table>{pager}</body></html>"
    assert read(page, "/p/vests/rx-40.html").page_type == PageType.PRODUCT


def test_a_page_that_sends_its_visitors_elsewhere_is_no_product_and_its_target_is_followed() -> None:
    page = '<html><head><meta http-equiv="refresh" content="0; url=/p/2"></head><body><h1>Redirecting...</h1></body></html>'
    assert read(page, "/p/1").page_type == PageType.OTHER
    document = read_document(page.encode(), "https://maker.example/p/1", {})
    assert list(links_of(document)) == ["https://maker.example/p/2"]


def _teasers(*days: str) -> str:
    entries = "".join(
        f'<a class="teaser" href="/n/{n}"><img src="/{n}.jpg"><span>Other news {n}</span><i>{day}</i></a>'
        for n, day in enumerate(days)
    )
    return f'<div class="more">{entries}</div>'


def test_the_dates_of_other_posts_that_a_post_leads_to_are_not_its_own() -> None:
    others = _teasers("27.01.2024", "03.11.2023", "02.10.2023")
    text = "<p>We opened a second works.</p>"
    undated = read(f'<div class="post"><h1>Works opened</h1>{text}</div>{others}', "/n/x")
    assert undated.post is not None
    assert undated.post.published is None
    for own in ("<i>19.09.2024</i>", '<ul><li><a href="/n/">News</a></li><li>19.09.2024</li></ul>'):
        dated = read(f'<div class="post"><h1>Works opened</h1>{own}{text}</div>{others}', "/n/x")
        assert dated.post is not None
        assert dated.post.published == "2024-09-19"


def test_a_date_that_leads_to_the_archive_of_its_day_is_the_post_s() -> None:
    links = '<p class="meta"><a href="/2024/09/19/">19.09.2024</a> <a href="/by/ann/">Ann</a></p>'
    post = read(f"<h1>Works opened</h1>{links}<p>We opened a second works.</p>", "/n/x").post
    assert post is not None
    assert post.published == "2024-09-19"


@pytest.mark.parametrize(
    ("path", "classes"), [("/help/privacy/", ""), ("/history/", "page-template-default page page-id-25")]
)
@pytest.mark.parametrize("posts", [["^/n/"], []], ids=["with a pattern of posts", "without one"])
def test_terms_and_pages_of_the_sites_software_are_no_posts(
    path: str, classes: str, posts: list[str]
) -> None:
    told = "We have made winches since the works was opened, and more people have come to us each year. " * 12
    mark = '<div itemscope itemtype="http://schema.org/Article"><meta itemprop="datePublished" content="2020-02-03">'
    page = f'<body class="{classes}"><h1>How it began</h1>{mark if classes else ""}<p>Published: 2021-05-04</p><p>{told}</p>'
    profile = PROFILE.model_copy(update={"posts": posts})
    for url, kind in ((f"https://maker.example{path}", None), ("https://maker.example/n/5", "post")):
        if kind and not posts:
            continue
        records = extract_page(
            page.encode(), url, {}, captured_at="2026-01-01T00:00:00+00:00", profile=profile
        )
        assert (records.post is not None) is (kind == "post"), url  # what a pattern names is one
