"""Names of products as texts: cut out of titles and headings, compared, told from words for sections."""
