"""Texts as records: encodings, code pages, quoted cells, columns of fixed width."""
