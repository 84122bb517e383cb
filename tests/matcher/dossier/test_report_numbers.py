"""Every number of the report, recomputed from the tables by queries that share nothing with the report's own."""

from __future__ import annotations

import csv
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

THIN = "\u202f"
ACCEPTED = """
WITH accepted AS (
  SELECT p.pair_id, p.goods_id, i.site, i.category, i.item_id FROM readable_pairs p
  JOIN readable_items i ON i.item_id = p.item_id WHERE p.state = 'accepted'),
the_lines AS (
  SELECT * FROM customs_lines WHERE replaced_by IS NULL AND goods_id IN (SELECT goods_id FROM accepted))
"""
# For each table of the report: pairs of (label of the row, line) as the report's words define them.
MEMBERS = {
    "maker": "SELECT DISTINCT a.site AS label, l.line_id FROM the_lines l JOIN accepted a USING (goods_id)",
    "kind": "SELECT DISTINCT a.category AS label, l.line_id FROM the_lines l JOIN accepted a USING (goods_id)",
    "importer": "SELECT importer || ' (' || importer_code || ')' AS label, line_id FROM the_lines",
    "month": "SELECT strftime('%Y-%m', date) AS label, line_id FROM the_lines",
    "destination": "SELECT destination AS label, line_id FROM the_lines",
    "hs": "SELECT ifnull(hs6, 'code not stated') AS label, line_id FROM the_lines",
    "goods": "SELECT description AS label, line_id FROM the_lines",
}


@pytest.fixture(scope="module")
def db(story_case: Path) -> sqlite3.Connection:
    return sqlite3.connect(story_case / "box31.db")


@pytest.fixture(scope="module")
def report(story_dossier: Path) -> html.HtmlElement:
    return html.document_fromstring((story_dossier / "data" / "index.html").read_bytes())


def table_after(report: html.HtmlElement, section: str, place: int = 1) -> list[list[str]]:
    """The cells of the body of a section's table, notes left out."""
    (table,) = report.xpath(f"//h2[@id='{section}']/following::table[{place}]")
    for note in table.xpath(".//*[contains(@class, 'note')]"):
        note.drop_tree()
    return [[words_of(c) for c in row.xpath("./th | ./td")] for row in table.xpath(".//tbody/tr")]


def words_of(element: html.HtmlElement) -> str:
    """The text with white space made one, but for the narrow blank that parts thousands."""
    return re.sub(r"[ \n\t]+", " ", element.text_content()).strip()


def number(text: str) -> float:
    return float(text.replace(THIN, ""))


def sums(text: str) -> dict[str, float]:
    """`1 676 ШТ + 5 000.5 CNY` as {unit: sum}."""
    found = {}
    for part in filter(None, text.split(" + ")):
        value, _, unit = part.partition(" ")
        found[unit] = number(value)
    return found


@pytest.mark.parametrize("figure", list(MEMBERS))
def test_each_row_of_each_table(figure: str, db: sqlite3.Connection, report: html.HtmlElement) -> None:
    members = f"{ACCEPTED}, k AS ({MEMBERS[figure]}), m AS (SELECT label, l.* FROM k JOIN the_lines l USING (line_id))"
    shown = table_after(report, figure)
    labels = {label for (label,) in db.execute(f"{members} SELECT DISTINCT label FROM m")}
    assert {row[0] for row in shown} == labels
    for label, lines, goods, pairs, quantity, value, usd, when in shown:
        one = f"{members} SELECT {{}} FROM m WHERE label = ?"
        (count, kinds, dollars, first, last) = db.execute(
            one.format("count(*), count(DISTINCT goods_id), sum(value_usd), min(date), max(date)"), [label]
        ).fetchone()
        assert number(lines) == count
        assert number(goods) == kinds
        assert (number(usd) if usd else None) == (pytest.approx(dollars) if dollars is not None else None)
        assert when == (f"{first} – {last}" if first != last else first)
        by_unit = dict(
            db.execute(
                f"{one.format('unit, sum(quantity)')} AND quantity IS NOT NULL GROUP BY ifnull(unit_code, unit)",
                [label],
            )
        )
        assert sums(quantity) == pytest.approx(by_unit)
        by_currency = dict(
            db.execute(
                f"{one.format('currency, sum(value)')} AND value IS NOT NULL GROUP BY currency", [label]
            )
        )
        assert sums(value) == pytest.approx(by_currency)
        narrowed = {"maker": "AND site = ?", "kind": "AND category = ?"}.get(figure, "AND ? <> ''")
        (joined,) = db.execute(
            f"{members} SELECT count(*) FROM accepted"
            f" WHERE goods_id IN (SELECT goods_id FROM m WHERE label = ?) {narrowed}",
            [label, label],
        ).fetchone()
        assert number(pairs) == joined


def test_units_and_currencies_are_never_mixed(db: sqlite3.Connection, report: html.HtmlElement) -> None:
    helmets = next(row for row in table_after(report, "goods") if row[0].startswith("ШЛЕМ"))
    assert set(sums(helmets[4])) == {"ШТ", "КГ"}
    importers = table_after(report, "importer")
    assert any(set(sums(row[5])) == {"USD", "CNY"} for row in importers)


def test_the_cards_on_top(db: sqlite3.Connection, report: html.HtmlElement) -> None:
    cards = {
        words_of(card.xpath("./span")[0]): number(card.xpath("./b")[0].text_content())
        for card in report.xpath("//ul[@class='cards']/li")
    }
    lines, importers, usd, stated = db.execute(
        f"{ACCEPTED} SELECT count(*), count(DISTINCT importer_code), sum(value_usd), count(value_usd) FROM the_lines"
    ).fetchone()
    pairs, items, goods = db.execute(
        f"{ACCEPTED} SELECT count(*), count(DISTINCT item_id), count(DISTINCT goods_id) FROM accepted"
    ).fetchone()
    expected = {
        "pairs": pairs,
        "products": items,
        "goods as declared": goods,
        "customs lines": lines,
        "importers": importers,
        f"USD, stated on {stated} of the lines": round(usd),
    }
    for unit, total, count in db.execute(
        f"{ACCEPTED} SELECT unit, sum(quantity), count(*) FROM the_lines WHERE quantity IS NOT NULL GROUP BY unit_code"
    ):
        expected[f"{unit}, on {count} lines"] = total
    assert cards == pytest.approx(expected)


def test_year_beside_year_and_the_change(db: sqlite3.Connection, report: html.HtmlElement) -> None:
    *months, change = table_after(report, "years")
    for row in months:
        for year, cell in zip(("2022", "2023"), row[1:], strict=True):
            (count,) = db.execute(
                f"{ACCEPTED} SELECT count(*) FROM the_lines WHERE date LIKE ?", [f"{year}-{row[0]}-%"]
            ).fetchone()
            assert (number(cell) if cell else 0) == count
    assert change[2] == "no month in common"


def test_destinations_by_month(db: sqlite3.Connection, report: html.HtmlElement) -> None:
    (head,) = report.xpath("//h2[@id='destination']/following::table[2]/thead/tr")
    names = [cell.text_content() for cell in head.xpath("./th")][1:]
    rows = table_after(report, "destination", 2)
    assert [row[0] for row in rows] == [f"2022-{m}" for m in (11, 12)] + [f"2023-0{m}" for m in range(1, 6)]
    for row in rows:
        for name, cell in zip(names, row[1:], strict=True):
            (count,) = db.execute(
                f"{ACCEPTED} SELECT count(*) FROM the_lines WHERE destination = ? AND date LIKE ?",
                [name, f"{row[0]}%"],
            ).fetchone()
            assert number(cell) == count


def csv_rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        yield from csv.DictReader(handle)


def test_every_count_links_to_exactly_its_rows(story_dossier: Path, report: html.HtmlElement) -> None:
    data = story_dossier / "data"
    links = report.xpath("//td[contains(@class, 'n')]/a")
    assert len(links) > 25
    for link in links:
        target = link.get("href")
        if target.startswith("rows/"):
            rows = list(csv_rows(data / target.replace(".html", ".csv")))
        else:
            page = html.document_fromstring((data / target.split("#")[0]).read_bytes())
            (whole,) = page.xpath("//a[contains(@href, 'rows/g-')]/@href")
            rows = list(csv_rows((data / "pairs" / whole).resolve()))
        assert len(rows) == number(link.text_content()), target
        assert len({row["line_id"] for row in rows}) == len(rows)


def test_the_tables_agree_with_the_database(story_dossier: Path, db: sqlite3.Connection) -> None:
    data = story_dossier / "data"
    lines = list(csv_rows(data / "tables" / "customs_lines.csv"))
    wanted = db.execute(
        f"{ACCEPTED} SELECT line_id, quantity, value_usd FROM the_lines ORDER BY line_id"
    ).fetchall()
    assert [(int(r["line_id"]), float(r["quantity"]), r["value_usd"]) for r in lines] == [
        (line_id, quantity, "" if usd is None else repr(usd)) for line_id, quantity, usd in wanted
    ]
    pairs = {row["pair_id"] for row in csv_rows(data / "tables" / "pairs.csv")}
    assert pairs == {pair_id for (pair_id,) in db.execute(f"{ACCEPTED} SELECT pair_id FROM accepted")}
    decisions = list(csv_rows(data / "tables" / "decisions.csv"))
    (count,) = db.execute(
        f"{ACCEPTED} SELECT count(*) FROM decisions WHERE pair_id IN (SELECT pair_id FROM accepted)"
    ).fetchone()
    assert len(decisions) == count


def test_the_network_has_the_lines_of_the_dossier_that_name_two_firms(
    story_dossier: Path, db: sqlite3.Connection, report: html.HtmlElement
) -> None:
    ties = list(csv_rows(story_dossier / "data" / "tables" / "network.csv"))
    counted = 0
    for role in ("exporter", "maker"):
        column = (
            "exporter" if role == "exporter" else "(SELECT maker FROM goods g WHERE g.goods_id = l.goods_id)"
        )
        (named,) = db.execute(
            f"{ACCEPTED} SELECT count(*) FROM the_lines l WHERE importer <> '' AND coalesce({column}, '') <> ''"
        ).fetchone()
        assert sum(int(tie["lines"]) for tie in ties if tie["partner_role"] == role) == named
        counted += named
    assert counted
    drawn = report.xpath("//h2[@id='network']/following-sibling::figure[1]//*[@class='tie']")
    assert drawn
    assert len(table_after(report, "network")) == min(20, len(ties))


def test_customs_rows_are_verbatim(story_dossier: Path, db: sqlite3.Connection) -> None:
    import json

    for path in (story_dossier / "data" / "customs").glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            one = json.loads(line)
            (raw,) = db.execute(
                "SELECT raw FROM customs_lines WHERE file_id = ? AND row = ?", [path.stem, one["row"]]
            ).fetchone()
            assert one["cells"] == json.loads(raw)


def test_a_pair_page_says_what_the_case_says(story_dossier: Path, db: sqlite3.Connection) -> None:
    for pair_id, confidence, lines, first, last in db.execute(
        "SELECT pair_id, confidence, lines, first_date, last_date FROM readable_pairs WHERE state = 'accepted'"
    ):
        page = html.document_fromstring((story_dossier / "data" / "pairs" / f"{pair_id}.html").read_bytes())
        (claim,) = page.xpath("//p[@class='claim']")
        text = claim.text_content()
        assert text.startswith(f"{lines} customs lines from {first} to {last} ")
        assert f"confidence {confidence:.2f}" in text
        assert text.endswith("accepted by review.")
        whole = page.text_content()
        assert whole.count("A match is a lead, not proof of end use.") >= 2
        rows = page.xpath("//h2[@id='lines']/following::table[1]/tbody/tr")
        assert len(rows) == lines


def test_caveats_are_all_said(story_dossier: Path, db: sqlite3.Connection) -> None:
    def words(name: str) -> str:
        (pair_id,) = db.execute(
            "SELECT pair_id FROM readable_pairs WHERE state = 'accepted' AND item_name LIKE ?", [f"%{name}%"]
        ).fetchone()
        page = html.document_fromstring((story_dossier / "data" / "pairs" / f"{pair_id}.html").read_bytes())
        return re.sub(r"\s+", " ", page.xpath("string(//section[@aria-labelledby='why-not'])"))

    vest, helmet, plate = words("HD-BV205"), words("HD-HF03"), words("HD-CP10")
    assert "share their declaration and line number" in vest
    assert "airsoft" in helmet
    assert "Only one person has decided" in helmet
    assert "The same goods were also matched with 1 other product of hengdun" in helmet
    assert "Nobody is named" in plate
    assert "Also sold by 1 other maker of this case that may fit: norvex" in plate
    assert "was first seen on 2023-06-01, after 7 of the 7 lines were declared" in plate
    assert "is a prior" in plate
    assert "reaches down to 0.47" in plate


def test_the_timeline_has_the_post_that_names_product_and_buyer(
    story_dossier: Path, db: sqlite3.Connection
) -> None:
    (pair_id,) = db.execute("SELECT pair_id FROM readable_pairs WHERE confidence = 0.97").fetchone()
    page = html.document_fromstring((story_dossier / "data" / "pairs" / f"{pair_id}.html").read_bytes())
    events = [row.text_content() for row in page.xpath("//h2[.='Timeline']/following::table[1]/tbody/tr")]
    (post,) = [event for event in events if "Buyers from Moscow visit" in event]
    assert "HD-BV205" in post
    assert "СИЛУАН-ЭКИП" in post
    assert post.startswith("2023-03-14")
