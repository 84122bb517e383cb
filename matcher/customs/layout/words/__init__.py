"""The words of headers: concepts and their words in many languages, abbreviations, words written together."""
