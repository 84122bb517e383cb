"""The tables of the matcher."""
