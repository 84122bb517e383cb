"""What a person shows of a site, pages and values, becomes patterns and selectors of its profile."""
