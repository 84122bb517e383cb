"""What changed on a site from run to run: new, changed, gone and back items; new and changed posts.

An item is gone after GONE_AFTER complete runs in a row without it. A run that failed, was cut short, was a
sample, or broke an assertion of its profile says nothing about what is gone. All is computed from the append-only
tables; nothing of it is stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlite_utils import Database

from crawler.archive import runs
from crawler.case.typed_rows import read_rows, stored_list, stored_object
from crawler.catalog.record_marks import left_out_ids
from crawler.models import ITEM_FIELDS, POST_FIELDS

GONE_AFTER = 2  # complete runs in a row; one run may miss an item for a slow server
KINDS = ("new", "changed", "gone", "back", "post", "post changed")


@dataclass(frozen=True)
class Change:
    """One change: `kind` is one of KINDS, `at` when it was seen (for gone: the start of the run that settled it).

    `fields` of a changed item or post maps each changed field to its value before and after. For posts
    `published`, `language` and `text` are given too.
    """

    at: str
    site: str
    kind: str
    id: str
    name: str | None
    url: str
    run_id: str | None = None
    language: str | None = None
    fields: dict[str, tuple[object, object]] = field(default_factory=dict)
    published: str | None = None
    text: str | None = None


def complete_runs(db: Database) -> dict[str, list[tuple[str, str]]]:
    """Site -> (run id, started) of its complete runs, oldest first; samples and marked runs are not complete."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for run in runs.complete(db):
        if not run.counts.get("sample") and not run.counts.get("doubtful"):
            found[run.site].append((run.run_id, run.started))
    return dict(found)


def item_states(db: Database, *, gone_after: int = GONE_AFTER) -> dict[str, str]:
    """Item id -> current or gone, by the newest complete runs of its site."""
    complete = complete_runs(db)
    seen = _runs_of_items(db)
    states = {}
    for item_id, site in db.execute("SELECT item_id, site FROM items").fetchall():
        newest = [run_id for run_id, _ in complete.get(site, [])][-gone_after:]
        gone = len(newest) == gone_after and not seen[item_id].intersection(newest)
        states[item_id] = "gone" if gone else "current"
    return states


def changes(
    db: Database, *, sites: Sequence[str] = (), since: str | None = None, gone_after: int = GONE_AFTER
) -> list[Change]:
    """All changes of the case, or of `sites`, seen at or after `since` (ISO 8601), newest first.

    The first run of a site makes everything new. What is left out of the listings has no changes.
    """
    named, images = _named_items(db), _images(db)
    found = [
        *_item_versions(db, named, images),
        *_presence(db, named, gone_after),
        *_post_versions(db, images),
    ]
    left_out = left_out_ids(db)
    chosen = [
        c
        for c in found
        if c.id not in left_out and (not sites or c.site in sites) and (since is None or c.at >= since)
    ]
    return sorted(chosen, key=lambda c: (c.at, c.site, c.kind, c.id), reverse=True)


@dataclass(frozen=True)
class NamedItem:
    """How an item is named in a listing of changes."""

    item_id: str
    name: str | None
    url: str
    language: str | None


Images = Mapping[tuple[str, int], list[str]]  # (item or post, version) -> addresses of its pictures


@dataclass(frozen=True)
class Version:
    """What one page said at one time of an item or post; `fields`: by the names of CatalogItem or NewsPost.

    `owner`: the item's or post's id; `page`: versions are compared within it.
    """

    owner: str
    page: tuple[str, ...]
    extractor: str
    fields: Mapping[str, object]

    def changed_since(self, before: Version, names: Sequence[str]) -> dict[str, tuple[object, object]]:
        """The fields that differ; none where another extractor read the page: it was read better."""
        same_reader = before.extractor == self.extractor
        return changed_fields(before.fields, self.fields, names) if same_reader else {}


def changed_fields(
    before: Mapping[str, object], after: Mapping[str, object], names: Sequence[str]
) -> dict[str, tuple[object, object]]:
    """Field -> (before, after) of those that differ; nothing and empty are the same."""
    return {
        name: (before.get(name), after.get(name))
        for name in names
        if (before.get(name) or None) != (after.get(name) or None)
    }


def _item_versions(db: Database, named: Mapping[str, NamedItem], images: Images) -> Iterator[Change]:
    """new: an item's first version; changed: a version of the same page and kind that differs from the one before.

    What a list says of an item is compared with what the same list said: two lists may show two pictures of it. A
    version by another extractor is no change of the site: the same page was read better.
    """
    previous: dict[tuple[str, ...], Version] = {}
    known: set[str] = set()
    sql = """
        SELECT v.*, i.site, c.run_id, c.url AS captured FROM item_versions v JOIN items i USING (item_id)
        LEFT JOIN captures c USING (capture_id)
        WHERE NOT EXISTS (SELECT 1 FROM item_versions w WHERE w.item_id = v.item_id AND w.url = v.url
                          AND w.capture_id = v.capture_id AND w.version_id > v.version_id)
        ORDER BY v.seen_at, v.version_id
    """
    for row in db.query(sql):
        row["specs"], row["documents"] = stored_object(row["specs"]), stored_list(row["documents"])
        row["images"] = images.get((row["item_id"], row["version_id"]), [])
        said_by = row["captured"] or "" if row["page_type"] == "listing" else row["url"]
        page = (row["item_id"], row["url"], row["page_type"], said_by)
        version = Version(row["item_id"], page, row["extractor"], row)
        before = previous.get(page)
        different = version.changed_since(before, ITEM_FIELDS) if before else {}
        new = version.owner not in known
        if new or different:
            yield Change(
                kind="new" if new else "changed",
                at=row["seen_at"],
                site=row["site"],
                id=row["item_id"],
                name=named[row["item_id"]].name,
                url=row["url"],
                run_id=row["run_id"],
                language=row["language"],
                fields={} if new else different,
            )
        known.add(version.owner)
        previous[page] = version


def _presence(db: Database, named: Mapping[str, NamedItem], gone_after: int) -> Iterator[Change]:
    """gone and back, from which complete runs saw an item."""
    complete = complete_runs(db)
    seen = _runs_of_items(db)
    for item_id, site in db.execute("SELECT item_id, site FROM items").fetchall():
        item = named.get(item_id)
        if item is None:
            continue
        missed, appeared, gone = 0, False, False
        for run_id, started in complete.get(site, []):
            if run_id in seen[item_id]:
                if gone:
                    yield _presence_change("back", started, site, run_id, item)
                missed, appeared, gone = 0, True, False
            elif appeared and not gone:
                missed += 1
                if missed == gone_after:
                    gone = True
                    yield _presence_change("gone", started, site, run_id, item)


def _presence_change(kind: str, at: str, site: str, run_id: str, item: NamedItem) -> Change:
    return Change(
        at=at,
        site=site,
        kind=kind,
        id=item.item_id,
        name=item.name,
        url=item.url,
        run_id=run_id,
        language=item.language,
    )


def _post_versions(db: Database, images: Images) -> Iterator[Change]:
    previous: dict[str, Version] = {}
    sql = """
        SELECT v.*, p.site, p.url, c.run_id FROM post_versions v JOIN posts p USING (post_id)
        LEFT JOIN captures c USING (capture_id)
        WHERE NOT EXISTS (SELECT 1 FROM post_versions w WHERE w.post_id = v.post_id
                          AND w.capture_id = v.capture_id AND w.version_id > v.version_id)
        ORDER BY v.seen_at, v.version_id
    """
    for row in db.query(sql):
        row["images"] = images.get((row["post_id"], row["version_id"]), [])
        version = Version(row["post_id"], (row["post_id"],), row["extractor"], row)
        before = previous.get(version.owner)
        previous[version.owner] = version
        different: dict[str, tuple[object, object]] = {}
        if before is not None:
            different = version.changed_since(before, POST_FIELDS)
            if not different:
                continue
        yield Change(
            at=row["seen_at"],
            site=row["site"],
            kind="post" if before is None else "post changed",
            id=row["post_id"],
            name=row["title"],
            url=row["url"],
            run_id=row["run_id"],
            language=row["language"],
            fields=different,
            published=row["published"],
            text=row["text"],
        )


def _runs_of_items(db: Database) -> dict[str, set[str]]:
    seen: dict[str, set[str]] = defaultdict(set)
    for item_id, run_id in db.execute("SELECT DISTINCT item_id, run_id FROM item_sightings").fetchall():
        seen[item_id].add(run_id)
    return seen


def _named_items(db: Database) -> dict[str, NamedItem]:
    """Item id -> the item under the name that it has everywhere."""
    sql = """
        SELECT v.item_id, coalesce(nullif(v.name, ''), nullif(v.model, ''), v.sku) AS name, v.url, v.language
        FROM spoken_versions s JOIN item_versions v USING (version_id)
    """
    return {item.item_id: item for item in read_rows(db, NamedItem, sql)}


def _images(db: Database) -> Images:
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for owner, version, url in db.execute(
        "SELECT owner_id, version_id, url FROM image_uses ORDER BY owner_id, version_id, position"
    ).fetchall():
        found[(owner, version)].append(url)
    return found
