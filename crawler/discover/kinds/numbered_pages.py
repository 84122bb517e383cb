"""Addresses that a site's software gives to pages of every kind: /article12.html is a product here and news there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from crawler.extract.sample_look import PageMeasures
from crawler.models import PageType

LEAST_CODED = 2  # pages of one numbered address that state the code of a model
_NUMBERED = re.compile(r"\d+(?:\.\w{2,5})?/?$")


def without_word_of_software(
    measures: Mapping[str, PageMeasures], stating: set[str]
) -> Mapping[str, PageMeasures]:
    """The measures without the section of news that the addresses of numbered pages name, where half of these pages are
    `stating` a product and two its code: the word is then the software's for whatever it publishes, and what the breadcrumbs say counts."""
    alike: dict[str, set[str]] = defaultdict(set)
    for url, one in measures.items():
        path = urlsplit(url).path
        if one.section == PageType.POST and _NUMBERED.search(path):
            alike[re.sub(r"\d+", "#", path)].add(url)
    told = {
        url
        for some in alike.values()
        if sum(measures[url].coded for url in some) >= LEAST_CODED and len(some) <= 2 * len(some & stating)
        for url in some
    }
    return {url: replace(one, section=one.crumbed) if url in told else one for url, one in measures.items()}
