"""Dossiers: those of the case, a new one of the accepted pairs, and their pages."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import Response

from matcher.web.browse.pair_columns import pairs_of
from matcher.web.forms.jobs import JobPages
from matcher.web.frame import Frame, missing

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.routing import Route

# Shown by the browser; what else is in a dossier is saved as a file.
SHOWN = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".txt": "text/plain; charset=utf-8",
}
POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'"
)
MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class Dossier:
    """A dossier of the case."""

    name: str
    made_at: str
    files: int


class DossierPages:
    """The pages of dossiers."""

    def __init__(self, frame: Frame, jobs: JobPages) -> None:
        self.frame, self.jobs = frame, jobs

    def routes(self) -> list[Route]:
        """Their addresses."""
        return [
            self.frame.route("dossiers", self.listing),
            self.frame.route("dossiers", self.begin, "POST"),
            self.frame.route("dossiers/{name}/{path:path}", self.file),
        ]

    async def listing(self, request: Request) -> Response:
        """The dossiers, newest first, and what a new one would hold."""
        pairs = await pairs_of(self.frame)
        return self.frame.page(
            "dossiers.html",
            request,
            dossiers=dossiers_in(self.frame.case.dossiers),
            accepted=int(pairs.columns["state"].equal("accepted").sum()),
        )

    async def begin(self, request: Request) -> Response:
        """Write a dossier of the accepted pairs, or of those named, as `box31 dossier` would."""
        form = await self.frame.form(request)
        named = [word for word in form.get("pairs", "").replace(",", " ").split() if word.startswith("p-")][
            :500
        ]
        words = ["dossier", *(named or ["--accepted"])]
        if title := " ".join(form.get("title", "").split())[:200]:
            words.append(f"--title={title}")
        words += ["--redact"] if form.get("redact") else []
        job = self.jobs.start(self.frame.say("job_dossier"), words, "dossiers")
        return self.frame.redirect(f"jobs/{job.job_id}")

    async def file(self, request: Request) -> Response:
        """A file of a dossier: its pages and pictures are shown, all else is saved."""
        name, inside = request.path_params["name"], request.path_params["path"]
        known = {one.name for one in dossiers_in(self.frame.case.dossiers)}
        if name not in known:
            raise missing("dossier")
        root = (self.frame.case.dossiers / name / "data").resolve()
        path = (root / inside).resolve()
        if not path.is_relative_to(root) or not path.is_file() or path.stat().st_size > MOST_BYTES:
            raise missing("file of the dossier")
        shown = SHOWN.get(path.suffix.lower())
        headers = {"content-security-policy": POLICY}
        if shown is None:
            headers["content-disposition"] = "attachment"
            shown = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return Response(path.read_bytes(), media_type=shown, headers=headers)


def dossiers_in(folder: Path) -> list[Dossier]:
    """The dossiers in a folder, newest first."""
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        index = path / "data" / "index.html"
        if not path.is_symlink() and index.is_file():
            made = datetime.fromtimestamp(index.stat().st_mtime, UTC)
            files = sum(1 for one in (path / "data").rglob("*") if one.is_file())
            found.append(Dossier(path.name, f"{made:%Y-%m-%d %H:%M}", files))
    return sorted(found, key=lambda one: (one.made_at, one.name), reverse=True)
