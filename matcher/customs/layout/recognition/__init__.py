"""The layout of a whole table: recognised by headers, values and rows, given by a person, or remembered."""
