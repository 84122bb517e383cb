"""Each changed default of Scrapy's is what crawler/crawl/settings.py says, and takes effect."""

from __future__ import annotations

import ast
import time
from pathlib import Path
from typing import Any

import pytest
from scrapy.crawler import Crawler
from scrapy.settings import Settings

import crawler.crawl.settings as ours
from crawler.case.case import Case
from crawler.profile.profile import SiteProfile
from crawler.spiders.site import SiteSpider, apply_settings
from tests.support.case import add_site, crawl, make_case, rows
from tests.support.kept import assert_kept_as_sent
from tests.support.server import Answer, Request, page, response, serving

MIB = 1024 * 1024
EXPECTED: dict[str, Any] = {
    "BOT_NAME": "box31",
    "SPIDER_MODULES": ["crawler.spiders"],
    "HTTPPROXY_ENABLED": False,
    "DOWNLOAD_VERIFY_CERTIFICATES": True,
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "COOKIES_ENABLED": False,
    "REFERER_ENABLED": False,
    "HTTPAUTH_USER": "",
    "DOWNLOAD_MAXSIZE": 32 * MIB,
    "DOWNLOAD_WARNSIZE": 0,
    "DOWNLOAD_TIMEOUT": 60,
    "DOWNLOAD_FAIL_ON_DATALOSS": False,
    "COMPRESSION_ENABLED": False,
    "ROBOTSTXT_OBEY": False,
    "REDIRECT_ENABLED": False,
    "METAREFRESH_ENABLED": False,
    "RETRY_ENABLED": False,
    "HTTPERROR_ALLOW_ALL": True,
    "SCHEDULER": "crawler.crawl.frontier.FrontierScheduler",
    "CONCURRENT_REQUESTS": 8,
    "CONCURRENT_ITEMS": 1,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_DELAY": 1.0,
    "AUTOTHROTTLE_ENABLED": True,
    "AUTOTHROTTLE_START_DELAY": 1.0,
    "AUTOTHROTTLE_MAX_DELAY": 60.0,
    "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
    "LOG_LEVEL": "INFO",
    "LOG_DATEFORMAT": "%Y-%m-%dT%H:%M:%S%z",
    "LOGSTATS_INTERVAL": 0.0,
}
ELSEWHERE = {
    "DOWNLOAD_HANDLERS",
    "DOWNLOADER_MIDDLEWARES",
    "SPIDER_MIDDLEWARES",
    "EXTENSIONS",
    "DEFAULT_REQUEST_HEADERS",
}


def settings() -> Settings:
    made = Settings()
    made.setmodule("crawler.crawl.settings", priority="project")
    return made


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_setting(name: str) -> None:
    assert settings()[name] == EXPECTED[name]


def test_every_setting_is_asserted_here() -> None:
    named = {name for name in vars(ours) if name.isupper()}
    assert named == EXPECTED.keys() | ELSEWHERE


def test_every_setting_has_its_reason_beside_it() -> None:
    source = Path(ours.__file__).read_text(encoding="utf-8")
    lines = source.splitlines()
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and node.targets[0].id not in ("BOT_NAME", "SPIDER_MODULES"):  # type: ignore[attr-defined]
            near = "\n".join(lines[max(0, node.lineno - 6) : node.end_lineno])
            assert "# " in near, node.targets[0]


def test_both_schemes_go_through_the_guarded_handler_and_no_other_scheme_is_fetched() -> None:
    from scrapy.utils.conf import build_component_list

    handlers = settings().getwithbase("DOWNLOAD_HANDLERS")
    assert {scheme: handler for scheme, handler in handlers.items() if handler} == {
        "http": "crawler.capture.handler.VerbatimHandler",
        "https": "crawler.capture.handler.VerbatimHandler",
    }
    spider_middlewares = build_component_list(settings().getwithbase("SPIDER_MIDDLEWARES"))
    assert not any("Depth" in name or "UrlLength" in name for name in spider_middlewares)
    assert not any(
        "Offsite" in name for name in build_component_list(settings().getwithbase("DOWNLOADER_MIDDLEWARES"))
    )


def test_case_and_profile_set_contact_delay_size_and_exceptions(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case", contact="desk@newsroom.example")
    crawler = Crawler(SiteSpider, settings())
    apply_settings(
        crawler,
        case,
        SiteProfile(name="a", start=["http://a.example/"], delay=3.0, bytes_per_response=5 * MIB),
    )
    assert crawler.settings["USER_AGENT"].startswith("Box31/")
    assert "desk@newsroom.example" in crawler.settings["USER_AGENT"]
    assert crawler.settings.getfloat("DOWNLOAD_DELAY") == 3.0
    assert crawler.settings.getint("DOWNLOAD_MAXSIZE") == 5 * MIB
    assert crawler.settings.getbool("AUTOTHROTTLE_ENABLED")
    assert crawler.settings.getlist("BOX31_ALLOWED_PRIVATE") == []


def test_robots_are_obeyed_and_kept(tmp_path: Path) -> None:
    rules = b"User-agent: *\nDisallow: /secret/\n\nUser-agent: Other\nDisallow: /\n"

    def route(request: Request) -> Answer:
        if request.path == "/robots.txt":
            return response(200, rules, kind="text/plain")
        return response(200, page("/open", "/secret/1"))

    with serving(route) as server:
        case = make_case(tmp_path / "case", server.host)
        add_site(case, "site", [f"{server.base}/"])
        assert crawl(case).returncode == 0
        assert server.asked[0].path == "/robots.txt"
        assert "/open" in server.targets()
        assert "/secret/1" not in server.targets()
    assert rows(case, "SELECT kind FROM captures ORDER BY seq LIMIT 1") == [{"kind": "robots"}]
    assert rows(case, "SELECT reason FROM frontier WHERE url LIKE '%secret%'") == [{"reason": "robots.txt"}]


@pytest.mark.parametrize(
    ("robots", "pages"),
    [
        (response(500, b"oops"), 0),  # unreachable: nothing is asked for (RFC 9309, 2.3.1.4)
        (response(404, b""), 2),
        (response(200, b"User-agent: *\nDisallow: /", kind="text/plain"), 0),
        (response(302, b"", "Location: /rules.txt"), 1),
        (response(200, b"\xff\xfe\x00garbage" * 99, kind="text/plain"), 2),
        (response(302, b"", "Location: /robots.txt?again"), 2),  # in a circle: there is none
    ],
    ids=["500", "404", "forbids", "redirects", "garbage", "in a circle"],
)
def test_what_robots_answers_decides(tmp_path: Path, robots: bytes, pages: int) -> None:
    def route(request: Request) -> Answer:
        if request.path == "/robots.txt":
            return robots
        if request.path == "/rules.txt":
            return response(200, b"User-agent: Box31\nDisallow: /b", kind="text/plain")
        return response(200, page("/b"))

    with serving(route) as server:
        case = make_case(tmp_path / "case", server.host)
        add_site(case, "site", [f"{server.base}/"])
        crawl(case)
    assert len(rows(case, "SELECT 1 FROM captures WHERE kind = 'page'")) == pages


def test_a_bomb_and_a_giant_are_refused_and_recorded(tmp_path: Path) -> None:
    from tests.support.wire import bomb

    packed = bomb(900_000_000)
    assert len(packed) < 1_000_000

    def route(request: Request) -> Answer:
        return {
            "/": response(200, page("/bomb", "/giant", "/endless")),
            "/bomb": response(200, packed, "Content-Encoding: gzip"),
            "/giant": b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n<html>",
            "/endless": (
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + b"x" * 65536 for _ in range(99999)
            ),
        }.get(request.path)

    with serving(route) as server:
        case = make_case(tmp_path / "case", server.host, bytes_per_response=2 * MIB)
        add_site(case, "site", [f"{server.base}/"])
        done = crawl(case)
        assert done.returncode == 0, done.stderr
        assert assert_kept_as_sent(case, server) == 5
    said = {
        row["url"].rpartition("/")[2]: row for row in rows(case, "SELECT * FROM captures WHERE kind = 'page'")
    }
    assert "decodes to more than" in said["bomb"]["error"]
    assert said["giant"]["truncated"] == "length"
    assert said["endless"]["truncated"] == "length"
    assert "larger than the limit" in said["endless"]["error"]


def test_what_a_server_drips_is_cut_off_in_time(tmp_path: Path) -> None:
    import subprocess
    import sys

    from tests.support.wire import WireSite

    with serving(WireSite()) as server:
        case = make_case(tmp_path / "case", server.host)
        add_site(case, "site", [f"{server.base}/drip"])
        scrapy = Path(sys.executable).parent / "scrapy"
        arguments = ["-a", f"case={case.root}", "-a", "name=site", "-s", "DOWNLOAD_TIMEOUT=1.5"]
        root = Path(__file__).resolve().parents[3]
        subprocess.run(
            [scrapy, "crawl", "site", *arguments], cwd=root, check=True, capture_output=True, timeout=60
        )
        captured = len(rows(case, "SELECT 1 FROM captures WHERE kind = 'page'"))
        for _ in range(150):  # the server finds out at its next byte, on a busy machine later
            if sum(target == "/drip" for target, _ in server.sent) >= captured:
                break
            time.sleep(0.1)
        assert assert_kept_as_sent(case, server) > 1
    kept = rows(case, "SELECT status, truncated, payload_length FROM captures WHERE kind = 'page'")
    assert {row["truncated"] for row in kept} == {"time"}
    assert all(row["status"] == 200 and 0 < row["payload_length"] < 10 for row in kept)
