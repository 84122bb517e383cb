"""Pages that are another of the site once more: in another language, or for the printer, or in the documentation of an older version."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from urllib.parse import unquote, urlsplit

from crawler.discover.sampling import SamplePage
from crawler.extract.page.language import LANGUAGES
from crawler.extract.words.vocabulary import pattern

_LANGUAGE = re.compile(r"(?<![a-z])[a-z]{2}(?![a-z])")
_DIVIDERS = re.compile(r"[-_./]+")
_VERSION = re.compile(r"/(?:v\d+|v?\d+(?:\.(?:\d+|x))+)/", re.I)
_PRINTED = pattern("printer_versions", r"(?<![^\W_]){}(?![^\W_])")


def twins(pages: Mapping[str, SamplePage]) -> list[set[str]]:
    """Pages whose addresses differ in nothing but a language, and pages of one heading and name of which one lies in a
    version: /loom.htm and /loom_en.htm, /manual/loom/ and /manual/2.x/loom/, /loom.htm, /print/loom.htm and /loom_print.htm."""
    spoken = _alike(pages, lambda url: (_without_language(url),))
    named = _alike(pages, lambda url: (_last_name(url), pages[url].look.heading or url))
    printed = _alike(pages, lambda url: (_without_print(url), pages[url].look.heading or url))
    versions = (some for some in named if any(map(_is_version, some)))
    return [*spoken, *versions, *(some for some in printed if some not in named)]


def _is_version(url: str) -> bool:
    """Whether a page lies in a version of documentation, or in a folder of pages for the printer."""
    folder = urlsplit(url).path.rpartition("/")[0]
    return _VERSION.search(f"{folder}/") is not None or _PRINTED.search(folder) is not None


def _alike(pages: Mapping[str, SamplePage], key: Callable[[str], tuple[str, ...]]) -> list[set[str]]:
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for url in pages:
        found[key(url)].add(url)
    return [some for some in found.values() if len(some) > 1]


def _without_language(url: str) -> str:
    """An address without the codes of languages in its path, and without what divides its parts."""
    parts = urlsplit(url)
    path = _LANGUAGE.sub(lambda m: "" if m[0] in LANGUAGES else m[0], unquote(parts.path).lower())
    return f"{_DIVIDERS.sub('/', path).strip('/')}?{parts.query}"


def _last_name(url: str) -> str:
    return urlsplit(url).path.rstrip("/").rpartition("/")[2]


def _without_print(url: str) -> str:
    """An address without the words for print in its last name, and without what divides the parts of that."""
    folder, _, name = urlsplit(url).path.rstrip("/").rpartition("/")
    return f"{folder}/{_DIVIDERS.sub('/', _PRINTED.sub('', unquote(name).lower())).strip('/')}?{urlsplit(url).query}"
