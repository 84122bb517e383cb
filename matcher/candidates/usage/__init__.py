"""Whose a code in a description is: of the goods themselves, or of what they are for or about."""
