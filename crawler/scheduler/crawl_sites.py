"""Crawl sites of a case, each in a process of its own, and say what each run brought."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crawler.archive import runs
from crawler.archive.runs import RunStatus
from crawler.case import clock
from crawler.case.case import Case
from crawler.case.child_process import module_command
from crawler.case.console import say
from crawler.case.errors import ALARM, FAILED, LOCKED, PARTLY, UsageProblem
from crawler.crawl.frontier import failures
from crawler.monitor.alarms import in_words
from crawler.monitor.examine_run import examine_run
from crawler.monitor.healthcheck import ping
from crawler.monitor.unreliable_runs import mark_run
from crawler.profile.profile import SiteProfile, load_profile, profiles
from crawler.profile.user_agent import tell_if_no_contact
from crawler.scheduler.run_due import sites_at_once

if TYPE_CHECKING:
    from sqlite_utils import Database

# Why a run ended, in words, where it did not see the whole site.
WORDS: dict[str, str] = {
    RunStatus.NO_ANSWER: "does not answer",
    RunStatus.ROBOTS_FORBIDDEN: "robots.txt forbids its start pages",
    RunStatus.PAGES_PER_RUN: "stopped at pages_per_run; raise it for the rest",
}


@dataclass(frozen=True)
class SiteResult:
    """What became of one site: the process's exit code, why the run ended, its counts, alarms that stand."""

    site: str
    exit_code: int
    reason: str = ""
    counts: dict[str, Any] | None = None
    alarms: int = 0


def crawl_sites(case: Case, names: Sequence[str] = (), *, sample: int | None = None) -> list[SiteResult]:
    """Crawl the sites `names` of the case, or all, several at once; says what came of each.

    Raises UsageProblem where a profile is missing or wrong, before anything is asked for.
    """
    chosen = sites_to_crawl(case, names)
    tell_if_no_contact(case)
    case.database().close()  # made and migrated once, before several processes open it
    progress = len(chosen) == 1 and sys.stderr.isatty()
    with ThreadPoolExecutor(max_workers=sites_at_once(case)) as pool:
        return list(
            pool.map(lambda profile: crawl_site(case, profile, sample=sample, progress=progress), chosen)
        )


def sites_to_crawl(case: Case, names: Sequence[str] = ()) -> list[SiteProfile]:
    """The profiles of the sites `names`, or of all; raises UsageProblem where there is none or one is wrong."""
    chosen = [load_profile(case.sites / f"{name}.yaml") for name in dict.fromkeys(names)]
    if not (chosen := chosen or list(profiles(case))):
        raise UsageProblem(f"{case.root}: no sites yet; add one with `box31 -C {case.root} site add URL`")
    return chosen


def crawl_site(
    case: Case, profile: SiteProfile, *, sample: int | None = None, progress: bool = False
) -> SiteResult:
    """Crawl one site in a process of its own and say what came of it, in one line (more where something is wrong)."""
    command = module_command("crawler.spiders.worker_process", str(case.root), profile.name)
    command += ["--sample", str(sample)] if sample else []
    command += ["--progress"] if progress else []
    # However this command ends, even by kill -9, the pipe is closed then, and the crawl ends with it.
    with subprocess.Popen([*command, "--with-parent"], stdin=subprocess.PIPE) as process:
        ended = process.wait()
    if ended:
        return SiteResult(profile.name, ended if ended > 0 else FAILED)
    with closing(case.database()) as db:
        run = runs.last_finished(db, profile.name)
        assert run is not None, "its process ended well"
        run_id, reason, counts = run.run_id, run.status or "", run.counts
        alarms, broken = ([], False) if sample else _examine(case, db, profile, run_id)
        if not counts["pages"]:
            why = next((one.reason for one in failures(db, run_id, 1)), "no page could be requested")
            detail = f" ({why})" if reason == RunStatus.NO_ANSWER else ""
            say(f"{profile.name}: {profile.start[0]}: {WORDS.get(reason, 'gave no page')}{detail}")
            return SiteResult(profile.name, FAILED, reason, counts, len(alarms))
        say(f"{profile.name}: {_sentence(counts)}")
        for one in failures(db, run_id):
            say(f"{profile.name}: {one.number} failed: {one.reason}, such as {one.example}")
        if reason in WORDS:
            say(f"{profile.name}: {WORDS[reason]}")
        for kind, found in counts.get("unnamed", {}).items():
            say(
                f"{profile.name}: {found['pages']} pages look like {kind}s that no pattern names, such as {found['example']};"
                f" if they are, add to {kind}s in its YAML file: {found['pattern']}"
            )
        if unfilled := counts.get("placeholders"):
            say(
                f"{profile.name}: {unfilled['pages']} pages hold placeholders that scripts fill in, such as"
                f" {unfilled['example']}: box31 site set {profile.name} browser=true"
            )
        for alarm in alarms:
            say(alarm)
        # A broken assertion of the profile is exit 3, whatever else the monitors say of the same run.
        code = PARTLY if broken or reason in WORDS else 0
        return SiteResult(profile.name, code, reason, counts, 0 if broken else len(alarms))


def exit_code(results: Sequence[SiteResult]) -> int:
    """The command's exit code: all sites failed 1 (75: all locked), some 3, an alarm 4, else 0."""
    codes = [result.exit_code for result in results]
    if codes and all(code == LOCKED for code in codes):
        return LOCKED
    if all(code not in (0, PARTLY) for code in codes):
        return next(code for code in codes if code) if len(set(codes)) == 1 else FAILED
    if any(result.alarms for result in results):
        return ALARM
    return PARTLY if any(codes) else 0


def _sentence(counts: dict[str, Any]) -> str:
    parts = [f"{counts[what]} {what}" for what in ("pages", "items", "posts", "images")]
    parts += [f"{counts['unchanged']} already in the archive"] if counts["unchanged"] else []
    parts += [f"{counts['errors']} failed"] if counts["errors"] else []
    parts += [f"{counts['robots_forbidden']} forbidden by robots.txt"] if counts["robots_forbidden"] else []
    parts += (
        [f"{counts['images_elsewhere']} images on other hosts left"] if counts["images_elsewhere"] else []
    )
    size = counts["archive_bytes"] / 1e6
    return ", ".join(parts) + f"; {size:.1f} MB added to the archive"


def _examine(case: Case, db: Database, profile: SiteProfile, run_id: str) -> tuple[list[str], bool]:
    """Let the monitors look at the run: the alarms that stand, in words, and whether an assertion broke.

    Without any alarm the profile's ping is sent; an unreliable run is marked, and no item is gone because of it.
    """
    alarms = examine_run(db, profile, clock.utc_now(), archive=case.root / "archive")
    if not alarms:
        ping(case, profile)
    broken = mark_run(db, run_id, [alarm.alarm.monitor for alarm in alarms])
    return [in_words(alarm) for alarm in alarms], broken


def crawl_by_name(case: Case) -> Callable[[str], int]:
    """What `crawler.scheduler.run_due.run_due` calls for each site that is due: crawls it, and returns the exit code."""
    return lambda name: exit_code([crawl_site(case, load_profile(case.sites / f"{name}.yaml"))])
