"""Nothing is lost and nothing is twice, however often a crawl is killed."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from crawler.archive.verify import verify_site
from crawler.case.case import Case
from crawler.crawl.frontier import IN_FLIGHT, LONGEST_WAIT, Found, Frontier
from crawler.profile.urls import key_of
from tests.conftest import BOX31
from tests.support.case import add_site, crawl, make_case, rows
from tests.support.catalogue import Catalogue
from tests.support.server import Answer, Request, serving

PROFILE: dict[str, Any] = {"products": ["/product/"], "posts": ["/post/"], "listings": ["/list/"]}


def start(case: Case) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "crawler.spiders.worker_process", str(case.root), "site"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def what_was_found(case: Case) -> dict[str, list[Any]]:
    """Everything a crawl leaves behind, without what differs between any two (ids, times)."""
    return {
        "pages": [
            tuple(row.values())
            for row in rows(
                case,
                "SELECT url, kind, status, payload_sha256 FROM captures WHERE kind IN ('page', 'image') ORDER BY url",
            )
        ],
        "items": [
            tuple(r.values()) for r in rows(case, "SELECT url, name, price FROM item_versions ORDER BY url")
        ],
        "posts": [
            tuple(r.values()) for r in rows(case, "SELECT title, published FROM post_versions ORDER BY title")
        ],
        "images": [tuple(r.values()) for r in rows(case, "SELECT sha256 FROM images ORDER BY sha256")],
    }


def faults(case: Case) -> list[Any]:
    with closing(case.database()) as db:
        return list(verify_site(db, case.archive("site")))


def test_a_crawl_killed_again_and_again_ends_as_one_that_was_not(tmp_path: Path) -> None:
    chance = random.Random(31)
    with serving(Catalogue(24, 4)) as server:
        whole = make_case(tmp_path / "whole", server.host)
        killed = make_case(tmp_path / "killed", server.host)
        for case in (whole, killed):
            add_site(case, "site", [f"{server.base}/"], **PROFILE)
        assert crawl(whole).returncode == 0
        kills = 0
        while kills < 3:
            process = start(killed)
            before = len(server.asked)
            deadline = time.monotonic() + 20
            target = before + chance.randint(2, 12)
            while len(server.asked) < target and process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.002)
            if process.poll() is not None:
                break
            process.send_signal(signal.SIGKILL)
            process.wait()
            kills += 1
            assert faults(killed) == []
        assert kills >= 2
        assert crawl(killed).returncode == 0
    assert what_was_found(killed) == what_was_found(whole)
    assert len(rows(killed, "SELECT DISTINCT run_id FROM runs")) == 1
    assert faults(killed) == []


def test_a_torn_record_is_cut_off_and_noted(tmp_path: Path) -> None:
    with serving(Catalogue(10)) as server:
        case = make_case(tmp_path / "case", server.host)
        add_site(case, "site", [f"{server.base}/"], **PROFILE)
        process = start(case)
        while len(server.asked) < 6:
            time.sleep(0.005)
        process.kill()
        process.wait()
        (warc,) = case.archive("site").glob("*.warc.gz")
        with warc.open("ab") as handle:
            handle.write(os.urandom(500))
        assert crawl(case).returncode == 0
    (run,) = rows(case, "SELECT counts FROM runs")
    assert '"resumed": true' in run["counts"]
    assert '"cut_bytes": 0' not in run["counts"]
    assert faults(case) == []


def test_a_full_disk_stops_the_crawl_clearly_and_it_goes_on_when_there_is_room(tmp_path: Path) -> None:
    site = Catalogue(18, image_bytes=30_000)
    with serving(site) as server:
        case = make_case(tmp_path / "case", server.host)
        whole = make_case(tmp_path / "whole", server.host)
        for one in (case, whole):
            add_site(one, "site", [f"{server.base}/"], **PROFILE)
            one.database().close()

        def no_room() -> None:  # a file may not grow beyond this: to its writer that is a full disk
            resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))

        command = [sys.executable, "-m", "crawler.spiders.worker_process", str(case.root), "site"]
        stopped = subprocess.run(command, capture_output=True, text=True, preexec_fn=no_room, timeout=120)
        assert stopped.returncode == 1
        assert "cannot be written" in stopped.stderr
        assert "make room" in stopped.stderr
        assert len(stopped.stderr.strip().splitlines()) == 1
        assert faults(case) == []
        assert crawl(case).returncode == 0
        assert crawl(whole).returncode == 0
    assert what_was_found(case) == what_was_found(whole)
    assert faults(case) == []


def test_a_run_that_cannot_be_sealed_says_so_and_is_sealed_when_there_is_room(tmp_path: Path) -> None:
    site = Catalogue(10)
    in_the_way: list[Path] = []

    def route(request: Request) -> Answer:
        if not in_the_way and request.path.startswith("/product/"):
            (warc,) = case.archive("site").glob("*.warc.gz")
            in_the_way.append(warc.with_name(warc.name.replace("-001.warc.gz", ".manifest.json.part")))
            in_the_way[0].mkdir()  # to its writer, a place that cannot be written
        return site(request)

    with serving(route) as server:
        case = make_case(tmp_path / "case", server.host)
        add_site(case, "site", [f"{server.base}/"], **PROFILE)
        stopped = subprocess.run([BOX31, "-C", case.root, "crawl"], capture_output=True, text=True)
        assert stopped.returncode == 1
        assert "cannot be written" in stopped.stderr
        assert len(stopped.stderr.strip().splitlines()) == 1
        assert faults(case) == []
        assert rows(case, "SELECT finished FROM runs") == [{"finished": None}]
        in_the_way[0].rmdir()
        asked = len(server.asked)
        assert crawl(case).returncode == 0
        assert len(server.asked) == asked + 1  # robots.txt: the run was complete
    assert len(rows(case, "SELECT 1 FROM runs WHERE finish_reason = 'finished'")) == 1
    assert faults(case) == []


@pytest.mark.parametrize("being_written", ["-001.cdxj", ".chain.jsonl.gz", ".manifest.json"])
def test_a_run_killed_while_it_is_sealed_is_sealed_again(tmp_path: Path, being_written: str) -> None:
    site = Catalogue(4)
    pipes: list[Path] = []

    def route(request: Request) -> Answer:
        if not pipes and request.path.startswith("/product/"):
            (warc,) = case.archive("site").glob("*.warc.gz")
            pipes.append(warc.with_name(warc.name.replace("-001.warc.gz", f"{being_written}.part")))
            os.mkfifo(pipes[0])  # nobody reads it: the writer waits where it opens it
        return site(request)

    with serving(route) as server:
        case = make_case(tmp_path / "case", server.host)
        add_site(case, "site", [f"{server.base}/"], **PROFILE)
        process = start(case)
        while not pipes or rows(case, "SELECT 1 FROM frontier WHERE state IN ('pending', 'fetching')"):
            time.sleep(0.02)
        time.sleep(0.5)  # all has been asked for: it is being sealed
        assert process.poll() is None
        process.kill()
        process.wait()
        assert rows(case, "SELECT finished FROM runs") == [{"finished": None}]
        assert faults(case) == []
        pipes[0].unlink()
        assert crawl(case).returncode == 0
    assert len(rows(case, "SELECT 1 FROM runs WHERE finish_reason = 'finished'")) == 1
    assert len(rows(case, "SELECT 1 FROM captures WHERE kind != 'robots'")) == 6 + 4
    assert faults(case) == []


def test_a_crawl_stops_at_its_total_time_and_goes_on(tmp_path: Path) -> None:
    with serving(Catalogue(30)) as server:
        case = make_case(tmp_path / "case", server.host, delay=0.3, total_time=2)
        add_site(case, "site", [f"{server.base}/"], **PROFILE)
        stopped = crawl(case)
        assert stopped.returncode == 3
        assert "total_time" in stopped.stderr
        assert 0 < len(server.asked) < 50
        config = case.root / "box31.toml"
        config.write_text(
            config.read_text().replace("total_time = 2", "").replace("delay = 0.3", "delay = 0.0")
        )
        assert crawl(case).returncode == 0
    assert len(rows(case, "SELECT DISTINCT run_id FROM captures")) == 1
    assert len(rows(case, "SELECT DISTINCT url FROM captures WHERE kind = 'page'")) == 33


def test_a_second_crawl_of_the_same_site_at_once_exits_75(tmp_path: Path) -> None:
    with serving(Catalogue(10)) as server:
        case = make_case(tmp_path / "case", server.host, delay=0.3)
        add_site(case, "site", [f"{server.base}/"], **PROFILE)
        process = start(case)
        while not server.asked:
            time.sleep(0.01)
        second = crawl(case)
        process.kill()
        process.wait()
    assert second.returncode == 75
    assert "locked" in second.stderr


def test_a_crawl_ends_with_its_command_and_the_next_takes_it_up(tmp_path: Path) -> None:
    with serving(Catalogue(30)) as server:
        case = make_case(tmp_path / "case", server.host, delay=0.05)
        add_site(case, "site", [f"{server.base}/"], **PROFILE)
        command = subprocess.Popen([BOX31, "-C", case.root, "crawl"], stderr=subprocess.DEVNULL)
        while len(server.asked) < 5:
            time.sleep(0.01)
        command.kill()
        command.wait()
        again = subprocess.run([BOX31, "-C", case.root, "crawl"], capture_output=True, text=True)
        assert again.returncode == 0, again.stderr
    assert len(rows(case, "SELECT DISTINCT run_id FROM captures")) == 1
    assert len(rows(case, "SELECT DISTINCT url FROM captures WHERE kind = 'page'")) == 33
    assert faults(case) == []


def test_an_interrupted_crawl_ends_cleanly_and_goes_on(tmp_path: Path) -> None:
    with serving(Catalogue(30)) as server:
        case = make_case(tmp_path / "case", server.host, delay=0.05)
        add_site(case, "site", [f"{server.base}/"], **PROFILE)
        process = start(case)
        while len(server.asked) < 5:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 3
        assert rows(case, "SELECT finished FROM runs") == [{"finished": None}]
        assert crawl(case).returncode == 0
    assert len(rows(case, "SELECT DISTINCT url FROM captures WHERE kind = 'page'")) == 33


@pytest.fixture
def frontier(tmp_path: Path) -> Frontier:
    case = Case.create(tmp_path / "case", contact="x")
    db = case.database()
    db.execute("INSERT INTO runs (run_id, site, started) VALUES ('r', 's', 'now')")
    made = Frontier(db, "r")
    made.open()
    return made


def test_hosts_take_turns_and_none_has_more_than_its_share_under_way(frontier: Frontier) -> None:
    frontier.add(
        Found(f"http://{host}/{n}", "page", 10) for n in range(9) for host in ("a.example", "b.example")
    )
    frontier.admitted |= {"a.example", "b.example"}
    given_out = [frontier.hand_out() for _ in range(2 * IN_FLIGHT + 3)]
    assert [row.host for row in given_out if row] == ["a.example", "b.example"] * IN_FLIGHT
    assert given_out[0] is not None
    frontier.release(given_out[0])
    again = frontier.hand_out()
    assert again is not None
    assert again.host == "a.example"
    assert frontier.hand_out() is None


def test_a_host_gives_nothing_but_robots_until_that_is_read(frontier: Frontier) -> None:
    frontier.add([Found("http://a.example/", "page", 1), Found("http://a.example/robots.txt", "robots", 0)])
    first = frontier.hand_out()
    assert first is not None
    assert first.kind == "robots"
    assert frontier.hand_out() is None
    frontier.admitted.add("a.example")
    second = frontier.hand_out()
    assert second is not None
    assert second.kind == "page"


def test_a_clock_that_goes_back_holds_no_address_up(
    frontier: Frontier, monkeypatch: pytest.MonkeyPatch
) -> None:
    frontier.add([Found("http://a.example/", "page", 1)])
    frontier.admitted.add("a.example")
    row = frontier.hand_out()
    assert row is not None
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() - 86_400)
    frontier.postpone(row, 0.01, "busy")
    frontier.pause("a.example", 0.01)
    frontier.release(row)
    time.sleep(0.02)
    again = frontier.hand_out()
    assert again is not None
    frontier.postpone(again, 10, "busy")
    resumed = Frontier(Database(frontier._sql), "r")  # by a process that begins after the clock went back
    resumed.open()
    assert 0 < (resumed.next_moment() or 0) <= LONGEST_WAIT


def test_session_ids_and_fragments_do_not_make_an_address_new(frontier: Frontier) -> None:
    addresses = [
        "http://a.example/p?id=1",
        "http://a.example/p?id=1&PHPSESSID=abc",
        "http://a.example:80/p?id=1#top",
        "http://A.example/p;jsessionid=1F?id=1",
    ]
    assert frontier.add(Found(url, "page", 1) for url in addresses) == 1
    assert frontier.add([Found("http://a.example/p?id=2", "page", 1)]) == 1


@given(st.from_regex(r"http://[a-z]{1,8}\.example(:[0-9]{1,4})?/[!-~]{0,40}", fullmatch=True))
def test_keys_are_stable(url: str) -> None:
    assert key_of(key_of(url)) == key_of(url)
