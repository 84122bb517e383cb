"""What a search finds: the lines, items, posts and pictures that hold all its words in one field, each with its place."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from crawler.case.errors import UsageProblem
from crawler.catalog.pictures import pictures_with
from matcher.search.folding import Wanted, excerpt, wanted
from matcher.search.index import PICTURE_TEXTS, Index, field_text

KINDS = ("lines", "items", "posts", "pictures")
EXCERPT = 160  # characters shown of a text, around the word
_OF_GOODS = ("maker", "trademark", "model", "article")
_OF_LINES = ("translation", "importer", "exporter")


@dataclass(frozen=True)
class Hit:
    """What was found: `place` is file:row or its address, `field` where in it the words are; `id` of a picture is that of
    the item or post that shows it."""

    kind: str
    place: str
    id: str
    field: str
    date: str | None
    text: str


@dataclass(frozen=True)
class Found:
    """The first hits of one kind, and how many there are in all."""

    kind: str
    total: int
    hits: list[Hit]


def search(db: Database, index: Index, words: Sequence[str], kinds: Sequence[str], limit: int) -> list[Found]:
    """What holds all `words` in one field: for each of `kinds` at most `limit` hits (0: all), in the order of the case.

    A word may hold blanks: its parts must then be together. Items and posts that listings leave out are not found, nor are
    their pictures.
    Raises UsageProblem where a word has no letter or digit.
    """
    query = _query(words)
    places = places_of(index, words)
    found = []
    for kind in kinds:
        if kind == "lines":
            declaration = words[0].strip() if len(words) == 1 else None
            found.append(_lines(db, places[kind], declaration, query, limit))
        elif kind == "pictures":
            found.append(_pictures(db, places[kind], query, limit))
        else:
            found.append(_versions(db, kind, places[kind], query, limit))
    return found


def _query(words: Sequence[str]) -> tuple[Wanted, ...]:
    query = []
    for word in words:
        one = wanted(word)
        if one is None:
            raise UsageProblem(f"{word!r}: nothing to search for; give a word with a letter or a digit")
        query.append(one)
    return tuple(query)


Places = Mapping[str, Sequence[str]]  # field -> keys of its texts that were found


def places_of(index: Index, words: Sequence[str]) -> dict[str, dict[str, list[str]]]:
    """Where all `words` are, by kind: field -> keys of its texts (see matcher.search.index.SOURCES).

    Raises UsageProblem as `search` does.
    """
    query = _query(words)
    found: dict[str, dict[str, list[str]]] = {kind: defaultdict(list) for kind in KINDS}
    for kind, field, key in index.connection.execute(
        "SELECT kind, field, key FROM forms JOIN places ON places.id = forms.rowid WHERE forms MATCH ?",
        [" AND ".join(one.expression() for one in query)],
    ):
        found[kind][field].append(key)
    return found


_KEYS = "IN (SELECT value FROM json_each(:{0}))"
_LINES_WITH = {
    "description": f"goods_id {_KEYS}".format("description"),
    "declaration": "declaration = :declaration",
    **{f: f"goods_id IN (SELECT goods_id FROM goods WHERE {{0}} {_KEYS})".format(f) for f in _OF_GOODS},  # noqa: S608
    **{f: f"{{0}} {_KEYS}".format(f) for f in _OF_LINES},
}


def _lines(
    db: Database, places: Places, declaration: str | None, query: tuple[Wanted, ...], limit: int
) -> Found:
    values = {field: json.dumps(keys) for field, keys in places.items()}
    if declaration:
        values["declaration"] = declaration
    parts = [f"SELECT line_id, '{field}' FROM current_lines WHERE {_LINES_WITH[field]}" for field in values]  # noqa: S608
    if not parts:
        return Found("lines", 0, [])
    fields: dict[int, list[str]] = defaultdict(list)
    for line_id, field in db.execute(" UNION ALL ".join(parts), values):
        fields[line_id].append(field)
    first = sorted(fields)[: limit or None]
    hits = []
    for name, row, goods_id, date, line_id, *texts in db.execute(
        f"""SELECT f.name, l.row, l.goods_id, l.date, l.line_id, l.description, l.declaration,
              {", ".join(f"g.{field}" for field in _OF_GOODS)}, {", ".join(f"l.{field}" for field in _OF_LINES)}
            FROM customs_lines l JOIN customs_files f USING (file_id) JOIN goods g USING (goods_id)
            WHERE l.line_id IN (SELECT value FROM json_each(?)) ORDER BY l.line_id""",  # noqa: S608 - names from this module
        [json.dumps(first)],
    ):
        of_field = dict(zip(("description", "declaration", *_OF_GOODS, *_OF_LINES), texts, strict=True))
        text = of_field[fields[line_id][0]] or ""
        hits.append(
            Hit(
                "line",
                f"{name}:{row}",
                goods_id,
                ", ".join(fields[line_id]),
                date,
                excerpt(text, query, EXCERPT),
            )
        )
    return Found("lines", len(fields), hits)


# The versions of items and posts that are current now and not left out: key, id, address, date, and the field's text.
_CURRENT = {
    "items": "SELECT version_id, item_id, url, last_seen, {0} FROM current_items WHERE version_id "
    "IN (SELECT CAST(value AS INTEGER) FROM json_each(?)) AND item_id NOT IN (SELECT owner_id FROM left_out)",
    "posts": "SELECT version_id, post_id, url, published, {0} FROM current_posts WHERE version_id "
    "IN (SELECT CAST(value AS INTEGER) FROM json_each(?)) AND post_id NOT IN (SELECT owner_id FROM left_out)",
}


def _versions(db: Database, kind: str, places: Places, query: tuple[Wanted, ...], limit: int) -> Found:
    fields: dict[int, list[str]] = defaultdict(list)
    rows: dict[int, tuple[str, str, str | None, str]] = {}
    for field, keys in places.items():
        for version_id, own_id, url, date, text in db.execute(
            _CURRENT[kind].format(field), [json.dumps(keys)]
        ):
            fields[version_id].append(field)
            rows.setdefault(version_id, (own_id, url, date, field_text(field, text)))
    hits = []
    for version_id in sorted(rows)[: limit or None]:
        own_id, url, date, text = rows[version_id]
        where = ", ".join(fields[version_id])
        hits.append(Hit(kind[:-1], url, own_id, where, date, excerpt(text, query, EXCERPT)))
    return Found(kind, len(rows), hits)


def _pictures(db: Database, places: Places, query: tuple[Wanted, ...], limit: int) -> Found:
    """Pictures that items and posts show now, by the newest reading of their text."""
    texts = dict(
        db.execute(
            PICTURE_TEXTS.format(
                "sha256 || ' ' || reader IN (SELECT value FROM json_each(:keys)) AND (sha256, reader) IN"
                " (SELECT sha256, reader FROM newest_image_readings WHERE what = 'text')"
            ),
            {"keys": json.dumps(places.get("text", []))},
        ).fetchall()
    )
    texts = {key.partition(" ")[0]: text for key, text in texts.items()}
    uses = pictures_with(db, texts) if texts else []
    hits = [
        Hit(
            "picture",
            use.image_url,
            use.owner_id,
            "text (OCR)",
            use.published,
            excerpt(texts[use.sha256], query, EXCERPT),
        )
        for use in uses[: limit or None]
    ]
    return Found("pictures", len(uses), hits)
