"""Ten tasks of a researcher."""

from __future__ import annotations

from benchmarks.tasks.hand import Hand

FILE = """DOC;DAY;CODE;TEXT OF GOODS;FROM FIRM;TO FIRM;COUNT;USD
7/1;2023-05-05;6506108000;ШЛЕМ HD-HM02;SHANDONG HENGDUN;ООО РОМАШКА;12;3400
7/2;2023-05-06;6506108000;ШЛЕМ HD-HF03;SHANDONG HENGDUN;ООО РОМАШКА;7;1900
"""


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
    teach_a_site(hand)


def teach_a_site(hand: Hand) -> None:
    """A value of a product's page becomes a selector, tried on other pages."""
    hand.go("sites")
    hand.click("th a", "hengdun")
    hand.click(".samplepages li:has(input[value=product]:checked) a")
    hand.click(".values button", "HD-")
    hand.choose("select[name=field]", "name")
    hand.click("#value form button")
    assert hand.page.locator("#value tbody tr").count() > 3
    hand.click("#value button.primary")
    assert "selector: name" in hand.text("dl")


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


TASKS = (
    *(find_lines, narrow_lines, line_to_its_cells, item_to_its_bytes, look_at_an_archived_page),
    *(post_with_an_order, largest_importer, flow_to_its_rows, import_a_file, names_of_a_firm),
)
