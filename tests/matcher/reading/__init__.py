"""What is read of a text, in the reader's language."""
