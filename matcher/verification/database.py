"""The database: its integrity, references between tables, and rules that the tables cannot enforce by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from crawler.archive import record_rules
from matcher.verification.findings import Check, Finding

if TYPE_CHECKING:
    from sqlite_utils import Database

# (what, in which table, rows that break it as (name, problem)).
RULES: tuple[tuple[str, str, str], ...] = (
    (
        "every row of an imported file is accounted for",
        "customs_files",
        "SELECT name, 'rows ' || rows_in || ', but headers, lines, rejects and blank ones add up to '"
        " || (headers + lines + rejects + blank) FROM customs_files WHERE rows_in <> headers + lines + rejects + blank",
    ),
    (
        "as many rejects are kept as were counted",
        "customs_files",
        "SELECT name, rejects || ' rejects counted, ' || found || ' kept' FROM (SELECT f.name, f.rejects,"
        " (SELECT count(*) FROM customs_rejects r WHERE r.file_id = f.file_id) AS found FROM customs_files f)"
        " WHERE rejects <> found",
    ),
    (
        "as many lines are kept as were counted",
        "customs_files",
        "SELECT name, lines || ' lines counted, ' || found || ' kept, ' || known || ' known before' FROM (SELECT"
        " f.name, f.lines, f.known, (SELECT count(*) FROM customs_lines l WHERE l.file_id = f.file_id) AS found"
        " FROM customs_files f WHERE f.kind = 'declarations') WHERE lines <> found + known",
    ),
    (
        "the cells of each line can be read",
        "customs_lines",
        "SELECT line_id, 'its cells are no list' FROM customs_lines WHERE CASE WHEN json_valid(raw) THEN json_type(raw)"
        " <> 'array' ELSE 1 END",
    ),
    (
        "a corrected line names the line that corrects it",
        "customs_lines",
        "SELECT l.line_id, 'corrected by line ' || l.replaced_by || ', which is not there' FROM customs_lines l"
        " WHERE l.replaced_by IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM customs_lines n WHERE n.line_id = l.replaced_by)",
    ),
    (
        "confidences and their intervals are probabilities",
        "pairs",
        "SELECT pair_id, 'confidence ' || confidence || ', interval ' || confidence_low || ' to ' || confidence_high"
        " FROM pairs WHERE NOT (confidence BETWEEN 0 AND 1 AND confidence_low BETWEEN 0 AND 1"
        " AND confidence_high BETWEEN 0 AND 1 AND confidence_low <= confidence_high)",
    ),
    (
        "reasons and terms can be read",
        "pairs",
        "SELECT pair_id, 'reasons or terms are no lists' FROM pairs"
        " WHERE NOT (json_valid(terms) AND json_valid(reasons) AND json_valid(counter_reasons))",
    ),
    (
        "the terms of a score add up to it",
        "pairs",
        "SELECT pair_id, 'log-odds ' || log_odds || ', terms ' || total FROM (SELECT pair_id, log_odds,"
        " (SELECT total(json_extract(t.value, '$[2]')) FROM json_each(p.terms) t) AS total FROM pairs p"
        " WHERE json_valid(p.terms)) WHERE abs(log_odds - total) > 0.01",
    ),
    *record_rules.RULES,
)


def database_checks(db: Database) -> Iterator[Finding]:
    """The file's own integrity, references between tables, and the rules above."""
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    wrong = [("", row[0]) for row in db.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]
    yield from Check("database", "integrity", "box31.db").findings(pages, wrong)
    if wrong:
        return
    tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    broken = record_rules.broken_references(db)
    yield from Check("database", "references", "").findings(len(tables), broken)
    for check, table, sql in RULES:
        checked = db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - names of RULES
        yield from Check("database", check, table).findings(checked, db.execute(sql).fetchall())
