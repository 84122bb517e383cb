"""What a table of statistics does not say in its rows: whose they are and which direction they have, by what stands around them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from matcher.customs.trade.formats.texts import words
from matcher.customs.trade.formats.texts.facts import Refused, Stated
from matcher.customs.trade.formats.texts.parties import parties_in
from matcher.customs.trade.formats.texts.titles import Titles
from matcher.customs.trade.formats.texts.vocabulary import fold, word_list
from matcher.text.word_files import word_file

_SHORT_FLOWS = {"exp": "export", "imp": "import"}  # in names of files: EXP_2024.csv


def publisher(
    name: str, named: str | None, columns: Sequence[str], currencies: Collection[str | None], notes: list[str]
) -> str:
    """The country whose statistics the file `name` holds: `named` in its titles, else that of its columns' language, of the national
    currency of its values, or the one in a name such as "Exports of Kenya.csv".

    What was taken for it is put into `notes`. Raises Refused where nothing says it.
    """
    offers = (
        (named, "its titles"),
        (words.reporter_by_words(list(columns)), "the language of its header"),
        (_of_currency(currencies), "the currency of its values"),
        (_of_name(name), "its file's name"),
    )
    found, by = next((offer for offer in offers if offer[0]), (None, ""))
    if found is None:
        raise Refused(
            f"{name}: it does not say whose statistics it holds; state the country with --reporter, such as --reporter IND"
        )
    notes.append(f"reporter taken to be {found} by {by}; if it is not, forget it and import with --reporter")
    return found


def _of_name(name: str) -> str | None:
    """The one country whose trade the name of a file says it is of; one without such a word may be its partner."""
    said = words_of_name(name)
    parties = parties_in(said, words.flow_in(said))
    return next(iter(parties.reporters)) if len(parties.reporters) == 1 and not parties.partners else None


def words_of_name(name: str) -> str:
    """The words in the name of a file, or of a sheet of it."""
    return re.sub(r"[_\W\d]+", " ", name).strip()


def _of_currency(currencies: Collection[str | None]) -> str | None:
    """The one country that uses a currency of a table; None where no currency, or two, are of one country only."""
    national = word_file(__package__, "words.yaml")["national_currencies"]
    found = {str(national[currency]) for currency in currencies if currency in national}
    return found.pop() if len(found) == 1 else None


def direction(name: str, said: str | None, notes: list[str]) -> str:
    """The direction of all rows: `said` by a person or a title, else that in the file's name, with a note. Raises Refused for none."""
    if said is not None:
        return said
    said_by_name = words_of_name(name)
    short = {_SHORT_FLOWS[word] for word in said_by_name.casefold().split() if word in _SHORT_FLOWS}
    flow = words.flow_in(said_by_name) or (short.pop() if len(short) == 1 else None)
    if flow is None:
        raise Refused(
            f"{name}: it does not say whether it holds exports or imports; state it with --flow export or --flow import"
        )
    notes.append(
        f"its rows do not say the direction: taken as {flow}s by the file's name; if not, forget it and import with --flow"
    )
    return flow


def refuse_unsure(name: str, unsure: str, stated: Stated) -> None:
    """Refuse what makes scale or currency unsure ("" for nothing), unless both are stated."""
    if unsure and not stated.money:
        raise Refused(f"{name}: {unsure}; state both with --scale and --currency")


def refuse_editions(name: str, divisions: Mapping[str, int], body: Sequence[Sequence[str]]) -> None:
    """Refuse a table in which a column divides figures by edition: provisional and revised figures are no parts of a sum."""
    for column, place in divisions.items():
        cells = {fold(row[place]) for row in body if place < len(row) and row[place].strip()}
        if len(cells) > 1 and cells <= word_list("editions"):
            raise Refused(
                f"{name}: its column {column!r} has several editions of its figures ({', '.join(sorted(cells)[:3])}); keep one of them"
            )


def refuse_no_trade(name: str, titles: Titles, *, bare: bool) -> None:
    """Refuse a table whose titles say that its figures are no exports or imports.

    `bare`: its columns do not say what they count, so that a title of growth or shares says it.
    """
    if title := titles.no_trade or (titles.of_change if bare else ""):
        raise Refused(
            f"{name}: its title says that its figures are no exports or imports ({title[:60]!r}); take out the title where they are"
        )


def money_note(of_what: str, currency: str | None, scale: float) -> str:
    """In which currency and scale values were taken."""
    return f"{of_what} in {currency}" + (f", multiplied by {scale:,.0f}" if scale != 1 else "")


def refuse_texts(name: str, column: str | None) -> None:
    """Refuse a small table with a column of several texts for one code, where there is one: nothing says what they tell apart."""
    if column is not None:
        raise Refused(
            f"{name}: its column {column!r} has several texts for goods of one code: whether its rows are declarations or parts of a "
            f"published sum is not known. Where they are declarations, say so: box31 customs preview {name} -o layout.yaml, then import "
            "with --layout layout.yaml; where they are parts, name the column Region, Trade mode or the like"
        )
