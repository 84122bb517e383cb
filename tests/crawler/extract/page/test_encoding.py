"""What the bytes say beats what the page says about them."""

from __future__ import annotations

import pytest

from crawler.extract.page.encoding import decode

CHINESE = (
    "山东恒盾防护科技有限公司主要生产防弹衣和头盔，产品的质量在国内是最好的，"
    "我们的客户不在少数。面积0.32㎡，体积2m³。"
)
TRADITIONAL = "我們的產品主要是防彈衣和頭盔，公司的品質是國內最好的，在這個行業中有很多的客戶。"
RUSSIAN = "Бронежилеты и шлемы производства нашей компании поставляются в разные страны мира."
UKRAINIAN = "Підприємство виготовляє бронежилети та шоломи для замовників."


def page(text: str, charset: str | None) -> str:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">' if charset else ""
    return f"<html><head>{meta}<title>{text[:8]}</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize("declared", ["gb2312", "windows-1251", "iso-8859-1", "nonsense", None])
def test_valid_utf8_beats_any_declaration(declared: str | None) -> None:
    text, name = decode(
        page(CHINESE, declared).encode("utf-8"), {"Content-Type": f"text/html; charset={declared}"}
    )
    assert CHINESE in text
    assert name == "utf-8"


def test_gb2312_means_gb18030() -> None:
    text, name = decode(page(CHINESE, "gb2312").encode("gb18030"), {})
    assert "0.32㎡" in text
    assert "2m³" in text
    assert name == "gb18030"


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        (CHINESE, "gb18030"),
        (TRADITIONAL, "big5"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (UKRAINIAN, "cp1251"),
    ],
)
@pytest.mark.parametrize("said", ["page", "header", "nothing", "iso-8859-1"])
def test_the_encodings_of_makers_are_right_wherever_they_are_said(
    words: str, encoding: str, said: str
) -> None:
    declared = {"page": encoding, "iso-8859-1": "iso-8859-1"}.get(said)
    headers = {"content-type": f"text/html; charset={encoding}"} if said == "header" else {}
    text, _ = decode(page(words, declared).encode(encoding), headers)
    assert words in text


def test_a_byte_order_mark_beats_all() -> None:
    text, name = decode(b"\xff\xfe" + page(RUSSIAN, "windows-1251").encode("utf-16-le"), {})
    assert RUSSIAN in text
    assert name == "utf-16-le"


def test_utf8_with_a_few_broken_bytes_is_still_utf8() -> None:
    body = page(CHINESE * 5, "utf-8").encode() + "产".encode()[:2]
    text, name = decode(body, {})
    assert CHINESE in text
    assert name == "utf-8"


def test_transforms_are_no_encodings() -> None:
    assert decode(page("abc", "rot13").encode(), {})[0] == page("abc", "rot13")
    assert decode(b"\xe9t\xe9 " + page("", "zlib").encode(), {})[0].startswith("été")


@pytest.mark.parametrize("declared", ["windows-1252", "iso-8859-1", None])
def test_single_signs_of_an_english_or_german_page_make_it_no_russian_one(declared: str | None) -> None:
    words = "QUARTO® Sägen · seit 1931 © 2024, am besten bei 1024×768"
    text, name = decode(page(words, declared).encode("cp1252"), {})
    assert words in text
    assert name == "cp1252"
