"""What `status` and `schedule` say, and the texts for cron, systemd and GitHub, checked by the real tools."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from crawler.case.case import Case
from crawler.scheduler.cron_and_systemd import (
    cron_text,
    github_text,
    repository_path,
    systemd_texts,
    unit_name,
)
from crawler.scheduler.run_due import read_profiles
from crawler.scheduler.site_status import COLUMNS, crawl_status
from tests.conftest import BOX31
from tests.support.fictional_site import Site, crawl_and_examine, record_run

NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)


def make(folder: Path, **sites: str) -> Case:
    case = Case.create(folder, contact="desk@newsroom.example")
    for name, more in sites.items():
        (case.sites / f"{name}.yaml").write_text(
            f"start: [https://maker.example/]\nproducts: [^/product/]\nposts: [^/news/]\nlistings: [^/$]\n{more}\n",
            encoding="utf-8",
        )
    return case


def run(case: Case, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([BOX31, "-C", case.root, *command], capture_output=True, text=True, timeout=60)


def test_status_tells_of_each_site_what_its_last_run_brought_and_what_needs_action(tmp_path: Path) -> None:
    case = make(
        tmp_path / "case", quiet="every: 1d", loud="every: 1d", late="every: 1d", new="every: 1d", hand=""
    )
    db = case.database()
    profiles = {profile.name: profile for profile in read_profiles(case)[0]}
    for name, last in {"quiet": 0.5, "loud": 0.5, "late": 4, "hand": 50}.items():
        site = Site(seed=7)
        for days in (3, 2, 1, 0):
            if days == 1:
                site.posts["/news/77.html"] = "2026-06-09"
                site._add(4321)
            if days == 0 and name == "loud":
                site.answers = False
            crawl_and_examine(db, site, profiles[name], NOW - timedelta(days=days + last))
    found = crawl_status(db, list(profiles.values()), [], NOW)
    by_name = {site.site: site for site in found.sites}
    assert [site.site for site in found.sites] == ["late", "loud", "new", "hand", "quiet"]
    assert {name: site.state for name, site in by_name.items()} == {
        "late": "alarm",
        "loud": "alarm",
        "new": "due",
        "hand": "ok",
        "quiet": "ok",
    }
    assert by_name["loud"].alarms == "failed"
    assert by_name["late"].alarms == "overdue"
    assert by_name["quiet"].next_due == "2026-06-11T00:00:00Z"
    assert by_name["hand"].next_due is None
    assert by_name["new"].last_success is None
    assert by_name["loud"].last_success == (NOW - timedelta(days=1.5)).isoformat()
    assert by_name["quiet"].items == len(Site(seed=7).items) + 1
    assert by_name["quiet"].items_new == 0
    assert {entry.alarm.monitor for entry in found.alarms} == {"failed", "overdue"}


def test_a_run_that_did_not_end_is_stopped_for_a_day_and_then_an_alarm(tmp_path: Path) -> None:
    case = make(tmp_path / "case", maker="")
    db = case.database()
    profiles = read_profiles(case)[0]
    db.execute("INSERT INTO runs (run_id, site, started) VALUES ('r', 'maker', ?)", [NOW.isoformat()])
    (row,) = crawl_status(db, profiles, [], NOW + timedelta(hours=23)).sites
    assert (row.state, row.alarms) == ("stopped", "")
    later = crawl_status(db, profiles, [], NOW + timedelta(hours=25))
    assert (later.sites[0].state, later.sites[0].alarms) == ("alarm", "unfinished")
    assert "box31 crawl maker" in later.alarms[0].alarm.next_step


def test_running_is_said_only_while_a_process_crawls(tmp_path: Path) -> None:
    case = make(tmp_path / "case", maker="every: 1d")
    db = case.database()
    started = datetime.now(UTC) - timedelta(minutes=5)
    db.execute("INSERT INTO runs (run_id, site, started) VALUES ('r', 'maker', ?)", [started.isoformat()])
    db.conn.commit()

    def states() -> tuple[str, str]:
        (now,) = json.loads(run(case, "status", "--json").stdout)["sites"]
        planned = json.loads(run(case, "schedule", "show", "--json").stdout)
        return now["state"], planned["state"]

    assert not case.is_crawled("maker")
    with case.lock("crawl-maker"):
        assert case.is_crawled("maker")
        assert states() == ("running", "running")
    assert not case.is_crawled("maker")
    assert states() == ("stopped", "to be resumed")


def test_status_of_a_run_that_nobody_counted_counts_it(tmp_path: Path) -> None:
    case = make(tmp_path / "case", maker="")
    db = case.database()
    (profile,) = read_profiles(case)[0]
    site = Site(seed=7)
    record_run(db, site, profile, NOW)
    (row,) = crawl_status(db, [profile], [], NOW).sites
    assert (row.items, row.items_new, row.posts_new) == (len(site.items), len(site.items), len(site.posts))


def test_the_status_command_speaks_table_json_and_csv(tmp_path: Path) -> None:
    case = make(tmp_path / "case", maker="every: 1d", other="every: 0 3 * * 1\ntimezone: Asia/Shanghai")
    shown = run(case, "status")
    assert shown.returncode == 0
    assert "maker" in shown.stdout
    assert "pairs: none yet" in shown.stderr
    document = json.loads(run(case, "status", "--json").stdout)
    assert sorted(document) == ["alarms", "review", "sites"]
    assert [site["site"] for site in document["sites"]] == ["maker", "other"]
    assert list(document["sites"][0]) == list(COLUMNS)
    table = list(csv.DictReader(io.StringIO(run(case, "status", "--csv").stdout)))
    assert [row["site"] for row in table] == ["maker", "other"]
    assert run(case, "status", "--check").returncode == 0
    (case.sites / "maker.yaml").write_text("start: nowhere\n", encoding="utf-8")
    wrong = run(case, "status", "--check")
    assert wrong.returncode == 4
    assert "maker.yaml" in wrong.stderr


def test_the_runs_are_listed_in_numbers(tmp_path: Path) -> None:
    case = make(tmp_path / "case", maker="", other="")
    db = case.database()
    for profile in read_profiles(case)[0]:
        for days in (2, 1):
            crawl_and_examine(db, Site(seed=7), profile, NOW - timedelta(days=days))
    rows = [
        json.loads(line)
        for line in run(case, "status", "--runs", "--site", "maker", "--json").stdout.splitlines()
    ]
    assert [row["started"] for row in rows] == ["2026-06-09T12:00:00Z", "2026-06-08T12:00:00Z"]
    assert rows[1]["items_new"] == rows[1]["items"] == len(Site(seed=7).items)
    assert rows[0]["items_new"] == 0
    assert rows[0]["seconds"] == 420
    assert rows[0]["coverage"]["price"] == 1.0
    assert len(run(case, "status", "--runs", "--csv").stdout.splitlines()) == 5


def test_many_sites_stay_in_one_screen(tmp_path: Path) -> None:
    case = make(tmp_path / "case", **{f"site{n:03d}": "" for n in range(60)})
    lines = run(case, "status").stdout.splitlines()
    assert len(lines) < 40
    assert len(run(case, "status", "--all").stdout.splitlines()) == 61
    assert len(run(case, "status", "--csv").stdout.splitlines()) == 61


def test_schedule_show_gives_the_next_run_of_every_site(tmp_path: Path) -> None:
    case = make(tmp_path / "case", maker="every: 0 3 * * 1\ntimezone: Asia/Shanghai", hand="")
    rows = [json.loads(line) for line in run(case, "schedule", "show", "--json").stdout.splitlines()]
    assert [(row["site"], row["state"]) for row in rows] == [
        ("hand", "by hand"),
        ("maker", "due, never crawled"),
    ]
    (case.sites / "wrong.yaml").write_text(
        "start: [https://maker.example/]\nevery: 0 3 * *\n", encoding="utf-8"
    )
    wrong = run(case, "schedule", "show")
    assert wrong.returncode == 3
    assert "wrong.yaml: '0 3 * *' is no cron expression" in wrong.stderr


NAMES = [
    "case",
    "my case",
    "50% done",
    "дело №31",
    "案件",
    'quo"te',
    "dollar$HOME",
    "semi;colon",
    "back\\slash",
]


@pytest.mark.parametrize("name", NAMES)
def test_the_cron_line_is_taken_by_cron_and_runs_the_command_it_shows(name: str, tmp_path: Path) -> None:
    recorder = tmp_path / "recorder"
    recorder.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n', encoding="utf-8")
    recorder.chmod(0o755)
    text = cron_text(str(recorder), tmp_path / name)
    line = text.splitlines()[-1]
    assert text.endswith("\n")
    command = line.split(" ", 5)[5].replace("\\%", "%")  # what cron hands to the shell
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["-C", str(tmp_path / name), "crawl", "--due"]
    if (
        shutil.which("crontab")
        and "-n" in subprocess.run(["crontab", "-?"], capture_output=True, text=True).stderr
    ):
        checked = subprocess.run(["crontab", "-n", "-"], input=text, capture_output=True, text=True)
        assert checked.returncode == 0, checked.stderr


def test_a_path_that_no_crontab_can_hold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="line breaks"):
        cron_text("/usr/bin/box31", tmp_path / "a\nb")


@pytest.mark.parametrize("name", NAMES)
def test_systemd_takes_the_units(name: str, tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed")
    program = tmp_path / "box31"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    (tmp_path / "run").mkdir(mode=0o700)
    texts = systemd_texts(str(program), tmp_path / name)
    paths = []
    for file, text in texts.items():
        paths.append(tmp_path / file)
        paths[-1].write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "--user", "--man=no", "verify", *paths],
        capture_output=True,
        text=True,
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path / "run"), "HOME": str(tmp_path)},
    )
    if "Failed to initialize manager" in done.stderr:
        pytest.skip("systemd-analyze cannot work here: " + done.stderr.strip())
    assert done.returncode == 0, done.stderr
    ours = [line for line in done.stderr.splitlines() if unit_name(tmp_path / name) in line]
    assert ours == []


def test_systemd_keeps_the_words_of_the_command_whole(tmp_path: Path) -> None:
    service = next(iter(systemd_texts("/opt/box 31/box31", Path('/srv/50% "of" $x')).values()))
    assert 'ExecStart="/opt/box 31/box31" -C "/srv/50%% \\"of\\" $$x" crawl --due' in service


@pytest.mark.parametrize("folder", [".", "cases/my case", 'a"b: c', "дело"])
def test_the_github_workflow_is_yaml_and_crawls_the_case(folder: str) -> None:
    workflow = yaml.safe_load(github_text(folder, 17))
    job = workflow["jobs"]["crawl"]
    assert workflow[True]["schedule"] == [
        {"cron": "17 * * * *"}
    ]  # YAML 1.1 reads `on` as true; GitHub does not
    assert job["env"]["CASE"] == folder
    assert 'box31 -C "$CASE" crawl --due' in [step.get("run") for step in job["steps"]]
    assert workflow["permissions"] == {"contents": "write"}


def test_the_case_is_found_inside_its_repository(tmp_path: Path) -> None:
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    (tmp_path / "repo" / "cases" / "one").mkdir(parents=True)
    assert repository_path(tmp_path / "repo" / "cases" / "one") == "cases/one"
    assert repository_path(tmp_path / "repo") == "."
    assert repository_path(tmp_path) == "."


def test_schedule_print_fills_in_the_paths_of_program_and_case(tmp_path: Path) -> None:
    case = make(tmp_path / "my case")
    text = run(case, "schedule", "print", "--cron").stdout
    assert f"{BOX31} -C '{case.root}' crawl --due" in text
    done = run(case, "schedule", "print", "--systemd", "-o", str(tmp_path / "units"))
    assert done.returncode == 0
    assert sorted(path.name for path in (tmp_path / "units").iterdir()) == [
        "box31-my-case.service",
        "box31-my-case.timer",
    ]
    assert run(case, "schedule", "print").returncode == 2
