"""Addresses grouped by how they are made: /product/show_101.html and show_102.html are one group, and one pattern."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from crawler.extract.page.language import LANGUAGES

MIN_SLUGS = 4  # so many different names at one place of the path are a variable, fewer are folders
_LANGUAGE = re.compile(r"^[a-z]{2}(?:[-_](?:[a-z]{2}|hans|hant))?$", re.I)


@dataclass
class AddressGroup:
    """Addresses with the same form; `pattern` is a regular expression for path and query of all of them."""

    form: str
    pattern: str
    urls: list[str] = field(default_factory=list)


def address_groups(urls: Iterable[str]) -> list[AddressGroup]:
    """`urls` in groups, the largest first."""
    unique = list(dict.fromkeys(urls))
    variable = _variable_places(unique)
    groups: dict[str, AddressGroup] = {}
    prefixes: dict[str, set[str]] = defaultdict(set)
    for url in unique:
        language, parts, query = _split(url)
        form, pattern = _form(parts, query, variable)
        group = groups.setdefault(form, AddressGroup(form, pattern))
        group.urls.append(url)
        prefixes[form].add(language)
    for form, group in groups.items():
        languages = sorted(prefix for prefix in prefixes[form] if prefix)
        lead = ""
        if languages:
            lead = (
                "(?:/(?:" + "|".join(map(re.escape, languages)) + "))" + ("?" if "" in prefixes[form] else "")
            )
        group.pattern = "^" + lead + group.pattern
    return sorted(groups.values(), key=lambda g: (-len(g.urls), g.form))


def _split(url: str) -> tuple[str, list[str], list[tuple[str, str]]]:
    """Language folder (or ""), the path's other parts, the query."""
    parts = urlsplit(url)
    path = parts.path.split("/")[1:]
    language = ""
    if (
        len(path) > 1
        and _LANGUAGE.match(path[0])
        and (path[0][:2].lower() in LANGUAGES or path[0].lower() in ("cn", "ua", "kz"))
    ):
        language, path = path[0], path[1:]
    return language, path, parse_qsl(parts.query, keep_blank_values=True)


def _variable_places(urls: Iterable[str]) -> set[tuple[str, int, str]]:
    """(path above, depth, what follows) where many different names stand: the names are of things, not of folders."""
    names: dict[tuple[str, int, str], set[str]] = defaultdict(set)
    for url in urls:
        _, path, _ = _split(url)
        for i, part in enumerate(path):
            if part:
                names[_place(path, i)].add(_shape(part))
    return {
        place
        for place, found in names.items()
        if len(found) >= MIN_SLUGS and (place[1] > 0 or len(found) >= 3 * MIN_SLUGS)
    }


def _place(path: list[str], i: int) -> tuple[str, int, str]:
    above = "/".join(_shape(p) for p in path[:i])
    rest = "/".join(_shape(p) for p in path[i + 1 :])
    # what follows: only whether the name ends the path, and its file type
    ending = rest if rest in ("", "/") else "/…" + str(len(path) - i - 1)
    suffix = re.search(r"\.[a-z]{2,5}$", path[i], re.I)
    return above, i, ending + (suffix.group(0).lower() if suffix else "")


def _shape(part: str) -> str:
    """A part of a path with its numbers made one sign."""
    return re.sub(r"\d+", "#", part)


def _form(
    path: list[str], query: list[tuple[str, str]], variable: set[tuple[str, int, str]]
) -> tuple[str, str]:
    form, pattern = [], []
    for i, part in enumerate(path):
        if part and _place(path, i) in variable:
            suffix = re.search(r"\.[a-z]{2,5}$", part, re.I)
            end = suffix.group(0) if suffix else ""
            form.append("*" + end)
            pattern.append("[^/]+" + re.escape(end))
        else:
            form.append(_shape(part))
            pattern.append(
                re.sub(r"\d+", lambda m: r"\d+", re.escape(part).replace(r"\-", "-").replace(r"\_", "_"))
            )
    shown, wanted = "/" + "/".join(form), "/" + "/".join(pattern)
    if query:
        shown += "?" + "&".join(f"{k}={'#' if v.isdigit() else '*'}" for k, v in query)
        wanted += r"\?" + "&".join(
            re.escape(k) + "=" + (r"\d+" if v.isdigit() else "[^&]*") for k, v in query
        )
    return shown, wanted + "$"


def merged_patterns(groups: Iterable[AddressGroup]) -> list[str]:
    """The patterns of groups of one kind, each once, those that find most first."""
    counts: Counter[str] = Counter()
    for group in groups:
        counts[group.pattern] += len(group.urls)
    return [pattern for pattern, _ in counts.most_common()]
