"""Where a page stands among others: its canonical address, its language mirrors, the next pages of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from crawler.extract.page.document import Document
from crawler.extract.page.element_text import Element, clean
from crawler.extract.page.language import LANGUAGES, language_tag
from crawler.extract.words.vocabulary import by_word, pattern, vocabulary
from crawler.profile.urls import request_address

# Parameters that say how one came to a page or what one wants to do there, not which page it is.
_NOISE = re.compile(
    r"utm_\w+|gclid|fbclid|yclid|msclkid|_ga|ref|add-to-cart|add_to_wishlist|replytocom|phpsessid|jsessionid|sessionid",
    re.I,
)
_LANGUAGE_NAMES = by_word("language_names")
_FOLDER_PAGE = re.compile(r"(?:index|default)(?:\.\w{2,5})?")
_FRONT = re.compile(r"/?(?:[a-z]{2}/)?(?:(?:index|default)\.\w{2,5})?")
_NEXT = pattern("next_page", r"{}[\s»›>→]*")
_PAGE_HINT = re.compile(
    r"(?:^|[/_?&=.\-])(?:page|p|pg|paged|pn|pageno|page_no|currentpage|seite|stranitsa|pagen_\d+|start|offset|list)(?:[=/_\-]?\d+)",
    re.I,
)
_PAGE_NUMBER = re.compile(r"[\s\[(–-]*(\d{1,4})[\s\])–-]*")  # 2, [2], - 2 -
MAX_NEXT = 60
_SENT_AS_IT_IS = "".join(map(chr, range(0x21, 0x7F)))  # what is not percent-encoded, or is already
_TRACKERS = tuple(vocabulary()["trackers"])


@lru_cache(maxsize=1 << 12)
def plain_address(url: str) -> str:
    """`url` without fragment, session and tracking parameters, with lower-case host and no default port, its path as it is sent."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    host = (parts.hostname or "").lower()
    if port and not (parts.scheme == "http" and port == 80) and not (parts.scheme == "https" and port == 443):
        host = f"{host}:{port}"
    query = urlencode(
        [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _NOISE.fullmatch(k)]
    )
    path = quote(parts.path, safe=_SENT_AS_IT_IS, errors="replace") or "/"
    return urlunsplit((parts.scheme.lower(), host, path, query, ""))


def canonical_address(document: Document) -> str:
    """The page's own address: its canonical link, then og:url, where they can be believed; else `document.url`.

    A canonical link to another host, or to the front page from a page that is not it, is a template's mistake.
    """
    own = plain_address(document.url)
    declared = [
        e.get("href")
        for e in document.tree.iter("link")
        if "canonical" in (e.get("rel") or "").lower().split()
    ]
    declared.append(document.meta.get("og:url"))
    for value in declared:
        found = document.link(value)
        if not found:
            continue
        found = plain_address(found)
        a, b = urlsplit(found), urlsplit(own)
        if b.netloc and a.netloc.removeprefix("www.") != b.netloc.removeprefix("www."):
            continue
        if a.path in ("", "/") and not a.query and b.path not in ("", "/"):
            continue
        return found
    return own


def declared_address(document: Document) -> str | None:
    """The address a saved page says it has: canonical link or og:url, absolute; None where it says none."""
    for element in document.tree.iter("link"):
        if "canonical" in (element.get("rel") or "").lower().split() and re.match(
            r"https?://", element.get("href") or ""
        ):
            return str(element.get("href")).strip()
    found = document.meta.get("og:url") or ""
    return found if re.match(r"https?://", found) else None


def alternates(document: Document, language: str | None) -> dict[str, str]:
    """Language code -> address of the same page in that language: hreflang, then links with a language's name.

    A link with a language's name counts where its address is this page's but for the language, so that a
    link to another language's front page is no mirror; what the head declares, wherever it is as deep as this page.
    """
    found: dict[str, str] = {}
    own = plain_address(document.url)
    for element in document.tree.iter("link", "a"):
        if element.tag == "link" and "alternate" not in (element.get("rel") or "").lower().split():
            continue
        href = document.link(element.get("href"))
        if not href:
            continue
        href = plain_address(href)
        code = language_tag(element.get("hreflang"))
        if code is None and element.tag == "a":
            name = (
                clean(element.text_content()).lower().strip("[]()|/ ") or clean(element.get("title")).lower()
            )
            code = _LANGUAGE_NAMES.get(name)
        if code is None or code == language or href == own:
            continue
        declared = element.tag == "link" and _as_deep(href, own)
        named = element.tag == "a" and _same_page_name(href, own)
        if is_mirror(href, own) or declared or named:
            found.setdefault(code, href)
    return found


def _as_deep(left: str, right: str) -> bool:
    """Whether two addresses of one host lie in as many folders, and neither is a front page."""
    depths = [len([name for name in _names_in(url) if not _is_language(name)]) for url in (left, right)]
    return urlsplit(left).netloc == urlsplit(right).netloc and depths[0] == depths[1] > 0


def _same_page_name(left: str, right: str) -> bool:
    """Whether two addresses of one host end in the same name with a digit: /urun/a-410/ and /en/product/a-410/."""
    mine, theirs = (next(reversed(_names_in(url)), "") for url in (left, right))
    return urlsplit(left).netloc == urlsplit(right).netloc and mine == theirs and any(map(str.isdigit, mine))


def _names_in(url: str) -> list[str]:
    """The parts of an address's path in lower case, without the name of a folder's own page."""
    return [
        part for part in urlsplit(url).path.lower().split("/") if part and not _FOLDER_PAGE.fullmatch(part)
    ]


def is_front_page(url: str) -> bool:
    """Whether an address is that of the site's front page, perhaps in one of its languages: /, /index.html, /en/."""
    return _FRONT.fullmatch(urlsplit(url).path) is not None


def is_mirror(left: str, right: str) -> bool:
    """Whether two addresses are the same page but for the language in host, path or query."""
    return without_language(left) == without_language(right)


def without_language(url: str) -> str:
    """The address without the parts that name a language, for comparing mirrors."""
    parts = urlsplit(url)
    host = ".".join(
        p
        for p in parts.netloc.lower().split(".")
        if p not in LANGUAGES and p not in ("www", "cn", "ua", "kz")
    )
    segments = [s for s in parts.path.split("/") if s and not _is_language(s)]
    query = [
        (k, v)
        for k, v in parse_qsl(parts.query)
        if k.lower() not in ("lang", "language", "locale", "l", "hl")
    ]
    return f"{host}/{'/'.join(segments).lower()}?{urlencode(query)}"


def _is_language(segment: str) -> bool:
    return bool(
        re.fullmatch(
            r"[a-z]{2}(?:[-_](?:[a-z]{2}|hans|hant))?|eng|rus|english|russian|chinese", segment, re.I
        )
    ) and (segment[:2].lower() in LANGUAGES or segment[:2].lower() in ("cn", "ua", "kz"))


def next_pages(document: Document) -> tuple[str, ...]:
    """Addresses of further pages of the list this page is part of: numbered, next, load more."""
    found: dict[str, None] = {}
    own = plain_address(document.url)
    for element in document.tree.iter("link", "a"):
        href = document.link(element.get("href") or element.get("data-href") or element.get("data-url"))
        if not href:
            continue
        rel = (element.get("rel") or "").lower().split()
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        text = clean(element.text_content()) if element.tag == "a" else ""
        wanted = "next" in rel
        if element.tag == "a" and not wanted and len(text) <= 20:
            label = text or clean(element.get("aria-label") or element.get("title"))
            wanted = _page_number(element, label, href, own) is not None or (
                _NEXT.fullmatch(label) is not None
                and (_in_pager(element) or _PAGE_HINT.search(href) is not None or "next" in names)
            )
        if wanted and urlsplit(href).netloc == urlsplit(own).netloc:
            href = plain_address(href)
            if href != own:
                found[href] = None
        if len(found) >= MAX_NEXT:
            break
    return tuple(found)


def further_pages(document: Document) -> frozenset[str]:
    """Addresses of the second and later pages of the list this page is part of, as it numbers them."""
    own = plain_address(document.url)
    return frozenset(href for number, href in _numbered_pages(document).items() if number > 1 and href != own)


def is_further_page(document: Document) -> bool:
    """Whether a page is the second or a later one of a list: its number 1 leads elsewhere."""
    own = plain_address(document.url)
    return _numbered_pages(document).get(1, own) != own


def _numbered_pages(document: Document) -> dict[int, str]:
    """The pages of the list this page is part of by their numbers, which start with 1, or 2 where the first has no link."""
    own = plain_address(document.url)
    found: dict[int, str] = {}
    for element in document.tree.iter("a"):
        href = document.link(element.get("href"))
        number = _page_number(element, clean(element.text_content()), href, own) if href else None
        if href and number is not None and urlsplit(href).netloc == urlsplit(own).netloc:
            found.setdefault(number, plain_address(href))
    return found if {1, 2} & found.keys() else {}


def _page_number(element: Element, label: str, href: str, own: str) -> int | None:
    """The number that a link to another page of a list bears; None where it is no such link.

    It stands among a pager's links, or its address says that it is one: page=2, or `own` with this number.
    """
    found = _PAGE_NUMBER.fullmatch(label)
    if found is None:
        return None
    numbered = found[1] in re.findall(r"\d+", href) and re.sub(r"\d+", "", href) == re.sub(r"\d+", "", own)
    return int(found[1]) if numbered or _PAGE_HINT.search(href) or _in_pager(element) else None


def _in_pager(element: Element) -> bool:
    for depth, ancestor in enumerate(element.iterancestors()):
        names = " ".join((ancestor.get(n) or "")[:200] for n in ("class", "id", "aria-label"))
        if re.search(r"pag(?:e|ing|ination|er|es)\b|page-?num|pagebar|pages?[-_]|navi", names, re.I):
            return True
        if depth >= 4:
            break
    return False


def links_of(document: Document) -> Iterator[str]:
    """Addresses of the page's links, frames and language mirrors, as a browser would ask for them; each once."""
    seen: set[str] = set()
    moved = refresh_target(document)
    moved = request_address(moved, document.encoding) if moved else None
    if moved:
        seen.add(moved)
        yield moved
    for element in document.tree.iter("a", "area", "iframe", "frame", "link"):
        if element.tag == "link" and not {"next", "prev", "alternate"} & set(
            (element.get("rel") or "").lower().split()
        ):
            continue
        if element.tag == "link" and re.search(r"xml|json", element.get("type") or ""):
            continue  # feeds, and the same page for machines
        url = document.link(element.get("src") if element.tag in ("iframe", "frame") else element.get("href"))
        if url is None:
            continue
        url = request_address(url, document.encoding)
        if url is not None and url not in seen:
            seen.add(url)
            yield url


def frames_of(document: Document) -> Iterator[str]:
    """The addresses of the pages that a page of frames shows side by side."""
    for element in document.tree.iter("frame"):
        if url := document.link(element.get("src")):
            yield plain_address(url)


def refresh_target(document: Document) -> str | None:
    """Where a page sends its visitors by itself (meta refresh), None where it does not, or only reloads itself."""
    for element in document.tree.iter("meta"):
        if (element.get("http-equiv") or "").lower() == "refresh":
            match = re.match(
                r"\s*[\d.]*\s*[;,]?\s*url\s*=\s*[\"']?([^\"']+)", element.get("content") or "", re.I
            )
            target = document.link(match.group(1)) if match else None
            if target and plain_address(target) != plain_address(document.url):
                return target
    return None


def is_tracker(address: str) -> bool:
    """Whether the host of `address` (an address or a host) counts visitors or shows advertisements."""
    host = (urlsplit(address).hostname if "//" in address else address.split(":")[0]) or ""
    return any(host == name or host.endswith("." + name) for name in _TRACKERS)
