"""Published statistics in their real layouts: the totals counted by hand, and what must stop an import."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlite_utils import Database

from crawler.case.errors import PARTLY, Box31Error
from matcher.customs.ingest.store import import_file
from matcher.customs.trade.flows import flows
from matcher.customs.trade.formats.registry import statistics_layout
from matcher.customs.trade.formats.texts.facts import Refused, Stated, period_of
from matcher.customs.trade.formats.texts.goods_codes import goods_code
from matcher.customs.trade.formats.texts.measures import measure
from matcher.customs.trade.formats.texts.units import unit_of
from matcher.customs.trade.formats.texts.words import country
from matcher.customs.trade.question import Question
from matcher.customs.trade.shares import shares, without_others
from matcher.customs.trade.unfold import unfold

FILES = Path(__file__).resolve().parents[3] / "support" / "statistics"
TRUTH: dict[str, Any] = yaml.safe_load((FILES / "truth.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_totals_of_real_layouts_are_exact(db: Database, name: str) -> None:
    truth = TRUTH[name]
    options = dict(zip(*[iter(truth.get("import") or [])] * 2, strict=True))
    scale = float(options["--scale"]) if "--scale" in options else None
    import_file(db, FILES / name, stated=Stated(options.get("--flow"), scale))
    currency = truth.get("currency", "USD")
    for asked in truth["questions"]:
        ask = dict(zip(asked["ask"][::2], asked["ask"][1::2], strict=True))
        countries = (ask["--country"],) if "--country" in ask else ()
        question = Question(
            codes=((ask["--hs"],),),
            period=ask.get("--by", "year"),
            countries=countries,
            flow=ask.get("--flow"),
        )
        got = {
            (r["flow"], r["from"], r["to"], r["period"]): (r["value"], r["currency"])
            for r in flows(db, question)
        }
        wanted = [
            {(f, a, b, p): (float(v), currency) for f, a, b, p, v, _ in answer} for answer in asked["answers"]
        ]
        assert got in wanted


def monthly_table(what: str, texts: list[str]) -> list[list[str]]:
    """A table of months and partners with a further column of these texts, two goods codes by turns."""
    header = ["进出口", "年月", "商品编码", what, "原产国", "数量", "单位", "金额(美元)"]
    return [
        header,
        *(
            ["出口", f"2023{n % 12 + 1:02}", ("84713000", "90132000")[n % 2], text, "中国", str(n + 3), "台", str(900 + n)]
            for n, text in enumerate(texts)
        ),
    ]  # fmt: skip


def test_rows_that_describe_goods_of_one_code_apart_are_no_statistics() -> None:
    described = [f"手持式激光测距仪|型号QX-{n}|监测观察用" for n in range(24)]
    assert statistics_layout(monthly_table("商品名称及规格型号", described), None) is None
    provinces = ["浙江省宁波市保税区", "广东省深圳市经济特区"] * 12
    assert statistics_layout(monthly_table("注册地名称", provinces), None) is not None


@pytest.mark.parametrize("quantity", ["1998", "2011", "2023"])
def test_a_row_of_a_declaration_with_a_number_like_a_year_is_no_header_of_years(quantity: str) -> None:
    rows = [
        ["IMPORTS, SEARCH RESULT"],
        [
            "Bill",
            "Arrival",
            "Consignee Name",
            "Goods Description",
            "Pieces",
            "Weight KG",
            "Country of Origin",
        ],
        ["AB1", "01/02/2023", "NORTH LLC", "2 CTNS STEEL VALVES HS CODE 8481.80", "40", "310.5", "CN"],
        ["AB2", "01/03/2023", "SOUTH LLC", "RUBBER HOSES", quantity, "1240", "TR"],
    ]
    assert statistics_layout(rows, None) is None


CELLS = "Період;Напрямок;Код товару;Країна;{weight};{value}\n2023-01;Імпорт;8482101000;Китай;12,5;81,25\n"


@pytest.mark.parametrize(
    ("value", "options"),
    [("Вартість", "--scale"), ("Вартість, тис.", "--currency"), ("Вартість, тис. EUR або USD", "--currency")],
)
def test_a_value_without_scale_or_currency_stops_the_import(
    db: Database, tmp_path: Path, value: str, options: str
) -> None:
    path = tmp_path / "ua.csv"
    path.write_text(CELLS.format(weight="Вага, тонн", value=value), encoding="utf-8")
    with pytest.raises(Refused, match=options) as stopped:
        import_file(db, path)
    assert stopped.value.exit_code == PARTLY
    assert db.execute("SELECT count(*) FROM customs_statistics").fetchone()[0] == 0
    import_file(db, path, stated=Stated(scale=1000, currency="USD"))
    (row,) = flows(db, Question())
    assert (row["value_usd"], row["quantity"], row["unit"], row["to"]) == (81_250, 12_500, "kg", "UKR")


def test_scales_and_units_in_headers_are_applied_and_shown(db: Database, tmp_path: Path) -> None:
    path = tmp_path / "ua.csv"
    path.write_text(CELLS.format(weight="Вага, т", value="Вартість, млн дол. США"), encoding="utf-8")
    (table,) = import_file(db, path).tables
    assert "multiplied by 1,000,000" in table.note
    (row,) = flows(db, Question())
    assert row["value_usd"] == 81_250_000


def test_figures_that_contradict_each_other_stop_the_import(db: Database, tmp_path: Path) -> None:
    path = tmp_path / "few.csv"
    head = "period,reporterISO,flowDesc,partnerISO,cmdCode,primaryValue\n"
    path.write_text(head + "2023,CHN,Export,RUS,8806,700\n2023,CHN,Export,RUS,8806,300\n", encoding="utf-8")
    with pytest.raises(Box31Error, match="rows 2 and 3"):
        import_file(db, path)


def test_two_sources_of_the_same_trade_are_not_added(db: Database, tmp_path: Path) -> None:
    comtrade = tmp_path / "comtrade.csv"
    head = "period,reporterISO,flowDesc,partnerISO,cmdCode,primaryValue\n"
    comtrade.write_text(head + "2023,CHN,Export,RUS,8806,1000\n", encoding="utf-8")
    gacc = tmp_path / "gacc.csv"
    gacc.write_text("数据年月,商品编码,贸易伙伴名称,美元\n202301,88062210,俄罗斯联邦,600\n", encoding="utf-8")
    import_file(db, comtrade)
    import_file(db, gacc, stated=Stated("export"))
    assert [r["value_usd"] for r in flows(db, Question(codes=(("8806",),)))] == [1000]


def put(db: Database, tmp_path: Path, text: str, name: str = "table.csv") -> str:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return import_file(db, path).tables[0].note


def test_two_quantities_with_one_column_of_units_are_left_out(db: Database, tmp_path: Path) -> None:
    head = "Yıl;Ay;Ülke;GTİP;Ölçü adı;İhracat Miktar 1;İhracat Miktar 2;İhracat Dolar\n"
    note = put(db, tmp_path, head + "2022;3;Polonya;850132000000;Adet;12,5;40;900\n")
    assert "quantities are left out" in note
    (row,) = flows(db, Question())
    assert (row["value_usd"], row["quantity"]) == (900, None)


def test_countries_of_comtrade_by_their_numbers(db: Database, tmp_path: Path) -> None:
    head = "period,reporterCode,reporterISO,flowCode,flowDesc,partnerCode,partnerISO,cmdCode,primaryValue\n"
    put(
        db,
        tmp_path,
        head + "2023,51,,M,,842,,850132,70\n2023,51,,M,,643,,850132,30\n2023,51,,M,,0,,850132,100\n",
    )
    assert {(r["flow"], r["from"], r["to"], r["value_usd"]) for r in flows(db, Question())} == {
        ("import", "USA", "ARM", 70), ("import", "RUS", "ARM", 30),
    }  # fmt: skip


def test_dollars_or_thousands_of_the_russian_customs_are_asked(db: Database, tmp_path: Path) -> None:
    text = "NAPR;PERIOD;STRANA;TNVED;EDIZM;STOIM;NETTO;KOL\nИМ;06/2021;KZ;8501320000;ШТ;900,5;10;3\n"
    with pytest.raises(Refused, match="--scale 1000 or --scale 1"):
        put(db, tmp_path, text)


def test_the_language_of_several_countries_does_not_say_who_publishes(db: Database, tmp_path: Path) -> None:
    text = "Период;Страна;Код ТН ВЭД;Импорт, тыс. долл. США\n2021;Китай;8501320000;10\n"
    with pytest.raises(Refused, match="--reporter"):
        put(db, tmp_path, text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Вартість, тис. дол. США", (1000, "USD")),
        ("Trade Value (1000 US$)", (1000, "USD")),
        ("Values in Rs. Lacs", (100_000, "rupee")),
        ("金额（万元人民币）", (10_000, "CNY")),
        ("单位：亿美元", (100_000_000, "USD")),
        ("İhracat (Bin ABD Doları)", (1000, "USD")),
        ("Стоимость (млн руб.)", (1_000_000, "RUB")),
        ("Value, HK$ million", (1_000_000, "HKD")),
        ("金额（千）", (1000, None)),
        ("Trade Value 1000USD", (1000, "USD")),
        ("單位：百萬美元", (1_000_000, "USD")),
        ("Ausfuhr in Mrd. EUR", (1_000_000_000, "EUR")),
        ("(milliers d'euros)", (1000, "EUR")),
        ("(단위 : 천 달러(USD 1,000))", (1000, "USD")),
        ("價值 美元(千元)", (1000, "USD")),
        ("Wartość [tys. zł]", (1000, "PLN")),
        ("金額：百万円", (1_000_000, "JPY")),
    ],
)
def test_scale_and_currency_of_a_header(text: str, said: tuple[float, str | None]) -> None:
    found = measure(text)
    assert (found.scale, found.currency) == said


@pytest.mark.parametrize(
    ("text", "unit"),
    [("千个", ("H87", 1000)), ("万双", ("PR", 10_000)), ("吨", ("KGM", 1000)), ("1000 p/st", ("H87", 1000)),
     ("ТЫС ШТ", ("H87", 1000)), ("DOZ", ("H87", 12)), ("N/A", None), ("千克", ("KGM", 1)), ("ÇİFT", ("PR", 1))],
)  # fmt: skip
def test_units_of_statistics(text: str, unit: tuple[str, float] | None) -> None:
    assert unit_of(text) == unit


def test_periods_codes_and_countries() -> None:
    assert period_of("202252") == period_of("2022") == (2022 * 12, 2022 * 12 + 11)
    assert period_of("01/2021") == period_of("2021年1月") == (2021 * 12, 2021 * 12)
    assert period_of("202301-202303") == period_of("2023Q1") == (2023 * 12, 2023 * 12 + 2)
    assert period_of("202213") is None
    assert (goods_code("10121", 6), goods_code("8806.22 10"), goods_code("x")) == ("010121", "88062210", None)
    assert [country(n) for n in ("Усього", "W00", "Rusya Federasyonu", "U ARAB EMTS")] == [
        "World",
        "World",
        "RUS",
        "ARE",
    ]


def test_every_total_unfolds_into_its_rows(db: Database) -> None:
    import_file(db, FILES / "comtrade_plus.csv")
    question = Question(codes=(("8806",),))
    totals = {row["to"]: row["value"] for row in flows(db, question)}
    behind = list(unfold(db, question))
    assert {p: sum(r["value"] for r in behind if r["partner"] == p) for p in totals} == totals
    lines = (FILES / "comtrade_plus.csv").read_text(encoding="utf-8").splitlines()
    assert all(f",{row['code']}," in lines[row["row"] - 1] for row in behind)


def test_a_share_is_one_of_the_published_total(db: Database, tmp_path: Path) -> None:
    path = tmp_path / "comtrade.csv"
    head = "period,reporterISO,flowDesc,partnerISO,cmdCode,primaryValue\n"
    path.write_text(head + "2023,CHN,Export,RUS,8806,250\n2023,CHN,Export,W00,8806,1000\n", encoding="utf-8")
    import_file(db, path)
    (row,) = shares(db, Question(codes=(("8806",),)), "Russia")
    assert (row["share_percent"], row["of_value_usd"]) == (25, 1000)


def test_a_countrys_own_figures_alone_give_no_share(db: Database, tmp_path: Path) -> None:
    path = tmp_path / "comtrade.csv"
    head = "period,reporterISO,flowDesc,partnerISO,cmdCode,primaryValue\n"
    path.write_text(head + "2023,RUS,Import,CHN,8806,250\n2023,RUS,Import,TUR,8806,50\n", encoding="utf-8")
    import_file(db, path)
    found = list(shares(db, Question(codes=(("8806",),)), "Russia"))
    assert [(row["value_usd"], row["share"], row["share_percent"]) for row in found] == [
        (300, "no data", None)
    ]
    assert without_others(found) == [
        "import: no share where the case has figures of RUS only; import those of other countries"
    ]
    (china,) = shares(db, Question(codes=(("8806",),)), "China")
    assert china["share_percent"] == pytest.approx(100 * 250 / 300, abs=1e-4)
