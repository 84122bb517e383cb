"""An invented site whose pages a script fills in: as fetched they show {{name}} and {{price}}."""

from __future__ import annotations

import json

from tests.support.server import Answer, Request, response

PRODUCTS = 8
# The script of the site: it asks for the page's data and puts it where the placeholders stand.
SCRIPT = """
fetch('/data' + (location.pathname === '/' ? '/list' : location.pathname) + '.json').then(a => a.json()).then(data => {
  if (data.list) {
    document.querySelector('ul').innerHTML = data.list.map(one =>
      `<li class="card"><a href="${one.url}"><img src="${one.image}"><h3>${one.name}</h3></a><b>$ ${one.price}</b></li>`).join('');
  } else {
    document.title = data.name;
    document.querySelector('h1').textContent = data.name;
    document.querySelector('img').src = data.image;
    document.querySelector('.price').textContent = '$ ' + data.price;
  }
});
"""


def product(number: int) -> dict[str, str]:
    name = f"Twin winch A{number:03d}"
    return {"name": name, "url": f"/item/{number}", "image": f"/i/{number}.png", "price": f"{90 + number}.00"}


def scripted_site(request: Request) -> Answer:
    """The route of the site."""
    if request.path == "/":
        return response(
            200, _page("Shop", '<ul><li><a href="{{url}}"><h3>{{name}}</h3></a><b>{{price}}</b></li></ul>')
        )
    if request.path == "/site.js":
        return response(200, SCRIPT.encode(), kind="text/javascript")
    if request.path == "/data/list.json":
        return response(
            200, json.dumps({"list": [product(n) for n in range(PRODUCTS)]}).encode(), kind="application/json"
        )
    folder, _, number = request.path.removesuffix(".json").rpartition("/")
    if number.isdigit() and int(number) < PRODUCTS:
        if folder == "/data/item":
            return response(200, json.dumps(product(int(number))).encode(), kind="application/json")
        if folder == "/item":
            body = '<h1>{{name}}</h1><img src="{{image}}" width="400"><p class="price">{{price}}</p><button>Add to cart</button>'
            return response(200, _page("{{name}}", body))
    return None


def _page(title: str, body: str) -> bytes:
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title></head>"
        f'<body><main>{body}</main><script src="/site.js"></script></body></html>'
    ).encode()
