"""The fields that a column of a customs table may be read as."""

from __future__ import annotations

_FIELDS = """
description translation hs_description hs date declaration line_no record_id maker trademark mark model article
importer importer_code importer_address exporter exporter_code exporter_address declarant declarant_code
declarant_address origin departure destination quantity unit unit_number gross_kg net_kg value currency value_usd
customs_value direction incoterms office
"""
FIELDS = (*_FIELDS.split(),)
# What an import cannot do without, and what a person looks for first.
REQUIRED = ("description", "hs", "date", "importer", "exporter", "quantity", "value")
# Begins why a row is rejected whose columns are not known, and the doubt of a line whose columns are known by values alone.
OTHER_ORDER = "another column order"
NUMBERS = frozenset(("quantity", "gross_kg", "net_kg", "value", "value_usd", "customs_value"))
