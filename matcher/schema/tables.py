"""The matcher's migrations in the order in which they are applied. See crawler.case.database for the rules."""

from __future__ import annotations

from crawler.case.database import migrations_of
from matcher.cells.reader import show_cells
from matcher.schema import customs, matching, parties, replies, review, views

matcher_migrations = migrations_of(
    "matcher", customs, matching, review, views, parties, replies, opened=show_cells
)
