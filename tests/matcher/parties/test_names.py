"""Names of firms read across scripts and legal forms, and their numbers checked."""

from __future__ import annotations

import random

import pytest

from matcher.parties.comparison import read_party
from matcher.parties.names import read_name
from matcher.parties.numbers import contradict, read_numbers, same_number
from matcher.text.transliteration import key_similarity


@pytest.mark.parametrize(
    "names",
    [
        ("ООО «Китеж Трейд»", "KITEZH TRADE LLC", 'Общество с ограниченной ответственностью "КИТЕЖ ТРЕЙД"'),
        ("ШЭНЬЧЖЭНЬ ВОТАЙКЭСЫ ТЕХНОЛОДЖИ КО., ЛТД", "Shenzhen Wotaikesi Technology Co., Ltd", "深圳市沃泰克斯科技有限公司",
         "Shen Zhen Shi Wo Tai Ke Si Ke Ji You Xian Gong Si"),
        ("宁波瑞光电子有限公司", "Ningbo Ruiguang Electronics Co., Ltd", "NING BO RUI GUANG DIAN ZI YOU XIAN GONG SI"),
        ("KESTREL MAKİNA SAN. VE TİC. LTD. ŞTİ.", "Kestrel Makine Limited Şirketi"),
        ("厦门市昂武旭自动化有限公司", "Xiamen Angwuxu Automation Co., Ltd", "СЯМЭНЬ АНУСЮЙ АУТОМЕЙШН КО., ЛТД",
         "厦门市昂武旭自动化有限司", "XIAMEN ANGWUXU ATUOMATION CO LTD"),
        ("杭州骏辉新能源有限公司", "Hangzhou Junhui New Energy Co., Ltd", "ХАНЧЖОУ ЦЗЮНЬХУЭЙ НЬЮ ЭНЕРДЖИ КО ЛТД", "HANGZHOU JUNHUI ENERGY LIMITED"),
        ("Wuxi Lvzhan Chem. Co.,Ltd.", "无锡绿展化工有限公司", "УСИ ЛЮЙЧЖАНЬ КЕМИКАЛ КОМПАНИ ЛИМИТЕД"),
        ("ИП Юрьева С.М.", "IE IUREVA S.M.", "Individual entrepreneur Yureva S.M."),
        ("ТОО Жумабай Химия", "ZHUMABAI CHEMICAL LLP", "JUMABAY KHIMIIA LLC"),
        ("АО «Звёздный спецмаяк»", "ZVYOZDNIY SPECMAYAK JSC", "Zvezdnyi spetsmaiak AO"),
        ("Red Wren Int'l Trdg Co.,Ltd.", "RED WREN INTERNATIONAL TRADING COMPANY LIMITED"),
    ],
)  # fmt: skip
def test_a_firm_is_read_alike_in_every_spelling(names: tuple[str, ...]) -> None:
    read = [read_name(name) for name in names]
    assert len({(one.joined, one.kinds, one.places) for one in read}) == 1, read


@pytest.mark.parametrize(
    ("name", "form", "country"),
    [("ТОО Жаңа", "llc", "KAZ"), ("О.О.О. Китеж", "llc", "RUS"), ("Kestrel A.Ş.", "jsc", "TUR"), ("Wren GmbH & Co. KG", "llc", "DEU"),
     ("ФОП Мельник О.П.", "sole", "UKR"), ("Wren Inc.", "corp", "")],
)  # fmt: skip
def test_the_legal_form_tells_class_and_country(name: str, form: str, country: str) -> None:
    read = read_name(name)
    assert (read.form, read.country) == (form, country)


def test_initials_numbers_and_other_parties_are_told_apart() -> None:
    assert read_name("ИП Иванов А.И.").letters == ("a", "i")
    assert [(read_name(n).form, read_name(n).letters) for n in ("ИП Иванов А.О.", "IE Ivanov A.S.")] == [
        ("sole", ("a", "o")),
        ("sole", ("a", "s")),
    ]
    assert read_name("Sizong Co., Ltd").words == ("sizong",)  # not Xizang, though it sounds like it
    assert read_name("Si Xian Zheng Zhi Zao You Xian Gong Si").words == (
        "si",
        "xian",
        "zheng",
    )  # not the city of Xi'an
    assert read_name("Завод № 5 ООО").numbers == {"5"}
    assert read_name("RED WREN CO., LTD BY ORDER OF GREY OTTER INC").words == ("red", "wren")
    assert read_name("АО Сталь").words == ("stal",)  # general words only: they are its own
    assert read_name("").words == ()


def test_numbers_are_read_with_their_kind_and_kpp() -> None:
    read = read_numbers("ИНН 7707083893 КПП 770701001")
    assert [(n.digits, sorted(n.kinds)) for n in read.firm] == [("7707083893", [("INN", "RUS")])]
    assert read.kpp == "770701001"
    ogrn = read_numbers("1027700132195/7707083893/770701001")
    assert [n.digits for n in ogrn.firm] == ["1027700132195", "7707083893"]
    assert not read_numbers("7707083894").firm[0].is_valid
    assert read_numbers("0000000000").firm == ()
    assert read_numbers("no number").firm == ()


def test_numbers_agree_or_contradict_within_a_register_and_between_countries() -> None:
    sber, other, ogrn = map(read_numbers, ("7707083893", "7728168971/772801001", "1027700132195"))
    assert contradict(sber, other)
    assert not contradict(sber, ogrn)  # a firm has both
    assert contradict(sber, read_numbers("101247120009"))  # Kazakhstan
    assert not contradict(sber, read_numbers("7707083892"))  # mistyped
    shared = same_number(sber, read_numbers("7707083893 / 770701001"))
    assert shared is not None
    assert shared.digits == "7707083893"


def test_a_number_is_not_checked_by_the_rules_of_another_country_than_the_name() -> None:
    by_chance = "9936819301"  # right for Turkey and Ukraine, wrong for Russia
    assert read_party("KESTREL", by_chance).numbers.firm[0].is_valid
    assert not read_party("ООО ЛУКОМОРЬЕ", by_chance).numbers.firm[0].is_valid


def test_edits_equal_the_table_of_dynamic_programming() -> None:
    def edits(left: str, right: str) -> int:
        before: list[int] = []
        last = list(range(len(right) + 1))
        for i, a in enumerate(left, 1):
            row = [i]
            for j, b in enumerate(right, 1):
                cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
                if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                    cost = min(cost, before[j - 2] + 1)
                row.append(cost)
            before, last = last, row
        return last[-1]

    draw = random.Random(31)
    for _ in range(3_000):
        a, b = ("".join(draw.choices("abcd", k=draw.randrange(5, 9))) for _ in range(2))
        assert key_similarity(a, b) == (1 - edits(a, b) / max(len(a), len(b)))
