"""Which sample pages lead to which: the site's menu, lists of folders, pages that lead no further."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from functools import cached_property
from urllib.parse import SplitResult, urlsplit

from crawler.discover.kinds.page_twins import twins
from crawler.discover.sampling import SamplePage
from crawler.discover.site_frame import SHARED_ENTRIES
from crawler.extract.page.page_links import plain_address
from crawler.extract.sample_look import EntryBox

MIN_BELOW = 4  # addresses in a folder from which its own address is that of a list
FRONT = 3  # strokes in the address of the front page
LEAST_BELOW = 2  # pages in a folder called as a page that leads to them, from which it is their list
NEIGHBOURS = 2  # the page before and the one after
SHARED_PLACES = 4  # pages that show an entry at one place, from which it may be of the site's frame
MENU_PAGES, MENU_SHARE = 3, 0.3  # sample pages that lead to an address of the menu, at least
_INDEX = re.compile(r"/(?:index\.\w+)?$")
_EXTENSION = re.compile(r"(?<=[^/])\.\w{2,5}$")
# In the address of a list's second page: pumps.htm, pumps2.htm.
_FURTHER = re.compile(r"[-_]?\d{1,2}(?=\.\w+$|/?$)")


def menu_of(pages: Mapping[str, SamplePage]) -> set[str]:
    """Addresses that a good part of the sample pages lead to: each language has its own menu. On a site of frames those too
    that a frame leads to."""
    return _of_many(pages) | _of_frames(pages)


def _of_many(pages: Mapping[str, SamplePage]) -> set[str]:
    counts = Counter(url for page in pages.values() for url in page.leads)
    least = max(MENU_PAGES, MENU_SHARE * len(pages))
    return {url for url, count in counts.items() if count >= least}


def _of_frames(pages: Mapping[str, SamplePage]) -> set[str]:
    """The addresses that the frames of a site lead to which are pages of their own nowhere."""
    frames = {url for page in pages.values() for url in page.look.frames}
    shown_alone = {url for page in pages.values() if not page.look.frames for url in page.leads}
    return {url for frame in (frames - shown_alone) & pages.keys() for url in pages[frame].leads}


class PageRelations:
    """What the sample pages of a site lead to, beside its menu. `known`: all addresses of the site."""

    def __init__(self, pages: Mapping[str, SamplePage], known: Iterable[str]) -> None:
        self._of_frames = _of_frames(pages)
        self.menu = _of_many(pages) | self._of_frames
        self.further = {url for page in pages.values() for url in page.look.further}  # pages of lists
        self._pages = pages
        self._known = list(known)
        self._below: dict[str, int] = {}
        self._entries: dict[str, set[str]] = {}
        self._of_folder: defaultdict[str, list[set[str]]] = defaultdict(list)
        self._of_menu: dict[str, set[str]] = {}
        self._of_index: dict[str, set[str]] = {}
        translations = {plain_address(m) for page in pages.values() for m in page.look.mirrors.values()}
        for url, page in pages.items():
            self._entries[url] = {plain_address(e.url) for e in page.look.entries()} - self.menu - {url}
            if self.leads_down(url):
                self._of_folder[folder_of(url)].append({url, *page.leads})
            elif url in self.menu or url in self.further or _FURTHER.sub("", url) in self.menu:
                self._of_menu[url] = _leads(page) - self.menu - {url}
            in_site = folder_of(url).count("/") - (url in translations)  # /ru/ is a front page
            if _INDEX.search(urlsplit(url).path) and in_site > FRONT:
                below = {link for link in _leads(page) - self.menu - {url} if link.startswith(folder_of(url))}
                self._of_index[url] = below
        self._listed: defaultdict[str, set[str]] = defaultdict(set)
        for child in set().union(*self._of_menu.values()):
            self._listed[folder_of(child)].add(child)

    def entries_of(self, url: str) -> set[str]:
        """The addresses of a page's entries but those of the menu and its own."""
        return self._entries[url]

    def beside(self, url: str) -> set[str]:
        """The pages that pages of the menu lead to together with this one."""
        return set().union(*(children for children in self._of_menu.values() if url in children))

    def leads_down(self, url: str) -> bool:
        """Whether an address is that of a folder with other pages in it: /products/, /news/index.html."""
        parts = urlsplit(url)
        if parts.query or not _INDEX.search(parts.path):
            return False
        folder = folder_of(url)
        if folder not in self._below:
            below = [known for known in self._known if known.startswith(folder)]
            self._below[folder] = sum(not _INDEX.search(known) for known in below) + sum(
                known.rstrip("/").count("/") == folder.count("/") for known in below
            )
        return self._below[folder] >= MIN_BELOW

    def heads_folder(self, url: str) -> bool:
        """Whether a page leads to several in the folder called as it is: /pumps.html to /pumps/a.html and /pumps/b.html."""
        folder = _EXTENSION.sub("/", url)
        below = (known for known in self._entries[url] if known.startswith(folder))
        return folder != url and sum(1 for _ in below) >= LEAST_BELOW

    def is_index(self, url: str) -> bool:
        """Whether a page is the index of a folder in the site, and leads to pages in it."""
        return bool(self._of_index.get(url))

    def leads_no_further(self, url: str) -> bool:
        """Whether lists of a page's folder lead to the page and to its entries: those are related products.

        The list of a folder is its index, which leads to all of them. So are the pages of the menu, wherever they lie
        themselves; together they lead to half of them at least: not all their further pages were looked at.
        """
        folder, entries = folder_of(url), self._entries[url]
        if any(url in leads and entries <= leads | self.menu for leads in self._of_folder[folder]):
            return True
        known = self._listed[folder]
        return url not in self._of_menu and url in known and self._is_led_to(url, known)

    @cached_property
    def families(self) -> list[tuple[str, list[str]]]:
        """Each list of the menu and each index of a folder, and the sample pages that it leads to which lead no further."""
        found = [
            (url, sorted(c for c in children if c in self._entries and self.leads_no_further(c)))
            for url, children in self._of_menu.items()
        ]
        for url, children in self._of_index.items():
            known = children | {url}
            pages = (c for c in children if c in self._entries and c not in self._of_menu)
            found.append(
                (url, sorted(c for c in pages if not self.is_index(c) and self._is_led_to(c, known)))
            )
        return found

    @cached_property
    def shown(self) -> dict[str, list[set[str]]]:
        """The boxes of alike entries that each page has of its own, as sample pages; they may be of the menu too."""
        return {url: self._sample_pages(url, boxes) for url, boxes in self._own_boxes.items()}

    @cached_property
    def shown_dated(self) -> dict[str, list[set[str]]]:
        """Those of them in which a date stands beside each entry."""
        return {
            url: self._sample_pages(url, [box for box in boxes if box.dated])
            for url, boxes in self._own_boxes.items()
        }

    def _sample_pages(self, url: str, boxes: Iterable[EntryBox]) -> list[set[str]]:
        """The sample pages in boxes of a page, without the page itself, its translations and versions."""
        left_out = self.versions_of(url)
        return [(_addresses(box) & self._pages.keys()) - left_out for box in boxes]

    def versions_of(self, url: str) -> set[str]:
        """A page with its translations and versions."""
        return {url, *map(plain_address, self._pages[url].look.mirrors.values()), *self._versions[url]}

    @cached_property
    def _versions(self) -> dict[str, set[str]]:
        """Of each page those that are the same in another language or version: /print/loom.htm of /loom.htm."""
        found: dict[str, set[str]] = defaultdict(set)
        for some in twins(self._pages):
            for url in some:
                found[url] |= some
        return found

    @cached_property
    def _own_boxes(self) -> dict[str, list[EntryBox]]:
        """The boxes of each page but the site's frame: those of which many pages show every entry at one place."""
        return {
            url: [b for b in page.look.boxes if any((b.place, e.url) not in self._framed for e in b.entries)]
            for url, page in self._pages.items()
        }

    @cached_property
    def _framed(self) -> set[tuple[str, str]]:
        """The places and addresses of the entries that many pages show."""
        counts = Counter(one for page in self._pages.values() for one in page.look.placed_addresses())
        most = max(SHARED_PLACES, SHARED_ENTRIES * len(self._pages))
        return {one for one, count in counts.items() if count >= most}

    @cached_property
    def _shown_alone(self) -> dict[str, list[set[str]]]:
        """The boxes of `shown` without the entries that many pages show at one place: "Back" stands beside "Inquiry"."""
        return {
            url: [
                shown - {address for address in shown if (box.place, address) in self._framed}
                for box, shown in zip(boxes, self.shown[url], strict=True)
            ]
            for url, boxes in self._own_boxes.items()
        }

    def places_of(self, url: str, pages: Set[str]) -> set[str]:
        """The places of a page's own boxes half of which are these pages."""
        boxes = zip(self._own_boxes[url], self.shown[url], strict=True)
        return {box.place for box, shown in boxes if shown and 2 * len(shown & pages) >= len(shown)}

    def shown_at(self, url: str, places: Set[str]) -> set[str]:
        """The sample pages that a page shows in boxes of its own at these places."""
        boxes = zip(self._own_boxes[url], self.shown[url], strict=True)
        return set().union(*(shown for box, shown in boxes if box.place in places))

    @cached_property
    def submenus(self) -> dict[str, set[str]]:
        """The sample pages that the menu has below an entry, by the entry's address or text."""
        found: dict[str, set[str]] = defaultdict(set)
        for page in self._pages.values():
            for head, child in sorted(page.look.submenus):
                is_home = not head.startswith("#") and is_front(head)
                if child in self._pages and child != head and not is_home:
                    found[head].add(child)
        return found

    def shows_any(self, url: str, pages: Set[str]) -> bool:
        """Whether a page has a box of its own with one of these."""
        return any(box & pages for box in self.shown[url])

    def shows_others(self, url: str, pages: Set[str]) -> bool:
        """Whether a page has a box of its own with others than these, the front page and what many pages show there, but its
        neighbours, with which the menu's may stand."""
        beyond = ({u for u in box - pages if not is_front(u)} for box in self._shown_alone[url])
        return any(others and not self._are_neighbours(url, others, self.menu) for others in beyond)

    def shows_only_neighbours(self, url: str) -> bool:
        """Whether all entries of a page beside the menu's are the page before it and the one after."""
        return self._are_neighbours(url, self._entries[url] | self._beside[url], set())

    def turns_over(self, url: str, box: Set[str]) -> bool:
        """Whether a box of a page leads to the page before it and the one after, and perhaps to the menu: to none of a list."""
        return self._are_neighbours(url, box, self.menu)

    def _are_neighbours(self, url: str, others: Set[str], besides: Set[str]) -> bool:
        """Whether these are the page before, the one after or both, and `besides`."""
        beside = others & self._beside[url]
        return 0 < len(beside) <= NEIGHBOURS and others - beside <= besides

    @cached_property
    def _beside(self) -> dict[str, set[str]]:
        """Of each page those that it shows and that show it at the same place."""
        placed = {
            url: {(box.place, address) for box in boxes for address in _addresses(box)}
            for url, boxes in self._own_boxes.items()
        }
        return {
            url: {
                address
                for place, address in shown
                if address != url and (place, url) in placed.get(address, ())
            }
            for url, shown in placed.items()
        }

    def heads_its_folder(self, url: str) -> bool:
        """Whether a page is the index of a folder in the site, or is called as one, and shows several pages of it in a box of its
        own."""
        folder = headed_folder(url)
        if not folder.endswith("/") or folder.count("/") <= FRONT:
            return False
        return any(sum(child.startswith(folder) for child in box) >= LEAST_BELOW for box in self.shown[url])

    def ends(self, coded: Set[str]) -> set[str]:
        """The pages that the index of their folder shows in a box of its own and that show no others.

        None of a box without any of the `coded` ones: of documentation, guides have indexes as products have.
        """
        return {
            child
            for url, boxes in self.shown.items()
            if self.heads_its_folder(url)
            for box in boxes
            for child in (box if box & coded else ())
            if child.startswith(headed_folder(url)) and not self.shows_others(child, box | {url})
        }

    def shows_one_way(self, url: str, products: Set[str]) -> bool:
        """Whether a page has a box of several products of which none shows it; related products show each other."""
        return any(
            len(box & products) >= LEAST_BELOW
            and not any(url in other for child in box for other in self.shown[child])
            for box in self.shown[url]
        )

    def related_shown(self, products: Set[str]) -> dict[str, int]:
        """The places where half of several products at least show others, and how many one of them shows there at most."""
        shown: defaultdict[str, list[int]] = defaultdict(list)
        for url in products:
            sizes: dict[str, int] = {}
            for box in self._pages[url].look.boxes:
                sizes[box.place] = max(sizes.get(box.place, 0), len(box.entries))
            for place, size in sizes.items():
                shown[place].append(size)
        least = max(LEAST_BELOW, len(products) / 2)
        return {place: max(sizes) for place, sizes in shown.items() if len(sizes) >= least}

    def shows_related_only(self, url: str, related: Mapping[str, int]) -> bool:
        """Whether a page shows something where products show related ones, no more of it than they, and no sample pages elsewhere."""
        boxes = self._pages[url].look.boxes
        own = zip(self._own_boxes[url], self.shown[url], strict=True)
        return (
            any(box.place in related for box in boxes)
            and all(len(box.entries) <= related.get(box.place, math.inf) for box in boxes)
            and not any(shown and box.place not in related for box, shown in own)
        )

    def leads_to_those_below(self, url: str, products: Set[str]) -> bool:
        """Whether a page shows several products that lead back to it, and none of them shows it beside products.

        So does a list whose entries name it above their own name; related products show each other. Products of the menu count where
        it shows no others and is not in the menu, or in that of a frame, which no page shows itself.
        """
        shown = set().union(*self.shown[url])
        alone = url not in self.menu or url in self._of_frames
        below = shown - self.menu or (shown & products if alone else set())
        return len(below & products) >= LEAST_BELOW and all(
            url in self._pages[child].leads
            and not any(url in box and box & products - {url} for box in self.shown[child])
            for child in below
        )

    def stands_above(self, url: str, products: Set[str]) -> bool:
        """Whether a page leads to a product that has it in the path to itself: a category may have one product alone."""
        below = self._pages[url].leads & products - {url}
        return any(url in self._pages[child].look.above for child in below)

    def heads_folder_of(self, url: str, products: Set[str]) -> bool:
        """Whether a page is the index of a folder in the site and leads to a product in it: a category may have one alone."""
        folder = folder_of(url)
        if not _INDEX.search(urlsplit(url).path) or folder.count("/") <= FRONT:
            return False
        return any(child.startswith(folder) for child in self._pages[url].leads & products - {url})

    def led_to_only_by(self, heads: Set[str]) -> set[str]:
        """The sample pages that `heads` lead to, and no other page than those themselves, the front page and directories.

        A directory (a site map) leads to half of the sample pages.
        """
        found = (
            set().union(*(self._pages[url].leads for url in heads)) & self._pages.keys() - self.menu - heads
        )
        others = [
            page.leads
            for url, page in self._pages.items()
            if url not in heads and url not in found and not is_front(url) and not self._is_directory(page)
        ]
        return found.difference(*others)

    def _is_directory(self, page: SamplePage) -> bool:
        return 2 * len(page.leads & self._pages.keys()) >= len(self._pages)

    def _is_led_to(self, url: str, known: set[str]) -> bool:
        """Whether at least half of a page's entries are among the `known` ones."""
        entries = self._entries[url]
        return 2 * len(entries - known) <= len(entries)


def is_front(url: str) -> bool:
    """Whether an address is that of the site's front page: / or /index.html."""
    path = urlsplit(url).path
    return path.count("/") <= 1 and (path == "" or _INDEX.search(path) is not None)


def names_index(url: str) -> bool:
    """Whether an address names the index of its folder: /pumps/index.html."""
    path = urlsplit(url).path
    return _INDEX.search(path) is not None and not path.endswith("/")


def folder_above(url: str) -> str:
    """The address of the folder that a page lies in."""
    parts = urlsplit(url)
    return _folder(parts._replace(path=parts.path.rstrip("/")))


def folder_of(url: str) -> str:
    """An address up to the last stroke of its path."""
    return _folder(urlsplit(url))


def headed_folder(url: str) -> str:
    """The folder of an index, or the one that an address is called as: /pumps/ of /pumps/index.html and of /pumps.html."""
    return folder_of(url) if _INDEX.search(urlsplit(url).path) else _EXTENSION.sub("/", url)


def _folder(parts: SplitResult) -> str:
    return parts._replace(path=parts.path.rpartition("/")[0] + "/", query="").geturl()


def _addresses(box: EntryBox) -> set[str]:
    return {plain_address(entry.url) for entry in box.entries}


def _leads(page: SamplePage) -> set[str]:
    """The addresses that a page leads to, without itself in other languages."""
    return set(page.leads.difference(map(plain_address, page.look.mirrors.values())))
