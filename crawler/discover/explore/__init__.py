"""A look at a site: which pages are fetched, what they are judged to be, and how its profile reads them."""
