"""A word for news in the addresses of numbered pages says nothing where half of these pages state a product."""

from __future__ import annotations

from crawler.discover.kinds.numbered_pages import without_word_of_software
from crawler.extract.sample_look import PageMeasures
from crawler.models import PageType
from crawler.profile.profile import SiteProfile

BASE = "https://forge.example"
NEWS = PageMeasures(section=PageType.POST)
CODED = PageMeasures(section=PageType.POST, coded=True)


def test_numbered_pages_that_are_half_products_are_in_no_section_by_their_addresses() -> None:
    measures = {f"{BASE}/post{n}.php": CODED if n < 3 else NEWS for n in range(1, 6)}
    fair = f"{BASE}/post5.php"
    measures[fair] = PageMeasures(section=PageType.POST, crumbed=PageType.POST)
    stating = {f"{BASE}/post{n}.php" for n in (1, 2, 3)}
    found = without_word_of_software(measures, stating)
    assert [one.section for one in found.values()] == [None, None, None, None, PageType.POST]
    assert without_word_of_software(measures, {f"{BASE}/post1.php"}) == measures
    plain = dict.fromkeys(measures, NEWS)
    assert without_word_of_software(plain, stating) == plain, "tables of news state no code"


def test_news_called_by_words_stay_news() -> None:
    measures = {f"{BASE}/news/{name}.html": CODED for name in ("anvil", "tongs")}
    assert without_word_of_software(measures, set(measures)) == measures


def test_products_in_a_folder_that_is_called_as_further_pages_are_none_of_a_list() -> None:
    known = {"name": "mill", "start": ["https://mill.example/"]}
    products = SiteProfile.model_validate({**known, "products": [r"^/en/p/[^/]+\.html$"]})
    assert products.page_kind("https://mill.example/en/p/12.html") == "product"
    lists = SiteProfile.model_validate(
        {**known, "products": [r"^/stools/[^/]+"], "listings": [r"^/stools/$"]}
    )
    assert lists.page_kind("https://mill.example/stools/p/2") == "listing"
    shop = SiteProfile.model_validate({**known, "products": [r"/p/\d+"], "listings": [r"^/shop/?$"]})
    assert shop.page_kind("https://mill.example/shop/p/12") == "product"
