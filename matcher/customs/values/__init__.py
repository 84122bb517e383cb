"""Single cells: numbers, dates, HS codes, units, countries, personal data."""
