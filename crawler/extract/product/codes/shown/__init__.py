"""Codes that a page's elements, lines and sentences show."""
