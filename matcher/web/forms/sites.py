"""Sites by hand: judge sample pages of the archive, point at a value to make a selector of it, and keep it in the profile."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse

from crawler.case.errors import CaseLocked
from crawler.case.typed_rows import read_rows
from crawler.discover.by_example.judged_pages import KEYS, pattern_changes, said_of
from crawler.discover.by_example.page_values import FIELDS, PageValue, given, values_of
from crawler.discover.sampling import spread
from crawler.extract.page.document import Document
from crawler.extract.page.parsing import read_document
from crawler.profile.edit import set_values
from crawler.profile.profile import NAME, SiteProfile, load_profile, profiles
from matcher.review.sheet.photos import captured
from matcher.web.browse.archive import FRAMED, pictures_of
from matcher.web.browse.archived_page import pointing_page, pointing_policy
from matcher.web.forms.jobs import JobPages
from matcher.web.frame import Frame, missing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

SAMPLES = 6  # pages of each kind that are shown to be judged
LOOKED_AT = 5  # other pages on which a selector is tried
PAGE_BYTES = 2 * 1024 * 1024  # of a page that is pointed at; parsed here, on the server's thread
MOST_ADDRESSES = 20_000  # of a site that are known

PAGES = """
SELECT c.capture_id, c.url, c.mime FROM captures c
WHERE c.rowid IN (SELECT max(rowid) FROM captures
  WHERE site = :site AND status = 200 AND mime LIKE '%html%' GROUP BY url)
ORDER BY c.url LIMIT :most
"""


@dataclass(frozen=True)
class ArchivedPage:
    """The newest capture of an address."""

    capture_id: str
    url: str
    mime: str | None

    @property
    def path(self) -> str:
        """Its address without the host."""
        parts = urlsplit(self.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")


@dataclass(frozen=True)
class Tried:
    """What a selector gives on a page; `said`: what the profile says of the page."""

    page: ArchivedPage
    said: str
    value: str


class SitePages:
    """The pages of sites by hand."""

    def __init__(self, frame: Frame, jobs: JobPages) -> None:
        self.frame, self.jobs = frame, jobs

    def routes(self) -> list[Route]:
        """Their addresses."""
        return [
            self.frame.route("sites", self.sites),
            self.frame.route("sites", self.add, "POST"),
            self.frame.route("sites/{name}", self.site),
            self.frame.route("sites/{name}", self.judge, "POST"),
            self.frame.route("sites/{name}/pages/{capture_id}", self.point),
            self.frame.route("sites/{name}/pages/{capture_id}", self.keep, "POST"),
            self.frame.route("sites/{name}/pages/{capture_id}/frame", self.framed),
        ]

    async def sites(self, request: Request) -> Response:
        """The sites of the case, and where one is added."""
        return self.frame.page("sites.html", request, sites=[*profiles(self.frame.case)])

    async def add(self, request: Request) -> Response:
        """Begin `box31 site add URL`."""
        form = await self.frame.form(request)
        url = form.get("url", "").strip()[:2000]
        if not url or url.startswith("-"):
            raise HTTPException(400, "give the address of a site")
        job = self.jobs.start(self.frame.say("job_site", url), ["site", "add", url], "sites")
        return self.frame.redirect(f"jobs/{job.job_id}")

    def _path(self, request: Request) -> Path:
        name = request.path_params["name"]
        path = self.frame.case.sites / f"{name}.yaml"
        if not NAME.fullmatch(name) or not path.is_file():
            raise missing("site")
        return path

    def _pages(self, site: str) -> list[ArchivedPage]:
        return [*read_rows(self.frame.db, ArchivedPage, PAGES, {"site": site, "most": MOST_ADDRESSES})]

    async def site(self, request: Request) -> Response:
        """What the profile says, and sample pages to be judged."""
        return self._site(request, load_profile(self._path(request)))

    def _site(
        self, request: Request, profile: SiteProfile, *, judged: Mapping[str, str] | None = None
    ) -> Response:
        pages = self._pages(profile.name)
        changes = pattern_changes(profile, [page.url for page in pages], judged) if judged else None
        answer = self.frame.page(
            "site.html",
            request,
            profile=profile,
            kinds=KEYS,
            samples=[*samples_of(profile, pages)],
            judged=judged or {},
            changes=changes,
            archived=len(pages),
        )
        answer.headers.update(FRAMED)
        return answer

    async def judge(self, request: Request) -> Response:
        """Show what the judgements would change in the profile; with `sure` change it."""
        path = self._path(request)
        profile, form = load_profile(path), await self.frame.form(request)
        pages = {page.capture_id: page for page in self._pages(profile.name)}
        judged = {pages[key].url: word for key, word in form.items() if key in pages and word in KEYS}
        if not form.get("sure"):
            return self._site(request, profile, judged=judged)
        changes = pattern_changes(profile, [page.url for page in pages.values()], judged)
        if changes.assignments:
            self._set(path, changes.assignments)
        return self.frame.redirect(f"sites/{profile.name}")

    def _set(self, path: Path, assignments: Sequence[str]) -> None:
        try:
            with self.frame.case.lock():
                set_values(path, assignments)
        except CaseLocked as error:
            raise HTTPException(
                503, "another box31 process is writing to this case; nothing was changed"
            ) from error

    def _page(self, request: Request, site: str) -> ArchivedPage:
        sql = "SELECT capture_id, url, mime FROM captures WHERE capture_id = ? AND site = ? AND mime LIKE '%html%'"
        found = next(
            read_rows(self.frame.db, ArchivedPage, sql, [request.path_params["capture_id"], site]), None
        )
        if found is None:
            raise missing("page")
        return found

    def _document(self, page: ArchivedPage) -> Document:
        content = captured(self.frame.case, self.frame.db, page.capture_id)
        if content is None:
            raise missing("the page's bytes")
        return read_document(content[:PAGE_BYTES], page.url, {"Content-Type": page.mime or "text/html"})

    async def framed(self, request: Request) -> Response:
        """The archived page for the frame, in which a click names a value; nothing of the page itself runs."""
        site = self._path(request).stem
        page = self._page(request, site)
        document = self._document(page)
        nonce = secrets.token_urlsafe(16)
        places = [value.number for value in values_of(document)]
        text = pointing_page(document.tree, places, pictures_of(self.frame, site, page.url), nonce)
        return HTMLResponse(text, headers={"content-security-policy": pointing_policy(nonce)})

    async def point(self, request: Request) -> Response:
        """The archived page and its values; of the one pointed at the selectors, and what one gives on other pages."""
        profile = load_profile(self._path(request))
        page = self._page(request, profile.name)
        document = self._document(page)
        values = values_of(document)
        value = _pointed_at(values, request.query_params.get("place", ""))
        css = request.query_params.get("css", "")
        field = request.query_params.get("field", "")
        is_whole = value is not None and css in value.selectors and field in FIELDS
        answer = self.frame.page(
            "point.html",
            request,
            profile=profile,
            page=page,
            values=values,
            value=value,
            css=css if is_whole else "",
            field=field if field in FIELDS else "",
            fields=FIELDS,
            tried=[*self._tried(profile, page, document, field, css)] if is_whole else [],
        )
        answer.headers.update(FRAMED)
        return answer

    def _tried(
        self, profile: SiteProfile, page: ArchivedPage, document: Document, field: str, css: str
    ) -> Iterator[Tried]:
        """What a selector gives on this page and on others of its kind."""
        kind = said_of(profile, page.url)
        yield Tried(page, kind, given(document, field, css))
        alike = {one.url: one for one in self._pages(profile.name) if said_of(profile, one.url) == kind}
        alike.pop(page.url, None)
        for url in islice(spread([*alike]), LOOKED_AT):
            yield Tried(alike[url], kind, given(self._document(alike[url]), field, css))

    async def keep(self, request: Request) -> Response:
        """Make the selector the profile's for the field."""
        path = self._path(request)
        page, form = self._page(request, path.stem), await self.frame.form(request)
        value = _pointed_at(values_of(self._document(page)), form.get("place", ""))
        field, css = form.get("field", ""), form.get("css", "")
        if value is None or css not in value.selectors or field not in FIELDS:
            raise HTTPException(400, "point at a value, and choose a selector and a field")
        self._set(path, [f"selectors.{field}={css}"])
        return self.frame.redirect(f"sites/{path.stem}")


def _pointed_at(values: Sequence[PageValue], place: str) -> PageValue | None:
    return next((value for value in values if str(value.number) == place), None)


def samples_of(profile: SiteProfile, pages: Sequence[ArchivedPage]) -> Iterator[tuple[ArchivedPage, str]]:
    """Some pages of each kind, with what the profile says of them; first those of which it says nothing."""
    by_kind: dict[str, dict[str, ArchivedPage]] = defaultdict(dict)
    for page in pages:
        by_kind[said_of(profile, page.url)][page.url] = page
    for kind in ("", *KEYS):
        for url in islice(spread([*by_kind[kind]]), SAMPLES):
            yield by_kind[kind][url], kind
