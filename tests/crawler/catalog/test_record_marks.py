"""Items that a reader hides, and what a corrected profile takes back: left out everywhere, counted, and nothing lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.case.case import Case
from tests.support.case import add_site, box31, crawl, make_case, rows
from tests.support.server import Answer, Request, page, response, serving


def shop(request: Request) -> Answer:
    """Four products and two pages of services that look like them."""
    if request.path == "/":
        links = [*(f"/p/pump-{n}" for n in range(4)), *(f"/p/service-{n}" for n in range(2)), "/n/1"]
        return response(200, page(*links, title="Pumps"))
    kind, _, name = request.path.strip("/").partition("/")
    if kind == "p":
        body = f"<p>{name} for wells, made of steel and bronze.</p><table><tr><td>Weight</td><td>3 kg</td></tr></table>"
        return response(200, page(title=f"The {name}", body=body))
    if kind == "n":
        return response(
            200, page(title="Works opened", body="<p>Published: 2024-03-02</p><p>We opened it.</p>")
        )
    return None


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with serving(shop) as server:
        made = make_case(tmp_path / "case", server.host)
        add_site(made, "site", [f"{server.base}/"], products=["^/p/"], posts=["^/n/"])
        assert crawl(made).returncode == 0
        yield made


def listed(case: Case) -> dict[str, str]:
    """Name -> id of the items as listed."""
    found = map(json.loads, box31(case, "items", "--json").stdout.splitlines())
    return {row["name"]: row["item_id"] for row in found}


def test_a_hidden_item_is_left_out_and_counted_until_it_is_shown_again(case: Case) -> None:
    before = listed(case)
    assert len(before) == 6
    versions = rows(case, "SELECT count(*) AS n FROM item_versions")
    done = box31(case, "items", "hide", before["The service-0"], "--note", "a service")
    assert (done.returncode, done.stderr) == (0, "1 item hidden\n")
    assert set(before) - set(listed(case)) == {"The service-0"}
    assert "1 item left out: hidden" in box31(case, "items").stderr
    (row,) = map(json.loads, box31(case, "items", "hidden", "--json").stdout.splitlines())
    assert (row["name"], row["mark"], row["reason"]) == ("The service-0", "hidden", "a service")
    assert json.loads(box31(case, "site", "list", "--json").stdout)["items"] == 5
    assert "service-0" not in box31(case, "changes").stdout
    again = box31(case, "items", "hide", before["The service-0"])
    assert again.stderr == "0 items hidden\n1 item already hidden\n"
    assert box31(case, "items", "show", before["The service-0"]).stderr == "1 item shown again\n"
    assert listed(case) == before
    assert rows(case, "SELECT count(*) AS n FROM item_versions") == versions
    assert box31(case, "verify").returncode == 0


def test_an_item_is_hidden_by_its_address_or_the_beginning_of_its_id(case: Case) -> None:
    before = listed(case)
    (url,) = [r["url"] for r in rows(case, "SELECT url FROM items WHERE url LIKE '%service-1'")]
    assert box31(case, "items", "hide", url, before["The service-0"][:8]).returncode == 0
    assert len(listed(case)) == 4
    for wrong in ("i-", "i-0000000000", "http://maker.example/none"):
        done = box31(case, "items", "hide", wrong)
        assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    assert len(listed(case)) == 4


def test_extract_takes_back_what_a_corrected_profile_no_longer_calls_a_product(case: Case) -> None:
    before = listed(case)
    versions = rows(case, "SELECT count(*) AS n FROM item_versions")
    assert box31(case, "archive", "extract").stderr.count("taken back") == 0
    assert (
        box31(
            case, "site", "set", "site", "products=^/p/pump", "ignore=^/p/service", "posts=^/none"
        ).returncode
        == 0
    )
    done = box31(case, "archive", "extract", "site")
    assert "2 items and 1 post taken back" in done.stderr, done.stderr
    assert set(listed(case)) == {f"The pump-{n}" for n in range(4)}
    assert "2 items left out: no archived page gives them any more" in box31(case, "items").stderr
    assert "1 post left out" in box31(case, "posts").stderr
    assert rows(case, "SELECT count(*) AS n FROM item_versions") == versions
    # The same again changes nothing, and the old profile gives all back.
    assert "taken back" not in box31(case, "archive", "extract", "site").stderr
    assert box31(case, "site", "set", "site", "products=^/p/", "ignore=[]", "posts=^/n/").returncode == 0
    assert "3 items and posts given again" in box31(case, "archive", "extract", "site").stderr
    assert listed(case) == before
    assert box31(case, "verify").returncode == 0


def test_what_cannot_be_read_again_is_not_taken_back(case: Case) -> None:
    (warc,) = case.archive("site").glob("*.warc.gz")
    warc.write_bytes(b"")
    assert box31(case, "site", "set", "site", "products=^/none").returncode == 0
    done = box31(case, "archive", "extract", "site")
    assert done.returncode == 3
    assert "taken back" not in done.stderr
    assert len(listed(case)) == 6
