"""Captures kept as WARC records: index, hash chain, manifest, timestamps, verification."""
