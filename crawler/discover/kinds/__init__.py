"""The kinds of pages and of groups of addresses: product, listing, post or other."""
