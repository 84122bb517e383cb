"""Right of reply: who was asked about a finding, when, and what they answered; letters are kept byte for byte.

An append-only table: a question (`asked`) opens a request; answers follow it, or the word that none came by a day. The state of a
request is answered once an answer came, else that of its last event: asked, no answer.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict

from crawler.archive.durable import replace_file
from crawler.case import clock
from crawler.case.errors import Box31Error, UsageProblem
from crawler.case.typed_rows import columns_of, read_rows

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.case.case import Case

Kind = Literal["asked", "answered", "no answer"]
FARTHEST_EAST = timedelta(hours=14)  # the first time zone in which a day begins
FOLDER = "replies"  # in the case
MOST_BYTES = 64 * 1024 * 1024  # of a letter with its attachments


@dataclass(frozen=True)
class Event:
    """A question, an answer, or the word that none came. `day` is ISO 8601, as stated; `content` the letter, None for none."""

    kind: Kind
    day: str
    who: str
    recorded_by: str
    content: bytes | None = None
    suffix: str = ".txt"
    channel: str = ""
    note: str = ""
    about: tuple[str, ...] = ()


class ReplyRow(TypedDict):
    """A row of `reply`: an event of a request; `state` is that of the request."""

    request_id: str
    state: str
    kind: str
    day: str
    who: str
    channel: str
    about: str
    recorded_by: str
    note: str
    kept_as: str
    sha256: str
    recorded_at: str


REPLY_COLUMNS = columns_of(ReplyRow)


@dataclass(frozen=True)
class _Stored:
    request_id: str
    kind: Kind
    day: str
    who: str
    channel: str
    about: str
    recorded_by: str
    note: str
    kept_as: str
    sha256: str
    recorded_at: str


def ask(case: Case, db: Database, event: Event) -> str:
    """Record a question; gives the id of the request. Raises UsageProblem for what `about` names and the case does not have."""
    known = """SELECT 1 FROM pairs WHERE pair_id = :it UNION ALL SELECT 1 FROM items WHERE item_id = :it
               UNION ALL SELECT 1 FROM posts WHERE post_id = :it UNION ALL SELECT 1 FROM runs WHERE site = :it LIMIT 1"""
    for it in event.about:
        if db.execute(known, {"it": it}).fetchone() is None:
            raise UsageProblem(f"--about {it}: no pair, item, post or site of this case")
    request_id = f"q-{secrets.token_hex(6)}"
    _record(case, db, request_id, event)
    return request_id


def answer(case: Case, db: Database, request_id: str, event: Event) -> None:
    """Record an answer, or that none came; the request keeps what it is about. Raises UsageProblem for no such request."""
    asked = [row for row in reply_rows(db) if row["request_id"] == request_id]
    if not asked:
        raise UsageProblem(f"{request_id}: no such request; `box31 reply` lists them")
    if event.day < asked[0]["day"]:
        raise UsageProblem(f"--day {event.day}: before the question of {asked[0]['day']}")
    answered = next((row["day"] for row in asked if row["kind"] == "answered"), None)
    if event.kind == "no answer" and answered:
        raise UsageProblem(f"{request_id}: answered on {answered}; --none says that no answer came")
    _record(case, db, request_id, event)


def _record(case: Case, db: Database, request_id: str, event: Event) -> None:
    today = (clock.utc_now() + FARTHEST_EAST).date().isoformat()
    if event.day > today:
        raise UsageProblem(f"--day {event.day}: is to come; what is recorded has happened")
    kept_as = sha256 = ""
    if event.content is not None:
        sha256 = hashlib.sha256(event.content).hexdigest()
        kept_as = f"{event.day}-{request_id}-{event.kind.replace(' ', '-')}-{sha256[:12]}{event.suffix}"
        folder = case.root / FOLDER
        try:
            folder.mkdir(exist_ok=True)
            replace_file(folder / kept_as, [event.content])
        except OSError as error:
            raise Box31Error(f"{folder / kept_as}: cannot be written: {error.strerror}") from error
    with db.conn:
        db.conn.execute(
            "INSERT INTO replies (request_id, kind, day, who, channel, about, recorded_by, note, kept_as, sha256, recorded_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                *(request_id, event.kind, event.day, event.who, event.channel, json.dumps(list(event.about))),
                *(event.recorded_by, event.note, kept_as, sha256, clock.now("microseconds")),
            ],
        )


def reply_rows(db: Database) -> list[ReplyRow]:
    """All events, request by request in the order of their questions."""
    requests: dict[str, list[_Stored]] = defaultdict(list)
    for one in read_rows(db, _Stored, "SELECT * FROM replies ORDER BY event_id"):
        requests[one.request_id].append(one)
    return [
        ReplyRow(**{**vars(one), "state": _state(events), "about": ", ".join(json.loads(one.about))})  # type: ignore[typeddict-item]
        for events in requests.values()
        for one in events
    ]


def _state(events: Sequence[_Stored]) -> Kind:
    return "answered" if any(one.kind == "answered" for one in events) else events[-1].kind


def rows_about(rows: Sequence[ReplyRow], wanted: set[str]) -> list[ReplyRow]:
    """The requests about one of `wanted` (ids and sites), or about the case as a whole, with all their events."""
    chosen = {
        row["request_id"]
        for row in rows
        if row["kind"] == "asked" and (not row["about"] or wanted & set(row["about"].split(", ")))
    }
    return [row for row in rows if row["request_id"] in chosen]


def kept_letter(case: Case, row: ReplyRow) -> bytes:
    """The bytes of a letter. Raises Box31Error where they are missing or not those that were recorded."""
    path: Path = case.root / FOLDER / row["kept_as"]
    if not path.resolve().is_relative_to((case.root / FOLDER).resolve()):
        raise Box31Error(f"{row['kept_as']}: lies outside {FOLDER}/")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Box31Error(f"{FOLDER}/{row['kept_as']}: cannot be read: {error.strerror}") from error
    if hashlib.sha256(content).hexdigest() != row["sha256"]:
        raise Box31Error(f"{FOLDER}/{row['kept_as']}: changed since it was recorded")
    return content
