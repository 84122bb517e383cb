"""Hostile pages for sites by hand: each is looked at, its values are pointed at, and selectors of it are kept."""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

from crawler.case.case import Case
from crawler.profile.profile import load_profile
from matcher.web.guard import form_token
from tests.support.case import add_site, crawl, make_case, rows
from tests.support.catalogue import Catalogue
from tests.support.pages import TOKEN, Answer, Pages
from tests.support.server import Answer as Served
from tests.support.server import Request, page, response, serving

SECONDS = 10.0  # for one page, on a slow machine: the server has one thread
MOST_VALUES = 3  # of each page that are pointed at
VALUE = b'<h1 class="name">Vest HD-1</h1><p class="sku">HD-1</p><p class="price">12 USD</p>'


def body(text: bytes | str, head: bytes = b"") -> bytes:
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return b"<html><head><title>x</title>" + head + b"</head><body>" + VALUE + data + b"</body></html>"


ASKS = b'<img src="http://192.0.2.1/i.png" srcset="http://192.0.2.1/s 2x"><input type=image src=http://192.0.2.1/b>'
PAGES: dict[str, bytes] = {
    "scripts": body('<script>owned()</script><script src="http://192.0.2.1/x.js"></script><p onclick="owned()">x</p>'),
    "scripts in odd places": body("<svg onload=owned()><script>owned()</script></svg><math><mtext><script>owned()</script>"),
    "forms": body('<form action="http://192.0.2.1/"><input name=place value=1><button formaction="http://192.0.2.1/">go</button></form>'),
    "refresh and base": body(b"x", b'<meta http-equiv=refresh content="0;url=http://192.0.2.1/"><base href="http://192.0.2.1/">'),
    "frames": body('<iframe src="http://192.0.2.1/" srcdoc="<script>owned()</script>"></iframe><object data="http://192.0.2.1/"></object>'),
    "links that run": body('<a href="javascript:owned()">x</a><a href=" java\nscript:owned()">y</a><a href="data:text/html,<script>owned()</script>">z</a>'),
    "things that are asked for": body(ASKS + b'<video poster="http://192.0.2.1/v"></video><table background="http://192.0.2.1/t"><tr><td>a</td><td>b</td></tr></table>'),
    "style that asks": body('<p style="background:url(http://192.0.2.1/s)">x</p><style>@import "http://192.0.2.1/c"; *{background:url(http://192.0.2.1/d)}</style>'),
    "end of our template": body("</title></style></textarea></select></option><script>owned()</script>"),
    "markup kept as text": body("<xmp><script>owned()</script></xmp><plaintext><script>owned()</script>"),
    "values that are markup": body('<p class="x">&lt;/option&gt;&lt;script&gt;owned()&lt;/script&gt;</p>'),
    "places of its own": body('<p data-place="1">x</p><p data-place="999999">y</p>'),
    "classes with quotes": body('<p class="a&quot;]b">one</p><p class="a\'b">two</p><p id="c&quot;&gt;d">three</p><p class="a\\b">four</p>'),
    "classes with CSS": body('<p class="a>b">one</p><p class="a,b">two</p><p class="a:has(b)">three</p><p class="\\31 23">four</p><p id="1">five</p>'),
    "classes of two lines": body('<p id="a&#10;b">one</p><p class="x&#12;y">two</p><p id="a&#0;b">three</p><p class="=&#61;+=">four</p>'),
    "classes in other scripts": body('<p class="цена">1</p><p class="价格">2</p><p class="\u202egpj">3</p><p class="\U0001f4a5">4</p>'),
    "text from right to left": body("<p class=bidi>\u202eDSU 21\u202c \u2066x\u2069 \x1b[31m</p>"),
    "half characters": body("<p class=half>\ud83d \udca5</p>"),
    "10,000 elements": body(b"".join(b'<p class="c%d">value %d</p>' % (n, n) for n in range(10_000))),
    "one class 10,000 times": body(b'<div class="a"><b class="x">1</b></div>' * 10_000),
    "nested 5,000 deep": body(b"<div>" * 5_000 + b"x"),
    "50,000 unclosed": body(b"<b><i><a>" * 50_000),
    "a table of 20,000 cells": body(b"<table>" + b"<tr><td>a</td><td>b</td></tr>" * 10_000 + b"</table>"),
    "10,000 attributes": body(b"<p " + b" ".join(b"a%d=1" % n for n in range(10_000)) + b" class=x>v</p>"),
    "a class of 100,000 letters": body('<p class="' + "a" * 100_000 + '">v</p>'),
    "10,000 classes": body('<p class="' + " ".join(f"c{n}" for n in range(10_000)) + '">v</p>'),
    "a value of 1 MB": body(b"<p class=long>" + b"word " * 200_000 + b"</p>"),
    "a price of 100,000 digits": body(b"<p class=cost>" + b"9" * 100_000 + b" USD</p>"),
    "a date without end": body("<p class=date>" + "1 " * 50_000 + "</p>"),
    "nothing": b"<html></html>",
    "no markup": b"words",
    "only comments": b"<!-- --><!doctype html><!-- x -->",
    "binary": bytes(range(256)) * 100,
    "XML": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><html><p>&b;</p></html>',
    "an encoding that is none": body(b"x", b"<meta charset=no-such>"),
}  # fmt: skip


def case_of_pages(folder: Path) -> Case:
    """A case whose one site has shown all of them, and some pages that are none of them."""
    catalogue = Catalogue(6, image_bytes=200)
    places = {f"/odd/{number}": content for number, content in enumerate(PAGES.values())}

    def route(request: Request) -> Served:
        if request.path == "/":
            return response(200, page("/list/0", *places))
        if request.path in places:
            return response(200, places[request.path])
        return catalogue(request)

    with serving(route) as server:
        case = make_case(folder, server.host)
        add_site(case, "site", [f"{server.base}/"], products=["/product/", "/odd/"], listings=["/list/"])
        done = crawl(case)
    assert done.returncode in (0, 4), done.stderr
    return case


def wrong_of_page(pages: Pages, name: str, capture_id: str) -> Iterator[str]:
    """What is wrong with how a page is shown, pointed at, tried and kept."""
    path = f"sites/site/pages/{capture_id}"
    shown, framed = _asked(pages, name, path), _asked(pages, name, f"{path}/frame")
    for answer, what in ((shown, "page"), (framed, "frame")):
        if isinstance(answer, str):
            yield f"{what}: {answer}"
    if isinstance(framed, Answer):
        yield from _alive(framed)
    if not isinstance(shown, Answer):
        return
    if "owned()" in re.sub(r"&lt;.*?&gt;", "", shown.text) and "<script>owned" in shown.text:
        yield "a script of the page is in ours"
    for place in re.findall(r'name="place" value="(\d+)"', shown.text)[:MOST_VALUES]:
        pointed = _asked(pages, name, f"{path}?place={place}")
        if isinstance(pointed, str):
            yield f"place {place}: {pointed}"
            continue
        for css in selectors_of(pointed)[:2]:
            for field in ("name", "price", "images", "specs", "published", "text"):
                query = urlencode({"place": place, "field": field, "css": css})
                tried = _asked(pages, name, f"{path}?{query}")
                if isinstance(tried, str):
                    yield f"{field} by {css[:60]!r}: {tried}"
            form = {"form_token": form_token(TOKEN), "place": place, "field": "name", "css": css}
            kept = _asked(pages, name, path, form)
            if isinstance(kept, str):
                yield f"keep {css[:60]!r}: {kept}"
            elif (
                kept.status == 303
                and load_profile(pages.app.frame.case.sites / "site.yaml").selectors["name"] != css
            ):
                yield f"kept another selector than {css[:60]!r}"


def selectors_of(answer: Answer) -> list[str]:
    """The selectors that a page offers for the value that was pointed at."""
    found = re.search(r'<select name="css">(.*?)</select>', answer.text, re.S)
    return (
        [unescape(one) for one in re.findall(r"<option[^>]*>(.*?)</option>", found[1], re.S)] if found else []
    )


def _asked(pages: Pages, name: str, path: str, form: dict[str, str] | None = None) -> Answer | str:
    """The answer, or what is wrong with it."""
    began = time.monotonic()
    try:
        answer = pages.post(path, urlencode(form).encode()) if form else pages.get(path)
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:200]}"
    if answer.status >= 500:
        return f"status {answer.status}: {answer.text[:200]}"
    took = time.monotonic() - began
    return f"{took:.1f} s" if took > SECONDS else answer


def _alive(framed: Answer) -> Iterator[str]:
    """What in a frame would run, load or lead anywhere."""
    policy = framed.headers["content-security-policy"]
    if framed.status == 200 and not policy.startswith("sandbox allow-scripts; script-src 'nonce-"):
        yield f"policy {policy}"
    tags = re.findall(r"<[a-z][^>]*>", framed.text)
    ours = [tag for tag in tags if tag.startswith("<script")]
    if framed.status == 200 and (len(ours) != 1 or "nonce=" not in ours[0]):
        yield f"scripts {ours}"
    for tag in tags:
        if re.search(
            r"\s(?:on\w+|srcset|href|action|formaction|srcdoc|poster|background|data)\s*=",
            re.sub(r'"[^"]*"', '""', tag),
        ):
            yield f"alive: {tag[:100]}"
        if re.search(r'\ssrc="(?!data:image/png)', tag):
            yield f"asks: {tag[:100]}"


def capture_of(case: Case, name: str) -> str:
    """The capture of one of the pages."""
    sql = "SELECT capture_id FROM captures WHERE url LIKE ? AND mime LIKE '%html%'"
    return str(rows(case, sql, f"%/odd/{[*PAGES].index(name)}")[0]["capture_id"])


def try_pages() -> int:
    """All pages; prints what was wrong, and returns how much."""
    with tempfile.TemporaryDirectory() as place:
        case = case_of_pages(Path(place) / "case")
        pages = Pages(case)
        wrong = [
            f"{name}: {one}" for name in PAGES for one in wrong_of_page(pages, name, capture_of(case, name))
        ]
        pages.app.close()
    for line in wrong:
        print(f"pages: {line}")
    print(f"pages: {len(PAGES)} hostile pages pointed at in the browser, {len(wrong)} wrong", flush=True)
    return len(wrong)
