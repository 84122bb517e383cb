"""What pictures state, in the database: the EXIF of their files and the text read in them, by the bytes' hash."""

from __future__ import annotations

import asyncio
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from crawler.case.clock import now
from crawler.case.errors import Box31Error
from crawler.extract.picture.exif import EXIF_READER
from crawler.extract.picture.ocr import CERTAIN, TextLine, ocr_reader
from crawler.extract.picture.rows import specs_of
from crawler.extract.words.labels import field_of, plain_label

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.case.case import Case
    from crawler.extract.picture.image_facts import ImageFacts
    from crawler.extract.picture.ocr import PictureText
    from crawler.extract.worker.client import Reader

OCR_MEGABYTES = (
    3_072  # address space: the models take 700, a picture of 2,000 pixels squared up to 2,000 more
)
OCR_SECONDS = 120  # of processor time; a picture of 2,000 pixels squared full of text takes 20

Kind = Literal["exif", "text"]


@dataclass(frozen=True)
class StatedExif:
    """The fields of a picture's EXIF by name, and why they could not be read."""

    values: Mapping[str, str]
    problem: str | None


@dataclass(frozen=True)
class ReadText:
    """The lines of text in a picture, from the top, the models that read them, and why not all were read."""

    reader: str
    lines: tuple[TextLine, ...]
    problem: str | None


@dataclass
class PicturesRead:
    """How many pictures were looked into, values and lines found, and "address: why" of those that could not be read."""

    counts: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)


def store_exif(db: Database, sha256: str, facts: ImageFacts) -> None:
    """Write what a picture's file states; nothing where this reader has read it before. The caller commits."""
    problem = facts.exif_problem or (None if facts.mime else facts.problem)
    if _record(db, sha256, "exif", EXIF_READER, problem):
        for value in facts.exif:
            db.execute(
                "INSERT INTO image_exif (sha256, reader, field, value) VALUES (?, ?, ?, ?)",
                (sha256, EXIF_READER, value.name, value.value),
            )


def store_text(db: Database, sha256: str, reader: str, read: PictureText) -> None:
    """Write the text that a model read in a picture; nothing where it has read it before. The caller commits."""
    if not _record(db, sha256, "text", reader, read.problem):
        return
    for number, line in enumerate(read.lines, 1):
        db.execute(
            "INSERT INTO image_texts (sha256, reader, line, text, x, y, width, height, confidence)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (sha256, reader, number, line.text, line.x, line.y, line.width, line.height, line.confidence),
        )


def _record(db: Database, sha256: str, what: Kind, reader: str, problem: str | None) -> bool:
    done = db.execute(
        "INSERT OR IGNORE INTO image_readings (sha256, what, reader, read_at, problem) VALUES (?, ?, ?, ?, ?)",
        (sha256, what, reader, now("microseconds"), problem),
    )
    return done.rowcount > 0


def read_pictures(case: Case, db: Database, site: str, what: Kind) -> PicturesRead:
    """Look into the archived pictures of `site` that the present reader has not read yet, each once. Commits each.

    They are read in the limited process of a crawl; one that ends it is recorded as one that could not be read.
    """
    return asyncio.run(_read_pictures(case, db, site, what))


UNREAD = """
SELECT min(c.capture_id), c.url, c.payload_sha256 FROM captures c
WHERE c.site = :site AND c.kind = 'image' AND c.status IN (200, 304) AND c.error IS NULL AND c.truncated IS NULL
  AND coalesce(c.mime, '') NOT LIKE 'text/%' AND c.payload_sha256 IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM image_readings r
                  WHERE r.sha256 = c.payload_sha256 AND r.what = :what AND r.reader = :reader)
GROUP BY c.payload_sha256 ORDER BY min(c.captured_at), c.payload_sha256
"""


async def _read_pictures(case: Case, db: Database, site: str, what: Kind) -> PicturesRead:
    from crawler.archive.capture_reader import read_capture
    from crawler.extract.worker.client import Reader

    done, name = PicturesRead(), ocr_reader() if what == "text" else EXIF_READER
    limits = (
        {"megabytes": OCR_MEGABYTES, "seconds": OCR_SECONDS} if what == "text" else case.config["reading"]
    )
    rows = db.execute(UNREAD, {"site": site, "what": what, "reader": name}).fetchall()
    reader = Reader(None, **limits)
    try:
        for capture_id, url, sha256 in rows:
            try:
                body = read_capture(db, case.root / "archive", capture_id).content
            except Box31Error as error:
                done.problems.append(f"{url}: {error.message}")
                continue
            found, problem = await _look(db, reader, body, sha256, name if what == "text" else None)
            done.counts["pictures"] += 1
            done.counts["with"] += found > 0
            done.counts["found"] += found
            if problem:
                done.problems.append(f"{url}: {problem}")
    finally:
        await reader.close()
    return done


async def _look(
    db: Database, reader: Reader, body: bytes, sha256: str, models: str | None
) -> tuple[int, str | None]:
    """Read one picture's text by `models`, or its EXIF, and store it: how much was found, and the problem."""
    if models is None:
        facts = await reader.image(body)
        with db.conn:
            store_exif(db, sha256, facts)
        return len(facts.exif), facts.exif_problem or (None if facts.mime else facts.problem)
    text = await reader.picture_text(body)
    with db.conn:
        store_text(db, sha256, models, text)
    return len(text.lines), text.problem


def exif_of(db: Database, hashes: Sequence[str] | None = None) -> dict[str, StatedExif]:
    """What the file of each picture (those of `hashes`) states, by its hash; no entry where nobody has looked."""
    rows = db.execute(
        "SELECT r.sha256, r.problem, e.field, e.value FROM newest_image_readings r"
        " LEFT JOIN image_exif e ON e.sha256 = r.sha256 AND e.reader = r.reader WHERE r.what = 'exif'"
        " AND iif(:hashes IS NULL, 1, r.sha256 IN (SELECT value FROM json_each(:hashes)))",
        {"hashes": None if hashes is None else json.dumps(list(hashes))},
    )
    values: dict[str, dict[str, str]] = defaultdict(dict)
    problems: dict[str, str | None] = {}
    for sha256, problem, name, value in rows:
        problems[sha256] = problem
        if name is not None:
            values[sha256][name] = value
    return {sha256: StatedExif(values.get(sha256, {}), problem) for sha256, problem in problems.items()}


def texts_of(db: Database, hashes: Sequence[str] | None = None) -> dict[str, ReadText]:
    """The text read in each picture (those of `hashes`), by the picture's hash; no entry where nobody has read it."""
    rows = db.execute(
        "SELECT r.sha256, r.reader, r.problem, t.text, t.x, t.y, t.width, t.height, t.confidence"
        " FROM newest_image_readings r LEFT JOIN image_texts t ON t.sha256 = r.sha256 AND t.reader = r.reader"
        " WHERE r.what = 'text' AND iif(:hashes IS NULL, 1, r.sha256 IN (SELECT value FROM json_each(:hashes)))"
        " ORDER BY r.sha256, t.line",
        {"hashes": None if hashes is None else json.dumps(list(hashes))},
    )
    lines: dict[str, list[TextLine]] = defaultdict(list)
    heads: dict[str, tuple[str, str | None]] = {}
    for sha256, reader, problem, *line in rows:
        heads[sha256] = reader, problem
        if line[0] is not None:
            lines[sha256].append(TextLine(*line))
    return {sha256: ReadText(head[0], tuple(lines[sha256]), head[1]) for sha256, head in heads.items()}


# The newest bytes of each picture's address, as `bodies` of a WITH clause.
BODIES = """bodies AS (
  SELECT site, url, max(captured_at) AS at, payload_sha256 AS sha256, capture_id FROM captures
  WHERE kind = 'image' AND payload_sha256 IS NOT NULL AND status IN (200, 304) GROUP BY site, url
)"""
OWN_PICTURES = f"""
WITH {BODIES}, shown AS (
  SELECT DISTINCT i.item_id, b.sha256 FROM current_items i
  JOIN image_uses u ON u.owner_id = i.item_id AND u.version_id = i.version_id
  JOIN bodies b ON b.site = i.site AND b.url = u.url
  JOIN (SELECT DISTINCT sha256 FROM image_texts) t ON t.sha256 = b.sha256
)
SELECT min(item_id), sha256 FROM shown GROUP BY sha256 HAVING count(*) = 1 ORDER BY 1, sha256
"""  # noqa: S608 - words of ours


def specs_in_pictures(db: Database) -> dict[str, dict[str, str]]:
    """Label and value of specifications that were read in the pictures of items, by item.

    Only lines of confidence CERTAIN or more, and only pictures that one item shows: what several show is the site's.
    """
    owned = db.execute(OWN_PICTURES).fetchall()
    if not owned:
        return {}
    texts = texts_of(db, [sha256 for _, sha256 in owned])
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for item_id, sha256 in owned:
        certain = (
            [line for line in texts[sha256].lines if line.confidence >= CERTAIN] if sha256 in texts else []
        )
        for label, value in specs_of(certain).items():
            found[item_id].setdefault(label, value)
    return dict(found)


def not_stated(
    read: Mapping[str, str], specs: Iterable[Mapping[str, object]], fields: Collection[str]
) -> dict[str, str]:
    """What was read in pictures under labels that no page has; nor under a label of `fields`, which pages state."""
    known = {plain_label(str(label)) for page in specs for label in page}
    return {
        label: value
        for label, value in read.items()
        if plain_label(label) not in known and field_of(label) not in fields
    }
