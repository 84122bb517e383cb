"""Reasons in the reader's language: every sentence that is kept in English is read back and said whole in the others."""

from __future__ import annotations

import re
from itertools import product

import pytest

from matcher.attributes.extract import Attribute
from matcher.attributes.quantities import Quantity
from matcher.attributes.taxonomy import shipped
from matcher.features import NAMES
from matcher.reading.chips import attribute_words
from matcher.reading.property_words import english_property, property_in
from matcher.reading.reasons import MANY, reason_in, said
from matcher.reading.terms import LANGUAGES, section
from tests.conftest import ROOT

OTHERS = LANGUAGES[1:]
HOLE = re.compile(r"\{(\w*)\}")
FILLED = {
    "text": "?", "first": '"3" of the item\'s name is not in the other text',
    "second": '"30", "31" of the goods\' opening are not in the other text',
    "written": "AB-100", "code": "AB-100-G", "name": 'ООО "ВЕТЕР"', "where": "as the maker", "site": "zakalka",
    "source": "the same firm as reviewers decided", "words": '"falcon", "kv1950"', "item_words": '"KV1950"',
    "kind": "carrier", "other_kind": "vest", "properties": "size 50x50x8 mm, no heating, level IIIA",
    "property": "range 1800 m", "value": "900 m", "count": "3", "measures": "5 ММ, 33 Г", "codes": "621143, 621050",
    "countries": "CHN, Atlantis", "country": "DEU", "declared": "12.50", "asked": "99.00", "date": "2024-01-02",
    "day": "2023-05-06", "likeness": "name, meaning", "items": "AB-100, AB-200",
}  # fmt: skip
EVIDENCE = (
    *("written", "code", "name", "site", "words", "item_words", "measures", "codes", "items"),
    *("count", "declared", "asked", "date", "day"),
)


@pytest.mark.parametrize("name", ["sentences", "phrases", "features", "interface"])
def test_every_language_has_every_text_with_the_same_holes(name: str) -> None:
    for key, words in section(name).items():
        assert len(words) == len(LANGUAGES), key
        assert all(words), key
        holes = {tuple(sorted(HOLE.findall(form))) for word in words for form in word.split("~")}
        assert len(holes) == 1, key


def test_every_feature_has_its_words_and_every_sentence_is_said_somewhere() -> None:
    assert section("features").keys() == {"base", *NAMES}
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "matcher").rglob("*.py"))
    built = {"code_read", "code_short_read", "code_family_read", "heading_item", "heading_other_item"}
    assert not [key for key in section("sentences").keys() - built if f'"{key}"' not in code]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_a_term_fit_beside_its_bar(language: str) -> None:
    if language != "en":  # English is as it was
        most = 24 if language == "zh" else 46
        place = LANGUAGES.index(language)
        assert not [words[place] for words in section("features").values() if len(words[place]) > most]


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("key", [key for key in section("sentences") if key != "verbatim"])
def test_a_kept_sentence_is_said_whole_with_the_evidence_as_written(key: str, language: str) -> None:
    names = HOLE.findall(section("sentences")[key][0].split("~")[0])
    for number in (1, MANY):
        kept = said(key, number, **{name: FILLED[name] for name in names}).english
        shown = reason_in(kept, shipped(), language)
        assert shown != kept
        assert "{" not in shown
        for name in names:
            if name != "value":  # a measure in metres is alike in Latin letters
                assert (FILLED[name] in shown) == (name in EVIDENCE), (name, shown)
        frame = HOLE.split(section("sentences")[key][LANGUAGES.index(language)])[::2]
        assert all(words in shown for words in frame), shown


def test_evidence_that_reads_like_a_sentence_of_ours_stays_evidence() -> None:
    name = '" is named as the maker: a maker of the site x'
    assert name in reason_in(said("maker_unclear", name=name).english, shipped(), "ru")
    text = "the goods\nname nobody agree"
    assert reason_in(text, shipped(), "ru") == text, "no known property: none of our sentences"
    for text in ("the model is named in both", "; " * 900, '" is named ' * 180, "x" * 10_000 + " agree"):
        assert reason_in(text, shipped(), "zh") == text


@pytest.mark.parametrize("language", OTHERS)
def test_every_property_is_read_back(language: str) -> None:
    taxonomy = shipped()
    words = [
        Attribute(group.name, value, "word", 0, 0, denied)
        for group in taxonomy.groups.values()
        for value, denied in product(group.wider, (False, True))
        if not (denied and group.name == "standalone")  # not a stand-alone one: its own value
    ]
    classes = [
        Attribute(name, value, "class", 0, 0)
        for name, value in (
            ("level", "iiia"),
            ("wearer_size", "xl"),
            ("compartments", "2"),
            ("ingress", "67"),
        )
    ]
    for attribute in (*words, *classes):
        english = english_property(attribute, taxonomy)
        assert property_in(english, taxonomy, language) == attribute_words(attribute, taxonomy, language)


@pytest.mark.parametrize(
    ("quantity", "kept", "shown"),
    [
        (Quantity("length", (1_800_000,), 0, 0, "range"), "range 1800 m", "дальность 1.8 км"),
        (Quantity("size", (8, 50, 50), 0, 0), "size 50x50x8 mm", "50 × 50 × 8 мм"),
        (Quantity("resolution", (512, 640), 0, 0), "resolution 640x512 pixels", "640 × 512 пикс"),
        (Quantity("mass", (2.5, 3), 0, 0, ranged=True), "mass 2.5-3 kg", "2.5–3 кг"),
        (Quantity("pressure", (6,), 0, 0), "pressure 6", "6 бар"),
        (Quantity("gsm", (300,), 0, 0), "weight per area 300 g/m2", "300 г/м²"),
    ],
)
def test_measures_are_kept_as_before_and_shown_by_the_chips_rule(
    quantity: Quantity, kept: str, shown: str
) -> None:
    attribute = Attribute(quantity.dimension, "", "measure", 0, 0, quantity=quantity)
    assert english_property(attribute, shipped()) == kept
    assert property_in(kept, shipped(), "ru").startswith(shown)
