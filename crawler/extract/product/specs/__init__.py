"""Specifications: labels and values in tables, grids, elements and lines of a page."""
