"""What changed, as a text for mail and as entries of a feed: the same whatever the order of sites and rows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawler.case import clock
from crawler.case.errors import Box31Error, UsageProblem
from crawler.catalog.changes import Change
from crawler.catalog.feeds import Entry, feed, form_of
from crawler.catalog.watch_words import WatchList
from crawler.profile.schedule import parse_duration

# In this order in a digest: what a reader looks for first.
KINDS = {
    "post": "New posts",
    "post changed": "Changed posts",
    "new": "New items",
    "back": "Back",
    "changed": "Changed items",
    "gone": "Gone",
}
IN_WORDS = {
    "post": "New post",
    "post changed": "Changed post",
    "new": "New",
    "back": "Back",
    "changed": "Changed",
    "gone": "Gone",
}
LONGEST = 200  # characters of a value
KEPT = 40  # characters before the place where two long values begin to differ
MOST = 50  # entries of one kind and site; the rest is counted


@dataclass(frozen=True)
class Noted:
    """A change, and the watch words a post holds."""

    change: Change
    watch: tuple[str, ...] = ()


def noted(changes: Iterable[Change], words: WatchList) -> list[Noted]:
    """The changes, posts with the watch words of their title and text."""
    return [
        Noted(
            change,
            words.found(f"{change.name or ''}\n{change.text or ''}", change.language)
            if change.kind.startswith("post")
            else (),
        )
        for change in changes
    ]


def digest(changes: Iterable[Noted], *, title: str) -> str:
    """The changes by site and kind; posts with watch words come first."""
    ordered = sorted(changes, key=_order)
    if not ordered:
        return f"{title}\n\nNothing changed.\n"
    counts = Counter(one.change.kind for one in ordered)
    lines = [title, "", ", ".join(f"{KINDS[kind].lower()}: {counts[kind]}" for kind in KINDS if counts[kind])]
    watched = [one for one in ordered if one.watch]
    lines += ["", "POSTS WITH WATCH WORDS"] if watched else []
    for one in watched:
        lines += _lines(one, site=True)
    for site in sorted({one.change.site for one in ordered}):
        lines += ["", site.upper()]
        for kind, words in KINDS.items():
            group = [one for one in ordered if (one.change.site, one.change.kind) == (site, kind)]
            lines += [f"  {words} ({len(group)})"] if group else []
            for one in group[:MOST]:
                lines += [f"  {line}" for line in _lines(one)]
            lines += [f"    and {len(group) - MOST} more"] if len(group) > MOST else []
    return "\n".join(lines) + "\n"


def as_entry(one: Noted) -> Entry:
    """The change as an entry of a feed; its key is the same whenever the feed is written."""
    change = one.change
    words = [f"watch words: {', '.join(one.watch)}"] if one.watch else []
    words += [f"published: {change.published}"] if change.published else []
    words += _fields(change)
    return Entry(
        key=f"{change.site}/{change.id}/{change.kind}/{change.at}/{change.url}",
        title=f"{IN_WORDS[change.kind]}: {_plain(change.name) or 'without a name'} ({change.site})",
        url=change.url,
        at=change.at,
        text="\n".join([*words, change.url]),
        category=change.kind,
    )


def write_feed(path: Path, changes: Iterable[Noted], title: str) -> None:
    """Write the changes as a feed to `path`, whole or not at all: a web server may read it at any moment."""
    data = feed(map(as_entry, changes), title=title, form=form_of(path))
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        raise Box31Error(f"{path}: cannot be written: {error.strerror}; choose another place") from error


def since_time(text: str, now: datetime | None = None) -> str:
    """The time `text` means, as the database writes it: a date or time in ISO 8601, or a span such as 7d before now.

    Raises UsageProblem where it is neither.
    """
    now = now or datetime.now(UTC)
    try:
        moment = now - parse_duration(text)
    except ValueError:
        try:
            moment = clock.parse(text)
        except ValueError as error:
            raise UsageProblem(
                f"--since {text}: write a date such as 2026-01-31, or a span such as 7d"
            ) from error
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _order(one: Noted) -> tuple[Any, ...]:
    change = one.change
    return (change.site, not one.watch, change.name or "", change.url, change.kind, change.at, change.id)


def _lines(one: Noted, *, site: bool = False) -> list[str]:
    change = one.change
    head = f"  - {_plain(change.name) or 'without a name'}"
    head += f" ({change.published})" if change.published else ""
    head += f" [{', '.join(one.watch)}]" if one.watch else ""
    head += f", {change.site}" if site else ""
    return [head, *(f"      {line}" for line in _fields(change)), f"      {_plain(change.url)}"]


def _fields(change: Change) -> list[str]:
    return [
        f"{name}: {before} -> {after}"
        for field, (old, new) in sorted(change.fields.items())
        for name, before, after in _differences(field, old, new)
    ]


def _differences(field: str, old: Any, new: Any) -> Iterator[tuple[str, str, str]]:
    """A field's value before and after; of specs and lists only what differs."""
    if isinstance(old or {}, dict) and isinstance(new or {}, dict):
        before, after = old or {}, new or {}
        for key in sorted({*before, *after}):
            if before.get(key) != after.get(key):
                yield f"{field}.{_plain(key)}", *_pair(before.get(key), after.get(key))
    elif isinstance(old or [], list) and isinstance(new or [], list):
        gone = [value for value in old or [] if value not in (new or [])]
        come = [value for value in new or [] if value not in (old or [])]
        if gone or come:
            yield field, *_pair(", ".join(map(str, gone)), ", ".join(map(str, come)))
        else:
            yield field, "one order", "another"
    else:
        yield field, *_pair(old, new)


def _pair(old: Any, new: Any) -> tuple[str, str]:
    before, after = _text(old), _text(new)
    same = next((n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    if same > KEPT and max(len(before), len(after)) > LONGEST:
        before, after = (f"…{text[same - KEPT :]}" for text in (before, after))
    return _plain(before) or "none", _plain(after) or "none"


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)


def _plain(text: str | None) -> str:
    """One line, without control and direction characters: a page must not write into a reader's terminal."""
    line = " ".join((text or "").split())
    line = "".join(c if c.isprintable() else "\ufffd" for c in line)
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
