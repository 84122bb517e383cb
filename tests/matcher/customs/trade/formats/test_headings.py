"""What headings of columns and titles say: months, years, direction, amount."""

from __future__ import annotations

import pytest

from matcher.customs.trade.formats.texts.headings import Span, heading_of, span_in


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("Imported value in 2021", Span(1, 12, 2021)),
        ("Exportaciones 2019 (US$)", Span(1, 12, 2019)),
        ("Feb", Span(2, 2)),
        ("лютий 2022", Span(2, 2, 2022)),
        ("январь-сентябрь", Span(1, 9)),
        ("1–9月", Span(1, 9)),
        ("7월", Span(7, 7)),
        ("2022年11月", Span(11, 11, 2022)),
        ("111年03月", Span(3, 3, 2022)),
        ("2022年11月1日", Span(11, 11, 2022)),
        ("Apr-Dec 2021-2022", Span(4, 12, 2021, 2022)),
        ("2020-2021", Span(1, 12, 2020, 2021, fiscal=True)),
        ("03/2020", Span(3, 3, 2020)),
        ("Menge in kg", None),
        ("2021 und 2022", None),
    ],
)
def test_months_and_years(text: str, span: Span | None) -> None:
    assert span_in(text)[0] == span


@pytest.mark.parametrize(
    ("span", "year", "months"),
    [
        (Span(2, 2), 2021, (2021 * 12 + 1, 2021 * 12 + 1)),
        (Span(2, 2), None, None),
        (Span(1, 12, 2020), 2023, (2020 * 12, 2020 * 12 + 11)),
        (Span(10, 3), 2021, None),  # which of the two years is its own is not said
        (Span(1, 12, 2022, 2021), None, None),  # a ratio
        (Span(10, 3, 2020, 2021), None, (2020 * 12 + 9, 2021 * 12 + 2)),
    ],
)
def test_months_need_a_year(span: Span, year: int | None, months: tuple[int, int] | None) -> None:
    assert span.months(year) == months


@pytest.mark.parametrize(
    ("text", "flow", "amount"),
    [
        ("Ausfuhr 2021 Wert (EUR)", "export", "value"),
        ("Import 2020 Menge (kg)", "import", "weight"),
        ("수입 금액", "import", "value"),
        ("수출입 금액", None, "value"),
        ("累計第1数量", None, "quantity"),
        ("Quantity2-Mar", None, "quantity2"),
        ("Экспорт, тонн", "export", "weight"),
        ("2022 value", None, "value"),
        ("Штук", None, "quantity"),
        ("Domestic exports, USD thousand", "domestic export", "value"),
        ("Total exports (domestic exports and re-exports), USD", "export", "value"),
        ("Domestic exports and re-exports", None, "value"),
    ],
)
def test_direction_and_amount(text: str, flow: str | None, amount: str | None) -> None:
    found = heading_of(text)
    assert (found.flow, found.amount) == (flow, amount)


@pytest.mark.parametrize(
    "text",
    [
        "% Share 2021",
        "Темп роста",
        "2023 к 2022, %",
        "무역수지",
        "Saldo",
        "同比增减",
        "Average 2018-2020",
        "2023 forecast",
        "2022年度",
    ],
)
def test_growth_shares_and_balances_are_no_amounts_of_trade(text: str) -> None:
    assert not heading_of(text).of_trade


def test_sums_from_january_on_are_told() -> None:
    assert heading_of("Acumulado Ene-Jun").cumulated
    assert not heading_of("Ene").cumulated


def test_a_text_too_long_for_a_heading_says_nothing() -> None:
    text = "Imports 2022, thousand USD. " * 20
    assert span_in(text) == (None, text)
    found = heading_of(text)
    assert (found.span, found.flow, found.amount, found.of_trade) == (None, None, None, False)


@pytest.mark.parametrize(
    ("title", "month"),
    [("ΜΑΡΤΙΟΣ 2023", 3), ("FEVRIER 2023", 2), ("İYUN 2023", 6), ("Marcius 2023", 3), ("AOÛT 2023", 8)],
)
def test_months_in_capitals_have_no_accents(title: str, month: int) -> None:
    span, _ = span_in(title)
    assert span is not None
    assert (span.first, span.last, span.year) == (month, month, 2023)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("Del 01/10/2022 al 31/12/2022", Span(10, 12, 2022)),
        ("за период с 01.02.2023 г. по 28.02.2023 г.", Span(2, 2, 2023)),
        ("Period: 04/01/2023 to 06/30/2023", Span(4, 6, 2023)),
        ("2022-07-01 – 2023-06-30", Span(7, 6, 2022, 2023, exact=True)),
        ("2023年4月1日至2023年6月30日", Span(4, 6, 2023)),
        ("2023년 1월 1일 ~ 2023년 12월 31일", Span(1, 12, 2023)),
    ],
)
def test_days_from_the_first_of_a_month_to_the_last_of_one(text: str, span: Span) -> None:
    heading = heading_of(text)
    assert (heading.span, heading.unread) == (span, False)


@pytest.mark.parametrize(
    "text", ["01.02.2023 - 15.02.2023", "2023年4月1日至2023年6月15日", "31/03/2023 to 01/01/2023"]
)
def test_days_that_are_no_whole_months_are_not_understood(text: str) -> None:
    heading = heading_of(text)
    assert (heading.span, heading.unread) == (None, True)


@pytest.mark.parametrize("text", ["发布时间:2023年5月18日", "2023년 5월 18일", "Fecha: 05/04/2023"])
def test_a_day_is_no_month(text: str) -> None:
    heading = heading_of(text)
    assert (heading.span, heading.unread) == (None, False)
