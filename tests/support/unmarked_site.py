"""An invented site whose products no rule finds: short texts without pictures, prices or specifications, beside pages
of the same look that are none."""

from __future__ import annotations

from tests.support.server import Answer, Request, page, response

PRODUCTS, POSTS, OTHERS = 40, 20, 20
NOTES = ("delivery", "payment", "returns", "warranty")


def product_name(number: int) -> str:
    return f"{('Felt', 'Cork', 'Wool', 'Jute')[number % 4]} gasket {'ABCDE'[number % 5]}{number:02d}"


def unmarked_site(request: Request) -> Answer:
    """The route: /view/?doc=e-N is a product, /view/?doc=t-N a post, /view/?doc=s-N neither; lists lead to all of them."""
    if request.path == "/":
        return response(200, page("/all/1", "/all/2", "/all/3", "/words/", title="Works"))
    kind, _, number = request.query.removeprefix("doc=").partition("-")
    if request.path == "/view/" and number.isdigit():
        return _view(kind, int(number))
    lists = {"/all/1": range(PRODUCTS // 2), "/all/2": range(PRODUCTS // 2, PRODUCTS)}
    if request.path in lists:
        return response(200, page(*(f"/view/?doc=e-{n}" for n in lists[request.path]), title="Goods"))
    if request.path == "/all/3":
        return response(200, page(*(f"/view/?doc=s-{n}" for n in range(OTHERS)), title="Notes"))
    if request.path == "/words/":
        return response(200, page(*(f"/view/?doc=t-{n}" for n in range(POSTS)), title="Words"))
    return None


def _view(kind: str, number: int) -> bytes | None:
    if kind == "e" and number < PRODUCTS:
        return response(200, page("/", title=product_name(number), body="<p>Ask us for it.</p>"))
    if kind == "t" and number < POSTS:
        return response(
            200, page("/", title=f"We were at fair {number}", body="<p>Many came to our stand.</p>")
        )
    if kind == "s" and number < OTHERS:
        return response(
            200, page("/", title=f"On {NOTES[number % 4]} {number}", body="<p>Ask us about it.</p>")
        )
    return None
