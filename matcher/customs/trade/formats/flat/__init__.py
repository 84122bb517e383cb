"""Statistics with one header row and one figure in each row, SDMX-CSV among them."""
