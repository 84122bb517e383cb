"""Pages that need a browser, rendered by Chromium without a network."""
