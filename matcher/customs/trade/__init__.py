"""Sums of lines and of published statistics."""
