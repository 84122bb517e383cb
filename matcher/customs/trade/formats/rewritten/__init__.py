"""Statistics whose rows are written in another form, whose reader takes them."""
