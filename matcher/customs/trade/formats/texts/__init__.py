"""What the words of titles, headings and cells of statistics say: codes, countries, months, amounts, scales."""
