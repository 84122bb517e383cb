"""The review in a real browser: decisions by keyboard reach the database, scraped text does nothing."""

from __future__ import annotations

import http.client
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from crawler.case.case import Case
from matcher.review.decisions import review_database, state_counts, state_of
from tests.support.review_case import make_case, pair_id

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
CHROMIUM_WORDS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium (apt-get install chromium)")


def serving(case: Case, *words: str) -> list[str]:
    program = [
        "-c",
        "from matcher.commands.cli import main; main()",
        "-C",
        str(case.root),
        "review",
        "serve",
        *words,
    ]
    return [sys.executable, *program]


@contextmanager
def served(case: Case, *words: str) -> Iterator[str]:
    """`box31 review serve` in a process of its own; gives the address it prints."""
    program = [
        "-c",
        "from matcher.commands.cli import main; main()",
        "-C",
        str(case.root),
        "review",
        "serve",
        *words,
    ]
    child = subprocess.Popen(
        [sys.executable, *program], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert child.stdout is not None
        yield child.stdout.readline().strip()
    finally:
        child.terminate()
        child.wait()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=[*CHROMIUM_WORDS])
        yield chromium
        chromium.close()


def press(page: Any, key: str) -> None:
    with page.expect_navigation():
        page.keyboard.press(key)


@needs_browser
def test_ten_pairs_by_keyboard_one_undone_and_a_reload(browser: Any, tmp_path: Path) -> None:
    case = make_case(tmp_path / "case", 30)
    keys = "arauaarara"
    words = {"a": "accepted", "r": "rejected", "u": "unsure"}
    with served(case, "--reviewer", "Анна") as address:
        page = browser.new_page()
        page.goto(address)
        for n, key in enumerate(keys):
            assert page.url.split("/pair/")[1] == pair_id(n)
            press(page, key)
        press(page, "z")
        assert page.url.split("/pair/")[1] == pair_id(9), "undo leads back to the pair"
        page.keyboard.press("c")
        page.keyboard.type("the weight differs; a, r and u are letters here")
        page.keyboard.press("Escape")
        press(page, "r")
        page.reload()
        assert "11" not in page.locator(".counts .today").inner_text()
        assert page.locator("#open").inner_text() == "20"
        page.close()
    db = review_database(case)
    for n, key in enumerate(keys[:9] + "r"):
        assert state_of(db, pair_id(n)) == words[key]
    assert state_counts(db)["proposed"] == 20
    assert db.execute("SELECT count(*) FROM decisions").fetchone() == (11,), "the undone one is kept"
    note, reviewer = db.execute(
        "SELECT note, reviewer FROM decisions WHERE pair_id = ? AND undone_at IS NULL", [pair_id(9)]
    ).fetchone()
    assert (note, reviewer) == ("the weight differs; a, r and u are letters here", "Анна")


@needs_browser
def test_scraped_text_does_nothing(browser: Any, tmp_path: Path) -> None:
    case = make_case(tmp_path / "case", 34, hostile=True, items=17)
    db = review_database(case)
    with db.conn:
        db.execute(
            "UPDATE item_versions SET description = ?, category = ? WHERE item_id = 'i-000000'",
            [
                "</p></main><script>window.owned=1</script><img src=x onerror=window.owned=1>"
                "<svg onload=window.owned=1>"
                "<style>body{display:none}</style><div style='position:fixed;inset:0;background:url(http://evil.example/)'>",
                "{{ 7 * 7 }}{% for x in [1] %}\u202eevil",
            ],
        )
    asked: list[str] = []
    with served(case, "--reviewer", "ann") as address:
        page = browser.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address + "list?view=all")
        ids = [
            link.get_attribute("href").split("/pair/")[1].split("?")[0]
            for link in page.locator(".entry").all()
        ]
        assert len(ids) == 34
        for pair in ids[::2]:  # every goods once, and nearly every item
            page.goto(f"{address}pair/{pair}?view=all")
            assert page.evaluate("window.owned") is None
            assert page.title().startswith("p-")
            assert page.locator("main.pair").is_visible()
            assert page.locator("main a[href^='javascript']").count() == 0
            assert page.locator("main script, main style, main [style], main [onerror]").count() == 0
        shown = page.goto(f"{address}pair/{pair_id(0)}").text()
        assert "{{ 7 * 7 }}" in shown
        assert "⟨U+202E⟩" in shown
        page.close()
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(address).netloc}


@needs_browser
def test_a_phone_shows_buttons_and_photo_without_scrolling_sideways(browser: Any, tmp_path: Path) -> None:
    case = make_case(tmp_path / "case", 6, hostile=True)
    with served(case, "--reviewer", "ann") as address:
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.goto(address)
        for _ in range(5):
            assert page.evaluate("document.documentElement.scrollWidth") <= 390
            for word in ("Accept", "Reject", "Unsure"):
                box = page.locator("#decide").get_by_role("button", name=word).bounding_box()
                assert box is not None
                assert box["y"] + box["height"] <= 844
                assert box["height"] >= 40
            press(page, "n")
        page.close()


def ask(
    address: str, path: str, *, method: str = "GET", body: str = "", **headers: str
) -> tuple[int, str, Any]:
    """A request as any program may send it; `path` begins at the server's root."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(str(parts.hostname), int(parts.port or 0), timeout=120)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if body:
        named.setdefault("content-type", "application/x-www-form-urlencoded")
    connection.request(method, path, body or None, named)
    answer = connection.getresponse()
    text = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer.status, text, answer.headers


def test_wrong_host_wrong_token_and_foreign_forms_are_refused(tmp_path: Path) -> None:
    case = make_case(tmp_path / "case", 6)
    with served(case, "--reviewer", "ann") as address:
        root = urlsplit(address).path
        pair = f"{root}pair/{pair_id(0)}"
        status, page, headers = ask(address, pair)
        assert status == 200
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        form = re.search(r'name="form_token" value="(\w+)"', page)
        signature = re.search(r'name="signature" value="(\w+)"', page)
        assert form is not None
        assert signature is not None
        good = f"decision=accept&form_token={form.group(1)}&signature={signature.group(1)}"
        assert ask(address, pair, Host="evil.example")[0] == 403
        assert ask(address, pair, Host="127.0.0.1")[0] == 403
        assert ask(address, f"/wrong/pair/{pair_id(0)}")[0] == 403
        assert ask(address, "/")[0] == 403
        assert ask(address, pair, method="POST", body=good, Origin="http://evil.example")[0] == 403
        assert ask(address, pair, method="POST", body=good, Origin="null")[0] == 403
        assert ask(address, pair, method="POST", body=good, Sec_Fetch_Site="cross-site")[0] == 403
        assert ask(address, pair, method="POST", body=good.replace(form.group(1), "0" * 64))[0] == 403
        assert ask(address, pair, method="POST", body="decision=accept")[0] == 403
        assert ask(address, pair, method="POST", body=good + "&note=" + "x" * 100_000)[0] in (403, 413)
        assert ask(address, pair, method="POST", body=good.replace("accept", "perhaps"))[0] == 400
        assert ask(address, pair, method="PUT", body=good)[0] == 403
        assert ask(address, f"{root}pair/p-none")[0] == 404
        assert ask(address, f"{root}../../etc/passwd")[0] in (403, 404)
        changed = good.replace(signature.group(1), "s-other")
        status, text, _ = ask(address, pair, method="POST", body=changed)
        assert status == 409
        assert "evidence has changed" in text
        assert review_database(case).execute("SELECT count(*) FROM decisions").fetchone() == (0,)
        assert ask(address, pair, method="POST", body=good)[0] == 303
        assert state_of(review_database(case), pair_id(0)) == "accepted"


def test_a_locked_case_records_nothing_and_says_so(tmp_path: Path) -> None:
    case = make_case(tmp_path / "case", 6)
    with served(case, "--reviewer", "ann") as address, case.lock():
        pair = f"{urlsplit(address).path}pair/{pair_id(0)}"
        _, page, _ = ask(address, pair)
        values = dict(re.findall(r'name="(form_token|signature)" value="(\w+)"', page))
        body = f"decision=accept&note=kept&form_token={values['form_token']}&signature={values['signature']}"
        status, text, _ = ask(address, pair, method="POST", body=body)
    assert status == 503
    assert "Nothing was recorded" in text
    assert 'value="kept"' in text, "what was typed is not lost"
    assert review_database(case).execute("SELECT count(*) FROM decisions").fetchone() == (0,)


def test_filters_lead_through_what_they_name(tmp_path: Path) -> None:
    case = make_case(tmp_path / "case", 30)
    with served(case, "--reviewer", "ann") as address:
        root = urlsplit(address).path
        status, _, headers = ask(address, f"{root}?level=maker")
        assert status == 303
        assert headers["location"] == f"{root}pair/{pair_id(1)}?level=maker"
        _, _, headers = ask(address, f"{root}pair/{pair_id(1)}?level=maker&step=next")
        assert headers["location"] == f"{root}pair/{pair_id(4)}?level=maker"
        _, _, headers = ask(address, f"{root}pair/{pair_id(4)}?level=maker&step=back")
        assert headers["location"] == f"{root}pair/{pair_id(1)}?level=maker"
        _, text, _ = ask(address, f"{root}?view=disputed")
        assert "Nothing more here" in text
        _, text, _ = ask(address, f"{root}list?site=norvex")
        assert set(re.findall(r"(\w+) · (?:model|maker|description)", text)) == {"norvex"}


def test_blind_pages_tell_no_confidence(tmp_path: Path) -> None:
    case = make_case(tmp_path / "case", 30)
    with served(case, "--reviewer", "ann", "--blind") as address:
        _, _, headers = ask(address, urlsplit(address).path)
        _, text, _ = ask(address, headers["location"])
        assert "Confidence" not in text
        assert not re.search(r"0\.\d\d", re.sub(r"0\.28", "", text))


def test_ctrl_c_ends_it_and_a_taken_port_is_one_clear_line(tmp_path: Path) -> None:
    case = make_case(tmp_path / "case", 2)
    with served(case, "--reviewer", "ann") as address:
        port = str(urlsplit(address).port)
        done = subprocess.run(
            serving(case, "--reviewer", "ann", "--port", port), capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 1
        assert done.stderr.startswith(f"box31: port {port} of 127.0.0.1:")
        assert done.stderr.count("\n") == 1
    child = subprocess.Popen(
        serving(case, "--reviewer", "ann"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert ask(child.stdout.readline().strip(), "/")[0] == 403
    child.send_signal(signal.SIGINT)
    _, said = child.communicate(timeout=60)
    assert child.returncode == 0
    assert "Aborted" not in said
