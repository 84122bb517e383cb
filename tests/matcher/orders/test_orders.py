"""Announced orders beside lines: which lines count, exact sums, what does not fit; in the command and the dossier."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import html

from crawler.case.case import Case
from matcher.commands.cli import box31
from matcher.orders.fit import same_firm
from tests.support.dossier_case import CaseWriter
from tests.support.pages import Pages

ENGLISH = "On 9 March 2023 Alatau Sorok LLC from Kazakhstan ordered 1,000 pcs of TG-V52. Delivery by the end of June 2023."


def orders(root: Path, *words: str) -> list[dict[str, Any]]:
    done = CliRunner().invoke(box31, ["-C", str(root), "orders", *words, "--json"])
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def parties(root: Path) -> list[dict[str, Any]]:
    done = CliRunner().invoke(box31, ["-C", str(root), "parties", "--role", "importer", "--json"])
    return [json.loads(line) for line in done.stdout.splitlines()]


def write(root: Path, text: str = ENGLISH) -> Path:
    """One announced order; lines of its customer, of others, before it, in kilograms, in thousands, much later."""
    case = CaseWriter.make(root)
    item = case.item("maker", "TG-V52", "Bulletproof vest TG-V52", model="TG-V52")
    case.post("maker", "1", "New order", text, "2023-03-14")
    goods = case.goods("ЖИЛЕТ TG-V52")
    case.decide(case.pair(item, goods, 0.9))
    file = case.file("lines.csv")
    rejected = case.goods("ЖИЛЕТ РЫБАЦКИЙ")
    case.decide(case.pair(item, rejected, 0.9), "reject")
    for date, importer, destination, quantity, unit, code, which in (
        ("2023-04-01", "ТОО «АЛАТАУ СОРОК»", "Казахстан", 0.5, "ТЫС. ШТ", "T3", goods),
        ("2023-05-02", "ALATAU SOROK, LLC", "KZ", 380.0, "ШТ", "H87", goods),
        ("2023-05-03", "ALATAU SOROK, LLC", "KZ", 90.5, "КГ", "KGM", goods),
        ("2023-02-01", "ALATAU SOROK, LLC", "KZ", 7.0, "ШТ", "H87", goods),
        ("2023-05-04", "ООО ВЕТЕР", "Казахстан", 11.0, "ШТ", "H87", goods),
        ("2023-05-05", "ALATAU SOROK, LLC", "РОССИЯ", 13.0, "ШТ", "H87", goods),
        ("2024-01-05", "ALATAU SOROK, LLC", "KZ", 17.0, "ШТ", "H87", goods),
        ("2023-05-06", "ALATAU SOROK, LLC", "KZ", 19.0, "ШТ", "H87", rejected),
    ):
        case.line(
            file,
            which,
            date=date,
            importer=importer,
            destination=destination,
            quantity=quantity,
            unit=unit,
            unit_code=code,
        )
    case.close()
    return root


def test_lines_of_the_customer_after_the_order_are_added_in_one_unit(tmp_path: Path) -> None:
    root = write(tmp_path / "case")
    (order,) = orders(root)
    assert order["said"].startswith(
        "announced 1,000 on 2023-03-09; declared since 880 by 1 importer in 3 lines until 2023-05-03"
    )
    assert (order["quantity"], order["declared"], order["party"], order["country"]) == (
        1000,
        880,
        "Alatau Sorok LLC",
        "KAZ",
    )


def test_what_does_not_fit_is_said(tmp_path: Path) -> None:
    (order,) = orders(write(tmp_path / "case"))
    assert "1 line in other units (КГ) not added" in order["not_fitting"]
    assert "1 line not counted: long after the day of delivery" in order["not_fitting"]
    assert "120 less declared than announced" in order["not_fitting"]
    assert "1 line not counted: importer is not the named customer" in order["not_fitting"]
    assert "1 line not counted: declared for RUS, announced for KAZ" in order["not_fitting"]
    lines = orders(tmp_path / "case", "--lines")
    assert {line["row"] for line in lines if line["counted"]} >= {2, 3, 4}
    assert not {line["quantity"] for line in lines} & {7.0, 19.0}, "before the order, or rejected"


def test_the_timeline_is_a_picture_and_redaction_leaves_out_names(tmp_path: Path) -> None:
    root = write(tmp_path / "case")
    (order,) = orders(root, "--chart", str(tmp_path / "orders.svg"), "--redact")
    assert (order["party"], order["importers"], order["declared"]) == ("", "", 880)
    picture = (tmp_path / "orders.svg").read_text(encoding="utf-8")
    assert "announced 1,000 on 2023-03-09" in picture
    assert "Source: posts and customs lines of the case<" in picture


def test_the_timeline_of_a_buyer_and_of_an_item_has_all_their_lines_by_month(tmp_path: Path) -> None:
    root = write(tmp_path / "case")
    picture = tmp_path / "orders.svg"
    assert len(orders(root, "--party", "ALATAU SOROK", "--chart", str(picture))) == 1
    drawn = picture.read_text(encoding="utf-8")
    assert "goods declared: ALATAU SOROK, LLC" in drawn
    assert "2023-05: 3 lines" in drawn
    assert "2024-01: 1 line<" in drawn, "long after the order, and a line all the same"
    assert "2023-04: 1 line<" in drawn, "under the name in Cyrillic"
    assert orders(root, "--party", "ООО ВЕТЕР", "--chart", str(picture)) == []
    assert "2023-05: 1 line<" in picture.read_text(encoding="utf-8"), (
        "a buyer without an announced order has lines"
    )
    (order,) = orders(root)
    assert len(orders(root, "--item", order["items"], "--chart", str(picture))) == 1
    assert "2023-05: 4 lines" in picture.read_text(encoding="utf-8")


def test_pages_lead_from_an_order_to_its_lines_its_item_and_its_buyer(tmp_path: Path) -> None:
    pages = Pages(Case.open(write(tmp_path / "case")))
    listing = pages.get("orders").text
    assert "declared since 880 by 1 importer in 3 lines" in listing
    (address,) = set(re.findall(r'href="/secret/(orders/[^"]+)"', listing))
    order = pages.get(address)
    assert order.total == len(orders(tmp_path / "case", "--lines"))
    assert "lines.csv:2" in order.text
    (item,) = set(re.findall(r'href="/secret/items/([^"]+)"', listing))
    assert "2023-05: 4 lines" in pages.get(f"orders/chart.svg?item={item}").text
    assert "880 by 1 importer" in pages.get(f"orders?item={item}").text
    (party,) = {row["party"] for row in parties(tmp_path / "case") if "ALATAU" in row["name"]}
    assert "2024-01: 1 line<" in pages.get(f"orders/chart.svg?party={party}").text
    assert pages.get("orders?party=none").status == 404
    assert pages.get("orders/none").status == 404


def test_a_post_without_an_order_enters_nothing(tmp_path: Path) -> None:
    assert orders(write(tmp_path / "case", "A customer from Kazakhstan may order 1,000 pcs of TG-V52.")) == []


def test_an_undated_line_of_two_items_of_the_kind_is_one_line(tmp_path: Path) -> None:
    case = CaseWriter.make(tmp_path / "case")
    goods = case.goods("ЖИЛЕТ")
    for code in ("TG-V52", "TG-V60"):
        item = case.item("maker", code, f"Bulletproof vest {code}", model=code)
        case.decide(case.pair(item, goods, 0.9))
    text = "On 9 March 2023 Alatau Sorok LLC from Kazakhstan ordered 1,000 bulletproof vests."
    case.post("maker", "1", "New order", text, "2023-03-14")
    case.line(case.file("lines.csv"), goods, date=None, quantity=7.0, unit="ШТ", unit_code="H87")
    case.close()
    (order,) = orders(tmp_path / "case")
    assert "1 line without a date left out" in order["not_fitting"]


def test_an_importer_with_one_number_is_one_under_all_its_names(tmp_path: Path) -> None:
    case = CaseWriter.make(tmp_path / "case")
    item = case.item("maker", "TG-V52", "Bulletproof vest TG-V52", model="TG-V52")
    case.post(
        "maker", "1", "New order", "On 9 March 2023 a customer ordered 1,000 pcs of TG-V52.", "2023-03-14"
    )
    goods = case.goods("ЖИЛЕТ TG-V52")
    case.decide(case.pair(item, goods, 0.9))
    file = case.file("lines.csv")
    for day, name, code in (
        ("01", "ООО ВЕТЕР", "7707083893"),
        ("02", "ООО ВОСТОЧНЫЙ БРИЗ", "7707083893"),
        ("03", "ООО ВЕТЕР", "7728168971"),
    ):
        case.line(
            file,
            goods,
            date=f"2023-04-{day}",
            importer=name,
            importer_code=code,
            quantity=10.0,
            unit="ШТ",
            unit_code="H87",
        )
    case.close()
    (row,) = orders(tmp_path / "case")
    assert row["declared"] == 30
    assert "by 2 importers" in row["said"]
    assert row["importers"].count(";") == 1  # two firms, though they share a name


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("西卢安装备 (SILUAN-EKIP)", 'ООО "СИЛУАН-ЭКИП"', True),
        ("Alatau Sorok Trading LLC", "ТОО АЛАТАУ СОРОК", True),
        ("Alatau Sorok Trading LLC", "LANTERN TRADING LLC", False),
        ("Алтай Барс", "ALTAI BARYS TRADING LLC", True),
    ],
)
def test_one_firm_in_two_spellings(one: str, other: str, same: bool) -> None:
    assert same_firm(one, other) is same


def test_the_dossier_has_a_section_of_announced_orders(story_dossier: Path) -> None:
    data = story_dossier / "data"
    report = html.document_fromstring((data / "index.html").read_bytes())
    (table,) = report.xpath("//h2[@id='announced']/following::table[1]")
    said = [row.xpath("./th")[0].text_content() for row in table.xpath(".//tbody/tr")]
    with (data / "tables/announced_orders.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert [row["said"] for row in rows] == said
    with (data / "tables/announced_lines.csv").open(encoding="utf-8", newline="") as handle:
        lines = [line for line in csv.DictReader(handle) if line["counted"] == "True"]
    for row in rows:
        pieces = [
            float(x["quantity"])
            for x in lines
            if x["statement_id"] == row["statement_id"] and x["unit"] == "ШТ"
        ]
        assert sum(pieces) == float(row["declared"])
    links = table.xpath(".//a/@href")
    assert links
    assert all((data / link).is_file() for link in links)
