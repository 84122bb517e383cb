"""What changed, as a text for mail: the same text whatever the order of sites and rows. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from crawler.feeds import Entry

# In this order in a digest: what a reader looks for first.
KINDS = {"post": "New posts", "new": "New items", "back": "Back", "changed": "Changed", "gone": "Gone"}
IN_WORDS = {"post": "New post", "new": "New", "back": "Back", "changed": "Changed", "gone": "Gone"}
LONGEST = 300  # characters of a field's value
MOST = 50  # entries of one kind and site; the rest is counted


@dataclass(frozen=True)
class Change:
    """One thing that changed: `kind` is a key of KINDS, `fields` are (name, before, after), `watch` the watch words
    a post holds. `at` is when it was seen, `published` a post's own date."""

    site: str
    at: str
    kind: str
    key: str
    title: str
    url: str
    fields: tuple[tuple[str, str | None, str | None], ...] = ()
    published: str | None = None
    watch: tuple[str, ...] = ()


def digest(changes: Iterable[Change], *, title: str) -> str:
    """The changes by site and kind, posts with watch words first."""
    ordered = sorted(
        changes, key=lambda c: (c.site, list(KINDS).index(c.kind), not c.watch, c.title, c.url, c.at)
    )
    if not ordered:
        return f"{title}\n\nNothing changed.\n"
    counts = Counter(change.kind for change in ordered)
    lines = [title, "", ", ".join(f"{KINDS[kind].lower()}: {counts[kind]}" for kind in KINDS if counts[kind])]
    watched = [change for change in ordered if change.watch]
    if watched:
        lines += ["", "POSTS WITH WATCH WORDS"]
        for change in watched:
            lines += _lines(change, site=True)
    for site in sorted({change.site for change in ordered}):
        lines += ["", site.upper()]
        for kind, words in KINDS.items():
            group = [change for change in ordered if change.site == site and change.kind == kind]
            lines += [f"  {words} ({len(group)})"] if group else []
            for change in group[:MOST]:
                lines += [f"  {line}" for line in _lines(change)]
            lines += [f"    and {len(group) - MOST} more"] if len(group) > MOST else []
    return "\n".join(lines) + "\n"


def as_entry(change: Change) -> Entry:
    """The change as an entry of a feed; its key is the same whenever the feed is written."""
    words = [f"watch words: {', '.join(change.watch)}"] if change.watch else []
    words += [f"published: {change.published}"] if change.published else []
    words += [_field(*field) for field in change.fields]
    return Entry(
        key=f"{change.site}/{change.key}/{change.kind}/{change.at}",
        title=f"{IN_WORDS[change.kind]}: {_plain(change.title)} ({change.site})",
        url=change.url,
        at=change.at,
        text="\n".join([*words, change.url]),
        category=change.kind,
    )


def _lines(change: Change, *, site: bool = False) -> list[str]:
    head = f"  - {_plain(change.title)}"
    if change.published:
        head += f" ({change.published})"
    head += f" [{', '.join(change.watch)}]" if change.watch else ""
    lines = [head + (f", {change.site}" if site else "")]
    lines += [f"      {_field(*field)}" for field in change.fields]
    return [*lines, f"      {_plain(change.url)}"]


def _field(name: str, before: str | None, after: str | None) -> str:
    return f"{name}: {_plain(before) or 'none'} -> {_plain(after) or 'none'}"


def _plain(text: str | None) -> str:
    """One line, without control and direction characters: a page must not write into a reader's terminal."""
    line = " ".join((text or "").split())
    line = "".join(c if c.isprintable() else "\ufffd" for c in line)
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
