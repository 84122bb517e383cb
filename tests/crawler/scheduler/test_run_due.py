"""`crawl --due` with the real command on a real server: each site once, whoever is killed or comes in between."""

from __future__ import annotations

import os
import signal
import ssl
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.case.case import Case
from crawler.case.errors import ALARM, CaseLocked
from crawler.monitor.alarms import open_alarms
from crawler.profile.profile import load_profile
from crawler.scheduler.run_due import (
    due_sites,
    exit_code,
    next_run,
    read_profiles,
    run_due,
    schedule_of,
    sites_at_once,
)
from tests.conftest import BOX31
from tests.support.case import add_site, crawl, make_case, rows
from tests.support.fictional_site import product_page
from tests.support.server import Request, Server, page, response, serving


class Maker:
    """A small maker's site whose manner a test may change while it is served."""

    def __init__(self, items: int = 8) -> None:
        self.items = items
        self.pause = 0.0
        self.robots = b""
        self.moved_to = ""
        self.gate = threading.Event()
        self.gate.set()

    def __call__(self, request: Request) -> bytes:
        time.sleep(self.pause)
        if request.path == "/robots.txt":
            return response(200, self.robots, kind="text/plain")
        if self.moved_to:
            return response(301, b"", f"Location: {self.moved_to}{request.path}")
        if request.path == "/":
            return response(200, page(*(f"/product/{n}.html" for n in range(self.items)), title="Products"))
        if request.path.startswith("/product/"):
            self.gate.wait(30)
            name = f"Plate BP-{request.path[9:-5]}"
            return response(200, product_page((("name", name), ("sku", name[6:]), ("price", "10.00"))))
        return response(404)


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def make(
    stack: ExitStack, folder: Path, count: int, **profile: object
) -> tuple[Case, list[Maker], list[Server]]:
    makers = [Maker() for _ in range(count)]
    servers = [stack.enter_context(serving(maker)) for maker in makers]
    case = make_case(folder / "case", *(server.host for server in servers))
    for number, server in enumerate(servers):
        add_site(case, f"maker{number}", [f"{server.base}/"], products=["^/product/"], every="1d", **profile)
    return case, makers, servers


def due(case: Case) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [BOX31, "-C", case.root, "crawl", "--due"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def run(case: Case, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([BOX31, "-C", case.root, *command], capture_output=True, text=True, timeout=120)


def test_two_due_crawls_at_once_crawl_each_site_once(stack: ExitStack, tmp_path: Path) -> None:
    case, makers, servers = make(stack, tmp_path, 3)
    for maker in makers:
        maker.pause = 0.05
    both = [due(case), due(case)]
    outputs = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], outputs
    runs = Counter(row["site"] for row in rows(case, "SELECT site FROM runs"))
    assert runs == {"maker0": 1, "maker1": 1, "maker2": 1}
    for server in servers:
        assert max(Counter(server.targets()).values()) == 1
    assert run(case, "crawl", "--due").stderr == "no site is due\n"


def test_a_due_crawl_killed_with_all_its_processes_is_finished_by_the_next(
    stack: ExitStack, tmp_path: Path
) -> None:
    case, makers, servers = make(stack, tmp_path, 1)
    makers[0].pause = 0.1
    first = due(case)
    while not [target for target in servers[0].targets() if target.startswith("/product/")]:
        time.sleep(0.05)
    os.killpg(first.pid, signal.SIGKILL)
    first.communicate()
    assert rows(case, "SELECT finished FROM runs") == [{"finished": None}]
    second = run(case, "crawl", "--due")
    assert second.returncode == 0, second.stderr
    (record,) = rows(case, "SELECT finish_reason FROM runs")
    assert record["finish_reason"] == "finished"
    assert rows(case, "SELECT count(*) AS n FROM items") == [{"n": 8}]
    assert run(case, "crawl", "--due").stderr == "no site is due\n"


def test_a_crawl_ends_with_its_command_and_the_next_look_takes_it_up(
    stack: ExitStack, tmp_path: Path
) -> None:
    case, makers, servers = make(stack, tmp_path, 1)
    makers[0].gate.clear()
    first = due(case)
    while not [target for target in servers[0].targets() if target.startswith("/product/")]:
        time.sleep(0.05)
    os.kill(first.pid, signal.SIGKILL)
    makers[0].gate.set()
    assert "maker0: crawled" in run(case, "crawl", "--due").stderr
    assert run(case, "crawl", "--due").stderr == "no site is due\n"
    assert len(rows(case, "SELECT 1 FROM runs")) == len(rows(case, "SELECT 1 FROM run_records")) == 1
    assert max(Counter(servers[0].targets()).values()) <= 2  # what was under way is asked for again


def test_a_crawl_that_ended_unwatched_is_examined_later(stack: ExitStack, tmp_path: Path) -> None:
    case, _, _ = make(stack, tmp_path, 1)
    assert crawl(case, "maker0").returncode == 0  # its command was killed before it could look at the run
    assert rows(case, "SELECT 1 FROM run_records") == []
    assert run(case, "crawl", "--due").stderr == "maker0: examined\n"
    assert run(case, "crawl", "--due").stderr == "no site is due\n"
    assert len(rows(case, "SELECT 1 FROM run_records")) == 1


def test_a_slot_that_comes_during_a_run_is_skipped_and_recorded(stack: ExitStack, tmp_path: Path) -> None:
    case, makers, _ = make(stack, tmp_path, 1)
    makers[0].gate.clear()
    under_way = subprocess.Popen([BOX31, "-C", case.root, "crawl", "maker0"], stderr=subprocess.DEVNULL)
    while not rows(case, "SELECT 1 FROM sqlite_master WHERE name = 'runs'") or not rows(
        case, "SELECT 1 FROM runs"
    ):
        time.sleep(0.05)
    tomorrow = datetime.now(UTC) + timedelta(days=1, minutes=1)

    def crawl_now(name: str) -> int:
        return run(case, "crawl", name).returncode

    for _ in range(2):  # the second look finds the slot given up already
        outcomes = run_due(case, lambda: tomorrow, crawl_now)
        assert [(o.site, o.outcome) for o in outcomes] == [("maker0", "skipped")]
        assert exit_code(outcomes) == 0
    skipped = rows(case, "SELECT site, detail FROM due_runs WHERE outcome = 'skipped'")
    assert skipped == [{"site": "maker0", "detail": "a run of this site is under way"}]
    makers[0].gate.set()
    assert under_way.wait(60) == 0
    with closing(case.database()) as db:
        assert due_sites(db, read_profiles(case)[0], tomorrow) == []
    shown = run(case, "schedule", "show", "--json").stdout
    assert '"last_skipped": "20' in shown


def test_a_crawl_that_is_much_too_late_says_so(stack: ExitStack, tmp_path: Path) -> None:
    case, _, _ = make(stack, tmp_path, 1)
    outcomes = run_due(case, lambda: datetime.now(UTC), lambda name: run(case, "crawl", name).returncode)
    assert exit_code(outcomes) == 0
    later = datetime.now(UTC) + timedelta(days=9)
    outcomes = run_due(case, lambda: later, lambda name: 0)
    assert exit_code(outcomes) == ALARM
    assert "ALARM maker0 overdue: no crawl started since" in outcomes[0].detail


def test_a_site_being_crawled_by_hand_makes_crawl_exit_75(stack: ExitStack, tmp_path: Path) -> None:
    case, _, _ = make(stack, tmp_path, 1)
    with case.lock("crawl-maker0"):
        done = run(case, "crawl", "maker0")
        assert done.returncode == 75, done.stderr
        assert run(case, "crawl", "--due").returncode == 0
        with pytest.raises(CaseLocked), case.lock("crawl-maker0"):
            pass


def test_incidents_of_a_crawled_site_are_told_by_crawl_due_and_status(
    stack: ExitStack, tmp_path: Path
) -> None:
    case, makers, servers = make(stack, tmp_path, 1)
    elsewhere = stack.enter_context(serving(Maker()))
    maker = makers[0]
    clock = [datetime.now(UTC)]

    def look() -> tuple[int, set[str]]:
        """A look a day later. The clock of the crawl itself cannot be turned: its runs are moved back a day."""
        with closing(case.database()) as db:
            for table, columns in {
                "runs": ("started", "finished"),
                "run_records": ("started", "finished"),
            }.items():
                for column in columns:
                    db.execute(
                        f"UPDATE {table} SET {column} = strftime('%Y-%m-%dT%H:%M:%SZ', {column}, '-1 day', '-1 minute')"
                    )
            db.execute("DELETE FROM due_runs")
        outcomes = run_due(case, lambda: clock[0], lambda name: run(case, "crawl", name).returncode)
        assert [o.site for o in outcomes] == ["maker0"]
        clock[0] = datetime.now(UTC)
        with closing(case.database()) as db:
            return exit_code(outcomes), {entry.alarm.monitor for entry in open_alarms(db)}

    assert look() == (0, set())
    maker.robots = b"User-agent: *\nDisallow: /\n"
    assert look() == (ALARM, {"robots"})
    maker.robots = b""
    maker.moved_to = elsewhere.base
    assert look() == (ALARM, {"host"})
    shown = run(case, "status")
    assert f"lead to {elsewhere.host}" in shown.stderr
    assert run(case, "status", "--check").returncode == ALARM
    maker.moved_to = ""
    maker.items = 2
    assert look() == (ALARM, {"item_count"})
    maker.items = 8
    assert look() == (0, set())
    assert elsewhere.asked == []
    assert servers[0].asked


def test_a_certificate_that_is_not_valid_is_told_as_such(stack: ExitStack, tmp_path: Path) -> None:
    openssl = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=127.0.0.1",
    ]
    subprocess.run(
        [*openssl, "-keyout", tmp_path / "key.pem", "-out", tmp_path / "certificate.pem"],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "certificate.pem", tmp_path / "key.pem")
    server = stack.enter_context(serving(Maker(), tls=context))
    case = make_case(tmp_path / "case", server.host)
    add_site(case, "maker", [f"{server.base}/"])
    assert run(case, "crawl", "maker").returncode != 0
    with closing(case.database()) as db:
        (entry,) = open_alarms(db)
    assert entry.alarm.monitor == "certificate"
    assert "self-signed" in entry.alarm.seen


def test_a_success_is_told_to_the_ping_address_through_the_address_guard(
    stack: ExitStack, tmp_path: Path
) -> None:
    watcher = stack.enter_context(serving(lambda request: response(200, b"OK")))
    refused = stack.enter_context(serving(lambda request: response(200, b"OK")))
    case, makers, _ = make(stack, tmp_path, 1, ping=f"{refused.base}/secret")
    done = run(case, "crawl", "maker0")
    assert done.returncode == 0
    assert "refused" in done.stderr or "network.allowed_private" in done.stderr
    assert refused.asked == []
    toml = case.root / "box31.toml"
    toml.write_text(
        toml.read_text(encoding="utf-8").replace(
            'allowed_private = ["', f'allowed_private = ["{watcher.host}", "'
        ),
        encoding="utf-8",
    )
    profile = case.sites / "maker0.yaml"
    profile.write_text(
        profile.read_text(encoding="utf-8").replace(refused.base, watcher.base), encoding="utf-8"
    )
    assert run(case, "crawl", "maker0").returncode == 0
    assert [request.target for request in watcher.asked] == ["/secret"]
    makers[0].robots = b"User-agent: *\nDisallow: /\n"
    assert run(case, "crawl", "maker0").returncode != 0
    assert len(watcher.asked) == 1


def test_a_wrong_profile_does_not_stop_the_others_and_is_named(stack: ExitStack, tmp_path: Path) -> None:
    case, _, _ = make(stack, tmp_path, 1)
    (case.sites / "broken.yaml").write_text(
        "start: [https://maker.example/]\nevery: sometimes\n", encoding="utf-8"
    )
    done = run(case, "crawl", "--due")
    assert done.returncode == 3
    assert "broken.yaml" in done.stderr
    assert "maker0: crawled" in done.stderr
    assert run(case, "status").stderr.count("broken.yaml") == 1


def test_a_sample_does_not_count_as_a_scheduled_crawl(stack: ExitStack, tmp_path: Path) -> None:
    case, _, _ = make(stack, tmp_path, 1)
    assert run(case, "crawl", "maker0", "--sample", "3").returncode == 0
    schedule = schedule_of(load_profile(case.sites / "maker0.yaml"))
    assert schedule is not None
    with closing(case.database()) as db:
        assert next_run(db, schedule, datetime.now(UTC)).never_crawled


def test_schedule_run_crawls_what_is_due_and_stops_in_order(stack: ExitStack, tmp_path: Path) -> None:
    pytest.importorskip("apscheduler", reason="the extra `schedule` is not installed")
    case, _, _ = make(stack, tmp_path, 1)
    process = subprocess.Popen(
        [BOX31, "-C", case.root, "schedule", "run", "--look-every", "1m"], stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    for line in process.stderr:
        if "maker0: crawled" in line:
            break
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    assert process.returncode == 0
    assert len(rows(case, "SELECT 1 FROM runs WHERE finish_reason = 'finished'")) == 1


def test_sites_at_once_are_as_set_or_as_processors_and_memory_allow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = make_case(tmp_path / "case")
    sizes = {"SC_PAGE_SIZE": 4096, "SC_PHYS_PAGES": 6 * 1024**2}  # 24 GB
    monkeypatch.setattr(os, "sysconf", sizes.__getitem__)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert sites_at_once(case) == 12
    sizes["SC_PHYS_PAGES"] //= 12  # 2 GB
    assert sites_at_once(case) == 2
    assert sites_at_once(make_case(tmp_path / "set", sites_at_once=3)) == 3
