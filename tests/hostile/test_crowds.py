"""The review pages with 400 slow clients, and with two browsers that decide on the same pairs."""

from __future__ import annotations

import re
import socket
import threading
from pathlib import Path
from urllib.parse import urlsplit

from matcher.review.decisions import review_database
from tests.matcher.web.test_review_pages import ask, served
from tests.support.review_case import make_case, pair_id

SLOW = 400
PAIRS = 6


def form_of(address: str, number: int, decision: str) -> tuple[str, str]:
    """Path of a pair, and the form with a decision as its page gives it."""
    path = f"{urlsplit(address).path}pair/{pair_id(number)}"
    status, page, _ = ask(address, path)
    assert status == 200
    values = dict(re.findall(r'name="(form_token|signature)" value="(\w+)"', page))
    return path, f"decision={decision}&form_token={values['form_token']}&signature={values['signature']}"


def test_400_slow_clients_do_not_hold_a_reviewer_up(tmp_path: Path) -> None:
    case = make_case(tmp_path / "case", PAIRS)
    heads = (
        b"GET ",
        b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ",
        b"POST / HTTP/1.1\r\nContent-Length: 1000000\r\n\r\nx",
    )
    with served(case, "--reviewer", "ann") as address:
        place = (str(urlsplit(address).hostname), int(urlsplit(address).port or 0))
        slow = [socket.create_connection(place) for _ in range(SLOW)]
        for number, client in enumerate(slow):
            client.sendall(heads[number % len(heads)])
        path, form = form_of(address, 0, "accept")
        assert ask(address, path, method="POST", body=form)[0] == 303
        for client in slow:
            client.close()
    assert review_database(case).execute("SELECT count(*) FROM decisions").fetchone() == (1,)


def test_two_browsers_that_decide_at_once_lose_nothing(tmp_path: Path) -> None:
    case = make_case(tmp_path / "case", PAIRS)
    answers: list[int] = []

    def decide(address: str, word: str) -> None:
        for number in range(PAIRS):
            path, form = form_of(address, number, word)
            answers.append(ask(address, path, method="POST", body=form)[0])

    with served(case, "--reviewer", "ann") as first, served(case, "--reviewer", "bob") as second:
        both = [
            threading.Thread(target=decide, args=given) for given in ((first, "accept"), (second, "reject"))
        ]
        for one in both:
            one.start()
        for one in both:
            one.join()
    assert len(answers) == 2 * PAIRS
    assert set(answers) <= {303, 200}  # the next pair, or a page that says that none is left
    db = review_database(case)
    found = db.execute(
        "SELECT reviewer, decision, count(DISTINCT pair_id) FROM decisions GROUP BY 1, 2"
    ).fetchall()
    assert sorted(found) == [("ann", "accept", PAIRS), ("bob", "reject", PAIRS)]
