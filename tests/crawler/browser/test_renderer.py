"""Pages that need a browser: what they show is archived beside their wire captures, and nothing reaches elsewhere."""

from __future__ import annotations

import asyncio
import io
import json
import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from crawler.archive.capture_reader import read_capture
from crawler.browser.chromium import BROWSERS, cut_off
from crawler.browser.page_session import Answer, NotRendered, Rendering, SubresourceRequest
from crawler.browser.renderer import Renderer
from crawler.case.case import Case
from tests.conftest import BOX31
from tests.support.case import add_site, crawl, make_case, rows
from tests.support.kept import assert_kept_as_sent
from tests.support.script import PRODUCTS, ScriptSite
from tests.support.server import Request, Server, response, serving

pytest.importorskip("playwright", reason="the extra `browser` is not installed")
pytestmark = [
    pytest.mark.skipif(
        not any(map(shutil.which, BROWSERS)), reason="no Chromium here: apt-get install chromium"
    ),
]


class Rendered:
    """A crawl of the script site, and what it left."""

    def __init__(self, case: Case, server: Server) -> None:
        self.case = case
        self.server = server
        self.captures = rows(case, "SELECT * FROM captures ORDER BY seq")

    def of(self, url: str, kind: str | None = None) -> list[dict[str, Any]]:
        return [c for c in self.captures if c["url"] == url and kind in (None, c["kind"])]

    def content(self, capture: dict[str, Any]) -> bytes:
        db = self.case.database()
        try:
            return read_capture(db, self.case.root / "archive", capture["capture_id"]).content
        finally:
            db.close()


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rendered]:
    with serving(ScriptSite()) as server:
        case = make_case(tmp_path_factory.mktemp("rendered") / "case", server.host)
        add_site(case, "site", [f"{server.base}/"], browser=True)
        done = crawl(case)
        assert done.returncode == 0, done.stderr
        yield Rendered(case, server)


def test_items_of_a_site_that_is_empty_without_a_browser(rendered: Rendered, tmp_path: Path) -> None:
    found = rows(rendered.case, "SELECT name, sku, specs FROM current_items ORDER BY sku")
    assert [(item["name"], item["sku"]) for item in found] == [
        (p["name"], p["sku"]) for p in PRODUCTS.values()
    ]
    assert json.loads(found[0]["specs"])["Weight"] == "1.5 kg"

    with serving(ScriptSite()) as server:
        plain = make_case(tmp_path / "case", server.host)
        add_site(plain, "site", [f"{server.base}/"])
        crawl(plain)
    assert rows(plain, "SELECT count(*) AS n FROM items") == [{"n": 0}]


def test_all_that_the_browser_was_given_is_in_the_archive_as_it_came(rendered: Rendered) -> None:
    assert assert_kept_as_sent(rendered.case, rendered.server) == len(rendered.server.asked)


def test_only_pages_that_the_profile_names_are_rendered(tmp_path: Path) -> None:
    with serving(ScriptSite()) as server:
        case = make_case(tmp_path / "case", server.host)
        starts = [f"{server.base}/", f"{server.base}/products/1"]
        add_site(case, "site", starts, browser=[r"^/products/\d+$"])
        assert crawl(case).returncode == 0
    found = rows(case, "SELECT url FROM captures WHERE kind = 'rendered' AND mime = 'text/html'")
    assert [row["url"] for row in found] == [f"urn:dom:{server.base}/products/1"]


def test_an_item_is_traced_to_the_rendered_form_and_from_there_to_the_wire(rendered: Rendered) -> None:
    page = f"{rendered.server.base}/products/3"
    (item,) = rows(rendered.case, "SELECT capture_id FROM current_items WHERE sku = 'HD-300'")
    (dom,) = rendered.of(f"urn:dom:{page}")
    assert dom["capture_id"] == item["capture_id"]
    text = rendered.content(dom).decode("utf-8")
    assert text.startswith('<!DOCTYPE html><html lang="en">')
    assert PRODUCTS["3"]["name"] in text
    assert "Seen only in the shadow" in text

    (notes,) = rendered.of(f"urn:pageinfo:{page}")
    told = json.loads(rendered.content(notes))
    assert told["page"] == rendered.of(page, "page")[0]["capture_id"]
    assert told["browser"].startswith("Chromium ")
    captures = {
        capture["url"].removeprefix(rendered.server.base): capture["capture"] for capture in told["pieces"]
    }
    assert set(captures) == {"/style.css", "/app.js", "/api/query", "/pictures/3.png"}
    by_id = {c["capture_id"]: c for c in rendered.captures}
    asked = rendered.content(by_id[captures["/api/query"]])
    assert json.loads(asked)["product"]["sku"] == "HD-300"


def test_the_screenshot_shows_the_whole_page(rendered: Rendered) -> None:
    (shot,) = rendered.of(f"urn:fullPage:{rendered.server.base}/products/1")
    picture = Image.open(io.BytesIO(rendered.content(shot)))
    assert picture.format == "PNG"
    assert picture.width == 1366
    assert len(picture.getcolors(1 << 20) or []) > 10  # letters, not an empty sheet


def test_every_address_is_asked_for_once_and_by_the_crawl_itself(rendered: Rendered) -> None:
    targets = [t for t in rendered.server.targets() if t != "/api/query"]
    assert sorted(targets) == sorted(set(targets))
    agents = {request.header("User-Agent") for request in rendered.server.asked}
    assert len(agents) == 1
    assert str(agents).count("Box31/") == str(agents).count("tests@box31.example") == 1
    assert not any(request.header("Cookie") or request.header("Referer") for request in rendered.server.asked)


def test_pictures_of_rendered_pages_are_pictures_of_their_items(rendered: Rendered) -> None:
    found = rows(
        rendered.case,
        "SELECT i.width, i.height FROM image_uses u JOIN captures c ON c.url = u.url AND c.kind = 'image'"
        " JOIN images i ON i.sha256 = c.payload_sha256",
    )
    assert [(row["width"], row["height"]) for row in found] == [(40, 30)] * len(PRODUCTS)


def test_the_archive_of_rendered_pages_verifies_and_a_second_crawl_adds_only_what_is_rendered_anew(
    rendered: Rendered,
) -> None:
    def verified() -> bool:
        done = subprocess.run(
            [BOX31, "-C", rendered.case.root, "archive", "verify"], capture_output=True, text=True
        )
        return done.returncode == 0

    assert verified()
    assert crawl(rendered.case).returncode == 0
    assert verified()
    again = rows(
        rendered.case,
        "SELECT kind, revisit_of FROM captures WHERE status IN (200, 304)"
        " AND run_id = (SELECT max(run_id) FROM runs) AND kind != 'robots'",
    )
    assert all(row["revisit_of"] for row in again)
    read_again = ["archive", "extract", "site"]  # from the rendered forms, not from the empty shells
    assert subprocess.run([BOX31, "-C", rendered.case.root, *read_again], capture_output=True).returncode == 0
    assert rows(rendered.case, "SELECT count(*) AS n FROM item_versions") == [{"n": len(PRODUCTS)}]


# --- hostile pages ----------------------------------------------------------------------------------------------


@contextmanager
def udp_listener() -> Iterator[tuple[int, list[bytes]]]:
    """A UDP socket on loopback that notes what it is sent."""
    heard: list[bytes] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.settimeout(0.1)
        stop = threading.Event()

        def listen() -> None:
            while not stop.is_set():
                try:
                    heard.append(listener.recv(2048))
                except TimeoutError:
                    continue

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield listener.getsockname()[1], heard
        finally:
            stop.set()
            thread.join()


def spellings(port: int) -> list[str]:
    """Addresses of a private server, in all the ways a page can write them."""
    hosts = [
        "127.0.0.1", "localhost", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "0", "0.0.0.0",
        "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "127.0.0.1.", "127。0。0。1", "①27.0.0.1", "ip6-localhost",
        "sub.localhost", "[::]", "[0:0:0:0:0:ffff:7f00:0001]", "user@127.0.0.1", socket.gethostname(),
    ]  # fmt: skip
    return [f"http://{host}:{port}" for host in hosts]


def attack_page(port: int, udp: int, redirect: str) -> bytes:
    """A page that tries to reach a private server on `port` in every way we could think of."""
    urls = [f"{base}/{number}" for number, base in enumerate(spellings(port))] + [redirect]
    one = urls[0]
    tags = "".join(
        f'<img src="{u}/img"><script src="{u}/js"></script><link rel=stylesheet href="{u}/css"><iframe src="{u}/frame">'
        f'</iframe><link rel=preconnect href="{u}"><link rel=dns-prefetch href="{u}"><link rel=prefetch href="{u}/pre">'
        f'<object data="{u}/object"></object><video src="{u}/video" autoplay></video><link rel=icon href="{u}/icon">'
        for u in urls
    )
    script = f"""
      const urls = {json.dumps(urls)};
      for (const u of urls) {{
        fetch(u + '/fetch', {{mode: 'no-cors'}}).catch(() => 0);
        fetch(u + '/put', {{method: 'PUT', mode: 'cors'}}).catch(() => 0);
        navigator.sendBeacon(u + '/beacon', 'x');
        try {{ new WebSocket(u.replace('http', 'ws') + '/ws'); }} catch (e) {{}}
        try {{ new EventSource(u + '/events'); }} catch (e) {{}}
        try {{ new WebTransport(u.replace('http:', 'https:') + '/wt'); }} catch (e) {{}}
        try {{ new Worker(URL.createObjectURL(new Blob(["fetch('" + u + "/worker',{{mode:'no-cors'}});importScripts('"
                          + u + "/import')"]))); }} catch (e) {{}}
        try {{ new SharedWorker(URL.createObjectURL(new Blob(["fetch('" + u + "/shared',{{mode:'no-cors'}})"]))); }}
        catch (e) {{}}
        window.open(u + '/popup');
      }}
      const stun = {{urls: ['stun:127.0.0.1:{udp}', 'turn:127.0.0.1:{udp}?transport=udp',
                            'turn:127.0.0.1:{port}?transport=tcp'], username: 'u', credential: 'c'}};
      const peer = new RTCPeerConnection({{iceServers: [stun]}});
      peer.createDataChannel('x'); peer.createOffer().then(o => peer.setLocalDescription(o));
      navigator.serviceWorker && navigator.serviceWorker.register('/worker.js').catch(() => 0);
      Element.prototype.getHTML = () => 'forged'; Object.defineProperty(document, 'doctype', {{get() {{ throw 1; }}}});
      const form = Object.assign(document.createElement('form'), {{action: '{one}/form', method: 'POST'}});
      document.body.append(form); form.submit();
      setTimeout(() => {{ location.href = '{one}/location'; }}, 50);
      setTimeout(() => {{ document.getElementById('told').textContent = 'still here'; }}, 200);
    """
    return (
        "<!doctype html><html><head><meta charset=utf-8><title>Attack</title>"
        f'<meta http-equiv=refresh content="0; url={one}/refresh"></head><body><h1 id=told>Start</h1>'
        f"{tags}<style>body{{background:url({one}/background)}}@import '{one}/import';"
        f"@font-face{{font-family:x;src:url({one}/font)}}h1{{font-family:x}}</style><script>{script}</script>"
        '<iframe src="file:///etc/passwd"></iframe><iframe src="chrome://version"></iframe></body></html>'
    ).encode()


@pytest.fixture(params=["namespace", "flags"])
def isolation(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """With the network namespace, and as on systems that refuse one: there only Chromium's flags hold."""
    if request.param == "namespace":
        return {}
    unshare = tmp_path / "bin" / "unshare"
    unshare.parent.mkdir()
    unshare.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    unshare.chmod(0o755)
    return {"PATH": f"{unshare.parent}:{os.environ['PATH']}"}


def test_no_page_reaches_a_private_server(isolation: dict[str, str], tmp_path: Path) -> None:
    """The private server is named in the profile, so that only the address guard stands before it."""
    with serving(lambda request: response(200, b"secret")) as private, udp_listener() as (udp, heard):

        def site(request: Request) -> bytes | None:
            if request.path == "/":
                return response(200, attack_page(private.port, udp, f"{server.base}/to-private"))
            if request.path.startswith("/to-private"):
                return response(302, b"", f"Location: http://127.0.0.1:{private.port}/redirected")
            return response(404, b"")

        with serving(site) as server:
            case = make_case(tmp_path / "case", server.host)
            hosts = [base.removeprefix("http://") for base in spellings(private.port) if "@" not in base]
            add_site(case, "site", [f"{server.base}/"], browser=True, hosts=[server.host, *hosts])
            done = crawl(case, environment=isolation)
        assert done.returncode == 0, done.stderr
        assert private.connections == 0
        assert heard == []
    (dom,) = rows(case, "SELECT capture_id FROM captures WHERE url = ?", f"urn:dom:{server.base}/")
    found = rows(case, "SELECT url, error FROM captures WHERE status IS NULL AND kind = 'failure'")
    assert any("address guard" in row["error"] for row in found)
    db = case.database()
    text = read_capture(db, case.root / "archive", dom["capture_id"]).content.decode()
    db.close()
    assert "still here" in text
    assert "forged" not in text.partition("<script>")[0]
    assert "secret" not in text
    assert "root:" not in text


def test_requests_to_third_parties_are_refused_and_told(tmp_path: Path) -> None:
    with serving(lambda request: response(200, b"var x = 1")) as third:

        def site(request: Request) -> bytes | None:
            if request.path == "/":
                return response(200, f'<script src="{third.base}/tracker.js"></script><h1>Here</h1>'.encode())
            if request.path == "/robots.txt":
                return response(200, b"User-agent: *\nDisallow: /private\n", kind="text/plain")
            return None

        with serving(site) as server:
            case = make_case(tmp_path / "case", server.host, third.host)
            add_site(case, "site", [f"{server.base}/"], browser=True)
            assert crawl(case).returncode == 0
        assert third.connections == 0
    (notes,) = rows(case, "SELECT capture_id FROM captures WHERE url = ?", f"urn:pageinfo:{server.base}/")
    db = case.database()
    told = json.loads(read_capture(db, case.root / "archive", notes["capture_id"]).content)
    db.close()
    assert told["refused"] == {f"{third.base}/tracker.js": "host not in the profile"}


def test_robots_txt_holds_for_what_a_page_asks_for_too(tmp_path: Path) -> None:
    def site(request: Request) -> bytes | None:
        if request.path == "/":
            return response(200, b'<h1>Here</h1><script src="/private/a.js"></script>')
        if request.path == "/robots.txt":
            return response(200, b"User-agent: *\nDisallow: /private\n", kind="text/plain")
        return response(200, b"")

    with serving(site) as server:
        case = make_case(tmp_path / "case", server.host)
        add_site(case, "site", [f"{server.base}/"], browser=True)
        assert crawl(case).returncode == 0
        assert server.targets() == ["/"]


def test_a_page_that_leads_on_by_script_is_followed_by_the_crawl(tmp_path: Path) -> None:
    def site(request: Request) -> bytes | None:
        if request.path == "/":
            return response(200, b"<script>location.replace('/real/page')</script>")
        return response(200, b"<h1>Real</h1>") if request.path == "/real/page" else None

    with serving(site) as server:
        case = make_case(tmp_path / "case", server.host)
        add_site(case, "site", [f"{server.base}/"], browser=True)
        assert crawl(case).returncode == 0
    pages = rows(case, "SELECT url FROM captures WHERE kind = 'page' ORDER BY seq")
    assert [row["url"] for row in pages] == [f"{server.base}/", f"{server.base}/real/page"]


async def show(*documents: str, seconds: float = 60, limit: int = 1_000_000) -> list[Rendering | NotRendered]:
    """Render pages one after the other in one browser that is given nothing else."""

    async def nothing(asked: SubresourceRequest) -> Answer | None:
        return None

    renderer = Renderer("Box31/test", dom_bytes=limit, page_seconds=seconds)
    results: list[Rendering | NotRendered] = []
    try:
        for document in documents:
            answer = Answer(200, {"content-type": "text/html; charset=utf-8"}, document.encode())
            try:
                results.append(await renderer.render("https://maker.example/page", answer, nothing))
            except NotRendered as error:
                results.append(error)
    finally:
        await renderer.close()
    return results


GOOD = "<!doctype html><title>Good</title><p>Good</p>"


@pytest.mark.parametrize(
    "document",
    [
        "<script>for (;;) {}</script>",
        "<script>const all = []; for (;;) all.push(new Array(1e6).fill(all.length))</script>",
        "<script>for (;;) document.write('<p>' + 'more '.repeat(1000))</script>",
        "<p>" + "<script>setInterval(() => { for (;;) {} }, 0)</script>",
    ],
    ids=["endless loop", "endless memory", "endless page", "endless later"],
)
def test_a_page_that_never_ends_is_given_up_and_the_next_is_rendered(document: str) -> None:
    bad, good = asyncio.run(show(document, GOOD, seconds=6))
    assert isinstance(bad, NotRendered)
    assert isinstance(good, Rendering)
    assert good.dom == b"<!DOCTYPE html><html><head><title>Good</title></head><body><p>Good</p></body></html>"


def test_a_page_larger_than_the_limit_is_not_rendered() -> None:
    (bad,) = asyncio.run(show("<script>document.write('x'.repeat(2e6))</script>"))
    assert isinstance(bad, NotRendered)
    assert "larger than" in bad.message


def test_the_picture_of_an_endless_page_is_cut_and_says_so() -> None:
    (tall,) = asyncio.run(show("<div style='height: 100000px; width: 100px; background: teal'>x</div>"))
    assert isinstance(tall, Rendering)
    assert tall.cut_at == 16384
    assert Image.open(io.BytesIO(tall.screenshot)).height == 16384


def test_a_page_cannot_forge_what_is_taken_from_it() -> None:
    forging = """<!doctype html><title>Real</title><p>Real</p><script>
      Element.prototype.getHTML = () => 'forged'; Node.prototype.cloneNode = () => ({outerHTML: 'forged'});
      XMLSerializer.prototype.serializeToString = () => 'forged'; document.querySelectorAll = () => [];
      window.setTimeout = () => { throw 1; }; Object.defineProperty(document, 'title', {get: () => 'forged'});
    </script>"""
    (made,) = asyncio.run(show(forging))
    assert isinstance(made, Rendering)
    assert made.title == "Real"
    assert made.dom.startswith(b"<!DOCTYPE html><html><head><title>Real</title></head>")


def test_without_chromium_a_crawl_says_what_to_install(tmp_path: Path) -> None:
    case = make_case(tmp_path / "case")
    add_site(case, "site", ["http://maker.example/"], browser=True)
    done = crawl(case, environment={"PATH": str(tmp_path)})
    assert done.returncode == 2
    assert "apt-get install chromium" in done.stderr
    assert not case.database_path.exists()


def test_the_browser_is_started_without_a_way_out() -> None:
    with cut_off("/usr/bin/true") as (_, flags):
        port = int(next(flag for flag in flags if flag.startswith("--proxy-server=")).rpartition(":")[2])
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), timeout=2)
    assert "--host-resolver-rules=MAP * ~NOTFOUND" in flags
    assert "--proxy-bypass-list=<-loopback>" in flags
