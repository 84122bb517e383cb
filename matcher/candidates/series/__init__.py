"""Series: pages that list several codes, and items of which one is named for another."""
