"""By which names a site's maker is known to this case beside those on its pages: by profile, decisions and accepted pairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from crawler.case.typed_rows import read_rows
from crawler.profile.profile import SiteProfile
from matcher.candidates.makers.maker_mentions import names_of
from matcher.parties.decisions import Names, Word, counting
from matcher.parties.spellings import Spelling, read_spellings
from matcher.records.maker_names import MakerName
from matcher.text.normal_forms import normal_form

LEAST_ITEMS = 2  # of a site with accepted pairs that state a maker, so that no item teaches itself alone
BY_PROFILE, BY_DECISION, BY_PAIRS = (
    "a name that the site's profile gives",
    "the same firm as reviewers decided",
    "a name in accepted pairs of this site",
)


@dataclass(frozen=True)
class _Accepted:
    site: str
    maker: str
    items: int


def known_maker_names(db: Database, profiles: Iterable[SiteProfile]) -> list[MakerName]:
    """The names, each with its source: a reviewer's word before the profile's, and that before accepted pairs."""
    out: dict[tuple[str, str], MakerName] = {}
    for site, maker in _accepted(db):
        out[site, normal_form(maker)] = MakerName(site, maker, 1, BY_PAIRS)
    for profile in profiles:
        for name in profile.maker_names:
            out[profile.name, normal_form(name)] = MakerName(profile.name, name, 1, BY_PROFILE)
    if words := counting(db).words:  # names are many, and without a decision none is needed
        for one in _decided(read_spellings(db), words):
            out[one.site, normal_form(one.name)] = one
    return list(out.values())


def _accepted(db: Database) -> list[tuple[str, str]]:
    """Sites, and makers that accepted pairs of their items state and of no other site's items, nor rejected ones.

    Names that matching recognises by the site's name and brands teach nothing and are left out.
    """
    sql = """SELECT i.site, g.maker, count(DISTINCT p.item_id) AS items
             FROM pairs p JOIN pair_states s USING (pair_id) JOIN items i USING (item_id) JOIN goods g USING (goods_id)
             WHERE s.state = '{state}' AND trim(coalesce(g.maker, '')) <> '' GROUP BY 1, 2"""
    by_name: dict[str, list[_Accepted]] = defaultdict(list)
    for one in read_rows(db, _Accepted, sql.format(state="accepted")):
        by_name[one.maker].append(one)
    rejected = {(one.site, one.maker) for one in read_rows(db, _Accepted, sql.format(state="rejected"))}
    own: dict[str, list[str]] = defaultdict(list)
    for site, brand in db.execute(
        "SELECT DISTINCT site, brand FROM current_items WHERE brand <> ''"
    ).fetchall():
        own[site].append(brand)
    return [
        (one.site, one.maker)
        for found in by_name.values()
        for one in found
        if len(found) == 1
        and one.items >= LEAST_ITEMS
        and (one.site, one.maker) not in rejected
        and names_of([one.site, *own[one.site]]).find(one.maker) is None
    ]


def _decided(spellings: Iterable[Spelling], words: Mapping[Names, Word]) -> list[MakerName]:
    """Names that decisions join with the name of a site's maker, through other names too, or set apart from it."""
    known = {one.spelling_id: one for one in spellings}
    near: dict[Word, dict[str, set[str]]] = {"same": defaultdict(set), "different": defaultdict(set)}
    for (first, second), word in words.items():
        near[word][first].add(second)
        near[word][second].add(first)
    out = []
    for own in known.values():
        sites = {one.site for one in own.sums if one.role == "site"}
        if not sites:
            continue
        same = _reached(own.spelling_id, near["same"])
        other = {name for one in (own.spelling_id, *same) for name in near["different"].get(one, ())} - same
        for names, is_same in ((same, 1), (other, 0)):
            out += [
                MakerName(site, known[name].name, is_same, BY_DECISION)
                for name in sorted(names & known.keys())
                for site in sorted(sites)
            ]
    return out


def _reached(start: str, near: Mapping[str, set[str]]) -> set[str]:
    """The names that decisions join with `start`, itself aside."""
    found, waiting = {start}, [start]
    while waiting:
        new = near.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found - {start}
