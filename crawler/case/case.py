"""A case folder: its paths, its box31.toml, its lock."""

from __future__ import annotations

import fcntl
import os
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.case.errors import CaseLocked, UsageProblem

if TYPE_CHECKING:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

CONFIG_NAME = "box31.toml"
CRAWL_LOCK = "crawl-"  # and the site: the lock of who crawls it
FOLDERS = ("sites", "archive", "reviews", "dossiers")

# Every key box31.toml may hold, with its default. A key not here is an error: a misspelt limit is no limit.
DEFAULTS: dict[str, dict[str, Any]] = {
    "case": {"name": "", "contact": ""},
    "network": {
        "allowed_private": [],
        "delay": 1.0,  # seconds between requests to one host
        "pages_per_run": 20_000,
        "bytes_per_response": 32 * 1024 * 1024,
        "total_time": 6 * 3600,  # seconds
    },
    # What one page may take of the process that reads it: the slowest page of the development sets takes 2 s, and one
    # of 8 million characters, more than are read of any, 400 MB.
    "reading": {"seconds": 30, "megabytes": 1024},
    "match": {"model": "bundled", "max_screen_loss": 0.01, "min_confidence": 0.05, "target_precision": 0.9},
    "review": {"adjudicator": "", "languages": ["en"]},
    "timestamp": {"authorities": []},
    "watch": {"words": [], "more": []},  # none: the built-in list of crawler/catalog/watch_words.txt
}

TEMPLATE = """\
# Box31 case. Every key is optional but `contact`.

[case]
name = {name}
# Sent with every request, so that a site's owner can reach you: an address or a web page.
contact = {contact}

[network]
# The only addresses on private networks that may be crawled, as "host:port".
allowed_private = []
# delay = 1.0                     # seconds between requests to one host
# pages_per_run = 20000
# bytes_per_response = 33554432
# total_time = 21600              # seconds a run may last

[reading]
# seconds = 30                    # of processor time, to read one page; one that takes more has failed
# megabytes = 1024

[match]
# model = "bundled"               # or the name or folder of any SentenceTransformer
# max_screen_loss = 0.01
# min_confidence = 0.05
# target_precision = 0.9

[review]
# adjudicator = ""                # whose word settles a dispute
# languages = ["en"]

[timestamp]
# authorities = []                # addresses of RFC 3161 time-stamping authorities

[watch]
# more = []                       # words that make a news post worth reading, beside the built-in ones
# words = []                      # your own list instead of the built-in one
"""


@dataclass(frozen=True)
class Case:
    """One investigation: a folder with box31.toml, box31.db, sites/, archive/, reviews/, dossiers/."""

    root: Path
    config: dict[str, dict[str, Any]]

    @classmethod
    def open(cls, root: Path | str) -> Case:
        """The case in folder `root`. Raises UsageProblem where there is none or its box31.toml is wrong."""
        root = Path(root)
        path = root / CONFIG_NAME
        if not path.is_file():
            raise UsageProblem(
                f"{root}: not a case folder (no {CONFIG_NAME}); make one with `box31 init DIR` or name one with -C"
            )
        try:
            given = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise UsageProblem(f"{path}: not valid TOML: {error}; correct it") from error
        return cls(root, _checked(path, given))

    @classmethod
    def create(cls, root: Path | str, *, name: str = "", contact: str = "") -> Case:
        """Make a new case in `root`. Raises UsageProblem where one exists already."""
        root = Path(root)
        path = root / CONFIG_NAME
        if path.exists():
            raise UsageProblem(f"{root}: holds a case already; choose another folder")
        try:
            for folder in FOLDERS:
                (root / folder).mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError) as error:
            raise UsageProblem(
                f"{root}: cannot be a case folder, a file is in the way: {error.filename}"
            ) from error
        text = TEMPLATE.format(name=_toml_string(name or root.resolve().name), contact=_toml_string(contact))
        path.write_text(text, encoding="utf-8")
        return cls.open(root)

    @property
    def name(self) -> str:
        return str(self.config["case"]["name"]) or self.root.resolve().name

    @property
    def contact(self) -> str:
        return str(self.config["case"]["contact"])

    @property
    def database_path(self) -> Path:
        return self.root / "box31.db"

    @property
    def sites(self) -> Path:
        return self.root / "sites"

    @property
    def reviews(self) -> Path:
        return self.root / "reviews"

    @property
    def dossiers(self) -> Path:
        return self.root / "dossiers"

    def archive(self, site: str) -> Path:
        return self.root / "archive" / site

    def database(self, *migrations: Migrations) -> Database:
        """The case's database, brought up to date with the crawler's migrations and those given."""
        from crawler.case.database import open_database

        # One at a time: SQLite does not wait where two processes make or migrate a database at once.
        with (self.root / ".open.lock").open("a") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            return open_database(self.database_path, *migrations)

    @contextmanager
    def lock(self, name: str = "case") -> Iterator[None]:
        """Hold the case for writing. Raises CaseLocked (exit 75) at once where another process holds it."""
        with self._lock_path(name).open("a+", encoding="utf-8") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                handle.seek(0)
                holder = handle.read().strip() or "unknown"
                raise CaseLocked(
                    f"{self.root}: locked by another box31 process (pid {holder}); wait until it ends"
                ) from error
            handle.truncate(0)
            handle.write(str(os.getpid()))
            handle.flush()
            yield

    def _lock_path(self, name: str) -> Path:
        return self.root / f".{name}.lock"

    def is_crawled(self, site: str) -> bool:
        """Whether a process is crawling `site` just now."""
        try:
            with self._lock_path(f"{CRAWL_LOCK}{site}").open("rb") as handle:
                fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except BlockingIOError:
            return True
        return False


def _checked(path: Path, given: dict[str, Any]) -> dict[str, dict[str, Any]]:
    config = {section: dict(keys) for section, keys in DEFAULTS.items()}
    for section, keys in given.items():
        if section not in config or not isinstance(keys, dict):
            raise UsageProblem(f"{path}: unknown section [{section}]; known: {', '.join(config)}")
        for key, value in keys.items():
            if key not in config[section]:
                raise UsageProblem(
                    f"{path}: unknown key {section}.{key}; known: {', '.join(config[section])}"
                )
            default = config[section][key]
            kinds = (int, float) if isinstance(default, int | float) else (type(default),)
            if not isinstance(value, kinds) or isinstance(value, bool):
                raise UsageProblem(f"{path}: {section}.{key} must be like {default!r}, not {value!r}")
            config[section][key] = value
    return config


def _toml_string(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False)
