"""Hostile addresses, servers, pages and feeds: a sample; `make attack` tries them all."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from aiohttp import ClientConnectorDNSError

from crawler.capture.addresses import AddressRefused
from crawler.capture.exchange import Exchange
from tests.hostile import servers
from tests.hostile.addresses import addresses, ask
from tests.hostile.explored import add_hostile_site, fault_of_site
from tests.support.case import rows
from tests.support.server import response, serving

EVERY = 40  # of some 1,900 forms
ANSWERS = (
    "no status line", "100 Continue without end", "a negative length", "a chunk size that is no number",
    "gzip cut off", "a redirect to a private server", "links to addresses that are none",
)  # fmt: skip


def test_a_sample_of_the_forms_of_private_addresses_gets_no_connection() -> None:
    with serving(lambda request: response(200, b"private")) as private:
        forms = addresses(private.port)
        assert len(forms) > 1_668
        for url in forms[::EVERY]:
            with pytest.raises((AddressRefused, ValueError, ClientConnectorDNSError)):
                asyncio.run(ask(url))
        assert private.connections == 0


def test_hostile_answers_are_all_recorded_and_cost_no_product(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servers, "PRODUCTS", 5)
    crawled = servers.crawl_hostile_site(tmp_path / "case", list(ANSWERS))
    assert crawled.failures == []
    assert crawled.asked == 2 * len(ANSWERS)
    said = {row["error"] for row in rows(crawled.case, "SELECT error FROM captures WHERE error IS NOT NULL")}
    assert any("more than 100 informational responses" in error for error in said)


def test_informational_responses_are_told_from_the_final_one_in_linear_time() -> None:
    exchange = Exchange("http://maker.example/")
    early = b"HTTP/1.1 103 Early Hints\r\n\r\n" * 200_000
    exchange.received += [early, response(200, b"body")]
    exchange.close()
    assert exchange.informational == early
    assert (exchange.status, exchange.wire_body) == (200, b"body")


@pytest.mark.parametrize(
    "kind", ["sitemap, paths of 1,010 folders", "front page, 400,000 attributes, called a picture"]
)
def test_site_add_ends_clearly_on_what_is_made_to_hold_it_up(tmp_path: Path, kind: str) -> None:
    run, profile = add_hostile_site(kind, tmp_path)
    assert fault_of_site(kind, run, profile) is None
