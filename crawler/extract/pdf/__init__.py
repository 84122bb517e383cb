"""Text and tables of PDF catalogues, read in a limited process."""
