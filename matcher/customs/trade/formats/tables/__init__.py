"""Tables of statistics by their headings, and what all forms of them have in common."""
