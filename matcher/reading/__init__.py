"""What a text says, in the reviewer's language: read attributes as chips, and a dictionary's words for the rest."""
