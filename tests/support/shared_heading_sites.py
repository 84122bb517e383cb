"""Invented sites whose h1 says nothing of a page: it is the site's name or the section's; importing this adds them to KINDS."""

from __future__ import annotations

from random import Random

from tests.support.site_kinds import SiteKind, kind, names, text

SECTIONS = ("Looms", "Kettles", "Lathes", "Lanterns", "Sieves", "Anvils")
POSTS = 8


def _page(title: str, top: str, body: str, crumbs: str = "") -> bytes:
    return (
        f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title></head><body>"
        f'<div class="masthead"><a href="/">Start</a> <a href="/goods.html">Goods</a> <a href="/told.html">Told</a></div>'
        f'<div class="wrap"><h1>{top}</h1>{crumbs}{body}</div><p class="bottom">House of Works, Mill Lane</p></body></html>'
    ).encode()


def _told(site: SiteKind, random: Random) -> None:
    for n in range(POSTS):
        title, day = f"{text(random, 5)[:-1]} at fair {n}", f"2024-0{n + 1}-1{n}"
        site.posts[f"/told/{n + 1}.html"] = (title, day)


def _list(entries: list[tuple[str, str, str]]) -> str:
    return (
        "<ul class=rows>"
        + "".join(
            f'<li><a href="{path}"><img src="{image}" width=150><b>{name}</b></a></li>'
            for path, name, image in entries
        )
        + "</ul>"
    )


@kind
def section_as_heading(random: Random) -> SiteKind:
    """Six sections with few products each in one folder; h1 is the section, the name a paragraph and in the title."""
    site = SiteKind()
    sections: dict[str, list[tuple[str, str, str]]] = {section: [] for section in SECTIONS}
    for n, name in enumerate(names(random, 30)):
        section, path, image = SECTIONS[n % len(SECTIONS)], f"/goods/{n + 1}.html", f"/pic/g{n}.jpg"
        site.products[path], site.images[path] = name, image
        sections[section].append((path, name, image))
        crumbs = f'<p class="path"><a href="/goods.html">Goods</a> / <a href="/goods/in-{n % 6}/">{section}</a></p>'
        body = f'<p class="big">{name}</p><img src="{image}" width=420><p>{text(random, 45)}</p>'
        site.pages[path] = _page(f"{name} – House of Works", section, body, crumbs)
    for n, (section, entries) in enumerate(sections.items()):
        site.pages[f"/goods/in-{n}/"] = _page(f"{section} – House of Works", section, _list(entries))
    every = "".join(f'<a href="/goods/in-{n}/">{section}</a> ' for n, section in enumerate(SECTIONS))
    all_entries = [entry for entries in sections.values() for entry in entries]
    site.pages["/goods.html"] = _page("Goods – House of Works", "Goods", every + _list(all_entries))
    _told(site, random)
    for path, (title, day) in site.posts.items():
        body = f'<div class="headline">{title}</div><small>Published: {day}</small>' + "".join(
            f"<p>{text(random, 60)}</p>" for _ in range(3)
        )
        site.pages[path] = _page(f"{title} – House of Works", "Told", body)
    rows = "".join(f'<li><a href="{p}">{title}</a></li>' for p, (title, _) in site.posts.items())
    site.pages["/told.html"] = _page("Told – House of Works", "Told", f"<ul>{rows}</ul>")
    site.pages["/"] = _page("House of Works", "House of Works", f"<p>{text(random, 50)}</p>")
    return site


@kind
def one_name_everywhere(random: Random) -> SiteKind:
    """Title and h1 are the site's name on every page, below them a box with a heading; only an h3 says what a page is about."""
    site = SiteKind()
    top = "House of Works"
    box = '<div class="ask"><h2>Ask our workshop</h2><p>We answer within a day.</p></div>'
    entries = []
    for n, name in enumerate(names(random, 24)):
        path, image = f"/goods/{n + 1}.html", f"/pic/w{n}.jpg"
        site.products[path], site.images[path] = name, image
        entries.append((path, name, image))
        table = f"<table><tr><td>Weight</td><td>{n + 2} kg</td></tr><tr><td>Colour</td><td>black</td></tr></table>"
        body = f'{box}<h3>{name}</h3><img src="{image}" width=420>{table}<p>{text(random, 40)}</p>'
        site.pages[path] = _page(top, top, body)
    site.pages["/goods.html"] = _page(top, top, box + _list(entries))
    _told(site, random)
    for path, (title, day) in site.posts.items():
        told = "".join(f"<p>{text(random, 60)}</p>" for _ in range(3))
        site.pages[path] = _page(top, top, f"{box}<h3>{title}</h3><small>Published: {day}</small>{told}")
    rows = "".join(f'<li><a href="{p}">{title}</a></li>' for p, (title, _) in site.posts.items())
    site.pages["/told.html"] = _page(top, top, f"{box}<ul>{rows}</ul>")
    site.pages["/"] = _page(top, top, f"{box}<p>{text(random, 50)}</p>")
    return site
