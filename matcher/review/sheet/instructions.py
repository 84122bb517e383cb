"""The second sheet of a workbook: how to decide, with invented examples."""

from __future__ import annotations

from matcher.review.sheet.words import DECISION_WORDS

# (kind, cells...): title and heading take one cell, a row up to three.
INSTRUCTIONS: tuple[tuple[str, ...], ...] = (
    ("title", "How to decide"),
    ("row", "", "Each row asks one thing: could the goods of the customs line be this catalog item?"),
    (
        "row",
        "",
        "Fill in the three yellow columns. The rest is evidence and is locked (no password: Review > Unprotect).",
    ),
    ("row", "", "Leave a row blank to come back to it. Nothing is decided by a blank cell."),
    ("heading", "The words"),
    ("row", "accept", "The line and the page describe the same goods: kind, and all that both state, agree."),
    ("row", "reject", "Something stated differs: another kind, maker, model, size, material."),
    ("row", "unsure", "The texts do not suffice. Say in the note what is missing."),
    ("row", "only", "Accept this row, and reject every blank row of the same goods in this sheet."),
    ("heading", "What helps to read"),
    (
        "row",
        "read_as",
        "What the text states, in the first language of review.languages; after a bar, words by a dictionary. Made by"
        " machine: check it against customs_text.",
    ),
    ("row", "in bold", "Codes, numbers with their unit, and words that customs text and item share."),
    ("heading", "Examples (invented)"),
    (
        "row",
        "accept",
        "Customs: БРОНЕЖИЛЕТ HD-BV205, СВМПЭ, 0,28 М2",
        "Item: HD-BV205 vest, UHMWPE, 0.28 m². Model and size agree.",
    ),
    (
        "row",
        "accept",
        "Customs: 防弹头盔 FAST 型, 1.35 公斤",
        "Item: FAST helmet, 1.35 kg. Nobody is named, kind and two facts agree.",
    ),
    (
        "row",
        "reject",
        "Customs: ШЛЕМ ВЕЛОСИПЕДНЫЙ, ПЛАСТИК",
        "Item: FAST helmet. A bicycle helmet is another kind of goods.",
    ),
    (
        "row",
        "reject",
        "Customs: ПЛИТА HD-BV205N, 3,1 КГ",
        "Item: HD-BV205, 2.6 kg. One letter more is another model.",
    ),
    (
        "row",
        "reject",
        "Customs: НАСОС TS650",
        "Item: thermal sight TS650. The code is the same by chance, the goods are not.",
    ),
    (
        "row",
        "unsure",
        "Customs: ИЗДЕЛИЯ ИЗ КЕРАМИКИ ПРОЧИЕ, 500 ШТ",
        "Item: Al2O3 plate. Too general to tell.",
    ),
    ("heading", "What does not count"),
    (
        "row",
        "",
        "A stated purpose (airsoft, hunting, toy), NOT FOR MILITARY USE, the HS code and the price do not contradict.",
    ),
    ("row", "", "A trading company as exporter says nothing about the maker."),
    (
        "row",
        "",
        "Accepting says that the descriptions fit. It does not prove who made the goods or who uses them.",
    ),
    ("heading", "Rows and columns"),
    (
        "row",
        "",
        "Filter freely. To sort, unprotect the sheet and sort whole rows. Add columns of your own where you like.",
    ),
    (
        "row",
        "",
        "Keep pair_id, row_signature and export_id with their row: a decision without them cannot be placed.",
    ),
    ("row", "", "Your name in the column reviewer, the same in every sheet."),
    ("heading", "Words that are understood"),
    *(("row", decision, ", ".join(words)) for decision, words in DECISION_WORDS.items()),
)
