"""Pages of a case that are only read: lines, items, posts, pairs, firms, sums, runs and captures."""
