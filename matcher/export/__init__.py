"""The case for other programs."""
