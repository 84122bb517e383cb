"""Invented firms in many spellings, with look-alikes, for `benchmarks/parties.py`."""
