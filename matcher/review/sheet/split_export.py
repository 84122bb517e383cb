"""A sheet for each of several reviewers, from one draw."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.case.errors import UsageProblem
from matcher.review.reviewers import reviewer_key
from matcher.review.sheet.columns import ExportOptions
from matcher.review.sheet.export import Export, draw, export_sheet, refuse_to_overwrite
from matcher.review.splitting import decided_by, split
from matcher.text.display import file_word

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.case.case import Case


def split_sheets(
    case: Case, db: Database, path: Path | None, *, format: str, options: ExportOptions
) -> list[tuple[str, Export]]:
    """Write the sheet of each of `options.split`: (name, what was written). sheet.xlsx becomes sheet-Ann.xlsx.

    The caller holds the case's lock. Raises UsageProblem before anything is written where a file would be overwritten.
    """
    names = options.split
    paths = {name: path and path.with_stem(f"{path.stem}-{_in_file(name)}") for name in names}
    for one in paths.values():
        if one is not None and one.exists():
            refuse_to_overwrite(db, one)
    chosen = draw(db, options)
    shares = split(chosen, names, options.overlap, options.seed, decided_by(db, names, chosen))
    return [
        (
            name,
            export_sheet(
                case,
                db,
                paths[name],
                format=format,
                options=replace(options, reviewer=name),
                share=shares[name],
            ),
        )
        for name in names
    ]


def _in_file(name: str) -> str:
    """A name as a part of a file's name, letters of every script kept."""
    return re.sub(r"[^\w-]+", "-", name).strip("-")[:60] or file_word(name)


def names_of(text: str) -> tuple[str, ...]:
    """The reviewers of `Ann,Bob`. Raises UsageProblem where they are fewer than two or one is named twice."""
    names = [" ".join(name.split()) for name in text.split(",") if name.strip()]
    if len(names) < 2 or len({reviewer_key(name) for name in names}) < len(names):
        raise UsageProblem(
            f"--split {text}: give two or more different names, with commas between them: Ann,Bob"
        )
    if len({_in_file(name) for name in names}) < len(names):
        raise UsageProblem(f"--split {text}: two names would give one file; change one")
    return tuple(names)


def share_of(text: str) -> float:
    """The share that `15%`, `15` or `0.15` means. Raises UsageProblem where it is none from 0 to 100 per cent."""
    match = re.fullmatch(r"\s*(\d+(?:[.,]\d+)?)\s*(%?)\s*", text)
    value = float(match[1].replace(",", ".")) if match else -1.0
    share = value / 100 if match and (match[2] or value > 1) else value
    if not 0 <= share <= 1:
        raise UsageProblem(f"--overlap {text}: give a share such as 15%")
    return share
