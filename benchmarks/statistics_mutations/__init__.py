"""Files of published statistics as they vary in the wild, each with the totals `box31 flows` must give of it."""
