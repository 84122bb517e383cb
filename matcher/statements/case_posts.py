"""The statements of a case's posts: posts loaded, language versions of one post joined, statements with ids."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.case.typed_rows import read_rows
from matcher.customs.values.countries import alpha3
from matcher.records.documents import ItemDocument
from matcher.statements.event_dates import day_of
from matcher.statements.items import SiteItems
from matcher.statements.merging import joined, same_fact
from matcher.statements.model import Statement
from matcher.statements.phrases import language_of
from matcher.statements.read import PostText, read_post
from matcher.statements.readings import HOME_OF_LANGUAGE, Maker
from matcher.text.normal_forms import code_form
from matcher.text.transliteration import name_key

if TYPE_CHECKING:
    from sqlite_utils import Database

    from matcher.attributes.taxonomy import Taxonomy

VERSION_DAYS = 10  # between the dates of two language versions of one post
SHORTEST_NAME = 4  # letters of the sound key of a maker's name

POSTS = """
SELECT post_id, site, url, capture_id, coalesce(title, '') AS title, coalesce(text, '') AS text,
  coalesce(language, '') AS language, coalesce(published, '') AS published
FROM current_posts WHERE post_id NOT IN (SELECT owner_id FROM left_out)
ORDER BY coalesce(published, first_seen), post_id
"""


@dataclass(frozen=True)
class Post:
    """A news post, newest version; `published` ISO 8601, '' where the page gives none."""

    post_id: str
    site: str
    url: str
    capture_id: str
    title: str
    text: str
    language: str
    published: str

    @cached_property
    def written_in(self) -> str:
        """The one of phrases.LANGUAGES that its words are in; `language` is what the page says."""
        return language_of(f"{self.title}\n{self.text}")

    @cached_property
    def day(self) -> date | None:
        return day_of(self.published)


@dataclass(frozen=True)
class Said:
    """A statement of a post. `versions`: the other language versions that say the same; `id`: s- and a digest of what it says."""

    id: str
    post: Post
    versions: tuple[Post, ...]
    statement: Statement


@dataclass(frozen=True)
class _Read:
    """A post with its statements."""

    post: Post
    statements: Sequence[Statement]

    @cached_property
    def anchors(self) -> set[tuple[object, ...]]:
        """What versions of one post share: goods (an item, else a code) with their number, or with their event."""
        found: set[tuple[object, ...]] = set()
        for statement in self.statements:
            goods = statement.goods.items or tuple(map(code_form, statement.goods.codes))
            found |= {(one, statement.event) for one in goods}
            if statement.quantity is not None:
                found |= {(one, statement.quantity) for one in goods}
        return found


def statements_of_case(
    db: Database, items: Iterable[ItemDocument], taxonomy: Taxonomy, sites: Sequence[str] = ()
) -> list[Said]:
    """The statements of all posts that are not left out (of `sites`, if any), the oldest post first. `items`: the case's."""
    items_of: dict[str, list[ItemDocument]] = defaultdict(list)
    for item in items:
        items_of[item.site].append(item)
    posts: dict[str, list[Post]] = defaultdict(list)
    for post in read_rows(db, Post, POSTS):
        if not sites or post.site in sites:
            posts[post.site].append(post)
    found: list[Said] = []
    for site, its in posts.items():
        maker = maker_of(site, its, items_of[site], taxonomy)
        found += _joined_versions(
            [_Read(post, read_post(PostText(post.title, post.text, post.published), maker)) for post in its]
        )
    return sorted(found, key=lambda s: (s.post.published or "9999", s.post.post_id))


def maker_of(site: str, posts: Sequence[Post], items: Sequence[ItemDocument], taxonomy: Taxonomy) -> Maker:
    """Whose posts they are: names by the site's brands, country by the ending of its host, else by the language of more than
    half of its posts where that is one country's (Chinese, Turkish, Ukrainian); else unknown."""
    names = {name_key(name) for item in items for name in item.brands} | {name_key(site)}
    return Maker(
        _home(posts), frozenset(n for n in names if len(n) >= SHORTEST_NAME), SiteItems(items, taxonomy)
    )


def _home(posts: Sequence[Post]) -> str:
    hosts = Counter((urlsplit(post.url).hostname or "").rsplit(".", 1)[-1] for post in posts)
    for ending, _ in hosts.most_common(1):
        if len(ending) == 2 and (code := alpha3(ending)):
            return code
    languages = Counter(post.written_in for post in posts)
    for language, count in languages.most_common(1):
        if 2 * count > len(posts) and language != "ru":  # Russian is written by makers of many countries
            return HOME_OF_LANGUAGE.get(language, "")
    return ""


def _joined_versions(read: Iterable[_Read]) -> list[Said]:
    found: list[Said] = []
    for group in _versions(read):
        kept: list[tuple[Post, list[Post], Statement]] = []
        for one in group:
            for statement in one.statements:
                for place, (first, others, other) in enumerate(kept):
                    if first is not one.post and same_fact(other, statement):
                        # the words stay those of the version that came first; the other only fills what is open
                        filled = joined(other, replace(statement, spans={}))
                        kept[place] = (first, [*others, one.post], filled)
                        break
                else:
                    kept.append((one.post, [], statement))
        found += [
            Said(_id(first, statement), first, tuple(dict.fromkeys(others)), statement)
            for first, others, statement in kept
        ]
    return found


def _id(post: Post, statement: Statement) -> str:
    goods = statement.goods
    key = [
        post.post_id,
        statement.event,
        statement.day,
        *goods.items,
        *goods.codes,
        *goods.kinds,
        str(statement.quantity),
    ]
    return "s-" + hashlib.sha256("\x1f".join(key).encode()).hexdigest()[:12]


def _versions(read: Iterable[_Read]) -> list[list[_Read]]:
    """Posts in groups of versions in different languages: dates near each other, the same numbers and items."""
    groups: list[list[_Read]] = []
    for one in read:
        for group in groups:
            if all(_one_post(one, other) for other in group):
                group.append(one)
                break
        else:
            groups.append([one])
    return groups


def _one_post(one: _Read, other: _Read) -> bool:
    day, beside = one.post.day, other.post.day
    return (
        day is not None
        and beside is not None
        and abs((day - beside).days) <= VERSION_DAYS
        and one.post.written_in != other.post.written_in
        and not one.anchors.isdisjoint(other.anchors)
    )
