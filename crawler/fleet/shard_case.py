"""The case that a shard is crawled into: `shards/I-of-N` of the case, with its settings and the profiles of its sites."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from crawler.archive import runs
from crawler.archive.durable import replace_file
from crawler.case.case import CONFIG_NAME, FOLDERS, SHARD_FILE, Case
from crawler.case.console import say
from crawler.case.database import open_read_only
from crawler.case.errors import Box31Error, UsageProblem
from crawler.case.leases import is_leased, leased
from crawler.case.locks import PRIVATE_FOLDER
from crawler.fleet.assignment import Shard, sites_of
from crawler.fleet.site_history import Side, Standing, carry, groups, standing
from crawler.scheduler.run_due import read_profiles

FOLDER = "shards"  # in the case
LEASE = "shard"  # of who works in a shard's folder
ADOPTING = "adopting"  # of who carries histories between the case and its shards
FORMAT = "box31-shard/1"


@contextmanager
def shard_case(case: Case, shard: Shard) -> Iterator[Case]:
    """The case of `shard`, made or brought up to date, under its lease.

    What the case has of its sites' histories comes first, so that the shard goes on from there. A site that cannot go
    on is named and left out. Raises UsageProblem where no site belongs to the shard, CaseLocked where another machine
    or process works on it.
    """
    mine = sites_of(shard, read_profiles(case)[0])
    if not mine:
        raise UsageProblem(f"{case.root}: none of its sites belongs to shard {shard}")
    root = case.root / FOLDER / shard.folder
    for folder in (root, *(root / name for name in FOLDERS)):
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    with leased(root, LEASE):
        facts = {"format": FORMAT, "shard": str(shard), "case": case.name}
        _write(root / SHARD_FILE, json.dumps(facts, ensure_ascii=False).encode("utf-8") + b"\n")
        _write(root / CONFIG_NAME, (case.root / CONFIG_NAME).read_bytes())
        made = Case.open(root)
        for path in sorted(made.sites.glob("*.yaml")):
            if path.stem not in {profile.name for profile in mine}:
                path.unlink()
        for profile in mine:
            name = f"{profile.name}.yaml"
            _write(made.sites / name, (case.sites / name).read_bytes())
        for site, problem in _bring_histories(case, made, [profile.name for profile in mine]):
            say(problem)
            (made.sites / f"{site}.yaml").unlink(missing_ok=True)
        yield made


def shards_of(case: Case) -> list[Case]:
    """The shards that lie in the case's folder."""
    found = sorted((case.root / FOLDER).glob(f"*/{SHARD_FILE}"))
    return [Case.open(path.parent) for path in found if (path.parent / CONFIG_NAME).is_file()]


def is_at_work(shard: Case) -> bool:
    """Whether a machine crawls the shard just now, or did so a moment ago."""
    return is_leased(shard.root, LEASE)


def runs_to_adopt(case: Case, shard: Case) -> int:
    """How many finished runs of a shard, which nobody crawls just now, the case does not have yet."""
    if not shard.database_path.is_file() or not case.database_path.is_file():
        return 0
    finished = []
    with closing(open_read_only(shard.database_path)) as db, closing(case.database()) as own:
        for site in runs.sites(db):
            known = {run.run_id for run in runs.of_site(own, site)}
            finished += [run for run in runs.of_site(db, site) if run.finished and run.run_id not in known]
    return len(finished)


def _bring_histories(case: Case, shard: Case, sites: Sequence[str]) -> list[tuple[str, str]]:
    """Bring the shard what the case has beyond it; returns the sites that cannot go on, and why."""
    problems: list[tuple[str, str]] = []
    if not case.database_path.is_file():  # a machine that got the settings and profiles only
        return problems
    with leased(case.root, ADOPTING), closing(case.database()) as source, closing(shard.database()) as target:
        crawled = set(runs.sites(source))
        for group in groups(source, [site for site in sites if site in crawled]):
            try:
                if any(
                    standing(source, target, site) not in (Standing.SAME, Standing.BEHIND) for site in group
                ):
                    carry(Side(case, source), Side(shard, target), group)
            except Box31Error as error:
                problems += [(site, error.message) for site in group if site in sites]
    return problems


def _write(path: Path, data: bytes) -> None:
    if not path.is_file() or path.read_bytes() != data:
        replace_file(path, [data])
