"""Sites by hand with hostile pages, hostile requests, damaged archives, and two browsers at once."""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest

from crawler.archive.capture_reader import read_capture
from crawler.case.case import Case
from crawler.case.errors import Box31Error
from crawler.profile.profile import load_profile
from matcher.web.guard import form_token
from tests.hostile.taught_pages import PAGES, capture_of, case_of_pages, selectors_of, wrong_of_page
from tests.support.copies import copy_case
from tests.support.pages import TOKEN, Answer, Pages

FORM = {"form_token": form_token(TOKEN)}
FEW = [*PAGES][:17]  # those that hold code or odd names; `make attack` tries the large ones too
PAGE, FRAME = "sites/site/pages/{id}", "sites/site/pages/{id}/frame"
GETS = (
    "sites/%2e%2e", "sites/../../etc", "sites/site%00", f"sites/{'a' * 5_000}", "sites/site.yaml", "sites/site/pages/x",
    "sites/site/pages/%00", "sites/site/pages/..", "sites/site/pages/' OR 1=1 --", f"{FRAME}/x", f"{PAGE}?place=-1",
    f"{PAGE}?place={'9' * 5_000}", f"{PAGE}?place=%00", f"{PAGE}?place=8&field=name&css=p:nth-child(99999999999)",
    f"{PAGE}?css={'(' * 10_000}&place=8&field=name", f"{PAGE}?field=constructor&place=8", f"{PAGE}?place=%ff%fe",
    f"{PAGE}?" + "&".join(f"a{n}=1" for n in range(20_000)),
)  # fmt: skip
FORMS: tuple[dict[str, str], ...] = (
    {}, FORM, FORM | {"place": "x"}, FORM | {"place": "8", "field": "name", "css": "body:has(*)"},
    FORM | {"place": "8", "field": "name\nproducts", "css": "h1"}, FORM | {"place": "8", "css": "x" * 60_000},
    FORM | {"{id}": "hidden", "sure": "x"}, FORM | {f"k{n}": "product" for n in range(4_000)}, {"form_token": "ü"},
    FORM | {"place": "\0"},
)  # fmt: skip
BODIES = (b"\xff" * 1_000, b"&" * 60_000, b"x" * 70_000, b"a=1&" * 15_000, b"%", b"")


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return case_of_pages(tmp_path_factory.mktemp("taught") / "case")


@pytest.fixture
def pages(crawled: Case, tmp_path: Path) -> Iterator[Pages]:
    found = Pages(Case.open(copy_case(crawled.root, tmp_path / "case")))
    yield found
    found.app.close()


def page_id(pages: Pages) -> str:
    return capture_of(pages.app.frame.case, "scripts")


def test_no_page_runs_asks_or_leads_anywhere_and_its_selectors_are_kept_as_they_are(pages: Pages) -> None:
    case = pages.app.frame.case
    wrong = {name: [*wrong_of_page(pages, name, capture_of(case, name))] for name in FEW}
    assert {name: found for name, found in wrong.items() if found} == {}


def test_no_request_is_answered_by_an_error_of_ours(pages: Pages) -> None:
    number = page_id(pages)
    profile = pages.app.frame.case.sites / "site.yaml"
    before = profile.read_bytes()
    answers: dict[str, Answer] = {}
    for path in GETS:
        answers[path[:60]] = pages.get(path.replace("{id}", number))
    for place in (PAGE, "sites/site", "sites"):
        place = place.replace("{id}", number)
        for form in FORMS:
            given = {key.replace("{id}", number): value for key, value in form.items()}
            answers[f"{place} {str(form)[-60:]}"] = pages.post(place, urlencode(given).encode())
        for body in BODIES:
            answers[f"{place} {body[:10]!r}"] = pages.post(place, body)
        for method in ("PUT", "DELETE", "OPTIONS", "TRACE", "HEAD", ""):
            answers[f"{method} {place}"] = pages.ask(method, place)
        for headers in (
            {"origin": "http://evil.example"},
            {"sec_fetch_site": "cross-site"},
            {"host": "evil.example"},
        ):
            answers[f"{place} {headers}"] = pages.post(place, urlencode(FORM).encode(), **headers)
    assert {name: answer.status for name, answer in answers.items() if answer.status >= 500} == {}
    assert profile.read_bytes() == before


def test_an_address_with_a_nul_starts_no_command(pages: Pages) -> None:
    answer = pages.post("sites", urlencode(FORM | {"url": "http://x.example/\0"}).encode())
    assert answer.status == 400
    assert "a field holds a NUL" in answer.text


def cut(case: Case) -> None:
    path = next(case.archive("site").glob("*.warc.gz"))
    path.write_bytes(path.read_bytes()[:50])


def zeros(case: Case) -> None:
    path = next(case.archive("site").glob("*.warc.gz"))
    path.write_bytes(bytes(path.stat().st_size))


def changed(assignment: str) -> Callable[[Case], None]:
    def damage(case: Case) -> None:
        with closing(sqlite3.connect(case.database_path)) as connection:
            connection.execute(f"UPDATE captures SET {assignment}")
            connection.commit()

    return damage


DAMAGES = {
    "cut": cut,
    "zeros": zeros,
    "outside": changed("warc_file = '../../box31.toml'"),
    "negative": changed("warc_length = -5"),
    "before": changed("warc_offset = -5"),
    "revisit of itself": changed("revisit_of = capture_id"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_archive_is_a_page_that_says_so(pages: Pages, name: str) -> None:
    case, number = pages.app.frame.case, page_id(pages)
    DAMAGES[name](case)
    assert pages.get(PAGE.replace("{id}", number)).status == 404
    assert pages.get(FRAME.replace("{id}", number)).status == 404
    with closing(case.database()) as db, pytest.raises(Box31Error):
        read_capture(db, case.root / "archive", number)


def test_two_browsers_that_teach_at_once_lose_nothing_that_was_answered(pages: Pages) -> None:
    case, number = pages.app.frame.case, page_id(pages)
    kept: list[str] = []

    def teach(*fields: str) -> None:
        browser = Pages(case)
        for field in fields:
            form = FORM | {"place": place, "css": css, "field": field}
            while (
                status := browser.post(PAGE.replace("{id}", number), urlencode(form).encode()).status
            ) == 503:
                pass
            kept.extend([field] if status == 303 else [])
        browser.app.close()

    address = PAGE.replace("{id}", number)
    place = re.findall(r'name="place" value="(\d+)"', pages.get(address).text)[0]
    css = selectors_of(pages.get(f"{address}?place={place}"))[0]
    both = [threading.Thread(target=teach, args=given) for given in (("name", "sku"), ("price", "brand"))]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(kept) == ["brand", "name", "price", "sku"]
    assert load_profile(case.sites / "site.yaml").selectors == dict.fromkeys(kept, css)
