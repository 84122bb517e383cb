"""Columns that are elsewhere in later rows, matched by their values alone."""
