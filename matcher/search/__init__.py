"""Search over customs lines, items and posts."""
