"""A post to its statements: events, numbers of goods, days, customers; what is denied, planned or offered is none."""

from __future__ import annotations

import pytest

from matcher.attributes.taxonomy import shipped
from matcher.records.documents import ItemDocument, Page
from matcher.statements.items import SiteItems
from matcher.statements.model import UNNAMED, Statement
from matcher.statements.read import PostText, read_post
from matcher.statements.readings import Maker

PUBLISHED = "2023-03-14"


def item(code: str, name: str) -> ItemDocument:
    page = Page("en", f"{name} {code}", "", "", {})
    return ItemDocument(code, "tallgrass", (code,), ("TALLGRASS",), (page,), None, "", "", "", shipped())


ITEMS = SiteItems([item("TG-V5", "Bulletproof vest"), item("TG-H90", "Ballistic helmet")], shipped())
MAKER = Maker("CHN", frozenset({"talgras"}), ITEMS)


def read(text: str, title: str = "", published: str = PUBLISHED) -> list[Statement]:
    return read_post(PostText(title, text, published), MAKER)


def facts(statements: list[Statement]) -> set[tuple[str, float | None, tuple[str, ...]]]:
    return {(s.event, s.quantity, s.goods.items) for s in statements}


@pytest.mark.parametrize(
    "text",
    [
        "3月9日，阿拉木图客户来厂参观，订购一万二千件TG-V5防弹背心、8000顶头盔TG-H90。",
        "On March 9 a customer from Almaty visited our factory and ordered 12,000 TG-V5 vests and 8,000 pcs of TG-H90.",
        "9 марта заказчик из Алматы посетил завод и заказал двенадцать тысяч бронежилетов TG-V5 и 8 000 шт. TG-H90.",
        "9 березня замовник з Алмати відвідав завод і замовив 12 тис. бронежилетів TG-V5 та 8000 шт. TG-H90.",
        "9 Mart'ta Almatı'dan müşterimiz fabrikamızı ziyaret etti ve 12.000 adet TG-V5 ile sekiz bin adet TG-H90 sipariş etti.",
    ],
    ids=["zh", "en", "ru", "uk", "tr"],
)
def test_an_order_of_two_items_in_five_languages(text: str) -> None:
    statements = read(text)
    assert ("order", 12000.0, ("TG-V5",)) in facts(statements)
    assert ("order", 8000.0, ("TG-H90",)) in facts(statements)
    assert {s.event for s in statements} == {"order", "visit"}
    assert {(s.day, s.year_from) for s in statements} == {("2023-03-09", "post")}
    assert {s.party for s in statements} == {UNNAMED}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bakü'den gelen heyet TG-H90 başlıklarını denedi ve 1.500 adet için siparişini verdi.", {("test", None), ("order", 1500.0)}),
        ("Испытав шлемы TG-H90 на стенде, гости из Минска подтвердили объём — пять тысяч штук.", {("visit", None), ("test", None), ("order", 5000.0)}),
        ("Вантаж прибув. Партію з 400 шоломів TG-H90 замовник прийняв у Варшаві.", {("acceptance", 400.0)}),
        ("Buyers from Baku tested a dozen TG-V5 vests; they left us an order for 4,200 of them, half to leave the port later.",
         {("test", 12.0), ("order", 4200.0)}),
        ("Российская таможня выпустила партию из 240 шлемов TG-H90 11 марта.", {("shipment", 240.0)}),
        ("越南客户对TG-V5很满意，预计年底前下单3000件。", set()),
        ("Nobody from Almaty has confirmed the 900 TG-V5 vests yet.", set()),
        ("Замовник з Варшави оплатив рахунок за 350 бронежилетів TG-V5.", {("order", 350.0)}),
        ("On 5 March, 300 of the 1,000 TG-V5 vests ordered in January were accepted by the buyer's inspectors.",
         {("order", 1000.0), ("acceptance", None)}),
        ("Fuarda ilgi gördük; 2.000 adetlik TG-V5 sipariş beklentimiz var.", {("exhibition", None)}),
    ],
)  # fmt: skip
def test_a_number_is_of_the_event_that_it_was_agreed_for(
    text: str, expected: set[tuple[str, float | None]]
) -> None:
    statements = read(text)
    assert {(s.event, s.quantity) for s in statements} == expected
    assert {s.goods.items for s in statements if s.event in ("test", "order")} in (
        {("TG-V5",)},
        {("TG-H90",)},
        set(),
    )


def test_the_month_beside_the_words_of_an_event_is_its_date() -> None:
    said = read(
        "On 5 March, 300 of the 1,000 TG-V5 vests ordered in January were accepted by the buyer's inspectors."
    )
    assert {s.event: s.day for s in said} == {"order": "2023-01", "acceptance": "2023-03-05"}


def test_a_post_that_says_at_home_is_domestic_where_the_makers_country_is_unknown() -> None:
    maker = Maker("", MAKER.names, ITEMS)
    said = read_post(
        PostText("国内客户考察", "3月9日，浙江某公安局采购了500件TG-V5防弹背心。", PUBLISHED), maker
    )
    assert {(s.event, s.quantity) for s in said} == {("domestic", 500.0)}


def test_a_unit_after_thousands_and_a_month_of_delivery_are_read() -> None:
    (contract,) = read(
        "4 марта подписали договор с ТОО «Алтын Сункар»: 2,5 тыс. пар шлемов TG-H90 с поставкой в октябре."
    )
    assert (contract.quantity, contract.unit, contract.due) == (2500.0, "pair", "2023-10")


def test_each_part_has_the_words_it_was_read_from() -> None:
    text = "Kite & Crane LLC ordered 600 helmets on 2 March 2023. Founded in 2008, we export to 30 countries."
    (order,) = read(text)
    assert (order.party, order.party_kind) == ("Kite & Crane LLC", "firm")
    words = {name: text[span.start : span.end] for name, span in order.spans.items()}
    assert words["quantity"] == "600"
    assert words["goods"] == "helmets"
    assert words["date"] == "2 March 2023"
    assert words["event"] == "ordered"
    assert {name: span.words for name, span in order.spans.items()} == words


@pytest.mark.parametrize(
    "text",
    [
        "哈萨克斯坦客户有意订购3000件防弹背心，目前正在洽谈。",
        "防弹背心现接受预订，起订量50件。",
        "A company from Kazakhstan may order 3,000 vests next year.",
        "The customer from Georgia did not order any vests.",
        "Минимальный заказ 50 бронежилетов, принимаем заказы.",
        "Клієнт з Грузії поки не замовив бронежилети, планує 3000 штук.",
        "Minimum sipariş 50 adet çelik yelek.",
        "Our capacity is 800 vests per day.",
        "The company donated 500 vests to flood victims.",
    ],
)
def test_plans_offers_denials_and_capacity_are_no_orders(text: str) -> None:
    assert not {s.event for s in read(text)} & {"order", "contract", "domestic"}


def test_a_visit_to_a_booth_is_an_exhibition_and_no_visit() -> None:
    text = "Customers from Kazakhstan visited our booth at the exhibition on March 9 and tested TG-V5."
    assert {s.event for s in read(text)} == {"exhibition"}


def test_a_customer_of_the_makers_own_country_is_domestic() -> None:
    assert {s.event for s in read("3月9日，省公安厅采购3000件防弹背心。")} == {"domestic"}
    assert {s.event for s in read("3月9日，哈萨克斯坦客户采购3000件防弹背心。")} == {"order"}


def test_the_day_of_delivery_is_not_the_day_of_the_order() -> None:
    (order,) = read("On March 9 Kite & Crane LLC ordered 600 helmets. Delivery by the end of June.")
    assert (order.day, order.due) == ("2023-03-09", "2023-06")
    (order,) = read("3月9日，塔什干客户订购600顶头盔，要求6月底前交货。")
    assert (order.day, order.due) == ("2023-03-09", "2023-06")


def test_a_day_without_a_year_is_the_last_such_day_before_the_post() -> None:
    (visit,) = read("On December 28 guests from Georgia visited us.", published="2023-01-04")
    assert visit.day == "2022-12-28"
    (visit,) = read("On December 28 guests from Georgia visited us.", published="")
    assert visit.day == ""


def test_title_and_text_that_say_the_same_are_one_statement() -> None:
    statements = read(
        "3月9日，莫斯科客户订购TG-V5防弹背心一万二千件。", title="莫斯科客户订购12000件防弹背心"
    )
    assert facts(statements) == {("order", 12000.0, ("TG-V5",))}


def test_a_number_of_a_standard_of_persons_or_money_is_no_number_of_goods() -> None:
    statements = read(
        "实验室依据STANAG 2920对TG-H90头盔进行测试。三名代表参加，费用5000元。"
        "Five engineers tested TG-H90 for 20000 USD."
    )
    assert {s.quantity for s in statements} == {None}


def test_a_bar_before_a_rough_number_leaves_it_rough() -> None:
    (order,) = read("On March 9 Kite & Crane LLC ordered | over 600 helmets.")
    assert (order.quantity, order.rough) == (600, True)


def test_the_maker_itself_is_no_customer() -> None:
    (order,) = read("Tallgrass Protective Co. Ltd received an order for 600 helmets from Georgia.")
    assert (order.party, order.country) == (UNNAMED, "GEO")


@pytest.mark.parametrize(
    "text", ["一" * 5000, "9" * 5000 + " pcs", "A1-" * 2000, "“" * 3000, "12 pcs " * 500]
)
def test_rows_of_signs_are_read_without_a_fault(text: str) -> None:
    assert not {s.event for s in read(text)} & {"order", "contract"}
