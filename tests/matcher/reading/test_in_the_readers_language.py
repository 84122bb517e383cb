"""A reader of Russian or Chinese: the demo's reasons and charts hold no English word of ours, in page, sheet and dossier."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from lxml import etree, html

from crawler.case.case import Case
from matcher.dossier.build import build_dossier
from matcher.reading.reader import Reader
from matcher.reading.terms import LANGUAGES, section
from matcher.review.decisions import review_database
from matcher.review.evidence import Evidence, EvidenceReader
from matcher.review.sampling import Chosen
from matcher.review.sheet.columns import ExportOptions, sheet_rows
from matcher.text.word_files import word_file
from matcher.web.pages import pair_page
from tests.support.pages import Pages

LATIN = re.compile(r"\b[A-Za-z][a-z]+\b")  # in capitals are codes: CHN, USD, NIJ
CHARTS = (
    "confidence.svg",
    "totals/chart.svg",
    "totals/chart.svg?by1=hs&by2=month",
    "flows/chart.svg",
    "orders/chart.svg",
)


def words_of_ours(language: str) -> set[str]:
    """The English words of reasons, terms and charts, but those that the language has too (USD, NIJ)."""
    place = LANGUAGES.index(language)
    charts = section("interface").keys() & word_file("matcher.reading", "charts.yaml").keys()
    entries = [
        *(
            words
            for name in ("sentences", "phrases", "features", "kinds", "values")
            for words in section(name).values()
        ),
        *(section("interface")[key] for key in charts),
    ]
    english, own = (
        {word.lower() for words in entries for word in LATIN.findall(re.sub(r"\{\w*\}", "", words[at]))}
        for at in (0, place)
    )
    return english - own


def english_in(text: str, language: str, evidence: str = "") -> set[str]:
    """Words of ours outside of quotation marks that are not words of the evidence."""
    found = {word.lower() for word in LATIN.findall(re.sub(r'"[^"]*"', "", text))}
    return found & words_of_ours(language) - {word.lower() for word in LATIN.findall(evidence)}


def evidence_of(evidence: Evidence) -> str:
    goods, item = evidence.goods, evidence.item
    said = (goods.text, goods.maker, goods.trademark, goods.model, goods.article, str(vars(item)))
    return " ".join(said)


@pytest.fixture(params=["ru", "zh"])
def case(demo_copy: Path, request: pytest.FixtureRequest) -> Case:
    case = Case.open(demo_copy)
    case.config["review"]["languages"] = [request.param]
    return case


def test_page_and_sheet_say_reasons_in_the_readers_language(case: Case) -> None:
    (language,) = case.config["review"]["languages"]
    db = review_database(case)
    reader = Reader.of_case(case.root, [language])
    pairs = [pair for (pair,) in db.execute("SELECT pair_id FROM pairs ORDER BY pair_id")]
    rows = sheet_rows(case, db, [Chosen(pair, "top", 1.0) for pair in pairs], "e", ExportOptions())
    said = 0
    for row, evidence in zip(rows, EvidenceReader(db).read(pairs), strict=True):
        page = pair_page(db, evidence, "ann", False, reader)
        kept = [*evidence.reasons, *evidence.counter_reasons]
        shown = [*page.reasons, *page.counter_reasons]
        assert not set(kept) & set(shown)
        assert not english_in(" ".join(shown), language, evidence_of(evidence)), shown
        assert row.cells["reasons"] == "\n".join(page.reasons[:3])
        assert row.cells["counter_reason"] == (page.counter_reasons or [""])[0]
        said += len(shown)
    assert said > 20
    stored = db.execute("SELECT reasons FROM pairs ORDER BY pair_id").fetchall()
    assert any("the" in reason.split() for (reasons,) in stored for reason in json.loads(reasons)), (
        "kept in English"
    )


def test_charts_of_the_pages_are_in_the_readers_language(case: Case) -> None:
    (language,) = case.config["review"]["languages"]
    pages, drawn = Pages(case, "ann"), 0
    db = pages.app.frame.db
    (pair,) = db.execute("SELECT pair_id FROM pairs ORDER BY confidence DESC LIMIT 1").fetchone()
    waterfall = html.fromstring(pages.get(f"review/pair/{pair}").text).xpath("//svg[@class='waterfall']")[0]
    assert not english_in(" ".join(waterfall.itertext()), language)
    firms = " ".join(
        f"{name}"
        for row in db.execute("SELECT importer, exporter, origin, destination FROM customs_lines")
        for name in row
    )
    for path in (*CHARTS, *networks(pages)):
        answer = pages.get(path)
        if answer.status == 200 and answer.text:
            drawn += 1
            assert f'lang="{language}"' in answer.text
            assert not english_in(labels(answer.text), language, firms), path
    assert drawn >= 4


def networks(pages: Pages) -> list[str]:
    listed = pages.get("parties").text
    firm = re.search(r"/(parties/[\w-]+)\"", listed)
    return re.findall(r"/(parties/[\w-]+/network-\w+\.svg)", pages.get(firm[1]).text) if firm else []


def labels(chart: str) -> str:
    """What is written in a chart, and its title and description; not the dots' own words, which quote posts."""
    root = etree.fromstring(chart.encode())
    found = root.xpath(
        "//*[local-name()='text'] | //*[local-name()='svg']/*[local-name()='title' or local-name()='desc']"
    )
    return " ".join("".join(one.itertext()) for one in found)


def test_the_dossier_says_reasons_and_charts_in_the_readers_language(case: Case, tmp_path: Path) -> None:
    (language,) = case.config["review"]["languages"]
    db = review_database(case)
    best = "SELECT pair_id FROM pairs ORDER BY confidence DESC LIMIT 6"
    with case.lock():
        build_dossier(case, db, [pair for (pair,) in db.execute(best)], tmp_path / "dossier")
    seen = charts = 0
    for path in sorted((tmp_path / "dossier" / "data").glob("pairs/p-*.html")):
        page = html.parse(str(path))
        evidence = EvidenceReader(db).one(path.stem)
        assert evidence is not None
        assert page.getroot().get("lang") == language
        reasons = page.xpath("//section[@aria-labelledby='why' or @aria-labelledby='why-not']/ul/li")
        seen += len(reasons)
        assert not english_in(
            " ".join(one.text_content() for one in reasons), language, evidence_of(evidence)
        )
        terms = [one.text or "" for one in page.xpath("//details//tbody//th")]
        assert terms
        assert not english_in(" ".join(terms), language)
        charts += len(page.xpath("//svg"))
    for path in (tmp_path / "dossier" / "data").rglob("*.html"):
        for chart in html.parse(str(path)).xpath("//figure"):
            written = " ".join(chart.xpath(".//text/text() | .//svg/title/text() | .//svg/desc/text()"))
            assert not english_in(written, language, "HENGDUN"), (path.name, written)
    assert seen > 3
    assert charts
