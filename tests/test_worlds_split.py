"""The words, codes, styles and firms of evaluation worlds are in no training world and in no list of the product."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import yaml

from benchmarks.worlds.field_models import LANGUAGES
from benchmarks.worlds.vocabulary import HERE, Vocabulary, load
from matcher.attributes.taxonomy import shipped
from matcher.text.lexicon import Lexicon
from matcher.text.scopes import Words

TRAINING, DEVELOPMENT, EVALUATION = load("training"), load("development"), load("evaluation")
SEEN = (TRAINING, DEVELOPMENT)  # what weights are fitted to, and errors looked at in
CLASSES = ("catalog", "name", "synonym", "euphemism", "abbr", "trade")
COMMON = {
    word
    for words in yaml.safe_load((HERE / "common.yaml").read_text(encoding="utf-8")).values()
    for word in words.lower().split()
}
Phrase = tuple[str, str]  # language, text


def tokens(text: str) -> list[str]:
    return re.findall(r"[\w'’/-]+", text.lower())


def only_common(text: str) -> bool:
    return all(word in COMMON or not re.search(r"[^\W\d_]", word) for word in tokens(text))


def kind_phrases(vocabulary: Vocabulary) -> Iterator[tuple[str, Phrase]]:
    """Everything a kind of goods is called, with `field.kind`."""
    for field in vocabulary.fields.values():
        for key, kind in field.kinds.items():
            for language in LANGUAGES:
                names = kind.names(language)
                for word_class in CLASSES:
                    for text in getattr(names, word_class):
                        yield f"{field.field}.{key}", (language, text.lower())
        for group in field.coarse:
            for language in LANGUAGES:
                for text in getattr(group, language):
                    yield f"{field.field}.{'+'.join(group.kinds)}", (language, text.lower())


def other_phrases(vocabulary: Vocabulary) -> Iterator[tuple[str, Phrase]]:
    """What parts, look-alikes and the choices of attributes are called."""
    for field in vocabulary.fields.values():
        for key, goods in (*field.parts.items(), *field.lookalikes.items()):
            for language in LANGUAGES:
                for text in getattr(goods, language):
                    yield f"{field.field}.{key}", (language, text.lower())
        for key, attribute in field.attributes.items():
            if isinstance(attribute.values, dict):
                for value, words in attribute.values.items():
                    for language, texts in words.items():
                        for text in texts:
                            yield f"{field.field}.{key}.{value}", (language, text.lower())


def shared(pairs: Iterator[tuple[str, Phrase]], others: set[Phrase]) -> list[str]:
    return sorted(
        f"{place}: {phrase[0]} {phrase[1]!r}"
        for place, phrase in pairs
        if phrase in others and not only_common(phrase[1])
    )


@pytest.mark.parametrize("seen", SEEN)
def test_no_field_and_no_kind_is_in_both(seen: Vocabulary) -> None:
    assert not set(seen.fields) & set(EVALUATION.fields)
    kinds = [{key for field in v.fields.values() for key in field.kinds} for v in (seen, EVALUATION)]
    assert not kinds[0] & kinds[1]


@pytest.mark.parametrize("seen", SEEN)
def test_no_phrase_for_goods_is_in_both(seen: Vocabulary) -> None:
    known = {phrase for _, phrase in (*kind_phrases(seen), *other_phrases(seen))}
    assert shared(kind_phrases(EVALUATION), known) == []
    assert shared(other_phrases(EVALUATION), {phrase for _, phrase in kind_phrases(seen)}) == []


@pytest.mark.parametrize("seen", SEEN)
def test_no_choice_and_no_part_is_in_both(seen: Vocabulary) -> None:
    assert shared(other_phrases(EVALUATION), {phrase for _, phrase in other_phrases(seen)}) == []


@pytest.mark.parametrize(
    ("one", "other"), [pair for seen in SEEN for pair in ((seen, EVALUATION), (EVALUATION, seen))]
)
def test_a_word_that_alone_names_a_kind_is_in_no_name_of_the_other_split(
    one: Vocabulary, other: Vocabulary
) -> None:
    used = {(language, word) for _, (language, text) in kind_phrases(other) for word in tokens(text)}
    chinese = {text for _, (language, text) in kind_phrases(other) if language == "zh"}
    wrong = []
    for place, (language, text) in kind_phrases(one):
        least = 2 if language == "zh" else 4  # abbreviations of two or three letters have many meanings
        alone = len(tokens(text)) == 1 and len(text) >= least and not only_common(text)
        inside = any(text in there for there in chinese) if language == "zh" else (language, text) in used
        if alone and inside:
            wrong.append(f"{place}: {language} {text!r}")
    assert sorted(wrong) == []


def test_no_list_of_the_product_names_a_kind_of_an_evaluation_world() -> None:
    """A name in which the product's list finds a kind declared under the same heading is a name the list has.

    The last part of a compound is left out: that электронасос is a насос is told by a rule, and the list has no such word.
    """
    taxonomy = shipped()
    listed = Lexicon({name: spec["names"] for name, spec in taxonomy.definition["kinds"].items()})
    found = []
    for place, (language, text) in kind_phrases(EVALUATION):
        field, _, keys = place.partition(".")
        headings = {
            code[:4]
            for key in keys.split("+")
            for code in (*EVALUATION.fields[field].kinds[key].hs, *EVALUATION.fields[field].kinds[key].odd_hs)
        }
        for mention in listed.find(Words(text)):
            if any(heading.startswith(hs) for hs in taxonomy.kinds[mention.label].hs for heading in headings):
                found.append(f"{place}: {language} {text!r} is {mention.label}")
    assert found == []


@pytest.mark.parametrize("seen", SEEN)
def test_no_code_phrasing_firm_or_declarant_is_in_both(seen: Vocabulary) -> None:
    def all_of(v: Vocabulary) -> dict[str, set[str]]:
        firms = [getattr(v.makers, country) for country in ("zh", "tr", "ru", "en")]
        return {
            "patterns": {grammar.pattern for grammar in v.codes.grammars},
            "phrasings": {phrasing for style in v.styles.styles for phrasing in style.phrasings},
            "styles": {style.id for style in v.styles.styles},
            "habits": {habit.id for habit in v.declarants.habits},
            "stems": {stem for country in firms for stem in country.stems},
            "places": {place for country in firms for place in country.places},
            "marks": {mark for country in firms for mark in country.marks},
            "sisters": set(v.makers.sister),
            "importers": {name for names in v.declarants.importers.values() for name in names},
            "traders": {name for names in v.declarants.traders.values() for name in names},
            "background": {text.lower() for texts in v.styles.background.values() for text in texts},
            "purposes": {text.lower() for texts in v.styles.purposes.values() for text in texts},
            "disclaimers": {text.lower() for texts in v.styles.disclaimers.values() for text in texts},
        }

    known, evaluation = all_of(seen), all_of(EVALUATION)
    assert {name: both for name in known if (both := sorted(known[name] & evaluation[name]))} == {}


def test_the_splits_are_wide_enough() -> None:
    kinds = sum(len(field.kinds) for field in EVALUATION.fields.values())
    assert len(EVALUATION.fields) >= 12
    assert kinds >= 48
    assert len(EVALUATION.codes.grammars) >= 10
    assert {style.language for style in EVALUATION.styles.styles} == set(LANGUAGES)
