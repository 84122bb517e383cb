"""Documents as tables: JSON, XML and HTML."""
