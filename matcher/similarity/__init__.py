"""How alike two texts are, and which competitors come close."""
