"""What pages are made of: templates, the fields of a form, a write with the case locked."""

from __future__ import annotations

import asyncio
import hmac
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException

from crawler.case.errors import CaseLocked
from matcher.text.display import visible
from matcher.web.guard import MAX_FORM_BYTES

if TYPE_CHECKING:
    from sqlite_utils import Database
    from starlette.requests import Request

    from crawler.case.case import Case

HERE = Path(__file__).parent
LOCK_TRIES, LOCK_WAIT = 20, 0.15  # 3 seconds for another process to finish writing
MOST_FIELDS = 5_000  # of a form


def shown(value: Any) -> Any:
    """What a template writes: text with invisible and direction-changing characters written out."""
    return visible(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def templates() -> Environment:
    """The templates of all pages; what they write is escaped, and an unknown name is an error."""
    return Environment(
        loader=FileSystemLoader([HERE / "templates", HERE]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )


async def read_form(request: Request, form_token: str) -> dict[str, str]:
    """The fields of a form of ours; the last of each name. Raises HTTPException for another page's, or one too long."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_FORM_BYTES:
            raise HTTPException(413, "too long a form")
    try:
        fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise HTTPException(413, "too many fields") from error
    form = {key: values[-1] for key, values in fields.items()}
    check_token(form.get("form_token", ""), form_token)
    if any("\0" in value for value in form.values()):
        raise HTTPException(400, "a field holds a NUL")  # no word of a command and no name of a file can
    return form


def check_token(given: str, form_token: str) -> None:
    """Raises HTTPException where a form does not carry our token."""
    if not hmac.compare_digest(given.encode(), form_token.encode()):
        raise HTTPException(403, "a form from another page; reload")


async def write_locked(case: Case, db: Database, work: Callable[[], object]) -> bool:
    """Do `work` in a transaction with the case locked; False where another process kept the lock."""
    for _ in range(LOCK_TRIES):
        try:
            with case.lock(), db.conn:
                work()
            return True
        except (CaseLocked, sqlite3.OperationalError):
            await asyncio.sleep(LOCK_WAIT)
    return False
