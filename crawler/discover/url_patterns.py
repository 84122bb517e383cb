"""Addresses grouped by their template: /product/show_101.html and show_102.html are one group, and one pattern.

A folder with many pages of its own stays literal (/product/*/), so that two large folders are never one group. Groups
of one kind are generalised afterwards (`merged_patterns`), when it is known that nothing else lies between them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

from crawler.extract.page.language import LANGUAGES

MIN_NAMES = 4  # so many different names at one place of the path are a variable, fewer are literal
MIN_ROOT_NAMES = 12  # the same at the root, where a site's few sections lie beside each other
MIN_FOLDER = 8  # a folder with so many pages below it stays literal
SHARE_OF_STEMS = (
    0.9  # of a folder's names that one to three stems (show-, class-) must cover to split it by them
)
SHARE_OF_SHAPE = 0.25  # of a folder's names that one shape (show_#) must cover to be a group of its own
MAX_VALUES = 8  # different values of a query's key up to which each is taken literally
_LANGUAGE = re.compile(r"^[a-z]{2}(?:[-_](?:[a-z]{2}|hans|hant))?$", re.I)
_INDEX = re.compile(r"(?:index|default)\.\w{2,5}", re.I)
_SUFFIX = re.compile(r"\.[a-z]{2,5}$", re.I)
_STEM = re.compile(r"([a-z]{2,12})[-_](?=.)", re.I)


@dataclass
class AddressGroup:
    """Addresses with the same template; `pattern` is a regular expression for path and query of all of them."""

    template: str
    pattern: str
    urls: list[str] = field(default_factory=list)
    parts: tuple[str, ...] = ()  # of the path, as in `pattern`


@dataclass(frozen=True)
class _Address:
    url: str
    language: str
    path: tuple[str, ...]
    query: tuple[tuple[str, str], ...]


def address_groups(urls: Iterable[str]) -> list[AddressGroup]:
    """`urls` in groups, the largest first."""
    found: dict[tuple[tuple[str, ...], str], list[_Address]] = defaultdict(list)
    _divide([_split(url) for url in dict.fromkeys(urls)], 0, (), found)
    groups = []
    for (parts, _), members in found.items():
        for query, some in _by_query(members).items():
            languages = {a.language for a in some}
            groups.append(
                AddressGroup(
                    _template(parts) + ("?" + _template_of_query(query) if query else ""),
                    "^" + _language_folder(languages) + "/" + "/".join(parts) + query + "$",
                    [a.url for a in some],
                    parts,
                )
            )
    return sorted(groups, key=lambda g: (-len(g.urls), g.template))


def group_of_one(url: str) -> AddressGroup:
    """A group of one address: its pattern finds no other."""
    own = _split(url)
    parts = tuple(re.escape(part).replace(r"\-", "-") for part in own.path)
    query = "&".join(re.escape(f"{key}={value}") for key, value in own.query)
    language = _language_folder({own.language})
    pattern = "^" + language + "/" + "/".join(parts) + (rf"\?{query}" if query else "") + "$"
    return AddressGroup(_path_of(url), pattern, [url], parts)


@lru_cache(maxsize=50_000)
def _split(url: str) -> _Address:
    """Language folder (or ""), the path's other parts, the query; percent-encoding decoded."""
    parts = urlsplit(url)
    path = [unquote(part) for part in parts.path.split("/")[1:]]
    language = ""
    if (
        len(path) > 1
        and _LANGUAGE.match(path[0])
        and (path[0][:2].lower() in LANGUAGES or path[0].lower() in ("cn", "ua", "kz"))
    ):
        language, path = path[0], path[1:]
    return _Address(url, language, tuple(path), tuple(parse_qsl(parts.query, keep_blank_values=True)))


def _divide(
    addresses: Sequence[_Address],
    depth: int,
    above: tuple[str, ...],
    found: dict[tuple[tuple[str, ...], str], list[_Address]],
) -> None:
    """Put addresses that agree in the parts `above` into groups, part by part."""
    ended = [a for a in addresses if len(a.path) <= depth]
    if ended:
        found[(above, "")].extend(ended)
    here = [a for a in addresses if len(a.path) > depth]
    pages: dict[str, list[_Address]] = defaultdict(list)
    folders: dict[str, list[_Address]] = defaultdict(list)
    for a in here:
        if len(a.path) == depth + 1 or a.path[depth + 1 :] == ("",):
            pages[_suffix(a.path[depth]) + "/" * (len(a.path) > depth + 1)].append(a)
        else:
            folders[a.path[depth]].append(a)
    enough = MIN_NAMES if depth else MIN_ROOT_NAMES
    for some in pages.values():
        for part, members in _parts_of_names(some, depth, enough).items():
            _end(members, depth, (*above, part), found)
    small: list[_Address] = []
    names = {_shape(name) for name in folders}
    for name, members in folders.items():
        if len(names) >= enough and len(members) < MIN_FOLDER and not re.fullmatch(r"page|\d+", name):
            small += members
        elif name.isdigit():
            continue
        else:
            _divide(members, depth + 1, (*above, _literal(name)), found)
    numbered = [a for name, members in folders.items() if name.isdigit() for a in members]
    if numbered:
        _divide(numbered, depth + 1, (*above, r"\d+"), found)
    if small:
        _divide(small, depth + 1, (*above, "[^/]+"), found)


def _end(
    members: list[_Address],
    depth: int,
    parts: tuple[str, ...],
    found: dict[tuple[tuple[str, ...], str], list[_Address]],
) -> None:
    tail = ("",) if len(members[0].path) > depth + 1 else ()
    found[((*parts, *tail), "")].extend(members)


def _parts_of_names(addresses: list[_Address], depth: int, enough: int) -> dict[str, list[_Address]]:
    """The last parts of a folder's pages as patterns: by shape, by stem (show-, class-), else one for all."""
    by_shape: dict[str, list[_Address]] = defaultdict(list)
    parts: dict[str, list[_Address]] = defaultdict(list)
    for a in addresses:
        name = a.path[depth]
        if _INDEX.fullmatch(name):
            parts[_literal(name)].append(a)  # the folder's own page, not one of those in it
        else:
            by_shape[_shape(name)].append(a)
    has_index = bool(parts)
    rest: dict[str, list[_Address]] = {}
    for shape, members in by_shape.items():
        own_numbers = len({a.path[depth] for a in members})
        if own_numbers >= max(MIN_NAMES, SHARE_OF_SHAPE * len(addresses)):
            parts[_literal(members[0].path[depth])].extend(members)
        else:
            rest[shape] = members
    if len(rest) + has_index < enough:
        for members in rest.values():
            parts[_literal(members[0].path[depth])].extend(members)
        return parts
    stems = Counter(m.group(1) for shape in rest if (m := _STEM.match(shape)))
    top = [stem for stem, count in stems.most_common(3) if count >= MIN_NAMES]
    split = (len(top) > 1 or (top and parts)) and sum(stems[s] for s in top) >= SHARE_OF_STEMS * len(rest)
    for members in rest.values():
        for a in members:
            name = a.path[depth]
            stem = _STEM.match(name) if split else None
            lead = re.escape(stem.group(0)).replace(r"\-", "-") if stem and stem.group(1) in top else ""
            parts[lead + "[^/]+" + re.escape(_suffix(name))].append(a)
    return parts


def _by_query(members: list[_Address]) -> dict[str, list[_Address]]:
    """Members by their query as a pattern: numbers are variable, and so are values that are never the same and of no
    shape that others have."""
    values: dict[tuple[tuple[str, ...], str], Counter[str]] = defaultdict(Counter)
    shapes: dict[tuple[tuple[str, ...], str], Counter[str]] = defaultdict(Counter)
    for a in members:
        keys = tuple(k for k, _ in a.query)
        for key, value in a.query:
            values[(keys, key)][value] += 1
            shapes[(keys, key)][_shape(value)] += 1
    found: dict[str, list[_Address]] = defaultdict(list)
    for a in members:
        keys = tuple(k for k, _ in a.query)
        pieces = []
        for key, value in a.query:
            known = values[(keys, key)]
            if value.isdigit():
                pieces.append(re.escape(key) + r"=\d+")
            elif len(known) <= MAX_VALUES and sum(known.values()) >= 2 * len(known) and value:
                pieces.append(re.escape(f"{key}={value}"))
            elif _are_few(shapes[(keys, key)]):
                pieces.append(f"{re.escape(key)}={_literal(value)}")
            else:
                pieces.append(re.escape(key) + "=[^&]*")
        found[(r"\?" + "&".join(pieces)) if pieces else ""].append(a)
    return found


def _are_few(shapes: Counter[str]) -> bool:
    """Whether values have a few shapes (item-#, news-#) that each occur several times."""
    return len(shapes) <= MAX_VALUES and min(shapes.values()) >= MIN_NAMES and all("#" in s for s in shapes)


def _language_folder(languages: set[str]) -> str:
    named = sorted(language for language in languages if language)
    if not named:
        return ""
    return "(?:/(?:" + "|".join(map(re.escape, named)) + "))" + ("?" if "" in languages else "")


def _suffix(name: str) -> str:
    match = _SUFFIX.search(name)
    return match.group(0) if match else ""


def _shape(part: str) -> str:
    """A part of a path with its numbers made one sign."""
    return re.sub(r"\d+", "#", part)


def _literal(part: str) -> str:
    """A part as a pattern: itself, its numbers variable."""
    return re.sub(r"\d+", lambda m: r"\d+", re.escape(part).replace(r"\-", "-").replace(r"\_", "_"))


def _template(parts: Sequence[str]) -> str:
    return "/" + "/".join(p.replace("[^/]+", "*").replace(r"\d+", "#").replace("\\", "") for p in parts)


def _template_of_query(query: str) -> str:
    return query.removeprefix(r"\?").replace(r"\d+", "#").replace("[^&]*", "*").replace("\\", "")


def merged_patterns(groups: Iterable[AddressGroup], others: Iterable[AddressGroup] = ()) -> list[str]:
    """The patterns of groups of one kind, those that find most first.

    Groups that differ in one literal part become one pattern with that part variable, where it finds none of `others`.
    """
    kept = list(groups)
    against = [_path_of(url) for group in others for url in group.urls[:50]]
    merged: list[tuple[str, int]] = []
    by_rest: dict[tuple[int, int, str, str], list[AddressGroup]] = defaultdict(list)
    for group in kept:
        last = len(group.parts) - 1 - (group.parts[-1] == "")
        for i, part in enumerate(group.parts[: last + 1]):
            if i == last:
                if i:
                    name = "[^/]+" + (m.group(0) if (m := re.search(r"\\\.[A-Za-z]{2,5}$", part)) else "")
                    rest = "/".join((*group.parts[:i], name, *group.parts[i + 1 :]))
                    by_rest[(len(group.parts), i, rest, group.pattern.partition(r"\?")[2])].append(group)
            elif i and re.fullmatch(r"[\w-]+", part.replace("\\", "")):
                rest = "/".join((*group.parts[:i], "[^/]+", *group.parts[i + 1 :]))
                by_rest[(len(group.parts), i, rest, group.pattern.partition(r"\?")[2])].append(group)
            elif part == "[^/]+":
                rest = "/".join(group.parts)
                by_rest[(len(group.parts), i, rest, group.pattern.partition(r"\?")[2])].append(group)
    done: set[int] = set()
    for (_, _, wanted, _), some in sorted(by_rest.items(), key=lambda entry: -len(entry[1])):
        left = [g for g in some if id(g) not in done]
        if len(left) < 2:
            continue
        literal = "/".join(left[0].parts)
        pattern = left[0].pattern.replace(literal, wanted, 1)
        pattern = (
            "^"
            + _language_folder({_split(u).language for g in left for u in g.urls})
            + pattern[pattern.index("/" + wanted) :]
        )
        if any(re.search(pattern, path) for path in against):
            continue
        done.update(map(id, left))
        merged.append((pattern, sum(len(g.urls) for g in left)))
    merged += [(g.pattern, len(g.urls)) for g in kept if id(g) not in done]
    return list(dict.fromkeys(pattern for pattern, _ in sorted(merged, key=lambda entry: -entry[1])))


def _path_of(url: str) -> str:
    parts = urlsplit(url)
    return unquote(parts.path) + (f"?{parts.query}" if parts.query else "")
