"""Ten tasks of a researcher and ten of a reviewer (docs/tasks.md), done in Chromium on the pages of `box31 open`.

Each is done at 1280 and at 390 pixels, with the keyboard alone where --keyboard is given (Tab to what is used, then
Enter), on the case of `box31 demo`. A task fails where its answer is not what the case's database says. At every page
on the way: violations that axe finds (after `make axe`), requests to other hosts, a page wider than the window.
Needs Chromium and Playwright (no data; --data is taken as every benchmark takes it).
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Error as PlaywrightError  # noqa: E402 - found from the project's root

from matcher.review.decisions import review_database, state_of  # noqa: E402 - found from the project's root
from tests.support.browser import AXE, chromium  # noqa: E402

WIDTHS = {1280: 900, 390: 844}
MOST_TABS = 400  # presses of Tab until what is looked for must have the focus
FILE = """DOC;DAY;CODE;TEXT OF GOODS;FROM FIRM;TO FIRM;COUNT;USD
7/1;2023-05-05;6506108000;ШЛЕМ HD-HM02;SHANDONG HENGDUN;ООО РОМАШКА;12;3400
7/2;2023-05-06;6506108000;ШЛЕМ HD-HF03;SHANDONG HENGDUN;ООО РОМАШКА;7;1900
"""


@dataclass
class Hand:
    """A person at the browser: what is clicked and typed, and what was noticed on the way."""

    page: Any
    root: str
    case: Any
    keyboard: bool
    axe: str
    faults: list[str] = field(default_factory=list)
    looked: set[str] = field(default_factory=set)

    def go(self, path: str = "") -> None:
        """Open an address of the case."""
        self.page.goto(self.root + path)
        self.arrived()

    def click(self, what: str, text: str | None = None) -> None:
        """Use a link, button or control."""
        found = self.page.locator(what, has_text=text).first if text else self.page.locator(what).first
        if self.keyboard:
            self.focus(found)
        with self.page.expect_navigation():
            if self.keyboard:
                self.page.keyboard.press("Enter")
            else:
                found.click()
        self.arrived()

    def write(self, what: str, text: str, send: bool = False) -> None:
        """Type into a field; `send`: with Enter."""
        found = self.page.locator(what).first
        if self.keyboard:
            self.focus(found)
            self.page.keyboard.press("Control+a")
            self.page.keyboard.type(text)
        else:
            found.fill(text)
        if send:
            self.key("Enter")

    def choose(self, what: str, label: str) -> None:
        """Choose from a list."""
        found = self.page.locator(what).first
        if self.keyboard:
            self.focus(found)
            for letter in label:
                self.page.keyboard.press("Space" if letter == " " else letter)
        else:
            found.select_option(label=label)
        assert found.evaluate("e => e.options[e.selectedIndex].label") == label

    def focus(self, found: Any) -> None:
        """Press Tab until it has the focus."""
        found.wait_for(state="attached")
        handle = found.element_handle()
        for _ in range(MOST_TABS):
            if handle.evaluate("e => document.activeElement === e"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {found}")

    def key(self, key: str) -> None:
        """Press a key that leads to another page."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        self.arrived()

    def arrived(self) -> None:
        """Wait for the page, and look at it."""
        end = time.monotonic() + 120
        while time.monotonic() < end:
            try:
                self.page.wait_for_load_state()
                if self.page.locator("[data-again]").count():
                    self.page.wait_for_timeout(250)
                    continue
                self._look()
                return
            except PlaywrightError as error:
                if not re.search(
                    "navigat|of null|not defined", str(error)
                ):  # it went on while it was looked at
                    raise
        raise AssertionError(f"{self.page.url}: still being worked out")

    def _look(self) -> None:
        place = re.sub(r"[0-9a-f]{8,}|\d+", "#", "/".join(urlsplit(self.page.url).path.split("/")[2:]))
        if place in self.looked:
            return
        width = self.page.viewport_size["width"]
        if (wide := self.page.evaluate("document.documentElement.scrollWidth")) > width:
            self.faults.append(f"/{place}: {wide} pixels wide")
        if self.axe:
            self.page.evaluate(self.axe)
            found = self.page.evaluate(
                "async () => (await axe.run()).violations.map(v => v.id + ' ' + v.nodes[0].html)"
            )
            self.faults += [f"/{place}, {width} px: axe {one[:160]}" for one in found]
        self.looked.add(place)

    def text(self, what: str) -> str:
        """The text of the first such element."""
        return str(self.page.locator(what).first.inner_text())

    def number(self, what: str = "#total") -> int:
        """The number that an element shows."""
        return int(re.sub(r"\D", "", self.text(what)))

    def held(self, sql: str, *values: object) -> Any:
        """What the database says."""
        db = review_database(self.case)
        try:
            return db.execute(sql, values).fetchone()[0]
        finally:
            db.close()


def find_lines(hand: Hand) -> None:
    hand.go()
    hand.write(".find input", "HD-BV205", send=True)
    hand.click("main section a", "line")
    assert (
        hand.number()
        >= hand.held("SELECT count(*) FROM current_lines WHERE description LIKE '%HD-BV205%'")
        > 0
    )


def narrow_lines(hand: Hand) -> None:
    hand.go("lines")
    hand.click(".facets a", "6506")
    sql = "SELECT count(*) FROM current_lines WHERE hs LIKE '6506%'"
    assert hand.number() == hand.held(sql)
    assert "USD in the" in hand.text(".sums")


def line_to_its_cells(hand: Hand) -> None:
    hand.go("lines?heading=6506")
    hand.click("td.text a")
    assert hand.page.locator(".cells > div").count() > 10
    assert hand.held("SELECT count(*) FROM customs_files WHERE sha256 = ?", hand.text("code")) == 1


def item_to_its_bytes(hand: Hand) -> None:
    hand.go("items")
    hand.write("main input[type=search]", "HD-HW06", send=True)
    hand.click(".gallery a")
    hand.click("p.links a")
    digest = hand.held(
        "SELECT payload_sha256 FROM captures WHERE capture_id = ?", hand.page.url.rsplit("/", 1)[1]
    )
    assert f"sha256 {digest}" in hand.text("body")


def look_at_an_archived_page(hand: Hand) -> None:
    hand.go("runs")
    hand.click("th a", "hengdun")
    hand.click("th a", "product/show")
    frame = hand.page.frame_locator("iframe.archived")
    assert frame.locator("h1").count() > 0
    assert frame.locator("script, a[href], form, iframe").count() == 0
    assert frame.locator("img[src^='data:']").count() > 0


def post_with_an_order(hand: Hand) -> None:
    hand.go("posts")
    hand.click(".facets a", "with statements")
    hand.click(".postlist a", "莫斯科")
    assert "12\u202f000" in hand.text(".column")


def largest_importer(hand: Hand) -> None:
    hand.go("totals")
    rows = hand.number("td.number a")
    hand.click("td.number a")
    assert hand.number() == rows > 0


def flow_to_its_rows(hand: Hand) -> None:
    hand.go("flows")
    hand.write("main input[name=hs]", "6506")
    hand.choose("main select[name=by]", "month")
    hand.click("main form button")
    rows = hand.number("td.number a")
    hand.click("td.number a")
    assert hand.number() == rows > 0


def import_a_file(hand: Hand) -> None:
    name = f"lines-{hand.page.viewport_size['width']}-{hand.keyboard}.csv"
    text = FILE.replace("7/", f"7{len(name)}{hand.page.viewport_size['width']}/")
    hand.go("import")
    hand.page.set_input_files("#file", {"name": name, "mimeType": "text/csv", "buffer": text.encode()})
    hand.click(".drop button")
    label = hand.page.locator("label", has_text="TEXT OF GOODS").first.get_attribute("for")
    hand.choose(f"#{label}", "description")
    hand.click("button.primary", "Import")
    assert "2 lines" in hand.text(".output"), hand.text("body")
    hand.go()
    hand.click("section a", name)
    assert hand.number() == 2


def names_of_a_firm(hand: Hand) -> None:
    hand.go("parties")
    hand.click(".facets a", "several")
    hand.click("td.text a")
    assert hand.page.locator("section table tbody tr").count() > 1


def say_who_and_accept(hand: Hand) -> None:
    hand.go("review/")
    if hand.page.locator("input[name=reviewer]").count():
        hand.write("input[name=reviewer]", "Ann", send=True)
    pair = pair_of(hand)
    hand.click("#decide .accept")
    assert state_of(review_database(hand.case), pair) == "accepted"


def reject_with_a_note(hand: Hand) -> None:
    hand.go("review/")
    pair = pair_of(hand)
    hand.write("#decide .note", "another weight")
    hand.click("#decide .reject")
    note = "SELECT note FROM decisions WHERE pair_id = ? ORDER BY decision_id DESC LIMIT 1"
    assert hand.held(note, pair) == "another weight"


def unsure_and_undone(hand: Hand) -> None:
    hand.go("review/")
    pair = pair_of(hand)
    hand.click("#decide .unsure")
    hand.click("#undo button")
    assert pair_of(hand) == pair
    assert state_of(review_database(hand.case), pair) == "proposed"


def five_by_keys(hand: Hand) -> None:
    hand.go("review/")
    before = hand.held("SELECT count(*) FROM decisions WHERE undone_at IS NULL")
    for key in "araur":
        hand.key(key)
    assert hand.held("SELECT count(*) FROM decisions WHERE undone_at IS NULL") == before + 5


def only_the_makers(hand: Hand) -> None:
    hand.go("review/?level=maker")
    assert hand.held("SELECT level FROM pairs WHERE pair_id = ?", pair_of(hand)) == "maker"


def reasons_and_page(hand: Hand) -> None:
    hand.go("review/")
    assert hand.page.locator(".for li").count() > 0
    hand.go(f"pairs?item={hand.held('SELECT item_id FROM pairs WHERE pair_id = ?', pair_of(hand))}")
    hand.click("td[dir] >> a[href*='/items/']")
    hand.click("p.links a")
    assert hand.page.locator("iframe.archived").count() == 1


def read_again_what_others_decided(hand: Hand) -> None:
    hand.go("pairs?state=accepted")
    decided = hand.held("SELECT count(*) FROM pair_states WHERE state = 'accepted'")
    assert hand.number() == decided > 0
    hand.click("td.sure a")
    assert "Ann" in hand.text("body")


def how_far_to_believe_it(hand: Hand) -> None:
    hand.go()
    hand.click("section a", "their confidence can be believed")
    assert re.search(r"\d+ decided pairs? stated", hand.text(".said"))


def lines_of_accepted_pairs(hand: Hand) -> None:
    hand.go()
    hand.click(".figures a", "lines of accepted pairs")
    sql = """SELECT count(*) FROM current_lines WHERE goods_id IN
             (SELECT goods_id FROM pairs JOIN pair_states USING (pair_id) WHERE state = 'accepted')"""
    assert hand.number() == hand.held(sql) > 0


def write_a_dossier(hand: Hand) -> None:
    hand.go("dossiers")
    hand.write("input[name=title]", "Helmets")
    hand.click("main form button")
    assert "pairs" in hand.text(".output")
    hand.click("a.primary")
    hand.click("a[href*='index.html']")
    assert "Helmets" in hand.page.title() + hand.text("body")


def pair_of(hand: Hand) -> str:
    return str(hand.page.url.split("/pair/")[1].split("?")[0])


TASKS: dict[str, tuple[Callable[[Hand], None], ...]] = {
    "researcher": (
        *(find_lines, narrow_lines, line_to_its_cells, item_to_its_bytes, look_at_an_archived_page),
        *(post_with_an_order, largest_importer, flow_to_its_rows, import_a_file, names_of_a_firm),
    ),
    "reviewer": (
        *(say_who_and_accept, reject_with_a_note, unsure_and_undone, five_by_keys, only_the_makers),
        *(reasons_and_page, read_again_what_others_decided, how_far_to_believe_it, lines_of_accepted_pairs),
        write_a_dossier,
    ),
}


def run(case_root: Path, keyboard: bool, only: str) -> dict[str, Any]:
    """All tasks at both widths: seconds of each, and the faults."""
    from crawler.case.case import Case

    axe = AXE.read_text(encoding="utf-8") if AXE.exists() else ""
    seconds: dict[str, dict[str, float]] = {}
    faults, outside = list[str](), set[str]()
    program = "from matcher.commands.cli import main; main()"
    command = [sys.executable, "-c", program, "-C", str(case_root), "open"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert server.stdout is not None
        root = server.stdout.readline().strip()
        with chromium() as browser:
            for width, height in WIDTHS.items():
                page = browser.new_page(viewport={"width": width, "height": height})
                page.on(
                    "request",
                    lambda request: outside.add(request.url) if not _own(request.url, root) else None,
                )
                hand = Hand(page, root, Case.open(case_root), keyboard, axe)
                for who, tasks in TASKS.items():
                    for task in tasks:
                        name = f"{who}: {task.__name__.replace('_', ' ')}"
                        if only and only not in name:
                            continue
                        start = time.monotonic()
                        try:
                            task(hand)
                        except Exception as error:
                            hand.faults.append(
                                f"{name}, {width} px: {type(error).__name__} {str(error)[:300]}"
                            )
                        seconds.setdefault(name, {})[str(width)] = round(time.monotonic() - start, 1)
                faults += hand.faults
                page.close()
    finally:
        server.terminate()
        server.wait()
    return {"seconds": seconds, "faults": faults, "outside": sorted(outside), "axe": bool(axe)}


def _own(url: str, root: str) -> bool:
    return url.startswith(("data:", "about:", "blob:")) or urlsplit(url).netloc == urlsplit(root).netloc


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default="../shared/data", help="not needed here")
    parser.add_argument("--case", help="a case made by `box31 demo` (default: a new one); it is changed")
    parser.add_argument("--keyboard", action="store_true", help="no mouse")
    parser.add_argument("--only", default="", help="tasks whose name holds this")
    parser.add_argument("--json", action="store_true")
    words = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "demo"
        if words.case:
            shutil.copytree(words.case, root)
        else:
            subprocess.run(
                [sys.executable, "-m", "matcher", "demo", str(root)], check=True, capture_output=True
            )
        found = run(root, words.keyboard, words.only)
    if words.json:
        print(json.dumps(found, ensure_ascii=False))
        return
    for name, at in found["seconds"].items():
        print(f"{name:52} " + " ".join(f"{width} px {at[str(width)]:5.1f} s" for width in WIDTHS))
    print(
        f"requests to other hosts: {len(found['outside'])}; axe {'used' if found['axe'] else 'not there'}; faults: {len(found['faults'])}"
    )
    for fault in found["faults"]:
        print(f"  {fault}")
    sys.exit(bool(found["faults"] or found["outside"]))


if __name__ == "__main__":
    main()
