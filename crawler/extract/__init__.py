"""Bytes in, records out: pure functions from (bytes, url, headers) to what a page says."""
