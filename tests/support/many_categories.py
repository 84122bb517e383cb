"""An invented shop with many categories, each at an address of its own at the root: /winches/, /winches/?page=2."""

from __future__ import annotations

import json
from dataclasses import dataclass

from tests.support.server import Answer, Request, page, response

PER_LIST = 12


@dataclass
class ManyCategories:
    """The route of a shop: sections that lead to categories, each of two list pages, and pages of neither.

    The front page shows a few products. A product page leads to three others and to the sections, not to its category.
    With `sitemap`, robots.txt names one of all product pages.
    """

    sections: int = 6
    categories: int = 6  # in each section
    sitemap: bool = False

    @property
    def products(self) -> int:
        return self.sections * self.categories * 2 * PER_LIST

    def __call__(self, request: Request) -> Answer:
        host = request.header("host")
        parts = request.path.strip("/").split("/")
        if request.path == "/robots.txt":
            lines = f"Sitemap: http://{host}/all.xml\n" if self.sitemap else "User-agent: *\n"
            return response(200, lines.encode(), kind="text/plain")
        if request.path == "/all.xml":
            urls = "".join(f"<url><loc>http://{host}/item/{n}/</loc></url>" for n in range(self.products))
            return response(200, f"<urlset>{urls}</urlset>".encode(), kind="text/xml")
        if request.path == "/":
            return response(200, self._front())
        kind, _, name = parts[0].partition("-")
        if kind == "section" and int(name) < self.sections:
            links = [f"/kind-{int(name) * self.categories + n}/" for n in range(self.categories)]
            return response(200, page(*links, *self._menu(), title=f"Section {name}"))
        if kind == "kind":
            return response(200, self._category(int(name), 2 if request.query == "page=2" else 1))
        if kind == "item" and len(parts) == 2 and int(parts[1]) < self.products:
            return response(200, self._product(int(parts[1])))
        if kind == "info":
            return response(
                200, page(*self._menu(), title=f"About {name}", body="<p>Delivery and payment.</p>")
            )
        return None if "." not in request.path else response(404)

    def _menu(self) -> list[str]:
        return [f"/info-{n}/" for n in range(8)] + [f"/section-{n}/" for n in range(self.sections)]

    def _front(self) -> bytes:
        return page(
            *self._menu(), title="Shop", body=self._entries(range(0, self.products, self.products // 30))
        )

    def _category(self, number: int, part: int) -> bytes:
        first = (2 * number + part - 1) * PER_LIST
        pager = f'<div class="pagination"><a href="/kind-{number}/?page=2">2</a></div>'
        return page(
            *self._menu(), title=f"Kind {number}", body=self._entries(range(first, first + PER_LIST)) + pager
        )

    def _entries(self, numbers: range) -> str:
        entries = "".join(
            f'<li class="card"><a href="/item/{n}/"><h3>{_name(n)}</h3></a><b>$ {n + 5}.00</b></li>'
            for n in numbers
        )
        return f'<ul class="cards">{entries}</ul>'

    def _product(self, number: int) -> bytes:
        data = {
            "@type": "Product",
            "name": _name(number),
            "sku": f"S{number}",
            "offers": {"price": str(number + 5)},
        }
        head = f'<script type="application/ld+json">{json.dumps(data)}</script>'
        near = [f"/item/{(number + step) % self.products}/" for step in (1, 2, 3)]
        return page(*near, *self._menu(), title=_name(number), head=head)


def _name(number: int) -> str:
    return f"Winch {'ABCDEFGH'[number % 8]}{number:04d}"
