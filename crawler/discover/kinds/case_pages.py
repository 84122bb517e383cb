"""Pages on where the site's products are in use: what lies in a section of references is none of the products, whatever figures it has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urlsplit

from crawler.discover.kinds.page_relations import PageRelations, headed_folder, is_front
from crawler.discover.sampling import LIKELY, SamplePage, likely_products
from crawler.extract.sample_look import PageMeasures
from crawler.extract.words.vocabulary import pattern

LEAST_ELSEWHERE = 3  # products outside such a section, and half of all
_CASES = pattern("case_sections")


def case_pages(
    pages: Mapping[str, SamplePage], measures: Mapping[str, PageMeasures], relations: PageRelations
) -> set[str]:
    """The pages that only a list called references, projects or the like leads to, where one of them leads to a product elsewhere.

    None where one states the code of a model, as a page of a maker of cases does, or where most products of the site are there.
    """
    products = likely_products(pages)
    found: set[str] = set()
    for url, page in pages.items():
        family = _family(url, page, relations) if _is_of_cases(url, page) else set[str]()
        elsewhere = products - family - relations.versions_of(url)
        if (
            len(elsewhere) >= max(LEAST_ELSEWHERE, len(products) / 2)
            and not any(measures[one].coded for one in family)
            and any(pages[one].leads & elsewhere - page.leads for one in family)
        ):
            found |= family
    return found


def _is_of_cases(url: str, page: SamplePage) -> bool:
    """Whether a page that is no product is called as a section of references is, in its address, heading or title."""
    if is_front(url) or page.kinds["product"] >= LIKELY:
        return False
    return any(_CASES.fullmatch(name) for name in _names(url, page))


def _names(url: str, page: SamplePage) -> Iterator[str]:
    names = unquote(urlsplit(url).path).lower().strip("/").split("/")[-2:]
    for name in (*names, page.look.heading or "", *(page.look.title or "").split(" - ")[:1]):
        yield name.rpartition(".")[0].strip() if "." in name else name.strip()


def _family(url: str, page: SamplePage, relations: PageRelations) -> set[str]:
    """The sample pages that the list alone leads to, or that lie in its folder."""
    alone = relations.led_to_only_by({url})
    folder = headed_folder(url)
    below = {one for box in relations.shown[url] for one in box if one.startswith(folder)}
    return (alone | below if folder.endswith("/") else alone) - {url}
