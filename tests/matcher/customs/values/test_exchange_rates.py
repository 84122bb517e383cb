"""Official rates: what they cover, what they do not, and values that cannot be of the same goods."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlite_utils import Database

import matcher.demo
from crawler.case.case import Case
from matcher.commands.cli import box31
from matcher.customs.ingest.store import import_file
from matcher.customs.trade.flows import flows
from matcher.customs.trade.question import Question
from matcher.customs.values.currencies import currency_code
from matcher.customs.values.exchange_rates import usd_rate, value_doubt
from tests.support.customs_files import WriteCsv

pytest.importorskip("currency_converter", reason="the package currencyconverter is not installed")

HEADER = (
    *(
        "IMP_DATE",
        "HS_CODE",
        "PRODUCT_DESCRIPTION",
        "ORIGIN_COUNTRY",
        "DESTINATION_COUNTRY",
        "QUANTITY",
        "UNIT",
    ),
    *("INVOICE_VALUE", "CURRENCY", "STATISTICAL_VALUE_USD"),
)


def test_a_rate_is_that_of_the_day_or_the_last_before_it() -> None:
    """The bank fixed 1.0915 dollars for a euro on Thursday 6 April 2023, and nothing until Tuesday."""
    assert usd_rate("EUR", "2023-04-06") == pytest.approx(1.0915)
    assert usd_rate("EUR", "2023-04-10") == usd_rate("EUR", "2023-04-06"), "Good Friday to Easter Monday"
    assert usd_rate("USD", None) == 1


def test_a_month_is_the_mean_of_its_days() -> None:
    assert usd_rate("CNY", "2023-03") == pytest.approx(0.145, abs=0.001)
    assert usd_rate("CNY", "2023-03/2023-03") == usd_rate("CNY", "2023-03")


@pytest.mark.parametrize(
    ("currency", "period"),
    [
        ("RUB", "2022-03-15"), ("RUB", "2022-03"), ("RUB", "2022"), ("RUB", "2023"), ("KZT", "2021-05-05"),
        ("CNY", "2091-01-01"), ("CNY", "2022-2023"), ("CNY", None), (None, "2023-01-01"), ("XXX", "2023-01-01"),
    ],
)  # fmt: skip
def test_what_is_not_covered_has_no_rate(currency: str | None, period: str | None) -> None:
    assert usd_rate(currency, period) is None


def test_currencies_as_lines_state_them() -> None:
    assert [currency_code(text) for text in ("usd", "840", "RMB", "долл. США", "€", "", "рублей за штуку")] == [
        "USD", "USD", "CNY", "USD", "EUR", None, None,
    ]  # fmt: skip


def test_a_factor_of_seven_is_a_doubt_and_freight_is_none() -> None:
    assert value_doubt(7000, "USD", 1000, "2023-04-03") == "value in USD is 1/7 of the invoice in USD"
    assert value_doubt(7000, "CNY", 1000, "2023-04-03") is None
    assert value_doubt(1000, "USD", 1240, "2023-04-03") is None
    assert value_doubt(1000, "RUB", 1, "2023-04-03") is None, "no rate: nothing tells"
    assert value_doubt(0, "USD", 5, None) is None


def lines(write_csv: WriteCsv) -> Path:
    goods = ("6506108000", "ШЛЕМ", "China", "Russia", "2", "ШТ")
    return write_csv(
        [
            ("2023-04-03", *goods, "900", "USD", "1000"),
            ("2023-04-03", *goods, "500", "USD", ""),
            ("2023-04-03", *goods, "700", "CNY", ""),
            ("2023-04-03", *goods, "9000", "RUB", ""),
            ("2023-04-03", *goods, "7000", "USD", "1000"),
        ],
        header=HEADER,
    )


def test_sums_keep_invoices_and_stated_values_apart(db: Database, write_csv: WriteCsv) -> None:
    (table,) = import_file(db, lines(write_csv)).tables
    assert table.note.endswith(
        "1 line with two values that cannot be of the same goods; first in row 6: value in USD is 1/7 of the invoice in USD"
    )
    found = {row["currency"]: row for row in flows(db, Question("lines"))}
    assert (found["USD"]["value_usd"], found["USD"]["rows"], found["USD"]["converted_usd"]) == (2000, 2, None)
    invoice = found["USD (invoice)"]
    assert (invoice["value"], invoice["value_usd"], invoice["converted_usd"]) == (500, None, 500)
    assert found["CNY"]["converted_usd"] == pytest.approx(700 * 0.145, abs=1)
    assert (found["RUB"]["value"], found["RUB"]["converted_usd"]) == (9000, None)


def test_two_values_that_differ_in_all_lines_are_a_question(db: Database, write_csv: WriteCsv) -> None:
    goods = ("6506108000", "ШЛЕМ", "China", "Russia", "2", "ШТ")
    rows = [
        ("2023-04-03", *goods, f"{90 * usd}", "USD", f"{usd}") for usd in (110, 95, 240, 870, 310, 77) * 4
    ]
    path = write_csv(rows, header=HEADER)
    (table,) = import_file(db, path).tables
    assert (table.state, db["customs_lines"].count) == ("asked", 0)
    assert "24 of 24 lines with two values that cannot be of the same goods" in table.note
    assert "\n    value_usd: " in table.note
    (table,) = import_file(db, path, yes=True).tables
    assert (table.state, table.lines) == ("imported", 24)


def test_commands_say_what_was_converted_and_what_not(case: Case, db: Database, write_csv: WriteCsv) -> None:
    import_file(db, lines(write_csv))
    here = ["-C", str(case.root)]
    summed = CliRunner().invoke(box31, [*here, "flows", "--json"])
    assert "converted_usd: 1 row in other currencies, by ECB" in summed.stderr
    assert "converted_usd: 1 row with an invoice in USD and no other value in it" in summed.stderr
    assert "not converted, no rate: 1 row (RUB)" in summed.stderr
    listed = CliRunner().invoke(box31, [*here, "customs", "lines", "--json"])
    rows = [json.loads(line) for line in listed.stdout.splitlines()]
    assert [row["converted_usd"] for row in rows][:2] == [None, 500]
    assert rows[3]["converted_usd"] is None
    assert [row["value_doubt"] for row in rows[:4]] == [None] * 4
    assert rows[4]["value_doubt"] == "value in USD is 1/7 of the invoice in USD"
    assert "; 1 with two values that cannot be of the same goods" in listed.stderr
    assert "2,000.00 USD in the 2 that state it; besides," in listed.stderr
    assert "besides, 500.00 USD of invoices in 1 that do not;" in listed.stderr
    assert "in 1 in other currencies; 1 in currencies or on days without a rate" in listed.stderr


def test_the_values_of_the_demo_agree_with_each_other(db: Database) -> None:
    folder = Path(matcher.demo.__file__).parent / "data" / "customs"
    for name in ("ru_sample.csv", "kz_sample.csv"):
        import_file(db, folder / name)
    stated = db.execute(
        "SELECT value, currency, value_usd, date FROM current_lines WHERE value_usd > 0 AND value > 0"
    )
    rows = [row for row in stated if currency_code(row[1]) in ("USD", "CNY")]
    assert len(rows) > 300
    factors = [
        usd / (value * rate) for value, currency, usd, day in rows if (rate := usd_rate(currency, day))
    ]
    assert all(0.8 < factor < 1.25 for factor in factors), (min(factors), max(factors))


def test_roubles_of_the_demo_are_the_customs_value() -> None:
    """The rouble has no rate after March 2022: the demo's invoices in roubles are compared with its values in roubles."""
    path = Path(matcher.demo.__file__).parent / "data" / "customs" / "ru_sample.csv"
    with path.open(encoding="cp1251", newline="") as handle:
        rows = [row for row in csv.reader(handle, delimiter=";") if len(row) == 26 and row[11] == "RUB"]
    shares = [float(row[22].replace(",", ".")) / float(row[23].replace(",", ".")) for row in rows]
    assert len(shares) > 50
    assert all(0.9 < share <= 1 for share in shares)
