"""What the reading process returns for a sample page of `site add`: data only, so that importing it loads no reader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from crawler.models import PageType

LEAST_PROPERTIES = 3  # with their values, from which they state a product


@dataclass(frozen=True)
class SampleEntry:
    """An entry of a list: the address of the page that it leads to, with name, price (decimal) and picture."""

    url: str
    name: str | None = None
    price: str | None = None
    image: str | None = None


@dataclass(frozen=True)
class EntryBox:
    """Alike entries of a page; the same box has the same `place` on every page. `dated`: a date stands beside each."""

    place: str
    entries: tuple[SampleEntry, ...]
    dated: bool = False


@dataclass(frozen=True)
class PageLook:
    """What a page says before it is known what the site's pages share.

    `further` are the addresses of further pages of its list, `headings` those that may be its name, `paragraphs` short ones
    that may describe it, `mirrors` its addresses in other languages by code, `pictures` the addresses of all pictures,
    `picture_hosts` the hosts of those of its subject and of linked ones, `firms` names that may be of the site's owner.
    `submenus` are (head, address below it) of nested lists of links, `above` the addresses in the path to the page, `frames`
    those that a page of frames shows, `marked` names of products in its markup, `language` its code. `problem` says why the page could not be read.
    """

    links: tuple[str, ...] = ()
    further: frozenset[str] = frozenset()
    title: str | None = None
    heading: str | None = None
    headings: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    mirrors: dict[str, str] = field(default_factory=dict)
    pictures: tuple[str, ...] = ()
    picture_hosts: tuple[str, ...] = ()
    boxes: tuple[EntryBox, ...] = ()
    firms: tuple[str, ...] = ()
    submenus: frozenset[tuple[str, str]] = frozenset()
    above: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()
    placeholder: str | None = None
    language: str | None = None
    problem: str | None = None

    def entries(self) -> Iterator[SampleEntry]:
        """The entries of all boxes."""
        return (entry for box in self.boxes for entry in box.entries)

    def placed_addresses(self) -> frozenset[tuple[str, str]]:
        """(place, address) of all entries, as in `SharedParts.entries`."""
        return frozenset((box.place, entry.url) for box in self.boxes for entry in box.entries)


@dataclass(frozen=True)
class PageMeasures:
    """The measures by which the kind of a page is judged: features, its section, whether its software calls it static,
    whether it states the code of a model under a label, or as its heading and address in a section of products, how many properties it states in all, the letters of their labels,
    its section by the breadcrumbs alone, whether it shows different goods: in a table or below headings of their own, and
    whether a form of its own asks for several words, as for an order, the cells that head its tables, in small letters, of a row
    or column each, its section by the address, heading and title alone, and whether its heading is that of an announcement."""

    features: dict[str, float] = field(default_factory=dict)
    section: PageType | None = None
    static: bool = False
    coded: bool = False
    properties: int = 0
    labels: frozenset[str] = frozenset()
    crumbed: PageType | None = None
    goods: bool = False
    asks: bool = False
    heads: tuple[frozenset[str], ...] = ()
    addressed: PageType | None = None
    announces: bool = False
    problem: str | None = None

    @property
    def states_product(self) -> bool:
        """Whether the page states the code of a model, or properties; not those of different goods or of what it announces."""
        return not (self.goods or self.announces) and (self.coded or self.properties >= LEAST_PROPERTIES)

    @property
    def in_no_other_section(self) -> bool:
        """Whether the page is in a section of products, or in none that its address or breadcrumbs name."""
        return self.section in (None, PageType.PRODUCT)
