"""What the page of statements shows: the words of a post, what was read from them, and what reviewers say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.case.csv_output import showable
from matcher.reading.terms import interface, reader_language
from matcher.review.statement_decisions import case_statements, reviewed, said_json, shown_of, signature_of
from matcher.statements.model import UNNAMED

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.case.case import Case

_SHOWN = ("event", "party", "country", "goods", "quantity", "unit", "date", "due", "place")


@dataclass(frozen=True)
class ShownStatement:
    """A statement in statements.html; `facts` are label and text."""

    statement_id: str
    signature: str
    state: str
    reviewers: str
    words: str
    facts: list[tuple[str, str]]
    title: str
    published: str
    url: str


def statement_rows(case: Case, db: Database, *, blind: bool) -> list[ShownStatement]:
    """The statements of the case in the reader's language, the oldest post first; `blind`: without what reviewers say."""
    language = reader_language(case.config["review"]["languages"])
    found = case_statements(case, db)
    states = reviewed(db, found.values())
    rows = []
    for said in found.values():
        shown = shown_of(said)
        rows.append(
            ShownStatement(
                statement_id=said.id,
                signature=signature_of(said_json(said)),
                state="" if blind else states[said.id].state,
                reviewers="" if blind else ", ".join(states[said.id].reviewers),
                words=showable(str(shown["words"])),
                facts=[
                    (interface(f"said_{name}", language), _fact(name, shown[name], language))
                    for name in _SHOWN
                    if shown[name]
                ],
                title=showable(said.post.title),
                published=said.post.published,
                url=showable(said.post.url),
            )
        )
    return rows


def _fact(name: str, value: object, language: str) -> str:
    """A value, with the event and an unnamed customer in the reader's words."""
    if name == "event":
        return interface(f"event_{value}", language)
    if name == "party" and value == UNNAMED:
        return interface("not_named", language)
    return _text(value)


def _text(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.3f}".rstrip("0").rstrip(".")
    return showable(", ".join(value) if isinstance(value, list) else str(value))
