"""What is read of a sample page, as the reading process hands it on: no reader is loaded for it."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.models import PageType


@dataclass(frozen=True)
class SampleEntry:
    """An entry of a page that leads to another: that page's address, name, price (decimal) and picture."""

    url: str
    name: str | None = None
    price: str | None = None
    image: str | None = None


@dataclass(frozen=True)
class EntryBox:
    """Alike entries of a page; `place` is the same for the same box of another page."""

    place: str
    entries: tuple[SampleEntry, ...]


@dataclass(frozen=True)
class PageLook:
    """What a page says by itself.

    `headings` are those that may be its name, `mirrors` its addresses in other languages by code, `pictures` the
    addresses of all pictures, `picture_hosts` the hosts of those of its subject and of linked ones. `problem` says
    why the page could not be read.
    """

    links: tuple[str, ...] = ()
    title: str | None = None
    heading: str | None = None
    headings: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    mirrors: dict[str, str] = field(default_factory=dict)
    pictures: tuple[str, ...] = ()
    picture_hosts: tuple[str, ...] = ()
    boxes: tuple[EntryBox, ...] = ()
    placeholder: str | None = None
    problem: str | None = None


@dataclass(frozen=True)
class PageMeasures:
    """By what the kind of a page is judged: features, the section it lies in, whether its software calls it static."""

    features: dict[str, float] = field(default_factory=dict)
    section: PageType | None = None
    static: bool = False
    problem: str | None = None
