"""Sample pages in the process that reads them: each is parsed once, looked at, and measured once it is known what the site's pages share."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from crawler.extract.page.document import Document
from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.page.shared_parts import SharedParts
from crawler.extract.sample_look import PageLook, PageMeasures
from crawler.extract.sample_page import look_at, measure

# Characters of markup of the pages kept as trees; a tree takes about 15 bytes a character (pages of WCXB).
MAX_KEPT = 16_000_000


class SamplePages:
    """The pages looked at, by address and digest; one for which there was no room is parsed again."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], tuple[Document, Layout]] = {}
        self._characters = 0

    def look(self, body: bytes, url: str, headers: Mapping[str, str]) -> PageLook:
        """What the page `body` at `url` says by itself, or the problem. Raises MemoryError where there is no room."""
        try:
            document, layout = _parsed(body, url, headers)
            found = look_at(document, layout)
        except MemoryError:
            raise
        except Exception as error:
            return PageLook(problem=f"{type(error).__name__}: {error}")
        if self._characters + len(document.source) <= MAX_KEPT:
            self._kept[_key(body, url)] = (document, layout)
            self._characters += len(document.source)
        return found

    def measure(
        self, body: bytes, url: str, headers: Mapping[str, str], at: str, shared: SharedParts
    ) -> PageMeasures:
        """The measures of a page, fetched `at`, knowing what the site's pages share; its tree is dropped.

        Raises MemoryError where there is no room.
        """
        try:
            key = _key(body, url)
            document, layout = self._kept.pop(key) if key in self._kept else _parsed(body, url, headers)
            document.shared = shared
            return measure(document, layout, at)
        except MemoryError:
            raise
        except Exception as error:
            return PageMeasures(problem=f"{type(error).__name__}: {error}")


def _key(body: bytes, url: str) -> tuple[str, str]:
    return url, hashlib.sha256(body).hexdigest()


def _parsed(body: bytes, url: str, headers: Mapping[str, str]) -> tuple[Document, Layout]:
    document = read_document(body, url, headers)
    return document, Layout(document)
