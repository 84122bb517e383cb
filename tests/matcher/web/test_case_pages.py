"""The pages of a case: every number leads to its rows, filters and search find what the database holds, hostile text stays text."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from matcher.reading.terms import interface
from matcher.review.decisions import review_database
from matcher.web.browse.archived_page import POLICY, safe_page
from matcher.web.browse.columns import Column
from matcher.web.browse.facets import Turn, page_of
from matcher.web.browse.pairs import wilson
from tests.support.pages import Pages
from tests.support.review_case import IMPORTERS, make_case, pair_id

ROOMS = (
    *(
        "",
        "lines",
        "items",
        "posts",
        "orders",
        "pairs",
        "parties",
        "totals",
        "flows",
        "runs",
        "changes",
        "confidence",
    ),
    *("search", "search?q=HENGDUN", "lines/1", "items/i-000000", "runs/run-1", "captures/c-0", "review/"),
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    return Pages(make_case(tmp_path_factory.mktemp("pages") / "case", 36, hostile=True, items=17))


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    return Pages(make_case(tmp_path_factory.mktemp("pages") / "many", 300))


@pytest.mark.parametrize("room", ROOMS)
def test_every_page_of_a_hostile_case_is_a_page_and_nothing_in_it_runs(hostile: Pages, room: str) -> None:
    answer = hostile.get(room)
    assert answer.status in (200, 303), answer.text[:500]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\x07]", answer.text)
    assert "<script>" not in answer.text
    assert not re.search(r'(href|src|action)="(?!#main|/secret/|http://www\.\w+\.example/)', answer.text)


def test_direction_characters_and_markup_of_lines_are_visible_text(hostile: Pages) -> None:
    page = hostile.get("lines")
    assert "⟨U+202E⟩" in page.text
    assert "&lt;script&gt;document.title" in page.text


def test_the_numbers_of_the_overview_lead_to_as_many_rows(many: Pages) -> None:
    overview = many.get("")
    checked = 0
    for link, number in re.findall(
        r'href="/secret/((?:lines|pairs|items|posts)[^"]*)">(?:<b>)?([\d,]+)<', overview.text
    ):
        assert many.get(link.replace("&amp;", "&")).total == int(number.replace(",", "")), link
        checked += 1
    assert checked > 10


def test_facets_count_what_the_database_holds_and_lead_there(many: Pages) -> None:
    page = many.get("lines")
    db = review_database(many.app.frame.case)
    choices = re.findall(
        r'href="/secret/(lines\?importer=[^"]*)"><span dir="auto">([^<]*)</span><b>([\d,]+)</b>', page.text
    )
    assert len(choices) == len(IMPORTERS)
    for link, name, number in choices:
        name = name.replace("&amp;", "&")
        (held,) = db.execute("SELECT count(*) FROM current_lines WHERE importer = ?", [name]).fetchone()
        assert int(number) == held == many.get(link).total


def test_pages_follow_each_other_without_a_gap_or_a_line_twice(many: Pages) -> None:
    seen: list[str] = []
    path, last = "lines?hs=0640", ""
    while path:
        page = many.get(path)
        seen += [link for link in page.links(r"lines/\d+") if link != last]
        following = re.search(r'rel="next" href="/secret/([^"]*)"', page.text)
        last, path = path, following[1].replace("&amp;", "&") if following else ""
    assert len(seen) == len(set(seen)) == page.total == 300
    before = re.search(r'rel="prev" href="/secret/([^"]*)"', page.text)
    assert before
    assert set(many.get(before[1].replace("&amp;", "&")).links(r"lines/\d+")) < set(seen)


@pytest.mark.parametrize(
    ("query", "condition"),
    [
        ({"from": "2023-03", "to": "2023-05"}, "substr(date, 1, 7) BETWEEN '2023-03' AND '2023-05'"),
        ({"year": "2023", "hs": "06406"}, "hs LIKE '06406%'"),
        ({"q": "силуан"}, "importer LIKE '%СИЛУАН%'"),
        ({"q": "HE-004"}, "description LIKE '%HD-003%' AND 0 OR goods_id IN (SELECT goods_id FROM goods WHERE model = 'HE-004')"),
        ({"q": "10702070/010123/3000001"}, "declaration = '10702070/010123/3000001'"),
        ({"pairs": "accepted"}, "0"),
        ({"pairs": "paired", "to": "2023-02"}, "date < '2023-03'"),
        ({"q": "nothing-holds-this"}, "0"),
        ({"q": "!!!"}, "0"),
    ],
)  # fmt: skip
def test_lines_are_those_that_were_asked_for(many: Pages, query: dict[str, str], condition: str) -> None:
    db = review_database(many.app.frame.case)
    (held,) = db.execute(f"SELECT count(*) FROM current_lines WHERE {condition}").fetchone()
    assert many.get(f"lines?{urlencode(query)}").total == held


def test_a_decision_in_the_browser_moves_the_numbers_of_all_pages(tmp_path: Path) -> None:
    pages = Pages(make_case(tmp_path / "case", 30))
    shown = pages.get(f"review/pair/{pair_id(0)}")
    assert 'name="decision"' not in shown.text, "nobody has said who decides"
    form = dict(re.findall(r'name="(form_token|pair)" value="([\w-]+)"', shown.text))
    assert pages.post("review/reviewer", urlencode({**form, "reviewer": "Ann"}).encode()).status == 303
    shown = pages.get(f"review/pair/{pair_id(0)}")
    form = dict(re.findall(r'name="(form_token|signature)" value="(\w+)"', shown.text))
    assert pages.get("pairs?state=accepted").total == 0
    body = urlencode({**form, "decision": "accept"}).encode()
    assert pages.post(f"review/pair/{pair_id(0)}", body).status == 303
    assert pages.get("pairs?state=accepted").total == 1
    assert pages.get("lines?pairs=accepted").total == 2
    said = pages.get("confidence").text
    assert re.search(r"1 decided pair</a> stated .9–1, <b>1</b> was right", said)


@pytest.mark.parametrize("language", ["ru", "zh", "uk", "de", "fr"])
def test_every_page_speaks_the_readers_language(hostile: Pages, language: str) -> None:
    frame = hostile.app.frame
    frame.language, before = language, frame.language
    try:
        for room in (*ROOMS[:16], "import", "dossiers", "sites", "rejects?file=f-1", "nowhere"):
            text = hostile.get(room).text
            if not text:  # a redirection
                continue
            assert f'<html lang="{language}">' in text, room
            for key in (
                "customs_lines_title",
                "what_waits",
                "all_of_them",
                "not_found",
                "every_cell",
                "as_archived",
            ):
                english, own = interface(key, "en"), interface(key, language)
                assert f">{english}<" not in text or english == own, (room, key)
            assert "~" not in re.sub(r"<[^>]*>", "", text), "a form of a number that was not chosen"
    finally:
        frame.language = before


def test_an_address_of_nothing_is_a_page_that_says_so(hostile: Pages) -> None:
    for path in (
        "lines/999999",
        "items/none",
        "posts/none",
        "captures/none",
        "runs/none",
        "parties/none",
        "nothing",
    ):
        answer = hostile.get(path)
        assert answer.status == 404
    for path in ("totals?from=yesterday", "flows?hs=abc", "flows?country=Atlantis", f"lines?q={quote('?')}"):
        assert 'role="alert"' in hostile.get(path).text


PAGE = b"""<html><head><meta http-equiv=refresh content="0;url=http://evil.example/"><base href="http://evil.example/">
<link rel=preconnect href="http://evil.example/"><style>h1{color:red}</style><script>window.owned=1</script></head>
<body onload="window.owned=1"><h1 onclick="x()">Vest</h1><img src="/a.jpg" onerror="x()" srcset="http://evil.example/b 2x">
<a href="javascript:x()">buy</a><form action="http://evil.example/"><input name=q><button formaction="http://evil.example/">go</button></form>
<iframe src="http://evil.example/"></iframe><svg><script>x()</script></svg><object data=x></object>
<img src="/missing.jpg"></body></html>"""


def test_an_archived_page_keeps_its_look_and_its_photos_and_nothing_that_acts() -> None:
    asked: list[str] = []

    def picture(address: str) -> bytes | None:
        asked.append(address)
        return b"png" if address == "/a.jpg" else None

    shown = safe_page(PAGE, "text/html", picture)
    assert "<h1>Vest</h1>" in shown
    assert "h1{color:red}" in shown
    assert 'src="data:image/png;base64,cG5n"' in shown
    assert asked == ["/a.jpg", "/missing.jpg"]
    for word in (
        "evil.example",
        "onload",
        "onclick",
        "onerror",
        "<script",
        "refresh",
        "<iframe",
        "<object",
        "action",
        "href",
    ):
        assert word not in shown, word
    assert "allow" not in POLICY


def test_counts_of_columns_are_those_of_a_plain_loop() -> None:
    words = ["a", None, "b", "a", "", "c", "a"]
    column = Column.of(words)
    assert [column.words[code] for code in column.codes] == [word or "" for word in words]
    assert {column.words[code]: int(n) for code, n in enumerate(column.counts(None))} == {
        "a": 3,
        "": 2,
        "b": 1,
        "c": 1,
    }
    assert column.derived(str.upper).where(lambda word: word > "A").tolist() == [
        w in ("b", "c") for w in words
    ]
    assert column.among(["c", "unknown"]).tolist() == [word == "c" for word in words]


def test_a_turn_from_any_row_goes_on_where_it_is() -> None:
    first = page_of(None, 10, Turn(), 4)
    assert (first.places, first.following, first.previous) == ((0, 1, 2, 3), 3, None)
    assert page_of(None, 10, Turn(after=3), 4).places == (4, 5, 6, 7)
    assert page_of(None, 10, Turn(before=4), 4).places == (0, 1, 2, 3)
    assert page_of(None, 10, Turn(after=99), 4).places == ()


def test_the_interval_of_a_share_is_wilsons() -> None:
    low, high = wilson(9, 12)
    assert (round(low, 3), round(high, 3)) == (0.468, 0.911)
    assert wilson(0, 1)[0] == 0
    assert wilson(1, 1)[1] == 1
