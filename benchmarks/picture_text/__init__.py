"""Invented pictures that hold text, as a photo shows them, for `benchmarks/picture_text.py`."""
