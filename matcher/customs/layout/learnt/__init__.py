"""What a column is, learnt from labelled tables: beside the words and rules, for headers that they do not know."""
