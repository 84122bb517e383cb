"""Text in normal forms: case, look-alike letters, transliteration, lexicons."""
