"""Keeping the bytes: the WARC, its index, its chain, and the one way to the network."""
