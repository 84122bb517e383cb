"""What words of headers mean: with endings, in plain Latin letters, in scripts with vowel signs, written together."""

from __future__ import annotations

import pytest

from matcher.customs.layout.header_concepts import STRONG, concepts, said
from matcher.customs.layout.header_fields import ALL_WORDS
from matcher.text.plain_words import plain


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("Таможенный документ", {"declaration"}),
        ("Номер на митническия документ", {"declaration", "code"}),
        ("Číslo celního dokladu", {"declaration", "code"}),
        ("KEM PROIZVEDENO", {"maker"}),
        ("Kto podal deklaraciyu", {"agent", "declaration"}),
        ("POSTAVSHHIK", {"exporter"}),
        ("Nach Land", {"country", "destination"}),
        ("ประเทศกำเนิด", {"country", "origin"}),
        ("आयातक का देश", {"importer", "country"}),
        ("भन्सार कार्यालय", {"customs_house"}),
        ("प्रज्ञापन पत्र नं.", {"declaration", "code"}),
        ("প্রেরিত এজেন্ট", {"agent"}),
        ("ការិយាល័យគយ", {"customs_house", "office"}),
        ("VAREBESKR", {"goods", "text"}),
        ("Varubeskr.", {"goods", "text"}),
        # letters that a language writes in its own way
        ("Darzhava na izprashtane", {"country", "departure"}),
        ("Proizhod", {"origin"}),
        ("Zahalna vaha", {"total"}),
        ("Hmeromhnia kataxwrhshs", {"date", "registered"}),
        ("XWRA KATAGWGHS", {"country", "origin"}),
        # more letters than those of the Serbian and Czech words that they begin with
        ("Proizvoditel", {"maker"}),
        ("Iznositel", {"exporter"}),
        ("totalvalueusd", {"total", "value", "usd"}),
    ],
)
def test_a_header_says(header: str, said: set[str]) -> None:
    assert said <= set(concepts(plain(header)))


@pytest.mark.parametrize(
    ("header", "denied"),
    [
        ("DITTA SPEDITRICE", "key"),  # speditr-ICE: a Moroccan firm's number
        ("Nomer", "text"),  # a Russian number, no Portuguese "nome"
        ("POSTAVSHHIK", "elsewhere"),  # a supplier, no post of the customs
        ("Постачальник", "elsewhere"),
        ("Waar gemaakt", "value"),  # Dutch "where", no cut "waarde"
        ("Kolik kusů", "packages"),  # Czech "how many", no Turkish "koli"
        ("Kitambulisho cha kodi", "agent"),  # Swahili "of", no customs house agent
    ],
)
def test_a_header_does_not_say(header: str, denied: str) -> None:
    assert denied not in concepts(plain(header))


@pytest.mark.parametrize(
    ("header", "field"), [("Iznositel", "exporter"), ("Adres na iznositelya", "exporter_address")]
)
def test_what_a_longer_word_in_other_letters_begins_with_speaks_against_nothing(
    header: str, field: str
) -> None:
    assert max(found := ALL_WORDS.read(header).evidence, key=lambda name: found[name]) == field


@pytest.mark.parametrize(
    ("header", "field"),
    [
        # names of columns in databases and programs, also written together
        ("CMP_CON_NAM", "importer"),
        ("shp_name", "exporter"),
        ("EXPNAME", "exporter"),
        ("GDS_DSC", "description"),
        ("NTGEW", "net_kg"),
        # a word cut short is what makes sense beside the others: a country of dispatch, not a sender
        ("Стр. отпр.", "departure"),
        ("Kraj poch.", "origin"),
        ("Země pův.", "origin"),
        ("Pays prov.", "departure"),
        # offices of the customs, and agents named after them
        ("Gümrük Müdürlüğü", "office"),
        ("Kituo cha forodha", "office"),
        ("Agente de Aduana", "declarant"),
        ("관세사", "declarant"),
        ("Մաքսային կետ", "office"),
        ("Comisionarul vamal", "declarant"),
        # a firm that sends and one that receives, their numbers, a mark on goods
        ("Tên doanh nghiệp xuất", "exporter"),
        ("Cty nhập", "importer"),
        ("Mã số DN", "importer_code"),
        ("س.ت", "importer_code"),
        ("Robni žig", "trademark"),
        # the values of Russian declarations, cut short
        ("STAT_ST", "value_usd"),
        ("Тамож. ст.", "customs_value"),
        # initials with dots, characters of Taiwan
        ("H.S. Code", "hs"),
        ("起運國家", "departure"),
        ("UoM", "unit"),
        ("মোট মূল্য (মার্কিন ডলার)", "value_usd"),
        ("Assd. Value (Rs)", "customs_value"),
        ("CoO", "origin"),
        # what is no party, no declaration and no country of dispatch
        ("Purchase Description", "description"),
        ("Goods Descr. for Customs", "description"),
        ("CUIT Import.", "importer_code"),
        ("dscrptn of gds", "description"),
        # languages
        ("Περιγραφή εμπορευμάτων", "description"),
        ("Xüsusi çəki netto", "net_kg"),
        ("שם היבואן", "importer"),
        ("ປະເທດແຫຼ່ງກຳເນີດ", "origin"),
        ("ဖော်ပြချက် ကုန်ပစ္စည်း", "description"),
        ("Tavaran alkuperämaa", "origin"),
    ],
)
def test_a_header_names_a_field_first(header: str, field: str) -> None:
    evidence = ALL_WORDS.read(header).evidence
    assert max(evidence, key=lambda name: evidence[name]) == field


def test_a_word_within_a_longer_one_speaks_against_no_field() -> None:
    strengths, parts, _ = said(plain("Agente de Aduana"))
    assert strengths["customs"] >= STRONG
    assert "customs" in parts


@pytest.mark.parametrize(
    "header", ["ИНН контрактодержателя", "TIN ya wakala", "N° d'enregistrement du véhicule"]
)
def test_a_number_of_somebody_or_something_unknown_names_no_field(header: str) -> None:
    assert not ALL_WORDS.read(header).evidence.keys() & {"importer_code", "declaration"}


@pytest.mark.parametrize("header", ["کد کالا", "کشور سازنده", "ارزش گمرکی", "نشانی گیرنده"])
def test_persian_in_arabic_letters_says_the_same(header: str) -> None:
    other = header.translate(str.maketrans("کی", "كي"))
    assert other != header
    assert said(other).strengths == said(header).strengths
