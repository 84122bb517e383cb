"""The title, date and text of a news post."""
