"""Addresses and headers of the records that a browser's rendering of a page leaves in the archive."""

from __future__ import annotations

# Addresses of their own, so that replay programs show the server's bytes under the page's address. fullPage and
# pageinfo are what other archivers call a page's screenshot and its description.
DOM, SCREENSHOT, DESCRIPTION = "urn:dom:", "urn:fullPage:", "urn:pageinfo:"
DOM_HEADERS = {"Content-Type": "text/html; charset=utf-8"}
