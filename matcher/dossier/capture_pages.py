"""The captures of a dossier: which ones, a page for each, and the pictures that the pairs show."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.case.typed_rows import columns_of, read_rows
from matcher.dossier.files.captures import (
    Capture,
    Collected,
    Copied,
    Picture,
    copy_records,
    read_captures,
    save_picture,
)
from matcher.dossier.files.texts import Text, TextKeeper
from matcher.dossier.pages import render
from matcher.text.display import file_word, shown

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.case.case import Case

TEXT_BYTES = 16 * 1024 * 1024  # of a page; more is no page a person would read
LISTED = 2_000  # captures on the overview page; all of them are in the table

# The main picture of each item version, as the newest capture of its address holds it.
PICTURES = """
SELECT u.owner_id, u.version_id, u.url, coalesce(u.alt, '') AS alt,
  (SELECT c.capture_id FROM captures c JOIN items i ON i.item_id = u.owner_id
   WHERE c.site = i.site AND c.url = u.url AND c.status IN (200, 304) ORDER BY c.captured_at DESC LIMIT 1) AS capture_id
FROM image_uses u WHERE u.owner_id IN (SELECT value FROM json_each(?)) AND u.position = 0
"""


@dataclass(frozen=True)
class PictureUse:
    """The main picture of an item's version, and the newest capture of its address."""

    owner_id: str
    version_id: int
    url: str
    alt: str
    capture_id: str | None


@dataclass(frozen=True)
class CaptureRow(Capture):
    """A capture and where it is in the dossier: a row of tables/captures.csv."""

    file: str
    offset: int | None
    length: int | None
    page: str


CAPTURE_COLUMNS = tuple(name for name in columns_of(CaptureRow) if name != "records_sha256")


class CapturePages:
    """Copies captures into the dossier and knows, afterwards, where each is and what could not be copied."""

    def __init__(self, case: Case, db: Database, data: Path, keeper: TextKeeper, *, requests: bool) -> None:
        self.case, self.db, self.data, self.keeper, self.requests = case, db, data, keeper, requests
        self.found: dict[str, Capture] = {}
        self.page_of: dict[str, str] = {}
        self.pictures: dict[str, Picture] = {}
        self._texts: dict[str, Text] = {}
        self._saved: dict[str, tuple[str, int, int]] = {}
        self._collected = Collected()

    @property
    def copied(self) -> dict[str, Copied]:
        """Where each capture lies in the dossier."""
        return self._collected.copied

    @property
    def problems(self) -> list[str]:
        """What could not be copied, and why."""
        return self._collected.problems

    def collect(
        self, capture_ids: Sequence[str], items: Sequence[tuple[str, int]], shared: Mapping[str, Any]
    ) -> None:
        """Copy these captures and the main picture of each (item, version); write their pages."""
        uses = self._picture_uses(items)
        self.found = read_captures(self.db, [*capture_ids, *(use.capture_id or "" for use in uses.values())])
        pages = {capture_id for capture_id in capture_ids if capture_id in self.found}
        pages |= {self.found[page].revisit_of for page in pages if self.found[page].revisit_of}
        self._collected = copy_records(
            self.case, list(self.found.values()), self.data, requests=self.requests, use=self._look
        )
        for item_id, use in uses.items():
            capture = self.found.get(use.capture_id or "")
            saved = self._saved.get(capture.revisit_of or capture.capture_id) if capture else None
            if capture and saved:
                self.pictures[item_id] = Picture(
                    *saved,
                    sha256=Path(saved[0]).stem,
                    alt=use.alt,
                    url=use.url,
                    capture_id=capture.capture_id,
                )
        for capture_id in sorted(pages & self.copied.keys()):
            self._page(self.found[capture_id], shared)
        self._overview(shared)

    def _picture_uses(self, items: Sequence[tuple[str, int]]) -> dict[str, PictureUse]:
        """By item: the picture of the version that is shown, else of the newest that has one."""
        wanted = dict(items)

        def rank(use: PictureUse) -> tuple[bool, bool, int]:
            return use.capture_id is not None, use.version_id == wanted[use.owner_id], use.version_id

        best: dict[str, PictureUse] = {}
        for use in read_rows(self.db, PictureUse, PICTURES, [json.dumps(sorted(wanted))]):
            if use.owner_id not in best or rank(use) > rank(best[use.owner_id]):
                best[use.owner_id] = use
        return best

    def _look(self, capture: Capture, content: bytes) -> None:
        """What a page needs of a capture's content while it is at hand."""
        if capture.kind == "image" or capture.mime.startswith("image/"):
            if saved := save_picture(content, self.data):
                self._saved[capture.capture_id] = saved
        elif "html" in capture.mime and len(content) <= TEXT_BYTES:
            self._texts[capture.capture_id] = self.keeper.text(page_text(content, capture.mime))

    def _page(self, capture: Capture, shared: Mapping[str, Any]) -> None:
        path = f"pages/{file_word(capture.capture_id)}.html"
        self.page_of[capture.capture_id] = path
        render(
            self.data,
            path,
            "capture.html",
            capture=capture,
            copied=self.copied.get(capture.capture_id),
            text=self._texts.get(capture.revisit_of or capture.capture_id),
            heading=shared["say"]("capture_of", address=shown(capture.url, 120).text),
            **shared,
        )

    def rows(self) -> list[CaptureRow]:
        """The captures as rows of a table, in order of time."""
        rows = []
        for capture in sorted(self.found.values(), key=lambda c: (c.captured_at, c.capture_id)):
            copied = self.copied.get(capture.capture_id)
            rows.append(
                CaptureRow(
                    **vars(capture),
                    file=copied.file if copied else "",
                    offset=copied.offset if copied else None,
                    length=copied.length if copied else None,
                    page=self.page_of.get(capture.capture_id, ""),
                )
            )
        return rows

    def _overview(self, shared: Mapping[str, Any]) -> None:
        rows, say = self.rows(), shared["say"]
        caption = (
            say("captures_count", len(rows), count=f"{len(rows)}")
            if len(rows) <= LISTED
            else say("captures_first", shown=f"{LISTED}", all=f"{len(rows)}")
        )
        render(
            self.data,
            "captures.html",
            "captures.html",
            captures=rows[:LISTED],
            problems=[say.unlike_page(problem) for problem in self.problems],
            caption=caption,
            **shared,
        )


def page_text(content: bytes, mime: str) -> str:
    """The words of an HTML page, block by block; nothing of its scripts and styles."""
    from lxml import etree, html

    from crawler.extract.page.encoding import decode

    text, _ = decode(content, {"Content-Type": mime})
    try:
        root = html.document_fromstring(
            text.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8")
        )
    except (etree.LxmlError, ValueError):
        return ""
    for element in list(root.iter("script", "style", "template")):
        element.drop_tree()
    lines = (" ".join(line.split()) for line in "\n".join(root.itertext()).splitlines())
    return "\n".join(line for line in lines if line)
