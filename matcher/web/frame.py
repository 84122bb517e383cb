"""What all pages of a case share: the database, kept values, templates, addresses, forms."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from markupsafe import Markup, escape
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from matcher.reading.terms import counted, interface, reader_language
from matcher.text.display import amount, in_latin
from matcher.web.answers import check_token, read_form, templates
from matcher.web.guard import form_token
from matcher.web.kept import Kept, Working

if TYPE_CHECKING:
    from sqlite_utils import Database
    from starlette.requests import Request

    from crawler.case.case import Case

RELOAD = 1  # seconds after which a page whose numbers are being worked out loads itself again
NAVIGATION = (
    ("", "nav_overview"),
    ("lines", "nav_lines"),
    ("items", "nav_items"),
    ("posts", "nav_posts"),
    ("orders", "nav_orders"),
    ("pairs", "nav_pairs"),
    ("parties", "nav_parties"),
    ("totals", "nav_totals"),
    ("flows", "nav_flows"),
    ("runs", "nav_runs"),
    ("review/", "nav_review"),
    ("dossiers", "nav_dossiers"),
    ("import", "nav_import"),
)

Endpoint = Callable[["Request"], Awaitable[Response]]


def count(number: int) -> str:
    """A whole number, thousands apart."""
    return f"{number:,}"


class Frame:
    """One case as pages on this machine. All work on the database is done on the server's thread, but for kept values."""

    def __init__(self, case: Case, db: Database, token: str) -> None:
        self.case, self.db, self.token = case, db, token
        self.form_token = form_token(token)
        self.kept = Kept(case, db)
        self.language = reader_language(case.config["review"]["languages"])
        self.templates = templates()
        self.templates.filters.update(count=count, amount=amount, latin=in_latin)

    def route(self, path: str, endpoint: Endpoint, *methods: str) -> Route:
        """The route of one address below the token; values that take longer show a page that loads itself again."""

        async def answered(request: Request) -> Response:
            try:
                return await endpoint(request)
            except Working as working:
                return again(self.page("working.html", request, status=202, said=self.say(*working.said)))

        return Route("/{token}/" + path, answered, methods=[*(methods or ("GET",))])

    def address(self, path: str, /, **query: object) -> str:
        """The address of a page; empty words of the query are left out."""
        words = {name.rstrip("_"): str(value) for name, value in query.items() if value not in (None, "")}
        return f"/{self.token}/{quote(path, safe='/')}" + (f"?{urlencode(words)}" if words else "")

    def with_query(self, path: str, query: Mapping[str, str], /, **changed: object) -> str:
        """The address of a page with this query, some of its words changed or left out (None)."""
        merged = {**query, **{name.rstrip("_"): value for name, value in changed.items()}}
        words = {name: str(value) for name, value in merged.items() if value not in (None, "")}
        return f"/{self.token}/{quote(path, safe='/')}" + (f"?{urlencode(words)}" if words else "")

    def page(self, template: str, request: Request, *, status: int = 200, **words: Any) -> HTMLResponse:
        """A page of the case."""
        inside = request.url.path.removeprefix(f"/{self.token}/")
        here = f"{request.url.path}{'?' + request.url.query if request.url.query else ''}"
        text = self.templates.get_template(template).render(
            frame=self,
            case=self.case.name,
            form_token=self.form_token,
            address=self.address,
            with_query=self.with_query,
            here=here,
            room=self.room(inside),
            say=self.say,
            many=self.many,
            language=self.language,
            typed_words=request.query_params.get("q", "") if inside == "search" else "",
            **words,
        )
        return HTMLResponse(text, status_code=status)

    def say(self, key: str, *filled: str) -> str:
        """A text of the interface in the reader's language; markup where one of `filled` is markup."""
        if any(isinstance(words, Markup) for words in filled):
            return escape(interface(key, self.language)).format(*filled)
        return interface(key, self.language, *filled)

    def many(self, key: str, number: int) -> str:
        """The word for so many things in the reader's language."""
        return counted(key, number, self.language)

    def choice(self, words: str, value: str) -> str:
        """What a facet shows for a value; `words`: what the keys of its texts begin with, "" where values are shown as they are."""
        if not value:
            return self.say("not_stated")
        return self.say(f"{words}_{value}") if words else value

    def room(self, inside: str) -> str:
        """The entry of the navigation that a page below it belongs to."""
        first = inside.split("/", 1)[0]
        rooms = {
            "captures": "runs",
            "rejects": "import",
            "sites": "runs",
            "jobs": "import",
            "confidence": "",
            "changes": "",
            "review": "review/",
        }
        return rooms.get(first, first)

    @property
    def navigation(self) -> tuple[tuple[str, str], ...]:
        """The entries of the navigation: path, and the key of its word."""
        return NAVIGATION

    def redirect(self, path: str, **query: object) -> Response:
        """To another page, after a form."""
        return RedirectResponse(self.address(path, **query), status_code=303)

    async def form(self, request: Request) -> dict[str, str]:
        """The fields of a form of ours; the last of each name. Raises HTTPException for another page's."""
        return await read_form(request, self.form_token)

    def check_token(self, given: str) -> None:
        """Raises HTTPException where a form does not carry our token."""
        check_token(given, self.form_token)


def again(answer: Response) -> Response:
    """The page, which the browser loads again soon."""
    answer.headers["refresh"] = str(RELOAD)
    return answer


def missing(what: str) -> HTTPException:
    """The answer to an address of something that is not in the case."""
    return HTTPException(404, f"{what}: not in this case")
