"""SiteProfile: what sites/<name>.yaml says about a manufacturer's site, checked key by key."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import unquote, urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from crawler.case.errors import UsageProblem
from crawler.profile.plain_yaml import read_yaml_file
from crawler.profile.schedule import Schedule
from crawler.profile.thresholds import Thresholds
from crawler.profile.urls import host_of

if TYPE_CHECKING:
    from crawler.case.case import Case

PageKind = Literal["product", "listing", "post", "other", "ignore"]
# The address of a further page of a list.
FURTHER_PAGE = re.compile(
    r"/(?:page|seite|sayfa|pagina|strona|strana|stranica)[/-]?\d{1,4}(?:\.html?)?/?(?:\?|$)|[^/]/p/\d{1,2}(?:\.html?)?/?(?:\?|$)"
    r"|[?&](?:page|paged|pageno|page_no|currentpage|pagen_\d+)=\d+|/(?:index|default)[-_]?\d{1,3}\.\w{2,5}$",
    re.I,
)
_SHORT = "/p/"  # in the address of a further page, and of products
# Variable parts of a pattern as `site add` writes them, and of other forms.
_NAME = re.compile(r"\[\^[/&]\][+*]")
_NUMBER = re.compile(r"\\d\+")
_OTHER_FORM = re.compile(r"\\[a-zA-Z]|(?<!\\)[\[*+{]")
_OpenParts = tuple[tuple[int, int, int], ...]
PROFILE_BYTES = 1 << 20
NAME = re.compile(r"^[a-z0-9][a-z0-9-]{0,62}$")
NAME_RULE = "the name of a site has small letters a-z, digits and hyphens"
HOST = re.compile(r"^[^\s/@?#:\[\]]+(:\d{1,5})?$|^\[[0-9a-fA-F:.]+\](:\d{1,5})?$")


class _Checked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Assertions(_Checked):
    """What a good run has at least; a run below raises an alarm."""

    min_items: int | None = Field(default=None, ge=0)
    min_posts: int | None = Field(default=None, ge=0)
    coverage: dict[str, float] = {}  # field -> percent of items that must have it
    phrase: str | None = None  # words that the start page must hold


class SiteProfile(_Checked):
    """One manufacturer's web presence.

    `products`, `listings`, `posts`, `others` (pages that are none of them) and `ignore` are regular expressions, looked for (re.search) in an address's
    path and query, percent-encoded or not. `hosts` and `image_hosts` are host names, with ":port" where it is not
    the scheme's own; a page or image of any other host is never asked for.
    """

    name: str
    start: list[str] = Field(min_length=1)
    hosts: list[str] = []  # without any: the hosts of `start`
    image_hosts: list[str] = []
    products: list[str] = []
    listings: list[str] = []
    posts: list[str] = []
    others: list[str] = []  # that a wider pattern would find
    ignore: list[str] = []
    selectors: dict[str, str] = {}  # field -> CSS
    languages: dict[str, str] = {}  # code -> prefix of the path
    maker_names: list[str] = []  # names of the maker and its marks, as customs lines may have them
    title_parts: list[str] = []  # what many titles begin or end with: the site's name, a slogan
    shared_titles: list[str] = []  # whole titles that several pages bear, though they are called otherwise
    shared_headings: list[str] = []  # headings that many pages show: the site's name, a section's
    shared_paragraphs: list[str] = []  # paragraphs that many pages show: an address, terms of delivery
    shared_images: list[str] = []  # pictures that most pages show, so that none is of a product or post
    shared_products: list[str] = []  # products that the markup of many pages names: copied from one of them
    sitemaps: list[str] | None = None  # None: those that robots.txt names; []: none
    follow: bool = True
    every: str | None = None
    timezone: str | None = None
    quiet_hours: str | None = None
    jitter: str | None = None
    assertions: Assertions = Assertions()
    monitors: dict[str, Any] = {}
    allow_empty: bool = False
    ping: str | None = None  # an address to ask for after a run without alarms
    browser: bool | list[str] = False  # all pages, or those whose address one of the expressions finds
    delay: float | None = Field(
        default=None, ge=0, le=3600, allow_inf_nan=False
    )  # seconds between requests to one host
    pages_per_run: int | None = Field(default=None, ge=1, le=100_000_000)
    bytes_per_response: int | None = Field(default=None, ge=1, le=256 * 1024 * 1024)
    max_depth: int = Field(default=20, ge=0, le=10_000)  # links from a start page

    @field_validator("name")
    @classmethod
    def _name(cls, value: str) -> str:
        if not NAME.fullmatch(value):
            raise ValueError(f"{value!r}: {NAME_RULE}")
        return value

    @field_validator("start", "sitemaps")
    @classmethod
    def _addresses(cls, values: list[str] | None) -> list[str] | None:
        for value in values or ():
            parts = urlsplit(value)
            if parts.scheme not in ("http", "https") or not parts.hostname:
                raise ValueError(f"{value!r}: not an http or https address")
        return values

    @field_validator("ping")
    @classmethod
    def _ping(cls, value: str | None) -> str | None:
        cls._addresses([value] if value else None)
        return value

    @model_validator(mode="after")
    def _schedule_and_monitors(self) -> SiteProfile:
        """A schedule or a monitor that cannot be understood would be none at all."""
        if self.every:
            Schedule.parse(
                self.name, self.every, self.timezone or "UTC", self.quiet_hours or "", self.jitter or ""
            )
        Thresholds.parse(self.monitors)
        return self

    @field_validator("hosts", "image_hosts")
    @classmethod
    def _hosts(cls, values: list[str]) -> list[str]:
        for value in values:
            if not HOST.match(value):
                raise ValueError(f"{value!r}: give a host name, such as www.maker.example or 127.0.0.1:8001")
        return [value.lower() for value in values]

    @field_validator("products", "listings", "posts", "others", "ignore", "browser")
    @classmethod
    def _expressions(cls, values: bool | list[str]) -> bool | list[str]:
        for value in values if isinstance(values, list) else ():
            try:
                re.compile(value)
            except re.error as error:
                raise ValueError(f"{value!r} is not a regular expression: {error}") from error
        return values

    @model_validator(mode="before")
    @classmethod
    def _hosts_of_start(cls, given: Any) -> Any:
        if isinstance(given, Mapping) and not given.get("hosts") and isinstance(given.get("start"), list):
            hosts = [host_of(str(url)) for url in given["start"]]
            return {**given, "hosts": [host for host in dict.fromkeys(hosts) if host]}
        return given

    @cached_property
    def _patterns(self) -> list[tuple[PageKind, _OpenParts | None, re.Pattern[str]]]:
        kinds: list[tuple[PageKind, list[str]]] = [
            ("ignore", self.ignore),
            ("product", self.products),
            ("post", self.posts),
            ("listing", self.listings),
            ("other", self.others),
        ]
        found = [
            (kind, None if kind == "ignore" else _open_parts(pattern), re.compile(pattern))
            for kind, patterns in kinds
            for pattern in patterns
        ]
        return sorted(found, key=lambda entry: (entry[0] != "ignore", not _is_of_one_page(entry[1])))

    def page_kind(self, url: str) -> PageKind | None:
        """The kind of the first pattern that finds `url`: ignore, then product, post, listing, other; None without one.

        Of all but ignore, patterns of one page come first: /products/index.html is a list beside products at /products/*.
        So does the one that leaves less open, of those that find whole addresses: /products/*/index.html is a list beside
        products at /products/*/*.

        A further page of a list (/page/2/) is a list, also where a pattern of products finds it; not one of such pages alone.
        """
        texts = _texts_of(url)
        found = [entry for entry in self._patterns if any(map(entry[2].search, texts))]
        if not found:
            return None
        kind, parts, pattern = found[0]
        if parts is not None:
            _, kind, pattern = min(
                ((one, kind, pattern) for kind, one, pattern in found if one is not None), key=itemgetter(0)
            )
        further = self._is_further(texts[-1], pattern) and not FURTHER_PAGE.search(
            _example_of(pattern.pattern)
        )
        return "listing" if kind in ("product", "post") and further else kind

    def _is_further(self, text: str, found_by: re.Pattern[str]) -> bool:
        """Whether an address is that of a further page of a list; /shoes/p/2 where a pattern finds /shoes/, and not where the one that
        finds the address has /p/ as a folder itself."""
        found = FURTHER_PAGE.search(text)
        if found is None or _SHORT not in found[0]:
            return found is not None
        first = text[: found.start() + 1]
        return _SHORT not in found_by.pattern and any(
            pattern.search(one)
            for kind, _, pattern in self._patterns
            for one in (first, f"{first}/")
            if kind in ("product", "listing", "post")
        )

    def allows(self, url: str, *, image: bool = False) -> bool:
        """Whether the address is one of the site's hosts (or, for an image, one of its image hosts)."""
        return host_of(url) in (self._image_hosts if image else self._page_hosts)

    def needs_browser(self, url: str) -> bool:
        """Whether this page is rendered in a browser too."""
        if isinstance(self.browser, bool):
            return self.browser
        return any(finds(pattern, url) for pattern in self.browser)

    @cached_property
    def _page_hosts(self) -> frozenset[str]:
        return frozenset(self.hosts)

    @cached_property
    def _image_hosts(self) -> frozenset[str]:
        return frozenset([*self.hosts, *self.image_hosts])


def _open_parts(pattern: str) -> _OpenParts | None:
    """What each part of an address leaves open by a pattern, from the last part on: names, numbers, less by its own signs.

    None for a pattern that may find a part of an address, or has variable parts of other forms than `site add` writes.
    """
    own = _NUMBER.sub("#", _NAME.sub("…", pattern))
    if not (pattern.startswith("^") and pattern.endswith("$")) or _OTHER_FORM.search(own):
        return None
    return tuple((part.count("…"), part.count("#"), -len(part)) for part in reversed(own.split("/")))


def _example_of(pattern: str) -> str:
    """A pattern as an address that it finds, where `site add` wrote it: /page-1.html of ^/page-\\d+\\.html$."""
    return re.sub(r"\\(\W)", r"\1", _NUMBER.sub("1", pattern)).strip("^$")


def _is_of_one_page(parts: _OpenParts | None) -> bool:
    """Whether a pattern finds one path, perhaps in several languages: it has no variable part."""
    return parts is not None and not any(names or numbers for names, numbers, _ in parts)


def checked_name(name: str) -> str:
    """`name`, where a site may be called so. Raises UsageProblem."""
    if not NAME.fullmatch(name):
        raise UsageProblem(f"{name!r}: {NAME_RULE}")
    return name


def load_profile(path: Path) -> SiteProfile:
    """The profile in the YAML file `path`. Raises UsageProblem that names file and key."""
    import yaml

    if not path.exists():
        raise UsageProblem(f"{path}: no such profile; make one with `box31 site add URL`")
    try:
        given = read_yaml_file(path, PROFILE_BYTES)
    except (OSError, ValueError, RecursionError) as error:
        raise UsageProblem(f"{path}: cannot be read: {error}") from error
    except yaml.YAMLError as error:
        where = getattr(error, "problem_mark", None)
        line = f" line {where.line + 1}:" if where else ""
        problem = getattr(error, "problem", None) or "not valid YAML"
        raise UsageProblem(f"{path}:{line} {problem}; correct it") from error
    if not isinstance(given, dict):
        raise UsageProblem(f"{path}: must hold keys and values, such as `name: maker`")
    try:
        profile = SiteProfile.model_validate({"name": path.stem, **given})
    except ValidationError as error:
        raise UsageProblem(f"{path}: {in_words(error)}") from error
    if profile.name != path.stem:
        raise UsageProblem(f"{path}: name is {profile.name!r}; it must be the file's, {path.stem!r}")
    return profile


def save_profile(path: Path, profile: SiteProfile, comments: Mapping[str, str] | None = None) -> None:
    """Write `profile` as YAML, only the keys that differ from their default; `comments` go above their keys."""
    import yaml

    given = profile.model_dump(exclude_defaults=True)
    lines = []
    for key in SiteProfile.model_fields:
        for comment in (comments or {}).get(key, "").splitlines():
            lines.append(f"# {comment}".rstrip())
        if key in given:
            lines.append(
                yaml.safe_dump({key: given[key]}, allow_unicode=True, sort_keys=False, width=1000).rstrip()
            )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def profiles(case: Case) -> Iterator[SiteProfile]:
    """All profiles of the case, by name. Raises UsageProblem at the first that is wrong."""
    for path in sorted(case.sites.glob("*.yaml")):
        yield load_profile(path)


def finds(pattern: str, url: str) -> bool:
    """Whether a pattern of a profile finds an address."""
    return any(re.search(pattern, text) for text in _texts_of(url))


def _texts_of(url: str) -> tuple[str, ...]:
    parts = urlsplit(url)
    text = parts.path + (f"?{parts.query}" if parts.query else "")
    plain = unquote(text)
    return (text,) if plain == text else (text, plain)


def in_words(error: ValidationError) -> str:
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        known = ", ".join(SiteProfile.model_fields if len(first["loc"]) == 1 else Assertions.model_fields)
        return f"unknown key {key}; known: {known}"
    if first["type"] == "missing":
        return f"{key} is missing; add it"
    more = error.error_count() - 1
    key = f"{key}: " if key else ""
    return f"{key}{first['msg'].removeprefix('Value error, ')}" + (f" (and {more} more)" if more else "")
