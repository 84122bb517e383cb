"""Names and codes of countries: one code for each country, whatever the language."""

from __future__ import annotations

from importlib.metadata import version

import pytest

from matcher.customs.values.countries import _names_and_codes, alpha3
from matcher.text.word_files import word_file
from tests.support.pinned import pinned
from tools.country_names import WITHDRAWN, country_names


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("France", "Frankreich", "Francja", "法國", "FR", "FRA", "FXX"), "FRA"),
        (("CD", "COD", "ZAR"), "COD"),
        (("Timor-Leste", "TL", "TLS"), "TLS"),
        (("Myanmar", "MM", "BUR"), "MMR"),
        (("Deutschland", "Германия", "DDR"), "DEU"),
        (("Ermenistan", "ERMENİSTAN", "ERMENISTAN"), "ARM"),
        (("Kırgızistan", "KIRGIZİSTAN", "KIRGIZISTAN"), "KGZ"),
        (("Yemen", "YE", "YMD"), "YEM"),
        (("TR - ТУРЦИЯ", "052 - Türkiye", "Turkey (TR)", "(792) Türkiye"), "TUR"),
        (("438-ALEMANIA REP.FED.", "ALEMANIA, REP. FED.", "Gjermani"), "DEU"),
        (("COREA (SUR), REPUBLICA DE", "Korea (South), Republic of"), "KOR"),
        (("Kinë", "KINE", "ቻይና"), "CHN"),
        (("កូរ៉េខាងត្បូង", "កូរ៉េ\u200bខាង\u200bត្បូង"), "KOR"),
        (("የተባበሩት አረብ ኤምሬትስ", "የተባበሩት ዓረብ ኤምሬትስ"), "ARE"),
        (("စင်ကာပူ", "စင်္ကာပူ"), "SGP"),
        (("PAISES BAJOS", "Países Bajos", "573 - PAISES BAIXOS (HOLANDA)"), "NLD"),
        (("Rusiya Federasiyası", "Российская Федерация", "RU-Россия"), "RUS"),
        (("Korea, Republic of", "KR Република Корея", "대한민국", "Корея Республикасы"), "KOR"),
        (("홍콩", "Hong Kong", "Hồng Kông", "हङकङ", "ჰონკონგის"), "HKG"),
        (("ম্যাকাও", "Makau", "Макао", "မကာအို"), "MAC"),
        (("Iran, Islamic Republic of", "IRAN, REPUBLICA ISLAMICA DO"), "IRN"),
        (("Tanzania, United Republic of",), "TZA"),
        (("Irish Republic", "Ireland", "Ai Len"), "IRL"),
        (("Congo (Democratic Republic)", "CONGO D. REP.", "RD Congo"), "COD"),
        (("Solomon Isds", "SOLOMON IS"), "SLB"),
        (("Br. Virgin Isds", "BR VIRGN IS"), "VGB"),
        (("TFYR of Macedonia", "Macedonia (Skopje)", "Македония"), "MKD"),
        (("Úc", "Ôxtrâylia"), "AUS"),
        (("XK", "XKX", "Kosovo*"), "XKK"),
        (("Korea, Democratic People's Republic of", "COREIA, REPUBLICA POPULAR DEMOCRATICA DA"), "PRK"),
        (("Congo, Democratic Republic of the",), "COD"),
        (("Congo, Republic of the",), "COG"),
        (("TCHECA, REPUBLICA",), "CZE"),
        (("CORÉIA DO SUL", "COREIA DO SUL"), "KOR"),
        (("Braxin (BR)", "Brazil (BR)"), "BRA"),
        (("006-İNGİLTERE", "England", "Англия", "イギリス"), "GBR"),
        (("السعودية", "المملكة العربية السعودية", "Suudi Arabistan"), "SAU"),
        (("Qozog'iston", "Qozogʻiston", "Қазақстан"), "KAZ"),
        (("226 - GUINEA (EQUATORIAL)",), "GNQ"),
        (("印度尼西亞", "印尼"), "IDN"),
        (("紐西蘭", "新西蘭", "Nova Zelanda"), "NZL"),
        (("越南社會主義共和國",), "VNM"),
        (("ألمانيا", "المانيا", "المانیا"), "DEU"),
        (("فدراسيون روسيه", "روسیه"), "RUS"),
        (("جمهورية مصر", "مصر"), "EGY"),
        (("تركيا", "تركيه", "ترکیه"), "TUR"),
        (("ΗΑΕ", "ОАЕ", "УАЕ"), "ARE"),
        (("АҚШ", "აშშ", "ЗША"), "USA"),
        (("Shvetsiya", "SHVECIJA", "Švecija", "Shvetsiia"), "SWE"),
        (("GRUZIYA", "Gruzija", "Sakartvelo", "Hruziia"), "GEO"),
        (("Yuzhnaya Koreya", "Južnaja Koreja", "410 - YUJNAYA KOREYA"), "KOR"),
        (("कोरिया", "কোরিয়া", "កូរ៉េ", "เกาหลี", "ကိုရီးယား", "солонгос", "Korėja"), "KOR"),
        (("উত্তর কোরিয়া", "उत्तर कोरिया", "КНДР"), "PRK"),
        (("थाइल्याण्ड", "थाइल्यान्ड", "थाइल्यांड", "থাইল্যাণ্ড", "থাইল্যান্ড"), "THA"),
        (("Tailand", "TAYLAND", "TH TAILAND"), "THA"),
        (("XS", "RS"), "SRB"),  # of the tariff of the Union
        (("EL", "GR"), "GRC"),
        (("Ungariya", "VENGRIYA", "Vengrija"), "HUN"),
        (("SSHA", "Soedinennye Shtaty Ameriki"), "USA"),
        (("שוודיה", "שבדיה"), "SWE"),
        (("טורקיה", "תורכיה"), "TUR"),
        (("וייטנאם", "ויאטנם"), "VNM"),
        (("CHINA (RRT)", "Republik Rakyat Tiongkok", "720-ÇİN"), "CHN"),
    ],
)
def test_a_country_has_one_code_in_every_language(names: tuple[str, ...], code: str) -> None:
    assert {alpha3(name) for name in names} == {code}


@pytest.mark.parametrize(
    "word", ["Norvex", "Turk", "Kenex", "Kitaro", "Suedex", "Germania Maschinenbau", "תל אביב", "גנה בע מ"]
)
def test_words_that_are_like_a_name_by_its_sound_are_no_country(word: str) -> None:
    assert alpha3(word) is None


def test_the_shipped_names_are_those_of_the_library() -> None:
    if version("babel") != pinned("babel"):
        pytest.skip("another Babel, which has another release of CLDR")
    assert _names_and_codes() == country_names(), "python -m tools.country_names > country_names.csv"


def test_no_name_of_any_language_gives_a_withdrawn_code() -> None:
    assert not set(_names_and_codes().values()) & WITHDRAWN


def test_what_is_no_country_has_no_code() -> None:
    assert alpha3("насос") is None
    assert alpha3("12") is None


@pytest.mark.parametrize(
    "words",
    [
        "New Guinea",
        "IT works",
        "To China",
        "US Virgin",
        "324 - GUINEA (NORTHERN)",
        "CHINA (TAIPEI)",
        "COREA (NORTE), REPUBLICA DE",
    ],
)
def test_a_word_before_a_country_is_no_code_of_it(words: str) -> None:
    assert alpha3(words) is None


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("RUS", "Російська Федерація|Rusya Federasyonu|Federación de Rusia|რუსეთის ფედერაცია|Ռուսաստանի Դաշնություն|Liên bang Nga|러시아 연방"),
        ("CHN", "Cộng hòa Nhân dân Trung Hoa|สาธารณรัฐประชาชนจีน|Kínai Népköztársaság|Volksrepubliek China|БНХАУ"),
        ("USA", "Vereinigte Staaten von Amerika|Stany Zjednoczone Ameryki|Съединени американски щати"),
        ("MYS", "Malaezia|Malaysia|Малайзия"),
        ("DEU", "Федеративна Республіка Німеччина|Bundesrepublik Deutschland"),
    ],
)  # fmt: skip
def test_formal_names_of_states_are_known_in_many_languages(code: str, names: str) -> None:
    assert {name: alpha3(name) for name in names.split("|")} == dict.fromkeys(names.split("|"), code)


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("USA", 'САЩ|SAD|SUA|ABŞ|АКШ|ASV|JAV|ZDA|ΗΠΑ|Η.Π.Α.|ארה"ב|É.-U.|АНУ'),
        ("CHN", "ČLR|ÇHC|ÇXR|ChRL|ҚХР|ՉԺՀ|НР Китай"),
        ("DEU", "ФРН|RFN|NSZK|ХБНГУ|SR Nemačka"),
        ("KOR", "Юж. Корея|Корея Юж.|S. Korea|Респ. Корея|Corea del S.|БНСУ"),
        ("CZE", "ČR|Чеш. Респ.|Чешская Респ."),
        ("ARE", "ZEA|SAE|BƏƏ|ΗΑΕ"),
        ("DOM", "Rep. Dom.|Дом. Респ."),
        ("CHE", "Швейц.|Switz."),
        ("RUS", "Росс. Фед.|Rus. Fed.|RF"),
        ("CHN", "CHINA P RP|China People S Rep"),
    ],
)
def test_countries_are_known_by_their_usual_abbreviations(code: str, names: str) -> None:
    assert {name: alpha3(name) for name in names.split("|")} == dict.fromkeys(names.split("|"), code)


def test_an_abbreviation_that_two_countries_share_is_none() -> None:
    assert [alpha3(name) for name in ("Авст.", "Респ. К.", "пара.", "комплект.", "A. B.")] == [None] * 5


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("USA", "Сполучені Штати Америки|Statele Unite|Соединённые Штаты Америки|संयुक्त राज्य अमेरिका"),
        ("KOR", "Korea (Republic)|Kore Cumhuriyeti|KOREA RP|KOREA SOUTH"),
        ("IRN", "Iran (I.R.)|Iran Islamic Rep"),
        ("PRK", "408 KOREA (DPR)|KOREA DP RP"),
    ],
)
def test_formal_names_that_cldr_lacks_are_known(code: str, names: str) -> None:
    assert {name: alpha3(name) for name in names.split("|")} == dict.fromkeys(names.split("|"), code)


def test_names_in_tajik_are_known() -> None:
    names = {
        "Куриёи Ҷанубӣ": "KOR",
        "Олмон": "DEU",
        "Ҷопон": "JPN",
        "Британияи Кабир": "GBR",
        "Ҳолланд": "NLD",
    }
    assert {name: alpha3(name) for name in names} == names


def test_a_short_word_of_another_language_is_no_country() -> None:
    assert alpha3("Нива") is None, "a field, and a car; Niue in one language"


def test_one_word_of_a_name_that_trade_means_one_country_by() -> None:
    names = {"KOR": "Corea|Corée|Koreya", "ARE": "Emiratos|Émirats|Эмираты|Emiraty", "PRK": "Corea del Norte"}
    for code, alike in names.items():
        assert {alpha3(name) for name in alike.split("|")} == {code}


def test_a_short_name_without_its_accents_is_no_country() -> None:
    assert [alpha3(word) for word in ("UC", "Y", "Ý", "Úc")] == [None, None, "ITA", "AUS"]


def test_everyday_names_give_their_country_and_no_short_code_becomes_another() -> None:
    listed = word_file("matcher.customs.values", "countries.yaml")
    assert "한국" in listed["KOR"]
    assert {name: alpha3(name) for names in listed.values() for name in names} == {
        name: code for code, names in listed.items() for name in names
    }
    assert {alpha3(code) for code in ("UC", "AN", "HAN", "AO")} == {None, "AGO"}


def test_russia_in_vietnamese_is_not_the_code_of_nigeria() -> None:
    assert (alpha3("Nga"), alpha3("NGA")) == ("RUS", "NGA")
    assert {alpha3(name) for name in ("643 - Nga", "Nga.", "Nga (RU)", "Liên bang Nga")} == {"RUS"}
