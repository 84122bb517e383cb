"""Rows of a table into customs lines: sections, orders of columns, one row, blocks of rows in worker processes."""
