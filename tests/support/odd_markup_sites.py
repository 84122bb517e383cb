"""Two invented workshops whose product pages show name, price, article, picture and facts where no rule looks for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.support.server import Answer, Request, response

PRODUCTS = 12
GLAZES = ("Ash", "Cobalt", "Tenmoku", "Celadon")
SHAPES = ("bowl", "jug", "platter")


@dataclass(frozen=True)
class Ware:
    """What is true of one product."""

    name: str
    price: str
    sku: str
    image: str
    specs: dict[str, str]


def ware(number: int) -> Ware:
    return Ware(
        f"{GLAZES[number % 4]} {SHAPES[number % 3]} {'with lid' if number % 2 else 'without lid'}",
        f"{40 + 7 * number}.50",
        f"KL-{204 + 3 * number}",
        f"/shots/w{number}.jpg",
        {"Height": f"{10 + number} cm", "Clay": ("stoneware", "porcelain")[number % 2], "Kiln": "wood"},
    )


def _frame(body: str) -> bytes:
    return (
        "<!doctype html><html><head><meta charset=utf-8><title>Kiln Lane</title></head><body>"
        f'<div class="bar"><a href="/">Start</a> <a href="/shelf">Shelf</a></div><h1>Kiln Lane</h1>{body}'
        '<p class="imprint">Since 1931, call 555 0100</p></body></html>'
    ).encode()


def spans_and_attributes(number: int) -> bytes:
    """Everything in spans and attributes, the facts in a side bar."""
    one = ware(number)
    rows = "".join(f"<div><span>{k}</span><span>{v}</span></div>" for k, v in one.specs.items())
    return _frame(
        f'<div class="sheet"><div class="look" data-show="{one.image}"></div><span class="what">{one.name}</span>'
        f'<i class="pay" data-cost="{one.price}"></i><i class="was" data-cost="{number + 90}.00"></i>'
        f'<div class="refline"><em>our mark</em> <span class="ref">{one.sku}</span></div>'
        f'<span class="left">{number + 3}</span></div><div class="sidebar facts">{rows}</div><p>Thrown by hand.</p>'
    )


def cells_and_fields(number: int) -> bytes:
    """A table without labels that a rule knows, a form's hidden fields, a tab that scripts open."""
    one = ware(number)
    rows = "".join(f"<tr><td>{k}</td><td>{v}</td></tr>" for k, v in one.specs.items())
    return _frame(
        f'<table class="plate"><tr><td class="called">{one.name}</td></tr></table>'
        f'<a class="enlarge" href="{one.image}">larger</a><form><input type="hidden" name="amount" value="{one.price}">'
        f'<input type="hidden" name="articleno" value="{one.sku}"><input name="count" value="{number + 1}"></form>'
        f'<table class="facts" style="display:none">{rows}</table><p>Thrown by hand.</p>'
    )


TEMPLATES: dict[str, Callable[[int], bytes]] = {
    "spans and attributes": spans_and_attributes,
    "cells and fields": cells_and_fields,
}


def odd_site(template: str) -> Callable[[Request], Answer]:
    """The route of a site of one template: /see/N is a product, /shelf lists them by name alone."""

    def route(request: Request) -> Answer:
        if request.path == "/":
            return response(200, _frame("<p>We make pots.</p>"))
        if request.path == "/shelf":
            rows = (f'<li><a href="/see/{n}">{ware(n).name}</a></li>' for n in range(PRODUCTS))
            return response(200, _frame(f"<ul>{''.join(rows)}</ul>"))
        number = request.path.removeprefix("/see/")
        if number.isdigit() and int(number) < PRODUCTS:
            return response(200, TEMPLATES[template](int(number)))
        return None

    return route
