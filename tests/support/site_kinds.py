"""Invented makers' sites in the address schemes, templates and languages that real ones have, with what is true of them.

Each kind is one technology with its traps; `site_kind(name)` gives its pages by path. Nothing is copied from a real site.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from urllib.parse import quote

ADJECTIVES = ["Light", "Heavy", "Twin", "Compact", "Rapid", "Silent", "Arctic", "Marine", "Field", "Broad"]
NOUNS = [
    "winch",
    "valve",
    "pump",
    "coupling",
    "bearing",
    "gauge",
    "clamp",
    "hoist",
    "sensor",
    "nozzle",
    "damper",
    "spindle",
]
PIXEL = '<noscript><img src="https://mc.yandex.ru/watch/1" style="position:absolute;left:-9999px"></noscript>'


@dataclass
class SiteKind:
    """Pages by path (and query), the truth: path -> name of products, path -> (title, day) of posts."""

    pages: dict[str, bytes] = field(default_factory=dict)
    products: dict[str, str] = field(default_factory=dict)
    posts: dict[str, tuple[str, str]] = field(default_factory=dict)
    images: dict[str, str] = field(default_factory=dict)
    start: str = "/"


KINDS: dict[str, Callable[[Random], SiteKind]] = {}


def kind(make: Callable[[Random], SiteKind]) -> Callable[[Random], SiteKind]:
    KINDS[make.__name__] = make
    return make


def names(random: Random, count: int) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        found[
            f"{random.choice(ADJECTIVES)} {random.choice(NOUNS)} {random.choice('ABKMTX')}{random.randint(10, 99)}0"
        ] = None
    return list(found)


def text(random: Random, words: int) -> str:
    return (
        " ".join(
            random.choice([*ADJECTIVES, *NOUNS, "with", "for", "of", "steel", "and", "made"])
            for _ in range(words)
        ).capitalize()
        + "."
    )


def shell(title: str, body: str, menu: str, head: str = "") -> bytes:
    return (
        f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title>{head}</head><body>"
        f'<div class="top"><h1><a href="/"><img src="/skin/logo.png"></a></h1></div><ul class="dh">{menu}</ul>'
        f'<div class="banner1"><img src="/skin/banner.jpg"></div>{body}<div class="foot">© Maker</div>{PIXEL}</body></html>'
    ).encode()


@kind
def one_shop_many_posts(random: Random) -> SiteKind:
    """A shop whose products lie in one folder, beside many posts at the root with attachments below each of them."""
    site = SiteKind()
    menu = '<li><a href="/shop/">Shop</a></li><li><a href="/blog/">Blog</a></li><li><a href="/about/">About</a></li>'
    for n, name in enumerate(names(random, 60)):
        slug = name.lower().replace(" ", "-")
        path = f"/product/{slug}/"
        site.products[path], site.images[path] = name, f"/up/{slug}.jpg"
        body = (
            f'<main><div class="product type-product post-{4000 + n}"><h1 class="product_title">{name}</h1>'
            f'<img src="/up/{slug}.jpg" width=400><p class="price">$ {random.randint(10, 900)}.00</p>'
            f'<form><button name="add-to-cart" value="{4000 + n}">Add to cart</button></form>'
            f"<p>{text(random, 40)}</p></div></main>"
        )
        ld = f'<script type="application/ld+json">{{"@type":"Product","name":"{name}","sku":"{4000 + n}"}}</script>'
        site.pages[path] = shell(f"{name} - Maker Tools", body, menu, ld)
    for n in range(30):
        title = f"{text(random, 6)[:-1]} {n}"
        path, day = f"/{title.lower().replace(' ', '-')}/", f"2024-0{n % 9 + 1}-1{n % 9}"
        site.posts[path] = (title, day)
        body = (
            f'<main><article class="post"><h1 class="entry-title">{title}</h1>'
            f'<time class="entry-date" datetime="{day}">{day}</time>'
            + "".join(f"<p>{text(random, 50)}</p>" for _ in range(4))
            + f'<a href="{path}image-{n}/">picture</a></article></main>'
        )
        ld = f'<script type="application/ld+json">{{"@type":"BlogPosting","headline":"{title}","datePublished":"{day}"}}</script>'
        site.pages[path] = shell(f"{title} - Maker Tools", body, menu, ld)
        site.pages[f"{path}image-{n}/"] = shell(
            "image - Maker Tools", f'<main><img src="/up/a{n}.jpg"></main>', menu
        )
    _lists(site, "/shop/", menu, 20)
    entries = "".join(f'<li><a href="{p}">{t}</a> {d}</li>' for p, (t, d) in site.posts.items())
    site.pages["/blog/"] = shell("Blog - Maker Tools", f"<main><ul>{entries}</ul></main>", menu)
    site.pages["/about/"] = shell(
        "About - Maker Tools", f"<main><h1>About</h1><p>{text(random, 90)}</p></main>", menu
    )
    site.pages["/"] = shell("Maker Tools", f"<main><h2>Welcome</h2><p>{text(random, 60)}</p></main>", menu)
    return site


def _lists(site: SiteKind, path: str, menu: str, size: int) -> None:
    found = list(site.products.items())
    for number, first in enumerate(range(0, len(found), size), 1):
        entries = "".join(
            f'<li class="entry"><a href="{p}"><img src="{site.images.get(p, "")}" width=200><h3>{n}</h3></a></li>'
            for p, n in found[first : first + size]
        )
        following = f'<a href="{path}page/{number + 1}/">Next</a>' if first + size < len(found) else ""
        address = path if number == 1 else f"{path}page/{number}/"
        site.pages[address] = shell(
            "Shop - Maker Tools",
            f'<main><h1>Shop</h1><ul class="grid">{entries}</ul><div class="pager">{following}</div></main>',
            menu,
        )


@kind
def show_and_class(random: Random) -> SiteKind:
    """Products (show-N.html) and lists (class-NAME.html) in one folder, a side box on every page, labels before names."""
    site = SiteKind()
    menu = (
        '<li><a href="/cn/goods/class-all.html">产品中心</a></li><li><a href="/cn/xinwen/">新闻中心</a></li>'
    )
    found = names(random, 24)
    classes = ["pumps", "valves", "winches", "gauges", "clamps"]
    paths = [f"/cn/goods/show-{100 + n}.html" for n in range(len(found))]
    box = (
        '<div class="left_box"><h2>推荐<font>Hot</font></h2><ul>'
        + "".join(
            f'<li><a href="{p}"><img src="/u/{i}s.jpg"><span>{n}</span></a></li>'
            for i, (p, n) in enumerate(zip(paths[:8], found[:8], strict=True))
        )
        + "</ul></div>"
    )
    for n, (path, name) in enumerate(zip(paths, found, strict=True)):
        site.products[path], site.images[path] = name, f"/u/{n}.jpg"
        body = (
            f'{box}<div class="right"><h2><span>当前位置：<a href="/">首页</a> > <a href="/cn/goods/class-all.html">产品中心</a></span></h2>'
            f'<a href="/u/{n}.jpg"><img src="/u/{n}m.jpg"></a><h3>产品类别：泵</h3><h4>产品名称：{name}</h4>'
            f"<p>{text(random, 30)}</p></div>"
        )
        site.pages[path] = shell(f"{name}_某某机械有限公司", body, menu)
    for c, label in enumerate(["all", *classes]):
        chosen = [
            (p, n)
            for i, (p, n) in enumerate(zip(paths, found, strict=True))
            if c == 0 or i % len(classes) == c - 1
        ]
        entries = "".join(
            f'<div class="pic_item"><a href="{p}"><img src="/u/{paths.index(p)}m.jpg"><p>{n}</p></a></div>'
            for p, n in chosen
        )
        links = "".join(f'<a href="/cn/goods/class-{x}.html">{x}</a> ' for x in classes)
        site.pages[f"/cn/goods/class-{label}.html"] = shell(
            f"{label}_某某机械有限公司", f'{box}<div class="right">{links}{entries}</div>', menu
        )
    for n in range(8):
        title, day = f"公司动态第{n}号：{random.choice(NOUNS)}下线", f"2023-0{n + 1}-05"
        path = f"/cn/xinwen/{n + 1}.html"
        site.posts[path] = (title, day)
        body = f'{box}<div class="right"><h3>{title}</h3><h4><a>时间：{day}</a><a>来源：本站</a></h4><p>{text(random, 80)}</p></div>'
        site.pages[path] = shell(f"{title}_某某机械有限公司", body, menu)
    news = "".join(f'<li><a href="{p}">{t}</a></li>' for p, (t, _) in site.posts.items())
    site.pages["/cn/xinwen/"] = shell(
        "新闻中心_某某机械有限公司", f'{box}<div class="right"><ul class="news">{news}</ul></div>', menu
    )
    site.pages["/"] = shell("某某机械有限公司", f'<div class="right">{text(random, 30)}</div>', menu)
    return site


@kind
def collections(random: Random) -> SiteKind:
    """Every product under /products/ and again under each of its collections, with and without ?variant=."""
    site = SiteKind()
    menu = "".join(f'<li><a href="/collections/{c}">{c}</a></li>' for c in ("all", "new", "sale"))
    slugs = {}
    for name in names(random, 20):
        slug = name.lower().replace(" ", "-")
        slugs[slug] = name
        path = f"/products/{slug}"
        site.products[path], site.images[path] = name, f"/cdn/{slug}.png"
        head = (
            f'<meta property="og:type" content="product"><meta property="og:title" content="{name}">'
            f'<meta property="og:price:amount" content="{random.randint(5, 80)}.50"><meta property="og:price:currency" content="CAD">'
            f'<link rel="canonical" href="/products/{slug}">'
        )
        body = f'<main><h1>{name}</h1><img src="/cdn/{slug}.png" width=500><p>{text(random, 30)}</p></main>'
        page = shell(f"{name} – Key Works", body, menu, head)
        for address in (
            path,
            f"/collections/all/products/{slug}",
            f"/collections/new/products/{slug}",
            f"{path}?variant=7",
        ):
            site.pages[address] = page
    for c in ("all", "new", "sale"):
        prefix = "/products/" if c == "sale" else f"/collections/{c}/products/"
        entries = "".join(
            f'<div class="card"><a href="{prefix}{s}"><img src="/cdn/{s}.png"><span>{n}</span><b>$9.50</b></a></div>'
            for s, n in slugs.items()
        )
        site.pages[f"/collections/{c}"] = shell(
            f"{c} – Key Works", f"<main><h1>{c}</h1>{entries}</main>", menu
        )
    site.pages["/"] = shell("Key Works", f"<main><p>{text(random, 40)}</p></main>", menu)
    return site


@kind
def two_languages(random: Random) -> SiteKind:
    """Each product in Russian at /katalog/x/ and in English at /en/katalog/x/, without hreflang."""
    site = SiteKind()
    menu = '<li><a href="/katalog/">Каталог</a></li><li><a href="/en/">English</a></li><li><a href="/">Русский</a></li>'
    rows = []
    for name in names(random, 14):
        slug = name.lower().replace(" ", "-")
        path = f"/katalog/{slug}/"
        site.products[path], site.images[path] = name, f"/f/{slug}.jpg"
        specs = "<table><tr><td>Масса</td><td>3 кг</td></tr><tr><td>Материал</td><td>Сталь</td></tr></table>"
        russian = f"Изделие {name} предназначено для работы в тяжёлых условиях и поставляется со склада завода без наценки"
        site.pages[path] = shell(
            f"{name} | Завод",
            f'<main><h1>{name}</h1><img src="/f/{slug}.jpg" width=300>{specs}<p>{russian}</p></main>',
            menu,
        )
        english = (
            "<table><tr><td>Weight</td><td>3 kg</td></tr><tr><td>Material</td><td>Steel</td></tr></table>"
        )
        site.pages[f"/en{path}"] = shell(
            f"{name} | Works",
            f'<main><h1>{name}</h1><img src="/f/{slug}.jpg" width=300>{english}<p>The {name} is made for work under hard conditions and is delivered from the stock of the works.</p></main>',
            menu,
        )
        rows.append((slug, name))
    for prefix in ("", "/en"):
        entries = "".join(
            f'<li class="it"><a href="{prefix}/katalog/{s}/"><img src="/f/{s}.jpg"><b>{n}</b></a></li>'
            for s, n in rows
        )
        site.pages[f"{prefix}/katalog/"] = shell(
            "Каталог | Завод" if not prefix else "Catalogue | Works",
            f"<main><h1>{'Каталог' if not prefix else 'Catalogue'}</h1><ul>{entries}</ul></main>",
            menu,
        )
    site.pages["/"] = shell(
        "Завод",
        "<main><p>Завод выпускает изделия для промышленности и поставляет их по всей стране уже много лет.</p></main>",
        menu,
    )
    site.pages["/en/"] = shell(
        "Works",
        '<main><p>The works has made goods for industry for many years and delivers them to all countries.</p><a href="/en/katalog/">Catalogue</a></main>',
        menu,
    )
    return site


@kind
def old_frames(random: Random) -> SiteKind:
    """A frameset with an image map for a menu, pages with a wrong charset and a base address."""
    site = SiteKind()
    found = names(random, 12)
    site.pages["/"] = (
        b'<html><head><title>Maker</title></head><frameset cols="20%,80%"><frame src="/menu.htm"><frame src="/main.htm"></frameset></html>'
    )
    site.pages["/menu.htm"] = (
        b'<html><body><img src="m.gif" usemap="#m"><map name="m"><area href="/catalog/list.htm" alt="Catalog"></map></body></html>'
    )
    site.pages["/main.htm"] = b"<html><body><p>Welcome to the works</p></body></html>"
    rows = ""
    for n, name in enumerate(found):
        path = f"/catalog/item{n + 1}.htm"
        russian = f"{name} из стали для насосов и клапанов"
        site.products[path], site.images[path] = name, f"/catalog/pic/{n + 1}.jpg"
        page = (
            f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><base href="/catalog/">'
            f"<title>{name}</title></head><body><center><font size=5><b>{name}</b></font><br><img src='pic/{n + 1}.jpg'>"
            f"<table><tr><td>Масса</td><td>{n} кг</td></tr><tr><td>Ход</td><td>{n * 3} мм</td></tr></table><p>{russian}</p></body></html>"
        )
        site.pages[path] = page.encode("cp1251")
        rows += f"<tr><td><a href='item{n + 1}.htm'><img src='pic/{n + 1}.jpg'></a></td><td><a href='item{n + 1}.htm'>{name}</a></td></tr>"
    site.pages["/catalog/list.htm"] = (
        f"<html><head><title>Catalog</title></head><body><table>{rows}</table></body></html>".encode()
    )
    return site


@kind
def pictures_as_backgrounds(random: Random) -> SiteKind:
    """A small site whose lists and pages show pictures as backgrounds, some products on the front page, at two addresses."""
    site = SiteKind()
    menu = '<li><a href="/index.html">Home</a></li><li><a href="/product/">Products</a></li>'
    rows = []
    for n, name in enumerate(names(random, 30), 1):
        path = f"/product/{n}.html"
        site.products[path], site.images[path] = name, f"/dist/product/{n}/1.png"
        shown = f'<div class="big lazyload-background" data-original="/dist/product/{n}/1.png"></div>'
        body = f"<section class=detail><h2>{name}</h2>{shown}<p>{text(random, 40)}</p></section>"
        site.pages[path] = shell(f"{name} - Brick Works", body, menu)
        rows.append(
            f'<div class="card"><a href="{path}"><div class="pic lazyload-background"'
            f' data-original="/dist/product/{n}/1.png"></div><span>{name}</span></a></div>'
        )
    front = shell("Brick Works", f"<section class=new>{''.join(rows[:8])}</section>", menu)
    site.pages["/"] = site.pages["/index.html"] = front
    every = shell("Products - Brick Works", f"<section class=all>{''.join(rows)}</section>", menu)
    site.pages["/product/"] = site.pages["/product/index.html"] = every
    site.pages["/new.html"] = shell(
        "New - Brick Works", f"<section class=new>{''.join(rows[:8])}</section>", menu
    )
    site.pages["/"] = site.pages["/index.html"] = front.replace(
        b"<section", b'<a href="/new.html">New</a><section', 1
    )
    return site


@kind
def dated_pages_that_are_no_news(random: Random) -> SiteKind:
    """Dated photographs of the works under a section on the firm, terms with a date, marked pages of the site's software."""
    site = SiteKind()
    menu = (
        '<li><a href="/a/chanpin/">产品中心</a></li><li><a href="/a/xinwen/">新闻中心</a></li>'
        '<li><a href="/a/guanyuwomen/huanjing/">公司环境</a></li><li><a href="/help/privacy/">隐私</a></li>'
        '<li><a href="/history/">历史</a></li>'
    )
    for n, name in enumerate(names(random, 12)):
        path = f"/a/chanpin/{n + 1}.html"
        site.products[path], site.images[path] = name, f"/u/{n}.jpg"
        body = (
            f'<div class="box"><h2>{name}</h2><img src="/u/{n}.jpg" width=400><p>{text(random, 40)}</p></div>'
        )
        site.pages[path] = shell(f"{name}_某某电器", body, menu)
    for n in range(8):
        title, day = f"公司新闻第{n}号：{random.choice(NOUNS)}下线", f"2023-0{n + 1}-15"
        path = f"/a/xinwen/{n + 40}.html"
        site.posts[path] = (title, day)
        body = f'<div class="box"><h2>{title}</h2><small>时间：{day} 来源：本站</small><p>{text(random, 80)}</p></div>'
        site.pages[path] = shell(f"{title}_某某电器", body, menu)
    for n in range(10):
        title, path = f"{random.choice(NOUNS)}车间{n}", f"/a/guanyuwomen/huanjing/{n + 20}.html"
        body = (
            f'<div class="box"><h2>{title}</h2><small>时间：2023-0{n % 9 + 1}-02 来源：本站</small>'
            f'<p><img src="/u/w{n}.jpg"></p><p>{text(random, 30)}</p></div>'
        )
        site.pages[path] = shell(f"{title}_某某电器", body, menu)
    for folder, entries in (
        ("/a/chanpin/", site.products.items()),
        ("/a/xinwen/", [(p, t) for p, (t, _) in site.posts.items()]),
        ("/a/guanyuwomen/huanjing/", [(p, f"车间{n}") for n, p in enumerate(site.pages) if "huanjing" in p]),
    ):
        rows = "".join(
            f'<li><a href="{p}"><img src="{site.images.get(p, "/u/n.jpg")}"><b>{name}</b></a></li>'
            for p, name in entries
        )
        site.pages[folder] = shell("某某电器", f'<div class="box"><ul class="rows">{rows}</ul></div>', menu)
    terms = f"<h2>隐私政策</h2><p>发布时间：2021-05-04</p><p>{text(random, 120)}</p>"
    site.pages["/help/privacy/"] = shell("隐私_某某电器", f'<div class="box">{terms}</div>', menu)
    told = (
        f'<div class="box"><h2>我们的历史</h2><meta itemprop="datePublished" content="2020-02-03">'
        f"<p>{text(random, 90)}</p><p>{text(random, 90)}</p></div>"
    )
    page = shell("历史_某某电器", told, menu)
    site.pages["/history/"] = page.replace(b"<body>", b'<body class="page-template-default page page-id-25">')
    site.pages["/"] = shell("某某电器", f'<div class="box">{text(random, 30)}</div>', menu)
    return site


def site_kind(name: str, seed: int = 1) -> SiteKind:
    """The site of one kind; another seed gives other names, numbers and texts."""
    return KINDS[name](Random(seed))


def encoded(path: str) -> str:
    """A path as a browser asks for it."""
    return quote(path, safe="/?=&%")


@kind
def short_news(random: Random) -> SiteKind:
    """Products with a picture each, and news of one sentence with a day, in a section named in Turkish."""
    return _short_news(random, dated=True)


@kind
def undated_news(random: Random) -> SiteKind:
    """The same without the day."""
    return _short_news(random, dated=False)


def _short_news(random: Random, dated: bool) -> SiteKind:
    site = SiteKind()
    menu = '<li><a href="/urunler/">Ürünler</a></li><li><a href="/haberler/">Haberler</a></li><li><a href="/iletisim/">İletişim</a></li>'
    for name in names(random, 16):
        slug = name.lower().replace(" ", "-")
        path = f"/urunler/{slug}/"
        site.products[path], site.images[path] = name, f"/up/{slug}.jpg"
        specs = "".join(
            f"<tr><td>{noun.capitalize()}</td><td>{n} mm</td></tr>" for n, noun in enumerate(NOUNS[:4], 3)
        )
        site.pages[path] = shell(
            f"{name} - Maker",
            f'<main><h1>{name}</h1><img src="/up/{slug}.jpg" width=300><table>{specs}</table><p>{text(random, 20)}</p></main>',
            menu,
        )
    for n in range(5):
        title = f"{text(random, 5)[:-1]} {n}"
        day = f"2024-0{n + 1}-1{n}" if dated else ""
        path = f"/haberler/{title.lower().replace(' ', '-')}/"
        site.posts[path] = (title, day)
        site.pages[path] = shell(
            f"{title} - Maker",
            f"<main><h1>{title}</h1><span>{day}</span><p>{text(random, 9)}</p></main>",
            menu,
        )
    _lists(site, "/urunler/", menu, 16)
    entries = "".join(f'<li><a href="{p}">{t}</a></li>' for p, (t, _) in site.posts.items())
    site.pages["/haberler/"] = shell(
        "Haberler - Maker", f"<main><h1>Haberler</h1><ul>{entries}</ul></main>", menu
    )
    site.pages["/iletisim/"] = shell(
        "İletişim - Maker", f"<main><h1>İletişim</h1><p>{text(random, 12)}</p></main>", menu
    )
    site.pages["/"] = shell("Maker", f"<main><h2>Maker</h2><p>{text(random, 40)}</p></main>", menu)
    return site
