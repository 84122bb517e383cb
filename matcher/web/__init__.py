"""Local web pages: the review."""
