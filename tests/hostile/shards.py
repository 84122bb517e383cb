"""Shards that were changed, forged or are bombs: each must be refused in a line a site, and the case stay as it was."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from crawler.archive import captures
from crawler.archive.hash_chain import START, link
from crawler.archive.record_rules import broken_rows
from crawler.case.case import Case
from tests.hostile.outputs import printed
from tests.support.case import rows
from tests.support.catalogue import Catalogue
from tests.support.fleet import case_of, faults, serve_sites

Damage = Callable[[Path], None]
HUGE = 30_000_000_000  # bytes of a sparse file
ENDLESS = "WITH RECURSIVE n(a) AS (SELECT 1 UNION ALL SELECT a + 1 FROM n) SELECT"
ALIASES = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
NAMES = "names.json"  # beside a copy of a shard: rows that the case has of another site, for what is forged
OTHER_ID = "00000000-0000-4000-8000-000000000000"
COLUMNS = ", ".join(captures.COLUMNS)


def one(root: Path, pattern: str) -> Path:
    return sorted(root.glob(pattern))[0]


def text(pattern: str, content: bytes | str) -> Damage:
    data = content if isinstance(content, bytes) else content.encode()
    return lambda root: one(root, pattern).write_bytes(data) and None


def longer(pattern: str, size: int = HUGE) -> Damage:
    return lambda root: os.truncate(one(root, pattern), size)


def sql(*statements: str) -> Damage:
    """Change the database as anybody can."""

    def damage(root: Path) -> None:
        with closing(sqlite3.connect(root / "box31.db")) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()

    return damage


def forged(*statements: str, site: str = "site0") -> Damage:
    """Change the database with a ledger and a chain that fit, as who has Box31 can."""

    def damage(root: Path) -> None:
        names = root.parent / NAMES
        known = json.loads(names.read_bytes()) if names.is_file() else {}
        with closing(Case.open(root).database(what="crawl")) as db:
            db.conn.execute("PRAGMA foreign_keys = OFF")
            with db.conn:
                for statement in statements:
                    for name, value in known.items():
                        statement = statement.replace(f"{{{name}}}", value)
                    db.conn.execute(statement)
                _chain_anew(db, site)

    return damage


def _chain_anew(db: Database, site: str) -> None:
    before = START
    for row in list(captures.of_chain(db, site)):
        before = link(before, row)
        db.conn.execute("UPDATE captures SET chain = ? WHERE capture_id = ?", [before, row.capture_id])


def name_a_file_outside(root: Path) -> None:
    """A manifest, sealed again, that names a file of the user's."""
    path = one(root, "archive/site0/*.manifest.json")
    manifest = json.loads(path.read_bytes())
    manifest["files"].append({"name": "../../../../etc/passwd", "bytes": 1, "sha256": "0" * 64})
    path.write_text(json.dumps(manifest), encoding="utf-8")
    sealed = hashlib.sha256(path.read_bytes()).hexdigest()
    forged(f"UPDATE seals SET sha256 = '{sealed}' WHERE manifest = '{path.name}'")(root)


def roll_back(root: Path) -> None:
    """Rows and ledger as they were one link before."""
    sql("DELETE FROM ledger WHERE seq = (SELECT max(seq) FROM ledger)")(root)


def journal(root: Path) -> None:
    """A database larger than the free disk that must be copied for its journal."""
    os.truncate(root / "box31.db", shutil.disk_usage(root).free + 2**30)  # sparse: it takes no room itself
    (root / "box31.db-wal").write_bytes(b"x")


def pipe(place: str) -> Damage:
    def damage(root: Path) -> None:
        (root / place).unlink(missing_ok=True)
        os.mkfifo(root / place)

    return damage


def lead_elsewhere(root: Path) -> None:
    """The folder of a site lies elsewhere, and its WARC file is a pipe there."""
    folder = root / "archive" / "site0"
    folder.rename(root.parent / "elsewhere")
    folder.symlink_to(root.parent / "elsewhere")
    path = one(folder, "*.warc.gz")
    path.unlink()
    os.mkfifo(path)


def add_capture(capture_id: str, run: str, seq: str, chain: str = "chain") -> str:
    """Invent a capture from the last one of a site."""
    facts = {"capture_id": f"'{capture_id}'", "run_id": run, "seq": seq, "chain": chain}
    values = ", ".join(facts.get(name, name) for name in captures.COLUMNS)
    return f"INSERT INTO captures ({COLUMNS}) SELECT {values} FROM captures WHERE site = 'site0' AND seq = 18"


# name -> what is done to the shard, and what is said of it; "" where it does not matter and all is adopted
DAMAGES: dict[str, tuple[Damage, str]] = {
    "WARC cut": (lambda root: os.truncate(one(root, "archive/*/*.warc.gz"), 9_000), "records"),
    "WARC of 30 GB": (longer("archive/*/*.warc.gz"), "bytes after the last capture"),
    "index of 30 GB": (longer("archive/*/*.cdxj"), "the index has more than"),
    "chain that unpacks without end": (longer("archive/*/*.chain.jsonl.gz"), "the chain"),
    "manifest nested deep": (text("archive/*/*.manifest.json", "[" * 100_000), "is not the one that was sealed"),
    "manifest of 30 GB": (longer("archive/*/*.manifest.json"), "are no manifest"),
    "manifest that names a file outside": (name_a_file_outside, "file name '../../../../etc/passwd'"),
    "ledger of random bytes": (text("archive/ledger.jsonl", os.urandom(500) + b"\n"), "is not a link"),
    "ledger of other values": (text("archive/ledger.jsonl", '["a", 2, [3], 4, {}]\n'), "line 1 is not a link"),
    "ledger nested deep": (text("archive/ledger.jsonl", "[" * 100_000 + "\n"), "line 1 is not a link"),
    "ledger of 30 GB": (longer("archive/ledger.jsonl"), "is not a link"),
    "ledger rolled back": (roll_back, "its rows are not those that were written"),
    "captures deleted": (sql("DELETE FROM captures WHERE seq > 9"), "table captures: its rows"),
    "database of random bytes": (text("box31.db", os.urandom(50_000)), "file is not a database"),
    "database emptied": (text("box31.db", b""), "an empty one"),
    "database cut": (lambda root: os.truncate(root / "box31.db", 100_000), "malformed"),
    "database larger than the disk, with a journal": (journal, "too large for a private copy"),
    "database a pipe": (pipe("box31.db"), "has no box31.db"),
    "settings a pipe": (pipe("box31.toml"), "not a case folder"),
    "settings of 30 GB": (longer("box31.toml"), "larger than 1 MB"),
    "a pipe in the archive": (pipe("archive/site0/x.warc.gz"), "a pipe or a device"),
    "a site's folder elsewhere": (lead_elsewhere, "the file is missing"),
    "lease of 30 GB": (longer(".shard.lease-1"), "not a lease"),
    "profile of aliases": (text("sites/*.yaml", ALIASES + "start: *i\n"), "is an alias"),
    "profile of 30 GB": (longer("sites/*.yaml"), "larger than 1 MB"),
    "profile nested deep": (text("sites/*.yaml", "[" * 50_000), "nesting depth"),
    "newer, by a name of two lines": (
        sql("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('crawler', 'm999' || char(10) || 'x', '')"),
        r"(it has 'm999\nx')",
    ),
    "view without end for the ledger": (
        sql("DROP TABLE ledger", f"CREATE VIEW ledger AS {ENDLESS} a AS seq, '' AS at, '' AS what, '{{}}' AS changes, '' AS chain FROM n"),
        "its table ledger is not that of this version",
    ),
    "view without end for the migrations": (
        sql("DROP TABLE _sqlite_migrations", f"CREATE VIEW _sqlite_migrations AS {ENDLESS} 'crawler' AS migration_set, 'm' || a AS name, a AS id, '' AS applied_at FROM n"),
        "_sqlite_migrations is no table",
    ),
    "view without end for the items": (
        sql("DROP VIEW current_items", f"CREATE VIEW current_items AS {ENDLESS} a AS item_id FROM n"),
        "its view current_items is not that of this version",
    ),
    "forged: a capture of another site's run": (forged(add_capture(OTHER_ID, "'{run}'", "19")), "row of runs that is not there"),
    "forged: a capture outside the chain": (forged(add_capture(OTHER_ID, "run_id", "NULL", "NULL")), "not in the site's chain"),
    "forged: a version read from elsewhere": (forged("UPDATE item_versions SET capture_id = '{capture}' WHERE version_id = 1"), "row of captures that is not there"),
    "forged: another site's run": (forged("UPDATE items SET item_id = '{item}' WHERE rowid = 1", *(
        f"UPDATE {table} SET {column} = '{{item}}' WHERE {column} = (SELECT item_id FROM item_versions WHERE version_id = 1)"
        for table, column in (("item_urls", "item_id"), ("item_sightings", "item_id"), ("image_uses", "owner_id"), ("item_versions", "item_id"))
    )), "is one of another site in the case"),
    "forged: records before the file": (forged("UPDATE captures SET warc_offset = -5 WHERE seq = 3"), "lie beyond the file"),
    "forged: records of no length": (forged("UPDATE captures SET warc_length = -5 WHERE seq = 3"), "lie beyond the file"),
    "forged: records of 9 EB": (forged("UPDATE captures SET warc_length = 9000000000000000000 WHERE seq = 3"), "lie beyond the file"),
    "forged: records of another file": (forged("UPDATE captures SET warc_file = '../../box31.toml' WHERE seq = 3"), "box31.toml offset"),
    "forged: counts nested deep": (forged(f"UPDATE runs SET counts = '{'[' * 100_000}'"), "is not what Box31 wrote there"),
    "forged: a site that is a path": (forged("INSERT INTO runs (run_id, site, started) VALUES ('x', '../x', '')"), "'../x' is no name of a site"),
    "forged: a number of the case that is a path": (forged("UPDATE case_identity SET case_id = '../../x'"), "case_identity is not as Box31 made it"),
}  # fmt: skip


@dataclass(frozen=True)
class Fleet:
    """A crawled case in two shards, of which the case has adopted the second."""

    case: Path
    shard: Path
    names: dict[str, str]  # run, capture and item of a site that the case has


def crawled_fleet(folder: Path) -> Fleet:
    """Make one on loopback: sites of 6 products, site0 in the first shard."""
    with ExitStack() as stack:
        servers = serve_sites(stack, 4, 2, lambda number: Catalogue(6, 2, image_bytes=200))
        case = case_of(folder / "case", servers)
        for number in ("1/2", "2/2"):
            code, _, said = printed(case.root, f"crawl --due --shard {number}")
            assert code == 0, said
    for number in (1, 2):
        (case.root / "shards" / f"{number}-of-2").rename(folder / f"shard{number}")
    first, second = (folder / f"shard{number}" for number in (1, 2))
    if not (first / "sites" / "site0.yaml").is_file():
        first, second = second, first
    assert printed(case.root, f"archive adopt {second}")[0] == 0
    query = "SELECT run_id AS run, capture_id AS capture, item_id AS item FROM captures JOIN item_versions USING (capture_id) LIMIT 1"
    (names,) = rows(Case.open(second), query)
    return Fleet(case.root, first, names)


def adopt_damaged(fleet: Fleet, folder: Path, name: str) -> list[str]:
    """Adopt a copy of the shard with one damage into a copy of the case; returns what is wrong afterwards."""
    damage, words = DAMAGES[name]
    shutil.copytree(fleet.case, folder / "case")
    shutil.copytree(fleet.shard, folder / "shard")
    (folder / NAMES).write_text(json.dumps(fleet.names), encoding="utf-8")
    damage(folder / "shard")
    code, said = adopted(folder / "case", folder / "shard")
    case = Case.open(folder / "case")
    wrong = [f"{name}: {problem}" for problem in _wrong(case)]
    wrong += [f"{name}: exit {code}: {said[-300:]}"] if code not in (1, 2, 3) or words not in said else []
    wrong += [f"{name}: a traceback"] if "Traceback" in said else []
    wrong += [f"{name}: {said.count(chr(10))} lines: {said[-300:]}"] if said.count("\n") > 2 else []
    return wrong + (
        [f"{name}: adopted in part"]
        if code != 3 and rows(case, "SELECT 1 FROM runs WHERE site = 'site0'")
        else []
    )


def adopted(case: Path, shard: Path, seconds: float = 60) -> tuple[int, str]:
    """Exit code and words of `box31 archive adopt`, -1 where it took longer; in a process that a bomb may fill to 4 GB."""
    script = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (1 << 32, 1 << 32));"
        " from matcher.commands.cli import main; sys.argv = ['box31', *sys.argv[1:]]; main()"
    )
    command = [sys.executable, "-c", script, "-C", str(case), "archive", "adopt", str(shard)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds)
    except subprocess.TimeoutExpired:
        return -1, f"more than {seconds:g} s"
    return done.returncode, done.stderr


def _wrong(case: Case) -> list[Any]:
    with closing(case.database()) as db:
        return [*faults(case), *broken_rows(db)]


def try_shards() -> int:
    """Every damage; prints what was wrong, and returns how many damages were."""
    with tempfile.TemporaryDirectory() as place:
        fleet = crawled_fleet(Path(place))
        failed = 0
        for number, name in enumerate(DAMAGES):
            wrong = adopt_damaged(fleet, Path(place) / str(number), name)
            failed += bool(wrong)
            for line in wrong:
                print(f"shards: {line}", flush=True)
    print(f"shards: {len(DAMAGES)} changed, forged or endless shards, {failed} not refused as they should be")
    return failed
