"""Codes of sentences that nothing calls one: which the page's sentences say something of."""

from __future__ import annotations

import pytest

from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.page.shared_parts import SharedParts
from crawler.extract.product.codes.shown.vouched_codes import vouched_code
from tests.support.growth import filled, grows_linearly


def code(text: str, name: str = "Ročna žaga z ovojem") -> str | None:
    page = f"<html><body><main><h1>{name}</h1><p>{text}</p></main></body></html>".encode()
    return vouched_code(Layout(read_document(page, "https://mill.example/p/7.html", {})), name)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The QVX-330 covers boards of 300 mm.", "QVX-330"),
        ("Pila QVX-330 slouží na desky.", None),  # a word that the name has not
        ("Das QVX 500 eignet sich für Bretter.", "QVX 500"),
        ("Da legno duro, la QVX 500 permette tagli diritti.", "QVX 500"),
        ("The ISO 9001 is a standard. The EN 388 covers gloves. The AISI 316 has nickel.", None),
        ("Cuts boards for the QVX 500 offers.", None),
        ("The QVX 500 is larger than the QVX 300.", None),
        ("The QVX 500 mm is a length.", None),
    ],
)
def test_a_code_that_a_sentence_says_something_of_is_the_products(text: str, found: str | None) -> None:
    assert code(text) == found


def test_a_word_of_the_name_may_stand_between_article_and_code() -> None:
    assert code("Die Säge QV-HX 500 ist klappbar.", "Klappsäge mit Hülle") == "QV-HX 500"
    assert code("Die Hülle QV-HX 500 ist klappbar.", "Klappsäge") is None


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("접이식 톱", "인증을 취득한 QVX-25은(는) 국내에서 설계한 제품입니다.", "QVX-25"),
        ("접이식 톱", "QVX-25는 강철입니다.", "QVX-25"),
        ("접이식 톱", "칼날 QVX-25은 따로 팝니다.", None),
    ],
)
def test_what_a_korean_sentence_is_about_is_the_products(name: str, text: str, found: str | None) -> None:
    assert code(text, name) == found


def test_the_words_of_the_name_before_a_code_may_be_short() -> None:
    assert code("Máy cưa tay QVX-20 cắt gỗ.", "Máy cưa tay gỗ") is None  # the last is too short to be sure
    assert code("Máy cưa nghiền QVX-20 cắt gỗ.", "Máy cưa nghiền gỗ") == "QVX-20"


def test_a_small_word_is_glued_to_the_names_last_word_in_korean() -> None:
    assert code("QVX-25 톱의 날은 강철.", "접이식 톱질 나무톱") is None
    assert code("QVX-25 나무톱의 날은 강철.", "접이식 나무톱") == "QVX-25"


def test_a_text_below_the_picture_that_names_a_page_may_begin_with_its_code() -> None:
    page = "<main><img src=/p/7.jpg alt='Elle çalışan testere'><p>QVX-1550 ağaç için katlanır bir alettir.</p></main>"
    document = read_document(page.encode(), "https://mill.example/p/7.html", {})
    assert vouched_code(Layout(document), "Elle çalışan testere") == "QVX-1550"


@pytest.mark.parametrize("piece", ["the QVX 500 ", "Die Säge ", "A", "la nostra ", " "])
def test_sentences_are_read_in_linear_time(piece: str) -> None:
    assert grows_linearly(lambda n: code(f"{filled(piece, n)}</p><p>" * 5), 230)
    assert grows_linearly(lambda n: code(f"{filled(piece, 500)}</p><p>" * n), 10)


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("GKX-30 wurde verstärkt.", "Amboss", "GKX-30"),
        ("GKX-30 ruht auf einem Sockel aus Eiche.", "Amboss", "GKX-30"),  # the first text, and a sentence
        ("G4-2 ruht auf einem Sockel aus Eiche.", "Amboss", None),  # one letter: a form of something else
        ("GKX-30 Sockel, gehärtet und geschliffen, aus Eiche.", "Amboss", None),
        ("GKX-30 sokkel, edzett és csiszolt, tölgyből.", "Üllő", None),
        ("PA-66 hüvely két rugóval és egy csappal.", "Üllő", None),  # a material
        ("L'enclume GKX-30 repose sur un socle de bois.", "Enclume à cornes", "GKX-30"),
        ("The GKX-30 anvil rests on oak.", "Horned anvil", "GKX-30"),
        ("The GKX-30 anvil rests on oak.", "Cover for an anvil", None),  # the anvil is another thing
        ("The anvil GKX-30 rests on oak.", "Cover for anvil", None),
        ("The cover GKX-30 rests on oak.", "Cover for anvil", "GKX-30"),
        ("Tongs of the smith hold the GKX-30 anvil.", "Horned anvil", None),
        ("本厂制造的GKX-30风机用于车间。", "离心风机", "GKX-30"),
        ("适用于GKX-30风机。", "离心风机", None),
        ("Notre référence pour ce socle est GKX-30.", "Bloc de chêne", "GKX-30"),
        ("La pile de ce socle est GKX-30.", "Bloc de chêne", None),
        ("Amboss (GK-X 30) aus Stahl.", "Amboss", "GK-X 30"),
        ("Amboss GK-X 30 mm breit.", "Amboss", None),
    ],
)
def test_the_only_code_is_the_products_where_its_place_in_a_sentence_says_so(
    text: str, name: str, found: str | None
) -> None:
    assert code(text, name) == found


def test_the_page_or_its_title_may_be_called_as_the_code() -> None:
    page = "<title>GKX-30 - Forge</title><h1>Anvils</h1><p>The heaviest of all is the GKX-30, of the GKY-2 kind.</p>"
    document = read_document(page.encode(), "https://forge.example/p/7.html", {})
    document.shared = SharedParts(title_parts=("Forge",))
    assert vouched_code(Layout(document), "Anvils") == "GKX-30"
    ended = read_document(
        b"<h1>Anvil</h1><p>One smith bought a GKX-30.</p>", "https://forge.example/horned-gkx-30.html", {}
    )
    assert vouched_code(Layout(ended), "Anvil") == "GKX-30"


def test_the_firms_name_may_stand_before_the_code() -> None:
    assert code("Cut by hand. The Oakmill QVX-330 is ready.</p><p>© Oakmill Tools Ltd.", "Saw") == "QVX-330"
    assert code("Cut by hand. The Ashmill QVX-330 is ready.</p><p>© Oakmill Tools Ltd.", "Saw") is None
    assert code("Oakmill saw type QVX-330 with cover.</p><p>© Oakmill Tools Ltd.", "Saw") == "QVX-330"
    assert code("Oakmill cover type QVX-330 of steel.</p><p>© Oakmill Tools Ltd.", "Saw") is None


def test_a_word_for_a_model_may_stand_between_the_words_of_the_name_and_its_code() -> None:
    assert code("Pomične žage tip QVX-330 z ovojem.", "Pomične žage z ovojem") == "QVX-330"
    assert code("Za žage tip QVX-330 z ovojem.", "Pomične žage z ovojem") is None


def test_the_only_code_may_stand_alone_in_brackets() -> None:
    assert code("Za delavnice. (QVX-330)") == "QVX-330"
    assert code("Za delavnice (QVX-330). Iz jekla.") is None
    assert code("Za delavnice. (ISO 9001)") is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("GKX-30 ist ein Amboss für den Sockel PB-118.", "GKX-30"),
        ("Für den Sockel PB-118 ist GKX-30 gemacht.", None),
        ("GKX-30 ist aus Stahl, GKX-40 aus Guss.", None),
        ("GKX-30: geschmiedet und gehärtet für Werkstätten.", "GKX-30"),
        ("RS-485: ja.", None),
        ("Die Bestellnummer für den abgebildeten Amboss ist GKX-30.", "GKX-30"),
        ("Die Bestellnummer für den passenden Sockel ist GKX-30.", None),
        ("Die Bestellnummer der Hülle für den Amboss ist GKX-30.", None),
    ],
)
def test_the_code_that_opens_the_first_text_is_the_products_among_others(
    text: str, found: str | None
) -> None:
    assert code(text, "Amboss mit Hörnern") == found


def test_a_word_for_a_model_may_be_glued_between_code_and_name() -> None:
    assert code("我厂长期生产QVX-330型折叠锯，刀片为钢。", "折叠锯") == "QVX-330"
    assert code("我厂长期生产QVX-330型工作台，适合锯木。", "折叠锯") is None


def test_letters_that_a_word_for_a_model_calls_a_code_stand_before_what_the_name_ends_in() -> None:
    assert code("小巧便携，刀片为钢。QVX-M型折叠锯还可选配护套。", "手提锯") is None
    assert code("小巧便携，刀片为钢。QVX-M型折叠锯还可选配护套。", "手提折叠锯") == "QVX-M"
    assert code("适合QVX-M型折叠锯，刀片为钢。", "手提折叠锯") is None


def test_the_short_name_of_the_firm_may_stand_before_a_code() -> None:
    firm = "<footer>版权所有 苏州山野工具有限公司</footer>"
    name = "野营用折叠锯"
    assert code(f"山野32218QA/V4折叠锯采用整体钢片。</p>{firm}<p>", name) == "32218QA/V4"
    assert code(f"山野32218QA/V4野营折叠锯采用整体钢片。</p>{firm}<p>", name) == "32218QA/V4"
    assert code(f"山野32218QA/V4工具箱采用整体钢片。</p>{firm}<p>", name) is None
    assert code("配套32218QA/V4折叠锯采用整体钢片。", name) is None


def test_a_name_may_begin_with_the_code_without_a_blank() -> None:
    assert code("QV-HX20户外折叠锯", "QV-HX20户外折叠锯") == "QV-HX20"
