"""The pages of `box31 review serve`."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from crawler.case.errors import CORRECTABLE, problem_of
from crawler.case.safe_text import visible_controls
from crawler.case.typed_rows import read_rows, stored_list
from matcher.charts.waterfall import Words, waterfall_chart
from matcher.features.explain import waterfall
from matcher.reading.reader import Reader
from matcher.reading.terms import interface
from matcher.review.decisions import Decision, now, record, undo_click
from matcher.review.evidence import Evidence, EvidenceReader, Item
from matcher.review.sheet.photos import PhotoReader, captured
from matcher.review.statement_decisions import (
    StatementDecision,
    case_statements,
    said_json,
    signature_of,
)
from matcher.review.statement_decisions import record as record_statement
from matcher.schema.terms import Level, PairState, Word
from matcher.web.answers import read_form, templates, write_locked
from matcher.web.candidates import Candidate, others_of, record_together, together
from matcher.web.guard import Guard, form_token
from matcher.web.pages import list_rows, pair_page
from matcher.web.queue import KEYS, VIEWS, Filters, Queue
from matcher.web.statements import statement_rows

if TYPE_CHECKING:
    from markupsafe import Markup
    from sqlite_utils import Database

    from crawler.case.case import Case
    from matcher.web.frame import Frame

HERE = Path(__file__).parent
PHOTO_PIXELS = {"large": 720, "small": 160}
LIST_SIZE = 50
SETTLED = (PairState.ACCEPTED, PairState.REJECTED, PairState.UNSURE)
STATIC = {"review.css": "text/css", "review.js": "text/javascript", "icon.svg": "image/svg+xml"}


@dataclass(frozen=True)
class Click:
    """A decision made in the browser."""

    decision_id: int
    pair_id: str
    decision: str
    together: str  # JSON: the pairs that one press decided, this one among them

    @property
    def pairs(self) -> list[str]:
        return [*json.loads(self.together)]


class ReviewApp:
    """One reviewer's pages on one case. All work is done on one thread: the database has one user here."""

    def __init__(
        self,
        case: Case,
        db: Database,
        reviewer: str,
        token: str,
        *,
        blind: bool = False,
        frame: Frame | None = None,
    ) -> None:
        """`frame`: of the pages of a case, among which these are below /review; `reviewer` may then be empty at first."""
        prefix = "/review" if frame else ""
        self.case, self.db, self.reviewer, self.token, self.blind = case, db, reviewer, token, blind
        self.prefix, self.frame = prefix, frame
        self.form_token = form_token(token)
        self.queue = Queue(db, reviewer)
        self.reader = EvidenceReader(db)
        self.photos = PhotoReader(case, db)
        self.reading = Reader.of_case(case.root, case.config["review"]["languages"])
        self.templates = templates()

    def asgi(self, port: int, host: str = "") -> Guard:
        """The application behind its guard; `host`: another address than this machine's own."""
        app = Starlette(routes=self.routes(), exception_handlers=dict.fromkeys(CORRECTABLE, _not_done))
        return Guard(app, self.token, port, host=host)

    def routes(self) -> list[Route]:
        """The addresses of the pages, each below the token and the prefix."""

        def route(path: str, endpoint: Callable[..., Any], *methods: str) -> Route:
            return Route("/{token}" + self.prefix + path, endpoint, methods=[*(methods or ("GET",))])

        return [
            route("/", self.start),
            route("/pair/{pair_id}", self.show),
            route("/pair/{pair_id}", self.decide, "POST"),
            route("/pair/{pair_id}/together", self.decide_together, "POST"),
            route("/undo", self.undo, "POST"),
            route("/reviewer", self.be_reviewer, "POST"),
            route("/list", self.listing),
            route("/statements", self.statements),
            route("/statements/{statement_id}", self.decide_statement, "POST"),
            route("/photo/{pair_id}/{size}.png", self.photo),
            route("/capture/{pair_id}.txt", self.capture),
            route("/{name}", self.static),
        ]

    async def start(self, request: Request) -> Response:
        filters = self._filters(request)
        pair_id = self.queue.step(filters)
        if pair_id is None:
            return self._page("empty.html", filters)
        return self._to_pair(pair_id, filters)

    async def show(self, request: Request) -> Response:
        filters = self._filters(request)
        evidence = self._evidence(request)
        step = request.query_params.get("step")
        if step in ("next", "back"):
            pair_id = self.queue.step(filters, evidence.pair_id, back=step == "back")
            return self._to_pair(pair_id, filters) if pair_id else self._page("empty.html", filters)
        return self._pair(evidence.pair_id, filters)

    async def decide(self, request: Request) -> Response:
        filters = self._filters(request)
        evidence = self._evidence(request)
        form = await self._form(request)
        word = form.get("decision", "")
        if not self.reviewer:
            raise HTTPException(400, "say who you are first")
        note = form.get("note", "").strip()[:2000]
        if word not in [*Word]:
            raise HTTPException(400, "unknown decision")
        if form.get("signature") != evidence.signature:
            problem = self._say("evidence_is_new")
            return self._pair(evidence.pair_id, filters, problem=problem, note=note, status=409)
        before = self.queue.state(evidence.pair_id)
        time = now()
        decision = Decision(evidence.pair_id, evidence.signature, self.reviewer, word, time, note)
        if not await self._write(lambda: record(self.db, decision)):
            problem = self._say("case_is_busy")
            return self._pair(evidence.pair_id, filters, problem=problem, note=note, status=503)
        self.queue.moved(before, self.queue.state(evidence.pair_id))
        following = self.queue.step(filters, evidence.pair_id)
        return self._to_pair(following, filters) if following else self._page("empty.html", filters)

    async def be_reviewer(self, request: Request) -> Response:
        """Take the name of who decides, where `box31 open` was not given it."""
        filters = self._filters(request)
        form = await self._form(request)
        name = " ".join(form.get("reviewer", "").split())[:100]
        if self.frame is None or not name:
            raise HTTPException(400, "no name given")
        self.reviewer, self.queue = name, Queue(self.db, name)
        pair_id = form.get("pair", "")
        return self._to_pair(pair_id, filters) if self.reader.one(pair_id) else await self.start(request)

    async def decide_together(self, request: Request) -> Response:
        """Pick the right one of a line's candidates, or reject the others: what the page showed, nothing else."""
        filters = self._filters(request)
        evidence = self._evidence(request)
        form = await self._form(request)
        if not self.reviewer:
            raise HTTPException(400, "say who you are first")
        decisions = together(evidence, self._others(evidence), form, self.reviewer)
        if decisions is None:
            problem = self._say("candidates_are_new")
            return self._pair(evidence.pair_id, filters, problem=problem, status=409)
        before = [self.queue.state(one.pair_id) for one in decisions]
        if not await self._write(lambda: record_together(self.db, decisions)):
            problem = self._say("case_is_busy")
            return self._pair(evidence.pair_id, filters, problem=problem, status=503)
        for state, one in zip(before, decisions, strict=True):
            self.queue.moved(state, self.queue.state(one.pair_id))
        following = self.queue.step(filters, evidence.pair_id)
        return self._to_pair(following, filters) if following else self._page("empty.html", filters)

    def _others(self, evidence: Evidence) -> list[Candidate]:
        def has_photo(item: Item) -> bool:
            return self.photos.thumbnail(item, PHOTO_PIXELS["small"]) is not None

        return others_of(self.db, self.reader, evidence, self.blind, has_photo)

    async def undo(self, request: Request) -> Response:
        filters = self._filters(request)
        await self._form(request)
        last = self._last()
        if last is None:
            return self._page("empty.html", filters)
        before = [self.queue.state(pair_id) for pair_id in last.pairs]
        if not await self._write(lambda: undo_click(self.db, last.decision_id)):
            problem = self._say("case_is_busy_undo")
            return self._pair(last.pair_id, filters, problem=problem, status=503)
        for state, pair_id in zip(before, last.pairs, strict=True):
            self.queue.moved(state, self.queue.state(pair_id))
        return self._to_pair(last.pair_id, filters)

    async def listing(self, request: Request) -> Response:
        filters = self._filters(request)
        after = request.query_params.get("after") or None
        found = self.queue.page(filters, after, LIST_SIZE + 1)
        rows = list_rows(self.reader, found[:LIST_SIZE], self.blind)
        more = found[LIST_SIZE - 1].pair_id if len(found) > LIST_SIZE else None
        return self._page("list.html", filters, rows=rows, more=more)

    async def statements(self, request: Request) -> Response:
        return self._statements(self._filters(request))

    async def decide_statement(self, request: Request) -> Response:
        filters, statement_id = self._filters(request), request.path_params["statement_id"]
        form = await self._form(request)
        word, note = form.get("decision", ""), form.get("note", "").strip()[:2000]
        if word not in [*Word]:
            raise HTTPException(400, "unknown decision")
        said = case_statements(self.case, self.db).get(statement_id)
        if said is None:
            raise HTTPException(404, "no such statement")
        shown = said_json(said)
        if form.get("signature") != signature_of(shown):
            problem = self._say("post_is_new")
            return self._statements(filters, problem=problem, status=409)
        decision = StatementDecision(
            *(statement_id, signature_of(shown), shown, self.reviewer, word, now(), note)
        )
        if not await self._write(lambda: record_statement(self.db, decision)):
            problem = self._say("case_is_busy")
            return self._statements(filters, problem=problem, status=503)
        return RedirectResponse(self._address("statements", filters) + f"#{statement_id}", status_code=303)

    def _statements(self, filters: Filters, *, problem: str = "", status: int = 200) -> HTMLResponse:
        rows = statement_rows(self.case, self.db, blind=self.blind)
        return self._page("statements.html", filters, status=status, rows=rows, problem=problem)

    async def photo(self, request: Request) -> Response:
        pixels = PHOTO_PIXELS.get(request.path_params["size"])
        photo = self.photos.thumbnail(self._evidence(request).item, pixels) if pixels else None
        if photo is None:
            raise HTTPException(404, "no photo was archived")
        return Response(photo.png, media_type="image/png", headers={"cache-control": "private, max-age=3600"})

    async def capture(self, request: Request) -> Response:
        item = self._evidence(request).item
        data = captured(self.case, self.db, item.capture_id)
        if data is None:
            raise HTTPException(404, "the capture is not in the archive")
        # As text, whatever it is: archived pages are looked at, never run.
        return Response(data, media_type="text/plain", headers={"content-security-policy": "sandbox"})

    async def static(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in STATIC:
            raise HTTPException(404, "no such page")
        return Response((HERE / name).read_bytes(), media_type=STATIC[name])

    def _filters(self, request: Request) -> Filters:
        return Filters.of(request.query_params, blind=self.blind)

    def _evidence(self, request: Request) -> Evidence:
        evidence = self.reader.one(request.path_params["pair_id"])
        if evidence is None:
            raise HTTPException(404, "no such pair")
        return evidence

    async def _form(self, request: Request) -> dict[str, str]:
        return await read_form(request, self.form_token)

    async def _write(self, work: Callable[[], object]) -> bool:
        return await write_locked(self.case, self.db, work)

    def _last(self) -> Click | None:
        sql = """
            SELECT decision_id, pair_id, decision,
              (SELECT json_group_array(t.pair_id) FROM decisions t WHERE t.reviewer_key = decisions.reviewer_key
               AND t.asked_at = decisions.asked_at AND t.export_id IS NULL AND t.undone_at IS NULL) AS together
            FROM decisions WHERE reviewer_key = ? AND export_id IS NULL AND undone_at IS NULL
              AND NOT EXISTS (SELECT 1 FROM decision_sources s WHERE s.decision_id = decisions.decision_id)
            ORDER BY decision_id DESC LIMIT 1
            """
        return next(read_rows(self.db, Click, sql, [self.queue.key]), None)

    def _to_pair(self, pair_id: str, filters: Filters) -> Response:
        return RedirectResponse(self._address(f"pair/{pair_id}", filters), status_code=303)

    def _address(self, path: str, filters: Filters, **more: str) -> str:
        from urllib.parse import urlencode

        query = "&".join(part for part in (filters.query(), urlencode(more)) if part)
        return f"/{self.token}{self.prefix}/{path}" + (f"?{query}" if query else "")

    def _pair(
        self, pair_id: str, filters: Filters, *, problem: str = "", note: str = "", status: int = 200
    ) -> Response:
        evidence = self.reader.one(pair_id)
        assert evidence is not None  # the caller's pair exists
        words = pair_page(self.db, evidence, self.queue.key, self.blind, self.reading)
        has_photo = self.photos.thumbnail(evidence.item, PHOTO_PIXELS["large"]) is not None
        return self._page(
            *("pair.html", filters),
            **{"status": status, "problem": problem, "typed": note, "has_photo": has_photo, **vars(words)},
            others=self._others(evidence),
            chart="" if self.blind else self._waterfall(pair_id),
        )

    def _waterfall(self, pair_id: str) -> Markup:
        (terms,) = self.db.execute("SELECT terms FROM pairs WHERE pair_id = ?", [pair_id]).fetchone()
        keys = ("every_term", "log_odds", "even_odds", "sum_of_terms", "smaller_terms", "for", "against")
        return waterfall_chart(
            waterfall(stored_list(terms), self.reading.language), Words(*map(self._say, keys))
        )

    def _say(self, key: str, *filled: str) -> str:
        return interface(key, self.reading.language, *filled)

    def _page(self, template: str, filters: Filters, *, status: int = 200, **words: Any) -> HTMLResponse:
        counts = self.queue.counts()
        text = self.templates.get_template(template).render(
            case=self.case.name,
            frame=self.frame,
            room="review/",
            reviewer=self.reviewer,
            blind=self.blind,
            filters=filters,
            views={name: self._say(f"view_{name}") for name in VIEWS},
            orders={name: self._say(f"order_{name}") for name in KEYS},
            levels=[*Level],
            sites=self.queue.sites(),
            files=self.queue.files(),
            counts=counts,
            total=sum(counts.values()),
            decided=sum(counts[state] for state in SETTLED),
            today=self.queue.decided_today(),
            last=self._last(),
            form_token=self.form_token,
            address=self._address,
            say=self._say,
            language=self.reading.language,
            **words,
        )
        return HTMLResponse(text, status_code=status)


async def _not_done(request: Request, error: Exception) -> Response:
    """One line for what a person can correct, such as a full disk."""
    problem = problem_of(error)
    return PlainTextResponse(visible_controls(problem.message), 400 if problem is error else 503)
