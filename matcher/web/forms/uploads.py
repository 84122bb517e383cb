"""Files that a reader drops on a page: kept in a private folder until the server ends, and opened by commands only."""

from __future__ import annotations

import re
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from matcher.web.frame import Frame

if TYPE_CHECKING:
    from starlette.types import Message

MOST_BYTES = 1024 * 1024 * 1024  # of one file; larger ones are for the command line
NAME_BYTES = 120
CHUNK = 1024 * 1024
# What no name of a file keeps: separators, controls, direction marks, and what shells and Windows mind.
_UNFIT = re.compile('[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff/\\\\:*?"<>|]')


@dataclass(frozen=True)
class Upload:
    """A file that was dropped."""

    upload_id: str
    path: Path

    @property
    def name(self) -> str:
        """Its name, as far as a name may be kept."""
        return self.path.name


class Uploads:
    """The files dropped since the server began."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="box31-dropped-")
        self._known: dict[str, Upload] = {}

    def get(self, upload_id: str) -> Upload | None:
        """The file of that id; ids are ours, no path is made of what a reader sends."""
        return self._known.get(upload_id)

    async def take(self, frame: Frame, request: Request) -> Upload:
        """The file of a form of ours. Raises HTTPException where there is none, or it is too large."""
        limited = Request(request.scope, _counted(request))
        async with limited.form(max_files=1, max_fields=4) as form:
            frame.check_token(str(form.get("form_token", "")))
            given = form.get("file")
            if not isinstance(given, UploadFile) or not given.filename:
                raise HTTPException(400, "no file was given")
            return await self._keep(given)

    async def _keep(self, given: UploadFile) -> Upload:
        upload_id = secrets.token_hex(8)
        folder = Path(self._folder.name) / upload_id
        folder.mkdir(mode=0o700)
        path = folder / safe_name(given.filename or "")
        with path.open("wb") as out:
            while part := await given.read(CHUNK):
                out.write(part)
        self._known[upload_id] = upload = Upload(upload_id, path)
        return upload

    def close(self) -> None:
        """Delete the files."""
        self._folder.cleanup()


def safe_name(name: str) -> str:
    """The last part of a file's name without anything that could be a path, an option or invisible."""
    last = re.split(r"[/\\]", name)[-1]
    fit = _UNFIT.sub("_", last).strip().lstrip(".-~ ").strip()
    stem, dot, suffix = fit.rpartition(".")
    if not dot:
        stem, suffix = fit, ""
    suffix = suffix.encode()[:12].decode("utf-8", "ignore")
    stem = stem.encode()[: NAME_BYTES - len(suffix) - 1].decode("utf-8", "ignore")
    return f"{stem or 'file'}{dot}{suffix}"


def _counted(request: Request) -> Any:
    """The request's bytes, no more than MOST_BYTES and what a form adds."""
    left = [MOST_BYTES + 64 * 1024]

    async def receive() -> Message:
        message = await request.receive()
        left[0] -= len(message.get("body", b""))
        if left[0] < 0:
            raise HTTPException(413, "larger than 1 GB: import it with `box31 customs import FILE`")
        return message

    return receive
