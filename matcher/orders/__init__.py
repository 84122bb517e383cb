"""Announced orders beside the customs lines that may belong to them."""
