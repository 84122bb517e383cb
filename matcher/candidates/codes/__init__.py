"""Codes of models: which a catalog has, how they are written, and where descriptions name them."""
