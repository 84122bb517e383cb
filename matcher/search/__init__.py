"""Search over customs lines, items, posts and pictures."""
