"""The review in a browser, on loopback: one pair a page, the same decisions table."""
