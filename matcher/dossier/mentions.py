"""Which news posts of a maker mention a product or a buyer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matcher.statements import case_posts
from matcher.text.legal_forms import split_legal_form
from matcher.text.normal_forms import code_form
from matcher.text.transliteration import sound, transliterate

if TYPE_CHECKING:
    from sqlite_utils import Database

SHORTEST_CODE = 4  # letters and digits of a code; shorter ones occur in any text by chance
SHORTEST_NAME = 5  # letters of a firm's name without its legal form


@dataclass(frozen=True)
class Post(case_posts.Post):
    """A news post with where its date is from and how certain it is."""

    date_source: str
    date_certainty: str
    first_seen: str


@dataclass(frozen=True)
class Mention:
    """A post that mentions something, and what."""

    post: Post
    what: tuple[str, ...]


POSTS = """
SELECT post_id, site, url, capture_id, coalesce(title, ''), coalesce(text, ''), coalesce(language, ''),
  coalesce(published, ''), coalesce(date_source, ''), coalesce(date_certainty, ''), first_seen
FROM current_posts ORDER BY post_id
"""
READ_CHARACTERS = 200_000  # of a post; more is no news


class MentionFinder:
    """The posts of a case, prepared for looking codes and names up in them."""

    def __init__(self, db: Database) -> None:
        self.posts: list[Post] = [Post(*row) for row in db.execute(POSTS)]
        self._codes: list[str] = []
        self._sounds: list[str] = []
        for post in self.posts:
            text = f"{post.title} {post.text}"[:READ_CHARACTERS]
            self._codes.append(_spaced_codes(text))
            self._sounds.append(_sound(text))
        self._found: dict[str, frozenset[int]] = {}

    def mentions(self, site: str, codes: Iterable[str], names: Iterable[str]) -> list[Mention]:
        """Posts of `site` with one of the codes, and posts of any site with one of the names, by date."""
        found: dict[int, list[str]] = {}
        for code in dict.fromkeys(code for code in codes if code):
            for place in self._with_code(code):
                if self.posts[place].site == site:
                    found.setdefault(place, []).append(code)
        for name in dict.fromkeys(name for name in names if name):
            for place in self._with_name(name):
                found.setdefault(place, []).append(name)
        mentions = [Mention(self.posts[place], tuple(what)) for place, what in found.items()]
        return sorted(mentions, key=lambda m: (m.post.published or m.post.first_seen, m.post.post_id))

    def _with_code(self, code: str) -> frozenset[int]:
        key = code_form(code)
        if len(key) < SHORTEST_CODE or not any(c.isdigit() for c in key):
            return frozenset()
        if "c" + key not in self._found:
            whole = re.compile(rf"(?<![A-Z0-9]){'[ -]?'.join(map(re.escape, key))}(?![A-Z0-9])")
            self._found["c" + key] = frozenset(i for i, text in enumerate(self._codes) if whole.search(text))
        return self._found["c" + key]

    def _with_name(self, name: str) -> frozenset[int]:
        key = _sound(split_legal_form(name).core)
        if len(key.replace(" ", "")) < SHORTEST_NAME:
            return frozenset()
        if "n" + key not in self._found:
            self._found["n" + key] = frozenset(
                i for i, text in enumerate(self._sounds) if f" {key} " in f" {text} "
            )
        return self._found["n" + key]


def _spaced_codes(text: str) -> str:
    """The text in the letters of codes, with one blank for what parts words."""
    return " ".join(filter(None, (code_form(word) for word in re.split(r"[^\w./-]+", text))))


def _sound(text: str) -> str:
    return " ".join(sound(word) for word in re.findall(r"[a-z0-9]+", transliterate(text)))
