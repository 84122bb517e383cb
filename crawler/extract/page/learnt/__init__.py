"""What a page and its blocks are, by small models learnt from pages of many sites."""
