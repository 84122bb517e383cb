"""Cross-tables of customs lines: all of them, those of accepted pairs, and what is to be expected of the others."""
