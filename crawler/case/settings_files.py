"""The settings that decide: box31.toml and the profiles, kept in the ledger whenever a command meets them changed.

The reader's languages are kept in a table too, where the views that choose an item's name read them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlite_utils import Database

from crawler.case import clock
from crawler.case.ledger_connection import UNSAID, LedgerConnection

MAX_BYTES = 4 * 1024 * 1024  # of one settings file


def record_settings(db: Database, root: Path, what: str, languages: Sequence[str]) -> None:
    """Write the text of each settings file that is not the one written last, and the reader's `languages`. Commits.

    `what` names the command.
    """
    assert isinstance(db.conn, LedgerConnection)
    changed = [(path, text) for path, text, known in settings_files(db, root) if text != known]
    wanted = list(dict.fromkeys(languages))
    stored = db.execute("SELECT language FROM reader_languages ORDER BY position").fetchall()
    if changed or wanted != [language for (language,) in stored]:
        db.conn.what = "settings"
        with db.conn:
            for path, text in changed:
                digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
                db.conn.execute(
                    "INSERT INTO ledger_files (path, sha256, content, seen_at) VALUES (?, ?, ?, ?)",
                    (path, digest, text, clock.now()),
                )
            db.conn.execute("DELETE FROM reader_languages")
            db.conn.executemany(
                "INSERT INTO reader_languages (language, position) VALUES (?, ?)",
                [(language, position) for position, language in enumerate(wanted)],
            )
    db.conn.what = what or UNSAID


def settings_files(db: Database, root: Path) -> Iterator[tuple[str, str, str | None]]:
    """Path in the case, text on the disk and text written last, for each settings file."""
    known = dict(db.execute("SELECT path, content FROM ledger_files ORDER BY file_id").fetchall())
    for path in (root / "box31.toml", *sorted((root / "sites").glob("*.yaml"))):
        if path.is_file() and path.stat().st_size <= MAX_BYTES:
            name = path.relative_to(root).as_posix()
            yield name, path.read_text(encoding="utf-8", errors="backslashreplace"), known.get(name)
