"""The one reader of tables: CSV, workbooks, Parquet, XML, archives, unknown encodings."""
