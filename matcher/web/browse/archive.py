"""The archive: runs with their captures, and a capture with its page, its text and where its bytes lie."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from starlette.responses import HTMLResponse, Response

from crawler.archive.capture_reader import read_capture
from crawler.case.errors import Box31Error
from crawler.case.typed_rows import read_rows
from matcher.dossier.capture_pages import page_text
from matcher.review.sheet.photos import captured, shrink
from matcher.text.display import file_word
from matcher.web.browse.archived_page import MOST_BYTES, POLICY, Picture, safe_page
from matcher.web.browse.facets import Turn
from matcher.web.frame import Frame, missing
from matcher.web.guard import HEADERS
from matcher.web.pages import web_address

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.routing import Route

SIZE = 100  # captures on a page
RUNS_SHOWN = 300
PICTURE_PIXELS = 700
TEXT_SHOWN = 60_000
FRAMED = {"content-security-policy": HEADERS["content-security-policy"] + "; frame-src 'self'"}


@dataclass(frozen=True)
class RunLine:
    """A run in the listing; `counts`: JSON."""

    run_id: str
    site: str
    started: str
    finished: str | None
    finish_reason: str | None
    counts: str
    sealed_at: str | None

    @property
    def numbers(self) -> Mapping[str, object]:
        """The counts that are numbers."""
        found = json.loads(self.counts)
        return {name: value for name, value in found.items() if isinstance(value, int)}


RUNS = """
SELECT r.run_id, r.site, r.started, r.finished, r.finish_reason, r.counts,
  (SELECT sealed_at FROM seals s WHERE s.run_id = r.run_id) AS sealed_at
FROM runs r WHERE (:site = '' OR r.site = :site) AND (:run = '' OR r.run_id = :run)
ORDER BY r.started DESC, r.run_id LIMIT :most
"""


@dataclass(frozen=True)
class CaptureLine:
    """A capture in the listing."""

    place: int
    capture_id: str
    url: str
    captured_at: str
    kind: str
    status: int | None
    mime: str | None
    payload_length: int | None
    error: str | None


CAPTURES = """
SELECT c.rowid AS place, c.capture_id, c.url, c.captured_at, c.kind, c.status, c.mime, c.payload_length, c.error
FROM captures c WHERE c.run_id = :run AND c.rowid > :after AND (:kind = '' OR c.kind = :kind)
  AND (:failed = '' OR c.status IS NULL OR c.status >= 400) ORDER BY c.rowid LIMIT :size
"""


@dataclass(frozen=True)
class CaptureFacts:
    """A capture and where its bytes lie."""

    capture_id: str
    run_id: str
    site: str
    url: str
    captured_at: str
    kind: str
    status: int | None
    mime: str | None
    payload_sha256: str | None
    payload_length: int | None
    warc_file: str
    warc_offset: int
    warc_length: int
    records_sha256: str | None
    ip: str | None
    certificate_sha256: str | None
    revisit_of: str | None
    error: str | None
    truncated: str | None
    location: str | None
    seq: int | None
    chain: str | None


class ArchivePages:
    """The pages of runs and captures."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame

    def routes(self) -> list[Route]:
        """Their addresses."""
        return [
            self.frame.route("runs", self.runs),
            self.frame.route("runs/{run_id}", self.run),
            self.frame.route("captures/{capture_id}", self.capture),
            self.frame.route("captures/{capture_id}/page", self.archived_page),
            self.frame.route("captures/{capture_id}/bytes", self.payload),
        ]

    async def runs(self, request: Request) -> Response:
        """The runs, newest first."""
        site = request.query_params.get("site", "")[:100]
        values = {"site": site, "run": "", "most": RUNS_SHOWN}
        sites = [row[0] for row in self.frame.db.execute("SELECT DISTINCT site FROM runs ORDER BY site")]
        return self.frame.page(
            "runs.html",
            request,
            runs=[*read_rows(self.frame.db, RunLine, RUNS, values)],
            site=site,
            sites=sites,
        )

    async def run(self, request: Request) -> Response:
        """One run and its captures, a page at a time."""
        run_id = request.path_params["run_id"]
        found = next(read_rows(self.frame.db, RunLine, RUNS, {"site": "", "run": run_id, "most": 1}), None)
        if found is None:
            raise missing("run")
        kind, failed = request.query_params.get("kind", "")[:20], request.query_params.get("failed", "")
        values = {
            **{"run": run_id, "kind": kind, "failed": failed, "size": SIZE + 1},
            "after": Turn.of(request.query_params).after or 0,
        }
        captures = [*read_rows(self.frame.db, CaptureLine, CAPTURES, values)]
        kinds = self.frame.db.execute(
            "SELECT kind, count(*) FROM captures WHERE run_id = ? GROUP BY kind ORDER BY 2 DESC", [run_id]
        ).fetchall()
        return self.frame.page(
            "run.html",
            request,
            run=found,
            captures=captures[:SIZE],
            following=captures[SIZE - 1].place if len(captures) > SIZE else None,
            kinds=kinds,
            kind=kind,
            failed=failed,
            query={"kind": kind, "failed": failed},
        )

    def _facts(self, request: Request) -> CaptureFacts:
        sql = "SELECT * FROM captures WHERE capture_id = ?"
        found = next(read_rows(self.frame.db, CaptureFacts, sql, [request.path_params["capture_id"]]), None)
        if found is None:
            raise missing("capture")
        return found

    async def capture(self, request: Request) -> Response:
        """One capture: the archived page in a frame of its own, its text beside, its headers, and where its bytes lie."""
        facts = self._facts(request)
        text, head, problem = "", "", ""
        try:
            stored = read_capture(
                self.frame.db, self.frame.case.root / "archive", facts.capture_id, limit=MOST_BYTES
            )
            head = stored.head.decode("latin-1")[:20_000]
            if is_page(facts):
                text = page_text(stored.content, facts.mime or "")
            elif (facts.mime or "").startswith("text/"):
                text = stored.content[: TEXT_SHOWN + 1].decode("utf-8", "replace")
        except Box31Error as error:
            problem = error.message
        answer = self.frame.page(
            "capture.html",
            request,
            capture=facts,
            is_page=is_page(facts) and not problem,
            is_picture=(facts.mime or "").startswith("image/") and not problem,
            text=text[:TEXT_SHOWN],
            is_cut=len(text) > TEXT_SHOWN,
            head=head,
            problem=problem,
            live=web_address(facts.url),
            records=_records(self.frame, facts.capture_id),
        )
        answer.headers.update(FRAMED)
        return answer

    async def archived_page(self, request: Request) -> Response:
        """The archived page without anything that runs, loads or leads anywhere, for the frame."""
        facts = self._facts(request)
        content = captured(self.frame.case, self.frame.db, facts.capture_id) if is_page(facts) else None
        if content is None:
            raise missing("page")
        text = safe_page(content, facts.mime or "", pictures_of(self.frame, facts.site, facts.url))
        return HTMLResponse(text, headers={"content-security-policy": POLICY})

    async def payload(self, request: Request) -> Response:
        """The decoded body of a capture as a file to keep; never shown by the browser."""
        facts = self._facts(request)
        data = captured(self.frame.case, self.frame.db, facts.capture_id)
        if data is None:
            raise missing("the capture's bytes")
        name = file_word(facts.capture_id)
        return Response(
            data,
            media_type="application/octet-stream",
            headers={"content-disposition": f'attachment; filename="{name}.bin"'},
        )


def pictures_of(frame: Frame, site: str, page_url: str) -> Picture:
    """The archived pictures of a page by the address that the page writes, as PNG."""

    def picture(address: str) -> bytes | None:
        try:
            url = urljoin(page_url, address.strip())
        except ValueError:
            return None
        found = frame.db.execute(
            "SELECT capture_id FROM captures WHERE site = ? AND url = ? AND status = 200 AND kind = 'image'"
            " ORDER BY captured_at DESC LIMIT 1",
            [site, url],
        ).fetchone()
        data = captured(frame.case, frame.db, found[0]) if found else None
        photo = shrink(data, PICTURE_PIXELS) if data else None
        return photo.png if photo else None

    return picture


def is_page(facts: CaptureFacts) -> bool:
    """Whether a capture is a page to look at."""
    return "html" in (facts.mime or "") or facts.kind == "rendered"


def _records(frame: Frame, capture_id: str) -> list[tuple[str, str, str]]:
    """What was read from a capture: items and posts, each as kind, id and name."""
    rows = frame.db.execute(
        """SELECT 'items', v.item_id, coalesce(v.name, v.model, v.url) FROM item_versions v WHERE v.item_id IN
             (SELECT item_id FROM items WHERE site = (SELECT site FROM captures WHERE capture_id = :id))
             AND v.capture_id = :id
           UNION ALL SELECT 'posts', v.post_id, coalesce(v.title, '') FROM post_versions v WHERE v.post_id IN
             (SELECT post_id FROM posts WHERE site = (SELECT site FROM captures WHERE capture_id = :id))
             AND v.capture_id = :id LIMIT 50""",
        {"id": capture_id},
    ).fetchall()
    return [(str(kind), str(own_id), str(name)) for kind, own_id, name in rows]
