"""Titles of the dossier's tables: in English in datapackage.json, in the reader's language on the report."""

from __future__ import annotations

from matcher.reading.texts import Sentence


def table_title(name: str, /, **values: str) -> Sentence:
    """The title of a table: `table_name` of matcher/reading/dossier.yaml."""
    return Sentence("dossier", f"table_{name}", tuple(values.items()))
