"""Readers of an item's fields: functions of a product page and the fields read before, a file for each field."""
