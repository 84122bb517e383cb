"""From the bytes of a page to records: pure functions that run in a limited process."""
