"""A case folder: its paths, its box31.toml, its lock."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.case.errors import Box31Error, CaseLocked, UsageProblem
from crawler.case.given_files import check_folder
from crawler.case.locks import PRIVATE_FOLDER, locked, open_lock, try_lock

if TYPE_CHECKING:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

CONFIG_NAME = "box31.toml"
LEDGER_FILE = "ledger.jsonl"  # in archive/
SHARD_FILE = "shard.json"  # marks the folder of a shard (crawler.fleet)
CRAWL_LOCK = "crawl-"  # and the site: the lock of who crawls it
FOLDERS = ("sites", "archive", "reviews", "dossiers")

RECEIVED = "BOX31_RECEIVED"  # environment: open every case as one that somebody sent


@dataclass(frozen=True)
class Case:
    """One investigation: a folder with box31.toml, box31.db, sites/, archive/, reviews/, dossiers/."""

    root: Path
    config: dict[str, dict[str, Any]]
    received: bool = False  # somebody sent it: it is only read, and nothing in it is run
    set_aside: tuple[str, ...] = ()  # settings of a received case that are not used, with their values

    @classmethod
    def open(cls, root: Path | str) -> Case:
        """The case in folder `root`. Raises UsageProblem where there is none or its box31.toml is wrong."""
        root = Path(root)
        path = root / CONFIG_NAME
        if not path.is_file():
            raise UsageProblem(
                f"{root}: not a case folder (no {CONFIG_NAME}); make one with `box31 init DIR` or name one with -C"
            )
        # Imported here: it loads pydantic, which takes a tenth of a second, and `--help` needs no case.
        from crawler.case.config import read_config

        config = read_config(path)
        if not is_received(root):
            return cls(root, config)
        check_folder(root)
        return cls(root, without_code(config), True, _settings_set_aside(config))

    @classmethod
    def create(cls, root: Path | str, *, name: str = "", contact: str = "") -> Case:
        """Make a new case in `root`. Raises UsageProblem where one exists already."""
        root = Path(root)
        path = root / CONFIG_NAME
        if path.exists():
            raise UsageProblem(f"{root}: holds a case already; choose another folder")
        try:
            new = not root.exists()
            root.mkdir(parents=True, exist_ok=True)
            if new:
                root.chmod(PRIVATE_FOLDER)
            for folder in FOLDERS:
                (root / folder).mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        except (FileExistsError, NotADirectoryError) as error:
            raise UsageProblem(
                f"{root}: cannot be a case folder, a file is in the way: {error.filename}"
            ) from error
        from crawler.case.config import template

        path.write_text(template(name or root.resolve().name, contact), encoding="utf-8")
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

    @property
    def is_shard(self) -> bool:
        """Whether the folder holds a part of another case's sites, which that case adopts."""
        return (self.root / SHARD_FILE).is_file()

    @property
    def is_writable(self) -> bool:
        """Whether this process may write to the case."""
        if self.received:
            return False
        present = [path for path in (self.root, self.database_path) if path.exists()]
        return all(os.access(path, os.W_OK) for path in present) and not _read_only_disk(self.root)

    def database(self, *migrations: Migrations, what: str = "") -> Database:
        """The case's database, brought up to date with the crawler's migrations and those given.

        Where the case cannot be written, or was received, it is opened for reading only. `what` names the command in
        the ledger. Raises Box31Error where the database was deleted beside an archive, is damaged or newer than Box31.
        """
        from crawler.case.database import open_database, open_read_only
        from crawler.case.settings_files import record_settings

        self._refuse_if_deleted()
        if not self.is_writable:
            if not self.database_path.is_file():
                raise Box31Error(
                    f"{self.database_path}: there is no database, and the case cannot be written"
                )
            db = open_read_only(self.database_path, *migrations, of_others=self.received)
            return self._shown(db, migrations)
        # One at a time: SQLite does not wait where two processes make or migrate a database at once.
        with locked(self._lock_path("open")):
            archive = self.root / "archive"  # where the ledger's file lies
            archive.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
            db = open_database(self.database_path, *migrations, archive_folder=archive)
            record_settings(db, self.root, what or command_name(), self.config["review"]["languages"])
        return self._shown(db, migrations)

    def _shown(self, db: Database, migrations: Sequence[Migrations]) -> Database:
        """The database, as each room shows it (crawler.case.database.CaseMigrations)."""
        for one in migrations:
            if opened := getattr(one, "opened", None):
                opened(db.conn, self.root)
        return db

    def _refuse_if_deleted(self) -> None:
        """A new database beside an archive would say that nothing was ever found."""
        if self.database_path.exists() and self.database_path.stat().st_size:
            return
        archive = self.root / "archive"
        left = next(iter([*archive.glob(LEDGER_FILE), *archive.glob("*/*.warc.gz")]), None)
        if left is not None:
            raise Box31Error(
                f"{self.database_path}: missing or empty, although {left.relative_to(self.root)} is there: it was deleted or"
                " not copied; restore it from a copy"
            )

    def refuse_received(self) -> None:
        """Raise Box31Error where somebody sent the case; before anything is written into its folder."""
        if self.received:
            raise Box31Error(
                f"{self.root}: opened as a received case, which is only read; copy it to work on it"
            )

    @contextmanager
    def lock(self, name: str = "case") -> Iterator[None]:
        """Hold the case for writing. Raises CaseLocked (exit 75) at once where another process holds it."""
        self.refuse_received()
        with open_lock(self._lock_path(name)) as handle:
            if not try_lock(handle):
                holder = handle.read(64).decode("ascii", "replace").strip()
                raise CaseLocked(
                    f"{self.root}: locked by another box31 process (pid {holder or 'unknown'}); wait until it ends"
                )
            handle.truncate(0)
            handle.seek(0)
            handle.write(str(os.getpid()).encode("ascii"))
            yield

    def _lock_path(self, name: str) -> Path:
        return self.root / f".{name}.lock"

    def is_crawled(self, site: str) -> bool:
        """Whether a process is crawling `site` just now."""
        path = self._lock_path(f"{CRAWL_LOCK}{site}")
        if self.received or not path.is_file() or not os.access(path, os.W_OK):
            return False
        with open_lock(path) as handle:
            return not try_lock(handle, shared=True)


def without_code(config: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The settings of a received case without those that would run what came with it, or lead into our network."""
    match = config["match"] | {"model": "bundled"}
    return config | {"match": match, "network": config["network"] | {"allowed_private": []}}


def _settings_set_aside(config: dict[str, dict[str, Any]]) -> tuple[str, ...]:
    """Which settings `without_code` changes, as "[match] model = folder"."""
    safe = without_code(config)
    return tuple(
        f"[{part}] {key} = {', '.join(value) if isinstance(value, list) else value}"
        for part, settings in config.items()
        for key, value in settings.items()
        if safe[part][key] != value
    )


def command_name() -> str:
    """The command that runs, without its arguments, for the links of the ledger; empty where none is known."""
    import click

    context = click.get_current_context(silent=True)
    return context.command_path.partition(" ")[2] if context else ""


def is_received(root: Path) -> bool:
    """Whether a case is opened as one that somebody sent: because the user says so, or because another user made it."""
    return bool(os.environ.get(RECEIVED)) or not _is_ours(root / CONFIG_NAME)


def _is_ours(path: Path) -> bool:
    """Whether this user made the file. The superuser works on any case: in a container nobody else is there."""
    getuid = getattr(os, "geteuid", None)
    return getuid is None or getuid() in (0, path.stat().st_uid)


def _read_only_disk(path: Path) -> bool:
    statvfs = getattr(os, "statvfs", None)
    return statvfs is not None and bool(statvfs(path).f_flag & os.ST_RDONLY)
