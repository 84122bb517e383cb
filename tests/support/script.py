"""A maker's site that is empty without a browser: one shell, one script, and a catalogue that it asks for."""

from __future__ import annotations

import gzip
import json
import struct
import zlib

from tests.support.server import Answer, Request, response

PRODUCTS = {
    str(number): {
        "name": f"Бронеплита HD-{number}00 防弹板",
        "sku": f"HD-{number}00",
        "weight": f"{number}.5 kg",
        "description": "A hard armour plate of pressed polyethylene, made to order for importers. " * 3,
    }
    for number in range(1, 7)
}

SHELL = (
    b"<!doctype html><html lang=en><head><meta charset=utf-8><title>Loading</title>"
    b'<link rel=stylesheet href="/style.css"></head><body><div id="app">Loading</div>'
    b'<script src="/app.js"></script></body></html>'
)
SCRIPT = """
const app = document.getElementById('app');
const add = (parent, tag, text, attributes) => {
  const e = Object.assign(document.createElement(tag), attributes || {}); e.textContent = text || '';
  parent.append(e); return e; };
async function start() {
  const wanted = location.pathname.match(/^\\/products\\/(\\d+)$/);
  if (!wanted) {
    const found = await (await fetch('/api/products')).json();
    document.title = 'Products'; app.textContent = '';
    add(app, 'h1', 'Products');
    for (const p of found) add(add(app, 'p'), 'a', p.name, {href: '/products/' + p.id});
    return;
  }
  const answer = await fetch('/api/query', {method: 'POST', body: JSON.stringify({id: wanted[1]}),
                                            headers: {'Content-Type': 'application/json', 'X-Api': 'v1'}});
  const p = (await answer.json()).product;
  document.title = p.name; app.textContent = '';
  add(app, 'h1', p.name);
  add(app, 'img', '', {src: '/pictures/' + wanted[1] + '.png', alt: p.name});
  const table = add(app, 'table');
  for (const [k, v] of [['SKU', p.sku], ['Weight', p.weight]]) {
    const row = add(table, 'tr'); add(row, 'th', k); add(row, 'td', v); }
  add(app, 'p', p.description);
  const own = add(app, 'spec-note'); own.attachShadow({mode: 'open'}).innerHTML = '<p>Seen only in the shadow</p>';
  const data = add(document.head, 'script', '', {type: 'application/ld+json'});
  data.textContent = JSON.stringify({'@context': 'https://schema.org', '@type': 'Product', name: p.name,
                                     sku: p.sku, description: p.description});
}
start();
"""


class ScriptSite:
    """The route of the site. A product's facts are given only to a POST that names the API's header."""

    def __call__(self, request: Request) -> Answer:
        path = request.path
        if path == "/robots.txt":
            return response(200, b"User-agent: *\nDisallow: /private/\n", kind="text/plain")
        if path == "/" or path.startswith("/products/"):
            return response(200, SHELL, 'ETag: "shell"')
        if path == "/style.css":
            return response(200, b"body{font:16px sans-serif}", kind="text/css")
        if path == "/app.js":
            packed = gzip.compress(SCRIPT.encode(), mtime=0)
            return response(200, packed, "Content-Encoding: gzip", kind="text/javascript")
        if path == "/api/products":
            found = [{"id": number, "name": product["name"]} for number, product in PRODUCTS.items()]
            return response(200, json.dumps(found).encode(), kind="application/json")
        if path == "/api/query" and request.head.startswith(b"POST") and request.header("X-Api") == "v1":
            number = self._asked_for(request)
            body = json.dumps({"product": PRODUCTS.get(number)}).encode()
            return response(200, body, "Connection: close", kind="application/json")
        if path.startswith("/pictures/"):
            return response(200, picture(int(path[10:-4])), kind="image/png")
        return None

    def _asked_for(self, request: Request) -> str:
        return str(json.loads(request.body)["id"])


def picture(shade: int) -> bytes:
    """A PNG of 40 x 30 pixels in one grey."""
    rows = (b"\0" + bytes([shade * 30]) * 40) * 30
    pieces = [
        (b"IHDR", struct.pack(">IIBBBBB", 40, 30, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in pieces
    )
