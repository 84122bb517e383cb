"""The description of goods, parsed."""
