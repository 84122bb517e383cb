"""Announced orders beside the customs lines that could be them."""
