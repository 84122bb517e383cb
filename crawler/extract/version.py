"""Bytes in, records out: pure functions from (bytes, url, headers) to what a page says."""

EXTRACTOR = "23"  # written beside every version: raise it when extraction changes what it says
