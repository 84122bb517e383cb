"""Right of reply in a dossier: who was asked about its pairs, when, what they answered; the letters with their hashes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crawler.case.errors import Box31Error
from matcher.customs.values.personal_data import is_person
from matcher.dossier.report_sections import Cell, Section
from matcher.dossier.table_titles import table_title
from matcher.review.replies import FOLDER, REPLY_COLUMNS, ReplyRow, kept_letter, reply_rows, rows_about
from matcher.text.display import visible

if TYPE_CHECKING:
    from matcher.dossier.context import DossierContext


def write_replies(context: DossierContext) -> list[Section]:
    """Write the letters and their table; gives the section of the report, none where nobody was asked.

    A redacted dossier has no letters: they name persons.
    """
    pairs = context.evidence
    wanted = {one for pair in pairs for one in (pair.pair_id, pair.item.item_id, pair.item.site)}
    rows = rows_about(reply_rows(context.db), wanted)
    if not rows:
        return []
    shown = [_shown(context, row) for row in rows]
    context.tables.csv("tables/replies.csv", REPLY_COLUMNS, map(dict, shown), table_title("replies"))
    say = context.say
    heads = ("head_day", "head_who", "head_what", "head_letter")
    table: list[list[Any]] = [[*(say(head) for head in heads), "SHA-256"]]
    for row, cells in zip(rows, shown, strict=True):
        name, link = _letter(context, row)
        table.append(
            [
                Cell(row["day"]),
                Cell(visible(cells["who"])),
                Cell(say(f"reply_{row['kind'].replace(' ', '_')}")),
                Cell(name, link),
                Cell(row["sha256"]),
            ]
        )
    return [
        Section(
            "replies",
            say("replies"),
            words=say("replies_words"),
            table=table,
            in_words=True,
            table_caption=say("replies_caption", file="tables/replies.csv"),
        )
    ]


def _shown(context: DossierContext, row: ReplyRow) -> ReplyRow:
    private = context.redaction.private
    who = private(row["who"], "replies", "persons") if is_person(row["who"]) else row["who"]
    note = private(row["note"], "replies", "notes")
    by = context.redaction.reviewer(row["recorded_by"])
    return {**row, "who": who, "note": note, "recorded_by": by}


def _letter(context: DossierContext, row: ReplyRow) -> tuple[str, str]:
    """What stands for the letter, and the link to its copy ("" where there is none)."""
    if not row["kept_as"]:
        return "", ""
    if context.redaction.on:
        return context.redaction.private(context.say("head_letter"), "replies", "letters"), ""
    try:
        content = kept_letter(context.case, row)
    except Box31Error as error:
        return context.say("letter_missing", problem=context.say.unlike_page(error.message)), ""
    folder = context.data / FOLDER
    folder.mkdir(exist_ok=True)
    (folder / row["kept_as"]).write_bytes(content)
    return row["kept_as"], f"{FOLDER}/{row['kept_as']}"
