"""`site add`, `site preview` and `site inspect`: a profile from a look at a site."""
