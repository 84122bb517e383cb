"""The matcher's migrations in the order in which they are applied. See crawler.case.database for the rules."""

from __future__ import annotations

from sqlite_utils.migrations import Migrations

from matcher.schema import customs, matching, review, views

matcher_migrations = Migrations("matcher")
for _migration in (
    customs.m001_customs,
    matching.m002_pairs,
    review.m003_review,
    views.m005_readable_views,
    matching.m006_matching,
    matching.m007_sentences,
    customs.m008_statistics,
    views.m009_one_name,
):
    matcher_migrations()(_migration)
