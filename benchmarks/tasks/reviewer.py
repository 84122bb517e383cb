"""Ten tasks of a reviewer."""

from __future__ import annotations

import re

from benchmarks.tasks.hand import Hand
from matcher.review.decisions import review_database, state_of


def say_who_and_accept(hand: Hand) -> None:
    hand.go("review/")
    if hand.page.locator("input[name=reviewer]").count():
        hand.write("input[name=reviewer]", "Ann", send=True)
    pair = pair_of(hand)
    hand.click("#decide .accept")
    assert state_of(review_database(hand.case), pair) == "accepted"


def reject_with_a_note(hand: Hand) -> None:
    hand.go("review/")
    pair = pair_of(hand)
    hand.write("#decide .note", "another weight")
    hand.click("#decide .reject")
    note = "SELECT note FROM decisions WHERE pair_id = ? ORDER BY decision_id DESC LIMIT 1"
    assert hand.held(note, pair) == "another weight"


def unsure_and_undone(hand: Hand) -> None:
    hand.go("review/")
    pair = pair_of(hand)
    hand.click("#decide .unsure")
    hand.click("#undo button")
    assert pair_of(hand) == pair
    assert state_of(review_database(hand.case), pair) == "proposed"


def five_by_keys(hand: Hand) -> None:
    hand.go("review/")
    before = hand.held("SELECT count(*) FROM decisions WHERE undone_at IS NULL")
    for key in "araur":
        hand.key(key)
    assert hand.held("SELECT count(*) FROM decisions WHERE undone_at IS NULL") == before + 5


def only_the_makers(hand: Hand) -> None:
    hand.go("review/?level=maker")
    assert hand.held("SELECT level FROM pairs WHERE pair_id = ?", pair_of(hand)) == "maker"
    hand.write("input[name=text]", "шлем", send=True)
    sql = "SELECT text FROM pairs JOIN goods USING (goods_id) WHERE pair_id = ?"
    assert "шлем" in hand.held(sql, pair_of(hand)).casefold()


def reasons_and_page(hand: Hand) -> None:
    hand.go("review/")
    assert hand.page.locator(".for li").count() > 0
    hand.go(f"pairs?item={hand.held('SELECT item_id FROM pairs WHERE pair_id = ?', pair_of(hand))}")
    hand.click("td[dir] >> a[href*='/items/']")
    hand.click("p.links a")
    assert hand.page.locator("iframe.archived").count() == 1


def read_again_what_others_decided(hand: Hand) -> None:
    hand.go("pairs?state=accepted")
    decided = hand.held("SELECT count(*) FROM pair_states WHERE state = 'accepted'")
    assert hand.number() == decided > 0
    hand.click("td.sure a")
    assert "Ann" in hand.text("body")


def how_far_to_believe_it(hand: Hand) -> None:
    hand.go()
    hand.click("section a", "their confidence can be believed")
    assert re.search(r"\d+ decided pairs? stated", hand.text(".said"))


def lines_of_accepted_pairs(hand: Hand) -> None:
    hand.go()
    hand.click(".figures a", "lines of accepted pairs")
    sql = """SELECT count(*) FROM current_lines WHERE goods_id IN
             (SELECT goods_id FROM pairs JOIN pair_states USING (pair_id) WHERE state = 'accepted')"""
    assert hand.number() == hand.held(sql) > 0


def write_a_dossier(hand: Hand) -> None:
    hand.go("dossiers")
    hand.write("input[name=title]", "Helmets")
    hand.click("main form button")
    assert "pairs" in hand.text(".output")
    hand.click("a.primary")
    hand.click("a[href*='index.html']")
    assert "Helmets" in hand.page.title() + hand.text("body")


def pair_of(hand: Hand) -> str:
    return str(hand.page.url.split("/pair/")[1].split("?")[0])


TASKS = (
    *(say_who_and_accept, reject_with_a_note, unsure_and_undone, five_by_keys, only_the_makers),
    *(reasons_and_page, read_again_what_others_decided, how_far_to_believe_it, lines_of_accepted_pairs),
    write_a_dossier,
)
