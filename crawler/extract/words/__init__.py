"""The words that extraction knows: vocabulary, alphabets, and what labels mean."""
