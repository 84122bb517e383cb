"""One run of one site: frontier, responses, pages, progress."""
