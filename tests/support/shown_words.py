"""Words of a page that are in Latin letters though its language is not, outside of what is marked as another's."""

from __future__ import annotations

import re

from lxml import html
from sqlite_utils import Database

from crawler.case.case import Case

# Names of formats and programs, and what is the same in each language.
NAMES = frozenset(["Box31", "BagIt", "warcinfo"])
# With a small letter: in capitals are codes. Not the parts of ids.
_LATIN = re.compile(r"(?<![\w-])[A-Za-z]+[a-z][A-Za-z'’]*(?!\w)|(?<![\w-])[a-z][A-Za-z'’]+(?!\w)")
# What is quoted in a sentence: commands, addresses, names of tables, words of the evidence, and what stands for a name.
_QUOTED = re.compile(
    r'\bbox31(?: [a-z]+)+|https?://\S+|\S+@\S+|\btables/\w+\.csv|"[^"]*"|\[redacted\](?: person \d+)?'
)
_OF_OTHERS = (
    "//script | //style | //code | //pre | //kbd | //bdi | //*[@dir='auto'] | //*[@translate='no']"
    " | //input | //*[local-name()='svg'] | //ul[@class='read']"
)


def own_texts(page: str) -> list[str]:
    """What a page says itself, also in attributes: without quoted parts and those marked as of another language."""
    root = html.document_fromstring(page)
    language = root.get("lang")
    said = [
        str(text)
        for text in root.xpath(
            "//@aria-label | //@alt | //@title[not(ancestor::*[@dir='auto'])] | //title/text()"
        )
    ]
    for element in root.xpath(f"{_OF_OTHERS} | //*[@lang][not(@lang='{language}')]"):
        element.drop_tree()
    return [*said, *(str(text) for text in root.xpath("//body//text()") if str(text).strip())]


def latin_words(page: str, evidence: frozenset[str]) -> list[str]:
    """The texts of a page with words in Latin letters that are no names and not the evidence's."""
    allowed = NAMES | evidence
    return [text for text in own_texts(page) if set(_LATIN.findall(_QUOTED.sub("", text))) - allowed]


def names_in(case: Case, db: Database) -> frozenset[str]:
    """The words of the case's names: its own, those of sites, firms, items, files, reviewers, titles of posts."""
    found = set(_LATIN.findall(case.name))
    for sql in (
        "SELECT site FROM items",
        "SELECT importer FROM customs_lines",
        "SELECT exporter FROM customs_lines",
        "SELECT name || ' ' || coalesce(model, '') || ' ' || coalesce(category, '') FROM item_versions",
        "SELECT name FROM customs_files",
        "SELECT title FROM current_posts",
        "SELECT reviewer FROM decisions",
    ):
        for (name,) in db.execute(sql):
            found.update(_LATIN.findall(name or ""))
    return frozenset(found)
