"""Statistics with periods, directions or measures in the headings of their columns."""
