"""Documents as tables: JSON, XML, HTML and Parquet."""
