"""The vocabulary by language: tables written from its words are read exactly, and no word has two meanings."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from matcher.customs.ingest.store import import_file
from matcher.customs.trade.flows import flows
from matcher.customs.trade.formats.texts import vocabulary
from matcher.customs.trade.formats.texts.facts import Refused, Stated
from matcher.customs.trade.formats.texts.headings import heading_of
from matcher.customs.trade.formats.texts.measures import measure
from matcher.customs.trade.formats.texts.units import TWO_MEANINGS
from matcher.customs.trade.formats.texts.vocabulary import fold, languages, word_list, word_lists
from matcher.customs.trade.formats.texts.words import flow_in
from matcher.customs.trade.question import Question
from matcher.customs.values.calendars import BUDDHIST
from matcher.customs.values.quantities import SCALES
from matcher.text.month_names import month_names
from matcher.text.word_files import word_file

LANGUAGES = languages()
CODES, PARTNERS = ("84713012", "85287200"), ("CHN", "DEU", "JPN")
FLOWS = ("export", "import")
YEAR, SCALE, TONNE = 2023, 1000, 1000
UNKNOWN = "qwerts"


def value_of(code: str, partner: str, flow: str) -> int:
    return CODES.index(code) * 100 + PARTNERS.index(partner) * 10 + FLOWS.index(flow) + 1


def first(language: str, section: str, name: str, otherwise: str) -> str:
    """The best word of a language, else `otherwise`."""
    return next(iter(LANGUAGES[language].get(section, {}).get(name, ())), otherwise).removesuffix("=")


def scale_word(language: str) -> tuple[str, int]:
    """The first word of the least scale from thousand on that has one meaning, with its figure."""
    block = LANGUAGES[language]
    given = block.get("scales", {}) | block.get("scales_beside_currencies", {})
    return next(
        (word, int(scale))
        for scale in sorted(given, key=int)
        for word in given[scale]
        if int(scale) >= SCALE and fold(word) not in TWO_MEANINGS
    )


def table(language: str, scale: str) -> list[list[str]]:
    """A table of statistics in the words of a language, with a total and values of a scale."""
    block = LANGUAGES[language]
    column = {
        name: first(language, "columns", name, name)
        for name in ("year", "hs", "partner", "flow", "value", "weight")
    }
    money = next(iter(block["currencies"].get("USD") or block["currencies"]["dollar"]))
    blank = "" if vocabulary.glues_words(scale) else " "
    tonne = first(language, "masses", "1000", "t")
    total = block["totals"][0]
    named = {flow: first(language, "flows", flow, flow) for flow in FLOWS}
    rows = [
        [str(YEAR), code, partner, named[flow], str(value_of(code, partner, flow)), str(2 * value_of(code, partner, flow))]
        for code in CODES for partner in PARTNERS for flow in FLOWS
    ]  # fmt: skip
    sums = [
        [str(YEAR), code, total, named[flow], *(str(f * sum(value_of(code, partner, flow) for partner in PARTNERS)) for f in (1, 2))]
        for code in CODES for flow in FLOWS
    ]  # fmt: skip
    header = [column["year"], column["hs"], column["partner"], column["flow"], f"{column['value']} ({scale}{blank}{money})", f"{column['weight']} ({tonne})"]  # fmt: skip
    return [[block["statistics"][0]], header, *rows, *sums]


def written(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    return path


def figures(db: Database, code: str) -> dict[Any, Any]:
    """(flow, partner) -> (period, value, currency, quantity, unit) of a code."""
    return {
        (row["flow"], row["to"] if row["flow"] == "export" else row["from"]): (
            row["period"],
            row["value"],
            row["currency"],
            row["quantity"],
            row["unit"],
        )
        for row in flows(db, Question(codes=((code,),)))
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_in_the_words_of_a_language_is_read_exactly(
    db: Database, tmp_path: Path, language: str
) -> None:
    word, scale = scale_word(language)
    file = written(tmp_path / "table.csv", table(language, word))
    import_file(db, file, stated=Stated(reporter="KAZ"))
    for code in CODES:
        assert figures(db, code) == {
            (flow, partner): (
                str(YEAR),
                value_of(code, partner, flow) * scale,
                "USD",
                2 * value_of(code, partner, flow) * TONNE,
                "kg",
            )
            for partner in PARTNERS
            for flow in FLOWS
        }


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_of_scale_that_is_not_known_stops_the_import(
    db: Database, tmp_path: Path, language: str
) -> None:
    unknown = scale_word(language)[0] * 2 if vocabulary.has_no_blanks(scale_word(language)[0]) else UNKNOWN
    file = written(tmp_path / "table.csv", table(language, unknown))
    with pytest.raises(Refused):
        import_file(db, file, stated=Stated(reporter="KAZ"))


# A word that has two meanings of one group on purpose.
TWO = {
    "commodity": "UN Comtrade calls codes so in some files, texts in others",
    "quantity": "of UN Comtrade a weight where another column is the quantity",
    "сум": "of Uzbekistan alone; сом may be of Kyrgyzstan",
}
# Words of measures that are others in another group.
ELSEWHERE = {
    "nis": "new shekels, beside a figure; April in Armenian letters",
    "peso": "a weight as a header, money beside a number",
    "rm": "ringgit; a flow of UN Comtrade as a whole cell",
    "zar": "rand; an abbreviation of a month",
}
OF_ONE_PUBLISHER = {"description"}  # a column that repeats another: "partner code"


def meanings() -> Iterator[tuple[str, str, str]]:
    """(group, folded word, meaning) of all words that are looked for in one place."""
    for name, words in word_lists("columns").items():
        yield from (("header", word, name) for word in words)
    yield from (("header", word, "description") for word in word_list("descriptions"))
    yield from (("header", word, "division") for word in word_list("divisions"))
    for name, words in word_lists("flows").items():
        yield from (("flow", word, name) for word in words)
    yield from (("flow", word, "both") for word in word_list("both_flows"))
    for section in ("scales", "scales_beside_currencies"):
        for scale, words in word_lists(section).items():
            yield from (("measure", word, f"x {float(scale)}") for word in words)
    yield from (("measure", fold(word), f"x {float(scale)}") for word, scale in SCALES.items())
    for name, words in word_lists("currencies").items():
        yield from (("measure", word, name) for word in words)
    for factor, words in word_lists("masses").items():
        yield from (("measure", word, f"{factor} kg") for word in words)
    for month, words in word_lists("months").items():
        yield from (("month", word, month) for word in words)
    yield from (("month", fold(word), str(month)) for word, month in month_names().items())
    for number, words in word_lists("ordinals").items():
        yield from (("ordinal", word, number) for word in words)
    for section in ("part_quarter", "part_half", "part_months"):
        yield from (("part of a year", word, section) for word in word_list(section))
    for section in ("partner_words", "partner_endings", "partner_signs", "party_labels"):
        for kind, listed in vocabulary.by_kind(section).items():
            yield from ((section, word, kind) for word in listed)


def groups() -> dict[str, dict[str, set[str]]]:
    """Group -> word -> its meanings."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for group, word, meaning in meanings():
        found[group][word].add(meaning)
    return found


def test_no_word_has_two_meanings() -> None:
    several = {
        word: said
        for words in groups().values()
        for word, said in words.items()
        if len(said - OF_ONE_PUBLISHER) > 1 and not said >= {"flow", "flow_code"}
    }
    assert several.keys() <= TWO.keys(), several


def test_no_word_of_a_scale_a_currency_or_a_mass_is_another_word_too() -> None:
    found = groups()
    others = {word for group in ("header", "flow", "month", "part of a year") for word in found[group]}
    assert found["measure"].keys() & (others | word_list("totals")) <= ELSEWHERE.keys()


@pytest.mark.parametrize("section", ["columns", "flows", "currencies", "scales_beside_currencies", "masses"])
def test_each_word_of_a_language_is_found_in_its_list(section: str) -> None:
    for block in LANGUAGES.values():
        for name, words in block.get(section, {}).items():
            assert {fold(word) for word in words} <= word_lists(section)[name].keys()


def test_a_name_of_a_currency_is_a_code_or_one_of_several_countries() -> None:
    shared = word_file("matcher.customs.trade.formats.texts", "words.yaml")["shared_currencies"]
    for name in word_lists("currencies"):
        assert (len(name) == len("USD") and name.isupper()) or name in shared


@pytest.mark.parametrize(
    ("heading", "span"),
    [
        ("ม.ค.-มี.ค. 2566", (1, 3, 2023)),
        ("ปี 2566", (1, 12, 2023)),
        ("January 2566 B.E.", (1, 1, 2023)),
        ("كانون الثاني 2023", (1, 1, 2023)),
        ("जनवरी 2023", (1, 1, 2023)),
        ("1-р сар 2023", (1, 1, 2023)),
        ("Machi 2023", (3, 3, 2023)),
    ],
)
def test_months_and_years_of_a_language(heading: str, span: tuple[int, int, int]) -> None:
    found = heading_of(heading).span
    assert found is not None
    assert (found.first, found.last, found.year) == span


@pytest.mark.parametrize("heading", ["2566", "1402", "2080", "سال 1402", "January 2566", "January 1402", "5. hónap 2023", "5. ay 2023"])  # fmt: skip
def test_a_year_of_another_calendar_and_a_fifth_month_are_not_read_as_others(heading: str) -> None:
    assert heading_of(heading).span is None


def test_years_of_the_buddhist_era_below_a_header_that_says_so(db: Database, tmp_path: Path) -> None:
    rows = table("th", scale_word("th")[0])
    thai = [[str(YEAR + BUDDHIST), *row[1:]] for row in rows[2:]]
    import_file(db, written(tmp_path / "table.csv", [*rows[:2], *thai]), stated=Stated(reporter="THA"))
    assert {period for period, *_ in figures(db, CODES[0]).values()} == {str(YEAR)}


def test_years_of_another_calendar_stop_the_import(db: Database, tmp_path: Path) -> None:
    rows = table("fa", scale_word("fa")[0])
    of_iran = [["1402", *row[1:]] for row in rows[2:]]
    with pytest.raises(Refused):
        import_file(db, written(tmp_path / "table.csv", [*rows[:2], *of_iran]), stated=Stated(reporter="IRN"))


@pytest.mark.parametrize(
    ("header", "kilograms"),
    [
        ("น้ำหนัก (ตัน)", 1000), ("tys. ton", 1e6), ("mln kg", 1e6), ("пуд", None), ("mil toneladas", 1e6), ("mil tonn", None), ("コットン", None),
        ("Тегло, тона", 1000), ("Peso (tonnellate)", 1000), ("Pakistan'tan", None),
    ],
)  # fmt: skip
def test_masses(header: str, kilograms: float | None) -> None:
    assert measure(header).mass == kilograms


@pytest.mark.parametrize("header", ["Peso", "Peso neto (kg)", "Peso líquido"])
def test_a_weight_is_no_currency(header: str) -> None:
    assert measure(header).currency is None


@pytest.mark.parametrize(
    ("text", "flow"),
    [
        ("Износ на България", "export"),
        ("износостойкие стали", None),
        ("صادر عن الهيئة", None),
        ("Xuất khẩu gạo", "export"),
    ],
)
def test_a_direction_is_no_other_word_that_begins_so(text: str, flow: str | None) -> None:
    assert flow_in(text) == flow


@pytest.mark.parametrize("header", ["Värde, tkr", "Værdi (t.kr.)", "Verdi 1000 kr"])
def test_thousands_of_crowns(header: str) -> None:
    assert (measure(header).scale, measure(header).currency) == (1000, "krone")
