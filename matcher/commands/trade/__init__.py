"""Commands that add up customs lines and published statistics."""
